//! Translating rules: each with its output, its verdict and its ledger.

use crate::flat::flat;
use crate::folder::source_path;
use crate::missing::missing;
use crate::options::ConvertOptions;
use crate::place::Place;
use crate::plan::Plan;
use crate::read_back::read_back;
use crate::refusal::{Refusing, fault, ours};
use crate::report::{NoteReport, Requires, RuleReport, VerifiedReport};
use crate::scan::{RuleDoc, Scanned};
use rayon::prelude::*;
use ruleglot_formats::{WriteContext, write_bare};
use ruleglot_ir::{About, Assumption, Body, Effect, Legal, Note, Origin, Rule, Shown, Verdict};
use ruleglot_source::Diagnostic;
use ruleglot_translate::{Draft, Loss, Request, Verified, draft, parts};
use smol_str::SmolStr;
use std::borrow::Cow;

/// A translated rule.
#[derive(Debug)]
pub struct Converted {
    /// Its entry in the report; `outputs` is filled in when files are written.
    pub report: RuleReport,
    /// The verdict, granted assumptions taken as true.
    pub verdict: Verdict,
    /// The verdict that decides whether the rule needs review: without the losses that the user accepts.
    pub standing: Verdict,
    /// What was written; `None` when it was refused.
    pub text: Option<String>,
    /// The name of its file by the target's convention, without the ending; `None` for bare queries and for what was
    /// left as it is.
    pub file_name: Option<String>,
}

/// Translates every rule of every file on all cores, in the order of the files.
pub fn convert(files: &[Scanned], options: &ConvertOptions) -> Vec<Vec<Converted>> {
    files.par_iter().map(|file| convert_file(file, options)).collect()
}

/// Translates a rule anew, with characters that tell its name from that of another.
pub(crate) fn convert_as(
    file: &Scanned,
    index: usize,
    options: &ConvertOptions,
    distinct: Option<SmolStr>,
) -> Converted {
    match file.rules.iter().find(|rule| rule.index == index) {
        Some(rule) => Work { distinct, ..Work::new(file, rule, options) }.run(),
        None => Work::of_file(file, options).failed_by(&file.diagnostics),
    }
}

fn convert_file(file: &Scanned, options: &ConvertOptions) -> Vec<Converted> {
    let broken = file.rules.is_empty() && !file.skipped && !file.diagnostics.is_empty();
    if broken {
        return vec![Work::of_file(file, options).failed_by(&file.diagnostics)];
    }
    file.rules.iter().map(|rule| Work::new(file, rule, options).run()).collect()
}

/// Holds a text against what a rule means, as if it had been written for it: what the last step of [`convert`] does.
///
/// # Errors
/// Why there is nothing to hold it against, or why the text cannot be read.
pub fn verify_text(
    rule: &RuleDoc,
    text: &str,
    options: &ConvertOptions,
) -> Result<Verified, String> {
    let nothing = || "there is no condition to hold it against".to_owned();
    let read = rule.read.rule.as_ref().ok_or_else(nothing)?;
    let presented = flat(read, options.by_keys);
    let read = presented.rule.as_ref();
    let Body::Pipeline(pipeline) = &read.body else { return Err(nothing()) };
    let plan = Plan::new(read, rule.read.language, &parts(pipeline).1, options);
    let request = Request {
        rule: read,
        source_schema: &plan.source_schema,
        target: options.target.target,
        fields: &plan,
        loss: Loss::Noted,
        now: options.now,
    };
    let draft = draft(&request).ok_or_else(nothing)?;
    Ok(draft.verify(read_back(text, &options.target)?.condition))
}

/// One rule on its way.
struct Work<'a> {
    file: &'a Scanned,
    rule: Option<&'a RuleDoc>,
    options: &'a ConvertOptions,
    report: RuleReport,
    notes: Vec<Note>,
    file_name: Option<String>,
    distinct: Option<SmolStr>,
}

impl<'a> Work<'a> {
    fn new(file: &'a Scanned, rule: &'a RuleDoc, options: &'a ConvertOptions) -> Self {
        let mut work = Self::of_file(file, options);
        work.report.index = rule.index;
        work.report.id = rule.read.id().map(ToString::to_string);
        work.report.title = Some(rule.read.title().to_owned()).filter(|t| !t.is_empty());
        work.report.licence = rule.read.meta.license.as_ref().map(ToString::to_string);
        work.report.from = rule.from();
        work.report.uses = rule.uses.clone();
        work.rule = Some(rule);
        work
    }

    fn of_file(file: &'a Scanned, options: &'a ConvertOptions) -> Self {
        let report = RuleReport {
            path: file.file.path.clone(),
            index: 0,
            id: None,
            title: None,
            licence: None,
            from: String::new(),
            to: options.target.name(),
            verdict: "",
            outputs: Vec::new(),
            todo: None,
            log_source: None,
            verdict_strict: "",
            verified: VerifiedReport::default(),
            replayed: None,
            assumes: Vec::new(),
            fields: crate::report::FieldCounts::default(),
            requires: Requires::default(),
            notes: Vec::new(),
            unmapped: Vec::new(),
            source: Vec::new(),
            uses: crate::uses::Uses::default(),
        };
        let notes = file.repairs().map(repaired).collect();
        Self { file, rule: None, options, report, notes, file_name: None, distinct: None }
    }

    fn run(mut self) -> Converted {
        let Some(doc) = self.rule else { return self.failed_by(&[]) };
        if self.is_identity(doc) {
            self.report.verified.identity = true;
            self.report.verified.equal = true;
            let text = self.file.file.text.to_string();
            let verdict = self.effect(&[]).verdict();
            return self.done(Some(text), verdict, verdict);
        }
        if doc.unreadable() {
            let faults = [self.file.diagnostics.as_slice(), &doc.read.diagnostics].concat();
            return self.failed_by(&faults);
        }
        match &doc.read.rule {
            Some(rule) => {
                let rule = self.licensed(rule);
                self.report.licence = rule.meta.license.as_ref().map(ToString::to_string);
                self.present(doc, &rule)
            }
            None => self.failed_by(&doc.read.diagnostics),
        }
    }

    fn refusing(&self) -> Refusing<'a> {
        let from = self.rule.and_then(|r| r.format).map_or("", ruleglot_formats::Format::id);
        Refusing { file: &self.file.file, from, target: &self.options.target }
    }

    /// The format and language that it already has: untouched text is returned byte for byte.
    fn is_identity(&self, doc: &RuleDoc) -> bool {
        let target = &self.options.target;
        doc.format.map(ruleglot_formats::Format::id)
            == target.format.map(ruleglot_formats::Format::id)
            && (doc.read.language == Some(target.language)
                || (doc.format.is_some() && has_no_language(doc)))
    }

    /// The rule under the licence that holds for its file, where it states none: a translation does not change it.
    fn licensed<'r>(&mut self, rule: &'r Rule) -> Cow<'r, Rule> {
        let stated = rule.meta.license.is_some() || self.options.target.format.is_none();
        let found = if stated { None } else { self.options.licences.of(&self.file.candidate.path) };
        let Some(licence) = found else { return Cow::Borrowed(rule) };
        let name = licence.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let message = format!("the rule states no licence; {name} says {}", licence.id);
        let note = Note::new(
            "metadata/licence-inferred",
            Effect::PRESENTATION,
            About::Metadata,
            Origin::default(),
            message,
        );
        self.notes.push(note.with_remedy("state it in the rule, if it is another"));
        let mut rule = rule.clone();
        rule.meta.license = Some(licence.id.into());
        Cow::Owned(rule)
    }

    /// Folds away what only shows; a stage that decides and that the target cannot say is refused at its place.
    fn present(mut self, doc: &RuleDoc, rule: &Rule) -> Converted {
        let presented = flat(rule, self.options.by_keys);
        if presented.obstacles.is_empty() {
            self.notes.extend(presented.notes);
            return self.translate(doc, &presented.rule);
        }
        let refusing = self.refusing();
        self.notes.extend(presented.obstacles.iter().map(|stage| refusing.stage(stage)));
        self.failed()
    }

    fn translate(mut self, doc: &RuleDoc, rule: &Rule) -> Converted {
        let Body::Pipeline(pipeline) = &rule.body else {
            self.notes.push(self.refusing().unread(doc));
            return self.failed();
        };
        let (read, condition) = parts(pipeline);
        self.report.source = read.native.iter().map(|n| n.kind.clone()).collect();
        let plan = Plan::new(rule, doc.read.language, &condition, self.options);
        self.report.log_source.clone_from(&plan.log_source);
        let request = Request {
            rule,
            source_schema: &plan.source_schema,
            target: self.options.target.target,
            fields: &plan,
            loss: Loss::Noted,
            now: self.options.now,
        };
        let Some(mut draft) = draft(&request) else { return self.failed() };
        let found = plan.found();
        self.report.fields = found.counts;
        self.report.unmapped = found.unmapped;
        self.notes.append(&mut draft.notes);
        match &draft.legal {
            Err(refused) => {
                let refusing = self.refusing();
                self.notes.extend(refused.iter().map(|r| refusing.refused(r, pipeline)));
                self.failed()
            }
            Ok(legal) => {
                self.notes.extend(missing(legal.rule(), &self.options.indexes));
                self.write(doc, legal, &draft)
            }
        }
    }

    fn write(mut self, doc: &RuleDoc, legal: &Legal<'_>, draft: &Draft) -> Converted {
        let target = self.options.target;
        let path = source_path(self.file, doc.index);
        let text = match target.format {
            None => write_bare(target.language, legal),
            Some(format) => {
                let context = WriteContext {
                    from: doc.format.map_or("", ruleglot_formats::Format::id),
                    path: &path,
                    places: &doc.read.places,
                    attack: self.options.attack,
                    identity: ruleglot_formats::Identity::Derived,
                    distinct: self.distinct.as_deref(),
                    house: ruleglot_formats::House::default(),
                };
                let written = format.write(legal, &context);
                self.file_name = Some(written.file_name);
                self.notes.extend(written.notes);
                Some(written.text)
            }
        };
        let Some(text) = text else { return self.failed() };
        match read_back(&text, &target) {
            Ok(read) => {
                self.report.requires =
                    Requires { macros: read.uses.macros, lookups: read.uses.lookups };
                let verified = draft.verify(read.condition);
                self.judge(text, &verified, doc)
            }
            Err(why) => {
                let message = format!("what was written cannot be read back: {why}");
                self.notes.push(ours("translate/internal", doc.read.at().into(), message));
                self.failed()
            }
        }
    }

    fn judge(mut self, text: String, verified: &Verified, doc: &RuleDoc) -> Converted {
        self.report.verified = VerifiedReport {
            identity: false,
            equal: verified.equal,
            events: verified.events,
            predicates: verified.predicates,
            decisive: verified.decisive,
            disagreements: verified.disagreements,
        };
        if !verified.holds() {
            let unrun = "what was written cannot be run on events";
            let example = verified.example.as_deref().unwrap_or(unrun);
            let message = format!("the translation does not mean what was read: {example}");
            self.notes.push(ours("translate/disagreement", doc.read.at().into(), message));
            return self.failed();
        }
        if !verified.decided() {
            let message = format!(
                "{} of {} predicates could not be shown to decide, so they are not checked by events",
                verified.predicates - verified.decisive,
                verified.predicates
            );
            let note =
                Note::logic("translate/undecided", Effect::UNKNOWN, doc.read.at().into(), message);
            self.notes.push(note);
        }
        let strict = self.effect(&[]).verdict();
        let verdict = self.effect(&self.options.granted).verdict();
        self.done(Some(text), verdict, strict)
    }

    fn effect(&self, granted: &[Assumption]) -> Effect {
        join(self.notes.iter(), granted)
    }

    fn failed(self) -> Converted {
        self.done(None, Verdict::Failed, Verdict::Failed)
    }

    fn failed_by(mut self, faults: &[Diagnostic]) -> Converted {
        let told: Vec<_> = self.file.repairs().collect();
        let faults = faults.iter().filter(|d| !told.contains(d));
        self.notes.extend(faults.map(fault));
        self.failed()
    }

    fn done(mut self, text: Option<String>, verdict: Verdict, strict: Verdict) -> Converted {
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

/// Kinds without a query of their own go into their own format as they are.
fn has_no_language(doc: &RuleDoc) -> bool {
    matches!(doc.read.rule.as_ref().map(|r| &r.body), Some(Body::Native(_)))
}

/// What was taken off a pasted text is no part of the rule, unless the user says otherwise.
fn repaired(repair: &Diagnostic) -> Note {
    let note = Note::new(
        repair.code,
        Effect::PRESENTATION,
        About::Text,
        repair.at().into(),
        repair.message.clone(),
    );
    match &repair.help {
        Some(help) => note.with_remedy(help.clone()),
        None => note,
    }
}
