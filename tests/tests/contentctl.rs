//! What is written for Splunk, held against Splunk's own validator of detections (`tests/oracles/contentctl.py`), where
//! that is installed.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

#[path = "contentctl/faults.rs"]
mod faults;

use ruleglot_engine::{FieldsMode, ScanOptions, convert, discover, scan};
use ruleglot_tests::corpus::options;
use std::path::{Path, PathBuf};
use std::process::Command;

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What the validator says of the rules in a folder; `None` where it is not installed.
fn validated(folder: &Path) -> Option<(bool, String)> {
    let run =
        Command::new("python3").arg(here().join("oracles/contentctl.py")).arg(folder).output();
    let Ok(out) = run else {
        println!("SKIPPED: there is no python3 to run contentctl");
        return None;
    };
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    if said.starts_with("SKIPPED") {
        print!("{said}");
        return None;
    }
    Some((out.status.success(), said))
}

/// The rules of a folder of `rules/` as detections of Splunk, in a folder of their own.
fn written(from: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("contentctl").join(from);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let files =
        scan(discover(&[here().join("../rules").join(from)]).unwrap(), &ScanOptions::default());
    for converted in convert(&files, &options("splunk", FieldsMode::Map)).into_iter().flatten() {
        let (Some(text), Some(name)) = (&converted.text, &converted.file_name) else {
            panic!("{}: {:?}", converted.report.path, converted.report.notes)
        };
        std::fs::write(folder.join(format!("{name}.yml")), text).unwrap();
    }
    folder
}

fn accepted(folder: &Path) {
    if let Some((accepts, said)) = validated(folder) {
        assert!(accepts, "{said}");
        assert!(said.contains("contentctl accepts"), "{said}");
    }
}

#[test]
fn the_examples_are_valid() {
    accepted(&here().join("../rules/splunk"));
}

#[test]
fn rules_of_elastic_become_valid_detections() {
    accepted(&written("elastic"));
}

#[test]
fn rules_of_sigma_become_valid_detections() {
    accepted(&written("sigma"));
}
