//! Logs of Windows as hubs: their channels, and the System section that every event has.

use super::file::ConfidenceWord;
use super::made::condition;
use super::{Select, SelectForm, notation};
use smol_str::SmolStr;

/// A hub name of the System section with its ECS names, best first: the first is written, all are read. (Winlogbeat's
/// exported fields; each is so in every document of such an event.)
pub(super) const SYSTEM: [(&str, &[(&str, ConfidenceWord)]); 15] = [
    ("EventID", &[("event.code", ConfidenceWord::High), ("winlog.event_id", ConfidenceWord::High)]),
    (
        "Provider_Name",
        &[("winlog.provider_name", ConfidenceWord::High), ("event.provider", ConfidenceWord::High)],
    ),
    ("Channel", &[("winlog.channel", ConfidenceWord::High)]),
    (
        "Computer",
        &[("winlog.computer_name", ConfidenceWord::High), ("host.name", ConfidenceWord::Medium)],
    ),
    ("EventRecordID", &[("winlog.record_id", ConfidenceWord::High)]),
    ("ProcessID", &[("winlog.process.pid", ConfidenceWord::High)]),
    ("ThreadID", &[("winlog.process.thread.id", ConfidenceWord::High)]),
    ("UserID", &[("winlog.user.identifier", ConfidenceWord::High)]),
    ("ActivityID", &[("winlog.activity_id", ConfidenceWord::High)]),
    ("Version", &[("winlog.version", ConfidenceWord::Medium)]),
    ("Message", &[("message", ConfidenceWord::Medium)]),
    // Words for numbers, in the language of the machine that sends them.
    ("Level", &[("log.level", ConfidenceWord::Low)]),
    ("Task", &[("winlog.task", ConfidenceWord::Low)]),
    ("Opcode", &[("winlog.opcode", ConfidenceWord::Low)]),
    ("Keywords", &[("winlog.keywords", ConfidenceWord::Low)]),
];

/// The same in a raw search, where the add-on has another name than the event's own.
pub(super) const SYSTEM_IN_SPLUNK: [(&str, &[(&str, ConfidenceWord)]); 3] = [
    (
        "EventID",
        &[
            ("EventCode", ConfidenceWord::High),
            ("EventID", ConfidenceWord::High),
            ("signature_id", ConfidenceWord::Medium),
        ],
    ),
    ("Provider_Name", &[("Name", ConfidenceWord::Medium), ("SourceName", ConfidenceWord::Medium)]),
    (
        "Computer",
        &[
            ("Computer", ConfidenceWord::High),
            ("dest", ConfidenceWord::Medium),
            ("ComputerName", ConfidenceWord::Medium),
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
