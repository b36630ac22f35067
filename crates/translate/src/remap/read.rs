//! A test of a form as a test of the hub: which values of the hub have a form that passes.

mod cut;
mod shapes;

pub(super) use shapes::{could_be_before, respelled};

use super::glob;
use super::leaf::{Mapped, rename};
use super::predicates::text_of;
use cut::{after, before, before_last, regex, regex_char};
use ruleglot_ir::{
    Case, Expr, ExprKind, Field, Literal, NetTest, Part, Pattern, Quant, Shape, Test, Types,
    all_of, any_of, negate,
};
use ruleglot_knowledge::{Derivation, FormCase, Found, Keyed, Multiplicity, Relation};
use smol_str::SmolStr;

/// The leaf in the hub; `None` when the hub's value does not settle it or no test can say it.
pub(super) fn read(leaf: &Expr, found: &Found<'_>, hub: &str) -> Option<Mapped> {
    let folded = (found.form.case == FormCase::Folded).then(|| fold(leaf));
    let leaf = folded.as_ref().unwrap_or(leaf);
    if let Some(test) = failing(leaf, found) {
        return fails(leaf, test, found, hub);
    }
    let reader = Reader { leaf, field: Field::known(hub, found.hub.clone()), found };
    match &found.form.of {
        Derivation::Same => Some(Mapped::equal(rename(leaf, hub, &found.hub))),
        Derivation::Time => reader.time(hub),
        Derivation::Lower => reader.lower(),
        Derivation::AfterLast { separator, bare } | Derivation::AfterOnly { separator, bare } => {
            reader.each_pattern(|p, case| after(p, *separator, bare, case))
        }
        Derivation::BeforeFirst { separator, .. } => reader.before(*separator),
        Derivation::BeforeLast { separator } => reader.directory(*separator),
        Derivation::Address => reader.address(hub),
        Derivation::Words => reader.words(),
        Derivation::Keyed(keyed) => reader.keyed(keyed),
        Derivation::Values(values) => reader.values(values),
        Derivation::RegistryNumber => reader.registry_number(),
        Derivation::OrWord(word) => reader.or_word(word, hub),
        Derivation::Changed(words) => reader.changed(words),
        Derivation::Hexadecimal => reader.hexadecimal(),
        Derivation::Items => reader.items(),
        Derivation::Answers => reader.answers(),
        Derivation::Scaled(power) => reader.scaled(*power, hub),
        Derivation::Unmapped => reader.unmapped(hub),
        Derivation::AfterFirst(separator) => reader.after_first(*separator),
        Derivation::Respelled { from, to } => reader.respelled(*from, *to),
        Derivation::Extension => reader.extension(),
        Derivation::Nth(_) => Some(reader.nth(hub)),
    }
}

/// The test that some value fails, of a form whose values are made from single ones of the hub.
fn failing<'l>(leaf: &'l Expr, found: &Found<'_>) -> Option<&'l Test> {
    match &leaf.kind {
        ExprKind::Test { quant: Quant::Any, test: Test::Fails(test), .. }
            if found.form.of != Derivation::Same && found.field.many != Multiplicity::Many =>
        {
            Some(test)
        }
        _ => None,
    }
}

/// There is a value, and it does not pass.
fn fails(leaf: &Expr, test: &Test, found: &Found<'_>, hub: &str) -> Option<Mapped> {
    let ExprKind::Test { subject, .. } = &leaf.kind else { return None };
    let of = |test: Test| {
        let kind = ExprKind::Test { subject: subject.clone(), quant: Quant::Any, test };
        read(&Expr { kind, origin: leaf.origin }, found, hub)
    };
    let (there, passes) = (of(Test::Anything)?, of(test.clone())?);
    let equal = [&there, &passes].iter().all(|m| m.relation == Relation::Equal);
    equal.then(|| Mapped::equal(all_of([there.expr, negate(passes.expr)])))
}

/// The leaf without regard to letter case.
fn fold(leaf: &Expr) -> Expr {
    let mut leaf = leaf.clone();
    if let ExprKind::Test { test: Test::Text { case, .. }, .. } = &mut leaf.kind {
        *case = Case::UnicodeFold;
    }
    leaf
}

/// What one pattern of a form is in the hub.
pub(super) enum Piece {
    /// Patterns of the hub's value.
    Patterns(Vec<Pattern>),
    /// A regular expression over it.
    Regex(String),
}

struct Reader<'a> {
    leaf: &'a Expr,
    field: Field,
    found: &'a Found<'a>,
}

impl Reader<'_> {
    fn test(&self, test: Test) -> Expr {
        Expr::any(self.field.clone(), test, self.leaf.origin)
    }

    fn valued(&self) -> Expr {
        Expr::is(self.field.clone(), Shape::Valued, self.leaf.origin)
    }

    fn text(&self, any: Vec<Pattern>, case: Case) -> Expr {
        if any.is_empty() {
            return Expr::constant(false);
        }
        self.test(Test::Text { any, case, types: Types::Textual })
    }

    fn is_presence(&self) -> bool {
        matches!(
            self.leaf.kind,
            ExprKind::Is { shape: Shape::Valued | Shape::Key | Shape::NotNull, .. }
        ) || matches!(
            &self.leaf.kind,
            ExprKind::Test { quant: Quant::Any, test: Test::Anything, .. }
        ) || text_of(self.leaf).is_some_and(|(any, _)| any.iter().any(Pattern::is_any))
    }

    /// The patterns of a text test over lists.
    fn patterns(&self) -> Option<(&[Pattern], Case)> {
        match &self.leaf.kind {
            ExprKind::Test { quant: Quant::Any, .. } => text_of(self.leaf),
            _ => None,
        }
    }

    fn time(&self, hub: &str) -> Option<Mapped> {
        let renamed = || Mapped::equal(rename(self.leaf, hub, &self.found.hub));
        let is_time = |test: &Test| matches!(test, Test::Order { bound: Literal::Time(_), .. });
        match &self.leaf.kind {
            _ if self.is_presence() => Some(Mapped::equal(self.valued())),
            ExprKind::Test { test, .. } if is_time(test) => Some(renamed()),
            ExprKind::Test { test: Test::AllOf(of), .. } if of.iter().all(is_time) => {
                Some(renamed())
            }
            _ => None,
        }
    }

    fn lower(&self) -> Option<Mapped> {
        if self.is_presence() {
            return Some(Mapped::equal(self.valued()));
        }
        let (any, case) = self.patterns()?;
        // Compared with letter case a pattern with a capital never passes, and folded it would.
        let passes =
            |p: &&Pattern| case != Case::Exact || p.texts().all(|t| **t == *t.to_lowercase());
        let any = any.iter().filter(passes).cloned();
        Some(Mapped::equal(self.text(any.collect(), Case::UnicodeFold)))
    }

    fn each_pattern(&self, of: impl Fn(&Pattern, Case) -> Piece) -> Option<Mapped> {
        if self.is_presence() {
            return Some(Mapped::equal(self.valued()));
        }
        let (any, case) = self.patterns()?;
        let (mut patterns, mut tests) = (Vec::new(), Vec::new());
        for pattern in any {
            match of(pattern, case) {
                Piece::Patterns(more) => patterns.extend(more),
                Piece::Regex(text) => tests.push(self.test(Test::Matches(regex(&text, case)))),
            }
        }
        if !patterns.is_empty() || tests.is_empty() {
            tests.insert(0, self.text(patterns, case));
        }
        Some(Mapped::equal(any_of(tests)))
    }

    fn before(&self, separator: char) -> Option<Mapped> {
        if self.is_presence() {
            let any = vec![Pattern::contains(separator.to_string())];
            return Some(Mapped::equal(self.text(any, Case::Exact)));
        }
        self.each_pattern(|p, _| before(p, separator))
    }

    fn directory(&self, separator: char) -> Option<Mapped> {
        if self.is_presence() {
            // An empty text is no value.
            let before =
                [Part::One, Part::Run, Part::Text(separator.to_string().into()), Part::Run];
            let any = vec![Pattern::new(before)];
            return Some(Mapped::equal(self.text(any, Case::Exact)));
        }
        self.each_pattern(|p, _| before_last(p, separator))
    }

    fn address(&self, hub: &str) -> Option<Mapped> {
        if self.is_presence() {
            let any = vec!["0.0.0.0/0".parse().ok()?, "::/0".parse().ok()?];
            return Some(Mapped::equal(self.test(Test::Net { any, how: NetTest::Contains })));
        }
        let ExprKind::Test { test, .. } = &self.leaf.kind else { return None };
        let renamed = || Mapped::equal(rename(self.leaf, hub, &self.found.hub));
        match test {
            Test::Net { .. } | Test::IpClass(_) | Test::Order { bound: Literal::Ip(_), .. } => {
                Some(renamed())
            }
            Test::Text { any, .. } if any.iter().all(is_address) => Some(renamed()),
            _ => None,
        }
    }

    /// Words are pieces of the line: a word that contains a text without blanks is a line that contains it.
    fn words(&self) -> Option<Mapped> {
        if self.is_presence() {
            return Some(Mapped::equal(self.valued()));
        }
        let (any, case) = self.patterns()?;
        let whole = any.iter().all(|p| {
            let one_text = matches!(p.parts(), [Part::Run, Part::Text(_), Part::Run]);
            one_text && p.texts().all(|t| !t.contains([' ', '\t', '"', '\'']))
        });
        let around = |p: &Pattern| {
            let run = std::iter::once(Part::Run);
            Pattern::new(run.clone().chain(p.parts().iter().cloned()).chain(run))
        };
        let expr = self.text(any.iter().map(around).collect(), case);
        let relation = if whole { Relation::Equal } else { Relation::Wider };
        Some(Mapped { expr, relation, reservation: None })
    }

    fn keyed(&self, keyed: &Keyed) -> Option<Mapped> {
        let prefix = format!("{}=", keyed.key);
        if self.is_presence() {
            return Some(Mapped::equal(self.text(vec![Pattern::contains(prefix)], Case::Exact)));
        }
        let (any, case) = self.patterns()?;
        let mut out = Vec::new();
        for pattern in any {
            let (text, whole) = match pattern.parts() {
                [Part::Text(t)] => (t, true),
                [Part::Text(t), Part::Run] => (t, false),
                _ => return None,
            };
            let hexadecimal = text.chars().all(|c| c.is_ascii_hexdigit());
            let as_stored = case != Case::Exact || **text == *text.to_lowercase();
            if hexadecimal && as_stored && (!whole || text.len() == keyed.digits) {
                out.push(Pattern::contains(format!("{prefix}{}", text.to_uppercase())));
            }
        }
        Some(Mapped::equal(self.text(out, case)))
    }

    fn values(&self, values: &indexmap::IndexMap<SmolStr, SmolStr>) -> Option<Mapped> {
        let vocabulary = &self.found.field.vocabulary;
        if self.is_presence() && vocabulary.iter().all(|w| values.contains_key(w)) {
            // Words that are not listed may have none there.
            let open = vocabulary.is_empty();
            let relation = if open { Relation::Wider } else { Relation::Equal };
            return Some(Mapped { expr: self.valued(), relation, reservation: None });
        }
        let any_word = [Pattern::new([Part::Run])];
        let (any, case) =
            if self.is_presence() { (any_word.as_slice(), Case::Exact) } else { self.patterns()? };
        let passes = |word: &SmolStr| any.iter().any(|p| glob::matches(p, word, case));
        let words = values.iter().filter(|(_, word)| passes(word));
        let any = words.map(|(hub, _)| Pattern::literal(hub.clone())).collect();
        Some(Mapped::equal(self.text(any, Case::Exact)))
    }

    fn registry_number(&self) -> Option<Mapped> {
        if self.is_presence() {
            return Some(Mapped::equal(self.valued()));
        }
        let (any, case) = self.patterns()?;
        let mut out = Vec::new();
        for pattern in any {
            match pattern.as_literal() {
                // What spells a number is no value of the form.
                Some(text) if super::write::registry_number(text).is_some() => {}
                Some(text) => out.extend(registry_texts(text)),
                None if super::write::survives_numbers(pattern) => out.push(pattern.clone()),
                None => return None,
            }
        }
        Some(Mapped::equal(self.text(out, case)))
    }

    /// The word stands for no value.
    fn or_word(&self, word: &str, hub: &str) -> Option<Mapped> {
        if self.is_presence() {
            return Some(Mapped::equal(Expr::constant(true)));
        }
        let renamed = rename(self.leaf, hub, &self.found.hub);
        if !super::context::holds(self.leaf, &[(&self.found.name, word)]) {
            return Some(Mapped::equal(renamed));
        }
        let none = negate(self.valued());
        let (any, case) = self.patterns()?;
        let is_word = |p: &&Pattern| p.as_literal().is_some_and(|t| glob::same(t, word, case));
        let rest: Vec<Pattern> = any.iter().filter(|p| !is_word(p)).cloned().collect();
        Some(Mapped::equal(any_of([none, self.text(rest, case)])))
    }
}

fn is_address(pattern: &Pattern) -> bool {
    pattern.as_literal().is_some_and(|t| t.parse::<std::net::IpAddr>().is_ok())
}

/// The texts of a registry value whose number or text is this: numbers are written in hexadecimal by their size, and the
/// two generations of the pipeline keep that or make it decimal.
fn registry_texts(text: &str) -> Vec<Pattern> {
    let mut out = vec![Pattern::literal(text)];
    let hexadecimal = text.strip_prefix("0x").filter(|h| h.len() == 8);
    if let Some(n) = hexadecimal.and_then(|h| u32::from_str_radix(h, 16).ok()) {
        out.push(Pattern::literal(format!("DWORD (0x{n:08x})")));
    }
    if let Ok(n) = text.parse::<u64>()
        && n.to_string() == text
    {
        if let Ok(small) = u32::try_from(n) {
            out.push(Pattern::literal(format!("DWORD (0x{small:08x})")));
        }
        out.push(Pattern::literal(format!("QWORD (0x{:08x}-0x{:08x})", n >> 32, n & 0xffff_ffff)));
    }
    out
}
