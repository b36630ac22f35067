//! Sound rules with one fault each: what is changed in them, and on which line that stands.

/// The text with changes, each of a part that stands there once.
///
/// # Panics
/// Where a part does not.
pub fn changed(sound: &str, change: &[(String, String)]) -> String {
    let one = |text: String, (before, after): &(String, String)| {
        assert_eq!(text.matches(before).count(), 1, "{before:?}");
        text.replace(before, after)
    };
    change.iter().fold(sound.to_owned(), one)
}

/// The line on which the `nth` place begins that reads `at`; line breaks before it only say that a line begins there.
///
/// # Panics
/// Where there are not so many.
pub fn line(text: &str, at: &str, nth: usize) -> usize {
    let text = format!("\n{text}");
    let found = text.match_indices(at).nth(nth - 1);
    let (start, _) = found.unwrap_or_else(|| panic!("there is no {at:?} number {nth}"));
    let breaks = at.len() - at.trim_start_matches('\n').len();
    text[..start + breaks].matches('\n').count()
}
