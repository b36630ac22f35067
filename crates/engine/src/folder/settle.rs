//! What a folder is to become, file by file: what was written before and left alone is written anew, what someone edited
//! is kept, and nothing is removed that is not known to be ours and replaced, or asked to be removed.

use super::lock::{Entry, Lock, hash};
use super::names::join;
use super::paths::Place;
use super::{REVIEW, without_review};
use crate::Usage;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// What becomes of a file of the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It was not there.
    New,
    /// It is what the source gives; it is not touched.
    Same,
    /// It was as it had been written, and is written anew.
    Rewritten,
    /// Its rule goes elsewhere; it was as it had been written, and is removed.
    Moved,
    /// Someone edited it: it is kept, and what the source gives goes to the review folder.
    Edited,
    /// It was not written from a source: it is kept, and what the source gives goes to the review folder.
    Foreign,
    /// Its rule goes elsewhere, but someone edited it: it is kept.
    Left,
    /// Its rule is refused now: it is what the rule was, and kept.
    Refused,
    /// Its source is gone: it is kept.
    Gone,
    /// Its source is gone or its rule refused: it is removed, as was asked for.
    Removed,
}

impl State {
    /// Every state, in the order in which they are told.
    pub const ALL: [Self; 10] = [
        Self::New,
        Self::Rewritten,
        Self::Same,
        Self::Moved,
        Self::Removed,
        Self::Edited,
        Self::Foreign,
        Self::Left,
        Self::Refused,
        Self::Gone,
    ];

    /// Whether someone has to look at it.
    pub fn is_for_people(self) -> bool {
        matches!(self, Self::Edited | Self::Foreign | Self::Left | Self::Refused | Self::Gone)
    }
}

/// A file of the folder with what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The file, from the folder.
    pub path: String,
    /// Its source, from the folder; empty where there is none.
    pub source: String,
    /// What becomes of it.
    pub state: State,
    /// Where what the source gives went instead.
    pub review: Option<String>,
    /// What it says.
    #[serde(skip)]
    pub before: String,
    /// What the source gives; empty where it gives nothing.
    #[serde(skip)]
    pub after: String,
}

/// A file that a source gives.
#[derive(Clone, Debug)]
pub(super) struct Given {
    /// Where it comes from, and where it goes.
    pub(super) entry: Entry,
    /// Its text.
    pub(super) text: String,
}

/// What a run looks at.
pub(super) struct Run<'a> {
    pub(super) place: &'a Place,
    /// The paths that it was asked for.
    pub(super) roots: &'a [PathBuf],
    /// Every rule of the sources, and whether it was translated.
    pub(super) rules: &'a BTreeMap<(String, usize), Translated>,
    pub(super) stale: Stale,
}

/// Whether a rule was translated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Translated {
    Yes,
    No,
}

/// What becomes of files whose source is gone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stale {
    /// They stay.
    #[default]
    Kept,
    /// They are removed.
    Pruned,
}

/// What a folder is to become.
#[derive(Clone, Debug, Default)]
pub(super) struct Settled {
    pub(super) changes: Vec<Change>,
    pub(super) writes: Vec<(String, String)>,
    pub(super) removes: Vec<String>,
    pub(super) lock: Lock,
}

/// Holds what the sources give against the folder and its lock.
///
/// # Errors
/// A file that cannot be read.
pub(super) fn settle(lock: &Lock, given: Vec<Given>, run: &Run<'_>) -> Result<Settled, Usage> {
    let taken = given.iter().map(|g| g.entry.path.clone()).collect();
    let out =
        Settled { lock: Lock { base: lock.base.clone(), ..Lock::default() }, ..Settled::default() };
    let mut settler = Settler { lock, run, taken, out };
    for one in given {
        settler.give(one)?;
    }
    for entry in lock.entries.values() {
        if !settler.taken.contains(&entry.path) {
            settler.stale(entry)?;
        }
    }
    settler.out.changes.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(settler.out)
}

struct Settler<'a> {
    lock: &'a Lock,
    run: &'a Run<'a>,
    /// Files that something is given for, and copies for review.
    taken: BTreeSet<String>,
    out: Settled,
}

impl Settler<'_> {
    fn give(&mut self, given: Given) -> Result<(), Usage> {
        let Given { entry, text } = given;
        let (path, source) = (entry.path.clone(), entry.source.clone());
        let on_disk = self.read(&path)?;
        let known = self.lock.entries.get(&path);
        let state = match &on_disk {
            None => State::New,
            Some(now) if *now == text.as_bytes() => State::Same,
            Some(now) => match known {
                Some(known) if known.output_sha256 == hash(now) => State::Rewritten,
                Some(_) => State::Edited,
                None => State::Foreign,
            },
        };
        let mut change = Change {
            path: path.clone(),
            source,
            state,
            review: None,
            before: on_disk.map_or_else(String::new, lossy),
            after: text.clone(),
        };
        if matches!(state, State::Edited | State::Foreign) {
            if let Some(known) = known {
                self.out.lock.entries.insert(path.clone(), known.clone());
            }
            change.review = Some(self.for_review(entry, text)?);
        } else {
            if state != State::Same {
                self.out.writes.push((path.clone(), text));
            }
            self.out.lock.entries.insert(path, entry);
        }
        self.out.changes.push(change);
        Ok(())
    }

    /// Puts a text beside a file that is kept.
    fn for_review(&mut self, mut entry: Entry, text: String) -> Result<String, Usage> {
        let in_review = without_review(&entry.path) != entry.path;
        let mut path = if in_review { newer(&entry.path) } else { join(REVIEW, &entry.path) };
        loop {
            let on_disk = self.read(&path)?;
            let known = self.lock.entries.get(&path).map(|e| e.output_sha256.as_str());
            let same = on_disk.as_deref() == Some(text.as_bytes());
            let ours = on_disk.as_deref().is_none_or(|now| known == Some(hash(now).as_str()));
            if !self.taken.contains(&path) && (same || ours) {
                if !same {
                    self.out.writes.push((path.clone(), text));
                }
                break;
            }
            path = newer(&path);
        }
        self.taken.insert(path.clone());
        entry.path.clone_from(&path);
        self.out.lock.entries.insert(path.clone(), entry);
        Ok(path)
    }

    /// A file that was written once and that nothing is given for now.
    fn stale(&mut self, entry: &Entry) -> Result<(), Usage> {
        let keep = |out: &mut Settled| {
            out.lock.entries.insert(entry.path.clone(), entry.clone());
        };
        let rule = self.run.rules.get(&(entry.source.clone(), entry.index));
        let asked = rule.is_some() || self.run.place.is_below(&entry.source, self.run.roots);
        if entry.to != self.run.place.to || !asked {
            keep(&mut self.out);
            return Ok(());
        }
        let Some(now) = self.read(&entry.path)? else { return Ok(()) };
        let ours = hash(&now) == entry.output_sha256;
        let is_copy = without_review(&entry.path) != entry.path;
        let state = match rule {
            Some(_) if is_copy && ours => State::Moved,
            Some(Translated::Yes) => {
                if ours {
                    State::Moved
                } else {
                    State::Left
                }
            }
            _ if ours && self.run.stale == Stale::Pruned => State::Removed,
            Some(Translated::No) => State::Refused,
            None => State::Gone,
        };
        if matches!(state, State::Moved | State::Removed) {
            self.out.removes.push(entry.path.clone());
        } else {
            keep(&mut self.out);
        }
        self.out.changes.push(Change {
            path: entry.path.clone(),
            source: entry.source.clone(),
            state,
            review: None,
            before: lossy(now),
            after: String::new(),
        });
        Ok(())
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Usage> {
        let file = self.run.place.folder.join(path);
        match std::fs::read(&file) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(Usage::new(format!("{} cannot be read: {e}", file.display()))),
        }
    }
}

fn lossy(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned())
}

/// `x.new.yml` beside `x.yml`.
fn newer(path: &str) -> String {
    match path.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}.new.{ending}"),
        None => format!("{path}.new"),
    }
}
