//! The seeds of the project, translated each way: the condition as `spec/seed-translations.md` of the evidence wants it, and
//! every note with its effect.
#![allow(clippy::unwrap_used, reason = "tests")]

use ruleglot_engine::{
    Assumption, ConvertOptions, FieldsMode, ScanOptions, TargetSpec, convert, discover, scan,
};
use ruleglot_tests::NOW;
use std::fmt::Write;
use std::path::Path;

/// The condition of a written rule with its ledger.
fn translated(path: &str, to: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules");
    let files = scan(discover(&[root.join(path)]).unwrap(), &ScanOptions::default());
    let options = ConvertOptions {
        target: TargetSpec::parse(to).unwrap(),
        fields: FieldsMode::Map,
        granted: vec![Assumption::MapMedium],
        source: None,
        schema: None,
        by_keys: ruleglot_engine::ByKeys::Note,
        now: NOW,
    };
    let converted = convert(&files, &options).remove(0).remove(0);
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
    let (from, until) =
        if to == "sigma" { ("logsource:", "falsepositives:") } else { ("query = '''", "'''\n\n") };
    let start = text.find(from).unwrap_or(0);
    let end = text[start..].find(until).map_or(text.len(), |at| start + at);
    text[start..end].replace("query = '''\n", "")
}

macro_rules! seed {
    ($test:ident, $path:literal, $to:literal) => {
        #[test]
        fn $test() {
            insta::assert_snapshot!(translated($path, $to));
        }
    };
}

seed!(a_function_created_to_sigma, "elastic/aws_cloudtrail_lambda_function_created.toml", "sigma");
seed!(a_function_created_to_elastic, "sigma/aws_cloudtrail_lambda_function_created.yml", "elastic");
seed!(
    b_code_updated_to_sigma,
    "elastic/aws_cloudtrail_lambda_code_updated_by_iam_user.toml",
    "sigma"
);
seed!(
    b_code_updated_to_elastic,
    "sigma/aws_cloudtrail_lambda_code_updated_by_iam_user.yml",
    "elastic"
);
seed!(c_layer_published_to_sigma, "elastic/aws_cloudtrail_lambda_layer_published.toml", "sigma");
seed!(c_layer_published_to_elastic, "sigma/aws_cloudtrail_lambda_layer_published.yml", "elastic");
seed!(
    d_changed_outside_deployment_to_elastic,
    "sigma/aws_cloudtrail_lambda_changed_outside_deployment.yml",
    "elastic"
);
seed!(e_layer_attached_to_elastic, "sigma/aws_cloudtrail_lambda_layer_attached.yml", "elastic");
seed!(e_layer_attached_to_sigma, "elastic/aws_cloudtrail_lambda_layer_attached.toml", "sigma");
