//! Holding a run against the ledger of an earlier one: the gate for a migration under way.

use crate::Usage;
use crate::report::{NoteReport, Report, RuleReport};
use ruleglot_ir::Verdict;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// An earlier ledger, as far as rules are held against it.
#[derive(Debug)]
pub struct Ledger {
    rules: Vec<OldRule>,
    by_place: FxHashMap<(String, usize), usize>,
    by_id: FxHashMap<String, usize>,
}

#[derive(Debug, Deserialize)]
struct OldReport {
    schema: u32,
    to: String,
    rules: Vec<OldRule>,
}

#[derive(Debug, Deserialize)]
struct OldRule {
    path: String,
    index: usize,
    id: Option<String>,
    verdict: String,
    notes: Vec<OldNote>,
}

#[derive(Debug, Deserialize)]
struct OldNote {
    code: String,
    effect: String,
    accepted: Option<String>,
}

/// A rule that is worse than it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worse {
    /// Its file.
    pub path: String,
    /// Number of the rule in its file.
    pub index: usize,
    /// Its verdict in the earlier ledger.
    pub before: String,
    /// Its verdict now.
    pub after: &'static str,
    /// Codes of notes that it did not have, or had fewer of.
    pub codes: Vec<&'static str>,
}

/// How a run compares with an earlier ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Against {
    /// Rules that are worse.
    pub worse: Vec<Worse>,
    /// Rules that the ledger does not have, by their places among the run's.
    pub new: Vec<usize>,
    /// How many of the ledger's rules are not among the run's.
    pub gone: usize,
}

impl Ledger {
    /// Reads the report of an earlier run into the same target.
    ///
    /// # Errors
    /// A file that cannot be read, is no report, or is one of another target.
    pub fn read(path: &Path, to: &str) -> Result<Self, Usage> {
        let shown = path.display();
        let text = std::fs::read_to_string(path)
            .map_err(|e| Usage::new(format!("{shown} cannot be read: {e}")))?;
        let read: OldReport = serde_json::from_str(&text)
            .map_err(|e| Usage::new(format!("{shown} is no report of a conversion: {e}")))?;
        if read.schema != 1 {
            return Err(Usage::new(format!("{shown}: schema {} is not known here", read.schema)));
        }
        if read.to != to {
            let was = &read.to;
            return Err(Usage::new(format!("{shown} is of conversions to {was}, not to {to}")));
        }
        let by_place = read.rules.iter().enumerate();
        let by_place = by_place.map(|(i, r)| ((slashed(&r.path), r.index), i)).collect();
        let mut ids = FxHashMap::<String, Vec<usize>>::default();
        for (i, rule) in read.rules.iter().enumerate() {
            if let Some(id) = &rule.id {
                ids.entry(id.clone()).or_default().push(i);
            }
        }
        // An id that several rules have tells none of them.
        let one = |(id, of): (String, Vec<usize>)| (of.len() == 1).then(|| (id, of[0]));
        let by_id = ids.into_iter().filter_map(one).collect();
        Ok(Self { rules: read.rules, by_place, by_id })
    }

    /// Holds a run against it.
    pub fn hold(&self, report: &Report) -> Against {
        let mut out = Against::default();
        let mut seen = std::collections::BTreeSet::new();
        for (i, rule) in report.rules.iter().enumerate() {
            let Some(at) = self.find(rule) else {
                out.new.push(i);
                continue;
            };
            seen.insert(at);
            out.worse.extend(worse(rule, &self.rules[at]));
        }
        out.gone = self.rules.len() - seen.len();
        out
    }

    /// By id, which stays when a file is moved; else by its place.
    fn find(&self, rule: &RuleReport) -> Option<usize> {
        let by_id = rule.id.as_ref().and_then(|id| self.by_id.get(id));
        by_id.or_else(|| self.by_place.get(&(slashed(&rule.path), rule.index))).copied()
    }
}

fn slashed(path: &str) -> String {
    path.replace('\\', "/").trim_start_matches("./").to_owned()
}

fn worse(now: &RuleReport, old: &OldRule) -> Option<Worse> {
    let more = more_losses(&now.notes, &old.notes);
    // A better verdict has other losses; a refusal has none that count.
    let as_before = now.verdict == old.verdict && old.verdict != Verdict::Failed.word();
    let loses_more = as_before && !more.is_empty();
    if at_most(now.verdict, &old.verdict) && !loses_more {
        return None;
    }
    Some(Worse {
        path: now.path.clone(),
        index: now.index,
        before: old.verdict.clone(),
        after: now.verdict,
        codes: more,
    })
}

/// Whether a verdict says no more differences than another; *narrower* and *wider* say different ones.
fn at_most(now: &str, old: &str) -> bool {
    let rank = |word: &str| match Verdict::ALL.iter().find(|v| v.word() == word) {
        Some(Verdict::Exact) => 0,
        Some(Verdict::Presentation) => 1,
        Some(Verdict::Narrower | Verdict::Wider) => 2,
        Some(Verdict::Unknown) => 3,
        Some(Verdict::Failed) | None => 4,
    };
    rank(now) < rank(old) || now == old
}

/// Codes of losses that nobody accepted, of which there are more than there were.
fn more_losses(now: &[NoteReport], old: &[OldNote]) -> Vec<&'static str> {
    let loses = |effect: &str| !matches!(effect, "exact" | "presentation");
    let mut count = BTreeMap::<(&'static str, &str), isize>::new();
    for note in now.iter().filter(|n| n.accepted.is_none() && loses(n.effect)) {
        *count.entry((note.code, note.effect)).or_default() += 1;
    }
    for note in old.iter().filter(|n| n.accepted.is_none() && loses(&n.effect)) {
        let same =
            |(code, effect): &(&'static str, &str)| *code == note.code && *effect == note.effect;
        let key = count.keys().copied().find(same);
        if let Some(key) = key {
            *count.entry(key).or_default() -= 1;
        }
    }
    let mut more: Vec<_> =
        count.into_iter().filter(|(_, n)| *n > 0).map(|((code, _), _)| code).collect();
    more.dedup();
    more
}

#[cfg(test)]
mod tests {
    use super::at_most;

    #[test]
    fn verdicts_are_ordered_by_what_they_may_lose() {
        for (now, old) in [
            ("exact", "failed"),
            ("presentation", "narrower"),
            ("wider", "wider"),
            ("unknown", "failed"),
        ] {
            assert!(at_most(now, old), "{now} {old}");
        }
        for (now, old) in [("narrower", "wider"), ("wider", "exact"), ("failed", "unknown")] {
            assert!(!at_most(now, old), "{now} {old}");
        }
    }
}
