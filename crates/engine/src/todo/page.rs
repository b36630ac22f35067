//! The page about a refused rule.

use super::excerpt::{Block, original};
use super::hunt::Hunt;
use crate::options::ConvertOptions;
use crate::report::{NoteReport, RuleReport};
use crate::scan::{RuleDoc, Scanned};
use ruleglot_ir::Meta;
use std::fmt::Write;

/// What stands over every hunt.
const NO_TRANSLATION: &str = "**This is no translation.** What the target cannot say was left out, so it finds every event that the rule \
would find and others that the rule would not. Look for events with it by hand; it must not be deployed as the rule.";

/// The page: what the rule is, what was refused, its query, and what is left of it.
pub(super) fn page(
    (file, doc): (&Scanned, Option<&RuleDoc>),
    report: &RuleReport,
    hunt: &Result<Hunt, String>,
    options: &ConvertOptions,
) -> String {
    let title = report.title.as_deref().unwrap_or(&report.path);
    let mut out = format!("# {}\n\n", line(title));
    let _ = writeln!(
        out,
        "This rule could not be written for {}. It stays to be done by hand; nothing was written but this page.\n",
        report.to
    );
    out.push_str(&table((file, doc), report, options));
    out.push_str("\n## What was refused\n\n");
    report.notes.iter().filter(|n| is_refusal(n)).for_each(|n| refusal(&mut out, n));
    out.push_str("\n## The rule's own query\n\n");
    fenced(&mut out, &original(file, doc));
    out.push_str("\n## What is left, as a hunt\n\n");
    match hunt {
        Ok(hunt) => left(&mut out, hunt),
        Err(why) => {
            let _ = writeln!(out, "No part of the rule is left: {why}.");
        }
    }
    out
}

/// Whether a note of a refused rule is why it was refused.
pub(super) fn is_refusal(note: &NoteReport) -> bool {
    let refusing =
        ["translate/refused", "translate/no-query", "translate/disagreement", "translate/internal"];
    let of_translation = ["translate/", "source/", "fields/", "metadata/"];
    refusing.contains(&note.code)
        || (note.effect == "unknown" && !of_translation.iter().any(|f| note.code.starts_with(f)))
}

fn refusal(out: &mut String, note: &NoteReport) {
    let place =
        note.span.map_or_else(String::new, |s| format!("line {}, column {}: ", s.line, s.column));
    let _ = writeln!(out, "- {place}{} (`{}`)", line(&note.message), note.code);
    if let Some(remedy) = &note.remedy {
        let _ = writeln!(out, "  - what would lift it: {}", line(remedy));
    }
}

fn left(out: &mut String, hunt: &Hunt) {
    let _ = writeln!(out, "{NO_TRANSLATION}\n");
    for block in &hunt.blocks {
        if let Some(about) = block.about {
            let _ = writeln!(out, "\n{about}\n");
        }
        fenced(out, block);
    }
    let _ = writeln!(out, "\n{}", checked(hunt));
    for note in &hunt.source {
        let _ = writeln!(out, "\n{}.", line(&note.message));
    }
}

/// What running the hunt showed.
fn checked(hunt: &Hunt) -> String {
    match &hunt.run {
        Some(run) if run.matched > 0 => format!(
            "Run on {} events made from the rule, it finds all {} that the rule finds.",
            run.events, run.matched
        ),
        _ => {
            "It could not be checked by events: none could be made that the rule finds.".to_owned()
        }
    }
}

fn table(
    (file, doc): (&Scanned, Option<&RuleDoc>),
    report: &RuleReport,
    options: &ConvertOptions,
) -> String {
    let nothing = Meta::default();
    let meta = doc.map_or(&nothing, |d| &d.read.meta);
    let of_folder = || options.licences.of(&file.candidate.path).map(|l| l.id.to_string());
    let attack: Vec<String> = meta
        .tactics
        .iter()
        .map(|t| t.kind.to_string())
        .chain(meta.attack.iter().map(|t| t.kind.id.to_string()))
        .collect();
    let rows: [(&str, String); 9] = [
        ("source", format!("`{}`", report.path)),
        ("format", report.from.clone()),
        ("id", report.id.clone().unwrap_or_default()),
        ("severity", meta.severity.map(|s| format!("{s:?}").to_lowercase()).unwrap_or_default()),
        ("ATT&CK", attack.join(", ")),
        ("log source", report.log_source.as_ref().map(|s| s.id.clone()).unwrap_or_default()),
        ("references", meta.references.join(" ")),
        ("author", meta.authors.join(", ")),
        (
            "licence",
            meta.license.as_ref().map(ToString::to_string).or_else(of_folder).unwrap_or_default(),
        ),
    ];
    let mut out = String::from("| | |\n|---|---|\n");
    for (name, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(out, "| {name} | {} |", line(value).replace('|', "\\|"));
    }
    if let Some(description) = &meta.description {
        let _ = writeln!(out, "\n{}", line(description));
    }
    out
}

/// A text on one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A block of code, its fence longer than any in it.
fn fenced(out: &mut String, block: &Block) {
    let longest = block.text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let _ = writeln!(out, "{fence}{}\n{}\n{fence}", block.language, block.text.trim_end());
}
