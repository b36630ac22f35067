//! What is left of a refused rule when the parts that its target cannot say are taken for true: a search that finds every
//! event that the rule would find, and others.

use super::excerpt::{Block, blocks};
use super::weaken::weaken;
use crate::flat::flat;
use crate::options::ConvertOptions;
use crate::plan::Plan;
use crate::read_back::read_back;
use crate::scan::{RuleDoc, Scanned};
use ruleglot_formats::{Identity, WriteContext, write_bare};
use ruleglot_ir::{
    About, Assumption, Body, Expr, ExprKind, Legal, Node, Note, Pipeline, Rule, Stage, Sure, all_of,
};
use ruleglot_source::FileSpan;
use ruleglot_translate::{ByKeys, Draft, Loss, Lost, Request, draft, parts};

/// A search that finds what the rule would find, and more.
pub(super) struct Hunt {
    /// Its text, in the words of the target.
    pub(super) blocks: Vec<Block>,
    /// What running it showed; `None` when the rule cannot be run.
    pub(super) run: Option<Lost>,
    /// What there is to say of the log source.
    pub(super) source: Vec<Note>,
}

/// The commands that bring in rows which are not among those of the stages before.
const BRING_IN: &[&str] = &[
    "append",
    "union",
    "multisearch",
    "set",
    "inputlookup",
    "tstats",
    "mstats",
    "from",
    "loadjob",
    "savedsearch",
    "datamodel",
    "dbxquery",
    "makeresults",
    "rest",
];

/// The hunt of a rule.
///
/// # Errors
/// Why nothing is left of it, as the end of a sentence.
pub(super) fn hunt(
    file: &Scanned,
    doc: &RuleDoc,
    options: &ConvertOptions,
) -> Result<Hunt, String> {
    let read = doc.read.rule.as_ref().filter(|_| !doc.unreadable());
    let read = read.ok_or_else(|| "its query cannot be read".to_owned())?;
    let rule = before_obstacles(read)?;
    let Body::Pipeline(pipeline) = &rule.body else {
        return Err("its query is not read".to_owned());
    };
    let condition = parts(pipeline).1;
    let plan = Plan::new(&rule, doc.read.language, &condition, options);
    let maker = Maker { rule: &rule, pipeline, plan: &plan, options };
    let whole = maker.draft(&condition).ok_or_else(nothing)?;
    // A row of the field map that is taken for right may still lose events that the rule finds.
    let granted = maker.hunt(&condition, &options.granted, &whole, file, doc);
    match granted {
        Ok(hunt) if hunt.loses() => maker.hunt(&condition, &[], &whole, file, doc),
        other => other,
    }
    .and_then(|hunt| if hunt.loses() { Err(misses()) } else { Ok(hunt) })
}

impl Hunt {
    fn loses(&self) -> bool {
        self.run.as_ref().is_some_and(|run| !run.lost.is_empty())
    }
}

fn misses() -> String {
    "what is left of it misses events that the rule finds".to_owned()
}

fn nothing() -> String {
    "none of its conditions can be said".to_owned()
}

/// The rule up to the first stage that decides in a way that no test of one event says.
fn before_obstacles(read: &Rule) -> Result<Rule, String> {
    let mut rule = read.clone();
    loop {
        let presented = flat(&rule, ByKeys::Note);
        let (Some(first), Body::Pipeline(pipeline)) = (presented.obstacles.first(), &rule.body)
        else {
            return Ok(presented.rule.into_owned());
        };
        let is_it = |s: &Node<Stage>| s.origin.0 == first.origin.0 && s.kind == first.kind;
        let cut = pipeline.iter().position(is_it).unwrap_or(0);
        let (kept, gone) = pipeline.split_at(cut);
        if let Some(command) = gone.iter().find_map(brings_in) {
            return Err(format!("`{command}` brings in events that none of its other stages says"));
        }
        if kept.is_empty() {
            return Err("its first stage cannot be said".to_owned());
        }
        let kept = kept.to_vec();
        rule.body = Body::Pipeline(kept);
    }
}

/// The name of a stage that adds rows from elsewhere.
fn brings_in(stage: &Node<Stage>) -> Option<String> {
    match &stage.kind {
        Stage::Union(_) => Some("union".to_owned()),
        Stage::Opaque(opaque) => {
            let command = opaque.text.split_whitespace().next().unwrap_or_default().to_lowercase();
            BRING_IN.contains(&command.as_str()).then_some(command)
        }
        _ => None,
    }
}

/// Whether every event of the log source is found.
fn asks_nothing(legal: &Legal<'_>) -> bool {
    match &legal.rule().body {
        Body::Pipeline(pipeline) => matches!(parts(pipeline).1.kind, ExprKind::Const(_)),
        Body::Native(_) => true,
    }
}

struct Maker<'a> {
    rule: &'a Rule,
    pipeline: &'a Pipeline,
    plan: &'a Plan<'a>,
    options: &'a ConvertOptions,
}

impl Maker<'_> {
    fn hunt(
        &self,
        condition: &Expr,
        granted: &[Assumption],
        whole: &Draft,
        file: &Scanned,
        doc: &RuleDoc,
    ) -> Result<Hunt, String> {
        let left = self.sayable(condition.clone(), granted, whole)?;
        let left = left.as_ref().unwrap_or(whole);
        let Ok(legal) = &left.legal else { return Err(nothing()) };
        if asks_nothing(legal) {
            return Err("nothing but its log source is left".to_owned());
        }
        let text = self.write(file, doc, legal).ok_or_else(nothing)?;
        let target = &self.options.target;
        let unread = |why| format!("what is left of it cannot be read back: {why}");
        let written = read_back(&text, target).map_err(unread)?.condition;
        if !left.verify(written.clone()).holds() {
            return Err("what is left of it could not be shown to mean what it should".to_owned());
        }
        let run = whole.lost_by(left, written);
        let source = left.notes.iter().filter(|n| n.about == About::Source).cloned().collect();
        Ok(Hunt { blocks: blocks(&text, target), run, source })
    }

    /// The way of this part of the rule to the target.
    fn draft(&self, condition: &Expr) -> Option<Draft> {
        let stages = self.pipeline.iter().filter(|s| matches!(s.kind, Stage::Read(_))).cloned();
        let filter = Node::new(Stage::Filter(condition.clone()), condition.origin);
        let rule =
            Rule { body: Body::Pipeline(stages.chain([filter]).collect()), ..self.rule.clone() };
        draft(&Request {
            rule: &rule,
            source_schema: &self.plan.source_schema,
            target: self.options.target.target,
            fields: self.plan,
            loss: Loss::Avoided,
            now: self.options.now,
        })
    }

    /// What is left of the condition when everything is taken for true that cannot be said without losing something;
    /// `None` when that is all of it, whose draft is `whole`.
    fn sayable(
        &self,
        mut condition: Expr,
        granted: &[Assumption],
        whole: &Draft,
    ) -> Result<Option<Draft>, String> {
        let mut weaker = None;
        loop {
            if matches!(condition.kind, ExprKind::Const(_)) {
                return Err(nothing());
            }
            let draft = weaker.as_ref().unwrap_or(whole);
            let Some(bad) = self.unsayable(draft, granted) else { return Ok(weaker) };
            let mut left = weaken(condition.clone(), &bad);
            if let (ExprKind::Const(_), ExprKind::And(of)) = (&left.kind, &condition.kind) {
                // What was refused stands nowhere in particular: each conjunct by itself.
                left = all_of(of.iter().filter(|c| self.can_say(c, granted)).cloned());
            }
            if left == condition {
                return Err(nothing());
            }
            weaker = Some(self.draft(&left).ok_or_else(nothing)?);
            condition = left;
        }
    }

    fn can_say(&self, part: &Expr, granted: &[Assumption]) -> bool {
        self.draft(part).is_some_and(|draft| self.unsayable(&draft, granted).is_none())
    }

    /// Where a part stands that is refused, or that is said with a loss; `None` when there is none.
    fn unsayable(&self, draft: &Draft, granted: &[Assumption]) -> Option<Vec<FileSpan>> {
        let refused = draft.legal.as_ref().err().into_iter().flatten().map(|r| r.origin);
        let granted = |n: &&Note| n.assumes.is_some_and(|a| granted.contains(&a));
        let losing = draft
            .notes
            .iter()
            .filter(|n| n.effect.loses == Sure::Maybe && n.about != About::Source && !granted(n))
            .map(|n| n.origin);
        let bad: Vec<_> = refused.chain(losing).collect();
        let whole = self.rule_span();
        (!bad.is_empty()).then(|| bad.into_iter().filter_map(|o| o.0.or(whole)).collect())
    }

    /// The place of the whole condition.
    fn rule_span(&self) -> Option<FileSpan> {
        self.pipeline.iter().find(|s| matches!(s.kind, Stage::Filter(_)))?.origin.0
    }

    fn write(&self, file: &Scanned, doc: &RuleDoc, legal: &Legal<'_>) -> Option<String> {
        let target = &self.options.target;
        let Some(format) = target.format else { return write_bare(target.language, legal) };
        let context = WriteContext {
            from: doc.format.map_or("", ruleglot_formats::Format::id),
            path: &file.candidate.relative,
            places: &doc.read.places,
            attack: self.options.attack,
            identity: Identity::Derived,
            distinct: None,
            house: ruleglot_formats::House::default(),
        };
        Some(format.write(legal, &context).text)
    }
}
