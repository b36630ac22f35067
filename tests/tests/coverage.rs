//! Predicates of the corpora whose field has a counterpart, by corpus and direction.
//!
//! A predicate counts when its rule's log source is known and its field, by itself, goes from one taxonomy to another
//! without being left as it is. `REPORT=1` lists what is missing, rule by rule.
#![allow(clippy::print_stderr, clippy::unwrap_used, reason = "tests")]

use ruleglot_engine::{ByKeys, FieldsMode, RuleDoc, Scanned, schema_for};
use ruleglot_ir::{
    Body, Expr, ExprKind, FieldRef, NativeSource, Node, Rule, Scalar, Stage, Subject, fields_of,
};
use ruleglot_knowledge::{CIM, LogSource, SPLUNK_TA};
use ruleglot_tests::corpus::{ELASTIC, SIGMA, SPLUNK, read_corpus};
use ruleglot_tests::score::{Score, Scores, hold};
use ruleglot_translate::{parts, present, recognise, remap, resolve};

/// Stands for the raw taxonomy of whatever log source a rule has.
const RAW: &str = "raw";

/// The taxonomy of a rule's field names.
fn taxonomy(rule: &Rule, language: &str) -> &'static str {
    let Body::Pipeline(pipeline) = &rule.body else { return "ecs" };
    let of_model = pipeline.iter().any(|stage| match &stage.kind {
        Stage::Read(read) => {
            read.native.iter().any(|n| matches!(n.kind, NativeSource::Datamodel { .. }))
        }
        _ => false,
    });
    match language {
        "sigma" => "sigma",
        "spl" if of_model => CIM,
        "spl" => SPLUNK_TA,
        _ => "ecs",
    }
}

/// The field that a leaf tests as it is, or the pattern of fields; none where it computes something first.
fn names(leaf: &Expr, taxonomy: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let computes = matches!(
        &leaf.kind,
        ExprKind::Test { subject: Subject::Value(Scalar::Call { .. } | Scalar::Case { .. }), .. }
            | ExprKind::Is { what: Scalar::Call { .. } | Scalar::Case { .. }, .. }
            | ExprKind::Relate { .. }
            | ExprKind::InPipeline { .. }
    );
    fields_of(leaf, &mut |field| {
        let (of, name) = match field {
            FieldRef::Named(f) => (&f.taxonomy, f.name.to_string()),
            FieldRef::Pattern(g) => (&g.taxonomy, g.to_string()),
        };
        if of.id() == Some(taxonomy) && !computes && !out.contains(&name) {
            out.push(name);
        }
    });
    out
}

/// The tests of an expression that read a field of a taxonomy; those of one field side by side are one predicate, however
/// the language writes a list of values.
fn predicates<'e>(expr: &'e Expr, taxonomy: &str, out: &mut Vec<Vec<&'e Expr>>) {
    let of = match &expr.kind {
        ExprKind::And(of) | ExprKind::Or(of) => of.as_slice(),
        ExprKind::AtLeast { of, .. } => of.as_slice(),
        ExprKind::Not(x) | ExprKind::Named { body: x, .. } => std::slice::from_ref(&**x),
        _ => {
            if !names(expr, taxonomy).is_empty() {
                out.push(vec![expr]);
            }
            return;
        }
    };
    let mut found = Vec::new();
    of.iter().for_each(|x| predicates(x, taxonomy, &mut found));
    for predicate in found {
        let same = |p: &&mut Vec<&Expr>| names(p[0], taxonomy) == names(predicate[0], taxonomy);
        let beside = matches!(expr.kind, ExprKind::Or(_) | ExprKind::And(_));
        match out.iter_mut().filter(|_| beside).find(same) {
            Some(same) => same.extend(predicate),
            None => out.push(predicate),
        }
    }
}

/// One predicate on its way.
struct Leaf<'a> {
    tests: &'a [&'a Expr],
    source: &'static LogSource,
    from: &'a str,
    path: &'a str,
}

impl Leaf<'_> {
    fn count(&self, to: &str, score: &mut Score) {
        let raw = || self.source.hub().map_or(RAW, |h| h.taxonomy.as_str());
        let to = if to == RAW { raw() } else { to };
        let (mut all, mut sure) = (true, true);
        for expr in self.tests {
            let mapped = remap(expr, Some(self.source), self.from, to, FieldsMode::Map);
            let by_source = !mapped.consumed.is_empty();
            let fields = mapped.fields;
            sure &= by_source || (fields.medium, fields.low) == (0, 0);
            if by_source || mapped.unmapped.is_empty() {
                continue;
            }
            for name in mapped.unmapped.iter().filter(|_| all) {
                score.tell("missing", &format!("{}: {name}", self.source.id));
                if std::env::var_os("REPORT").is_some() {
                    eprintln!("{} {} -> {to}: {name}: {expr}", self.path, self.source.id);
                }
            }
            all = false;
        }
        score.of += 1;
        if all {
            score.good("mapped");
        }
        if all && sure {
            score.good("mapped with high confidence");
        }
    }
}

/// Counts the predicates of a corpus in each of these directions, by the taxonomy that they are written in.
fn measure(
    files: &[Scanned],
    (corpus, to): (&str, &[&str]),
    wanted: impl Fn(&RuleDoc) -> bool,
    scores: &mut Scores,
) {
    for file in files {
        for doc in file.rules.iter().filter(|r| wanted(r)) {
            let Some(read) = &doc.read.rule else { continue };
            let presented = present(read, ByKeys::Note, &|_| false);
            let rule = &presented.rule;
            let Body::Pipeline(pipeline) = &rule.body else { continue };
            // What stands behind a stage that makes rows of its own is about names of its own.
            let fields = |s: &&Node<Stage>| matches!(s.kind, Stage::Read(_) | Stage::Filter(_));
            let pipeline: Vec<_> = pipeline.iter().take_while(fields).cloned().collect();
            let from = taxonomy(rule, doc.read.language.unwrap_or_default());
            let (_, condition) = parts(&pipeline);
            let source = recognise(rule).first().map(|r| r.source);
            let packages = source.map_or(&[][..], |s| s.elastic.integrations.as_slice());
            let condition =
                resolve(condition.clone(), &schema_for(&condition, packages, None)).expr;
            let known = scores.entry(format!("{corpus}, {from}, log source")).or_default();
            let mut leaves = Vec::new();
            predicates(&condition, from, &mut leaves);
            known.of += leaves.len();
            let Some(source) = source else {
                let native = parts(&pipeline).0.native;
                let name = native.first().map_or_else(String::new, |n| n.kind.to_string());
                leaves.iter().for_each(|_| known.tell("unknown", &name));
                if std::env::var_os("REPORT").is_some() {
                    eprintln!("{}: unknown log source: {name}", file.candidate.relative);
                }
                continue;
            };
            known.add("known", leaves.len());
            for to in to {
                let score = scores.entry(format!("{corpus}, {from} to {to}")).or_default();
                for tests in &leaves {
                    Leaf { tests, source, from, path: &file.candidate.relative }.count(to, score);
                }
            }
        }
    }
}

#[test]
fn coverage() {
    let mut scores = Scores::new();
    let Some(sigma) = read_corpus("sigma", &SIGMA) else { return };
    measure(&sigma, ("sigma", &["ecs", SPLUNK_TA, CIM]), |_| true, &mut scores);
    let Some(elastic) = read_corpus("elastic", &ELASTIC) else { return };
    let kuery = |r: &RuleDoc| r.read.language == Some("kuery");
    measure(&elastic, ("elastic", &[RAW]), kuery, &mut scores);
    let Some(splunk) = read_corpus("splunk", &SPLUNK) else { return };
    measure(&splunk, ("splunk", &[RAW]), |_| true, &mut scores);
    hold("coverage", &scores);
    let share = |of: &str| {
        let of: Vec<_> = scores.iter().filter(|(group, _)| group.starts_with(of)).collect();
        let mapped: usize = of.iter().filter_map(|(_, s)| s.good.get("mapped")).sum();
        mapped * 1000 / of.iter().map(|(_, s)| s.of).sum::<usize>().max(1)
    };
    for (group, wanted) in [
        ("sigma, sigma to ecs", 990),
        ("sigma, sigma to splunk-ta", 990),
        ("elastic, ecs to", 960),
        ("splunk, cim to", 950),
        ("splunk, splunk-ta to", 950),
    ] {
        assert!(share(group) >= wanted, "{group}: {} of 1000", share(group));
    }
}
