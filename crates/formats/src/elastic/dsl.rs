//! Query DSL as a target: the part of a condition that a rule's filters (`[[rule.filters]]`) say beside its query.
//!
//! What is written is what `filters` reads. Elasticsearch, "Wildcard query", "Term query", "Prefix query": with
//! `case_insensitive` letters of ASCII are the same in either case; blanks are characters like others.

use ruleglot_document::{Layout, Out, OutMap};
use ruleglot_ir::{
    Accept, Anchor, Case, Dialect, Expr, ExprKind, Flags, Flavor, Literal, Part, Pattern, Position,
    Quant, Regex, Scalar, Shape, Stage, Subject, Target, Taxonomy, Test, Types,
};

/// Elasticsearch's Query DSL, as far as filters are written.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct QueryDsl;

impl Target for QueryDsl {
    fn dialect(&self) -> Dialect {
        Dialect("elasticsearch")
    }

    fn expr(&self, expr: &ExprKind, _: Position) -> Accept {
        if is_said(expr) { Accept::Yes } else { Accept::No { why: why_not(expr) } }
    }

    fn stage(&self, stage: &Stage, _: usize) -> Accept {
        match stage {
            Stage::Read(_) | Stage::Filter(_) => Accept::Yes,
            _ => Accept::No { why: "a filter tests one event at a time" },
        }
    }

    fn rewrites(&self) -> &'static [&'static str] {
        &[
            "split-list",
            "expand-at-least",
            "text-to-number",
            "net-as-indexed",
            "prefix-to-net",
            "pattern-to-words",
            "expand-encoded",
            "expand-dash",
            "regex-to-lucene",
            "regex-to-patterns",
            "unicode-fold-to-ascii",
            "key-to-valued",
            "some-differs-to-none-equals",
        ]
    }
}

fn why_not(expr: &ExprKind) -> &'static str {
    match expr {
        ExprKind::Test { test: Test::Matches(_), .. } => NO_REGEXP,
        _ => "a filter tests fields for values, patterns and presence only",
    }
}

/// What the rewrite to Lucene's notation leaves as it is.
const NO_REGEXP: &str = "KQL has no regular expressions; those of Elasticsearch match whole values of keyword fields, \
    without look-around, back-references or word boundaries, in at most 1000 characters and 10000 states";

fn is_said(expr: &ExprKind) -> bool {
    match expr {
        ExprKind::And(_) | ExprKind::Or(_) | ExprKind::Not(_) | ExprKind::Named { .. } => true,
        ExprKind::Is { what, shape: Shape::Valued } => is_field(what),
        ExprKind::Test { subject: Subject::Value(what), quant: Quant::Any, test } => {
            is_field(what) && is_test(test)
        }
        _ => false,
    }
}

fn is_field(what: &Scalar) -> bool {
    matches!(what, Scalar::Field(f) if matches!(f.taxonomy, Taxonomy::Known(_)))
}

fn is_test(test: &Test) -> bool {
    match test {
        Test::Text { any, case: Case::Exact | Case::AsciiFold, types: Types::Textual } => any
            .iter()
            .flat_map(Pattern::parts)
            .all(|part| matches!(part, Part::Text(_) | Part::Run | Part::One)),
        Test::Equal { any, types: Types::NumericFirst | Types::Textual } => {
            any.iter().all(|l| matches!(l, Literal::Number(_)))
        }
        Test::Matches(regex) => is_regexp(regex),
        _ => false,
    }
}

/// Elasticsearch, "Regexp query": Lucene's notation, on the whole value.
fn is_regexp(regex: &Regex) -> bool {
    let flags = Flags { fold_case: regex.flags.fold_case, ..Flags::default() };
    regex.flavor == Flavor::Lucene && regex.anchor == Anchor::Whole && regex.flags == flags
}

/// Whether filters can say all of it.
pub(super) fn says(expr: &Expr) -> bool {
    is_said(&expr.kind) && ruleglot_ir::children(expr).all(says)
}

/// A filter of a rule, as Kibana keeps one that was written by hand.
pub(super) fn filter(expr: &Expr) -> Out {
    let mut meta = OutMap::new();
    meta.set("disabled", Out::Bool(false)).set("key", "query");
    meta.set("negate", Out::Bool(false)).set("type", "custom");
    let mut filter = OutMap::new();
    filter.set("meta", meta).set("query", clause(expr));
    Out::Map(filter)
}

fn clause(expr: &Expr) -> Out {
    match &expr.kind {
        ExprKind::And(of) => bool_of("filter", of.iter().map(clause).collect()),
        ExprKind::Or(of) => any(of.iter().flat_map(alternatives).collect()),
        ExprKind::Not(of) => bool_of("must_not", vec![clause(of)]),
        ExprKind::Named { body, .. } => clause(body),
        ExprKind::Is { what: Scalar::Field(field), .. } => {
            named("exists", named("field", Out::text(field.name.clone())))
        }
        ExprKind::Test { subject: Subject::Value(Scalar::Field(field)), test, .. } => {
            any(values(&field.name, test))
        }
        // `says` accepted nothing else.
        _ => Out::Null,
    }
}

/// The queries of which one must match, those of a disjunction inside it too.
fn alternatives(expr: &Expr) -> Vec<Out> {
    match &expr.kind {
        ExprKind::Or(of) => of.iter().flat_map(alternatives).collect(),
        ExprKind::Named { body, .. } => alternatives(body),
        ExprKind::Test { subject: Subject::Value(Scalar::Field(field)), test, .. } => {
            values(&field.name, test)
        }
        _ => vec![clause(expr)],
    }
}

/// A query for each value of a test; one for all that are compared whole and by their case.
fn values(field: &str, test: &Test) -> Vec<Out> {
    match test {
        Test::Equal { any, .. } => {
            any.iter().map(|l| named("term", named(field, Out::text(l.to_string())))).collect()
        }
        Test::Text { any, case, .. } => {
            let whole: Vec<&str> = any.iter().filter_map(Pattern::as_literal).collect();
            if whole.len() == any.len() && *case == Case::Exact && whole.len() > 1 {
                return vec![named("terms", named(field, Out::texts(whole)))];
            }
            any.iter().map(|pattern| value(field, pattern, *case)).collect()
        }
        Test::Matches(regex) => vec![regexp(field, regex)],
        _ => Vec::new(),
    }
}

fn value(field: &str, pattern: &Pattern, case: Case) -> Out {
    let (query, text) = match (pattern.as_literal(), pattern.parts()) {
        (Some(literal), _) => ("term", literal.to_owned()),
        (None, [Part::Text(begins), Part::Run]) => ("prefix", begins.to_string()),
        (None, parts) => ("wildcard", parts.iter().map(escaped).collect()),
    };
    let mut settings = OutMap::new();
    if case == Case::AsciiFold && pattern.has_case() {
        settings.set("case_insensitive", Out::Bool(true));
    }
    settings.set("value", text);
    named(query, named(field, Out::Map(settings)))
}

fn regexp(field: &str, regex: &Regex) -> Out {
    let mut settings = OutMap::new();
    if regex.flags.fold_case {
        settings.set("case_insensitive", Out::Bool(true));
    }
    settings.set("value", regex.text.clone());
    if regex.text.contains('\n') {
        // On one line a line break is written as `\n`.
        settings.layout = Layout::Inline;
    }
    named("regexp", named(field, Out::Map(settings)))
}

fn escaped(part: &Part) -> String {
    match part {
        Part::Run => "*".into(),
        Part::One => "?".into(),
        Part::Text(text) => {
            let mut out = String::with_capacity(text.len());
            for c in text.chars() {
                if matches!(c, '*' | '?' | '\\') {
                    out.push('\\');
                }
                out.push(c);
            }
            out
        }
        Part::Dash | Part::Placeholder(_) => String::new(),
    }
}

fn any(mut clauses: Vec<Out>) -> Out {
    match (clauses.pop(), clauses.is_empty()) {
        (Some(one), true) => one,
        (last, _) => {
            clauses.extend(last);
            let mut body = OutMap::new();
            body.set("minimum_should_match", Out::Int(1)).set("should", lines(clauses));
            named("bool", Out::Map(body))
        }
    }
}

fn bool_of(kind: &str, clauses: Vec<Out>) -> Out {
    named("bool", named(kind, lines(clauses)))
}

/// A list with a line for each query.
fn lines(clauses: Vec<Out>) -> Out {
    let inline = |clause| match clause {
        Out::Map(map) => Out::Map(OutMap { layout: Layout::Inline, ..map }),
        other => other,
    };
    Out::list(clauses.into_iter().map(inline))
}

fn named(key: &str, value: impl Into<Out>) -> Out {
    let mut map = OutMap::new();
    map.set(key, value);
    Out::Map(map)
}
