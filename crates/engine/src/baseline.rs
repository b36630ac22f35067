//! `ruleglot-baseline.json`: findings that are known and not told again.
//!
//! A finding is known by its code, its rule's id (its path where it has none) and the text it is about, blanks left out;
//! one about what a rule detects also by that. So it is known again when its file is moved, edited elsewhere or laid
//! out anew, and told again when what it is about changes. One finding a line and all in order, so that version control
//! can merge the file.

use crate::Usage;
use crate::check::{Checked, FileFindings, RuleMark, fnv, is_of_meaning};
use crate::input::{absolute, folder_with, slashed};
use crate::output::write_whole;
use ruleglot_source::Diagnostic;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// The name of the file.
pub const BASELINE_NAME: &str = "ruleglot-baseline.json";

/// A known finding, or several that nothing tells apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its code.
    pub code: String,
    /// The id of its rule, or the path of its file.
    pub rule: String,
    /// What it is known by beside these.
    pub print: String,
    /// How many there are.
    pub count: usize,
    /// Where it was when it was written down, for people.
    pub path: String,
}

/// Known findings.
#[derive(Clone, Debug, Default)]
pub struct Baseline {
    /// The folder of the file: paths in it are from there.
    folder: PathBuf,
    entries: Vec<Entry>,
}

/// What a baseline did to the findings of a run.
#[derive(Clone, Debug, Default)]
pub struct Held {
    /// How many findings are not told because they are known.
    pub hidden: usize,
    /// Entries of rules that were checked, or of files that are gone, which nothing is found of any more.
    pub gone: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: u32,
    findings: Vec<Entry>,
}

type Key = (String, String, String);

impl Baseline {
    /// The baseline that holds for a path: the nearest one up the tree.
    pub fn find(path: &Path) -> Option<PathBuf> {
        folder_with(path, BASELINE_NAME).map(|folder| folder.join(BASELINE_NAME))
    }

    /// Reads one.
    ///
    /// # Errors
    /// A file that cannot be read, or is no baseline.
    pub fn read(file: &Path) -> Result<Self, Usage> {
        let shown = file.display();
        let text = std::fs::read_to_string(file)
            .map_err(|e| Usage::new(format!("{shown} cannot be read: {e}")))?;
        let read: File = serde_json::from_str(&text)
            .map_err(|e| Usage::new(format!("{shown}: {e}; --write-baseline writes it anew")))?;
        if read.schema != 1 {
            let schema = read.schema;
            return Err(Usage::new(format!(
                "{shown}: baselines of schema {schema} are not known here, only of schema 1"
            )));
        }
        Ok(Self { folder: folder_of(file), entries: read.findings })
    }

    /// All findings of a run as one, for a file at this place.
    pub fn of(checked: &Checked, file: &Path) -> Self {
        let folder = folder_of(file);
        let mut counts: BTreeMap<Key, (usize, String)> = BTreeMap::new();
        for (file, finding) in all(checked) {
            let path = relative(&folder, file);
            let known = counts.entry(key(file, finding, &path)).or_insert((0, path));
            known.0 += 1;
        }
        let entry = |((code, rule, print), (count, path)): (Key, (usize, String))| Entry {
            code,
            rule,
            print,
            count,
            path,
        };
        Self { folder, entries: counts.into_iter().map(entry).collect() }
    }

    /// Takes known findings out of a run's.
    pub fn hold(&self, checked: &mut Checked, roots: &[PathBuf]) -> Held {
        let mut left: BTreeMap<Key, &Entry> = BTreeMap::new();
        let mut counts: BTreeMap<Key, usize> = BTreeMap::new();
        for entry in &self.entries {
            let key = (entry.code.clone(), entry.rule.clone(), entry.print.clone());
            *counts.entry(key.clone()).or_default() += entry.count;
            left.insert(key, entry);
        }
        let mut held = Held::default();
        for file in &mut checked.files {
            let path = relative(&self.folder, file);
            let mut findings = std::mem::take(&mut file.findings);
            findings.retain(|finding| {
                let Some(count) = counts.get_mut(&key(file, finding, &path)) else { return true };
                let known = *count > 0;
                *count = count.saturating_sub(1);
                held.hidden += usize::from(known);
                !known
            });
            file.findings = findings;
        }
        let seen = Seen::new(self, checked, roots);
        for (key, entry) in left {
            let count = counts.get(&key).copied().unwrap_or_default();
            if count > 0 && seen.covers(entry) {
                held.gone.push(Entry { count, ..entry.clone() });
            }
        }
        held
    }

    /// Without the entries that are gone.
    #[must_use]
    pub fn without(&self, gone: &[Entry]) -> Self {
        let left = |entry: &Entry| -> Option<Entry> {
            let same = |g: &&Entry| {
                (&g.code, &g.rule, &g.print) == (&entry.code, &entry.rule, &entry.print)
            };
            let less = gone.iter().find(same).map_or(0, |g| g.count);
            let count = entry.count.saturating_sub(less);
            (count > 0).then(|| Entry { count, ..entry.clone() })
        };
        Self {
            folder: self.folder.clone(),
            entries: self.entries.iter().filter_map(left).collect(),
        }
    }

    /// How many findings it knows.
    pub fn count(&self) -> usize {
        self.entries.iter().map(|entry| entry.count).sum()
    }

    /// Writes it.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn write(&self, file: &Path) -> Result<(), Usage> {
        let line = |entry: &Entry| serde_json::to_string(entry).unwrap_or_default();
        let lines: Vec<String> = self.entries.iter().map(line).collect();
        let text = format!("{{\"schema\": 1, \"findings\": [\n{}\n]}}\n", lines.join(",\n"));
        write_whole(file, &text)
    }
}

/// Which rules and files a run saw.
struct Seen<'b> {
    folder: &'b Path,
    rules: Vec<String>,
    roots: &'b [PathBuf],
}

impl<'b> Seen<'b> {
    fn new(baseline: &'b Baseline, checked: &Checked, roots: &'b [PathBuf]) -> Self {
        let mut rules = Vec::new();
        for file in &checked.files {
            rules.push(relative(&baseline.folder, file));
            rules.extend(file.rules.iter().filter_map(|rule| rule.id.as_ref()?.to_string().into()));
        }
        rules.sort_unstable();
        Self { folder: &baseline.folder, rules, roots }
    }

    /// Whether the run would have found an entry again.
    fn covers(&self, entry: &Entry) -> bool {
        let path = self.folder.join(&entry.path);
        let below = |root: &PathBuf| path.starts_with(absolute(root));
        self.rules.binary_search(&entry.rule).is_ok()
            || (!path.exists() && self.roots.iter().any(below))
    }
}

/// What a finding is known by beside its code and its rule, as sixteen digits.
pub fn fingerprint(file: &FileFindings, finding: &Diagnostic) -> String {
    /// A text longer than this is about the rule as a whole, and changes with anything in it.
    const MOST: usize = 400;
    let at = finding.at().span;
    let text = file.file.text.get(at.range()).filter(|text| text.len() <= MOST);
    let mut known: String = text.unwrap_or_default().split_whitespace().collect();
    // The same text in other quotes has other escapes.
    known.retain(|c| !matches!(c, '\'' | '"' | '\\'));
    let rule = rule_of(file, finding).filter(|_| is_of_meaning(finding.code));
    if let Some(meaning) = rule.and_then(|rule| rule.meaning) {
        let _ = write!(known, "\n{meaning:016x}");
    }
    format!("{:016x}", fnv(&known))
}

/// The rule that a finding is about.
fn rule_of<'f>(file: &'f FileFindings, finding: &Diagnostic) -> Option<&'f RuleMark> {
    let at = finding.at().span;
    let within = |rule: &&RuleMark| rule.span.start <= at.start && at.start <= rule.span.end;
    file.rules.iter().rfind(within).or(match file.rules.as_slice() {
        [one] => Some(one),
        _ => None,
    })
}

fn key(file: &FileFindings, finding: &Diagnostic, path: &str) -> Key {
    let id = rule_of(file, finding).and_then(|rule| rule.id.as_ref()).map(ToString::to_string);
    (finding.code.to_owned(), id.unwrap_or_else(|| path.to_owned()), fingerprint(file, finding))
}

fn all(checked: &Checked) -> impl Iterator<Item = (&FileFindings, &Diagnostic)> {
    checked.files.iter().flat_map(|file| file.findings.iter().map(move |finding| (file, finding)))
}

/// The path of a file from a folder, with `/`.
fn relative(folder: &Path, file: &FileFindings) -> String {
    let whole = absolute(&file.candidate.path);
    slashed(whole.strip_prefix(folder).unwrap_or(&whole))
}

fn folder_of(file: &Path) -> PathBuf {
    absolute(file).parent().unwrap_or(Path::new("")).to_path_buf()
}
