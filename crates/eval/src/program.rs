//! Expressions made ready to run.

use crate::check::Check;
use crate::lookup::NameGlob;
use crate::mapping::{self, FieldType, Schema};
use crate::run::Scene;
use crate::time::Instant;
use ruleglot_ir::{
    ByMapping, Case, Expr, ExprKind, Field, Literal, NameWalk, Origin, Quant, Relation, Scalar,
    Scope, Shape, Subject, Taxonomy, Test, TimePoint, Types,
};
use serde_json::Value;
use smol_str::SmolStr;

/// What an expression is evaluated against besides the event.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// The index mapping, for leaves that depend on it.
    pub schema: &'a Schema,
    /// The present, in nanoseconds since the epoch, for date math.
    pub now: Instant,
}

/// An expression ready to run on events.
#[derive(Debug)]
pub struct Program {
    root: Op,
}

/// A part that cannot be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsupported {
    /// Its place in the rule.
    pub origin: Origin,
    /// Why.
    pub why: String,
}

#[derive(Debug)]
pub(crate) enum Op {
    Const(bool),
    Not(Box<Op>),
    And(Vec<Op>),
    Or(Vec<Op>),
    AtLeast(u32, Vec<Op>),
    Is(Source, Shape),
    Test(Source, Quant, Check),
    /// A test of every scalar of the event.
    AnyValue(Check),
    /// A test of each leaf whose dotted name matches, by the field's type.
    AnyField(Option<NameGlob>, ByType),
    Relate {
        left: Source,
        how: Relation,
        right: Source,
        case: Case,
        types: Types,
    },
    Within {
        path: Name,
        quant: Quant,
        body: Box<Op>,
    },
}

/// Where values come from.
#[derive(Debug)]
pub(crate) enum Source {
    Field(Name),
    Constant(Value),
    TimePart(TimePart, Name),
    /// A function of values.
    Call(crate::scalar::Run, Vec<Source>),
    /// The value of the first arm that holds.
    Case(Vec<(Op, Source)>, Option<Box<Source>>),
}

#[derive(Debug)]
pub(crate) struct Name {
    pub(crate) name: SmolStr,
    pub(crate) walk: NameWalk,
    pub(crate) of: Base,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Base {
    Event,
    Element,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimePart {
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// One operation per type of field, and which names have which type.
#[derive(Debug)]
pub(crate) struct ByType {
    pub(crate) types: Schema,
    pub(crate) ops: Vec<(FieldType, Op)>,
}

impl Program {
    /// The expression, ready to run.
    ///
    /// # Errors
    /// Every part that cannot be run, with its reason.
    pub fn new(expr: &Expr, setting: &Setting<'_>) -> Result<Self, Vec<Unsupported>> {
        let mut compiler = Compiler { setting, inside: None, refused: Vec::new() };
        let root = compiler.op(expr);
        if compiler.refused.is_empty() { Ok(Self { root }) } else { Err(compiler.refused) }
    }

    /// Whether the event matches.
    pub fn matches(&self, event: &Value) -> bool {
        self.root.holds(Scene { event, element: event })
    }
}

struct Compiler<'a> {
    setting: &'a Setting<'a>,
    /// Full dotted path of the innermost `Within`.
    inside: Option<String>,
    refused: Vec<Unsupported>,
}

impl Compiler<'_> {
    fn op(&mut self, expr: &Expr) -> Op {
        match &expr.kind {
            ExprKind::Const(b) => Op::Const(*b),
            ExprKind::Not(x) => Op::Not(Box::new(self.op(x))),
            ExprKind::And(of) => Op::And(self.ops(of)),
            ExprKind::Or(of) => Op::Or(self.ops(of)),
            ExprKind::AtLeast { n, of } => Op::AtLeast(*n, self.ops(of)),
            ExprKind::Named { body, .. } => self.op(body),
            ExprKind::Is { what, shape } => {
                self.with_source(what, expr.origin, |s| Op::Is(s, *shape))
            }
            ExprKind::Test { subject, quant, test } => self.test(expr, subject, *quant, test),
            ExprKind::Relate { left, how, right, case, types } => {
                match (self.source(left, expr.origin), self.source(right, expr.origin)) {
                    (Some(left), Some(right)) => {
                        Op::Relate { left, how: *how, right, case: *case, types: *types }
                    }
                    _ => Op::Const(false),
                }
            }
            ExprKind::Within { path, quant, body } => self.within(path, *quant, body),
            ExprKind::InPipeline { .. } => {
                self.refuse(expr.origin, "rows of another pipeline are not here".into())
            }
            ExprKind::Opaque(o) => self.refuse(
                expr.origin,
                format!("`{}` has no meaning outside {}", o.text, o.dialect.0),
            ),
        }
    }

    fn ops(&mut self, of: &[Expr]) -> Vec<Op> {
        of.iter().map(|x| self.op(x)).collect()
    }

    fn refuse(&mut self, origin: Origin, why: String) -> Op {
        self.refused.push(Unsupported { origin, why });
        Op::Const(false)
    }

    fn with_source(
        &mut self,
        scalar: &Scalar,
        origin: Origin,
        make: impl FnOnce(Source) -> Op,
    ) -> Op {
        self.source(scalar, origin).map_or(Op::Const(false), make)
    }

    fn source(&mut self, scalar: &Scalar, origin: Origin) -> Option<Source> {
        match scalar {
            Scalar::Field(field) => {
                self.check_nesting(field, origin);
                Some(Source::Field(name(field)))
            }
            Scalar::Literal(Literal::Time(at)) => match self.moment(at) {
                Some(seconds) => Some(Source::Constant(seconds)),
                None => {
                    self.refuse(origin, "this point in time is not computed yet".into());
                    None
                }
            },
            Scalar::Literal(l) => Some(Source::Constant(constant(l))),
            Scalar::Call { function, args, .. } => match (time_part(function.0), args.as_slice()) {
                (Some(part), [Scalar::Field(field)]) => Some(Source::TimePart(part, name(field))),
                _ => self.call(function.0, args, origin),
            },
            Scalar::Case { arms, otherwise } => {
                let otherwise = match otherwise {
                    Some(x) => Some(Box::new(self.source(x, origin)?)),
                    None => None,
                };
                let arms = arms.iter().map(|(when, then)| {
                    let when = self.op(when);
                    self.source(then, origin).map(|then| (when, then))
                });
                Some(Source::Case(arms.collect::<Option<_>>()?, otherwise))
            }
            Scalar::Opaque(o) => {
                self.refuse(origin, format!("`{}` has no meaning outside {}", o.text, o.dialect.0));
                None
            }
        }
    }

    fn call(&mut self, id: &str, args: &[Scalar], origin: Origin) -> Option<Source> {
        let Some(run) = crate::scalar::function(id) else {
            self.refuse(origin, format!("the function {id} is not run yet"));
            return None;
        };
        let args: Option<Vec<_>> = args.iter().map(|a| self.source(a, origin)).collect();
        Some(Source::Call(run, args?))
    }

    /// The present in seconds, the only moment without a date of its own.
    fn moment(&self, at: &TimePoint) -> Option<Value> {
        match at {
            TimePoint::Relative { steps, snap: None } if steps.is_empty() => {
                i64::try_from(self.setting.now / 1_000_000_000).ok().map(Value::from)
            }
            _ => None,
        }
    }

    /// Elasticsearch refuses a sub-field of a `nested` field outside its group, and a group that is not the innermost.
    fn check_nesting(&mut self, field: &Field, origin: Origin) {
        let full = match (&field.taxonomy, &self.inside) {
            (Taxonomy::Element, Some(path)) => format!("{path}.{}", field.name),
            _ => field.name.to_string(),
        };
        let wanted = self.setting.schema.nested_above(&full).map(str::to_owned);
        let known = wanted.is_some()
            || (self.inside.is_some() && self.setting.schema.known(&full).is_some());
        if !known || wanted == self.inside {
            return;
        }
        let why = match wanted {
            Some(above) => format!(
                "{full} is part of the nested field {above}, and not in its group `{above}:{{ … }}`"
            ),
            None => format!("{full} is not part of a nested field, so it cannot stand in a group"),
        };
        self.refuse(origin, why);
    }

    fn test(&mut self, expr: &Expr, subject: &Subject, quant: Quant, test: &Test) -> Op {
        if let Test::ByMapping(leaf) = test {
            return self.by_mapping(expr, subject, leaf);
        }
        let check = match Check::new(test, self.setting) {
            Ok(check) => check,
            Err(why) => return self.refuse(expr.origin, why),
        };
        match subject {
            Subject::Value(scalar) => {
                self.with_source(scalar, expr.origin, |s| Op::Test(s, quant, check))
            }
            Subject::Event(Scope::Values | Scope::DefaultFields) => Op::AnyValue(check),
            // Splunk keeps the original text of an event in this field.
            Subject::Event(Scope::Raw) => {
                let raw = Name {
                    name: SmolStr::new_static("_raw"),
                    walk: NameWalk::FlatThenNested,
                    of: Base::Event,
                };
                Op::Test(Source::Field(raw), quant, check)
            }
            Subject::AnyField(glob) => match NameGlob::new(&glob.name) {
                Some(names) => {
                    let element = Source::Field(Name {
                        name: SmolStr::default(),
                        walk: NameWalk::Merged,
                        of: Base::Element,
                    });
                    let ops = vec![(FieldType::Keyword, Op::Test(element, quant, check))];
                    Op::AnyField(Some(names), ByType { types: Schema::default(), ops })
                }
                None => self.refuse(expr.origin, format!("{glob} is no pattern of fields")),
            },
        }
    }

    fn by_mapping(&mut self, expr: &Expr, subject: &Subject, leaf: &ByMapping) -> Op {
        if let Some(resolved) =
            mapping::resolve_leaf(expr, self.setting.schema, self.inside.as_deref())
        {
            return self.op(&resolved);
        }
        let names = match subject {
            Subject::AnyField(glob) => NameGlob::new(&glob.name),
            _ => None,
        };
        let element = Field { taxonomy: Taxonomy::Element, name: SmolStr::default() };
        let types = [
            FieldType::Keyword,
            FieldType::Wildcard,
            FieldType::Text,
            FieldType::Number,
            FieldType::Boolean,
            FieldType::Date,
            FieldType::Ip,
        ];
        let mut ops = Vec::with_capacity(types.len());
        for ty in types {
            // Free text splits a pattern at blanks whatever the type: that is `resolve`'s to know by the subject.
            let mut resolved = mapping::resolve(subject, leaf, ty, expr.origin);
            retarget(&mut resolved, &element);
            let outer = self.inside.take();
            ops.push((ty, self.op(&resolved)));
            self.inside = outer;
        }
        Op::AnyField(names, ByType { types: self.setting.schema.clone(), ops })
    }

    fn within(&mut self, path: &Field, quant: Quant, body: &Expr) -> Op {
        let full = match (&path.taxonomy, &self.inside) {
            (Taxonomy::Element, Some(outer)) => format!("{outer}.{}", path.name),
            _ => path.name.to_string(),
        };
        if let Some(ty) = self.setting.schema.known(&full).filter(|ty| *ty != FieldType::Nested) {
            return self.refuse(
                body.origin,
                format!(
                    "{full} is of type {ty:?}, not nested, so it has no group `{full}:{{ … }}`"
                ),
            );
        }
        let outer = self.inside.replace(full);
        let body = Box::new(self.op(body));
        self.inside = outer;
        Op::Within { path: name(path), quant, body }
    }
}

/// Points every test of the expression at one field.
fn retarget(expr: &mut Expr, field: &Field) {
    match &mut expr.kind {
        ExprKind::Not(x) => retarget(x, field),
        ExprKind::And(of) | ExprKind::Or(of) => of.iter_mut().for_each(|x| retarget(x, field)),
        ExprKind::Is { what, .. } => *what = Scalar::Field(field.clone()),
        ExprKind::Test { subject, .. } => *subject = Subject::Value(Scalar::Field(field.clone())),
        _ => {}
    }
}

fn name(field: &Field) -> Name {
    let of = if field.taxonomy == Taxonomy::Element { Base::Element } else { Base::Event };
    let walk = if of == Base::Element { NameWalk::Merged } else { field.taxonomy.walk() };
    Name { name: field.name.clone(), walk, of }
}

fn constant(literal: &Literal) -> Value {
    use ruleglot_ir::Number;
    match literal {
        Literal::Text(t) => Value::String(t.to_string()),
        Literal::Bool(b) => Value::Bool(*b),
        Literal::Number(Number::Int(i)) => {
            i64::try_from(*i).map_or_else(|_| Value::String(i.to_string()), Value::from)
        }
        Literal::Number(n) => Value::from(n.as_f64()),
        Literal::Ip(ip) => Value::String(ip.to_string()),
        Literal::Time(_) | Literal::Span(_) => Value::Null,
    }
}

fn time_part(id: &str) -> Option<TimePart> {
    Some(match id {
        "time.minute" => TimePart::Minute,
        "time.hour" => TimePart::Hour,
        "time.day" => TimePart::Day,
        "time.week" => TimePart::Week,
        "time.month" => TimePart::Month,
        "time.year" => TimePart::Year,
        _ => return None,
    })
}
