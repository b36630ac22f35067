//! Every kind of entry on small events: a test of the hub and the one that is read or written for it hold of the same
//! events, but for what the notes say.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

use ruleglot_eval::mapping::Schema;
use ruleglot_eval::{Program, Setting};
use ruleglot_ir::{
    Effect, Expr, Field, Inequality, Literal, Number, Origin, Sure, Test, Types, all_of, negate,
};
use ruleglot_knowledge::{
    Confidence, Derivation, Form, Hub, LogSource, hubs, log_source, notation,
};
use ruleglot_translate::{EventModel, FieldsMode, event_model, project, remap};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

const ECS: &str = "ecs";

fn texts(of: &[&str]) -> Vec<Value> {
    of.iter().map(|t| json!(t)).collect()
}

/// Every text of at most three letters, one of which is the separator.
fn around(separator: char) -> Vec<Value> {
    let letters = ['a', 'b', separator];
    let mut all = vec![String::new()];
    let mut last = all.clone();
    for _ in 0..3 {
        last = last.iter().flat_map(|t| letters.map(|l| format!("{t}{l}"))).collect();
        all.extend(last.iter().cloned());
    }
    all.into_iter().filter(|t| !t.is_empty()).map(Value::from).collect()
}

/// Small values of a hub field that has a form of this kind.
fn values(of: &Derivation) -> Vec<Value> {
    match of {
        Derivation::AfterLast { separator, .. }
        | Derivation::BeforeFirst { separator, .. }
        | Derivation::BeforeLast { separator }
        | Derivation::AfterOnly { separator, .. }
        | Derivation::AfterFirst(separator) => around(*separator),
        Derivation::Values(words) | Derivation::Changed(words) => {
            let both = words.iter().flat_map(|(from, to)| [from, to]).take(12);
            both.map(|w| json!(w.as_str())).chain(texts(&["z"])).collect()
        }
        Derivation::Hexadecimal => texts(&["0x0", "0x1", "0xa", "0x10", "0x1f4", "0xA", "x", "1"]),
        Derivation::Items => texts(&["a", "a b", "b\n\t\ta\n\t\t", "ab", "ab b", " "]),
        Derivation::Answers => texts(&[
            "a.b;",
            "type:  5 a.b;c;",
            "::ffff:192.0.2.1;",
            "type:  5 c;::ffff:192.0.2.1;2001:db8::1;",
            "-",
        ]),
        Derivation::Scaled(_) => vec![json!(0), json!(1), json!(0.5), json!(2), json!(1.25)],
        Derivation::Unmapped | Derivation::Address => {
            texts(&["192.0.2.1", "::ffff:192.0.2.1", "2001:db8::1", "host", "-"])
        }
        Derivation::Respelled { from, .. } => {
            texts(&["a", "b", &format!("a{from}b"), &format!("{from}")])
        }
        Derivation::Extension => texts(&["C:\\a.b", "C:\\a", "C:\\a.b\\c", "C:\\a.b.c", "C:\\a."]),
        Derivation::Nth(_) => vec![json!(["a"]), json!(["b", "a"]), json!(["a", "b"]), json!("b")],
        Derivation::Lower => texts(&["A", "a", "aB", "AB"]),
        Derivation::Words => texts(&["a", "a b", "ab", "\"a\" b"]),
        Derivation::RegistryNumber => {
            texts(&["DWORD (0x00000001)", "QWORD (0x00000000-0x00000001)", "1", "a"])
        }
        Derivation::Keyed(keyed) => {
            let (one, two) = ("A".repeat(keyed.digits), "1".repeat(keyed.digits));
            texts(&[&format!("{}={one}", keyed.key), &format!("{}={two}", keyed.key)])
        }
        Derivation::Time => texts(&["2024-01-01T00:00:00Z", "2024-01-02T00:00:00.500Z"]),
        Derivation::Same | Derivation::OrWord(_) => texts(&["a", "b", "ab", "A"]),
    }
}

/// Tests of a field by these values, in every shape of pattern.
fn tests(taxonomy: &str, name: &str, values: &BTreeSet<String>) -> Vec<Expr> {
    let quotable = |t: &&String| !t.contains('"');
    let mut of = vec![format!("has {name}"), format!("no {name}")];
    for text in values.iter().filter(quotable) {
        of.push(format!("{name} = \"{text}\""));
        of.push(format!("{name} in (\"{text}\", \"ruleglot\")"));
        let (first, last) = (text.chars().next().unwrap(), text.chars().last().unwrap());
        for (how, part) in [("startswith", first), ("endswith", last), ("contains", first)] {
            of.push(format!("{name} {how} \"{part}\""));
        }
        if text.chars().count() > 1 {
            of.push(format!("{name} like \"{first}*{last}\""));
            let rest: String = text.chars().skip(1).collect();
            of.push(format!("{name} endswith \"{rest}\""));
            of.push(format!("{name} contains \"{rest}\""));
        }
    }
    let mut out: Vec<Expr> = of.iter().map(|t| notation::parse(t, taxonomy).unwrap()).collect();
    for bound in [0, 1, 1_000_000_000, 1_500_000_000] {
        for op in [Inequality::Lt, Inequality::Ge] {
            let bound = Literal::Number(Number::Int(bound));
            let test = Test::Order { op, bound, types: Types::NumericFirst };
            out.push(Expr::any(Field::known(taxonomy, name), test, Origin::default()));
        }
    }
    let negated: Vec<Expr> = out.iter().cloned().map(negate).collect();
    out.into_iter().chain(negated).collect()
}

fn holds(expr: &Expr, event: &Value) -> bool {
    let schema = Schema::default();
    Program::new(expr, &Setting { schema: &schema, now: 0 }).unwrap().matches(event)
}

/// Words that a condition compares its fields with, some of each, and one more.
fn settings(when: Option<&Expr>) -> Vec<BTreeMap<String, Value>> {
    let Some(when) = when else { return vec![BTreeMap::new()] };
    let mut words: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    ruleglot_ir::for_each_leaf(when, ruleglot_ir::Monotone::Up, &mut |leaf, _| {
        let Some(field) = leaf.field() else { return };
        let of = words.entry(field.name.to_string()).or_default();
        if let ruleglot_ir::ExprKind::Test { test: Test::Text { any, .. }, .. } = &leaf.kind {
            of.extend(any.iter().take(2).filter_map(|p| p.as_literal()).map(|t| json!(t)));
        }
        of.push(json!("zz"));
    });
    let mut out = vec![BTreeMap::new()];
    for (name, of) in words {
        let with = |event: &BTreeMap<String, Value>| {
            let event = event.clone();
            let name = name.clone();
            of.clone().into_iter().map(move |w| {
                let mut event = event.clone();
                event.insert(name.clone(), w);
                event
            })
        };
        out = out.iter().flat_map(with).collect();
    }
    out
}

/// Small events of the log source that have a value in the field, or none.
fn events(model: &EventModel, name: &str, form: &Form) -> Vec<Value> {
    let mut out = Vec::new();
    for setting in settings(form.when.as_ref()) {
        for value in values(&form.of).into_iter().map(Some).chain([None]) {
            let mut event = setting.clone();
            if let Some(value) = value {
                event.insert(name.to_owned(), value);
            }
            let event = model.complete(&json!(event));
            if model.admits(&event) {
                out.push(event);
            }
        }
    }
    out
}

/// Holds a test against what is made of it; whether anything was promised.
fn hold(
    source: &'static LogSource,
    expr: &Expr,
    (from, to): (&str, &str),
    events: &[Value],
) -> Result<bool, String> {
    let r = remap(expr, Some(source), from, to, FieldsMode::Map);
    // That an entry of medium confidence is right is granted.
    let told = r.notes.iter().filter(|n| n.assumes.is_none() || n.effect != Effect::UNKNOWN);
    let announced = told.fold(Effect::EXACT, |all, n| all.join(n.effect));
    if announced == Effect::UNKNOWN {
        return Ok(false);
    }
    for event in events {
        let (here, there) = (project(event, Some(source), from), project(event, Some(source), to));
        let (before, after) = (holds(expr, &here), holds(&r.expr, &there));
        let allowed = match (before, after) {
            (true, false) => announced.loses == Sure::Maybe,
            (false, true) => announced.adds == Sure::Maybe,
            _ => true,
        };
        if !allowed {
            let codes: Vec<_> = r.notes.iter().map(|n| n.code).collect();
            return Err(format!(
                "{}: {expr} on {here}\n  {} on {there}\n  {codes:?}",
                source.id, r.expr
            ));
        }
    }
    Ok(true)
}

fn kind(of: &Derivation) -> String {
    let text = format!("{of:?}");
    text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_owned()
}

/// How tests of one kind of entry fared.
#[derive(Default)]
struct Tally {
    run: usize,
    /// Those of which something was promised.
    promised: usize,
    wrong: Vec<String>,
}

fn check(hub: &'static Hub, name: &str, form: &Form, counts: &mut BTreeMap<String, Tally>) {
    let source = log_source(&hub.sources[0]).unwrap();
    let events = events(&event_model(Some(source)), name, form);
    // Elements that the taxonomy numbers: the first.
    let there = form.name.replace(".*.", ".0.");
    let mut made = BTreeSet::new();
    let mut raw = BTreeSet::new();
    for event in &events {
        collect(&event[name], &mut raw);
        let projected = project(event, Some(source), ECS);
        collect(at(&projected, &there), &mut made);
    }
    made.extend(raw.iter().take(3).cloned());
    let around = |taxonomy: &str, x: Expr| match &form.when {
        None => x,
        Some(when) if taxonomy == ECS => {
            all_of([remap(when, Some(source), "sigma", ECS, FieldsMode::Map).expr, x])
        }
        Some(when) => {
            all_of([remap(when, Some(source), "sigma", "sigma", FieldsMode::Keep).expr, x])
        }
    };
    let count = counts.entry(kind(&form.of)).or_default();
    let mut run = |taxonomy: &str, to: &str, tests: Vec<Expr>| {
        for test in tests {
            count.run += 1;
            match hold(source, &around(taxonomy, test), (taxonomy, to), &events) {
                Ok(promised) => count.promised += usize::from(promised),
                Err(why) => count.wrong.push(why),
            }
        }
    };
    if form.read.is_some() {
        run(ECS, "sigma", tests(ECS, &there, &made));
    }
    if form.write.is_some() {
        run("sigma", ECS, tests("sigma", name, &raw));
    }
}

fn at<'v>(event: &'v Value, name: &str) -> &'v Value {
    name.split('.').fold(event, |v, part| &v[part])
}

fn collect(value: &Value, out: &mut BTreeSet<String>) {
    match value {
        Value::String(s) if !s.is_empty() => {
            out.insert(s.clone());
        }
        Value::Number(n) => {
            out.insert(n.to_string());
        }
        Value::Array(items) => items.iter().for_each(|i| collect(i, out)),
        _ => {}
    }
}

#[test]
fn entries_keep_their_relation_on_small_events() {
    let mut counts: BTreeMap<String, Tally> = BTreeMap::new();
    for hub in hubs() {
        let mut seen: BTreeMap<(String, bool), usize> = BTreeMap::new();
        for field in hub.fields.values().filter(|f| !f.name.ends_with('*')) {
            // A name for each place of a list is a pattern of names, which is held where those are.
            let one_name = |f: &&Form| f.taxonomy == ECS && !f.name.contains(".*.");
            for form in field.forms.iter().filter(one_name) {
                let sure = form.confidence > Confidence::Low && form.fallback.is_empty();
                let times = seen.entry((kind(&form.of), form.when.is_some())).or_default();
                if !sure || *times >= MOST {
                    continue;
                }
                *times += 1;
                check(hub, &field.name, form, &mut counts);
            }
        }
    }
    let mut wrong = String::new();
    for (kind, tally) in &counts {
        println!("{kind}: {} tests, {} with a promise", tally.run, tally.promised);
        let mut told = BTreeSet::new();
        for w in &tally.wrong {
            if told.insert(w.split(':').next()) {
                let _ = writeln!(wrong, "{kind}, {} wrong: {w}", tally.wrong.len());
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    let silent: Vec<_> =
        counts.iter().filter(|(_, c)| c.promised == 0).map(|(kind, _)| kind).collect();
    assert!(silent.is_empty(), "nothing is promised of {silent:?}");
}

/// So many entries of each kind are checked in each hub, with a condition and without.
const MOST: usize = 3;
