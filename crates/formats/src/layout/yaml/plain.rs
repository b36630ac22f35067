//! Whether a document holds nothing but maps, lists, scalars and comments, so that its lines may be moved.

use ruleglot_document::{Document, Kind, Node, Style};

/// Whether between keys and values there are blanks, comments and the marks `:` and `-` alone.
pub(super) fn is_plain(document: &Document, text: &str) -> bool {
    let mut check = Check { document, text, comment: 0 };
    check.node(&document.root)
}

struct Check<'d> {
    document: &'d Document,
    text: &'d str,
    /// The first comment that is not passed yet; the gaps are looked at in the order of the text.
    comment: usize,
}

impl Check<'_> {
    fn node(&mut self, node: &Node) -> bool {
        let is_flow = self.text[node.span.range()].starts_with(['{', '[']);
        match &node.kind {
            Kind::Mapping(_) | Kind::Sequence(_) if is_flow => true,
            Kind::Mapping(map) => {
                let mut at = node.span.range().start;
                map.entries.iter().all(|entry| {
                    let (key, value) = (entry.key_span.range(), entry.value.span.range());
                    let is_empty = value.start == value.end;
                    let after = self.after_colon(key.end);
                    let start = if is_empty { after } else { value.start };
                    let fits = key.start >= at
                        && self.gap(at, key.start, "")
                        && start >= key.end
                        && self.gap(key.end, start, ":");
                    at = value.end.max(start);
                    fits && self.node(&entry.value)
                })
            }
            Kind::Sequence(items) => {
                let mut at = node.span.range().start;
                items.iter().all(|item| {
                    let span = item.span.range();
                    let fits = span.start > at
                        && span.start < span.end
                        && self.gap(at, span.start, "-")
                        && self.text[at..span.start].trim_end_matches(' ').ends_with('-');
                    at = span.end.max(at);
                    fits && self.node(item)
                })
            }
            Kind::Scalar(scalar) => match scalar.style {
                Style::Literal | Style::Folded => {
                    let header = self.text[node.span.range()].lines().next().unwrap_or_default();
                    !header.split('#').next().unwrap_or_default().contains('+')
                }
                _ => true,
            },
        }
    }

    /// One past the colon of a key without a value.
    fn after_colon(&self, key_end: usize) -> usize {
        self.text[key_end..].find(':').map_or(key_end, |n| key_end + n + 1)
    }

    /// Whether these bytes are blanks, comments and the mark.
    fn gap(&mut self, start: usize, end: usize, mark: &str) -> bool {
        let mut bare = String::new();
        let mut at = start;
        while let Some(comment) = self.document.comments.get(self.comment) {
            let comment = comment.span.range();
            if comment.start >= end {
                break;
            }
            self.comment += 1;
            if comment.start >= at {
                bare.push_str(self.text.get(at..comment.start).unwrap_or("?"));
                at = comment.end;
            }
        }
        bare.push_str(self.text.get(at..end).unwrap_or("?"));
        bare.retain(|c| !matches!(c, ' ' | '\n' | '\r'));
        bare == mark
    }
}
