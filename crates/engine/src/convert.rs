//! Translating rules: each with its output, its verdict and its ledger.

use crate::config::RuleAt;
use crate::flat::{self, flat};
use crate::house::MetadataReport;
use crate::missing::missing;
use crate::options::ConvertOptions;
use crate::place::Place;
use crate::plan::Plan;
use crate::read_back::read_back;
use crate::report::{NoteReport, Requires, RuleReport, VerifiedReport};
use crate::scan::{RuleDoc, Scanned};
use crate::target::TargetSpec;
use rayon::prelude::*;
use ruleglot_formats::{House, WriteContext, write_bare};
use ruleglot_ir::{
    About, Assumption, Body, Effect, Legal, Note, Origin, Refusal, Rule, Shown, Verdict,
};
use ruleglot_source::Diagnostic;
use ruleglot_translate::{Draft, Request, Verified, draft, parts};
use std::borrow::Cow;

/// A translated rule.
#[derive(Debug)]
pub struct Converted {
    /// Its entry in the report; `outputs` is filled in when files are written.
    pub report: RuleReport,
    /// The verdict, granted assumptions taken as true.
    pub verdict: Verdict,
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
}

impl<'a> Work<'a> {
    fn new(file: &'a Scanned, rule: &'a RuleDoc, options: &'a ConvertOptions) -> Self {
        let mut work = Self::of_file(file, options);
        work.report.index = rule.index;
        work.report.id = rule.read.id().map(ToString::to_string);
        work.report.title = Some(rule.read.title().to_owned()).filter(|t| !t.is_empty());
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
            from: String::new(),
            to: options.target.name(),
            verdict: "",
            outputs: Vec::new(),
            log_source: None,
            verdict_strict: "",
            verified: VerifiedReport::default(),
            assumes: Vec::new(),
            fields: crate::report::FieldCounts::default(),
            requires: Requires::default(),
            notes: Vec::new(),
            metadata: Vec::new(),
            unmapped: Vec::new(),
            source: Vec::new(),
            uses: crate::uses::Uses::default(),
        };
        let notes = file.repairs().map(repaired).collect();
        Self { file, rule: None, options, report, notes, file_name: None }
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
                self.present(doc, &rule)
            }
            None => self.failed_by(&doc.read.diagnostics),
        }
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
        for stage in &presented.obstacles {
            let target = &self.options.target;
            let message = flat::why_not(stage, target.target, &target.name());
            self.notes.push(refusal("translate/refused", stage.origin, message));
        }
        self.failed()
    }

    fn translate(mut self, doc: &RuleDoc, rule: &Rule) -> Converted {
        let Body::Pipeline(pipeline) = &rule.body else {
            let what = doc.read.language.unwrap_or("this kind of rule");
            let message = format!("{what} is not translated: what it detects is not read yet");
            self.notes.push(refusal("translate/no-query", doc.read.at().into(), message));
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
            now: self.options.now,
        };
        let Some(mut draft) = draft(&request) else { return self.failed() };
        let found = plan.found();
        self.report.fields = found.counts;
        self.report.unmapped = found.unmapped;
        self.notes.append(&mut draft.notes);
        match &draft.legal {
            Err(refused) => {
                self.notes.extend(refused.iter().map(|r| refused_note(r, &self.options.target)));
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
        let path = match doc.index {
            0 => self.file.candidate.relative.clone(),
            n => format!("{}#{n}", self.file.candidate.relative),
        };
        let text = match target.format {
            None => write_bare(target.language, legal),
            Some(format) => {
                let house = &self.options.house;
                let at = RuleAt {
                    path: &self.file.candidate.path,
                    id: self.report.id.as_deref(),
                    source: self.report.log_source.as_ref().map(|source| source.id.as_str()),
                };
                let layers = house.layers(format.id(), at);
                let context = WriteContext {
                    from: doc.format.map_or("", ruleglot_formats::Format::id),
                    path: &path,
                    places: &doc.read.places,
                    attack: self.options.attack,
                    identity: ruleglot_formats::Identity::Derived,
                    distinct: None,
                    house: House { style: house.style.as_ref(), layers: &layers },
                };
                let written = format.write(legal, &context);
                self.file_name = Some(written.file_name);
                self.report.metadata = written.values.iter().map(MetadataReport::from).collect();
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
                self.notes.push(refusal("translate/internal", doc.read.at().into(), message));
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
            self.notes.push(refusal("translate/disagreement", doc.read.at().into(), message));
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

    /// The join of the notes' effects; a note that rests on a granted assumption only shows.
    fn effect(&self, granted: &[Assumption]) -> Effect {
        self.notes.iter().fold(Effect::EXACT, |all, note| {
            let granted = note.assumes.is_some_and(|a| granted.contains(&a));
            all.join(if granted {
                Effect { shown: Shown::Differs, ..Effect::EXACT }
            } else {
                note.effect
            })
        })
    }

    fn failed(mut self) -> Converted {
        self.report.metadata.clear();
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
        let place = |origin: Origin| origin.0.map(|at| Place::of(&self.file.file, at));
        self.report.notes =
            self.notes.iter().map(|n| NoteReport::new(n, place(n.origin))).collect();
        Converted { report: self.report, verdict, text, file_name: self.file_name }
    }

    fn assumes(&self) -> Vec<String> {
        let mut all: Vec<String> =
            self.notes.iter().filter_map(|n| n.assumes).map(|a| a.word().to_owned()).collect();
        all.sort();
        all.dedup();
        all
    }
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

/// Why a rule could not be read, with what is to be done about it.
fn fault(found: &Diagnostic) -> Note {
    let note = refusal(found.code, found.at().into(), found.message.clone());
    match &found.help {
        // What to do about a fault of the text is for the one who mends it; which language was meant, for the one who asks.
        Some(help) if found.code.starts_with("paste/") => note.with_remedy(help.clone()),
        _ => note,
    }
}

fn refusal(code: &'static str, origin: Origin, message: String) -> Note {
    Note::new(code, Effect::UNKNOWN, About::Logic, origin, message)
}

fn refused_note(refused: &Refusal, target: &TargetSpec) -> Note {
    let message = format!("{} cannot say this: {}", target.name(), refused.why);
    refusal("translate/refused", refused.origin, message)
}
