//! Logs of Windows as hubs: their channels, and the System section that every event has.

use super::made::condition;
use super::{Confidence, Select, SelectForm, notation};
use smol_str::SmolStr;

/// A hub name of the System section with its ECS names, best first: the first is written, all are read. (Winlogbeat's
/// exported fields; each is so in every document of such an event.)
pub(super) const SYSTEM: [(&str, &[(&str, Confidence)]); 15] = [
    ("EventID", &[("event.code", Confidence::High), ("winlog.event_id", Confidence::High)]),
    (
        "Provider_Name",
        &[("winlog.provider_name", Confidence::High), ("event.provider", Confidence::High)],
    ),
    ("Channel", &[("winlog.channel", Confidence::High)]),
    ("Computer", &[("winlog.computer_name", Confidence::High), ("host.name", Confidence::Medium)]),
    ("EventRecordID", &[("winlog.record_id", Confidence::High)]),
    ("ProcessID", &[("winlog.process.pid", Confidence::High)]),
    ("ThreadID", &[("winlog.process.thread.id", Confidence::High)]),
    ("UserID", &[("winlog.user.identifier", Confidence::High)]),
    ("ActivityID", &[("winlog.activity_id", Confidence::High)]),
    ("Version", &[("winlog.version", Confidence::Medium)]),
    ("Message", &[("message", Confidence::Medium)]),
    // Words for numbers, in the language of the machine that sends them.
    ("Level", &[("log.level", Confidence::Low)]),
    ("Task", &[("winlog.task", Confidence::Low)]),
    ("Opcode", &[("winlog.opcode", Confidence::Low)]),
    ("Keywords", &[("winlog.keywords", Confidence::Low)]),
];

/// The same in a raw search, where the add-on has another name than the event's own.
pub(super) const SYSTEM_IN_SPLUNK: [(&str, &[(&str, Confidence)]); 3] = [
    (
        "EventID",
        &[
            ("EventCode", Confidence::High),
            ("EventID", Confidence::High),
            ("signature_id", Confidence::Medium),
        ],
    ),
    ("Provider_Name", &[("Name", Confidence::Medium), ("SourceName", Confidence::Medium)]),
    (
        "Computer",
        &[
            ("Computer", Confidence::High),
            ("dest", Confidence::Medium),
            ("ComputerName", Confidence::Medium),
        ],
    ),
];

/// What the events of a log have in common: the channel, and that they are of Windows and of an agent.
pub(super) fn channel(source: &SmolStr, channels: &[SmolStr], hub: &str) -> Result<Select, String> {
    let quoted: Vec<String> = channels.iter().map(|c| format!("\"{c}\"")).collect();
    let of = |field: &str| match quoted.as_slice() {
        [one] => format!("{field} = {one}"),
        many => format!("{field} in ({})", many.join(", ")),
    };
    let also = [
        "host.os.type = \"windows\"",
        "host.os.family = \"windows\"",
        "event.kind = \"event\"",
        "agent.type in (\"winlogbeat\", \"filebeat\")",
    ];
    let form = SelectForm {
        taxonomy: "ecs".into(),
        is: condition(&of("winlog.channel"), "ecs")?,
        also: also.iter().map(|a| condition(a, "ecs")).collect::<Result<_, _>>()?,
    };
    Ok(Select {
        sources: vec![source.clone()],
        hub: notation::parse(&of("Channel"), hub)?,
        forms: vec![form],
    })
}
