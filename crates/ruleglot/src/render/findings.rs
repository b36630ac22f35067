//! Findings of a run in each of the formats that `check` writes.

mod github;
mod gitlab;
mod junit;
mod sarif;

use super::diagnostics;
use crate::args::FindingFormat;
use ruleglot_engine::{CheckReport, FileFindings, Usage, codes_of};
use ruleglot_source::{Diagnostic, Safety, SourceFile};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The most findings of one code that are shown with their lines.
const MOST_OF_ONE: usize = 10;

/// The findings in a format.
///
/// # Errors
/// A report that cannot be written, which none is.
pub(crate) fn rendered(files: &[FileFindings], format: FindingFormat) -> Result<String, Usage> {
    match format {
        FindingFormat::Json => json(&CheckReport::new(files)),
        FindingFormat::Sarif => json(&sarif::of(files)),
        FindingFormat::Gitlab => json(&gitlab::of(files)),
        FindingFormat::Github => Ok(github::of(files)),
        FindingFormat::Junit => Ok(junit::of(files)),
        FindingFormat::Concise => Ok(each(files, diagnostics::concise)),
        FindingFormat::Text => Ok(text(files)),
    }
}

/// How many findings of each code there are, most first.
pub(crate) fn statistics(files: &[FileFindings]) -> String {
    let mut counts: BTreeMap<&str, (usize, usize, &'static str)> = BTreeMap::new();
    for (_, finding) in all(files) {
        let of = counts.entry(finding.code).or_insert((0, 0, finding.severity.word()));
        of.0 += 1;
        of.1 += usize::from(finding.fix.as_ref().is_some_and(|f| f.safety == Safety::Safe));
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by(|a, b| (b.1.0, a.0).cmp(&(a.1.0, b.0)));
    let mut out = String::new();
    for (code, (count, safe, severity)) in rows {
        let safe = if safe > 0 { format!("  {safe} safe to fix") } else { String::new() };
        let _ = writeln!(out, "{count:>6}  {severity:<7}  {code}{safe}");
    }
    out
}

fn json(value: &impl serde::Serialize) -> Result<String, Usage> {
    let json = serde_json::to_string_pretty(value).map_err(|e| Usage::new(e.to_string()))?;
    Ok(json + "\n")
}

fn all(files: &[FileFindings]) -> impl Iterator<Item = (&FileFindings, &Diagnostic)> {
    files.iter().flat_map(|file| file.findings.iter().map(move |finding| (file, finding)))
}

fn each(files: &[FileFindings], show: fn(&SourceFile, &Diagnostic) -> String) -> String {
    all(files).map(|(file, finding)| show(&file.file, finding)).collect()
}

/// With their lines, file by file; of a code that has many, the first.
fn text(files: &[FileFindings]) -> String {
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    let mut out = String::new();
    for (file, finding) in all(files) {
        let count = shown.entry(finding.code).or_default();
        *count += 1;
        if *count <= MOST_OF_ONE {
            out.push_str(&diagnostics::graphical(&file.file, finding));
        }
    }
    let mut more = shown.into_iter().filter(|(_, count)| *count > MOST_OF_ONE).peekable();
    if more.peek().is_some() {
        for (code, count) in more {
            let _ = writeln!(out, "… and {} more of {code}", count - MOST_OF_ONE);
        }
        out.push_str("--format concise shows all, --statistics counts them\n");
    }
    out
}

/// A path as a web address writes it: parts between slashes, what is special escaped.
fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut out = String::new();
    for byte in path.strip_prefix("./").unwrap_or(&path).bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// The page of a code.
fn page(code: &str) -> Option<&'static ruleglot_engine::CodePage> {
    codes_of(code.split('/').next().unwrap_or_default()).iter().find(|page| page.code == code)
}
