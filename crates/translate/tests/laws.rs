//! Laws of field entries: what a test says of an event in one taxonomy, its counterpart says of the event in the other.

#![allow(clippy::unwrap_used, reason = "tests")]

use ruleglot_eval::mapping::Schema;
use ruleglot_eval::{Budget, Program, Setting, witnesses};
use ruleglot_ir::{Case, Effect, Expr, ExprKind, Monotone, Sure, Test, all_of, map_leaves};
use ruleglot_knowledge::{Hub, LogSource, hubs, log_source, notation};
use ruleglot_translate::{FieldsMode, event_model, event_pairs, project, remap};
use serde_json::json;

/// Each word that a provider has for events of the log source, beside what all have in common.
fn provider_words(source: &str, taxonomy: &str) -> Vec<Expr> {
    let hub = log_source(source).and_then(LogSource::hub).unwrap();
    let form = hub.select(source).and_then(|s| s.forms.iter().find(|f| f.taxonomy == taxonomy));
    let mut out = Vec::new();
    for (form, also) in form.into_iter().flat_map(|form| form.also.iter().map(move |x| (form, x))) {
        let ExprKind::Test { subject, quant, test: Test::Text { any, case, types } } = &also.kind
        else {
            continue;
        };
        for word in any {
            let test = Test::Text { any: vec![word.clone()], case: *case, types: *types };
            let one = ExprKind::Test { subject: subject.clone(), quant: *quant, test };
            out.push(all_of([form.is.clone(), one.into()]));
        }
    }
    out
}

#[test]
fn the_words_of_every_provider_say_the_same() {
    let mut held = 0;
    for source in hubs().flat_map(|hub| &hub.sources).filter(|id| !id.contains('*')) {
        let of = log_source(source).unwrap();
        for said in provider_words(source, "ecs") {
            held += hold(of, &said, "ecs", "sigma");
        }
    }
    assert!(held > 400, "{held}");
}

/// Stands for any value.
const ANY: &str = "a\\b.exe";

fn setting(schema: &Schema) -> Setting<'_> {
    Setting { schema, now: 0 }
}

fn folded(expr: Expr) -> Expr {
    map_leaves(expr, Monotone::Up, &mut |mut leaf, _| {
        if let ExprKind::Test { test: Test::Text { case, .. }, .. } = &mut leaf.kind {
            *case = Case::UnicodeFold;
        }
        leaf
    })
}

/// Shapes of tests about one field, with a value that occurs; few for a value that stands for any.
fn shapes(name: &str, value: &str) -> Vec<String> {
    let middle: String = value.chars().skip(1).take(5).collect();
    let tail = value.rsplit(['\\', '/', '@']).next().unwrap_or(value);
    let mut out = vec![
        format!("has {name}"),
        format!("no {name}"),
        format!("{name} = \"{value}\""),
        format!("{name} = \"{tail}\""),
        format!("not {name} = \"{value}\""),
        format!("{name} in (\"{value}\", \"ruleglot\")"),
    ];
    if value == ANY {
        return out;
    }
    for text in [middle.as_str(), tail] {
        for how in ["startswith", "endswith", "contains"] {
            out.push(format!("{name} {how} \"{text}\""));
            out.push(format!("not {name} {how} \"{text}\""));
        }
    }
    for separator in ['\\', '/'] {
        if value.contains(separator) {
            out.push(format!("{name} endswith \"{separator}{tail}\""));
            out.push(format!("{name} contains \"{separator}\""));
        }
    }
    out
}

/// Holds the test and its counterpart against every admissible witness; how many pairs there were.
fn hold(source: &'static LogSource, expr: &Expr, from: &str, to: &str) -> usize {
    let r = remap(expr, Some(source), from, to, FieldsMode::Map);
    let announced = r.notes.iter().fold(Effect::EXACT, |all, n| all.join(n.effect));
    let schema = Schema::default();
    let made = witnesses(&r.hub, &setting(&schema), Budget { values: 60, ..Budget::default() });
    let pairs = event_pairs(&r.hub, &made.events, Some(source), (from, &r.consumed), to);
    let before = Program::new(expr, &setting(&schema)).unwrap();
    let after = Program::new(&r.expr, &setting(&schema)).unwrap();
    for (here, there) in &pairs {
        let allowed = match (before.matches(here), after.matches(there)) {
            (true, false) => announced.loses == Sure::Maybe,
            (false, true) => announced.adds == Sure::Maybe,
            _ => true,
        };
        assert!(allowed, "{}: {expr} on {here}\n{} on {there}\n{:#?}", source.id, r.expr, r.notes);
    }
    pairs.len()
}

fn examples(hub: &Hub) -> Vec<(&str, &str)> {
    hub.fields
        .values()
        .filter(|f| !f.name.ends_with('*'))
        .flat_map(|f| {
            let known = f.examples.iter().chain(&f.vocabulary).take(6);
            let known = known.map(smol_str::SmolStr::as_str);
            let any =
                if f.examples.is_empty() && f.vocabulary.is_empty() { Some(ANY) } else { None };
            known.chain(any).map(|v| (f.name.as_str(), v))
        })
        .collect()
}

/// Holds tests of every hub field against their counterparts in a taxonomy.
fn of_the_hub(to: &str) -> usize {
    let mut pairs = 0;
    for hub in hubs() {
        let source = log_source(&hub.sources[0]).unwrap();
        for (name, value) in examples(hub) {
            for text in shapes(name, value) {
                let expr = notation::parse(&text, "sigma").unwrap();
                pairs += hold(source, &folded(expr), "sigma", to);
            }
        }
    }
    pairs
}

/// Holds tests of a taxonomy's fields against their counterparts in another.
fn of_forms(from: &str, to: &str, read: impl Fn(Expr) -> Expr) -> usize {
    let mut pairs = 0;
    for hub in hubs() {
        let source = log_source(&hub.sources[0]).unwrap();
        for (name, value) in examples(hub) {
            let spelled = hub.forms(name, "splunk-ta").into_iter().next();
            let event = if spelled.is_some_and(|f| f.name.ends_with("{}")) {
                json!({ name: [value] })
            } else {
                json!({ name: value })
            };
            let projected = project(&event, Some(source), from);
            for found in hub.forms(name, from) {
                let pointer = format!("/{}", found.name.replace('.', "/"));
                let made =
                    projected.get(found.name.as_str()).or_else(|| projected.pointer(&pointer));
                let text = match made {
                    Some(serde_json::Value::String(s)) => s.clone(),
                    _ => continue,
                };
                for text in shapes(&found.name, &text) {
                    let expr = notation::parse(&text, from).unwrap();
                    pairs += hold(source, &read(expr), from, to);
                }
            }
        }
    }
    pairs
}

const ENOUGH: usize = 10_000;

#[test]
fn a_test_of_the_hub_and_its_ecs_form_agree() {
    let pairs = of_the_hub("ecs");
    assert!(pairs > ENOUGH, "{pairs} pairs are too few to show anything");
}

#[test]
fn a_test_of_ecs_and_its_form_in_the_hub_agree() {
    let pairs = of_forms("ecs", "sigma", |x| x);
    assert!(pairs > ENOUGH, "{pairs} pairs are too few to show anything");
}

#[test]
fn a_test_of_the_hub_and_its_form_in_a_search_agree() {
    let pairs = of_the_hub("splunk-ta");
    assert!(pairs > ENOUGH, "{pairs} pairs are too few to show anything");
}

#[test]
fn a_test_in_a_search_and_its_form_in_the_hub_agree() {
    let pairs = of_forms("splunk-ta", "sigma", folded);
    assert!(pairs > ENOUGH, "{pairs} pairs are too few to show anything");
}

#[test]
fn a_test_in_a_search_and_its_ecs_form_agree() {
    let pairs = of_forms("splunk-ta", "ecs", folded);
    assert!(pairs > ENOUGH, "{pairs} pairs are too few to show anything");
}

#[test]
fn a_test_of_ecs_and_its_form_in_a_search_agree() {
    let pairs = of_forms("ecs", "splunk-ta", |x| x);
    assert!(pairs > ENOUGH, "{pairs} pairs are too few to show anything");
}

#[test]
fn a_test_of_a_data_model_and_its_forms_agree() {
    for to in ["sigma", "ecs"] {
        let pairs = of_forms("cim", to, folded);
        assert!(pairs > 1000, "{pairs} pairs are too few to show anything");
    }
}

#[test]
fn entries_keep_their_law_in_combinations() {
    let cases = [
        ("aws.cloudtrail", "ecs", r#"event.outcome = "success" and user.name = "a""#),
        ("aws.cloudtrail", "ecs", r#"event.outcome = "failure" or event.action = "ConsoleLogin""#),
        (
            "aws.cloudtrail",
            "ecs",
            r#"not (event.outcome = "success" and event.action = "ConsoleLogin")"#,
        ),
        (
            "aws.cloudtrail",
            "ecs",
            r#"event.provider = "iam.amazonaws.com" and not event.outcome = "success""#,
        ),
        ("aws.cloudtrail", "sigma", "no errorCode and no errorMessage"),
        (
            "aws.cloudtrail",
            "sigma",
            r#"eventSource = "iam.amazonaws.com" and (has errorCode or has errorMessage)"#,
        ),
        (
            "aws.cloudtrail",
            "sigma",
            r#"eventName = "ConsoleLogin" and responseElements.ConsoleLogin = "Success""#,
        ),
        (
            "aws.cloudtrail",
            "sigma",
            r#"not eventName = "ConsoleLogin" and no errorCode and no errorMessage"#,
        ),
        (
            "windows.process_creation",
            "ecs",
            r#"user.domain = "D" and user.name = "u" and process.name in ("System", "a.exe")"#,
        ),
        (
            "windows.process_creation",
            "sigma",
            r#"Image endswith "\System" or User contains "D" or User endswith "\u""#,
        ),
        ("windows.registry_event", "sigma", r#"Details in ("DWORD (0x00000001)", "1", "x")"#),
        (
            "okta.system",
            "ecs",
            r#"event.outcome in ("success", "unknown") and not user.name = "a""#,
        ),
    ];
    for (source, from, text) in cases {
        let source = log_source(source).unwrap();
        let expr = notation::parse(text, from).unwrap();
        let to = if from == "ecs" { "sigma" } else { "ecs" };
        assert!(hold(source, &expr, from, to) > 1, "{text} has no admissible witnesses");
    }
}

#[test]
fn models_know_what_a_vendor_writes() {
    let model = event_model(log_source("aws.cloudtrail"));
    assert!(model.admits(&json!({"eventName": "CreateUser", "errorCode": "AccessDenied"})));
    assert!(!model.admits(&json!({"eventName": ["CreateUser"]})), "one value");
    assert!(!model.admits(&json!({"eventName": null})), "never null");
    assert!(model.admits(&json!({"requestParameters": null})));
    assert!(
        !model.admits(&json!({"eventName": "ConsoleLogin", "eventSource": "iam.amazonaws.com"}))
    );
    let completed = model.complete(&json!({"eventName": "ConsoleLogin"}));
    assert_eq!(completed["eventSource"], "signin.amazonaws.com");
    assert!(!model.admits(&json!({"readOnly": "perhaps"})));
}

#[test]
fn projection_by_kind_of_entry() {
    let ecs = |source, event| project(&event, log_source(source), "ecs");
    let made = ecs(
        "windows.process_creation",
        json!({"Image": "C:\\a\\b.exe", "User": "D\\u", "Hashes": "MD5=AB,SHA256=CD", "CommandLine": "b.exe /x", "EventID": "1"}),
    );
    assert_eq!(made["process"]["name"], "b.exe");
    assert_eq!(made["process"]["executable"], "C:\\a\\b.exe");
    assert_eq!(made["user"], json!({"domain": "D", "name": "u"}));
    assert_eq!(made["process"]["hash"], json!({"md5": "ab", "sha256": "cd"}));
    assert_eq!(made["process"]["args"], json!(["b.exe", "/x"]));
    assert_eq!(made["event"]["category"], "process");
    let made = ecs(
        "aws.cloudtrail",
        json!({"eventName": "A", "errorCode": "x", "sourceIPAddress": "s3.amazonaws.com"}),
    );
    assert_eq!(made["event"]["outcome"], "failure");
    assert_eq!(made["source"], json!({"address": "s3.amazonaws.com"}), "a name is no address");
    let made = ecs("okta.system", json!({"outcome": {"result": "ALLOW"}, "no": {"entry": 1}}));
    assert_eq!(made["event"]["outcome"], "success");
    assert_eq!(made["no"]["entry"], 1, "kept under its own name, as remap keeps it");
}
