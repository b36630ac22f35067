//! Predicates that say no more than the log source: taken out on reading, stated again on writing.

mod common;

pub(super) use common::Common;

use super::context::{Words, conjuncts, words};
use ruleglot_ir::{Case, Expr, ExprKind, FieldRef, Pattern, Test, Types, all_of, fields_of};
use ruleglot_knowledge::{LogSource, OwnPart, SPLUNK_TA};

/// An expression without the conjuncts that its log source implies.
pub(super) struct Selected {
    pub(super) rest: Expr,
    pub(super) consumed: Vec<Expr>,
    /// Those of them that name some of several providers.
    pub(super) providers: Vec<Expr>,
}

/// Takes out what every event of the log source passes. Only whole conjuncts of the top level: elsewhere a test of the
/// log source is a constant.
pub(super) fn consume(expr: &Expr, source: Option<&LogSource>, taxonomy: &str) -> Selected {
    let common = Common::of(source, taxonomy);
    let mut consumed = Vec::new();
    let rest = if common.is_empty() { expr.clone() } else { without(expr, &common, &mut consumed) };
    let providers = consumed.iter().filter(|x| common.is_choice(x)).cloned().collect();
    Selected { rest, consumed, providers }
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
    let beside = Beside::new(source, taxonomy, &stated);
    condition.into_iter().filter(|w| !says(w) && !beside.says(w)).collect()
}

/// What other words of a rule say of its log source without stating it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Beside {
    /// An action or an event code says what happened.
    acts: bool,
    /// A log of Windows says on which system.
    on_windows: bool,
}

impl Beside {
    pub(super) fn new(source: Option<&LogSource>, taxonomy: &str, conjuncts: &[&Expr]) -> Self {
        let on_windows = conjuncts.iter().filter_map(|x| words(x)).any(|w| is_log_of_windows(&w));
        let acts =
            says_action(source, taxonomy, conjuncts) || on_windows && says_code(source, conjuncts);
        Self { acts, on_windows }
    }

    /// Whether they say the conjunct; an index or data set says what it holds.
    pub(super) fn says(self, conjunct: &Expr) -> bool {
        let of_windows = |w: Words<'_>| w.field.name == "host.os.type" && w.words == ["windows"];
        implied(conjunct)
            || self.acts && is_type(conjunct)
            || self.on_windows && words(conjunct).is_some_and(of_windows)
    }
}

/// Whether the words name a log that only Windows has (Elastic's integrations `windows` and `system`).
fn is_log_of_windows(of: &Words<'_>) -> bool {
    const LOGS: [&str; 3] = ["system.security", "system.application", "system.system"];
    let is_log = |w: &&str| w.starts_with("windows.") || LOGS.contains(w);
    of.field.name == "winlog.channel" || is_dataset(&of.field.name) && of.words.iter().all(is_log)
}

/// Whether the conjuncts ask for event codes that events of the log source alone have in their log.
fn says_code(source: Option<&LogSource>, conjuncts: &[&Expr]) -> bool {
    let select = source.and_then(|s| s.hub()?.select(s.id));
    let Some(own) = select.and_then(|select| words(&select.hub)) else { return false };
    let is_code = |w: &Words<'_>| matches!(w.field.name.as_str(), "event.code" | "winlog.event_id");
    let asked = conjuncts.iter().filter_map(|x| words(x)).find(is_code);
    own.field.name == "EventID"
        && asked.is_some_and(|asked| asked.words.iter().all(|w| own.words.contains(w)))
}

/// Whether the conjuncts ask for actions that events of the log source alone have.
fn says_action(source: Option<&LogSource>, taxonomy: &str, conjuncts: &[&Expr]) -> bool {
    let form = source.and_then(|s| s.hub()?.select(s.id));
    let form = form.and_then(|s| s.forms.iter().find(|f| f.taxonomy == taxonomy));
    let actions = form.into_iter().flat_map(|f| &f.also).filter_map(words);
    let actions: Vec<&str> =
        actions.filter(|w| w.field.name == ACTION).flat_map(|w| w.words).collect();
    let within = |w: Words<'_>| w.words.iter().all(|w| actions.contains(w));
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
    let own_codes = taxonomy == SPLUNK_TA && source.is_own(OwnPart::Codes);
    let hub = source.hub().filter(|_| !own_condition && !own_codes);
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
