//! Items to tests.

use super::placed;
use crate::ast::{Item, Value, ValueKind};
use crate::plan::{Join, Kind, Plan, TextPlan};
use crate::text::{pattern_of, placed as with_room, unescape};
use ipnet::IpNet;
use ruleglot_ir::{
    Anchor, Case, Encoding, Expr, ExprKind, Field, Flags, Flavor, Function, Inequality, Lift,
    Literal, NetTest, Origin, Pattern, Place, Quant, Regex, Relation, Scalar, Scope, Shape, Sign,
    Subject, Taxonomy, Test, Types, all_of, any_of, negate,
};
use smol_str::SmolStr;
use std::net::IpAddr;

/// Makes the tests of one field, or of keywords.
pub(super) struct Leaves<'a> {
    pub(super) field: Option<&'a SmolStr>,
    pub(super) taxonomy: &'a Taxonomy,
}

impl Leaves<'_> {
    /// What a sound item means.
    pub(super) fn item(&self, item: &Item, plan: &Plan) -> Expr {
        let expr = match plan.join {
            Join::Any => self.joined(&item.values.iter().collect::<Vec<_>>(), plan, item.origin),
            Join::All => all_of(
                item.values.iter().map(|v| self.joined(&[v], plan, v.origin)).collect::<Vec<_>>(),
            ),
        };
        let expr = placed(expr, item.origin);
        match plan.sign {
            Sign::Holds => expr,
            Sign::Fails => placed(negate(expr), item.origin),
        }
    }

    fn joined(&self, values: &[&Value], plan: &Plan, origin: Origin) -> Expr {
        match &plan.kind {
            Kind::Text(text) if text.encodings.is_empty() => self.texts(values, text, origin),
            Kind::Text(text) => self.each(values, origin, |v| Some(self.encoded(v, text))),
            Kind::Regex(flags) => self.each(values, origin, |v| Some(regex(v, *flags))),
            Kind::Net => {
                let any = values.iter().filter_map(|v| network(&v.text)).collect();
                self.test(Test::Net { any, how: NetTest::Contains }, origin)
            }
            Kind::Order(op) => self.each(values, origin, |v| order(v, *op)),
            Kind::Exists => either(values, origin, |v, at| self.exists(v, at)),
            Kind::FieldRef { place, case } => {
                either(values, origin, |v, at| self.relation(v, *place, *case, at))
            }
            Kind::Time { part, order: op } => {
                let subject = self.call(part.function());
                either(values, origin, |v, at| time(&subject, v, *op, at))
            }
        }
    }

    /// Text tests; null means that there is no value.
    pub(super) fn texts(&self, values: &[&Value], plan: &TextPlan, origin: Origin) -> Expr {
        let of_number = |v: &&Value| matches!(v.kind, ValueKind::Number(_));
        let case = if values.iter().all(of_number) { Case::Exact } else { plan.case };
        let any: Vec<Pattern> = values
            .iter()
            .filter(|v| v.kind != ValueKind::Null)
            .map(|v| self.pattern(v, plan))
            .collect();
        let mut parts = Vec::new();
        if !any.is_empty() {
            parts.push(self.test(Test::Text { any, case, types: Types::Textual }, origin));
        }
        for null in values.iter().filter(|v| v.kind == ValueKind::Null) {
            let what = self.scalar();
            let valued =
                Expr { kind: ExprKind::Is { what, shape: Shape::Valued }, origin: null.origin };
            parts.push(negate(valued));
        }
        placed(any_of(parts), origin)
    }

    fn pattern(&self, value: &Value, plan: &TextPlan) -> Pattern {
        let place = self.place(plan.place);
        match value.kind {
            ValueKind::Text => pattern_of(&value.text, &TextPlan { place, ..plan.clone() }),
            _ => with_room(Pattern::literal(plain_text(value)), place),
        }
    }

    /// Keywords are searched anywhere in a value.
    fn place(&self, place: Place) -> Place {
        match (self.field, place) {
            (None, Place::Whole) => Place::Inside,
            (_, place) => place,
        }
    }

    fn encoded(&self, value: &Value, plan: &TextPlan) -> Test {
        Test::Encoded {
            steps: plan.encodings.clone(),
            text: encodable(value).unwrap_or_default(),
            place: self.place(plan.place),
            case: plan.case,
        }
    }

    fn exists(&self, value: &Value, origin: Origin) -> Expr {
        let key = Expr { kind: ExprKind::Is { what: self.scalar(), shape: Shape::Key }, origin };
        if value.kind == ValueKind::Bool(false) { negate(key) } else { key }
    }

    fn relation(&self, value: &Value, place: Place, case: Case, origin: Origin) -> Expr {
        let how = match place {
            Place::Whole => Relation::Eq,
            Place::Start => Relation::StartsWith,
            Place::End => Relation::EndsWith,
            Place::Inside => Relation::Contains,
        };
        let other = Field { taxonomy: self.taxonomy.clone(), name: value.text.clone() };
        let (left, right) = (self.scalar(), Scalar::Field(other));
        Expr { kind: ExprKind::Relate { left, how, right, case, types: Types::Textual }, origin }
    }

    /// A test each, of which one must pass.
    fn each(
        &self,
        values: &[&Value],
        origin: Origin,
        test: impl Fn(&Value) -> Option<Test>,
    ) -> Expr {
        either(values, origin, |v, at| match test(v) {
            Some(test) => self.test(test, at),
            None => Expr::constant(false),
        })
    }

    fn test(&self, test: Test, origin: Origin) -> Expr {
        let subject = match self.field {
            Some(_) => Subject::Value(self.scalar()),
            None => Subject::Event(Scope::Values),
        };
        Expr { kind: ExprKind::Test { subject, quant: Quant::Any, test }, origin }
    }

    fn scalar(&self) -> Scalar {
        let name = self.field.cloned().unwrap_or_default();
        Scalar::Field(Field { taxonomy: self.taxonomy.clone(), name })
    }

    fn call(&self, function: &'static str) -> Subject {
        let args = vec![self.scalar()];
        Subject::Value(Scalar::Call { function: Function(function), lift: Lift::Each, args })
    }
}

/// An expression each, of which one must hold; a single one stands for the whole item.
fn either(values: &[&Value], origin: Origin, make: impl Fn(&Value, Origin) -> Expr) -> Expr {
    if let [value] = values {
        return make(value, origin);
    }
    placed(any_of(values.iter().map(|v| make(v, v.origin)).collect::<Vec<_>>()), origin)
}

/// The text that a value is compared as.
fn plain_text(value: &Value) -> SmolStr {
    match value.kind {
        ValueKind::Number(n) => SmolStr::from(n.to_string()),
        ValueKind::Bool(b) => if b { "true" } else { "false" }.into(),
        _ => value.text.clone(),
    }
}

/// The text to be encoded; `None` when the value has wildcards.
pub(super) fn encodable(value: &Value) -> Option<SmolStr> {
    match value.kind {
        ValueKind::Text => {
            unescape(&value.text, crate::plan::Expand::Off).as_literal().map(SmolStr::from)
        }
        _ => Some(plain_text(value)),
    }
}

fn regex(value: &Value, flags: Flags) -> Test {
    let text = value.text.clone();
    Test::Matches(Regex { text, flavor: Flavor::Pcre, flags, anchor: Anchor::Search })
}

/// A network, or an address as the network of itself.
pub(super) fn network(text: &str) -> Option<IpNet> {
    text.parse().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
}

/// Numeric text in the event counts (spec: decided); what is no number fails.
fn order(value: &Value, op: Inequality) -> Option<Test> {
    let ValueKind::Number(n) = value.kind else { return None };
    Some(Test::Order { op, bound: Literal::Number(n), types: Types::NumericFirst })
}

/// A part of a point in time, compared as the number that it is.
fn time(subject: &Subject, value: &Value, op: Option<Inequality>, origin: Origin) -> Expr {
    let test = match op {
        Some(op) => order(value, op),
        None => {
            let any = vec![Pattern::literal(plain_text(value))];
            Some(Test::Text { any, case: Case::Exact, types: Types::Textual })
        }
    };
    match test {
        Some(test) => Expr {
            kind: ExprKind::Test { subject: subject.clone(), quant: Quant::Any, test },
            origin,
        },
        None => Expr::constant(false),
    }
}

/// How many bytes of a value are given to the last step of its encoding.
pub(crate) fn encoded_len(value: &Value, steps: &[Encoding]) -> usize {
    let text = encodable(value).unwrap_or_default();
    // Base64 is ASCII: only the first step meets anything else.
    let units = |len: usize, i: usize| if i == 0 { text.encode_utf16().count() } else { len };
    let before = steps.split_last().map_or(&[][..], |(_, before)| before);
    before.iter().enumerate().fold(text.len(), |len, (i, step)| match step {
        Encoding::Utf16Le | Encoding::Utf16Be => units(len, i) * 2,
        Encoding::Utf16Bom => units(len, i) * 2 + 2,
        Encoding::Base64 => len.div_ceil(3) * 4,
        Encoding::Base64AnyOffset => len,
    })
}
