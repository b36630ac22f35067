//! The keys of a rule, each with what it means in the shared model.

use super::Reader;
use crate::escu::{SCHEMA, forms, query};
use crate::table::ESCU_STATUS;
use crate::value::set;
use crate::{attack, date, native, sigma};
use ruleglot_document::Node;
use ruleglot_ir::{Class, NativeValue, Scalar, Technique};
use smol_str::SmolStr;

/// Whether the keys of a map are told apart.
pub(super) fn is_table(key: &str) -> bool {
    matches!(key, "tags" | "deployment")
}

/// The parts of the shared model that a key is.
pub(super) fn parts(path: &str) -> &'static [&'static str] {
    match path {
        "name" => &["title"],
        "date" => &["modified", "created"],
        "author" => &["authors"],
        "type" => &["class"],
        "search" => &["logsource", "index", "outputs", "group_by"],
        "how_to_implement" => &["setup"],
        "known_false_positives" => &["false_positives"],
        "rba" => &["risk", "severity"],
        "deployment" => &["schedule"],
        "tags.risk_score" => &["risk", "severity"],
        "tags.mitre_attack_id" => &["attack"],
        _ => &[],
    }
}

impl Reader {
    pub(super) fn take(&mut self, path: &str, node: &Node) -> bool {
        let (notation, meta) = (self.notation, &mut self.meta);
        let text = || notation.text(node);
        match path {
            "name" => set(&mut meta.title, text()),
            "id" => set(&mut meta.id, text().map(Some)),
            // The date of the last change: that of creation is not told.
            "date" => set(&mut meta.modified, text().and_then(|t| date::parse(&t)).map(Some)),
            "author" => set(&mut meta.authors, text().map(|t| sigma::split_authors(&t))),
            "status" => set(&mut meta.status, text().and_then(|t| ESCU_STATUS.get(&t)).map(Some)),
            "type" => self.class(node),
            "description" => {
                set(&mut meta.description, text().map(|t| Some(t.trim_end().to_owned())))
            }
            "search" => text().is_some(),
            "how_to_implement" => {
                set(&mut meta.setup, text().map(|t| Some(t.trim_end().to_owned())))
            }
            "known_false_positives" => set(&mut meta.false_positives, text().map(|t| items(&t))),
            "references" => set(&mut meta.references, notation.texts(node)),
            "rba" => self.rba(node),
            "tags.mitre_attack_id" => self.techniques(node),
            "tags.cve" => self.vulnerabilities(node),
            "tags.risk_score" => self.score(node),
            "tags.throttling" => self.throttling(node).is_some(),
            "deployment.scheduling" => self.scheduling(node),
            _ => false,
        }
    }

    /// A hunt raises no alert. What tells the other types apart is ESCU's own: both risk and notable of a `TTP` are what
    /// an alert is elsewhere.
    fn class(&mut self, node: &Node) -> bool {
        let text = self.notation.text(node);
        self.meta.class = match text.as_deref() {
            Some("Hunting") => Some(Class::Signal),
            Some("TTP" | "Anomaly" | "Correlation") => Some(Class::Alert),
            _ => None,
        };
        matches!(text.as_deref(), Some("Hunting" | "TTP"))
    }

    /// Ids that are none are kept apart.
    fn techniques(&mut self, node: &Node) -> bool {
        let Some(list) = node.sequence().and_then(|_| self.notation.placed(node)) else {
            return false;
        };
        let mut rest = Vec::new();
        for (text, at) in list {
            match attack::technique_id(&text).filter(|id| *id == text) {
                Some(id) => self.meta.attack.push(attack::node(Technique { id, under: None }, at)),
                None => rest.push(NativeValue::Text(text)),
            }
        }
        if !rest.is_empty() {
            self.keep("tags.mitre_attack_id", NativeValue::List(rest));
        }
        true
    }

    /// Told as Sigma tells them, so that every format knows them: `cve.2021-44228`.
    fn vulnerabilities(&mut self, node: &Node) -> bool {
        let Some(list) = node.sequence().and_then(|_| self.notation.texts(node)) else {
            return false;
        };
        if !list.iter().all(|cve| forms::is_cve(cve)) {
            return false;
        }
        let tag = |cve: &SmolStr| SmolStr::from(format!("cve.{}", &cve["CVE-".len()..]));
        self.meta.tags.extend(list.iter().map(tag));
        true
    }

    fn throttling(&mut self, node: &Node) -> Option<()> {
        let map = node.mapping().filter(|m| m.entries.len() == 2)?;
        let fields = self.notation.texts(map.get("fields")?)?;
        let period = forms::period(&self.notation.text(map.get("period")?)?)?;
        self.alert.group_by = fields.iter().map(|f| Scalar::Field(query::field(f))).collect();
        self.alert.suppress = Some(period);
        let at = self.at(node.span);
        self.places.add("suppress", at);
        Some(())
    }

    /// The words are kept too: a shared schedule knows no offset of its end, nor a window.
    fn scheduling(&mut self, node: &Node) -> bool {
        let text = |key| self.notation.text(node.get(key)?);
        let found = text("cron_schedule")
            .zip(text("earliest_time"))
            .and_then(|(every, earliest)| forms::schedule(&every, &earliest));
        if found.is_some() {
            self.schedule = found;
            self.keep(AS_WRITTEN_SCHEDULE, native::from_node(node, SCHEMA));
        }
        found.is_some()
    }
}

/// The key under which the words of an understood schedule are kept.
pub(in crate::escu) const AS_WRITTEN_SCHEDULE: &str = "deployment.scheduling.*";
/// The key under which a risk score that is no whole number is kept as written.
pub(in crate::escu) const AS_WRITTEN_SCORE: &str = "tags.risk_score.*";

/// One text, or the items of a list in it.
pub(super) fn items(text: &str) -> Vec<String> {
    let text = text.trim_end();
    let lines: Option<Vec<&str>> = text.lines().map(|line| line.strip_prefix("- ")).collect();
    match lines {
        Some(lines) if lines.len() > 1 => lines.into_iter().map(str::to_owned).collect(),
        _ if text.is_empty() => Vec::new(),
        _ => vec![text.to_owned()],
    }
}
