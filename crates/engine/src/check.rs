//! Checking rules: everything that can be said of a file, in one list.

mod facts;
mod marks;
mod read;
mod release;
mod selection;

pub use marks::RuleMark;
pub(crate) use marks::{fnv, is_of_meaning};
pub use release::AttackRead;
pub use selection::Selection;
pub(crate) use selection::known;

use crate::config::{PathRules, TargetSettings};
use crate::input::Candidate;
use crate::scan::{ScanOptions, Scanned, scan_one};
use rayon::prelude::*;
use read::ReadFile;
use release::decide;
use ruleglot_formats::HouseStyle;
use ruleglot_knowledge::{AttackRelease, Indexes};
use ruleglot_lint::{Lints, RuleFacts, RulePart};
use ruleglot_source::{Diagnostic, FileId, SourceFile};
use std::borrow::Cow;
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
    /// The team's settings for rules of a format.
    pub targets: Vec<TargetSettings>,
}

impl CheckOptions {
    /// The team's settings for rules of a format.
    fn style_of(&self, format: &str) -> Option<&HouseStyle> {
        self.targets.iter().find(|target| target.format == format).map(|target| &target.style)
    }

    /// Which findings of a file are wanted.
    fn selection_of(&self, candidate: &Candidate) -> Cow<'_, Selection> {
        self.scan.paths_of(candidate).fold(Cow::Borrowed(&self.selection), |selection, rules| {
            Cow::Owned(selection.narrowed(&rules.extend, &rules.ignore))
        })
    }

    /// Whether findings of a code are wanted of some file.
    fn may_want(&self, code: &str) -> bool {
        let of = |rules: &PathRules| self.selection.narrowed(&rules.extend, &[]).wants(code);
        self.selection.wants(code) || self.scan.paths.iter().any(of)
    }
}

/// What holds of all rules of a repository.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct House {
    /// The release of ATT&CK that its rules are written against; `None` to find it.
    pub attack: Option<AttackRelease>,
}

/// What is to be said of a file.
#[derive(Debug)]
pub struct FileFindings {
    /// The file; without its text when there is nothing to be said.
    pub file: SourceFile,
    /// How it came to be checked.
    pub candidate: Candidate,
    /// The format of its rules.
    pub format: Option<&'static str>,
    /// Its rules.
    pub rules: Vec<RuleMark>,
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
    /// The releases of ATT&CK that the rules were held against, by format, where nobody said which.
    pub releases: Vec<AttackRead>,
}

/// Checks files on all cores; `context` are files that the others are held against and of which nothing is told.
pub fn check_all(
    candidates: Vec<Candidate>,
    context: Vec<Candidate>,
    options: &CheckOptions,
) -> Checked {
    let first_context = candidates.len();
    let id = |i: usize| FileId(u32::try_from(i).unwrap_or(u32::MAX));
    let lints = options.selection.lints();
    let one = |(i, candidate): (usize, Candidate)| {
        ReadFile::new(scan_one(candidate, id(i), &options.scan), options, &lints)
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
    let lints = options.selection.lints();
    let files = scanned.into_iter().map(|file| ReadFile::new(file, options, &lints)).collect();
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
    Checked { files, releases: attack }
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
    for finding in Lints::new(&|code| options.may_want(code)).of_repo(&rules) {
        by_file.entry(finding.at().file).or_default().push(finding);
    }
    by_file
}
