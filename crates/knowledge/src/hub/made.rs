//! What single entries of a hub file become.

use super::file::{self, ConfidenceWord, PartKind, RelationWord};
use super::{
    CIM, Confidence, Derivation, Form, Others, Outcome, Relation, SPLUNK_TA, SameNames, SelectForm,
    notation,
};
use ruleglot_ir::Expr;
use smol_str::SmolStr;

/// A name that stays what it is; of one that the hub does not know it is not sure that events have it.
pub(super) fn same_names(taxonomy: &SmolStr) -> SameNames {
    let form = |confidence| Form::named(taxonomy, "*", confidence);
    SameNames { known: form(Confidence::High), other: form(Confidence::Medium) }
}

pub(super) fn part(entry: &file::PartEntry) -> Result<Derivation, String> {
    let separator = || entry.separator.ok_or_else(|| format!("no separator for {}", entry.hub));
    let bare = entry.bare.clone();
    Ok(match entry.of {
        PartKind::AfterLast => Derivation::AfterLast { separator: separator()?, bare },
        PartKind::BeforeLast => Derivation::BeforeLast { separator: separator()? },
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

pub(super) fn outcome(taxonomy: &SmolStr, form: &file::OutcomeForm) -> Result<Outcome, String> {
    Ok(Outcome {
        taxonomy: taxonomy.clone(),
        is: condition(&form.is, taxonomy)?,
        otherwise: form.otherwise.as_deref().map(|o| condition(o, taxonomy)).transpose()?,
        read: relation(form.read),
        write: relation(form.write),
        others: Others::None,
        confidence: confidence(form.confidence),
        call: form.call.clone(),
    })
}

/// A word of a field that stands for a condition.
pub(super) fn one_word(
    taxonomy: &SmolStr,
    form: &file::WordsForm,
    word: &SmolStr,
) -> Result<Outcome, String> {
    Ok(Outcome {
        taxonomy: taxonomy.clone(),
        is: condition(&format!("{} = \"{word}\"", form.name), taxonomy)?,
        otherwise: None,
        read: relation(form.read),
        write: relation(form.write),
        others: match form.others {
            file::OthersWord::None => Others::None,
            file::OthersWord::Some => Others::Some,
        },
        confidence: confidence(form.confidence),
        call: None,
    })
}

pub(super) fn select(taxonomy: &SmolStr, form: &file::SelectText) -> Result<SelectForm, String> {
    Ok(SelectForm {
        taxonomy: taxonomy.clone(),
        is: condition(&form.is, taxonomy)?,
        also: form.also.iter().map(|a| condition(a, taxonomy)).collect::<Result<_, _>>()?,
    })
}

/// A condition as searches of the taxonomy compare.
pub(super) fn condition(text: &str, taxonomy: &str) -> Result<Expr, String> {
    let expr = notation::parse(text, taxonomy)?;
    Ok(if [SPLUNK_TA, CIM].contains(&taxonomy) { crate::macros::folded(expr) } else { expr })
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
