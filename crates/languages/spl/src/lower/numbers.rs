//! Numbers as Splunk writes them.

use ruleglot_ir::Number;

/// The number that a text is: also `.5`, which Rust reads too.
pub(super) fn number(text: &str) -> Option<Number> {
    Number::parse(text)
}
