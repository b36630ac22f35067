//! Our lints against those of pySigma and `SigmaHQ` on the same real rules: the same rules are found, no others.
#![allow(clippy::print_stderr, clippy::unwrap_used, reason = "tests")]

use ruleglot_engine::{CheckOptions, Selection, check, discover};
use ruleglot_tests::{cases, evidence, text};
use std::collections::{BTreeMap, BTreeSet};

/// How our finding answers an issue of the peers.
struct Same {
    issue: &'static str,
    code: &'static str,
    /// Rules that only they find, by the end of the path, and why.
    theirs: &'static [(&'static str, &'static str)],
    /// Why we find more of them than theirs, if we do; what pySigma refuses for its condition it never validates.
    more: Option<&'static str>,
}

const fn same(issue: &'static str, code: &'static str) -> Same {
    Same { issue, code, theirs: &[], more: None }
}

const TIMEFRAME: &str =
    "`timeframe` is no selection: `sigma/legacy-timeframe` or `sigma/legacy-aggregation`";
const LISTED: &str = "our table of log sources has it: rules that are published read it";
const OF_SYSMON: &str = "nobody but Sysmon records these events";
const SEVERAL: &str = "it asks for events of several categories at once";

/// Issues with our code for each.
const SAME: &[Same] = &[
    Same {
        theirs: &[
            ("aws_ses_messaging_enabled.yml", TIMEFRAME),
            ("win_remote_service.yml", TIMEFRAME),
        ],
        ..same("DanglingDetectionIssue", "sigma/unused-selection")
    },
    same("EscapedWildcardIssue", "sigma/escaped-wildcard"),
    same("NumberAsStringIssue", "sigma/number-as-string"),
    same("WildcardInsteadOfContainsIssue", "sigma/wildcard-instead-of-modifier"),
    same("WildcardInsteadOfStartswithIssue", "sigma/wildcard-instead-of-modifier"),
    Same {
        theirs: &[(
            "win_suspicious_werfault_connection_outbound.yml",
            "its stars stand beside `contains`: that is `sigma/redundant-wildcard`",
        )],
        ..same("WildcardInsteadOfEndswithIssue", "sigma/wildcard-instead-of-modifier")
    },
    same("DoubleWildcardIssue", "sigma/double-wildcard"),
    same("ControlCharacterIssue", "sigma/control-character"),
    same("SigmahqFieldDuplicateValueIssue", "sigma/duplicate-value"),
    same("ThemConditionWithSingleDetection", "sigma/them-single-selection"),
    same("SigmahqInvalidAllModifierIssue", "sigma/all-single-value"),
    same("SigmahqFieldUserIssue", "sigma/localised-user"),
    same("SigmaConditionError", CONDITION),
    Same {
        theirs: &[
            ("sysmon_config_modification.yml", OF_SYSMON),
            ("sysmon_file_block_executable.yml", OF_SYSMON),
            ("sysmon_file_block_shredding.yml", OF_SYSMON),
            ("sysmon_file_executable_detected.yml", OF_SYSMON),
            ("sysmon_accessing_winapi_in_powershell_credentials_dumping.yml", SEVERAL),
            ("sysmon_dcom_iertutil_dll_hijack.yml", SEVERAL),
        ],
        ..same("SpecificInsteadOfGenericLogsourceIssue", "logsource/too-specific")
    },
    Same {
        theirs: &[
            ("fortinet_fortigate_new_local_user_created.yml", LISTED),
            ("fortinet_fortigate_user_group_modified.yml", LISTED),
            ("fortinet_fortigate_new_firewall_address_object.yml", LISTED),
            ("fortinet_fortigate_new_vpn_ssl_web_portal.yml", LISTED),
            ("fortinet_fortigate_vpn_ssl_settings_modified.yml", LISTED),
            ("win_smbserver_connectivity_unsigned_and_unencrypted_share_connection.yml", LISTED),
            ("gcp_gworkspace_suspicious_login.yml", LISTED),
            ("powershell_suspicious_download.yml", LISTED),
            ("powershell_syncappvpublishingserver_exe.yml", LISTED),
        ],
        ..same("SigmahqLogsourceUnknownIssue", "logsource/unknown")
    },
    same("InvalidPatternTagIssue", "metadata/malformed-tag"),
    same("SigmahqFilenameConventionIssue", "sigmahq/file-name"),
    same("SigmahqFilenamePrefixIssue", "sigmahq/file-name-prefix"),
    same("SigmahqFieldsExistenceIssue", "sigmahq/fields"),
    Same {
        more: Some("links with an anchor or an escape change with their branch too"),
        ..same("SigmahqGithubLinkIssue", "sigmahq/github-permalink")
    },
    same("SigmahqMitreLinkIssue", "sigmahq/attack-link"),
    same("SigmahqInvalidFieldnameIssue", "sigmahq/unknown-field"),
    same("SigmahqUnknownFieldIssue", "sigmahq/unknown-key"),
];

/// Any of our errors about a condition.
const CONDITION: &str = "condition";
const OF_CONDITIONS: [&str; 4] = [
    "sigma/invalid-condition",
    "sigma/legacy-aggregation",
    "sigma/undefined-selection",
    "sigma/missing-condition",
];

/// Issues that we do not answer one by one, and why.
const NOT_COMPARED: &[(&str, &str)] = &[
    (
        "InvalidATTACKTagIssue",
        "their ATT&CK is release 17, the rules are tagged for 19: `attack/*`",
    ),
    (
        "SigmahqTagsTechniquesWithoutTacticsIssue",
        "their ATT&CK is release 17, the rules are tagged for 19: `attack/wrong-tactic`",
    ),
    (
        "SigmahqStatusIssue",
        "they refuse every such rule, `sigmahq/status-folder` those outside their folder, where none of these is",
    ),
    ("DuplicateTitleIssue", "across files: the family `repo`"),
    ("IdentifierCollisionIssue", "across files: the family `repo`"),
];

#[test]
fn the_same_rules_are_found_as_by_the_peers() {
    let Some(peers) = cases("cases/sigma-lint-peers.jsonl") else { return };
    let Some(root) = evidence("corpora/sigma") else { return };
    let ours = found_by_us(&root);
    let mut issues: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for case in peers.iter().filter(|case| root.join(text(case, "rule_path")).exists()) {
        issues.entry(text(case, "issue")).or_default().insert(text(case, "rule_path"));
    }
    let mut wrong = Vec::new();
    for (issue, theirs) in &issues {
        let answered = SAME.iter().any(|same| same.issue == *issue);
        match NOT_COMPARED.iter().find(|(known, _)| known == issue) {
            Some((_, why)) => eprintln!("{issue}: {} rules, not compared: {why}", theirs.len()),
            None if !answered => wrong.push(format!("{issue}: nothing of ours answers it")),
            None => {}
        }
    }
    wrong.extend(SAME.iter().flat_map(|same| compare(same, &issues, &ours)));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Where we and the peers differ on an issue without a reason.
fn compare(
    same: &Same,
    issues: &BTreeMap<&str, BTreeSet<&str>>,
    ours: &BTreeMap<&'static str, BTreeSet<String>>,
) -> Vec<String> {
    let Same { issue, code, .. } = same;
    let of = |issue: &str| issues.get(issue).cloned().unwrap_or_default();
    let theirs = of(issue);
    let found: BTreeSet<&str> = ours.get(code).into_iter().flatten().map(String::as_str).collect();
    let both = found.intersection(&theirs).count();
    eprintln!("{issue}: peers {} rules, {code} {}, both {both}", theirs.len(), found.len());
    let excused = |path: &str| same.theirs.iter().any(|(end, _)| path.ends_with(end));
    let only_theirs = theirs.difference(&found).filter(|path| !excused(path));
    let mut wrong: Vec<_> = only_theirs.map(|p| format!("{code}: only theirs: {p}")).collect();
    if let Some(why) = same.more {
        eprintln!("    ours are more: {why}");
    } else {
        // One finding of ours may answer several of their issues.
        let answered = SAME.iter().filter(|other| other.code == *code).map(|other| other.issue);
        let known: BTreeSet<&str> = answered.chain(["SigmaConditionError"]).flat_map(of).collect();
        wrong.extend(found.difference(&known).map(|p| format!("{code}: only ours: {p}")));
    }
    let stale = same.theirs.iter().filter(|(end, _)| found.iter().any(|p| p.ends_with(end)));
    wrong.extend(stale.map(|(end, _)| format!("{code}: we find {end} too")));
    wrong
}

/// Code → rules.
fn found_by_us(root: &std::path::Path) -> BTreeMap<&'static str, BTreeSet<String>> {
    let options = CheckOptions {
        selection: Selection::new(
            &["sigma", "metadata", "logsource", "sigmahq", "style"].map(str::to_owned),
            &[],
            &[],
        )
        .unwrap(),
        ..CheckOptions::default()
    };
    let mut out: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for file in check(discover(&[root.to_owned()]).unwrap(), &options) {
        let path = file.file.path.clone();
        let relative = std::path::Path::new(&path).strip_prefix(root).unwrap();
        for finding in &file.findings {
            let of_condition = OF_CONDITIONS.contains(&finding.code);
            let code = if of_condition { CONDITION } else { finding.code };
            out.entry(code).or_default().insert(relative.display().to_string());
        }
    }
    out
}
