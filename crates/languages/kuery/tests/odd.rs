//! What Kibana accepts, but hardly anybody means.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{corpus, listed, query, snippet};
use ruleglot_kuery::oddities;
use std::collections::BTreeMap;
use std::fmt::Write;

const ODD: &[&str] = &[
    "a => 5",
    "a > = 5",
    "a != b",
    "a == b and c:d && e",
    "a:b || c",
    "a > null or b < *",
    "f:C\\:\\\\x\\order",
    "f:x\\android or g:\\not here",
    "a:(null or b) and null:x",
    "a: or b",
    "a:b or",
    "a:x and and b:y",
    "or",
    "dns.question.name:?.example.net",
    "file.path:?\\:\\\\Temp\\\\*",
    "process.args:* curl*",
    "user_agent.original:*S3 Browser*",
    "process.args:(*a.xml\n  */b.json)",
    "n:{ x and a:null }",
    "n*:{ a:b }",
];

/// What looks odd and is meant.
const PLAIN: &[&str] = &[
    "a:\"x or\" and \"and b\":c",
    "f:this \\or that",
    "url.query:a?b=c",
    "or:x and and:y",
    "process.name:\"* curl*\"",
    "f:\"null\" and \"null\":x",
    "a >= 5 and b < -1",
    "mimikatz or \"a != b\"",
    "f:\"C:\\order\"",
    "f:C\\:\\\\order\\\\android",
    "n:{ a:b }",
];

#[test]
fn odd_texts_are_told() {
    let mut told = String::new();
    for text in ODD {
        let found = oddities(&query(text), &snippet(text));
        assert!(!found.is_empty(), "{text}");
        assert!(found.iter().all(|d| d.help.is_some()), "{text}");
        let _ = writeln!(told, "{}\n{}", text.replace('\n', "⏎"), listed(text, &found));
    }
    insta::assert_snapshot!(told);
}

#[test]
fn plain_texts_are_left_alone() {
    for text in PLAIN {
        let found = oddities(&query(text), &snippet(text));
        assert!(found.is_empty(), "{text}\n{}", listed(text, &found));
    }
}

#[test]
fn the_corpus_is_odd_in_few_places() {
    let Some(queries) = corpus() else { return };
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, text) in &queries {
        for d in oddities(&query(text), &snippet(text)) {
            *count.entry(d.code).or_default() += 1;
        }
    }
    insta::assert_snapshot!(format!("{count:#?}"));
}
