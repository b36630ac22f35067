//! Lines of a file that a fix takes away or repeats.

use ruleglot_source::Span;

/// The line of a list item that holds nothing else, its line break included.
pub(crate) fn own_line(text: &str, at: Span) -> Option<Span> {
    let range = at.range();
    let start = text.get(..range.start)?.rfind('\n').map_or(0, |i| i + 1);
    let end = text.get(range.end..)?.find('\n').map_or(text.len(), |i| range.end + i + 1);
    let (before, after) = (text.get(start..range.start)?, text.get(range.end..end)?);
    let alone = before.trim() == "-" && after.trim().is_empty();
    (alone && !text.get(range)?.contains('\n')).then(|| Span::new(start, end))
}
