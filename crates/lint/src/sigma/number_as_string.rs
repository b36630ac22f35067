//! `sigma/number-as-string`

use crate::context::SigmaContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_document::Style;
use ruleglot_sigma::ast::{Item, Value, ValueKind};
use ruleglot_source::{Diagnostic, Edit, Fix, Safety, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigma/number-as-string",
        kind: Kind::OnRequest(Severity::Info),
        what: "A whole number stands in quotes, in a field compared as it is.",
        why: "Some targets compare a text in quotes with a number differently from a number, and the convention is to \
              write numbers as numbers.",
        remedy: "Leave the quotes out if the field holds numbers. It is told on request: many fields hold digits that are text.",
        since: "0.1.0",
    },
    run: Run::Sigma(check),
};

fn check(context: &SigmaContext<'_>, out: &mut Vec<Diagnostic>) {
    context.items(|item, _| {
        if item.field.is_some() && item.modifiers.is_empty() {
            out.extend(item.values.iter().filter(|v| is_number(v)).map(|v| finding(item, v)));
        }
    });
}

/// A whole number that would be the same number without its quotes.
fn is_number(value: &Value) -> bool {
    let text = value.text.as_str();
    let quoted = matches!(value.style, Style::SingleQuoted | Style::DoubleQuoted);
    let digits = !text.is_empty() && text.len() <= 18 && text.bytes().all(|b| b.is_ascii_digit());
    value.kind == ValueKind::Text && quoted && digits && (text == "0" || !text.starts_with('0'))
}

fn finding(item: &Item, value: &Value) -> Diagnostic {
    let at = SigmaContext::place(value);
    let field = item.field.as_deref().unwrap_or_default();
    let message = format!("the number {} of `{field}` stands in quotes", value.text);
    let edits = vec![Edit { span: at.span, text: value.text.to_string() }];
    Diagnostic::info(LINT.page.code, at, message)
        .with_help("leave the quotes out")
        .with_fix(Fix { safety: Safety::Unsafe, edits })
}
