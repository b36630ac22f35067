//! Events that give chosen leaves chosen truths.

use super::values::{Values, filled};
use crate::program::{Program, Setting};
use ruleglot_ir::{Expr, ExprKind, Part, Pattern, Quant, Scalar, Shape, Subject, Test};
use serde_json::{Map, Value, json};

/// A leaf and the truth that it shall have.
pub(super) type Requirement<'a> = (&'a Expr, Wanted);

/// A truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    True,
    False,
}

impl Wanted {
    pub(super) fn flip(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
        }
    }
}

/// Breaks a requirement of an expression down to its leaves. Where there is a choice, `attempt` rotates it.
pub(super) fn require<'a>(
    expr: &'a Expr,
    wanted: Wanted,
    attempt: usize,
    out: &mut Vec<Requirement<'a>>,
) {
    match (&expr.kind, wanted) {
        (ExprKind::Not(x), _) => require(x, wanted.flip(), attempt, out),
        (ExprKind::Named { body, .. }, _) => require(body, wanted, attempt, out),
        (ExprKind::And(of), Wanted::True) | (ExprKind::Or(of), Wanted::False) => {
            of.iter().for_each(|x| require(x, wanted, attempt, out));
        }
        (ExprKind::And(of), Wanted::False) | (ExprKind::Or(of), Wanted::True) => {
            choose(of, 1, wanted, attempt, out);
        }
        (ExprKind::AtLeast { n, of }, Wanted::True) => {
            choose(of, *n as usize, wanted, attempt, out);
        }
        (ExprKind::AtLeast { n, of }, Wanted::False) => {
            choose(of, (of.len() + 1).saturating_sub(*n as usize), wanted, attempt, out);
        }
        _ => out.push((expr, wanted)),
    }
}

fn choose<'a>(
    of: &'a [Expr],
    n: usize,
    wanted: Wanted,
    attempt: usize,
    out: &mut Vec<Requirement<'a>>,
) {
    let busy = |expr: &Expr| {
        out.iter()
            .filter(|(leaf, w)| {
                *w == Wanted::True && leaf.field().is_some() && leaf.field() == expr.field()
            })
            .count()
    };
    let mut order: Vec<(usize, &Expr)> = of.iter().map(|x| (size(x) + busy(x), x)).collect();
    order.sort_by_key(|(cost, _)| *cost);
    let order: Vec<&Expr> = order.into_iter().map(|(_, x)| x).collect();
    for i in 0..n.min(order.len()) {
        require(order[(attempt + i) % order.len()], wanted, attempt, out);
    }
}

fn size(expr: &Expr) -> usize {
    1 + ruleglot_ir::children(expr).map(size).sum::<usize>()
}

/// An event as flat dotted keys, which every walk of names finds.
pub(super) type Flat = Map<String, Value>;

/// An event in which the requirements hold as far as single values can make them hold.
pub(super) fn solve(requirements: &[Requirement<'_>], pick: usize, setting: &Setting<'_>) -> Flat {
    let mut event = Flat::new();
    let mut done: Vec<&str> = Vec::new();
    for (leaf, wanted) in requirements {
        let Some(key) = key_of(leaf) else {
            solve_fieldless(leaf, *wanted, pick, setting, &mut event);
            continue;
        };
        if done.contains(&key) {
            continue;
        }
        done.push(key);
        let about: Vec<Requirement<'_>> =
            requirements.iter().filter(|(l, _)| key_of(l) == Some(key)).copied().collect();
        if let Some(value) = value_for(&about, pick, setting) {
            event.insert(key.to_owned(), value);
        }
    }
    event
}

/// The key under which a leaf looks for values.
pub(super) fn key_of(leaf: &Expr) -> Option<&str> {
    match &leaf.kind {
        ExprKind::Is { what, .. } => scalar_key(what),
        ExprKind::Test { subject: Subject::Value(s), .. } => scalar_key(s),
        ExprKind::Within { path, .. } => Some(&path.name),
        _ => None,
    }
}

fn scalar_key(scalar: &Scalar) -> Option<&str> {
    match scalar {
        Scalar::Field(f) => Some(&f.name),
        Scalar::Call { args, .. } => args.first().and_then(scalar_key),
        _ => None,
    }
}

/// A value of one field for all requirements about it; `None` leaves the field out.
fn value_for(about: &[Requirement<'_>], pick: usize, setting: &Setting<'_>) -> Option<Value> {
    let wanted: Vec<&Expr> =
        about.iter().filter(|(_, w)| *w == Wanted::True).map(|(l, _)| *l).collect();
    if wanted.is_empty() {
        return None;
    }
    let key = key_of(wanted[0])?;
    let programs: Vec<(Program, Wanted)> =
        about.iter().filter_map(|(l, w)| Program::new(l, setting).ok().map(|p| (p, *w))).collect();
    let fits = |value: &Value| {
        let event = json!({ key: value });
        programs.iter().all(|(p, w)| p.matches(&event) == (*w == Wanted::True))
    };
    let candidates: Vec<Vec<Value>> =
        wanted.iter().map(|l| leaf_values(l, pick, setting)).collect();
    let woven = weave(&wanted, pick).map(Value::String);
    let single = woven.iter().chain(candidates.iter().flatten()).find(|v| fits(v)).cloned();
    single
        .or_else(|| {
            let list = Value::Array(candidates.iter().filter_map(|c| c.first().cloned()).collect());
            Some(list).filter(|l| fits(l))
        })
        .or(woven)
        .or_else(|| candidates.into_iter().flatten().next())
}

/// Values to try for a leaf that shall hold, the `pick`th alternative first.
pub(super) fn leaf_values(leaf: &Expr, pick: usize, setting: &Setting<'_>) -> Vec<Value> {
    let mut values = match &leaf.kind {
        ExprKind::Is { shape, .. } => Values::of_shape(*shape),
        ExprKind::Test { subject: Subject::Value(Scalar::Call { .. }), .. } => Values {
            hits: (0..24)
                .flat_map(|h| {
                    [0, 1, 30, 59].map(|m| json!(format!("2024-03-{:02}T{h:02}:{m:02}:00Z", h + 1)))
                })
                .collect(),
            near: Vec::new(),
        },
        ExprKind::Test { test, .. } => Values::of(test, usize::MAX),
        ExprKind::Within { body, .. } => {
            Values { hits: elements(body, pick, setting), near: Vec::new() }
        }
        _ => Values::default(),
    };
    if !values.hits.is_empty() {
        let by = pick % values.hits.len();
        values.hits.rotate_left(by);
    }
    values.hits.extend(values.near);
    values.hits
}

/// One element in which the body holds, and two in which its parts hold apart.
fn elements(body: &Expr, pick: usize, setting: &Setting<'_>) -> Vec<Value> {
    let mut requirements = Vec::new();
    require(body, Wanted::True, pick, &mut requirements);
    let whole = Value::Object(solve(&requirements, pick, setting));
    let apart = requirements.iter().map(|r| Value::Object(solve(&[*r], pick, setting))).collect();
    vec![Value::Array(vec![whole.clone()]), whole, Value::Array(apart), json!([{}])]
}

fn solve_fieldless(
    leaf: &Expr,
    wanted: Wanted,
    pick: usize,
    setting: &Setting<'_>,
    event: &mut Flat,
) {
    if wanted == Wanted::False {
        return;
    }
    match &leaf.kind {
        ExprKind::Test { subject: Subject::Event(_), test, .. } => {
            let value = Values::of(test, usize::MAX).hits;
            if !value.is_empty() {
                event.insert(format!("_text{}", event.len()), value[pick % value.len()].clone());
            }
        }
        ExprKind::Test { subject: Subject::AnyField(glob), .. } => {
            let name = filled(&glob.name, "x");
            let value = leaf_values(leaf, pick, setting).into_iter().next();
            event.entry(name).or_insert_with(|| value.unwrap_or(json!("x")));
        }
        ExprKind::Relate { left, right, .. } => {
            for key in [scalar_key(left), scalar_key(right)].into_iter().flatten() {
                event.entry(key.to_owned()).or_insert_with(|| json!("same"));
            }
        }
        _ => {}
    }
}

/// One text that matches a pattern of each test, by laying beginnings first, endings last and the rest between.
fn weave(leaves: &[&Expr], pick: usize) -> Option<String> {
    let mut patterns = Vec::new();
    for leaf in leaves {
        match &leaf.kind {
            ExprKind::Test { quant: Quant::Any, test: Test::Text { any, .. }, .. }
                if !any.is_empty() =>
            {
                patterns.push(&any[pick % any.len()]);
            }
            ExprKind::Is { shape: Shape::Valued | Shape::Key | Shape::NotNull, .. } => {}
            _ => return None,
        }
    }
    if patterns.len() < 2 {
        return None;
    }
    let open =
        |p: &Pattern, end: fn(&[Part]) -> Option<&Part>| matches!(end(p.parts()), Some(Part::Run));
    let (mut first, mut middle, mut last) = (String::new(), String::new(), String::new());
    for pattern in patterns {
        let text = filled(pattern, "");
        match (open(pattern, <[Part]>::first), open(pattern, <[Part]>::last)) {
            (false, false) => return Some(text),
            (false, true) if text.len() > first.len() => first = text,
            (true, false) if text.len() > last.len() => last = text,
            (true, true) => {
                middle.push_str(&text);
                middle.push(' ');
            }
            (false, true) | (true, false) => {}
        }
    }
    Some(format!("{first} {middle}{last}"))
}
