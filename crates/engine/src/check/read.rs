//! A file as the first pass leaves it: what it says of itself is found, what its repository says of it is not.

use super::facts::facts;
use super::marks::{RuleMark, marks};
use super::release::PerRelease;
use super::{CheckOptions, FileFindings};
use crate::input::{Candidate, Found, load};
use crate::scan::{RuleDoc, Scanned};
use ruleglot_formats::{AttackMentions, Format};
use ruleglot_knowledge::AttackRelease;
use ruleglot_lint::{
    Allow, AttackContext, FileContext, Kind, Lints, RuleContext, RuleFacts, RulePart, Wanted,
    allows, leave_out_repeats, on_request, page,
};
use ruleglot_source::{Diagnostic, Severity, SourceFile};
use std::borrow::Cow;

/// A file that was read.
pub(super) struct ReadFile {
    pub(super) candidate: Candidate,
    /// Its text is put away when nothing is to be said of it so far.
    pub(super) file: SourceFile,
    pub(super) rules: Vec<RuleFacts>,
    pub(super) skipped: bool,
    pub(super) format: Option<&'static str>,
    /// What is wrong with its ATT&CK at each release, remarks left out.
    pub(super) faults: PerRelease,
    /// What is told of its ATT&CK at each release that may be its own.
    pub(super) attack: AttackTold,
    findings: Vec<Diagnostic>,
    allowed: Vec<Allow>,
    marks: Vec<RuleMark>,
}

/// What is told of a file's ATT&CK.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum AttackTold {
    /// The same at every release, or at the one that was asked for.
    Same(Vec<Diagnostic>),
    /// One list each, in the order of [`AttackRelease::ALL`].
    Each([Vec<Diagnostic>; 2]),
}

impl ReadFile {
    /// Finds what a file says of itself; `lints` are those of the run's own selection.
    pub(super) fn new(scanned: Scanned, options: &CheckOptions, lints: &Lints) -> Self {
        let of_path = match options.selection_of(&scanned.candidate) {
            Cow::Borrowed(_) => None,
            Cow::Owned(selection) => Some(selection.lints()),
        };
        let lints = of_path.as_ref().unwrap_or(lints);
        let mut findings = scanned.diagnostics.clone();
        let (mut allowed, mut mentions) = (Vec::new(), Vec::new());
        if !scanned.skipped && !scanned.rules.is_empty() {
            let documents = scanned.rules.iter().find_map(|r| r.document.as_ref());
            let language = documents.map(|d| d.language);
            findings.extend(lints.of_file(&FileContext { file: &scanned.file, language }));
            for rule in &scanned.rules {
                of_rule(&scanned, rule, (options, lints), &mut findings);
                let Some(document) = &rule.document else { continue };
                allowed.extend(allows(&scanned.file, document, &mut findings));
                let attack = rule.format.map(|f| f.attack(document, &scanned.file));
                mentions.extend(attack.filter(|m| !m.list.is_empty()));
            }
        }
        let mut faults = PerRelease::default();
        let attack = told((&scanned.file, &mentions), options.house.attack, lints, &mut faults);
        let rules = facts(&scanned, RulePart::Checked);
        let marks = marks(&scanned, &findings);
        let format = scanned.rules.iter().find_map(|r| r.format).map(Format::id);
        let Scanned { file, skipped, candidate, .. } = scanned;
        // Standard input can be read but once.
        let again = candidate.found != Found::Standard;
        let silent = again && findings.is_empty() && allowed.is_empty() && attack.is_empty();
        let file = if silent { SourceFile::new(file.id, file.path, "") } else { file };
        Self { candidate, file, rules, skipped, format, faults, attack, findings, allowed, marks }
    }

    /// Everything that is wanted, in its order, with what the repository says of its rules.
    pub(super) fn finish(
        self,
        release: AttackRelease,
        repo: Vec<Diagnostic>,
        options: &CheckOptions,
    ) -> FileFindings {
        let Self { candidate, mut file, skipped, format, marks, attack, .. } = self;
        let (mut findings, mut allowed) = (self.findings, self.allowed);
        let selection = options.selection_of(&candidate);
        findings.extend(attack.at(release));
        findings.extend(repo);
        leave_out_repeats(&mut findings);
        if !findings.is_empty() && file.text.is_empty() {
            file = load(&candidate, file.id).0;
        }
        hide_secrets(&file, &mut findings);
        if !allowed.is_empty() {
            let wanted = |code: &str| !on_request(code) || selection.wants(code);
            allow(&file, &mut allowed, &wanted, &mut findings);
        }
        findings.retain_mut(|finding| {
            let severity = selection.severity(finding.code, finding.severity);
            finding.severity = severity.unwrap_or(finding.severity);
            severity.is_some() && selection.wants(finding.code)
        });
        findings.sort_by(|a, b| key(a).cmp(&key(b)));
        findings.dedup();
        let file = if findings.is_empty() { SourceFile::new(file.id, file.path, "") } else { file };
        FileFindings { file, candidate, format, rules: marks, skipped, findings }
    }
}

/// What stands in a message may be what another finding calls a key: it is left out.
fn hide_secrets(file: &SourceFile, findings: &mut [Diagnostic]) {
    let at = |f: &Diagnostic| (f.code == "metadata/secret").then(|| f.at().span.range());
    let secrets: Vec<String> =
        findings.iter().filter_map(|f| file.text.get(at(f)?).map(str::to_owned)).collect();
    for secret in &secrets {
        for finding in &mut *findings {
            finding.message = finding.message.replace(secret, "…");
            finding.help = finding.help.take().map(|help| help.replace(secret, "…").into());
        }
    }
}

fn key(f: &Diagnostic) -> (u32, &str, u32, &str) {
    (f.at().span.start, f.code, f.at().span.end, &f.message)
}

impl AttackTold {
    fn is_empty(&self) -> bool {
        match self {
            Self::Same(list) => list.is_empty(),
            Self::Each(each) => each.iter().all(Vec::is_empty),
        }
    }

    fn at(self, release: AttackRelease) -> Vec<Diagnostic> {
        match self {
            Self::Same(list) => list,
            Self::Each([at_18, at_19]) => match release {
                AttackRelease::V18 => at_18,
                AttackRelease::V19 => at_19,
            },
        }
    }
}

/// What is told of ATT&CK at the release that was asked for, or at each.
fn told(
    (file, mentions): (&SourceFile, &[AttackMentions]),
    asked: Option<AttackRelease>,
    lints: &Lints,
    faults: &mut PerRelease,
) -> AttackTold {
    let mut at = |release: AttackRelease| -> Vec<Diagnostic> {
        let of = |mentions| lints.of_attack(&AttackContext { file, mentions, release });
        let told: Vec<Diagnostic> = mentions.iter().flat_map(of).collect();
        faults.add(release, told.iter().filter(|f| f.severity != Severity::Info).count());
        told
    };
    match asked {
        Some(release) => AttackTold::Same(at(release)),
        None => match AttackRelease::ALL.map(at) {
            [first, second] if first == second => AttackTold::Same(first),
            each => AttackTold::Each(each),
        },
    }
}

fn of_rule(
    scanned: &Scanned,
    rule: &RuleDoc,
    (options, lints): (&CheckOptions, &Lints),
    out: &mut Vec<Diagnostic>,
) {
    let context = RuleContext {
        file: &scanned.file,
        format: rule.format,
        document: rule.document.as_ref(),
        read: &rule.read,
        indexes: &options.indexes,
        style: rule.format.and_then(|format| options.style_of(format.id())),
    };
    let found = lints.of_rule(&context);
    let read = rule.read.diagnostics.iter().filter(|d| !said(d, &found)).cloned().map(mildly);
    out.extend(read);
    out.extend(found);
}

/// Whether what the reader stumbled over is told by the schema too, which knows more of it.
fn said(read: &Diagnostic, found: &[Diagnostic]) -> bool {
    read.code.starts_with("schema/")
        && found
            .iter()
            .any(|f| f.code == read.code && (f.at() == read.at() || f.message == read.message))
}

/// A limit of ours is no fault of the rule.
fn mildly(mut finding: Diagnostic) -> Diagnostic {
    if page(finding.code).is_some_and(|p| p.kind == Kind::Limit) {
        finding.severity = Severity::Info;
    }
    finding
}

fn allow(file: &SourceFile, allowed: &mut [Allow], wanted: Wanted<'_>, out: &mut Vec<Diagnostic>) {
    out.retain(|finding| !allowed.iter_mut().any(|a| a.takes(finding)));
    out.extend(allowed.iter().flat_map(|a| a.unused(file, wanted)));
}
