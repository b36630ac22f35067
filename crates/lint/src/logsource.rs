//! Lints about Sigma log sources.

pub(crate) mod category_with_event_id;
pub(crate) mod category_with_provider;
mod events;
pub(crate) mod misspelt;
pub(crate) mod not_lowercase;
pub(crate) mod sysmon_without_event_id;
pub(crate) mod too_specific;
pub(crate) mod unknown;
pub(crate) mod unknown_attribute;

use crate::sigma_rule::SigmaRule;
use ruleglot_knowledge::{
    Fit, LogSource, fits_sigma, log_sources, nearest, sigmahq_source, sigmahq_sources,
};

/// The words that name a log source.
const KEYS: [&str; 3] = ["category", "product", "service"];

/// The words of a rule's log source.
type Words<'a> = [Option<&'a str>; 3];

fn words<'a>(rule: &SigmaRule<'a>) -> Words<'a> {
    KEYS.map(|key| rule.source(key))
}

/// Whether a log source is known by these words, or several by a part of theirs.
fn is_known([category, product, service]: Words<'_>) -> bool {
    let listed = sigmahq_source(category, product, service).is_some_and(|source| source.listed);
    let fits = || fits_sigma(category, product, service);
    listed || fits().iter().any(|(_, fit)| matches!(fit, Fit::Same | Fit::Part))
}

/// Whether the user's configuration, and nobody else, has a log source by these very words.
fn is_own(said: Words<'_>) -> bool {
    let named =
        |s: &LogSource| s.sigma.iter().any(|own| [own.category, own.product, own.service] == said);
    let only = |s: &&LogSource| s.own.as_ref().is_some_and(|own| !own.known.is_some_and(named));
    log_sources().iter().filter(only).any(named)
}

/// Which word of an unknown log source is misspelt, and what was meant: one letter makes it a known one.
fn misspelt(said: Words<'_>) -> Option<(usize, &'static str)> {
    (0..KEYS.len()).find_map(|which| {
        let word = said[which].filter(|word| word.len() > 3)?;
        let meant = nearest(word, sigmahq_sources().filter_map(|known| known[which]))?;
        let mut right = said;
        right[which] = Some(meant);
        // What differs in case alone is `logsource/not-lowercase`.
        (is_known(right) && !meant.eq_ignore_ascii_case(word)).then_some((which, meant))
    })
}
