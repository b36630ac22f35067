//! Elastic's `[[rule.threat]]`, as written.

use super::SCHEMA;
use crate::mention::{
    AttackLayout, AttackMention, AttackMentions, AttackRole, Mentioned, Placed, id_in_any_case,
};
use crate::value::Notation;
use ruleglot_document::{Document, Node};
use ruleglot_source::SourceFile;

pub(super) fn of(document: &Document, file: &SourceFile) -> AttackMentions {
    let mentions = AttackMentions { layout: AttackLayout::Entries, list: Vec::new() };
    let mut reader =
        Reader { mentions, notation: Notation { file: file.id, schema: SCHEMA }, file };
    let threat = document.root.at(&["rule", "threat"]);
    for entry in items(threat) {
        if entry.get("framework").and_then(Node::text) == Some("MITRE ATT&CK") {
            reader.entry(entry);
        }
    }
    reader.mentions
}

fn items(node: Option<&Node>) -> &[Node] {
    node.and_then(Node::sequence).unwrap_or_default()
}

struct Reader<'a> {
    mentions: AttackMentions,
    notation: Notation,
    file: &'a SourceFile,
}

impl Reader<'_> {
    fn entry(&mut self, entry: &Node) {
        let tactic = entry.get("tactic").and_then(|n| self.add(n, AttackRole::Tactic, None));
        for technique in items(entry.get("technique")) {
            let main = self.add(technique, AttackRole::Technique, tactic);
            for sub in items(technique.get("subtechnique")) {
                self.add(sub, AttackRole::SubTechnique, main.or(tactic));
            }
        }
    }

    fn add(&mut self, node: &Node, role: AttackRole, below: Option<usize>) -> Option<usize> {
        let placed = |key| Placed::of(node.get(key)?, self.notation, self.file);
        let written = placed("id")?;
        let what = match (id_in_any_case(&written.text), role) {
            (Some(Mentioned::Tactic(id)), AttackRole::Tactic) if id == written.text => {
                Mentioned::Tactic(id)
            }
            (Some(Mentioned::Technique(id)), AttackRole::Technique | AttackRole::SubTechnique)
                if id == written.text =>
            {
                Mentioned::Technique(id)
            }
            (meant, _) => Mentioned::Malformed(meant.map(Box::new)),
        };
        let (name, reference) = (placed("name"), placed("reference"));
        self.mentions.list.push(AttackMention { written, what, role, below, name, reference });
        Some(self.mentions.list.len() - 1)
    }
}
