//! Our Splunk searches of Sigma rules against pySigma's, over the corpus: both read by our own front-end and compared by
//! meaning.
//!
//! pySigma's answers are not ours to publish: `tests/oracles/pysigma_splunk.py` makes them, and without them this is
//! skipped. What differs is explained by what pySigma does to a rule: that is done here to the rule's meaning, which must
//! then be the same as pySigma's. The classes and the rules in them are in `tests/corpus/pysigma_splunk.toml`; a rule that
//! no class explains fails the test.
#![allow(clippy::print_stderr, reason = "tests")]

use rayon::prelude::*;
use ruleglot_engine::{FieldsMode, Schema, convert};
use ruleglot_eval::{Budget, Setting, compare_on, proved_same, witnesses};
use ruleglot_ir::{
    Body, Case, Expr, ExprKind, Monotone, Part, Pattern, Quant, Rule, Scope, Subject, Test, Types,
    all_of, map_leaves, meaning, negate,
};
use ruleglot_source::{FileId, Snippet};
use ruleglot_spl::{MacroTable, SourceTests, Spl};
use ruleglot_tests::NOW;
use ruleglot_tests::corpus::{SIGMA, options, read_corpus};
use ruleglot_translate::{ByKeys, Facts, legalise, parts, present};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// What pySigma does that we do not, or that neither does, with the reason why ours stands.
const REASONS: &[(&str, &str)] = &[
    (
        "any-character-as-run",
        "Sigma's `?` is one character; Splunk's `search` has no such wildcard and pySigma writes `*`, which is wider; we write `*` in `search` and the exact test in `where`",
    ),
    (
        "escaped-star-as-wildcard",
        "a star that the rule escapes is written `\\*`, but a backslash is no escape of `*` in Splunk: it asks for a backslash and anything; we write `*` in `search` and the exact test in `where`",
    ),
    (
        "regex-before-search",
        "a regular expression inside an `or` becomes `rex` and `eval` before the search, which then begins with a pipe and finds nothing, though its condition is right; we write a superset in `search` and the whole in `where`",
    ),
    (
        "keyword-as-phrase",
        "a keyword is a text anywhere in a value; pySigma writes the bare phrase, which Splunk matches at the borders of words only; we write `*text*`",
    ),
    ("both-refuse", "a placeholder, which neither can fill"),
    (
        "pysigma-refuses",
        "a comparison of fields inside an `or`, for which pySigma has no form; we write all of it in `where`",
    ),
    (
        "fields-compared-with-case",
        "two fields are compared in `where`, which minds letter case; Sigma does not, so we fold both",
    ),
    (
        "dashes-without-brackets",
        "`windash` is spelled out as five alternatives without brackets, so a `NOT` before them negates the first alone; ours stands before a list",
    ),
    (
        "or-cut-in-two",
        "what stands first is put before the `rex` as a search of its own, also when an `OR` follows, which then has nothing on its left",
    ),
    (
        "rex-reads-one-value",
        "`rex` takes the first match of a field as a new field; a list of which only some values match is the one difference from `match`",
    ),
    (
        "regex-out-of-not",
        "a regular expression inside a negated `and` becomes a `regex` stage of its own, not negated: the search asks for what the rule excludes; we keep it where it stands",
    ),
];

#[derive(Deserialize)]
struct Answer {
    path: String,
    index: usize,
    query: Option<String>,
    error: Option<String>,
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Class {
    reason: String,
    rules: usize,
    paths: Vec<String>,
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Differences {
    /// Rules that both were asked for.
    of: usize,
    /// Whose searches are proved to mean the same, or that no event tells apart.
    same: usize,
    class: BTreeMap<String, Class>,
}

/// What became of a rule.
enum Fate {
    Same,
    Explained(BTreeSet<&'static str>),
    Unexplained(String),
}

fn answers() -> Option<Vec<Answer>> {
    let place = std::env::var_os("ORACLES").map(PathBuf::from).or_else(|| {
        std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache/ruleglot-oracles"))
    })?;
    let Ok(text) = std::fs::read_to_string(place.join("pysigma_splunk.jsonl")) else {
        eprintln!(
            "SKIPPED: pySigma's answers are not there; tests/oracles/pysigma_splunk.py makes them"
        );
        return None;
    };
    text.lines().map(|l| serde_json::from_str(l).ok()).collect()
}

/// A search's condition, values that it extracts and computes put in their places; an error when it cannot be read so.
fn condition(text: &str) -> Result<Expr, String> {
    let snippet = Snippet::whole(FileId(0), text);
    let read = ruleglot_spl::read(&snippet, &MacroTable::default(), SourceTests::Kept);
    let told = || read.diagnostics.iter().map(|d| d.message.clone()).collect::<Vec<_>>().join("; ");
    let pipeline = read.pipeline.clone().ok_or_else(told)?;
    let rule = Rule::bare(Body::Pipeline(pipeline));
    let presented = present(&rule, ByKeys::Require, &|_| false);
    if let Some(stage) = presented.obstacles.first() {
        return Err(format!("stage {}", stage.kind));
    }
    match &presented.rule.body {
        Body::Pipeline(pipeline) => Ok(parts(pipeline).1),
        Body::Native(_) => Err("no pipeline".into()),
    }
}

/// Whether no event tells them apart; `counts` says which events count.
fn same(a: &Expr, b: &Expr, counts: fn(&Value) -> bool) -> Result<(), String> {
    if proved_same(a, b) {
        return Ok(());
    }
    let schema = Schema::default();
    let setting = Setting { schema: &schema, now: NOW };
    let budget = Budget { values: 100, events: 2_000, attempts: 3 };
    let of = |x| witnesses(x, &setting, budget).events;
    let events: Vec<Value> = of(a).into_iter().chain(of(b)).filter(counts).collect();
    let found = compare_on(a, b, &setting, &events)
        .map_err(|e| e.iter().map(|u| u.why.clone()).collect::<Vec<_>>().join("; "))?;
    match (found.only_first.first(), found.only_second.first()) {
        (None, None) => Ok(()),
        (Some(event), _) => Err(format!("{} only ours, as {event}", found.only_first.len())),
        (_, Some(event)) => Err(format!("{} only theirs, as {event}", found.only_second.len())),
    }
}

fn every(_: &Value) -> bool {
    true
}

fn without_lists(event: &Value) -> bool {
    event.as_object().is_some_and(|fields| !fields.values().any(Value::is_array))
}

/// The rule's meaning after what pySigma does to it, and what that was.
fn as_pysigma_does(rule: &Expr) -> (Expr, BTreeSet<&'static str>) {
    let mut done = BTreeSet::new();
    let rule = unbracketed(rule, &mut done);
    let expr = map_leaves(rule, Monotone::Up, &mut |mut leaf, _| {
        match &mut leaf.kind {
            ExprKind::Test { test, .. } => change(test, &mut done),
            ExprKind::Relate { case, .. } if *case != Case::Exact => {
                done.insert("fields-compared-with-case");
                *case = Case::Exact;
            }
            _ => {}
        }
        leaf
    });
    (expr, done)
}

fn change(test: &mut Test, done: &mut BTreeSet<&'static str>) {
    if let Test::Text { any, .. } = test {
        for pattern in any.iter_mut() {
            let changed = loosened(pattern, done);
            *pattern = changed;
        }
    }
}

fn loosened(pattern: &Pattern, done: &mut BTreeSet<&'static str>) -> Pattern {
    let mut out = Pattern::default();
    for part in pattern.parts() {
        match part {
            Part::One => {
                done.insert("any-character-as-run");
                out.push(Part::Run);
            }
            Part::Text(text) if text.contains('*') => {
                done.insert("escaped-star-as-wildcard");
                for (i, piece) in text.split('*').enumerate() {
                    if i > 0 {
                        out.push(Part::Text("\\".into()));
                        out.push(Part::Run);
                    }
                    out.push(Part::Text(piece.into()));
                }
            }
            other => out.push(other.clone()),
        }
    }
    out
}

/// Words of the event's text, wherever they stand in it.
fn words_anywhere(expr: &Expr) -> (Expr, bool) {
    let mut found = false;
    let expr = map_leaves(expr.clone(), Monotone::Up, &mut |leaf, _| {
        let any = match &leaf.kind {
            ExprKind::Test { subject: Subject::Event(Scope::Raw), test, .. } => match test {
                Test::Term { text, .. } => vec![Pattern::contains(text.clone())],
                Test::AnyWord { any, .. } => any.iter().map(contained).collect(),
                _ => return leaf,
            },
            // A phrase with a wildcard in it, which has no documented meaning.
            ExprKind::Opaque(of) if of.text.starts_with('"') => vec![phrase(&of.text)],
            _ => return leaf,
        };
        found = true;
        let test = Test::Text { any, case: Case::UnicodeFold, types: Types::Textual };
        let subject = Subject::Event(Scope::Raw);
        Expr { kind: ExprKind::Test { subject, quant: Quant::Any, test }, origin: leaf.origin }
    });
    (expr, found)
}

fn phrase(quoted: &str) -> Pattern {
    let inside = quoted.strip_prefix('"').and_then(|t| t.strip_suffix('"')).unwrap_or(quoted);
    let inside = inside.replace("\\\"", "\"").replace(r"\\", r"\");
    let mut pattern = Pattern::default();
    for (i, text) in inside.split('*').enumerate() {
        if i > 0 {
            pattern.push(Part::Run);
        }
        pattern.push(Part::Text(text.into()));
    }
    contained(&pattern)
}

/// `not` before a text with dashes, which pySigma spells out without brackets, so that it negates the first alone.
fn unbracketed(expr: &Expr, done: &mut BTreeSet<&'static str>) -> Expr {
    let mut all = |of: &[Expr]| of.iter().map(|x| unbracketed(x, done)).collect::<Vec<_>>();
    let kind = match &expr.kind {
        ExprKind::And(of) => ExprKind::And(all(of)),
        ExprKind::Or(of) => ExprKind::Or(all(of)),
        ExprKind::Named { body, .. } => return unbracketed(body, done),
        ExprKind::Not(inner) if regexes_of(inner).is_some() => {
            done.insert("regex-out-of-not");
            let (regexes, rest) = regexes_of(inner).unwrap_or_default();
            let rest = negate(all_of(rest));
            ExprKind::And(regexes.into_iter().chain([unbracketed(&rest, done)]).collect())
        }
        ExprKind::Not(inner) => match dashed(inner) {
            Some(mut spelled) => {
                done.insert("dashes-without-brackets");
                spelled[0] = ExprKind::Not(Box::new(spelled[0].clone())).into();
                ExprKind::Or(spelled)
            }
            None => ExprKind::Not(Box::new(unbracketed(inner, done))),
        },
        other => other.clone(),
    };
    Expr { kind, origin: expr.origin }
}

/// The regular expressions of a conjunction, and the rest of it.
fn regexes_of(expr: &Expr) -> Option<(Vec<Expr>, Vec<Expr>)> {
    let of = match &expr.kind {
        ExprKind::Named { body, .. } => return regexes_of(body),
        ExprKind::And(of) => of,
        _ => return None,
    };
    let is_regex =
        |x: &Expr| matches!(meaning(x).kind, ExprKind::Test { test: Test::Matches(_), .. });
    let (regexes, rest): (Vec<Expr>, Vec<Expr>) = of.iter().cloned().partition(is_regex);
    (!regexes.is_empty() && !rest.is_empty()).then_some((regexes, rest))
}

/// A single text with one dash, once for each kind of dash.
fn dashed(expr: &Expr) -> Option<Vec<Expr>> {
    let (subject, test) = match &expr.kind {
        ExprKind::Named { body, .. } => return dashed(body),
        ExprKind::Test { subject, quant: Quant::Any, test } => (subject, test),
        _ => return None,
    };
    let Test::Text { any, case, types } = test else { return None };
    let [pattern] = any.as_slice() else { return None };
    pattern.parts().contains(&Part::Dash).then_some(())?;
    let spelled = ["-", "/", "–", "—", "―"].map(|dash| {
        let parts = pattern.parts().iter().map(|p| match p {
            Part::Dash => Part::Text(dash.into()),
            other => other.clone(),
        });
        let test = Test::Text { any: vec![Pattern::new(parts)], case: *case, types: *types };
        ExprKind::Test { subject: subject.clone(), quant: Quant::Any, test }.into()
    });
    Some(spelled.into())
}

fn contained(pattern: &Pattern) -> Pattern {
    let inner = pattern.parts().iter().cloned();
    Pattern::new([Part::Run].into_iter().chain(inner).chain([Part::Run]))
}

fn legal(expr: Expr) -> Expr {
    let schema = Schema::default();
    let facts = Facts {
        schema: &schema,
        canonical: &|_| false,
        single: &|_| false,
        loss: ruleglot_translate::Loss::Noted,
    };
    legalise(expr, &Spl, &facts).expr
}

fn fate(rule: &Expr, ours: Option<&str>, theirs: &Answer) -> Fate {
    let class = |name: &'static str| Fate::Explained(BTreeSet::from([name]));
    let (Some(query), ours) = (&theirs.query, ours) else {
        return class(if ours.is_some() { "pysigma-refuses" } else { "both-refuse" });
    };
    let Some(ours) = ours else { return Fate::Unexplained("we refuse".into()) };
    let ours = match condition(ours) {
        Ok(ours) => ours,
        Err(why) => return Fate::Unexplained(format!("ours: {why}")),
    };
    // A search cannot begin so: it has no events to take values from.
    let first = query.trim_start().starts_with("| rex");
    let theirs = match condition(query) {
        Ok(theirs) => theirs,
        Err(_) if first => return class("regex-before-search"),
        Err(why) if why.contains("nothing stands before `OR`") => return class("or-cut-in-two"),
        Err(why) => return Fate::Unexplained(format!("theirs: {why}")),
    };
    if same(&ours, &theirs, every).is_ok() {
        return if first { class("regex-before-search") } else { Fate::Same };
    }
    let (changed, mut done) = as_pysigma_does(rule);
    done.extend(first.then_some("regex-before-search"));
    let (anywhere, words) = words_anywhere(&theirs);
    done.extend(words.then_some("keyword-as-phrase"));
    let changed = legal(changed);
    match same(&changed, &anywhere, every) {
        Ok(()) if !done.is_empty() => Fate::Explained(done),
        Ok(()) => Fate::Unexplained("as pySigma, but not as we write it".into()),
        Err(_) if query.contains("| rex") && same(&changed, &anywhere, without_lists).is_ok() => {
            done.insert("rex-reads-one-value");
            Fate::Explained(done)
        }
        Err(why) => Fate::Unexplained(why),
    }
}

#[test]
fn every_difference_from_pysigma_is_explained() {
    let Some(answers) = answers() else { return };
    let Some(files) = read_corpus("sigma", &SIGMA) else { return };
    let converted = convert(&files, &options("spl", FieldsMode::Keep));
    let asked: BTreeMap<(&str, usize), &Answer> =
        answers.iter().map(|a| ((a.path.as_str(), a.index), a)).collect();
    let mut pairs = Vec::new();
    for (file, done) in files.iter().zip(&converted) {
        for (rule, done) in file.rules.iter().zip(done) {
            let Some(Body::Pipeline(pipeline)) = rule.read.rule.as_ref().map(|r| &r.body) else {
                continue;
            };
            let path = file.candidate.relative.as_str();
            if let Some(theirs) = asked.get(&(path, rule.index)) {
                pairs.push((path, parts(pipeline).1, done.text.as_deref(), *theirs));
            }
        }
    }
    let fates: Vec<(&str, Fate, &Answer, Option<&str>)> = pairs
        .par_iter()
        .map(|(path, rule, ours, theirs)| (*path, fate(rule, *ours, theirs), *theirs, *ours))
        .collect();
    let mut found = Differences { of: fates.len(), ..Differences::default() };
    let mut unexplained = Vec::new();
    for (path, fate, theirs, ours) in fates {
        match fate {
            Fate::Same => found.same += 1,
            Fate::Explained(classes) => {
                for name in classes {
                    let class = found.class.entry(name.to_owned()).or_default();
                    class.rules += 1;
                    class.paths.push(path.to_owned());
                }
            }
            Fate::Unexplained(why) => {
                let theirs = theirs.query.as_ref().or(theirs.error.as_ref());
                unexplained.push(format!("{path}: {why}\n  theirs {theirs:?}\n  ours   {ours:?}"));
            }
        }
    }
    for (name, class) in &mut found.class {
        class.reason = REASONS.iter().find(|(n, _)| n == name).map_or("", |(_, r)| r).to_owned();
        eprintln!("{name}: {} rules", class.rules);
    }
    eprintln!("{} of {} the same, {} unexplained", found.same, found.of, unexplained.len());
    assert!(unexplained.is_empty(), "{}", unexplained.join("\n"));
    hold(&found);
}

fn hold(found: &Differences) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus/pysigma_splunk.toml");
    let head = "# How pySigma's Splunk searches differ from ours over the corpus, names kept. `UPDATE=1` writes it anew.\n\n";
    let now = format!("{head}{}", toml::to_string(found).unwrap_or_default());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, now).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        return;
    }
    let before = std::fs::read_to_string(&path).unwrap_or_default();
    let before: Differences = toml::from_str(&before).unwrap_or_default();
    assert!(*found == before, "the differences moved; look at them and commit them with UPDATE=1");
}
