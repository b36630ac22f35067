//! `style/regex-redundant-affix`

use crate::context::SigmaContext;
use crate::sigma_rule::fixed;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_document::Style;
use ruleglot_sigma::ast::{Value, ValueKind};
use ruleglot_sigma::modifier::ModifierKind;
use ruleglot_source::{Diagnostic, Edit, Fix, Safety, Severity, Span};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "style/regex-redundant-affix",
        kind: Kind::OnRequest(Severity::Info),
        what: "A regular expression of a Sigma detection begins or ends with `.*`.",
        why: "It is searched anywhere in the value, so `.*` at an end adds nothing and costs time.",
        remedy: "Leave it out, which is what the fix does.",
        since: "0.1.0",
    },
    run: Run::Sigma(check),
};

fn check(context: &SigmaContext<'_>, out: &mut Vec<Diagnostic>) {
    context.items(|item, _| {
        if item.modifiers.iter().any(|m| m.kind.kind == ModifierKind::Re) {
            let texts = item.values.iter().filter(|v| v.kind == ValueKind::Text);
            out.extend(texts.filter_map(|value| finding(context, value)));
        }
    });
}

fn finding(context: &SigmaContext<'_>, value: &Value) -> Option<Diagnostic> {
    let text = value.text.as_str();
    let (before, after) = (leading(text), trailing(text));
    if before + after == 0 || before + after >= text.len() {
        return None;
    }
    let message = format!("`.*` at an end of `{text}` adds nothing");
    let finding = Diagnostic::info(LINT.page.code, SigmaContext::place(value), message)
        .with_help("leave it out");
    let cut = |span: Span| Edit { span, text: String::new() };
    let fix = context.verbatim(value).filter(|_| value.style == Style::SingleQuoted).map(|at| {
        let (start, end) = (at.start as usize, at.end as usize);
        let both = [Span::new(start, start + before), Span::new(end - after, end)];
        let edits = both.into_iter().filter(|span| span.start < span.end).map(cut).collect();
        Fix { safety: Safety::Safe, edits }
    });
    Some(fixed(finding, fix))
}

/// How many bytes `.*` or `.*?` takes at the start; none where it is repeated or part of something else.
fn leading(text: &str) -> usize {
    let Some(rest) = text.strip_prefix(".*") else { return 0 };
    let rest = rest.strip_prefix('?').unwrap_or(rest);
    if rest.starts_with(['*', '+', '?', '{']) { 0 } else { text.len() - rest.len() }
}

fn trailing(text: &str) -> usize {
    let Some(rest) = text.strip_suffix(".*").or_else(|| text.strip_suffix(".*?")) else { return 0 };
    let escapes = rest.len() - rest.trim_end_matches('\\').len();
    // Behind a bracket that is open, or within a class, it would be something else; both are closed at the end.
    if escapes % 2 == 1 || rest.ends_with(['(', '|']) { 0 } else { text.len() - rest.len() }
}
