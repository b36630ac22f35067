//! Names alone: taxonomy tags, and plain renames for lists of fields.

use ruleglot_ir::{Expr, ExprKind, Field, On, Scalar, Subject, Taxonomy};
use ruleglot_knowledge::{Confidence, Derivation, Found, LogSource};
use smol_str::SmolStr;

/// A field's name in another taxonomy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldName {
    /// The name.
    pub name: SmolStr,
    /// How sure it is.
    pub confidence: Confidence,
}

/// The best counterpart of a field where values need not be equal: output fields, grouping keys.
pub fn map_name(
    log_source: Option<&LogSource>,
    from: &str,
    to: &str,
    name: &str,
) -> Option<FieldName> {
    let hub = log_source.and_then(LogSource::hub)?;
    let (middle, sure) = match hub.read(from, name) {
        Some(found) => (found.hub.clone(), named(&found)),
        None if from == "sigma" || from == hub.taxonomy => (name.into(), Confidence::High),
        None => return None,
    };
    if to == "sigma" || to == hub.taxonomy {
        return Some(FieldName { name: middle, confidence: sure });
    }
    let forms = hub.forms(&middle, to);
    let plain = |f: &&Found<'_>| f.form.write.is_some() && f.form.of == Derivation::Same;
    let always = |f: &&Found<'_>| plain(f) && f.form.when.is_none();
    let plain = forms.iter().find(always).or_else(|| forms.iter().find(plain));
    let found = plain.or_else(|| forms.iter().find(|f| f.form.write.is_some()))?;
    Some(FieldName { name: found.name.clone(), confidence: sure.min(named(found)) })
}

/// How sure a name is where nothing is known of the events.
fn named(found: &Found<'_>) -> Confidence {
    if found.form.when.is_some() { Confidence::Low } else { found.form.confidence }
}

/// The expression with names of the chosen taxonomies said to be of another.
pub(super) fn retag(expr: &Expr, of: impl Fn(&str) -> bool, to: &str) -> Expr {
    map_fields(expr, &mut |field| match &field.taxonomy {
        Taxonomy::Known(id) if of(id) => Field::known(to, field.name.clone()),
        _ => field.clone(),
    })
}

/// The expression with every field replaced.
pub(super) fn map_fields(expr: &Expr, change: &mut dyn FnMut(&Field) -> Field) -> Expr {
    let kind = match &expr.kind {
        ExprKind::Not(x) => ExprKind::Not(Box::new(map_fields(x, change))),
        ExprKind::And(of) => ExprKind::And(all(of, change)),
        ExprKind::Or(of) => ExprKind::Or(all(of, change)),
        ExprKind::AtLeast { n, of } => ExprKind::AtLeast { n: *n, of: all(of, change) },
        ExprKind::Named { name, body } => {
            ExprKind::Named { name: name.clone(), body: Box::new(map_fields(body, change)) }
        }
        ExprKind::Is { what, shape } => ExprKind::Is { what: scalar(what, change), shape: *shape },
        ExprKind::Test { subject, quant, test } => {
            let subject = match subject {
                Subject::Value(value) => Subject::Value(scalar(value, change)),
                Subject::AnyField(glob) => {
                    let mut glob = glob.clone();
                    let probe = Field { taxonomy: glob.taxonomy.clone(), name: "".into() };
                    glob.taxonomy = change(&probe).taxonomy;
                    Subject::AnyField(glob)
                }
                Subject::Event(scope) => Subject::Event(*scope),
            };
            ExprKind::Test { subject, quant: *quant, test: test.clone() }
        }
        ExprKind::Relate { left, how, right, case, types } => ExprKind::Relate {
            left: scalar(left, change),
            how: *how,
            right: scalar(right, change),
            case: *case,
            types: *types,
        },
        ExprKind::Within { path, quant, body } => ExprKind::Within {
            path: change(path),
            quant: *quant,
            body: Box::new(map_fields(body, change)),
        },
        ExprKind::InPipeline { on, pipeline } => {
            let on = on.iter().map(|on| On { here: scalar(&on.here, change), ..on.clone() });
            ExprKind::InPipeline { on: on.collect(), pipeline: pipeline.clone() }
        }
        other @ (ExprKind::Const(_) | ExprKind::Opaque(_)) => other.clone(),
    };
    Expr { kind, origin: expr.origin }
}

fn all(of: &[Expr], change: &mut dyn FnMut(&Field) -> Field) -> Vec<Expr> {
    of.iter().map(|x| map_fields(x, change)).collect()
}

fn scalar(value: &Scalar, change: &mut dyn FnMut(&Field) -> Field) -> Scalar {
    match value {
        Scalar::Field(field) => Scalar::Field(change(field)),
        Scalar::Call { function, lift, args } => Scalar::Call {
            function: *function,
            lift: *lift,
            args: args.iter().map(|a| scalar(a, change)).collect(),
        },
        Scalar::Case { arms, otherwise } => Scalar::Case {
            arms: arms.iter().map(|(x, v)| (map_fields(x, change), scalar(v, change))).collect(),
            otherwise: otherwise.as_ref().map(|v| Box::new(scalar(v, change))),
        },
        other @ (Scalar::Literal(_) | Scalar::Opaque(_)) => other.clone(),
    }
}
