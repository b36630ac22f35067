//! The user's Splunk macros.

use ruleglot_spl::{MacroTable, parse_macros_conf};
use serde_json::Value;

/// Reads a `macros.conf`, or JSON of the form `{"name(a, b)": "definition"}`.
///
/// # Errors
/// What is no definition, in words.
pub fn parse_macros(text: &str) -> Result<MacroTable, String> {
    if !text.trim_start().starts_with('{') {
        return Ok(parse_macros_conf(text));
    }
    let value: Value =
        serde_json::from_str(text).map_err(|e| format!("the macros are no JSON: {e}"))?;
    let entries = value.as_object().ok_or("the macros are no JSON object")?;
    let pair = |(head, text): (&String, &Value)| match text.as_str() {
        Some(text) => Ok((head.clone(), text.to_owned())),
        None => Err(format!("{head}: {text} is no definition, which is a text")),
    };
    let pairs = entries.iter().map(pair).collect::<Result<Vec<_>, _>>()?;
    Ok(MacroTable::from_pairs(pairs.iter().map(|(head, text)| (head.as_str(), text.as_str()))))
}
