//! A hub file and the rows of its concepts, joined.
//!
//! What the file says of a hub field in a taxonomy takes the place of all rows on it. Each name of a taxonomy is read in
//! one way: the first entry wins, later ones of the file are only written, later rows left out.

use super::arrays::{self, Arrays};
use super::file::{self, FullForm, HubFile, RelationWord};
use super::made::{condition, confidence, one_word, outcome, part, relation, same_names, select};
use super::{
    Derivation, Evidence, Form, HouseForm, Hub, HubField, Keyed, Multiplicity, Nulls, Predicate,
    SPLUNK_TA, Select, Spelling, notation, rows, windows,
};
use indexmap::IndexMap;
use ruleglot_ir::Expr;
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

/// The taxonomy whose names are the hub's unless a form says otherwise.
const SIGMA: &str = "sigma";

/// The hub of a file.
pub(super) fn hub(text: &str) -> Result<Hub, String> {
    let file: HubFile = toml::from_str(text).map_err(|e| e.to_string())?;
    let mut loader = Loader {
        hub: Hub {
            taxonomy: file.hub.clone(),
            concepts: file.rows.clone(),
            sources: file.sources.clone(),
            packages: file.packages.clone(),
            always: file.always.clone(),
            arrays: Arrays::new(&file.rows, &file.arrays, &file.open),
            same: file.same_names.iter().map(same_names).collect(),
            ..Hub::default()
        },
        read: FxHashSet::default(),
        stated: FxHashSet::default(),
        conditions: file.conditions.clone(),
        grounds: file.grounds.clone(),
    };
    loader.entries(&file)?;
    loader.rows(&file);
    loader.traits(&file);
    loader.conditions(&file)?;
    loader.hub.index();
    Ok(loader.hub)
}

struct Loader {
    hub: Hub,
    /// Names that are read already.
    read: FxHashSet<(SmolStr, SmolStr)>,
    /// Hub names of which the file says what they are in a taxonomy.
    stated: FxHashSet<(SmolStr, SmolStr)>,
    /// Conditions by name.
    conditions: IndexMap<SmolStr, String>,
    grounds: Option<SmolStr>,
}

impl Loader {
    fn entries(&mut self, file: &HubFile) -> Result<(), String> {
        for entry in &file.rename {
            self.forms(&entry.hub, &entry.forms, |_| Ok(Derivation::Same))?;
        }
        for (taxonomy, names) in &file.names {
            for (hub, forms) in names {
                for form in forms.all() {
                    self.add(hub, taxonomy, form.full(), Derivation::Same)?;
                }
            }
        }
        for entry in &file.part {
            self.forms(&entry.hub, &entry.forms, |_| part(entry))?;
        }
        for entry in &file.parts {
            for (taxonomy, keys) in &entry.forms {
                for (key, form) in keys {
                    let digits =
                        *entry.digits.get(key).ok_or_else(|| format!("digits of {key}"))?;
                    let of = Derivation::Keyed(Keyed { key: key.clone(), digits });
                    self.add(&entry.hub, taxonomy, form.full(), of)?;
                }
            }
        }
        for entry in &file.value {
            self.forms(&entry.hub, &entry.forms, |f| Ok(Derivation::Values(f.values.clone())))?;
        }
        for entry in &file.changed {
            self.forms(&entry.hub, &entry.forms, |f| Ok(Derivation::Changed(f.values.clone())))?;
        }
        for entry in &file.absence {
            self.forms(&entry.hub, &entry.forms, |f| match &f.missing {
                Some(word) => Ok(Derivation::OrWord(word.clone())),
                None => Ok(Derivation::Same),
            })?;
        }
        for entry in &file.coalesce {
            self.coalesce(entry)?;
        }
        if !file.channels.is_empty() {
            self.system_section()?;
        }
        for (other, name) in &file.sigma_spellings {
            let form =
                FullForm { name: other.clone(), write: RelationWord::No, ..FullForm::default() };
            self.add(name, SIGMA, form, Derivation::Same)?;
        }
        Ok(())
    }

    /// What every event of a log of Windows has, where the file says nothing else of it.
    fn system_section(&mut self) -> Result<(), String> {
        let of = [("ecs", &windows::SYSTEM[..]), (SPLUNK_TA, &windows::SYSTEM_IN_SPLUNK[..])];
        for (taxonomy, fields) in of {
            for (name, forms) in fields {
                if self.stated.contains(&(SmolStr::from(*name), taxonomy.into())) {
                    continue;
                }
                for (place, (form, sure)) in forms.iter().enumerate() {
                    let write = if place == 0 { RelationWord::Equal } else { RelationWord::No };
                    let (name_there, confidence) = ((*form).into(), *sure);
                    let form =
                        FullForm { name: name_there, write, confidence, ..FullForm::default() };
                    self.add(&(*name).into(), taxonomy, form, Derivation::Same)?;
                }
            }
        }
        Ok(())
    }

    fn forms(
        &mut self,
        hub: &SmolStr,
        forms: &IndexMap<SmolStr, file::Forms>,
        of: impl Fn(&FullForm) -> Result<Derivation, String>,
    ) -> Result<(), String> {
        for (taxonomy, forms) in forms {
            for form in forms.all() {
                let form = form.full();
                let of = of(&form)?;
                self.add(hub, taxonomy, form, of)?;
            }
        }
        Ok(())
    }

    /// The first hub field is read with the others behind it; the others are written as more than they are.
    fn coalesce(&mut self, entry: &file::CoalesceEntry) -> Result<(), String> {
        let (first, rest) = entry.hub.split_first().ok_or("coalesce of nothing")?;
        for (taxonomy, forms) in &entry.forms {
            for form in forms.all() {
                let mut form = form.full();
                form.write = RelationWord::Wider;
                self.add(first, taxonomy, form.clone(), Derivation::Same)?;
                if let Some(added) = self.hub.fields[first].forms.last_mut() {
                    added.fallback = rest.to_vec();
                }
                form.read = RelationWord::No;
                for other in rest {
                    self.add(other, taxonomy, form.clone(), Derivation::Same)?;
                }
            }
        }
        Ok(())
    }

    fn add(
        &mut self,
        hub: &SmolStr,
        taxonomy: &str,
        form: FullForm,
        of: Derivation,
    ) -> Result<(), String> {
        self.stated.insert((hub.clone(), taxonomy.into()));
        let when = form.when.as_deref().map(|text| self.in_hub(text)).transpose()?;
        let form = Form {
            taxonomy: taxonomy.into(),
            name: form.name,
            of,
            read: relation(form.read),
            write: relation(form.write),
            confidence: confidence(form.confidence),
            evidence: Evidence { equal: form.evidence, ..Evidence::default() },
            ty: form.ty,
            fallback: Vec::new(),
            case: form.case.into(),
            when,
            agent: form.agent,
            grounds: form.grounds.or_else(|| self.grounds.clone()),
        };
        self.push(hub, form);
        Ok(())
    }

    /// A condition in the hub's names, those that the file names put in their places.
    fn in_hub(&self, text: &str) -> Result<Expr, String> {
        let mut text = text.to_owned();
        for (name, condition) in &self.conditions {
            text = text.replace(&format!("@{name}"), &format!("({condition})"));
        }
        notation::parse(&text, &self.hub.taxonomy)
    }

    fn push(&mut self, hub: &SmolStr, mut form: Form) {
        if form.taxonomy == SPLUNK_TA {
            form.name = arrays::plain(&form.name);
        }
        if form.read.is_some() {
            let new = self.read.insert((form.taxonomy.clone(), form.name.clone()));
            // A form of some events leaves the name free for others.
            let reads = |f: &Form| {
                f.taxonomy == form.taxonomy
                    && f.name == form.name
                    && f.read.is_some()
                    && f.when == form.when
            };
            if !new && self.hub.fields.values().flat_map(|f| &f.forms).any(reads) {
                form.read = None;
            }
        }
        self.field(hub).forms.push(form);
    }

    fn field(&mut self, name: &SmolStr) -> &mut HubField {
        let new = || HubField { name: name.clone(), ..HubField::default() };
        self.hub.fields.entry(name.clone()).or_insert_with(new)
    }

    fn rows(&mut self, file: &HubFile) {
        let paths =
            rows::Paths { separator: file.path_separator.unwrap_or('\\'), bare: &file.path_bare };
        let rows = file.rows.iter().flat_map(|concept| rows::of(concept, &paths));
        let rows: Vec<_> = rows.filter(|(name, _)| !file.without.contains(name)).collect();
        for (name, _) in &rows {
            self.field(name);
        }
        for (name, forms) in rows {
            for form in forms {
                let stated = self.stated.contains(&(name.clone(), form.taxonomy.clone()));
                // A name that another field fills says nothing sure of this one.
                let taken = self.read.contains(&(form.taxonomy.clone(), form.name.clone()));
                if !stated && !taken && !self.is_another(&name, &form) {
                    self.push(&name, form);
                }
            }
        }
    }

    /// Whether an add-on's name for a field is the raw name of another: that one keeps it.
    fn is_another(&self, name: &SmolStr, form: &Form) -> bool {
        let plain = arrays::plain(&form.name);
        form.taxonomy == SPLUNK_TA
            && plain != *name
            && self.hub.same.iter().any(|s| s.known.taxonomy == SPLUNK_TA)
            && self.hub.fields.contains_key(&plain)
    }

    fn traits(&mut self, file: &HubFile) {
        for name in &file.canonical {
            self.field(name).spelling = Spelling::Canonical;
        }
        for name in &file.lists {
            self.field(name).many = Multiplicity::Many;
        }
        for name in file.nulls.iter().filter(|n| *n != "*") {
            self.field(name).nulls = Nulls::Written;
        }
        if file.nulls.iter().any(|n| n == "*") {
            self.hub.fields.values_mut().for_each(|f| f.nulls = Nulls::Written);
        }
        for (name, values) in &file.vocabularies {
            self.field(name).vocabulary.clone_from(values);
        }
        for (name, values) in &file.examples {
            self.field(name).examples.clone_from(values);
        }
    }

    fn conditions(&mut self, file: &HubFile) -> Result<(), String> {
        let taxonomy = self.hub.taxonomy.clone();
        let in_hub = |text: &str| notation::parse(text, &taxonomy);
        self.hub.facts = file.facts.iter().map(|f| in_hub(f)).collect::<Result<_, _>>()?;
        for entry in &file.predicate {
            let forms: Result<Vec<_>, String> =
                entry.forms.iter().map(|(t, form)| outcome(t, form)).collect();
            self.hub.predicates.push(Predicate {
                id: entry.id.clone(),
                hub: in_hub(&entry.hub)?,
                unless: entry.unless.as_deref().map(in_hub).transpose()?,
                there: entry.there.as_deref().map(in_hub).transpose()?,
                forms: forms?,
            });
        }
        for entry in &file.words {
            for (taxonomy, form) in &entry.forms {
                for (word, hub) in &form.of {
                    self.hub.predicates.push(Predicate {
                        id: format!("{}.{word}", entry.id).into(),
                        hub: in_hub(hub)?,
                        unless: None,
                        there: None,
                        forms: vec![one_word(taxonomy, form, word)?],
                    });
                }
            }
        }
        for entry in &file.house {
            for (taxonomy, form) in &entry.forms {
                self.hub.house.push(HouseForm {
                    taxonomy: taxonomy.clone(),
                    hub: in_hub(&entry.hub)?,
                    unless: entry.unless.as_deref().map(in_hub).transpose()?,
                    is: condition(&form.is, taxonomy)?,
                    matches: relation(form.matches).ok_or("a house form that is not written")?,
                });
            }
        }
        for entry in &file.select {
            let forms: Result<Vec<_>, String> =
                entry.forms.iter().map(|(t, form)| select(t, form)).collect();
            let hub = entry.hub.as_deref().map(in_hub).transpose()?;
            self.hub.selects.push(Select {
                sources: entry.sources.clone(),
                hub: hub.unwrap_or_else(|| Expr::constant(true)),
                forms: forms?,
            });
        }
        for (source, channels) in &file.channels {
            self.hub.selects.push(windows::channel(source, channels, &taxonomy)?);
        }
        Ok(())
    }
}

impl Hub {
    pub(super) fn index(&mut self) {
        let mut index = super::Index::default();
        for (f, field) in self.fields.values().enumerate() {
            for (i, form) in field.forms.iter().enumerate().filter(|(_, form)| form.read.is_some())
            {
                match form.name.strip_suffix('*') {
                    None => {
                        let names: &mut FxHashMap<_, Vec<_>> =
                            index.exact.entry(form.taxonomy.clone()).or_default();
                        names.entry(form.name.clone()).or_default().push((f, i));
                    }
                    Some(prefix) => {
                        let below: &mut Vec<_> =
                            index.below.entry(form.taxonomy.clone()).or_default();
                        below.push((prefix.into(), f, i));
                    }
                }
            }
        }
        for below in index.below.values_mut() {
            below.sort_by_key(|(prefix, ..)| std::cmp::Reverse(prefix.len()));
        }
        self.index = index;
    }
}
