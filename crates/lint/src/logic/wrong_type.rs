//! `logic/wrong-type`

use super::LogicContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_eval::mapping::{FieldType, resolve};
use ruleglot_ir::{ExprKind, Test};
use ruleglot_knowledge::field_types;
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "logic/wrong-type",
        kind: Kind::Finding(Severity::Warning),
        what: "A value cannot be one of its field: a word for a number, a pattern for an address or a date.",
        why: "Elasticsearch refuses the query, or finds nothing.",
        remedy: "Write a value of the field's type, or ask the field that holds the text.",
        since: "0.1.0",
    },
    run: Run::Logic(check),
};

fn check(context: &LogicContext<'_>, out: &mut Vec<Diagnostic>) {
    context.leaves(|leaf, _| {
        let (Some(field), ExprKind::Test { subject, test: Test::ByMapping(test), .. }, Some(at)) =
            (leaf.field(), &leaf.kind, leaf.origin.0)
        else {
            return;
        };
        let Some((ty, word)) =
            certain_type(context, &field.name).filter(|_| field.taxonomy.id() == Some("ecs"))
        else {
            return;
        };
        let refused =
            matches!(resolve(subject, test, ty, leaf.origin).kind, ExprKind::Const(false));
        if refused {
            let message =
                format!("`{}` asks `{}` for what is no {word}", context.shown(at), field.name);
            out.push(
                Diagnostic::warning(LINT.page.code, at, message)
                    .with_help(format!("write a value that is {} {word}", article(word))),
            );
        }
    });
}

fn article(word: &str) -> &'static str {
    if word.starts_with('a') { "an" } else { "a" }
}

/// The type of a field, where all who have it agree on one that only certain texts can be.
fn certain_type(context: &LogicContext<'_>, name: &str) -> Option<(FieldType, &'static str)> {
    // The user's own index has the last word on its types.
    if context.rule.indexes.speak_of("ecs") {
        return None;
    }
    let mut types = field_types(name).into_iter().map(FieldType::named);
    let first = types.next()??;
    if types.any(|ty| ty != Some(first)) {
        return None;
    }
    let word = match first {
        FieldType::Number => "number",
        FieldType::Boolean => "truth value",
        FieldType::Date => "date",
        FieldType::Ip => "address",
        _ => return None,
    };
    Some((first, word))
}
