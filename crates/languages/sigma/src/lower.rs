//! From the detection as written to what it means.
//!
//! Every test of a detection is total: on a field that is not there it is false, and its negation true.

mod leaf;
mod problem;
mod regex;

use crate::ast::{Block, BlockKind, Count, Detection, Item, Names, Search, SearchKind, Value};
use crate::names::NoSuch;
use crate::parse::conflict;
use crate::plan::{Plan, TextPlan};
use indexmap::IndexMap;
use leaf::Leaves;
pub(crate) use leaf::encoded_len;
pub(crate) use problem::{Problem, problems, unusable};
pub(crate) use regex::{is_linear as is_linear_regex, is_sound as is_sound_regex};
use ruleglot_ir::{Expr, ExprKind, Origin, Taxonomy, all_of, any_of, at_least, negate};
use ruleglot_source::Diagnostic;

/// A condition that repeats selections beyond this many values is refused: its meaning would not fit the memory.
const MOST_VALUES: usize = 2_000_000;

/// What a detection means: its field names are of `taxonomy`, each selection keeps its name.
///
/// # Errors
/// What means nothing, each with its place. A detection that [`crate::parse`] gave has no such error, save the one of
/// size.
pub fn lower(detection: &Detection, taxonomy: &Taxonomy) -> Result<Expr, Vec<Diagnostic>> {
    let mut lowering =
        Lowering { taxonomy, selections: IndexMap::new(), out: Vec::new(), values: 0 };
    for selection in &detection.selections {
        let body = lowering.block(&selection.body);
        let size = values_in(&selection.body);
        lowering.selections.insert(selection.name.kind.as_str(), (body, size));
    }
    let mut conditions: Vec<_> =
        detection.conditions.iter().map(|c| lowering.search(&c.search)).collect();
    if lowering.out.is_empty() {
        // One alone stands where it is written, not where the detection is.
        let only = if conditions.len() == 1 { conditions.pop() } else { None };
        Ok(placed(only.unwrap_or_else(|| any_of(conditions)), detection.origin))
    } else {
        Err(lowering.out)
    }
}

struct Lowering<'a> {
    taxonomy: &'a Taxonomy,
    /// Meaning and number of values by name.
    selections: IndexMap<&'a str, (Expr, usize)>,
    out: Vec<Diagnostic>,
    /// In the condition so far.
    values: usize,
}

impl<'a> Lowering<'a> {
    fn block(&mut self, block: &'a Block) -> Expr {
        let expr = match &block.kind {
            BlockKind::Map(items) => {
                all_of(items.iter().map(|item| self.item(item)).collect::<Vec<_>>())
            }
            BlockKind::List(blocks) => self.list(blocks),
            BlockKind::Keyword(value) => self.keywords(std::slice::from_ref(&value)),
        };
        placed(expr, block.origin)
    }

    /// Neighbouring keywords become one test.
    fn list(&mut self, blocks: &'a [Block]) -> Expr {
        let mut parts = Vec::new();
        let mut rest = blocks;
        while let Some((first, others)) = rest.split_first() {
            let keywords: Vec<&Value> = rest.iter().map_while(keyword).collect();
            if keywords.is_empty() {
                parts.push(self.block(first));
                rest = others;
            } else {
                parts.push(self.keywords(&keywords));
                rest = &rest[keywords.len()..];
            }
        }
        any_of(parts)
    }

    fn keywords(&mut self, values: &[&Value]) -> Expr {
        let leaves = Leaves { field: None, taxonomy: self.taxonomy };
        let origin = match values {
            [one] => one.origin,
            _ => Origin::default(),
        };
        leaves.texts(values, &TextPlan::PLAIN, origin)
    }

    fn item(&mut self, item: &Item) -> Expr {
        let plan = match Plan::of(&item.modifiers) {
            Ok(plan) => plan,
            Err(conflicts) => {
                self.out.extend(conflicts.iter().map(|c| conflict(item, *c)));
                return Expr::constant(false);
            }
        };
        let problems = problems(item, &plan);
        if !problems.is_empty() {
            self.out.extend(problems.into_iter().map(|p| p.diagnostic));
            return Expr::constant(false);
        }
        Leaves { field: item.field.as_ref(), taxonomy: self.taxonomy }.item(item, &plan)
    }

    fn search(&mut self, search: &Search) -> Expr {
        let expr = match &search.kind {
            SearchKind::Name(name) => return self.named(name, search.origin),
            SearchKind::Of { count, of } => self.quantified(*count, of, search.origin),
            SearchKind::Not(inner) => {
                return Expr { origin: search.origin, ..negate(self.search(inner)) };
            }
            SearchKind::And(of) => all_of(of.iter().map(|s| self.search(s)).collect::<Vec<_>>()),
            SearchKind::Or(of) => any_of(of.iter().map(|s| self.search(s)).collect::<Vec<_>>()),
        };
        placed(expr, search.origin)
    }

    fn named(&mut self, name: &str, origin: Origin) -> Expr {
        let Some((key, (body, size))) = self.selections.get_key_value(name) else {
            let among = self.selections.keys().copied();
            self.out.push(NoSuch { name, among }.at(origin));
            return Expr::constant(false);
        };
        self.values = self.values.saturating_add(*size);
        if self.values > MOST_VALUES {
            if self.out.last().is_none_or(|d| d.code != "sigma/too-large") {
                let message = "the condition repeats its selections too often";
                self.out.push(Diagnostic::error(
                    "sigma/too-large",
                    origin.0.unwrap_or_default(),
                    message,
                ));
            }
            return Expr::constant(false);
        }
        let kind = ExprKind::Named { name: (*key).into(), body: Box::new(body.clone()) };
        Expr { kind, origin }
    }

    fn quantified(&mut self, count: Count, of: &Names, origin: Origin) -> Expr {
        let names: Vec<&str> = self.selections.keys().copied().filter(|n| of.cover(n)).collect();
        let parts: Vec<_> = names.into_iter().map(|name| self.named(name, origin)).collect();
        match count {
            Count::All => all_of(parts),
            Count::Any => any_of(parts),
            Count::Least(n) => at_least(n, parts),
        }
    }
}

fn keyword(block: &Block) -> Option<&Value> {
    match &block.kind {
        BlockKind::Keyword(value) => Some(value),
        _ => None,
    }
}

fn values_in(block: &Block) -> usize {
    match &block.kind {
        BlockKind::Map(items) => items.iter().map(|i| i.values.len()).sum(),
        BlockKind::List(blocks) => blocks.iter().map(values_in).sum(),
        BlockKind::Keyword(_) => 1,
    }
}

/// The expression with this origin, if it has none yet.
fn placed(mut expr: Expr, origin: Origin) -> Expr {
    if expr.origin.0.is_none() {
        expr.origin = origin;
    }
    expr
}
