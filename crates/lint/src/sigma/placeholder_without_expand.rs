//! `sigma/placeholder-without-expand`

use crate::context::SigmaContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_sigma::ast::ValueKind;
use ruleglot_sigma::modifier::ModifierKind;
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigma/placeholder-without-expand",
        kind: Kind::Finding(Severity::Warning),
        what: "A value has one of Sigma's own placeholders, `%Workstations%` for instance, and the field has no \
              `expand`.",
        why: "Without `expand` the percent signs and the word are searched as they stand, and no event has them.",
        remedy: "Add `|expand` to the field.",
        since: "0.1.0",
    },
    run: Run::Sigma(check),
};

/// The placeholders of the specification.
const STANDARD: [&str; 5] =
    ["Administrators", "JumpServers", "Workstations", "Servers", "DomainControllers"];

fn check(context: &SigmaContext<'_>, out: &mut Vec<Diagnostic>) {
    context.items(|item, _| {
        if item.modifiers.iter().any(|m| m.kind.kind == ModifierKind::Expand) {
            return;
        }
        for value in item.values.iter().filter(|v| v.kind == ValueKind::Text) {
            let mut parts = value.text.split('%').skip(1);
            let named = parts.find(|p| STANDARD.iter().any(|s| s.eq_ignore_ascii_case(p)));
            let closed = named.filter(|name| value.text.contains(&format!("%{name}%")));
            if let Some(name) = closed {
                let message = format!("`%{name}%` is not expanded");
                let field = item.field.as_deref().unwrap_or_default();
                out.push(
                    Diagnostic::warning(LINT.page.code, SigmaContext::place(value), message)
                        .with_help(format!("write `{field}|expand`")),
                );
            }
        }
    });
}
