//! Rules and their translations, run on a user's own events: the only evidence for a field map that is not our own.
//!
//! Each side is run as `eval` runs it: conditions that only name the log source are not asked where a rule's format states
//! them apart. An event stands twice, in the names of the source and in those of the target; which is which event is the
//! user's word, or the field map's where it can make the second out of the first.

mod culprits;
mod sides;

pub use culprits::{Culprit, Stands};

use crate::Usage;
use crate::convert::Converted;
use crate::options::ConvertOptions;
use crate::scan::{RuleDoc, Scanned};
use culprits::culprits;
use rayon::prelude::*;
use ruleglot_ir::Verdict;
use serde::Serialize;
use serde_json::Value;
use sides::{Sides, Views, views};

/// More events of one rule than this are not explained.
const MOST_EXPLAINED: usize = 5;

/// Events that rules are run on.
#[derive(Clone, Debug, Default)]
pub struct OwnEvents {
    /// In the names of the source.
    pub source: Vec<Value>,
    /// The same events, one for one, in the names of the target; `None` where the field map is to make them.
    pub target: Option<Vec<Value>>,
}

/// How a rule and its translation fared on the events, which are numbered from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Replayed {
    /// Events run.
    pub events: usize,
    /// Events that both match.
    pub both: usize,
    /// Events that neither matches.
    pub neither: usize,
    /// Events that only the source matches.
    pub only_source: Vec<usize>,
    /// Events that only the result matches.
    pub only_target: Vec<usize>,
}

impl Replayed {
    /// Events on which the two differ.
    pub fn disagreements(&self) -> usize {
        self.only_source.len() + self.only_target.len()
    }
}

/// An event on which a rule and its translation differ.
#[derive(Clone, Debug)]
pub struct Disagreement {
    /// Its number.
    pub event: usize,
    /// Who matches.
    pub who: Who,
    /// What keeps the other side from matching.
    pub culprits: Vec<Culprit>,
}

/// Which of the two matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The rule as it was read, not what was written.
    Source,
    /// What was written, not the rule.
    Target,
}

/// What replaying showed.
#[derive(Clone, Debug, Default)]
pub struct Replay {
    /// Events, each in both names.
    pub events: usize,
    /// Whether some rule saw events that the field map made.
    pub projected: bool,
    /// Rules run.
    pub run: usize,
    /// Rules that were refused, so that there is nothing to run.
    pub refused: usize,
    /// Rules in the target's format as they were.
    pub identical: usize,
    /// Rules that cannot be run on these events, each with its path and the reason.
    pub unrun: Vec<(String, String)>,
    /// Rules with disagreements: their place among the files and in their file, with the first few events.
    pub differing: Vec<(usize, usize, Vec<Disagreement>)>,
}

/// Runs each rule and its result; what it showed of a rule goes into its report.
///
/// # Errors
/// Two sets of events that are not one for one, or events that the field map cannot bring into the target's names.
pub fn replay(
    files: &[Scanned],
    converted: &mut [Vec<Converted>],
    events: &OwnEvents,
    options: &ConvertOptions,
) -> Result<Replay, Usage> {
    if let Some(target) = events.target.as_ref().filter(|t| t.len() != events.source.len()) {
        let (n, m) = (events.source.len(), target.len());
        let why = format!(
            "--events has {n} and --target-events {m}: the n-th of one must be the n-th of the other"
        );
        return Err(Usage::new(why));
    }
    let all: Vec<(usize, usize)> = (0..converted.len())
        .flat_map(|file| (0..converted[file].len()).map(move |rule| (file, rule)))
        .collect();
    let fates: Vec<Fate> = all
        .par_iter()
        .map(|&(file, rule)| {
            let doc = files[file].rules.get(rule);
            fate(&converted[file][rule], doc, events, options)
        })
        .collect::<Result<_, _>>()?;
    let mut out = Replay { events: events.source.len(), ..Replay::default() };
    for ((file, rule), fate) in all.into_iter().zip(fates) {
        let report = &mut converted[file][rule].report;
        match fate {
            Fate::Refused => out.refused += 1,
            Fate::Identical => out.identical += 1,
            Fate::Unrun(why) => out.unrun.push((report.path.clone(), why)),
            Fate::Run { counts, first, projected } => {
                out.run += 1;
                out.projected |= projected;
                if counts.disagreements() > 0 {
                    out.differing.push((file, rule, first));
                }
                report.replayed = Some(counts);
            }
        }
    }
    Ok(out)
}

/// What became of one rule.
enum Fate {
    Refused,
    Identical,
    Unrun(String),
    Run { counts: Replayed, first: Vec<Disagreement>, projected: bool },
}

fn fate(
    converted: &Converted,
    doc: Option<&RuleDoc>,
    events: &OwnEvents,
    options: &ConvertOptions,
) -> Result<Fate, Usage> {
    let (Some(text), Some(doc)) = (&converted.text, doc) else { return Ok(Fate::Refused) };
    if converted.verdict == Verdict::Failed {
        return Ok(Fate::Refused);
    }
    if converted.report.verified.identity {
        return Ok(Fate::Identical);
    }
    let log_source = converted.report.log_source.as_ref();
    let log_source = log_source.and_then(|s| ruleglot_knowledge::log_source(&s.id));
    let Some(views) = views(doc, log_source, events, options)? else {
        let why = "the field map does not know the log source; --target-events can say how its events look";
        return Ok(Fate::Unrun(why.to_owned()));
    };
    Ok(match Sides::new(doc, text, log_source, options) {
        Ok(sides) => run(&sides, events, &views),
        Err(why) => Fate::Unrun(why),
    })
}

fn run(sides: &Sides, events: &OwnEvents, views: &Views<'_>) -> Fate {
    let mut counts = Replayed { events: events.source.len(), ..Replayed::default() };
    let mut first = Vec::new();
    for (event, here) in events.source.iter().enumerate() {
        let there = views.of(event, here);
        let who = match (sides.source.matches(here), sides.target.matches(&there)) {
            (true, true) => {
                counts.both += 1;
                continue;
            }
            (false, false) => {
                counts.neither += 1;
                continue;
            }
            (true, false) => Who::Source,
            (false, true) => Who::Target,
        };
        let culprits = || match who {
            Who::Source => culprits(&sides.target, &there),
            Who::Target => culprits(&sides.source, here),
        };
        if first.len() < MOST_EXPLAINED {
            first.push(Disagreement { event, who, culprits: culprits() });
        }
        match who {
            Who::Source => counts.only_source.push(event),
            Who::Target => counts.only_target.push(event),
        }
    }
    Fate::Run { counts, first, projected: views.are_projected() }
}
