//! Tags, ATT&CK and references.

use super::super::{forms, sources};
use super::Writer;
use crate::attack::{self, Attack, Ids};
use crate::{sigma, source};
use ruleglot_document::Out;
use ruleglot_ir::About;
use ruleglot_knowledge::technique;
use smol_str::SmolStr;

/// The products of every rule of ESCU.
const PRODUCTS: [&str; 3] = ["Splunk Enterprise", "Splunk Enterprise Security", "Splunk Cloud"];

impl Writer<'_> {
    pub(super) fn references(&mut self) {
        let (pages, others): (Vec<_>, Vec<_>) =
            self.meta.references.iter().cloned().partition(|r| self.own() || forms::is_page(r));
        if !others.is_empty() {
            let shown = others.iter().map(|r| format!("`{r}`")).collect::<Vec<_>>().join(", ");
            let what = format!("references that are no pages: {shown}");
            self.ledger.lose_as(About::Metadata, "references", what);
        }
        if !pages.is_empty() {
            self.out.set("references", Out::texts(pages));
        }
    }

    pub(super) fn tags(&mut self) {
        self.attack();
        self.free_tags();
        if self.own() {
            return;
        }
        self.tags.set("analytic_story", Out::list([]));
        let what = "tags.analytic_story: []";
        self.ledger.assume(About::Metadata, "tags", &["tags.analytic_story"], what);
        let words = self.words();
        if source::known(self.rule).and_then(sources::words).is_none() {
            let (asset, domain) = (
                format!("tags.asset_type: {}", words.asset_type),
                format!("tags.security_domain: {}", words.security_domain),
            );
            self.ledger.assume(About::Source, "logsource", &["tags.asset_type"], asset);
            self.ledger.assume(About::Source, "logsource", &["tags.security_domain"], domain);
        } else {
            self.ledger.derive(&["tags.asset_type", "tags.security_domain"]);
        }
        self.ledger.derive(&["tags.product"]);
        self.tags.set("asset_type", words.asset_type);
        self.tags.set("security_domain", words.security_domain);
        self.tags.set("product", Out::texts(PRODUCTS));
    }

    pub(super) fn words(&self) -> sources::Words {
        source::known(self.rule).and_then(sources::words).unwrap_or(sources::UNKNOWN)
    }

    fn attack(&mut self) {
        let ids = if self.own() { Ids::AsWritten } else { Ids::Converted };
        let attack = attack::at_version(self.meta, self.context.attack, ids);
        let written = if self.own() { attack.techniques.clone() } else { without_parents(&attack) };
        if !written.is_empty() {
            self.tags.set("mitre_attack_id", Out::texts(written));
        }
        if !attack.renamed.is_empty() {
            let message =
                format!("ATT&CK ids of the target version differ: {}", attack.renamed.join("; "));
            let remedy = "choose another target version";
            self.ledger.note("metadata/attack-version", About::Metadata, "attack", message, remedy);
        }
        self.tactics(&attack);
    }

    /// ESCU names techniques alone; their tactics are ATT&CK's.
    fn tactics(&mut self, attack: &Attack) {
        let serves = |tactic: &&SmolStr| attack.pairings.iter().any(|p| p.tactic == **tactic);
        let alone: Vec<_> = attack.tactics.iter().filter(|t| !serves(t)).collect();
        if !alone.is_empty() {
            let shown = alone.iter().map(|t| format!("`{t}`")).collect::<Vec<_>>().join(", ");
            let what = format!("tactics without a technique: {shown}");
            self.ledger.lose_as(About::Metadata, "attack", what);
        }
        let release = self.context.attack;
        let more = |id: &&SmolStr| {
            let own = technique(id).map(|t| t.tactics(release)).unwrap_or_default();
            let meant =
                |t: &&str| attack.pairings.iter().any(|p| p.technique == **id && p.tactic == **t);
            !attack.assumed.contains(*id) && own.iter().any(|t| !meant(t))
        };
        let several: Vec<_> = attack.techniques.iter().filter(more).map(SmolStr::as_str).collect();
        if !several.is_empty() {
            let message = format!(
                "ESCU does not say which of its tactics {} serve{}",
                several.join(", "),
                if several.len() == 1 { "s" } else { "" }
            );
            let code = "metadata/tactic-pairing-lost";
            self.ledger.note(code, About::Metadata, "attack", message, "");
        }
    }

    fn free_tags(&mut self) {
        let mut numbers: Vec<String> = Vec::new();
        let mut lost = Vec::new();
        for tag in &self.meta.tags {
            let cve = sigma::cve_of_tag(tag)
                .or_else(|| sigma::cve_of_tag(&sigma::tag_of_cve(tag)?))
                .filter(|cve| forms::is_cve(cve));
            match cve {
                Some(cve) if !numbers.contains(&cve) => numbers.push(cve),
                Some(_) => {}
                None if source::is_said_elsewhere(tag, self.rule) => {}
                None => lost.push(format!("`{tag}`")),
            }
        }
        if !lost.is_empty() {
            self.ledger.lose_as(About::Metadata, "tags", format!("the tags {}", lost.join(", ")));
        }
        if !numbers.is_empty() {
            self.tags.set("cve", Out::texts(numbers));
        }
    }
}

/// contentctl, `sameTypeAndSubtypeNotPresent`: a sub-technique says its technique too.
fn without_parents(attack: &Attack) -> Vec<SmolStr> {
    let above = |id: &SmolStr| {
        let below =
            |other: &SmolStr| other.strip_prefix(id.as_str()).is_some_and(|r| r.starts_with('.'));
        attack.techniques.iter().any(below)
    };
    attack.techniques.iter().filter(|id| !above(id)).cloned().collect()
}
