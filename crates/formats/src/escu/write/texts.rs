//! What is said about a rule: name, dates, authors, texts.

use super::super::sources;
use super::Writer;
use crate::format::Identity;
use crate::id::derived_id;
use crate::table::ESCU_STATUS;
use crate::{date, source};
use ruleglot_document::{Out, TextStyle};
use ruleglot_ir::{About, Class, Date, Status};

/// contentctl: `SecurityContentObject_Abstract.author` and `description`.
const LONGEST_AUTHOR: usize = 255;
const LONGEST_DESCRIPTION: usize = 10_000;

impl Writer<'_> {
    pub(super) fn heading(&mut self) {
        let title = self.meta.title.as_str();
        if title.is_empty() && !self.own() {
            let what = format!("name: {}", self.name);
            self.ledger.assume(About::Metadata, "title", &["name"], what);
        } else if self.name != title {
            let message = format!("ESCU's name for `{title}` is `{}`", self.name);
            let remedy = "give the rule a shorter title of letters and digits";
            self.ledger.note("metadata/title-changed", About::Metadata, "title", message, remedy);
        }
        if !(self.own() && title.is_empty()) {
            self.out.set("name", self.name.clone());
        }
        if let Some(id) = self.id() {
            self.out.set("id", id);
            if self.context.identity == Identity::Derived {
                self.ledger.derive(&["id"]);
            }
        }
        if !self.own() {
            self.out.set("version", 1_i64);
            self.ledger.assume(About::Metadata, "version", &["version"], "version: 1");
        }
        if let Some(date) = self.date() {
            self.out.set("date", Out::text(date::hyphens(date)));
        }
        self.author();
        self.status();
        let kind = match self.meta.class {
            Some(Class::Signal) => Some("Hunting"),
            Some(Class::Alert) => Some("TTP"),
            _ if self.own() => None,
            Some(Class::Compliance) => {
                self.ledger.lose(About::Alerts, "class");
                Some("TTP")
            }
            None => Some("TTP"),
        };
        if let Some(kind) = kind {
            self.out.set("type", kind);
            if self.meta.class.is_none() {
                self.ledger.derive(&["type"]);
            }
        }
    }

    fn id(&self) -> Option<String> {
        match (self.context.identity, &self.meta.id) {
            (Identity::Kept, Some(id)) => Some(id.to_string()),
            (Identity::Kept, None) if self.own() => None,
            (_, id) => Some(derived_id("splunk", id.as_deref().unwrap_or(self.context.path))),
        }
    }

    /// ESCU has one date, that of the last change.
    fn date(&mut self) -> Option<Date> {
        let (created, modified) = (self.meta.created, self.meta.modified);
        if created.is_some() && modified.is_some() && created != modified {
            self.ledger.lose(About::Metadata, "created");
        }
        let date = modified.or(created);
        if date.is_some() || self.own() {
            return date;
        }
        self.ledger.assume(About::Metadata, "created", &["date"], "date: 1970-01-01");
        Some(Date { year: 1970, month: 1, day: 1 })
    }

    fn author(&mut self) {
        let authors = &self.meta.authors;
        let mut said = authors.join(", ");
        if said.is_empty() {
            if !self.own() {
                self.out.set("author", "Unknown");
                self.ledger.assume(About::Metadata, "authors", &["author"], "author: Unknown");
            }
            return;
        }
        if said.chars().count() > LONGEST_AUTHOR && !self.own() {
            let mut kept = authors.len();
            while said.chars().count() > LONGEST_AUTHOR && kept > 1 {
                kept -= 1;
                said = authors[..kept].join(", ");
            }
            said = said.chars().take(LONGEST_AUTHOR).collect();
            let rest = authors[kept..].join(", ");
            self.ledger.lose_as(About::Metadata, "authors", format!("the authors {rest}"));
        }
        self.out.set("author", said);
    }

    /// contentctl, `tests_validate`: what is in production has a test with attack data, which no other format has.
    fn status(&mut self) {
        let status = self.meta.status;
        if self.own() {
            if let Some(word) = status.and_then(|s| ESCU_STATUS.word(s)) {
                self.out.set("status", word);
            }
            return;
        }
        let (word, message) = match status {
            None => {
                let what = "status: experimental";
                self.ledger.assume(About::Metadata, "status", &["status"], what);
                ("experimental", None)
            }
            Some(Status::Stable) => (
                "experimental",
                Some(
                    "ESCU's `production` needs a test with attack data; it is written as \
                     `experimental`",
                ),
            ),
            Some(Status::Test) => {
                ("experimental", Some("ESCU has no status `test`; it is written as `experimental`"))
            }
            Some(Status::Unsupported) => (
                "deprecated",
                Some("ESCU has no status `unsupported`; it is written as `deprecated`"),
            ),
            Some(Status::Experimental) => ("experimental", None),
            Some(Status::Deprecated) => ("deprecated", None),
        };
        if let Some(message) = message {
            let remedy = if status == Some(Status::Stable) {
                "add `tests` and `drilldown_searches`, then make it `production`"
            } else {
                ""
            };
            let message = message.to_owned();
            self.ledger.note("metadata/status-banded", About::Metadata, "status", message, remedy);
        }
        self.out.set("status", word);
    }

    pub(super) fn texts(&mut self) {
        let meta = self.meta;
        match &meta.description {
            Some(text) if self.own() => self.text("description", text),
            Some(text) if text.trim().is_empty() => self.described_by_name(),
            Some(text) => {
                let short: String = text.chars().take(LONGEST_DESCRIPTION).collect();
                if short.len() < text.len() {
                    let what = "the end of `description`".to_owned();
                    self.ledger.lose_as(About::Text, "description", what);
                }
                self.text("description", short.trim_end());
            }
            None if self.own() => {}
            None => self.described_by_name(),
        }
        if !self.own() {
            let names = source::known(self.rule).map(sources::data_sources).unwrap_or_default();
            self.out.set("data_source", Out::texts(names));
            self.ledger.derive(&["data_source"]);
        }
    }

    fn described_by_name(&mut self) {
        let what = "the description is the name";
        self.ledger.assume(About::Text, "description", &["description"], what);
        let name = self.name.clone();
        self.text("description", &name);
    }

    fn text(&mut self, key: &str, text: &str) {
        self.out.set(key, Out::Text(text.into(), TextStyle::Auto));
    }

    pub(super) fn search(&mut self) {
        if self.search.is_empty() {
            return;
        }
        let style = if self.search.contains('\n') { TextStyle::Literal } else { TextStyle::Auto };
        self.out.set("search", Out::Text(self.search.as_str().into(), style));
    }

    /// contentctl wants four characters of either.
    pub(super) fn notices(&mut self) {
        let setup = self.meta.setup.clone().filter(|t| self.own() || t.trim().len() >= 4);
        match setup {
            Some(text) => self.text("how_to_implement", &text),
            None if self.own() => {}
            None => {
                let text = "Ingest the events that the search reads, and define the macros that it \
                            calls.";
                let what = format!("how_to_implement: {text}");
                self.ledger.assume(About::Text, "setup", &["how_to_implement"], what);
                self.text("how_to_implement", text);
            }
        }
        let cases = &self.meta.false_positives;
        let said = match cases.as_slice() {
            [one] => one.clone(),
            // A list in one text; its items are lines.
            many => {
                let line = |t: &String| {
                    format!("- {}", t.split_whitespace().collect::<Vec<_>>().join(" "))
                };
                many.iter().map(line).collect::<Vec<_>>().join("\n")
            }
        };
        if said.trim().len() >= 4 || (self.own() && !cases.is_empty()) {
            self.text("known_false_positives", &said);
        } else if !self.own() {
            if !said.trim().is_empty() {
                self.ledger.lose(About::Text, "false_positives");
            }
            let text = "Not known.";
            let what = format!("known_false_positives: {text}");
            let keys = &["known_false_positives"];
            self.ledger.assume(About::Text, "false_positives", keys, what);
            self.text("known_false_positives", text);
        }
    }
}
