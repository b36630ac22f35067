//! What a user's own index changes in a translation: fields that it lacks, and types.
#![allow(clippy::unwrap_used, reason = "tests")]

use ruleglot_engine::{
    ConvertOptions, Converted, FieldsMode, IndexFields, Indexes, ScanOptions, convert, scan_text,
    schema_of,
};
use ruleglot_source::FileId;
use ruleglot_tests::corpus::options;
use std::sync::Arc;

const RULE: &str = r"
title: Encoded Command
logsource:
    category: process_creation
    product: windows
detection:
    selection:
        Image: 'C:\Windows\x.exe'
        CommandLine|contains: '-enc'
    condition: selection
";

fn to_elastic(index: &str) -> Converted {
    let indexes = Indexes::new(vec![IndexFields::parse(index).unwrap()]);
    let schema = schema_of(&indexes);
    let options = ConvertOptions {
        schema,
        indexes: Arc::new(indexes),
        ..options("elastic:kuery", FieldsMode::Map)
    };
    let file = scan_text(RULE, FileId(0), &ScanOptions::default());
    convert(&[file], &options).remove(0).remove(0)
}

fn codes(converted: &Converted) -> Vec<&str> {
    converted.report.notes.iter().map(|n| n.code).collect()
}

const COMMON: &str = r#""host": {"properties": {"os": {"properties": {"type": {"type": "keyword"}}}}},
    "event": {"properties": {"category": {"type": "keyword"}, "type": {"type": "keyword"}}}"#;

#[test]
fn a_field_that_the_index_lacks_makes_the_verdict_unknown() {
    let converted = to_elastic(&format!(
        r#"{{"properties": {{{COMMON}, "process": {{"properties": {{"executable": {{"type": "keyword"}}}}}}}}}}"#
    ));
    let lacking: Vec<_> =
        converted.report.notes.iter().filter(|n| n.code == "fields/not-in-index").collect();
    assert_eq!(lacking.len(), 1, "{:?}", codes(&converted));
    assert!(lacking[0].message.contains("process.command_line"), "{}", lacking[0].message);
    assert_eq!(lacking[0].span.as_ref().map(|s| s.line), Some(9));
    assert_eq!(converted.report.verdict, "unknown");
}

#[test]
fn the_type_of_the_index_decides_what_a_pattern_means() {
    let with = |ty: &str| {
        let index = format!(
            r#"{{"properties": {{{COMMON}, "process": {{"properties": {{"executable": {{"type": "keyword"}},
               "command_line": {{"type": "{ty}"}}}}}}}}}}"#
        );
        to_elastic(&index)
    };
    let (keyword, text) = (with("keyword"), with("text"));
    assert!(!codes(&keyword).contains(&"fields/not-in-index"));
    assert!(!codes(&keyword).contains(&"translate/analysed-text"), "{:?}", codes(&keyword));
    assert!(codes(&text).contains(&"translate/analysed-text"), "{:?}", codes(&text));
}
