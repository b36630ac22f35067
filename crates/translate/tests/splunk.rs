//! Remap between Splunk's taxonomies and the others, recognition of log sources in Splunk's words, and events as Splunk
//! has them.

#![allow(clippy::unwrap_used, reason = "tests")]

use ruleglot_ir::{
    Body, Case, Effect, Expr, ExprKind, Monotone, NativeSource, NativeValue, Node, Origin, Rule,
    Source, Stage, Test, Verdict, map_leaves, meaning, normalise,
};
use ruleglot_knowledge::{log_source, notation, splunk_macro};
use ruleglot_translate::{
    FieldsMode, Remapped, map_name, project, recognise, remap, source_condition, splunk_source,
};
use serde_json::json;

const CLOUDTRAIL: &str = "aws.cloudtrail";
const PROCESS: &str = "windows.process_creation";

fn cased(expr: Expr, to: Case) -> Expr {
    map_leaves(expr, Monotone::Up, &mut |mut leaf, _| {
        if let ExprKind::Test { test: Test::Text { case, .. }, .. } = &mut leaf.kind {
            *case = to;
        }
        leaf
    })
}

/// As the front-end of the taxonomy reads it.
fn read(text: &str, taxonomy: &str) -> Expr {
    let expr = notation::parse(text, taxonomy).unwrap();
    if taxonomy == "ecs" { expr } else { cased(expr, Case::UnicodeFold) }
}

fn map(source: &str, from: &str, to: &str, text: &str) -> Remapped {
    remap(&read(text, from), log_source(source), from, to, FieldsMode::Map)
}

/// The normal form without letter case.
fn plain(expr: &Expr) -> String {
    normalise(&cased(meaning(expr), Case::Exact)).to_string()
}

fn expect(r: &Remapped, wanted: &str, taxonomy: &str) {
    let wanted = plain(&notation::parse(wanted, taxonomy).unwrap());
    assert_eq!(plain(&r.expr), wanted, "{} notes: {:#?}", r.expr, r.notes);
}

fn verdict(r: &Remapped) -> Verdict {
    r.notes.iter().fold(Effect::EXACT, |all, n| all.join(n.effect)).verdict()
}

fn codes(r: &Remapped) -> Vec<&str> {
    r.notes.iter().map(|n| n.code).collect()
}

#[test]
fn seed_a_success() {
    let wanted = r#"eventSource = "lambda.amazonaws.com" and (eventName startswith "CreateFunction" or eventName startswith "UpdateFunctionCode") and errorCode = "success" and no errorMessage"#;
    let r = map(
        CLOUDTRAIL,
        "ecs",
        "splunk-ta",
        r#"event.dataset = "aws.cloudtrail" and event.provider = "lambda.amazonaws.com" and event.outcome = "success" and (event.action startswith "CreateFunction" or event.action startswith "UpdateFunctionCode")"#,
    );
    expect(&r, wanted, "splunk-ta");
    assert_eq!(verdict(&r), Verdict::Exact, "{:#?}", r.notes);
    assert_eq!(r.native, [NativeSource::Macro("cloudtrail".into())]);
    assert!(r.condition.is_empty());
    let r = map(
        CLOUDTRAIL,
        "sigma",
        "splunk-ta",
        r#"eventSource = "lambda.amazonaws.com" and (eventName startswith "CreateFunction" or eventName startswith "UpdateFunctionCode") and no errorCode and no errorMessage"#,
    );
    expect(&r, wanted, "splunk-ta");
    assert_eq!(verdict(&r), Verdict::Exact);
    let back = remap(&r.expr, log_source(CLOUDTRAIL), "splunk-ta", "ecs", FieldsMode::Map);
    expect(
        &back,
        r#"event.provider = "lambda.amazonaws.com" and (event.action startswith "CreateFunction" or event.action startswith "UpdateFunctionCode") and event.outcome = "success""#,
        "ecs",
    );
    assert_eq!(verdict(&back), Verdict::Exact);
}

#[test]
fn seed_b_update_function_code() {
    let search = r#"sourcetype = "aws:cloudtrail" and eventSource = "lambda.amazonaws.com" and eventName startswith "UpdateFunctionCode" and errorCode = "success" and user_type = "IAMUser""#;
    let r = map(CLOUDTRAIL, "splunk-ta", "ecs", search);
    expect(
        &r,
        r#"event.provider = "lambda.amazonaws.com" and event.action startswith "UpdateFunctionCode" and no aws.cloudtrail.error_code and aws.cloudtrail.user_identity.type = "IAMUser""#,
        "ecs",
    );
    assert_eq!(codes(&r), ["translate/medium-field"], "that user_type is the alias");
    assert_eq!(r.consumed.len(), 1);
    let r = map(CLOUDTRAIL, "splunk-ta", "sigma", search);
    expect(
        &r,
        r#"eventSource = "lambda.amazonaws.com" and eventName startswith "UpdateFunctionCode" and no errorCode and userIdentity.type = "IAMUser""#,
        "sigma",
    );
    for (shown, wanted) in [
        ("src_ip", "sourceIPAddress"),
        ("user_arn", "userIdentity.arn"),
        ("user_agent", "userAgent"),
        ("user_type", "userIdentity.type"),
        ("aws_account_id", "recipientAccountId"),
        ("eventName", "eventName"),
    ] {
        let name = map_name(log_source(CLOUDTRAIL), "splunk-ta", "sigma", shown).unwrap().name;
        assert_eq!(name, wanted);
    }
    let shown = map_name(log_source(CLOUDTRAIL), "splunk-ta", "ecs", "user_arn").unwrap().name;
    assert_eq!(shown, "aws.cloudtrail.user_identity.arn");
}

#[test]
fn seed_c_and_d() {
    let r = map(
        CLOUDTRAIL,
        "ecs",
        "splunk-ta",
        r#"event.provider = "lambda.amazonaws.com" and event.outcome = "success" and (event.action startswith "PublishLayerVersion" or event.action = "UpdateFunctionConfiguration")"#,
    );
    expect(
        &r,
        r#"eventSource = "lambda.amazonaws.com" and errorCode = "success" and no errorMessage and (eventName startswith "PublishLayerVersion" or eventName = "UpdateFunctionConfiguration")"#,
        "splunk-ta",
    );
    let r = map(
        CLOUDTRAIL,
        "sigma",
        "splunk-ta",
        r#"eventSource = "lambda.amazonaws.com" and eventName in ("AddPermission", "CreateAlias") and not userIdentity.arn endswith "DeployRole""#,
    );
    expect(
        &r,
        r#"eventSource = "lambda.amazonaws.com" and eventName in ("AddPermission", "CreateAlias") and not userIdentity.arn endswith "DeployRole""#,
        "splunk-ta",
    );
    assert_eq!(verdict(&r), Verdict::Exact);
}

#[test]
fn seed_e_a_list_has_its_mark() {
    let r = map(
        CLOUDTRAIL,
        "sigma",
        "splunk-ta",
        r#"eventSource = "lambda.amazonaws.com" and has requestParameters.layers"#,
    );
    let name = "requestParameters.layers{}";
    expect(&r, &format!(r#"eventSource = "lambda.amazonaws.com" and has {name}"#), "splunk-ta");
    assert_eq!(verdict(&r), Verdict::Exact, "{:#?}", r.notes);
    let back = remap(&r.expr, log_source(CLOUDTRAIL), "splunk-ta", "ecs", FieldsMode::Map);
    expect(
        &back,
        r#"event.provider = "lambda.amazonaws.com" and has aws.cloudtrail.flattened.request_parameters.layers"#,
        "ecs",
    );
    assert_eq!(verdict(&back), Verdict::Exact);
}

#[test]
fn lists_on_the_way() {
    let r = map(
        CLOUDTRAIL,
        "sigma",
        "splunk-ta",
        r#"requestParameters.ipPermissions.items.toPort = "22" and requestParameters.userName = "a""#,
    );
    let wanted = r#"requestParameters.ipPermissions.items{}.toPort = "22" and requestParameters.userName = "a""#;
    expect(&r, wanted, "splunk-ta");
    assert_eq!(verdict(&r), Verdict::Exact);
    // Nothing is known of it: as a list it would have another name.
    let r = map(CLOUDTRAIL, "sigma", "splunk-ta", r#"requestParameters.ruleglot = "a""#);
    expect(&r, r#"requestParameters.ruleglot = "a""#, "splunk-ta");
    assert_eq!((codes(&r), verdict(&r)), (vec!["translate/medium-field"], Verdict::Narrower));
    let r = map(CLOUDTRAIL, "sigma", "splunk-ta", r#"not requestParameters.ruleglot = "a""#);
    assert_eq!(verdict(&r), Verdict::Wider, "under a negation it turns");
    let r = map(CLOUDTRAIL, "splunk-ta", "sigma", r#"requestParameters.ruleglot{} = "a""#);
    expect(&r, r#"requestParameters.ruleglot = "a""#, "sigma");
    assert_eq!(verdict(&r), Verdict::Wider);
    // A name without the mark, of what is known to be a list, matches nothing.
    let r = map(CLOUDTRAIL, "splunk-ta", "sigma", "has requestParameters.layers");
    assert_eq!((codes(&r), verdict(&r)), (vec!["translate/list-name"], Verdict::Wider));
    let r = map("okta.system", "sigma", "splunk-ta", r#"target.displayName = "x""#);
    expect(&r, r#"target{}.displayName = "x""#, "splunk-ta");
}

#[test]
fn errors_of_cloudtrail() {
    let to_ta = |text| map(CLOUDTRAIL, "sigma", "splunk-ta", text);
    expect(&to_ta("no errorCode"), r#"errorCode = "success""#, "splunk-ta");
    expect(&to_ta("has errorCode"), r#"not errorCode = "success""#, "splunk-ta");
    let denied = r#"errorCode = "AccessDenied""#;
    expect(&to_ta(denied), denied, "splunk-ta");
    assert_eq!(to_ta("no errorCode").expr.to_string().matches("not").count(), 0, "said once");
    let from_ta = |text| map(CLOUDTRAIL, "splunk-ta", "ecs", text);
    expect(&from_ta(r#"errorCode = "success""#), "no aws.cloudtrail.error_code", "ecs");
    expect(&from_ta(r#"not errorCode = "success""#), "has aws.cloudtrail.error_code", "ecs");
    // Every event has it.
    assert_eq!(from_ta("has errorCode").expr.kind, ExprKind::Const(true));
    // In a console login the answer counts, which Splunk has under its own name.
    let r = map(
        CLOUDTRAIL,
        "ecs",
        "splunk-ta",
        r#"event.provider = "signin.amazonaws.com" and event.action = "ConsoleLogin" and event.outcome = "success""#,
    );
    expect(
        &r,
        r#"eventSource = "signin.amazonaws.com" and eventName = "ConsoleLogin" and responseElements.ConsoleLogin = "Success""#,
        "splunk-ta",
    );
}

#[test]
fn processes_in_raw_searches() {
    let r = map(
        PROCESS,
        "sigma",
        "splunk-ta",
        r#"Image endswith "\cmd.exe" and User = "NT AUTHORITY\SYSTEM""#,
    );
    expect(&r, r#"Image endswith "\cmd.exe" and User = "NT AUTHORITY\SYSTEM""#, "splunk-ta");
    assert_eq!(verdict(&r), Verdict::Exact);
    assert_eq!(r.native, [NativeSource::Macro("sysmon".into())]);
    assert_eq!(r.condition, [read(r#"EventCode = "1""#, "splunk-ta")]);
    let r = map(
        PROCESS,
        "splunk-ta",
        "ecs",
        r#"EventCode = "1" and process_name = "cmd.exe" and parent_process_name = "explorer.exe" and process contains "whoami""#,
    );
    expect(
        &r,
        r#"process.name = "cmd.exe" and process.parent.name = "explorer.exe" and process.command_line contains "whoami""#,
        "ecs",
    );
    assert_eq!((r.consumed.len(), verdict(&r)), (1, Verdict::Exact));
    let hash = "E9DC058440D321AA17D0600B3CA0AB04";
    let r = map(PROCESS, "splunk-ta", "sigma", &format!(r#"MD5 = "{hash}""#));
    expect(&r, &format!(r#"Hashes contains "MD5={hash}""#), "sigma");
    let r = map(
        PROCESS,
        "ecs",
        "splunk-ta",
        &format!(r#"process.hash.md5 = "{}""#, hash.to_lowercase()),
    );
    expect(&r, &format!(r#"Hashes contains "MD5={hash}""#), "splunk-ta");
    let r = map("linux.process_creation", "sigma", "splunk-ta", r#"Image endswith "/nc""#);
    expect(&r, r#"Image endswith "/nc""#, "splunk-ta");
    assert_eq!(r.native, [NativeSource::Sourcetype("sysmon:linux".into())]);
}

#[test]
fn processes_in_data_models() {
    let search = r#"Processes.process_name = "cmd.exe" and Processes.parent_process_path endswith "\explorer.exe" and Processes.process contains "whoami" and Processes.original_file_name = "Cmd.Exe""#;
    let r = map(PROCESS, "cim", "sigma", search);
    expect(
        &r,
        r#"Image endswith "\cmd.exe" and ParentImage endswith "\explorer.exe" and CommandLine contains "whoami" and OriginalFileName = "Cmd.Exe""#,
        "sigma",
    );
    assert_eq!(verdict(&r), Verdict::Exact, "{:#?}", r.notes);
    let r = map(PROCESS, "cim", "ecs", search);
    expect(
        &r,
        r#"process.name = "cmd.exe" and process.parent.name = "explorer.exe" and process.command_line contains "whoami" and process.pe.original_file_name = "Cmd.Exe""#,
        "ecs",
    );
    let r = map(PROCESS, "cim", "sigma", r#"Processes.process_integrity_level = "High""#);
    expect(&r, r#"IntegrityLevel = "High""#, "sigma");
    let r = map("linux.process_creation", "cim", "sigma", r#"Processes.process_name = "nc""#);
    expect(&r, r#"Image endswith "/nc""#, "sigma");
}

#[test]
fn registry() {
    let source = "windows.registry_event";
    let r = map(
        source,
        "cim",
        "sigma",
        r#"Registry.registry_path contains "\CurrentVersion\Run" and Registry.registry_value_name = "Debugger" and Registry.registry_value_data = "0x00000001""#,
    );
    expect(
        &r,
        r#"TargetObject contains "\CurrentVersion\Run" and TargetObject endswith "\Debugger" and Details in ("0x00000001", "DWORD (0x00000001)")"#,
        "sigma",
    );
    let r = map(
        source,
        "cim",
        "sigma",
        r#"Registry.action = "modified" and Registry.registry_path endswith "\x""#,
    );
    expect(&r, r#"EventType = "SetValue" and TargetObject endswith "\x""#, "sigma");
    let r = map(
        "windows.registry_set",
        "sigma",
        "splunk-ta",
        r#"TargetObject endswith "\Run\x" and Details = "DWORD (0x00000001)""#,
    );
    expect(&r, r#"TargetObject endswith "\Run\x" and Details = "DWORD (0x00000001)""#, "splunk-ta");
    assert_eq!(r.condition, [read(r#"EventCode = "13""#, "splunk-ta")]);
    assert_eq!(verdict(&r), Verdict::Exact);
    // Of several codes that a log source has, a rule that wants one of them says something.
    let r = map(source, "splunk-ta", "sigma", r#"EventCode = "13" and TargetObject endswith "\x""#);
    expect(&r, r#"EventID = "13" and TargetObject endswith "\x""#, "sigma");
}

#[test]
fn okta() {
    let r = map(
        "okta.system",
        "ecs",
        "splunk-ta",
        r#"event.action = "zone.delete" and event.outcome = "success""#,
    );
    expect(
        &r,
        r#"eventType = "zone.delete" and outcome.result in ("SUCCESS", "ALLOW")"#,
        "splunk-ta",
    );
    assert_eq!(verdict(&r), Verdict::Exact);
    assert_eq!(r.native, [NativeSource::Macro("okta".into())]);
    let r = map(
        "okta.system",
        "splunk-ta",
        "ecs",
        r#"eventType = "zone.delete" and src_ip = "198.51.100.7""#,
    );
    expect(&r, r#"event.action = "zone.delete" and okta.client.ip = "198.51.100.7""#, "ecs");
}

#[test]
fn names_that_nobody_knows() {
    let r = map(PROCESS, "splunk-ta", "sigma", r#"EventCode = "1" and risk_score = "9""#);
    assert_eq!(codes(&r), ["translate/unmapped-field"]);
    // The add-on keeps names of the raw event; whether events have this one is not sure.
    let r = map(PROCESS, "sigma", "splunk-ta", r#"NoSuchField = "9""#);
    expect(&r, r#"NoSuchField = "9""#, "splunk-ta");
    assert_eq!(codes(&r), ["translate/medium-field"]);
}

#[test]
fn where_events_are_stored_is_no_condition_on_them() {
    let r = map(CLOUDTRAIL, "splunk-ta", "sigma", r#"index = "aws" and eventName = "A""#);
    expect(&r, r#"eventName = "A""#, "sigma");
    assert_eq!((codes(&r), verdict(&r)), (vec!["translate/index-left-out"], Verdict::Wider));
    let r = map(CLOUDTRAIL, "splunk-ta", "sigma", r#"index like "*" and eventName = "A""#);
    assert_eq!((codes(&r), verdict(&r)), (vec![], Verdict::Exact));
}

fn rule(native: Vec<NativeSource>, condition: Expr, data_sources: &[&str]) -> Rule {
    let node = |kind| Node { kind, origin: Origin::default() };
    let native = native.into_iter().map(|kind| Node { kind, origin: Origin::default() }).collect();
    let read = Source { native, ..Source::default() };
    let pipeline = vec![node(Stage::Read(read)), node(Stage::Filter(condition))];
    let mut rule = Rule::bare(Body::Pipeline(pipeline));
    let names = data_sources.iter().map(|d| NativeValue::Text((*d).into())).collect();
    rule.meta.native.push(("data_source".into(), NativeValue::List(names)));
    rule
}

fn called(name: &str, rest: &str) -> Rule {
    let body = splunk_macro(name, 0).unwrap().condition.clone().unwrap();
    let named = ExprKind::Named { name: format!("`{name}`").into(), body: Box::new(body) };
    let condition = ruleglot_ir::all_of([named.into(), read(rest, "splunk-ta")]);
    rule(vec![NativeSource::Macro(name.into())], condition, &[])
}

fn first(rule: &Rule) -> &'static str {
    recognise(rule).first().map_or("none", |r| r.source.id)
}

#[test]
fn log_sources_by_macros() {
    assert_eq!(first(&called("cloudtrail", r#"eventName = "A""#)), CLOUDTRAIL);
    assert_eq!(first(&called("okta", r#"eventType = "A""#)), "okta.system");
    for (code, source) in [
        ("1", PROCESS),
        ("5", "windows.process_termination"),
        ("7", "windows.image_load"),
        ("11", "windows.file_event"),
        ("13", "windows.registry_set"),
        ("22", "windows.dns_query"),
    ] {
        let rule = called("sysmon", &format!(r#"EventCode = "{code}""#));
        assert_eq!(first(&rule), source, "{code}");
    }
    assert_eq!(first(&called("wineventlog_security", r#"EventCode = "4720""#)), "windows.security");
    assert_eq!(first(&called("powershell", r#"EventCode = "4104""#)), "windows.ps_script");
    assert_eq!(first(&called("o365_management_activity", r#"Operation = "A""#)), "m365.audit");
    assert_eq!(first(&called("kube_audit", r#"verb = "create""#)), "kubernetes.audit");
    assert_eq!(first(&called("linux_auditd", r#"type = "SYSCALL""#)), "linux.auditd");
    assert_eq!(
        first(&rule(
            vec![NativeSource::Macro("mine".into())],
            read(r#"a = "b""#, "splunk-ta"),
            &[]
        )),
        "none"
    );
}

#[test]
fn log_sources_by_sourcetype_and_source() {
    let sourcetype = |name: &str, text: &str| {
        rule(vec![NativeSource::Sourcetype(name.into())], read(text, "splunk-ta"), &[])
    };
    let r = sourcetype("AWS:CloudTrail", r#"sourcetype = "AWS:CloudTrail" and eventName = "A""#);
    assert_eq!(first(&r), CLOUDTRAIL);
    let r = sourcetype("sysmon:linux", r#"sourcetype = "sysmon:linux" and EventCode = "1""#);
    assert_eq!(first(&r), "linux.process_creation");
    let text = r#"sourcetype = "XmlWinEventLog" and source = "XmlWinEventLog:Microsoft-Windows-Sysmon/Operational" and EventCode = "1""#;
    let r = sourcetype("XmlWinEventLog", text);
    assert_eq!(first(&r), PROCESS);
    let text = r#"sourcetype = "XmlWinEventLog" and source = "XmlWinEventLog:Security" and EventCode = "4720""#;
    assert_eq!(first(&sourcetype("XmlWinEventLog", text)), "windows.security");
}

#[test]
fn log_sources_by_data_model() {
    let model = |model: &str, object: &str, text: &str, of: &[&str]| {
        let native = NativeSource::Datamodel { model: model.into(), object: object.into() };
        rule(vec![native], read(text, "cim"), of)
    };
    let text = r#"Processes.process_name = "a""#;
    assert_eq!(first(&model("Endpoint", "Processes", text, &[])), PROCESS);
    let linux = ["Sysmon for Linux EventID 1"];
    assert_eq!(first(&model("Endpoint", "Processes", text, &linux)), "linux.process_creation");
    let text = r#"Filesystem.file_name = "a""#;
    assert_eq!(first(&model("Endpoint", "Filesystem", text, &[])), "windows.file_event");
    // What the rule says of its system goes before what its conditions would fit.
    let linux = ["Sysmon for Linux EventID 11"];
    assert_eq!(first(&model("Endpoint", "Filesystem", text, &linux)), "linux.file_event");
    let windows = ["Sysmon EventID 1", "CrowdStrike ProcessRollup2"];
    assert_eq!(first(&model("Endpoint", "Filesystem", text, &windows)), "windows.file_event");
    let deleted = r#"Filesystem.file_name = "a" and Filesystem.action = "deleted""#;
    assert_eq!(first(&model("Endpoint", "Filesystem", deleted, &[])), "windows.file_delete");
    assert_eq!(first(&model("Endpoint", "Filesystem", deleted, &linux)), "linux.file_delete");
    let modified = r#"Filesystem.file_name = "a" and Filesystem.action = "modified""#;
    assert_eq!(first(&model("Endpoint", "Filesystem", modified, &linux)), "none");
    let text = r#"Registry.registry_path contains "a""#;
    assert_eq!(first(&model("Endpoint", "Registry", text, &[])), "windows.registry_event");
    let set = r#"Registry.registry_path contains "a" and Registry.action = "modified""#;
    assert_eq!(first(&model("Endpoint", "Registry", set, &[])), "windows.registry_set");
}

#[test]
fn a_source_is_consumed() {
    let called = called("sysmon", r#"EventCode = "1" and Image endswith "\a.exe""#);
    let Body::Pipeline(pipeline) = &called.body else { unreachable!("a pipeline") };
    let Stage::Filter(filter) = &pipeline[1].kind else { unreachable!("a filter") };
    let r = remap(filter, log_source(PROCESS), "splunk-ta", "sigma", FieldsMode::Map);
    expect(&r, r#"Image endswith "\a.exe""#, "sigma");
    assert_eq!((r.consumed.len(), verdict(&r)), (2, Verdict::Exact));
}

#[test]
fn what_is_written_finds_its_events() {
    for source in ruleglot_knowledge::hubs().flat_map(|h| &h.sources) {
        let source = log_source(source).unwrap();
        let event = project(&json!({}), Some(source), "splunk-ta");
        let natives = splunk_source(source);
        if natives.is_empty() && source_condition(Some(source), "splunk-ta").is_empty() {
            // A search has no words for it, and the program says so.
            continue;
        }
        let natives = natives.iter().filter_map(ruleglot_translate::native_condition);
        for said in natives.chain(source_condition(Some(source), "splunk-ta")) {
            // An event without fields has none of the hub's own words.
            let about_hub = said.field().is_some_and(|f| f.name == "EventType");
            assert!(about_hub || holds(&said, &event), "{}: {said} of {event}", source.id);
        }
    }
}

fn holds(expr: &Expr, event: &serde_json::Value) -> bool {
    let schema = ruleglot_eval::mapping::Schema::default();
    let setting = ruleglot_eval::Setting { schema: &schema, now: 0 };
    ruleglot_eval::Program::new(expr, &setting).unwrap().matches(event)
}

#[test]
fn events_are_those_of_their_log_source() {
    for (source, wanted) in [
        ("windows.registry_set", json!({"EventType": "SetValue", "EventID": "13"})),
        ("windows.registry_delete", json!({"EventType": "DeleteKey", "EventID": "12"})),
    ] {
        let model = ruleglot_translate::event_model(log_source(source));
        assert_eq!(model.complete(&json!({})), wanted);
        assert!(model.admits(&wanted), "{source}");
    }
}

#[test]
fn events_as_splunk_has_them() {
    let event = json!({
        "eventName": "A", "requestParameters": {
            "layers": ["x", "y"], "userName": "u", "other": ["z"],
            "ipPermissions": {"items": [{"toPort": 22}, {"toPort": 80}]}
        }
    });
    let made = project(&event, log_source(CLOUDTRAIL), "splunk-ta");
    assert_eq!(made["requestParameters.layers{}"], json!(["x", "y"]));
    assert_eq!(made["requestParameters.userName"], "u");
    assert_eq!(made["requestParameters.other{}"], "z");
    assert_eq!(made["requestParameters.ipPermissions.items{}.toPort"], json!([22, 80]));
    assert_eq!(made["errorCode"], "success", "the add-on's word");
    assert_eq!(made["sourcetype"], "aws:cloudtrail");
    let event = json!({"Image": "C:\\a\\b.exe", "CommandLine": "b.exe /x", "Hashes": "MD5=AB"});
    let made = project(&event, log_source(PROCESS), "splunk-ta");
    assert_eq!((&made["process_name"], &made["Image"]), (&json!("b.exe"), &json!("C:\\a\\b.exe")));
    assert_eq!(made["EventCode"], "1");
    let made = project(&event, log_source(PROCESS), "cim");
    assert_eq!(made["Processes.process_name"], "b.exe");
    assert_eq!(made["Processes.process"], "b.exe /x");
}

#[test]
fn there_and_back_is_the_same() {
    let cases = [
        (
            CLOUDTRAIL,
            r#"eventName = "A" and no errorCode and userAgent contains "boto" and sourceIPAddress = "1.2.3.4""#,
        ),
        (
            CLOUDTRAIL,
            r#"requestParameters.layers = "x" or (has errorCode and awsRegion = "us-east-1")"#,
        ),
        (
            PROCESS,
            r#"Image endswith "\a.exe" and not ParentImage = "C:\Windows\explorer.exe" and User = "D\u""#,
        ),
        (
            PROCESS,
            r#"OriginalFileName = "a.exe" or Hashes contains "MD5=AB" or IntegrityLevel = "High""#,
        ),
        (
            "windows.registry_event",
            r#"TargetObject contains "\Run" and Image endswith "\reg.exe" and EventType = "SetValue" and Details contains ".exe""#,
        ),
        (
            "okta.system",
            r#"eventType = "a.b" and target.type = "User" and debugContext.debugData.requestUri contains "/x""#,
        ),
        (
            "linux.process_creation",
            r#"Image endswith "/a" and CommandLine contains "-x" and User = "root""#,
        ),
    ];
    for (source, text) in cases {
        let there = map(source, "sigma", "splunk-ta", text);
        assert_eq!(verdict(&there), Verdict::Exact, "{text}: {:#?}", there.notes);
        let whole =
            ruleglot_ir::all_of(there.condition.iter().cloned().chain([there.expr.clone()]));
        let back = remap(&whole, log_source(source), "splunk-ta", "sigma", FieldsMode::Map);
        assert_eq!(verdict(&back), Verdict::Exact, "{}: {:#?}", there.expr, back.notes);
        assert_eq!(plain(&back.expr), plain(&read(text, "sigma")), "{}", there.expr);
    }
}
