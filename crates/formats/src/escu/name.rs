//! Names of ESCU rules, which also make the name of the file and of the filter macro.

use crate::id::derived_id;

/// How long a name may be. contentctl, `CONTENTCTL_MAX_SEARCH_NAME_LENGTH`: what is left of 99 characters once Splunk
/// Enterprise Security has put the domain and the app before it.
pub(super) const LONGEST: usize = 67;

/// How many characters of a hash tell shortened names apart.
const HASH: usize = 6;

/// The name for a title: the title itself where it can be one.
///
/// A filter macro is called by what is made of the name, so it has only letters, digits, blanks and `-_./`. A name that
/// is too long is cut at a word, with a hash of the whole title behind it; `distinct` takes the place of the hash.
pub(super) fn of(title: &str, distinct: Option<&str>) -> String {
    let plain: String = title.chars().map(|c| if is_plain(c) { c } else { ' ' }).collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let hash = || derived_id("splunk-name", title)[..HASH].to_owned();
    let named = plain.chars().any(|c| c.is_ascii_alphanumeric());
    if named && distinct.is_none() && plain.len() <= LONGEST {
        return plain;
    }
    let last = distinct.map_or_else(hash, str::to_owned);
    let room = LONGEST.saturating_sub(last.len() + 1);
    if named && plain.len() <= room {
        return format!("{plain} {last}");
    }
    let mut name = String::new();
    for word in plain.split(' ') {
        if name.len() + word.len() >= room {
            break;
        }
        name.push_str(word);
        name.push(' ');
    }
    // One word alone may be too long.
    if name.is_empty() {
        name = plain.chars().take(room).collect();
        name.push(' ');
    }
    if !name.chars().any(|c| c.is_ascii_alphanumeric()) {
        name = String::from("Rule ");
    }
    name + &last
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/')
}

/// The name of the file without its ending. contentctl, `contentNameToFileName`.
pub(super) fn stem(name: &str) -> String {
    name.chars()
        .map(|c| if matches!(c, ' ' | '-' | '.' | '/') { '_' } else { c })
        .collect::<String>()
        .to_lowercase()
}

/// The name of the macro with which a rule is tuned.
pub(super) fn filter(name: &str) -> String {
    format!("{}_filter", stem(name))
}

/// The name of that macro by a team's pattern; `None` when the team has none.
pub(super) fn filter_by(name: &str, pattern: Option<&str>) -> Option<String> {
    match pattern {
        None => Some(filter(name)),
        Some("") => None,
        Some(pattern) => Some(pattern.replace("{name}", &stem(name))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_can_stay_stays() {
        for name in ["AWS Lambda UpdateFunctionCode", "CMD Echo Pipe - Escalation", "a_b.c/d"] {
            assert_eq!(of(name, None), name);
        }
        assert_eq!(filter("CMD Echo Pipe - Esc/a.b"), "cmd_echo_pipe___esc_a_b_filter");
    }

    #[test]
    fn names_are_short_and_differ() {
        let long = "Potential Persistence Via Something With Quite A Long Name In The Registry";
        let (a, b) = (of(&format!("{long} One"), None), of(&format!("{long} Two"), None));
        assert!(a.len() <= LONGEST && b.len() <= LONGEST && a != b, "{a} {b}");
        assert!(a.starts_with("Potential Persistence Via Something With Quite A Long Name "));
        for odd in ["", "Имя", &"x".repeat(200), &"- ".repeat(80), "a `b` (\"c\")"] {
            let name = of(odd, None);
            assert!(!name.is_empty() && name.len() <= LONGEST, "{name}");
            assert!(name.chars().all(|c| is_plain(c) || c == ' '), "{name}");
            assert_eq!(of(&name, None), name);
        }
    }

    #[test]
    fn what_tells_names_apart_stands_last() {
        assert_eq!(of("A rule", Some("a1b2c3")), "A rule a1b2c3");
        for title in ["x".repeat(67), "word ".repeat(20), "x".repeat(200), "Имя".to_owned()] {
            let name = of(&title, Some("a1b2c3"));
            assert!(name.len() <= LONGEST && name.ends_with(" a1b2c3"), "{name}");
        }
    }
}
