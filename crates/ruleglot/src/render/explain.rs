//! What a rule means, for people.

use ruleglot_engine::{Explained, Predicate, TechniqueExplained};
use std::fmt::Write;

/// The page of one rule.
pub(crate) fn text(rule: &Explained) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}", if rule.title.is_empty() { &rule.path } else { &rule.title });
    let _ = writeln!(
        out,
        "  {} in {}, rule {}",
        rule.from,
        rule.path,
        rule.id.as_deref().unwrap_or("without an id")
    );
    header(&mut out, rule);
    section(&mut out, "Stages", rule.stages.iter().enumerate().map(|(i, s)| format!("{i}  {s}")));
    section(&mut out, "Predicates", rule.predicates.iter().map(predicate));
    section(&mut out, "Exclusions", rule.exclusions.iter().map(predicate));
    section(
        &mut out,
        "Indicators",
        rule.indicators.iter().map(|i| {
            let shapes = if i.shapes.is_empty() {
                String::new()
            } else {
                format!("  [{}]", i.shapes.join(", "))
            };
            format!(
                "{} {} {}  ({}, {}){shapes}",
                i.field,
                i.kind,
                values(&i.values),
                word(i.role),
                i.need.replace('_', " ")
            )
        }),
    );
    section(
        &mut out,
        "Events it can fire on",
        rule.events.iter().map(|e| {
            let said = [e.source.as_deref(), e.provider.as_deref(), e.event.as_deref()];
            let said: Vec<_> = said.into_iter().flatten().collect();
            if said.is_empty() { "any".to_owned() } else { said.join("  ") }
        }),
    );
    section(
        &mut out,
        "Output fields",
        rule.output_fields.iter().map(|f| format!("{}  ({})", f.field, f.source)),
    );
    section(&mut out, "ATT&CK claimed", rule.attack.claimed.iter().map(technique));
    section(&mut out, "ATT&CK derived", rule.attack.derived.iter().map(technique));
    section(
        &mut out,
        "Fields",
        rule.fields.iter().map(|f| {
            let unknown = || "?".to_owned();
            format!(
                "{}  ECS {}{}  Sigma {}  Splunk {}",
                f.name,
                f.ecs.clone().unwrap_or_else(unknown),
                f.ty.map(|t| format!(" ({t})")).unwrap_or_default(),
                f.sigma.clone().unwrap_or_else(unknown),
                f.splunk.clone().unwrap_or_else(unknown)
            )
        }),
    );
    section(
        &mut out,
        "Notes",
        rule.notes.iter().map(|n| format!("{}  {}  {}", n.effect, n.code, n.message)),
    );
    out
}

fn header(out: &mut String, rule: &Explained) {
    let source = rule.log_source.as_ref().map_or("not recognised", |s| s.id.as_str());
    let _ = writeln!(out, "  log source {source}");
    let severity = rule.alerting.severity.as_deref().unwrap_or("no severity");
    let risk = rule.alerting.risk.map(|r| format!(", risk {r}")).unwrap_or_default();
    let _ = writeln!(
        out,
        "  {severity}{risk}, a match is {} {}",
        article(rule.alerting.class),
        rule.alerting.class
    );
    if let Some(s) = rule.schedule {
        let _ = writeln!(out, "  runs every {} s over the last {} s", s.every, s.lookback);
    }
}

fn article(word: &str) -> &'static str {
    if word.starts_with('a') { "an" } else { "a" }
}

fn section(out: &mut String, name: &str, lines: impl Iterator<Item = String>) {
    let mut lines = lines.peekable();
    if lines.peek().is_none() {
        return;
    }
    let _ = writeln!(out, "\n{name}");
    lines.for_each(|line| {
        let _ = writeln!(out, "  {line}");
    });
}

fn predicate(p: &Predicate) -> String {
    let not = if p.negated { "not " } else { "" };
    let case = match p.case {
        Some("insensitive") => "  ignoring case",
        _ => "",
    };
    let need = match p.group {
        Some(group) => format!("one of group {group}"),
        None => "required".to_owned(),
    };
    let shown = if p.values.is_empty() { String::new() } else { format!(" {}", values(&p.values)) };
    let line = p.span.map(|s| format!("  line {}", s.line)).unwrap_or_default();
    format!("{not}{} {}{shown}{case}  ({need}){line}", p.field, p.kind)
}

/// Long lists are cut; JSON has them whole.
fn values(all: &[String]) -> String {
    const SHOWN: usize = 8;
    let shown: Vec<_> = all.iter().take(SHOWN).map(|v| format!("{v:?}")).collect();
    let more = all.len().saturating_sub(SHOWN);
    if more == 0 { shown.join(", ") } else { format!("{} and {more} more", shown.join(", ")) }
}

fn technique(t: &TechniqueExplained) -> String {
    let id = t.technique.as_deref().unwrap_or("no technique");
    format!("{id} {}  {}", t.name.unwrap_or_default(), t.tactics.join(", "))
}

fn word(role: ruleglot_engine::Role) -> String {
    format!("{role:?}").to_lowercase()
}
