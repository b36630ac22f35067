//! `style/lone-wildcard`

use crate::context::{SigmaContext, takes_wildcards};
use crate::sigma_rule::fixed;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_sigma::ast::{Item, ValueKind};
use ruleglot_source::{Diagnostic, Edit, Fix, Safety, Severity, Span};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "style/lone-wildcard",
        kind: Kind::OnRequest(Severity::Info),
        what: "A value of a Sigma detection is `*` alone.",
        why: "It asks for any value; `exists` says so. They differ for a field that is there and null.",
        remedy: "Write `|exists: true`, which is what the fix does, where the field is never null.",
        since: "0.1.0",
    },
    run: Run::Sigma(check),
};

fn check(context: &SigmaContext<'_>, out: &mut Vec<Diagnostic>) {
    context.items(|item, _| {
        let lone = |text: &str| !text.is_empty() && text.bytes().all(|b| b == b'*');
        let texts = item.values.iter().filter(|v| v.kind == ValueKind::Text && lone(&v.text));
        for value in texts.filter(|_| item.field.is_some() && takes_wildcards(item)) {
            let at = SigmaContext::place(value);
            let finding = Diagnostic::info(LINT.page.code, at, "the value is any value")
                .with_help("write `|exists: true` if the field is never null");
            out.push(fixed(finding, exists(context, item)));
        }
    });
}

fn exists(context: &SigmaContext<'_>, item: &Item) -> Option<Fix> {
    let key = item.key.0?.span;
    let plain = item.modifiers.is_empty() && item.values.len() == 1;
    let same = context.file.text.get(key.range()) == item.field.as_deref();
    let edits = vec![
        Edit { span: Span { start: key.end, end: key.end }, text: "|exists".to_owned() },
        Edit { span: item.values[0].origin.0?.span, text: "true".to_owned() },
    ];
    (plain && same).then_some(Fix { safety: Safety::Unsafe, edits })
}
