//! `[[rule.threat]]`: ATT&CK as tactics with their techniques.

use super::SCHEMA;
use crate::attack::{Attack, node, technique_id};
use crate::native;
use crate::value::Notation;
use ruleglot_document::{Node, Out, OutMap};
use ruleglot_ir::{Meta, NativeValue, Technique};
use ruleglot_knowledge::AttackRelease;
use ruleglot_knowledge::{tactic, technique};
use smol_str::SmolStr;

/// Reads the list into `meta`; what is not ATT&CK, or not understood, comes back as it was.
pub(super) fn read(threat: &Node, notation: Notation, meta: &mut Meta) -> Option<NativeValue> {
    let Some(items) = threat.sequence() else { return Some(native::from_node(threat, SCHEMA)) };
    let rest: Vec<_> = items
        .iter()
        .filter(|item| entry(item, notation, meta).is_none())
        .map(|item| native::from_node(item, SCHEMA))
        .collect();
    (!rest.is_empty()).then_some(NativeValue::List(rest))
}

fn entry(item: &Node, notation: Notation, meta: &mut Meta) -> Option<()> {
    if notation.text(item.get("framework")?)? != "MITRE ATT&CK" {
        return None;
    }
    let tactic = item.at(&["tactic", "id"])?;
    let id = notation.text(tactic)?;
    let known =
        id.len() == 6 && id.starts_with("TA") && id.bytes().skip(2).all(|b| b.is_ascii_digit());
    let techniques = techniques(item, notation)?;
    if !known {
        return None;
    }
    if meta.tactics.iter().all(|t| t.kind != id) {
        meta.tactics.push(node(id.clone(), notation.at(tactic)));
    }
    for (technique, place) in techniques {
        meta.attack.push(node(Technique { id: technique, under: Some(id.clone()) }, place));
    }
    Some(())
}

type PlacedIds = Vec<(SmolStr, ruleglot_source::FileSpan)>;

fn techniques(item: &Node, notation: Notation) -> Option<PlacedIds> {
    let mut out = Vec::new();
    for technique in list(item, "technique")? {
        out.push(id(technique, notation)?);
        for sub in list(technique, "subtechnique")? {
            out.push(id(sub, notation)?);
        }
    }
    Some(out)
}

fn list<'n>(node: &'n Node, key: &str) -> Option<&'n [Node]> {
    match node.get(key) {
        None => Some(&[]),
        Some(list) => list.sequence(),
    }
}

fn id(item: &Node, notation: Notation) -> Option<(SmolStr, ruleglot_source::FileSpan)> {
    let node = item.get("id")?;
    Some((technique_id(&notation.text(node)?)?, notation.at(node)))
}

/// The list as Elastic writes it: one entry a tactic, sub-techniques below their techniques, names and pages from ATT&CK.
pub(super) fn write(attack: &Attack, version: AttackRelease) -> Vec<Out> {
    attack.all_tactics().iter().map(|id| Out::Map(tactic_entry(id, attack, version))).collect()
}

fn tactic_entry(id: &SmolStr, attack: &Attack, version: AttackRelease) -> OutMap {
    let mut out = OutMap::new();
    out.set("framework", "MITRE ATT&CK");
    let mut mains: Vec<(SmolStr, Vec<SmolStr>)> = Vec::new();
    for pairing in attack.pairings.iter().filter(|p| p.tactic == *id) {
        let (main, sub) = match pairing.technique.split_once('.') {
            Some((main, _)) => (SmolStr::from(main), Some(pairing.technique.clone())),
            None => (pairing.technique.clone(), None),
        };
        match mains.iter_mut().find(|(m, _)| *m == main) {
            Some((_, subs)) => subs.extend(sub),
            None => mains.push((main, sub.into_iter().collect())),
        }
    }
    if !mains.is_empty() {
        out.set(
            "technique",
            Out::list(mains.iter().map(|(main, subs)| technique_entry(main, subs, version))),
        );
    }
    let known = tactic(id, version);
    let name = known.map_or(id.as_str(), |t| t.name);
    out.set("tactic", named(id, name, format!("https://attack.mitre.org/tactics/{id}/")));
    out
}

fn technique_entry(main: &SmolStr, subs: &[SmolStr], version: AttackRelease) -> Out {
    let mut out = technique_name(main, version);
    if !subs.is_empty() {
        out.set(
            "subtechnique",
            Out::list(subs.iter().map(|sub| Out::Map(technique_name(sub, version)))),
        );
    }
    Out::Map(out)
}

fn technique_name(id: &SmolStr, version: AttackRelease) -> OutMap {
    let name = technique(id).map_or(id.as_str(), |t| t.name_at(version));
    let page = format!("https://attack.mitre.org/techniques/{}/", id.replace('.', "/"));
    named(id, name, page)
}

fn named(id: &SmolStr, name: &str, page: String) -> OutMap {
    let mut map = OutMap::new();
    map.set("id", id.clone()).set("name", name).set("reference", page);
    map
}
