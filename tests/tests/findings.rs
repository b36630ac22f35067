//! What `check` tells of the corpora at default settings: how many findings of each code, and how many of those that were
//! read in their file were right.
//!
//! `corpus/findings.toml` has the counts; one that moves fails the test until `UPDATE=1` writes it and somebody has read the
//! difference. `corpus/precision.toml` has what was judged, by hand.
#![allow(clippy::print_stderr, clippy::unwrap_used, reason = "tests")]

use ruleglot_engine::{CheckOptions, check, discover};
use ruleglot_tests::evidence;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Findings by corpus, code and severity.
type Findings = BTreeMap<String, BTreeMap<String, BTreeMap<String, usize>>>;

/// What was judged of a code.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Judged {
    /// How many findings there were then.
    of: usize,
    /// How many were read in their file.
    judged: usize,
    /// How many of them told something true, at its place, at a severity that it deserves.
    right: usize,
    /// What was wrong with the others and what became of them; what a reader should know of the right ones.
    #[serde(default)]
    note: String,
}

/// How many findings of a code are read, or all where there are fewer.
const READ: usize = 20;

fn committed(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("corpus/{name}.toml"))
}

/// The part of a corpus that a file stands in: what its maintainers set aside is not held to be right.
fn part(corpus: &str, path: &Path) -> String {
    let folder = path.iter().next().and_then(|f| f.to_str()).unwrap_or_default();
    match (corpus, folder) {
        ("sigma", "deprecated" | "unsupported") => format!("{corpus}, {folder}"),
        _ => corpus.to_owned(),
    }
}

/// Everything that is told of the corpora; `None` when they are not there.
fn measured() -> Option<Findings> {
    let mut out = Findings::new();
    for corpus in ["sigma", "elastic", "splunk"] {
        let root = evidence(&format!("corpora/{corpus}"))?;
        for file in check(discover(std::slice::from_ref(&root)).unwrap(), &CheckOptions::default())
        {
            let path = Path::new(&file.file.path).strip_prefix(&root).unwrap();
            let codes = out.entry(part(corpus, path)).or_default();
            for finding in &file.findings {
                let by_severity = codes.entry(finding.code.to_owned()).or_default();
                *by_severity.entry(finding.severity.word().to_owned()).or_default() += 1;
            }
        }
    }
    Some(out)
}

/// One line for each code.
fn written(findings: &Findings) -> String {
    let mut out = String::from(
        "# What `ruleglot check` tells of the corpora at default settings, by code and severity.\n\
         # A count that moves fails the test; `UPDATE=1` writes it anew, and the difference is to be read.\n",
    );
    for (part, codes) in findings {
        let _ = writeln!(out, "\n[\"{part}\"]");
        for (code, counts) in codes {
            let counts: Vec<_> = counts.iter().map(|(s, n)| format!("{s} = {n}")).collect();
            let _ = writeln!(out, "\"{code}\" = {{ {} }}", counts.join(", "));
        }
    }
    out
}

#[test]
fn the_findings_are_those_that_were_read() {
    let Some(findings) = measured() else { return };
    let (path, now) = (committed("findings"), written(&findings));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, now).unwrap();
        return;
    }
    let before = std::fs::read_to_string(&path).unwrap_or_default();
    let before: Findings = toml::from_str(&before).unwrap();
    let count = |of: &Findings, part: &str, code: &str| of.get(part)?.get(code).cloned();
    let mut moved = Vec::new();
    for (part, codes) in before.iter().chain(&findings) {
        for code in codes.keys() {
            let (was, is) = (count(&before, part, code), count(&findings, part, code));
            let line = format!("{part}: {code}: {was:?} became {is:?}");
            if was != is && !moved.contains(&line) {
                moved.push(line);
            }
        }
    }
    let why = "read what came and went, then commit it with UPDATE=1";
    assert!(moved.is_empty(), "the findings moved; {why}:\n{}", moved.join("\n"));
}

#[test]
fn every_code_was_judged_and_is_right() {
    let findings = std::fs::read_to_string(committed("findings")).unwrap();
    let findings: Findings = toml::from_str(&findings).unwrap();
    let table = std::fs::read_to_string(committed("precision")).unwrap();
    let mut table: BTreeMap<String, Judged> = toml::from_str(&table).unwrap();
    let mut by_code: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for (code, counts) in findings.values().flatten() {
        for (severity, n) in counts {
            *by_code.entry(code).or_default().entry(severity).or_default() += n;
        }
    }
    let mut wrong = Vec::new();
    for (code, counts) in &by_code {
        match table.remove(*code) {
            Some(judged) => wrong.extend(judged.lacks(counts).map(|why| format!("{code}: {why}"))),
            None => wrong.push(format!("{code}: {counts:?}, and none was judged")),
        }
    }
    wrong.extend(table.keys().map(|code| format!("{code}: is told no more")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

impl Judged {
    /// Why this is not enough for what is told now.
    fn lacks(&self, counts: &BTreeMap<&str, usize>) -> Option<String> {
        let Self { of, judged, right, note } = self;
        let now: usize = counts.values().sum();
        let says = |why: &str| Some(format!("{right} of {judged} right: {why}"));
        if *judged < now.min(READ) {
            return says(&format!("{now} are told, too few were judged"));
        }
        if now > of + of / 2 {
            return says(&format!("there were {of}, there are {now}: judge anew"));
        }
        if right > judged || right * 100 < judged * 95 {
            return says("less than 95 %");
        }
        if right < judged && counts.contains_key("error") {
            return says("an error is never wrong");
        }
        if right < judged && note.is_empty() {
            return says("the note does not say what the others were");
        }
        None
    }
}
