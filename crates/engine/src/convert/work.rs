//! One rule on its way: read, presented, mapped, written, read back and judged.

use super::Converted;
use crate::config::RuleAt;
use crate::flat::flat;
use crate::folder::source_path;
use crate::house::MetadataReport;
use crate::missing::missing;
use crate::options::ConvertOptions;
use crate::plan::Plan;
use crate::read_back::read_back;
use crate::refusal::{Refusing, ours};
use crate::report::{Requires, RuleReport, VerifiedReport};
use crate::scan::{RuleDoc, Scanned};
use ruleglot_formats::{House, WriteContext, write_bare};
use ruleglot_ir::{About, Body, Effect, Legal, Note, Origin, Rule};
use ruleglot_source::Diagnostic;
use ruleglot_translate::{Draft, Loss, Request, Verified, draft, parts};
use smol_str::SmolStr;
use std::borrow::Cow;

/// One rule on its way.
pub(super) struct Work<'a> {
    pub(super) file: &'a Scanned,
    rule: Option<&'a RuleDoc>,
    pub(super) options: &'a ConvertOptions,
    pub(super) report: RuleReport,
    pub(super) notes: Vec<Note>,
    pub(super) file_name: Option<String>,
    distinct: Option<SmolStr>,
}

impl<'a> Work<'a> {
    pub(super) fn new(file: &'a Scanned, rule: &'a RuleDoc, options: &'a ConvertOptions) -> Self {
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

    /// With characters that tell its name from that of another.
    pub(super) fn told_apart_by(self, distinct: SmolStr) -> Self {
        Self { distinct: Some(distinct), ..self }
    }

    pub(super) fn of_file(file: &'a Scanned, options: &'a ConvertOptions) -> Self {
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
            metadata: Vec::new(),
            unmapped: Vec::new(),
            source: Vec::new(),
            uses: crate::uses::Uses::default(),
        };
        let notes = file.repairs().map(repaired).collect();
        Self { file, rule: None, options, report, notes, file_name: None, distinct: None }
    }

    pub(super) fn run(mut self) -> Converted {
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
                    distinct: self.distinct.as_deref(),
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
