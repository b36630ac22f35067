//! The release of ATT&CK that `check` holds rules against: asked for, or found over all rules of a format.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::Path;
use std::process::Command;

/// A Sigma rule with these tags.
fn sigma(tags: &str) -> String {
    let tags = format!("    - attack.{}\n", tags.replace(' ', "\n    - attack."));
    format!(
        "title: A\ntags:\n{tags}logsource:\n    product: windows\ndetection:\n    selection:\n        a: b\n    \
         condition: selection\n"
    )
}

/// What `check --format concise` says of such rules: its findings, and its last line.
fn check(name: &str, rules: &[&str], arguments: &[&str]) -> (Vec<String>, String) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("attack").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for (i, tags) in rules.iter().enumerate() {
        fs::write(folder.join(format!("{i}.yml")), sigma(tags)).unwrap();
    }
    let run = Command::new(env!("CARGO_BIN_EXE_ruleglot"))
        .args(["check", "--format", "concise", "--ignore", "repo", "."])
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let lines = String::from_utf8(run.stdout).unwrap().lines().map(str::to_owned).collect();
    (lines, String::from_utf8(run.stderr).unwrap())
}

const OF_18: &str = "defense-evasion t1562.001";
const OF_19: &str = "defense-impairment t1685";
const NEUTRAL: &str = "execution t1059";

#[test]
fn rules_that_are_clean_at_a_release_are_of_it() {
    for (name, rules) in [("18", [OF_18, OF_18, NEUTRAL]), ("19", [OF_19, OF_19, NEUTRAL])] {
        let (lines, last) = check(name, &rules, &[]);
        assert!(lines.is_empty(), "{lines:?}");
        assert!(last.ends_with("3 rules in 3 files: no findings\n"), "{last}");
    }
}

#[test]
fn the_rules_decide_together_and_the_summary_says_it() {
    let (lines, last) = check("together", &[OF_18, OF_19, OF_19], &[]);
    assert!(lines.iter().all(|l| l.starts_with("./0.yml")), "{lines:?}");
    assert!(last.contains("; held against ATT&CK 19.1 for sigma"), "{last}");
    let (lines, last) = check("neutral", &[OF_18, "persistence t1574.002"], &[]);
    assert_eq!(lines.len(), 1);
    assert!(!last.contains("held against"), "it is wrong at both: {last}");
}

#[test]
fn a_tie_is_18() {
    let (lines, last) = check("tie", &["defense-evasion t1070", "stealth t1070"], &[]);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].contains("ATT&CK 18.1 has no tactic `stealth`"), "{lines:?}");
    assert!(last.contains("ATT&CK 18.1 for sigma"), "{last}");
}

#[test]
fn what_is_asked_for_is_held() {
    let (lines, last) = check("asked", &[OF_18], &["--attack", "19"]);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(!last.contains("held against"), "{last}");
    let (lines, _) = check("minor", &[OF_18], &["--attack", "18.1"]);
    assert!(lines.is_empty(), "{lines:?}");
}
