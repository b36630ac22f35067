//! The ledger of a conversion for people: on the terminal and as Markdown.

use ruleglot_engine::{NoteReport, Report, RuleReport};
use std::fmt::Write;

/// What *exact* rests on; said wherever a verdict is shown.
pub(crate) const BASIS: &str = "Verdicts hold against ruleglot's reading of both languages and its field map, checked by running both rules \
on events made from them; they cannot show that your index holds these fields.";

/// One rule on the terminal.
pub(crate) fn text(rule: &RuleReport) -> String {
    let mut out = String::new();
    let title = rule.title.as_deref().unwrap_or(&rule.path);
    let _ = writeln!(out, "{}: {title} ({} → {})", rule.verdict, rule.from, rule.to);
    if rule.verdict != rule.verdict_strict {
        let _ = writeln!(out, "  without granted assumptions: {}", rule.verdict_strict);
    }
    for note in &rule.notes {
        out.push_str(&note_line(&rule.path, note));
    }
    out.push_str(&checked(rule));
    out
}

fn note_line(path: &str, note: &NoteReport) -> String {
    let mut out = String::new();
    let place =
        note.span.map_or_else(|| path.to_owned(), |s| format!("{path}:{}:{}", s.line, s.column));
    let _ = writeln!(out, "  {:<12} {}  {}", note.effect, note.code, place);
    let _ = writeln!(out, "               {}", note.message);
    if let Some(remedy) = &note.remedy {
        let _ = writeln!(out, "               → {remedy}");
    }
    if let Some(assumes) = note.assumes {
        let _ = writeln!(out, "               rests on the assumption {assumes}");
    }
    out
}

fn checked(rule: &RuleReport) -> String {
    let v = rule.verified;
    if v.identity {
        return "  the same bytes\n".to_owned();
    }
    if rule.verdict == "failed" {
        return String::new();
    }
    let proof =
        if v.equal { "read back and proved equal by structure" } else { "read back and run" };
    format!(
        "  {proof}; {} events, {} of {} predicates decisive, {} disagreements\n",
        v.events, v.decisive, v.predicates, v.disagreements
    )
}

/// Counts in one line.
pub(crate) fn summary(report: &Report) -> String {
    let s = &report.summary;
    let verdicts: Vec<String> = ruleglot_ir::Verdict::ALL
        .iter()
        .filter_map(|v| {
            s.verdicts.get(v.word()).filter(|n| **n > 0).map(|n| format!("{n} {}", v.word()))
        })
        .collect();
    let skipped = if s.skipped > 0 { format!(", {} skipped", s.skipped) } else { String::new() };
    format!("{} rules in {} files{skipped}: {}\n", s.rules, s.files, verdicts.join(", "))
}

/// The whole report as Markdown.
pub(crate) fn markdown(report: &Report) -> String {
    let mut out = format!("# Conversion to {}\n\n{}\n{BASIS}\n", report.to, summary(report));
    if !report.summary.reasons.is_empty() {
        out.push_str("\n| note | effect | rules |\n|---|---|---|\n");
        for reason in &report.summary.reasons {
            let _ = writeln!(out, "| `{}` | {} | {} |", reason.code, reason.effect, reason.rules);
        }
    }
    if !report.summary.unmapped_fields.is_empty() {
        out.push_str("\n| field without a counterpart | log source | rules |\n|---|---|---|\n");
        for field in &report.summary.unmapped_fields {
            let _ = writeln!(out, "| `{}` | {} | {} |", field.field, field.source, field.rules);
        }
    }
    for rule in &report.rules {
        let _ = writeln!(out, "\n## {}\n", rule.title.as_deref().unwrap_or(&rule.path));
        let _ = writeln!(out, "**{}**, `{}`, {} → {}", rule.verdict, rule.path, rule.from, rule.to);
        for output in &rule.outputs {
            let _ = writeln!(out, "\nwritten to `{output}`");
        }
        if !rule.notes.is_empty() {
            out.push('\n');
        }
        for note in &rule.notes {
            let place = note
                .span
                .map_or_else(String::new, |s| format!(" (line {}, column {})", s.line, s.column));
            let remedy = note.remedy.as_ref().map_or_else(String::new, |r| format!(" *{r}*"));
            let _ = writeln!(
                out,
                "- **{}** `{}`{place}: {}.{remedy}",
                note.effect, note.code, note.message
            );
        }
    }
    if !report.skipped.is_empty() {
        out.push_str("\n## Skipped\n\n");
        report.skipped.iter().for_each(|path| {
            let _ = writeln!(out, "- `{path}`");
        });
    }
    out
}
