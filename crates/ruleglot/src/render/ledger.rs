//! The ledger of one rule, for people.

use ruleglot_engine::{NoteReport, RuleReport};
use std::fmt::Write;

/// What *exact* rests on; said wherever a verdict is shown.
pub(crate) const BASIS: &str = "Verdicts hold against ruleglot's reading of both languages and its field map,\n\
checked by running both rules on events made from them; they cannot show that\n\
your index holds these fields.";

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

/// One rule in a line, with the worst that is to be said of it.
pub(crate) fn line(rule: &RuleReport) -> String {
    let worst = rule.notes.iter().find(|n| n.effect == rule.verdict);
    let worst = worst.or_else(|| rule.notes.iter().find(|n| n.effect != "presentation"));
    let why = worst.map_or(String::new(), |note| format!("  {}", note.code));
    let went = rule.outputs.first().map_or(String::new(), |path| format!("  → {path}"));
    format!("{:<12} {}{why}{went}\n", rule.verdict, rule.path)
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
    if let Some(reason) = &note.accepted {
        let _ = writeln!(out, "               accepted: {}", super::printable(reason));
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
