//! Reading an Elastic rule file.

use super::{SCHEMA, forms, query, schedule, threat};
use crate::format::ReadRule;
use crate::places::Places;
use crate::table::{ELASTIC_MATURITY, ELASTIC_SEVERITY, licence_name};
use crate::value::{Notation, set};
use crate::{date, native, prose};
use ruleglot_document::{Document, Entry, Mapping, Node};
use ruleglot_ir::{
    Alert, Body, Case, Class, Expr, Field, Meta, NativeValue, Node as Placed, Pattern, Rule,
    Scalar, Schedule, Severity, Status, Test, Types,
};
use ruleglot_source::{FileSpan, SourceFile};
use smol_str::SmolStr;
use std::time::Duration;

pub(super) fn read(document: &Document, file: &SourceFile) -> ReadRule {
    let notation = Notation { file: file.id, schema: SCHEMA };
    let root = document.root.mapping();
    let rule = root.and_then(|m| m.get("rule")).and_then(Node::mapping);
    let heading = heading(document, rule, file);
    let empty = Mapping::default();
    let rule = rule.unwrap_or(&empty);
    let body = query::read(rule, file, heading);
    let is_native = matches!(body.body, Some(Body::Native(_)) | None);
    let mut reader = Reader {
        notation,
        is_native,
        meta: Meta::default(),
        alert: Alert::default(),
        places: Places::new(heading),
    };
    for entry in root.iter().flat_map(|m| &m.entries) {
        reader.table(entry);
    }
    let schedule = reader.schedule(rule, body.body.as_ref());
    reader.deprecated(file);
    let meta = reader.meta.clone();
    let (alert, places) = (reader.alert, reader.places);
    let rule =
        body.body.map(|body| Rule { meta: reader.meta, body, alert, schedule, tests: Vec::new() });
    ReadRule {
        rule,
        meta,
        language: body.language,
        parts: body.parts,
        places,
        diagnostics: body.diagnostics,
    }
}

/// The place of a rule as a whole: its name.
fn heading(document: &Document, rule: Option<&Mapping>, file: &SourceFile) -> FileSpan {
    let span = match rule {
        Some(map) => {
            let entry = map.entry("name").or(map.entries.first());
            entry.map_or(document.root.span, |e| e.key_span.join(e.value.span))
        }
        None => document.root.span,
    };
    FileSpan::new(file.id, span)
}

struct Reader {
    notation: Notation,
    /// The body is not read: its keys are kept.
    is_native: bool,
    meta: Meta,
    alert: Alert,
    places: Places,
}

impl Reader {
    fn at(&self, entry: &Entry) -> FileSpan {
        FileSpan::new(self.notation.file, entry.key_span.join(entry.value.span))
    }

    fn table(&mut self, entry: &Entry) {
        match (entry.key.as_str(), entry.value.mapping()) {
            ("metadata", Some(map)) => map.entries.iter().for_each(|e| self.entry("metadata", e)),
            ("rule", Some(map)) => map.entries.iter().for_each(|e| self.entry("rule", e)),
            _ => {
                self.places.add(entry.key.clone(), self.at(entry));
                self.keep(entry.key.clone(), native::from_node(&entry.value, SCHEMA));
            }
        }
    }

    fn keep(&mut self, path: SmolStr, value: NativeValue) {
        self.meta.native.push((path, value));
    }

    /// Takes a key; what cannot be understood is kept as the format's own.
    fn entry(&mut self, table: &str, entry: &Entry) {
        let key = entry.key.as_str();
        let path = SmolStr::from(format!("{table}.{key}"));
        let at = self.at(entry);
        if let Some(part) = part(table, key) {
            self.places.add(part, at);
        }
        self.places.add(path.clone(), at);
        let taken = match table {
            "metadata" => self.take_metadata(key, &entry.value),
            _ => self.take(key, &entry.value),
        };
        if !taken {
            self.keep(path, native::from_node(&entry.value, SCHEMA));
        }
    }

    fn take_metadata(&mut self, key: &str, node: &Node) -> bool {
        let (notation, meta) = (self.notation, &mut self.meta);
        let text = notation.text(node);
        match key {
            "creation_date" => set(&mut meta.created, text.and_then(|t| date::parse(&t)).map(Some)),
            "updated_date" => set(&mut meta.modified, text.and_then(|t| date::parse(&t)).map(Some)),
            "maturity" if text.as_deref() == Some("development") => {
                meta.status = Some(Status::Experimental);
                false
            }
            "maturity" => {
                set(&mut meta.status, text.and_then(|t| ELASTIC_MATURITY.get(&t)).map(Some))
            }
            _ => false,
        }
    }

    fn take(&mut self, key: &str, node: &Node) -> bool {
        if query::KEYS.contains(&key) {
            return !self.is_native;
        }
        let (notation, meta) = (self.notation, &mut self.meta);
        let text = || notation.text(node);
        match key {
            "name" => set(&mut meta.title, text()),
            "rule_id" => set(&mut meta.id, text().map(Some)),
            "description" => set(&mut meta.description, text().map(|t| Some(prose::unwrap(&t)))),
            "severity" => {
                set(&mut meta.severity, text().and_then(|t| ELASTIC_SEVERITY.get(&t)).map(Some))
            }
            "risk_score" => {
                let risk =
                    notation.int(node).and_then(|n| u8::try_from(n).ok()).filter(|n| *n <= 100);
                set(&mut meta.risk, risk.map(Some))
            }
            "building_block_type" if text().as_deref() == Some("default") => {
                meta.class = Some(Class::Signal);
                true
            }
            "references" => set(&mut meta.references, notation.texts(node)),
            "author" => set(&mut meta.authors, notation.texts(node)),
            "license" => set(&mut meta.license, text().map(|t| Some(licence_name(&t)))),
            "false_positives" => {
                let list = notation.texts(node);
                set(
                    &mut meta.false_positives,
                    list.map(|l| l.iter().map(|t| prose::unwrap(t)).collect::<Vec<_>>()),
                )
            }
            "note" => set(&mut meta.triage, text().map(|t| Some(t.to_string()))),
            "setup" => set(&mut meta.setup, text().map(|t| Some(t.to_string()))),
            "tags" => set(&mut meta.tags, notation.texts(node)),
            "from" | "interval" => text().is_some_and(|t| schedule::is_understood(key, &t)),
            "threat" => {
                if let Some(rest) = threat::read(node, notation, meta) {
                    self.keep("rule.threat".into(), rest);
                }
                true
            }
            "investigation_fields" => self.outputs(node),
            "alert_suppression" => self.suppression(node).is_some(),
            "rule_name_override" => {
                let field = text().map(|t| Scalar::Field(ecs(&t)));
                set(&mut self.alert.title, field.map(Some))
            }
            "severity_mapping" => self.severity_mapping(node).is_some(),
            _ => false,
        }
    }

    fn outputs(&mut self, node: &Node) -> bool {
        let only = node.mapping().is_some_and(|m| m.entries.len() == 1);
        let Some(list) =
            node.get("field_names").filter(|_| only).and_then(|n| self.notation.placed(n))
        else {
            return false;
        };
        self.alert.outputs =
            list.into_iter().map(|(name, at)| Placed::new(ecs(&name), at.into())).collect();
        true
    }

    /// The strategy for missing fields is Elastic's own and kept beside the rest.
    fn suppression(&mut self, node: &Node) -> Option<()> {
        let (mut by, mut span, mut strategy) = (Vec::new(), None, None);
        for entry in &node.mapping()?.entries {
            match entry.key.as_str() {
                "group_by" => by = self.notation.texts(&entry.value)?,
                "duration" => span = Some(self.duration(&entry.value)?),
                "missing_fields_strategy" => {
                    strategy = Some(native::from_node(&entry.value, SCHEMA));
                }
                _ => return None,
            }
        }
        self.alert.group_by = by.iter().map(|f| Scalar::Field(ecs(f))).collect();
        self.alert.suppress = span;
        if let Some(strategy) = strategy {
            self.keep(STRATEGY.into(), strategy);
        }
        Some(())
    }

    fn duration(&self, node: &Node) -> Option<Duration> {
        let value = self.notation.int(node.get("value")?)?;
        let unit = self.notation.text(node.get("unit")?)?;
        forms::span(&format!("{value}{unit}"))
    }

    /// Kibana takes the highest severity whose row fits, so rows stand from high to low: the first that holds decides.
    fn severity_mapping(&mut self, node: &Node) -> Option<()> {
        let mut rows: Vec<(Expr, Severity)> =
            node.sequence()?.iter().map(|item| self.severity_row(item)).collect::<Option<_>>()?;
        rows.sort_by_key(|(_, severity)| std::cmp::Reverse(*severity));
        self.alert.severity = rows;
        Some(())
    }

    fn severity_row(&self, item: &Node) -> Option<(Expr, Severity)> {
        let text = |key| self.notation.text(item.get(key)?);
        let (field, value) = (text("field")?, text("value")?);
        let plain = item.mapping()?.entries.len() == 4 && text("operator")? == "equals";
        let severity = ELASTIC_SEVERITY.get(&text("severity")?).filter(|_| plain)?;
        let test = Test::Text {
            any: vec![Pattern::literal(value)],
            case: Case::Exact,
            types: Types::Textual,
        };
        Some((Expr::any(ecs(&field), test, self.notation.at(item).into()), severity))
    }

    /// A rule that groups or remembers depends on its schedule, so there the default counts as said.
    fn schedule(&mut self, rule: &Mapping, body: Option<&Body>) -> Option<Schedule> {
        let depends = matches!(body, Some(Body::Pipeline(stages)) if stages.len() > 2);
        let read = schedule::read(rule, self.notation);
        read.or_else(|| depends.then_some(schedule::DEFAULT))
    }

    /// Elastic keeps deprecated rules in a folder of that name.
    fn deprecated(&mut self, file: &SourceFile) {
        let folder = file.path.split(['/', '\\']).any(|part| part == "_deprecated");
        if folder && self.meta.status.is_none() {
            self.meta.status = Some(Status::Deprecated);
        }
    }
}

/// The key of the strategy for alerts without a field to group by.
pub(super) const STRATEGY: &str = "rule.alert_suppression.missing_fields_strategy";

/// The part of the shared model that a key is.
fn part(table: &str, key: &str) -> Option<&'static str> {
    Some(match (table, key) {
        ("metadata", "creation_date") => "created",
        ("metadata", "updated_date") => "modified",
        ("metadata", "maturity") => "status",
        ("metadata", _) => return None,
        (_, "name") => "title",
        (_, "rule_id") => "id",
        (_, "risk_score") => "risk",
        (_, "building_block_type") => "class",
        (_, "author") => "authors",
        (_, "note") => "triage",
        (_, "from" | "interval") => "schedule",
        (_, "threat") => "attack",
        (_, "investigation_fields") => "outputs",
        (_, "alert_suppression") => "group_by",
        (_, "rule_name_override") => "alert_title",
        (_, "severity_mapping") => "alert_severity",
        (_, "description") => "description",
        (_, "severity") => "severity",
        (_, "references") => "references",
        (_, "license") => "license",
        (_, "false_positives") => "false_positives",
        (_, "setup") => "setup",
        (_, "tags") => "tags",
        (_, "index") => "index",
        _ => return None,
    })
}

fn ecs(name: &str) -> Field {
    Field::known("ecs", name)
}
