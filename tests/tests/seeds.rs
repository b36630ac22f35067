//! The seeds of the project, translated each way: the condition as `spec/seed-translations.md` of the evidence wants it, and
//! every note with its effect.
#![allow(clippy::unwrap_used, reason = "tests")]

use ruleglot_engine::{
    ConvertOptions, Converted, ScanOptions, TargetSpec, Wording, convert, discover, scan,
};
use ruleglot_tests::NOW;
use std::fmt::Write;
use std::path::Path;

fn converted(path: &str, to: &str, wording: Wording) -> Converted {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules");
    let files = scan(discover(&[root.join(path)]).unwrap(), &ScanOptions::default());
    let options =
        ConvertOptions { wording, now: NOW, ..ConvertOptions::new(TargetSpec::parse(to).unwrap()) };
    convert(&files, &options).remove(0).remove(0)
}

/// The condition of a written rule with its ledger.
fn translated(path: &str, to: &str) -> String {
    worded(path, to, Wording::Exact)
}

fn worded(path: &str, to: &str, wording: Wording) -> String {
    let converted = converted(path, to, wording);
    let mut out = condition(converted.text.as_deref().unwrap_or("refused\n"), to);
    let report = &converted.report;
    let verified = report.verified;
    let _ = writeln!(
        out,
        "{} (strictly {}), equal {}, {} of {} decisive, {} disagreements",
        report.verdict,
        report.verdict_strict,
        verified.equal,
        verified.decisive,
        verified.predicates,
        verified.disagreements
    );
    for note in &report.notes {
        let line = note.span.map(|s| s.line).unwrap_or_default();
        let _ = writeln!(out, "{:<12} {} line {line}: {}", note.effect, note.code, note.message);
    }
    out
}

/// What detects: metadata is another matter.
fn condition(text: &str, to: &str) -> String {
    let (from, until) = match to {
        "sigma" => ("logsource:", "falsepositives:"),
        "splunk" => ("search: |-\n", "how_to_implement:"),
        _ => ("query = '''\n", "'''\n\n"),
    };
    let start = text.find(from).unwrap_or(0);
    let end = text[start..].find(until).map_or(text.len(), |at| start + at);
    let kept = if to == "sigma" { 0 } else { from.len() };
    text[(start + kept).min(end)..end].to_owned()
}

/// A seed in all directions between the three formats.
fn in_all_directions(seed: &str, name: &str) {
    let formats = [("elastic", "toml"), ("sigma", "yml"), ("splunk", "yml")];
    for (from, ending) in formats {
        for (to, _) in formats.iter().filter(|(to, _)| *to != from) {
            let path = format!("{from}/{name}.{ending}");
            insta::assert_snapshot!(format!("{seed}_{from}_to_{to}"), translated(&path, to));
        }
    }
}

#[test]
fn a_function_created() {
    in_all_directions("a_function_created", "aws_cloudtrail_lambda_function_created");
}

#[test]
fn b_code_updated() {
    in_all_directions("b_code_updated", "aws_cloudtrail_lambda_code_updated_by_iam_user");
}

#[test]
fn c_layer_published() {
    in_all_directions("c_layer_published", "aws_cloudtrail_lambda_layer_published");
}

#[test]
fn d_changed_outside_deployment() {
    in_all_directions(
        "d_changed_outside_deployment",
        "aws_cloudtrail_lambda_changed_outside_deployment",
    );
}

#[test]
fn e_layer_attached() {
    in_all_directions("e_layer_attached", "aws_cloudtrail_lambda_layer_attached");
}

/// As the repositories of Splunk and Elastic write it.
#[test]
fn house_forms() {
    let created = "elastic/aws_cloudtrail_lambda_function_created.toml";
    insta::assert_snapshot!("a_house_form_of_splunk", worded(created, "splunk", Wording::House));
    let updated = "splunk/aws_cloudtrail_lambda_code_updated_by_iam_user.yml";
    insta::assert_snapshot!("b_house_form_of_elastic", worded(updated, "elastic", Wording::House));
}

/// From and to Splunk, with everything that stands beside the condition.
#[test]
fn whole_files() {
    let name = "aws_cloudtrail_lambda_code_updated_by_iam_user";
    for (other, ending) in [("elastic", "toml"), ("sigma", "yml")] {
        let to = converted(&format!("{other}/{name}.{ending}"), "splunk", Wording::Exact);
        insta::assert_snapshot!(format!("whole_{other}_to_splunk"), to.text.unwrap());
        let from = converted(&format!("splunk/{name}.yml"), other, Wording::Exact);
        insta::assert_snapshot!(format!("whole_splunk_to_{other}"), from.text.unwrap());
    }
}
