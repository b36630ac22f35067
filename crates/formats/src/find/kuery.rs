//! Whether a text is meant as KQL.

use super::Claim;
use ruleglot_kuery::ast::{Expr, Leaf, Name, NameKind, Piece, TreeKind, Value, ValueKind, Values};
use ruleglot_source::Snippet;

/// What KQL's reader makes of a text.
pub(super) fn claim(snippet: &Snippet<'_>) -> Claim {
    let Some(root) = ruleglot_kuery::parse(snippet).query.and_then(|q| q.root) else {
        return Claim::None;
    };
    of(&root)
}

/// Foreign parts make the whole foreign, odd ones odd, and one field is mark enough.
fn of(expr: &Expr) -> Claim {
    match &expr.kind {
        TreeKind::Or(of_each) | TreeKind::And(of_each) => {
            let claims: Vec<Claim> = of_each.iter().map(of).collect();
            let least = claims.iter().min().copied().unwrap_or(Claim::Words);
            let most = claims.iter().max().copied().unwrap_or(Claim::Words);
            if least < Claim::Words { least } else { most }
        }
        TreeKind::Not(operand) => of(operand),
        TreeKind::Leaf(Leaf::Free(value)) => match bare(value) {
            Some(text) if is_foreign(&text) => Claim::None,
            _ => Claim::Words,
        },
        TreeKind::Leaf(Leaf::Match { name, values }) => of_name(name).min(of_values(values)),
        TreeKind::Leaf(Leaf::Compare { name, bound, .. }) => of_name(name).min(of_value(bound)),
        TreeKind::Leaf(Leaf::Nested { path, body }) => of_name(path).min(match of(body) {
            Claim::Words => Claim::Odd,
            claim => claim,
        }),
    }
}

/// Kibana takes commands of other languages for words to be searched for: `index=main | stats count` is a valid query.
fn is_foreign(text: &str) -> bool {
    text.contains(['|', '=', '`', '\n', '[', ']'])
}

/// A field's name may hold blanks in KQL, but no index has such a field; a sentence before a colon has them.
fn of_name(name: &Name) -> Claim {
    match &name.kind {
        NameKind::Plain(text) if is_foreign(text) => Claim::None,
        NameKind::Plain(text) if text.contains(char::is_whitespace) => Claim::Odd,
        _ => Claim::Marked,
    }
}

fn of_values(values: &Values) -> Claim {
    match &values.kind {
        TreeKind::Or(of) | TreeKind::And(of) => {
            of.iter().map(of_values).min().unwrap_or(Claim::Marked)
        }
        TreeKind::Not(of) => of_values(of),
        TreeKind::Leaf(value) => of_value(value),
    }
}

fn of_value(value: &Value) -> Claim {
    match bare(value) {
        Some(text) if text.contains(" | ") || text.contains(['\n', '`']) => Claim::None,
        _ => Claim::Marked,
    }
}

/// The text of a value without quotes; stars left out.
fn bare(value: &Value) -> Option<String> {
    match &value.kind {
        ValueKind::Bare(text) => Some(text.to_string()),
        ValueKind::Wild(pieces) => {
            let text = |p: &Piece| match p {
                Piece::Text(text) => Some(text.to_string()),
                Piece::Star => None,
            };
            Some(pieces.iter().filter_map(text).collect())
        }
        ValueKind::Quoted(_) => None,
    }
}
