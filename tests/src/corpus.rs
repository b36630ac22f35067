//! Rules of the corpora, read as the program reads them.

use crate::{NOW, evidence};
use ruleglot_engine::{
    ConvertOptions, Converted, FieldsMode, ScanOptions, Scanned, TargetSpec, convert, discover,
    scan,
};
use std::path::PathBuf;

/// Folders of the Sigma corpus whose rules are held to be right.
pub const SIGMA: [&str; 6] = [
    "rules",
    "rules-compliance",
    "rules-emerging-threats",
    "rules-placeholder",
    "rules-threat-hunting",
    "deprecated",
];

/// Folders of the Elastic corpus that hold rules.
pub const ELASTIC: [&str; 2] = ["rules", "rules_building_block"];

/// Folders of the Splunk corpus that hold rules.
pub const SPLUNK: [&str; 1] = ["detections"];

/// Every file of these folders of a corpus, read; `None` when the corpus is not there.
pub fn read_corpus(corpus: &str, folders: &[&str]) -> Option<Vec<Scanned>> {
    let root = evidence(&format!("corpora/{corpus}"))?;
    let folders: Vec<PathBuf> = folders.iter().map(|f| root.join(f)).collect();
    let mut found = discover(&folders).ok()?;
    for file in &mut found {
        // Paths of the corpus, not of this machine.
        let below = file.path.strip_prefix(&root).unwrap_or(&file.path);
        file.relative = below.to_string_lossy().replace('\\', "/");
    }
    Some(scan(found, &ScanOptions::default()))
}

/// How rules are translated in the tests: as the program does without options.
pub fn options(target: &str, fields: FieldsMode) -> ConvertOptions {
    ConvertOptions {
        fields,
        now: NOW,
        ..ConvertOptions::new(TargetSpec::parse(target).unwrap_or_else(|e| panic!("{e}")))
    }
}

/// Every rule of the files that `wanted` names by format and language, translated, with its path in the corpus.
pub fn translate_corpus(
    files: &[Scanned],
    target: &str,
    fields: FieldsMode,
    wanted: impl Fn(&ruleglot_engine::RuleDoc) -> bool,
) -> Vec<(String, Converted)> {
    let all = convert(files, &options(target, fields));
    let mut out = Vec::new();
    for (file, converted) in files.iter().zip(all) {
        for (rule, converted) in file.rules.iter().zip(converted) {
            if wanted(rule) {
                out.push((file.candidate.relative.clone(), converted));
            }
        }
    }
    out
}
