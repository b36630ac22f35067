//! Oddities of items: modifiers that do nothing, or not what their name promises.

use super::{place, value};
use crate::ast::{Item, Value, ValueKind};
use crate::lower::{encoded_len, is_linear_regex};
use crate::modifier::ModifierKind;
use crate::plan::{Expand, Join, Kind, Plan, TextPlan};
use crate::text::unescape;
use ruleglot_ir::{Case, Encoding, Part, Place};
use ruleglot_source::{Diagnostic, Edit, FileSpan, Fix, Safety, Span};

/// The oddities of an item among those of its map.
pub(super) fn oddities(item: &Item, map: &[Item], out: &mut Vec<Diagnostic>) {
    let Ok(plan) = Plan::of(&item.modifiers) else { return };
    field(item, out);
    repeated(item, map, out);
    joined(item, map, &plan, out);
    match &plan.kind {
        Kind::Text(text) => texts(item, text, out),
        Kind::Regex(_) => item.values.iter().for_each(|v| regex(v, out)),
        _ => {}
    }
    let nulls = item.values.iter().filter(|v| v.kind == ValueKind::Null);
    for null in nulls.filter(|_| item.values.len() > 1) {
        let message = "null stands in a list of values";
        out.push(
            Diagnostic::warning("sigma/null-in-list", place(null.origin), message)
                .with_help("the specification forbids it: write a selection of its own"),
        );
    }
}

fn field(item: &Item, out: &mut Vec<Diagnostic>) {
    let Some(field) = item.field.as_deref().filter(|f| f.contains(char::is_whitespace)) else {
        return;
    };
    let message = format!("the name of the field '{field}' has a blank");
    out.push(Diagnostic::warning("sigma/field-with-space", place(item.key), message));
}

fn repeated(item: &Item, map: &[Item], out: &mut Vec<Diagnostic>) {
    for (i, modifier) in item.modifiers.iter().enumerate() {
        let kind = modifier.kind.kind;
        let before = item.modifiers[..i].iter().any(|m| m.kind.kind == kind);
        if before && kind != ModifierKind::Encoding(Encoding::Base64) {
            let message = format!("`{}` is repeated", modifier.kind.name);
            let at = place(modifier.origin);
            let finding = Diagnostic::warning("sigma/modifier-repeated", at, message);
            // An encoding of an encoding is another one.
            let same = !matches!(kind, ModifierKind::Encoding(_));
            let fix = same.then(|| without(item, map, i, at.span)).flatten();
            out.push(match fix {
                Some(fix) => finding.with_help("leave it out").with_fix(fix),
                None => finding,
            });
        }
    }
}

fn modifier_place(item: &Item, kind: ModifierKind) -> FileSpan {
    let modifier = item.modifiers.iter().find(|m| m.kind.kind == kind);
    place(modifier.map_or(item.key, |m| m.origin))
}

fn joined(item: &Item, map: &[Item], plan: &Plan, out: &mut Vec<Diagnostic>) {
    if plan.join == Join::Any {
        return;
    }
    let at = modifier_place(item, ModifierKind::All);
    if item.values.len() == 1 {
        let message = "`all` has a single value";
        let finding =
            Diagnostic::warning("sigma/all-single-value", at, message).with_help("leave it out");
        let all = item.modifiers.iter().position(|m| m.kind.kind == ModifierKind::All);
        out.push(match all.and_then(|all| without(item, map, all, at.span)) {
            Some(fix) => finding.with_fix(fix),
            None => finding,
        });
    }
    let plain =
        matches!(&plan.kind, Kind::Text(t) if t.place == Place::Whole && t.encodings.is_empty());
    let wild = |v: &Value| unescape(&v.text, Expand::Off).parts().contains(&Part::Run);
    if plain && item.field.is_some() && item.values.len() > 1 && !item.values.iter().all(wild) {
        let message = "a field can equal several values only if it is a list";
        out.push(
            Diagnostic::warning("sigma/all-without-contains", at, message)
                .with_help("add `contains` before `all`"),
        );
    }
}

/// A modifier taken out with the bar before it, which changes nothing where it means nothing; not where the map has the
/// key that is left.
fn without(item: &Item, map: &[Item], which: usize, at: Span) -> Option<Fix> {
    let names = |i: &Item| i.modifiers.iter().map(|m| m.kind.name).collect::<Vec<_>>();
    let mut left = names(item);
    left.remove(which);
    let taken = map.iter().any(|other| {
        !std::ptr::eq(other, item) && other.field == item.field && names(other) == left
    });
    let span = Span { start: at.start.saturating_sub(1), ..at };
    let edits = vec![Edit { span, text: String::new() }];
    (!taken).then_some(Fix { safety: Safety::Safe, edits })
}

fn texts(item: &Item, plan: &TextPlan, out: &mut Vec<Diagnostic>) {
    encodings(item, plan, out);
    let matched = plan.place != Place::Whole;
    for one in &item.values {
        value::spelling(one, out);
        let number = matches!(one.kind, ValueKind::Number(_) | ValueKind::Bool(_));
        if number && matched {
            let message = format!("`{}` is searched as text", one.text);
            out.push(
                Diagnostic::warning("sigma/number-with-text-matcher", place(one.origin), message)
                    .with_help("put it in quotes to say so"),
            );
        }
        if one.kind == ValueKind::Text && matches!(plan.place, Place::Whole | Place::Start) {
            value::unc(one, out);
        }
        let has_placeholder = || {
            let pattern = unescape(&one.text, plan.expand);
            pattern.parts().iter().any(|p| matches!(p, Part::Placeholder(_)))
        };
        if plan.expand == Expand::On && !has_placeholder() {
            let message = format!("'{}' has no placeholder to be expanded", one.text);
            out.push(Diagnostic::info(
                "sigma/expand-without-placeholder",
                place(one.origin),
                message,
            ));
        }
    }
}

fn encodings(item: &Item, plan: &TextPlan, out: &mut Vec<Diagnostic>) {
    let Some(&last) = plan.encodings.last() else { return };
    let at = modifier_place(item, ModifierKind::Encoding(last));
    let offset = last == Encoding::Base64AnyOffset;
    if offset && plan.place == Place::Whole && item.field.is_some() {
        let message = "what `base64offset` makes never is a whole value";
        let after = Span { start: at.span.end, end: at.span.end };
        let edits = vec![Edit { span: after, text: "|contains".to_owned() }];
        out.push(
            Diagnostic::warning("sigma/base64offset-without-contains", at, message)
                .with_help("add `contains` after it")
                .with_fix(Fix { safety: Safety::Unsafe, edits }),
        );
    }
    if plan.case != Case::Exact && matches!(last, Encoding::Base64 | Encoding::Base64AnyOffset) {
        let message = "letters that encode different bytes are taken for one another";
        out.push(
            Diagnostic::info("sigma/encoded-without-cased", at, message).with_help("add `cased`"),
        );
    }
    for value in item.values.iter().filter(|_| offset) {
        let bytes = encoded_len(value, &plan.encodings);
        if bytes < 4 {
            let message =
                format!("'{}' is so short that little of its encoding is certain", value.text);
            out.push(Diagnostic::warning("sigma/base64-short-value", place(value.origin), message));
        }
    }
}

fn regex(value: &Value, out: &mut Vec<Diagnostic>) {
    if !is_linear_regex(&value.text) {
        let message =
            "the regular expression looks around or back, which the specification does not have";
        out.push(Diagnostic::warning("sigma/unsupported-regex", place(value.origin), message));
    }
}
