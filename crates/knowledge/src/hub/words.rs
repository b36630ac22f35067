//! The words of a hub file as what they mean.

use super::file::{self, ConfidenceWord, PartKind, RelationWord};
use super::{Confidence, Derivation, Relation};

pub(super) fn part(entry: &file::PartEntry) -> Result<Derivation, String> {
    let separator = || entry.separator.ok_or_else(|| format!("no separator for {}", entry.hub));
    let bare = entry.bare.clone();
    Ok(match entry.of {
        PartKind::AfterLast => Derivation::AfterLast { separator: separator()?, bare },
        PartKind::BeforeFirst => Derivation::BeforeFirst { separator: separator()?, bare },
        PartKind::AfterOnly => Derivation::AfterOnly { separator: separator()?, bare },
        PartKind::Address => Derivation::Address,
        PartKind::Words => Derivation::Words,
        PartKind::RegistryNumber => Derivation::RegistryNumber,
        PartKind::Lower => Derivation::Lower,
        PartKind::Time => Derivation::Time,
        PartKind::Hexadecimal => Derivation::Hexadecimal,
        PartKind::Items => Derivation::Items,
        PartKind::Answers => Derivation::Answers,
        PartKind::Nanoseconds => Derivation::Scaled(9),
        PartKind::Milliseconds => Derivation::Scaled(6),
        PartKind::Unmapped => Derivation::Unmapped,
        PartKind::AfterFirst => Derivation::AfterFirst(separator()?),
        PartKind::Respelled => {
            let to = entry.with.ok_or_else(|| format!("no other letter for {}", entry.hub))?;
            Derivation::Respelled { from: separator()?, to }
        }
        PartKind::Extension => Derivation::Extension,
        PartKind::First => Derivation::Nth(0),
    })
}

pub(super) fn relation(word: RelationWord) -> Option<Relation> {
    match word {
        RelationWord::Equal => Some(Relation::Equal),
        RelationWord::Narrower => Some(Relation::Narrower),
        RelationWord::Wider => Some(Relation::Wider),
        RelationWord::No => None,
    }
}

pub(super) fn confidence(word: ConfidenceWord) -> Confidence {
    match word {
        ConfidenceWord::High => Confidence::High,
        ConfidenceWord::Medium => Confidence::Medium,
        ConfidenceWord::Low => Confidence::Low,
    }
}
