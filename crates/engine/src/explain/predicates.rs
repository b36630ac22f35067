//! Predicates, exclusions, indicators and the events that they admit.

use super::roles::{Role, role, shape_of};
use crate::place::Place;
use ruleglot_ir::{Case, Expr, ExprKind, Literal, Part, Pattern, Shape, Subject, Test};
use ruleglot_source::SourceFile;
use serde::Serialize;
use std::collections::BTreeSet;

/// A leaf of the condition.
#[derive(Clone, Debug, Serialize)]
pub struct Predicate {
    /// The field; what is searched when there is none.
    pub field: String,
    /// `eq`, `in`, `starts_with`, `ends_with`, `contains`, `wildcard`, `regex`, `term`, `cidr`, `exists`, `lt` …
    pub kind: &'static str,
    /// Its constants.
    pub values: Vec<String>,
    /// `sensitive` or `insensitive`; `null` where letter case cannot matter.
    pub case: Option<&'static str>,
    /// It must fail.
    pub negated: bool,
    /// What the field is in the event.
    pub role: Role,
    /// `required`: every match has it. `one_of`: an alternative; `group` tells which belong together.
    pub need: &'static str,
    /// Number of the group of alternatives.
    pub group: Option<usize>,
    /// Its place.
    pub span: Option<Place>,
}

/// A positive leaf with constants.
#[derive(Clone, Debug, Serialize)]
pub struct Indicator {
    /// The field.
    pub field: String,
    /// As of [`Predicate`].
    pub kind: &'static str,
    /// What it looks for.
    pub values: Vec<String>,
    /// What the field is in the event.
    pub role: Role,
    /// `required` or `one_of`.
    pub need: &'static str,
    /// What the values look like: `ipv4`, `sha256`, `domain` …
    pub shapes: Vec<&'static str>,
    /// How many other rules look for it; `null` until a corpus is given.
    pub others: Option<usize>,
}

/// A kind of event that a rule can fire on.
#[derive(Clone, Debug, Serialize)]
pub struct EventExplained {
    /// The log source.
    pub source: Option<String>,
    /// Who writes it, as `lambda.amazonaws.com`.
    pub provider: Option<String>,
    /// The action, id or operation; `null` when the rule names none.
    pub event: Option<String>,
}

/// All of a condition.
pub(super) struct FoundPredicates {
    pub(super) predicates: Vec<Predicate>,
    pub(super) exclusions: Vec<Predicate>,
    pub(super) indicators: Vec<Indicator>,
}

/// Where a leaf stands.
#[derive(Clone, Copy)]
struct At {
    negated: bool,
    /// Below an `or` (or a negated `and`): which.
    group: Option<usize>,
}

/// The predicates of a condition.
pub(super) fn of(condition: &Expr, file: &SourceFile) -> FoundPredicates {
    let mut walk = Walk { file, groups: 0, out: Vec::new() };
    walk.visit(condition, At { negated: false, group: None });
    let exclusions = walk.out.iter().filter(|p| p.negated && p.group.is_none()).cloned().collect();
    let indicators =
        walk.out.iter().filter(|p| !p.negated && !p.values.is_empty()).map(indicator).collect();
    FoundPredicates { predicates: walk.out, exclusions, indicators }
}

struct Walk<'a> {
    file: &'a SourceFile,
    groups: usize,
    out: Vec<Predicate>,
}

impl Walk<'_> {
    fn visit(&mut self, expr: &Expr, at: At) {
        match &expr.kind {
            ExprKind::Named { body, .. } => self.visit(body, at),
            ExprKind::Not(x) => self.visit(x, At { negated: !at.negated, ..at }),
            ExprKind::And(of) if !at.negated => of.iter().for_each(|x| self.visit(x, at)),
            ExprKind::Or(of) => self.alternatives(of, at),
            ExprKind::And(of) | ExprKind::AtLeast { of, .. } => {
                let group = at.group.unwrap_or_else(|| {
                    self.groups += 1;
                    self.groups
                });
                of.iter().for_each(|x| self.visit(x, At { group: Some(group), ..at }));
            }
            _ => self.leaf(expr, at),
        }
    }

    /// Alternatives of one field and kind are one predicate. What is left side by side are alternatives of each other, or,
    /// by De Morgan, each to be excluded.
    fn alternatives(&mut self, of: &[Expr], at: At) {
        let mut lists: Vec<(Parts, &Expr)> = Vec::new();
        let mut rest = Vec::new();
        for x in of {
            if !matches!(x.kind, ExprKind::Test { .. }) {
                rest.push(x);
                continue;
            }
            let parts = parts_of(x);
            let alike = |(list, _): &&mut (Parts, &Expr)| {
                list.0 == parts.0 && one_kind(list.1) == one_kind(parts.1) && list.3 == parts.3
            };
            match lists.iter_mut().find(alike) {
                Some((list, _)) => {
                    list.1 = one_kind(list.1);
                    list.2.extend(parts.2);
                }
                None => lists.push((parts, x)),
            }
        }
        let alone = lists.len() + rest.len() == 1;
        let group = match at.group {
            None if !at.negated && !alone => {
                self.groups += 1;
                Some(self.groups)
            }
            group => group,
        };
        let at = At { group, ..at };
        lists.into_iter().for_each(|(parts, x)| self.push(parts, x, at));
        rest.into_iter().for_each(|x| self.visit(x, at));
    }

    fn leaf(&mut self, expr: &Expr, at: At) {
        self.push(parts_of(expr), expr, at);
    }

    fn push(&mut self, (field, kind, values, case): Parts, expr: &Expr, at: At) {
        self.out.push(Predicate {
            role: role(&field),
            field,
            kind,
            values,
            case,
            negated: at.negated,
            need: if at.group.is_some() { "one_of" } else { "required" },
            group: at.group,
            span: expr.origin.0.map(|place| Place::of(self.file, place)),
        });
    }
}

/// `eq` of one value and `in` of several are one kind.
fn one_kind(kind: &'static str) -> &'static str {
    if kind == "eq" { "in" } else { kind }
}

type Parts = (String, &'static str, Vec<String>, Option<&'static str>);

fn parts_of(expr: &Expr) -> Parts {
    match &expr.kind {
        ExprKind::Is { what, shape } => (what.to_string(), shape_kind(*shape), Vec::new(), None),
        ExprKind::Test { subject, test, .. } => {
            let field = match subject {
                Subject::Event(_) => "*".to_owned(),
                other => other.to_string(),
            };
            let (kind, values, case) = test_parts(test);
            (field, kind, values, case)
        }
        ExprKind::Relate { left, how, right, .. } => {
            (left.to_string(), "field_cmp", vec![format!("{how:?} {right}")], None)
        }
        ExprKind::Within { path, body, .. } => {
            (path.to_string(), "exists_elem", vec![body.to_string()], None)
        }
        ExprKind::Const(b) => (String::new(), "const", vec![b.to_string()], None),
        other => (String::new(), "opaque", vec![Expr::from(other.clone()).to_string()], None),
    }
}

fn shape_kind(shape: Shape) -> &'static str {
    match shape {
        Shape::Key | Shape::NotNull | Shape::Valued => "exists",
        Shape::NonEmpty => "not_empty",
        Shape::Truthy => "truthy",
        Shape::Type(_) => "type_is",
    }
}

fn test_parts(test: &Test) -> (&'static str, Vec<String>, Option<&'static str>) {
    let sensitivity =
        |case: Case| Some(if case == Case::Exact { "sensitive" } else { "insensitive" });
    match test {
        Test::Text { any, case, .. } => {
            let cased = any.iter().any(Pattern::has_case);
            let (kind, values) = text_kind(any);
            (kind, values, sensitivity(*case).filter(|_| cased))
        }
        Test::Equal { any, .. } => {
            (if any.len() == 1 { "eq" } else { "in" }, any.iter().map(literal).collect(), None)
        }
        Test::Matches(r) => (
            "regex",
            vec![r.text.to_string()],
            sensitivity(if r.flags.fold_case { Case::UnicodeFold } else { Case::Exact }),
        ),
        Test::Term { text, .. } => ("term", vec![text.to_string()], Some("insensitive")),
        Test::AnyWord { any, .. } => {
            ("term", any.iter().map(pattern).collect(), Some("insensitive"))
        }
        Test::Order { op, bound, .. } => {
            use ruleglot_ir::Inequality::{Ge, Gt, Le, Lt};
            let kind = match op {
                Lt => "lt",
                Le => "le",
                Gt => "gt",
                Ge => "ge",
            };
            (kind, vec![literal(bound)], None)
        }
        Test::Net { any, .. } => ("cidr", any.iter().map(ToString::to_string).collect(), None),
        Test::IpClass(class) => ("ip_class", vec![format!("{class:?}").to_lowercase()], None),
        Test::Encoded { text, case, .. } => ("encoded", vec![text.to_string()], sensitivity(*case)),
        Test::InList { list, case } => ("in_list", vec![list.to_string()], sensitivity(*case)),
        Test::Anything => ("exists", Vec::new(), None),
        Test::ByMapping(leaf) => ("by_mapping", vec![format!("{leaf:?}")], None),
        Test::AllOf(tests) => ("all", tests.iter().flat_map(|t| test_parts(t).1).collect(), None),
        Test::Fails(inner) => test_parts(inner),
    }
}

/// One kind for all patterns of a list, with the text that it needs.
fn text_kind(any: &[Pattern]) -> (&'static str, Vec<String>) {
    fn shape(p: &Pattern) -> (&'static str, String) {
        match p.parts() {
            [Part::Run, Part::Text(t), Part::Run] => ("contains", t.to_string()),
            [Part::Text(t), Part::Run] => ("starts_with", t.to_string()),
            [Part::Run, Part::Text(t)] => ("ends_with", t.to_string()),
            _ => p.as_literal().map_or_else(|| ("wildcard", pattern(p)), |t| ("eq", t.to_owned())),
        }
    }
    let shapes: Vec<_> = any.iter().map(shape).collect();
    let kinds: BTreeSet<_> = shapes.iter().map(|(kind, _)| *kind).collect();
    match (kinds.len(), shapes.first()) {
        (1, Some(("eq", _))) if shapes.len() > 1 => {
            ("in", shapes.into_iter().map(|(_, t)| t).collect())
        }
        (1, Some((kind, _))) => (kind, shapes.iter().map(|(_, t)| t.clone()).collect()),
        _ => ("wildcard", any.iter().map(pattern).collect()),
    }
}

fn pattern(p: &Pattern) -> String {
    let quoted = p.to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

fn literal(l: &Literal) -> String {
    match l {
        Literal::Text(t) => t.to_string(),
        other => other.to_string(),
    }
}

fn indicator(p: &Predicate) -> Indicator {
    let mut shapes: Vec<_> = p.values.iter().filter_map(|v| shape_of(v)).collect();
    shapes.sort_unstable();
    shapes.dedup();
    Indicator {
        field: p.field.clone(),
        kind: p.kind,
        values: p.values.clone(),
        role: p.role,
        need: p.need,
        shapes,
        others: None,
    }
}

/// What the positive indicators say of the events.
pub(super) fn events(indicators: &[Indicator], source: Option<&str>) -> Vec<EventExplained> {
    let of = |role| {
        indicators
            .iter()
            .filter(move |i| i.role == role)
            .flat_map(|i| i.values.iter().map(move |v| shown(i, v)))
    };
    let provider = of(Role::Source).next();
    let event = |event| EventExplained {
        source: source.map(str::to_owned),
        provider: provider.clone(),
        event,
    };
    let actions: Vec<_> = of(Role::Action).map(|a| event(Some(a))).collect();
    if actions.is_empty() { vec![event(None)] } else { actions }
}

fn shown(i: &Indicator, value: &str) -> String {
    match i.kind {
        "starts_with" => format!("{value}*"),
        "ends_with" => format!("*{value}"),
        "contains" => format!("*{value}*"),
        _ => value.to_owned(),
    }
}
