//! Tags and ATT&CK.

use super::{Writer, attack, sigma, source, threat};
use crate::attack::Ids;
use ruleglot_document::Out;
use ruleglot_ir::{About, Class};
use ruleglot_knowledge::tactic;

impl Writer<'_> {
    pub(super) fn tags(&mut self) {
        let ids = if self.own() { Ids::AsWritten } else { Ids::Converted };
        let attack = attack::at_version(self.meta, self.context.attack, ids);
        let version = self.context.attack;
        let tags = if self.own() {
            self.meta.tags.iter().map(ToString::to_string).collect()
        } else {
            self.made_tags(&attack)
        };
        if !tags.is_empty() {
            self.out.set("tags", Out::texts(tags));
            if !self.own() {
                self.ledger.derive(&["rule.tags"]);
            }
        }
        let entries = threat::write(&attack, version);
        if !entries.is_empty() {
            self.out.set("threat", Out::list(entries));
        }
        if !attack.renamed.is_empty() {
            let message =
                format!("ATT&CK ids of the target version differ: {}", attack.renamed.join("; "));
            self.ledger.note(
                "metadata/attack-version",
                About::Metadata,
                "attack",
                message,
                "choose another target version",
            );
        }
        let assumed = attack.pairings.iter().filter(|p| attack.assumed.contains(&p.technique));
        let assumed: Vec<_> =
            assumed.map(|p| format!("{} under {}", p.technique, p.tactic)).collect();
        if !assumed.is_empty() {
            let message =
                format!("the source names no tactic for some techniques: {}", assumed.join(", "));
            let remedy = "name their tactics in the source";
            self.ledger.note("metadata/tactic-assumed", About::Metadata, "attack", message, remedy);
        }
    }

    /// Domain, system and data sources by the log source, then use case and tactics, then what the source says.
    fn made_tags(&mut self, attack: &attack::Attack) -> Vec<String> {
        let mut tags = source::known(self.rule).map(source::elastic_tags).unwrap_or_default();
        tags.push("Use Case: Threat Detection".to_owned());
        for id in &attack.all_tactics() {
            tags.extend(tactic(id, self.context.attack).map(|t| format!("Tactic: {}", t.name)));
        }
        if self.meta.class == Some(Class::Signal) {
            tags.push("Rule Type: BBR".to_owned());
        }
        let mut lost = Vec::new();
        for tag in &self.meta.tags {
            match sigma::cve_of_tag(tag) {
                Some(cve) => tags.push(format!("Vuln: {cve}")),
                None if tag.contains(": ") => tags.push(tag.to_string()),
                None => lost.push(format!("`{tag}`")),
            }
        }
        if !lost.is_empty() {
            self.ledger.lose_as(About::Metadata, "tags", format!("the tags {}", lost.join(", ")));
        }
        let mut seen = std::collections::BTreeSet::new();
        tags.retain(|t| seen.insert(t.clone()));
        tags
    }
}
