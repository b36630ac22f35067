//! Rows of a user's own, which have the last word on what a field is called.

use super::{Confidence, Form, Hub, HubField, Select, Spelling};
use crate::logsource::{follows, own_ids, own_taxonomies};
use crate::nearest;
use indexmap::IndexMap;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use std::sync::OnceLock;

/// A row of a user's own field map: what a raw field of a log source is called elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnRow {
    /// The log source, as in `windows.process_creation`.
    pub source: SmolStr,
    /// The field's name in raw events, which is Sigma's.
    pub raw: SmolStr,
    /// Its name by taxonomy, in place of every one that is known; `None` for no counterpart.
    pub names: IndexMap<SmolStr, Option<SmolStr>>,
    /// Whether its producer writes each value in one spelling; `None` leaves it as it is known.
    pub one_spelling: Option<bool>,
}

/// Taxonomies for which a row may have a name.
pub const TAXONOMIES: [&str; 5] = ["sigma", "ecs", super::SPLUNK_TA, super::CIM, "panther"];

static OWN: OnceLock<FxHashMap<SmolStr, Hub>> = OnceLock::new();

/// Uses these rows from now on, wherever fields are looked up. To be called once, before the first look-up.
///
/// # Errors
/// A log source or a taxonomy that does not exist, with the one that was meant; or rows that are in use already.
pub fn use_own_rows(rows: &[OwnRow]) -> Result<(), String> {
    rows.iter().try_for_each(check)?;
    let said: Vec<&str> = own_ids().collect();
    let changed = said.into_iter().chain(rows.iter().map(|row| row.source.as_str()));
    let mut hubs: FxHashMap<SmolStr, Hub> = FxHashMap::default();
    for id in changed {
        if !hubs.contains_key(id) {
            hubs.extend(own_hub(id, rows).map(|hub| (id.into(), hub)));
        }
    }
    OWN.set(hubs).map_err(|_| "rows of your own are in use already".to_owned())
}

/// The hub of a log source as the user has it: what is known of it or of the one that it follows, with the names of another
/// taxonomy where the user says so, and the user's rows last. `None` where there is nothing to say of its fields.
fn own_hub(id: &str, rows: &[OwnRow]) -> Option<Hub> {
    let of = |id: &str| rows.iter().filter(|row| row.source == id).collect::<Vec<_>>();
    let known = super::of_files(id).cloned();
    let mut hub = known.or_else(|| (!of(id).is_empty()).then(|| empty(&id.into())))?;
    // What is said of the log source that it follows is said of it too.
    let followed = follows(id).filter(|followed| *followed != id).map(of).unwrap_or_default();
    followed.into_iter().for_each(|row| hub.replace(row));
    let before = hub.clone();
    for (taxonomy, names) in own_taxonomies(id) {
        hub.speak(&before, taxonomy, names);
    }
    // Its events are of the same kind; what rules say of that is its own.
    let alike = follows(id).filter(|_| hub.select(id).is_none()).and_then(|id| hub.select(id));
    let alike = alike.map(|select| Select {
        sources: vec![id.into()],
        hub: select.hub.clone(),
        forms: Vec::new(),
    });
    hub.selects.extend(alike);
    of(id).into_iter().for_each(|row| hub.replace(row));
    hub.index();
    Some(hub)
}

/// The hub of a log source, where it has rows of the user's own.
pub(super) fn own(source: &str) -> Option<&'static Hub> {
    OWN.get().and_then(|hubs| hubs.get(source))
}

fn check(row: &OwnRow) -> Result<(), String> {
    let meant =
        |near: Option<&str>| near.map_or(String::new(), |n| format!("; did you mean `{n}`?"));
    if crate::log_source(&row.source).is_none() {
        let near = nearest(&row.source, crate::log_sources().iter().map(|s| s.id));
        return Err(format!("there is no log source `{}`{}", row.source, meant(near)));
    }
    match row.names.keys().find(|name| !TAXONOMIES.contains(&name.as_str())) {
        Some(other) => {
            let near = nearest(other, TAXONOMIES);
            Err(format!("there is no taxonomy `{other}`{}", meant(near)))
        }
        None => Ok(()),
    }
}

fn empty(source: &SmolStr) -> Hub {
    Hub { taxonomy: source.clone(), sources: vec![source.clone()], ..Hub::default() }
}

impl Hub {
    fn replace(&mut self, row: &OwnRow) {
        for (taxonomy, name) in &row.names {
            let Some(name) = name else { continue };
            let same = |form: &&mut Form| form.taxonomy == *taxonomy && form.name == *name;
            let forms = self.fields.values_mut().flat_map(|f| &mut f.forms);
            // A name leads to one field.
            forms.filter(same).for_each(|form| form.read = None);
        }
        let new = || HubField { name: row.raw.clone(), ..HubField::default() };
        let field = self.fields.entry(row.raw.clone()).or_insert_with(new);
        for (taxonomy, name) in &row.names {
            field.forms.retain(|form| form.taxonomy != *taxonomy);
            field
                .forms
                .extend(name.as_ref().map(|name| Form::named(taxonomy, name, Confidence::Yours)));
            field.without.retain(|without| without != taxonomy);
            if name.is_none() {
                field.without.push(taxonomy.clone());
            }
        }
        match row.one_spelling {
            Some(true) => field.spelling = Spelling::Canonical,
            Some(false) => field.spelling = Spelling::Free,
            None => {}
        }
    }
}
