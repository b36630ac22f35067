//! Real rules: every detection is read, means something, and means the same when it is written and read again.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "tests")]

use ruleglot_document::{Node, read_yaml, write_yaml};
use ruleglot_ir::{Expr, Taxonomy, normalise};
use ruleglot_sigma::{lower, parse, print};
use ruleglot_source::{Diagnostic, FileId};
use std::path::{Path, PathBuf};

const FILE: FileId = FileId(0);

fn corpus() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/corpora/sigma");
    if root.is_dir() {
        return Some(root);
    }
    eprintln!("SKIPPED: the corpus of Sigma rules is not here");
    None
}

fn files(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_some_and(|e| e == "yml") {
            out.push(path);
        }
    }
    out.sort();
}

fn meaning(
    detection: &Node,
    text: &str,
) -> Result<(ruleglot_sigma::ast::Detection, Expr), Vec<Diagnostic>> {
    let parsed = parse(detection, FILE, text);
    let Some(ast) = parsed.detection else { return Err(parsed.diagnostics) };
    let expr = lower(&ast, &Taxonomy::Known("sigma".into()))?;
    Ok((ast, expr))
}

#[test]
fn every_live_and_deprecated_rule_is_read_and_written() {
    let Some(root) = corpus() else { return };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(&root).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("unsupported") {
            files(&path, &mut paths);
        }
    }
    let (mut read, mut failed) = (0, Vec::new());
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        for document in read_yaml(FILE, &text).documents {
            let Some(detection) = document.root.get("detection") else { continue };
            read += 1;
            if let Err(why) = round_trip(detection, &text) {
                failed.push(format!("{}: {why}", path.display()));
            }
        }
    }
    assert!(read > 2000, "only {read} rules");
    assert!(failed.is_empty(), "{} of {read}:\n{}", failed.len(), failed.join("\n"));
}

fn round_trip(detection: &Node, text: &str) -> Result<(), String> {
    let (ast, expr) = match meaning(detection, text) {
        Ok(both) => both,
        // One deprecated rule counts events.
        Err(errors) if errors.iter().all(|e| e.code == "sigma/legacy-aggregation") => return Ok(()),
        Err(errors) => return Err(format!("{errors:?}")),
    };
    let written = write_yaml(&print(&ast));
    let again = read_yaml(FILE, &written);
    let root = &again.documents.first().ok_or("nothing written")?.root;
    let (_, second) = meaning(root, &written).map_err(|e| format!("{e:?} in\n{written}"))?;
    if normalise(&expr) == normalise(&second) { Ok(()) } else { Err(format!("{expr}\n{second}")) }
}
