//! The pages under `tests/lint`: prose, rules, and the findings expected of them.
//!
//! A page is Markdown. Its blocks of code in `yaml` (Sigma; with the word `splunk` behind it ESCU), `toml` (Elastic), `kuery`, `text` or `pasted` (what stands on
//! standard input) are checked, and must have exactly the findings that comments on their lines announce:
//!
//! ```text
//!   selection_b:        # warning: [sigma/unused-selection] "does not mention"
//! ```
//!
//! The part in quotes, of the message, may be left out. An announcement on a line of its own is about the next line.
//! Announcements are taken out before the text is read, so they may stand in queries too. After the language may stand
//! `crlf` or `bom`, which the bytes then have, `attack18` or `attack19`, the release of ATT&CK to hold it against, a code,
//! to be told too, `path=` with the path of the file, and `fixed`: such a block is what the fixes of the block before it make of that. A block of `index` is
//! the user's own index for the block after it, one of `house` the configuration, and one of `template` the template of
//! the target that this names.
#![allow(clippy::unwrap_used, reason = "tests")]

use ruleglot_engine::{
    AttackRelease, CheckOptions, Config, House, IndexFields, Indexes, ScanOptions, Selection,
    TargetSettings, check_scanned, codes, scan_pasted, scan_text,
};
use ruleglot_lint::Kind;
use ruleglot_source::{Diagnostic, Edit, FileId, Safety, SourceFile, apply_edits};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A block of code of a page.
struct Block {
    /// Where it begins, as `page:line`.
    place: String,
    language: String,
    options: Vec<String>,
    text: String,
    expected: Vec<Expected>,
    /// What a block of `index` before it says of the user's own index.
    index: Option<String>,
    /// What blocks of `house` and `template` before it say of the team's settings.
    house: Option<String>,
    template: Option<String>,
}

/// An announcement.
#[derive(Clone, Debug)]
struct Expected {
    line: u32,
    severity: String,
    code: String,
    message: String,
}

fn pages() -> Vec<PathBuf> {
    fn walk(folder: &Path, out: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, out);
            } else if path.extension().is_some_and(|e| e == "md") {
                out.push(path);
            }
        }
    }
    let mut out = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("lint"), &mut out);
    out.sort();
    out
}

fn blocks(path: &Path) -> Vec<Block> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("lint");
    let name = path.strip_prefix(root).unwrap().display().to_string();
    let text = std::fs::read_to_string(path).unwrap();
    let mut out: Vec<Block> = Vec::new();
    let mut open = false;
    for (number, line) in text.lines().enumerate() {
        match (line.strip_prefix("```"), open) {
            (Some(_), true) => open = false,
            (Some(head), false) => {
                let mut words = head.split_whitespace().map(str::to_owned);
                let language = words.next().unwrap_or_default();
                let place = format!("{name}:{}", number + 1);
                let options = words.collect();
                out.push(Block {
                    place,
                    language,
                    options,
                    text: String::new(),
                    expected: Vec::new(),
                    index: None,
                    house: None,
                    template: None,
                });
                open = true;
            }
            (None, true) => out.last_mut().unwrap().line(line),
            (None, false) => {}
        }
    }
    assert!(!open, "{name}: a block is not closed");
    let (mut index, mut house, mut template) = (None, None, None);
    out.retain_mut(|block| {
        let slot = match block.language.as_str() {
            "index" => &mut index,
            "house" => &mut house,
            "template" => &mut template,
            _ => {
                block.index = index.take();
                block.house = house.take();
                block.template = template.take();
                return true;
            }
        };
        *slot = Some(std::mem::take(&mut block.text));
        false
    });
    out
}

impl Block {
    /// Takes a line, its announcements out.
    fn line(&mut self, line: &str) {
        let mut rest = line;
        let mut found = Vec::new();
        while let Some((before, one)) = announcement(rest) {
            found.push(one);
            rest = before.trim_end();
        }
        if !found.is_empty() && rest.trim().is_empty() {
            let line = self.lines() + 1;
            return self.expected.extend(found.into_iter().map(|e| Expected { line, ..e }));
        }
        self.text.push_str(if found.is_empty() { line } else { rest });
        self.text.push('\n');
        let line = self.lines();
        self.expected.extend(found.into_iter().map(|e| Expected { line, ..e }));
    }

    fn lines(&self) -> u32 {
        u32::try_from(self.text.matches('\n').count()).unwrap()
    }

    fn has(&self, option: &str) -> bool {
        self.options.iter().any(|o| o == option)
    }

    fn source(&self) -> String {
        let text =
            if self.has("crlf") { self.text.replace('\n', "\r\n") } else { self.text.clone() };
        if self.has("bom") { format!("\u{feff}{text}") } else { text }
    }

    fn targets(&self) -> Vec<TargetSettings> {
        let Some(text) = &self.house else { return Vec::new() };
        let mut targets = Config::parse(text, Path::new("/")).unwrap().targets;
        if let Some(template) = &self.template {
            targets[0].take_template(&self.place, template).unwrap();
        }
        targets
    }

    fn findings(&self, text: &str) -> (SourceFile, Vec<Diagnostic>) {
        let from = match self.language.as_str() {
            "yaml" if self.has("splunk") => Some("splunk"),
            "yaml" => Some("sigma"),
            "toml" => Some("elastic"),
            "kuery" => Some("kuery"),
            "spl" => Some("spl"),
            _ => None,
        };
        let options = ScanOptions { from: from.map(str::to_owned), ..ScanOptions::default() };
        let scan = if self.language == "pasted" { scan_pasted } else { scan_text };
        let given = self.index.iter().map(|text| IndexFields::parse(text).unwrap()).collect();
        let indexes = Arc::new(Indexes::new(given));
        let attack = [("attack18", AttackRelease::V18), ("attack19", AttackRelease::V19)];
        let attack = attack.into_iter().find(|(word, _)| self.has(word)).map(|(_, r)| r);
        let path = self.options.iter().find_map(|o| o.strip_prefix("path="));
        let codes = self.options.iter().filter(|o| o.contains('/') && !o.contains('='));
        let asked: Vec<String> = codes.cloned().collect();
        let selection = Selection::new(&[], &asked, &[]).unwrap();
        let house = House { attack };
        let mut scanned = scan(text, FileId(0), &options);
        if let Some(path) = path {
            path.clone_into(&mut scanned.file.path);
        }
        let options =
            CheckOptions { scan: options, selection, house, indexes, targets: self.targets() };
        let checked = check_scanned(vec![scanned], &options).remove(0);
        (checked.file, checked.findings)
    }

    /// What differs from the announcements, a line each.
    fn differences(&self) -> String {
        let (file, findings) = self.findings(&self.source());
        let mut left = self.expected.clone();
        let mut out = String::new();
        for finding in findings {
            let at = file.shown_position(file.shown_span(finding.at()).start).line;
            let severity = finding.severity.word();
            let same = |e: &Expected| {
                e.line == at
                    && e.severity == severity
                    && e.code == finding.code
                    && finding.message.contains(&e.message)
            };
            match left.iter().position(same) {
                Some(i) => {
                    left.remove(i);
                }
                None => {
                    let text = self.text.lines().nth(at as usize - 1).unwrap_or_default();
                    let _ = writeln!(
                        out,
                        "{} line {at}: not announced: {severity}: [{}] \"{}\"\n    {text}",
                        self.place, finding.code, finding.message
                    );
                }
            }
        }
        for e in left {
            let _ = writeln!(
                out,
                "{} line {}: not found: {}: [{}]",
                self.place, e.line, e.severity, e.code
            );
        }
        out
    }
}

/// The last announcement of a line, and what stands before it.
fn announcement(line: &str) -> Option<(&str, Expected)> {
    let marks = ["# error: [", "# warning: [", "# info: ["];
    let start = marks.iter().filter_map(|mark| line.rfind(mark)).max()?;
    let (severity, rest) = line[start + 2..].split_once(": [")?;
    let (code, rest) = rest.split_once(']')?;
    let message = rest.trim().trim_matches('"').to_owned();
    let (severity, code) = (severity.to_owned(), code.to_owned());
    Some((&line[..start], Expected { line: 0, severity, code, message }))
}

fn checked(block: &Block) -> bool {
    ["yaml", "toml", "kuery", "spl", "text", "pasted"].contains(&block.language.as_str())
        && !block.has("fixed")
}

#[test]
fn rules_on_pages_have_the_findings_that_are_announced() {
    let mut wrong = String::new();
    for block in pages().iter().flat_map(|p| blocks(p)).filter(checked) {
        wrong.push_str(&block.differences());
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn fixes_make_what_the_page_says() {
    for page in pages() {
        let all = blocks(&page);
        for two in all.windows(2).filter(|two| two[1].has("fixed")) {
            let source = two[0].source();
            let (_, findings) = two[0].findings(&source);
            let edits: Vec<Edit> =
                findings.into_iter().filter_map(|f| f.fix).flat_map(|fix| fix.edits).collect();
            assert_eq!(apply_edits(&source, &edits), two[1].source(), "{}", two[1].place);
        }
    }
}

#[test]
fn a_fix_takes_its_finding_away_and_brings_no_other() {
    for block in pages().iter().flat_map(|p| blocks(p)).filter(checked) {
        let source = block.source();
        let (_, findings) = block.findings(&source);
        for finding in &findings {
            let Some(fix) = &finding.fix else { continue };
            let (_, after) = block.findings(&apply_edits(&source, &fix.edits));
            let count = |all: &[Diagnostic]| all.iter().filter(|f| f.code == finding.code).count();
            assert!(count(&after) < count(&findings), "{}: {} stays", block.place, finding.code);
            let new = after.len() + 1 > findings.len() && fix.safety == Safety::Safe;
            assert!(!new, "{}: {} brings {after:#?}", block.place, finding.code);
        }
    }
}

/// Findings about bytes that no page can hold, about names of files, about rules of two formats, about rules too large for one, about macros of the
/// user, whose marks would end a block, or of other commands (`fmt` has no fault that is
/// known).
const NO_PAGE: &[&str] = &[
    "eval/not-run",
    "file/binary",
    "file/not-utf8",
    "file/unreadable",
    "metadata/description-too-long",
    "repo/duplicate-across-formats",
    "repo/duplicate-file-name",
    "fmt/left-as-it-is",
    "schema/file-name",
    "sigma/collection-too-large",
    "sigma/too-large",
    "spl/macro-loop",
    "spl/macro-too-deep",
    "spl/macro-too-long",
    "spl/unclosed-comment",
    "style/final-newline",
];

#[test]
fn every_finding_is_on_a_page() {
    let shown: BTreeSet<String> =
        pages().iter().flat_map(|p| blocks(p)).flat_map(|b| b.expected).map(|e| e.code).collect();
    let missing: Vec<_> = codes()
        .iter()
        .filter(|p| p.kind != Kind::Note && !NO_PAGE.contains(&p.code))
        .map(|p| p.code)
        .filter(|code| !shown.contains(*code))
        .collect();
    assert!(missing.is_empty(), "findings that no page under tests/lint shows: {missing:#?}");
}
