//! Whole-value patterns against known words.

use ruleglot_ir::{Case, Part, Pattern};

/// Whether the pattern matches the word. A placeholder matches nothing that is known here.
pub(super) fn matches(pattern: &Pattern, word: &str, case: Case) -> bool {
    let word: Vec<char> = word.chars().collect();
    from(pattern.parts(), &word, case)
}

/// Whether two texts are equal.
pub(super) fn same(a: &str, b: &str, case: Case) -> bool {
    match case {
        Case::Exact => a == b,
        Case::AsciiFold | Case::UnicodeFold => a.to_lowercase() == b.to_lowercase(),
    }
}

fn from(parts: &[Part], word: &[char], case: Case) -> bool {
    let Some((first, rest)) = parts.split_first() else { return word.is_empty() };
    match first {
        Part::Text(text) => {
            let length = text.chars().count();
            word.len() >= length
                && same(text, &word[..length].iter().collect::<String>(), case)
                && from(rest, &word[length..], case)
        }
        Part::One => !word.is_empty() && from(rest, &word[1..], case),
        Part::Run => (0..=word.len()).any(|i| from(rest, &word[i..], case)),
        Part::Dash => {
            word.first().is_some_and(|c| "-/–—―".contains(*c)) && from(rest, &word[1..], case)
        }
        Part::Placeholder(_) => false,
    }
}
