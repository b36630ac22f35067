//! The layout of ESCU's rules: contentctl's order of keys; four blanks, in rules of 2024 two with lists below their keys.

use super::Layout;
use super::write::ORDER;
use crate::layout::chunks::line_end;
use crate::layout::yaml::{self, YamlStyle};
use ruleglot_document::Document;
use ruleglot_source::Edit;

const OF_2024: YamlStyle = YamlStyle { order: ORDER, map: 2, list: 0 };
const OF_2026: YamlStyle = YamlStyle { order: ORDER, map: 4, list: 4 };

/// The next step of the layout.
pub(super) fn edits(document: &Document, text: &str) -> Vec<Edit> {
    let style = match super::layout(&document.root) {
        Layout::Of2024 => OF_2024,
        Layout::Of2026 => OF_2026,
    };
    let edits = yaml::edits(document, text, style);
    if !edits.is_empty() {
        return edits;
    }
    search(document, text, style).into_iter().collect()
}

/// The search with a command a line: as a block, unless it stays on the line that it is on.
fn search(document: &Document, text: &str, style: YamlStyle) -> Option<Edit> {
    let node = document.root.get("search").filter(|n| yaml::may_move(document, text, n))?;
    let scalar = node.scalar()?;
    let formatted = ruleglot_spl::format(&scalar.text)?;
    // Readers take some characters for line ends, and tabs for blanks.
    let odd = |c: char| c != '\n' && c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    if formatted == scalar.text.trim_end() || formatted.contains(odd) {
        return None;
    }
    let mut block = "|-".to_owned();
    for line in formatted.lines() {
        block.push_str(line_end(text));
        if !line.is_empty() {
            block.extend(std::iter::repeat_n(' ', style.map));
        }
        block.push_str(line);
    }
    Some(Edit { span: node.span, text: block })
}
