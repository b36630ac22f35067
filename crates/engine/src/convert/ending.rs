//! How the way of a rule ends: its verdict, its notes, and what of them is accepted.

use super::Converted;
use super::work::Work;
use crate::place::Place;
use crate::refusal::fault;
use crate::report::NoteReport;
use ruleglot_ir::{Assumption, Effect, Note, Origin, Shown, Verdict};
use ruleglot_source::Diagnostic;

impl Work<'_> {
    pub(super) fn effect(&self, granted: &[Assumption]) -> Effect {
        join(self.notes.iter(), granted)
    }

    pub(super) fn failed(mut self) -> Converted {
        self.report.metadata.clear();
        self.done(None, Verdict::Failed, Verdict::Failed)
    }

    pub(super) fn failed_by(mut self, faults: &[Diagnostic]) -> Converted {
        let told: Vec<_> = self.file.repairs().collect();
        let faults = faults.iter().filter(|d| !told.contains(d));
        self.notes.extend(faults.map(fault));
        self.failed()
    }

    pub(super) fn done(
        mut self,
        text: Option<String>,
        verdict: Verdict,
        strict: Verdict,
    ) -> Converted {
        self.report.verdict = verdict.word();
        self.report.verdict_strict = strict.word();
        self.report.assumes = self.assumes();
        once_each(&mut self.notes);
        let (accepts, path) = (&self.options.accepts, &self.file.candidate.path);
        let reasons = accepts.reasons(&self.report, path, self.notes.iter());
        let standing = if text.is_some() { self.standing(&reasons) } else { verdict };
        let place = |origin: Origin| origin.0.map(|at| Place::of(&self.file.file, at));
        let granted = |note: &Note| note.assumes.is_some_and(|a| self.options.granted.contains(&a));
        let noted = self.notes.iter().zip(reasons).map(|(note, accepted)| NoteReport {
            accepted,
            granted: granted(note),
            ..NoteReport::new(note, place(note.origin))
        });
        self.report.notes = noted.collect();
        Converted { report: self.report, verdict, standing, text, file_name: self.file_name }
    }

    /// The verdict without the notes for whose acceptance there is a reason.
    fn standing(&self, reasons: &[Option<String>]) -> Verdict {
        let open = self.notes.iter().zip(reasons).filter(|(_, reason)| reason.is_none());
        join(open.map(|(note, _)| note), &self.options.granted).verdict()
    }

    fn assumes(&self) -> Vec<String> {
        let mut all: Vec<String> =
            self.notes.iter().filter_map(|n| n.assumes).map(|a| a.word().to_owned()).collect();
        all.sort();
        all.dedup();
        all
    }
}

/// The join of the notes' effects; a note that rests on a granted assumption only shows.
fn join<'n>(notes: impl Iterator<Item = &'n Note>, granted: &[Assumption]) -> Effect {
    notes.fold(Effect::EXACT, |all, note| {
        let granted = note.assumes.is_some_and(|a| granted.contains(&a));
        let shows = Effect { shown: Shown::Differs, ..Effect::EXACT };
        all.join(if granted { shows } else { note.effect })
    })
}

/// The same said of several places is said once, of the first.
fn once_each(notes: &mut Vec<Note>) {
    let mut said = std::collections::BTreeSet::new();
    notes.retain(|n| said.insert((n.code, n.effect.verdict(), n.message.clone())));
}
