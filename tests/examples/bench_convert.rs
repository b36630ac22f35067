//! Measures the steps of `convert` apart: reading, translating, writing, and verifying what was written.
//!
//! ```text
//! cargo run --release -p ruleglot-tests --example bench_convert [DIRECTORY] [ROUNDS]
//! ```
//!
//! Sigma rules into KQL with their names kept, on one thread, in seconds; the medians and each step's part of reading are
//! printed. Only ratios of one run count.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark")]

use ruleglot_engine::{ScanOptions, Scanned, discover, scan_one};
use ruleglot_eval::mapping::Schema;
use ruleglot_formats::{bare_languages, write_bare};
use ruleglot_ir::{Body, Legal};
use ruleglot_source::{FileId, Snippet};
use ruleglot_tests::NOW;
use ruleglot_translate::{Draft, KeepNames, Request, draft};
use std::path::PathBuf;
use std::time::{Duration, Instant};

const STEPS: [&str; 4] = ["read", "translate", "write", "verify"];

fn main() {
    let mut arguments = std::env::args().skip(1);
    let root = arguments.next().map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpora/sigma/rules"),
        PathBuf::from,
    );
    let rounds: usize = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(5);
    if !root.exists() {
        println!("SKIPPED: {} is not there", root.display());
        return;
    }
    let mut times: [Vec<Duration>; 4] = Default::default();
    for _ in 0..rounds {
        let spent = round(&root);
        times.iter_mut().zip(spent).for_each(|(all, one)| all.push(one));
    }
    let medians = times.map(|mut all| {
        all.sort();
        all[all.len() / 2].as_secs_f64()
    });
    for (step, median) in STEPS.iter().zip(medians) {
        println!("{step:<10} {:>8.1} ms  {:.2} of reading", median * 1e3, median / medians[0]);
    }
}

/// The time of each step over all rules.
fn round(root: &PathBuf) -> [Duration; 4] {
    let mut spent = [Duration::ZERO; 4];
    for candidate in discover(std::slice::from_ref(root)).unwrap() {
        let start = Instant::now();
        let scanned = scan_one(candidate, FileId(0), &ScanOptions::default());
        spent[0] += start.elapsed();
        translate(&scanned, &mut spent);
    }
    spent
}

fn translate(scanned: &Scanned, spent: &mut [Duration; 4]) {
    let (_, target) = bare_languages()[0];
    let schema = Schema::default();
    for rule in scanned.rules.iter().filter_map(|r| r.read.rule.as_ref()) {
        if !matches!(rule.body, Body::Pipeline(_)) {
            continue;
        }
        let start = Instant::now();
        let fields = KeepNames { taxonomy: "ecs" };
        let request = Request {
            rule,
            source_schema: &schema,
            target,
            fields: &fields,
            loss: ruleglot_translate::Loss::Noted,
            now: NOW,
        };
        let drafted = draft(&request);
        spent[1] += start.elapsed();
        if let Some((draft, legal)) =
            drafted.as_ref().and_then(|d| Some((d, d.legal.as_ref().ok()?)))
        {
            write(draft, legal, spent);
        }
    }
}

fn write(draft: &Draft, legal: &Legal<'_>, spent: &mut [Duration; 4]) {
    let start = Instant::now();
    let text = write_bare("kuery", legal).unwrap();
    spent[2] += start.elapsed();
    let start = Instant::now();
    let snippet = Snippet::whole(FileId(0), &text);
    let query = ruleglot_kuery::parse(&snippet).query.unwrap();
    std::hint::black_box(draft.verify(ruleglot_kuery::lower(&query, &snippet)));
    spent[3] += start.elapsed();
}
