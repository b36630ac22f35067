//! Every code in the sources has a page, and every page a code in the sources; `docs/codes.md` says the same.
#![allow(clippy::unwrap_used, reason = "tests")]

use ruleglot_lint::{CodePage, Kind, codes, codes_of, families, nearest, page};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Rust sources of every crate; tests, benches and the pages themselves left out.
fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !["tests", "benches", "examples", "data", "pages"].contains(&name.as_str()) {
                sources(&path, out);
            }
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// `"family/name"` literals: those of known families, and those that a finding or a note is made with.
fn literals(text: &str, out: &mut BTreeSet<String>) {
    let parts: Vec<&str> = text.split('"').collect();
    for two in parts.windows(2) {
        let Some((family, name)) = two[1].split_once('/') else { continue };
        let kebab = |word: &str| {
            let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
            !word.is_empty() && word.bytes().all(fits)
        };
        let makes = ["error(", "warning(", "info(", "note(", "logic(", "new(", "refusal("];
        let made = makes.iter().any(|m| two[0].trim_end().ends_with(m));
        let known = families().iter().any(|(known, _)| *known == family);
        if kebab(family) && kebab(name) && (known || made) {
            out.insert(two[1].to_owned());
        }
    }
}

/// Literals that look like codes and are none: ids of `format/language`, and words of lists.
const NO_CODES: &[&str] = &["elastic/kuery"];

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let mut files = Vec::new();
    sources(&root().join("crates"), &mut files);
    let mut used = BTreeSet::new();
    for file in files {
        let text = std::fs::read_to_string(file).unwrap();
        let code: String = text
            .lines()
            .filter(|l| !l.trim_start().starts_with("//"))
            .fold(String::new(), |all, l| all + l + "\n");
        literals(&code, &mut used);
    }
    NO_CODES.iter().for_each(|word| {
        used.remove(*word);
    });
    let known: BTreeSet<String> = codes().iter().map(|p| p.code.to_owned()).collect();
    let without: Vec<_> = used.difference(&known).collect();
    assert!(without.is_empty(), "codes without a page in crates/lint/src/pages: {without:#?}");
    let unused: Vec<_> = known.difference(&used).collect();
    assert!(unused.is_empty(), "pages of codes that nothing emits: {unused:#?}");
}

#[test]
fn codes_are_unique_and_well_formed() {
    for two in codes().windows(2) {
        assert!(two[0].code < two[1].code, "{} stands twice", two[1].code);
    }
    for page in codes() {
        let (family, name) = page.code.split_once('/').unwrap();
        assert!(families().iter().any(|(known, _)| *known == family), "no family {family}");
        assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
        for text in [page.what, page.why, page.remedy] {
            assert!(text.ends_with(['.', '`']), "{}: {text:?} is no sentence", page.code);
            assert!(
                text.starts_with(|c: char| c.is_uppercase() || c == '`'),
                "{}: {text:?}",
                page.code
            );
        }
    }
    assert!(families().iter().all(|(family, _)| !codes_of(family).is_empty()));
}

#[test]
fn a_word_that_is_no_code_finds_the_one_that_was_meant() {
    assert_eq!(nearest("sigma/unknwon-modifier"), Some("sigma/unknown-modifier"));
    assert_eq!(nearest("unknown-modifier"), Some("sigma/unknown-modifier"));
    assert_eq!(nearest("yml"), Some("yaml"));
    assert_eq!(nearest("something/else-entirely"), None);
    assert!(page("sigma").is_none());
}

#[test]
fn the_reference_is_up_to_date() {
    let path = root().join("docs/codes.md");
    let fresh = reference();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &fresh).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == fresh,
        "docs/codes.md is stale; run: UPDATE=1 cargo test -p ruleglot-lint --test registry"
    );
}

fn reference() -> String {
    let mut out = String::from(
        "# Codes\n\n\
         Every code that a finding of `ruleglot check` or a note of `ruleglot convert` can have.\n\
         `ruleglot why CODE` prints one of these pages; `--select` and `--ignore` take codes and families; a comment \
         `# ruleglot: allow(CODE) reason` allows a finding at its place.\n\
         This page is made from the registry: `UPDATE=1 cargo test -p ruleglot-lint --test registry` writes it anew.\n",
    );
    for (family, about) in families() {
        let _ = write!(
            out,
            "\n## {family}\n\nAbout {about}.\n\n| code | kind | what |\n|---|---|---|\n"
        );
        for page in codes_of(family) {
            let what = page.what.replace('|', "\\|");
            let _ = writeln!(
                out,
                "| [`{}`](#{}) | {} | {what} |",
                page.code,
                page.code.replace('/', ""),
                page.short()
            );
        }
        codes_of(family).iter().for_each(|page| section(page, &mut out));
    }
    out
}

fn section(page: &CodePage, out: &mut String) {
    let _ = write!(out, "\n### {}\n\n{}\n{}\n", page.code, page.what, page.why);
    let _ = write!(out, "*{}*\n\n{}", page.remedy, capital(page.word()));
    let _ = writeln!(out, ", since {}.", page.since);
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |c| c.to_uppercase().chain(letters).collect())
}

#[test]
fn notes_and_findings_are_told_apart() {
    for page in codes() {
        // What is said about a rule can be wrong, and can be lost.
        if page.family() == "metadata" {
            continue;
        }
        let is_note = matches!(page.family(), "translate" | "source");
        assert_eq!(is_note, page.kind == Kind::Note, "{}", page.code);
    }
}
