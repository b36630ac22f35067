//! What a form has for one value of the hub, by its kind.

use crate::remap::registry_number;
use ruleglot_knowledge::{Derivation, Found};
use serde_json::{Value, json};

/// The values of a form for one value of the hub.
pub(super) fn derive(found: &Found<'_>, value: &Value) -> Vec<Value> {
    let text = match value {
        Value::String(s) => s.clone(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        _ => return vec![value.clone()],
    };
    let some = |t: &str| vec![json!(t)];
    match &found.form.of {
        Derivation::Same | Derivation::Time | Derivation::OrWord(_) | Derivation::Nth(_) => {
            vec![value.clone()]
        }
        Derivation::Lower => some(&text.to_lowercase()),
        Derivation::AfterLast { separator, .. } => {
            some(text.rsplit(*separator).next().unwrap_or_default())
        }
        Derivation::AfterOnly { separator, .. } => match text.split_once(*separator) {
            Some((_, rest)) => some(rest),
            None => some(&text),
        },
        Derivation::BeforeLast { separator } => {
            text.rsplit_once(*separator).map(|(before, _)| json!(before)).into_iter().collect()
        }
        Derivation::BeforeFirst { separator, .. } => {
            text.split_once(*separator).map(|(first, _)| json!(first)).into_iter().collect()
        }
        Derivation::Address => match text.parse::<std::net::IpAddr>() {
            Ok(_) => vec![value.clone()],
            Err(_) => Vec::new(),
        },
        Derivation::Words => text.split_whitespace().map(|w| json!(w.trim_matches('"'))).collect(),
        Derivation::Keyed(keyed) => text
            .split(',')
            .filter_map(|part| part.split_once('='))
            .filter(|(key, _)| key.eq_ignore_ascii_case(&keyed.key))
            .map(|(_, value)| json!(value.to_lowercase()))
            .collect(),
        Derivation::Values(values) => {
            values.get(text.as_str()).map(|word| json!(word.as_str())).into_iter().collect()
        }
        Derivation::Changed(words) => match words.get(text.as_str()) {
            Some(word) => some(word),
            None => vec![value.clone()],
        },
        Derivation::Hexadecimal => hexadecimal(&text).map(Value::from).into_iter().collect(),
        Derivation::Items => text.split_whitespace().map(|w| json!(w)).collect(),
        Derivation::Answers => answers(&text).into_iter().map(Value::from).collect(),
        Derivation::Scaled(power) => scaled(&text, *power).map(Value::from).into_iter().collect(),
        Derivation::Unmapped => {
            let address = text.parse::<std::net::IpAddr>();
            address.map(|ip| json!(ip.to_canonical().to_string())).into_iter().collect()
        }
        Derivation::AfterFirst(separator) => {
            text.split_once(*separator).map(|(_, rest)| json!(rest)).into_iter().collect()
        }
        Derivation::Respelled { from, to } => some(&text.replace(*from, &to.to_string())),
        Derivation::Extension => {
            let name = text.rsplit('\\').next().unwrap_or_default();
            name.rsplit_once('.').map(|(_, end)| json!(end)).into_iter().collect()
        }
        Derivation::RegistryNumber => match registry_number(&text) {
            Some(spellings) => spellings.into_iter().map(Value::from).collect(),
            None => vec![value.clone()],
        },
    }
}

/// The number that `0x1f4` spells.
fn hexadecimal(text: &str) -> Option<u64> {
    u64::from_str_radix(text.strip_prefix("0x")?, 16).ok()
}

/// The answers of `type:  5 name;::ffff:192.0.2.1;`.
fn answers(text: &str) -> Vec<String> {
    let plain = |answer: &str| {
        let typed = answer.strip_prefix("type:").map(str::trim_start);
        let named = typed.and_then(|t| t.split_once(' ')).map(|(_, name)| name);
        let one = named.unwrap_or(answer);
        one.strip_prefix("::ffff:").unwrap_or(one).to_owned()
    };
    text.split(';').filter(|a| !a.is_empty()).map(plain).collect()
}

/// A number times ten to a power, without its fraction.
fn scaled(text: &str, power: u32) -> Option<i64> {
    let number: f64 = text.parse().ok()?;
    let power = i32::try_from(power).ok()?;
    #[allow(clippy::cast_possible_truncation, reason = "the fraction is what is cut")]
    Some((number * 10_f64.powi(power)).round() as i64)
}
