//! What is known of a field, by any of its names: its names in every taxonomy, for each log source that has it.

use ruleglot_knowledge::{
    CIM, Confidence, Derivation, Form, Hub, HubField, LogSource, Relation, SPLUNK_TA, Spelling,
    field_is_array, field_type_in, log_sources, nearest,
};
use serde::Serialize;

/// A field of one log source, in every taxonomy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldEntry {
    /// The log sources that share it.
    pub sources: Vec<String>,
    /// Its name in their raw events, which is Sigma's.
    pub raw: String,
    /// Whether the producer writes each value in one spelling.
    pub one_spelling: bool,
    /// All values there are, where that is known.
    pub values: Vec<String>,
    /// Its names elsewhere, best first in each taxonomy.
    pub names: Vec<FieldName>,
}

/// A name of a field in a taxonomy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldName {
    /// `sigma`, `ecs`, `splunk-ta`, `cim`, `panther`.
    pub taxonomy: String,
    /// The name.
    pub name: String,
    /// Its type in Elasticsearch, where the name is one of ECS.
    #[serde(rename = "type")]
    pub ty: Option<String>,
    /// Whether ECS says that it holds a list.
    pub list: bool,
    /// How its value comes from the raw one; `None` when it is the same.
    pub value: Option<String>,
    /// In raw names, the events that have it; `None` for all.
    pub when: Option<String>,
    /// `yours` (a row of the user's own), `high`, `medium` or `low`.
    pub confidence: &'static str,
    /// How many pairs of raw event and document confirm it.
    pub documents: u32,
    /// `read and written`, `only read`, `only written`.
    pub used: &'static str,
}

/// Everything that has this name in some taxonomy; of one log source, when that is given.
///
/// # Errors
/// A log source that does not exist, or a name that no taxonomy has, each with what was meant.
pub fn field_entries(name: &str, source: Option<&str>) -> Result<Vec<FieldEntry>, String> {
    let sources: Vec<&LogSource> = match source {
        Some(id) => vec![ruleglot_knowledge::log_source(id).ok_or_else(|| no_source(id))?],
        None => log_sources().iter().collect(),
    };
    let mut found: Vec<FieldEntry> = Vec::new();
    for source in sources {
        let Some(hub) = source.hub() else { continue };
        for (raw, field) in of_hub(hub, name) {
            let names = names(hub, &raw);
            match found.iter_mut().find(|e| e.raw == raw && e.names == names) {
                Some(known) => known.sources.push(source.id.to_owned()),
                None => found.push(FieldEntry {
                    sources: vec![source.id.to_owned()],
                    one_spelling: field.spelling == Spelling::Canonical,
                    values: field.vocabulary.iter().map(ToString::to_string).collect(),
                    raw,
                    names,
                }),
            }
        }
    }
    if found.is_empty() { Err(no_field(name, source)) } else { Ok(found) }
}

/// The raw fields that a name leads to in a log source, each with what the hub says of it.
fn of_hub<'h>(hub: &'h Hub, name: &str) -> Vec<(String, &'h HubField)> {
    let mut out: Vec<(String, &HubField)> = Vec::new();
    let exact = hub.fields.get(name).map(|field| (name.to_owned(), field));
    let by_form = hub.fields.values().filter(|field| {
        field.forms.iter().any(|form| form.name == name && !form.name.contains('*'))
    });
    let by_form = by_form.map(|field| (field.name.to_string(), field));
    for (raw, field) in exact.into_iter().chain(by_form) {
        if out.iter().all(|(known, _)| *known != raw) {
            out.push((raw, field));
        }
    }
    if out.is_empty() {
        // Below an object whose contents are open.
        let read = ["ecs", SPLUNK_TA, CIM].iter().find_map(|taxonomy| hub.read(taxonomy, name));
        out.extend(read.map(|found| (found.hub.to_string(), found.field)));
    }
    out
}

fn names(hub: &Hub, raw: &str) -> Vec<FieldName> {
    let mut out = vec![FieldName {
        taxonomy: "sigma".into(),
        name: raw.into(),
        ty: None,
        list: false,
        value: None,
        when: None,
        confidence: "high",
        documents: 0,
        used: "read and written",
    }];
    for taxonomy in ["sigma", "ecs", SPLUNK_TA, CIM, "panther"] {
        for found in hub.forms(raw, taxonomy) {
            out.push(of_form(hub, &found.name, found.form));
        }
    }
    // What is neither read nor written is there for events alone.
    out.retain(|n| !n.used.is_empty());
    out
}

fn of_form(hub: &Hub, name: &str, form: &Form) -> FieldName {
    let of_ecs = form.taxonomy == "ecs";
    let known = || field_type_in(name, &hub.package_names()).map(str::to_owned);
    let ty = form.ty.as_ref().map(ToString::to_string).or_else(known);
    FieldName {
        taxonomy: form.taxonomy.to_string(),
        name: name.into(),
        ty: ty.filter(|_| of_ecs),
        list: of_ecs && field_is_array(name),
        value: value(&form.of),
        when: form.when.as_ref().map(ToString::to_string),
        confidence: match form.confidence {
            Confidence::Yours => "yours",
            Confidence::High => "high",
            Confidence::Medium => "medium",
            Confidence::Low => "low",
        },
        documents: form.evidence.equal,
        used: match (form.read, form.write) {
            (Some(_), Some(Relation::Equal)) => "read and written",
            (Some(_), Some(Relation::Wider)) => "read, and written as more than it is",
            (Some(_), Some(Relation::Narrower)) => "read, and written as less than it is",
            (Some(_), None) => "only read",
            (None, Some(_)) => "only written",
            (None, None) => "",
        },
    }
}

/// How a value of a form comes from the raw one, in words.
fn value(of: &Derivation) -> Option<String> {
    Some(match of {
        Derivation::Same => return None,
        Derivation::Lower => "in lower case".into(),
        Derivation::Time => "the same time, spelled otherwise".into(),
        Derivation::AfterLast { separator, .. } => {
            format!("what stands after the last {separator}")
        }
        Derivation::BeforeFirst { separator, .. } => {
            format!("what stands before the first {separator}")
        }
        Derivation::BeforeLast { separator } => {
            format!("what stands before the last {separator}")
        }
        Derivation::AfterOnly { separator, .. } => format!("what stands after the {separator}"),
        Derivation::AfterFirst(separator) => format!("what stands after the first {separator}"),
        Derivation::Address => "where it is an address".into(),
        Derivation::Words => "its words, as the shell cuts them".into(),
        Derivation::Keyed(keyed) => format!("what stands under {}=", keyed.key),
        Derivation::Values(words) | Derivation::Changed(words) => {
            let some: Vec<_> = words.iter().take(4).map(|(a, b)| format!("{a} is {b}")).collect();
            let more = if words.len() > some.len() { ", …" } else { "" };
            format!("other words: {}{more}", some.join(", "))
        }
        Derivation::RegistryNumber => "the number of a DWORD or QWORD".into(),
        Derivation::OrWord(word) => format!("{word} where there is none"),
        Derivation::Hexadecimal => "the number that is spelled 0x…".into(),
        Derivation::Items => "its items, each a value".into(),
        Derivation::Answers => "the answers, each a value".into(),
        Derivation::Scaled(power) => format!("times ten to the {power}"),
        Derivation::Unmapped => "as an address of IPv4 where it is one".into(),
        Derivation::Respelled { from, to } => format!("with {to} for {from}"),
        Derivation::Extension => "its extension".into(),
        Derivation::Nth(at) => format!("the value at place {at} of the list"),
    })
}

fn no_source(id: &str) -> String {
    let near = nearest(id, log_sources().iter().map(|s| s.id));
    let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
    format!("there is no log source `{id}`{near}")
}

fn no_field(name: &str, source: Option<&str>) -> String {
    let hubs: Vec<&Hub> = match source {
        Some(id) => ruleglot_knowledge::hub(id).into_iter().collect(),
        None => ruleglot_knowledge::hubs().collect(),
    };
    let fields = || hubs.iter().flat_map(|hub| hub.fields.values());
    let forms = fields().flat_map(|f| &f.forms).map(|f| f.name.as_str());
    let near = nearest(name, fields().map(|f| f.name.as_str()).chain(forms));
    let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
    match source {
        Some(id) => format!("no field of {id} is called `{name}`{near}"),
        None => format!("no field of a known log source is called `{name}`{near}"),
    }
}
