//! Which names of a log source's JSON are lists: Splunk writes `{}` after each that is.
//!
//! Known from names as Splunk spells them, those of the hub file and those that were seen (`data/shapes.tsv`). Below a name
//! whose contents differ from call to call, nothing else is known.

use super::Lists;
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

static SHAPES: &str = include_str!("../../data/shapes.tsv");

const MARK: &str = "{}";

/// What is known of the lists of a hub.
#[derive(Clone, Debug, Default)]
pub(super) struct Arrays {
    /// Whether a name is a list; `None` where it was seen to be both.
    known: FxHashMap<SmolStr, Option<bool>>,
    /// Names below which contents differ, each with its dot.
    open: Vec<SmolStr>,
}

impl Arrays {
    pub(super) fn new(concepts: &[SmolStr], stated: &[SmolStr], open: &[SmolStr]) -> Self {
        let mut arrays = Self { known: FxHashMap::default(), open: Vec::new() };
        arrays.open = open.iter().map(|o| SmolStr::from(format!("{o}."))).collect();
        for line in SHAPES.lines() {
            let (concept, name) = line.split_once('\t').unwrap_or_default();
            if concepts.iter().any(|c| c == concept) {
                arrays.learn(name, false);
            }
        }
        stated.iter().for_each(|name| arrays.learn(name, true));
        arrays
    }

    /// Every part of a spelled name says whether it is a list; what the file states stands above what was seen.
    fn learn(&mut self, spelled: &str, stated: bool) {
        let mut path = String::new();
        for part in spelled.split('.') {
            if !path.is_empty() {
                path.push('.');
            }
            let plain = part.trim_end_matches(MARK);
            path.push_str(plain);
            let is_list = plain.len() < part.len();
            let known = self.known.entry(path.as_str().into()).or_insert(Some(is_list));
            if *known != Some(is_list) {
                *known = stated.then_some(is_list);
            }
        }
    }

    /// Whether the name itself is a list.
    fn is_list(&self, path: &str) -> Option<bool> {
        match self.known.get(path) {
            Some(known) => *known,
            None if self.open.iter().any(|o| path.starts_with(o.as_str())) => None,
            None => Some(false),
        }
    }

    /// The name as Splunk spells it; `else_list` says what a part is of which nothing is known.
    pub(super) fn spell(
        &self,
        path: &str,
        mut else_list: impl FnMut(&str) -> bool,
    ) -> (SmolStr, Lists) {
        let mut out = String::with_capacity(path.len() + MARK.len());
        let mut lists = Lists::Known;
        for (end, _) in path.match_indices('.').chain([(path.len(), "")]) {
            out.push_str(&path[out_length(&out)..end]);
            let above = &path[..end];
            let is_list = self.is_list(above).unwrap_or_else(|| {
                lists = Lists::Unknown;
                else_list(above)
            });
            if is_list {
                out.push_str(MARK);
            }
        }
        (out.into(), lists)
    }

    /// What is known of a name that a search spells.
    pub(super) fn judge(&self, path: &str, spelled: &str) -> Lists {
        match self.spell(path, |_| false) {
            (_, Lists::Unknown) => Lists::Unknown,
            (known, _) if known == spelled => Lists::Known,
            _ => Lists::Otherwise,
        }
    }
}

/// How much of the plain name a spelled one has used up.
fn out_length(spelled: &str) -> usize {
    spelled.len() - MARK.len() * spelled.matches(MARK).count()
}

/// The name without the marks of lists.
pub(super) fn plain(spelled: &str) -> SmolStr {
    if spelled.contains(MARK) { spelled.replace(MARK, "").into() } else { spelled.into() }
}
