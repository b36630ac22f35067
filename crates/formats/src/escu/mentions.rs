//! ESCU's `tags.mitre_attack_id`, as written.

use super::SCHEMA;
use crate::mention::{
    AttackLayout, AttackMention, AttackMentions, AttackRole, Mentioned, Placed, id_in_any_case,
};
use crate::value::Notation;
use ruleglot_document::{Document, Node};
use ruleglot_source::SourceFile;
use smol_str::SmolStr;

pub(super) fn of(document: &Document, file: &SourceFile) -> AttackMentions {
    let notation = Notation { file: file.id, schema: SCHEMA };
    let list = document.root.at(&["tags", "mitre_attack_id"]).and_then(Node::sequence);
    let mention = |node: &Node| {
        let written = Placed::of(node, notation, file)?;
        let what = technique(&written.text);
        Some(AttackMention::new(written, what, AttackRole::Listed))
    };
    let list = list.unwrap_or_default().iter().filter_map(mention).collect();
    AttackMentions { layout: AttackLayout::Techniques, list }
}

/// Techniques alone may stand there.
fn technique(text: &SmolStr) -> Mentioned {
    match id_in_any_case(text) {
        Some(Mentioned::Technique(id)) if id == *text => Mentioned::Technique(id),
        meant => Mentioned::Malformed(meant.map(Box::new)),
    }
}
