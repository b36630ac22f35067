//! `diff`.

use crate::args::DiffArgs;
use crate::status::Status;
use ruleglot_engine::Usage;

/// Runs it.
pub(crate) fn run(_: &DiffArgs) -> Result<Status, Usage> {
    Err(Usage::new("not yet"))
}
