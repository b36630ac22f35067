//! `style/subsumed-value`

use super::subsumed::{Place, subsumed};
use crate::context::SigmaContext;
use crate::lines::own_line;
use crate::sigma_rule::{fixed, removed};
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_sigma::ast::{Item, ValueKind};
use ruleglot_sigma::modifier::ModifierKind;
use ruleglot_source::{Diagnostic, Safety, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "style/subsumed-value",
        kind: Kind::OnRequest(Severity::Info),
        what: "A value of a list is found wherever another one of the list is: `foobar` where `foo` is searched.",
        why: "It adds nothing. Sometimes the shorter one was meant to be narrower.",
        remedy: "Leave it out, which is what the fix does, or make the shorter one narrower.",
        since: "0.1.0",
    },
    run: Run::Sigma(check),
};

fn check(context: &SigmaContext<'_>, out: &mut Vec<Diagnostic>) {
    context.items(|item, _| {
        let Some(place) = place_of(item).filter(|_| item.values.len() > 1) else { return };
        let cased = item.modifiers.iter().any(|m| m.kind.kind == ModifierKind::Cased);
        let plain = |text: &str| !text.is_empty() && !text.contains(['*', '?']);
        let texts: Vec<Option<String>> = item
            .values
            .iter()
            .map(|v| {
                let own = v.kind == ValueKind::Text && plain(&v.text);
                own.then(|| if cased { v.text.to_string() } else { folded(&v.text) })
            })
            .collect();
        for (which, by) in subsumed(&texts, place) {
            let (value, by) = (&item.values[which], &item.values[by]);
            let at = SigmaContext::place(value);
            let message = format!("'{}' is found wherever '{}' is", value.text, by.text);
            let finding = Diagnostic::info(LINT.page.code, at, message)
                .with_label(SigmaContext::place(by), "found by this")
                .with_help("leave it out");
            let line = own_line(&context.file.text, at.span);
            out.push(fixed(finding, line.map(|line| removed(line, Safety::Unsafe))));
        }
    });
}

/// Where the values of an item are searched; `None` unless one of them has to be found there.
fn place_of(item: &Item) -> Option<Place> {
    let mut place = None;
    for modifier in &item.modifiers {
        place = match modifier.kind.kind {
            ModifierKind::Contains => Some(Place::Anywhere),
            ModifierKind::StartsWith => Some(Place::Start),
            ModifierKind::EndsWith => Some(Place::End),
            ModifierKind::Cased => place,
            _ => return None,
        };
    }
    place
}

fn folded(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.to_lowercase() }
}
