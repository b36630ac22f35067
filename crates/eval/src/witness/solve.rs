//! Events that give chosen leaves chosen truths.

use super::frame::Frame;
use super::values::{Values, filled};
use crate::program::{Program, Setting};
use ruleglot_ir::{Expr, ExprKind, Scalar, Scope, Subject};
use rustc_hash::FxHashMap;
use serde_json::{Map, Value, json};
use std::cell::RefCell;
use std::rc::Rc;

/// Programs of the parts of one rule, each made once.
pub(super) struct Parts<'a> {
    setting: &'a Setting<'a>,
    /// By the address of the part: the rule stays where it is as long as this is used.
    programs: RefCell<FxHashMap<usize, Option<Rc<Program>>>>,
}

impl<'a> Parts<'a> {
    pub(super) fn new(setting: &'a Setting<'a>) -> Self {
        Self { setting, programs: RefCell::default() }
    }

    /// The part, ready to run; `None` when it cannot be run.
    pub(super) fn program(&self, part: &Expr) -> Option<Rc<Program>> {
        self.programs
            .borrow_mut()
            .entry(std::ptr::from_ref(part).addr())
            .or_insert_with(|| Program::new(part, self.setting).ok().map(Rc::new))
            .clone()
    }
}

/// A leaf and the truth that it shall have.
pub(super) type Requirement<'a> = (&'a Expr, Wanted);

/// A truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    True,
    False,
}

impl Wanted {
    pub(crate) fn flip(self) -> Self {
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
pub(super) fn solve(requirements: &[Requirement<'_>], pick: usize, parts: &Parts<'_>) -> Flat {
    let mut event = Flat::new();
    let mut done: Vec<&str> = Vec::new();
    for (leaf, wanted) in requirements {
        let Some(key) = key_of(leaf) else {
            solve_fieldless(leaf, *wanted, pick, parts, &mut event);
            continue;
        };
        if done.contains(&key) {
            continue;
        }
        done.push(key);
        let about: Vec<Requirement<'_>> =
            requirements.iter().filter(|(l, _)| key_of(l) == Some(key)).copied().collect();
        if let Some(value) = value_for(&about, pick, parts) {
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
        ExprKind::Test { subject: Subject::Event(Scope::Raw), .. } => Some(RAW),
        ExprKind::Within { path, .. } => Some(&path.name),
        _ => None,
    }
}

/// Where Splunk keeps the text of an event: words are searched there as in any field.
const RAW: &str = "_raw";

/// Some key under which a leaf without a field of its own finds values; one side of a comparison of two.
pub(super) fn any_key(leaf: &Expr) -> Option<String> {
    match &leaf.kind {
        ExprKind::Test { subject: Subject::Event(_), .. } => Some("_text".to_owned()),
        ExprKind::Test { subject: Subject::AnyField(glob), .. } => Some(filled(&glob.name, "x")),
        ExprKind::Relate { left, .. } => scalar_key(left).map(str::to_owned),
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
fn value_for(about: &[Requirement<'_>], pick: usize, parts: &Parts<'_>) -> Option<Value> {
    let wanted: Vec<&Expr> =
        about.iter().filter(|(_, w)| *w == Wanted::True).map(|(l, _)| *l).collect();
    if wanted.is_empty() {
        return None;
    }
    let key = key_of(wanted[0])?;
    let programs: Vec<(Rc<Program>, Wanted)> =
        about.iter().filter_map(|(l, w)| parts.program(l).map(|p| (p, *w))).collect();
    let fits = |value: &Value| {
        let event = json!({ key: value });
        programs.iter().all(|(p, w)| p.matches(&event) == (*w == Wanted::True))
    };
    let candidates: Vec<Vec<Value>> = wanted.iter().map(|l| leaf_values(l, pick, parts)).collect();
    let woven = Frame::of(&wanted, pick).and_then(|f| f.woven()).map(Value::String);
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
pub(super) fn leaf_values(leaf: &Expr, pick: usize, parts: &Parts<'_>) -> Vec<Value> {
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
        // The other side is "same".
        ExprKind::Relate { .. } => Values {
            hits: ["same", "SAME", "same z", "z same", "z same z", "sam"].map(|t| json!(t)).into(),
            near: Vec::new(),
        },
        ExprKind::Within { body, .. } => {
            Values { hits: elements(body, pick, parts), near: Vec::new() }
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
fn elements(body: &Expr, pick: usize, parts: &Parts<'_>) -> Vec<Value> {
    let mut requirements = Vec::new();
    require(body, Wanted::True, pick, &mut requirements);
    let whole = Value::Object(solve(&requirements, pick, parts));
    let apart = requirements.iter().map(|r| Value::Object(solve(&[*r], pick, parts))).collect();
    vec![Value::Array(vec![whole.clone()]), whole, Value::Array(apart), json!([{}])]
}

fn solve_fieldless(leaf: &Expr, wanted: Wanted, pick: usize, parts: &Parts<'_>, event: &mut Flat) {
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
            let value = leaf_values(leaf, pick, parts).into_iter().next();
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
