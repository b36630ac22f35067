//! `DOMAIN\user` as two fields.

use super::super::glob;
use super::super::leaf::Mapped;
use super::Writer;
use ruleglot_ir::{Case, Expr, ExprKind, Part, Pattern, all_of, any_of};
use ruleglot_knowledge::{Derivation, Found, Relation};
use smol_str::SmolStr;

impl Writer<'_> {
    /// `DOMAIN\user` as two fields: the separator in the pattern is the one in the value, or a wildcard swallows it.
    pub(super) fn two_parts<'f>(
        &self,
        forms: &'f [Found<'f>],
    ) -> Option<Vec<(&'f Found<'f>, Mapped)>> {
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
