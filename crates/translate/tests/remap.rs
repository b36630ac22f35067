//! Remap on the seeds' conditions and on one case of each kind of entry.

#![allow(clippy::unwrap_used, reason = "tests")]

use ruleglot_ir::{
    Case, Effect, Expr, ExprKind, Field, Monotone, Origin, Quant, Scalar, Subject, Test, Verdict,
    map_leaves, meaning, normalise,
};
use ruleglot_knowledge::{log_source, notation};
use ruleglot_translate::{FieldsMode, Remapped, remap};

/// As the KQL front-end reads it: case counts.
fn ecs(text: &str) -> Expr {
    notation::parse(text, "ecs").unwrap()
}

/// As the Sigma front-end reads it: case does not count.
fn sigma(text: &str) -> Expr {
    let expr = notation::parse(text, "sigma").unwrap();
    map_leaves(expr, Monotone::Up, &mut |mut leaf, _| {
        if let ExprKind::Test { test: Test::Text { case, .. }, .. } = &mut leaf.kind {
            *case = Case::UnicodeFold;
        }
        leaf
    })
}

fn to_sigma(source: &str, text: &str) -> Remapped {
    remap(&ecs(text), log_source(source), "ecs", "sigma", FieldsMode::Map)
}

fn to_ecs(source: &str, text: &str) -> Remapped {
    remap(&sigma(text), log_source(source), "sigma", "ecs", FieldsMode::Map)
}

fn shown(r: &Remapped) -> String {
    r.expr.to_string()
}

/// The normal form without letter case: it is kept by remap, and another test says so.
fn plain(expr: &Expr) -> String {
    let expr = map_leaves(meaning(expr), Monotone::Up, &mut |mut leaf, _| {
        if let ExprKind::Test { test: Test::Text { case, .. }, .. } = &mut leaf.kind {
            *case = Case::Exact;
        }
        leaf
    });
    normalise(&expr).to_string()
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
fn seed_a_lambda_function_created_or_updated() {
    let r = to_sigma(
        "aws.cloudtrail",
        r#"event.dataset = "aws.cloudtrail" and event.provider = "lambda.amazonaws.com" and event.outcome = "success" and (event.action startswith "CreateFunction" or event.action startswith "UpdateFunctionCode")"#,
    );
    expect(
        &r,
        r#"eventSource = "lambda.amazonaws.com" and no errorCode and no errorMessage and (eventName startswith "CreateFunction" or eventName startswith "UpdateFunctionCode")"#,
        "sigma",
    );
    assert_eq!(verdict(&r), Verdict::Exact);
    assert_eq!(r.consumed, [ecs(r#"event.dataset = "aws.cloudtrail""#)]);
    assert_eq!((r.fields.high, r.fields.unmapped), (3, 0));
    let named = |x: &Expr| matches!(&x.kind, ExprKind::Named { name, .. } if name == "success");
    assert!(
        matches!(&r.expr.kind, ExprKind::And(of) if of.iter().any(named)),
        "a selection of its own"
    );
}

#[test]
fn seed_a_and_back() {
    let r = to_ecs(
        "aws.cloudtrail",
        r#"eventSource = "lambda.amazonaws.com" and (eventName startswith "CreateFunction" or eventName startswith "UpdateFunctionCode") and no errorCode and no errorMessage"#,
    );
    expect(
        &r,
        r#"event.provider = "lambda.amazonaws.com" and (event.action startswith "CreateFunction" or event.action startswith "UpdateFunctionCode") and event.outcome = "success""#,
        "ecs",
    );
    assert_eq!(r.condition, [ecs(r#"data_stream.dataset = "aws.cloudtrail""#)]);
    assert_eq!(verdict(&r), Verdict::Exact);
}

#[test]
fn seed_c_either_of_two() {
    let r = to_sigma(
        "aws.cloudtrail",
        r#"data_stream.dataset = "aws.cloudtrail" and event.provider = "lambda.amazonaws.com" and event.outcome = "success" and (event.action startswith "PublishLayerVersion" or event.action = "UpdateFunctionConfiguration")"#,
    );
    expect(
        &r,
        r#"eventSource = "lambda.amazonaws.com" and no errorCode and no errorMessage and (eventName startswith "PublishLayerVersion" or eventName = "UpdateFunctionConfiguration")"#,
        "sigma",
    );
}

#[test]
fn seed_d_exclusion_by_role() {
    let r = to_ecs(
        "aws.cloudtrail",
        r#"eventSource = "lambda.amazonaws.com" and eventName in ("AddPermission", "CreateAlias") and not userIdentity.arn endswith "DeployRole""#,
    );
    expect(
        &r,
        r#"event.provider = "lambda.amazonaws.com" and event.action in ("AddPermission", "CreateAlias") and not aws.cloudtrail.user_identity.arn endswith "DeployRole""#,
        "ecs",
    );
    assert_eq!(verdict(&r), Verdict::Exact);
}

#[test]
fn seed_e_parameters_of_a_request() {
    let r = to_ecs(
        "aws.cloudtrail",
        r#"eventSource = "lambda.amazonaws.com" and eventName startswith "UpdateFunctionConfiguration" and has requestParameters.layers"#,
    );
    expect(
        &r,
        r#"event.provider = "lambda.amazonaws.com" and event.action startswith "UpdateFunctionConfiguration" and has aws.cloudtrail.flattened.request_parameters.layers"#,
        "ecs",
    );
}

#[test]
fn outcome_of_console_logins() {
    // Inside the exception the answer counts.
    let r = to_sigma(
        "aws.cloudtrail",
        r#"event.provider = "signin.amazonaws.com" and event.action = "ConsoleLogin" and event.outcome = "success""#,
    );
    expect(
        &r,
        r#"eventSource = "signin.amazonaws.com" and eventName = "ConsoleLogin" and responseElements.ConsoleLogin = "Success""#,
        "sigma",
    );
    // Where it may be either, both cases are said.
    let r = to_sigma(
        "aws.cloudtrail",
        r#"event.outcome = "success" and aws.cloudtrail.user_identity.type = "Root""#,
    );
    expect(
        &r,
        r#"((not eventName = "ConsoleLogin" and no errorCode and no errorMessage) or (eventName = "ConsoleLogin" and responseElements.ConsoleLogin = "Success")) and userIdentity.type = "Root""#,
        "sigma",
    );
    assert_eq!(verdict(&r), Verdict::Exact);
    // And back: each half stands in its own context.
    let back = remap(&r.expr, log_source("aws.cloudtrail"), "sigma", "ecs", FieldsMode::Map);
    expect(
        &back,
        r#"((not event.action = "ConsoleLogin" and event.outcome = "success") or (event.action = "ConsoleLogin" and event.outcome = "success")) and aws.cloudtrail.user_identity.type = "Root""#,
        "ecs",
    );
    // Without a context the pair stays what it is.
    let r = to_ecs(
        "aws.cloudtrail",
        r#"no errorCode and no errorMessage and userIdentity.type = "Root""#,
    );
    expect(
        &r,
        r#"no aws.cloudtrail.error_code and no aws.cloudtrail.error_message and aws.cloudtrail.user_identity.type = "Root""#,
        "ecs",
    );
}

#[test]
fn failure_is_the_complement() {
    let r =
        to_sigma("aws.cloudtrail", r#"event.action = "GetObject" and event.outcome = "failure""#);
    expect(&r, r#"eventName = "GetObject" and not (no errorCode and no errorMessage)"#, "sigma");
    let r = to_ecs(
        "aws.cloudtrail",
        r#"eventName = "GetObject" and (has errorCode or has errorMessage)"#,
    );
    expect(&r, r#"event.action = "GetObject" and event.outcome = "failure""#, "ecs");
    let r = to_sigma(
        "aws.cloudtrail",
        r#"event.action = "GetObject" and event.outcome in ("success", "failure")"#,
    );
    expect(&r, r#"eventName = "GetObject""#, "sigma");
    assert_eq!(verdict(&r), Verdict::Exact);
}

#[test]
fn a_single_code_is_not_the_outcome() {
    let r = to_ecs("aws.cloudtrail", r#"eventName = "GetObject" and no errorCode"#);
    expect(&r, r#"event.action = "GetObject" and no aws.cloudtrail.error_code"#, "ecs");
}

#[test]
fn base_names() {
    let windows = "windows.process_creation";
    let r = to_ecs(windows, r#"Image endswith "\cmd.exe" and CommandLine contains "whoami""#);
    expect(&r, r#"process.name = "cmd.exe" and process.command_line contains "whoami""#, "ecs");
    assert_eq!(verdict(&r), Verdict::Exact);
    let back = to_sigma(
        windows,
        r#"host.os.type = "windows" and event.category = "process" and event.type = "start" and process.name = "cmd.exe""#,
    );
    expect(&back, r#"Image endswith "\cmd.exe""#, "sigma");
    assert_eq!(back.consumed.len(), 3);
    // A name that stands without a path is both.
    let r = to_sigma(windows, r#"process.name = "System""#);
    expect(&r, r#"Image endswith "\System" or Image = "System""#, "sigma");
    assert_eq!(shown(&r).matches("Image").count(), 1, "one list: {}", shown(&r));
}

#[test]
fn paths_that_are_no_base_names() {
    let windows = "windows.process_creation";
    let r = to_ecs(windows, r#"Image endswith "\System32\cmd.exe""#);
    expect(&r, r#"process.executable endswith "\System32\cmd.exe""#, "ecs");
    let r = to_ecs(windows, r#"Image contains "\Temp\""#);
    expect(&r, r#"process.executable contains "\Temp\""#, "ecs");
    // Whatever begins or contains stays within the last part of the path.
    let r = to_sigma(windows, r#"process.name startswith "cmd""#);
    assert!(shown(&r).contains(r"(?:^|\\)cmd[^\\]*$"), "{}", shown(&r));
    let r = to_sigma(windows, r#"process.name endswith "sh.exe""#);
    expect(&r, r#"Image endswith "sh.exe""#, "sigma");
}

#[test]
fn domain_and_user() {
    let windows = "windows.process_creation";
    let r = to_ecs(windows, r#"User = "NT AUTHORITY\SYSTEM""#);
    expect(&r, r#"user.domain = "NT AUTHORITY" and user.name = "SYSTEM""#, "ecs");
    let r = to_ecs(windows, r#"User contains "AUTHORI""#);
    expect(&r, r#"user.name contains "AUTHORI" or user.domain contains "AUTHORI""#, "ecs");
    assert_eq!(verdict(&r), Verdict::Exact);
    let r = to_sigma(windows, r#"user.name = "SYSTEM""#);
    expect(&r, r#"User endswith "\SYSTEM""#, "sigma");
    let r = to_ecs(windows, r#"User endswith "\SYSTEM""#);
    expect(&r, r#"user.name = "SYSTEM""#, "ecs");
}

#[test]
fn hashes() {
    let windows = "windows.process_creation";
    let hash = "E9DC058440D321AA17D0600B3CA0AB04";
    let r = to_ecs(windows, &format!(r#"Hashes contains "MD5={hash}""#));
    expect(&r, &format!(r#"process.hash.md5 = "{}""#, hash.to_lowercase()), "ecs");
    assert_eq!(verdict(&r), Verdict::Exact);
    let r = to_sigma(windows, &format!(r#"process.hash.md5 = "{}""#, hash.to_lowercase()));
    expect(&r, &format!(r#"Hashes contains "MD5={hash}""#), "sigma");
    let r = to_ecs(windows, &format!(r#"Imphash = "{}""#, hash.to_lowercase()));
    expect(&r, &format!(r#"process.pe.imphash = "{}""#, hash.to_lowercase()), "ecs");
    let r = to_ecs(windows, r#"Hashes contains "D5=E9""#);
    assert_eq!(verdict(&r), Verdict::Unknown, "a pattern that cuts the name");
}

#[test]
fn words_of_a_command_line_are_less_than_the_line() {
    let r = to_sigma("linux.process_creation", r#"process.args = "-k""#);
    expect(&r, r#"CommandLine contains "-k""#, "sigma");
    assert!(codes(&r).contains(&"translate/field-wider"), "{:?}", r.notes);
    let r = to_sigma("linux.process_creation", r#"not process.args = "-k""#);
    let note = r.notes.iter().find(|n| n.code == "translate/field-wider").unwrap();
    assert_eq!(note.effect, Effect::NARROWER, "under a negation it turns");
}

#[test]
fn registry() {
    let registry = "windows.registry_set";
    let r = to_ecs(
        registry,
        r#"TargetObject contains "\CurrentVersion\Run\" and Details = "DWORD (0x00000001)""#,
    );
    expect(
        &r,
        r#"registry.path contains "\CurrentVersion\Run\" and registry.data.strings in ("0x00000001", "1")"#,
        "ecs",
    );
    let r = to_ecs(registry, r#"Details in ("0x00000001", "DWORD (0x00000001)")"#);
    assert_eq!(r.expr.to_string().matches("0x00000001").count(), 1, "{}", r.expr);
    let r = to_ecs("windows.registry_event", r#"EventType = "SetValue""#);
    expect(&r, r#"winlog.event_data.EventType = "SetValue""#, "ecs");
    let r = to_sigma(
        "windows.registry_event",
        r#"host.os.type = "windows" and event.category = "registry" and event.type = "deletion" and registry.path endswith "\Run""#,
    );
    expect(
        &r,
        r#"EventType in ("DeleteKey", "DeleteValue") and TargetObject endswith "\Run""#,
        "sigma",
    );
    assert_eq!(codes(&r), ["translate/medium-field"]);
    let r = to_sigma(
        registry,
        r#"host.os.type = "windows" and event.category = "registry" and event.type = "change" and registry.value = "Debugger""#,
    );
    expect(&r, r#"TargetObject endswith "\Debugger""#, "sigma");
}

#[test]
fn okta() {
    let r = to_ecs("okta.system", r#"eventType = "zone.delete" and outcome.result = "SUCCESS""#);
    expect(&r, r#"event.action = "zone.delete" and okta.outcome.result = "SUCCESS""#, "ecs");
    assert_eq!(r.condition, [ecs(r#"data_stream.dataset = "okta.system""#)]);
    let r = to_sigma(
        "okta.system",
        r#"data_stream.dataset = "okta.system" and event.action in ("zone.delete", "zone.update") and event.outcome = "success""#,
    );
    expect(
        &r,
        r#"eventType in ("zone.delete", "zone.update") and outcome.result in ("SUCCESS", "ALLOW")"#,
        "sigma",
    );
    assert_eq!(verdict(&r), Verdict::Exact);
    let r = to_ecs("okta.system", r#"eventtype = "policy.lifecycle.update""#);
    expect(&r, r#"event.action = "policy.lifecycle.update""#, "ecs");
}

#[test]
fn linux() {
    let r = to_ecs(
        "linux.process_creation",
        r#"Image endswith "/crontab" and CommandLine contains "-l""#,
    );
    expect(&r, r#"process.name = "crontab" and process.command_line contains "-l""#, "ecs");
    let r = to_sigma(
        "linux.process_creation",
        r#"host.os.type = "linux" and event.type = "start" and event.action in ("exec", "exec_event", "start") and process.name = "crontab" and process.parent.name in ("bash", "sh")"#,
    );
    expect(
        &r,
        r#"Image endswith "/crontab" and (ParentImage endswith "/bash" or ParentImage endswith "/sh")"#,
        "sigma",
    );
    assert_eq!(verdict(&r), Verdict::Exact);
}

#[test]
fn addresses() {
    let r = to_ecs("aws.cloudtrail", r#"sourceIPAddress startswith "10.""#);
    expect(&r, r#"source.address startswith "10.""#, "ecs");
    let r = to_sigma("aws.cloudtrail", "has source.ip");
    assert!(shown(&r).contains("0.0.0.0/0"), "{}", shown(&r));
}

#[test]
fn a_role_has_the_name_of_its_issuer() {
    let r = to_sigma("aws.cloudtrail", r#"user.name = "deploy""#);
    expect(
        &r,
        r#"userIdentity.sessionContext.sessionIssuer.userName = "deploy" or (no userIdentity.sessionContext.sessionIssuer.userName and userIdentity.userName = "deploy")"#,
        "sigma",
    );
    let r = to_ecs("aws.cloudtrail", r#"userIdentity.userName = "deploy""#);
    expect(&r, r#"user.name = "deploy""#, "ecs");
    assert_eq!(verdict(&r), Verdict::Wider);
}

#[test]
fn unmapped_fields_stay_and_are_said() {
    let r = to_sigma(
        "windows.process_creation",
        r#"host.os.type = "windows" and event.type = "start" and process.code_signature.trusted = "false" and process.name = "a.exe""#,
    );
    expect(&r, r#"process.code_signature.trusted = "false" and Image endswith "\a.exe""#, "sigma");
    assert_eq!(codes(&r), ["translate/unmapped-field"]);
    assert_eq!((verdict(&r), r.fields.unmapped), (Verdict::Unknown, 1));
    assert_eq!(r.unmapped, ["process.code_signature.trusted"]);
    let r = to_ecs("azure.activitylogs", r#"ResultType = "0""#);
    assert_eq!(r.unmapped, ["ResultType"], "a log source without a hub");
}

#[test]
fn a_rule_that_leaves_the_system_open_is_narrowed() {
    let r = to_sigma("linux.process_creation", r#"event.type = "start" and process.name = "nmap""#);
    expect(&r, r#"Image endswith "/nmap""#, "sigma");
    assert_eq!(
        (codes(&r), verdict(&r)),
        (vec!["translate/log-source-narrowed"], Verdict::Narrower)
    );
}

#[test]
fn names_kept() {
    let expr = ecs(r#"event.dataset = "aws.cloudtrail" and event.action = "A""#);
    let r = remap(&expr, log_source("aws.cloudtrail"), "ecs", "sigma", FieldsMode::Keep);
    expect(&r, r#"event.dataset = "aws.cloudtrail" and event.action = "A""#, "sigma");
    assert!(r.notes.is_empty() && r.consumed.is_empty());
}

#[test]
fn only_whole_conjuncts_are_the_log_source() {
    let r = to_sigma(
        "windows.process_creation",
        r#"event.type = "start" and ((host.os.type = "windows" and process.name = "a.exe") or (host.os.type = "linux" and process.name = "b"))"#,
    );
    expect(&r, r#"Image endswith "\a.exe""#, "sigma");
    assert_eq!(codes(&r), ["translate/log-source-narrowed"]);
    assert_eq!(verdict(&r), Verdict::Narrower);
}

#[test]
fn there_and_back_is_the_same() {
    let cases = [
        (
            "aws.cloudtrail",
            r#"eventName = "A" and eventSource = "s3.amazonaws.com" and no errorCode and no errorMessage and userAgent contains "boto""#,
        ),
        (
            "aws.cloudtrail",
            r#"requestParameters.layers = "x" or (userIdentity.arn contains "role" and awsRegion = "us-east-1")"#,
        ),
        (
            "windows.process_creation",
            r#"Image endswith "\a.exe" and not ParentImage = "C:\Windows\explorer.exe" and User = "D\u""#,
        ),
        (
            "windows.process_creation",
            r#"OriginalFileName = "a.exe" or CommandLine contains "-enc" or IntegrityLevel = "High""#,
        ),
        (
            "windows.registry_event",
            r#"TargetObject contains "\Run" and Image endswith "\reg.exe" and EventType = "SetValue" and Details contains ".exe""#,
        ),
        (
            "okta.system",
            r#"eventType = "a.b" and actor.alternateId = "x@y.z" and debugContext.debugData.requestUri contains "/x""#,
        ),
        (
            "linux.process_creation",
            r#"Image endswith "/a" and CommandLine contains "-x" and User = "root""#,
        ),
    ];
    for (source, text) in cases {
        let there = to_ecs(source, text);
        assert_eq!(verdict(&there), Verdict::Exact, "{text}: {:#?}", there.notes);
        let back = remap(&there.expr, log_source(source), "ecs", "sigma", FieldsMode::Map);
        let original = normalise(&meaning(&sigma(text)));
        assert_eq!(
            normalise(&meaning(&back.expr)).to_string(),
            original.to_string(),
            "{}",
            there.expr
        );
    }
}

#[test]
fn words_of_a_field_are_conditions_of_the_raw_event() {
    let r = to_sigma("github.audit", r#"event.category = "web" and event.action = "repo.create""#);
    expect(&r, r#"action = "repo.create""#, "sigma");
    let r = to_sigma("github.audit", r#"event.category = "iam""#);
    expect(&r, r#"action startswith "team." or action startswith "org.""#, "sigma");
    // Of a word that no entry names nothing is known.
    let r = to_sigma("m365.audit", r#"event.category = "malware""#);
    assert_eq!(codes(&r), ["translate/unmapped-field"]);
    let r = to_sigma("azure.signinlogs", r#"not event.outcome = "failure""#);
    expect(&r, r#"no properties.status.errorCode or properties.status.errorCode = "0""#, "sigma");
    // What an event id says already is said exactly, and else by fewer ids than there may be.
    let r = to_sigma(
        "windows.security",
        r#"event.code = "4769" and event.category = "authentication""#,
    );
    expect(&r, r#"EventID = "4769""#, "sigma");
    assert_eq!(codes(&r), ["translate/log-source-narrowed"]);
    let r = to_sigma("windows.security", r#"event.category = "session""#);
    assert!(codes(&r).contains(&"translate/field-narrower"));
}

#[test]
fn elements_of_a_list_that_the_taxonomy_numbers() {
    let one = r#"azure.auditlogs.properties.target_resources.0.type = "User""#;
    let r = to_sigma("azure.auditlogs", one);
    expect(&r, r#"properties.targetResources.type = "User""#, "sigma");
    assert_eq!((codes(&r), verdict(&r)), (vec!["translate/field-wider"], Verdict::Wider));
    let r = to_ecs("azure.auditlogs", r#"properties.targetResources.type = "User""#);
    assert!(shown(&r).contains("azure.auditlogs.properties.target_resources.*.type"));
    assert_eq!(verdict(&r), Verdict::Exact);
}

#[test]
fn what_stands_before_the_last_separator() {
    let of = |value: &str| {
        let text = format!(r#"event.code = "4104" and file.directory {value}"#);
        to_sigma("windows.ps_script", &text)
    };
    let literal = shown(&of(r#"= "C:\A""#));
    assert!(
        literal.contains(r"^C\:\\A\\[^\\]*$") || literal.contains(r"^C:\\A\\[^\\]*$"),
        "{literal}"
    );
    expect(&of(r#"startswith "C:\A""#), r#"Path like "C:\A*\*""#, "sigma");
}

#[test]
fn another_value_of_a_part_is_none_of_the_whole() {
    let ExprKind::Test { test, .. } = ecs(r#"x = "hh.exe""#).kind else { unreachable!() };
    let field = Field::known("cim", "Processes.process_name");
    let kind = ExprKind::Test {
        subject: Subject::Value(Scalar::Field(field)),
        quant: Quant::Any,
        test: Test::Fails(Box::new(test)),
    };
    let leaf = Expr { kind, origin: Origin::default() };
    let r = remap(&leaf, log_source("windows.process_creation"), "cim", "sigma", FieldsMode::Map);
    expect(&r, r#"has Image and not Image endswith "\hh.exe""#, "sigma");
}
