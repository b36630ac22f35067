//! `style/source-eventlog`

use crate::context::SigmaContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "style/source-eventlog",
        kind: Kind::OnRequest(Severity::Info),
        what: "A Sigma detection tests that `Source` is `Eventlog`.",
        why: "Every event of Windows comes from the event log; the test says nothing, and no pipeline maps it.",
        remedy: "Leave it out.",
        since: "0.1.0",
    },
    run: Run::Sigma(check),
};

fn check(context: &SigmaContext<'_>, out: &mut Vec<Diagnostic>) {
    context.items(|item, _| {
        let source = item.field.as_deref().is_some_and(|f| f.eq_ignore_ascii_case("source"));
        if source && item.values.iter().any(|v| v.text.eq_ignore_ascii_case("eventlog")) {
            let at = item.key.0.unwrap_or_default();
            out.push(
                Diagnostic::info(LINT.page.code, at, "every event of Windows is of the event log")
                    .with_help("leave the test out"),
            );
        }
    });
}
