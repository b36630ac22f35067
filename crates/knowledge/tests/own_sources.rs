//! Log sources of a user's own. The table is one for a whole process, so these tests share one.
#![allow(clippy::unwrap_used, reason = "tests")]

use ruleglot_knowledge::{
    ElasticWords, Fit, OwnPart, OwnRow, OwnSource, SPLUNK_TA, SigmaWords, SourceWords, SplunkName,
    SplunkWords, check_own_sources, fits_sigma, log_source, recognise_elastic, use_own_rows,
    use_own_sources,
};
use std::sync::Once;

fn words(of: &[&str]) -> Vec<String> {
    of.iter().map(|word| (*word).to_owned()).collect()
}

fn known_one() -> SourceWords {
    SourceWords {
        id: "windows.process_creation".into(),
        elastic: ElasticWords { index: Some(words(&["corp-sysmon-*"])), ..ElasticWords::default() },
        splunk: SplunkWords { r#macro: Some("corp_sysmon".into()), ..SplunkWords::default() },
        ..SourceWords::default()
    }
}

fn new_one() -> SourceWords {
    SourceWords {
        id: "corp.raw".into(),
        concept: Some("windows.process_creation".into()),
        sigma: Some(vec![
            SigmaWords { product: Some("corp".into()), ..SigmaWords::default() },
            // Still to be completed.
            SigmaWords { product: Some(String::new()), ..SigmaWords::default() },
        ]),
        elastic: ElasticWords {
            index: Some(words(&["winlogbeat-*", ""])),
            taxonomy: Some("raw".into()),
            ..ElasticWords::default()
        },
        splunk: SplunkWords { taxonomy: Some("cim".into()), ..SplunkWords::default() },
        ..SourceWords::default()
    }
}

fn own(words: SourceWords) -> OwnSource {
    OwnSource { words, search: None }
}

fn set_up() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        use_own_sources(&[own(known_one()), own(new_one())]).unwrap();
        let row = OwnRow {
            source: "windows.process_creation".into(),
            raw: "CommandLine".into(),
            names: [("panther".into(), Some("cmd".into()))].into_iter().collect(),
            one_spelling: None,
        };
        use_own_rows(&[row]).unwrap();
    });
}

#[test]
fn what_is_said_takes_the_place_of_what_is_known() {
    set_up();
    let source = log_source("windows.process_creation").unwrap();
    assert_eq!(source.elastic.indexes, ["corp-sysmon-*"]);
    assert_eq!(source.splunk.index_macro, Some("corp_sysmon"));
    assert_eq!(source.splunk.codes, ["1"], "what is not said stays");
    let own = source.own.as_ref().unwrap();
    assert_eq!(own.name, SplunkName::Macro("corp_sysmon"));
    assert!(source.is_own(OwnPart::Search) && !source.is_own(OwnPart::Condition));
    let known = own.known.unwrap();
    assert_eq!(known.splunk.index_macro, Some("sysmon"));
    assert_eq!(source.readings().count(), 2);
    assert!(log_source("aws.cloudtrail").unwrap().own.is_none());
}

#[test]
fn rules_are_recognised_by_own_words_first_and_by_known_ones() {
    set_up();
    let first = |indexes: &[&str]| recognise_elastic(indexes, &[], &[]).first().map(|s| s.id);
    assert_eq!(first(&["corp-sysmon-*"]), Some("windows.process_creation"));
    assert_eq!(first(&["logs-endpoint.events.process-*"]), Some("windows.process_creation"));
    // A whole agent's index is nobody's own because somebody writes it down.
    assert_eq!(
        first(&["winlogbeat-*", "logs-endpoint.events.registry-*"]),
        Some("windows.registry_set")
    );
    let fits = fits_sigma(None, Some("corp"), None);
    assert_eq!(
        fits.iter().map(|(s, fit)| (s.id, *fit)).collect::<Vec<_>>(),
        [("corp.raw", Fit::Same)]
    );
}

#[test]
fn fields_are_those_of_the_one_that_it_follows_under_the_names_that_it_says() {
    set_up();
    let source = log_source("corp.raw").unwrap();
    assert_eq!((source.sigma.len(), source.elastic.indexes.len()), (1, 1));
    assert_eq!(source.like(), "windows.process_creation");
    let hub = source.hub().unwrap();
    let names = |field: &str, taxonomy: &str| -> Vec<String> {
        let forms = hub.forms(field, taxonomy).into_iter();
        forms.filter(|f| f.form.write.is_some()).map(|f| f.name.to_string()).collect()
    };
    assert_eq!(names("CommandLine", "ecs"), ["CommandLine"]);
    assert_eq!(names("CommandLine", SPLUNK_TA), ["process"]);
    assert_eq!(names("CommandLine", "panther"), ["cmd"], "rows of the one that it follows hold");
    assert_eq!(hub.read("ecs", "Image").unwrap().hub, "Image");
    assert!(hub.read("ecs", "process.executable").is_none());
    // Its events are of the kind of the one that it follows; what a rule states of that is its own.
    let select = hub.select("corp.raw").unwrap();
    assert_eq!((select.hub.to_string().as_str(), select.forms.len()), ("EventID = \"1\"", 0));
    assert!(hub.ambiguous().is_empty());
    let followed = log_source("windows.process_creation").unwrap().hub().unwrap();
    assert_eq!(followed.read("ecs", "process.executable").unwrap().hub, "Image");
}

#[test]
fn faults_name_the_entry_and_the_text() {
    let fault = |change: fn(&mut SourceWords)| {
        let mut words = new_one();
        change(&mut words);
        check_own_sources(&[own(known_one()), own(words)]).unwrap_err()
    };
    let of = fault(|w| w.concept = Some("windows.proces_creation".into()));
    assert_eq!((of.entry, of.word.as_str()), (1, "windows.proces_creation"));
    assert!(of.message.ends_with("did you mean `windows.process_creation`?"), "{}", of.message);
    assert_eq!(fault(|w| w.id.clear()).word, "");
    let twice = fault(|w| w.id = "windows.process_creation".into());
    assert_eq!(twice.message, "two log sources have the id `windows.process_creation`");
    assert_eq!(fault(|w| w.elastic.condition = Some("a b".into())).word, "a b");
    assert_eq!(fault(|w| w.splunk.taxonomy = Some("x".into())).word, "x");
    assert!(check_own_sources(&[own(new_one())]).is_ok());
}

#[test]
fn the_table_is_made_once() {
    set_up();
    assert!(log_source("corp.raw").is_some());
    assert_eq!(use_own_sources(&[own(known_one())]).unwrap_err(), "log sources are in use already");
    assert!(use_own_sources(&[]).is_ok(), "who says nothing changes nothing");
}
