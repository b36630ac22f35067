//! Differences of rules in words.

use super::{ledger, printable};
use ruleglot_engine::{Difference, RuleChange, SinceReport, Witness};
use std::fmt::Write;

/// The most lines of one kind that a rule is given.
const MOST: usize = 12;

/// Two rules, for people.
pub(crate) fn of_two(found: &Difference) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}: {} ({} events)", found.verdict, meaning(found), found.events);
    witness(found.witness.as_ref(), "the first rule", "the second rule", &mut out);
    predicates(found, "  ", &mut out);
    keys(found, &mut out);
    for note in &found.notes {
        let _ = writeln!(out, "  {:<12} {}  {}", note.effect, note.code, printable(&note.message));
    }
    let _ = writeln!(out, "{}", ledger::BASIS);
    out
}

fn meaning(found: &Difference) -> &'static str {
    match found.verdict {
        "same" if found.proved => "the rules mean the same, proved by structure",
        "same" => "no event tells the rules apart",
        "narrower" => "the second rule matches less",
        "wider" => "the second rule matches more",
        "different" => "each rule matches events that the other does not",
        _ => "no event tells the rules apart, but what they are compared by is not sure",
    }
}

fn witness(witness: Option<&Witness>, first: &str, second: &str, out: &mut String) {
    let Some(witness) = witness else { return };
    let which = if witness.a { first } else { second };
    let _ = writeln!(out, "only {which} matches {}", witness.event);
    if let Some(event) = &witness.event_b {
        let _ = writeln!(out, "which {second} sees as {event}");
    }
}

/// `+` came, `-` went, `~` changed.
fn predicates(found: &Difference, indent: &str, out: &mut String) {
    let changes = &found.predicates;
    let changed = changes
        .changed
        .iter()
        .map(|c| format!("~ {}\n{indent}  became {}", printable(&c.before), printable(&c.after)));
    let went = changes.went.iter().map(|one| format!("- {}", printable(one)));
    let came = changes.came.iter().map(|one| format!("+ {}", printable(one)));
    bounded(changed.chain(went).chain(came), indent, out);
    if changes.is_empty() && found.verdict != "same" {
        let _ = writeln!(out, "{indent}the predicates are the same; how they are joined is not");
    }
}

fn metadata(found: &Difference, indent: &str, out: &mut String) {
    let shown = found.metadata.iter().map(|change| {
        let value = |value: &Option<String>| match value {
            Some(value) => shortened(value),
            None => "(nothing)".to_owned(),
        };
        format!("{}: {} → {}", change.key, value(&change.before), value(&change.after))
    });
    bounded(shown, indent, out);
}

/// Which metadata differ: of two rules nearly all do, so their texts are left to the other formats.
fn keys(found: &Difference, out: &mut String) {
    let keys: Vec<&str> = found.metadata.iter().map(|change| change.key.as_str()).collect();
    if !keys.is_empty() {
        let _ = writeln!(out, "  besides: {}", keys.join(", "));
    }
}

fn bounded(lines: impl Iterator<Item = String>, indent: &str, out: &mut String) {
    let lines: Vec<String> = lines.collect();
    for line in lines.iter().take(MOST) {
        let _ = writeln!(out, "{indent}{line}");
    }
    if lines.len() > MOST {
        let _ = writeln!(out, "{indent}… and {} more", lines.len() - MOST);
    }
}

fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    let text = printable(text);
    if text.chars().count() <= LONGEST {
        return text.into_owned();
    }
    text.chars().take(LONGEST).chain(['…']).collect()
}

/// Two rules, as Markdown.
pub(crate) fn of_two_md(found: &Difference) -> String {
    let mut out =
        format!("**{}**: {} ({} events)\n\n", found.verdict, meaning(found), found.events);
    details(found, "the first rule", "the second rule", &mut out);
    out
}

/// The rules of a repository, for people.
pub(crate) fn of_many(report: &SinceReport) -> String {
    let mut out = String::new();
    for rule in &report.rules {
        let _ = writeln!(out, "{:<9}  {}  {}", rule.verdict, rule.path, printable(&rule.title));
        if let Some(old) = &rule.old_path {
            let _ = writeln!(out, "  was {}", printable(old));
        }
        if let Some(why) = &rule.why {
            let _ = writeln!(out, "  {}", printable(why));
        }
        if let Some(found) = &rule.difference {
            predicates(found, "  ", &mut out);
            let mut event = String::new();
            witness(found.witness.as_ref(), "the old rule", "the new rule", &mut event);
            for line in event.lines() {
                let _ = writeln!(out, "  {line}");
            }
            metadata(found, "  ", &mut out);
        }
    }
    out
}

/// The rules of a repository, as the comment of a pull request.
pub(crate) fn of_many_md(report: &SinceReport) -> String {
    let mut out = format!("### Rules changed since `{}`\n\n", report.since);
    if report.rules.is_empty() {
        out.push_str("None.\n");
        return out;
    }
    out.push_str("| verdict | rule | file |\n|---|---|---|\n");
    for rule in &report.rules {
        let (title, path) = (cell(&rule.title), cell(&rule.path));
        let _ = writeln!(out, "| {} | {title} | `{path}` |", rule.verdict);
    }
    for rule in report.rules.iter().filter(|rule| has_details(rule)) {
        let _ = write!(
            out,
            "\n<details><summary>{}: {}</summary>\n\n",
            rule.verdict,
            cell(&rule.title)
        );
        if let Some(why) = &rule.why {
            let _ = writeln!(out, "{}\n", printable(why));
        }
        if let Some(found) = &rule.difference {
            details(found, "the old rule", "the new rule", &mut out);
        }
        out.push_str("</details>\n");
    }
    let _ = write!(out, "\n{}\n", summary(report));
    out
}

fn has_details(rule: &RuleChange) -> bool {
    let says = |found: &Difference| {
        found.witness.is_some() || !found.predicates.is_empty() || !found.metadata.is_empty()
    };
    rule.why.is_some() || rule.difference.as_ref().is_some_and(says)
}

/// What a rule's difference is made of: code blocks, in which nothing has to be escaped.
fn details(found: &Difference, first: &str, second: &str, out: &mut String) {
    let mut block = String::new();
    predicates(found, "", &mut block);
    if !found.predicates.is_empty() || found.verdict != "same" {
        let _ = write!(out, "```diff\n{block}```\n\n");
    }
    let mut event = String::new();
    witness(found.witness.as_ref(), first, second, &mut event);
    if !event.is_empty() {
        let _ = write!(out, "```text\n{event}```\n\n");
    }
    let mut said = String::new();
    metadata(found, "", &mut said);
    if !said.is_empty() {
        let _ = write!(out, "```text\n{said}```\n\n");
    }
}

fn cell(text: &str) -> String {
    printable(text).replace('|', "\\|").replace('<', "&lt;")
}

/// How many rules have each verdict, in one line.
pub(crate) fn summary(report: &SinceReport) -> String {
    let of = &report.summary;
    let counts = [
        (of.same, "same"),
        (of.narrower, "narrower"),
        (of.wider, "wider"),
        (of.different, "different"),
        (of.unknown, "unknown"),
        (of.added, "added"),
        (of.removed, "removed"),
    ];
    let told: Vec<String> =
        counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    let told = if told.is_empty() { "none".to_owned() } else { told.join(", ") };
    format!("rules changed since {}: {told}", report.since)
}
