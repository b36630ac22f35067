//! What running rules and their results on a user's own events showed.

use crate::status::count;
use ruleglot_engine::{Converted, Culprit, Disagreement, Replay, Stands, Who};
use std::collections::BTreeMap;
use std::fmt::Write;

/// More rules than these are not told on the terminal.
const MOST_RULES: usize = 10;

/// Every rule that differs from its result, with its events; then the counts.
pub(crate) fn text(replay: &Replay, converted: &[Vec<Converted>]) -> String {
    let mut out = String::new();
    for (file, rule, events) in replay.differing.iter().take(MOST_RULES) {
        let report = &converted[*file][*rule].report;
        let title = report.title.as_deref().unwrap_or(&report.path);
        let _ = writeln!(out, "differs on your events: {title} ({})", report.path);
        events.iter().for_each(|event| of_event(&mut out, event));
        let all = report.replayed.as_ref().map_or(0, ruleglot_engine::Replayed::disagreements);
        if all > events.len() {
            let _ = writeln!(out, "  and on {} more", count(all - events.len(), "event"));
        }
    }
    if replay.differing.len() > MOST_RULES {
        let more = count(replay.differing.len() - MOST_RULES, "rule");
        let _ = writeln!(out, "and {more} more; a report (--report FILE.json) has all of them");
    }
    out.push_str(&unrun(replay));
    out.push_str(&counts(replay, converted));
    if replay.projected {
        out.push_str(
            "the target's events were made from yours by the field map, so they say nothing about it; --target-events can\n",
        );
    }
    out
}

/// Why rules were not run, each reason with how many and the first.
fn unrun(replay: &Replay) -> String {
    let mut by_reason = BTreeMap::<&str, Vec<&str>>::new();
    for (path, why) in &replay.unrun {
        by_reason.entry(why).or_default().push(path);
    }
    let mut out = String::new();
    for (why, paths) in by_reason {
        let _ = writeln!(out, "{} not run: {why} ({})", count(paths.len(), "rule"), paths[0]);
    }
    out
}

fn of_event(out: &mut String, found: &Disagreement) {
    let (who, other) = match found.who {
        Who::Source => ("the rule matches, its result does not", "result"),
        Who::Target => ("the result matches, the rule does not", "rule"),
    };
    let _ = writeln!(out, "  event {}: {who}", found.event);
    for culprit in &found.culprits {
        let _ = writeln!(out, "    the {other} {}", of_culprit(culprit));
    }
}

fn of_culprit(culprit: &Culprit) -> String {
    let verb = match culprit.stands {
        Stands::Asked => "asks for",
        Stands::Excluded => "excludes",
    };
    let has: Vec<String> = culprit
        .has
        .iter()
        .map(|(field, value)| match value {
            Some(value) => format!("{field} = {value}"),
            None => format!("no {field}"),
        })
        .collect();
    let has = if has.is_empty() { String::new() } else { format!("; it has {}", has.join(", ")) };
    format!("{verb} {}{has}", culprit.asks)
}

fn counts(replay: &Replay, converted: &[Vec<Converted>]) -> String {
    let reports = || converted.iter().flatten().filter_map(|c| c.report.replayed.as_ref());
    let both: usize = reports().map(|r| r.both).sum();
    let neither: usize = reports().map(|r| r.neither).sum();
    let mut out = format!(
        "{} on {}: {both} matched by both, {neither} by neither, {}",
        count(replay.run, "rule"),
        count(replay.events, "event"),
        count(disagreements(converted), "disagreement"),
    );
    let not_run = [
        (replay.refused, "refused"),
        (replay.identical, "in the target's format as they were"),
        (replay.unrun.len(), "that cannot be run"),
    ];
    let not_run: Vec<String> =
        not_run.iter().filter(|(n, _)| *n > 0).map(|(n, why)| format!("{n} {why}")).collect();
    if !not_run.is_empty() {
        let _ = write!(out, "; not run: {}", not_run.join(", "));
    }
    out.push('\n');
    out
}

fn disagreements(converted: &[Vec<Converted>]) -> usize {
    let reports = converted.iter().flatten().filter_map(|c| c.report.replayed.as_ref());
    reports.map(ruleglot_engine::Replayed::disagreements).sum()
}

/// Why the exit status is not 0.
pub(crate) fn why_not_clean(replay: &Replay, converted: &[Vec<Converted>]) -> Option<String> {
    let rules = replay.differing.len();
    let differ = if rules == 1 { "differs from its result" } else { "differ from their results" };
    let events = count(disagreements(converted), "disagreement");
    (rules > 0).then(|| format!("{} {differ} on your events ({events})", count(rules, "rule")))
}
