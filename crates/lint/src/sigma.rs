//! Lints about Sigma detections.

pub(crate) mod all_of_them;
pub(crate) mod array_field;
pub(crate) mod double_wildcard;
pub(crate) mod duplicate_value;
pub(crate) mod escaped_wildcard;
pub(crate) mod legacy_action;
pub(crate) mod localised_user;
pub(crate) mod malformed_hash;
pub(crate) mod number_as_string;
pub(crate) mod pattern_single_selection;
pub(crate) mod placeholder_without_expand;
pub(crate) mod redundant_wildcard;
pub(crate) mod them_single_selection;
pub(crate) mod unknown_version;
pub(crate) mod unused_selection;
pub(crate) mod wildcard_instead_of_modifier;
pub(crate) mod wildcard_lost_in_path;

/// A piece of a Sigma text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// `*`
    Run,
    /// `?`
    One,
    /// `\*`, `\?`
    EscapedWildcard,
    /// Anything else, `\\` included.
    Other,
}

/// The pieces of a Sigma text with their offsets. Sigma 2.1, "Escaping": one pass from the left.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = (usize, Piece)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at;
        let (len, piece) = match (bytes.get(start)?, bytes.get(start + 1)) {
            (b'\\', Some(b'*' | b'?')) => (2, Piece::EscapedWildcard),
            (b'\\', Some(b'\\')) => (2, Piece::Other),
            (b'*', _) => (1, Piece::Run),
            (b'?', _) => (1, Piece::One),
            _ => (1, Piece::Other),
        };
        at += len;
        Some((start, piece))
    })
}
