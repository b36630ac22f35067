//! Regular expressions that stand for a plain text.

/// A plain text and how it is searched.
pub(super) struct Plain {
    /// The modifier that says it; none for the whole value.
    pub(super) modifier: Option<&'static str>,
    /// The text, in Sigma's escapes.
    pub(super) text: String,
}

/// What an expression says, if that is a plain text.
pub(super) fn plain(regex: &str) -> Option<Plain> {
    let (rest, start) = match regex.strip_prefix('^') {
        Some(rest) => (rest, End::Bound),
        None => (regex, End::Open),
    };
    let (rest, end) = match rest.strip_suffix('$').filter(|rest| !ends_in_escape(rest)) {
        Some(rest) => (rest, End::Bound),
        None => (rest, End::Open),
    };
    let modifier = match (start, end) {
        (End::Open, End::Open) => Some("contains"),
        (End::Bound, End::Open) => Some("startswith"),
        (End::Open, End::Bound) => Some("endswith"),
        (End::Bound, End::Bound) => None,
    };
    let text = literal(rest).filter(|text| !text.is_empty())?;
    Some(Plain { modifier, text })
}

#[derive(Clone, Copy)]
enum End {
    Bound,
    Open,
}

fn ends_in_escape(text: &str) -> bool {
    (text.len() - text.trim_end_matches('\\').len()) % 2 == 1
}

/// The text of an expression without operators, as Sigma writes it.
fn literal(regex: &str) -> Option<String> {
    let mut out = String::new();
    let mut chars = regex.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => sigma(chars.next().filter(char::is_ascii_punctuation)?, &mut out),
            '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '^' | '$' => {
                return None;
            }
            '\'' => return None,
            c => sigma(c, &mut out),
        }
    }
    Some(out)
}

/// A character that stands for itself.
fn sigma(c: char, out: &mut String) {
    if matches!(c, '\\' | '*' | '?') {
        out.push('\\');
    }
    out.push(c);
}
