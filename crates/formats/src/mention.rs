//! ATT&CK as a rule file writes it: every id and name with its place, for lints and their fixes.
//!
//! What a rule says is in `Meta`; here stands how, what is malformed included. A format adds it by one function
//! ([`Format::attack`](crate::Format::attack)); nothing here knows what ATT&CK has.

use crate::attack::technique_id;
use crate::value::Notation;
use ruleglot_document::Node;
use ruleglot_knowledge::ObjectKind;
use ruleglot_source::{FileSpan, SourceFile, Span};
use smol_str::SmolStr;

/// What a rule file writes of ATT&CK, in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct AttackMentions {
    /// How the file puts it.
    pub layout: AttackLayout,
    /// What it names; one that stands below another comes after it.
    pub list: Vec<AttackMention>,
}

/// How a rule file writes ATT&CK.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AttackLayout {
    /// Tactics by their short names and techniques side by side: `attack.execution`, `attack.t1059`.
    #[default]
    Tags,
    /// A list of techniques.
    Techniques,
    /// Tactics by their ids with techniques below them, each with its name and page.
    Entries,
}

/// An id or name of ATT&CK in a rule file.
#[derive(Clone, Debug)]
pub struct AttackMention {
    /// The value: `attack.t1059.001`, `T1059`.
    pub written: Placed,
    /// What it names.
    pub what: Mentioned,
    /// As what it stands there.
    pub role: AttackRole,
    /// The place in the list of what it stands below: a technique's tactic, a sub-technique's technique.
    pub below: Option<usize>,
    /// The name that stands beside it.
    pub name: Option<Placed>,
    /// The page that stands beside it.
    pub reference: Option<Placed>,
}

/// What is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mentioned {
    /// A technique or sub-technique by its id, upper case: `T1059.001`.
    Technique(SmolStr),
    /// A tactic by its id: `TA0002`.
    Tactic(SmolStr),
    /// A tactic by its short name, as written: `privilege-escalation`, `defense_evasion`.
    TacticName(SmolStr),
    /// A group, software or the like by its id, upper case: `G0007`.
    Object(SmolStr),
    /// Nothing that this place of the format can hold; with what was probably meant.
    Malformed(Option<Box<Mentioned>>),
}

/// As what something stands in a rule file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttackRole {
    /// An item of a flat list.
    Listed,
    /// A tactic with techniques below it.
    Tactic,
    /// A technique below a tactic.
    Technique,
    /// A sub-technique below a technique.
    SubTechnique,
}

/// A text with its place.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The text.
    pub text: SmolStr,
    /// Its bytes in the file, quotes included.
    pub at: FileSpan,
    /// The bytes between the quotes, where the text stands there letter for letter.
    pub inner: Option<Span>,
}

impl AttackMentions {
    /// An id or short name in the words of the format.
    pub fn spell(&self, name: &str) -> String {
        match self.layout {
            AttackLayout::Tags => format!("attack.{}", name.to_ascii_lowercase()),
            AttackLayout::Techniques | AttackLayout::Entries => name.to_owned(),
        }
    }
}

impl Placed {
    pub(crate) fn of(node: &Node, notation: Notation, file: &SourceFile) -> Option<Self> {
        let (text, at) = (notation.text(node)?, notation.at(node));
        let written = file.text.get(at.span.range())?;
        let quotes = match written.as_bytes() {
            [b'\'', .., b'\''] | [b'"', .., b'"'] => 1,
            _ => 0,
        };
        let span = Span::new(at.span.start as usize + quotes, at.span.end as usize - quotes);
        let inner = (file.text.get(span.range()) == Some(text.as_str())).then_some(span);
        Some(Self { text, at, inner })
    }
}

impl AttackMention {
    pub(crate) fn new(written: Placed, what: Mentioned, role: AttackRole) -> Self {
        Self { written, what, role, below: None, name: None, reference: None }
    }
}

/// The technique or tactic that an id in any case means.
pub(crate) fn id_in_any_case(text: &str) -> Option<Mentioned> {
    let id = text.trim().to_ascii_uppercase();
    if let Some(id) = technique_id(&id) {
        return Some(Mentioned::Technique(id));
    }
    if is_tactic_id(&id) {
        return Some(Mentioned::Tactic(id.into()));
    }
    ObjectKind::of(&id).map(|_| Mentioned::Object(id.into()))
}

/// `TA0002`
pub(crate) fn is_tactic_id(text: &str) -> bool {
    let digits = text.strip_prefix("TA");
    digits.is_some_and(|d| d.len() == 4 && d.bytes().all(|b| b.is_ascii_digit()))
}
