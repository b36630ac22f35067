//! `sigma/unused-selection`

use super::them_single_selection::each;
use crate::context::SigmaContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_sigma::ast::{Names, SearchKind};
use ruleglot_source::{Diagnostic, Severity};
use std::collections::HashSet;

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigma/unused-selection",
        kind: Kind::Finding(Severity::Warning),
        what: "No condition mentions a selection, by name or by a pattern.",
        why: "The rule does not do what it seems to: a forgotten filter lets false alarms through, a forgotten selection \
              misses attacks.",
        remedy: "Mention it in the condition, or remove it.",
        since: "0.1.0",
    },
    run: Run::Sigma(check),
};

fn check(context: &SigmaContext<'_>, out: &mut Vec<Diagnostic>) {
    let detection = context.detection;
    if detection.conditions.is_empty() {
        return;
    }
    let mut named: HashSet<&str> = HashSet::new();
    let mut patterns: Vec<&Names> = Vec::new();
    for condition in &detection.conditions {
        each(&condition.search, &mut |search| match &search.kind {
            SearchKind::Name(name) => {
                named.insert(name);
            }
            SearchKind::Of { of, .. } => patterns.push(of),
            _ => {}
        });
    }
    for selection in &detection.selections {
        let name = selection.name.kind.as_str();
        if named.contains(name) || patterns.iter().any(|p| p.cover(name)) {
            continue;
        }
        let at = selection.name.origin.0.unwrap_or_default();
        let message = format!("the condition does not mention the selection `{name}`");
        out.push(
            Diagnostic::warning(LINT.page.code, at, message)
                .with_help("mention it in the condition, or remove it"),
        );
    }
}
