//! Sigma tags: `attack.execution`, `attack.t1059.001`, `cve.2021-44228`.

use super::tables::is_namespaced;
use crate::attack::{Attack, node, tactic_id, technique_id};
use ruleglot_ir::{Meta, Technique};
use ruleglot_knowledge::AttackRelease;
use ruleglot_knowledge::tactic;
use ruleglot_source::FileSpan;
use smol_str::SmolStr;

/// Sorts tags into techniques, tactics and the rest.
pub(super) fn read(tags: Vec<(SmolStr, FileSpan)>, meta: &mut Meta) {
    for (tag, at) in tags {
        let name = tag.to_ascii_lowercase();
        let attack = name.strip_prefix("attack.");
        if let Some(id) = attack.and_then(technique_id) {
            meta.attack.push(node(Technique { id, under: None }, at));
        } else if let Some(id) = attack.and_then(tactic_id) {
            meta.tactics.push(node(id, at));
        } else {
            meta.tags.push(tag);
        }
    }
}

/// Tags of tactics and techniques, as `SigmaHQ` orders them.
pub(super) fn of_attack(attack: &Attack, version: AttackRelease) -> Vec<String> {
    let tactics = attack.tactics.iter().map(|id| match tactic(id, version) {
        Some(known) => format!("attack.{}", known.shortname),
        None => format!("attack.{}", id.to_ascii_lowercase()),
    });
    let techniques =
        attack.techniques.iter().map(|id| format!("attack.{}", id.to_ascii_lowercase()));
    tactics.chain(techniques).collect()
}

/// Whether a text can stand among Sigma's tags.
pub(crate) fn is_sigma_tag(tag: &str) -> bool {
    is_namespaced(tag)
}

/// `CVE-2021-44228` of `cve.2021-44228`.
pub(crate) fn cve_of_tag(tag: &str) -> Option<String> {
    let number = tag.strip_prefix("cve.")?;
    let (year, rest) = number.split_once('-')?;
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    (digits(year) && digits(rest)).then(|| format!("CVE-{number}"))
}

/// `cve.2021-44228` of a free tag that names one: `CVE-2021-44228`, `Vuln: CVE-2021-44228`.
pub(crate) fn tag_of_cve(tag: &str) -> Option<String> {
    let name = tag.rsplit(": ").next()?.trim().to_ascii_lowercase();
    let number = name.strip_prefix("cve-")?;
    let tag = format!("cve.{number}");
    cve_of_tag(&tag).map(|_| tag)
}
