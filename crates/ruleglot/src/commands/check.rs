//! `check`.

use crate::args::CheckArgs;
use crate::status::Status;
use ruleglot_engine::Usage;

/// Runs it.
pub(crate) fn run(_: &CheckArgs) -> Result<Status, Usage> {
    Err(Usage::new("not yet"))
}
