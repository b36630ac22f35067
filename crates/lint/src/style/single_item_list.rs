//! `style/single-item-list`

use crate::context::SigmaContext;
use crate::sigma_rule::fixed;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_sigma::ast::{Form, Item};
use ruleglot_source::{Diagnostic, Edit, Fix, Safety, Severity, Span};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "style/single-item-list",
        kind: Kind::OnRequest(Severity::Info),
        what: "A field of a Sigma detection has a list with one value.",
        why: "It means what the value alone means, on two lines.",
        remedy: "Write the value behind the field, which is what the fix does.",
        since: "0.1.0",
    },
    run: Run::Sigma(check),
};

fn check(context: &SigmaContext<'_>, out: &mut Vec<Diagnostic>) {
    context.items(|item, _| {
        if item.form == Form::List && item.values.len() == 1 {
            let finding = Diagnostic::info(
                LINT.page.code,
                item.key.0.unwrap_or_default(),
                "the list has one value",
            )
            .with_help("write it behind the field");
            out.push(fixed(finding, inlined(context, item)));
        }
    });
}

/// The value on the line of its key, where nothing but the dash stands between them and nothing after it.
fn inlined(context: &SigmaContext<'_>, item: &Item) -> Option<Fix> {
    let text: &str = &context.file.text;
    let (key, value) = (item.key.0?.span, item.values[0].origin.0?.span);
    let between = text.get(key.end as usize..value.start as usize)?;
    let dash = between.strip_prefix(':')?.trim();
    let one_line = !text.get(value.range())?.contains('\n');
    if dash != "-" || !between.contains('\n') || !one_line {
        return None;
    }
    let span = Span { start: key.end + 1, end: value.start };
    Some(Fix { safety: Safety::Safe, edits: vec![Edit { span, text: " ".to_owned() }] })
}
