//! `sigma/all-of-them`

use super::them_single_selection::each;
use crate::context::SigmaContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_sigma::ast::{Count, Names, SearchKind};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigma/all-of-them",
        kind: Kind::OnRequest(Severity::Info),
        what: "The condition of a Sigma rule asks for `all of them`.",
        why: "A selection that is added later, a filter for instance, must hold as well.",
        remedy: "Name the selections, or a pattern of their names: `all of selection_*`.",
        since: "0.1.0",
    },
    run: Run::Sigma(check),
};

fn check(context: &SigmaContext<'_>, out: &mut Vec<Diagnostic>) {
    if context.detection.selections.len() < 2 {
        return;
    }
    for condition in &context.detection.conditions {
        each(&condition.search, &mut |search| {
            if matches!(search.kind, SearchKind::Of { count: Count::All, of: Names::Them }) {
                let at = search.origin.0.unwrap_or_default();
                out.push(
                    Diagnostic::info(LINT.page.code, at, "`all of them` takes in later selections")
                        .with_help("name the selections, or a pattern like `all of selection_*`"),
                );
            }
        });
    }
}
