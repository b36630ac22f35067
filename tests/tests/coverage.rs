//! Predicates of the corpora whose field has a counterpart, by corpus and direction.
//!
//! A predicate counts when its rule's log source is known and its field, by itself, goes from one taxonomy to another
//! without being left as it is. `REPORT=1` lists what is missing, rule by rule.
#![allow(clippy::print_stderr, clippy::unwrap_used, reason = "tests")]

use ruleglot_engine::{ByKeys, FieldsMode, RuleDoc, Scanned, schema_for};
use ruleglot_ir::{
    Body, Expr, FieldRef, Monotone, NativeSource, Rule, Stage, Taxonomy, fields_of, for_each_leaf,
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

/// Names of fields that a leaf reads, each once.
fn names(leaf: &Expr, taxonomy: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    fields_of(leaf, &mut |field| {
        if let FieldRef::Named(f) = field
            && matches!(&f.taxonomy, Taxonomy::Known(id) if id == taxonomy)
            && !out.iter().any(|n| *n == *f.name)
        {
            out.push(f.name.to_string());
        }
    });
    out
}

/// One predicate on its way.
struct Leaf<'a> {
    expr: &'a Expr,
    source: &'static LogSource,
    from: &'a str,
    path: &'a str,
}

impl Leaf<'_> {
    fn count(&self, to: &str, score: &mut Score) {
        let to =
            if to == RAW { self.source.hub().map_or(RAW, |h| h.taxonomy.as_str()) } else { to };
        let mapped = remap(self.expr, Some(self.source), self.from, to, FieldsMode::Map);
        score.of += 1;
        let by_source = !mapped.consumed.is_empty();
        if by_source || mapped.unmapped.is_empty() {
            score.good("mapped");
            let fields = mapped.fields;
            if by_source || (fields.medium, fields.low) == (0, 0) {
                score.good("mapped with high confidence");
            }
            return;
        }
        for name in &mapped.unmapped {
            score.tell("missing", &format!("{}: {name}", self.source.id));
            if std::env::var_os("REPORT").is_some() {
                eprintln!("{} {} -> {to}: {name}: {}", self.path, self.source.id, self.expr);
            }
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
            let from = taxonomy(rule, doc.read.language.unwrap_or_default());
            let (_, condition) = parts(pipeline);
            let source = recognise(rule).first().map(|r| r.source);
            let packages = source.map_or(&[][..], |s| s.elastic.integrations.as_slice());
            let condition =
                resolve(condition.clone(), &schema_for(&condition, packages, None)).expr;
            let known = scores.entry(format!("{corpus}, {from}, log source")).or_default();
            let mut leaves = Vec::new();
            for_each_leaf(&condition, Monotone::Up, &mut |leaf, _| {
                if !names(leaf, from).is_empty() {
                    leaves.push(leaf);
                }
            });
            known.of += leaves.len();
            let Some(source) = source else {
                let native = parts(pipeline).0.native;
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
                for expr in &leaves {
                    Leaf { expr, source, from, path: &file.candidate.relative }.count(to, score);
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
}
