//! What a hub says of a field: its traits, its forms in other taxonomies, and conditions on several fields.

use indexmap::IndexMap;
use ruleglot_ir::Expr;
use smol_str::SmolStr;

/// A field of the raw taxonomy.
#[derive(Clone, Debug, Default)]
pub struct HubField {
    /// Name; `x.*` stands for every name below `x`.
    pub name: SmolStr,
    /// How the vendor spells values.
    pub spelling: Spelling,
    /// One value or a list.
    pub many: Multiplicity,
    /// Whether the vendor writes nulls.
    pub nulls: Nulls,
    /// All values there are, for a closed vocabulary.
    pub vocabulary: Vec<SmolStr>,
    /// Some values that occur.
    pub examples: Vec<SmolStr>,
    /// Its names elsewhere, best first.
    pub forms: Vec<Form>,
    /// Taxonomies that have no name for it, not even its own.
    pub without: Vec<SmolStr>,
}

/// How a vendor spells the values of a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Spelling {
    /// Each value in one spelling: letter case cannot tell two events apart.
    Canonical,
    /// Any.
    #[default]
    Free,
}

/// Whether a field holds lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Multiplicity {
    /// At most one value.
    #[default]
    One,
    /// Any number.
    Many,
}

/// Whether a field may be there with null.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Nulls {
    /// Never.
    #[default]
    Never,
    /// Sometimes.
    Written,
}

/// A hub field's name in another taxonomy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Whose name.
    pub taxonomy: SmolStr,
    /// The name.
    pub name: SmolStr,
    /// Its value as a function of the hub's.
    pub of: Derivation,
    /// How a test of the hub, read from a test of this name, relates to it; `None` when it is not read.
    pub read: Option<Relation>,
    /// How a test of this name, written for a test of the hub, relates to that; `None` when it is not written.
    pub write: Option<Relation>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Documents that speak for and against it.
    pub evidence: Evidence,
    /// Its type in Elasticsearch, where that is not what [`crate::field_type_in`] says.
    pub ty: Option<SmolStr>,
    /// Hub fields that fill it when this one has no value.
    pub fallback: Vec<SmolStr>,
    /// Whether its index ignores letter case.
    pub case: FormCase,
    /// In the hub, the events of which this is said; of others the form says nothing.
    pub when: Option<Expr>,
    /// The agent whose documents alone have it (`agent.type`), where that is not every one.
    pub agent: Option<SmolStr>,
    /// The vendor's documentation or pipeline that says so, where no document does.
    pub grounds: Option<SmolStr>,
}

/// Whether the index of a form ignores letter case (a `lowercase` normaliser).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FormCase {
    /// Tests compare as they say.
    #[default]
    Kept,
    /// Every test ignores it.
    Folded,
}

/// A value of a form as a function of a value of the hub.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Derivation {
    /// The same value.
    #[default]
    Same,
    /// The same value in lower case.
    Lower,
    /// The same value by its time, spelled otherwise.
    Time,
    /// What stands after the last separator, or everything; values without one are only `bare`.
    AfterLast {
        /// Separator.
        separator: char,
        /// The only values that have none.
        bare: Vec<SmolStr>,
    },
    /// What stands before the first separator; nothing without one.
    BeforeFirst {
        /// Separator.
        separator: char,
        /// The only values that have none.
        bare: Vec<SmolStr>,
    },
    /// What stands before the last separator; nothing without one.
    BeforeLast {
        /// Separator.
        separator: char,
    },
    /// What stands after the only separator, or everything.
    AfterOnly {
        /// Separator.
        separator: char,
        /// The only values that have none.
        bare: Vec<SmolStr>,
    },
    /// The value where it is an address, else nothing.
    Address,
    /// Words of a command line, as its shell cuts them.
    Words,
    /// The value that stands under a key in `KEY=value,KEY=value`.
    Keyed(Keyed),
    /// A word of a closed vocabulary for each word of the hub's.
    Values(IndexMap<SmolStr, SmolStr>),
    /// The number in `DWORD (0x…)` and `QWORD (0x…-0x…)`; other text as it is.
    RegistryNumber,
    /// The same value, or this word where the hub has none.
    OrWord(SmolStr),
    /// Another word for each of some values; all others as they are.
    Changed(IndexMap<SmolStr, SmolStr>),
    /// The number that is spelled `0x1f4`.
    Hexadecimal,
    /// What stands between blanks and line ends, each a value.
    Items,
    /// The names and addresses of `type:  5 name;::ffff:192.0.2.1;`, as Sysmon lists the answers to a DNS query.
    Answers,
    /// The number times ten to this power, cut to a whole one.
    Scaled(u32),
    /// The address, one of IPv4 that is written as IPv6 as what it is; else nothing.
    Unmapped,
    /// What stands after the first separator; nothing without one.
    AfterFirst(char),
    /// The same value with one character for another; the hub never has the other.
    Respelled {
        /// In the hub.
        from: char,
        /// In the form.
        to: char,
    },
    /// What stands after the last dot of the last part of a Windows path; nothing without one.
    Extension,
    /// The value at this place of the list, counted from 0.
    Nth(usize),
}

/// A key of `KEY=value,KEY=value` with values of hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keyed {
    /// The key.
    pub key: SmolStr,
    /// How many digits a value has.
    pub digits: usize,
}

/// How a set of events relates to the one that it stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Relation {
    /// The same events.
    #[default]
    Equal,
    /// Fewer.
    Narrower,
    /// More.
    Wider,
}

/// How sure an entry is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Confidence {
    /// A guess, or true of some events only.
    Low,
    /// From names and schemas; no document says so.
    Medium,
    /// From the vendor's pipeline or documents.
    #[default]
    High,
    /// The user says so.
    Yours,
}

/// What pairs of raw event and document say about a form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Evidence {
    /// Equal values.
    pub equal: u32,
    /// Other values.
    pub different: u32,
    /// Not filled.
    pub absent: u32,
}

/// A condition of the hub that other taxonomies say in a closed form.
#[derive(Clone, Debug)]
pub struct Predicate {
    /// Id, for tests and pages.
    pub id: SmolStr,
    /// In the hub, outside the exception.
    pub hub: Expr,
    /// The exception, if there is one.
    pub unless: Option<Expr>,
    /// What takes the place of `hub` in the exception.
    pub there: Option<Expr>,
    /// In other taxonomies, with its confidence.
    pub forms: Vec<Outcome>,
}

/// A predicate in another taxonomy.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Whose.
    pub taxonomy: SmolStr,
    /// Where the predicate holds.
    pub is: Expr,
    /// Where it does not, if that has a spelling of its own.
    pub otherwise: Option<Expr>,
    /// How the hub's condition, read from the form, relates to it; `None` when it is not read.
    pub read: Option<Relation>,
    /// How the form, written for the hub's condition, relates to that; `None` when it is not written.
    pub write: Option<Relation>,
    /// Whether its field has words of which nothing is known.
    pub others: Others,
    /// How sure it is.
    pub confidence: Confidence,
    /// A call that says it, in a language that has one.
    pub call: Option<SmolStr>,
}

/// Whether a field has words beside those that entries name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Others {
    /// It has none.
    #[default]
    None,
    /// It has, and nothing is known of them.
    Some,
}

/// What rules of a taxonomy's own repository write where they accept a difference.
#[derive(Clone, Debug)]
pub struct HouseForm {
    /// Whose.
    pub taxonomy: SmolStr,
    /// In the hub.
    pub hub: Expr,
    /// Where the form is not used.
    pub unless: Option<Expr>,
    /// The form.
    pub is: Expr,
    /// Which events it matches, compared with `hub`.
    pub matches: Relation,
}

/// What the events of a log source have in common.
#[derive(Clone, Debug)]
pub struct Select {
    /// The log sources.
    pub sources: Vec<SmolStr>,
    /// In the hub; `true` where it is not known.
    pub hub: Expr,
    /// In other taxonomies.
    pub forms: Vec<SelectForm>,
}

/// What the events of a log source have in common, in one taxonomy.
#[derive(Clone, Debug)]
pub struct SelectForm {
    /// Whose.
    pub taxonomy: SmolStr,
    /// What is stated on writing: a conjunction of values of one field each.
    pub is: Expr,
    /// What may be found on reading beside that: each a field with the values that it has from one provider or another.
    pub also: Vec<Expr>,
}

impl Form {
    /// A name that holds the same value in every event, read and written.
    pub fn named(taxonomy: &str, name: &str, confidence: Confidence) -> Self {
        Self {
            taxonomy: taxonomy.into(),
            name: name.into(),
            of: Derivation::Same,
            read: Some(Relation::Equal),
            write: Some(Relation::Equal),
            confidence,
            evidence: Evidence::default(),
            ty: None,
            fallback: Vec::new(),
            case: FormCase::Kept,
            when: None,
            agent: None,
            grounds: None,
        }
    }
}

impl HubField {
    /// Whether a taxonomy has no name for it, not even its own.
    pub fn is_without(&self, taxonomy: &str) -> bool {
        self.without.iter().any(|without| without == taxonomy)
    }
}

impl Evidence {
    /// Whether documents speak for it and none against.
    pub fn confirms(self) -> bool {
        self.equal > 0 && self.different == 0
    }

    /// Whether no document carries the field.
    pub fn is_silent(self) -> bool {
        self.equal + self.different + self.absent == 0
    }
}
