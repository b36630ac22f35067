//! `elastic/json-in-map`

use crate::logic::LogicContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_ir::{ByMapping, ExprKind, Part, Pattern, Test};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "elastic/json-in-map",
        kind: Kind::Finding(Severity::Warning),
        what: "A query looks for JSON in a field that the integration fills with the text of a map.",
        why: "The text is `{key=value, list=[a, b]}`, without quotes and colons around names: a pattern of JSON finds \
              nothing.",
        remedy: "Write `*key=value*`, or ask the flattened field.",
        since: "0.1.0",
    },
    run: Run::Logic(check),
};

/// Fields that hold the text of a map, and those with the same contents name by name. Grounds: the pipelines of
/// Elastic's integrations.
const MAPS: [(&str, &str); 4] = [
    ("aws.cloudtrail.request_parameters", "aws.cloudtrail.flattened.request_parameters"),
    ("aws.cloudtrail.response_elements", "aws.cloudtrail.flattened.response_elements"),
    ("aws.cloudtrail.additional_eventdata", "aws.cloudtrail.flattened.additional_eventdata"),
    ("aws.cloudtrail.service_event_details", "aws.cloudtrail.flattened.service_event_details"),
];

fn check(context: &LogicContext<'_>, out: &mut Vec<Diagnostic>) {
    context.leaves(|leaf, _| {
        let (
            Some(field),
            ExprKind::Test { test: Test::ByMapping(ByMapping::Match { pattern, .. }), .. },
            Some(at),
        ) = (leaf.field(), &leaf.kind, leaf.origin.0)
        else {
            return;
        };
        let Some((_, flattened)) = MAPS.iter().find(|(name, _)| *name == field.name) else {
            return;
        };
        if has_json(pattern) {
            let shown = context.shown(at);
            let message =
                format!("`{shown}` looks for JSON, but the field is written `{{key=value}}`");
            out.push(
                Diagnostic::warning(LINT.page.code, at, message)
                    .with_help(format!("write `*key=value*`, or ask `{flattened}.key`")),
            );
        }
    });
}

/// A quoted name with a colon behind it, or a quoted value before or after one.
fn has_json(pattern: &Pattern) -> bool {
    let text: String = pattern
        .parts()
        .iter()
        .map(|part| match part {
            Part::Text(text) => text.as_str(),
            _ => "*",
        })
        .filter(|text| *text != "*")
        .collect();
    let tight: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    tight.contains("\":") || tight.contains(":\"")
}
