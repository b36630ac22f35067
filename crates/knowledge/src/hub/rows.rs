//! Rows of the field map as forms.
//!
//! A row says that a raw name and other names carry the same values. Whether that is so is decided by the documents: an
//! alternative that they confirm is as sure as its row (medium where some leave it out), one that they contradict is left
//! out, and one of which they say nothing is at most of medium confidence unless the row has no reservation.

use super::{Confidence, Derivation, Evidence, Form, FormCase, Relation};
use crate::table;
use rustc_hash::FxHashSet;
use smol_str::SmolStr;
use std::sync::LazyLock;

/// `concept hub-name how ecs splunk-ta cim panther confidence`, in the field map's order.
static ROWS: &str = include_str!("../../data/fieldmap.tsv");

/// Columns with names of other taxonomies.
const TAXONOMIES: [(&str, usize); 4] = [("ecs", 3), ("splunk-ta", 4), ("cim", 5), ("panther", 6)];

/// How the values of paths are cut, for base names.
pub(super) struct Paths<'a> {
    pub(super) separator: char,
    pub(super) bare: &'a [SmolStr],
}

/// Whether the field map has a row for an ECS name under a concept, or under what all have in common.
pub(crate) fn concept_has(concept: &str, name: &str) -> bool {
    static KNOWN: LazyLock<FxHashSet<(&str, &str)>> = LazyLock::new(|| {
        let mut known = FxHashSet::default();
        for line in ROWS.lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            for name in table::list(cells[3], ';') {
                let name = name.split('@').next().unwrap_or_default();
                known.insert((cells[0], name.trim_end_matches(".*")));
            }
        }
        known
    });
    let above = name.match_indices('.').map(|(dot, _)| &name[..dot]);
    above.chain([name]).any(|n| KNOWN.contains(&(concept, n)))
}

/// The hub name and forms of each row of a concept.
pub(super) fn of<'a>(
    concept: &'a str,
    paths: &'a Paths<'_>,
) -> impl Iterator<Item = (SmolStr, Vec<Form>)> + 'a {
    let of =
        move |line: &&str| line.strip_prefix(concept).is_some_and(|rest| rest.starts_with('\t'));
    ROWS.lines().filter(of).filter_map(move |line| {
        let cells: Vec<&str> = line.split('\t').collect();
        (!cells[1].is_empty()).then(|| (SmolStr::from(cells[1]), forms(&cells, paths)))
    })
}

fn forms(cells: &[&str], paths: &Paths<'_>) -> Vec<Form> {
    let row = Row { how: cells[2], confidence: confidence(cells[7]), paths };
    let columns = TAXONOMIES.iter();
    columns
        .flat_map(|(taxonomy, column)| {
            let alternatives = table::list(cells[*column], ';').enumerate();
            alternatives
                .filter_map(|(i, name)| row.form(taxonomy, name.trim(), i))
                .collect::<Vec<_>>()
        })
        .collect()
}

fn confidence(word: &str) -> Confidence {
    match word {
        "high" => Confidence::High,
        "medium" => Confidence::Medium,
        _ => Confidence::Low,
    }
}

struct Row<'a> {
    how: &'a str,
    confidence: Confidence,
    paths: &'a Paths<'a>,
}

impl Row<'_> {
    fn form(&self, taxonomy: &str, cell: &str, place: usize) -> Option<Form> {
        // `(UDM)` marks a helper of the language, `{}` arrays of the search engine: neither is a name here.
        if cell.contains([' ', '(']) {
            return None;
        }
        let (name, evidence) = cell
            .split_once('@')
            .map_or((cell, Evidence::default()), |(name, counts)| (name, evidence(counts)));
        let base_name = self.how == "last-part";
        let confidence = if base_name {
            // Documents are compared for equality, which says nothing about a part.
            self.confidence
        } else {
            self.judge(evidence, place)?
        };
        let of = if base_name {
            let bare = self.paths.bare.to_vec();
            Derivation::AfterLast { separator: self.paths.separator, bare }
        } else {
            Derivation::Same
        };
        Some(Form {
            taxonomy: taxonomy.into(),
            name: name.into(),
            of,
            read: Some(Relation::Equal),
            write: Some(Relation::Equal),
            confidence,
            evidence,
            ty: None,
            fallback: Vec::new(),
            case: FormCase::Kept,
        })
    }

    fn judge(&self, evidence: Evidence, place: usize) -> Option<Confidence> {
        match evidence {
            e if e.confirms() && e.absent == 0 => Some(self.confidence),
            e if e.confirms() => Some(self.confidence.min(Confidence::Medium)),
            e if e.equal > 0 => Some(Confidence::Low),
            e if !e.is_silent() => None,
            _ if place > 0 || self.how != "same" => Some(self.confidence.min(Confidence::Medium)),
            _ => Some(self.confidence),
        }
    }
}

fn evidence(counts: &str) -> Evidence {
    let mut counts = counts.split('/').map(|n| n.parse().unwrap_or_default());
    let mut next = || counts.next().unwrap_or_default();
    Evidence { equal: next(), different: next(), absent: next() }
}
