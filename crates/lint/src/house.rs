//! What a team says of its rules in its configuration, held against the rules of the same format. Without settings nothing
//! is said.

pub(crate) mod file_name;
pub(crate) mod filter_macro;
pub(crate) mod schedule;
pub(crate) mod severity_risk;
pub(crate) mod template;

use crate::RuleContext;
use ruleglot_document::{Document, Node};
use ruleglot_formats::{Format, HouseStyle};
use ruleglot_source::FileSpan;

/// A rule with the settings for its format.
struct InHouse<'a> {
    format: &'static dyn Format,
    document: &'a Document,
    style: &'a HouseStyle,
}

impl<'a> InHouse<'a> {
    /// The rule, if there are settings for rules of this format, or of any where none is named.
    fn of(context: &RuleContext<'a>, format: Option<&str>) -> Option<Self> {
        let of = context.format.filter(|of| format.is_none_or(|wanted| of.id() == wanted))?;
        Some(Self { format: of, document: context.document?, style: context.style? })
    }

    fn node(&self, path: &[&str]) -> Option<&'a Node> {
        self.document.root.at(path)
    }
}

/// The name of the rule, or the rule where it has none.
fn place(context: &RuleContext<'_>) -> FileSpan {
    context.read.places.get("title").unwrap_or(context.read.places.rule)
}
