//! What changed in the rules of a repository since a revision, rule by rule.

use super::{Difference, diff};
use crate::Usage;
use crate::git::{Change, Revision};
use crate::input::{Candidate, Found, load};
use crate::options::DiffOptions;
use crate::scan::{RuleDoc, ScanOptions, Scanned, scan_as};
use rayon::prelude::*;
use ruleglot_source::FileId;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// The changes; the contract of `diff --since --format json`, schema 1.
#[derive(Clone, Debug, Serialize)]
pub struct SinceReport {
    /// Version of the contract.
    pub schema: u32,
    /// The revision, as it was asked for.
    pub since: String,
    /// How many rules have each verdict.
    pub summary: ChangeSummary,
    /// Each rule that is not as it was, by path.
    pub rules: Vec<RuleChange>,
}

/// How many rules have each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the names are the verdicts")]
pub struct ChangeSummary {
    pub same: usize,
    pub narrower: usize,
    pub wider: usize,
    pub different: usize,
    pub unknown: usize,
    pub added: usize,
    pub removed: usize,
}

/// A rule that is not as it was.
#[derive(Clone, Debug, Serialize)]
pub struct RuleChange {
    /// Its file, or the one that it was in.
    pub path: String,
    /// The file that it was in, where that had another name.
    pub old_path: Option<String>,
    /// Its id.
    pub id: Option<String>,
    /// Its title.
    pub title: String,
    /// `same`, `narrower`, `wider`, `different`, `unknown`, `added` or `removed`.
    pub verdict: &'static str,
    /// Why it could not be compared.
    pub why: Option<String>,
    /// How it differs; `None` when it was added, removed, or could not be compared.
    pub difference: Option<Difference>,
}

/// The rules below `paths` that are not as they were.
///
/// # Errors
/// No work tree, an unknown revision, no `git`.
pub fn diff_since(
    paths: &[PathBuf],
    revision: &str,
    scan: &ScanOptions,
    options: &DiffOptions,
) -> Result<SinceReport, Usage> {
    let root = paths.first().map_or(Path::new("."), PathBuf::as_path);
    let tree = Revision::new(root, revision)?;
    let whole = |path: &PathBuf| path.canonicalize().or_else(|_| std::path::absolute(path));
    let wanted: Vec<PathBuf> = paths.iter().filter_map(|path| whole(path).ok()).collect();
    let below = |change: &&Change| {
        let place = tree.place(&change.path);
        wanted.is_empty() || wanted.iter().any(|path| place.starts_with(path))
    };
    let changes: Vec<&Change> = tree.changes().iter().filter(below).collect();
    let of_file = |change: &&Change| File { tree: &tree, change, scan, options }.changes();
    let rules: Vec<RuleChange> = changes.par_iter().flat_map_iter(of_file).collect();
    Ok(SinceReport { schema: 1, since: revision.to_owned(), summary: summary(&rules), rules })
}

struct File<'a> {
    tree: &'a Revision,
    change: &'a Change,
    scan: &'a ScanOptions,
    options: &'a DiffOptions,
}

impl File<'_> {
    fn changes(&self) -> Vec<RuleChange> {
        let rule_like =
            [".yml", ".yaml", ".toml"].iter().any(|end| self.change.path.ends_with(end));
        if !rule_like {
            return Vec::new();
        }
        let place = self.tree.place(&self.change.path);
        let here = std::env::current_dir().unwrap_or_default();
        let path = place.strip_prefix(&here).map_or(place.clone(), Path::to_path_buf);
        let relative = self.change.path.clone();
        let candidate = Candidate { path, relative, found: Found::Walked };
        let scanned = |text: &str| scan_as(&candidate, text, FileId(0), self.scan);
        let old = self.change.old.as_ref().and_then(|old| self.tree.text(old));
        let old = old.map(|text| scanned(&text));
        let new = self.change.now.then(|| scanned(&load(&candidate, FileId(0)).0.text));
        self.pairs(&candidate, old.as_ref(), new.as_ref())
    }

    fn pairs(
        &self,
        candidate: &Candidate,
        old: Option<&Scanned>,
        new: Option<&Scanned>,
    ) -> Vec<RuleChange> {
        let before: &[RuleDoc] = old.map_or(&[], |file| &file.rules);
        let after: &[RuleDoc] = new.map_or(&[], |file| &file.rules);
        let mut left: Vec<&RuleDoc> = before.iter().collect();
        let mut out = Vec::new();
        for rule in after {
            let same = |was: &&&RuleDoc| match (was.read.id(), rule.read.id()) {
                (Some(a), Some(b)) => a == b,
                _ => was.index == rule.index,
            };
            let was = left.iter().find(same).copied();
            left.retain(|other| was.is_none_or(|was| !std::ptr::eq(*other, was)));
            out.push(match was {
                Some(was) => self.compared(candidate, was, rule),
                None => self.alone(candidate, rule, "added"),
            });
        }
        out.extend(left.into_iter().map(|rule| self.alone(candidate, rule, "removed")));
        out
    }

    fn compared(&self, candidate: &Candidate, was: &RuleDoc, rule: &RuleDoc) -> RuleChange {
        let mut change = self.alone(candidate, rule, "unknown");
        match diff(was, rule, self.options) {
            Ok(found) => {
                change.verdict = found.verdict;
                change.difference = Some(found);
            }
            // What cannot be run can still be the same.
            Err(_) if crate::same::same_meaning(was, rule) && !rule.unreadable() => {
                change.verdict = "same";
            }
            Err(why) => {
                let first = why.first().map(|finding| finding.message.clone());
                change.why = Some(first.unwrap_or_else(|| "it could not be read".into()));
            }
        }
        change
    }

    fn alone(&self, candidate: &Candidate, rule: &RuleDoc, verdict: &'static str) -> RuleChange {
        let renamed = |old: &&String| **old != self.change.path;
        RuleChange {
            path: candidate.path.to_string_lossy().into_owned(),
            old_path: self.change.old.as_ref().filter(renamed).cloned(),
            id: rule.read.id().map(ToString::to_string),
            title: rule.read.title().to_owned(),
            verdict,
            why: None,
            difference: None,
        }
    }
}

fn summary(rules: &[RuleChange]) -> ChangeSummary {
    let mut out = ChangeSummary::default();
    for rule in rules {
        let count = match rule.verdict {
            "same" => &mut out.same,
            "narrower" => &mut out.narrower,
            "wider" => &mut out.wider,
            "different" => &mut out.different,
            "added" => &mut out.added,
            "removed" => &mut out.removed,
            _ => &mut out.unknown,
        };
        *count += 1;
    }
    out
}
