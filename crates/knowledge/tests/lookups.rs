//! Look-ups in the embedded data.

#![allow(clippy::unwrap_used, reason = "tests")]

use ruleglot_knowledge::{
    Confidence, Derivation, Fit, MacroKind, field_is_array, field_type, field_type_in, fits_sigma,
    hub, hubs, log_source, log_sources, recognise_elastic, recognise_sigma, sigmahq_source,
    splunk_macro, splunk_macros, suggest_field,
};

#[test]
fn types_of_fields() {
    assert_eq!(field_type("event.action"), Some("keyword"));
    assert_eq!(field_type("process.command_line"), Some("wildcard"));
    assert_eq!(field_type("process.command_line.text"), Some("match_only_text"));
    assert_eq!(field_type("source.ip"), Some("ip"));
    assert_eq!(field_type("aws.cloudtrail.flattened.request_parameters.layers"), Some("flattened"));
    assert_eq!(
        field_type("aws.cloudtrail.console_login.additional_eventdata.mfa_used"),
        Some("boolean")
    );
    assert_eq!(field_type("no.such.field"), None);
    assert!(field_is_array("event.category"));
    assert!(!field_is_array("event.action"));
    assert_eq!(suggest_field("event.acton"), Some("event.action"));
    assert_eq!(suggest_field("event.action"), suggest_field("event.action"));
    assert_eq!(field_type_in("okta.target", &["okta"]), Some("flattened"));
}

#[test]
fn types_of_fields_that_only_a_pattern_describes() {
    assert_eq!(field_type("o365.audit.Parameters.AllowGuestUser"), Some("keyword"));
    assert_eq!(field_type("o365.audit.ModifiedProperties.IsPublic.NewValue"), Some("keyword"));
    let name = "azure.auditlogs.properties.target_resources.0.display_name";
    assert_eq!(field_type(name), Some("keyword"));
    assert_eq!(field_type("o365.audit.Nothing.AllowGuestUser"), None);
}

#[test]
fn every_type_is_found_by_its_name() {
    // The table is searched, not parsed: its order is what makes that work.
    let table = include_str!("../data/fields.tsv");
    let names: Vec<&str> = table.lines().map(|l| l.split('\t').next().unwrap()).collect();
    assert!(names.is_sorted());
    assert!(names.iter().all(|n| field_type(n).is_some()), "each has a type");
}

#[test]
fn log_sources_by_the_words_of_formats() {
    assert!(log_sources().len() > 150);
    let first = |c, p, s| recognise_sigma(c, p, s).first().map(|l| l.id);
    assert_eq!(
        first(Some("process_creation"), Some("windows"), None),
        Some("windows.process_creation")
    );
    assert_eq!(first(None, Some("aws"), Some("cloudtrail")), Some("aws.cloudtrail"));
    assert_eq!(first(None, Some("okta"), Some("okta")), Some("okta.system"));
    assert_eq!(
        first(Some("process_creation"), Some("linux"), None),
        Some("linux.process_creation")
    );
    assert_eq!(first(Some("registry_set"), Some("windows"), None), Some("windows.registry_set"));
    assert_eq!(first(Some("no_such"), Some("thing"), None), None);
    assert_eq!(first(None, Some("windows"), Some("no-such-service")), None);
    assert_eq!(first(None, Some("windows"), None), None, "every Windows log is none in particular");
    let fits = fits_sigma(Some("process_creation"), None, None);
    assert!(fits.len() > 1 && fits.iter().all(|(_, fit)| *fit == Fit::Part));
    let (source, fit) = fits_sigma(Some("process_creation"), Some("windows"), Some("sysmon"))[0];
    assert_eq!((source.id, fit), ("windows.process_creation", Fit::Whole));
    let first = |i: &[&str], d: &[&str]| recognise_elastic(i, &[], d).first().map(|l| l.id);
    assert_eq!(first(&["filebeat-*", "logs-aws.cloudtrail-*"], &[]), Some("aws.cloudtrail"));
    assert_eq!(first(&["logs-okta*"], &[]), Some("okta.system"));
    assert_eq!(first(&[], &["aws.cloudtrail"]), Some("aws.cloudtrail"));
    assert_eq!(first(&["logs-endpoint.events.registry-*"], &[]), Some("windows.registry_set"));
}

#[test]
fn hubs_are_sound() {
    for hub in hubs() {
        assert_eq!(hub.ambiguous(), [], "{}: two entries read the same name", hub.taxonomy);
        for source in &hub.sources {
            assert!(hub.select(source).is_some(), "{source}");
            assert!(log_source(source).unwrap().hub().is_some());
        }
    }
}

#[test]
fn every_hub_file_is_found_by_its_log_sources() {
    for found in hubs() {
        for source in &found.sources {
            assert_eq!(hub(source).map(|h| &h.taxonomy), Some(&found.taxonomy), "{source}");
            assert!(log_source(source).is_some(), "{source}");
        }
    }
}

#[test]
fn forms_are_found_by_either_side() {
    let hub = hub("aws.cloudtrail").unwrap();
    let found = hub.read("ecs", "event.action").unwrap();
    assert_eq!((found.hub.as_str(), found.form.confidence), ("eventName", Confidence::High));
    let below = hub.read("ecs", "aws.cloudtrail.flattened.request_parameters.layers").unwrap();
    assert_eq!(below.hub, "requestParameters.layers");
    let layers = hub.forms("requestParameters.layers", "ecs");
    assert_eq!(layers[0].name, "aws.cloudtrail.flattened.request_parameters.layers");
    let windows = ruleglot_knowledge::hub("windows.process_creation").unwrap();
    let name = windows.read("ecs", "process.name").unwrap();
    assert!(matches!(name.form.of, Derivation::AfterLast { separator: '\\', .. }));
    assert_eq!(windows.read("sigma", "NewProcessName").unwrap().hub, "Image");
    assert!(windows.read("ecs", "process.code_signature.trusted").is_none());
}

#[test]
fn macros_of_splunk() {
    let cloudtrail = splunk_macro("cloudtrail", 0).unwrap();
    assert_eq!(
        (cloudtrail.kind, cloudtrail.definition),
        (MacroKind::Source, Some("sourcetype=aws:cloudtrail"))
    );
    assert_eq!(
        splunk_macro("cloudtrail", 1),
        None,
        "macros of one name differ by the number of their arguments"
    );
    let drop = splunk_macro("drop_dm_object_name", 1).unwrap();
    assert_eq!(drop.expand(&["Processes"]).as_deref(), Some(r#"rename "Processes.*" as "*""#));
    assert_eq!(drop.expand(&[]), None);
    let time = splunk_macro("security_content_ctime", 1).unwrap();
    assert_eq!((time.kind, time.args.as_slice()), (MacroKind::Stages, ["field"].as_slice()));
    assert_eq!(splunk_macro("process_net", 0).unwrap().kind, MacroKind::Filter);
    assert_eq!(splunk_macro("get_asset", 1).unwrap().definition, None, "of another app");
    assert_eq!(splunk_macro("no_such_macro", 0), None);
    assert_eq!(splunk_macros().len(), 194);
}

#[test]
fn sigmahq_lists_log_sources_with_prefixes_and_fields() {
    let windows = Some("windows");
    let started = sigmahq_source(Some("process_creation"), windows, None).unwrap();
    assert!(
        started.listed && started.has_field("CommandLine") && !started.has_field("Commandline")
    );
    assert_eq!(started.prefix, Some("proc_creation_win_"));
    let security = sigmahq_source(None, windows, Some("security")).unwrap();
    assert!(security.listed && !security.has_fields());
    let ruby = sigmahq_source(Some("application"), Some("ruby_on_rails"), None).unwrap();
    assert_eq!(ruby.prefix, Some("appframework_ruby_"));
    let gateway = sigmahq_source(Some("file_event"), Some("paloalto"), Some("globalprotect"));
    assert!(gateway.is_some_and(|source| source.listed));
    assert_eq!(sigmahq_source(None, Some("acme"), None), None);
    // A prefix for a whole product lists no log source.
    assert!(sigmahq_source(None, Some("aws"), None).is_some_and(|source| !source.listed));
}
