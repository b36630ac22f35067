//! The layout of ESCU's rules: contentctl's order of keys; four blanks, in rules of 2024 two with lists below their keys.

use super::Layout;
use super::write::ORDER;
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
    yaml::edits(document, text, style)
}
