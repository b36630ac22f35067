//! `sigma/redundant-wildcard`

use super::{Piece, pieces};
use crate::context::{SigmaContext, takes_wildcards};
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_document::Style;
use ruleglot_sigma::ast::{Item, Value, ValueKind};
use ruleglot_sigma::modifier::ModifierKind;
use ruleglot_source::{Diagnostic, Edit, FileSpan, Fix, Safety, Severity, Span};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigma/redundant-wildcard",
        kind: Kind::Finding(Severity::Info),
        what: "A value begins or ends with `*` where its modifier leaves room for anything already.",
        why: "`contains: '*.example.com'` is `contains: '.example.com'`; often `endswith` was meant, which is narrower.",
        remedy: "Leave the star out, which is what the fix does, use the modifier that was meant, or write `\\*` for the character itself.",
        since: "0.1.0",
    },
    run: Run::Sigma(check),
};

fn check(context: &SigmaContext<'_>, out: &mut Vec<Diagnostic>) {
    context.items(|item, _| {
        let Some((open, name)) = open_ends(item).filter(|_| takes_wildcards(item)) else { return };
        let texts =
            item.values.iter().filter(|v| v.kind == ValueKind::Text && v.text.contains('*'));
        out.extend(texts.filter_map(|value| finding(context, value, open, name)));
    });
}

/// Which ends of a value are open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Start,
    End,
    Both,
}

fn open_ends(item: &Item) -> Option<(Open, &'static str)> {
    item.modifiers.iter().find_map(|m| {
        let open = match m.kind.kind {
            ModifierKind::Contains => Open::Both,
            ModifierKind::StartsWith => Open::End,
            ModifierKind::EndsWith => Open::Start,
            _ => return None,
        };
        Some((open, m.kind.name))
    })
}

fn finding(
    context: &SigmaContext<'_>,
    value: &Value,
    open: Open,
    name: &str,
) -> Option<Diagnostic> {
    let text = value.text.as_str();
    let last = text.len().checked_sub(1)?;
    let stars: Vec<usize> = pieces(text)
        .filter(|(at, piece)| {
            let first = *at == 0 && open != Open::End;
            *piece == Piece::Run && (first || (*at == last && open != Open::Start))
        })
        .map(|(at, _)| at)
        .collect();
    if stars.is_empty() || stars.len() == text.len() {
        return None;
    }
    let message = format!("`{name}` makes the `*` at the edge of '{text}' redundant");
    let help = "leave it out, use the modifier that was meant, or write `\\*` for the character";
    let finding = |at| Diagnostic::info(LINT.page.code, at, message).with_help(help);
    let Some(written) = context.verbatim(value) else {
        return Some(finding(SigmaContext::place(value)));
    };
    let place = |at: usize| {
        let start = written.start as usize + at;
        Span::new(start, start + 1)
    };
    let edits = stars.iter().map(|at| Edit { span: place(*at), text: String::new() }).collect();
    let finding = finding(FileSpan::new(context.file.id, place(stars[0])));
    // Without its star a value may be no text any more, or its last backslash escape the next character.
    let left = text.trim_matches('*');
    let sound = value.style != Style::Plain && !left.ends_with('\\');
    Some(if sound { finding.with_fix(Fix { safety: Safety::Safe, edits }) } else { finding })
}
