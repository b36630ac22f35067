//! `KEY=HEX,KEY=HEX` as one field a key.

use super::super::leaf::Mapped;
use super::Writer;
use ruleglot_ir::{Case, Part, Pattern};
use ruleglot_knowledge::{Derivation, Found, Keyed, Relation};

impl Writer<'_> {
    pub(super) fn keyed<'f>(
        &self,
        forms: &[&'f Found<'f>],
    ) -> Option<Vec<(&'f Found<'f>, Mapped)>> {
        let of = forms.iter().filter_map(|f| match &f.form.of {
            Derivation::Keyed(keyed) => Some((*f, keyed)),
            _ => None,
        });
        let of: Vec<(&'f Found<'f>, &Keyed)> = of.collect();
        if self.is_presence() {
            return Some(
                of.iter().map(|(f, _)| (*f, Mapped::equal(self.valued(&f.name)))).collect(),
            );
        }
        let (any, _) = self.patterns()?;
        let mut found: Vec<(&'f Found<'f>, Vec<Pattern>, Relation)> = Vec::new();
        for pattern in any {
            for (form, pattern, relation) in keyed_pattern(pattern, &of)? {
                match found.iter_mut().find(|(f, ..)| f.name == form.name) {
                    Some((_, patterns, known)) => {
                        patterns.push(pattern);
                        if relation != Relation::Equal {
                            *known = relation;
                        }
                    }
                    None => found.push((form, vec![pattern], relation)),
                }
            }
        }
        let made = found.into_iter().map(|(form, patterns, relation)| {
            let expr = self.text(&form.name, patterns, Case::Exact);
            (form, Mapped { expr, relation, reservation: None })
        });
        Some(made.collect())
    }
}

/// What a pattern over `KEY=HEX,KEY=HEX` says of single keys.
fn keyed_pattern<'f>(
    pattern: &Pattern,
    forms: &[(&'f Found<'f>, &Keyed)],
) -> Option<Vec<(&'f Found<'f>, Pattern, Relation)>> {
    let (text, starts, ends) = match pattern.parts() {
        [Part::Run, Part::Text(t), Part::Run] => (t, true, true),
        [Part::Run, Part::Text(t)] => (t, true, false),
        [Part::Text(t), Part::Run] => (t, false, true),
        [Part::Text(t)] => (t, false, false),
        _ => return None,
    };
    let is_hex = |t: &str| !t.is_empty() && t.chars().all(|c| c.is_ascii_hexdigit());
    if let Some((key, value)) = text.split_once('=') {
        let (form, keyed) = forms.iter().find(|(_, k)| k.key.eq_ignore_ascii_case(key))?;
        let value = value.trim_end_matches(',');
        let whole = value.len() == keyed.digits;
        if !is_hex(value) || value.len() > keyed.digits || !(ends || whole) {
            return None;
        }
        let lower = value.to_ascii_lowercase();
        let new = if whole { Pattern::literal(lower) } else { Pattern::prefix(lower) };
        // Where it stands in the list is not said.
        let relation = if starts && ends { Relation::Equal } else { Relation::Wider };
        return Some(vec![(form, new, relation)]);
    }
    if !(is_hex(text) && starts && ends) {
        return None;
    }
    let fits = forms.iter().filter(|(_, k)| k.digits >= text.len());
    let all = fits.map(|(form, keyed)| {
        let lower = text.to_ascii_lowercase();
        let whole = keyed.digits == lower.len();
        let new = if whole { Pattern::literal(lower) } else { Pattern::contains(lower) };
        (*form, new, Relation::Equal)
    });
    Some(all.collect())
}
