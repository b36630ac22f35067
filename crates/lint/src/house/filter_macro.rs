//! `house/filter-macro`

use super::InHouse;
use crate::{CodePage, Kind, Lint, RuleContext, Run};
use ruleglot_formats::filter_macro;
use ruleglot_source::{Diagnostic, FileSpan, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "house/filter-macro",
        kind: Kind::Finding(Severity::Warning),
        what: "The search of a rule for Splunk does not call the filter macro that your configuration names. Where it names \
               one, it takes the place of contentctl's, and `schema/filter-macro` is not told.",
        why: "The rule cannot be tuned like the others.",
        remedy: "Call the macro at the end of the search.",
        since: "0.1.0",
    },
    run: Run::Rule(check),
};

fn check(context: &RuleContext<'_>, out: &mut Vec<Diagnostic>) {
    let Some(rule) = InHouse::of(context, Some("splunk")) else { return };
    let (Some(pattern), Some(node)) = (&rule.style.filter_macro, rule.node(&["search"])) else {
        return;
    };
    let wanted = filter_macro(context.read.title(), Some(pattern));
    let (Some(wanted), Some(search)) = (wanted, node.text()) else { return };
    if search.contains(&format!("`{wanted}`")) {
        return;
    }
    let message = format!("the search does not call the filter macro `{wanted}`");
    let at = FileSpan::new(context.file.id, node.span);
    let help = format!("end it with | `{wanted}`");
    out.push(Diagnostic::warning(LINT.page.code, at, message).with_help(help));
}
