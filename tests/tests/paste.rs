//! Pasted texts: what is clean is not touched, what is not ours is not read as ours, and places stay true.
#![allow(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;
use rayon::prelude::*;
use ruleglot_engine::{FieldsMode, ScanOptions, Scanned, convert, scan_pasted};
use ruleglot_source::{FileId, FileSpan, Span};
use ruleglot_tests::corpus::{ELASTIC, SIGMA, SPLUNK, options, read_corpus};
use ruleglot_tests::evidence;

fn pasted(text: &str) -> Scanned {
    scan_pasted(text, FileId(0), &ScanOptions::default())
}

/// The language that a text was read in, or the code of what it was told.
fn found(scanned: &Scanned) -> String {
    match scanned.rules.first() {
        Some(rule) => rule.from(),
        None => scanned.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>().join(" "),
    }
}

/// The queries of a corpus in the language that `wanted` names, each with its file.
fn queries(files: &[Scanned], wanted: &str, key: &[&str]) -> Vec<(String, String)> {
    let rules = files.iter().flat_map(|f| f.rules.iter().map(move |r| (f, r)));
    rules
        .filter(|(_, rule)| rule.from() == wanted)
        .filter_map(|(file, rule)| {
            let text = rule.document.as_ref()?.root.at(key)?.text()?;
            Some((file.candidate.relative.clone(), text.to_owned()))
        })
        .collect()
}

/// Texts that were not read in this language as they are, one a line.
fn touched(queries: &[(String, String)], language: &str) -> String {
    let wrong: Vec<String> = queries
        .par_iter()
        .filter_map(|(path, query)| {
            let scanned = pasted(query);
            let as_is = found(&scanned) == language && scanned.repairs().next().is_none();
            (!as_is).then(|| format!("{path}: {}\n    {query:?}\n", found(&scanned)))
        })
        .collect();
    wrong.concat()
}

#[test]
fn clean_kql_is_not_touched() {
    let Some(files) = read_corpus("elastic", &ELASTIC) else { return };
    let queries = queries(&files, "elastic/kuery", &["rule", "query"]);
    assert!(queries.len() > 300);
    // `a > 1` is as good a search; a field before a colon is not.
    let (clear, open): (Vec<_>, Vec<_>) = queries.into_iter().partition(|(_, q)| q.contains(':'));
    let wrong = touched(&clear, "kuery") + &touched(&open, "paste/two-readings");
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn clean_searches_are_not_touched() {
    let Some(files) = read_corpus("splunk", &SPLUNK) else { return };
    let queries = queries(&files, "splunk/spl", &["search"]);
    assert!(queries.len() > 1000);
    let wrong = touched(&queries, "spl");
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn clean_rule_files_are_not_touched() {
    for (corpus, folders) in [("elastic", &ELASTIC[..]), ("splunk", &SPLUNK), ("sigma", &SIGMA)] {
        let Some(files) = read_corpus(corpus, folders) else { return };
        let wrong: Vec<String> = files
            .par_iter()
            .filter(|f| f.rules.iter().any(|r| !r.unreadable()))
            .filter(|f| {
                let scanned = pasted(&f.file.text);
                scanned.repairs().next().is_some() || scanned.rules.len() != f.rules.len()
            })
            .map(|f| {
                let told = pasted(&f.file.text).diagnostics;
                format!("{}: {told:#?}", f.candidate.relative)
            })
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

#[test]
fn other_languages_are_not_read_as_ours() {
    let Some(files) = read_corpus("elastic", &ELASTIC) else { return };
    for language in ["elastic/eql", "elastic/esql"] {
        let queries = queries(&files, language, &["rule", "query"]);
        assert!(queries.len() > 100, "{language}: {}", queries.len());
        let wrong = touched(&queries, "paste/unread-language");
        assert!(wrong.is_empty(), "{wrong}");
    }
}

/// Ways in which pages show the lines of a query.
fn dressed(query: &str) -> Vec<String> {
    let lines = || query.lines().enumerate().map(|(i, line)| (i + 1, line));
    let each = |show: &dyn Fn(usize, &str) -> String| -> String {
        lines().map(|(n, line)| show(n, line)).collect()
    };
    vec![
        each(&|n, line| format!("{n}{line}\n")),
        each(&|n, line| format!("{n} {line}\n")),
        each(&|n, line| format!("{n:>4}\t{line}\n")),
        each(&|n, line| format!("{n:<4}{line}\n")),
        each(&|n, line| format!("{n}. {line}\n")),
        each(&|n, line| format!("{n}\n{line}\n")),
        each(&|_, line| format!("{line}\n|\n|\n")),
        format!("```spl\n{query}\n```\n"),
        format!("Copy\n\n{query}\n"),
    ]
}

#[test]
fn a_dressed_search_is_undressed() {
    let Some(files) = read_corpus("splunk", &SPLUNK) else { return };
    let queries = queries(&files, "splunk/spl", &["search"]);
    let wrong: Vec<String> = queries
        .par_iter()
        .flat_map_iter(|(path, query)| {
            // Folded scalars have lost their lines.
            let query = query.trim().replace(" | ", "\n| ");
            let ways = if query.contains('\n') { dressed(&query) } else { Vec::new() };
            ways.into_iter().enumerate().filter_map(move |(way, text)| {
                let scanned = pasted(&text);
                let same = scanned.file.text.split_whitespace().eq(query.split_whitespace());
                (!same || found(&scanned) != "spl")
                    .then(|| format!("{path}, way {way}: {}\n{text}\n", found(&scanned)))
            })
        })
        .collect();
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong[..wrong.len().min(20)].concat());
}

/// What detects in a written rule, its log source before it; metadata is another matter.
fn detects(text: &str, target: &str) -> String {
    let (first, last) =
        if target == "sigma" { ("logsource:", "\nfalsepositives:") } else { ("", "\u{0}") };
    let start = text.find(first).unwrap_or(0);
    let end = text.find(last).unwrap_or(text.len());
    text[start..end].split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A page of the evidence: its language, what is told of it, where its box is, and what it must become.
struct Seed {
    name: &'static str,
    from: &'static str,
    told: &'static [&'static str],
    /// The first line of the box, and the line after it.
    cut: (&'static str, &'static str),
    /// Target, verdict of the box, parts of what is written.
    becomes: &'static [(&'static str, &'static str, &'static [&'static str])],
}

const SEEDS: &[Seed] = &[
    Seed {
        name: "elastic-rule-lambda-created-or-updated",
        from: "elastic/kuery",
        told: &["paste/page-furniture", "paste/gutter-bars"],
        cut: ("[metadata]", "\0"),
        becomes: &[
            (
                "sigma",
                "presentation",
                &[
                    "product: aws service: cloudtrail",
                    "eventName|startswith: - 'CreateFunction' - 'UpdateFunctionCode'",
                    "errorCode: null errorMessage: null",
                ],
            ),
            (
                "spl",
                "presentation",
                &[
                    "`cloudtrail`",
                    "errorCode=success NOT errorMessage=*",
                    "eventName IN (CreateFunction*, UpdateFunctionCode*)",
                ],
            ),
        ],
    },
    Seed {
        name: "splunk-rule-lambda-updatefunctioncode",
        from: "spl",
        told: &["paste/page-furniture", "paste/gutter-numbers", "paste/page-furniture"],
        cut: ("1`", "Data Source"),
        becomes: &[
            (
                "sigma",
                "wider",
                &[
                    "eventName|startswith: 'UpdateFunctionCode'",
                    "errorCode: null",
                    "userIdentity.type: 'IAMUser'",
                    "fields: - sourceIPAddress",
                ],
            ),
            (
                "kuery",
                "wider",
                &[
                    "data_stream.dataset:\"aws.cloudtrail\"",
                    "not aws.cloudtrail.error_code:*",
                    "event.action:UpdateFunctionCode*",
                ],
            ),
        ],
    },
    Seed {
        name: "elastic-docs-lambda-layer-added",
        from: "kuery",
        told: &["paste/page-furniture", "paste/page-furniture"],
        cut: ("event.dataset:", "Framework"),
        becomes: &[
            (
                "sigma",
                "presentation",
                &[
                    "- eventName|startswith: 'PublishLayerVersion' - eventName: 'UpdateFunctionConfiguration'",
                    "errorCode: null errorMessage: null",
                ],
            ),
            (
                "spl",
                "exact",
                &[
                    "`cloudtrail`",
                    "eventName IN (PublishLayerVersion*, UpdateFunctionConfiguration)",
                ],
            ),
        ],
    },
    Seed {
        name: "sigma-rule-lambda-layer-catalogue-page",
        from: "sigma",
        told: &["paste/page-furniture", "paste/page-furniture"],
        cut: ("title:", "Stages"),
        becomes: &[
            (
                "kuery",
                "exact",
                &[
                    "event.action:UpdateFunctionConfiguration*",
                    "aws.cloudtrail.flattened.request_parameters.layers:*",
                ],
            ),
            ("spl", "exact", &["`cloudtrail`", "requestParameters.layers{}=*"]),
        ],
    },
    Seed {
        name: "panther-rule-lambda-crud-catalogue-page",
        from: "paste/unread-language",
        told: &["paste/unread-language"],
        cut: ("AnalysisType:", "Detection logic"),
        becomes: &[("sigma", "failed", &[])],
    },
];

#[test]
fn the_seeds_are_read_as_pages_and_as_boxes() {
    for seed in SEEDS {
        let Some(path) = evidence(&format!("seeds/{}.txt", seed.name)) else { return };
        let page = std::fs::read_to_string(path).unwrap();
        let lines = page.lines().skip_while(|l| !l.starts_with(seed.cut.0));
        let lines: Vec<&str> = lines.take_while(|l| !l.starts_with(seed.cut.1)).collect();
        let cut = lines.join("\n") + "\n";
        let (whole, part) = (pasted(&page), pasted(&cut));
        assert_eq!((found(&whole), found(&part)), (seed.from.to_owned(), seed.from.to_owned()));
        let told: Vec<&str> = whole.diagnostics.iter().map(|d| d.code).collect();
        assert_eq!(told, seed.told, "{}", seed.name);
        for (target, verdict, parts) in seed.becomes {
            let of = |file: &Scanned| {
                let converted =
                    convert(std::slice::from_ref(file), &options(target, FieldsMode::Map));
                converted.into_iter().flatten().next().unwrap()
            };
            let (from_page, from_box) = (of(&whole), of(&part));
            let text = detects(&from_page.text.unwrap_or_default(), target);
            assert_eq!(text, detects(&from_box.text.unwrap_or_default(), target), "{}", seed.name);
            let gutter = part.repairs().next().is_some();
            let expected = if gutter && *verdict == "exact" { "presentation" } else { verdict };
            assert_eq!(from_box.report.verdict, expected, "{} to {target}", seed.name);
            for part in *parts {
                assert!(text.contains(part), "{} to {target}: no {part:?} in\n{text}", seed.name);
            }
        }
    }
}

#[test]
fn places_are_those_of_the_pasted_text() {
    let text = "Search\nCopy\n\n1  `okta` a=1\n2  | stats count by b\nMacros Used\n";
    let scanned = pasted(text);
    let file = &scanned.file;
    assert_eq!(&*file.text, "`okta` a=1\n| stats count by b\n");
    let at = u32::try_from(file.text.find("stats").unwrap()).unwrap();
    let shown = file.shown_span(FileSpan::new(file.id, Span { start: at, end: at + 5 }));
    assert_eq!(&text[shown.range()], "stats");
    let place = file.position(at);
    assert_eq!((place.line, place.column), (5, 6));
}

/// Parts of pages, put together at random.
fn page() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("1`okta` a=b\n".to_owned()),
        Just("2| stats count by a\n".to_owned()),
        Just("  10  \n".to_owned()),
        Just("|\n".to_owned()),
        Just("```\n".to_owned()),
        Just("Rule queryedit\n".to_owned()),
        Just("Search: \u{a0}é`x\n".to_owned()),
        Just("title: ä\ndetection:\n  s: {a: b}\n  condition: s\n".to_owned()),
        Just("s: {a: b}\ncondition: s\n".to_owned()),
        Just("[rule]\r\nquery = '''\r\n".to_owned()),
        Just("│ 3 \u{2003}event.action: (a or \"ü\")".to_owned()),
        "\\PC{0,20}",
        any::<String>(),
    ];
    prop::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn nothing_panics_and_every_byte_stands_where_it_is_said_to(text in page()) {
        let scanned = pasted(&text);
        let file = &scanned.file;
        prop_assert_eq!(file.shown(), text.as_str());
        for (at, c) in file.text.char_indices() {
            let span = Span::new(at, at + c.len_utf8());
            let shown = file.shown_span(FileSpan::new(file.id, span));
            // What was put in stands nowhere.
            let put_in = shown.start == shown.end;
            prop_assert!(put_in || text.get(shown.range()) == file.text.get(span.range()));
        }
        for told in &scanned.diagnostics {
            let shown = file.shown_span(told.at());
            prop_assert!(text.get(shown.range()).is_some());
        }
        let _ = convert(&[scanned], &options("sigma", FieldsMode::Keep));
    }
}
