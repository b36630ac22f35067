//! Values of `[targets.*]` that have a form of their own.

use ruleglot_ir::Severity;
use smol_str::SmolStr;

/// The severity that a word means.
pub(super) fn severity(word: &str) -> Option<Severity> {
    Some(match word {
        "informational" => Severity::Informational,
        "low" => Severity::Low,
        "medium" => Severity::Medium,
        "high" => Severity::High,
        "critical" => Severity::Critical,
        _ => return None,
    })
}

/// `8.14` or `8.14.0`.
pub(super) fn version(text: &str) -> Result<(u16, u16), String> {
    let numbers: Option<Vec<u16>> = text.split('.').map(|n| n.parse().ok()).collect();
    match numbers.as_deref() {
        Some([major, minor] | [major, minor, _]) => Ok((*major, *minor)),
        _ => Err(format!("`{text}` is no version, like `8.14`")),
    }
}

/// Readers know a filter macro by its ending, and take one without a definition for empty.
pub(super) fn filter_macro(text: &str) -> Result<SmolStr, String> {
    let plain = text.replace("{name}", "");
    let odd = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
    if plain.contains(odd) {
        return Err(format!(
            "`{text}` is no name of a macro; it has letters, digits, `_` and `{{name}}`"
        ));
    }
    if !text.is_empty() && !text.ends_with("_filter") {
        return Err(format!(
            "`{text}` does not end with `_filter`, by which a filter macro is known"
        ));
    }
    Ok(text.into())
}

/// Five fields.
pub(super) fn cron(text: &str) -> Result<SmolStr, String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "*/,-#? ".contains(c);
    if text.split_whitespace().count() != 5 || !text.chars().all(plain) {
        return Err(format!("`{text}` is no schedule of cron, like `*/15 * * * *`"));
    }
    Ok(text.into())
}

/// A time modifier of Splunk.
pub(super) fn moment(text: &str) -> Result<SmolStr, String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "@-+:./".contains(c);
    if text.is_empty() || !text.chars().all(plain) {
        return Err(format!("`{text}` is no time of Splunk, like `-70m@m`"));
    }
    Ok(text.into())
}
