//! Finding marks in the source between two events: block headers, list dashes, document markers.

/// The first place at or after `at` where a line ends a document (`---` or `...`), else the end of the text.
///
/// The line that `at` itself begins counts, so that a document marker inside an unclosed quotation is found.
/// Nothing before the line of `at` does: reading always goes forward.
pub(crate) fn next_document(text: &str, at: usize) -> usize {
    let mut line = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |n| n + 1);
    if line < at {
        line = next_line(text, line);
    }
    while line < text.len() {
        if line > 0 && is_marker(&text[line..]) {
            return line;
        }
        line = next_line(text, line);
    }
    text.len()
}

fn next_line(text: &str, from: usize) -> usize {
    text.as_bytes()[from..].iter().position(|b| *b == b'\n').map_or(text.len(), |n| from + n + 1)
}

fn is_marker(line: &str) -> bool {
    let mark = line.strip_prefix("---").or_else(|| line.strip_prefix("..."));
    mark.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))
}

/// The first token at or after `from` that begins with one of `marks`, past white space, comments, anchors, tags and
/// the marks of keys and items. `None` when anything else comes first.
pub(crate) fn find_mark(text: &str, from: usize, marks: &[u8]) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b if marks.contains(b) => return Some(at),
            b' ' | b'\t' | b'\r' | b'\n' | b':' | b'?' | b'-' | b',' => at += 1,
            b'#' => at += bytes[at..].iter().position(|b| *b == b'\n').unwrap_or(bytes.len() - at),
            b'&' | b'!' => {
                at += bytes[at..]
                    .iter()
                    .position(u8::is_ascii_whitespace)
                    .unwrap_or(bytes.len() - at);
            }
            _ => return None,
        }
    }
    None
}

/// The end of a block scalar that begins at `header`: the last line that is not blank, its break left out.
pub(crate) fn block_end(text: &str, header: usize, end: usize) -> usize {
    let header_end = line_end(text, header);
    let kept = text[..end].trim_end_matches([' ', '\t', '\r', '\n']).len();
    if kept <= header_end { header_end } else { line_end(text, kept) }
}

/// The end of the line that holds `at`, its break left out.
pub(crate) fn line_end(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let len = rest.as_bytes().iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(rest.len());
    at + len
}

/// Whether the last line of a block scalar, which ends the file, has no line break though its `text` has one: the
/// parser adds it, libyaml and `PyYAML` do not. A last line that only indents is no line of the text.
pub(crate) fn lacks_break(source: &str, text: &str) -> bool {
    let is_blank = |line: &str| line.trim_matches([' ', '\t']).is_empty();
    let Some(text) = text.strip_suffix('\n') else { return false };
    let last = source.rsplit(['\n', '\r']).next().unwrap_or_default();
    let last_of_text = text.rsplit('\n').next().unwrap_or_default();
    let is_text = !is_blank(last) || is_blank(last_of_text) && !last_of_text.is_empty();
    is_text && !last.is_empty()
}
