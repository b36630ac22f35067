//! Meanings written as Sigma.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{detection_of, meaning_of, raised};
use insta::assert_snapshot;

#[track_caller]
fn rewritten(text: &str) -> String {
    let expr = meaning_of(text);
    raised(&expr)
}
#[test]
fn dbg_corpus() {
    for f in std::env::var("SIGMA_FILES").unwrap_or_default().split_whitespace() {
        let text = std::fs::read_to_string(f).unwrap();
        let d = detection_of(&text);
        println!("=== {f}\n{d}\n---\n{}", rewritten(&d));
    }
}
