//! The report of a conversion as Markdown: the summary with everything that it stands for.

use super::{change_line, checked, heading, licences, meaning, open_names};
use crate::render::ledger::BASIS;
use ruleglot_engine::{NoteReport, Report, RuleReport, Verdict};
use std::fmt::Write;

/// The whole report.
pub(crate) fn markdown(report: &Report) -> String {
    let mut out =
        format!("# Conversion to {}\n\n{}\n{BASIS}\n", report.to, heading(report).trim_end());
    verdicts(&mut out, report);
    reasons(&mut out, report);
    names(&mut out, report);
    folder(&mut out, report);
    report.rules.iter().for_each(|of| rule(&mut out, of));
    if !report.skipped.is_empty() {
        out.push_str("\n## Skipped\n\n");
        report.skipped.iter().for_each(|path| {
            let _ = writeln!(out, "- `{path}`");
        });
    }
    out
}

fn verdicts(out: &mut String, report: &Report) {
    out.push_str("\n| rules | verdict | what it says |\n|---|---|---|\n");
    for verdict in Verdict::ALL {
        let rules = report.summary.verdicts.get(verdict.word()).copied().unwrap_or(0);
        if rules > 0 {
            let _ = writeln!(out, "| {rules} | {} | {} |", verdict.word(), meaning(verdict));
        }
    }
    let checked = checked(report);
    if !checked.is_empty() {
        let _ = write!(out, "\n{checked}");
    }
}

fn reasons(out: &mut String, report: &Report) {
    if report.summary.reasons.is_empty() {
        return;
    }
    out.push_str("\n| rules | effect | note | for example |\n|---|---|---|---|\n");
    for reason in &report.summary.reasons {
        let line = reason.example.line.map_or(String::new(), |line| format!(":{line}"));
        let message = cell(&reason.example.message);
        let (path, code) = (&reason.example.path, reason.code);
        let _ = writeln!(
            out,
            "| {} | {} | `{code}` | `{path}{line}` {message} |",
            reason.rules, reason.effect
        );
    }
}

/// A text in a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace(['\n', '\r'], " ")
}

fn names(out: &mut String, report: &Report) {
    for (what, names) in open_names(&report.summary) {
        list(out, what, &names);
    }
    list(out, "licences", &licences(&report.summary));
    for source in &report.summary.unrecognised_sources {
        let _ = write!(
            out,
            "\nTo be completed for {}:\n\n```toml\n{}```\n",
            source.name, source.configuration
        );
    }
    for unused in &report.summary.unused_accepts {
        let _ = writeln!(
            out,
            "\n`ruleglot.toml:{}`: no rule loses by `{}` any more; take the entry out.",
            unused.line, unused.code
        );
    }
}

fn list(out: &mut String, what: &str, names: &[String]) {
    if names.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n### {what}\n");
    names.iter().for_each(|name| {
        let _ = writeln!(out, "- {name}");
    });
}

fn folder(out: &mut String, report: &Report) {
    let Some(folder) = report.folder.as_ref().filter(|f| !f.changes.is_empty()) else { return };
    out.push_str("\n### Files\n\n");
    for change in &folder.changes {
        let _ = writeln!(out, "- {}", change_line(&change.path, change));
    }
}

fn rule(out: &mut String, rule: &RuleReport) {
    let _ = writeln!(out, "\n## {}\n", rule.title.as_deref().unwrap_or(&rule.path));
    let _ = writeln!(out, "**{}**, `{}`, {} → {}", rule.verdict, rule.path, rule.from, rule.to);
    for output in &rule.outputs {
        let _ = writeln!(out, "\nwritten to `{output}`");
    }
    if let Some(page) = &rule.todo {
        let _ = writeln!(out, "\nwhat is left of it: `{page}`");
    }
    if let Some(ran) = &rule.replayed {
        let differ = ran.only_source.len() + ran.only_target.len();
        let _ = writeln!(
            out,
            "\non your events: {} match both, {} neither, {differ} only one",
            ran.both, ran.neither
        );
    }
    settings(out, rule);
    if !rule.notes.is_empty() {
        out.push('\n');
    }
    rule.notes.iter().for_each(|of| note(out, of));
}

/// What the rule has from a team's settings, and not from its source.
fn settings(out: &mut String, rule: &RuleReport) {
    let own = |from: &&str| ["source", "derived", "assumed"].contains(from);
    let mut set = rule.metadata.iter().filter(|v| !v.from.split(", ").all(|from| own(&from)));
    let first = set.next();
    for (i, value) in first.into_iter().chain(set).enumerate() {
        let before = if i == 0 { "\nset here: " } else { ", " };
        let _ = write!(out, "{before}`{}` ({})", value.key, value.from);
    }
    if first.is_some() {
        out.push('\n');
    }
}

fn note(out: &mut String, note: &NoteReport) {
    let place =
        note.span.map_or_else(String::new, |s| format!(" (line {}, column {})", s.line, s.column));
    let remedy = note.remedy.as_ref().map_or_else(String::new, |r| format!(" *{r}*"));
    let accepted =
        note.accepted.as_ref().map_or_else(String::new, |why| format!(" Accepted: {why}"));
    let _ = writeln!(
        out,
        "- **{}** `{}`{place}: {}.{remedy}{accepted}",
        note.effect, note.code, note.message
    );
}
