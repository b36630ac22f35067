//! What is said of a rule's log source, and what each is called in every format.

#![allow(clippy::unwrap_used, reason = "tests")]

use ruleglot_engine::{
    Assumption, Config, ConvertOptions, Converted, ScanOptions, TargetSpec, convert, scan_text,
    source_configuration,
};
use ruleglot_ir::NativeSource;
use ruleglot_knowledge::SigmaSource;
use ruleglot_source::FileId;
use ruleglot_translate::{source_condition, splunk_source};
use std::fmt::Write;
use std::path::Path;

fn converted(text: &str, from: &str, to: &str, source: Option<&str>) -> Converted {
    let options = ScanOptions { from: Some(from.into()), ..ScanOptions::default() };
    let file = scan_text(text, FileId(0), &options);
    let options = ConvertOptions {
        granted: vec![Assumption::MapMedium],
        source: source.map(str::to_owned),
        ..ConvertOptions::new(TargetSpec::parse(to).unwrap())
    };
    convert(&[file], &options).remove(0).remove(0)
}

fn codes(of: &Converted) -> Vec<&'static str> {
    let notes = of.report.notes.iter();
    notes.map(|n| n.code).filter(|c| c.starts_with("source/")).collect()
}

fn sigma(logsource: &str) -> String {
    format!(
        "title: T\nlogsource:\n{logsource}detection:\n    a:\n        Image|endswith: '\\x.exe'\n    condition: a\n"
    )
}

#[test]
fn one_provider_of_several_is_chosen_and_can_be_changed() {
    let rule = sigma("    category: process_creation\n    product: windows\n");
    let usual = converted(&rule, "sigma", "spl", None);
    assert_eq!(codes(&usual), ["source/chosen"]);
    let text = usual.text.unwrap();
    assert!(text.contains("`sysmon`") && text.contains("EventCode=1"), "{text}");
    assert!(text.contains("Image="), "{text}");
    let other = converted(&rule, "sigma", "spl", Some("windows.process_creation.security"));
    assert_eq!(codes(&other), [""; 0]);
    let text = other.text.unwrap();
    assert!(text.contains("`wineventlog_security`") && text.contains("EventCode=4688"), "{text}");
    assert!(text.contains("NewProcessName="), "{text}");
    // A log source that has nothing to do with it does not take its place.
    let none = converted(&rule, "sigma", "spl", Some("aws.cloudtrail"));
    assert_eq!(none.report.log_source.unwrap().id, "windows.process_creation");
}

#[test]
fn names_of_another_taxonomy_are_not_taken_for_sigmas_in_silence() {
    let rule = sigma("    category: process_creation\n    product: windows\n");
    let said = |word: &str, to: &str| {
        let rule = rule.replacen("title: T\n", &format!("title: T\ntaxonomy: {word}\n"), 1);
        let Converted { report, .. } = converted(&rule, "sigma", to, None);
        let told = report.notes.iter().any(|note| note.code == "translate/other-taxonomy");
        (told, report.verdict)
    };
    for to in ["spl", "elastic"] {
        assert_eq!(said("acme", to), (true, "unknown"));
        assert_ne!(said("sigma", to), (true, "unknown"));
    }
}

#[test]
fn a_bare_query_says_by_its_conditions_what_it_reads() {
    let source = |query: &str| {
        let report = converted(query, "kuery", "sigma", None).report;
        report.log_source.map_or("none".to_owned(), |source| source.id)
    };
    let windows = "host.os.type:windows and process.name:a.exe and event.category:process";
    assert_eq!(source(&format!("{windows} and event.type:start")), "windows.process_creation");
    assert_eq!(source(&format!("{windows} and event.type:end")), "windows.process_termination");
    // What happened, or on which system, is left open.
    assert_eq!(source(windows), "none");
    let systems = "host.os.type:(windows or linux) and event.category:process and event.type:start";
    assert_eq!(source(systems), "none");
    assert_eq!(source("winlog.channel:Security and event.code:4688"), "windows.security");
    assert_eq!(source("event.category:web and url.path:a"), "none");
    // A data set says it alone, one of two does not.
    assert_eq!(source("event.dataset:aws.cloudtrail and event.action:A"), "aws.cloudtrail");
    assert_eq!(source("event.dataset:(aws.cloudtrail or okta.system) and event.action:A"), "none");
}

#[test]
fn the_words_of_each_provider_are_the_log_source_s() {
    let query = "host.os.type:windows and event.category:process and event.type:start and process.name:a.exe";
    let told = |word: &str| {
        let report = converted(&format!("{query}{word}"), "kuery", "sigma", None).report;
        let notes = report.notes.iter().filter(|note| note.code.starts_with("source/"));
        (report.verdict, notes.map(|note| note.message.clone()).collect::<Vec<_>>())
    };
    assert_eq!(told(""), ("presentation", vec![]));
    for word in [
        "event.dataset:\"endpoint.events.process\"",
        "event.dataset:\"windows.sysmon_operational\"",
        "event.module:sysmon",
        "agent.type:winlogbeat",
    ] {
        let (verdict, notes) = told(&format!(" and {word}"));
        assert_eq!((verdict, notes.len()), ("presentation", 1), "{word}: {notes:?}");
        assert!(notes[0].contains("names one provider of these events"), "{notes:?}");
    }
}

#[test]
fn a_log_of_windows_says_the_system_and_its_codes_what_happened() {
    let verdict = |query: &str| converted(query, "kuery", "sigma", None).report.verdict;
    for query in [
        "winlog.channel:Security and event.code:4688",
        "event.dataset:windows.sysmon_operational and event.code:3 and destination.port:22",
        "event.dataset:windows.sysmon_operational and event.code:1 and process.name:a.exe",
    ] {
        assert_eq!(verdict(query), "presentation", "{query}");
    }
    // A code alone is any log's, and a data set of Elastic's agent is of any system.
    for query in [
        "event.dataset:windows.sysmon_operational and destination.port:22",
        "event.dataset:endpoint.events.network and event.type:start and destination.port:22",
    ] {
        assert_eq!(verdict(query), "narrower", "{query}");
    }
}

#[test]
fn a_data_model_holds_events_of_several_log_sources() {
    let rule = |data_sources: &str| {
        format!(
            "name: T\nid: 8bb3f280-dd9b-11eb-84d5-acde48001122\nsearch: '| tstats count from \
             datamodel=Endpoint.Processes where Processes.process_name=x.exe by Processes.user'\n\
             data_source: [{data_sources}]\n"
        )
    };
    let narrowed = |data_sources: &str, source: Option<&str>| {
        let Converted { report, .. } = converted(&rule(data_sources), "splunk", "sigma", source);
        let mut notes = report.notes.iter();
        let told = notes.find(|note| note.code == "translate/log-source-narrowed");
        (report.log_source.unwrap().id, told.map(|note| note.message.clone()))
    };
    let written = |others: &str, source: &str| {
        let said = format!("the rule also reads {others}; it is written for {source} alone");
        (source.to_owned(), Some(said))
    };
    let (windows, linux) = ("windows.process_creation", "linux.process_creation");
    let all = "linux.process_creation, macos.process_creation, crowdstrike.fdr";
    assert_eq!(narrowed("", None), written(all, windows));
    let all = "windows.process_creation, macos.process_creation, crowdstrike.fdr";
    assert_eq!(narrowed("", Some(linux)), written(all, linux));
    // Providers of the same events, and one system of two.
    let providers = "Sysmon EventID 1, Windows Event Log Security 4688, CrowdStrike ProcessRollup2";
    assert_eq!(narrowed(providers, None), (windows.to_owned(), None));
    let both = "Sysmon EventID 1, Sysmon for Linux EventID 1";
    assert_eq!(narrowed(both, None), written(linux, windows));
    assert_eq!(narrowed("Sysmon for Linux EventID 1", None), (linux.to_owned(), None));
}

#[test]
fn what_is_not_known_is_said_and_never_exact() {
    let unknown = converted(&sigma("    product: qualys\n"), "sigma", "spl", None);
    assert_eq!((codes(&unknown), unknown.report.verdict), (vec!["source/unknown"], "unknown"));
    let nowhere = converted(
        &sigma("    category: application\n    product: opencanary\n"),
        "sigma",
        "spl",
        None,
    );
    assert_eq!(
        (codes(&nowhere), nowhere.report.verdict),
        (vec!["source/not-in-target"], "unknown")
    );
}

#[test]
fn an_unknown_source_comes_with_the_entry_that_makes_it_known() {
    let sigma = NativeSource::Logsource {
        category: None,
        product: Some("qualys".into()),
        service: Some("vm".into()),
    };
    assert_eq!(
        source_configuration(&[sigma]),
        "[[sources]]\nid = \"qualys.vm\"\nconcept = \"\"\nsigma = [{ product = \"qualys\", service = \"vm\" }]\nelastic = { index = [], dataset = [] }\nsplunk = { sourcetype = [] }\n"
    );
    let index = NativeSource::IndexPattern("logs-my_app.audit-*".into());
    assert_eq!(
        source_configuration(&[index]),
        "[[sources]]\nid = \"my_app.audit\"\nconcept = \"\"\nsigma = [{ product = \"\", service = \"\" }]\nelastic = { index = [\"logs-my_app.audit-*\"], dataset = [] }\nsplunk = { sourcetype = [] }\n"
    );
    let model = NativeSource::Datamodel { model: "Email".into(), object: "All_Email".into() };
    assert!(source_configuration(&[model]).contains("datamodel = [\"Email.All_Email\"]"));
    let call = NativeSource::Macro("my \"macro".into());
    assert!(source_configuration(&[call]).contains("macro = \"my \\\"macro\""));
}

/// The entry, whatever it was made of, is read as it stands and with its blanks filled in.
#[test]
fn the_entry_is_one_that_the_configuration_takes() {
    let named = [
        NativeSource::Logsource {
            category: Some("file \"x\"".into()),
            product: Some("qualys".into()),
            service: None,
        },
        NativeSource::IndexPattern("logs-my_app.audit-*".into()),
        NativeSource::Macro("my_macro".into()),
        NativeSource::Sourcetype("my:type".into()),
        NativeSource::Datamodel { model: "Email".into(), object: "All_Email".into() },
    ];
    let alone = named.iter().map(std::slice::from_ref);
    for of in alone.chain([&named[1..], &named[..]]) {
        let entry = source_configuration(of);
        let completed = entry
            .replace("concept = \"\"", "concept = \"aws.cloudtrail\"")
            .replace("product = \"\", service = \"\"", "product = \"p\", service = \"s\"")
            .replace("[]", "[\"x\"]");
        for text in [&entry, &completed] {
            let read = Config::parse(text, Path::new("/rules"));
            assert!(read.as_ref().is_ok_and(|c| c.sources.len() == 1), "{text}{:?}", read.err());
        }
    }
}

/// Each log source with what is written for it in Sigma, Elastic and Splunk: read it whole when it changes.
#[test]
fn every_log_source_in_every_format() {
    let mut out = String::new();
    let mut line = |start: &str, text: &str| {
        let text = text.trim_matches([' ', '|']);
        if !text.is_empty() {
            writeln!(out, "{start}{text}").unwrap();
        }
    };
    let sources = ruleglot_knowledge::log_sources().iter();
    for source in sources.filter(|s| s.concept != "panther_only") {
        let conjuncts = |taxonomy| {
            let all = source_condition(Some(source), taxonomy);
            all.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ")
        };
        let sigma: Vec<String> = source.sigma.iter().map(words).collect();
        let natives = splunk_source(source);
        let natives: Vec<String> = natives.iter().map(ToString::to_string).collect();
        let elastic = source.elastic.indexes.join(" ");
        line("", source.id);
        line("  sigma: ", &sigma.join("; "));
        line("  elastic: ", &format!("{elastic} | {}", conjuncts("ecs")));
        line("  splunk: ", &format!("{} {}", natives.join(" "), conjuncts("splunk-ta")));
    }
    insta::assert_snapshot!(out);
}

fn words(of: &SigmaSource) -> String {
    let words = [("category", of.category), ("product", of.product), ("service", of.service)];
    let said = words.iter().filter_map(|(key, word)| word.map(|w| format!("{key} {w}")));
    said.collect::<Vec<_>>().join(", ")
}
