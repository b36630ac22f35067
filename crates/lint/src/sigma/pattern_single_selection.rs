//! `sigma/pattern-single-selection`

use super::them_single_selection::{each, is_word};
use crate::context::SigmaContext;
use crate::sigma_rule::fixed;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_sigma::ast::{Count, Names, SearchKind};
use ruleglot_source::{Diagnostic, Edit, Fix, Safety, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigma/pattern-single-selection",
        kind: Kind::OnRequest(Severity::Info),
        what: "A pattern of the condition of a Sigma rule fits one selection only.",
        why: "The name alone says the same, and cannot take in others by accident. SigmaHQ's rules write \
              patterns so that filters can be added.",
        remedy: "Write the name, which is what the fix does.",
        since: "0.1.0",
    },
    run: Run::Sigma(check),
};

fn check(context: &SigmaContext<'_>, out: &mut Vec<Diagnostic>) {
    let names = || context.detection.selections.iter().map(|s| s.name.kind.as_str());
    for condition in &context.detection.conditions {
        each(&condition.search, &mut |search| {
            let SearchKind::Of { count: Count::All | Count::Any | Count::Least(1), of } =
                &search.kind
            else {
                return;
            };
            let Names::Pattern(pattern) = of else { return };
            let mut fitting = names().filter(|name| of.cover(name));
            let (Some(name), None) = (fitting.next(), fitting.next()) else { return };
            if !pattern.contains('*') {
                return;
            }
            let at = search.origin.0.unwrap_or_default();
            let message = format!("`{pattern}` is the one selection `{name}`");
            let edits = vec![Edit { span: at.span, text: name.to_owned() }];
            let finding =
                Diagnostic::info(LINT.page.code, at, message).with_help(format!("write `{name}`"));
            let fix = is_word(name).then_some(Fix { safety: Safety::Safe, edits });
            out.push(fixed(finding, fix));
        });
    }
}
