//! `sigma/duplicate-value`

use crate::context::{Found, SigmaContext, takes_wildcards};
use crate::lines::own_line;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_sigma::ast::{Item, Value, ValueKind};
use ruleglot_sigma::modifier::ModifierKind;
use ruleglot_source::{Diagnostic, Edit, Fix, Safety, Severity};
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
            for item in lists.filter(|i| may_repeat(i.values.iter())) {
                search(context, item.values.iter(), folding(item), out);
            }
        }
        Found::Keywords(values) => {
            if may_repeat(values.iter().copied()) {
                search(context, values.into_iter(), Folding::Case, out);
            }
        }
    });
}

/// Whether two of the values could be the same: hashes are cheaper than folded texts, and nearly always enough.
fn may_repeat<'a>(values: impl Iterator<Item = &'a Value>) -> bool {
    let mut hashes: Vec<u64> = values.map(|v| hash(&v.text)).collect();
    hashes.sort_unstable();
    hashes.windows(2).any(|two| two[0] == two[1])
}

/// FNV-1a, of which texts that differ in letter case have the same. Other than ASCII letters are left out: their
/// lower case may be of another length.
fn hash(text: &str) -> u64 {
    text.bytes().filter(u8::is_ascii).fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
    })
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
    match own_line(&context.file.text, at.span).filter(|_| before != at) {
        Some(span) => {
            let edits = vec![Edit { span, text: String::new() }];
            finding.with_fix(Fix { safety: Safety::Safe, edits })
        }
        None => finding,
    }
}
