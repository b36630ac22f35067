//! Words as Elasticsearch's standard analyser cuts them.

use unicode_segmentation::UnicodeSegmentation;

/// The longest word the standard tokeniser makes; longer ones are cut there.
const MAX_WORD: usize = 255;

/// The lower-cased words of a text, as the standard analyser cuts it.
///
/// Elasticsearch, "Standard analyzer": word boundaries of Unicode annex 29, lower-cased, no stop words.
pub fn standard(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for word in text.split_word_bounds().filter(|w| w.chars().any(char::is_alphanumeric)) {
        let lower = word.to_lowercase();
        if lower.chars().count() <= MAX_WORD {
            words.push(lower);
        } else {
            let chars: Vec<char> = lower.chars().collect();
            words.extend(chars.chunks(MAX_WORD).map(|c| c.iter().collect::<String>()));
        }
    }
    words
}

/// Whether `phrase` occurs as consecutive words of `text`.
pub(crate) fn has_phrase(text: &[String], phrase: &[String]) -> bool {
    !phrase.is_empty() && text.windows(phrase.len()).any(|w| w == phrase)
}
