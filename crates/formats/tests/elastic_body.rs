//! What Elastic rules mean: query, filters, threshold, new terms, and the kinds that are kept as they are.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod common;

use ruleglot_formats::{Ast, Identity, ReadRule};
use ruleglot_ir::{Body, ExprKind, Legal, Stage};

fn rule(lines: &str) -> String {
    format!("[rule]\nname = \"Example\"\n{lines}\n")
}

fn read(lines: &str) -> ReadRule {
    common::read("x.toml", &rule(lines))
}

/// Each stage on a line.
fn stages(read: &ReadRule) -> String {
    match &read.rule.as_ref().unwrap_or_else(|| panic!("{:?}", read.diagnostics)).body {
        Body::Pipeline(pipeline) => {
            pipeline.iter().map(|s| s.kind.to_string()).collect::<Vec<_>>().join("\n") + "\n"
        }
        Body::Native(opaque) => format!("native {}: {}\n", opaque.dialect.0, opaque.text),
    }
}

fn told(lines: &str) -> Vec<String> {
    let text = rule(lines);
    let read = common::read("x.toml", &text);
    common::told(&text, &read.diagnostics)
}

#[test]
fn a_query_reads_its_indexes() {
    let read = read(
        "type = \"query\"\nlanguage = \"kuery\"\nindex = [\"logs-*\", \"winlogbeat-*\"]\nquery = 'process.name:cmd.exe'",
    );
    insta::assert_snapshot!(stages(&read));
    assert_eq!(read.language, Some("kuery"));
    assert!(matches!(read.parts[0].ast, Ast::Kuery(_)));
    assert_eq!(read.parts[0].path, ["rule", "query"]);
}

#[test]
fn filters_are_a_part_of_the_meaning() {
    let read = read(
        r#"type = "query"
language = "kuery"
query = "event.category:file"
[[rule.filters]]
[rule.filters.meta]
negate = true
[rule.filters.query.wildcard."file.path"]
case_insensitive = true
value = "?:\\\\Temp\\\\*\\\\a\\*.ps1"
[[rule.filters]]
[rule.filters.query.exists]
field = "user.name"
[[rule.filters]]
[rule.filters.exists]
field = "host.name"
[[rule.filters]]
[rule.filters.query.match_phrase]
"process.name" = "cmd.exe"
[[rule.filters]]
[rule.filters.query.term."process.pid"]
value = 4
[[rule.filters]]
[rule.filters.query.terms]
"user.id" = ["a", "b"]
[[rule.filters]]
[rule.filters.query]
prefix = { "file.name" = "x" }
[[rule.filters]]
query = { bool = { should = [{ match_phrase = { "user.id" = "c" } }, { match_phrase = { "user.id" = "d" } }], minimum_should_match = 1 } }
[[rule.filters]]
query = { bool = { must_not = { exists = { field = "z" } }, should = [{ exists = { field = "score.only" } }] } }
[[rule.filters]]
query = { range = { "event.risk_score" = { gte = 5, lt = 9 } } }
[[rule.filters]]
meta = { disabled = true }
query = { exists = { field = "never" } }
"#,
    );
    insta::assert_snapshot!(stages(&read));
    assert!(read.diagnostics.is_empty());
}

/// Elasticsearch, "Regexp query". In what is kept all operators are on.
#[test]
fn a_regexp_is_read_in_the_notation_of_lucene() {
    let regexp = |settings: &str| {
        let read = read(&format!(
            "type = \"query\"\nlanguage = \"kuery\"\nquery = \"\"\n[[rule.filters]]\nquery = {{ regexp = {{ a = {settings} }} }}"
        ));
        (stages(&read).lines().last().unwrap().trim().to_owned(), read.diagnostics.len())
    };
    for (settings, meaning) in [
        ("'a.*b'", "a matches /a.*b/"),
        (
            "{ value = 'a\\d~b', case_insensitive = true, boost = 2, max_determinized_states = 9 }",
            "a matches /a\\d~b/i",
        ),
        ("{ value = 'a~b', flags = 'ALL' }", "a matches /a~b/"),
        ("{ value = 'a~b&c', flags = 'COMPLEMENT|EMPTY' }", "a matches /a~b\\&c/"),
        ("{ value = 'a~b', flags = 'NONE', case_insensitive = false }", "a matches /a\\~b/"),
    ] {
        let (said, told) = regexp(settings);
        assert!(said.ends_with(meaning) && told == 0, "{said}");
    }
    for settings in [
        "'a('",
        "{ value = 'a', flags = 'FUZZY' }",
        "{ value = 'a', fuzzy = 1 }",
        "{ boost = 1 }",
        "'\\bx'",
    ] {
        assert_eq!(regexp(settings).1, 1, "{settings}");
    }
}

#[test]
fn a_filter_alone_is_enough() {
    let read = read(
        "type = \"query\"\nlanguage = \"kuery\"\nquery = \"\"\n[[rule.filters]]\nquery = { exists = { field = \"a\" } }",
    );
    insta::assert_snapshot!(stages(&read));
}

#[test]
fn an_unknown_filter_is_kept_and_refused_where_it_stands() {
    let text = rule(
        "type = \"query\"\nlanguage = \"kuery\"\nquery = \"a:b\"\n[[rule.filters]]\n[rule.filters.query.geo_distance]\ndistance = \"9km\"",
    );
    let read = common::read("x.toml", &text);
    assert_eq!(
        common::told(&text, &read.diagnostics),
        [
            "elastic/filter-not-read 6:1 the filter `geo_distance` is not understood | write it as a part of the query, if KQL can say it"
        ]
    );
    let target = ruleglot_formats::format("sigma").unwrap().targets()[0].1;
    let (_, refusals) = Legal::check(read.rule.unwrap(), target).err().unwrap();
    assert!(
        refusals
            .iter()
            .any(|r| r.origin.0.unwrap().span.start as usize
                == text.find("[[rule.filters]]").unwrap())
    );
}

#[test]
fn a_threshold_counts_events_and_values() {
    let lines = "type = \"threshold\"\nlanguage = \"kuery\"\nquery = \"a:b\"\n[rule.threshold]\nfield = [\"user.name\", \"source.ip\"]\nvalue = 25\n[[rule.threshold.cardinality]]\nfield = \"host.id\"\nvalue = 3";
    let read = read(lines);
    insta::assert_snapshot!(stages(&read));
    // It depends on the schedule, which is Kibana's default where none is written.
    assert_eq!(read.rule.as_ref().unwrap().schedule.unwrap().lookback.as_secs(), 360);
    written_again(&read);
}

#[test]
fn a_threshold_over_everything() {
    let read = read(
        "type = \"threshold\"\nlanguage = \"kuery\"\nquery = \"a:b\"\n[rule.threshold]\nfield = []\nvalue = 3",
    );
    insta::assert_snapshot!(stages(&read));
    written_again(&read);
}

#[test]
fn new_terms_are_first_seen() {
    let read = read(
        "type = \"new_terms\"\nlanguage = \"kuery\"\nquery = \"a:b\"\n[rule.new_terms]\nfield = \"new_terms_fields\"\nvalue = [\"user.name\"]\n[[rule.new_terms.history_window_start]]\nfield = \"history_window_start\"\nvalue = \"now-14d\"",
    );
    insta::assert_snapshot!(stages(&read));
    written_again(&read);
}

/// The written rule means the same.
fn written_again(read: &ReadRule) {
    let rule = read.rule.clone().unwrap();
    let written = common::write("elastic", "elastic", read, rule.clone(), Identity::Derived);
    let again = common::read("x.toml", &written.text).rule.unwrap();
    assert_eq!(rule.body, again.body, "{}", written.text);
}

#[test]
fn other_kinds_are_kept_as_they_are() {
    for (lines, language, shown) in [
        (
            "type = \"eql\"\nlanguage = \"eql\"\nquery = \"any where true\"",
            Some("eql"),
            "native eql: any where true\n",
        ),
        (
            "type = \"esql\"\nlanguage = \"esql\"\nquery = \"from logs-*\"",
            Some("esql"),
            "native esql: from logs-*\n",
        ),
        (
            "type = \"query\"\nlanguage = \"lucene\"\nquery = \"a:/b/\"",
            Some("lucene"),
            "native lucene: a:/b/\n",
        ),
        (
            "type = \"machine_learning\"\nanomaly_threshold = 50\nmachine_learning_job_id = \"rare_process\"",
            None,
            "native machine_learning: rare_process\n",
        ),
        ("type = \"saved_query\"\nsaved_id = \"x\"", None, "native saved_query: \n"),
        (
            "type = \"threat_match\"\nlanguage = \"kuery\"\nquery = \"a:*\"\nthreat_query = \"b:*\"\nthreat_index = [\"x\"]",
            Some("kuery"),
            "native threat_match: a:*\n",
        ),
    ] {
        let read = read(lines);
        assert!(read.diagnostics.is_empty(), "{lines}: {:?}", read.diagnostics);
        assert_eq!((read.language, stages(&read).as_str()), (language, shown));
        // The whole rule comes back in its own format.
        let rule = read.rule.clone().unwrap();
        let written = common::write("elastic", "elastic", &read, rule.clone(), Identity::Kept);
        let again = common::read("x.toml", &written.text);
        assert_eq!(rule.body, again.rule.unwrap().body, "{}", written.text);
    }
}

#[test]
fn what_stops_reading_is_told_with_its_place() {
    insta::assert_debug_snapshot!([
        told("type = \"query\"\nlanguage = \"kuery\""),
        told("type = \"query\"\nlanguage = \"kuery\"\nquery = 5"),
        told("type = \"eql\"\nlanguage = \"eql\"\nquery = \"  \""),
        told("type = \"threshold\"\nlanguage = \"kuery\"\nquery = \"a:b\""),
        told(
            "type = \"threshold\"\nlanguage = \"kuery\"\nquery = \"a:b\"\nthreshold = { field = [], value = \"many\" }"
        ),
        told(
            "type = \"new_terms\"\nlanguage = \"kuery\"\nquery = \"a:b\"\nnew_terms = { field = \"new_terms_fields\", value = [\"a\"], history_window_start = [{ field = \"x\", value = \"yesterday\" }] }"
        ),
        told(
            "type = \"threat_match\"\nlanguage = \"kuery\"\nquery = \"a:(\"\nthreat_query = \"b:)\""
        ),
        // Both errors are told.
        told(
            "type = \"threshold\"\nlanguage = \"kuery\"\nquery = \"a:(\"\nthreshold = { field = [], value = \"many\" }"
        ),
    ]);
}

#[test]
fn a_finding_in_a_query_points_at_its_token() {
    for (query, line, column) in [
        ("query = '''\na:b and\n  c:(d or\n'''", 5, 5),
        ("query = \"a:b \\u0061nd c:)\"", 3, 25),
        ("query = \"\"\"\na:b \\\n   and c:)\"\"\"", 5, 10),
        ("query = 'a:b and c:)'", 3, 20),
    ] {
        let text = rule(query);
        let read = common::read("x.toml", &text);
        assert!(read.rule.is_none());
        let at = read.diagnostics[0].at();
        let position = common::file("x", &text).position(at.span.start);
        assert_eq!(
            (position.line, position.column),
            (line, column),
            "{query}: {:?}",
            read.diagnostics
        );
    }
}

#[test]
fn severity_rows_stand_from_high_to_low() {
    let read = read(
        "type = \"query\"\nlanguage = \"kuery\"\nquery = \"a:b\"\n[[rule.severity_mapping]]\nfield = \"x\"\noperator = \"equals\"\nseverity = \"low\"\nvalue = \"1\"\n[[rule.severity_mapping]]\nfield = \"x\"\noperator = \"equals\"\nseverity = \"high\"\nvalue = \"3\"",
    );
    let rows = &read.rule.as_ref().unwrap().alert.severity;
    assert_eq!(format!("{:?}", rows.iter().map(|r| r.1).collect::<Vec<_>>()), "[High, Low]");
    assert!(matches!(rows[0].0.kind, ExprKind::Test { .. }));
}

#[test]
fn the_read_stage_is_at_the_indexes() {
    let text =
        rule("type = \"query\"\nlanguage = \"kuery\"\nquery = \"a:b\"\nindex = [\"logs-*\"]");
    let read = common::read("x.toml", &text);
    let Body::Pipeline(pipeline) = read.rule.unwrap().body else { panic!() };
    let Stage::Read(source) = &pipeline[0].kind else { panic!() };
    let at = source.native[0].origin.0.unwrap();
    assert_eq!(&text[at.span.range()], "\"logs-*\"");
}
