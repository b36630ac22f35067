//! Running a program on an event.

use crate::check::{Check, compare_numbers};
use crate::lookup;
use crate::mapping::FieldType;
use crate::program::{Base, ByType, Name, Op, Source, TimePart};
use crate::text::{folded, number_of, text_of};
use ruleglot_ir::{Case, JsonType, NameWalk, Quant, Relation, Shape, Types};
use serde_json::Value;
use std::borrow::Cow;

/// The event and the element of the innermost `Within`.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'e> {
    pub(crate) event: &'e Value,
    pub(crate) element: &'e Value,
}

impl Op {
    pub(crate) fn holds(&self, scene: Scene<'_>) -> bool {
        match self {
            Self::Const(b) => *b,
            Self::Not(x) => !x.holds(scene),
            Self::And(of) => of.iter().all(|x| x.holds(scene)),
            Self::Or(of) => of.iter().any(|x| x.holds(scene)),
            Self::AtLeast(n, of) => {
                of.iter().filter(|x| x.holds(scene)).take(*n as usize).count() == *n as usize
            }
            Self::Is(source, shape) => source.has_shape(scene, *shape),
            Self::Test(source, quant, check) => source.passes(scene, *quant, check),
            Self::AnyValue(check) => lookup::all_scalars(scene.event, &mut |v| check.passes(v)),
            Self::AnyField(names, by_type) => lookup::leaves(scene.event, &mut |name, leaf| {
                names.as_ref().is_none_or(|n| n.matches(name)) && by_type.holds(name, leaf, scene)
            }),
            Self::Relate { left, how, right, case, types } => {
                relates(scene, left, *how, right, *case, *types)
            }
            Self::Within { path, quant, body } => path.elements_pass(scene, *quant, body),
        }
    }
}

impl ByType {
    fn holds(&self, name: &str, leaf: &Value, scene: Scene<'_>) -> bool {
        let ty = if self.ops.len() == 1 { FieldType::Keyword } else { self.types.of(name) };
        let scene = Scene { element: leaf, ..scene };
        self.ops.iter().find(|(t, _)| *t == ty).is_some_and(|(_, op)| op.holds(scene))
    }
}

impl Name {
    fn find<'e>(&self, scene: Scene<'e>, found: &mut impl FnMut(&'e Value) -> bool) -> bool {
        let root = if self.of == Base::Element { scene.element } else { scene.event };
        lookup::find(root, &self.name, self.walk, found)
    }

    /// Elasticsearch, `ExistsQueryBuilder`: an object exists when any field below it does.
    fn valued_below(&self, scene: Scene<'_>) -> bool {
        let root = if self.of == Base::Element { scene.element } else { scene.event };
        lookup::leaves(root, &mut |path, leaf| {
            !leaf.is_null()
                && path.strip_prefix(self.name.as_str()).is_some_and(|rest| rest.starts_with('.'))
        })
    }

    fn elements_pass(&self, scene: Scene<'_>, quant: Quant, body: &Op) -> bool {
        let (mut passed, mut failed) = (0_usize, 0_usize);
        self.find(scene, &mut |thing| {
            let mut one = |element: &Value| {
                if element.is_object() {
                    let holds = body.holds(Scene { event: scene.event, element });
                    *if holds { &mut passed } else { &mut failed } += 1;
                }
            };
            match thing {
                Value::Array(items) => items.iter().for_each(&mut one),
                other => one(other),
            }
            false
        });
        quantified(quant, passed, failed)
    }
}

fn quantified(quant: Quant, passed: usize, failed: usize) -> bool {
    match quant {
        Quant::Any => passed > 0,
        Quant::Every => passed > 0 && failed == 0,
        Quant::Sole | Quant::Scalar => passed == 1 && failed == 0,
        Quant::ExactlyOne => passed == 1,
    }
}

impl Source {
    fn has_shape(&self, scene: Scene<'_>, shape: Shape) -> bool {
        match self {
            Self::Field(name) => {
                name.find(scene, &mut |thing| thing_has_shape(thing, shape))
                    || (shape == Shape::Valued
                        && name.walk == NameWalk::Merged
                        && name.valued_below(scene))
            }
            Self::Constant(value) => thing_has_shape(value, shape),
            Self::TimePart(..) => self.values(scene, &mut |_| true),
            Self::Call(..) | Self::Case(..) => {
                let values = self.computed(scene);
                values.iter().any(|v| thing_has_shape(v, shape))
            }
        }
    }

    fn passes(&self, scene: Scene<'_>, quant: Quant, check: &Check) -> bool {
        if quant == Quant::Any {
            return self.values(scene, &mut |v| check.passes(v));
        }
        let (mut passed, mut failed, mut arrays) = (0, 0, false);
        if let Self::Field(name) = self {
            name.find(scene, &mut |thing| {
                arrays |= thing.is_array();
                false
            });
        }
        self.values(scene, &mut |v| {
            *if check.passes(v) { &mut passed } else { &mut failed } += 1;
            false
        });
        !(quant == Quant::Scalar && arrays) && quantified(quant, passed, failed)
    }

    /// Calls `each` with every non-null scalar; stops when it returns true.
    fn values(&self, scene: Scene<'_>, each: &mut impl FnMut(&Value) -> bool) -> bool {
        match self {
            Self::Field(name) => {
                name.find(scene, &mut |thing| lookup::scalars(thing, &mut |v| each(v)))
            }
            Self::Constant(value) => each(value),
            Self::TimePart(part, name) => name.find(scene, &mut |thing| {
                lookup::scalars(thing, &mut |v| part.of(v).is_some_and(|n| each(&Value::from(n))))
            }),
            Self::Call(..) | Self::Case(..) => self.computed(scene).iter().any(each),
        }
    }

    /// Its values as a list.
    fn computed(&self, scene: Scene<'_>) -> Vec<Value> {
        match self {
            Self::Call(run, args) => {
                run(&args.iter().map(|a| a.computed(scene)).collect::<Vec<_>>())
            }
            Self::Case(arms, otherwise) => {
                let first = arms.iter().find(|(when, _)| when.holds(scene)).map(|(_, then)| then);
                let chosen = first.or(otherwise.as_deref());
                chosen.map(|then| then.computed(scene)).unwrap_or_default()
            }
            plain => {
                let mut out = Vec::new();
                plain.values(scene, &mut |v| {
                    out.push(v.clone());
                    false
                });
                out
            }
        }
    }
}

impl TimePart {
    fn of(self, value: &Value) -> Option<i64> {
        let at = jiff::Timestamp::from_nanosecond(crate::time::of_value(value)?)
            .ok()?
            .to_zoned(jiff::tz::TimeZone::UTC);
        Some(match self {
            Self::Minute => at.minute().into(),
            Self::Hour => at.hour().into(),
            Self::Day => at.day().into(),
            Self::Week => at.date().iso_week_date().week().into(),
            Self::Month => at.month().into(),
            Self::Year => at.year().into(),
        })
    }
}

fn thing_has_shape(thing: &Value, shape: Shape) -> bool {
    match shape {
        Shape::Key => true,
        Shape::NotNull => !thing.is_null(),
        Shape::Valued => lookup::scalars(thing, &mut |_| true),
        Shape::NonEmpty => lookup::scalars(thing, &mut |v| v.as_str() != Some("")),
        Shape::Truthy => match thing {
            Value::Null => false,
            Value::Bool(b) => *b,
            Value::Number(n) => n.as_f64() != Some(0.0),
            Value::String(s) => !s.is_empty(),
            Value::Array(a) => !a.is_empty(),
            Value::Object(o) => !o.is_empty(),
        },
        Shape::Type(ty) => match ty {
            JsonType::Text => thing.is_string(),
            JsonType::Integer => thing.is_i64() || thing.is_u64(),
            JsonType::Number => thing.is_number(),
            JsonType::Bool => thing.is_boolean(),
            JsonType::Array => thing.is_array(),
            JsonType::Object => thing.is_object(),
            JsonType::IpText => {
                thing.as_str().is_some_and(|s| s.parse::<std::net::IpAddr>().is_ok())
            }
        },
    }
}

fn relates(
    scene: Scene<'_>,
    left: &Source,
    how: Relation,
    right: &Source,
    case: Case,
    types: Types,
) -> bool {
    if how == Relation::Ne {
        let both = left.values(scene, &mut |_| true) && right.values(scene, &mut |_| true);
        return both && !relates(scene, left, Relation::Eq, right, case, types);
    }
    left.values(scene, &mut |l| right.values(scene, &mut |r| pair_relates(l, how, r, case, types)))
}

fn pair_relates(left: &Value, how: Relation, right: &Value, case: Case, types: Types) -> bool {
    if matches!(how, Relation::Lt | Relation::Le | Relation::Gt | Relation::Ge | Relation::Eq)
        && types != Types::Textual
        && let (Some(a), Some(b)) = (number_of(left), number_of(right))
    {
        return order_holds(how, compare_numbers(a, b));
    }
    let (Some(l), Some(r)) = (text_of(left), text_of(right)) else { return false };
    let (l, r): (Cow<'_, str>, Cow<'_, str>) = (folded(&l, case), folded(&r, case));
    match how {
        Relation::StartsWith => l.starts_with(r.as_ref()),
        Relation::EndsWith => l.ends_with(r.as_ref()),
        Relation::Contains => l.contains(r.as_ref()),
        Relation::InNet => match (l.parse::<std::net::IpAddr>(), r.parse::<ipnet::IpNet>()) {
            (Ok(ip), Ok(net)) => net.contains(&ip),
            _ => false,
        },
        // A pattern made at run time has no notation of its own yet.
        Relation::Glob | Relation::Regex | Relation::Ne => false,
        order => order_holds(order, l.as_ref().cmp(r.as_ref())),
    }
}

fn order_holds(how: Relation, order: std::cmp::Ordering) -> bool {
    match how {
        Relation::Eq => order.is_eq(),
        Relation::Lt => order.is_lt(),
        Relation::Le => order.is_le(),
        Relation::Gt => order.is_gt(),
        Relation::Ge => order.is_ge(),
        _ => false,
    }
}
