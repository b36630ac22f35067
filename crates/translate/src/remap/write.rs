//! A test of the hub as tests of forms.
//!
//! Forms that say the test exactly come first, parts before the whole; then forms that say more or less, with that said.

mod keyed;
mod registry;
mod shapes;
mod two_parts;

pub(crate) use registry::registry_number;
pub(super) use registry::survives_numbers;

use super::glob;
use super::leaf::{Mapped, rename};
use super::predicates::text_of;
use ruleglot_ir::{
    Case, Effect, Expr, ExprKind, Field, Literal, Part, Pattern, Quant, Shape, Test, Types, all_of,
    negate,
};
use ruleglot_knowledge::{Derivation, Form, Found, Nulls, Relation, Spelling};
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
            Derivation::Changed(words) => self.changed(found, words),
            Derivation::Hexadecimal => self.hexadecimal(found),
            Derivation::Items => self.items(found),
            Derivation::Answers => self.answers(found),
            Derivation::Scaled(power) => self.scaled(found, *power),
            Derivation::Unmapped => self.unmapped(found),
            Derivation::Respelled { from, to } => self.respelled(found, *from, *to),
            Derivation::Extension => self.extension(found),
            Derivation::Nth(_) => Some(self.nth(found)),
            Derivation::BeforeFirst { .. }
            | Derivation::BeforeLast { .. }
            | Derivation::AfterFirst(_)
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
        let vocabulary = &found.field.vocabulary;
        if self.is_presence() && vocabulary.iter().all(|w| values.contains_key(w)) {
            let open = vocabulary.is_empty();
            let relation = if open { Relation::Narrower } else { Relation::Equal };
            return Some(Mapped { expr: self.valued(&found.name), relation, reservation: None });
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

    fn or_word(&self, found: &Found<'_>, word: &str) -> Mapped {
        let is_word = self.text(&found.name, vec![Pattern::literal(word)], Case::Exact);
        if self.is_presence() {
            return Mapped::equal(negate(is_word));
        }
        let renamed = rename(self.leaf, self.to, &found.name);
        let passes = super::context::holds(&renamed, &[(&found.name, word)]);
        Mapped::equal(if passes { all_of([renamed, negate(is_word)]) } else { renamed })
    }
}

fn lower_case(pattern: &Pattern) -> Pattern {
    Pattern::new(pattern.parts().iter().map(|p| match p {
        Part::Text(t) => Part::Text(t.to_lowercase().into()),
        other => other.clone(),
    }))
}
