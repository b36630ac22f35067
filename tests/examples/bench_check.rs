//! Measures `check` against the floor: reading the same files and producing their YAML events.
//!
//! ```text
//! cargo run --release -p ruleglot-tests --example bench_check [DIRECTORY] [ROUNDS]
//! ```
//!
//! Both are measured in one run, in turns, in seconds of processor time over all threads; the medians and their ratio
//! are printed. The aim is a ratio of 2.5 at most.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a benchmark"
)]

use ruleglot_engine::{CheckOptions, CheckSummary, check, discover};
use std::hint::black_box;
use std::path::PathBuf;
use std::time::Instant;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let root = arguments.next().map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpora/sigma"),
        PathBuf::from,
    );
    let rounds: usize = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(9);
    if !root.exists() {
        println!("SKIPPED: {} is not there", root.display());
        return;
    }
    // Finding the files is part of checking them, but not of the floor.
    let paths: Vec<PathBuf> =
        discover(std::slice::from_ref(&root)).unwrap().into_iter().map(|c| c.path).collect();
    let (mut floors, mut checks) = (Vec::new(), Vec::new());
    let mut said = String::new();
    for _ in 0..rounds {
        floors.push(measure(|| said = floor(&paths)));
        checks.push(measure(|| {
            let files =
                check(discover(std::slice::from_ref(&root)).unwrap(), &CheckOptions::default());
            said = format!("{said}\n{:?}", CheckSummary::of(&files));
        }));
    }
    let (floor, check) = (median(&mut floors), median(&mut checks));
    println!("{said}");
    println!("floor {:.1} ms, check {:.1} ms of processor time", floor * 1e3, check * 1e3);
    println!("ratio {:.2}", check / floor);
}

/// Reads every file and produces its events.
fn floor(paths: &[PathBuf]) -> String {
    let (mut files, mut bytes, mut events) = (0, 0, 0);
    for path in paths {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let mut parser = granit_parser::Parser::new_from_str(&text);
        while let Some(Ok(event)) = parser.next_event() {
            black_box(&event);
            events += 1;
        }
        files += 1;
        bytes += text.len();
    }
    format!("{files} files, {bytes} bytes, {events} events")
}

/// Seconds of processor time that something takes, over all threads.
fn measure(run: impl FnOnce()) -> f64 {
    let (wall, before) = (Instant::now(), processor_time());
    run();
    match (before, processor_time()) {
        (Some(before), Some(after)) => after - before,
        _ => wall.elapsed().as_secs_f64(),
    }
}

/// Linux: the nanoseconds that each thread has run.
fn processor_time() -> Option<f64> {
    let threads = std::fs::read_dir("/proc/self/task").ok()?;
    let of = |thread: std::io::Result<std::fs::DirEntry>| -> Option<f64> {
        let text = std::fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
        text.split(' ').next()?.parse().ok()
    };
    Some(threads.filter_map(of).sum::<f64>() / 1e9)
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
