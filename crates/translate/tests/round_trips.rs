//! Fields of rules into ECS and back: the field itself, or another name that its hub lists for it.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

use ruleglot_ir::{Case, Expr, Field, FieldRef, Origin, Pattern, Test, Types, all_of, fields_of};
use ruleglot_knowledge::{
    Confidence, Derivation, Form, Hub, HubField, LogSource, hubs, log_source,
};
use ruleglot_translate::{FieldsMode, remap};
use std::collections::{BTreeMap, BTreeSet};

const ECS: &str = "ecs";

/// A value that an event may have in the field.
fn value(field: &HubField) -> String {
    let known = field.vocabulary.first().or(field.examples.first());
    let by_form = field.forms.iter().find_map(|f| match &f.of {
        Derivation::Hexadecimal => Some("0x1f4".to_owned()),
        Derivation::Values(words) => words.keys().next().map(ToString::to_string),
        Derivation::Keyed(keyed) => Some(format!("{}={}", keyed.key, "A".repeat(keyed.digits))),
        Derivation::Address | Derivation::Unmapped => Some("192.0.2.1".to_owned()),
        Derivation::BeforeFirst { separator, .. } => Some(format!("a{separator}b")),
        _ => None,
    });
    known.map(ToString::to_string).or(by_form).unwrap_or_else(|| "7".to_owned())
}

fn equals(taxonomy: &str, name: &str, value: &str) -> Expr {
    let any = vec![Pattern::literal(value)];
    let test = Test::Text { any, case: Case::Exact, types: Types::Textual };
    Expr::any(Field::known(taxonomy, name), test, Origin::default())
}

fn names(expr: &Expr) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    fields_of(expr, &mut |f| {
        if let FieldRef::Named(f) = f {
            out.insert(f.name.to_string());
        }
    });
    out
}

/// Hub fields that the hub says share a name with this one, and itself.
fn listed(hub: &Hub, name: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::from([name.to_owned()]);
    for field in hub.fields.values() {
        for form in field.forms.iter().filter(|f| !f.fallback.is_empty()) {
            let group: Vec<&str> = std::iter::once(field.name.as_str())
                .chain(form.fallback.iter().map(smol_str::SmolStr::as_str))
                .collect();
            if group.contains(&name) {
                out.extend(group.into_iter().map(str::to_owned));
            }
        }
    }
    out
}

/// The hub field that a taxonomy's name is of.
fn in_hub(hub: &Hub, taxonomy: &str, name: &str) -> String {
    let found = hub.read(taxonomy, name).map(|f| f.hub.to_string());
    found.unwrap_or_else(|| name.to_owned())
}

fn is_sure(form: &Form) -> bool {
    form.taxonomy == ECS && form.write.is_some() && form.confidence > Confidence::Low
}

#[derive(Default)]
struct Tally {
    back: usize,
    not_carried: usize,
    other: BTreeMap<String, String>,
}

fn trip(
    hub: &'static Hub,
    source: &'static LogSource,
    (home, field): (&str, &HubField),
    form: &Form,
    tally: &mut Tally,
) {
    let spelled = match home {
        "sigma" => field.name.clone(),
        _ => match hub.forms(&field.name, home).into_iter().find(|f| f.form.write.is_some()) {
            Some(found) => found.name,
            None => return,
        },
    };
    let test = equals(home, &spelled, &value(field));
    let mut of = Vec::new();
    let mut around = BTreeSet::new();
    if let Some(when) = &form.when {
        let said = remap(when, Some(source), "sigma", "sigma", FieldsMode::Keep).expr;
        around = names(&said);
        let said = if home == "sigma" {
            said
        } else {
            remap(&said, Some(source), "sigma", home, FieldsMode::Map).expr
        };
        of.push(said);
    }
    of.push(test);
    let there = remap(&all_of(of), Some(source), home, ECS, FieldsMode::Map);
    if !there.unmapped.is_empty() || there.fields.low > 0 {
        tally.not_carried += 1;
        return;
    }
    let back = remap(&there.expr, Some(source), ECS, home, FieldsMode::Map);
    let found: BTreeSet<String> = names(&back.expr).iter().map(|n| in_hub(hub, home, n)).collect();
    let wanted = listed(hub, &field.name);
    let other: Vec<_> =
        found.iter().filter(|n| !wanted.contains(*n) && !around.contains(*n)).collect();
    let nameless = back.unmapped.iter().any(|n| !wanted.contains(n.as_str()));
    if other.is_empty() && !nameless {
        tally.back += 1;
    } else {
        let key = format!("{} {} via {}", source.id, spelled, form.name);
        tally.other.insert(key, format!("{} → {}", there.expr, back.expr));
    }
}

fn all(home: &str) -> Tally {
    let mut tally = Tally::default();
    for hub in hubs() {
        let source = log_source(&hub.sources[0]).unwrap();
        for field in hub.fields.values().filter(|f| !f.name.ends_with('*')) {
            for form in field.forms.iter().filter(|f| is_sure(f)) {
                trip(hub, source, (home, field), form, &mut tally);
            }
        }
    }
    println!(
        "{home}: {} come back, {} are not carried, {} come back as others",
        tally.back,
        tally.not_carried,
        tally.other.len()
    );
    tally
}

#[test]
fn fields_of_sigma_come_back() {
    let tally = all("sigma");
    assert!(tally.other.is_empty(), "{:#?}", tally.other);
}

#[test]
fn fields_of_searches_come_back() {
    let tally = all("splunk-ta");
    assert!(tally.other.is_empty(), "{:#?}", tally.other);
}
