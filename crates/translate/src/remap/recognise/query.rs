//! What a bare query says of its log source, which it names nowhere else. What its conditions mean the mapping has yet to
//! say.

use super::super::context::{conjuncts, words};
use super::super::select::{implied, is_dataset, is_type, source_condition};
use super::ECS;
use ruleglot_ir::{ByMapping, Expr, ExprKind, Field, Pattern, Scalar, Subject, Test};
use ruleglot_knowledge::LogSource;

/// Values of the dataset; where it may be one of several, none is named.
pub(super) fn datasets<'e>(stated: &[&'e Expr]) -> Vec<&'e str> {
    let of = stated.iter().filter_map(|x| literals(x));
    let of = of.filter(|(field, words)| is_dataset(&field.name) && words.len() == 1);
    of.flat_map(|(_, words)| words).collect()
}

/// How surely a query is about a log source.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stated {
    /// By words that no other log source has.
    Surely,
    /// By words of which each is others' too, and nothing says what happened: only where its events have all its fields.
    Likely,
}

/// Whether it states all that the events of the log source have in common, and that is more than one word that others have
/// too.
pub(super) fn states(source: &LogSource, stated: &[&Expr]) -> Option<Stated> {
    let said: Vec<(&Field, Vec<&str>)> = stated.iter().filter_map(|x| literals(x)).collect();
    let says = |wanted: &&Expr| {
        words(wanted).is_some_and(|wanted| {
            let about = |(field, _): &&(&Field, Vec<&str>)| *field == wanted.field;
            said.iter().filter(about).any(|(_, own)| own.iter().all(|w| wanted.words.contains(w)))
        })
    };
    let all = |condition: &[&Expr]| {
        let particular = condition.iter().any(|x| !is_general(x));
        let sure = particular || condition.len() > 1 && condition.iter().any(|x| is_type(x));
        let said = condition.iter().all(says) && (particular || condition.len() > 1);
        said.then_some(if sure { Stated::Surely } else { Stated::Likely })
    };
    source.readings().find_map(|words| {
        let written = source_condition(Some(words), ECS);
        let mut named = Vec::new();
        words.elastic.condition.iter().for_each(|x| conjuncts(x, &mut named));
        all(&written.iter().collect::<Vec<_>>()).or_else(|| all(&named))
    })
}

/// Whether events of many log sources have the word.
fn is_general(conjunct: &Expr) -> bool {
    let of_system = words(conjunct).is_some_and(|w| w.field.name == "host.os.type");
    is_type(conjunct) || implied(conjunct) || of_system
}

/// The field and the words of which its value is one, if the conjunct says that.
fn literals(expr: &Expr) -> Option<(&Field, Vec<&str>)> {
    match &expr.kind {
        ExprKind::Named { body, .. } => literals(body),
        ExprKind::Or(of) => {
            let mut each = of.iter().map(literals);
            let (field, mut all) = each.next()??;
            for one in each {
                let (other, words) = one?;
                if other != field {
                    return None;
                }
                all.extend(words);
            }
            Some((field, all))
        }
        ExprKind::Test {
            subject: Subject::Value(Scalar::Field(field)),
            test: Test::ByMapping(ByMapping::Match { pattern, .. }),
            ..
        } => Some((field, vec![pattern.as_literal()?])),
        ExprKind::Test {
            subject: Subject::Value(Scalar::Field(field)),
            test: Test::Text { any, .. },
            ..
        } => Some((field, any.iter().map(Pattern::as_literal).collect::<Option<_>>()?)),
        _ => None,
    }
}
