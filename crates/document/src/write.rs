//! Writing values as YAML and TOML in the style of the repositories they go to.
//!
//! Law, held by property tests: reading what is written gives the same values, for every text.

mod toml;
mod yaml;

pub use toml::write_toml;
pub use yaml::write_yaml;

/// A number that every reader takes for one: always with a dot.
fn float(value: f64) -> Option<String> {
    if !value.is_finite() {
        return None;
    }
    let plain = format!("{value:?}");
    match plain.split_once('e') {
        // YAML 1.1 wants a dot before and a sign after the `e`.
        Some((mantissa, exponent)) => {
            let dot = if mantissa.contains('.') { "" } else { ".0" };
            let sign = if exponent.starts_with('-') { "" } else { "+" };
            Some(format!("{mantissa}{dot}e{sign}{exponent}"))
        }
        None => Some(plain),
    }
}

/// Characters that stand for themselves on one line to every reader: no controls, no break of any YAML version.
fn is_printable(c: char) -> bool {
    match c {
        '\u{20}'..='\u{7e}' => true,
        '\0'..='\u{9f}' => false,
        '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => false,
        _ => true,
    }
}

/// The lines of a comment, each with its mark.
fn comment_lines(text: &str) -> impl Iterator<Item = String> {
    let clean = |c: char| if is_printable(c) { c } else { ' ' };
    text.split('\n').map(move |line| {
        let line: String = line.trim_end().chars().map(clean).collect();
        if line.is_empty() { "#".to_owned() } else { format!("# {line}") }
    })
}
