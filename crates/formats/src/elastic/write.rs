//! Writing Elastic rule files, in the order and style of Elastic's rule repository.

mod alert;
mod body;
mod tags;

use super::read::STRATEGY;
use super::{dsl, forms, schedule, target, threat};
use crate::carry::Ledger;
use crate::format::{Identity, WriteContext};
use crate::house::Draft;
use crate::id::derived_id;
use crate::table::{ELASTIC_MATURITY, licence_words};
use crate::{attack, date, native, prose, sigma, source};
use ruleglot_document::{Layout, Out, OutMap, TextStyle};
use ruleglot_ir::{About, Date, Legal, Meta, Rule, Status};
use smol_str::SmolStr;

pub(super) fn write<'a>(legal: &'a Legal<'_>, context: &'a WriteContext<'a>) -> Draft<'a> {
    let rule = legal.rule();
    let ledger = Ledger::new(context, "Elastic");
    let mut writer = Writer {
        rule,
        meta: &rule.meta,
        context,
        ledger,
        metadata: OutMap::new(),
        out: OutMap::new(),
    };
    writer.metadata();
    writer.texts();
    writer.alert();
    writer.schedule();
    writer.tags();
    writer.body(legal);
    writer.native();
    writer.lost();
    writer.finish()
}

struct Writer<'a> {
    rule: &'a Rule,
    meta: &'a Meta,
    context: &'a WriteContext<'a>,
    ledger: Ledger<'a>,
    metadata: OutMap,
    out: OutMap,
}

impl<'a> Writer<'a> {
    fn own(&self) -> bool {
        self.context.from == "elastic"
    }

    fn metadata(&mut self) {
        let (created, modified) = self.dates();
        self.metadata.set("creation_date", date::slashes(created));
        self.integration();
        if let Some(status) = self.meta.status {
            let maturity = self.maturity(status);
            self.metadata.set("maturity", maturity);
        }
        self.metadata.set("updated_date", date::slashes(modified));
    }

    /// Both dates are required. Without any in the source there is none to write, and today's would differ each day.
    fn dates(&mut self) -> (Date, Date) {
        let (created, modified) = (self.meta.created, self.meta.modified);
        match (created.or(modified), modified.or(created)) {
            (Some(created), Some(modified)) => (created, modified.max(created)),
            _ => {
                let epoch = Date { year: 1970, month: 1, day: 1 };
                self.ledger.assume(
                    About::Metadata,
                    "created",
                    &["metadata.creation_date", "metadata.updated_date"],
                    "creation_date and updated_date = 1970/01/01",
                );
                (epoch, epoch)
            }
        }
    }

    fn maturity(&mut self, status: Status) -> &'static str {
        ELASTIC_MATURITY.word(status).unwrap_or_else(|| {
            let message =
                "Elastic has no maturity `unsupported`; it is written as `deprecated`".to_owned();
            self.ledger.note("metadata/status-banded", About::Metadata, "status", message, "");
            "deprecated"
        })
    }

    fn integration(&mut self) {
        if self.own() {
            return;
        }
        if let Some(source) =
            source::known(self.rule).filter(|s| !s.elastic.integrations.is_empty())
        {
            let list = source.elastic.integrations.iter().map(|i| Out::text(*i)).collect();
            self.metadata.set("integration", Out::List(list, Layout::Auto));
            self.ledger.derive(&["metadata.integration"]);
        }
    }

    fn texts(&mut self) {
        let meta = self.meta;
        self.out.set("author", Out::texts(meta.authors.iter().cloned()));
        let title = if meta.title.is_empty() { "Untitled rule" } else { meta.title.as_str() };
        if meta.title.is_empty() {
            let what = "name = \"Untitled rule\"";
            self.ledger.assume(About::Metadata, "title", &["rule.name"], what);
        }
        self.out.set("name", title);
        let description = meta.description.clone().unwrap_or_else(|| {
            let what = "the description is the name";
            self.ledger.assume(About::Text, "description", &["rule.description"], what);
            title.to_owned()
        });
        self.out.set("description", prose(&description));
        self.out.set("rule_id", self.id());
        if self.context.identity == Identity::Derived {
            self.ledger.derive(&["rule.rule_id"]);
        }
        if !meta.references.is_empty() {
            self.out.set("references", Out::texts(meta.references.iter().cloned()));
        }
        if !meta.false_positives.is_empty() {
            self.out.set(
                "false_positives",
                Out::texts(meta.false_positives.iter().map(String::as_str)),
            );
        }
        if let Some(license) = &meta.license {
            self.out.set("license", licence_words(license));
        }
        for (key, text) in [("note", &meta.triage), ("setup", &meta.setup)] {
            if let Some(text) = text {
                self.out.set(key, Out::Text(text.as_str().into(), TextStyle::Auto));
            }
        }
    }

    fn id(&self) -> String {
        match (self.context.identity, &self.meta.id) {
            (Identity::Kept, Some(id)) => id.to_string(),
            (_, id) => derived_id("elastic", id.as_deref().unwrap_or(self.context.path)),
        }
    }

    /// The format's own keys come back as they were.
    fn native(&mut self) {
        if !self.own() {
            return;
        }
        let native = &self.meta.native;
        let of = |table: &'static str| {
            let key = move |path: &SmolStr| {
                path.strip_prefix(table)?.strip_prefix('.').map(SmolStr::from)
            };
            let own = |path: &SmolStr| *path != STRATEGY && path != THREAT;
            native
                .iter()
                .filter(move |(path, _)| own(path))
                .filter_map(move |(path, v)| Some((key(path)?, v)))
        };
        native::extend(&mut self.metadata, of("metadata"));
        native::extend(&mut self.out, of("rule"));
        if let Some((_, value)) = native.iter().find(|(path, _)| path == THREAT) {
            self.more_threats(native::to_out(value));
        }
    }

    fn more_threats(&mut self, value: Out) {
        let entry = self.out.entries.iter_mut().find(|e| e.key == "threat").map(|e| &mut e.value);
        match (entry, value) {
            (Some(Out::List(items, _)), Out::List(more, _)) => items.extend(more),
            (_, value) => {
                self.out.set("threat", value);
            }
        }
    }

    fn lost(&mut self) {
        if self.own() {
            return;
        }
        if self.meta.name.is_some() {
            self.ledger.lose(About::Metadata, "name");
        }
        if !self.meta.related.is_empty() {
            self.ledger.lose(About::Metadata, "related");
        }
        for (key, _) in &self.meta.native {
            if !source::is_told_elsewhere(key) {
                self.ledger.lose(source::about_key(key), key);
            }
        }
    }

    fn finish(self) -> Draft<'a> {
        let mut file = OutMap::new();
        file.set("metadata", self.metadata);
        if self.context.from == "elastic" {
            let tables = self.meta.native.iter().filter(|(k, _)| !is_of_table(k));
            native::extend(&mut file, tables.map(|(k, v)| (k.clone(), v)));
        }
        file.set("rule", self.out);
        Draft { tree: file, ledger: self.ledger }
    }
}

/// The entries of `rule.threat` that are not understood.
const THREAT: &str = "rule.threat";

/// Whether a key of the format stands in one of its two tables.
fn is_of_table(path: &str) -> bool {
    ["metadata.", "rule."].iter().any(|table| path.starts_with(table))
}

/// Wrapped as Elastic's formatter wraps it, short ones on one line.
fn prose(text: &str) -> Out {
    if text.len() <= 100 && !text.contains('\n') {
        return Out::text(text);
    }
    Out::Text(prose::wrap(text).into(), TextStyle::Prose)
}
