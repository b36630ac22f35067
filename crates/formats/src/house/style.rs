//! What a team says of the rules that are written.

use super::ValueFrom;
use crate::file_name::NamePattern;
use ruleglot_document::OutMap;
use ruleglot_ir::Severity;
use smol_str::SmolStr;

/// The settings that hold for a rule.
#[derive(Clone, Copy, Debug, Default)]
pub struct House<'a> {
    /// Those of the target.
    pub style: Option<&'a HouseStyle>,
    /// Those of its log source, then those of the rule; a later one goes before an earlier one.
    pub layers: &'a [Layer<'a>],
}

/// Values of the target's own keys.
#[derive(Clone, Debug)]
pub struct Layer<'a> {
    /// Who says them.
    pub from: ValueFrom,
    /// The values.
    pub set: &'a OutMap,
}

/// The settings of a target. Each format takes those that it has a use for.
#[derive(Clone, Debug, Default)]
pub struct HouseStyle {
    /// Keys for every rule, where the source does not say them.
    pub template: Option<OutMap>,
    /// The authors of rules whose source names none.
    pub author: Vec<SmolStr>,
    /// Whether rules are switched on.
    pub enabled: Option<bool>,
    /// The target's words for severities.
    pub severity: Vec<(Severity, SmolStr)>,
    /// The scores of severities.
    pub risk: Vec<(Severity, u8)>,
    /// How files are called.
    pub file_name: Option<NamePattern>,
    /// The version of the stack that rules are written for: major and minor.
    pub stack: Option<(u16, u16)>,
    /// The name of the macro with which a search is tuned, with `{name}` in it; empty for none.
    pub filter_macro: Option<SmolStr>,
    /// When searches run.
    pub cron: Option<SmolStr>,
    /// Where their time begins.
    pub earliest: Option<SmolStr>,
    /// Where it ends.
    pub latest: Option<SmolStr>,
}

impl HouseStyle {
    /// The target's word for a severity.
    pub fn severity_word(&self, severity: Severity) -> Option<&SmolStr> {
        self.severity.iter().find(|(of, _)| *of == severity).map(|(_, word)| word)
    }

    /// The score of a severity.
    pub fn risk_of(&self, severity: Severity) -> Option<u8> {
        self.risk.iter().find(|(of, _)| *of == severity).map(|(_, score)| *score)
    }

    /// Whether it says anything of when searches run.
    pub fn has_schedule(&self) -> bool {
        self.cron.is_some() || self.earliest.is_some() || self.latest.is_some()
    }
}
