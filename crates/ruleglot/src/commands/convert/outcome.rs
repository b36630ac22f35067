//! Why a conversion did not end cleanly.

use crate::status::count;
use ruleglot_engine::{Against, Converted, Report, Scanned, Verdict};

/// How a run ended.
pub(super) struct Outcome<'a> {
    pub(super) files: &'a [Scanned],
    pub(super) converted: &'a [Vec<Converted>],
    pub(super) allowed: &'a [Verdict],
    pub(super) held: Option<Against>,
}

impl Outcome<'_> {
    pub(super) fn why_not_clean(&self, report: &Report) -> Option<String> {
        let mut why: Vec<String> = Vec::new();
        why.extend(match &self.held {
            Some(held) => self.worse(held),
            None => self.open(self.converted.iter().flatten()),
        });
        let unread = |f: &&Scanned| f.rules.is_empty() && !f.skipped && f.diagnostics.is_empty();
        if report.rules.is_empty() || self.files.iter().any(|f| unread(&f)) {
            why.push("no rule was found".to_owned());
        }
        let folder = report.folder.iter().flat_map(|f| &f.changes);
        match folder.filter(|c| c.state.is_for_people()).count() {
            0 => {}
            n => why.push(format!("{} to look at", count(n, "file"))),
        }
        match report.summary.unused_accepts.len() {
            0 => {}
            1 => why.push("1 accepted loss does not occur".to_owned()),
            n => why.push(format!("{n} accepted losses do not occur")),
        }
        (!why.is_empty()).then(|| why.join("; "))
    }

    /// Refused rules and rules for review.
    fn open<'c>(&self, rules: impl Iterator<Item = &'c Converted>) -> Option<String> {
        let (mut refused, mut review) = (0, 0);
        for rule in rules {
            match rule.standing {
                Verdict::Failed => refused += 1,
                standing if !self.allowed.contains(&standing) => review += 1,
                _ => {}
            }
        }
        match (refused, review) {
            (0, 0) => None,
            (refused, 0) => Some(format!("{} refused", count(refused, "rule"))),
            (0, review) => Some(format!(
                "{} for review: the verdict is not among those allowed",
                count(review, "rule")
            )),
            (refused, review) => {
                Some(format!("{} refused, {review} for review", count(refused, "rule")))
            }
        }
    }

    /// Rules that are worse than they were, and new ones that are not as they should be.
    fn worse(&self, held: &Against) -> Option<String> {
        let rules: Vec<&Converted> = self.converted.iter().flatten().collect();
        let new = held.new.iter().filter_map(|i| rules.get(*i).copied());
        let worse = match held.worse.len() {
            0 => None,
            n => Some(format!("{} worse than in the ledger", count(n, "rule"))),
        };
        let new = self.open(new).map(|open| format!("of those not in the ledger {open}"));
        let both: Vec<String> = [worse, new].into_iter().flatten().collect();
        (!both.is_empty()).then(|| both.join("; "))
    }
}
