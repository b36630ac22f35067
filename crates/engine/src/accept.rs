//! Losses that a team accepts: their notes stay in the ledger, with the reason, and send no rule to review.

use crate::config::Pattern;
use crate::report::{RuleReport, UnusedAccept};
use ruleglot_ir::Note;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// One accepted loss: an entry of `[[convert.accept]]`.
#[derive(Debug)]
pub struct Accept {
    /// The code of the notes, or their family.
    pub code: String,
    /// Format or format with language of the source, as reports name it; any when `None`.
    pub from: Option<String>,
    /// The same of the target.
    pub to: Option<String>,
    /// Files that it holds of; of all when there are none.
    pub paths: Vec<Pattern>,
    /// The log source, or the product of several.
    pub source: Option<String>,
    /// Why.
    pub reason: String,
    /// Line and column of the entry in the configuration.
    pub place: (usize, usize),
    met: AtomicBool,
    used: AtomicBool,
}

impl Accept {
    /// An entry that accepts these notes of every rule.
    pub fn new(code: String, reason: String, place: (usize, usize)) -> Self {
        Self {
            code,
            from: None,
            to: None,
            paths: Vec::new(),
            source: None,
            reason,
            place,
            met: AtomicBool::new(false),
            used: AtomicBool::new(false),
        }
    }

    fn is_of(&self, rule: &RuleReport, path: &Path) -> bool {
        let format = |asked: &Option<String>, is: &str| {
            asked.as_deref().is_none_or(|asked| {
                asked == is || is.split('/').next().is_some_and(|format| format == asked)
            })
        };
        let id = rule.log_source.as_ref().map_or("", |source| source.id.as_str());
        format(&self.from, &rule.from)
            && format(&self.to, &rule.to)
            && self.source.as_deref().is_none_or(|asked| is_or_below(id, asked, '.'))
            && (self.paths.is_empty() || self.paths.iter().any(|pattern| pattern.fits(path)))
    }
}

/// Whether a name is this one, or has it and the sign in front.
pub(crate) fn is_or_below(name: &str, asked: &str, sign: char) -> bool {
    name.strip_prefix(asked).is_some_and(|rest| rest.is_empty() || rest.starts_with(sign))
}

/// All accepted losses, with what came of them in this run.
#[derive(Debug, Default)]
pub struct Accepts {
    entries: Vec<Accept>,
}

impl Accepts {
    /// These entries; the first that fits a note counts.
    pub fn new(entries: Vec<Accept>) -> Self {
        Self { entries }
    }

    /// The reasons for which the notes of a rule are accepted, one for each note.
    pub(crate) fn reasons<'n>(
        &self,
        rule: &RuleReport,
        path: &Path,
        notes: impl Iterator<Item = &'n Note>,
    ) -> Vec<Option<String>> {
        if self.entries.is_empty() {
            return notes.map(|_| None).collect();
        }
        let of_rule: Vec<&Accept> =
            self.entries.iter().filter(|entry| entry.is_of(rule, path)).collect();
        of_rule.iter().for_each(|entry| entry.met.store(true, Ordering::Relaxed));
        let reason = |note: &Note| {
            let entry = of_rule.iter().find(|entry| is_or_below(note.code, &entry.code, '/'))?;
            entry.used.store(true, Ordering::Relaxed);
            Some(entry.reason.clone())
        };
        notes.map(reason).collect()
    }

    /// Entries of whose rules some were translated and none has such a note.
    pub fn unused(&self) -> impl Iterator<Item = &Accept> {
        let flag = |flag: &AtomicBool| flag.load(Ordering::Relaxed);
        self.entries.iter().filter(move |entry| flag(&entry.met) && !flag(&entry.used))
    }
}

impl From<&Accept> for UnusedAccept {
    fn from(of: &Accept) -> Self {
        let (line, column) = of.place;
        Self { code: of.code.clone(), line, column }
    }
}
