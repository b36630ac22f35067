//! Expressions as bodies of selections: one item, a map, or a list of maps.

use super::phrase::{Phrase, merged, packed};
use super::say::{deny, say};
use super::text;
use crate::ast::{Block, BlockKind, Item, ValueKind};
use ruleglot_ir::{Case, Expr, ExprKind, Pattern, Scalar, Subject, Test, Types};
use smol_str::SmolStr;

/// Without the name, which a part of a selection cannot carry.
pub(super) fn bare(expr: &Expr) -> &Expr {
    match &expr.kind {
        ExprKind::Named { body, .. } => bare(body),
        _ => expr,
    }
}

/// The alternatives that say a leaf, a denial that has a phrase, or an "or" of such; one phrase for each key.
pub(super) fn alternatives(expr: &Expr) -> Option<Vec<Phrase>> {
    let expr = bare(expr);
    match &expr.kind {
        ExprKind::Not(inner) => deny(&bare(inner).kind).map(|p| vec![p]),
        ExprKind::Or(of) => {
            let each: Option<Vec<_>> = of.iter().map(alternatives).collect();
            Some(merged(each?.into_iter().flatten()))
        }
        ExprKind::And(_) | ExprKind::AtLeast { .. } | ExprKind::Const(_) => None,
        leaf => say(leaf).ok(),
    }
}

/// The one phrase that says an expression, as idiom has it.
pub(super) fn idiom(expr: &Expr) -> Option<Phrase> {
    match alternatives(expr)?.as_mut_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

/// The one phrase that says an expression, with wildcards where idiom has none.
fn forced(expr: &Expr) -> Option<Phrase> {
    idiom(expr).or_else(|| match &bare(expr).kind {
        ExprKind::Test { subject: Subject::Value(Scalar::Field(f)), test, .. } => {
            let (any, case) = textual(test)?;
            text::single(Some(&f.name), any, case)
        }
        _ => None,
    })
}

fn textual(test: &Test) -> Option<(&[Pattern], Case)> {
    match test {
        Test::Text { any, case, types: Types::Textual } => Some((any, *case)),
        _ => None,
    }
}

/// The items of the one map that says an expression.
fn conjunction(expr: &Expr) -> Option<Vec<Item>> {
    let phrases = match &bare(expr).kind {
        ExprKind::And(of) => {
            let mut all = Vec::new();
            flatten(of, &mut all);
            all.into_iter().map(forced).collect::<Option<Vec<_>>>()?
        }
        _ => vec![forced(expr)?],
    };
    match packed(phrases).as_mut_slice() {
        [map] => Some(std::mem::take(map).into_iter().map(Phrase::item).collect()),
        _ => None,
    }
}

/// The operands of an "and", those of its named and nested ones too.
fn flatten<'e>(of: &'e [Expr], out: &mut Vec<&'e Expr>) {
    for expr in of {
        match &bare(expr).kind {
            ExprKind::And(inner) => flatten(inner, out),
            _ => out.push(expr),
        }
    }
}

/// The body of a selection that says an expression; `None` when it needs a condition.
pub(super) fn body(expr: &Expr) -> Option<Block> {
    if let Some(phrase) = idiom(expr) {
        return Some(of_phrase(phrase));
    }
    if let ExprKind::And(_) = &bare(expr).kind {
        return conjunction(expr).map(|items| BlockKind::Map(items).into());
    }
    list(expr)
}

/// A list of maps.
fn list(expr: &Expr) -> Option<Block> {
    let maps: Vec<Vec<Item>> = match (alternatives(expr), &bare(expr).kind) {
        (Some(phrases), _) => phrases.into_iter().map(|p| vec![p.item()]).collect(),
        (None, ExprKind::Or(of)) => of.iter().map(conjunction).collect::<Option<_>>()?,
        _ => return None,
    };
    let blocks = maps.into_iter().map(|items| BlockKind::Map(items).into()).collect();
    Some(BlockKind::List(blocks).into())
}

/// A body of one phrase.
pub(super) fn of_phrase(phrase: Phrase) -> Block {
    if phrase.field.is_none() && phrase.modifiers.is_empty() {
        let keyword = |value| BlockKind::Keyword(value).into();
        return BlockKind::List(phrase.values.into_iter().map(keyword).collect()).into();
    }
    BlockKind::Map(vec![phrase.item()]).into()
}

/// What a selection is about: the last part of its first field's name, made fit for a name.
pub(super) fn subject(body: &Block) -> Option<SmolStr> {
    match &body.kind {
        BlockKind::Map(items) => {
            let item = items.first()?;
            let absent = item.values.iter().all(|v| v.kind == ValueKind::Null);
            let field = item.field.as_deref()?;
            let last = field.rsplit('.').find(|part| !part.is_empty())?;
            let clean: String = last
                .chars()
                .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' })
                .collect();
            let clean = clean.trim_matches('_');
            (!clean.is_empty())
                .then(|| if absent { SmolStr::from(format!("{clean}_null")) } else { clean.into() })
        }
        BlockKind::List(blocks) => subject(blocks.first()?),
        BlockKind::Keyword(_) => None,
    }
}

/// Whether a selection is nothing but keywords.
pub(super) fn is_keywords(body: &Block) -> bool {
    match &body.kind {
        BlockKind::Keyword(_) => true,
        BlockKind::List(blocks) => blocks.iter().all(is_keywords),
        BlockKind::Map(items) => items.iter().all(|i| i.field.is_none()),
    }
}
