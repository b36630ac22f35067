//! Where a format keeps what settings speak of.

use super::{HouseStyle, Merge};
use crate::table::Words;
use ruleglot_document::OutMap;
use ruleglot_ir::Severity;

/// Where a format keeps what settings speak of. Keys are paths with dots.
pub(crate) struct Homes {
    /// Keys that settings leave alone, each with the reason; what stands below one goes with it.
    pub(crate) fixed: &'static [(&'static str, &'static str)],
    /// Lists that a template adds to.
    pub(crate) united: &'static [&'static str],
    /// The authors.
    pub(crate) author: Author,
    /// The name of the rule.
    pub(crate) title: &'static str,
    /// Its id.
    pub(crate) id: &'static str,
    /// The severity, and the words for it.
    pub(crate) severity: Option<(&'static str, &'static Words<Severity>)>,
    /// The score that goes with the severity.
    pub(crate) risk: Option<&'static str>,
    /// Whether it is switched on.
    pub(crate) enabled: Option<&'static str>,
    /// What the format itself makes of the settings, once everything is in its place.
    pub(crate) settle: fn(&mut Merge<'_>, &HouseStyle),
    /// Puts keys in the order of the format.
    pub(crate) order: fn(&mut OutMap),
    /// The text of the file.
    pub(crate) print: fn(&OutMap) -> String,
}

/// How authors are written.
#[derive(Clone, Copy)]
pub(crate) enum Author {
    /// A list below this key.
    List(&'static str),
    /// One text with commas.
    Text(&'static str),
}

impl Homes {
    /// Why settings leave a key alone.
    pub(crate) fn why_fixed(&self, key: &str) -> Option<&'static str> {
        self.fixed.iter().find(|(fixed, _)| is_at_or_below(key, fixed)).map(|(_, why)| *why)
    }
}

/// Whether a path is another, or leads further down from it.
pub(super) fn is_at_or_below(path: &str, above: &str) -> bool {
    path.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
