//! Writing ESCU rules, in the order of ESCU's own.
//!
//! A rule of ESCU's keeps its layout and says no more than it did. A rule of another format gets the layout of
//! contentctl 5 with all that contentctl demands; what the source does not say is assumed, and told.

mod alert;
mod tags;
mod texts;

use super::read::keys::{AS_WRITTEN_SCHEDULE, AS_WRITTEN_SCORE};
use super::{name, query};
use crate::carry::Ledger;
use crate::format::WriteContext;
use crate::house::Draft;
use crate::{native, source};
use ruleglot_document::{Out, OutMap};
use ruleglot_ir::{About, Legal, Meta, NativeValue, Rule};
use smol_str::SmolStr;

pub(super) fn write<'a>(legal: &'a Legal<'_>, context: &'a WriteContext<'a>) -> Draft<'a> {
    let rule = legal.rule();
    let own = context.from == "splunk";
    let name = if own {
        rule.meta.title.to_string()
    } else {
        name::of(&rule.meta.title, context.distinct)
    };
    let pattern = context.house.style.and_then(|style| style.filter_macro.as_deref());
    let filter = name::filter_by(&name, pattern);
    let mut writer = Writer {
        rule,
        meta: &rule.meta,
        context,
        search: query::write_search(legal, filter.as_deref()).unwrap_or_default(),
        name,
        ledger: Ledger::new(context, "ESCU"),
        tags: OutMap::new(),
        out: OutMap::new(),
    };
    writer.heading();
    writer.texts();
    writer.search();
    writer.notices();
    writer.references();
    writer.risk();
    writer.tags();
    writer.deployment();
    writer.native();
    writer.lost();
    writer.finish()
}

struct Writer<'a> {
    rule: &'a Rule,
    meta: &'a Meta,
    context: &'a WriteContext<'a>,
    name: String,
    search: String,
    ledger: Ledger<'a>,
    tags: OutMap,
    out: OutMap,
}

/// Keys in ESCU's order; others stand behind them.
pub(super) const ORDER: &[&str] = &[
    "name",
    "id",
    "version",
    "date",
    "author",
    "status",
    "type",
    "description",
    "data_source",
    "search",
    "how_to_implement",
    "known_false_positives",
    "references",
    "drilldown_searches",
    "rba",
    "tags",
    "deployment",
    "tests",
];

impl<'a> Writer<'a> {
    fn own(&self) -> bool {
        self.context.from == "splunk"
    }

    fn native(&mut self) {
        if !self.own() {
            return;
        }
        let below = |table: &str, path: &SmolStr| {
            path.strip_prefix(table)?.strip_prefix('.').map(SmolStr::from)
        };
        let native = &self.meta.native;
        let plain = |path: &str| !matches!(path, AS_WRITTEN_SCHEDULE | AS_WRITTEN_SCORE);
        let of = |table: &'static str| {
            let pairs = native.iter().filter(move |(path, _)| plain(path));
            pairs.filter_map(move |(path, v)| Some((below(table, path)?, v)))
        };
        let ids = "tags.mitre_attack_id";
        native::extend(&mut self.tags, of("tags").filter(|(key, _)| key != "mitre_attack_id"));
        if let Some((_, NativeValue::List(bad))) = native.iter().find(|(path, _)| path == ids) {
            let mut all = match self.tags.get("mitre_attack_id") {
                Some(Out::List(items, _)) => items.clone(),
                _ => Vec::new(),
            };
            all.extend(bad.iter().map(native::to_out));
            self.tags.set("mitre_attack_id", Out::list(all));
        } else if let Some((_, other)) = native.iter().find(|(path, _)| path == ids) {
            self.tags.set("mitre_attack_id", native::to_out(other));
        }
        let mut deployment = match self.out.get("deployment") {
            Some(Out::Map(map)) => map.clone(),
            _ => OutMap::new(),
        };
        native::extend(&mut deployment, of("deployment"));
        if !deployment.entries.is_empty() {
            self.out.set("deployment", deployment);
        }
        let whole = native.iter().filter(|(path, _)| !path.contains('.'));
        native::extend(&mut self.out, whole.map(|(path, value)| (path.clone(), value)));
    }

    fn lost(&mut self) {
        self.lost_alert();
        if self.own() {
            return;
        }
        let meta = self.meta;
        for (part, there) in [("name", meta.name.is_some()), ("related", !meta.related.is_empty())]
        {
            if there {
                self.ledger.lose(About::Metadata, part);
            }
        }
        if meta.license.is_some() {
            self.ledger.lose(About::Metadata, "license");
        }
        if meta.triage.is_some() {
            self.ledger.lose(About::Text, "triage");
        }
        for (key, _) in &meta.native {
            if !source::is_told_elsewhere(key) {
                self.ledger.lose(source::about_key(key), key);
            }
        }
    }

    fn finish(mut self) -> Draft<'a> {
        if !self.tags.entries.is_empty() {
            self.out.set("tags", self.tags);
        }
        Draft { tree: self.out, ledger: self.ledger }
    }
}
