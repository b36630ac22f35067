//! `sigma/them-single-selection`

use crate::context::SigmaContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_sigma::ast::{Count, Names, Search, SearchKind};
use ruleglot_source::{Diagnostic, Edit, Fix, Safety, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigma/them-single-selection",
        kind: Kind::Finding(Severity::Info),
        what: "The condition asks for `them`, and there is only one selection.",
        why: "The quantifier says nothing here, and a selection added later changes the rule unnoticed.",
        remedy: "Write the name of the selection. The fix does.",
        since: "0.1.0",
    },
    run: Run::Sigma(check),
};

fn check(context: &SigmaContext<'_>, out: &mut Vec<Diagnostic>) {
    let [selection] = context.detection.selections.as_slice() else { return };
    let name = selection.name.kind.as_str();
    if name.starts_with('_') {
        return;
    }
    for condition in &context.detection.conditions {
        each(&condition.search, &mut |search| {
            let SearchKind::Of {
                count: Count::All | Count::Any | Count::Least(1),
                of: Names::Them,
            } = &search.kind
            else {
                return;
            };
            let at = search.origin.0.unwrap_or_default();
            let edits = vec![Edit { span: at.span, text: name.to_owned() }];
            let message = format!("`them` is the one selection `{name}`");
            let finding =
                Diagnostic::info(LINT.page.code, at, message).with_help(format!("write `{name}`"));
            out.push(if is_word(name) {
                finding.with_fix(Fix { safety: Safety::Safe, edits })
            } else {
                finding
            });
        });
    }
}

/// Whether a condition can name it.
pub(super) fn is_word(name: &str) -> bool {
    name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && !["and", "or", "not", "of", "all", "any", "them"].contains(&name)
}

/// Visits every part of a condition, from the left.
pub(super) fn each<'a>(search: &'a Search, visit: &mut impl FnMut(&'a Search)) {
    visit(search);
    match &search.kind {
        SearchKind::Name(_) | SearchKind::Of { .. } => {}
        SearchKind::Not(inner) => each(inner, visit),
        SearchKind::And(of) | SearchKind::Or(of) => of.iter().for_each(|s| each(s, visit)),
    }
}
