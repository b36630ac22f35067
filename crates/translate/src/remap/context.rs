//! What the conjuncts around a node already settle.

use ruleglot_eval::mapping::Schema;
use ruleglot_eval::{Program, Setting};
use ruleglot_ir::{
    Expr, ExprKind, Field, FieldRef, Pattern, Quant, Scalar, Subject, Test, fields_of,
};
use serde_json::{Map, Value};

/// A field and the texts that it equals.
pub(super) struct Words<'e> {
    pub(super) field: &'e Field,
    pub(super) words: Vec<&'e str>,
}

/// The conjunct as a field equal to some of a few words, if it is that.
pub(super) fn words(expr: &Expr) -> Option<Words<'_>> {
    match &expr.kind {
        ExprKind::Named { body, .. } => words(body),
        ExprKind::Test {
            subject: Subject::Value(Scalar::Field(field)),
            quant: Quant::Any | Quant::Sole | Quant::Scalar,
            test: Test::Text { any, .. },
        } => {
            let words: Option<Vec<&str>> = any.iter().map(Pattern::as_literal).collect();
            Some(Words { field, words: words? })
        }
        _ => None,
    }
}

/// Whether some conjunct cannot hold where `leaf` does.
pub(super) fn contradicts(around: &[&Expr], leaf: &Expr) -> bool {
    let Some(Words { field, words }) = words(leaf) else { return false };
    let about = |c: &&&Expr| {
        let (mut only, mut some) = (true, false);
        fields_of(c, &mut |f| {
            some = true;
            only &= f == FieldRef::Named(field);
        });
        only && some
    };
    around.iter().filter(about).any(|c| words.iter().all(|w| !holds(c, &[(&field.name, w)])))
}

/// Whether the conjuncts hold only where `leaf` does.
pub(super) fn implies(around: &[&Expr], leaf: &Expr) -> bool {
    let Some(wanted) = words(leaf) else { return false };
    around.iter().filter_map(|c| words(c)).any(|c| {
        c.field == wanted.field
            && c.words.iter().all(|w| wanted.words.iter().any(|v| v.eq_ignore_ascii_case(w)))
    })
}

/// Whether conjuncts, each a field equal to some of a few words, leave only events of which the condition holds. Fields
/// of conditions have one value.
pub(super) fn settle(around: &[Expr], condition: &Expr) -> bool {
    match &condition.kind {
        ExprKind::And(of) => return of.iter().all(|x| settle(around, x)),
        ExprKind::Or(of) if of.iter().any(|x| settle(around, x)) => return true,
        _ if around.contains(condition) => return true,
        _ => {}
    }
    let mut names: Vec<&str> = Vec::new();
    fields_of(condition, &mut |f| {
        if let FieldRef::Named(f) = f
            && !names.contains(&f.name.as_str())
        {
            names.push(&f.name);
        }
    });
    let mut events: Vec<Vec<(&str, &str)>> = vec![Vec::new()];
    for name in names {
        let mut of = around.iter().filter_map(words).filter(|w| w.field.name == name);
        // The conjunct that leaves the fewest words says most.
        let Some(said) = of.by_ref().min_by_key(|w| w.words.len()) else { return false };
        if said.words.len() * events.len() > MOST_EVENTS {
            return false;
        }
        let with = |event: &Vec<_>| {
            let event = event.clone();
            said.words.clone().into_iter().map(move |w| [event.clone(), vec![(name, w)]].concat())
        };
        events = events.iter().flat_map(with).collect();
    }
    events.iter().all(|values| holds(condition, values))
}

/// More combinations of words than these settle nothing.
const MOST_EVENTS: usize = 512;

/// Whether the expression holds of an event with these values; several of one field are a list.
pub(super) fn holds(expr: &Expr, values: &[(&str, &str)]) -> bool {
    let mut event: Map<String, Value> = Map::new();
    for (name, value) in values {
        let list = event.entry((*name).to_owned()).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(items) = list {
            items.push(Value::from(*value));
        }
    }
    let schema = Schema::default();
    let setting = Setting { schema: &schema, now: 0 };
    Program::new(expr, &setting).is_ok_and(|p| p.matches(&Value::Object(event)))
}

/// The conjuncts of an expression, through names and nested conjunctions.
pub(super) fn conjuncts<'e>(expr: &'e Expr, out: &mut Vec<&'e Expr>) {
    match &expr.kind {
        ExprKind::And(of) => of.iter().for_each(|x| conjuncts(x, out)),
        ExprKind::Named { body, .. } => conjuncts(body, out),
        _ => out.push(expr),
    }
}

/// The disjuncts of an expression, through names and nested disjunctions.
pub(super) fn disjuncts<'e>(expr: &'e Expr, out: &mut Vec<&'e Expr>) {
    match &expr.kind {
        ExprKind::Or(of) => of.iter().for_each(|x| disjuncts(x, out)),
        ExprKind::Named { body, .. } => disjuncts(body, out),
        _ => out.push(expr),
    }
}
