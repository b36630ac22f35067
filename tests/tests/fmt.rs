//! Laying out the rules of the corpora: what is in its repository's convention stays as it is, byte for byte; nothing
//! changes what a rule says; doing it twice is doing it once.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "tests")]

use rayon::prelude::*;
use ruleglot_engine::{Candidate, FormatOptions, Formatted, discover, format_files, format_text};
use ruleglot_source::{FileId, SourceFile};
use ruleglot_tests::corpus::{ELASTIC, SIGMA, SPLUNK};
use ruleglot_tests::evidence;
use ruleglot_tests::score::{Score, Scores, hold};
use std::path::PathBuf;

/// The files of these folders of a corpus.
fn candidates(corpus: &str, folders: &[&str]) -> Option<Vec<Candidate>> {
    let root = evidence(&format!("corpora/{corpus}"))?;
    let folders: Vec<PathBuf> = folders.iter().map(|f| root.join(f)).collect();
    discover(&folders).ok()
}

/// The same file with another text.
fn again(of: &Formatted, text: &str) -> Formatted {
    let file = SourceFile::new(FileId(0), of.file.path.clone(), text);
    format_text(of.candidate.clone(), file, &FormatOptions::default())
}

#[test]
fn rules_of_the_corpora_are_laid_out() {
    let corpora = [("sigma", &SIGMA[..]), ("elastic", &ELASTIC[..]), ("splunk", &SPLUNK[..])];
    let mut scores = Scores::new();
    for (corpus, folders) in corpora {
        let Some(candidates) = candidates(corpus, folders) else { return };
        let files = format_files(candidates, &FormatOptions::default());
        let mut score = Score { of: files.len(), ..Score::default() };
        score.add(
            "untouched",
            files.iter().filter(|f| f.text.is_none() && f.findings.is_empty()).count(),
        );
        let unstable = files
            .par_iter()
            .filter(|f| f.text.as_ref().is_some_and(|text| again(f, text).text.is_some()));
        score.bad("twice is not once", unstable.count());
        let left = |f: &&Formatted| f.findings.iter().any(|d| d.code == "fmt/left-as-it-is");
        score.bad("left because of a fault", files.iter().filter(left).count());
        if let Some(folder) = std::env::var_os("FMT_OUT") {
            for f in &files {
                for d in &f.findings {
                    eprintln!("{}: {}: {}", f.file.path, d.code, d.message);
                }
                if let Some(text) = &f.text {
                    let to = PathBuf::from(&folder).join(corpus);
                    std::fs::create_dir_all(&to).unwrap();
                    let name = f.candidate.path.to_string_lossy().replace('/', "%");
                    std::fs::write(to.join(name), text).unwrap();
                }
            }
        }
        scores.insert(corpus.to_owned(), score);
    }
    hold("fmt", &scores);
}
