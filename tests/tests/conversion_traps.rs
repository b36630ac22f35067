//! Conversions that other tools get wrong (`cases/conversion-traps.md`), between Sigma, Elastic's KQL and Splunk.
//!
//! What is written is read back and run on events that tell the right meaning from the wrong one; where a target cannot
//! say it, there is no text and a note says why. The numbers are those of the list; those about languages that are not
//! written yet are left out: T4 and T26, T28, T30 (correlations), T7, T9, T17, T18, T21.

use ruleglot_engine::{Assumption, Converted, FieldsMode, ScanOptions, convert, scan_text};
use ruleglot_source::FileId;
use ruleglot_tests::corpus::options;
use ruleglot_tests::{meaning, run, schema, spl};
use serde_json::{Value, json};

/// A Sigma rule with this detection, its lines without indentation.
fn sigma(detection: &str) -> String {
    let body = detection.trim().replace('\n', "\n    ");
    format!("title: A\nlogsource:\n    category: test\ndetection:\n    {body}\n")
}

fn converted(text: &str, from: &str, to: &str) -> Converted {
    let options_from = ScanOptions { from: Some(from.into()), ..ScanOptions::default() };
    let scanned = scan_text(text, FileId(0), &options_from);
    let mut options = options(to, FieldsMode::Keep);
    options.granted.push(Assumption::CaseByMapping);
    convert(&[scanned], &options).remove(0).remove(0)
}

fn codes(of: &Converted) -> Vec<&'static str> {
    of.report.notes.iter().map(|n| n.code).collect()
}

/// What a text written in a language says of events.
fn says(text: &str, language: &str, events: &[Value]) -> Vec<bool> {
    if language == "spl" {
        return spl::answers(text, &[], events).unwrap_or_else(|e| panic!("{text}: {e}"));
    }
    let options = ScanOptions { from: Some(language.into()), ..ScanOptions::default() };
    let expr = meaning(&scan_text(text, FileId(0), &options)).unwrap_or_else(|e| panic!("{e}"));
    run(&expr, &schema(&Value::Null), events).unwrap_or_else(|e| panic!("{text}: {e}"))
}

/// The rule in another language, which must answer as wanted and be exact or in presentation only.
fn exact(text: &str, from: &str, to: &str, events: &[(Value, bool)]) -> String {
    let done = converted(text, from, to);
    let verdict = done.report.verdict;
    assert!(matches!(verdict, "exact" | "presentation"), "{verdict}: {:?}", done.report.notes);
    let written = done.text.unwrap_or_default();
    let (events, wanted): (Vec<Value>, Vec<bool>) = events.iter().cloned().unzip();
    assert_eq!(says(&written, to, &events), wanted, "{written}");
    written
}

/// The rule must be refused with this code, or leave a note of this code.
fn told(text: &str, from: &str, to: &str, code: &str) -> Converted {
    let done = converted(text, from, to);
    assert!(codes(&done).contains(&code), "{to}: {:?} {:?}", done.text, done.report.notes);
    assert!(done.report.notes.iter().any(|n| n.code == code && n.span.is_some()));
    done
}

fn command(line: &str) -> Value {
    json!({ "CommandLine": line })
}

#[test]
fn the_search_before_the_exact_test_says_nothing_in_vain() {
    let rule = sigma(
        "a:\n    Image|endswith: '\\x.exe'\nb:\n    - CommandLine|contains|all: [one, two]\n    - CommandLine|re: \
         ['n\\s+u', 'n\\s+g']\n    - CommandLine|contains: three\nc:\n    CommandLine|re: 'k$'\n    CommandLine|contains: \
         four\ncondition: a and (b or c)",
    );
    let event = |line: &str| json!({ "Image": "C:\\x.exe", "CommandLine": line });
    let events = [
        (event("one two"), true),
        (event("n  g"), true),
        (event("three"), true),
        (event("four k"), true),
        (event("k"), false),
        (json!({ "Image": "C:\\x.exe" }), false),
    ];
    let text = exact(&rule, "sigma", "spl", &events);
    let search = text.split("| where").next().unwrap_or_default();
    assert_eq!(
        search.split_whitespace().collect::<Vec<_>>().join(" "),
        r#"Image="*\\x.exe" CommandLine=*"#
    );
}

#[test]
fn t2_or_binds_tighter_in_search_and_looser_in_where() {
    let search = "a=1 OR b=2 c=3";
    let filter = "* | where a=1 OR b=2 AND c=3";
    for to in ["sigma", "kuery", "spl"] {
        let search_events = [
            (json!({"a": 1}), false),
            (json!({"a": 1, "c": 3}), true),
            (json!({"b": 2, "c": 3}), true),
        ];
        exact(search, "spl", to, &search_events);
    }
    for to in ["sigma", "spl"] {
        let filter_events =
            [(json!({"a": 1}), true), (json!({"b": 2}), false), (json!({"b": 2, "c": 3}), true)];
        let done = converted(filter, "spl", to);
        let text = done.text.unwrap_or_else(|| panic!("{:?}", done.report.notes));
        let (events, wanted): (Vec<Value>, Vec<bool>) = filter_events.into_iter().unzip();
        assert_eq!(says(&text, to, &events), wanted, "{text}");
    }
}

#[test]
fn t3_a_regex_beside_an_or_keeps_a_search_in_front() {
    let rule = sigma(
        "a:\n    Image|endswith: '\\a.exe'\n    CommandLine|re: 'x\\d+'\nb:\n    Image|endswith: '\\b.exe'\ncondition: a or b",
    );
    let event = |image: &str, line: &str| json!({"Image": image, "CommandLine": line});
    let events = [
        (event(r"c:\A.exe", "x12"), true),
        (event(r"c:\a.exe", "y12"), false),
        (event(r"c:\a.exe", "X12"), false),
        (event(r"c:\B.EXE", ""), true),
        (json!({"CommandLine": "x12"}), false),
    ];
    let text = exact(&rule, "sigma", "spl", &events);
    assert!(!text.starts_with('|'), "{text}");
    assert!(text.contains("| where "), "{text}");
    told(&rule, "sigma", "kuery", "translate/refused");
}

#[test]
fn t5_one_character_is_one_character() {
    let rule = sigma("a:\n    Options: '8??'\ncondition: a");
    let events = [
        (json!({"Options": "810"}), true),
        (json!({"Options": "8\n1"}), true),
        (json!({"Options": "8??"}), true),
        (json!({"Options": "81"}), false),
        (json!({"Options": "8100"}), false),
        (json!({"Options": "x810"}), false),
    ];
    exact(&rule, "sigma", "spl", &events);
    told(&rule, "sigma", "kuery", "translate/single-character-wildcard");
}

#[test]
fn t6_a_literal_star_is_no_wildcard() {
    let rule = sigma("a:\n    CommandLine|contains: '/tn \\*'\ncondition: a");
    let events = [
        (command("x /TN * y"), true),
        (command("x /tn y"), false),
        (command(r"x /tn \* y"), false),
    ];
    exact(&rule, "sigma", "spl", &events);
    let kuery = converted(&rule, "sigma", "kuery").text.unwrap_or_default();
    assert_eq!(says(&kuery, "kuery", &[command("x /tn * y"), command("x /tn y")]), [true, false]);
}

#[test]
fn t6_a_literal_star_in_a_keyword_is_none_either() {
    let rule = sigma("keywords:\n    - 'select \\*'\n    - drop\ncondition: keywords");
    let done = told(&rule, "sigma", "spl", "translate/text-of-event");
    let text = done.text.unwrap_or_else(|| panic!("{:?}", done.report.notes));
    let raw = |text: &str| json!({ "_raw": text });
    let events = [raw("x SELECT * y"), raw("select a"), raw("DROP t"), raw("x"), json!({})];
    assert_eq!(says(&text, "spl", &events), [true, false, true, false, false], "{text}");
}

#[test]
fn t8_a_star_behind_a_backslash_is_what_the_specification_says() {
    let rule = sigma("a:\n    CommandLine: '*\\AppData\\*'\ncondition: a");
    let events = [
        (command(r"c:\appdata*"), true),
        (command(r"c:\AppData\x"), false),
        (command(r"c:\AppData\*"), false),
    ];
    exact(&rule, "sigma", "spl", &events);
    exact(&rule, "sigma", "sigma", &events);
}

#[test]
fn t14_booleans() {
    let rule = sigma("a:\n    Initiated: true\ncondition: a");
    let events = [
        (json!({"Initiated": true}), true),
        (json!({"Initiated": "true"}), true),
        (json!({"Initiated": false}), false),
        (json!({}), false),
    ];
    exact(&rule, "sigma", "spl", &events);
    exact("Initiated: true", "kuery", "spl", &events);
}

#[test]
fn t15_case_that_counts_is_said() {
    let rule = sigma("a:\n    CommandLine|contains|cased: Git.exe\ncondition: a");
    let events = [
        (command("x Git.exe y"), true),
        (command("x git.exe y"), false),
        (command("x GIT.EXE"), false),
    ];
    let text = exact(&rule, "sigma", "spl", &events);
    assert!(text.contains("| where "), "{text}");
    exact(&rule, "sigma", "kuery", &events);
}

#[test]
fn t16_a_regex_is_found_anywhere_and_its_case_counts() {
    let rule = sigma("a:\n    A|re: 'fo+'\ncondition: a");
    let events = [
        (json!({"A": "xfooy"}), true),
        (json!({"A": "fo"}), true),
        (json!({"A": "FOO"}), false),
        (json!({"A": "f"}), false),
        (json!({}), false),
    ];
    exact(&rule, "sigma", "spl", &events);
    exact("* | regex A=\"fo+\"", "spl", "sigma", &events);
    exact("* | where match(A, \"fo+\")", "spl", "sigma", &events);
    let negated = sigma("a:\n    A|re: 'fo+'\ncondition: not a");
    let opposite: Vec<_> = events.iter().map(|(e, m)| (e.clone(), !m)).collect();
    exact(&negated, "sigma", "spl", &opposite);
}

#[test]
fn t24_any_value_is_a_value() {
    let rule = sigma("a:\n    A: '*'\ncondition: a");
    let events = [(json!({"A": "x"}), true), (json!({"A": null}), false), (json!({}), false)];
    exact(&rule, "sigma", "spl", &events);
    exact(&rule, "sigma", "kuery", &events);
    exact("A=*", "spl", "sigma", &events);
    exact("A: *", "kuery", "spl", &events);
}

#[test]
fn t31_a_literal_star_stays_one_where_a_value_is_cut() {
    for (modifier, yes, no) in [
        ("startswith", "a*bx", "axbx"),
        ("endswith", "xa*b", "xaxb"),
        ("contains", "xa*bx", "xaxbx"),
    ] {
        let rule = sigma(&format!("a:\n    A|{modifier}: 'a\\*b'\ncondition: a"));
        let events = [(json!({ "A": yes }), true), (json!({ "A": no }), false)];
        exact(&rule, "sigma", "spl", &events);
        let kuery = converted(&rule, "sigma", "kuery").text.unwrap_or_default();
        assert_eq!(says(&kuery, "kuery", &events.map(|(e, _)| e)), [true, false], "{kuery}");
    }
}

#[test]
fn t32_kql_quotes_and_escapes_are_literal_and_bare_stars_are_not() {
    let star = [(json!({"f": "foo*bar"}), true), (json!({"f": "fooxbar"}), false)];
    for (query, f) in
        [("f: \"foo*bar\"", "spl"), (r"f: foo\*bar", "spl"), ("f: \"foo*bar\"", "sigma")]
    {
        exact(query, "kuery", f, &star);
    }
    exact(
        "f: foo*bar",
        "kuery",
        "spl",
        &[(json!({"f": "fooxbar"}), true), (json!({"f": "foo"}), false)],
    );
    let blanks = [(json!({"g": "The S3 Browser 9"}), true), (json!({"g": "S3Browser"}), false)];
    exact("g: (*S3 Browser* or x)", "kuery", "spl", &blanks);
    exact("g: (*S3 Browser* or x)", "kuery", "sigma", &blanks);
    let order = [(json!({"n": 6}), true), (json!({"n": "10"}), true), (json!({"n": 5}), false)];
    // Of a field of unknown type nobody knows whether numbers or texts are compared: said, or refused.
    for to in ["spl", "sigma"] {
        let done = told("n > 5", "kuery", to, "translate/unknown-field-type");
        let Some(text) = &done.text else {
            assert!(codes(&done).contains(&"translate/refused"), "{:?}", done.report.notes);
            continue;
        };
        let (events, wanted): (Vec<Value>, Vec<bool>) = order.iter().cloned().unzip();
        assert_eq!(says(text, to, &events), wanted, "{text}");
    }
}

#[test]
fn t32_a_pattern_of_addresses_is_never_a_text() {
    let query = "not destination.ip: 192.168.*";
    let event = |ip: &str| json!({"destination": {"ip": ip}});
    for to in ["spl", "sigma"] {
        let done = told(query, "kuery", to, "translate/value-of-other-type");
        assert_eq!(done.report.verdict, "unknown");
        let networks = "not destination.ip: (192.168.0.0/16 or 10.0.0.0/8)";
        let events = [
            (event("11.0.0.1"), true),
            (event("192.168.1.1"), false),
            (event("10.0.0.1"), false),
            (json!({}), true),
        ];
        let net = exact(networks, "kuery", to, &events);
        assert!(net.contains("192.168.0.0/16"), "{net}");
    }
}

#[test]
fn a_threshold_is_refused_at_its_stage() {
    let query = "index=win EventCode=4625 | stats count by user | where count > 10";
    for to in ["sigma", "kuery", "elastic", "spl"] {
        let done = converted(query, "spl", to);
        if to == "spl" {
            assert!(done.report.verified.identity);
            continue;
        }
        let note = done.report.notes.iter().find(|n| n.code == "translate/refused");
        let place = note.and_then(|n| n.span).unwrap_or_else(|| panic!("{:?}", done.report.notes));
        assert!(done.text.is_none(), "{:?}", done.text);
        assert!(place.column > 26, "{place:?}");
    }
    // A grouping that nothing tests is presentation, less the key.
    let shown = converted("EventCode=4625 | stats count by user", "spl", "sigma");
    assert!(codes(&shown).contains(&"translate/by-key-missing"), "{:?}", shown.report.notes);
    let text = shown.text.unwrap_or_default();
    assert!(!text.contains("sysmon") && !text.contains("count"), "{text}");
}

#[test]
fn a_data_model_is_read() {
    let query = "| tstats count from datamodel=Endpoint.Processes where Processes.process_name=cmd.exe by Processes.dest";
    for to in ["sigma", "kuery"] {
        let done = converted(query, "spl", to);
        let text = done.text.unwrap_or_else(|| panic!("{:?}", done.report.notes));
        let events = [
            json!({"Processes.process_name": "cmd.exe", "Processes.dest": "h"}),
            json!({"Processes.process_name": "x.exe", "Processes.dest": "h"}),
        ];
        assert_eq!(says(&text, to, &events), [true, false], "{text}");
    }
}

#[test]
fn an_allow_list_is_never_dropped() {
    let query = "`wineventlog` id=1 | lookup allowlist user OUTPUT ok | where isnull(ok)";
    for to in ["sigma", "kuery", "elastic"] {
        let done = told(query, "spl", to, "translate/refused");
        assert!(done.text.is_none());
        assert!(
            done.report.notes.iter().any(|n| n.span.is_some_and(|p| p.column > 20)),
            "{:?}",
            done.report.notes
        );
    }
}

#[test]
fn modifiers_of_sigma_are_said_in_spl() {
    let net = sigma("a:\n    ip|cidr: 10.0.0.0/8\ncondition: a");
    exact(
        &net,
        "sigma",
        "spl",
        &[
            (json!({"ip": "10.1.2.3"}), true),
            (json!({"ip": "11.1.2.3"}), false),
            (json!({"ip": "10.x"}), false),
        ],
    );
    let dash = sigma("a:\n    CommandLine|contains|windash: ' -x '\ncondition: a");
    exact(
        &dash,
        "sigma",
        "spl",
        &[
            (command("t /X y"), true),
            (command("t -x y"), true),
            (command("t –x y"), true),
            (command("t _x y"), false),
        ],
    );
    let encoded = sigma("a:\n    CommandLine|base64offset|contains: secret words\ncondition: a");
    exact(
        &encoded,
        "sigma",
        "spl",
        &[
            (command("x c2VjcmV0IHdvcmRz y"), true),
            (command("x ZXhwc2VjcmV0IHdvcmRz y"), true),
            (command("secret words"), false),
        ],
    );
}

#[test]
fn what_where_says_in_lower_case_is_a_test_without_case() {
    let events = [
        (json!({"A": "xFOOy", "B": "Bar"}), true),
        (json!({"A": "foo", "B": "BAR"}), true),
        (json!({"A": "fo", "B": "bar"}), false),
        (json!({"A": "foo"}), false),
    ];
    for filter in [
        r#"* | where like(lower(A), "%foo%") AND lower(B)="bar""#,
        r#"* | eval a=lower(A), b=lower(B) | where like(a, "%foo%") AND b IN ("bar", "x")"#,
    ] {
        for to in ["sigma", "spl"] {
            let done = converted(filter, "spl", to);
            let text = done.text.unwrap_or_else(|| panic!("{:?}", done.report.notes));
            let (events, wanted): (Vec<Value>, Vec<bool>) = events.iter().cloned().unzip();
            assert_eq!(says(&text, to, &events), wanted, "{text}");
        }
    }
    let never = "* | where lower(A)=\"Foo\" OR B=\"b\"";
    let events = [json!({"A": "Foo"}), json!({"A": "foo"}), json!({"B": "b"})];
    let text = converted(never, "spl", "sigma").text.unwrap_or_default();
    assert_eq!(says(&text, "sigma", &events), [false, false, true]);
}

#[test]
fn what_sigma_became_becomes_sigma_again() {
    for detection in [
        "a:\n    F: '8??'\ncondition: a",
        "a:\n    F|contains: '/tn \\*'\n    G: x\ncondition: a",
        "a:\n    F|re: 'x\\d+'\nb:\n    F|endswith: '\\b.exe'\ncondition: a or b",
        "a:\n    F|contains|cased: Git.exe\nb:\n    - F|endswith: '?exe'\n    - G: null\ncondition: a and not b",
    ] {
        let rule = sigma(detection);
        let spl = converted(&rule, "sigma", "spl").text.unwrap_or_default();
        let done = converted(&spl, "spl", "sigma");
        let again = done.text.unwrap_or_else(|| panic!("{spl}: {:?}", done.report.notes));
        let values = [
            "810",
            "81",
            "8\n1",
            "x /TN * y",
            "/tn y",
            "x12",
            r"\B.EXE",
            "Git.exe",
            "git.exe",
            "810 ",
        ];
        let events: Vec<Value> = values
            .iter()
            .flat_map(|f| {
                [json!({"F": f}), json!({"F": f, "G": "x"}), json!({"F": f, "G": f.to_uppercase()})]
            })
            .chain([json!({}), json!({"G": "x"})])
            .collect();
        assert_eq!(says(&again, "sigma", &events), says(&rule, "sigma", &events), "{spl}");
    }
}
