//! What Elasticsearch and Splunk say of their fields.
#![allow(clippy::unwrap_used, reason = "tests")]

use ruleglot_knowledge::{IndexFields, IndexSystem};

fn types(text: &str) -> (IndexSystem, Vec<(String, String)>) {
    let fields = IndexFields::parse(text).unwrap();
    let mut all: Vec<_> =
        fields.types().map(|(name, ty)| (name.to_owned(), ty.to_owned())).collect();
    all.sort();
    (fields.system, all)
}

fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

#[test]
fn mappings_of_several_indexes_are_one() {
    let text = r#"{"logs-1": {"mappings": {"properties": {"event": {"properties": {"action": {"type": "keyword"}}}}}},
        "logs-2": {"mappings": {"dynamic": "strict", "properties": {"event": {"properties": {"code": {"type": "keyword",
        "fields": {"text": {"type": "match_only_text"}}}}}, "who": {"type": "alias", "path": "user.name"},
        "user": {"properties": {"name": {"type": "wildcard"}}}, "labels": {"type": "flattened"}}}}}"#;
    let expected = pairs(&[
        ("event", "object"),
        ("event.action", "keyword"),
        ("event.code", "keyword"),
        ("event.code.text", "match_only_text"),
        ("labels", "flattened"),
        ("user", "object"),
        ("user.name", "wildcard"),
        ("who", "wildcard"),
    ]);
    assert_eq!(types(text), (IndexSystem::Elasticsearch, expected));
    let fields = IndexFields::parse(text).unwrap();
    assert!(fields.has("labels.team") && !fields.has("event.kind") && !fields.has("label"));
    assert_eq!(fields.nearest("event.acton"), Some("event.action"));
}

#[test]
fn templates_hold_a_mapping_deep_inside() {
    let text = r#"{"index_templates": [{"name": "x", "index_template": {"index_patterns": ["x-*"], "template": {"mappings": {
        "dynamic_templates": [{"l": {"path_match": "labels.*", "mapping": {"type": "keyword"}}},
        {"all": {"path_match": "*", "mapping": {"type": "keyword"}}}],
        "properties": {"a": {"type": "ip"}}}}}}]}"#;
    let fields = IndexFields::parse(text).unwrap();
    assert_eq!(fields.type_of("a"), Some("ip"));
    assert_eq!(fields.type_of("labels.team"), Some("keyword"));
    assert!(!fields.has("b"));
}

#[test]
fn capabilities_of_fields() {
    let text = r#"{"indices": ["a", "b"], "fields": {
        "user.name": {"keyword": {"type": "keyword", "searchable": true}, "unmapped": {"type": "unmapped", "searchable": false}},
        "user": {"object": {"type": "object", "searchable": false}}}}"#;
    let expected = pairs(&[("user", "object"), ("user.name", "keyword")]);
    assert_eq!(types(text), (IndexSystem::Elasticsearch, expected));
}

#[test]
fn the_summary_of_splunk_in_its_three_forms() {
    let expected = (IndexSystem::Splunk, pairs(&[("EventCode", "double"), ("Image", "keyword")]));
    let csv = "field,count,distinct_count,is_exact,max,mean,min,numeric_count,stdev,values\n\
        EventCode,10,2,1,11,6,1,10,5,\"[{\"\"value\"\":\"\"1\"\",\"\"count\"\":5}]\"\nImage,10,3,1,,,,0,,[]\n";
    assert_eq!(types(csv), expected);
    let rows = r#"{"field": "EventCode", "count": "10", "numeric_count": "10"}, {"field": "Image", "count": "10", "numeric_count": "0"}"#;
    assert_eq!(types(&format!("{{\"results\": [{rows}]}}")), expected);
    let lines = "{\"preview\": false, \"result\": {\"field\": \"EventCode\", \"count\": \"10\", \"numeric_count\": \"10\"}}\n\
        {\"preview\": false, \"result\": {\"field\": \"Image\"}}\n";
    assert_eq!(types(lines), expected);
}

#[test]
fn plain_lists() {
    let expected = (IndexSystem::Any, pairs(&[("a", "long"), ("b", "keyword")]));
    assert_eq!(types("field,type\na,long\nb,\n"), expected);
    assert_eq!(types(r#"{"a": "long", "b": "keyword"}"#), expected);
}

#[test]
fn what_is_none_of_these_is_told() {
    for text in ["", "{}", "[1]", "{\"a\": 1}", "no,columns\n1,2\n", "{\"a\": ", "[]"] {
        assert!(IndexFields::parse(text).is_err(), "{text:?}");
    }
}
