//! The folder that translated rules go to, on the first run and on every other.
//!
//! What the sources give is held against what the folder has: files that are as they were written are written anew when
//! their source changed, files that someone edited are kept, and nothing is lost. `ruleglot.lock` in the folder knows
//! which file came from which source.

mod lock;
mod names;
mod paths;
mod settle;

pub use lock::LOCK_NAME;
pub use names::Layout;
pub(crate) use names::source_path;
pub use settle::{Change, Stale, State};

use crate::Usage;
use crate::convert::Converted;
use crate::input::Candidate;
use crate::options::ConvertOptions;
use crate::output::write_whole;
use crate::scan::Scanned;
use crate::todo::Todo;
use lock::{Entry, Lock, hash};
use names::{Named, join, name_all, parent};
use paths::{Place, plain};
use rayon::prelude::*;
use ruleglot_formats::Format;
use ruleglot_ir::Verdict;
use settle::{Given, Run, Settled, Translated, settle};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Where rules go whose verdict is not allowed, and what the sources give for files that are kept.
const REVIEW: &str = "_review";

/// A folder as it is.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
    lock: Lock,
}

/// How rules are to be put into a folder.
#[derive(Clone, Copy, Debug)]
pub struct FolderOptions<'a> {
    /// Where rules stand.
    pub layout: Layout,
    /// Verdicts that need no review.
    pub allowed: &'a [Verdict],
    /// The paths that the run was asked for.
    pub roots: &'a [PathBuf],
    /// What becomes of files whose source is gone.
    pub stale: Stale,
}

/// What a folder is to become.
#[derive(Clone, Debug)]
pub struct FolderPlan {
    path: PathBuf,
    before: Lock,
    settled: Settled,
}

impl Folder {
    /// The folder with what is known of its files.
    ///
    /// # Errors
    /// A lock that cannot be read.
    pub fn open(path: &Path) -> Result<Self, Usage> {
        Ok(Self { path: path.to_path_buf(), lock: Lock::of(path)? })
    }

    /// Whether a file is one that was written here, which is no source.
    pub fn holds(&self, candidate: &Candidate) -> bool {
        let folder = plain(&self.path);
        let path = plain(&candidate.path);
        let Ok(below) = path.strip_prefix(&folder) else { return false };
        let below = crate::input::slashed(below);
        // A rule that is translated into its own place is its own source.
        let known = self.lock.entries.get(&below).is_some_and(|entry| entry.source != below);
        known || without_review(&below) != below
    }

    /// What the folder is to become by these rules, whose reports are told where each goes, and by pages about those
    /// that were refused.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn plan(
        &self,
        (files, converted): (&[Scanned], &mut [Vec<Converted>]),
        pages: &[Todo],
        options: &ConvertOptions,
        how: &FolderOptions<'_>,
    ) -> Result<FolderPlan, Usage> {
        let to = options.target.format.map_or(options.target.language, Format::id);
        let place = Place::new(&self.path, to);
        let mut known = self.lock.clone();
        known.base = known.base.or_else(|| base(&place, how));
        let names = name_all(files, converted, options, (&known, how.layout, &place, how.roots));
        let builder = Builder { place: &place, options, allowed: how.allowed };
        let mut given = builder.given(files, converted, &names);
        for page in pages {
            let path = page_path(page, &files[page.file].candidate.path, &place, &known);
            let of = converted[page.file].iter_mut().find(|r| r.report.index == page.index);
            of.into_iter().for_each(|rule| rule.report.todo = Some(path.clone()));
            given.push(builder.page(files, page, path));
        }
        let rules = builder.rules(files, converted);
        let run = Run { place: &place, roots: how.roots, rules: &rules, stale: how.stale };
        let settled = settle(&known, given, &run)?;
        builder.tell(files, converted, &settled);
        Ok(FolderPlan { path: self.path.clone(), before: self.lock.clone(), settled })
    }
}

impl FolderPlan {
    /// Every file with what becomes of it, in the order of their paths.
    pub fn changes(&self) -> &[Change] {
        &self.settled.changes
    }

    /// Whether the folder is what the sources give.
    pub fn is_settled(&self) -> bool {
        self.settled.changes.iter().all(|c| c.state == State::Same)
    }

    /// Makes it so: each file whole or not at all, the lock last.
    ///
    /// # Errors
    /// A file that cannot be written or removed.
    pub fn apply(&self) -> Result<(), Usage> {
        let write = |(path, text): &(String, String)| write_whole(&self.path.join(path), text);
        self.settled.writes.par_iter().map(write).collect::<Result<Vec<()>, _>>()?;
        for path in &self.settled.removes {
            self.remove(path)?;
        }
        if self.settled.lock == self.before {
            return Ok(());
        }
        write_whole(&self.path.join(LOCK_NAME), &self.settled.lock.text())
    }

    /// A file, and the folders that it leaves empty.
    fn remove(&self, path: &str) -> Result<(), Usage> {
        let file = self.path.join(path);
        std::fs::remove_file(&file)
            .map_err(|e| Usage::new(format!("{} cannot be removed: {e}", file.display())))?;
        let folders = file.ancestors().skip(1).take_while(|f| *f != self.path);
        for folder in folders {
            if std::fs::remove_dir(folder).is_err() {
                break;
            }
        }
        Ok(())
    }
}

/// Where the page about a rule goes: as a rule would, by the tree of the first run's sources.
fn page_path(page: &Todo, source: &Path, place: &Place, lock: &Lock) -> String {
    let name = page.path.rsplit('/').next().unwrap_or(&page.path);
    match lock.base.as_ref().and_then(|base| place.below(base, source)) {
        Some(below) => join(REVIEW, &join(parent(&below), name)),
        None => page.path.clone(),
    }
}

/// The one folder of sources that a run was asked for.
fn base(place: &Place, how: &FolderOptions<'_>) -> Option<String> {
    let mut folders = how.roots.iter().filter(|root| root.is_dir());
    let first = folders.next()?;
    (how.layout == Layout::Keep && folders.next().is_none()).then(|| place.source(first))
}

/// Puts together what the sources give.
struct Builder<'a> {
    place: &'a Place,
    options: &'a ConvertOptions,
    allowed: &'a [Verdict],
}

impl Builder<'_> {
    fn given(
        &self,
        files: &[Scanned],
        converted: &[Vec<Converted>],
        names: &[Vec<Named>],
    ) -> Vec<Given> {
        let mut out = Vec::new();
        for ((file, rules), names) in files.iter().zip(converted).zip(names) {
            let source_sha256 = hash(file.file.text.as_bytes());
            for (i, (rule, name)) in rules.iter().zip(names).enumerate() {
                let own = rule.report.verified.identity;
                // A file in its own format is one output, however many rules it has.
                let (Some(text), false) = (&rule.text, own && i > 0) else { continue };
                let folder = if self.allowed.contains(&rule.standing) { "" } else { REVIEW };
                let text = if own { text.clone() } else { self.headed(file, rule, text) };
                let entry = Entry {
                    path: join(folder, &name.path()),
                    source: self.place.source(&file.candidate.path),
                    index: rule.report.index,
                    to: self.place.to.clone(),
                    source_sha256: source_sha256.clone(),
                    output_sha256: hash(text.as_bytes()),
                    wanted: name.wanted.clone(),
                };
                // What is its own source is nothing that was written.
                if entry.path != entry.source {
                    out.push(Given { entry, text });
                }
            }
        }
        out
    }

    fn page(&self, files: &[Scanned], page: &Todo, path: String) -> Given {
        let file = &files[page.file];
        let entry = Entry {
            path,
            source: self.place.source(&file.candidate.path),
            index: page.index,
            to: self.place.to.clone(),
            source_sha256: hash(file.file.text.as_bytes()),
            output_sha256: hash(page.text.as_bytes()),
            wanted: None,
        };
        Given { entry, text: page.text.clone() }
    }

    /// The text below a line that says where it is from: no date and no version, so that it changes with its source only.
    fn headed(&self, file: &Scanned, rule: &Converted, text: &str) -> String {
        if self.options.target.format.is_none() || file.candidate.relative == "-" {
            return text.to_owned();
        }
        let source: String = self
            .place
            .source(&file.candidate.path)
            .chars()
            .map(|c| if c.is_control() { '?' } else { c })
            .collect();
        match rule.report.index {
            0 => format!("# Written by ruleglot from {source}\n{text}"),
            n => format!("# Written by ruleglot from {source}, rule {}\n{text}", n + 1),
        }
    }

    fn rules(
        &self,
        files: &[Scanned],
        converted: &[Vec<Converted>],
    ) -> BTreeMap<(String, usize), Translated> {
        let of = |(file, rules): (&Scanned, &Vec<Converted>)| {
            let source = self.place.source(&file.candidate.path);
            let translated = |rule: &Converted| match &rule.text {
                Some(_) => Translated::Yes,
                None => Translated::No,
            };
            let rules = rules.iter().map(|rule| (rule.report.index, translated(rule)));
            rules.map(|(index, t)| ((source.clone(), index), t)).collect::<Vec<_>>()
        };
        files.iter().zip(converted).flat_map(of).collect()
    }

    /// Tells each report where its rule went.
    fn tell(&self, files: &[Scanned], converted: &mut [Vec<Converted>], settled: &Settled) {
        let mut went = BTreeMap::<(&str, usize), Vec<&str>>::new();
        let kept: BTreeMap<&str, &str> = settled
            .changes
            .iter()
            .filter_map(|c| Some((c.path.as_str(), c.review.as_deref()?)))
            .collect();
        let given = settled.changes.iter().filter(|c| !c.after.is_empty());
        for change in given {
            let path = kept.get(change.path.as_str()).copied().unwrap_or(&change.path);
            if let Some(entry) = settled.lock.entries.get(path) {
                went.entry((entry.source.as_str(), entry.index)).or_default().push(path);
            }
        }
        for (file, rules) in files.iter().zip(converted) {
            let source = self.place.source(&file.candidate.path);
            let whole = rules.iter().all(|r| r.report.verified.identity);
            for rule in rules.iter_mut().filter(|rule| rule.text.is_some()) {
                let index = if whole { 0 } else { rule.report.index };
                let paths = went.get(&(source.as_str(), index)).into_iter().flatten();
                rule.report.outputs = paths.map(|path| (*path).to_owned()).collect();
                if rule.report.outputs.is_empty() {
                    rule.report.outputs.push(source.clone());
                }
            }
        }
    }
}

/// A path without the folder of reviews.
fn without_review(path: &str) -> &str {
    path.strip_prefix(REVIEW).and_then(|rest| rest.strip_prefix('/')).unwrap_or(path)
}
