//! Whether Elasticsearch runs an expression: Lucene makes a deterministic automaton of it, within limits.

use ruleglot_ir::{ClassItem, Lucene};
use rustc_hash::FxHashSet;

/// Elasticsearch, "Regexp query", `max_determinized_states`: 10000, each of which may take ten steps
/// (Lucene, `Operations.determinize`).
const MOST_STEPS: usize = 100_000;

/// More states than this are not even tried.
const MOST_STATES: usize = 20_000;

/// Whether the limits are kept.
pub(super) fn is_run(tree: &Lucene) -> bool {
    let mut automaton = Automaton::default();
    let start = automaton.state();
    automaton.add(tree, start).and_then(|_| automaton.determinized(start)).is_some()
}

/// What one step reads: a character between these.
type Read = (char, char);

/// States with steps, by what is read and without reading.
#[derive(Default)]
struct Automaton {
    steps: Vec<Vec<(Read, usize)>>,
    free: Vec<Vec<usize>>,
}

impl Automaton {
    fn state(&mut self) -> usize {
        self.steps.push(Vec::new());
        self.free.push(Vec::new());
        self.steps.len() - 1
    }

    /// Where the expression ends that begins at a state.
    fn add(&mut self, tree: &Lucene, from: usize) -> Option<usize> {
        if self.steps.len() > MOST_STATES {
            return None;
        }
        let one = |this: &mut Self, reads: Vec<Read>| {
            let to = this.state();
            this.steps[from].extend(reads.into_iter().map(|read| (read, to)));
            Some(to)
        };
        match tree {
            Lucene::Empty => Some(from),
            Lucene::Nothing => one(self, Vec::new()),
            Lucene::AnyChar => one(self, vec![('\0', char::MAX)]),
            Lucene::Char(c) => one(self, vec![(*c, *c)]),
            Lucene::Class { negated, items } => one(self, reads(*negated, items)),
            Lucene::Concat(of) => of.iter().try_fold(from, |from, part| self.add(part, from)),
            Lucene::Union(of) => {
                let to = self.state();
                for part in of {
                    let start = self.state();
                    self.free[from].push(start);
                    let end = self.add(part, start)?;
                    self.free[end].push(to);
                }
                Some(to)
            }
            Lucene::Repeat { of, min, max } => self.repeated(of, *min, *max, from),
            // Nothing is written with them.
            Lucene::AnyText | Lucene::Intersection(_) | Lucene::Complement(_) => None,
        }
    }

    fn repeated(&mut self, of: &Lucene, min: u32, max: Option<u32>, from: usize) -> Option<usize> {
        let mut at = from;
        for _ in 0..min {
            at = self.add(of, at)?;
        }
        let end = self.state();
        let Some(max) = max else {
            let round = self.state();
            self.free[at].push(round);
            let back = self.add(of, round)?;
            self.free[back].push(round);
            self.free[round].push(end);
            return Some(end);
        };
        for _ in min..max {
            self.free[at].push(end);
            at = self.add(of, at)?;
        }
        self.free[at].push(end);
        Some(end)
    }

    /// All sets of states that are reached, within the limit of steps.
    fn determinized(&self, start: usize) -> Option<()> {
        let firsts = self.firsts();
        let mut seen = FxHashSet::default();
        let mut open = vec![self.closed(vec![start])];
        let mut steps = 0;
        while let Some(set) = open.pop() {
            if !seen.insert(set.clone()) {
                continue;
            }
            steps += set.len();
            if steps > MOST_STEPS {
                return None;
            }
            for c in &firsts {
                let next = set.iter().flat_map(|state| &self.steps[*state]);
                let next = next.filter(|((from, to), _)| from <= c && c <= to);
                let next = self.closed(next.map(|(_, to)| *to).collect());
                if !next.is_empty() && !seen.contains(&next) {
                    open.push(next);
                }
            }
        }
        Some(())
    }

    /// A character of each set of characters that all steps treat alike.
    fn firsts(&self) -> Vec<char> {
        let mut firsts = vec!['\0'];
        for ((from, to), _) in self.steps.iter().flatten() {
            firsts.push(*from);
            firsts.extend(after(*to));
        }
        firsts.sort_unstable();
        firsts.dedup();
        firsts
    }

    /// With what is reached without reading.
    fn closed(&self, mut open: Vec<usize>) -> Vec<usize> {
        let mut all = FxHashSet::default();
        let mut out = Vec::new();
        while let Some(state) = open.pop() {
            if all.insert(state) {
                // States without steps of their own tell nothing apart.
                if !self.steps[state].is_empty() || self.free[state].is_empty() {
                    out.push(state);
                }
                open.extend(&self.free[state]);
            }
        }
        out.sort_unstable();
        out
    }
}

fn after(c: char) -> Option<char> {
    char::from_u32(u32::from(c) + 1)
}

fn reads(negated: bool, items: &[ClassItem]) -> Vec<Read> {
    let mut reads: Vec<Read> = items
        .iter()
        .map(|item| match item {
            ClassItem::One(c) => (*c, *c),
            ClassItem::Range(from, to) => (*from, *to),
        })
        .collect();
    if !negated {
        return reads;
    }
    reads.sort_unstable();
    let mut out = Vec::new();
    let mut from = Some('\0');
    for (first, last) in reads {
        let before = char::from_u32(u32::from(first).wrapping_sub(1));
        if let (Some(from), Some(to)) = (from, before)
            && from <= to
        {
            out.push((from, to));
        }
        from = after(last);
    }
    out.extend(from.map(|from| (from, char::MAX)));
    out
}
