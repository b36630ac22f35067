//! Checking rules: everything that can be said of a file, in one list.

mod release;

pub use release::AttackRead;

use crate::Usage;
use crate::input::Candidate;
use crate::scan::{RuleDoc, ScanOptions, Scanned, scan_one};
use rayon::prelude::*;
use release::{Chosen, PerRelease, Undecided, decide};
use ruleglot_formats::{AttackMentions, Format};
use ruleglot_knowledge::AttackRelease;
use ruleglot_knowledge::Indexes;
use ruleglot_lint::{
    Allow, AttackContext, FileContext, Kind, RuleContext, allows, codes_of, leave_out_repeats,
    lint, lint_attack, lint_file, nearest, on_request, page,
};
use ruleglot_source::{Diagnostic, FileId, Severity, SourceFile};
use std::sync::Arc;

/// How files are to be checked.
#[derive(Clone, Debug, Default)]
pub struct CheckOptions {
    /// How they are read.
    pub scan: ScanOptions,
    /// Which findings are wanted.
    pub selection: Selection,
    /// The user's own indexes, whose fields rules may name.
    pub indexes: Arc<Indexes>,
    /// What the lints need to know of the rules' repository.
    pub house: House,
}

/// What holds of all rules of a repository.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct House {
    /// The release of ATT&CK that its rules are written against; `None` to find it.
    pub attack: Option<AttackRelease>,
}

/// Which findings are wanted: codes or whole families.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    select: Vec<String>,
    extend: Vec<String>,
    ignore: Vec<String>,
}

impl Selection {
    /// Only those of `select` (when it is empty, all that need not be asked for) and those of `extend`, without those
    /// of `ignore`.
    ///
    /// # Errors
    /// A word that is neither a code nor a family.
    pub fn new(select: &[String], extend: &[String], ignore: &[String]) -> Result<Self, Usage> {
        select.iter().chain(extend).chain(ignore).try_for_each(|word| known(word))?;
        let [select, extend, ignore] = [select, extend, ignore].map(<[String]>::to_vec);
        Ok(Self { select, extend, ignore })
    }

    /// Whether findings of this code are wanted.
    pub fn wants(&self, code: &str) -> bool {
        let named = |list: &[String]| list.iter().any(|word| names(word, code));
        let wanted = named(&self.select) || named(&self.extend);
        let by_default = self.select.is_empty() && !on_request(code);
        (wanted || by_default) && !named(&self.ignore)
    }
}

fn names(word: &str, code: &str) -> bool {
    code.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn known(word: &str) -> Result<(), Usage> {
    if page(word).is_some() || !codes_of(word).is_empty() {
        return Ok(());
    }
    let meant = nearest(word).map_or(String::new(), |near| format!("; did you mean `{near}`?"));
    Err(Usage::new(format!("`{word}` is no code and no family of codes{meant}")))
}

/// What is to be said of a file.
#[derive(Debug)]
pub struct FileFindings {
    /// The file; without its text when there is nothing to be said.
    pub file: SourceFile,
    /// How many rules it has.
    pub rules: usize,
    /// Whether it is no rule and was passed over.
    pub skipped: bool,
    /// The findings, by place, then by code.
    pub findings: Vec<Diagnostic>,
}

/// What a run of `check` found.
#[derive(Debug)]
pub struct Checked {
    /// What is to be said of each file, in the order of the candidates.
    pub files: Vec<FileFindings>,
    /// The releases of ATT&CK that were found, by format, where findings depend on them.
    pub attack: Vec<AttackRead>,
}

/// Checks files on all cores.
pub fn check_all(candidates: Vec<Candidate>, options: &CheckOptions) -> Checked {
    let one = |(i, candidate): (usize, Candidate)| {
        let id = FileId(u32::try_from(i).unwrap_or(u32::MAX));
        undecided(scan_one(candidate, id, &options.scan), options)
    };
    let files: Vec<Undecided> = candidates.into_par_iter().enumerate().map(one).collect();
    let attack = decide(&files);
    let files = files.into_iter().map(|file| file.decided(&attack)).collect();
    Checked { files, attack: attack.into_iter().filter(|a| a.matters).collect() }
}

/// Checks files on all cores; the result is in the order of the candidates.
pub fn check(candidates: Vec<Candidate>, options: &CheckOptions) -> Vec<FileFindings> {
    check_all(candidates, options).files
}

/// What is to be said of a file that was read, alone.
pub fn check_scanned(scanned: Scanned, options: &CheckOptions) -> FileFindings {
    let file = undecided(scanned, options);
    let attack = decide(std::slice::from_ref(&file));
    file.decided(&attack)
}

/// What is to be said of a file at each release of ATT&CK that may turn out to be the one of its repository.
fn undecided(scanned: Scanned, options: &CheckOptions) -> Undecided {
    let gathered = Gathered::of(&scanned, &options.indexes);
    let format = scanned.rules.iter().find_map(|r| r.format).map(Format::id);
    let mut faults = PerRelease::default();
    let file = &scanned.file;
    let findings = match options.house.attack {
        Some(release) => {
            let told = gathered.attack_at(file, release, &mut faults);
            Chosen::Same(gathered.with(told, file, options))
        }
        None => {
            let told = AttackRelease::ALL.map(|at| gathered.attack_at(file, at, &mut faults));
            match told {
                [first, second] if first == second => {
                    Chosen::Same(gathered.with(first, file, options))
                }
                each => Chosen::of(each.map(|told| gathered.with(told, file, options))),
            }
        }
    };
    let Scanned { file, rules, skipped, .. } = scanned;
    let file = if findings.is_empty() { SourceFile::new(file.id, file.path, "") } else { file };
    Undecided { file, rules: rules.len(), skipped, format, findings, faults }
}

/// What is found in a file, its rules' ATT&CK left for last.
struct Gathered {
    findings: Vec<Diagnostic>,
    allowed: Vec<Allow>,
    attack: Vec<AttackMentions>,
}

impl Gathered {
    fn of(scanned: &Scanned, indexes: &Indexes) -> Self {
        let mut out =
            Self { findings: scanned.diagnostics.clone(), allowed: Vec::new(), attack: Vec::new() };
        if scanned.skipped || scanned.rules.is_empty() {
            return out;
        }
        let language = scanned.rules.iter().find_map(|r| r.document.as_ref()).map(|d| d.language);
        out.findings.extend(lint_file(&FileContext { file: &scanned.file, language }));
        for rule in &scanned.rules {
            of_rule(scanned, rule, indexes, &mut out.findings);
            let Some(document) = &rule.document else { continue };
            out.allowed.extend(allows(&scanned.file, document, &mut out.findings));
            let mentions = rule.format.map(|f| f.attack(document, &scanned.file));
            out.attack.extend(mentions.filter(|m| !m.list.is_empty()));
        }
        out
    }

    /// What is found in the ATT&CK of its rules at a release.
    fn attack_at(
        &self,
        file: &SourceFile,
        release: AttackRelease,
        faults: &mut PerRelease,
    ) -> Vec<Diagnostic> {
        let of = |mentions| lint_attack(&AttackContext { file, mentions, release });
        let told: Vec<Diagnostic> = self.attack.iter().flat_map(of).collect();
        faults.add(release, told.iter().filter(|f| f.severity != Severity::Info).count());
        told
    }

    /// The findings that are wanted, those about ATT&CK among them, in their order.
    fn with(
        &self,
        attack: Vec<Diagnostic>,
        file: &SourceFile,
        options: &CheckOptions,
    ) -> Vec<Diagnostic> {
        let mut found = self.findings.clone();
        found.extend(attack);
        leave_out_repeats(&mut found);
        if !self.allowed.is_empty() {
            allow(file, &mut self.allowed.clone(), &mut found);
        }
        found.retain(|f| options.selection.wants(f.code));
        found.sort_by(|a, b| {
            (a.at().span.start, a.code, a.at().span.end, &a.message).cmp(&(
                b.at().span.start,
                b.code,
                b.at().span.end,
                &b.message,
            ))
        });
        found.dedup();
        found
    }
}

fn of_rule(scanned: &Scanned, rule: &RuleDoc, indexes: &Indexes, out: &mut Vec<Diagnostic>) {
    let context = RuleContext {
        file: &scanned.file,
        format: rule.format,
        document: rule.document.as_ref(),
        read: &rule.read,
        indexes,
    };
    let found = lint(&context);
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

fn allow(file: &SourceFile, allowed: &mut [Allow], out: &mut Vec<Diagnostic>) {
    out.retain(|finding| !allowed.iter_mut().any(|a| a.takes(finding)));
    out.extend(allowed.iter().flat_map(|a| a.unused(file)));
}
