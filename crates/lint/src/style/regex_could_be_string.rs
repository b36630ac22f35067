//! `style/regex-could-be-string`

use super::literal::{Plain, plain};
use crate::context::SigmaContext;
use crate::sigma_rule::fixed;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_document::Style;
use ruleglot_sigma::ast::{Item, ValueKind};
use ruleglot_sigma::modifier::{Flag, ModifierKind};
use ruleglot_source::{Diagnostic, Edit, Fix, Safety, Severity, Span};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "style/regex-could-be-string",
        kind: Kind::OnRequest(Severity::Info),
        what: "A regular expression of a Sigma detection says no more than `contains`, `startswith`, `endswith` \
              or a plain value would.",
        why: "Plain values are faster, every target has them, and nobody has to think about escapes.",
        remedy: "Write the plain value with the modifier that the help names. `cased` keeps letter case apart, as \
              the expression does.",
        since: "0.1.0",
    },
    run: Run::Sigma(check),
};

fn check(context: &SigmaContext<'_>, out: &mut Vec<Diagnostic>) {
    context.items(|item, _| {
        let Some(letters) = letters(item) else { return };
        let all: Option<Vec<Plain>> = item
            .values
            .iter()
            .map(|v| (v.kind == ValueKind::Text).then(|| plain(&v.text)).flatten())
            .collect();
        let Some((first, rest)) = all.as_deref().and_then(|all| all.split_first()) else { return };
        if rest.iter().any(|other| other.modifier != first.modifier) {
            return;
        }
        let cased = (letters == Letters::Apart).then_some("cased");
        let mut wanted = String::new();
        for word in first.modifier.into_iter().chain(cased) {
            wanted.push('|');
            wanted.push_str(word);
        }
        let field = item.field.as_deref().unwrap_or_default();
        let help = format!("write `{field}{wanted}: '{}'`", first.text);
        let at = item.modifiers.first().and_then(|m| m.origin.0).unwrap_or_default();
        let finding =
            Diagnostic::info(LINT.page.code, at, "no regular expression is needed").with_help(help);
        let texts = all.iter().flatten().map(|plain| plain.text.as_str());
        out.push(fixed(finding, fix(context, item, &wanted, texts)));
    });
}

/// Whether a plain expression tells letters apart by case.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Letters {
    Apart,
    Folded,
}

/// How an item compares letters; nothing for what is no plain expression.
fn letters(item: &Item) -> Option<Letters> {
    let kinds: Vec<ModifierKind> = item.modifiers.iter().map(|m| m.kind.kind).collect();
    item.field.as_ref()?;
    match kinds.as_slice() {
        [ModifierKind::Re] => Some(Letters::Apart),
        [ModifierKind::Re, ModifierKind::Flag(Flag::IgnoreCase)] => Some(Letters::Folded),
        _ => None,
    }
}

fn fix<'t>(
    context: &SigmaContext<'_>,
    item: &Item,
    wanted: &str,
    texts: impl Iterator<Item = &'t str>,
) -> Option<Fix> {
    let (first, last) =
        (item.modifiers.first()?.origin.0?.span, item.modifiers.last()?.origin.0?.span);
    let span = Span { start: first.start.checked_sub(1)?, end: last.end };
    let mut edits = vec![Edit { span, text: wanted.to_owned() }];
    for (value, text) in item.values.iter().zip(texts) {
        let at = context.verbatim(value).filter(|_| value.style == Style::SingleQuoted)?;
        edits.push(Edit { span: at, text: text.to_owned() });
    }
    Some(Fix { safety: Safety::Unsafe, edits })
}
