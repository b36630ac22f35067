//! What KQL can say.
//!
//! A test is accepted when its text reads back as the same test under the mapping that the field's schema gives. A
//! reason is one clause, for people, and names what KQL lacks.

use crate::text::{trim_end, trim_start};
use ruleglot_ir::{
    Accept, ByMapping, Case, Dialect, Expr, ExprKind, Field, FieldGlob, Inequality, Literal,
    NetTest, Part, Pattern, Position, Quant, Quoting, Scalar, Scope, Shape, Stage, Subject, Target,
    Taxonomy, Test, TimePoint, TimeUnit, Tokens, Types, children,
};

/// Kibana Query Language as a target.
#[derive(Clone, Copy, Debug, Default)]
pub struct Kuery;

impl Target for Kuery {
    fn dialect(&self) -> Dialect {
        Dialect("kuery")
    }

    fn expr(&self, expr: &ExprKind, _: Position) -> Accept {
        accept(of_expr(expr))
    }

    fn stage(&self, stage: &Stage, _: usize) -> Accept {
        accept(of_stage(stage))
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
            "regex-to-patterns",
            "fold-case-to-exact",
            "one-to-run",
            "split-blanks",
            "key-to-valued",
            "values-to-default-fields",
            "some-differs-to-none-equals",
            "raw-to-values",
        ]
    }
}

/// `None` when it can be said, else why not.
type Why = Option<&'static str>;

const TRIMMED: &str = "KQL trims blanks at the ends of a value that has a wildcard or no quotes";
const COMPUTED: &str = "KQL tests fields only, no computed values";

fn accept(why: Why) -> Accept {
    match why {
        None => Accept::Yes,
        Some(why) => Accept::No { why },
    }
}

fn of_stage(stage: &Stage) -> Why {
    match stage {
        // What was recognised as log source is printed with the rest.
        Stage::Read(source) => source.consumed.iter().find_map(throughout),
        Stage::Filter(_) => None,
        Stage::Sequence(_) => Some("KQL tests one event at a time, no sequence of events"),
        Stage::Union(_) | Stage::Join { .. } => {
            Some("KQL reads one set of events and joins nothing")
        }
        Stage::Aggregate(_) | Stage::Distinct { .. } => Some("KQL cannot group or count events"),
        Stage::FirstSeen { .. } => Some("KQL does not know what was seen before"),
        Stage::Lookup(_) => Some("KQL has no look-ups"),
        Stage::Extend(_) | Stage::Extract(_) | Stage::Expand { .. } => {
            Some("KQL cannot compute fields")
        }
        Stage::Project { .. } | Stage::Rename(_) => Some("KQL cannot choose or rename fields"),
        Stage::Sort(_) | Stage::Limit(_) => Some("KQL cannot sort or limit its matches"),
        Stage::Opaque(_) => Some("KQL is a condition, it has no commands"),
    }
}

/// The first reason in an expression and everything below it.
fn throughout(expr: &Expr) -> Why {
    of_expr(&expr.kind).or_else(|| children(expr).find_map(throughout))
}

fn of_expr(expr: &ExprKind) -> Why {
    match expr {
        ExprKind::Const(_)
        | ExprKind::Not(_)
        | ExprKind::And(_)
        | ExprKind::Or(_)
        | ExprKind::Named { .. } => None,
        ExprKind::AtLeast { .. } => Some("KQL cannot count how many conditions hold"),
        ExprKind::Is { what, shape } => of_scalar(what).or_else(|| of_shape(*shape)),
        ExprKind::Test { subject, quant, test } => {
            of_quant(*quant).or_else(|| of_subject(subject, test)).or_else(|| of_test(test))
        }
        ExprKind::Relate { .. } => Some("KQL cannot compare two fields"),
        ExprKind::Within { path, quant, body } => {
            of_quant(*quant).or_else(|| of_field(path)).or_else(|| of_body(body))
        }
        ExprKind::InPipeline { .. } => Some("KQL has no subqueries"),
        ExprKind::Opaque(_) => Some(
            "what this says is not known here: a macro without a definition, or another language",
        ),
    }
}

fn of_shape(shape: Shape) -> Why {
    match shape {
        Shape::Valued => None,
        Shape::Key | Shape::NotNull => Some(
            "Elasticsearch does not tell a field that is null or an empty list from a missing one",
        ),
        Shape::NonEmpty => Some("KQL cannot ask for a value other than the empty text"),
        Shape::Truthy => Some("KQL has no truth of values"),
        Shape::Type(_) => Some("KQL cannot ask for the type of a value"),
    }
}

fn of_quant(quant: Quant) -> Why {
    match quant {
        Quant::Any => None,
        Quant::Every => Some("KQL asks whether some value matches, not whether every value does"),
        Quant::Sole | Quant::Scalar | Quant::ExactlyOne => {
            Some("KQL asks whether some value matches, it cannot count the values of a field")
        }
    }
}

fn of_scalar(what: &Scalar) -> Why {
    match what {
        Scalar::Field(field) => of_field(field),
        _ => Some(COMPUTED),
    }
}

fn of_field(field: &Field) -> Why {
    match field.taxonomy {
        Taxonomy::Derived => Some(COMPUTED),
        Taxonomy::Element if field.name.is_empty() => {
            Some("KQL cannot test the elements of a list as a whole")
        }
        Taxonomy::Known(_) | Taxonomy::Element => None,
    }
}

fn of_subject(subject: &Subject, test: &Test) -> Why {
    match subject {
        Subject::Value(what) => of_scalar(what),
        Subject::AnyField(glob) => of_glob(glob, test),
        Subject::Event(Scope::DefaultFields) => match test {
            Test::Term { .. } | Test::ByMapping(ByMapping::Match { .. }) => None,
            _ => Some("KQL searches words in the default fields; every other test needs a field"),
        },
        Subject::Event(_) => {
            Some("KQL searches the default fields of the index, not all of an event")
        }
    }
}

fn of_glob(glob: &FieldGlob, test: &Test) -> Why {
    match glob.taxonomy {
        Taxonomy::Derived => Some(COMPUTED),
        _ if glob.name.is_any() && is_anything(test) => Some("KQL's `*:*` is every event"),
        _ if glob.name.as_literal().is_some() => {
            Some("KQL takes a field pattern without a star for one field")
        }
        _ => of_wild(&glob.name),
    }
}

fn is_anything(test: &Test) -> bool {
    match test {
        Test::Anything => true,
        Test::Text { any, .. } => any.iter().any(Pattern::is_any),
        _ => false,
    }
}

/// Inside a nested group every test needs a field of the element.
fn of_body(body: &Expr) -> Why {
    match &body.kind {
        ExprKind::Test { subject: Subject::Event(_), .. } => {
            Some("KQL has no free text in a nested group")
        }
        ExprKind::Test { subject: Subject::AnyField(glob), .. }
            if glob.taxonomy != Taxonomy::Element =>
        {
            Some("in a nested group KQL names fields of the element only")
        }
        _ => match body.field() {
            Some(field) if field.taxonomy != Taxonomy::Element => {
                Some("in a nested group KQL names fields of the element only")
            }
            // A nested group inside is asked on its own.
            Some(_) => None,
            None => children(body).find_map(of_body),
        },
    }
}

fn of_test(test: &Test) -> Why {
    match test {
        Test::Anything => None,
        Test::Text { any, case, types } => of_text(any, *case, *types),
        Test::Equal { any, types } => of_types(*types).or_else(|| any.iter().find_map(of_equal)),
        Test::Matches(_) => Some("KQL has no regular expressions"),
        Test::Term { tokens, case, .. } => of_term(*tokens, *case),
        Test::AnyWord { any, tokens, case } => {
            of_term(*tokens, *case).or_else(|| any.iter().find_map(of_word))
        }
        Test::AllOf(tests) => whole_date(tests).is_none().then_some(
            "KQL asks each of several conditions of some value, not all of one and the same",
        ),
        Test::Order { bound, types, .. } => of_types(*types).or_else(|| of_bound(bound)),
        Test::Net { how: NetTest::ContainsMapped, .. } => None,
        Test::Net { how: NetTest::Contains, .. } => {
            Some("an `ip` field of Elasticsearch reads IPv4 addresses written as IPv6 as IPv4")
        }
        Test::Net { how: NetTest::Overlaps, .. } => {
            Some("KQL asks whether an address is in a network, not whether networks overlap")
        }
        Test::IpClass(_) => Some("KQL has no classes of addresses"),
        Test::Encoded { .. } => Some("KQL cannot encode text"),
        Test::InList { .. } => Some("KQL has no lists by name"),
        Test::ByMapping(test) => of_by_mapping(test),
        Test::Fails(_) => Some("KQL asks whether some value matches, not whether some value fails"),
    }
}

fn of_text(any: &[Pattern], case: Case, types: Types) -> Why {
    if types != Types::Textual {
        return Some("Elasticsearch reads numbers and booleans of a keyword field as text");
    }
    if case != Case::Exact && any.iter().any(Pattern::has_case) {
        return Some("KQL compares keyword values with their letter case");
    }
    any.iter().filter(|p| p.as_literal().is_none()).find_map(of_wild)
}

/// Why a text with wildcards cannot be written without quotes.
fn of_wild(pattern: &Pattern) -> Why {
    let parts = pattern.parts();
    parts.iter().find_map(of_part).or_else(|| {
        let first = matches!(parts.first(), Some(Part::Text(t)) if trim_start(t) != t.as_str());
        let last = matches!(parts.last(), Some(Part::Text(t)) if trim_end(t) != t.as_str());
        (first || last).then_some(TRIMMED)
    })
}

fn of_part(part: &Part) -> Why {
    match part {
        Part::Text(_) | Part::Run => None,
        Part::One => Some("KQL has no wildcard for one character"),
        Part::Dash => Some("KQL has no wildcard for dashes"),
        Part::Placeholder(_) => Some("KQL has no placeholders"),
    }
}

fn of_types(types: Types) -> Why {
    match types {
        Types::Python => Some("KQL compares by the type of the field, not by that of each value"),
        Types::Strict | Types::Textual | Types::NumericFirst => None,
    }
}

fn of_equal(literal: &Literal) -> Why {
    match literal {
        Literal::Number(_) | Literal::Bool(_) | Literal::Ip(_) | Literal::Text(_) => None,
        Literal::Time(_) => Some("KQL takes a date for all of its day or second"),
        Literal::Span(_) => Some("KQL has no lengths of time"),
    }
}

fn of_bound(bound: &Literal) -> Why {
    match bound {
        Literal::Number(_)
        | Literal::Text(_)
        | Literal::Ip(_)
        | Literal::Time(TimePoint::At(_)) => None,
        Literal::Time(TimePoint::Relative { steps, snap }) => {
            let quarter =
                steps.iter().map(|(_, unit)| unit).chain(snap).any(|u| *u == TimeUnit::Quarter);
            quarter.then_some("Elasticsearch's date arithmetic has no quarters")
        }
        Literal::Bool(_) => Some("KQL cannot order truth values"),
        Literal::Span(_) => Some("KQL has no lengths of time"),
    }
}

fn of_term(tokens: Tokens, case: Case) -> Why {
    match (tokens, case) {
        (Tokens::ElasticStandard, Case::AsciiFold | Case::UnicodeFold) => None,
        (Tokens::ElasticStandard, Case::Exact) => {
            Some("an analysed field of Elasticsearch has no letter case")
        }
        _ => Some("another product cuts text into words in its own way"),
    }
}

/// A word cannot have blanks, and outside quotes they would end it.
fn of_word(word: &Pattern) -> Why {
    let blank = word.texts().any(|t| t.contains(char::is_whitespace));
    if blank { Some("a word of analysed text has no blanks") } else { of_wild(word) }
}

/// The date that a range from its beginning to its end says: KQL's equality on a date field.
pub(crate) fn whole_date(tests: &[Test]) -> Option<&TimePoint> {
    match tests {
        [
            Test::Order { op: Inequality::Ge, bound: Literal::Time(from), .. },
            Test::Order { op: Inequality::Le, bound: Literal::Time(to), .. },
        ] if from == to => Some(from),
        _ => None,
    }
}

fn of_by_mapping(test: &ByMapping) -> Why {
    match test {
        ByMapping::Order { .. } => None,
        ByMapping::Match { pattern, quoting: Quoting::Quoted } => {
            pattern.as_literal().is_none().then_some("in quotes KQL has no wildcards")
        }
        ByMapping::Match { pattern, quoting: Quoting::Bare } => match pattern.as_literal() {
            Some("null") => Some("KQL reads the word `null` without quotes as no value"),
            _ => of_wild(pattern),
        },
    }
}
