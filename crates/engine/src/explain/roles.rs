//! What a field is in an event, and what a value looks like.

use serde::Serialize;

/// What a field is in an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Role {
    Action,
    Source,
    Outcome,
    Actor,
    Target,
    Network,
    File,
    Generic,
}

/// Last segments of field names by what they tell.
const ROLES: &[(Role, &[&str])] = &[
    (
        Role::Action,
        &[
            "eventname",
            "eventtype",
            "action",
            "methodname",
            "operationname",
            "operation",
            "eventid",
            "code",
            "type",
        ],
    ),
    (
        Role::Source,
        &[
            "eventsource",
            "service",
            "provider",
            "channel",
            "provider_name",
            "dataset",
            "category",
            "logtype",
        ],
    ),
    (
        Role::Outcome,
        &[
            "errorcode",
            "errormessage",
            "result",
            "status",
            "outcome",
            "error_code",
            "error_message",
            "resulttype",
        ],
    ),
    (
        Role::Actor,
        &[
            "user",
            "arn",
            "useridentity",
            "actor",
            "username",
            "subjectusername",
            "displayname",
            "alternateid",
            "principal",
        ],
    ),
    (
        Role::Target,
        &["targetusername", "target", "object", "targetobject", "requestparameters", "resource"],
    ),
    (
        Role::Network,
        &[
            "ip",
            "port",
            "domain",
            "url",
            "useragent",
            "sourceipaddress",
            "destinationip",
            "destinationport",
            "queryname",
        ],
    ),
    (
        Role::File,
        &[
            "image",
            "commandline",
            "parentimage",
            "executable",
            "path",
            "command_line",
            "hashes",
            "originalfilename",
            "args",
        ],
    ),
];

/// What the field of this name is.
pub(super) fn role(field: &str) -> Role {
    let name = field.to_lowercase();
    let last = name.rsplit('.').next().unwrap_or_default();
    let known = |names: &[&str]| names.contains(&last) || names.contains(&name.as_str());
    ROLES.iter().find(|(_, names)| known(names)).map_or(Role::Generic, |(role, _)| *role)
}

/// What a value looks like.
pub(super) fn shape_of(value: &str) -> Option<&'static str> {
    let hex = |n: usize| value.len() == n && value.chars().all(|c| c.is_ascii_hexdigit());
    let address = value.parse::<std::net::IpAddr>().ok();
    Some(match value {
        _ if address.is_some_and(|ip| ip.is_ipv4()) => "ipv4",
        _ if address.is_some() => "ipv6",
        _ if hex(32) => "md5",
        _ if hex(40) => "sha1",
        _ if hex(64) => "sha256",
        v if v.starts_with("arn:") => "arn",
        v if v.starts_with("http://") || v.starts_with("https://") => "url",
        v if v.starts_with("CVE-") => "cve",
        v if v.to_uppercase().starts_with("HK") && v.contains('\\') => "registry_path",
        v if v.contains(":\\") || v.starts_with("\\\\") => "windows_path",
        v if v.contains('@') && v.contains('.') && !v.contains(' ') => "email",
        _ => return None,
    })
}
