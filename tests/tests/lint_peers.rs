//! Our lints against those of pySigma and `SigmaHQ` on the same real rules: the same rules are found, no others.
#![allow(clippy::print_stderr, clippy::unwrap_used, reason = "tests")]

use ruleglot_engine::{CheckOptions, Selection, check, discover};
use ruleglot_source::Severity;
use ruleglot_tests::{cases, evidence, text};
use std::collections::{BTreeMap, BTreeSet};

/// Issues of the peers with our code for each, and the files on which we differ on purpose.
const SAME: &[(&str, &str, &[&str])] = &[
    (
        "DanglingDetectionIssue",
        "sigma/unused-selection",
        &[
            // `timeframe`, which is no selection: `sigma/legacy-timeframe` or `sigma/legacy-aggregation`.
            "unsupported/cloud/aws_ses_messaging_enabled.yml",
            "unsupported/windows/win_remote_service.yml",
        ],
    ),
    ("EscapedWildcardIssue", "sigma/escaped-wildcard", &[]),
    ("NumberAsStringIssue", "sigma/number-as-string", &[]),
    ("WildcardInsteadOfContainsIssue", "sigma/wildcard-instead-of-modifier", &[]),
    ("WildcardInsteadOfStartswithIssue", "sigma/wildcard-instead-of-modifier", &[]),
    (
        "WildcardInsteadOfEndswithIssue",
        "sigma/wildcard-instead-of-modifier",
        &[
            // Its stars stand beside `contains`: that is `sigma/redundant-wildcard`.
            "unsupported/windows/win_suspicious_werfault_connection_outbound.yml",
        ],
    ),
    ("DoubleWildcardIssue", "sigma/double-wildcard", &[]),
    ("ControlCharacterIssue", "sigma/control-character", &[]),
    ("SigmahqFieldDuplicateValueIssue", "sigma/duplicate-value", &[]),
    ("ThemConditionWithSingleDetection", "sigma/them-single-selection", &[]),
    ("SigmahqInvalidAllModifierIssue", "sigma/all-single-value", &[]),
];

#[test]
fn the_same_rules_are_found_as_by_the_peers() {
    let Some(peers) = cases("cases/sigma-lint-peers.jsonl") else { return };
    let Some(root) = evidence("corpora/sigma") else { return };
    let ours = found_by_us(&root);
    let mut theirs: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for case in &peers {
        let path = text(case, "rule_path");
        let same = SAME.iter().find(|(issue, ..)| *issue == text(case, "issue"));
        if let Some((_, code, but)) = same.filter(|_| root.join(path).exists())
            && !but.contains(&path)
        {
            theirs.entry(code).or_default().insert(path);
        }
    }
    let codes: BTreeSet<&str> = SAME.iter().map(|(_, code, _)| *code).collect();
    let mut wrong = Vec::new();
    for code in codes {
        let none = BTreeSet::new();
        let theirs = theirs.get(code).unwrap_or(&none);
        let ours: BTreeSet<&str> =
            ours.get(code).into_iter().flatten().map(String::as_str).collect();
        eprintln!("{code}: {} rules, peers {}", ours.len(), theirs.len());
        wrong.extend(ours.difference(theirs).map(|p| format!("{code}: only ours: {p}")));
        wrong.extend(theirs.difference(&ours).map(|p| format!("{code}: only theirs: {p}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Code → rules.
fn found_by_us(root: &std::path::Path) -> BTreeMap<&'static str, BTreeSet<String>> {
    let options = CheckOptions {
        selection: Selection::new(&["sigma".to_owned()], &[], &[]).unwrap(),
        ..CheckOptions::default()
    };
    let mut out: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for file in check(discover(&[root.to_owned()]).unwrap(), &options) {
        let path = file.file.path.clone();
        let relative = std::path::Path::new(&path).strip_prefix(root).unwrap();
        for finding in &file.findings {
            out.entry(finding.code).or_default().insert(relative.display().to_string());
        }
    }
    out
}

/// What is wrong with the rules that their repositories publish and test; a new line here is a false alarm until shown
/// otherwise.
#[test]
fn published_rules_have_few_findings() {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for corpus in [
        "sigma/rules",
        "sigma/rules-emerging-threats",
        "sigma/rules-threat-hunting",
        "elastic/rules",
    ] {
        let Some(root) = evidence(&format!("corpora/{corpus}")) else { return };
        for file in check(discover(&[root]).unwrap(), &CheckOptions::default()) {
            for finding in file.findings.iter().filter(|f| f.severity != Severity::Info) {
                let name = corpus.split('/').next().unwrap_or_default();
                *counts.entry(format!("{name}: {}", finding.code)).or_default() += 1;
            }
        }
    }
    insta::assert_debug_snapshot!(counts);
}
