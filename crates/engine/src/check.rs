//! Checking rules: everything that can be said of a file, in one list.

mod facts;
mod read;
mod release;

pub use release::AttackRead;

use crate::Usage;
use crate::input::Candidate;
use crate::scan::{ScanOptions, Scanned, scan_one};
use rayon::prelude::*;
use read::ReadFile;
use release::decide;
use ruleglot_knowledge::{AttackRelease, Indexes};
use ruleglot_lint::{RuleFacts, RulePart, codes_of, lint_repo, nearest, on_request, page};
use ruleglot_source::{Diagnostic, FileId, SourceFile};
use std::collections::HashMap;
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

/// Checks files on all cores; `context` are files that the others are held against and of which nothing is told.
pub fn check_all(
    candidates: Vec<Candidate>,
    context: Vec<Candidate>,
    options: &CheckOptions,
) -> Checked {
    let first_context = candidates.len();
    let id = |i: usize| FileId(u32::try_from(i).unwrap_or(u32::MAX));
    let one = |(i, candidate): (usize, Candidate)| {
        ReadFile::new(scan_one(candidate, id(i), &options.scan), options)
    };
    let known = |(i, candidate): (usize, Candidate)| {
        let scanned = scan_one(candidate, id(first_context + i), &options.scan);
        facts::facts(&scanned, RulePart::Context)
    };
    let files: Vec<ReadFile> = candidates.into_par_iter().enumerate().map(one).collect();
    let context: Vec<RuleFacts> =
        context.into_par_iter().enumerate().flat_map_iter(known).collect();
    finish(files, &context, options)
}

/// Checks files on all cores; the result is in the order of the candidates.
pub fn check(candidates: Vec<Candidate>, options: &CheckOptions) -> Vec<FileFindings> {
    check_all(candidates, Vec::new(), options).files
}

/// What is to be said of files that were read, held against each other alone.
pub fn check_scanned(scanned: Vec<Scanned>, options: &CheckOptions) -> Vec<FileFindings> {
    let files = scanned.into_iter().map(|file| ReadFile::new(file, options)).collect();
    finish(files, &[], options).files
}

/// Adds what the repository says of each file to what it says of itself.
fn finish(files: Vec<ReadFile>, context: &[RuleFacts], options: &CheckOptions) -> Checked {
    let attack = decide(&files);
    let mut repo = of_repo(&files, context, options);
    let with: Vec<(ReadFile, Vec<Diagnostic>)> = files
        .into_iter()
        .map(|file| {
            let told = repo.remove(&file.file.id).unwrap_or_default();
            (file, told)
        })
        .collect();
    let finish = |(file, told): (ReadFile, Vec<Diagnostic>)| {
        let release = attack.iter().find(|a| Some(a.format) == file.format).map(|a| a.release);
        file.finish(release.unwrap_or_default(), told, options)
    };
    let files = with.into_par_iter().map(finish).collect();
    Checked { files, attack: attack.into_iter().filter(|a| a.matters).collect() }
}

/// What the rules say of each other, by file.
fn of_repo(
    files: &[ReadFile],
    context: &[RuleFacts],
    options: &CheckOptions,
) -> HashMap<FileId, Vec<Diagnostic>> {
    let mut rules: Vec<RuleFacts> = context.to_vec();
    rules.extend(files.iter().flat_map(|file| file.rules.iter().cloned()));
    let mut by_file: HashMap<FileId, Vec<Diagnostic>> = HashMap::new();
    for finding in lint_repo(&rules).into_iter().filter(|f| options.selection.wants(f.code)) {
        by_file.entry(finding.at().file).or_default().push(finding);
    }
    by_file
}
