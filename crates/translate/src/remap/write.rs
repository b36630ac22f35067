//! A test of the hub as tests of forms.
//!
//! Forms that say the test exactly come first, parts before the whole; then forms that say more or less, with that said.

use super::glob;
use super::leaf::{Mapped, rename};
use super::predicates::text_of;
use ruleglot_ir::{
    Case, Effect, Expr, ExprKind, Field, Literal, Part, Pattern, Quant, Shape, Test, Types, all_of,
    any_of, negate,
};
use ruleglot_knowledge::{Derivation, Form, Found, Keyed, Nulls, Relation, Spelling};
use smol_str::SmolStr;

/// The leaf as alternatives over forms, in their order; `None` when none can say it.
pub(super) fn write<'f>(
    leaf: &Expr,
    forms: &'f [Found<'f>],
    to: &str,
) -> Option<Vec<(&'f Found<'f>, Mapped)>> {
    let writer = Writer { leaf, to };
    if let Some(split) = writer.two_parts(forms) {
        return Some(split);
    }
    if writer.patterns().is_some_and(|(any, _)| any.len() > 1)
        && let Some(pieces) = writer.by_pattern(forms)
    {
        return Some(pieces);
    }
    let keyed: Vec<_> =
        forms.iter().filter(|f| matches!(f.form.of, Derivation::Keyed(_))).collect();
    if !keyed.is_empty() {
        return writer.keyed(&keyed);
    }
    writer.best(forms).map(|one| vec![one])
}

/// The effect of a relation.
pub(super) fn effect(relation: Relation) -> Effect {
    match relation {
        Relation::Equal => Effect::EXACT,
        Relation::Narrower => Effect::NARROWER,
        Relation::Wider => Effect::WIDER,
    }
}

/// Whether a pattern passes the same registry values after numbers are rewritten: some of its characters stand in no
/// number and in none of the words around one.
pub(super) fn survives_numbers(pattern: &Pattern) -> bool {
    let foreign = |c: char| !"dqworx()-0123456789abcf ".contains(c.to_ascii_lowercase());
    pattern.texts().any(|t| t.chars().any(foreign) || t.contains("  "))
}

struct Writer<'a> {
    leaf: &'a Expr,
    to: &'a str,
}

impl<'a> Writer<'a> {
    fn patterns(&self) -> Option<(&'a [Pattern], Case)> {
        match &self.leaf.kind {
            ExprKind::Test { quant: Quant::Any, .. } => text_of(self.leaf),
            _ => None,
        }
    }

    fn is_presence(&self) -> bool {
        matches!(
            self.leaf.kind,
            ExprKind::Is { shape: Shape::Valued | Shape::Key | Shape::NotNull, .. }
        ) || matches!(
            &self.leaf.kind,
            ExprKind::Test { quant: Quant::Any, test: Test::Anything, .. }
        ) || self.patterns().is_some_and(|(any, _)| any.iter().any(Pattern::is_any))
    }

    fn text(&self, name: &SmolStr, any: Vec<Pattern>, case: Case) -> Expr {
        let test = Test::Text { any, case, types: Types::Textual };
        Expr::any(Field::known(self.to, name.clone()), test, self.leaf.origin)
    }

    fn valued(&self, name: &SmolStr) -> Expr {
        Expr::is(Field::known(self.to, name.clone()), Shape::Valued, self.leaf.origin)
    }

    /// The best single form: exact parts, then exact wholes, then the rest in order.
    fn best<'f>(&self, forms: &'f [Found<'f>]) -> Option<(&'f Found<'f>, Mapped)> {
        let mut made: Vec<_> =
            forms.iter().filter_map(|f| self.one(f).map(|mapped| (f, mapped))).collect();
        let rank = |f: &Form, m: &Mapped| {
            let exact = m.relation == Relation::Equal && f.write == Some(Relation::Equal);
            (!exact, std::cmp::Reverse(f.confidence), exact && f.of == Derivation::Same)
        };
        made.sort_by_key(|(f, m)| rank(f.form, m));
        (!made.is_empty()).then(|| made.remove(0))
    }

    /// Each pattern of a list by its best form; patterns of one form stay one list.
    fn by_pattern<'f>(&self, forms: &'f [Found<'f>]) -> Option<Vec<(&'f Found<'f>, Mapped)>> {
        let (any, case) = self.patterns()?;
        let ExprKind::Test { subject, quant, test: Test::Text { types, .. } } = &self.leaf.kind
        else {
            return None;
        };
        let leaf_of = |any: Vec<Pattern>| Expr {
            kind: ExprKind::Test {
                subject: subject.clone(),
                quant: *quant,
                test: Test::Text { any, case, types: *types },
            },
            origin: self.leaf.origin,
        };
        let mut groups: Vec<(SmolStr, Vec<Pattern>)> = Vec::new();
        for pattern in any {
            let leaf = leaf_of(vec![pattern.clone()]);
            let (found, _) = Writer { leaf: &leaf, to: self.to }.best(forms)?;
            match groups.iter_mut().find(|(name, _)| *name == found.name) {
                Some((_, of)) => of.push(pattern.clone()),
                None => groups.push((found.name.clone(), vec![pattern.clone()])),
            }
        }
        let mut out = Vec::new();
        for (name, any) in groups {
            let found = forms.iter().find(|f| f.name == name)?;
            let leaf = leaf_of(any);
            out.push((found, Writer { leaf: &leaf, to: self.to }.one(found)?));
        }
        Some(out)
    }

    fn one(&self, found: &Found<'_>) -> Option<Mapped> {
        let renamed = || Mapped::equal(rename(self.leaf, self.to, &found.name));
        match &found.form.of {
            Derivation::Same => Some(self.same(found)),
            Derivation::Time => {
                let is_time = |t: &Test| matches!(t, Test::Order { bound: Literal::Time(_), .. });
                match &self.leaf.kind {
                    ExprKind::Test { test, .. } if is_time(test) => Some(renamed()),
                    _ if self.is_presence() => Some(Mapped::equal(self.valued(&found.name))),
                    _ => None,
                }
            }
            Derivation::Lower => self.lower(found),
            Derivation::AfterLast { separator, bare } => self.base_name(found, *separator, bare),
            Derivation::Address => match &self.leaf.kind {
                ExprKind::Test {
                    test:
                        Test::Net { .. } | Test::IpClass(_) | Test::Order { bound: Literal::Ip(_), .. },
                    ..
                } => Some(renamed()),
                _ => None,
            },
            Derivation::Values(values) => self.values(found, values),
            Derivation::RegistryNumber => self.registry_number(found),
            Derivation::OrWord(word) => Some(self.or_word(found, word)),
            Derivation::BeforeFirst { .. }
            | Derivation::AfterOnly { .. }
            | Derivation::Words
            | Derivation::Keyed(_) => None,
        }
    }

    /// A key that is never null is a value.
    fn same(&self, found: &Found<'_>) -> Mapped {
        let never_null = found.field.nulls == Nulls::Never;
        match &self.leaf.kind {
            ExprKind::Is { shape: Shape::Key | Shape::NotNull, .. } => {
                let expr = self.valued(&found.name);
                let relation = if never_null { Relation::Equal } else { Relation::Narrower };
                Mapped { expr, relation, reservation: None }
            }
            _ => Mapped::equal(rename(self.leaf, self.to, &found.name)),
        }
    }

    fn lower(&self, found: &Found<'_>) -> Option<Mapped> {
        if self.is_presence() {
            return Some(Mapped::equal(self.valued(&found.name)));
        }
        let (any, case) = self.patterns()?;
        let expr = self.text(&found.name, any.iter().map(lower_case).collect(), Case::Exact);
        let exact = case != Case::Exact || found.field.spelling == Spelling::Canonical;
        let relation = if exact { Relation::Equal } else { Relation::Wider };
        Some(Mapped { expr, relation, reservation: None })
    }

    fn base_name(&self, found: &Found<'_>, separator: char, bare: &[SmolStr]) -> Option<Mapped> {
        let (any, case) = self.patterns()?;
        let mut out = Vec::with_capacity(any.len());
        let mut relation = Relation::Equal;
        for pattern in any {
            let [Part::Run, Part::Text(text)] = pattern.parts() else { return None };
            let name = text.strip_prefix(separator).filter(|n| !n.contains(separator))?;
            if bare.iter().any(|b| glob::same(b, name, case)) {
                relation = Relation::Wider;
            }
            out.push(Pattern::literal(name));
        }
        Some(Mapped { expr: self.text(&found.name, out, case), relation, reservation: None })
    }

    fn values(
        &self,
        found: &Found<'_>,
        values: &indexmap::IndexMap<SmolStr, SmolStr>,
    ) -> Option<Mapped> {
        if self.is_presence() && found.field.vocabulary.iter().all(|w| values.contains_key(w)) {
            return Some(Mapped::equal(self.valued(&found.name)));
        }
        let (any, case) = self.patterns()?;
        let canonical = found.field.spelling == Spelling::Canonical;
        let case = if canonical { Case::UnicodeFold } else { case };
        let chosen = |word: &str| any.iter().any(|p| glob::matches(p, word, case));
        let mut words: Vec<&SmolStr> = Vec::new();
        for (hub, word) in values {
            if chosen(hub) && !words.contains(&word) {
                words.push(word);
            }
        }
        if words.is_empty() {
            return None;
        }
        let more = values.iter().any(|(hub, word)| words.contains(&word) && !chosen(hub));
        let patterns = words.into_iter().map(|w| Pattern::literal(w.clone())).collect();
        let expr = self.text(&found.name, patterns, Case::Exact);
        let relation = if more { Relation::Wider } else { Relation::Equal };
        Some(Mapped { expr, relation, reservation: None })
    }

    fn registry_number(&self, found: &Found<'_>) -> Option<Mapped> {
        if self.is_presence() {
            return Some(Mapped::equal(self.valued(&found.name)));
        }
        let (any, case) = self.patterns()?;
        let (mut out, mut numbers) = (Vec::new(), false);
        for pattern in any {
            match pattern.as_literal() {
                Some(text) => match registry_number(text) {
                    Some(spellings) => {
                        numbers = true;
                        out.extend(spellings.into_iter().map(Pattern::literal));
                    }
                    None => out.push(pattern.clone()),
                },
                None if survives_numbers(pattern) => out.push(pattern.clone()),
                None => {
                    numbers = true;
                    out.extend(contained_number(pattern)?);
                }
            }
        }
        let expr = self.text(&found.name, out, case);
        if !numbers {
            return Some(Mapped::equal(expr));
        }
        let why = "a number and a text that spells it look alike there";
        Some(Mapped { expr, relation: Relation::Wider, reservation: Some(why) })
    }

    fn or_word(&self, found: &Found<'_>, word: &str) -> Mapped {
        let is_word = self.text(&found.name, vec![Pattern::literal(word)], Case::Exact);
        if self.is_presence() {
            return Mapped::equal(negate(is_word));
        }
        let renamed = rename(self.leaf, self.to, &found.name);
        let passes = super::context::holds(&renamed, &[(&found.name, word)]);
        Mapped::equal(if passes { all_of([renamed, negate(is_word)]) } else { renamed })
    }

    /// `DOMAIN\user` as two fields: the separator in the pattern is the one in the value, or a wildcard swallows it.
    fn two_parts<'f>(&self, forms: &'f [Found<'f>]) -> Option<Vec<(&'f Found<'f>, Mapped)>> {
        let (first, separator, bare) = forms.iter().find_map(|f| match &f.form.of {
            Derivation::BeforeFirst { separator, bare } => Some((f, *separator, bare)),
            _ => None,
        })?;
        let is_rest = |f: &&Found<'_>| matches!(&f.form.of, Derivation::AfterOnly { separator: s, .. } if *s == separator);
        let rest = forms.iter().find(is_rest)?;
        if self.is_presence() {
            return Some(vec![(rest, Mapped::equal(self.valued(&rest.name)))]);
        }
        let (any, case) = self.patterns()?;
        let mut of = Vec::new();
        let mut relation = Relation::Equal;
        for pattern in any {
            let (expr, how) = self.split(pattern, case, (separator, bare), (first, rest))?;
            if how != Relation::Equal {
                relation = how;
            }
            of.push(expr);
        }
        let mapped = Mapped { expr: any_of(of), relation, reservation: None };
        Some(vec![(rest, mapped)])
    }

    fn split(
        &self,
        pattern: &Pattern,
        case: Case,
        (separator, bare): (char, &[SmolStr]),
        (first, rest): (&Found<'_>, &Found<'_>),
    ) -> Option<(Expr, Relation)> {
        if pattern
            .parts()
            .iter()
            .any(|p| matches!(p, Part::One | Part::Placeholder(_) | Part::Dash))
        {
            return None;
        }
        let half = |found: &Found<'_>, parts: &[Part]| {
            let pattern = Pattern::new(parts.iter().cloned());
            if pattern.is_any() {
                Expr::constant(true)
            } else {
                self.text(&found.name, vec![pattern], case)
            }
        };
        // A value without the separator is one of a few; those that pass are lost here.
        let bare_passes = bare.iter().any(|b| glob::matches(pattern, b, case));
        let relation = if bare_passes { Relation::Narrower } else { Relation::Equal };
        if let Some((left, right)) = cut(pattern, separator) {
            let both = all_of([half(first, &left), half(rest, &right)]);
            let both = match both.kind {
                ExprKind::Const(true) => self.valued(&first.name),
                _ => both,
            };
            return Some((both, relation));
        }
        if pattern.texts().any(|t| t.contains(separator)) {
            return Some((Expr::constant(false), relation));
        }
        let parts = pattern.parts();
        let runs = parts.iter().enumerate().filter(|(_, p)| **p == Part::Run);
        let of: Vec<Expr> = runs
            .map(|(i, _)| all_of([half(first, &parts[..=i]), half(rest, &parts[i..])]))
            .collect();
        if of.is_empty() {
            // Nothing but a bare value equals it: nearest is the name alone.
            let name = self.text(&rest.name, vec![pattern.clone()], case);
            return Some((name, Relation::Wider));
        }
        Some((any_of(of), relation))
    }

    fn keyed<'f>(&self, forms: &[&'f Found<'f>]) -> Option<Vec<(&'f Found<'f>, Mapped)>> {
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

/// The pattern on either side of its only separator.
fn cut(pattern: &Pattern, separator: char) -> Option<(Vec<Part>, Vec<Part>)> {
    let count: usize = pattern.texts().map(|t| t.matches(separator).count()).sum();
    if count != 1 {
        return None;
    }
    let parts = pattern.parts();
    let at = parts.iter().position(|p| matches!(p, Part::Text(t) if t.contains(separator)))?;
    let Part::Text(text) = &parts[at] else { return None };
    let (before, after) = text.split_once(separator)?;
    let left = parts[..at].iter().cloned().chain([Part::Text(before.into())]).collect();
    let right = [Part::Text(after.into())].into_iter().chain(parts[at + 1..].iter().cloned());
    Some((left, right.collect()))
}

fn lower_case(pattern: &Pattern) -> Pattern {
    Pattern::new(pattern.parts().iter().map(|p| match p {
        Part::Text(t) => Part::Text(t.to_lowercase().into()),
        other => other.clone(),
    }))
}

/// `DWORD (0x0000000a)` and `QWORD (0x…-0x…)` as the pipelines of two generations write them.
pub(crate) fn registry_number(text: &str) -> Option<Vec<String>> {
    let inner = |word: &str| {
        let (head, rest) = text.split_at_checked(word.len())?;
        head.eq_ignore_ascii_case(word).then_some(rest)?.strip_suffix(')')
    };
    let hexadecimal = |t: &str| {
        let digits = t.strip_prefix("0x").or_else(|| t.strip_prefix("0X"));
        digits.filter(|h| h.len() == 8).and_then(|h| u32::from_str_radix(h, 16).ok())
    };
    if let Some(number) = inner("DWORD (") {
        let n = hexadecimal(number)?;
        return Some(vec![number.to_ascii_lowercase(), n.to_string()]);
    }
    let (high, low) = inner("QWORD (")?.split_once('-')?;
    let n = (u64::from(hexadecimal(high)?) << 32) | u64::from(hexadecimal(low)?);
    Some(vec![n.to_string()])
}

/// `*0x0000000a*` as the number of a `DWORD`, in either generation's spelling.
fn contained_number(pattern: &Pattern) -> Option<[Pattern; 2]> {
    let [Part::Run, Part::Text(text), Part::Run] = pattern.parts() else { return None };
    let [hexadecimal, decimal] = registry_number(&format!("DWORD ({text})"))?.try_into().ok()?;
    Some([Pattern::contains(hexadecimal), Pattern::literal(decimal)])
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
