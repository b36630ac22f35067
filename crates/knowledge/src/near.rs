//! Names that a mistyped one may have been meant for.

use std::cmp::Ordering;

/// Whether one edit leads from one name to the other: a character added, lost or changed, or two neighbours swapped.
pub(crate) fn one_edit_apart(a: &str, b: &str) -> bool {
    if !(a.is_ascii() && b.is_ascii()) {
        return strsim::osa_distance(a, b) == 1;
    }
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let Some(first) = long.iter().zip(short).position(|(l, s)| l != s) else {
        return long.len() == short.len() + 1;
    };
    let (long, short) = (&long[first..], &short[first..]);
    match long.len().cmp(&(short.len() + 1)) {
        Ordering::Equal => long[1..] == *short,
        Ordering::Greater => false,
        Ordering::Less => long[1..] == short[1..] || is_swapped(long, short),
    }
}

fn is_swapped(a: &[u8], b: &[u8]) -> bool {
    match (a, b) {
        ([a0, a1, a @ ..], [b0, b1, b @ ..]) => a0 == b1 && a1 == b0 && a == b,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::one_edit_apart;

    #[test]
    fn one_edit_is_distance_one() {
        let mut words = vec![String::new()];
        for length in 1..=4 {
            let shorter: Vec<_> =
                words.iter().filter(|w| w.chars().count() == length - 1).collect();
            let longer: Vec<String> = shorter
                .iter()
                .flat_map(|word| ['a', 'b', 'é'].map(|letter| format!("{word}{letter}")))
                .collect();
            words.extend(longer);
        }
        assert_eq!(words.len(), 121);
        for a in &words {
            for b in &words {
                assert_eq!(one_edit_apart(a, b), strsim::osa_distance(a, b) == 1, "{a} {b}");
            }
        }
    }
}
