//! How a command ended.

/// What a command has to say with its exit status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Status 0.
    Clean,
    /// Status 1: findings, refusals or rules for review, in one line.
    Findings(String),
}

impl Status {
    /// Clean when there is nothing to say.
    pub(crate) fn of(why: Option<String>) -> Self {
        why.map_or(Self::Clean, Self::Findings)
    }
}

/// `1 rule`, `2 rules`.
pub(crate) fn count(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}
