//! Where a format keeps what settings speak of.

use super::{HouseStyle, Merge};
use crate::file_name::{NameParts, NamePattern};
use crate::table::Words;
use ruleglot_document::OutMap;
use ruleglot_ir::Severity;
use ruleglot_knowledge::OwnPart;
use std::fmt;

/// Where a format keeps what a team's settings speak of. Keys are paths with dots.
pub struct Homes {
    /// The keys at the top of a file, in the order of the format.
    pub(crate) ordered: &'static [&'static str],
    /// Those that have no place of their own in it.
    pub(crate) others: &'static [&'static str],
    /// Keys that settings leave alone, each with the reason; what stands below one goes with it.
    pub(crate) fixed: &'static [(&'static str, &'static str)],
    /// Values that are made of what a user may say of the log source.
    pub(crate) of_source: &'static [(&'static str, OwnPart)],
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
    /// The name of a file, without its ending, by a team's pattern where the format takes one.
    pub(crate) file_name: fn(&NameParts, Option<&NamePattern>) -> String,
    /// What the format itself makes of the settings, once everything is in its place.
    pub(crate) settle: fn(&mut Merge<'_>, Option<&HouseStyle>),
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

impl fmt::Debug for Homes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Homes").field("ordered", &self.ordered).finish_non_exhaustive()
    }
}

impl Homes {
    /// The format's words for severities; none where it has no severities of its own.
    pub fn severities(&self) -> Vec<&'static str> {
        self.severity.map(|(_, words)| words.all().collect()).unwrap_or_default()
    }

    /// Whether a key may stand at the top of its files.
    pub fn has_key(&self, key: &str) -> bool {
        self.ordered.contains(&key) || self.others.contains(&key)
    }

    /// Lists that a template adds to.
    pub fn united(&self) -> &'static [&'static str] {
        self.united
    }

    /// Why settings leave a key alone: it decides what is detected, or which rule it is. `None` for keys that a template or
    /// an entry for some rules may set.
    pub fn why_fixed(&self, key: &str) -> Option<&'static str> {
        self.fixed.iter().find(|(fixed, _)| is_at_or_below(key, fixed)).map(|(_, why)| *why)
    }
}

/// Whether a path is another, or leads further down from it.
pub(super) fn is_at_or_below(path: &str, above: &str) -> bool {
    path.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
