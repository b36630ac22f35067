//! Patterns as `like` and `match` take them.

use ruleglot_ir::{Case, Part, Pattern, simple_lowercase};

/// Whether only `match` says the pattern: `like` has its own wildcards, and what a backslash does in it is not documented.
pub(super) fn needs_match(pattern: &Pattern) -> bool {
    pattern.texts().any(|t| t.contains(['%', '_', '\\']))
}

/// The pattern of `like`, for a value in lower case unless letter case counts.
pub(super) fn like(pattern: &Pattern, case: Case) -> Option<String> {
    let mut out = String::new();
    for part in pattern.parts() {
        match part {
            Part::Text(text) if case == Case::Exact => out.push_str(text),
            Part::Text(text) => out.push_str(&simple_lowercase(text)),
            Part::Run => out.push('%'),
            Part::One => out.push('_'),
            Part::Dash | Part::Placeholder(_) => return None,
        }
    }
    Some(out)
}

/// The expression that matches what the pattern matches.
pub(super) fn matching(pattern: &Pattern, case: Case) -> Option<String> {
    let mut parts = pattern.parts();
    let mut out = String::from(if case == Case::Exact { "(?s)" } else { "(?is)" });
    match parts {
        [Part::Run, rest @ ..] => parts = rest,
        _ => out.push('^'),
    }
    let open_end = matches!(parts.last(), Some(Part::Run));
    if open_end {
        parts = &parts[..parts.len() - 1];
    }
    for part in parts {
        match part {
            Part::Text(text) => text.chars().for_each(|c| literal(c, &mut out)),
            Part::Run => out.push_str(".*"),
            Part::One => out.push('.'),
            Part::Dash | Part::Placeholder(_) => return None,
        }
    }
    if !open_end {
        out.push_str("\\z");
    }
    Some(out)
}

fn literal(c: char, out: &mut String) {
    if c.is_ascii_punctuation()
        && !matches!(
            c,
            '_' | ' '
                | '-'
                | '/'
                | ':'
                | ','
                | ';'
                | '='
                | '@'
                | '%'
                | '&'
                | '~'
                | '\''
                | '"'
                | '<'
                | '>'
                | '!'
                | '`'
                | '#'
        )
    {
        out.push('\\');
    }
    out.push(c);
}
