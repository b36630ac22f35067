//! Which texts of a list hold another one of it.

use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Where a text is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Anywhere,
    Start,
    End,
}

/// How much work a list is worth, in bytes that are looked at.
const MOST: usize = 4_000_000;

/// Lists of so many texts are compared each with each.
const FEW: usize = 32;

/// Texts that hold a shorter one in that place, each with the shortest of those.
pub(super) fn subsumed(texts: &[Option<String>], place: Place) -> Vec<(usize, usize)> {
    if texts.len() <= FEW { among_few(texts, place) } else { among_many(texts, place) }
}

fn among_few(texts: &[Option<String>], place: Place) -> Vec<(usize, usize)> {
    let known = || texts.iter().enumerate().filter_map(|(i, t)| Some((i, t.as_deref()?)));
    let held = |(i, text): (usize, &str)| {
        let shorter = known().filter(|(_, other)| other.len() < text.len());
        let found = shorter.filter(|(_, other)| match place {
            Place::Anywhere => text.contains(other),
            Place::Start => text.starts_with(other),
            Place::End => text.ends_with(other),
        });
        found.min_by_key(|(_, other)| other.len()).map(|(by, _)| (i, by))
    };
    known().filter_map(held).collect()
}

fn among_many(texts: &[Option<String>], place: Place) -> Vec<(usize, usize)> {
    // Texts of one length cannot hold each other, so only other lengths are looked up.
    let mut by_length: BTreeMap<usize, FxHashMap<&str, usize>> = BTreeMap::new();
    let known = || texts.iter().enumerate().filter_map(|(i, t)| Some((i, t.as_deref()?)));
    for (i, text) in known() {
        by_length.entry(text.len()).or_default().entry(text).or_insert(i);
    }
    let total: usize = known().map(|(_, text)| text.len()).sum();
    let work = by_length.keys().fold(0_usize, |all, length| all.saturating_add(length * total));
    if by_length.len() < 2 || work > MOST {
        return Vec::new();
    }
    let mut out = Vec::new();
    for (i, text) in known() {
        let shorter = by_length.range(..text.len());
        let found = shorter.flat_map(|(length, set)| {
            starts(text.len() - length, place)
                .filter_map(move |at| set.get(text.get(at..at + length)?))
        });
        out.extend(found.copied().next().map(|by| (i, by)));
    }
    out
}

/// Where a text that is so much shorter can begin.
fn starts(left: usize, place: Place) -> std::ops::RangeInclusive<usize> {
    match place {
        Place::Anywhere => 0..=left,
        Place::Start => 0..=0,
        Place::End => left..=left,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_are_read_as_short_ones_are() {
        let words = ["a", "ab", "ba", "aba", "x", "xx", "yx", "é", "éa", "b", "", "abab", "zz"];
        let texts: Vec<_> =
            words.iter().map(|w| (!w.is_empty()).then(|| (*w).to_owned())).collect();
        for place in [Place::Anywhere, Place::Start, Place::End] {
            let shortest = |found: Vec<(usize, usize)>| -> Vec<_> {
                let length = |by: usize| texts[by].as_ref().map_or(0, String::len);
                found.into_iter().map(|(i, by)| (i, length(by))).collect()
            };
            let (few, many) = (among_few(&texts, place), among_many(&texts, place));
            assert!(!few.is_empty());
            assert_eq!(shortest(few), shortest(many), "{place:?}");
        }
    }
}
