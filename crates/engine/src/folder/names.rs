//! What each written rule is called, and in which folder it stands.
//!
//! A name is the target's, else that of the source; where two rules want one, on a disk that does not tell cases apart
//! too, both get six characters of their ids. So the name of a rule does not depend on which came first.

use super::lock::{Entry, Lock};
use super::paths::Place;
use super::without_review;
use crate::convert::{Converted, convert_as};
use crate::input::Found;
use crate::options::ConvertOptions;
use crate::scan::Scanned;
use ruleglot_formats::{Format, derived_id};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Where rules stand below the folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// In the folders that their sources stand in.
    #[default]
    Keep,
    /// All in one.
    Flat,
}

/// What a rule is to be called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    /// The folder; empty for the topmost.
    pub(super) folder: String,
    /// The name of its file.
    pub(super) file: String,
    /// The name that it would have if no other rule wanted it, where that is another.
    pub(super) wanted: Option<String>,
}

impl Named {
    /// The path below the folder.
    pub(super) fn path(&self) -> String {
        join(&self.folder, &self.file)
    }
}

pub(super) fn join(folder: &str, file: &str) -> String {
    if folder.is_empty() { file.to_owned() } else { format!("{folder}/{file}") }
}

/// How many characters of an id tell two names apart.
const CHARACTERS: usize = 6;

/// The names of all rules, in the order of the rules. A rule that says its name in its text is written anew where it
/// has to have another.
pub(super) fn name_all(
    files: &[Scanned],
    converted: &mut [Vec<Converted>],
    options: &ConvertOptions,
    (lock, layout, place, roots): (&Lock, Layout, &Place, &[PathBuf]),
) -> Vec<Vec<Named>> {
    let namer = Namer { options, lock, layout, place, roots };
    let mut names: Vec<Vec<Named>> = files
        .iter()
        .zip(&*converted)
        .map(|(file, rules)| rules.iter().map(|rule| namer.wanted(file, rule)).collect())
        .collect();
    let shared = namer.shared(files, converted, &names);
    for ((file, rules), names) in files.iter().zip(&mut *converted).zip(&mut names) {
        for (rule, name) in rules.iter_mut().zip(names) {
            if rule.text.is_some() && !is_own(rule) && shared.contains(&namer.key(name)) {
                namer.tell_apart(file, rule, name);
            }
        }
    }
    namer.last_resort(files, converted, &mut names);
    names
}

struct Namer<'a> {
    options: &'a ConvertOptions,
    lock: &'a Lock,
    layout: Layout,
    place: &'a Place,
    roots: &'a [PathBuf],
}

impl Namer<'_> {
    /// The name that a rule would have if it were alone.
    fn wanted(&self, file: &Scanned, rule: &Converted) -> Named {
        let folder = self.folder(file, rule);
        let ending = self.ending();
        let name = match &rule.file_name {
            _ if is_own(rule) => own_name(file).to_owned(),
            Some(name) => format!("{name}.{ending}"),
            None if rule.report.index == 0 => format!("{}.{ending}", stem(file)),
            None => format!("{}-{}.{ending}", stem(file), rule.report.index + 1),
        };
        Named { folder, file: name, wanted: None }
    }

    fn ending(&self) -> &'static str {
        let target = &self.options.target;
        target.format.map_or(target.language, Format::extension)
    }

    /// By the tree of the first run's sources, whatever part of it this run looks at.
    fn folder(&self, file: &Scanned, rule: &Converted) -> String {
        let path = &file.candidate.path;
        // A rule of the target's format that stands in the folder stays where it is.
        let inside = || self.place.below("", path);
        if let Some(below) = is_own(rule).then(inside).flatten() {
            return parent(&below).to_owned();
        }
        if self.layout == Layout::Flat {
            return String::new();
        }
        if let Some(below) = self.lock.base.as_ref().and_then(|b| self.place.below(b, path)) {
            return parent(&below).to_owned();
        }
        if file.candidate.found == Found::Named {
            let source = self.place.source(path);
            let before = self.lock.entries.values().find(|e| {
                e.source == source && e.index == rule.report.index && e.to == self.place.to
            });
            if let Some(entry) = before {
                return parent(without_review(&entry.path)).to_owned();
            }
        }
        parent(&file.candidate.relative).to_owned()
    }

    /// Names that several rules want, of this run or of an earlier one.
    fn shared(
        &self,
        files: &[Scanned],
        converted: &[Vec<Converted>],
        names: &[Vec<Named>],
    ) -> BTreeSet<String> {
        let mut wanted = BTreeMap::<String, usize>::new();
        for (file, i) in outputs(converted) {
            *wanted.entry(self.key(&names[file][i])).or_default() += 1;
        }
        let here: BTreeSet<(String, usize)> = files
            .iter()
            .zip(converted)
            .flat_map(|(file, rules)| {
                let source = self.place.source(&file.candidate.path);
                rules.iter().map(move |rule| (source.clone(), rule.report.index))
            })
            .collect();
        // A source that is gone, or has another name now, wants nothing.
        let elsewhere = |e: &&Entry| {
            !here.contains(&(e.source.clone(), e.index))
                && !self.place.is_below(&e.source, self.roots)
        };
        for entry in self.lock.entries.values().filter(|e| e.to == self.place.to).filter(elsewhere)
        {
            *wanted.entry(self.key(&named_in(entry))).or_default() += 1;
        }
        wanted.into_iter().filter(|(_, rules)| *rules > 1).map(|(key, _)| key).collect()
    }

    /// A rule's name is its own in a whole repository, that of a bare query in its folder.
    fn key(&self, name: &Named) -> String {
        match self.options.target.format {
            Some(_) => name.file.to_lowercase(),
            None => name.path().to_lowercase(),
        }
    }

    fn tell_apart(&self, file: &Scanned, rule: &mut Converted, name: &mut Named) {
        let id = written_id(self.options, file, rule);
        let distinct = &id[..CHARACTERS];
        let replayed = rule.report.replayed.take();
        *rule = convert_as(file, rule.report.index, self.options, SmolStr::from(distinct));
        rule.report.replayed = replayed;
        let again = self.wanted(file, rule).file;
        let stem = again.rsplit_once('.').map_or(again.as_str(), |(stem, _)| stem);
        // Where the name stands in the rule as well, it has them already.
        let file = if stem.ends_with(distinct) { again } else { with_tail(&again, distinct) };
        name.wanted = Some(std::mem::replace(&mut name.file, file));
    }

    /// Rules of one id, and files of one name in one folder, are told apart by where they come from.
    fn last_resort(
        &self,
        files: &[Scanned],
        converted: &[Vec<Converted>],
        names: &mut [Vec<Named>],
    ) {
        let mut taken = BTreeMap::<String, usize>::new();
        for (file, i) in outputs(converted) {
            *taken.entry(names[file][i].path().to_lowercase()).or_default() += 1;
        }
        for (file, i) in outputs(converted) {
            let name = &mut names[file][i];
            if taken.get(&name.path().to_lowercase()).is_none_or(|rules| *rules < 2) {
                continue;
            }
            let from = format!("{}#{i}", self.place.source(&files[file].candidate.path));
            let file = with_tail(&name.file, &derived_id("place", &from)[..CHARACTERS]);
            let before = std::mem::replace(&mut name.file, file);
            name.wanted.get_or_insert(before);
        }
    }
}

/// Every file that is written: the number of its source, and that of its rule among the source's.
fn outputs(converted: &[Vec<Converted>]) -> impl Iterator<Item = (usize, usize)> {
    converted.iter().enumerate().flat_map(|(file, rules)| {
        // A file in its own format is one output, however many rules it has.
        let is_output =
            |(i, rule): &(usize, &Converted)| rule.text.is_some() && !(is_own(rule) && *i > 0);
        rules.iter().enumerate().filter(is_output).map(move |(i, _)| (file, i))
    })
}

/// `x_a1b2c3.yml` of `x.yml`.
fn with_tail(file: &str, tail: &str) -> String {
    match file.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}_{tail}.{ending}"),
        None => format!("{file}_{tail}"),
    }
}

/// The name that a rule of an earlier run wants.
fn named_in(entry: &Entry) -> Named {
    let path = without_review(&entry.path);
    let file = path.rsplit('/').next().unwrap_or(path);
    let file = entry.wanted.clone().unwrap_or_else(|| file.to_owned());
    Named { folder: parent(path).to_owned(), file, wanted: None }
}

/// The id that is written into a rule.
fn written_id(options: &ConvertOptions, file: &Scanned, rule: &Converted) -> String {
    let to = options.target.format.map_or(options.target.language, Format::id);
    match &rule.report.id {
        Some(id) => derived_id(to, id),
        None => derived_id(to, &source_path(file, rule.report.index)),
    }
}

/// What the id of a rule is made from that has none.
pub(crate) fn source_path(file: &Scanned, index: usize) -> String {
    match index {
        0 => file.candidate.relative.clone(),
        n => format!("{}#{n}", file.candidate.relative),
    }
}

/// Whether it is its source, byte for byte.
fn is_own(rule: &Converted) -> bool {
    rule.report.verified.identity
}

fn own_name(file: &Scanned) -> &str {
    let relative = shown(file);
    relative.rsplit('/').next().unwrap_or(relative)
}

fn stem(file: &Scanned) -> &str {
    let name = own_name(file);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

fn shown(file: &Scanned) -> &str {
    if file.candidate.relative == "-" { "stdin" } else { &file.candidate.relative }
}

pub(super) fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}
