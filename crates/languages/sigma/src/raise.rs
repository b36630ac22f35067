//! From a meaning to the detection that says it, written as `SigmaHQ` writes rules.
//!
//! Names that the source gave are kept. What is unnamed becomes `selection` (what must hold) and `filter_main` (what
//! must not), several of a kind `selection_*` and `filter_main_*`, joined by `1 of` and `all of`.

mod draft;
mod group;
mod names;
mod phrase;
mod quantify;
mod say;
mod text;

use crate::ast::{
    Block, BlockKind, Condition, Detection, Form, Search, SearchKind, Selection, Value,
};
use draft::Drafts;
use ruleglot_ir::{Body, Expr, ExprKind, Legal, Node, Origin, Stage, all_of, any_of, negate};
use smol_str::SmolStr;

/// The detection that says a legal rule.
///
/// Total on rules that [`crate::Sigma`] accepts; of a body that is no pipeline, which no target is asked about, it says
/// what it says of a rule without a filter: every event.
pub fn raise(legal: &Legal<'_>) -> Detection {
    let filters = match &legal.rule().body {
        Body::Pipeline(pipeline) => pipeline.iter().filter_map(filter).collect(),
        Body::Native(_) => Vec::new(),
    };
    raise_expr(&all_of(filters))
}

/// Why a leaf cannot be said; `None` when it can.
pub(crate) fn why_not(leaf: &ExprKind) -> Option<&'static str> {
    say::say(leaf).err()
}

fn filter(stage: &Node<Stage>) -> Option<Expr> {
    match &stage.kind {
        Stage::Filter(expr) => Some(folded(expr)),
        _ => None,
    }
}

fn raise_expr(expr: &Expr) -> Detection {
    if let ExprKind::Const(value) = expr.kind {
        return constant(value);
    }
    let mut drafts = Drafts::default();
    let search = drafts.search(expr);
    let (selections, mut search) = names::assigned(drafts, search);
    quantify::quantify(&mut search, &selections);
    detection(selections, search)
}

fn detection(selections: Vec<Selection>, search: Search) -> Detection {
    Detection {
        selections,
        conditions: vec![Condition { search, origin: Origin::default() }],
        form: Form::Single,
        timeframe: None,
        origin: Origin::default(),
    }
}

/// Sigma has no constants: `keywords or not keywords` always holds, `keywords and not keywords` never.
fn constant(value: bool) -> Detection {
    let keyword = BlockKind::Keyword(Value::text("*")).into();
    let body: Block = BlockKind::List(vec![keyword]).into();
    let selection = Selection { name: Node::from(SmolStr::from("keywords")), body };
    let name = || Search::from(SearchKind::Name("keywords".into()));
    let not = SearchKind::Not(Box::new(name())).into();
    let of = vec![name(), not];
    let kind = if value { SearchKind::Or(of) } else { SearchKind::And(of) };
    detection(vec![selection], kind.into())
}

/// The expression without constants, double negations and nested connectives of one kind.
fn folded(expr: &Expr) -> Expr {
    let origin = expr.origin;
    let all = |of: &[Expr]| of.iter().map(folded).collect::<Vec<_>>();
    let mut out = match &expr.kind {
        ExprKind::Not(inner) => negate(folded(inner)),
        ExprKind::And(of) => all_of(all(of)),
        ExprKind::Or(of) => any_of(all(of)),
        ExprKind::Named { name, body } => match folded(body) {
            Expr { kind: kind @ ExprKind::Const(_), .. } => kind.into(),
            body => ExprKind::Named { name: name.clone(), body: Box::new(body) }.into(),
        },
        kind => kind.clone().into(),
    };
    out.origin = origin;
    out
}
