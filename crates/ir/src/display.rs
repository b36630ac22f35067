//! The IR as people read it: what `explain` shows and what snapshots hold.

use crate::{
    ByMapping, Case, Expr, ExprKind, Field, FieldGlob, Inequality, Literal, NativeSource, Part,
    Pattern, Quant, Relation, Scalar, Scope, Shape, Stage, Subject, Test, TimePoint, Tokens,
};
use std::fmt::{self, Display, Formatter, Write};

/// The text in double quotes, with `"` and `\` escaped and control characters spelled.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{{{:x}}}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_expr(f, self, Binding::Or)
    }
}

/// How tightly the surroundings bind; looser expressions inside get brackets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Or,
    And,
    Not,
}

fn write_expr(f: &mut Formatter<'_>, expr: &Expr, around: Binding) -> fmt::Result {
    match &expr.kind {
        ExprKind::Const(true) => f.write_str("always"),
        ExprKind::Const(false) => f.write_str("never"),
        ExprKind::Not(x) => {
            f.write_str("not ")?;
            write_expr(f, x, Binding::Not)
        }
        ExprKind::And(of) => write_joined(f, of, " and ", Binding::And, around),
        ExprKind::Or(of) => write_joined(f, of, " or ", Binding::Or, around),
        ExprKind::AtLeast { n, of } => {
            write!(f, "at least {n} of (")?;
            write_list(f, of, |f, x| write_expr(f, x, Binding::Or))?;
            f.write_char(')')
        }
        ExprKind::Named { body, .. } => write_expr(f, body, around),
        ExprKind::Is { what, shape } => write!(f, "{what} {}", shape_words(*shape)),
        ExprKind::Test { subject, quant, test } => write_test(f, subject, *quant, test),
        ExprKind::Relate { left, how, right, case, .. } => {
            write!(f, "{left} {}{} {right}", relation_word(*how), case_mark(*case))
        }
        ExprKind::Within { path, quant, body } => {
            write!(f, "{} of {path} has (", quant_word(*quant))?;
            write_expr(f, body, Binding::Or)?;
            f.write_char(')')
        }
        ExprKind::InPipeline { on, pipeline } => {
            f.write_str("(")?;
            write_list(f, on, |f, on| write!(f, "{}", on.here))?;
            write!(f, ") in a pipeline of {} stages", pipeline.len())
        }
        ExprKind::Opaque(o) => write!(f, "`{}`", o.text),
    }
}

fn write_joined(
    f: &mut Formatter<'_>,
    of: &[Expr],
    word: &str,
    own: Binding,
    around: Binding,
) -> fmt::Result {
    if of.is_empty() {
        return f.write_str(if own == Binding::And { "always" } else { "never" });
    }
    let bracket = around > own;
    if bracket {
        f.write_char('(')?;
    }
    for (i, x) in of.iter().enumerate() {
        if i > 0 {
            f.write_str(word)?;
        }
        // An `or` inside an `and` needs brackets, an `and` inside an `or` is easier to read with them too.
        write_expr(f, x, Binding::Not)?;
    }
    if bracket { f.write_char(')') } else { Ok(()) }
}

fn write_list<T>(
    f: &mut Formatter<'_>,
    of: &[T],
    mut one: impl FnMut(&mut Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    for (i, x) in of.iter().enumerate() {
        if i > 0 {
            f.write_str(", ")?;
        }
        one(f, x)?;
    }
    Ok(())
}

fn write_test(f: &mut Formatter<'_>, subject: &Subject, quant: Quant, test: &Test) -> fmt::Result {
    if quant != Quant::Any {
        write!(f, "{} of ", quant_word(quant))?;
    }
    write!(f, "{subject} ")?;
    write_value_test(f, test)
}

fn write_value_test(f: &mut Formatter<'_>, test: &Test) -> fmt::Result {
    match test {
        Test::Anything => f.write_str("is anything"),
        Test::Text { any, case, .. } => write_patterns(f, any, *case),
        Test::Equal { any, .. } => {
            f.write_str("equals ")?;
            write_alternatives(f, any, |f, l| write!(f, "{l}"))
        }
        Test::Matches(r) => {
            write!(f, "matches /{}/", r.text)?;
            let flags = [
                (r.flags.fold_case, 'i'),
                (r.flags.multi_line, 'm'),
                (r.flags.dot_all, 's'),
                (r.flags.extended, 'x'),
            ];
            flags.iter().filter(|(on, _)| *on).try_for_each(|(_, c)| f.write_char(*c))
        }
        Test::Term { text, tokens, .. } => {
            let whose = if *tokens == Tokens::ElasticStandard { "words" } else { "term" };
            write!(f, "has the {whose} {}", quoted(text))
        }
        Test::Order { op, bound, .. } => write!(f, "{} {bound}", inequality(*op)),
        Test::Net { any, .. } => {
            f.write_str("is in ")?;
            write_alternatives(f, any, |f, net| write!(f, "{net}"))
        }
        Test::IpClass(class) => write!(f, "is a {class:?} address"),
        Test::Encoded { steps, text, case, .. } => {
            write!(f, "has{} {} encoded {steps:?}", case_mark(*case), quoted(text))
        }
        Test::InList { list, case } => write!(f, "is in{} the list {list}", case_mark(*case)),
        Test::ByMapping(ByMapping::Match { pattern, .. }) => write!(f, ": {pattern}"),
        Test::ByMapping(ByMapping::Order { op, bound }) => {
            write!(f, "{} {}", inequality(*op), quoted(bound))
        }
        Test::AnyWord { any, .. } => {
            f.write_str("has a word like ")?;
            write_alternatives(f, any, |f, p| write!(f, "{p}"))
        }
        Test::AllOf(tests) => {
            for (i, test) in tests.iter().enumerate() {
                if i > 0 {
                    f.write_str(" and ")?;
                }
                write_value_test(f, test)?;
            }
            Ok(())
        }
        Test::Fails(inner) => {
            f.write_str("fails: ")?;
            write_value_test(f, inner)
        }
    }
}

fn write_patterns(f: &mut Formatter<'_>, any: &[Pattern], case: Case) -> fmt::Result {
    let wild = any.iter().any(|p| p.as_literal().is_none());
    let tilde = case_mark(case);
    match (wild, any) {
        (false, [one]) => write!(f, "={tilde} {one}"),
        (true, [one]) => write!(f, "like{tilde} {one}"),
        (wild, many) => {
            f.write_str(if wild { "like" } else { "in" })?;
            write!(f, "{tilde} ")?;
            write_alternatives(f, many, |f, p| write!(f, "{p}"))
        }
    }
}

fn write_alternatives<T>(
    f: &mut Formatter<'_>,
    of: &[T],
    one: impl FnMut(&mut Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    if of.len() == 1 {
        return write_list(f, of, one);
    }
    f.write_char('(')?;
    write_list(f, of, one)?;
    f.write_char(')')
}

/// `~`: letter case does not count, as in EQL's `like~`.
fn case_mark(case: Case) -> &'static str {
    match case {
        Case::Exact => "",
        Case::AsciiFold | Case::UnicodeFold => "~",
    }
}

fn shape_words(shape: Shape) -> String {
    match shape {
        Shape::Key => "is a key".into(),
        Shape::NotNull => "is not null".into(),
        Shape::Valued => "has a value".into(),
        Shape::NonEmpty => "is not empty".into(),
        Shape::Truthy => "is truthy".into(),
        Shape::Type(t) => format!("is of type {t:?}"),
    }
}

fn quant_word(quant: Quant) -> &'static str {
    match quant {
        Quant::Any => "any",
        Quant::Every => "every",
        Quant::Sole => "the only",
        Quant::Scalar => "the scalar",
        Quant::ExactlyOne => "exactly one",
    }
}

fn inequality(op: Inequality) -> &'static str {
    match op {
        Inequality::Lt => "<",
        Inequality::Le => "<=",
        Inequality::Gt => ">",
        Inequality::Ge => ">=",
    }
}

fn relation_word(how: Relation) -> &'static str {
    match how {
        Relation::Eq => "=",
        Relation::Ne => "!=",
        Relation::Lt => "<",
        Relation::Le => "<=",
        Relation::Gt => ">",
        Relation::Ge => ">=",
        Relation::StartsWith => "starts with",
        Relation::EndsWith => "ends with",
        Relation::Contains => "contains",
        Relation::Glob => "like",
        Relation::Regex => "matches",
        Relation::InNet => "is in",
    }
}

impl Display for Subject {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(s) => write!(f, "{s}"),
            Self::AnyField(glob) => write!(f, "{glob}"),
            Self::Event(Scope::Values) => f.write_str("<any value>"),
            Self::Event(Scope::Raw) => f.write_str("<the event's text>"),
            Self::Event(Scope::DefaultFields) => f.write_str("<any default field>"),
        }
    }
}

impl Display for Field {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl Display for FieldGlob {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&pattern_text(&self.name))
    }
}

impl Display for Scalar {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(field) => write!(f, "{field}"),
            Self::Literal(l) => write!(f, "{l}"),
            Self::Call { function, args, .. } => {
                write!(f, "{}(", function.0)?;
                write_list(f, args, |f, a| write!(f, "{a}"))?;
                f.write_char(')')
            }
            Self::Case { arms, otherwise } => {
                f.write_str("case(")?;
                write_list(f, arms, |f, (when, then)| write!(f, "{when}: {then}"))?;
                otherwise.iter().try_for_each(|o| write!(f, ", else {o}"))?;
                f.write_char(')')
            }
            Self::Opaque(o) => write!(f, "`{}`", o.text),
        }
    }
}

impl Display for Literal {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(t) => f.write_str(&quoted(t)),
            Self::Number(n) => write!(f, "{n}"),
            Self::Bool(b) => write!(f, "{b}"),
            Self::Ip(ip) => write!(f, "{ip}"),
            Self::Time(TimePoint::At(t)) => f.write_str(t),
            Self::Time(TimePoint::Relative { steps, snap }) => write!(f, "now {steps:?} {snap:?}"),
            Self::Span(d) => write!(f, "{}s", d.as_secs()),
        }
    }
}

/// Wildcards are bare `*` and `?`; literal ones, `"` and `\` are escaped.
impl Display for Pattern {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", pattern_text(self))
    }
}

fn pattern_text(pattern: &Pattern) -> String {
    let mut out = String::new();
    for part in pattern.parts() {
        match part {
            Part::Text(t) => {
                let q = quoted(t);
                out.push_str(&q[1..q.len() - 1].replace('*', "\\*").replace('?', "\\?"));
            }
            Part::One => out.push('?'),
            Part::Run => out.push('*'),
            Part::Dash => out.push_str("{dash}"),
            Part::Placeholder(name) => {
                let _ = write!(out, "%{name}%");
            }
        }
    }
    out
}

impl Display for NativeSource {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::IndexPattern(s)
            | Self::Sourcetype(s)
            | Self::Table(s)
            | Self::Macro(s)
            | Self::Search(s)
            | Self::LogType(s) => f.write_str(s),
            Self::Datamodel { model, object } => write!(f, "{model}.{object}"),
            Self::Logsource { category, product, service } => {
                let named = [("category", category), ("product", product), ("service", service)];
                let said: Vec<_> = named
                    .iter()
                    .filter_map(|(name, value)| value.as_ref().map(|v| format!("{name} {v}")))
                    .collect();
                f.write_str(&said.join(", "))
            }
        }
    }
}

impl Display for Stage {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(source) => {
                f.write_str("read ")?;
                if source.classes.is_empty() {
                    write_list(f, &source.native, |f, n| write!(f, "{}", n.kind))?;
                } else {
                    write_list(f, &source.classes, |f, c| f.write_str(&c.0))?;
                }
                source.consumed.iter().try_for_each(|e| write!(f, " where {e}"))
            }
            Self::Filter(e) => write!(f, "filter {e}"),
            Self::Opaque(o) => write!(f, "`{}`", o.text),
            // Stages that no front-end makes yet are shown by their kind alone.
            Self::Sequence(s) => write!(f, "sequence of {} steps", s.steps.len()),
            Self::Union(b) => write!(f, "union of {} branches", b.len()),
            Self::Aggregate(a) => write!(f, "aggregate into {} measures", a.measures.len()),
            Self::Extend(x) => write!(f, "extend by {} fields", x.len()),
            Self::Extract(x) => write!(f, "extract from {}", x.from),
            Self::Project { .. } => f.write_str("project"),
            Self::Rename(_) => f.write_str("rename"),
            Self::Expand { field, .. } => write!(f, "expand {field}"),
            Self::Distinct { .. } => f.write_str("distinct"),
            Self::Sort(_) => f.write_str("sort"),
            Self::Limit(n) => write!(f, "limit {n}"),
            Self::Lookup(l) => write!(f, "look up {}", l.table),
            Self::Join { .. } => f.write_str("join"),
            Self::FirstSeen { .. } => f.write_str("first seen"),
        }
    }
}
