//! What is said of texts that are no query: `code line:column-line:column message`, further places set in.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{listed, parsed};
use std::fmt::Write;

const TEXTS: &[&str] = &[
    // Two conditions without an operator.
    "a:b c:d",
    "host.name:web 01 process.name:sh and x:y",
    "\"a\":\"b\" \"c\":\"d\"",
    "(a:b) (c:d)",
    "a:(\"b\" \"c\" or \"d\" \"e\")",
    // Keywords and their blanks.
    "not not a:b",
    "a:not b",
    "a:(not not b)",
    "NOT(a:b or c:d)",
    "(a:b)and c:d",
    "a:\"b\"and c:d",
    "a:b and(c:d)",
    "process.name:knot and a:b",
    "message:cannot open file",
    "message:*not found*",
    "a:b not c",
    "has not x:y",
    "a:b or ",
    "a:b and\n",
    "a:(b or )",
    "a:b and not ",
    // Colons and comparisons.
    "a:",
    ":b",
    "a:(b) and c:\nor d:e",
    "a:b:c",
    "source.ip:fe80::1",
    "a:<5",
    "a <> 5",
    "a > (1 or 2)",
    "a:(> 5)",
    "> 5",
    "a:b > 5",
    "a >",
    "a:(b:c or d)",
    // Brackets.
    "(a:b",
    "a:b)",
    "a:(b or c",
    "a:(b or {c})",
    "((a:b and c:(d or e) and f:g",
    "n:{ a:(b or c }",
    "n:{ a:b )",
    "()",
    "a:()",
    "n:{}",
    "{ a:b }",
    "a:$str.Substring(1) and b:c(",
    "a:{b",
    // Quotes and escapes.
    "a:\"b and c:d",
    "a:\"x\" and b:(\"y or z)",
    "file.path:C:\\Windows\\System32",
    "a:b\\dc and e:\\u00zz or f:g\\ h",
    "a:b\\",
    // Several at once; what is right between them is passed over.
    "a:b c:d and e:( and f:\"g\" h or not not i:j",
    "a:b) or c:(d or (e and x::y",
];

#[test]
fn every_fault_is_told_with_its_place() {
    let mut told = String::new();
    for text in TEXTS {
        let parsed = parsed(text);
        assert!(parsed.query.is_none(), "{text}");
        let _ = writeln!(
            told,
            "{}\n{}",
            text.escape_debug().to_string().replace("\\\"", "\"").replace("\\\\", "\\"),
            listed(text, &parsed.diagnostics)
        );
    }
    insta::assert_snapshot!(told);
}
