//! What ESCU says of a log source: its data sources, and the words of its closed vocabularies.

use ruleglot_knowledge::{LogSource, OwnPart};

/// ESCU's words for a log source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) asset_type: &'static str,
    pub(super) security_domain: &'static str,
}

/// The words where nothing is known.
pub(super) const UNKNOWN: Words = Words { asset_type: "Infrastructure", security_domain: "threat" };

/// The field by which entities of a domain go, where the search names none.
pub(super) fn usual_risk(words: Words) -> (&'static str, &'static str) {
    match words.security_domain {
        "endpoint" => ("dest", "system"),
        "network" => ("src", "system"),
        _ => ("user", "user"),
    }
}

/// By the family of a log source, the part of its id before the dot.
const FAMILIES: &[(&str, &str, &str)] = &[
    ("windows", "Endpoint", "endpoint"),
    ("linux", "Endpoint", "endpoint"),
    ("macos", "Endpoint", "endpoint"),
    ("crowdstrike", "Endpoint", "endpoint"),
    ("antivirus", "Endpoint", "endpoint"),
    ("aws", "AWS Account", "threat"),
    ("azure", "Azure Active Directory", "identity"),
    ("gcp", "GCP Account", "threat"),
    ("google_workspace", "GSuite", "identity"),
    ("m365", "O365 Tenant", "threat"),
    ("okta", "Okta Tenant", "identity"),
    ("onelogin", "Identity", "identity"),
    ("github", "GitHub", "threat"),
    ("kubernetes", "Kubernetes", "threat"),
    ("proxy", "Web Proxy", "network"),
    ("webserver", "Web Server", "network"),
    ("dns", "DNS Servers", "network"),
    ("firewall", "Network", "network"),
    ("fortigate", "Network", "network"),
    ("cisco", "Network", "network"),
    ("zeek", "Network", "network"),
    ("suricata", "Network", "network"),
];

/// The words for a log source, if they are known.
pub(super) fn words(source: &LogSource) -> Option<Words> {
    let family = source.like().split('.').next().unwrap_or_default();
    FAMILIES
        .iter()
        .find(|(name, ..)| *name == family)
        .map(|(_, asset_type, security_domain)| Words { asset_type, security_domain })
}

/// The names of ESCU's data sources that write the events of a log source.
const DATA_SOURCES: &[(&str, &[&str])] = &[
    (
        "windows.process_creation",
        &["Sysmon EventID 1", "Windows Event Log Security 4688", "CrowdStrike ProcessRollup2"],
    ),
    ("windows.process_termination", &["Sysmon EventID 5"]),
    ("windows.registry_add", &["Sysmon EventID 12"]),
    ("windows.registry_delete", &["Sysmon EventID 12"]),
    ("windows.registry_set", &["Sysmon EventID 13"]),
    ("windows.registry_event", &["Sysmon EventID 12", "Sysmon EventID 13"]),
    ("windows.file_event", &["Sysmon EventID 11"]),
    ("windows.file_delete", &["Sysmon EventID 23"]),
    ("windows.image_load", &["Sysmon EventID 7"]),
    ("windows.driver_load", &["Sysmon EventID 6"]),
    ("windows.network_connection", &["Sysmon EventID 3"]),
    ("windows.dns_query", &["Sysmon EventID 22"]),
    ("windows.process_access", &["Sysmon EventID 10"]),
    ("windows.create_remote_thread", &["Sysmon EventID 8"]),
    ("windows.create_stream_hash", &["Sysmon EventID 15"]),
    ("windows.raw_access_thread", &["Sysmon EventID 9"]),
    ("windows.pipe_created", &["Sysmon EventID 17", "Sysmon EventID 18"]),
    ("windows.wmi_event", &["Sysmon EventID 20", "Sysmon EventID 21"]),
    ("windows.ps_script", &["Powershell Script Block Logging 4104"]),
    ("linux.process_creation", &["Sysmon for Linux EventID 1"]),
    ("linux.file_event", &["Sysmon for Linux EventID 11"]),
    ("aws.cloudtrail", &["AWS CloudTrail"]),
    ("aws.securityhub", &["AWS Security Hub"]),
    ("aws.vpcflow", &["AWS CloudWatchLogs VPCflow"]),
    ("okta.system", &["Okta"]),
    ("azure.auditlogs", &["Azure Active Directory"]),
    ("azure.signinlogs", &["Azure Active Directory"]),
    ("m365.audit", &["O365"]),
    ("github.webhook", &["GitHub"]),
    ("kubernetes.audit", &["Kubernetes Audit"]),
    ("suricata", &["Suricata"]),
];

/// The data sources of a log source; none where neither ESCU nor the user's configuration has a name for them.
pub(super) fn data_sources(source: &LogSource) -> Vec<&'static str> {
    if source.is_own(OwnPart::DataSources) {
        let of = &source.splunk.data_sources;
        return of.iter().copied().filter(|name| !name.contains('*')).collect();
    }
    let names = DATA_SOURCES.iter().find(|(id, _)| *id == source.like());
    names.map_or_else(Vec::new, |(_, names)| names.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ruleglot_knowledge::{log_source, log_sources};

    #[test]
    fn tables_name_log_sources_and_enumerated_words() {
        for (id, _) in DATA_SOURCES {
            assert!(log_source(id).is_some(), "{id}");
        }
        for (family, asset_type, domain) in FAMILIES {
            let known = |id: &str| id.split('.').next() == Some(family);
            assert!(log_sources().iter().any(|s| known(s.id)), "{family}");
            assert!(super::super::tables::ASSET_TYPES.contains(asset_type), "{asset_type}");
            assert!(super::super::tables::DOMAINS.contains(domain), "{domain}");
        }
        assert!(super::super::tables::ASSET_TYPES.contains(&UNKNOWN.asset_type));
    }
}
