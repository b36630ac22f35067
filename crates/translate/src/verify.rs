//! What was written is read back, and both sides are run on events made from the rule.

use ruleglot_eval::mapping::Schema;
use ruleglot_eval::{Budget, Comparison, Setting, compare, compare_on, proved_same, witnesses};
use ruleglot_ir::{Effect, Expr, Sure, normalise};
use serde_json::Value;

/// The expressions at each step of a translation.
pub struct Check<'a> {
    /// In the target's taxonomy, before anything was rewritten for the target.
    pub remapped: &'a Expr,
    /// Before and after rewriting for the target, in a spelling that is the same on every event of the log source.
    pub comparable: (&'a Expr, &'a Expr),
    /// What the target was asked to say.
    pub legalised: &'a Expr,
    /// What the target's own front-end reads out of what was written, its mapping questions answered by `schema`.
    pub read_back: &'a Expr,
    /// Types of the target's fields.
    pub schema: &'a Schema,
    /// What the notes of `legalise` announced, together.
    pub announced: Effect,
    /// The source expression on hub events, and how an event looks on either side; `None` when names are kept.
    pub fields: Option<FieldCheck<'a>>,
    /// The present, for date math.
    pub now: i128,
}

/// The third check: the source on its own view of an event against the remapped rule on the target's view.
pub struct FieldCheck<'a> {
    /// The rule as it was read, mapping questions answered.
    pub source: &'a Expr,
    /// Types of the source's fields.
    pub schema: &'a Schema,
    /// Pairs of one event as the source's and as the target's pipeline would make it.
    pub events: &'a [(Value, Value)],
    /// What the notes of remap announced, together.
    pub announced: Effect,
}

/// What verification found.
#[derive(Clone, Debug, Default)]
pub struct Verified {
    /// Reading back gave the same normal form.
    pub equal: bool,
    /// Events run.
    pub events: usize,
    /// Predicates of the rule.
    pub predicates: usize,
    /// Predicates for which two events differ in them alone and in the answer.
    pub decisive: usize,
    /// Nothing had to be rewritten for the target, by structure.
    pub unchanged: bool,
    /// Events on which the sides differ and no note said so.
    pub disagreements: usize,
    /// One such event with what each side says.
    pub example: Option<String>,
}

/// Runs the three checks. What cannot be run leaves `decisive` at 0, and the verdict to be unknown.
pub fn verify(check: &Check<'_>) -> Verified {
    let setting = Setting { schema: check.schema, now: check.now };
    let mut out = Verified::default();
    printed_right(check, &setting, &mut out);
    legalised_right(check, &setting, &mut out);
    if let Some(fields) = &check.fields {
        remapped_right(check, fields, &setting, &mut out);
    }
    out
}

/// No note excuses a difference between what was meant to be written and what was.
fn printed_right(check: &Check<'_>, setting: &Setting<'_>, out: &mut Verified) {
    match compare(check.legalised, check.read_back, setting, Budget::default()) {
        Ok(found) => {
            out.equal = found.equal || proved_same(check.legalised, check.read_back);
            out.events += found.events;
            // Different normal forms that no event tells apart are still no proof.
            out.count(&found, Effect::EXACT, "written");
        }
        Err(_) if check.legalised == check.read_back => out.equal = true,
        Err(_) => out.disagreements += 1,
    }
}

fn legalised_right(check: &Check<'_>, setting: &Setting<'_>, out: &mut Verified) {
    let (before, after) = check.comparable;
    out.unchanged = normalise(before) == normalise(after);
    let made = witnesses(before, setting, Budget::default());
    out.predicates = made.predicates;
    out.decisive = made.decisive;
    out.events += made.events.len();
    if let Ok(found) = compare_on(before, after, setting, &made.events) {
        out.count(&found, check.announced, "rewritten");
    }
}

fn remapped_right(
    check: &Check<'_>,
    fields: &FieldCheck<'_>,
    setting: &Setting<'_>,
    out: &mut Verified,
) {
    let source_setting = Setting { schema: fields.schema, now: check.now };
    let programs = (
        ruleglot_eval::Program::new(fields.source, &source_setting),
        ruleglot_eval::Program::new(check.remapped, setting),
    );
    let (Ok(source), Ok(target)) = programs else { return };
    let mut found = Comparison { events: fields.events.len(), ..Comparison::default() };
    for (here, there) in fields.events {
        match (source.matches(here), target.matches(there)) {
            (true, false) => found.only_first.push(here.clone()),
            (false, true) => found.only_second.push(there.clone()),
            _ => {}
        }
    }
    out.events += found.events;
    out.count(&found, fields.announced, "mapped");
}

impl Verified {
    /// Whether it shows the translation right: nothing unannounced, and nearly every predicate decided.
    pub fn holds(&self) -> bool {
        self.disagreements == 0
    }

    /// Whether every rewritten predicate was seen to decide; what was proved by structure needs no event.
    pub fn decided(&self) -> bool {
        self.unchanged || self.decisive >= self.predicates
    }

    fn count(&mut self, found: &Comparison, announced: Effect, step: &str) {
        let lost = if announced.loses == Sure::Maybe { 0 } else { found.only_first.len() };
        let added = if announced.adds == Sure::Maybe { 0 } else { found.only_second.len() };
        self.disagreements += lost + added;
        if self.example.is_none() && lost + added > 0 {
            let (event, how) = match found.only_first.first().filter(|_| lost > 0) {
                Some(event) => (event, "loses"),
                None => (&found.only_second[0], "adds"),
            };
            self.example = Some(format!("as {step} it {how} {event}"));
        }
    }
}
