//! The condition over selections that have no names yet.

use super::group::{alternatives, bare, body, idiom, of_phrase};
use super::phrase::{Phrase, merged, packed};
use super::say::deny;
use crate::ast::{Block, BlockKind, Search, SearchKind};
use ruleglot_ir::{Expr, ExprKind, Node, Shape};
use smol_str::SmolStr;
use std::collections::HashMap;

/// What a selection is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// It must match.
    Selection,
    /// It must not.
    Filter,
}

impl Role {
    fn flip(self) -> Self {
        match self {
            Self::Selection => Self::Filter,
            Self::Filter => Self::Selection,
        }
    }
}

/// A selection without its final name.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) role: Role,
    /// The name that the source gave.
    pub(super) name: Option<SmolStr>,
    pub(super) body: Block,
}

/// Selections in the order in which the condition needs them.
///
/// In the condition they stand by their numbers, until [`super::names`] gives names.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    pub(super) all: Vec<Draft>,
    /// Numbers by name and body.
    numbers: HashMap<(Option<SmolStr>, Block), usize>,
}

impl Drafts {
    /// The condition that says an expression without constants.
    pub(super) fn search(&mut self, expr: &Expr) -> Search {
        self.part(expr, Role::Selection)
    }

    fn part(&mut self, expr: &Expr, role: Role) -> Search {
        if let ExprKind::Named { name, body: inner } = &expr.kind {
            return match body(inner) {
                Some(block) => self.draft(role, Some(name), block),
                None => self.part(inner, role),
            };
        }
        match &expr.kind {
            ExprKind::Not(inner) => match deny(&bare(inner).kind) {
                Some(phrase) => self.draft(role, None, of_phrase(phrase)),
                None => not(self.part(inner, role.flip())),
            },
            ExprKind::And(of) => self.and(of, role),
            ExprKind::Or(of) => self.or(of, role),
            ExprKind::Is { shape: Shape::Valued, .. } => match deny(&expr.kind) {
                Some(phrase) => not(self.draft(role.flip(), None, of_phrase(phrase))),
                None => self.whole(expr, role),
            },
            _ => self.whole(expr, role),
        }
    }

    /// A leaf, or alternatives that one selection holds.
    fn whole(&mut self, expr: &Expr, role: Role) -> Search {
        let block = body(expr).unwrap_or_else(|| BlockKind::List(Vec::new()).into());
        self.draft(role, None, block)
    }

    /// Unnamed tests share a map; everything else has a part of its own, exclusions last.
    fn and(&mut self, of: &[Expr], role: Role) -> Search {
        let shared: Vec<Option<Phrase>> = of.iter().map(shares).collect();
        let alone: Vec<bool> = shared.iter().map(Option::is_none).collect();
        let mut maps = packed(shared.into_iter().flatten()).into_iter();
        let (mut hold, mut fail) = (Vec::new(), Vec::new());
        for (expr, alone) in of.iter().zip(alone) {
            if !alone {
                // All of them at the place of the first.
                hold.extend(maps.by_ref().map(|map| self.map(role, map)));
                continue;
            }
            let search = match &expr.kind {
                ExprKind::Or(_) => self.group(expr, role),
                _ => self.part(expr, role),
            };
            match search.kind {
                SearchKind::Not(_) => fail.push(search),
                SearchKind::And(inner) => hold.extend(inner),
                _ => hold.push(search),
            }
        }
        hold.append(&mut fail);
        joined(hold, SearchKind::And)
    }

    fn map(&mut self, role: Role, phrases: Vec<Phrase>) -> Search {
        let block = match <[Phrase; 1]>::try_from(phrases) {
            Ok([one]) => of_phrase(one),
            Err(many) => BlockKind::Map(many.into_iter().map(Phrase::item).collect()).into(),
        };
        self.draft(role, None, block)
    }

    /// An "or" beside other tests: a list of maps, if it is one.
    fn group(&mut self, expr: &Expr, role: Role) -> Search {
        match body(expr).filter(|_| !has_names(expr)) {
            Some(block) => self.draft(role, None, block),
            None => self.part(expr, role),
        }
    }

    /// An "or" of its own: a selection for each group; unnamed tests of one key share one.
    fn or(&mut self, of: &[Expr], role: Role) -> Search {
        let each: Vec<Option<Vec<Phrase>>> = of.iter().map(plain).collect();
        let alone: Vec<bool> = each.iter().map(Option::is_none).collect();
        let mut phrases = merged(each.into_iter().flatten().flatten()).into_iter();
        let mut parts = Vec::new();
        for (expr, alone) in of.iter().zip(alone) {
            if !alone {
                // All of them at the place of the first.
                parts.extend(phrases.by_ref().map(|p| self.draft(role, None, of_phrase(p))));
                continue;
            }
            let map = matches!(expr.kind, ExprKind::And(_)) && !has_names(expr);
            let search = match body(expr).filter(|_| map) {
                Some(block) => self.draft(role, None, block),
                None => self.part(expr, role),
            };
            match search.kind {
                SearchKind::Or(inner) => parts.extend(inner),
                _ => parts.push(search),
            }
        }
        joined(parts, SearchKind::Or)
    }

    fn draft(&mut self, role: Role, name: Option<&SmolStr>, body: Block) -> Search {
        let name = name.cloned();
        let all = &mut self.all;
        let at = *self.numbers.entry((name.clone(), body.clone())).or_insert_with(|| {
            all.push(Draft { role, name, body });
            all.len() - 1
        });
        Node::from(SearchKind::Name(SmolStr::from(at.to_string())))
    }
}

/// The phrase of an unnamed test that can stand in a map with others. Presence is told by an exclusion instead.
fn shares(expr: &Expr) -> Option<Phrase> {
    match &expr.kind {
        ExprKind::Named { .. } | ExprKind::Is { shape: Shape::Valued, .. } => None,
        ExprKind::Or(of) if of.iter().any(has_names) => None,
        _ => idiom(expr),
    }
}

/// The phrases of an unnamed alternative.
fn plain(expr: &Expr) -> Option<Vec<Phrase>> {
    if has_names(expr) { None } else { alternatives(expr) }
}

fn has_names(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Named { .. }) || ruleglot_ir::children(expr).any(has_names)
}

fn not(search: Search) -> Search {
    match search.kind {
        SearchKind::Not(inner) => *inner,
        _ => Node::from(SearchKind::Not(Box::new(search))),
    }
}

fn joined(mut of: Vec<Search>, kind: fn(Vec<Search>) -> SearchKind) -> Search {
    if of.len() == 1 { of.remove(0) } else { Node::from(kind(of)) }
}
