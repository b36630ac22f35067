//! The entries of every hub, as the program holds them, on pairs of raw event and document.

#![allow(clippy::print_stdout, reason = "tests")]

use ruleglot_knowledge::{Confidence, Spelling};
use ruleglot_tests::documents::{Heard, Pair, Report, Row, flatten, pairs, reports};
use ruleglot_tests::score::{Score, Scores, hold};
use std::collections::BTreeSet;

/// Rows that documents confirm.
const LEAST: usize = 800;

fn is_confirmed(row: &Row) -> bool {
    row.values().any(|h| h.is_claimed() && h.equal > 0)
}

fn is_silent(row: &Row) -> bool {
    row.values().all(|h| h.equal + h.different + h.absent == 0)
}

fn count(report: &Report, of: impl Fn(&Row) -> bool) -> usize {
    report.rows.values().filter(|r| of(r)).count()
}

fn forms(report: &Report, of: impl Fn(&Heard) -> bool) -> usize {
    report.rows.values().flat_map(|r| r.values()).filter(|h| of(h)).count()
}

fn score(report: &Report) -> Score {
    let mut score = Score { of: report.rows.len(), ..Score::default() };
    score.add("confirmed", count(report, is_confirmed));
    score.bad("contradicted", forms(report, |h| h.is_claimed() && h.different > 0));
    let bare = |h: &Heard| h.confidence == Confidence::High && h.equal == 0 && !h.grounds;
    score.bad("high confidence without evidence or grounds", forms(report, bare));
    let told = score.told.entry("rows".into()).or_default();
    let only_low = |r: &Row| !is_confirmed(r) && r.values().any(|h| h.equal > 0);
    told.insert("confirmed at low confidence alone".into(), count(report, only_low));
    told.insert("without evidence".into(), count(report, is_silent));
    told.insert(
        "not filled, or otherwise".into(),
        count(report, |r| !is_silent(r) && r.values().all(|h| h.equal == 0)),
    );
    let told = score.told.entry("forms".into()).or_default();
    told.insert(
        "contradicted at low confidence".into(),
        forms(report, |h| !h.is_claimed() && h.different > 0),
    );
    score
}

fn show(report: &Report) {
    for (name, row) in &report.rows {
        for (form, h) in row {
            let word = if h.different > 0 && h.is_claimed() {
                "CONTRADICTED"
            } else if h.different > 0 {
                "low"
            } else if h.equal == 0 && h.absent > 0 {
                "not filled"
            } else if h.absent > 0 {
                "partly"
            } else if h.equal > 0 {
                "equal"
            } else {
                "silent"
            };
            println!(
                "{word}\t{}\t{name}\t{form}\t{:?}\t{}/{}/{}\t{}\t{}",
                report.hub.taxonomy,
                h.confidence,
                h.equal,
                h.different,
                h.absent,
                if h.grounds { "grounds" } else { "" },
                h.example.as_deref().unwrap_or_default()
            );
        }
    }
}

#[test]
fn entries_hold_of_documents() {
    let Some(pairs) = pairs() else { return };
    let reports = reports(&pairs);
    if std::env::var_os("REPORT").is_some() {
        reports.iter().for_each(show);
    }
    let mut all = Score::default();
    let mut scores = Scores::new();
    for report in &reports {
        let one = score(report);
        all.of += one.of;
        one.good.iter().for_each(|(name, n)| all.add(name, *n));
        one.bad.iter().for_each(|(name, n)| all.bad(name, *n));
        for (kind, counts) in &one.told {
            let told = all.told.entry(kind.clone()).or_default();
            counts.iter().for_each(|(name, n)| *told.entry(name.clone()).or_default() += n);
        }
        scores.insert(report.hub.taxonomy.to_string(), one);
    }
    let (confirmed, contradicted) = (all.good["confirmed"], all.bad["contradicted"]);
    let bare = all.bad["high confidence without evidence or grounds"];
    let rows = all.told.entry("rows".into()).or_default();
    let silent = rows["without evidence"];
    rows.insert("without evidence, percent".into(), silent * 100 / all.of.max(1));
    scores.insert("all".into(), all);
    hold("documents", &scores);
    assert!(confirmed >= LEAST, "{confirmed} rows are confirmed");
    assert_eq!(bare, 0, "forms of high confidence for which nothing speaks; REPORT=1 shows them");
    assert_eq!(contradicted, 0, "forms that documents contradict; REPORT=1 shows them");
}

/// Values that differ by letter case alone, and how many there are in all, of each field that a hub says has one spelling.
#[test]
fn fields_of_one_spelling_have_one() {
    let Some(pairs) = pairs() else { return };
    let mut score = Score::default();
    let mut wrong = Vec::new();
    for hub in ruleglot_knowledge::hubs() {
        let own = |p: &&Pair| hub.concepts.iter().any(|c| *c == p.concept);
        let events: Vec<_> = pairs.iter().filter(own).map(|p| flatten(&p.raw)).collect();
        for field in hub.fields.values() {
            let name = field.name.as_str();
            let values = events.iter().filter_map(|e| e.get(name)).flatten();
            let values: BTreeSet<String> =
                values.map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned)).collect();
            let folded: BTreeSet<String> = values.iter().map(|v| v.to_lowercase()).collect();
            let one = folded.len() == values.len();
            if field.spelling == Spelling::Canonical {
                score.of += 1;
                match values.len() {
                    0 => score.tell("fields", "without documents"),
                    1 => score.tell("fields", "with one value"),
                    _ => score.good("several values, each in one spelling"),
                }
                if !one {
                    score.bad("two spellings", 1);
                    wrong.push(format!("{} {name}: {values:?}", hub.taxonomy));
                }
            } else if std::env::var_os("REPORT").is_some() && !one {
                println!("FREE\t{}\t{name}", hub.taxonomy);
            } else if std::env::var_os("REPORT").is_some() && values.len() > 2 {
                let few: Vec<_> = values.iter().take(6).collect();
                println!("MAY\t{}\t{name}\t{}\t{few:?}", hub.taxonomy, values.len());
            }
        }
    }
    score.bad("two spellings", 0);
    hold("spellings", &Scores::from([("all".to_owned(), score)]));
    assert!(wrong.is_empty(), "{wrong:#?}");
}
