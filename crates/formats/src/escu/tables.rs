//! What an ESCU rule may hold: the models of contentctl 5, and the layout of 2024 as its repository used it.

use super::{Layout, SCHEMA, TYPES, checks, forms, layout, name, taken};
use crate::schema::Holds::{
    Any, Blank, Bool, Date, Filled, Form, Forms, Int, List, LooseMaps, Map, Maps, OneOf, Text,
    Texts, Uuid,
};
use crate::schema::Need::{Optional, Required};
use crate::schema::{Holds, Key, Others, check as check_table};
use ruleglot_document::{Document, Node, Value};
use ruleglot_source::{Diagnostic, SourceFile};

const LONG: usize = usize::MAX;
const MANY: i128 = i128::MAX;

const fn key(name: &'static str, holds: Holds) -> Key {
    Key { name, need: Optional, holds }
}

const fn must(name: &'static str, holds: Holds) -> Key {
    Key { name, need: Required, holds }
}

const STATUSES: &[&str] = &["production", "experimental", "deprecated"];

/// Keys that both layouts have.
macro_rules! rule {
    ($($extra:expr),* $(,)?) => {
        &[
            must("name", Text(name::LONGEST)),
            must("id", Uuid),
            must("version", Int(0, MANY)),
            must("date", Date),
            must("author", Text(255)),
            must("status", OneOf(STATUSES)),
            must("type", OneOf(TYPES)),
            must("description", Text(10_000)),
            key("data_source", Forms(is_said, "the name of a data source")),
            must("search", Text(LONG)),
            must("how_to_implement", Form(forms::is_said, "a text of four characters or more")),
            must("known_false_positives", Form(forms::is_said, "a text of four characters or more")),
            key("references", Forms(forms::is_page, "a page, like `https://example.org/`")),
            key("drilldown_searches", LooseMaps(DRILLDOWN)),
            key("enabled_by_default", Bool),
            $($extra),*
        ]
    };
}

const RULE_2026: &[Key] = rule![
    key("explanation", Blank),
    key("deployment", Map(DEPLOYMENT, Others::Refused)),
    key("rba", Map(RBA, Others::Lost)),
    must("tags", Map(TAGS_2026, Others::Refused)),
    key("tests", Maps(TEST)),
    key("baselines", Filled),
    key("cve_enrichment", Filled),
    key("data_source_objects", Filled),
    key("deprecation_info", Filled),
    key("file_path", Filled),
    key("lookups", Filled),
    key("macros", Filled),
    key("splunk_app_enrichment", Filled),
    key("test_groups", Filled),
];

const RULE_2024: &[Key] = rule![
    key("datamodel", Texts),
    key("deployment", Any),
    must("tags", Map(TAGS_2024, Others::Refused)),
    key("tests", Maps(TEST_2024)),
];

/// Tags that both layouts have.
macro_rules! tags {
    ($($extra:expr),* $(,)?) => {
        &[
            must("analytic_story", Texts),
            must("asset_type", OneOf(ASSET_TYPES)),
            must("product", Forms(is_product, "a product, like `Splunk Enterprise`")),
            must("security_domain", OneOf(DOMAINS)),
            key("group", Texts),
            key("mitre_attack_id", Forms(forms::is_technique, "a technique, like `T1059.001`")),
            key("cve", Forms(forms::is_cve, "a number, like `CVE-2021-44228`")),
            key("atomic_guid", Forms(crate::id::is_uuid, "a UUID")),
            key("manual_test", Blank),
            key("research_site_url", Form(forms::is_page, "a page, like `https://example.org/`")),
            key("mappings", List),
            key("nist", Forms(is_nist, "a category of NIST, like `DE.CM`")),
            $($extra),*
        ]
    };
}

const TAGS_2026: &[Key] =
    tags![key("throttling", Map(THROTTLING, Others::Lost)), key("event_schema", Text(LONG)),];

const TAGS_2024: &[Key] = tags![
    must("confidence", Int(0, 100)),
    must("impact", Int(0, 100)),
    must("message", Blank),
    must("required_fields", Texts),
    must("observable", Maps(OBSERVABLE)),
    key("risk_score", Any),
    key("context", Texts),
    key("dataset", Texts),
    key("supported_tas", Texts),
    key("automated_detection_testing", Any),
    key("throttling", Map(THROTTLING, Others::Lost)),
];

const THROTTLING: &[Key] = &[
    must("fields", Forms(has_no_blank, "a field without blanks in its name")),
    must("period", Form(forms::is_period, "a period, like `24h`")),
];

fn is_product(text: &str) -> bool {
    PRODUCTS.contains(&text)
}

fn is_said(text: &str) -> bool {
    !text.trim().is_empty()
}

/// contentctl, `NistCategory`.
fn is_nist(text: &str) -> bool {
    NIST.contains(&text)
}

fn has_no_blank(text: &str) -> bool {
    !text.is_empty() && !text.contains(' ')
}

const NIST: &[&str] = &[
    "ID.AM", "ID.BE", "ID.GV", "ID.RA", "ID.RM", "PR.AC", "PR.AT", "PR.DS", "PR.IP", "PR.MA",
    "PR.PT", "DE.AE", "DE.CM", "DE.DP", "RS.RP", "RS.CO", "RS.AN", "RS.MI", "RS.IM", "RC.RP",
    "RC.IM", "RC.CO",
];

const OBSERVABLE: &[Key] =
    &[must("name", Text(LONG)), must("type", Text(LONG)), must("role", Texts)];

const RBA: &[Key] = &[
    must("message", Text(LONG)),
    must("risk_objects", LooseMaps(RISK_OBJECT)),
    must("threat_objects", LooseMaps(THREAT_OBJECT)),
];

const RISK_OBJECT: &[Key] = &[
    must("field", Text(LONG)),
    must("type", OneOf(&["system", "user", "other"])),
    must("score", Int(1, 100)),
];

const THREAT_OBJECT: &[Key] = &[must("field", Text(LONG)), must("type", OneOf(THREAT_TYPES))];

const TEST: &[Key] = &[
    must("name", Blank),
    must("attack_data", Maps(ATTACK_DATA)),
    key("earliest_time", Blank),
    key("latest_time", Blank),
    key("test_type", Filled),
];

const ATTACK_DATA: &[Key] = &[
    must("data", Text(LONG)),
    must("source", Blank),
    must("sourcetype", Blank),
    key("custom_index", Blank),
    key("host", Blank),
];

const TEST_2024: &[Key] = &[
    must("name", Text(LONG)),
    must("attack_data", Maps(ATTACK_DATA_2024)),
    key("earliest_time", Blank),
    key("latest_time", Blank),
    key("pass_condition", Blank),
];

const ATTACK_DATA_2024: &[Key] = &[
    must("data", Text(LONG)),
    must("source", Text(LONG)),
    must("sourcetype", Text(LONG)),
    key("custom_index", Text(LONG)),
    key("host", Text(LONG)),
    key("update_timestamp", Bool),
];

const DRILLDOWN: &[Key] = &[
    must("name", Form(forms::is_drilldown_name, "a text of five characters or more")),
    must("search", Text(LONG)),
    must("earliest_offset", Any),
    must("latest_offset", Any),
];

const DEPLOYMENT: &[Key] = &[
    must("scheduling", Map(SCHEDULING, Others::Refused)),
    key("alert_action", Map(ALERT_ACTION, Others::Refused)),
];

const SCHEDULING: &[Key] = &[
    must("cron_schedule", Text(LONG)),
    must("earliest_time", Text(LONG)),
    must("latest_time", Text(LONG)),
    must("schedule_window", Text(LONG)),
];

const ALERT_ACTION: &[Key] = &[
    key("email", Map(EMAIL, Others::Refused)),
    key("notable", Map(NOTABLE, Others::Refused)),
    key("rba", Map(RBA_SWITCH, Others::Refused)),
    key("slack", Map(SLACK, Others::Refused)),
    key("phantom", Map(PHANTOM, Others::Refused)),
];

const EMAIL: &[Key] = &[must("message", Blank), must("subject", Blank), must("to", Blank)];

const NOTABLE: &[Key] =
    &[must("rule_description", Blank), must("rule_title", Blank), must("nes_fields", Texts)];

const RBA_SWITCH: &[Key] = &[key("enabled", Bool)];

const SLACK: &[Key] = &[must("channel", Blank), must("message", Blank)];

const PHANTOM: &[Key] = &[
    must("cam_workers", Blank),
    must("label", Blank),
    must("phantom_server", Blank),
    must("sensitivity", Blank),
    must("severity", Blank),
];

const THREAT_TYPES: &[&str] = &[
    "certificate_common_name",
    "certificate_organization",
    "certificate_serial",
    "certificate_unit",
    "command",
    "domain",
    "email_address",
    "email_subject",
    "file_hash",
    "file_name",
    "file_path",
    "http_user_agent",
    "ip_address",
    "process",
    "process_name",
    "parent_process",
    "parent_process_name",
    "process_hash",
    "registry_path",
    "registry_value_name",
    "registry_value_text",
    "service",
    "signature",
    "system",
    "tls_hash",
    "url",
];

const PRODUCTS: &[&str] = &[
    "Splunk Enterprise",
    "Splunk Enterprise Security",
    "Splunk Cloud",
    "Splunk Security Analytics for AWS",
    "Splunk Behavioral Analytics",
];

pub(super) const DOMAINS: &[&str] =
    &["endpoint", "network", "threat", "identity", "access", "audit"];

pub(super) const ASSET_TYPES: &[&str] = &[
    "AWS Account",
    "AWS EKS Kubernetes cluster",
    "AWS Federated Account",
    "AWS Instance",
    "Account",
    "Amazon EKS Kubernetes cluster",
    "Amazon EKS Kubernetes cluster Pod",
    "Amazon Elastic Container Registry",
    "Azure Tenant",
    "Azure AKS Kubernetes cluster",
    "Azure Active Directory",
    "CircleCI",
    "Cloud Compute Instance",
    "Cloud Instance",
    "DNS Servers",
    "Database Server",
    "Domain Server",
    "EC2 Snapshot",
    "Endpoint",
    "GCP",
    "GCP Account",
    "GCP GKE EKS Kubernetes cluster",
    "GCP GKE Kubernetes cluster",
    "GCP Kubernetes cluster",
    "GCP Storage Bucket",
    "GDrive",
    "GSuite",
    "GitHub",
    "Google Cloud Platform tenant",
    "Identity",
    "Infrastructure",
    "Instance",
    "Kubernetes",
    "Network",
    "O365 Tenant",
    "Okta Tenant",
    "Proxy",
    "S3 Bucket",
    "Splunk Server",
    "VPN Appliance",
    "Web Server",
    "Web Proxy",
    "Web Application",
    "Windows",
];

/// Keys that may be there without a value.
const MAY_BE_EMPTY: &[&[&str]] = &[
    &["references"],
    &["explanation"],
    &["tags", "manual_test"],
    &["tags", "throttling"],
    &["tags", "research_site_url"],
    &["tags", "mappings"],
    &["deployment", "alert_action", "email"],
    &["deployment", "alert_action", "notable"],
    &["deployment", "alert_action", "slack"],
    &["deployment", "alert_action", "phantom"],
];

pub(super) fn check(document: &Document, file: &SourceFile) -> Vec<Diagnostic> {
    let root = &document.root;
    let layout = layout(root);
    let keys = match layout {
        Layout::Of2024 => RULE_2024,
        Layout::Of2026 => RULE_2026,
    };
    let mut out = check_table(root, keys, Others::Refused, file, SCHEMA);
    let is_empty = |n: &&Node| n.scalar().is_some_and(|s| s.resolve(SCHEMA) == Value::Null);
    let empty = MAY_BE_EMPTY.iter().filter_map(|path| root.at(path)).filter(is_empty);
    let empty: Vec<_> = empty.map(|n| n.span).collect();
    out.retain(|d| d.code != "schema/wrong-type" || !empty.contains(&d.at().span));
    taken::soften(root, &mut out);
    if root.mapping().is_some() {
        out.extend(checks::check(root, layout, file));
    }
    out.sort_by_key(|d| d.at().span);
    out
}
