//! Forms whose values are other spellings or pieces of the hub's.

use super::super::glob;
use super::super::leaf::{Mapped, rename};
use super::super::predicates::text_of;
use super::{Reader, is_address, regex, regex_char};
use ruleglot_ir::{
    Case, Expr, ExprKind, Literal, NetTest, Number, Part, Pattern, Test, all_of, any_of, negate,
};
use ruleglot_knowledge::Relation;
use smol_str::SmolStr;

/// What Sysmon writes before an answer.
const BEFORE_ANSWER: &str = "(?:^|;)(?:type: +[0-9]+ )?(?:::ffff:)?";

impl Reader<'_> {
    /// Words that change are what they were before; a word that another becomes is that one as well.
    pub(super) fn changed(&self, words: &indexmap::IndexMap<SmolStr, SmolStr>) -> Option<Mapped> {
        if self.is_presence() {
            return Some(Mapped::equal(self.valued()));
        }
        let (any, case) = self.patterns()?;
        let passes = |word: &str| any.iter().any(|p| glob::matches(p, word, case));
        let lost: Vec<&SmolStr> =
            words.iter().filter(|(k, v)| passes(k) && !passes(v)).map(|(k, _)| k).collect();
        let gained: Vec<&SmolStr> =
            words.iter().filter(|(k, v)| passes(v) && !passes(k)).map(|(k, _)| k).collect();
        let is_lost = |p: &Pattern| {
            p.as_literal().is_some_and(|t| case == Case::Exact && lost.iter().any(|w| **w == *t))
        };
        let kept: Vec<Pattern> = any.iter().filter(|p| !is_lost(p)).cloned().collect();
        let still = lost.iter().any(|w| kept.iter().any(|p| glob::matches(p, w, case)));
        let mut expr = self.text(kept, case);
        if still {
            let without = negate(self.text(literals(&lost), Case::Exact));
            expr = all_of([expr, without]);
        }
        if !gained.is_empty() {
            expr = any_of([expr, self.text(literals(&gained), Case::Exact)]);
        }
        Some(Mapped::equal(expr))
    }

    /// A number is one text there.
    pub(super) fn hexadecimal(&self) -> Option<Mapped> {
        if self.is_presence() {
            return Some(Mapped::equal(self.text(vec![Pattern::prefix("0x")], Case::Exact)));
        }
        let (any, _) = self.patterns()?;
        let mut out = Vec::new();
        for pattern in any {
            let text = pattern.as_literal()?;
            // A number is written without zeros before it.
            let number = text.parse::<u64>().ok().filter(|n| n.to_string() == text);
            out.extend(number.map(|n| Pattern::literal(format!("0x{n:x}"))));
        }
        Some(Mapped::equal(self.text(out, Case::Exact)))
    }

    /// One of several values, each of which ends at a blank.
    pub(super) fn items(&self) -> Option<Mapped> {
        if self.is_presence() {
            return Some(Mapped::equal(self.test(Test::Matches(regex(r"\S", Case::Exact)))));
        }
        let (any, case) = self.patterns()?;
        let mut tests = Vec::new();
        for pattern in any.iter().filter(|p| !p.texts().any(|t| t.contains(char::is_whitespace))) {
            tests.push(match pattern.parts() {
                [Part::Run, Part::Text(_), Part::Run] => self.text(vec![pattern.clone()], case),
                parts => {
                    let text = format!(r"(?:^|\s){}(?:\s|$)", pieces(parts, r"\S")?);
                    self.test(Test::Matches(regex(&text, case)))
                }
            });
        }
        Some(Mapped::equal(any_or_none(tests)))
    }

    /// One of several answers. What Sysmon writes before them is no part of them.
    pub(super) fn answers(&self) -> Option<Mapped> {
        if self.is_presence() {
            return Some(Mapped::equal(self.test(Test::Matches(regex("[^;]", Case::Exact)))));
        }
        let (any, case) = self.patterns()?;
        let mut relation = Relation::Equal;
        let mut tests = Vec::new();
        for pattern in any.iter().filter(|p| !p.texts().any(|t| t.contains([';', ' ']))) {
            let leads = matches!(pattern.parts().first(), Some(Part::Run | Part::One));
            let first = pattern.texts().next();
            let could = |t: &SmolStr| if leads { could_be_before(t) } else { t.starts_with(':') };
            if first.is_none_or(could) {
                relation = Relation::Wider;
            }
            let text = format!("{BEFORE_ANSWER}{}(?:;|$)", pieces(pattern.parts(), "[^;]")?);
            tests.push(self.test(Test::Matches(regex(&text, case))));
        }
        Some(Mapped { expr: any_or_none(tests), relation, reservation: None })
    }

    /// A number is so many times smaller there.
    pub(super) fn scaled(&self, power: u32, hub: &str) -> Option<Mapped> {
        if self.is_presence() {
            return Some(Mapped::equal(self.valued()));
        }
        let mut leaf = rename(self.leaf, hub, &self.found.hub);
        let ExprKind::Test { test: Test::Order { bound, .. }, .. } = &mut leaf.kind else {
            return None;
        };
        let Literal::Number(number) = bound else { return None };
        let Number::Int(whole) = number else { return None };
        let unit = 10_i128.checked_pow(power)?;
        // Between two whole numbers of the form there may be some of the hub: only bounds on whole units are the same.
        if *whole % unit != 0 {
            return None;
        }
        *bound = Literal::Number(Number::Int(*whole / unit));
        Some(Mapped::equal(leaf))
    }

    /// An address of IPv4 may be written as IPv6 there.
    pub(super) fn unmapped(&self, hub: &str) -> Option<Mapped> {
        if self.is_presence() {
            let any = vec!["0.0.0.0/0".parse().ok()?, "::/0".parse().ok()?];
            return Some(Mapped::equal(self.test(Test::Net { any, how: NetTest::Contains })));
        }
        if let ExprKind::Test { test: Test::Net { any, .. }, .. } = &self.leaf.kind {
            let test = Test::Net { any: any.clone(), how: NetTest::ContainsMapped };
            return Some(Mapped::equal(self.test(test)));
        }
        if let ExprKind::Test { test: Test::IpClass(_), .. } = &self.leaf.kind {
            let expr = rename(self.leaf, hub, &self.found.hub);
            return Some(Mapped { expr, relation: Relation::Narrower, reservation: None });
        }
        let (any, case) = text_of(self.leaf)?;
        let mut out = Vec::new();
        for pattern in any {
            if !is_address(pattern) {
                return None;
            }
            out.push(pattern.clone());
            let text = pattern.as_literal().filter(|t| !t.contains(':'));
            out.extend(text.map(|t| Pattern::literal(format!("::ffff:{t}"))));
        }
        Some(Mapped::equal(self.text(out, case)))
    }

    pub(super) fn after_first(&self, separator: char) -> Option<Mapped> {
        let cut = regex_char(separator);
        if self.is_presence() {
            let any = vec![Pattern::contains(separator.to_string())];
            return Some(Mapped::equal(self.text(any, Case::Exact)));
        }
        let (any, case) = self.patterns()?;
        let mut tests = Vec::new();
        for pattern in any {
            let text = format!("^[^{cut}]*{cut}{}$", pieces(pattern.parts(), r"[\s\S]")?);
            tests.push(self.test(Test::Matches(regex(&text, case))));
        }
        Some(Mapped::equal(any_or_none(tests)))
    }

    pub(super) fn respelled(&self, from: char, to: char) -> Option<Mapped> {
        if self.is_presence() {
            return Some(Mapped::equal(self.valued()));
        }
        let (any, case) = self.patterns()?;
        let any = any.iter().filter(|p| !p.texts().any(|t| t.contains(from)));
        let any = any.map(|p| respelled(p, to, from)).collect();
        Some(Mapped::equal(self.text(any, case)))
    }

    /// What stands after the last dot of a name.
    pub(super) fn extension(&self) -> Option<Mapped> {
        let other = r"[^.\\]";
        if self.is_presence() {
            let text = format!(r"\.{other}+$");
            return Some(Mapped::equal(self.test(Test::Matches(regex(&text, Case::Exact)))));
        }
        let (any, case) = self.patterns()?;
        let mut tests = Vec::new();
        for pattern in any.iter().filter(|p| !p.texts().any(|t| t.contains(['.', '\\']))) {
            tests.push(match pattern.as_literal() {
                Some(text) => self.text(vec![Pattern::suffix(format!(".{text}"))], case),
                None => {
                    let text = format!(r"\.{}$", pieces(pattern.parts(), other)?);
                    self.test(Test::Matches(regex(&text, case)))
                }
            });
        }
        Some(Mapped::equal(any_or_none(tests)))
    }

    /// A test of one place is passed by lists that pass it at any.
    pub(super) fn nth(&self, hub: &str) -> Mapped {
        let expr = rename(self.leaf, hub, &self.found.hub);
        let relation = if self.is_presence() { Relation::Equal } else { Relation::Wider };
        Mapped { expr, relation, reservation: None }
    }
}

fn literals(of: &[&SmolStr]) -> Vec<Pattern> {
    of.iter().map(|w| Pattern::literal((*w).clone())).collect()
}

fn any_or_none(tests: Vec<Expr>) -> Expr {
    if tests.is_empty() { Expr::constant(false) } else { any_of(tests) }
}

/// Whether a text is made of what may stand before an answer.
pub(in crate::remap) fn could_be_before(text: &str) -> bool {
    text.chars().all(|c| "type: 0123456789f".contains(c.to_ascii_lowercase()))
}

/// A pattern with one character for another.
pub(in crate::remap) fn respelled(pattern: &Pattern, from: char, to: char) -> Pattern {
    Pattern::new(pattern.parts().iter().map(|p| match p {
        Part::Text(t) => Part::Text(t.replace(from, &to.to_string()).into()),
        other => other.clone(),
    }))
}

/// The parts as a regular expression, a wildcard standing for characters of one class.
fn pieces(parts: &[Part], class: &str) -> Option<String> {
    let mut out = String::new();
    for part in parts {
        match part {
            Part::Text(t) => t.chars().for_each(|c| out.push_str(&regex_char(c))),
            Part::One => out.push_str(class),
            Part::Run => {
                out.push_str(class);
                out.push('*');
            }
            Part::Dash => out.push_str("[-/–—―]"),
            Part::Placeholder(_) => return None,
        }
    }
    Some(out)
}
