//! ATT&CK in the rules of the corpora: what is live and under its own tactics at each release, against what an independent
//! count of the whole repositories found (`reference/attack_check.txt`; the corpora here are a part of them).
//!
//! Counted is every mention of a technique, as often as it stands there: each tag of a Sigma rule, each technique and
//! sub-technique of each entry of an Elastic rule, each id of a Splunk rule. A live one is consistent when it serves the
//! tactic that it stands under (Elastic), or any that is listed beside it by its name at the release (Sigma).
#![allow(clippy::print_stderr, clippy::unwrap_used, reason = "tests")]

use ruleglot_engine::{
    AttackRelease, CheckOptions, FileFindings, House, RuleDoc, ScanOptions, Scanned, Selection,
    check_all, check_scanned, discover, scan_text,
};
use ruleglot_formats::{AttackLayout, AttackMention, AttackMentions, Mentioned};
use ruleglot_knowledge::{Domain, Technique, attack_object, tactic, tactics, technique};
use ruleglot_source::{Edit, FileId, Safety, SourceFile, apply_edits};
use ruleglot_tests::corpus::{ELASTIC, SPLUNK, read_corpus};
use ruleglot_tests::evidence;
use ruleglot_tests::score::{Score, Scores, hold};
use std::collections::BTreeMap;

/// Folders of rules in use.
const SIGMA: [&str; 5] = [
    "rules",
    "rules-compliance",
    "rules-emerging-threats",
    "rules-placeholder",
    "rules-threat-hunting",
];

const LIVE: &str = "live";
const CONSISTENT: &str = "serves its tactic";
const INCONSISTENT: &str = "serves none of its tactics";
const DEAD: &str = "revoked, deprecated or of another release";
const UNKNOWN: &str = "unknown";
const OTHER_MATRIX: &str = "mobile or ICS";

fn mentions(file: &SourceFile, rule: &RuleDoc) -> AttackMentions {
    let of = rule.format.zip(rule.document.as_ref());
    of.map(|(format, document)| format.attack(document, file)).unwrap_or_default()
}

fn count(mentions: &AttackMentions, release: AttackRelease, score: &mut Score) {
    for mention in &mentions.list {
        match &mention.what {
            Mentioned::Technique(id) => technique_at(mentions, mention, id, release, score),
            Mentioned::Object(id) if attack_object(id).is_some() => {
                score.tell("other", "known object");
            }
            Mentioned::Object(_) => score.tell("other", "unknown object"),
            Mentioned::Malformed(_) => score.tell("other", "malformed"),
            Mentioned::Tactic(_) | Mentioned::TacticName(_) => score.tell("other", "tactic"),
        }
    }
}

fn technique_at(
    mentions: &AttackMentions,
    mention: &AttackMention,
    id: &str,
    release: AttackRelease,
    score: &mut Score,
) {
    score.of += 1;
    let state = match technique(id) {
        None => UNKNOWN,
        Some(known) if known.domain != Domain::Enterprise => OTHER_MATRIX,
        Some(known) if !known.is_live(release) => DEAD,
        Some(known) => {
            score.good(LIVE);
            match serves(mentions, mention, known, release) {
                Some(true) => score.good(CONSISTENT),
                Some(false) => score.bad(INCONSISTENT, 1),
                None => {}
            }
            differing(mention, known, release, score);
            return;
        }
    };
    score.bad(state, 1);
    score.tell(state, id);
}

/// Whether it serves a tactic that it stands under or beside; `None` where the format has no tactics.
fn serves(
    mentions: &AttackMentions,
    mention: &AttackMention,
    known: &Technique,
    release: AttackRelease,
) -> Option<bool> {
    let own = known.tactics(release);
    match mentions.layout {
        AttackLayout::Techniques => None,
        AttackLayout::Entries => {
            let mut above = mention;
            while let Some(i) = above.below {
                above = &mentions.list[i];
            }
            Some(matches!(&above.what, Mentioned::Tactic(id) if own.contains(&id.as_str())))
        }
        AttackLayout::Tags => {
            let listed = |m: &AttackMention| match &m.what {
                Mentioned::TacticName(name) => tactics()
                    .iter()
                    .any(|t| t.shortname == name && t.is_live(release) && own.contains(&t.id)),
                _ => false,
            };
            Some(mentions.list.iter().any(listed))
        }
    }
}

fn differing(
    mention: &AttackMention,
    known: &Technique,
    release: AttackRelease,
    score: &mut Score,
) {
    if let Some(name) = mention.name.as_ref().filter(|n| n.text != known.name_at(release)) {
        score.tell("another name", &format!("{} {}", known.id, name.text));
    }
}

fn measure(name: &str, files: &[Scanned], scores: &mut Scores) {
    for release in AttackRelease::ALL {
        let score = scores.entry(format!("{name} at {}", release.number())).or_default();
        for bad in [DEAD, UNKNOWN, OTHER_MATRIX, INCONSISTENT] {
            score.bad(bad, 0);
        }
        for file in files {
            file.rules.iter().for_each(|r| count(&mentions(&file.file, r), release, score));
        }
    }
}

#[test]
fn techniques_of_the_corpora() {
    let mut scores = Scores::new();
    let Some(sigma) = read_corpus("sigma", &SIGMA) else { return };
    measure("sigma", &sigma, &mut scores);
    let Some(mut elastic) = read_corpus("elastic", &ELASTIC) else { return };
    elastic.retain(|file| !file.candidate.relative.contains("/_deprecated/"));
    measure("elastic", &elastic, &mut scores);
    let Some(splunk) = read_corpus("splunk", &SPLUNK) else { return };
    measure("splunk", &splunk, &mut scores);
    hold("attack", &scores);
    let Some(reference) = reference() else { return };
    assert_eq!(reference.len(), 5, "of Splunk it counts 18.1 alone");
    for (group, theirs) in &reference {
        agree(group, &scores[group], theirs);
    }
}

/// The corpora are about two thirds of what was counted there: no count is above that of the whole, each share is within
/// two points of it, and a whole corpus has the very same counts.
fn agree(group: &str, ours: &Score, theirs: &BTreeMap<&'static str, usize>) {
    let whole: usize = [LIVE, DEAD, UNKNOWN, OTHER_MATRIX].iter().map(|name| theirs[name]).sum();
    for (name, there) in theirs {
        let here = ours.good.get(*name).or(ours.bad.get(*name)).copied().unwrap_or(0);
        let told = format!("{group}: {name}: {here} of {}, there {there} of {whole}", ours.of);
        eprintln!("{told}");
        assert!(
            here <= *there && (here * whole).abs_diff(there * ours.of) <= whole * ours.of / 50,
            "{told}"
        );
        assert!(ours.of < whole || here == *there, "{told}");
    }
}

/// The counts of the reference by the names used here; what it does not list is 0.
fn reference() -> Option<BTreeMap<String, BTreeMap<&'static str, usize>>> {
    let text = std::fs::read_to_string(evidence("reference/attack_check.txt")?).ok()?;
    let names = [
        ("'live'", LIVE),
        ("'revoked/deprecated/other-version'", DEAD),
        ("'unknown'", UNKNOWN),
        ("'mobile/ics'", OTHER_MATRIX),
        ("True", CONSISTENT),
        ("False", INCONSISTENT),
    ];
    let mut out = BTreeMap::new();
    for line in text.lines() {
        let Some((corpus, rest)) = line.split_once(" v ") else { continue };
        let Some((version, counts)) = rest.split_once(' ') else { continue };
        let corpus = match corpus {
            "sigma" | "elastic" => corpus,
            "escu" => "splunk",
            _ => continue,
        };
        let of = |key: &str| -> usize {
            let at = counts.split_once(&format!("{key}: ")).map(|(_, rest)| rest);
            let digits = at.and_then(|r| r.split(|c: char| !c.is_ascii_digit()).next());
            digits.and_then(|d| d.parse().ok()).unwrap_or(0)
        };
        let mut found: BTreeMap<_, _> = names.iter().map(|(key, name)| (*name, of(key))).collect();
        // Splunk's rules name no tactics, which it counts nowhere.
        if corpus == "splunk" {
            found.retain(|name, _| ![CONSISTENT, INCONSISTENT].contains(name));
        }
        out.insert(format!("{corpus} at {version}.1"), found);
    }
    Some(out)
}

/// What is told of the corpora at default settings: a new line here is a false alarm until shown otherwise.
#[test]
fn findings_on_the_corpora() {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let folders = ["sigma", "elastic/rules", "elastic/rules_building_block", "splunk/detections"];
    for folder in folders {
        let Some(root) = evidence(&format!("corpora/{folder}")) else { return };
        let ignored = ["attack/tactic-without-technique".to_owned()];
        let selection = Selection::new(&["attack".to_owned()], &[], &ignored).unwrap();
        let options = CheckOptions { selection, ..CheckOptions::default() };
        let checked = check_all(discover(&[root]).unwrap(), Vec::new(), &options);
        for finding in checked.files.iter().flat_map(|f| &f.findings) {
            let severity = finding.severity.word();
            *counts.entry(format!("{folder}: {severity} {}", finding.code)).or_default() += 1;
        }
        let releases = checked
            .releases
            .iter()
            .filter(|a| a.matters)
            .map(|a| a.release.number())
            .collect::<Vec<_>>();
        counts.insert(format!("{folder}: {releases:?} found"), 0);
    }
    insta::assert_debug_snapshot!(counts);
}

/// Every file of a corpus with what is safe to mend mended, at a release that it was not written for: what had a fix is
/// gone, and nothing new is there.
#[test]
fn safe_fixes_on_the_corpora_bring_nothing_new() {
    for (folder, format) in
        [("sigma", "sigma"), ("elastic/rules", "elastic"), ("splunk/detections", "splunk")]
    {
        let Some(root) = evidence(&format!("corpora/{folder}")) else { return };
        for release in AttackRelease::ALL {
            let house = House { attack: Some(release) };
            let scan = ScanOptions { from: Some(format.to_owned()), ..ScanOptions::default() };
            let selection =
                Selection::new(&["attack".to_owned(), "schema".to_owned()], &[], &[]).unwrap();
            let options = CheckOptions { selection, scan, house, ..CheckOptions::default() };
            let mut mended = 0;
            for before in
                check_all(discover(std::slice::from_ref(&root)).unwrap(), Vec::new(), &options)
                    .files
            {
                let edits = edits(&before);
                let path = &before.file.path;
                // A file of its name is asked for by the schema.
                if edits.is_empty() {
                    continue;
                }
                let text = apply_edits(&before.file.text, &edits);
                let after =
                    check_scanned(vec![scan_text(&text, FileId(0), &options.scan)], &options)
                        .remove(0);
                let left = |f: &FileFindings| {
                    f.findings.iter().filter(|f| f.code != "schema/file-name").count()
                };
                let fixed = before.findings.iter().filter(|f| f.fix.is_some()).count();
                mended += fixed;
                assert!(left(&after) + fixed <= left(&before), "{path}: {:#?}", after.findings);
                let has_none = after.findings.iter().all(|f| f.fix.is_none());
                assert!(has_none, "{path}: {:#?}", after.findings);
            }
            eprintln!("{folder} at {}: {mended} findings mended", release.number());
        }
    }
}

fn edits(file: &FileFindings) -> Vec<Edit> {
    let safe =
        file.findings.iter().filter_map(|f| f.fix.as_ref()).filter(|f| f.safety == Safety::Safe);
    safe.flat_map(|fix| fix.edits.clone()).collect()
}

#[test]
fn the_tactics_of_every_technique_are_known() {
    for release in AttackRelease::ALL {
        for known in ruleglot_knowledge::techniques().iter().filter(|t| t.is_live(release)) {
            assert!(known.tactics(release).iter().all(|id| tactic(id, release).is_some()));
        }
    }
}
