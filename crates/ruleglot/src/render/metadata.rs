//! Where each value of a written rule is from, on the terminal.

use super::printable;
use ruleglot_engine::RuleReport;
use serde_json::Value;
use std::fmt::Write;

/// How wide the table is, how wide its keys, and how wide its last column.
const WIDTH: usize = 80;
const KEYS: usize = 36;
const ORIGINS: usize = 28;

/// A line for each value: key, value, origin. Nothing for a rule that was not written anew.
pub(crate) fn text(rule: &RuleReport) -> String {
    let widest = |texts: &mut dyn Iterator<Item = usize>, most| texts.max().unwrap_or(0).min(most);
    let length = |text: &str| text.chars().count();
    let keys = widest(&mut rule.metadata.iter().map(|m| length(&m.key)), KEYS);
    let origins = widest(&mut rule.metadata.iter().map(|m| length(&m.from)), ORIGINS);
    let values = WIDTH - 6 - keys - origins;
    let mut out = String::new();
    for value in &rule.metadata {
        let (key, said) = (ending(&value.key, keys), beginning(&shown(&value.value), values));
        let from = beginning(&value.from, origins);
        let _ = writeln!(out, "  {key:<keys$}  {said:<values$}  {from}");
    }
    out
}

fn shown(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(items) if items.iter().all(Value::is_string) => {
            items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    printable(&words.join(" ")).into_owned()
}

/// The text, cut where it is too long.
fn beginning(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

/// The text without its beginning where it is too long: the last keys of a path say most.
fn ending(text: &str, most: usize) -> String {
    let printable = printable(text);
    let length = printable.chars().count();
    if length <= most {
        return printable.into_owned();
    }
    ['…'].into_iter().chain(printable.chars().skip(length + 1 - most)).collect()
}
