//! How fast queries are read and written.
//!
//! `cargo bench -p ruleglot-kuery`. With the shared corpus at hand every KQL query of Elastic's rules is measured, else a
//! few queries of our own.

#![allow(clippy::unwrap_used, reason = "a benchmark")]

#[path = "../tests/common/mod.rs"]
mod common;

use divan::counter::{BytesCount, ItemsCount};
use ruleglot_kuery::{lower, parse, print};
use ruleglot_source::{FileId, Snippet};

const OWN: [&str; 3] = [
    "event.dataset:aws.cloudtrail and event.action:(CreateUser or \"DeleteUser\") and not user.name:svc-*",
    "process.name : (bash or sh) and process.args : (-c and *base64*) and not process.parent.name : (cron or sshd)",
    "destination.port:(22 or 3389) and not source.ip:(10.0.0.0/8 or \"fe80::/10\") and network.bytes > 1000",
];

fn queries() -> Vec<String> {
    match common::corpus() {
        Some(found) => found.into_iter().map(|(_, query)| query).collect(),
        None => OWN.map(str::to_owned).to_vec(),
    }
}

fn main() {
    divan::main();
}

fn measure(bencher: divan::Bencher<'_, '_>, work: impl Fn(&str) + Sync) {
    let queries = queries();
    bencher
        .counter(ItemsCount::new(queries.len()))
        .counter(BytesCount::new(queries.iter().map(String::len).sum::<usize>()))
        .bench(|| queries.iter().for_each(|query| work(query)));
}

#[divan::bench]
fn read(bencher: divan::Bencher<'_, '_>) {
    measure(bencher, |query| drop(divan::black_box(parse(&Snippet::whole(FileId(0), query)))));
}

#[divan::bench]
fn read_lower_and_print(bencher: divan::Bencher<'_, '_>) {
    measure(bencher, |query| {
        let snippet = Snippet::whole(FileId(0), query);
        if let Some(ast) = parse(&snippet).query {
            divan::black_box((lower(&ast, &snippet), print(&ast)));
        }
    });
}

#[divan::bench]
fn tell_faults(bencher: divan::Bencher<'_, '_>) {
    measure(bencher, |query| {
        let broken = query.replacen(" and ", " ", 1);
        drop(divan::black_box(parse(&Snippet::whole(FileId(0), &broken))));
    });
}
