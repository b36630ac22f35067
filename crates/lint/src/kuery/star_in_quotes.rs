//! `kuery/star-in-quotes`

use super::KueryContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_knowledge::field_types;
use ruleglot_kuery::ast::{Name, NameKind, Value, ValueKind};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "kuery/star-in-quotes",
        kind: Kind::Finding(Severity::Warning),
        what: "A value in quotes begins or ends with `*`.",
        why: "In quotes a star is the character, no wildcard: only a value that has the star itself is found.",
        remedy: "Leave the quotes out, with a backslash before each of `\\ ( ) : < > \" { }`.",
        since: "0.1.0",
    },
    run: Run::Kuery(check),
};

fn check(context: &KueryContext<'_>, out: &mut Vec<Diagnostic>) {
    context.values(|name, value, _| {
        if !is_analysed(name) {
            out.extend(finding(context, value));
        }
    });
}

fn finding(context: &KueryContext<'_>, value: &Value) -> Option<Diagnostic> {
    let ValueKind::Quoted(text) = &value.kind else { return None };
    // A star alone is a value of its own, in roles and policies.
    let wild = text.starts_with('*') || text.ends_with('*');
    if !wild || text.chars().filter(|c| c.is_alphanumeric()).count() < 2 || is_own(text) {
        return None;
    }
    let message = format!("the star of \"{text}\" is the character, as it stands in quotes");
    let help = "leave the quotes out if it is meant as a wildcard";
    Some(Diagnostic::warning(LINT.page.code, context.place(value.at), message).with_help(help))
}

/// Whether the field may be cut into words, of which a star is none.
fn is_analysed(name: &Name) -> bool {
    let NameKind::Plain(name) = &name.kind else { return true };
    field_types(name).iter().any(|ty| matches!(*ty, "text" | "match_only_text"))
}

/// Texts that have a star of their own: actions of policies (`s3:*`), paths of shares (`\\*\C$`).
fn is_own(text: &str) -> bool {
    text.ends_with(":*") || text.ends_with("/*:*") || text.starts_with("\\\\*\\")
}
