//! Every rule file of the corpora is read, and every character of every text is found again in its file.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod common;

use ruleglot_document::Read;

fn score(folder: &str, endings: &[&str], read: fn(&str) -> Read) -> Option<(usize, usize)> {
    let root = common::corpora()?.join(folder);
    let (mut whole, mut characters) = (0, 0);
    let files = common::files(&root, endings);
    for path in &files {
        let text = std::fs::read_to_string(path).unwrap();
        let read = read(&text);
        for d in &read.diagnostics {
            println!("{} {} {:?} {}", path.display(), d.code, d.at().span, d.message);
        }
        let errors = read.diagnostics.iter().filter(|d| d.code != "yaml/libyaml-only").count();
        whole += usize::from(errors == 0 && !read.documents.is_empty());
        characters += read.documents.iter().map(|d| common::check_maps(&text, d)).sum::<usize>();
    }
    println!("{folder}: {whole} of {} files, {characters} characters found again", files.len());
    Some((whole, files.len()))
}

#[test]
fn every_sigma_file_is_read() {
    if let Some((whole, all)) = score("sigma", &["yml", "yaml"], common::yaml) {
        assert_eq!(whole, all);
    }
}

#[test]
fn every_splunk_file_is_read() {
    if let Some((whole, all)) = score("splunk", &["yml", "yaml"], common::yaml) {
        assert_eq!(whole, all);
    }
}

#[test]
fn every_panther_file_is_read() {
    if let Some((whole, all)) = score("panther", &["yml", "yaml"], common::yaml) {
        assert_eq!(whole, all);
    }
}

#[test]
fn every_elastic_file_is_read() {
    if let Some((whole, all)) = score("elastic", &["toml"], common::toml) {
        assert_eq!(whole, all);
    }
}
