//! The shape of a hub file.

use indexmap::IndexMap;
use serde::Deserialize;
use smol_str::SmolStr;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct HubFile {
    pub(super) hub: SmolStr,
    pub(super) sources: Vec<SmolStr>,
    /// Concepts of the field map whose rows are renames here.
    #[serde(default)]
    pub(super) rows: Vec<SmolStr>,
    #[serde(default)]
    pub(super) packages: Vec<SmolStr>,
    /// Separator of paths in these rows' base names.
    #[serde(default)]
    pub(super) path_separator: Option<char>,
    /// Values without that separator.
    #[serde(default)]
    pub(super) path_bare: Vec<SmolStr>,
    #[serde(default)]
    pub(super) canonical: Vec<SmolStr>,
    /// Fields that the vendor puts into every event.
    #[serde(default)]
    pub(super) always: Vec<SmolStr>,
    #[serde(default)]
    pub(super) lists: Vec<SmolStr>,
    /// Names as Splunk spells them, `{}` after each list.
    #[serde(default)]
    pub(super) arrays: Vec<SmolStr>,
    /// Names of objects whose contents differ from event to event.
    #[serde(default)]
    pub(super) open: Vec<SmolStr>,
    /// Taxonomies that keep the hub's names where nothing else is said.
    #[serde(default)]
    pub(super) same_names: Vec<SmolStr>,
    /// Fields that may be null; `*` for all.
    #[serde(default)]
    pub(super) nulls: Vec<SmolStr>,
    #[serde(default)]
    pub(super) facts: Vec<String>,
    /// Conditions by name; `@name` in a condition stands for it.
    #[serde(default)]
    pub(super) conditions: IndexMap<SmolStr, String>,
    #[serde(default)]
    pub(super) vocabularies: IndexMap<SmolStr, Vec<SmolStr>>,
    #[serde(default)]
    pub(super) examples: IndexMap<SmolStr, Vec<SmolStr>>,
    /// What speaks for the file's own entries where no document does.
    pub(super) grounds: Option<SmolStr>,
    /// Rows that are wrong or mean something else: hub names to leave out.
    #[serde(default)]
    pub(super) without: Vec<SmolStr>,
    /// Other spellings of hub names in Sigma rules, read only.
    #[serde(default)]
    pub(super) sigma_spellings: IndexMap<SmolStr, SmolStr>,
    /// Plain renames by taxonomy, one a line.
    #[serde(default)]
    pub(super) names: IndexMap<SmolStr, IndexMap<SmolStr, Forms>>,
    #[serde(default)]
    pub(super) rename: Vec<Entry>,
    #[serde(default)]
    pub(super) part: Vec<PartEntry>,
    #[serde(default)]
    pub(super) parts: Vec<PartsEntry>,
    #[serde(default)]
    pub(super) value: Vec<Entry>,
    #[serde(default)]
    pub(super) changed: Vec<Entry>,
    #[serde(default)]
    pub(super) absence: Vec<Entry>,
    #[serde(default)]
    pub(super) coalesce: Vec<CoalesceEntry>,
    #[serde(default)]
    pub(super) predicate: Vec<PredicateEntry>,
    /// Words of another taxonomy's field, each for a condition of the hub.
    #[serde(default)]
    pub(super) words: Vec<WordsEntry>,
    #[serde(default)]
    pub(super) house: Vec<HouseEntry>,
    #[serde(default)]
    pub(super) select: Vec<SelectEntry>,
    /// Log sources of Windows that are whole logs, by the names of their channels.
    #[serde(default)]
    pub(super) channels: IndexMap<SmolStr, Vec<SmolStr>>,
}

/// A hub field and its forms by taxonomy.
#[derive(Debug, Deserialize)]
pub(super) struct Entry {
    pub(super) hub: SmolStr,
    #[serde(flatten)]
    pub(super) forms: IndexMap<SmolStr, Forms>,
}

#[derive(Debug, Deserialize)]
pub(super) struct PartEntry {
    pub(super) hub: SmolStr,
    pub(super) of: PartKind,
    pub(super) separator: Option<char>,
    /// For `respelled`.
    pub(super) with: Option<char>,
    #[serde(default)]
    pub(super) bare: Vec<SmolStr>,
    #[serde(flatten)]
    pub(super) forms: IndexMap<SmolStr, Forms>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum PartKind {
    AfterLast,
    BeforeFirst,
    BeforeLast,
    AfterOnly,
    Address,
    Words,
    RegistryNumber,
    Lower,
    Time,
    Hexadecimal,
    Items,
    Answers,
    /// Seconds in nanoseconds.
    Nanoseconds,
    /// Milliseconds in nanoseconds.
    Milliseconds,
    Unmapped,
    AfterFirst,
    Respelled,
    Extension,
    First,
}

#[derive(Debug, Deserialize)]
pub(super) struct PartsEntry {
    pub(super) hub: SmolStr,
    /// Digits of each key's values.
    pub(super) digits: IndexMap<SmolStr, usize>,
    #[serde(flatten)]
    pub(super) forms: IndexMap<SmolStr, IndexMap<SmolStr, Form>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct CoalesceEntry {
    pub(super) hub: Vec<SmolStr>,
    #[serde(flatten)]
    pub(super) forms: IndexMap<SmolStr, Forms>,
}

#[derive(Debug, Deserialize)]
pub(super) struct PredicateEntry {
    pub(super) id: SmolStr,
    pub(super) hub: String,
    pub(super) unless: Option<String>,
    pub(super) there: Option<String>,
    #[serde(flatten)]
    pub(super) forms: IndexMap<SmolStr, OutcomeForm>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OutcomeForm {
    pub(super) is: String,
    pub(super) otherwise: Option<String>,
    #[serde(default)]
    pub(super) read: RelationWord,
    #[serde(default)]
    pub(super) write: RelationWord,
    #[serde(default)]
    pub(super) confidence: ConfidenceWord,
    pub(super) call: Option<SmolStr>,
}

/// A field of another taxonomy whose words stand for conditions of the hub.
#[derive(Debug, Deserialize)]
pub(super) struct WordsEntry {
    pub(super) id: SmolStr,
    #[serde(flatten)]
    pub(super) forms: IndexMap<SmolStr, WordsForm>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WordsForm {
    pub(super) name: SmolStr,
    /// Whether the field has other words, of which nothing is known.
    #[serde(default)]
    pub(super) others: OthersWord,
    #[serde(default)]
    pub(super) read: RelationWord,
    #[serde(default)]
    pub(super) write: RelationWord,
    #[serde(default)]
    pub(super) confidence: ConfidenceWord,
    /// Word → condition of the hub.
    pub(super) of: IndexMap<SmolStr, String>,
}

/// Whether a field has words beside those that are listed.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum OthersWord {
    #[default]
    None,
    Some,
}

#[derive(Debug, Deserialize)]
pub(super) struct HouseEntry {
    pub(super) hub: String,
    pub(super) unless: Option<String>,
    #[serde(flatten)]
    pub(super) forms: IndexMap<SmolStr, HouseText>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HouseText {
    pub(super) is: String,
    pub(super) matches: RelationWord,
}

#[derive(Debug, Deserialize)]
pub(super) struct SelectEntry {
    pub(super) sources: Vec<SmolStr>,
    #[serde(default)]
    pub(super) hub: Option<String>,
    #[serde(flatten)]
    pub(super) forms: IndexMap<SmolStr, SelectText>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SelectText {
    pub(super) is: String,
    #[serde(default)]
    pub(super) also: Vec<String>,
}

/// One form or several, best first.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Forms {
    One(Form),
    Many(Vec<Form>),
}

impl Forms {
    pub(super) fn all(&self) -> &[Form] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Form {
    Name(SmolStr),
    Full(FullForm),
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct FullForm {
    pub(super) name: SmolStr,
    #[serde(default)]
    pub(super) read: RelationWord,
    #[serde(default)]
    pub(super) write: RelationWord,
    #[serde(default)]
    pub(super) confidence: ConfidenceWord,
    #[serde(default)]
    pub(super) evidence: u32,
    #[serde(rename = "type")]
    pub(super) ty: Option<SmolStr>,
    #[serde(default)]
    pub(super) case: CaseWord,
    /// Of which events it is said.
    pub(super) when: Option<String>,
    /// Whose documents alone have it.
    pub(super) agent: Option<SmolStr>,
    /// What speaks for it where no document does.
    pub(super) grounds: Option<SmolStr>,
    /// For `absence`.
    pub(super) missing: Option<SmolStr>,
    /// For `value`.
    #[serde(default)]
    pub(super) values: IndexMap<SmolStr, SmolStr>,
}

impl Form {
    pub(super) fn full(&self) -> FullForm {
        match self {
            Self::Name(name) => FullForm { name: name.clone(), ..FullForm::default() },
            Self::Full(full) => full.clone(),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum CaseWord {
    #[default]
    Kept,
    Folded,
}

impl From<CaseWord> for super::FormCase {
    fn from(word: CaseWord) -> Self {
        match word {
            CaseWord::Kept => Self::Kept,
            CaseWord::Folded => Self::Folded,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub(super) enum RelationWord {
    #[default]
    #[serde(rename = "=")]
    Equal,
    #[serde(rename = "<")]
    Narrower,
    #[serde(rename = ">")]
    Wider,
    #[serde(rename = "no")]
    No,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum ConfidenceWord {
    #[default]
    High,
    Medium,
    Low,
}
