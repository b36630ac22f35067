//! Meaning → AST: what `search` can say in `search`, the rest exactly in a `where` behind it.
//!
//! `search` ignores letter case, has one wildcard and no regular expressions. A condition beyond that stands in `where`,
//! and `search` keeps a superset of it in front, so that Splunk reads no more events than it must.

mod search;
mod superset;
mod text;
mod whether;

pub(crate) use search::leaf as search_leaf;
pub(crate) use whether::leaf as where_leaf;

use crate::ast::{
    Command, CompareOp, Eval, EvalKind, Expr as Tree, ExprKind as TreeKind, MacroCall, Name, Piece,
    Quoting, Search, SearchStage, Spelled, Stage as Written, Value, ValueKind,
};
use ruleglot_ir::{Body, Expr, ExprKind, Legal, NativeSource, Source, Stage, negate};
use ruleglot_source::{At, FileId, Snippet};
use smol_str::SmolStr;

/// The search that says what the rule says, its source first, shown fields last.
pub fn raise(rule: &Legal<'_>) -> Search {
    let rule = rule.rule();
    let mut found = Vec::new();
    let mut exact = Vec::new();
    if let Body::Pipeline(pipeline) = &rule.body {
        for stage in pipeline {
            match &stage.kind {
                Stage::Read(source) => read(source, &mut found, &mut exact),
                Stage::Filter(expr) => split(expr, &mut found, &mut exact),
                // The target accepts nothing else.
                _ => {}
            }
        }
    }
    let condition = all(found).unwrap_or_else(everything);
    let mut stages = vec![stage(Command::Search(SearchStage {
        spelled: Spelled::Implicit,
        condition: Some(condition),
    }))];
    stages.extend(join(exact, EvalKind::And).map(|e| stage(Command::Where(e))));
    let shown: Vec<Name> = rule.alert.outputs.iter().map(|f| name(&f.kind.name)).collect();
    if !shown.is_empty() {
        let time = name(&"_time".into());
        let rest = shown.into_iter().filter(|n| n.text != "_time");
        stages.push(stage(Command::Table(std::iter::once(time).chain(rest).collect())));
    }
    Search { stages, comments: Vec::new(), at: At::default() }
}

fn read(source: &Source, found: &mut Vec<Tree>, exact: &mut Vec<Eval>) {
    found.extend(source.native.iter().filter_map(|n| match &n.kind {
        NativeSource::Search(text) => as_written(text),
        _ => None,
    }));
    let macros = source.native.iter().filter_map(|n| match &n.kind {
        NativeSource::Macro(name) => Some(TreeKind::Macro(MacroCall {
            name: name.clone(),
            args: Vec::new(),
            at: At::default(),
        })),
        _ => None,
    });
    let mut named: Vec<Tree> = macros.map(tree).collect();
    if named.is_empty() {
        named.extend(source.native.iter().filter_map(|n| match &n.kind {
            NativeSource::Sourcetype(of) => Some(tree(TreeKind::Compare {
                field: name(&"sourcetype".into()),
                op: CompareOp::Eq,
                value: text_value(of),
            })),
            _ => None,
        }));
    }
    found.extend(any(named));
    for expr in &source.consumed {
        split(expr, found, exact);
    }
}

/// The condition of a search as someone wrote it.
fn as_written(text: &str) -> Option<Tree> {
    let parsed = crate::parse::parse(&Snippet::whole(FileId(u32::MAX), text)).search?;
    match parsed.stages.into_iter().next()?.command {
        Command::Search(search) => search.condition,
        Command::Macro(call) => Some(tree(TreeKind::Macro(call))),
        _ => None,
    }
}

/// Each conjunct to where it can be said.
fn split(expr: &Expr, found: &mut Vec<Tree>, exact: &mut Vec<Eval>) {
    match &expr.kind {
        ExprKind::Named { body, .. } => split(body, found, exact),
        ExprKind::And(of) => of.iter().for_each(|x| split(x, found, exact)),
        ExprKind::Const(true) => {}
        ExprKind::Not(inner) if search::condition(expr).is_none() => {
            match &without_names(inner).kind {
                // None of several: each by itself, so that `search` says what it can.
                ExprKind::Or(of) => {
                    of.iter().for_each(|x| split(&negate(x.clone()), found, exact));
                }
                ExprKind::Not(twice) => split(twice, found, exact),
                _ => divide(expr, found, exact),
            }
        }
        _ => divide(expr, found, exact),
    }
}

fn without_names(expr: &Expr) -> &Expr {
    match &expr.kind {
        ExprKind::Named { body, .. } => without_names(body),
        _ => expr,
    }
}

/// All of it in `search`, or a superset there and all of it in `where`.
fn divide(expr: &Expr, found: &mut Vec<Tree>, exact: &mut Vec<Eval>) {
    match search::condition(expr) {
        Some(said) => found.push(said),
        None => {
            found.extend(superset::of(expr));
            exact.push(whether::condition(expr));
        }
    }
}

fn everything() -> Tree {
    let kind =
        ValueKind::Text { pieces: vec![Piece::Star], quoting: Quoting::Bare, directive: None };
    tree(TreeKind::Keyword(Value { kind, at: At::default() }))
}

/// A value in quotes, none of its characters a wildcard.
pub(crate) fn text_value(text: &str) -> Value {
    let pieces = if text.is_empty() { Vec::new() } else { vec![Piece::Text(text.into())] };
    Value {
        kind: ValueKind::Text { pieces, quoting: Quoting::Quoted, directive: None },
        at: At::default(),
    }
}

pub(crate) fn name(text: &SmolStr) -> Name {
    Name { text: text.clone(), at: At::default() }
}

pub(crate) fn tree(kind: TreeKind) -> Tree {
    Tree { kind, at: At::default() }
}

pub(crate) fn eval(kind: EvalKind) -> Eval {
    Eval { kind, at: At::default() }
}

fn stage(command: Command) -> Written {
    Written { command, at: At::default() }
}

/// All of the conditions, `And`s in it flat; `None` for none.
pub(crate) fn all(of: Vec<Tree>) -> Option<Tree> {
    let flat = of.into_iter().flat_map(|x| match x.kind {
        TreeKind::And(of) => of,
        kind => vec![Tree { kind, at: x.at }],
    });
    one_or(flat.collect(), TreeKind::And)
}

/// Some of the conditions, `Or`s in it flat, values of one field in one list; `None` for none.
pub(crate) fn any(of: Vec<Tree>) -> Option<Tree> {
    let flat = of.into_iter().flat_map(|x| match x.kind {
        TreeKind::Or(of) => of,
        kind => vec![Tree { kind, at: x.at }],
    });
    let mut out: Vec<Tree> = Vec::new();
    for x in flat {
        match values_of(&x.kind) {
            Some((field, values)) => match out.iter_mut().find(|y| lists(&y.kind, field)) {
                Some(known) => add_values(known, values),
                None => out.push(x),
            },
            None => out.push(x),
        }
    }
    one_or(out, TreeKind::Or)
}

/// The field and the values of an equality; a lone star asks for any value, so it stays by itself.
fn values_of(kind: &TreeKind) -> Option<(&Name, Vec<Value>)> {
    let lone = |v: &Value| matches!(&v.kind, ValueKind::Text { pieces, .. } if matches!(pieces.as_slice(), [Piece::Star]));
    match kind {
        TreeKind::Compare { field, op: CompareOp::Eq, value } if !lone(value) => {
            Some((field, vec![value.clone()]))
        }
        TreeKind::In { field, values } => Some((field, values.clone())),
        _ => None,
    }
}

fn lists(kind: &TreeKind, name: &Name) -> bool {
    values_of(kind).is_some_and(|(field, _)| field == name)
}

fn add_values(known: &mut Tree, more: Vec<Value>) {
    let Some((field, mut values)) = values_of(&known.kind).map(|(f, v)| (f.clone(), v)) else {
        return;
    };
    values.extend(more);
    known.kind = TreeKind::In { field, values };
}

fn one_or(mut of: Vec<Tree>, wrap: fn(Vec<Tree>) -> TreeKind) -> Option<Tree> {
    if of.len() < 2 { of.pop() } else { Some(tree(wrap(of))) }
}

/// Expressions joined, the same connective in it flat; `None` for none.
pub(crate) fn join(of: Vec<Eval>, wrap: fn(Vec<Eval>) -> EvalKind) -> Option<Eval> {
    let and = matches!(wrap(Vec::new()), EvalKind::And(_));
    let mut flat = Vec::with_capacity(of.len());
    for x in of {
        match x.kind {
            EvalKind::And(inner) if and => flat.extend(inner),
            EvalKind::Or(inner) if !and => flat.extend(inner),
            kind => flat.push(Eval { kind, at: x.at }),
        }
    }
    if flat.len() < 2 { flat.pop() } else { Some(eval(wrap(flat))) }
}
