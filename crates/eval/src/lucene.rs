//! Regular expressions of Lucene, run: in the notation of the engine here, or by what they are made of.

use ruleglot_ir::{ClassItem, Flavor, Lucene, LuceneOperators, Regex};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::fmt::Write as _;

/// The expression in the notation of the engine here; `None` where it has none.
pub(crate) fn spelled(tree: &Lucene, fold: bool) -> Option<String> {
    let mut out = String::new();
    tree.is_plain().then(|| spell(tree, fold, &mut out))?;
    Some(out)
}

fn spell(tree: &Lucene, fold: bool, out: &mut String) {
    match tree {
        Lucene::Empty => out.push_str("(?:)"),
        // `spelled` has none of them.
        Lucene::Nothing | Lucene::Intersection(_) | Lucene::Complement(_) => {
            out.push_str(r"[^\x00-\x{10FFFF}]");
        }
        Lucene::AnyChar => out.push_str("(?s:.)"),
        Lucene::AnyText => out.push_str("(?s:.*)"),
        Lucene::Char(c) => class(false, &[ClassItem::One(*c)], fold, out),
        Lucene::Class { negated, items } => class(*negated, items, fold, out),
        Lucene::Concat(of) => of.iter().for_each(|part| group(part, fold, out)),
        Lucene::Union(of) => {
            for (i, one) in of.iter().enumerate() {
                out.push_str(if i > 0 { "|" } else { "" });
                group(one, fold, out);
            }
        }
        Lucene::Repeat { of, min, max } => {
            group(of, fold, out);
            let max = max.map(|max| max.to_string()).unwrap_or_default();
            let _ = write!(out, "{{{min},{max}}}");
        }
    }
}

fn group(tree: &Lucene, fold: bool, out: &mut String) {
    let single = matches!(tree, Lucene::AnyChar | Lucene::Char(_) | Lucene::Class { .. });
    out.push_str(if single { "" } else { "(?:" });
    spell(tree, fold, out);
    out.push_str(if single { "" } else { ")" });
}

fn class(negated: bool, items: &[ClassItem], fold: bool, out: &mut String) {
    out.push_str(if negated { "[^" } else { "[" });
    for item in items {
        let (from, to) = match *item {
            ClassItem::One(c) => (c, c),
            ClassItem::Range(from, to) => (from, to),
        };
        let _ = write!(out, r"\x{{{:X}}}-\x{{{:X}}}", u32::from(from), u32::from(to));
        if let (true, ClassItem::One(c)) = (fold, item) {
            let _ = write!(out, r"\x{{{:X}}}", u32::from(other_case(*c)));
        }
    }
    out.push(']');
}

/// Lucene, `RegExp.toCaseInsensitiveChar`: "For now we only work with ASCII characters".
fn other_case(c: char) -> char {
    if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() }
}

/// An expression of which texts that match it are easily thought up: for `&` one of its sides, for `~` what it is not.
pub(crate) fn without_automata(regex: &Regex) -> Regex {
    let tree = match regex.flavor {
        Flavor::Lucene => Lucene::parse(&regex.text, LuceneOperators::ALL).ok(),
        _ => None,
    };
    match tree {
        Some(tree) if !tree.is_plain() => {
            Regex { text: likely(tree).to_string().into(), ..regex.clone() }
        }
        _ => regex.clone(),
    }
}

fn likely(tree: Lucene) -> Lucene {
    match tree {
        Lucene::Intersection(of) | Lucene::Union(of) => {
            Lucene::Union(of.into_iter().map(likely).collect())
        }
        Lucene::Complement(of) => Lucene::Union(vec![Lucene::Char('z'), likely(*of)]),
        Lucene::Concat(of) => Lucene::Concat(of.into_iter().map(likely).collect()),
        Lucene::Repeat { of, min, max } => Lucene::Repeat { of: Box::new(likely(*of)), min, max },
        other => other,
    }
}

/// An expression run by what it is made of, for operators that other engines do not have.
#[derive(Debug)]
pub(crate) struct Automaton {
    tree: Lucene,
    fold: bool,
}

/// For each place in a text whether a match begins, or ends, there.
type Places = Vec<bool>;

/// More of these operators are not run: each keeps, for a text, where it ends from each place.
const MOST_OPERATORS: usize = 8;

impl Automaton {
    pub(crate) fn new(tree: Lucene, fold: bool) -> Result<Self, String> {
        if operators(&tree) > MOST_OPERATORS {
            return Err(format!("more than {MOST_OPERATORS} of `~` and `&` are not run"));
        }
        Ok(Self { tree, fold })
    }

    /// Whether the whole text matches.
    pub(crate) fn matches(&self, text: &str) -> bool {
        let text: Vec<char> = text.chars().collect();
        let run = Run { text: &text, fold: self.fold, known: RefCell::default() };
        run.ends(&self.tree, &only(0, text.len())).last() == Some(&true)
    }
}

fn operators(tree: &Lucene) -> usize {
    match tree {
        Lucene::Intersection(of) => 1 + of.iter().map(operators).sum::<usize>(),
        Lucene::Concat(of) | Lucene::Union(of) => of.iter().map(operators).sum(),
        Lucene::Complement(of) => 1 + operators(of),
        Lucene::Repeat { of, .. } => operators(of),
        _ => 0,
    }
}

/// One run on one text.
struct Run<'t> {
    text: &'t [char],
    fold: bool,
    /// Where an operator ends that begins at a place; by the operator's own place in memory.
    known: RefCell<FxHashMap<(usize, usize), Places>>,
}

impl Run<'_> {
    /// Where a match can end that begins at one of these places.
    fn ends(&self, tree: &Lucene, from: &Places) -> Places {
        let one = |passes: &dyn Fn(char) -> bool| {
            let step = |(c, begins): (&char, &bool)| *begins && passes(*c);
            std::iter::once(false).chain(self.text.iter().zip(from).map(step)).collect()
        };
        match tree {
            Lucene::Empty => from.clone(),
            Lucene::Nothing => vec![false; from.len()],
            Lucene::AnyChar => one(&|_| true),
            Lucene::AnyText => {
                let first = from.iter().position(|begins| *begins);
                (0..from.len()).map(|at| first.is_some_and(|first| at >= first)).collect()
            }
            Lucene::Char(c) => one(&|other| self.is(*c, other)),
            Lucene::Class { negated, items } => {
                one(&|c| items.iter().any(|item| self.has(*item, c)) != *negated)
            }
            Lucene::Concat(of) => of.iter().fold(from.clone(), |from, part| self.ends(part, &from)),
            Lucene::Union(of) => {
                let mut all = vec![false; from.len()];
                of.iter().for_each(|part| join(&mut all, &self.ends(part, from)));
                all
            }
            Lucene::Intersection(of) => self.each(tree, from, |from| {
                let mut common = vec![true; from.len()];
                for part in of {
                    let ends = self.ends(part, from);
                    common.iter_mut().zip(ends).for_each(|(both, end)| *both &= end);
                }
                common
            }),
            Lucene::Complement(of) => self.each(tree, from, |from| {
                let ends = self.ends(of, from);
                let mut after = false;
                let not = |(begins, end): (&bool, bool)| {
                    after |= begins;
                    after && !end
                };
                from.iter().zip(ends).map(not).collect()
            }),
            Lucene::Repeat { of, min, max } => self.repeated(of, *min, *max, from),
        }
    }

    /// A match never ends before it begins, so places that stay the same stay so for good.
    fn repeated(&self, of: &Lucene, min: u32, max: Option<u32>, from: &Places) -> Places {
        let mut now = from.clone();
        for _ in 0..min {
            let next = self.ends(of, &now);
            if std::mem::replace(&mut now, next) == now {
                break;
            }
        }
        let mut all = now.clone();
        for _ in min..max.unwrap_or(u32::MAX) {
            now = self.ends(of, &now);
            let before = all.clone();
            join(&mut all, &now);
            if all == before {
                break;
            }
        }
        all
    }

    /// What holds from one place holds only of it: joined from each.
    fn each(&self, tree: &Lucene, from: &Places, ends: impl Fn(&Places) -> Places) -> Places {
        let operator = std::ptr::from_ref(tree).addr();
        let mut all = vec![false; from.len()];
        for at in (0..from.len()).filter(|at| from[*at]) {
            let known = self.known.borrow().get(&(operator, at)).cloned();
            let found = known.unwrap_or_else(|| {
                let found = ends(&only(at, self.text.len()));
                self.known.borrow_mut().insert((operator, at), found.clone());
                found
            });
            join(&mut all, &found);
        }
        all
    }

    fn is(&self, c: char, other: char) -> bool {
        c == other || (self.fold && other_case(c) == other)
    }

    fn has(&self, item: ClassItem, c: char) -> bool {
        match item {
            ClassItem::One(one) => self.is(one, c),
            ClassItem::Range(from, to) => from <= c && c <= to,
        }
    }
}

fn only(at: usize, length: usize) -> Places {
    (0..=length).map(|place| place == at).collect()
}

fn join(all: &mut Places, more: &Places) {
    all.iter_mut().zip(more).for_each(|(one, other)| *one |= *other);
}
