//! Which language a text is in: what has marks of one is found, what has none or those of two is not.

use ruleglot_formats::{Notation, TextKind, find_language};

fn shown(text: &str) -> String {
    match find_language(text) {
        TextKind::Rule(format, Notation::Sound) => format.id().to_owned(),
        TextKind::Rule(format, Notation::Broken) => format!("broken {}", format.id()),
        TextKind::Query(language) => format!("query {language}"),
        TextKind::Perhaps(language) => format!("perhaps {language}"),
        TextKind::Several(languages) => languages.join(" or "),
        TextKind::Unread(what) => what.to_owned(),
        TextKind::Unknown => "nothing".to_owned(),
    }
}

/// Each text with what it must be found to be.
fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(shown(text), *expected, "{text}");
    }
}

#[test]
fn rule_files_are_found_by_their_marks() {
    check(&[
        ("title: A\nlogsource: {}\ndetection:\n  s: {a: b}\n  condition: s\n", "sigma"),
        ("[rule]\ntype = \"query\"\nquery = \"a:b\"\n", "elastic"),
        ("[rule]\ntype = \"query\"\nquery = \"a:b\"\nquery = \"c:d\"\n", "broken elastic"),
        ("name: A\nsearch: index=a\nrba: {}\nhow_to_implement: x\n", "splunk"),
    ]);
}

#[test]
fn queries_are_found_by_what_only_one_language_has() {
    check(&[
        ("process.name:cmd.exe and not user.name:*", "query kuery"),
        ("event.outcome: success and not user.name: (root or admin*)", "query kuery"),
        ("event.action: a and bytes >= 100", "query kuery"),
        ("a.b: \"x\" and a.c: *name=value*", "query kuery"),
        ("a.b:\"x\" and a.c:*name=value*", "query kuery"),
        ("index=main EventCode=1", "query spl"),
        ("index=main foo=1 and bar=2", "query spl"),
        ("index=main | stats count by x", "query spl"),
        ("| tstats count where index=a by b", "query spl"),
        ("`okta` eventType IN (a, b)", "query spl"),
        ("error | head 5", "query spl"),
        // Kibana reads these as words to be searched for; their authors meant another language.
        ("source:main | stats count by x", "query spl"),
        ("index=main error", "query spl"),
    ]);
}

#[test]
fn what_two_languages_read_is_left_to_the_user() {
    check(&[
        ("bytes > 1000", "kuery or spl"),
        ("failed password", "kuery or spl"),
        ("mimikatz or \"lsass dump\"", "kuery or spl"),
        ("SecurityEvent | where EventID == 4688", "spl or kusto"),
    ]);
}

#[test]
fn other_languages_are_named() {
    check(&[
        ("process where process.name == \"x\"", "an EQL query"),
        (
            "sequence by host.id with maxspan=1m [process where true] [file where true]",
            "an EQL query",
        ),
        ("// a comment\nany where true", "an EQL query"),
        ("from logs-* | where a == 1", "an ES|QL query"),
        ("FROM logs-*\n| STATS c = COUNT(*) BY a", "an ES|QL query"),
        ("SecurityEvent\n| where EventID == 4688\n| project Computer", "a Kusto query"),
        ("rule abc {\n meta:\n events:\n}", "a YARA-L rule"),
        ("_exists_:a AND b:[1 TO 5]", "a Lucene query"),
        ("select a from b where c = 1", "an SQL query"),
        ("def rule(event):\n    return True", "a Panther rule"),
        ("AnalysisType: rule\nRuleID: A\n", "a Panther rule"),
        ("a.b eq \"x\"\na.c not wildcard \"*y\"", "a catalogue's list of predicates"),
    ]);
}

#[test]
fn prose_is_nothing() {
    check(&[
        ("  \n", "nothing"),
        ("This rule finds things.\nThey are bad, mostly", "nothing"),
        ("a:(", "nothing"),
    ]);
}
