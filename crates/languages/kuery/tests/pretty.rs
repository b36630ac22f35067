//! How long queries are broken into lines.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::query;
use ruleglot_kuery::print_pretty;

const TEXTS: &[&str] = &[
    "a:b and c:d",
    "event.category:process and host.os.type:windows and process.name:(alpha.exe or beta.exe) and not user.name:\"Local Service\"",
    "event.category:process and host.os.type:linux and process.executable:(/usr/bin/alpha or /usr/bin/beta or /usr/bin/gamma or /usr/bin/delta or /usr/bin/epsilon or \"/opt/two words\") and not (process.parent.name:(one or two or three) or process.args:(* and not (first-long-argument or second-long-argument or third-long-argument or fourth-long-argument)))",
    "event.action:first-long-action and user.name:some-long-user-name or event.action:second-long-action and user.name:k\\u006eot or x:y and z:w",
    "some.nested.path:{ first.field:(\"first value\" or \"second value\" or \"third value\") and second.field:(\"fourth value\" or \"fifth value\") and not third.field:x }",
    "not (alpha.first:something-rather-long and beta.second:something-rather-long and gamma.third:something-rather-long and delta:x)",
];

#[test]
fn long_queries_are_broken_where_rules_break_them() {
    let broken: Vec<_> = TEXTS.iter().map(|text| print_pretty(&query(text))).collect();
    insta::assert_snapshot!(broken.join("\n\n"));
}
