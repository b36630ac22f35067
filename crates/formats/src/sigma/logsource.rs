//! A Sigma `logsource`.

use super::SCHEMA;
use crate::value::Notation;
use ruleglot_document::{Document, Node};
use ruleglot_ir::NativeSource;
use ruleglot_source::{Diagnostic, FileSpan, SourceFile};
use smol_str::SmolStr;

/// The log source of a `logsource` map; `None` when it names nothing.
pub(super) fn read(node: &Node, notation: Notation) -> Option<NativeSource> {
    let word = |key| -> Option<SmolStr> {
        let text = notation.text(node.get(key)?)?;
        (!text.trim().is_empty()).then_some(text)
    };
    let (category, product, service) = (word("category"), word("product"), word("service"));
    if category.is_none() && product.is_none() && service.is_none() {
        return None;
    }
    Some(NativeSource::Logsource { category, product, service })
}

/// A log source must name something.
pub(super) fn check(document: &Document, file: &SourceFile) -> Option<Diagnostic> {
    let entry = document.root.mapping()?.entry("logsource")?;
    entry.value.mapping()?;
    let notation = Notation { file: file.id, schema: SCHEMA };
    if read(&entry.value, notation).is_some() {
        return None;
    }
    let message = "the log source has none of `category`, `product` and `service`";
    let finding = Diagnostic::error(
        "schema/empty-logsource",
        FileSpan::new(file.id, entry.key_span),
        message,
    );
    Some(finding.with_help("name at least one of them"))
}
