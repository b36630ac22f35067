//! Forms whose values are other spellings or pieces of the hub's.

use super::super::glob;
use super::super::leaf::{Mapped, rename};
use super::super::read::{could_be_before, respelled};
use super::Writer;
use ruleglot_ir::{Case, ExprKind, Literal, NetTest, Number, Part, Pattern, Test};
use ruleglot_knowledge::{Found, Relation};
use smol_str::SmolStr;

impl Writer<'_> {
    /// Words that change are written as what they become, which other words may be as well.
    pub(super) fn changed(
        &self,
        found: &Found<'_>,
        words: &indexmap::IndexMap<SmolStr, SmolStr>,
    ) -> Option<Mapped> {
        if self.is_presence() {
            return Some(Mapped::equal(self.valued(&found.name)));
        }
        let (any, case) = self.patterns()?;
        let passes = |word: &str| any.iter().any(|p| glob::matches(p, word, case));
        let mut out: Vec<Pattern> = any.to_vec();
        let mut relation = Relation::Equal;
        for (word, new) in words {
            match (passes(word), passes(new)) {
                (true, false) => {
                    out.retain(|p| p.as_literal() != Some(word.as_str()));
                    out.push(Pattern::literal(new.clone()));
                    relation = Relation::Wider;
                }
                (false, true) => relation = Relation::Wider,
                _ => {}
            }
        }
        Some(Mapped { expr: self.text(&found.name, out, case), relation, reservation: None })
    }

    pub(super) fn hexadecimal(&self, found: &Found<'_>) -> Option<Mapped> {
        if self.is_presence() {
            return Some(Mapped::equal(self.valued(&found.name)));
        }
        let (any, _) = self.patterns()?;
        let number = |p: &Pattern| {
            let digits = p.as_literal()?.strip_prefix("0x")?;
            let n = u64::from_str_radix(digits, 16).ok()?;
            (format!("{n:x}").eq_ignore_ascii_case(digits)).then(|| Pattern::literal(n.to_string()))
        };
        let out: Option<Vec<Pattern>> = any.iter().map(number).collect();
        Some(Mapped::equal(self.text(&found.name, out?, Case::Exact)))
    }

    /// Presence of a list made of a text: one of blanks or separators alone has no part.
    fn some_part(&self, found: &Found<'_>) -> Mapped {
        let expr = self.valued(&found.name);
        Mapped { expr, relation: Relation::Narrower, reservation: None }
    }

    /// A text that one item holds, or that stands at the end of one.
    pub(super) fn items(&self, found: &Found<'_>) -> Option<Mapped> {
        if self.is_presence() {
            return Some(self.some_part(found));
        }
        let (any, case) = self.patterns()?;
        let mut relation = Relation::Equal;
        for pattern in any {
            match pattern.parts() {
                _ if pattern.texts().any(|t| t.contains(char::is_whitespace)) => return None,
                [Part::Run, Part::Text(_), Part::Run] => {}
                // What begins or ends an item need not begin or end the text.
                [Part::Text(_)] | [Part::Run, Part::Text(_)] | [Part::Text(_), Part::Run] => {
                    relation = Relation::Wider;
                }
                _ => return None,
            }
        }
        let expr = self.text(&found.name, any.to_vec(), case);
        Some(Mapped { expr, relation, reservation: None })
    }

    /// A text that one answer holds.
    pub(super) fn answers(&self, found: &Found<'_>) -> Option<Mapped> {
        if self.is_presence() {
            return Some(self.some_part(found));
        }
        let (any, case) = self.patterns()?;
        let mut relation = Relation::Equal;
        for pattern in any {
            let [Part::Run, Part::Text(text), Part::Run] = pattern.parts() else { return None };
            if text.contains([';', ' ']) {
                return None;
            }
            if could_be_before(text) || text.contains(':') {
                relation = Relation::Narrower;
            }
        }
        let expr = self.text(&found.name, any.to_vec(), case);
        Some(Mapped { expr, relation, reservation: None })
    }

    pub(super) fn scaled(&self, found: &Found<'_>, power: u32) -> Option<Mapped> {
        if self.is_presence() {
            return Some(Mapped::equal(self.valued(&found.name)));
        }
        let mut leaf = rename(self.leaf, self.to, &found.name);
        let ExprKind::Test { test: Test::Order { bound, .. }, .. } = &mut leaf.kind else {
            return None;
        };
        let Literal::Number(Number::Int(n)) = bound else { return None };
        *n = n.checked_mul(10_i128.checked_pow(power)?)?;
        Some(Mapped::equal(leaf))
    }

    pub(super) fn unmapped(&self, found: &Found<'_>) -> Option<Mapped> {
        if let ExprKind::Test { test: Test::Net { any, how: NetTest::ContainsMapped }, .. } =
            &self.leaf.kind
        {
            let mut expr = rename(self.leaf, self.to, &found.name);
            if let ExprKind::Test { test, .. } = &mut expr.kind {
                *test = Test::Net { any: any.clone(), how: NetTest::ContainsMapped };
            }
            return Some(Mapped::equal(expr));
        }
        if let ExprKind::Test { test: Test::Net { .. }, .. } = &self.leaf.kind {
            let expr = rename(self.leaf, self.to, &found.name);
            return Some(Mapped { expr, relation: Relation::Wider, reservation: None });
        }
        let (any, case) = self.patterns()?;
        let canonical = |p: &Pattern| {
            let ip: std::net::IpAddr = p.as_literal()?.parse().ok()?;
            Some(Pattern::literal(ip.to_canonical().to_string()))
        };
        let out: Option<Vec<Pattern>> = any.iter().map(canonical).collect();
        let expr = self.text(&found.name, out?, case);
        Some(Mapped { expr, relation: Relation::Wider, reservation: None })
    }

    pub(super) fn respelled(&self, found: &Found<'_>, from: char, to: char) -> Option<Mapped> {
        if self.is_presence() {
            return Some(Mapped::equal(self.valued(&found.name)));
        }
        let (any, case) = self.patterns()?;
        let any: Vec<_> = any.iter().filter(|p| !p.texts().any(|t| t.contains(to))).collect();
        if any.is_empty() {
            return None;
        }
        let any = any.into_iter().map(|p| respelled(p, from, to)).collect();
        Some(Mapped::equal(self.text(&found.name, any, case)))
    }

    /// The end of a path after its last dot.
    pub(super) fn extension(&self, found: &Found<'_>) -> Option<Mapped> {
        let (any, case) = self.patterns()?;
        let end = |p: &Pattern| {
            let [Part::Run, Part::Text(text)] = p.parts() else { return None };
            let end = text.strip_prefix('.').filter(|t| !t.contains(['.', '\\']))?;
            Some(Pattern::literal(end))
        };
        let out: Option<Vec<Pattern>> = any.iter().map(end).collect();
        Some(Mapped::equal(self.text(&found.name, out?, case)))
    }

    /// One place of a list says less than all of them.
    pub(super) fn nth(&self, found: &Found<'_>) -> Mapped {
        let expr = rename(self.leaf, self.to, &found.name);
        let relation = if self.is_presence() { Relation::Equal } else { Relation::Narrower };
        Mapped { expr, relation, reservation: None }
    }
}
