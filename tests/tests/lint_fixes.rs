//! Safe fixes over the corpora: whatever is asked for, a rule means after a safe fix what it meant before.
#![allow(clippy::print_stderr, clippy::unwrap_used, reason = "tests")]

use ruleglot_engine::{CheckOptions, ScanOptions, Selection, check, discover, scan_text};
use ruleglot_eval::mapping::Schema;
use ruleglot_eval::{Budget, Setting, compare, proved_same};
use ruleglot_ir::{Body, Expr, Stage};
use ruleglot_source::{Edit, FileId, Safety, apply_edits};
use ruleglot_tests::{NOW, evidence};
use std::collections::BTreeMap;

#[test]
fn a_rule_means_the_same_after_a_safe_fix() {
    let families = ["sigma", "metadata", "logsource", "style", "sigmahq", "schema", "yaml", "file"];
    let selection = Selection::new(&families.map(str::to_owned), &[], &[]).unwrap();
    let mut mended: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (folder, format) in
        [("sigma", "sigma"), ("elastic/rules", "elastic"), ("splunk/detections", "splunk")]
    {
        let Some(root) = evidence(&format!("corpora/{folder}")) else { return };
        let scan = ScanOptions { from: Some(format.to_owned()), ..ScanOptions::default() };
        let options =
            CheckOptions { selection: selection.clone(), scan, ..CheckOptions::default() };
        for file in check(discover(&[root]).unwrap(), &options) {
            let mut by_code: BTreeMap<&str, Vec<Edit>> = BTreeMap::new();
            for finding in &file.findings {
                let Some(fix) = finding.fix.as_ref().filter(|f| f.safety == Safety::Safe) else {
                    continue;
                };
                *mended.entry(finding.code).or_default() += 1;
                by_code.entry(finding.code).or_default().extend(fix.edits.clone());
            }
            let before = bodies(&file.file.text, &options.scan);
            for (code, edits) in by_code {
                let after = bodies(&apply_edits(&file.file.text, &edits), &options.scan);
                let same = before.len() == after.len()
                    && before
                        .iter()
                        .zip(&after)
                        .all(|(before, after)| is_same(before.as_ref(), after.as_ref()));
                if !same {
                    wrong.push(format!("{code}: {}", file.file.path));
                }
            }
        }
    }
    eprintln!("{mended:#?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn bodies(text: &str, options: &ScanOptions) -> Vec<Option<Body>> {
    let scanned = scan_text(text, FileId(0), options);
    scanned.rules.into_iter().map(|rule| rule.read.rule.map(|rule| rule.body)).collect()
}

fn is_same(before: Option<&Body>, after: Option<&Body>) -> bool {
    before == after
        || match (before.and_then(filter), after.and_then(filter)) {
            (Some(before), Some(after)) => {
                proved_same(before, after) || is_same_on_events(before, after)
            }
            _ => false,
        }
}

/// What a rule of one stage asks of an event.
fn filter(body: &Body) -> Option<&Expr> {
    let Body::Pipeline(stages) = body else { return None };
    let [read, filter] = stages.as_slice() else { return None };
    match (&read.kind, &filter.kind) {
        (Stage::Read(_), Stage::Filter(expr)) => Some(expr),
        _ => None,
    }
}

fn is_same_on_events(before: &Expr, after: &Expr) -> bool {
    let schema = Schema::default();
    let setting = Setting { schema: &schema, now: NOW };
    compare(before, after, &setting, Budget::default()).is_ok_and(|c| c.agrees())
}
