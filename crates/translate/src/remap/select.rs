//! Predicates that say no more than the log source: taken out on reading, stated again on writing.

use super::context::{conjuncts, holds, words};
use ruleglot_ir::{Case, Expr, ExprKind, FieldRef, Pattern, Test, Types, all_of, fields_of};
use ruleglot_knowledge::{CIM, LogSource, OwnPart, SPLUNK_TA};
use smol_str::SmolStr;

/// An expression without the conjuncts that its log source implies.
pub(super) struct Selected {
    pub(super) rest: Expr,
    pub(super) consumed: Vec<Expr>,
}

/// Takes out what every event of the log source passes. Only whole conjuncts of the top level: elsewhere a test of the
/// log source is a constant.
pub(super) fn consume(expr: &Expr, source: Option<&LogSource>, taxonomy: &str) -> Selected {
    let common = Common::of(source, taxonomy);
    let mut consumed = Vec::new();
    let rest = if common.is_empty() { expr.clone() } else { without(expr, &common, &mut consumed) };
    Selected { rest, consumed }
}

fn without(expr: &Expr, common: &Common, consumed: &mut Vec<Expr>) -> Expr {
    match &expr.kind {
        ExprKind::And(of) => {
            let kept = of.iter().map(|x| without(x, common, consumed));
            let kept: Vec<Expr> = kept.filter(|x| x.kind != ExprKind::Const(true)).collect();
            let mut joined = match kept.len() {
                0 | 1 => all_of(kept),
                _ => ExprKind::And(kept).into(),
            };
            if joined.origin.0.is_none() {
                joined.origin = expr.origin;
            }
            joined
        }
        ExprKind::Named { name, body } => {
            let body = without(body, common, consumed);
            if body.kind == ExprKind::Const(true) {
                return body;
            }
            let kind = ExprKind::Named { name: name.clone(), body: Box::new(body) };
            Expr { kind, origin: expr.origin }
        }
        _ if common.says(expr) == Some(true) || super::splunk::is_index(expr) => {
            consumed.push(expr.clone());
            Expr { kind: ExprKind::Const(true), origin: expr.origin }
        }
        _ => expr.clone(),
    }
}

/// Whether an index or data set says the same as the conjunct.
pub(super) fn implied(conjunct: &Expr) -> bool {
    const BY_INDEX: [&str; 5] =
        ["data_stream.dataset", "event.dataset", "event.module", "event.category", "event.kind"];
    words(conjunct).is_some_and(|w| BY_INDEX.contains(&w.field.name.as_str()))
}

/// What the log source's events have in common and the rule says nothing of, by the words that the rule fits best.
pub(super) fn unstated(source: Option<&LogSource>, taxonomy: &str, rule: &Expr) -> Vec<Expr> {
    let of = source.into_iter().flat_map(LogSource::readings);
    let left = of.map(|words| unstated_by(Some(words), taxonomy, rule));
    left.min_by_key(Vec::len).unwrap_or_default()
}

fn unstated_by(source: Option<&LogSource>, taxonomy: &str, rule: &Expr) -> Vec<Expr> {
    let says = |wanted: &Expr| {
        let mut about = false;
        fields_of(rule, &mut |f| {
            about |= matches!((f, wanted.field()), (FieldRef::Named(a), Some(b)) if a == b);
        });
        about
    };
    let condition = source_condition(source, taxonomy);
    let mut stated = Vec::new();
    conjuncts(rule, &mut stated);
    let acts = says_action(source, taxonomy, &stated);
    let by_action = |w: &Expr| acts && is_type(w);
    condition.into_iter().filter(|w| !implied(w) && !says(w) && !by_action(w)).collect()
}

/// Whether the conjuncts ask for actions that events of the log source alone have.
pub(super) fn says_action(source: Option<&LogSource>, taxonomy: &str, conjuncts: &[&Expr]) -> bool {
    let form = source.and_then(|s| s.hub()?.select(s.id));
    let form = form.and_then(|s| s.forms.iter().find(|f| f.taxonomy == taxonomy));
    let actions = form.into_iter().flat_map(|f| &f.also).filter_map(words);
    let actions: Vec<&str> =
        actions.filter(|w| w.field.name == ACTION).flat_map(|w| w.words).collect();
    let within = |w: super::context::Words<'_>| w.words.iter().all(|w| actions.contains(w));
    conjuncts.iter().filter_map(|x| words(x)).any(|w| w.field.name == ACTION && within(w))
}

/// Whether a conjunct says what an action says too.
pub(super) fn is_type(conjunct: &Expr) -> bool {
    words(conjunct).is_some_and(|w| w.field.name == "event.type")
}

/// The field of ECS that says what happened in a word of its provider's.
const ACTION: &str = "event.action";

/// What the target states for a log source, as conjuncts in the order in which they are written.
pub fn source_condition(source: Option<&LogSource>, taxonomy: &str) -> Vec<Expr> {
    let Some(source) = source else { return Vec::new() };
    let own_condition = taxonomy == "ecs" && source.is_own(OwnPart::Condition);
    let hub = source.hub().filter(|_| !own_condition);
    let stated = hub.and_then(|hub| {
        let select = hub.select(source.id)?;
        select.forms.iter().find(|f| f.taxonomy == taxonomy).map(|f| f.is.clone())
    });
    let of = stated.or_else(|| match taxonomy {
        "ecs" => source.elastic.condition.clone(),
        SPLUNK_TA => super::splunk::condition(source),
        _ => None,
    });
    let mut out = Vec::new();
    if let Some(expr) = &of {
        conjuncts(expr, &mut out);
    }
    let out = out.into_iter().cloned();
    match taxonomy {
        "ecs" if source.is_own(OwnPart::Datasets) && !own_condition => {
            out.filter_map(|x| of_datasets(x, &source.elastic.datasets)).collect()
        }
        SPLUNK_TA => out.filter(|x| !super::splunk::own_search_says(source, x)).collect(),
        _ => out.collect(),
    }
}

/// A conjunct about the data set with the user's own ones; without any there is nothing to say.
fn of_datasets(conjunct: Expr, datasets: &[&str]) -> Option<Expr> {
    let Some(field) = words(&conjunct).map(|w| w.field.clone()).filter(|f| is_dataset(&f.name))
    else {
        return Some(conjunct);
    };
    let any: Vec<Pattern> = datasets.iter().map(|d| Pattern::literal(*d)).collect();
    let test = Test::Text { any, case: Case::Exact, types: Types::Textual };
    (!datasets.is_empty()).then(|| Expr::any(field, test, conjunct.origin))
}

/// Whether a field of ECS says the data set.
pub(super) fn is_dataset(name: &str) -> bool {
    matches!(name, "data_stream.dataset" | "event.dataset")
}

/// Values that events of a log source have in common, or have from one provider or another.
#[derive(Debug, Default)]
pub(super) struct Common {
    values: Vec<(SmolStr, SmolStr)>,
    /// Fields of which an event has one of these values, whichever its provider.
    each: Vec<(SmolStr, Vec<SmolStr>)>,
    /// What the user's own search of the log source says.
    own: Vec<Expr>,
}

impl Common {
    pub(super) fn of(source: Option<&LogSource>, taxonomy: &str) -> Self {
        let mut common = Self::default();
        for words in source.into_iter().flat_map(LogSource::readings) {
            let Self { values, each, own } = Self::by(words, taxonomy);
            common.values.extend(values);
            common.each.extend(each);
            common.own.extend(own);
        }
        common.each.dedup();
        common
    }

    /// By one of the ways in which the log source is named.
    fn by(source: &LogSource, taxonomy: &str) -> Self {
        let mut common = Self::default();
        let stated = source_condition(Some(source), taxonomy);
        stated.iter().for_each(|x| common.state(x));
        let form = source.hub().and_then(|h| h.select(source.id));
        let form = form.and_then(|s| s.forms.iter().find(|f| f.taxonomy == taxonomy));
        form.into_iter().flat_map(|f| &f.also).for_each(|x| common.add(x));
        match taxonomy {
            "ecs" => {
                // Of several, an event is of one: which ones are providers of the same, the hub says.
                if let [dataset] = source.elastic.datasets.as_slice() {
                    for name in ["data_stream.dataset", "event.dataset"] {
                        common.values.push((name.into(), (*dataset).into()));
                    }
                }
            }
            SPLUNK_TA | CIM => {
                let of = super::splunk::values(source);
                common.values.extend(of.into_iter().map(|(n, v)| (n.into(), v.into())));
                // Events of a data model say which of its objects they are.
                common.own = super::splunk::own_parts(source);
                let objects = source.splunk.datamodels.iter().filter_map(|d| d.split_once('.'));
                common.values.extend(objects.map(|(_, object)| ("nodename".into(), object.into())));
            }
            _ => {}
        }
        common
    }

    /// What every event says.
    fn state(&mut self, conjunct: &Expr) {
        match words(conjunct) {
            Some(of) if of.words.len() > 1 => {
                let words = of.words.iter().map(|w| SmolStr::from(*w)).collect();
                self.each.push((of.field.name.clone(), words));
            }
            _ => self.add(conjunct),
        }
    }

    fn add(&mut self, conjunct: &Expr) {
        if let Some(of) = words(conjunct) {
            let values = of.words.iter().map(|w| (of.field.name.clone(), SmolStr::from(*w)));
            self.values.extend(values);
        }
    }

    /// Whether the events have a value of this field in common.
    pub(super) fn has(&self, name: &str) -> bool {
        self.values.iter().any(|(n, _)| n == name) || self.each.iter().any(|(n, _)| n == name)
    }

    fn is_empty(&self) -> bool {
        self.values.is_empty() && self.each.is_empty() && self.own.is_empty()
    }

    /// Whether the log source is all that the expression is about, and then whether its events pass; `None` where some
    /// of them do.
    pub(super) fn says(&self, expr: &Expr) -> Option<bool> {
        if self.own.iter().any(|part| super::splunk::says_same(part, expr)) {
            return Some(true);
        }
        let (mut all, mut some) = (true, false);
        fields_of(expr, &mut |f| {
            some = true;
            all &= matches!(f, FieldRef::Named(f) if self.has(&f.name));
        });
        if !(all && some) {
            return None;
        }
        let values: Vec<_> = self.values.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let mut events = vec![values];
        for (name, words) in &self.each {
            let with = |event: &Vec<_>, word| [event.clone(), vec![(name.as_str(), word)]].concat();
            events = events
                .iter()
                .flat_map(|e| words.iter().map(move |w| with(e, w.as_str())))
                .collect();
        }
        let passing = events.iter().filter(|values| holds(expr, values)).count();
        match passing {
            0 => Some(false),
            n if n == events.len() => Some(true),
            _ => None,
        }
    }
}
