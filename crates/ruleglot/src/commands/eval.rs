//! `eval`.

use crate::args::EvalArgs;
use crate::status::Status;
use ruleglot_engine::Usage;

/// Runs it.
pub(crate) fn run(_: &EvalArgs) -> Result<Status, Usage> {
    Err(Usage::new("not yet"))
}
