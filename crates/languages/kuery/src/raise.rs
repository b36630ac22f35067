//! Meaning → AST, for rules that [`crate::Kuery`] accepts.
//!
//! Conditions on one field that stand side by side become one list: `f:(a or b)`, `f:(* and not x)`. Texts are written
//! in quotes; numbers, truth values and patterns without.

use crate::ast::{Expr as Tree, Leaf, Name, NameKind, Piece, Query, TreeKind, Value, Values};
use crate::target::whole_date;
use ruleglot_ir::{
    Body, ByMapping, Expr, ExprKind, Field, FieldGlob, Legal, Literal, Number, Part, Pattern,
    Quoting, Scalar, Sign, Stage, Subject, Test, TimePoint, TimeUnit,
};
use ruleglot_source::Span;
use std::collections::HashMap;
use std::fmt::Write;

/// The query of a rule that was checked against [`crate::Kuery`].
///
/// All of its filters hold, and so do the predicates that were recognised as its log source. A node that `Kuery` does
/// not accept (the rule was checked against another target) never holds.
pub fn raise(legal: &Legal<'_>) -> Query {
    let Body::Pipeline(pipeline) = &legal.rule().body else {
        return Query { root: Some(never()) };
    };
    let mut all = Vec::new();
    for stage in pipeline {
        match &stage.kind {
            Stage::Read(source) => all.extend(source.consumed.iter().map(expr)),
            Stage::Filter(filter) => all.push(expr(filter)),
            _ => all.push(never()),
        }
    }
    Query { root: join(all, Joint::And) }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    And,
    Or,
}

impl Joint {
    fn other(self) -> Self {
        match self {
            Self::And => Self::Or,
            Self::Or => Self::And,
        }
    }

    fn of<L>(self, operands: Vec<crate::ast::Tree<L>>) -> Option<crate::ast::Tree<L>> {
        match self {
            Self::And => crate::ast::Tree::all(operands, Span::default()),
            Self::Or => crate::ast::Tree::some(operands, Span::default()),
        }
    }
}

fn expr(expr: &Expr) -> Tree {
    match &expr.kind {
        ExprKind::Const(true) => always(),
        ExprKind::Not(x) => not(self::expr(x)),
        ExprKind::And(of) => {
            join(of.iter().map(self::expr).collect(), Joint::And).unwrap_or_else(always)
        }
        ExprKind::Or(of) => {
            join(of.iter().map(self::expr).collect(), Joint::Or).unwrap_or_else(never)
        }
        ExprKind::Named { body, .. } => self::expr(body),
        ExprKind::Is { what: Scalar::Field(field), .. } => matches(name(field), vec![star()]),
        ExprKind::Test { subject, test, .. } => self::test(subject, test),
        ExprKind::Within { path, body, .. } => {
            leaf(Leaf::Nested { path: name(path), body: Box::new(self::expr(body)) })
        }
        _ => never(),
    }
}

/// Joins operands, flat; those on one field become one list, in the place of the first.
fn join(operands: Vec<Tree>, joint: Joint) -> Option<Tree> {
    let flat = joint.of(operands)?;
    let operands = match (flat.kind, joint) {
        (TreeKind::And(of), Joint::And) | (TreeKind::Or(of), Joint::Or) => of,
        (kind, _) => return Some(Tree { kind, at: flat.at }),
    };
    let mut groups: Vec<Group> = Vec::new();
    let mut places: HashMap<NameKind, usize> = HashMap::new();
    for operand in operands {
        match on_one_field(operand) {
            Err(other) => groups.push(Group::Other(other)),
            Ok((name, member)) => {
                let place = *places.entry(name.kind.clone()).or_insert(groups.len());
                match groups.get_mut(place) {
                    Some(Group::Field { members, .. }) => members.push(member),
                    _ => groups.push(Group::Field { name, members: vec![member] }),
                }
            }
        }
    }
    joint.of(groups.into_iter().map(|group| group.tree(joint)).collect())
}

/// Operands that are printed together.
enum Group {
    Field { name: Name, members: Vec<(Sign, Values)> },
    Other(Tree),
}

impl Group {
    fn tree(self, joint: Joint) -> Tree {
        let (name, members) = match self {
            Self::Other(tree) => return tree,
            Self::Field { name, members } => (name, members),
        };
        if members.iter().all(|(sign, _)| *sign == Sign::Fails) {
            let values = members.into_iter().map(|(_, values)| values).collect();
            return not(listed(name, joint.other().of(values)));
        }
        let signed = |(sign, values)| match sign {
            Sign::Holds => values,
            Sign::Fails => Values::negated(values, Span::default()),
        };
        listed(name, joint.of(members.into_iter().map(signed).collect()))
    }
}

/// The field and values of a condition on one field, negated or not.
fn on_one_field(tree: Tree) -> Result<(Name, (Sign, Values)), Tree> {
    let at = tree.at;
    match tree.kind {
        TreeKind::Leaf(Leaf::Match { name, values }) => Ok((name, (Sign::Holds, values))),
        TreeKind::Not(inner) => match on_one_field(*inner) {
            Ok((name, (Sign::Holds, values))) => Ok((name, (Sign::Fails, values))),
            Ok((name, (Sign::Fails, values))) => Err(not(not(listed(name, Some(values))))),
            Err(inner) => Err(Tree { kind: TreeKind::Not(Box::new(inner)), at }),
        },
        kind => Err(Tree { kind, at }),
    }
}

fn leaf(leaf: Leaf) -> Tree {
    Tree::leaf(leaf, Span::default())
}

fn not(tree: Tree) -> Tree {
    match tree.kind {
        TreeKind::Not(inner) => *inner,
        kind => Tree::negated(Tree { kind, at: tree.at }, Span::default()),
    }
}

fn always() -> Tree {
    let all = Name::of(star());
    leaf(Leaf::Match { name: all, values: Values::leaf(star(), Span::default()) })
}

fn never() -> Tree {
    not(always())
}

fn listed(name: Name, values: Option<Values>) -> Tree {
    match values {
        Some(values) => leaf(Leaf::Match { name, values }),
        None => never(),
    }
}

/// `f:(a or b)`.
fn matches(name: Name, values: Vec<Value>) -> Tree {
    let values = values.into_iter().map(|v| Values::leaf(v, Span::default())).collect();
    listed(name, Joint::Or.of(values))
}

fn test(subject: &Subject, test: &Test) -> Tree {
    let name = match subject {
        Subject::Value(Scalar::Field(field)) => name(field),
        Subject::AnyField(FieldGlob { name, .. }) => Name::of(wild(name)),
        Subject::Event(_) => return free(test),
        Subject::Value(_) => return never(),
    };
    match test {
        Test::Order { op, bound, .. } => {
            leaf(Leaf::Compare { name, op: *op, bound: bound_value(bound) })
        }
        Test::ByMapping(ByMapping::Order { op, bound }) => {
            leaf(Leaf::Compare { name, op: *op, bound: text(bound) })
        }
        test => matches(name, values(test)),
    }
}

fn free(test: &Test) -> Tree {
    let values = values(test).into_iter().map(|value| leaf(Leaf::Free(value))).collect();
    Joint::Or.of(values).unwrap_or_else(never)
}

/// The values of which some must match; none for a test that KQL cannot say.
fn values(test: &Test) -> Vec<Value> {
    match test {
        Test::Anything => vec![star()],
        Test::Text { any, .. } if any.iter().any(Pattern::is_any) => vec![star()],
        Test::Text { any, .. } => any.iter().map(pattern).collect(),
        Test::Equal { any, .. } => any.iter().map(bound_value).collect(),
        Test::Net { any, .. } => any.iter().map(|net| address(&net.to_string())).collect(),
        Test::Term { text, .. } => vec![Value::quoted(text.clone(), Span::default())],
        Test::AnyWord { any, .. } => any.iter().map(word).collect(),
        Test::AllOf(tests) => whole_date(tests)
            .map(|at| bound_value(&Literal::Time(at.clone())))
            .into_iter()
            .collect(),
        Test::ByMapping(ByMapping::Match { pattern, quoting }) => {
            vec![as_written(pattern, *quoting)]
        }
        _ => Vec::new(),
    }
}

fn as_written(pattern: &Pattern, quoting: Quoting) -> Value {
    match (quoting, pattern.as_literal()) {
        (Quoting::Quoted, Some(text)) => Value::quoted(text, Span::default()),
        // A single star would ask for any value at all; as a pattern (`f:**`) it was written with two.
        _ if pattern.is_any() => Value::wild([Piece::Star, Piece::Star], Span::default()),
        _ => wild(pattern),
    }
}

fn name(field: &Field) -> Name {
    Name::plain(field.name.clone(), Span::default())
}

fn star() -> Value {
    Value::wild([Piece::Star], Span::default())
}

fn pattern(pattern: &Pattern) -> Value {
    match pattern.as_literal() {
        Some(literal) => text(literal),
        None => wild(pattern),
    }
}

/// A word of analysed text, whose case does not count: the word `null` has another meaning in small letters.
fn word(pattern: &Pattern) -> Value {
    if pattern.as_literal() == Some("null") { bare("NULL") } else { wild(pattern) }
}

fn wild(pattern: &Pattern) -> Value {
    let pieces = pattern.parts().iter().filter_map(|part| match part {
        Part::Text(text) => Some(Piece::Text(text.clone())),
        Part::Run => Some(Piece::Star),
        Part::One | Part::Dash | Part::Placeholder(_) => None,
    });
    Value::wild(pieces, Span::default())
}

fn bound_value(literal: &Literal) -> Value {
    match literal {
        Literal::Text(t) => text(t),
        Literal::Number(number) => bare(&number.to_string()),
        Literal::Bool(truth) => bare(if *truth { "true" } else { "false" }),
        Literal::Ip(ip) => address(&ip.to_string()),
        Literal::Time(TimePoint::At(at)) => Value::quoted(at.clone(), Span::default()),
        Literal::Time(TimePoint::Relative { steps, snap }) => {
            Value::quoted(date_math(steps, *snap), Span::default())
        }
        Literal::Span(_) => Value::quoted("", Span::default()),
    }
}

/// In quotes, unless it is a number or a truth value.
fn text(text: &str) -> Value {
    let number =
        text.starts_with(|c: char| c.is_ascii_digit() || c == '-') && Number::parse(text).is_some();
    if number || matches!(text, "true" | "false") {
        bare(text)
    } else {
        Value::quoted(text, Span::default())
    }
}

/// The colons of an IPv6 address want quotes.
fn address(address: &str) -> Value {
    if address.contains(':') { Value::quoted(address, Span::default()) } else { bare(address) }
}

fn bare(text: &str) -> Value {
    Value::bare(text, Span::default())
}

/// Elasticsearch, "Date math": `now-30d/d`.
fn date_math(steps: &[(i32, TimeUnit)], snap: Option<TimeUnit>) -> String {
    let mut text = "now".to_owned();
    for (count, unit) in steps {
        let _ = write!(text, "{count:+}{}", unit_letter(*unit));
    }
    if let Some(unit) = snap {
        let _ = write!(text, "/{}", unit_letter(unit));
    }
    text
}

fn unit_letter(unit: TimeUnit) -> &'static str {
    match unit {
        TimeUnit::Second => "s",
        TimeUnit::Minute => "m",
        TimeUnit::Hour => "h",
        TimeUnit::Day => "d",
        TimeUnit::Week => "w",
        // Quarters are refused.
        TimeUnit::Month | TimeUnit::Quarter => "M",
        TimeUnit::Year => "y",
    }
}
