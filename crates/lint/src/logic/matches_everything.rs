//! `logic/matches-everything`

use super::LogicContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_eval::regex_syntax_of;
use ruleglot_ir::{Anchor, ExprKind, Regex, Test};
use ruleglot_source::FileSpan;
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "logic/matches-everything",
        kind: Kind::Finding(Severity::Warning),
        what: "A regular expression matches every text, or a list of patterns has one that does.",
        why: "It tests only that there is a value; beside it the other values of the list decide nothing.",
        remedy: "Ask for presence if that is meant, or write what the value must have.",
        since: "0.1.0",
    },
    run: Run::Logic(check),
};

fn check(context: &LogicContext<'_>, out: &mut Vec<Diagnostic>) {
    context.leaves(|leaf, _| {
        let (ExprKind::Test { test, .. }, Some(at)) = (&leaf.kind, leaf.origin.0) else { return };
        match test {
            Test::Text { any, .. } if any.len() > 1 => {
                if let Some(value) = any.iter().position(ruleglot_ir::Pattern::is_any) {
                    let at = context.value_at(at, Some(value)).unwrap_or(at);
                    let message =
                        "`*` is every value, so the other values of the list decide nothing";
                    out.push(found(at, message.to_owned()));
                }
            }
            Test::Matches(regex) if matches_all(regex) => {
                let message = format!("the regular expression `{}` matches every text", regex.text);
                out.push(found(at, message));
            }
            _ => {}
        }
    });
}

fn found(at: FileSpan, message: String) -> Diagnostic {
    Diagnostic::warning(LINT.page.code, at, message)
        .with_help("ask whether the field is there, or write what its value must have")
}

/// Whether the expression matches whatever the text is.
fn matches_all(regex: &Regex) -> bool {
    let Some(hir) = regex_syntax_of(regex) else { return false };
    let properties = hir.properties();
    match regex.anchor {
        // The empty text is found anywhere.
        Anchor::Search | Anchor::Start => {
            properties.minimum_len() == Some(0) && properties.look_set().is_empty()
        }
        Anchor::Whole => matches!(regex.text.as_str(), ".*" | "[\\s\\S]*") && regex.flags.dot_all,
    }
}
