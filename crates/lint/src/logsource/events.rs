//! Events of Windows and the categories that stand for them.

use crate::context::{Found, SigmaContext};
use crate::sigma_rule::SigmaRule;
use ruleglot_ir::Number;
use ruleglot_knowledge::sigmahq_source;
use ruleglot_sigma::ast::{Item, ValueKind};
use ruleglot_source::FileSpan;
use std::collections::BTreeSet;

/// Categories with the events of Sysmon that they stand for.
const SYSMON: &[(&str, &[i128])] = &[
    ("process_creation", &[1]),
    ("file_change", &[2]),
    ("network_connection", &[3]),
    ("sysmon_status", &[4, 16]),
    ("process_termination", &[5]),
    ("driver_load", &[6]),
    ("image_load", &[7]),
    ("create_remote_thread", &[8]),
    ("raw_access_thread", &[9]),
    ("process_access", &[10]),
    ("file_event", &[11]),
    ("registry_add", &[12]),
    ("registry_delete", &[12]),
    ("registry_set", &[13]),
    ("registry_rename", &[14]),
    ("registry_event", &[12, 13, 14]),
    ("create_stream_hash", &[15]),
    ("pipe_created", &[17, 18]),
    ("wmi_event", &[19, 20, 21]),
    ("dns_query", &[22]),
    ("file_delete", &[23, 26]),
    ("clipboard_capture", &[24]),
    ("process_tampering", &[25]),
    ("file_executable_detected", &[29]),
    ("sysmon_error", &[255]),
];

/// Categories of events that nobody else records; a rule for Sysmon says the same.
const OF_SYSMON_ALONE: [&str; 7] = [
    "sysmon_status",
    "sysmon_error",
    "raw_access_thread",
    "clipboard_capture",
    "process_tampering",
    "create_stream_hash",
    "file_executable_detected",
];

/// The events of Sysmon that a category stands for.
pub(super) fn events_of(category: &str) -> Option<&'static [i128]> {
    SYSMON.iter().find(|(name, _)| *name == category).map(|(_, ids)| *ids)
}

/// The one category that rules may name and that stands for exactly these events of a service.
pub(super) fn category_of(service: &str, ids: &BTreeSet<i128>) -> Option<&'static str> {
    let is_listed = |category: &str| {
        sigmahq_source(Some(category), Some("windows"), None).is_some_and(|source| source.listed)
    };
    let mut fitting = match service {
        "sysmon" => SYSMON
            .iter()
            .filter(|(category, _)| !OF_SYSMON_ALONE.contains(category))
            .filter(|(_, of)| of.len() == ids.len() && of.iter().all(|id| ids.contains(id)))
            .map(|(category, _)| *category)
            .filter(|category| is_listed(category)),
        "security" => return (ids.len() == 1 && ids.contains(&4688)).then_some("process_creation"),
        _ => return None,
    };
    let category = fitting.next()?;
    fitting.next().is_none().then_some(category)
}

/// Where a rule asks for events by their ids, and for which; `None` when a part of its selections does not, or does in
/// another way.
pub(super) fn event_ids(rule: &SigmaRule<'_>) -> Option<(FileSpan, BTreeSet<i128>)> {
    let detection = rule.detection()?;
    let mut asked = Asked { at: None, ids: BTreeSet::new(), plain: true };
    SigmaContext { file: rule.file, detection }.each(&mut |found| match found {
        Found::Map(items) => items.iter().for_each(|item| asked.item(item)),
        Found::Keywords(_) => asked.plain = false,
    });
    let at = asked.at.filter(|_| asked.plain)?;
    Some((at, asked.ids))
}

struct Asked {
    at: Option<FileSpan>,
    ids: BTreeSet<i128>,
    plain: bool,
}

impl Asked {
    fn item(&mut self, item: &Item) {
        if item.field.as_deref() != Some("EventID") {
            return;
        }
        self.plain &= item.modifiers.is_empty();
        self.at = self.at.or(item.key.0);
        for value in &item.values {
            match value.kind {
                ValueKind::Number(Number::Int(id)) => {
                    self.ids.insert(id);
                }
                _ => self.plain = false,
            }
        }
    }
}
