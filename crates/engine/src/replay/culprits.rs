//! The tests that keep a condition from holding of an event: where a field map is wrong, it is wrong in one of them.

use super::sides::Side;
use ruleglot_ir::{Expr, ExprKind, FieldRef, fields_of, normalise};
use serde_json::Value;

/// More tests than this are not told.
const MOST: usize = 6;

/// More characters of a value than this are not shown.
const LONGEST: usize = 100;

/// A test that keeps a condition from holding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Culprit {
    /// What it asks, in a readable form.
    pub asks: String,
    /// Whether it should hold, or stands in an exclusion and should not.
    pub stands: Stands,
    /// What the event has in each of its fields; `None` for a field that it does not have.
    pub has: Vec<(String, Option<String>)>,
}

/// Where a test stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// It does not hold, and should.
    Asked,
    /// It holds, and should not.
    Excluded,
}

/// The tests because of which the side does not match the event.
pub(super) fn culprits(side: &Side, event: &Value) -> Vec<Culprit> {
    let mut leaves = Vec::new();
    // Alternatives of one field are one test in the normal form.
    let condition = normalise(&side.condition);
    blame(side, &condition, event, Stands::Asked, &mut leaves);
    let mut out: Vec<Culprit> = Vec::new();
    for (leaf, stands) in leaves {
        let culprit = Culprit { asks: leaf.to_string(), stands, has: has(leaf, event) };
        if out.len() < MOST && !out.contains(&culprit) {
            out.push(culprit);
        }
    }
    out
}

/// Leaves of an expression that does not hold though it should, or that does and should not.
fn blame<'e>(
    side: &Side,
    expr: &'e Expr,
    event: &Value,
    stands: Stands,
    out: &mut Vec<(&'e Expr, Stands)>,
) {
    let wrong = |part: &Expr| side.holds(part, event) == (stands == Stands::Excluded);
    match &expr.kind {
        ExprKind::And(of) | ExprKind::Or(of) | ExprKind::AtLeast { of, .. } => {
            let parts = of.iter().filter(|part| wrong(part));
            parts.for_each(|part| blame(side, part, event, stands, out));
        }
        ExprKind::Not(inner) => {
            let inside = if stands == Stands::Asked { Stands::Excluded } else { Stands::Asked };
            blame(side, inner, event, inside, out);
        }
        ExprKind::Named { body, .. } => blame(side, body, event, stands, out),
        _ => out.push((expr, stands)),
    }
}

/// What the event has in the fields of a test.
fn has(leaf: &Expr, event: &Value) -> Vec<(String, Option<String>)> {
    let mut out: Vec<(String, Option<String>)> = Vec::new();
    fields_of(leaf, &mut |field| {
        let FieldRef::Named(field) = field else { return };
        if !out.iter().any(|(name, _)| *name == field.name.as_str()) {
            out.push((field.name.to_string(), value_of(event, &field.name).map(shown)));
        }
    });
    out
}

/// What stands under a name, whose parts may be keys of nested objects; in a list, of its first object that has it.
fn value_of<'e>(event: &'e Value, name: &str) -> Option<&'e Value> {
    match event {
        Value::Object(map) => {
            let plain = name.strip_suffix("{}");
            let whole = map.get(name).or_else(|| plain.and_then(|plain| map.get(plain)));
            let nested = || {
                name.match_indices('.').find_map(|(dot, _)| {
                    let key = &name[..dot];
                    let inner = map.get(key).or_else(|| map.get(key.strip_suffix("{}")?))?;
                    value_of(inner, &name[dot + 1..])
                })
            };
            whole.or_else(nested)
        }
        Value::Array(items) => items.iter().find_map(|item| value_of(item, name)),
        _ => None,
    }
}

fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
