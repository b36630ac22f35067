//! Conditions in the middle and what they become in the other language: `tests/translate/*.toml`.
#![allow(clippy::unwrap_used, reason = "tests")]

use ruleglot_engine::{
    Converted, FieldsMode, ScanOptions, Scanned, convert, field_names, scan_text,
};
use ruleglot_eval::mapping::{FieldType, Schema};
use ruleglot_ir::{Expr, normalise};
use ruleglot_source::{FileId, Snippet};
use ruleglot_tests::corpus::options;
use ruleglot_tests::meaning;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    spoke: Vec<Spoke>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Spoke {
    name: String,
    sigma: Option<String>,
    kuery: Option<String>,
    #[serde(default)]
    read: Texts,
    #[serde(default)]
    write: Texts,
    #[serde(default)]
    refuses: Vec<String>,
    #[serde(default)]
    schema: BTreeMap<String, String>,
    verdict: Option<String>,
    #[serde(default)]
    notes: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Texts {
    sigma: Option<OneOrMore>,
    kuery: Option<OneOrMore>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl OneOrMore {
    fn all(of: Option<&Self>) -> &[String] {
        match of {
            None => &[],
            Some(Self::One(text)) => std::slice::from_ref(text),
            Some(Self::More(texts)) => texts,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Language {
    Sigma,
    Kuery,
}

impl Language {
    const ALL: [Self; 2] = [Self::Sigma, Self::Kuery];

    fn id(self) -> &'static str {
        match self {
            Self::Sigma => "sigma",
            Self::Kuery => "kuery",
        }
    }

    fn of(self, texts: &Texts) -> &[String] {
        OneOrMore::all(match self {
            Self::Sigma => texts.sigma.as_ref(),
            Self::Kuery => texts.kuery.as_ref(),
        })
    }

    /// A text as a file of this language.
    fn scan(self, text: &str) -> Scanned {
        let options = ScanOptions { from: Some(self.id().into()), ..ScanOptions::default() };
        match self {
            Self::Kuery => scan_text(text, FileId(0), &options),
            Self::Sigma => {
                let body = text.trim().replace('\n', "\n    ");
                let rule =
                    format!("title: A\nlogsource:\n    category: test\ndetection:\n    {body}\n");
                scan_text(&rule, FileId(0), &options)
            }
        }
    }

    /// A written text in the form in which texts of this language are compared.
    fn comparable(self, text: &str) -> Result<String, String> {
        if self == Self::Kuery {
            let snippet = Snippet::whole(FileId(0), text);
            let query = ruleglot_kuery::parse(&snippet).query.ok_or("does not parse")?;
            return Ok(ruleglot_kuery::print(&query));
        }
        let scanned = if text.starts_with("title:") {
            scan_text(
                text,
                FileId(0),
                &ScanOptions { from: Some("sigma".into()), ..ScanOptions::default() },
            )
        } else {
            self.scan(text)
        };
        Ok(normalise(&meaning(&scanned)?).to_string())
    }
}

/// The schema of a spoke: what it does not name is a keyword.
fn schema(spoke: &Spoke, condition: &Expr) -> Schema {
    let mut schema = Schema::default();
    for name in field_names(condition) {
        schema.insert(name.as_str(), FieldType::Keyword);
    }
    for (name, ty) in &spoke.schema {
        schema.insert(name.as_str(), FieldType::named(ty).unwrap());
    }
    schema
}

/// Translates a text as its own rule.
fn translate(spoke: &Spoke, from: Language, text: &str, to: Language) -> Result<Converted, String> {
    let scanned = from.scan(text);
    let condition = meaning(&scanned).map_err(|e| format!("`{text}` is not read: {e}"))?;
    let mut how = options(to.id(), FieldsMode::Keep);
    how.schema = Some(schema(spoke, &condition));
    Ok(convert(&[scanned], &how).remove(0).remove(0))
}

/// Notes about the condition, each pair of code and effect once, and the verdict that they make.
fn told(converted: &Converted) -> (Vec<String>, String) {
    let all = converted.report.notes.iter().filter(|n| n.code.starts_with("translate/"));
    let notes: BTreeSet<String> =
        all.clone().map(|n| format!("{}: {}", n.code, n.effect)).collect();
    let has = |effect| all.clone().any(|n| n.effect == effect);
    let verdict = match (has("unknown"), has("narrower"), has("wider"), has("presentation")) {
        _ if converted.text.is_none() => "failed",
        (true, ..) | (_, true, true, _) => "unknown",
        (_, true, ..) => "narrower",
        (_, _, true, _) => "wider",
        (.., true) => "presentation",
        _ => "exact",
    };
    (notes.into_iter().collect(), verdict.into())
}

/// What is wrong with one direction of a spoke.
fn hold(spoke: &Spoke, from: (Language, &str), to: (Language, &str)) -> Result<(), String> {
    let converted = translate(spoke, from.0, from.1, to.0)?;
    let (notes, verdict) = told(&converted);
    let wanted = spoke.verdict.as_deref().unwrap_or("exact");
    let Some(text) = &converted.text else {
        return Err(format!("`{}` is refused: {:?}", from.1, converted.report.notes));
    };
    let (got, expected) = (to.0.comparable(text)?, to.0.comparable(to.1)?);
    // A query is expected in its canonical form, not merely in one that means the same.
    let expected = if to.0 == Language::Kuery { to.1.trim().to_owned() } else { expected };
    if got != expected {
        return Err(format!("`{}`\n  became `{got}`\n  not    `{expected}`", from.1));
    }
    if notes != spoke.notes || verdict != wanted {
        return Err(format!("`{}`: {verdict} {notes:?}, not {wanted} {:?}", from.1, spoke.notes));
    }
    Ok(())
}

fn refused(spoke: &Spoke, from: (Language, &str), to: Language) -> Result<(), String> {
    let converted = translate(spoke, from.0, from.1, to)?;
    let at =
        converted.report.notes.iter().any(|n| n.code == "translate/refused" && n.span.is_some());
    match converted.text {
        None if at && spoke.verdict.as_deref() == Some("failed") => Ok(()),
        Some(text) => Err(format!("`{}` is not refused, but `{text}`", from.1)),
        None => Err(format!("`{}`: {:?}", from.1, converted.report.notes)),
    }
}

fn faults(spoke: &Spoke) -> Vec<String> {
    let middle = match (&spoke.sigma, &spoke.kuery) {
        (Some(text), None) => (Language::Sigma, text.as_str()),
        (None, Some(text)) => (Language::Kuery, text.as_str()),
        _ => return vec!["there is not exactly one middle".into()],
    };
    let mut results = Vec::new();
    for language in Language::ALL {
        let reads = language.of(&spoke.read).iter();
        results.extend(reads.map(|text| hold(spoke, (language, text), middle)));
        let writes = language.of(&spoke.write).iter();
        results.extend(writes.map(|text| hold(spoke, middle, (language, text))));
        if spoke.refuses.iter().any(|l| l == language.id()) {
            results.push(refused(spoke, middle, language));
        }
    }
    if results.is_empty() {
        results.push(Err("there is no spoke".into()));
    }
    results.into_iter().filter_map(Result::err).collect()
}

#[test]
fn spokes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("translate");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "toml"));
    files.sort();
    assert!(!files.is_empty());
    let mut wrong = Vec::new();
    for path in files {
        let file: File = toml::from_str(&std::fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let names: BTreeSet<_> = file.spoke.iter().map(|s| &s.name).collect();
        assert_eq!(names.len(), file.spoke.len(), "{}: a name twice", path.display());
        for spoke in &file.spoke {
            let name = path.file_name().unwrap().to_string_lossy();
            wrong.extend(faults(spoke).iter().map(|f| format!("{name}, {}: {f}", spoke.name)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
