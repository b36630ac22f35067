//! Rows of a user's own, which have the last word on what a field is called.

use super::{Confidence, Form, Hub, HubField, Spelling};
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
    let mut hubs: FxHashMap<SmolStr, Hub> = FxHashMap::default();
    let followed = |row: &OwnRow| crate::logsource::follows(&row.source);
    for row in rows {
        check(row)?;
        // What is said of the log source that it follows is said of it too.
        let known = || {
            let mut hub =
                super::of_files(&row.source).cloned().unwrap_or_else(|| empty(&row.source));
            let of_it = |other: &&OwnRow| followed(row).is_some_and(|id| id == other.source);
            rows.iter().filter(of_it).for_each(|other| hub.replace(other));
            hub
        };
        hubs.entry(row.source.clone()).or_insert_with(known).replace(row);
    }
    hubs.values_mut().for_each(Hub::index);
    OWN.set(hubs).map_err(|_| "rows of your own are in use already".to_owned())
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
