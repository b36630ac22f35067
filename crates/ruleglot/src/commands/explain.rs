//! `explain`.

use crate::args::ExplainArgs;
use crate::status::Status;
use ruleglot_engine::Usage;

/// Runs it.
pub(crate) fn run(_: &ExplainArgs) -> Result<Status, Usage> {
    Err(Usage::new("not yet"))
}
