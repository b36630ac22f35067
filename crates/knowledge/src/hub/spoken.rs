//! A hub for a log source whose fields have the names of another taxonomy somewhere: an index of Elasticsearch with the raw
//! names of events, a raw search with the names of the data models.

use super::{
    CIM, Confidence, Form, Hub, HubField, Outcome, SPLUNK_TA, SameNames, Select, SelectForm,
};
use ruleglot_ir::{Expr, ExprKind, Field, Monotone, Scalar, Subject, map_leaves};
use rustc_hash::FxHashSet;
use smol_str::SmolStr;

/// The word for the names of the raw events themselves.
pub const RAW: &str = "raw";

/// Which of a field's names its own raw one goes before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Raw {
    /// It is the name.
    First,
    /// It is the name where there is no other.
    Last,
    /// It is none.
    Never,
}

impl Hub {
    /// From now on the names of `taxonomy` are those that `names` has in `known`, the hub as it was.
    pub(super) fn speak(&mut self, known: &Self, taxonomy: &str, names: &str) {
        if names == taxonomy {
            return;
        }
        let kept = known.same.iter().find(|same| same.known.taxonomy == names);
        let raw = match kept {
            _ if [RAW, "sigma"].contains(&names) => Raw::First,
            Some(_) => Raw::Last,
            None => Raw::Never,
        };
        for (field, before) in self.fields.values_mut().zip(known.fields.values()) {
            field.forms.retain(|form| form.taxonomy != taxonomy);
            field.without.retain(|without| without != taxonomy);
            if before.is_without(names) {
                field.without.push(taxonomy.into());
                continue;
            }
            field.forms.extend(spoken_forms(before, raw, (taxonomy, names)));
        }
        self.leads_to_one(taxonomy, raw);
        for (predicate, before) in self.predicates.iter_mut().zip(&known.predicates) {
            predicate.forms.retain(|form| form.taxonomy != taxonomy);
            let of = before.forms.iter().filter(|form| form.taxonomy == names);
            predicate.forms.extend(of.map(|form| outcome(form, taxonomy)));
        }
        self.house.retain(|form| form.taxonomy != taxonomy);
        for (select, before) in self.selects.iter_mut().zip(&known.selects) {
            select.forms.retain(|form| form.taxonomy != taxonomy);
            select.forms.extend(spoken_select(before, taxonomy, names));
        }
        self.same.retain(|same| same.known.taxonomy != taxonomy);
        let kept = kept.map(|same| SameNames {
            known: spoken(&same.known, taxonomy),
            other: spoken(&same.other, taxonomy),
        });
        let named = || Form::named(taxonomy, "*", Confidence::Yours);
        match raw {
            Raw::First => self.same.push(SameNames { known: named(), other: named() }),
            Raw::Last | Raw::Never => self.same.extend(kept),
        }
    }

    /// A name is read as one field: of several that have it in every event the first, raw names before or behind others.
    fn leads_to_one(&mut self, taxonomy: &str, raw: Raw) {
        let mut seen: FxHashSet<SmolStr> = FxHashSet::default();
        for raw_names in [raw == Raw::First, raw != Raw::First] {
            for field in self.fields.values_mut() {
                let here = field.forms.iter_mut().filter(|form| {
                    let plain = form.taxonomy == taxonomy && form.when.is_none();
                    plain && form.read.is_some() && (form.name == field.name) == raw_names
                });
                for form in here {
                    if !seen.insert(form.name.clone()) {
                        form.read = None;
                    }
                }
            }
        }
    }
}

fn spoken_forms(field: &HubField, raw: Raw, (taxonomy, names): (&str, &str)) -> Vec<Form> {
    let others = field.forms.iter().filter(|form| form.taxonomy == names);
    let mut forms: Vec<Form> = others.map(|form| spoken(form, taxonomy)).collect();
    let own = Form::named(taxonomy, &field.name, Confidence::Yours);
    if raw == Raw::Never || field.name == super::ANY || forms.iter().any(|f| f.name == own.name) {
        return forms;
    }
    let written = forms.iter().any(|form| form.write.is_some());
    match raw {
        Raw::First => forms.insert(0, own),
        _ => forms.push(Form { write: own.write.filter(|_| !written), ..own }),
    }
    forms
}

fn spoken(form: &Form, taxonomy: &str) -> Form {
    let name = bare(&form.name, &form.taxonomy);
    Form { taxonomy: taxonomy.into(), name, ..form.clone() }
}

fn outcome(form: &Outcome, taxonomy: &str) -> Outcome {
    let said = |expr: &Expr| retagged(expr, taxonomy);
    Outcome {
        taxonomy: taxonomy.into(),
        is: said(&form.is),
        otherwise: form.otherwise.as_ref().map(said),
        call: None,
        ..form.clone()
    }
}

/// What events have in common, in the raw names where these are spoken.
fn spoken_select(select: &Select, taxonomy: &str, names: &str) -> Option<SelectForm> {
    if let Some(form) = select.forms.iter().find(|form| form.taxonomy == names) {
        return Some(SelectForm {
            taxonomy: taxonomy.into(),
            is: retagged(&form.is, taxonomy),
            also: form.also.iter().map(|also| retagged(also, taxonomy)).collect(),
        });
    }
    let raw = [RAW, "sigma"].contains(&names) && select.hub != Expr::constant(true);
    let is = raw.then(|| retagged(&select.hub, taxonomy))?;
    Some(SelectForm { taxonomy: taxonomy.into(), is, also: Vec::new() })
}

/// The name of a data model without its dataset, which raw events do not have.
fn bare(name: &SmolStr, taxonomy: &str) -> SmolStr {
    match name.split_once('.') {
        Some((_, field)) if taxonomy == CIM => field.into(),
        _ => name.clone(),
    }
}

/// A condition of hub files, which tests fields alone, in another taxonomy.
fn retagged(expr: &Expr, taxonomy: &str) -> Expr {
    let field = |field: Field| {
        let name =
            field.taxonomy.id().map_or_else(|| field.name.clone(), |id| bare(&field.name, id));
        Field::known(taxonomy, name)
    };
    let made = map_leaves(expr.clone(), Monotone::Up, &mut |mut leaf, _| {
        leaf.kind = match leaf.kind {
            ExprKind::Is { what: Scalar::Field(of), shape } => {
                ExprKind::Is { what: Scalar::Field(field(of)), shape }
            }
            ExprKind::Test { subject: Subject::Value(Scalar::Field(of)), quant, test } => {
                let subject = Subject::Value(Scalar::Field(field(of)));
                ExprKind::Test { subject, quant, test }
            }
            other => other,
        };
        leaf
    });
    if taxonomy == SPLUNK_TA { crate::macros::folded(made) } else { made }
}
