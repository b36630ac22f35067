//! Writing Sigma, in the order and style of `SigmaHQ`'s rules.

use super::tags;
use crate::attack::Ids;
use crate::carry::Ledger;
use crate::format::{Identity, WriteContext};
use crate::house::{Draft, ValueFrom};
use crate::id::{derived_id, is_uuid};
use crate::table::{SIGMA_LEVEL, SIGMA_STATUS, risk_of};
use crate::{attack, date, native, source};
use ruleglot_document::{Layout, Out, OutMap, TextStyle};
use ruleglot_ir::{About, Body, Class, Legal, Meta, NativeSource, NativeValue, Related, Rule};
use smol_str::SmolStr;

pub(super) fn write<'a>(legal: &'a Legal<'_>, context: &'a WriteContext<'a>) -> Draft<'a> {
    let rule = legal.rule();
    let mut writer = Writer {
        rule,
        meta: &rule.meta,
        context,
        ledger: Ledger::new(context, "Sigma"),
        out: OutMap::new(),
    };
    writer.heading();
    writer.tags();
    writer.logsource();
    writer.detection(legal);
    writer.ending();
    writer.lost();
    Draft { tree: writer.out, ledger: writer.ledger }
}

struct Writer<'a> {
    rule: &'a Rule,
    meta: &'a Meta,
    context: &'a WriteContext<'a>,
    ledger: Ledger<'a>,
    out: OutMap,
}

impl<'a> Writer<'a> {
    fn own(&self) -> bool {
        self.context.from == "sigma"
    }

    fn native(&self, key: &str) -> Option<Out> {
        let own = self.own();
        self.meta
            .native
            .iter()
            .find(|(k, _)| own && k == key)
            .map(|(_, value)| native::to_out(value))
    }

    fn put(&mut self, key: &str, value: Option<impl Into<Out>>) {
        match value {
            Some(value) => {
                self.out.set(key, value);
            }
            // A value that could not be understood comes back as it was.
            None => {
                if let Some(value) = self.native(key) {
                    self.out.set(key, value);
                }
            }
        }
    }

    fn heading(&mut self) {
        let meta = self.meta;
        let title = if meta.title.is_empty() { "Untitled rule".into() } else { meta.title.clone() };
        if meta.title.is_empty() {
            self.ledger.assume(About::Metadata, "title", &["title"], "title: Untitled rule");
        }
        self.put("title", Some(title));
        self.put("id", self.id());
        if self.context.identity == Identity::Derived {
            self.ledger.derive(&["id"]);
        }
        self.put("name", meta.name.clone());
        let related = self.related();
        self.put("related", related);
        self.put("taxonomy", None::<Out>);
        self.put("status", meta.status.and_then(|s| SIGMA_STATUS.word(s)));
        self.put(
            "description",
            meta.description.as_deref().map(|d| Out::Text(d.into(), TextStyle::Auto)),
        );
        self.put("license", meta.license.clone());
        self.put("references", list(&meta.references));
        let authors = (!meta.authors.is_empty()).then(|| meta.authors.join(", "));
        self.put("author", authors);
        self.put("date", meta.created.map(|d| Out::Date(date::hyphens(d).into())));
        self.put("modified", self.modified());
    }

    /// A rule that never changed has no date of its last change.
    fn modified(&self) -> Option<Out> {
        let modified = self.meta.modified.filter(|m| Some(*m) != self.meta.created)?;
        Some(Out::Date(date::hyphens(modified).into()))
    }

    fn id(&self) -> Option<SmolStr> {
        let own = self.meta.id.clone();
        match self.context.identity {
            Identity::Kept => own,
            Identity::Derived => {
                Some(derived_id("sigma", own.as_deref().unwrap_or(self.context.path)).into())
            }
        }
    }

    fn related(&mut self) -> Option<Out> {
        let mut related: Vec<Related> = Vec::new();
        match &self.meta.id {
            _ if self.context.identity == Identity::Kept => {}
            Some(id) if is_uuid(id) => {
                related.push(Related { id: id.clone(), how: "derived".into() });
            }
            // Sigma relates rules by UUID only.
            Some(_) => self.ledger.lose(About::Metadata, "id"),
            None => {}
        }
        related.extend(self.meta.related.iter().filter(|r| is_uuid(&r.id) || self.own()).cloned());
        let maps = related.into_iter().map(|r| {
            let mut map = OutMap::new();
            map.set("id", r.id).set("type", r.how);
            Out::Map(map)
        });
        let maps: Vec<Out> = maps.collect();
        (!maps.is_empty()).then(|| Out::list(maps))
    }

    fn ids(&self) -> Ids {
        if self.own() { Ids::AsWritten } else { Ids::Converted }
    }

    fn tags(&mut self) {
        let attack = attack::at_version(self.meta, self.context.attack, self.ids());
        let mut all = tags::of_attack(&attack, self.context.attack);
        let mut lost = Vec::new();
        for tag in &self.meta.tags {
            let kept = match tags::tag_of_cve(tag) {
                Some(cve) => Some(cve),
                None if self.own() || super::is_sigma_tag(tag) => Some(tag.to_string()),
                None => None,
            };
            match kept {
                Some(tag) if !all.contains(&tag) => all.push(tag),
                Some(_) => {}
                None if source::is_said_elsewhere(tag, self.rule) => {}
                None => lost.push(format!("`{tag}`")),
            }
        }
        if !lost.is_empty() {
            self.ledger.lose_as(About::Metadata, "tags", format!("the tags {}", lost.join(", ")));
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
        if !attack.pairing_told.is_empty() {
            let message = format!(
                "Sigma's tags do not say which tactic {} serve{}",
                attack.pairing_told.join(", "),
                if attack.pairing_told.len() == 1 { "s" } else { "" }
            );
            self.ledger.note(
                "metadata/tactic-pairing-lost",
                About::Metadata,
                "attack",
                message,
                "",
            );
        }
        let tags = (!all.is_empty()).then(|| Out::texts(all));
        self.put("tags", tags);
    }

    fn logsource(&mut self) {
        let mut map = OutMap::new();
        let found = source::of_sigma(self.rule);
        match found {
            Some(NativeSource::Logsource { category, product, service }) => {
                for (key, word) in
                    [("category", category), ("product", product), ("service", service)]
                {
                    if let Some(word) = word {
                        map.set(key, word);
                    }
                }
            }
            _ => {
                map.set("category", "unknown");
                let what = "logsource.category: unknown";
                self.ledger.assume(About::Source, "index", &["logsource.category"], what);
            }
        }
        if self.own() {
            if let Some(setup) = &self.meta.setup {
                map.set("definition", setup.as_str());
            }
            let below = |(key, value): &'a (SmolStr, NativeValue)| {
                Some((key.strip_prefix("logsource.")?.into(), value))
            };
            native::extend(&mut map, self.meta.native.iter().filter_map(below));
        }
        self.out.set("logsource", map);
    }

    fn detection(&mut self, legal: &Legal<'_>) {
        match &self.rule.body {
            Body::Pipeline(_) => {
                let detection = ruleglot_sigma::raise(legal);
                self.out.set("detection", ruleglot_sigma::print(&detection));
            }
            Body::Native(_) => {
                for key in ["detection", "correlation", "filter"] {
                    self.put(key, None::<Out>);
                }
            }
        }
    }

    fn ending(&mut self) {
        let names: Vec<SmolStr> =
            self.rule.alert.outputs.iter().map(|f| f.kind.name.clone()).collect();
        self.put("fields", list(&names));
        self.put("falsepositives", list(&self.meta.false_positives));
        let level = self.level();
        self.put("level", level);
        if !self.own() {
            return;
        }
        let own = self.meta.native.iter().filter(|(key, _)| !key.starts_with("logsource."));
        native::extend(&mut self.out, own.map(|(key, value)| (key.clone(), value)));
    }

    fn level(&mut self) -> Option<SmolStr> {
        let severity = self.meta.severity?;
        match self.context.house.style.and_then(|style| style.severity_word(severity)) {
            Some(word) => {
                self.ledger.origins.set("level", ValueFrom::Target);
                Some(word.clone())
            }
            None => SIGMA_LEVEL.word(severity).map(SmolStr::from),
        }
    }

    /// Everything that Sigma has no key for.
    fn lost(&mut self) {
        let (rule, meta) = (self.rule, self.meta);
        if rule.schedule.is_some() {
            let message =
                "a Sigma rule does not say when it runs or how far back it looks".to_owned();
            let remedy = "set the schedule where the rule is deployed";
            self.ledger.note(
                "metadata/schedule-not-carried",
                About::Schedule,
                "schedule",
                message,
                remedy,
            );
        }
        if matches!(meta.class, Some(Class::Signal | Class::Compliance)) {
            let message = "a Sigma rule does not say that its matches are no alerts".to_owned();
            let remedy = "lower its level, or keep it from alerting where it is deployed";
            self.ledger.note(
                "metadata/building-block-not-carried",
                About::Alerts,
                "class",
                message,
                remedy,
            );
        }
        self.lost_alert();
        let usual = meta.severity.map(risk_of);
        if meta.risk.is_some() && meta.risk != usual {
            self.ledger.lose(About::Metadata, "risk");
        }
        if meta.triage.is_some() {
            self.ledger.lose(About::Text, "triage");
        }
        if self.own() {
            return;
        }
        if meta.setup.is_some() {
            self.ledger.lose(About::Text, "setup");
        }
        for (key, _) in &meta.native {
            if !source::is_told_elsewhere(key) {
                self.ledger.lose(source::about_key(key), key);
            }
        }
    }

    fn lost_alert(&mut self) {
        let alert = &self.rule.alert;
        if !alert.group_by.is_empty() || alert.suppress.is_some() {
            self.ledger.lose(About::Alerts, "group_by");
        }
        if alert.title.is_some() {
            self.ledger.lose(About::Alerts, "alert_title");
        }
        if !alert.severity.is_empty() {
            self.ledger.lose(About::Alerts, "alert_severity");
        }
    }
}

fn list<T: AsRef<str>>(items: &[T]) -> Option<Out> {
    let texts = items.iter().map(|t| Out::Text(t.as_ref().into(), TextStyle::Auto)).collect();
    (!items.is_empty()).then_some(Out::List(texts, Layout::Auto))
}
