//! Rows of the field map as forms.
//!
//! A row says that a raw name and other names carry the same values. Whether that is so is decided by the documents: an
//! alternative that they confirm is as sure as its row (medium where some leave it out), one that they contradict is left
//! out, and one of which they say nothing is at most of medium confidence unless the row has no reservation.

use super::{CIM, Confidence, Derivation, Evidence, Form, SPLUNK_TA, arrays};
use crate::table;
use rustc_hash::FxHashSet;
use smol_str::SmolStr;
use std::sync::LazyLock;

/// `concept hub-name how ecs splunk-ta cim panther confidence grounds`, in the field map's order.
static ROWS: &str = include_str!("../../data/fieldmap.tsv");

const ECS: &str = "ecs";

/// Columns with names of other taxonomies.
const TAXONOMIES: [(&str, usize); 4] = [("ecs", 3), (SPLUNK_TA, 4), (CIM, 5), ("panther", 6)];

/// How the values of paths are cut, for base names.
pub(super) struct Paths<'a> {
    pub(super) separator: char,
    pub(super) bare: &'a [SmolStr],
}

/// Whether the field map has a row for a taxonomy's name under a concept.
pub(crate) fn concept_has(concept: &str, taxonomy: &str, name: &str) -> bool {
    static KNOWN: LazyLock<FxHashSet<(&str, &str, &str)>> = LazyLock::new(|| {
        let mut known = FxHashSet::default();
        for line in ROWS.lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            for (taxonomy, column) in TAXONOMIES {
                for name in table::list(cells[column], ';') {
                    let name = name.split('@').next().unwrap_or_default().trim();
                    known.insert((cells[0], taxonomy, name.trim_end_matches(".*")));
                }
            }
        }
        known
    });
    let above = name.match_indices('.').map(|(dot, _)| &name[..dot]);
    above.chain([name]).any(|n| KNOWN.contains(&(concept, taxonomy, n)))
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
    let row =
        Row { how: cells[2], confidence: confidence(cells[7]), grounds: grounds(cells), paths };
    let columns = TAXONOMIES.iter();
    columns
        .flat_map(|(taxonomy, column)| {
            let alternatives = || table::list(cells[*column], ';').map(str::trim).enumerate();
            let mut forms: Vec<Form> =
                alternatives().filter_map(|(i, name)| row.form(taxonomy, name, i)).collect();
            match *taxonomy {
                SPLUNK_TA => as_add_on(&mut forms, cells[1]),
                CIM => forms
                    .iter_mut()
                    .for_each(|f| f.confidence = f.confidence.min(Confidence::Medium)),
                _ => {}
            }
            forms
        })
        .collect()
}

/// An add-on keeps the name of the raw event beside the names that it adds: that one is sure, and written. Of the others
/// the table proves that they exist, not what they are.
fn as_add_on(forms: &mut [Form], raw: &str) {
    let is_raw = |f: &Form| arrays::plain(&f.name) == raw && f.of == Derivation::Same;
    let kept = forms.iter().any(is_raw);
    for (place, form) in forms.iter_mut().enumerate() {
        if is_raw(form) {
            form.confidence = Confidence::High;
            continue;
        }
        form.confidence = form.confidence.min(Confidence::Medium);
        if kept || place > 0 || form.of != Derivation::Same {
            form.write = None;
        }
    }
}

fn confidence(word: &str) -> Confidence {
    match word {
        "high" => Confidence::High,
        "medium" => Confidence::Medium,
        _ => Confidence::Low,
    }
}

/// What speaks for a row beside documents.
fn grounds(cells: &[&str]) -> Option<SmolStr> {
    if cells[8] == "pipeline" {
        return Some(SmolStr::new_static("the ingest pipeline of Elastic's integration"));
    }
    let data = cells[3].split(['@', ';']).next().and_then(|n| n.strip_prefix("winlog.event_data."));
    (cells[0].starts_with("windows.") && data == Some(cells[1]))
        .then(|| SmolStr::new_static("Winlogbeat's reference: winlog.event_data keeps the names"))
}

struct Row<'a> {
    how: &'a str,
    confidence: Confidence,
    grounds: Option<SmolStr>,
    paths: &'a Paths<'a>,
}

impl Row<'_> {
    fn form(&self, taxonomy: &str, cell: &str, place: usize) -> Option<Form> {
        // `(UDM)` marks a helper of the language, which is no name.
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
            self.judge(taxonomy, evidence, place)?
        };
        let of = if base_name {
            let bare = self.paths.bare.to_vec();
            Derivation::AfterLast { separator: self.paths.separator, bare }
        } else {
            Derivation::Same
        };
        let form = Form::named(taxonomy, name, confidence);
        Some(Form { of, evidence, grounds: self.grounds.clone(), ..form })
    }

    fn judge(&self, taxonomy: &str, evidence: Evidence, place: usize) -> Option<Confidence> {
        let at_most_medium = Some(self.confidence.min(Confidence::Medium));
        match evidence {
            e if e.confirms() && e.absent == 0 => Some(self.confidence),
            e if e.confirms() => Some(self.confidence.min(Confidence::Medium)),
            e if e.equal > 0 => Some(Confidence::Low),
            e if !e.is_silent() => None,
            _ if place > 0 || self.how != "same" => at_most_medium,
            _ if taxonomy == ECS && self.grounds.is_none() => at_most_medium,
            _ => Some(self.confidence),
        }
    }
}

fn evidence(counts: &str) -> Evidence {
    let mut counts = counts.split('/').map(|n| n.parse().unwrap_or_default());
    let mut next = || counts.next().unwrap_or_default();
    Evidence { equal: next(), different: next(), absent: next() }
}
