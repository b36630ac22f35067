//! Regular expressions that are nothing but text with wildcards.

use ruleglot_ir::{Case, Part, Pattern};

/// The pattern that an expression is, and its letter case; `None` when it is more than text, `.` and `.*`.
///
/// A `.` counts only under `s`, for without it a line break ends it; `$` never, for it allows a line break behind it.
pub(super) fn plain(expression: &str) -> Option<(Pattern, Case)> {
    let (flags, body) = flags(expression);
    let case = if flags.contains('i') { Case::UnicodeFold } else { Case::Exact };
    let (from_start, body) = body.strip_prefix('^').map_or((false, body), |rest| (true, rest));
    let (to_end, body) = match body.strip_suffix("\\z") {
        // An even number of backslashes before it would make them text.
        Some(rest) if rest.chars().rev().take_while(|c| *c == '\\').count() % 2 == 0 => {
            (true, rest)
        }
        _ => (false, body),
    };
    let mut pattern = Pattern::default();
    if !from_start {
        pattern.push(Part::Run);
    }
    let mut rest = body.chars().peekable();
    while let Some(c) = rest.next() {
        let part = match c {
            '\\' => text(rest.next().filter(char::is_ascii_punctuation)?),
            '.' if flags.contains('s') => {
                if rest.next_if_eq(&'*').is_some() {
                    Part::Run
                } else {
                    Part::One
                }
            }
            '^' | '$' | '.' | '[' | ']' | '(' | ')' | '{' | '}' | '*' | '+' | '?' | '|' => {
                return None;
            }
            other => text(other),
        };
        if rest.peek().is_some_and(|next| matches!(next, '*' | '+' | '?' | '{')) {
            return None;
        }
        pattern.push(part);
    }
    if !to_end {
        pattern.push(Part::Run);
    }
    Some((pattern, case))
}

fn text(c: char) -> Part {
    Part::Text(c.to_string().into())
}

/// The flags `i` and `s` in front, and the rest.
fn flags(expression: &str) -> (&str, &str) {
    let inside = expression.strip_prefix("(?").and_then(|rest| rest.split_once(')'));
    match inside {
        Some((flags, body))
            if !flags.is_empty() && flags.chars().all(|c| matches!(c, 'i' | 's')) =>
        {
            (flags, body)
        }
        _ => ("", expression),
    }
}

#[cfg(test)]
mod tests {
    use super::plain;
    use ruleglot_ir::{Case, Part, Pattern};

    #[test]
    fn text_with_wildcards_is_a_pattern() {
        let text = |t: &str| Part::Text(t.into());
        assert_eq!(plain("abc"), Some((Pattern::contains("abc"), Case::Exact)));
        assert_eq!(
            plain(r"(?is)^a\.b.*\\\z"),
            Some((Pattern::new([text("a.b"), Part::Run, text("\\")]), Case::UnicodeFold))
        );
        assert_eq!(
            plain(r"(?s)^8..\z"),
            Some((Pattern::new([text("8"), Part::One, Part::One]), Case::Exact))
        );
    }

    #[test]
    fn anything_else_is_none() {
        for expression in
            ["a.b", "a$", "a+", "a|b", r"\d", "[ab]", "(a)", "a?", r"(?s)a.+", r"(?m)a", "a{2}"]
        {
            assert_eq!(plain(expression), None, "{expression}");
        }
    }
}
