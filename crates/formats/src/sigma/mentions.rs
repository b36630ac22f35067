//! Sigma's tags of the namespace `attack`, as written.

use super::SCHEMA;
use crate::mention::{
    AttackLayout, AttackMention, AttackMentions, AttackRole, Mentioned, Placed, id_in_any_case,
};
use crate::value::Notation;
use ruleglot_document::{Document, Node};
use ruleglot_source::SourceFile;

pub(super) fn of(document: &Document, file: &SourceFile) -> AttackMentions {
    let notation = Notation { file: file.id, schema: SCHEMA };
    let tags = document.root.get("tags").map_or(&[][..], items);
    let mention = |node: &Node| {
        let written = Placed::of(node, notation, file)?;
        let what = tag(&written.text)?;
        Some(AttackMention::new(written, what, AttackRole::Listed))
    };
    AttackMentions { layout: AttackLayout::Tags, list: tags.iter().filter_map(mention).collect() }
}

fn items(node: &Node) -> &[Node] {
    node.sequence().unwrap_or(std::slice::from_ref(node))
}

/// What a tag names; `None` when it is of another namespace.
fn tag(text: &str) -> Option<Mentioned> {
    let (space, name) = text.split_once('.')?;
    if !space.trim().eq_ignore_ascii_case("attack") {
        return None;
    }
    let exact = space == "attack" && !name.bytes().any(|b| b.is_ascii_uppercase());
    match known(name) {
        // Sigma names tactics by their short names.
        Some(found) if exact && !matches!(found, Mentioned::Tactic(_)) => Some(found),
        _ => {
            let lower = name.trim().to_ascii_lowercase();
            // `t1059_001`, as file names have it.
            let meant = known(&lower).or_else(|| known(&lower.replace('_', ".")));
            Some(Mentioned::Malformed(meant.map(Box::new)))
        }
    }
}

fn known(name: &str) -> Option<Mentioned> {
    if is_word(name) {
        return Some(Mentioned::TacticName(name.into()));
    }
    id_in_any_case(name)
}

/// `privilege-escalation`, `privilege_escalation`
fn is_word(name: &str) -> bool {
    let part = |p: &str| !p.is_empty() && p.bytes().all(|b| b.is_ascii_lowercase());
    name.split(['-', '_']).all(part)
}
