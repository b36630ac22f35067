//! Fields in every taxonomy, and ATT&CK as claimed and derived.

use crate::types::field_names;
use ruleglot_ir::{Expr, Rule};
use ruleglot_knowledge::{AttackRelease, LogSource, field_type, tactic, technique};
use ruleglot_translate::map_name;
use serde::Serialize;

/// A field of a rule.
#[derive(Clone, Debug, Serialize)]
pub struct FieldExplained {
    /// Its name in the rule.
    pub name: String,
    /// Its name in ECS.
    pub ecs: Option<String>,
    /// Its name in Sigma.
    pub sigma: Option<String>,
    /// Its name in a search of Splunk.
    pub splunk: Option<String>,
    /// Its type in Elasticsearch.
    #[serde(rename = "type")]
    pub ty: Option<&'static str>,
}

/// ATT&CK as claimed and as derived.
#[derive(Clone, Debug, Serialize)]
pub struct AttackExplained {
    /// What the rule says.
    pub claimed: Vec<TechniqueExplained>,
    /// Tactics that the techniques belong to and the rule does not name, and the other way round.
    pub derived: Vec<TechniqueExplained>,
}

/// A technique with its tactics, or a tactic alone.
#[derive(Clone, Debug, Serialize)]
pub struct TechniqueExplained {
    /// Id of the technique.
    pub technique: Option<String>,
    /// Its name.
    pub name: Option<&'static str>,
    /// Tactics, as `TA0002 Execution`.
    pub tactics: Vec<String>,
}

/// The fields of a condition.
pub(super) fn of(
    condition: &Expr,
    source: Option<&'static LogSource>,
    taxonomy: &str,
) -> Vec<FieldExplained> {
    let other = |name: &str, to: &str| {
        if to == taxonomy {
            return Some(name.to_owned());
        }
        map_name(source, taxonomy, to, name).map(|f| f.name.to_string())
    };
    field_names(condition)
        .into_iter()
        .map(|name| {
            let ecs = other(&name, "ecs");
            let ty = ecs.as_deref().and_then(field_type);
            let (sigma, splunk) = (other(&name, "sigma"), other(&name, "splunk-ta"));
            FieldExplained { name, ecs, sigma, splunk, ty }
        })
        .collect()
}

/// ATT&CK of a rule; what is derived follows release 19.1 where it knows the technique, else 18.1.
pub(super) fn attack(rule: &Rule) -> AttackExplained {
    let named = |id: &str| {
        let known = tactic(id, AttackRelease::V19).or_else(|| tactic(id, AttackRelease::V18));
        known.map_or_else(|| id.to_owned(), |t| format!("{id} {}", t.name))
    };
    let mut claimed: Vec<_> = rule
        .meta
        .attack
        .iter()
        .map(|t| TechniqueExplained {
            technique: Some(t.kind.id.to_string()),
            name: technique(&t.kind.id).map(|t| t.name),
            tactics: t.kind.under.iter().map(|u| named(u)).collect(),
        })
        .collect();
    let alone = rule
        .meta
        .tactics
        .iter()
        .filter(|t| !rule.meta.attack.iter().any(|a| a.kind.under.as_ref() == Some(&t.kind)));
    claimed.extend(alone.map(|t| TechniqueExplained {
        technique: None,
        name: None,
        tactics: vec![named(&t.kind)],
    }));
    let derived = rule
        .meta
        .attack
        .iter()
        .filter_map(|t| {
            let known = technique(&t.kind.id)?;
            let live = if known.is_live(AttackRelease::V19) {
                AttackRelease::V19
            } else {
                AttackRelease::V18
            };
            let tactics = known.tactics(live).iter().map(|id| named(id)).collect();
            Some(TechniqueExplained {
                technique: Some(t.kind.id.to_string()),
                name: Some(known.name),
                tactics,
            })
        })
        .collect();
    AttackExplained { claimed, derived }
}
