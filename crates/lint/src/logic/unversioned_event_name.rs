//! `logic/unversioned-event-name`

use super::LogicContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_eval::covered_patterns;
use ruleglot_ir::{ByMapping, Case, Expr, ExprKind, Monotone, Pattern, Test, for_each_leaf};
use ruleglot_source::{Diagnostic, FileSpan, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "logic/unversioned-event-name",
        kind: Kind::Finding(Severity::Warning),
        what: "An event name of AWS Lambda stands without the version that AWS writes behind it.",
        why: "CloudTrail has `UpdateFunctionCode20150331v2`, not `UpdateFunctionCode`: an exact name misses every such event.",
        remedy: "Let the name be open at its end, as in `UpdateFunctionCode*`.",
        since: "0.1.0",
    },
    run: Run::Logic(check),
};

/// Event names that AWS writes with the version of the API. Grounds: records of its trail as the vendor and its users show
/// them, and the tests of rules; other names of the service (`Invoke`, `CreateFunctionUrlConfig`) are written bare.
const VERSIONED: [(&str, &str); 17] = [
    ("AddPermission", "20150331v2"),
    ("CreateAlias", "20150331"),
    ("CreateEventSourceMapping", "20150331"),
    ("CreateFunction", "20150331"),
    ("DeleteAlias", "20150331"),
    ("DeleteEventSourceMapping", "20150331"),
    ("DeleteFunction", "20150331"),
    ("GetFunction", "20150331v2"),
    ("GetFunctionConfiguration", "20150331v2"),
    ("ListFunctions", "20150331"),
    ("PublishLayerVersion", "20181031"),
    ("PublishVersion", "20150331"),
    ("RemovePermission", "20150331v2"),
    ("UpdateAlias", "20150331"),
    ("UpdateEventSourceMapping", "20150331"),
    ("UpdateFunctionCode", "20150331v2"),
    ("UpdateFunctionConfiguration", "20150331v2"),
];

/// What the names of events and of services are called.
const NAMES: [&str; 3] = ["eventName", "event.action", "event_name"];
const SERVICES: [&str; 3] = ["eventSource", "event.provider", "event_source"];

fn check(context: &LogicContext<'_>, out: &mut Vec<Diagnostic>) {
    for condition in &context.conditions {
        if !asks_for_lambda(condition) {
            continue;
        }
        let mut asked: Vec<&Pattern> = Vec::new();
        for_each_leaf(condition, Monotone::Up, &mut |leaf, _| {
            if is_one_of(leaf, &NAMES) {
                asked.extend(patterns(leaf));
            }
        });
        let mut missed = Vec::new();
        for_each_leaf(condition, Monotone::Up, &mut |leaf, _| {
            of_leaf(context, leaf, &asked, &mut missed);
        });
        missed.sort();
        missed.dedup();
        out.extend(finding(&missed));
    }
}

/// The places of the names of a leaf that miss what is written, with that.
fn of_leaf(
    context: &LogicContext<'_>,
    leaf: &Expr,
    asked: &[&Pattern],
    out: &mut Vec<(FileSpan, String, &'static str)>,
) {
    let Some(at) = leaf.origin.0.filter(|_| is_one_of(leaf, &NAMES)) else { return };
    for (value, text) in literals(leaf) {
        let known = VERSIONED.iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
        let Some((name, version)) = known else { continue };
        let written = format!("{name}{version}");
        if !asked.iter().any(|pattern| finds(pattern, &written)) {
            out.push((context.value_at(at, value).unwrap_or(at), written, *name));
        }
    }
}

/// One finding for all names of a condition, at the first.
fn finding(missed: &[(FileSpan, String, &'static str)]) -> Option<Diagnostic> {
    let ((at, written, name), others) = missed.split_first()?;
    let more = match others.len() {
        0 => String::new(),
        1 => ", and one more name so".to_owned(),
        n => format!(", and {n} more names so"),
    };
    let message = format!("AWS writes `{written}`, which `{name}` does not match{more}");
    let found = Diagnostic::warning(LINT.page.code, *at, message)
        .with_help(format!("let the name be open at its end: `{name}*`"));
    Some(others.iter().fold(found, |found, (at, written, _)| {
        found.with_label(*at, format!("written `{written}`"))
    }))
}

fn finds(pattern: &Pattern, text: &str) -> bool {
    covered_patterns(&[pattern.clone(), Pattern::literal(text)], Case::UnicodeFold) == [(1, 0)]
}

fn patterns(leaf: &Expr) -> Vec<&Pattern> {
    match &leaf.kind {
        ExprKind::Test { test: Test::Text { any, .. }, .. } => any.iter().collect(),
        ExprKind::Test { test: Test::ByMapping(ByMapping::Match { pattern, .. }), .. } => {
            vec![pattern]
        }
        _ => Vec::new(),
    }
}

/// The texts that the leaf asks for whole, with their places in its list.
fn literals(leaf: &Expr) -> Vec<(Option<usize>, &str)> {
    let all = patterns(leaf);
    let several = all.len() > 1;
    all.into_iter()
        .enumerate()
        .filter_map(|(i, p)| Some((several.then_some(i), p.as_literal()?)))
        .collect()
}

fn is_one_of(leaf: &Expr, names: &[&str]) -> bool {
    leaf.field().is_some_and(|field| names.contains(&field.name.as_str()))
}

/// Whether some condition is about the service Lambda.
fn asks_for_lambda(condition: &Expr) -> bool {
    let mut found = false;
    for_each_leaf(condition, Monotone::Up, &mut |leaf, _| {
        found |= is_one_of(leaf, &SERVICES)
            && literals(leaf).iter().any(|(_, text)| *text == "lambda.amazonaws.com");
    });
    found
}
