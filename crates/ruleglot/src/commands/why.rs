//! `why`.

use crate::args::WhyArgs;
use crate::status::Status;
use ruleglot_engine::Usage;

/// Runs it.
pub(crate) fn run(_: &WhyArgs) -> Result<Status, Usage> {
    Err(Usage::new("not yet"))
}
