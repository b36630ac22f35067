//! What happens to the rules of the corpora: how many are read, and how many are translated how well.
#![allow(clippy::print_stderr, clippy::unwrap_used, reason = "tests")]

use ruleglot_engine::{Assumption, ByKeys, Converted, FieldsMode, RuleDoc, Scanned};
use ruleglot_formats::{Ast, Part};
use ruleglot_ir::{Body, ExprKind, Monotone, Rule, Scalar, Subject, for_each_leaf};
use ruleglot_source::Severity;
use ruleglot_spl::ast::{Command, Search};
use ruleglot_tests::corpus::{ELASTIC, SIGMA, SPLUNK, read_corpus, translate_corpus};
use ruleglot_tests::score::{Score, Scores, hold};
use ruleglot_translate::{parts, present};

/// Counts the rules of one language and lists those that cannot be read.
fn parsed(files: &[Scanned], wanted: impl Fn(&RuleDoc) -> bool, score: &mut Score) {
    for file in files {
        for rule in file.rules.iter().filter(|r| wanted(r)) {
            score.of += 1;
            let faults = file.diagnostics.iter().chain(&rule.read.diagnostics);
            let faults: Vec<_> = faults.filter(|d| d.severity == Severity::Error).collect();
            if faults.is_empty() && rule.read.rule.is_some() {
                score.good("read");
            }
            for fault in faults {
                score.tell(fault.code, &file.candidate.relative);
            }
            for search in rule.read.parts.iter().filter_map(searched) {
                score.add("stages", search.stages.len());
                let kept = search.stages.iter().filter_map(|s| match &s.command {
                    Command::Other(other) => Some(other.name.to_ascii_lowercase()),
                    _ => None,
                });
                kept.for_each(|name| score.tell("kept word for word", &name));
            }
        }
        if file.rules.is_empty() && !file.skipped {
            score.bad("files that are no rule", 1);
            eprintln!("{}: {:?}", file.candidate.relative, file.diagnostics);
        }
    }
}

fn searched(part: &Part) -> Option<&Search> {
    match &part.ast {
        Ast::Spl(search) => Some(search),
        _ => None,
    }
}

fn is_kuery(rule: &RuleDoc) -> bool {
    rule.read.language == Some("kuery")
}

/// A rule of Elastic's type `query` in KQL.
fn is_kuery_query(rule: &RuleDoc) -> bool {
    let root = rule.document.as_ref().map(|d| &d.root);
    let ty = root.and_then(|r| r.get("rule")).and_then(|r| r.get("type")).and_then(|t| t.text());
    is_kuery(rule) && ty.is_some_and(|t| t == "query")
}

#[test]
fn parsing() {
    let mut scores = Scores::new();
    let Some(elastic) = read_corpus("elastic", &ELASTIC) else { return };
    parsed(&elastic, is_kuery, scores.entry("elastic kuery".into()).or_default());
    let Some(splunk) = read_corpus("splunk", &SPLUNK) else { return };
    parsed(&splunk, |_| true, scores.entry("splunk".into()).or_default());
    for folder in SIGMA {
        let Some(files) = read_corpus("sigma", &[folder]) else { return };
        parsed(&files, |_| true, scores.entry(format!("sigma {folder}")).or_default());
    }
    hold("parsing", &scores);
}

/// The only code that letter case alone leaves.
const CASE: &str = "translate/case-sensitive";

/// The only code that keys of a grouping alone leave.
const KEYS: &str = "translate/by-key-missing";

/// Codes of the translation that refuse.
const REFUSING: [&str; 4] =
    ["translate/refused", "translate/no-query", "translate/disagreement", "translate/internal"];

fn count(score: &mut Score, path: &str, rule: &Converted) {
    let report = &rule.report;
    score.of += 1;
    score.tell("verdict", report.verdict);
    let changes = |code: &str| code != "exact" && code != "presentation";
    let taken = [Assumption::MapMedium, Assumption::AsciiLetters].map(Assumption::word);
    let granted = |assumes: Option<&str>| assumes.is_some_and(|a| taken.contains(&a));
    let mut codes: Vec<_> = report
        .notes
        .iter()
        .map(|n| (n.code, if granted(n.assumes) { "presentation" } else { n.effect }))
        .collect();
    codes.sort_unstable();
    codes.dedup();
    codes.iter().for_each(|(code, effect)| score.tell("notes", &format!("{code}: {effect}")));
    let same = !changes(report.verdict);
    let failed = report.verdict == "failed";
    let by_case = !failed && codes.iter().all(|(code, effect)| *code == CASE || !changes(effect));
    if same {
        score.good("exact or presentation");
    }
    let only = |known: &[&str]| {
        !failed && codes.iter().all(|(code, effect)| known.contains(code) || !changes(effect))
    };
    if only(&[KEYS]) {
        score.good("exact, or wider by keys alone");
    }
    if only(&[KEYS, CASE]) {
        score.good("no worse than by case or keys");
    }
    if by_case {
        score.good("no worse than by case alone");
    }
    if by_case && (same || report.verdict == "narrower") {
        score.good("no worse than narrower by case alone");
    }
    if !failed {
        score.good("translated");
    }
    // Notes that came before a refusal are about a rule that is not there.
    let refusing = |code: &str| !code.starts_with("translate/") || REFUSING.contains(&code);
    for note in report.notes.iter().filter(|n| failed && changes(n.effect) && refusing(n.code)) {
        let why =
            note.message.split_once(" cannot say `").and_then(|(_, part)| part.split_once("`: "));
        let why = why.map_or(note.code, |(_, why)| why);
        score.tell("refused", why);
        if matches!(note.code, "translate/disagreement" | "translate/internal") {
            eprintln!(
                "{path}: {} {}",
                note.code,
                note.message.chars().take(900).collect::<String>()
            );
        }
    }
    let verified = &report.verified;
    score.bad("disagreements", verified.disagreements);
    score.bad(
        "not readable as written",
        usize::from(report.notes.iter().any(|n| n.code == "translate/internal")),
    );
    let few = verified.decisive * 100 < verified.predicates * 95;
    score.bad("rules below 95 % decisive", usize::from(few));
    score.bad("not proved by structure", usize::from(!failed && !verified.equal));
    if (few || !(failed || verified.equal)) && std::env::var_os("SHOW").is_some() {
        eprintln!("{path}: {verified:?}");
    }
    if std::env::var("SHOW").is_ok_and(|code| report.notes.iter().any(|n| n.code == code)) {
        let shown = report.notes.iter().filter(|n| changes(n.effect));
        let shown: Vec<_> =
            shown.map(|n| format!("{} {} {}", n.code, n.effect, n.message)).collect();
        eprintln!("{path}: {}", shown.join("\n    "));
    }
}

fn score(rules: &[(String, Converted)], group: impl Fn(&Converted) -> String) -> Scores {
    let mut scores = Scores::new();
    for (path, rule) in rules {
        count(scores.entry(group(rule)).or_default(), path, rule);
    }
    scores
}

#[test]
fn language_alone() {
    let Some(elastic) = read_corpus("elastic", &ELASTIC) else { return };
    let rules = translate_corpus(&elastic, "sigma", FieldsMode::Keep, is_kuery_query);
    let mut scores = score(&rules, |_| "elastic query in kuery to sigma".into());
    let Some(sigma) = read_corpus("sigma", &SIGMA) else { return };
    let rules = translate_corpus(&sigma, "elastic:kuery", FieldsMode::Keep, |_| true);
    scores.extend(score(&rules, |_| "sigma to elastic:kuery".into()));
    hold("language", &scores);
    let elastic = &scores["elastic query in kuery to sigma"];
    assert!(elastic.percent("exact or presentation") >= 95.0);
    assert!(scores["sigma to elastic:kuery"].percent("no worse than by case alone") >= 90.0);
}

/// What kind of search a Splunk rule is.
fn kind_of_search(rule: &RuleDoc) -> &'static str {
    let Some(read) = &rule.read.rule else { return "unread" };
    let presented = present(read, ByKeys::Note, &|_| false);
    if !presented.obstacles.is_empty() {
        return "a threshold, lookup or unknown command";
    }
    if computes(&presented.rule) {
        return "a condition on computed values or unknown macros";
    }
    let first = rule.read.parts.first().and_then(searched).and_then(|s| s.stages.first());
    match first.map(|s| &s.command) {
        Some(Command::Search(_)) => "a bare search with presentation",
        Some(Command::Tstats(_)) => "a data model with presentation",
        _ => "another source with presentation",
    }
}

/// Whether a condition is about more than fields and words of the event.
fn computes(rule: &Rule) -> bool {
    let Body::Pipeline(pipeline) = &rule.body else { return false };
    let mut found = false;
    for_each_leaf(&parts(pipeline).1, Monotone::Up, &mut |leaf, _| {
        let computed = |s: &Scalar| !matches!(s, Scalar::Field(_));
        found |= match &leaf.kind {
            ExprKind::Is { what, .. } => computed(what),
            ExprKind::Test { subject: Subject::Value(what), .. } => computed(what),
            ExprKind::Relate { left, right, .. } => computed(left) || computed(right),
            ExprKind::Opaque(_) | ExprKind::InPipeline { .. } => true,
            _ => false,
        };
    });
    found
}

/// Rules of the Splunk corpus, translated, by the kind of their search.
fn from_splunk(
    splunk: &[Scanned],
    target: &str,
    fields: FieldsMode,
    name: &str,
    scores: &mut Scores,
    group: impl Fn(&Converted) -> String,
) {
    for kind in [
        "a bare search with presentation",
        "a data model with presentation",
        "another source with presentation",
        "a condition on computed values or unknown macros",
        "a threshold, lookup or unknown command",
        "unread",
    ] {
        let rules = translate_corpus(splunk, target, fields, |r| kind_of_search(r) == kind);
        for (path, rule) in &rules {
            let score = scores.entry(format!("{name}, {kind}{}", group(rule))).or_default();
            count(score, path, rule);
            if fields == FieldsMode::Map {
                score.bad("unmapped fields", rule.report.unmapped.len());
            }
        }
    }
}

#[test]
fn splunk_language_alone() {
    let Some(sigma) = read_corpus("sigma", &SIGMA) else { return };
    let rules = translate_corpus(&sigma, "splunk", FieldsMode::Keep, |_| true);
    let mut scores = score(&rules, |_| "sigma to splunk".into());
    let Some(elastic) = read_corpus("elastic", &ELASTIC) else { return };
    let rules = translate_corpus(&elastic, "splunk", FieldsMode::Keep, is_kuery_query);
    scores.extend(score(&rules, |_| "elastic query in kuery to splunk".into()));
    let Some(splunk) = read_corpus("splunk", &SPLUNK) else { return };
    for (target, name) in
        [("sigma", "splunk to sigma"), ("elastic:kuery", "splunk to elastic:kuery")]
    {
        from_splunk(&splunk, target, FieldsMode::Keep, name, &mut scores, |_| String::new());
    }
    hold("splunk_language", &scores);
    assert!(scores["sigma to splunk"].percent("translated") >= 97.0);
    assert!(scores["sigma to splunk"].percent("exact or presentation") >= 92.0);
    let elastic = &scores["elastic query in kuery to splunk"];
    assert!(elastic.percent("no worse than by case alone") >= 95.0);
    let bare = &scores["splunk to sigma, a bare search with presentation"];
    assert!(bare.percent("exact, or wider by keys alone") >= 90.0);
}

#[test]
fn splunk_with_mapping() {
    let mut scores = Scores::new();
    let Some(sigma) = read_corpus("sigma", &SIGMA) else { return };
    let rules = translate_corpus(&sigma, "splunk", FieldsMode::Map, |_| true);
    mapped(&rules, "sigma to splunk", &mut scores);
    let Some(elastic) = read_corpus("elastic", &ELASTIC) else { return };
    let rules = translate_corpus(&elastic, "splunk", FieldsMode::Map, is_kuery_query);
    mapped(&rules, "elastic to splunk", &mut scores);
    let Some(splunk) = read_corpus("splunk", &SPLUNK) else { return };
    for (target, name) in
        [("sigma", "splunk to sigma"), ("elastic:kuery", "splunk to elastic:kuery")]
    {
        from_splunk(&splunk, target, FieldsMode::Map, name, &mut scores, |r| {
            format!(", {}", known(r))
        });
    }
    hold("splunk_mapping", &scores);
}

/// Log sources whose fields the tool knows well.
const KNOWN: [&str; 5] = [
    "aws.cloudtrail",
    "windows.process_creation",
    "windows.registry",
    "okta.system",
    "linux.process_creation",
];

fn known(rule: &Converted) -> String {
    let id = rule.report.log_source.as_ref().map_or("", |s| s.id.as_str());
    KNOWN.iter().find(|k| id.starts_with(**k)).map_or("others", |k| *k).to_owned()
}

#[test]
fn with_mapping() {
    let mut scores = Scores::new();
    let Some(elastic) = read_corpus("elastic", &ELASTIC) else { return };
    let rules = translate_corpus(&elastic, "sigma", FieldsMode::Map, is_kuery_query);
    mapped(&rules, "elastic to sigma", &mut scores);
    let Some(sigma) = read_corpus("sigma", &SIGMA) else { return };
    let rules = translate_corpus(&sigma, "elastic:kuery", FieldsMode::Map, |_| true);
    mapped(&rules, "sigma to elastic:kuery", &mut scores);
    hold("mapping", &scores);
}

fn mapped(rules: &[(String, Converted)], name: &str, scores: &mut Scores) {
    for (path, rule) in rules {
        let score = scores.entry(format!("{name}, {}", known(rule))).or_default();
        count(score, path, rule);
        score.bad("unmapped fields", rule.report.unmapped.len());
    }
}
