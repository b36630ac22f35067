//! `sigma/duplicate-value`

use crate::context::{Found, SigmaContext, takes_wildcards};
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_sigma::ast::{Item, Value, ValueKind};
use ruleglot_sigma::modifier::ModifierKind;
use ruleglot_source::{Diagnostic, Edit, FileSpan, Fix, Safety, Severity, Span};
use std::collections::HashMap;

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigma/duplicate-value",
        kind: Kind::Finding(Severity::Warning),
        what: "A list has the same value twice; letter case does not tell values apart unless the modifiers say so.",
        why: "The second adds nothing. Often one of them was meant to be another value.",
        remedy: "Remove one, which is what the fix does, or write the value that was meant.",
        since: "0.1.0",
    },
    run: Run::Sigma(check),
};

fn check(context: &SigmaContext<'_>, out: &mut Vec<Diagnostic>) {
    context.each(&mut |found| match found {
        Found::Map(items) => {
            let lists = items.iter().filter(|i| i.values.len() > 1);
            lists.for_each(|item| search(context, item.values.iter(), folding(item), out));
        }
        Found::Keywords(values) if values.len() > 1 => {
            search(context, values.into_iter(), Folding::Case, out);
        }
        Found::Keywords(_) => {}
    });
}

/// What does not tell values apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Folding {
    Case,
    Nothing,
}

fn folding(item: &Item) -> Folding {
    let cased = item.modifiers.iter().any(|m| m.kind.kind == ModifierKind::Cased);
    if takes_wildcards(item) && !cased { Folding::Case } else { Folding::Nothing }
}

fn search<'a>(
    context: &SigmaContext<'_>,
    values: impl Iterator<Item = &'a Value>,
    folding: Folding,
    out: &mut Vec<Diagnostic>,
) {
    let mut first: HashMap<(bool, String), &Value> = HashMap::new();
    for value in values {
        let text = match folding {
            Folding::Case => value.text.to_lowercase(),
            Folding::Nothing => value.text.to_string(),
        };
        match first.get(&(value.kind == ValueKind::Null, text.clone())) {
            Some(before) => out.push(finding(context, before, value)),
            None => {
                first.insert((value.kind == ValueKind::Null, text), value);
            }
        }
    }
}

fn finding(context: &SigmaContext<'_>, first: &Value, second: &Value) -> Diagnostic {
    let (before, at) = (SigmaContext::place(first), SigmaContext::place(second));
    let same = if first.text == second.text { "" } else { ", but for letter case" };
    let message = format!("'{}' stands twice in this list{same}", second.text);
    let finding = Diagnostic::warning(LINT.page.code, at, message)
        .with_label(before, "first here")
        .with_help("remove one of them, or write what was meant");
    match own_line(context, at).filter(|_| before != at) {
        Some(span) => {
            let edits = vec![Edit { span, text: String::new() }];
            finding.with_fix(Fix { safety: Safety::Safe, edits })
        }
        None => finding,
    }
}

/// The line of a list item that holds nothing else.
fn own_line(context: &SigmaContext<'_>, at: FileSpan) -> Option<Span> {
    let text: &str = &context.file.text;
    let range = at.span.range();
    let start = text.get(..range.start)?.rfind('\n')? + 1;
    let end = range.end + text.get(range.end..)?.find('\n')? + 1;
    let dash = text.get(start..range.start)?.trim();
    let rest = text.get(range.end..end)?.trim();
    let one_line = !text.get(range)?.contains('\n');
    (dash == "-" && rest.is_empty() && one_line).then(|| Span::new(start, end))
}
