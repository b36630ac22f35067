//! The conventions of Elastic's repository detection-rules, each told when it is asked for.

pub(crate) mod building_block_folder;
pub(crate) mod building_block_schedule;
pub(crate) mod deprecated;
pub(crate) mod duplicate_tactic;
pub(crate) mod file_name;
pub(crate) mod file_name_tactic;
pub(crate) mod guide_missing;
pub(crate) mod guide_name;
pub(crate) mod guide_tag;
pub(crate) mod index;
pub(crate) mod license;
pub(crate) mod lookback_form;
pub(crate) mod lookback_missing;
pub(crate) mod max_signals;
pub(crate) mod max_span;
pub(crate) mod min_stack_comment;
pub(crate) mod os_in_query;
pub(crate) mod plugin_placeholder;
pub(crate) mod required_tag;
pub(crate) mod setup_heading;
pub(crate) mod tag_form;
pub(crate) mod timestamp_override;
pub(crate) mod version;

use crate::elastic_rule::{ElasticRule, Placed};
use ruleglot_document::Node;

/// The tactic that a rule names first.
fn first_tactic<'a>(rule: &ElasticRule<'a>) -> Option<Placed<'a>> {
    rule.placed(rule.items("threat").first()?.at(&["tactic", "name"])?)
}

/// Whether a value is written so.
fn is(node: &Node, text: &str) -> bool {
    node.scalar().is_some_and(|scalar| scalar.text == text)
}
