//! The field names of a query, as written.

use crate::ast::{Leaf, NameKind, Query, Tree, TreeKind};
use ruleglot_source::Span;

/// Visits every field name with its place in the text of the query: a name below a nested path with the path before it.
/// Patterns of names and the bare word `null` are no names.
pub fn names(query: &Query, visit: &mut impl FnMut(String, Span)) {
    if let Some(root) = &query.root {
        each(root, "", visit);
    }
}

fn each(tree: &Tree<Leaf>, above: &str, visit: &mut impl FnMut(String, Span)) {
    match &tree.kind {
        TreeKind::Or(of) | TreeKind::And(of) => of.iter().for_each(|x| each(x, above, visit)),
        TreeKind::Not(of) => each(of, above, visit),
        TreeKind::Leaf(leaf) => of_leaf(leaf, above, visit),
    }
}

fn of_leaf(leaf: &Leaf, above: &str, visit: &mut impl FnMut(String, Span)) {
    let name = match leaf {
        Leaf::Match { name, .. } | Leaf::Compare { name, .. } | Leaf::Nested { path: name, .. } => {
            name
        }
        Leaf::Free(_) => return,
    };
    let NameKind::Plain(plain) = &name.kind else { return };
    let whole = if above.is_empty() { plain.to_string() } else { format!("{above}.{plain}") };
    if let Leaf::Nested { body, .. } = leaf {
        each(body, &whole, visit);
    }
    visit(whole, name.at.0);
}
