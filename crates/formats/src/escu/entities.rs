//! Who is at risk and what is a threat, by the fields that a search puts out.
//!
//! The names are those of Splunk's Common Information Model and of what its add-ons extract.

use super::shown::shown;

/// What a risk object is.
const RISKS: &[(&str, &str)] = &[
    ("user", "user"),
    ("src_user", "user"),
    ("dest_user", "user"),
    ("user_name", "user"),
    ("user_id", "user"),
    ("user_arn", "user"),
    ("userIdentity.arn", "user"),
    ("userIdentity.userName", "user"),
    ("UserId", "user"),
    ("User", "user"),
    ("TargetUserName", "user"),
    ("SubjectUserName", "user"),
    ("actor.alternateId", "user"),
    ("properties.userPrincipalName", "user"),
    ("initiatedBy.user.userPrincipalName", "user"),
    ("protoPayload.authenticationInfo.principalEmail", "user"),
    ("user.username", "user"),
    ("actor", "user"),
    ("dest", "system"),
    ("dvc", "system"),
    ("host", "system"),
    ("Computer", "system"),
    ("ComputerName", "system"),
    ("src", "system"),
    ("src_ip", "system"),
    ("sourceIPAddress", "system"),
];

/// What a threat object is.
const THREATS: &[(&str, &str)] = &[
    ("parent_process_name", "parent_process_name"),
    ("ParentImage", "parent_process_name"),
    ("process_name", "process_name"),
    ("Image", "process_name"),
    ("process", "process"),
    ("CommandLine", "process"),
    ("file_name", "file_name"),
    ("file_path", "file_path"),
    ("TargetFilename", "file_path"),
    ("file_hash", "file_hash"),
    ("registry_path", "registry_path"),
    ("TargetObject", "registry_path"),
    ("registry_value_name", "registry_value_name"),
    ("url", "url"),
    ("domain", "domain"),
    ("query", "domain"),
    ("QueryName", "domain"),
    ("http_user_agent", "http_user_agent"),
    ("user_agent", "http_user_agent"),
    ("userAgent", "http_user_agent"),
    ("service_name", "service"),
    ("src_ip", "ip_address"),
    ("dest_ip", "ip_address"),
    ("sourceIPAddress", "ip_address"),
];

/// At most so many of either: more than these no analyst reads.
const MOST: usize = 3;

/// A field and what it is.
pub(super) type Entity = (&'static str, &'static str);

/// Risk and threat objects among the fields of a search.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Entities {
    pub(super) risks: Vec<Entity>,
    pub(super) threats: Vec<Entity>,
}

/// The entities of the names in a search.
pub(super) fn of_search(search: &str) -> Entities {
    let names = shown(search);
    let among = |table: &'static [Entity]| table.iter().copied().filter(|(f, _)| names.contains(f));
    let mut risks: Vec<Entity> = Vec::new();
    for (field, kind) in among(RISKS) {
        // One of a kind says enough: `src` beside `dest` is rather the other side.
        if !risks.iter().any(|(_, known)| *known == kind) {
            risks.push((field, kind));
        }
    }
    let threats = among(THREATS).filter(|(f, _)| risks.iter().all(|(known, _)| known != f));
    Entities { threats: threats.take(MOST).collect(), risks }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_a_search_are_entities() {
        let search = "`cloudtrail` eventName=\"dest user\" user_type=IAMUser\n| stats count by src_ip user_arn user_agent";
        let found = of_search(search);
        assert_eq!(found.risks, [("user_arn", "user"), ("src_ip", "system")]);
        assert_eq!(found.threats, [("user_agent", "http_user_agent")]);
        let search = "| tstats count from datamodel=Endpoint.Processes where Processes.process_name=a by Processes.dest Processes.user Processes.process_name | `drop_dm_object_name(Processes)`";
        let found = of_search(search);
        assert_eq!(found.risks, [("user", "user"), ("dest", "system")]);
        assert_eq!(found.threats, [("process_name", "process_name")]);
        assert_eq!(of_search("search *"), Entities::default());
    }
}
