//! What an Elasticsearch index mapping makes of KQL and Lucene leaves.
//!
//! The only place that knows field types of Elasticsearch and what `match`, `match_phrase`, `query_string` and `range` do
//! with them. `translate` uses it to resolve leaves by a schema, the evaluator for leaves whose field is only known from
//! the event.

use ipnet::IpNet;
use ruleglot_ir::{
    ByMapping, Case, Expr, ExprKind, Inequality, Literal, NetTest, Number, Origin, Part, Pattern,
    Quant, Quoting, Scalar, Scope, Shape, Subject, Test, TimePoint, Tokens, Types, all_of, any_of,
    negate,
};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use std::net::IpAddr;

/// The type of a field in an index mapping, as far as it changes what a query means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldType {
    /// `keyword`, `constant_keyword`, `flattened`, `version` (equality only).
    Keyword,
    /// `wildcard`: as `keyword`, but a pattern goes through `query_string`, which splits it at blanks.
    Wildcard,
    /// `text`, `match_only_text`: analysed into words.
    Text,
    /// Integers and floating-point numbers.
    Number,
    /// `boolean`.
    Boolean,
    /// `date`, `date_nanos`.
    Date,
    /// `ip`.
    Ip,
    /// `nested`.
    Nested,
    /// `object` and types that no value test reads.
    Object,
}

impl FieldType {
    /// The type that Elasticsearch calls so; `None` for a name it does not have.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "keyword" | "constant_keyword" | "flattened" | "version" | "flat_object" => {
                Self::Keyword
            }
            "wildcard" => Self::Wildcard,
            "text" | "match_only_text" | "search_as_you_type" => Self::Text,
            "long" | "integer" | "short" | "byte" | "double" | "float" | "half_float"
            | "scaled_float" | "unsigned_long" => Self::Number,
            "boolean" => Self::Boolean,
            "date" | "date_nanos" => Self::Date,
            "ip" => Self::Ip,
            "nested" => Self::Nested,
            "object" | "geo_point" | "binary" | "histogram" | "group" => Self::Object,
            _ => return None,
        })
    }
}

/// The types of fields; a field without an entry is taken as `keyword`.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    types: FxHashMap<SmolStr, FieldType>,
}

impl Schema {
    /// Sets the type of a field.
    pub fn insert(&mut self, name: impl Into<SmolStr>, ty: FieldType) {
        self.types.insert(name.into(), ty);
    }

    /// Takes over the types of fields that have none here, or one that no value test reads.
    #[must_use]
    pub fn or(mut self, other: Self) -> Self {
        let open = |ty: Option<&FieldType>| matches!(ty, None | Some(FieldType::Object));
        let more: Vec<_> =
            other.types.into_iter().filter(|(name, _)| open(self.types.get(name))).collect();
        self.types.extend(more);
        self
    }

    /// The type of a field, if it is known.
    pub fn known(&self, name: &str) -> Option<FieldType> {
        self.types.get(name).copied()
    }

    /// The type of a field; `keyword` when not known, or below a known `flattened` field.
    pub fn of(&self, name: &str) -> FieldType {
        self.known(name).unwrap_or(FieldType::Keyword)
    }

    /// The innermost `nested` field above this name, if any.
    pub fn nested_above<'n>(&self, name: &'n str) -> Option<&'n str> {
        name.rmatch_indices('.')
            .map(|(dot, _)| &name[..dot])
            .find(|p| self.known(p) == Some(FieldType::Nested))
    }
}

/// The leaf with its mapping question answered for a field of this type.
///
/// A value that the type cannot read (Elasticsearch refuses the request) matches nothing.
pub fn resolve(subject: &Subject, leaf: &ByMapping, ty: FieldType, origin: Origin) -> Expr {
    let resolver = Resolver { subject, origin };
    match leaf {
        ByMapping::Match { pattern, quoting } => resolver.value(pattern, *quoting, ty),
        ByMapping::Order { op, bound } => resolver.order(*op, bound, ty),
    }
}

struct Resolver<'a> {
    subject: &'a Subject,
    origin: Origin,
}

impl Resolver<'_> {
    fn test(&self, test: Test) -> Expr {
        let kind = ExprKind::Test { subject: self.subject.clone(), quant: Quant::Any, test };
        Expr { kind, origin: self.origin }
    }

    fn never(&self) -> Expr {
        Expr { kind: ExprKind::Const(false), origin: self.origin }
    }

    fn exists(&self) -> Expr {
        match self.subject {
            Subject::Value(what) => Expr {
                kind: ExprKind::Is { what: what.clone(), shape: Shape::Valued },
                origin: self.origin,
            },
            _ => self.test(Test::Anything),
        }
    }

    fn text(&self, pattern: Pattern) -> Expr {
        self.test(Test::Text { any: vec![pattern], case: Case::Exact, types: Types::Textual })
    }

    fn value(&self, pattern: &Pattern, quoting: Quoting, ty: FieldType) -> Expr {
        let free_text = matches!(self.subject, Subject::Event(Scope::DefaultFields));
        match (ty, pattern.as_literal()) {
            (FieldType::Keyword, None) if free_text => {
                self.query_string(pattern, FieldType::Wildcard)
            }
            (FieldType::Keyword, _) | (FieldType::Wildcard, Some(_)) => self.text(pattern.clone()),
            (FieldType::Wildcard | FieldType::Text, None) => self.query_string(pattern, ty),
            (FieldType::Text, Some(text)) if quoting == Quoting::Quoted => self.phrase(text),
            (FieldType::Text, Some(text)) => self.words(text),
            (FieldType::Number, Some(text)) => Number::parse(text).map_or_else(
                || self.never(),
                |n| {
                    self.test(Test::Equal {
                        any: vec![Literal::Number(n)],
                        types: Types::NumericFirst,
                    })
                },
            ),
            (FieldType::Boolean, Some("true" | "false")) => self.text(pattern.clone()),
            (FieldType::Date, Some(text)) => self.date(text),
            (FieldType::Ip, Some(text)) => self.address(text),
            (FieldType::Number | FieldType::Boolean | FieldType::Date | FieldType::Ip, _)
            | (FieldType::Nested | FieldType::Object, _) => self.never(),
        }
    }

    fn phrase(&self, text: &str) -> Expr {
        if crate::words::standard(text).is_empty() {
            return self.never();
        }
        self.test(Test::Term {
            text: text.into(),
            tokens: Tokens::ElasticStandard,
            case: Case::UnicodeFold,
        })
    }

    fn words(&self, text: &str) -> Expr {
        let any: Vec<_> = crate::words::standard(text).into_iter().map(Pattern::literal).collect();
        if any.is_empty() { self.never() } else { self.any_word(any) }
    }

    fn any_word(&self, any: Vec<Pattern>) -> Expr {
        self.test(Test::AnyWord { any, tokens: Tokens::ElasticStandard, case: Case::UnicodeFold })
    }

    fn date(&self, text: &str) -> Expr {
        if !is_date(text) {
            return self.never();
        }
        let order = |op| Test::Order {
            op,
            bound: Literal::Time(TimePoint::At(text.into())),
            types: Types::NumericFirst,
        };
        self.test(Test::AllOf(vec![order(Inequality::Ge), order(Inequality::Le)]))
    }

    fn address(&self, text: &str) -> Expr {
        let net = text
            .parse::<IpNet>()
            .ok()
            .or_else(|| text.parse::<IpAddr>().ok().map(|ip| IpNet::from(ip.to_canonical())));
        net.map_or_else(
            || self.never(),
            |net| self.test(Test::Net { any: vec![net.trunc()], how: NetTest::ContainsMapped }),
        )
    }

    fn order(&self, op: Inequality, bound: &SmolStr, ty: FieldType) -> Expr {
        let (bound, types) = match ty {
            FieldType::Number => match Number::parse(bound) {
                Some(n) => (Literal::Number(n), Types::NumericFirst),
                None => return self.never(),
            },
            FieldType::Date if !is_date(bound) => return self.never(),
            FieldType::Date => (Literal::Time(TimePoint::At(bound.clone())), Types::NumericFirst),
            FieldType::Ip => match bound.parse() {
                Ok(ip) => (Literal::Ip(ip), Types::Textual),
                Err(_) => return self.never(),
            },
            FieldType::Nested | FieldType::Object => return self.never(),
            FieldType::Keyword | FieldType::Wildcard | FieldType::Text | FieldType::Boolean => {
                (Literal::Text(bound.clone()), Types::Textual)
            }
        };
        self.test(Test::Order { op, bound, types })
    }

    /// Lucene's classic parser over what Kibana sends: everything escaped but blanks and the words AND, OR, NOT.
    fn query_string(&self, pattern: &Pattern, ty: FieldType) -> Expr {
        let mut clauses = Vec::<(Occur, Expr)>::new();
        let (mut joined_by_and, mut negated) = (false, false);
        for piece in pieces(pattern) {
            match piece.as_literal() {
                Some("AND") => {
                    joined_by_and = true;
                    if let Some((occur @ Occur::Should, _)) = clauses.last_mut() {
                        *occur = Occur::Must;
                    }
                }
                Some("OR") => joined_by_and = false,
                Some("NOT") => negated = true,
                _ => {
                    let occur = match (negated, joined_by_and) {
                        (true, _) => Occur::MustNot,
                        (false, true) => Occur::Must,
                        (false, false) => Occur::Should,
                    };
                    clauses.push((occur, self.piece(piece, ty)));
                    (joined_by_and, negated) = (false, false);
                }
            }
        }
        combine(&clauses)
    }

    fn piece(&self, piece: Pattern, ty: FieldType) -> Expr {
        match (ty, piece.as_literal().map(SmolStr::from)) {
            _ if piece.is_any() => self.exists(),
            (FieldType::Text, Some(text)) => self.words(&text),
            (FieldType::Text, None) => self.any_word(vec![piece]),
            _ => self.text(piece),
        }
    }
}

fn is_date(text: &str) -> bool {
    crate::time::of_text(text, crate::time::Round::Down, 0).is_some()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Occur {
    Must,
    Should,
    MustNot,
}

fn combine(clauses: &[(Occur, Expr)]) -> Expr {
    let of = |wanted| clauses.iter().filter(move |(o, _)| *o == wanted).map(|(_, e)| e.clone());
    let mut all: Vec<Expr> = of(Occur::Must).collect();
    if all.is_empty() && of(Occur::Should).next().is_some() {
        all.push(any_of(of(Occur::Should)));
    }
    all.extend(of(Occur::MustNot).map(negate));
    all_of(all)
}

/// The pattern cut at blanks.
fn pieces(pattern: &Pattern) -> Vec<Pattern> {
    let mut pieces = vec![Pattern::default()];
    for part in pattern.parts() {
        let Part::Text(text) = part else {
            push_last(&mut pieces, part.clone());
            continue;
        };
        for (i, word) in text.split(char::is_whitespace).enumerate() {
            if i > 0 {
                pieces.push(Pattern::default());
            }
            push_last(&mut pieces, Part::Text(word.into()));
        }
    }
    pieces.retain(|p| !p.parts().is_empty());
    pieces
}

fn push_last(pieces: &mut [Pattern], part: Part) {
    if let Some(last) = pieces.last_mut() {
        last.push(part);
    }
}

/// The leaf with its mapping question answered by a schema: `None` when the expression is no such leaf, or its fields are
/// only known from the event.
pub fn resolve_leaf(expr: &Expr, schema: &Schema, inside: Option<&str>) -> Option<Expr> {
    let ExprKind::Test {
        subject: subject @ Subject::Value(Scalar::Field(field)),
        test: Test::ByMapping(leaf),
        ..
    } = &expr.kind
    else {
        return None;
    };
    let ty = match inside {
        Some(path) => schema.of(&format!("{path}.{}", field.name)),
        None => schema.of(&field.name),
    };
    Some(resolve(subject, leaf, ty, expr.origin))
}
