//! Lints about what is said about a rule.

pub(crate) mod date_form;
pub(crate) mod deprecated_without_related;
pub(crate) mod description_too_long;
pub(crate) mod falsepositive_too_short;
pub(crate) mod malformed_tag;
pub(crate) mod missing_author;
pub(crate) mod missing_date;
pub(crate) mod missing_description;
pub(crate) mod missing_id;
pub(crate) mod missing_level;
pub(crate) mod missing_status;
pub(crate) mod misspelt_tag_namespace;
pub(crate) mod modified_equals_date;
pub(crate) mod modified_without_date;
pub(crate) mod related_obsoletes;
pub(crate) mod scope_too_short;
pub(crate) mod secret;
mod tags;
pub(crate) mod unknown_tag_namespace;

use crate::sigma_rule::SigmaRule;
use ruleglot_source::Diagnostic;

/// Whether a rule lacks a key, or has an empty text there.
fn lacks(rule: &SigmaRule<'_>, key: &str) -> bool {
    rule.root.get(key).is_none_or(|node| node.text().is_some_and(|text| text.trim().is_empty()))
}

/// Entries of a list with fewer than two characters.
fn too_short(rule: &SigmaRule<'_>, key: &str, code: &'static str, out: &mut Vec<Diagnostic>) {
    for said in rule.list(key).filter(|said| said.text.chars().count() < 2) {
        let message = format!("'{}' says nothing in `{key}`", said.text);
        out.push(Diagnostic::warning(code, said.at, message).with_help("say it in words"));
    }
}
