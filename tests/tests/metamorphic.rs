//! Changes of a rule or an event that change no meaning change no verdict and no match.
//!
//! Over the rules of this repository and, where it is there, every twentieth rule of the Sigma corpus.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "tests")]

use ruleglot_engine::{
    ConvertOptions, ScanOptions, Scanned, TargetSpec, convert, discover, scan, scan_text,
};
use ruleglot_eval::mapping::Schema;
use ruleglot_eval::{Budget, Program, Setting, witnesses};
use ruleglot_ir::{
    Body, Effect, Expr, ExprKind, Field, Monotone, Part, Pattern, Pipeline, Rule, Scalar, Stage,
    Subject, Taxonomy, Test, map_leaves,
};
use ruleglot_source::FileId;
use ruleglot_tests::{NOW, evidence};
use ruleglot_translate::{KeepNames, Request, draft, parts};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

/// Conditions of rules, with a name for each.
fn conditions() -> Vec<(String, Expr)> {
    let mut all = Vec::new();
    for file in files() {
        for doc in &file.rules {
            if let Some(Body::Pipeline(pipeline)) = doc.read.rule.as_ref().map(|r| &r.body) {
                all.push((file.file.path.clone(), parts(pipeline).1));
            }
        }
    }
    assert!(all.len() > 30);
    all
}

fn files() -> Vec<Scanned> {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules");
    let mut candidates = discover(&[rules]).unwrap();
    if let Some(corpus) = evidence("corpora/sigma/rules") {
        candidates.extend(discover(&[corpus]).unwrap().into_iter().step_by(20));
    }
    scan(candidates, &ScanOptions::default())
}

fn program(expr: &Expr) -> Option<Program> {
    let schema = Schema::default();
    Program::new(expr, &Setting { schema: &schema, now: NOW }).ok()
}

fn events_of(expr: &Expr) -> Vec<Value> {
    let schema = Schema::default();
    let budget = Budget { values: 12, events: 120, attempts: 2 };
    witnesses(expr, &Setting { schema: &schema, now: NOW }, budget).events
}

/// The effect of writing a condition in KQL with its names kept; `None` when it is refused.
fn effect(expr: &Expr) -> Option<Effect> {
    let pipeline: Pipeline = vec![Stage::Filter(expr.clone()).into()];
    let rule = Rule::bare(Body::Pipeline(pipeline));
    let (target, schema) = (TargetSpec::parse("kuery").unwrap().target, Schema::default());
    let fields = KeepNames { taxonomy: "ecs" };
    let request = Request {
        rule: &rule,
        source_schema: &schema,
        target,
        fields: &fields,
        loss: ruleglot_translate::Loss::Noted,
        now: NOW,
    };
    let drafted = draft(&request)?;
    drafted.legal.as_ref().ok()?;
    Some(drafted.notes.iter().fold(Effect::EXACT, |all, n| all.join(n.effect)))
}

/// The changed condition matches the changed events as the first matches its own, and is written with the same effect.
fn unchanged(name: &str, change: impl Fn(Expr) -> Expr, of_event: impl Fn(&Value) -> Value) {
    let mut checks = 0;
    for (path, expr) in conditions() {
        let changed = change(expr.clone());
        assert_eq!(effect(&expr), effect(&changed), "{name} changes the verdict of {path}");
        let (Some(before), Some(after)) = (program(&expr), program(&changed)) else { continue };
        for event in events_of(&expr) {
            checks += 1;
            let other = of_event(&event);
            assert_eq!(
                before.matches(&event),
                after.matches(&other),
                "{name} changes {path} on {event}, as {other}"
            );
        }
    }
    eprintln!("{name}: {checks} events");
    assert!(checks > 1000);
}

fn same(event: &Value) -> Value {
    event.clone()
}

fn each_node(expr: Expr, change: &dyn Fn(ExprKind) -> ExprKind) -> Expr {
    let origin = expr.origin;
    let all = |of: Vec<Expr>| of.into_iter().map(|x| each_node(x, change)).collect();
    let kind = match expr.kind {
        ExprKind::Not(x) => ExprKind::Not(Box::new(each_node(*x, change))),
        ExprKind::And(of) => ExprKind::And(all(of)),
        ExprKind::Or(of) => ExprKind::Or(all(of)),
        ExprKind::AtLeast { n, of } => ExprKind::AtLeast { n, of: all(of) },
        ExprKind::Named { name, body } => {
            ExprKind::Named { name, body: Box::new(each_node(*body, change)) }
        }
        leaf => leaf,
    };
    Expr { kind: change(kind), origin }
}

#[test]
fn an_unrelated_field_changes_nothing() {
    // Keywords look at every value, so the value is one that no rule asks for.
    let with = |event: &Value| {
        let mut event = event.clone();
        event.as_object_mut().unwrap().insert("zz.unrelated".into(), json!("\u{1}"));
        event
    };
    unchanged("an unrelated field", |e| e, with);
}

#[test]
fn order_changes_nothing() {
    let reversed = |kind: ExprKind| match kind {
        ExprKind::And(mut of) => {
            of.reverse();
            ExprKind::And(of)
        }
        ExprKind::Or(mut of) => {
            of.reverse();
            ExprKind::Or(of)
        }
        ExprKind::Test { subject, quant, test: Test::Text { mut any, case, types } } => {
            any.reverse();
            ExprKind::Test { subject, quant, test: Test::Text { any, case, types } }
        }
        other => other,
    };
    unchanged("order", |e| each_node(e, &reversed), same);
}

#[test]
fn double_negation_changes_nothing() {
    let doubled = |kind: ExprKind| match kind {
        kind @ (ExprKind::Test { .. } | ExprKind::Is { .. }) => {
            let inner: Expr = ExprKind::Not(Box::new(kind.into())).into();
            ExprKind::Not(Box::new(inner))
        }
        other => other,
    };
    unchanged("double negation", |e| each_node(e, &doubled), same);
}

#[test]
fn names_of_selections_change_nothing() {
    let renamed = |kind: ExprKind| match kind {
        ExprKind::Named { name, body } => {
            ExprKind::Named { name: format!("other_{name}").into(), body }
        }
        other => other,
    };
    unchanged("names of selections", |e| each_node(e, &renamed), same);
}

#[test]
fn nesting_changes_nothing() {
    unchanged("nesting", |e| e, nested);
}

/// Dotted keys as objects, unless one is both a value and a prefix.
fn nested(event: &Value) -> Value {
    let flat = event.as_object().unwrap();
    let clash = flat.keys().any(|k| {
        flat.keys().any(|o| o.strip_prefix(k.as_str()).is_some_and(|r| r.starts_with('.')))
    });
    if clash || flat.keys().any(|k| k.split('.').any(str::is_empty)) {
        return event.clone();
    }
    let mut out = Map::new();
    for (key, value) in flat {
        let mut at = &mut out;
        let mut keys: Vec<&str> = key.split('.').collect();
        let last = keys.pop().unwrap();
        for part in keys {
            at = at.entry(part).or_insert_with(|| json!({})).as_object_mut().unwrap();
        }
        at.insert(last.into(), value.clone());
    }
    Value::Object(out)
}

/// Letters of ASCII thirteen places on: a bijection that keeps their case.
fn turned(text: &str) -> String {
    let turn = |c: char, a: u8| char::from((c as u8 - a + 13) % 26 + a);
    text.chars()
        .map(|c| match c {
            'a'..='z' => turn(c, b'a'),
            'A'..='Z' => turn(c, b'A'),
            other => other,
        })
        .collect()
}

/// Only conditions of plain texts can have their values renamed: numbers and networks mean more than their letters.
fn plain(expr: &Expr) -> bool {
    let mut plain = true;
    ruleglot_ir::for_each_leaf(expr, Monotone::Up, &mut |leaf, _| {
        plain &= match &leaf.kind {
            ExprKind::Is { .. } => true,
            ExprKind::Test {
                subject: Subject::Value(Scalar::Field(f)),
                test: Test::Text { any, .. },
                ..
            } => {
                let words = any
                    .iter()
                    .flat_map(Pattern::texts)
                    .all(|t| t.is_ascii() && !["true", "false"].contains(&t.as_str()));
                // The Kelvin sign folds to k alone.
                words && matches!(f.taxonomy, Taxonomy::Known(_))
            }
            _ => false,
        };
    });
    plain
}

#[test]
fn renaming_all_fields_and_values_changes_nothing() {
    let field = |f: &Field| Field { taxonomy: f.taxonomy.clone(), name: turned(&f.name).into() };
    let pattern = |p: &Pattern| {
        Pattern::new(p.parts().iter().map(|part| match part {
            Part::Text(t) => Part::Text(turned(t).into()),
            other => other.clone(),
        }))
    };
    let rename = |expr: Expr| {
        if !plain(&expr) {
            return expr;
        }
        map_leaves(expr, Monotone::Up, &mut |leaf, _| {
            let kind = match leaf.kind {
                ExprKind::Is { what: Scalar::Field(f), shape } => {
                    ExprKind::Is { what: Scalar::Field(field(&f)), shape }
                }
                ExprKind::Test {
                    subject: Subject::Value(Scalar::Field(f)),
                    quant,
                    test: Test::Text { any, case, types },
                } => {
                    let test = Test::Text { any: any.iter().map(pattern).collect(), case, types };
                    ExprKind::Test {
                        subject: Subject::Value(Scalar::Field(field(&f))),
                        quant,
                        test,
                    }
                }
                other => other,
            };
            Expr { kind, origin: leaf.origin }
        })
    };
    let mut checks = 0;
    for (path, expr) in conditions().into_iter().filter(|(_, e)| plain(e)) {
        let renamed = rename(expr.clone());
        assert_eq!(effect(&expr), effect(&renamed), "renaming changes the verdict of {path}");
        let (before, after) = (program(&expr).unwrap(), program(&renamed).unwrap());
        for event in events_of(&expr).into_iter().filter(|e| e.to_string().is_ascii()) {
            checks += 1;
            let other = turned_event(&event);
            assert_eq!(
                before.matches(&event),
                after.matches(&other),
                "renaming changes {path} on {event}, as {other}"
            );
        }
    }
    assert!(checks > 1000);
}

fn turned_event(event: &Value) -> Value {
    match event {
        Value::String(s) => Value::String(turned(s)),
        Value::Array(items) => items.iter().map(turned_event).collect(),
        Value::Object(map) => {
            map.iter().map(|(k, v)| (turned(k), turned_event(v))).collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}

fn options(to: &str) -> ConvertOptions {
    ConvertOptions { now: NOW, ..ConvertOptions::new(TargetSpec::parse(to).unwrap()) }
}

#[test]
fn the_order_of_files_changes_nothing() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules");
    let texts = |paths: Vec<PathBuf>| {
        let files = scan(discover(&paths).unwrap(), &ScanOptions::default());
        let converted = convert(&files, &options("elastic"));
        converted
            .into_iter()
            .flatten()
            .map(|c| (c.report.path, c.report.verdict, c.text))
            .collect::<Vec<_>>()
    };
    let (a, b) = (rules.join("sigma"), rules.join("elastic"));
    let forward = texts(vec![a.clone(), b.clone()]);
    assert_eq!(forward, texts(vec![b, a]));
    assert_eq!(forward.len(), 38);
}

#[test]
fn the_same_text_under_another_number_is_the_same_rule() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../rules/sigma/proc_creation_win_certutil_download.yml");
    let text = std::fs::read_to_string(path).unwrap();
    let written = |id| {
        convert(&[scan_text(&text, FileId(id), &ScanOptions::default())], &options("elastic"))[0][0]
            .text
            .clone()
    };
    assert_eq!(written(0), written(7));
}
