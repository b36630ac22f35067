//! Writing Elastic rule files, in the order and style of Elastic's rule repository.

use super::read::STRATEGY;
use super::{forms, schedule, target, threat};
use crate::attack::Ids;
use crate::carry::Ledger;
use crate::format::{Identity, WriteContext, Written};
use crate::id::derived_id;
use crate::table::{ELASTIC_MATURITY, ELASTIC_SEVERITY, licence_words, risk_of};
use crate::{attack, date, native, prose, sigma, source};
use ruleglot_document::{Layout, Out, OutMap, TextStyle, write_toml};
use ruleglot_ir::{
    About, Aggregate, Body, Class, Date, Expr, ExprKind, Legal, Literal, MeasureOp, Meta, Number,
    Pattern, Pipeline, Rule, Scalar, Schedule, Severity, Stage, Status, Subject, Taxonomy, Test,
};
use ruleglot_knowledge::tactic;

pub(super) fn write(legal: &Legal<'_>, context: &WriteContext<'_>) -> Written {
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

impl Writer<'_> {
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
        }
    }

    fn texts(&mut self) {
        let meta = self.meta;
        self.out.set("author", Out::texts(meta.authors.iter().cloned()));
        let title = if meta.title.is_empty() { "Untitled rule" } else { meta.title.as_str() };
        if meta.title.is_empty() {
            self.ledger.assume(About::Metadata, "title", "name = \"Untitled rule\"");
        }
        self.out.set("name", title);
        let description = meta.description.clone().unwrap_or_else(|| {
            self.ledger.assume(About::Text, "description", "the description is the name");
            title.to_owned()
        });
        self.out.set("description", prose(&description));
        self.out.set("rule_id", self.id());
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

    fn alert(&mut self) {
        let severity = self.severity();
        self.out.set("severity", ELASTIC_SEVERITY.word(severity).unwrap_or("low"));
        let risk = self.meta.risk.unwrap_or_else(|| risk_of(severity));
        self.out.set("risk_score", i64::from(risk));
        match self.meta.class {
            Some(Class::Signal) => {
                self.out.set("building_block_type", "default");
            }
            Some(Class::Compliance) => self.ledger.lose(About::Alerts, "class"),
            Some(Class::Alert) | None => {}
        }
        let alert = &self.rule.alert;
        if !alert.outputs.is_empty() {
            let mut map = OutMap::new();
            map.set("field_names", Out::texts(alert.outputs.iter().map(|f| f.kind.name.clone())));
            self.out.set("investigation_fields", map);
        }
        self.suppression();
        match &alert.title {
            Some(Scalar::Field(field)) => {
                self.out.set("rule_name_override", field.name.clone());
            }
            Some(_) => self.ledger.lose(About::Alerts, "alert_title"),
            None => {}
        }
        self.severity_mapping();
    }

    fn severity(&mut self) -> Severity {
        match self.meta.severity {
            Some(Severity::Informational) => {
                let message =
                    "Elastic has no severity `informational`; it is written as `low`".to_owned();
                let remedy = "make it a building block if its matches should not be alerts";
                self.ledger.note(
                    "metadata/severity-banded",
                    About::Metadata,
                    "severity",
                    message,
                    remedy,
                );
                Severity::Low
            }
            Some(severity) => severity,
            None => {
                self.ledger.assume(About::Metadata, "severity", "severity = \"medium\"");
                Severity::Medium
            }
        }
    }

    /// Elastic Security, "Suppress detection alerts": one to three fields; a threshold rule has its own grouping.
    fn suppression(&mut self) {
        let alert = &self.rule.alert;
        let fields: Vec<_> = alert.group_by.iter().filter_map(known_field).collect();
        let threshold = aggregate_of(self.rule).is_some();
        if alert.group_by.is_empty() && (alert.suppress.is_none() || !threshold) {
            if alert.suppress.is_some() {
                self.ledger.lose(About::Alerts, "group_by");
            }
            return;
        }
        let mut map = OutMap::new();
        if !threshold {
            map.set("group_by", Out::texts(fields.iter().take(3).cloned()));
            let strategy = self
                .meta
                .native
                .iter()
                .find(|(k, _)| self.context.from == "elastic" && k == STRATEGY);
            match strategy {
                Some((_, value)) => {
                    map.set("missing_fields_strategy", native::to_out(value));
                }
                None => {
                    map.set("missing_fields_strategy", "suppress");
                    self.ledger.assume(
                        About::Alerts,
                        "group_by",
                        "missing_fields_strategy = \"suppress\"",
                    );
                }
            }
        }
        if fields.len() < alert.group_by.len()
            || fields.len() > 3
            || (threshold && !fields.is_empty())
        {
            self.ledger.lose(About::Alerts, "group_by");
        }
        if let Some(span) = alert.suppress {
            let (value, unit) = forms::value_unit(span);
            let mut duration = OutMap::new();
            duration.set("unit", unit).set("value", Out::Int(value.into()));
            duration.layout = Layout::Inline;
            map.set("duration", duration);
        }
        self.out.set("alert_suppression", map);
    }

    fn severity_mapping(&mut self) {
        let rows: Option<Vec<OutMap>> =
            self.rule.alert.severity.iter().map(|(e, s)| severity_row(e, *s)).collect();
        match rows {
            Some(rows) if rows.is_empty() => {}
            Some(rows) => {
                self.out.set("severity_mapping", Out::list(rows.into_iter().map(Out::Map)));
            }
            None => self.ledger.lose(About::Alerts, "alert_severity"),
        }
    }

    fn schedule(&mut self) {
        let schedule = match self.rule.schedule {
            Some(schedule) => schedule,
            None if self.own() => return,
            None => {
                let Schedule { every, lookback } = schedule::DEFAULT;
                let (every, lookback) = (forms::write_span(every), forms::write_span(lookback));
                let what = format!("interval = \"{every}\", from = \"now-{lookback}\"");
                self.ledger.assume(About::Schedule, "schedule", what);
                schedule::DEFAULT
            }
        };
        self.out.set("from", format!("now-{}", forms::write_span(schedule.lookback)));
        self.out.set("interval", forms::write_span(schedule.every));
    }

    fn tags(&mut self) {
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
            tags.extend(
                tactic(id, self.context.attack.release()).map(|t| format!("Tactic: {}", t.name)),
            );
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

    fn body(&mut self, legal: &Legal<'_>) {
        let Body::Pipeline(pipeline) = &self.rule.body else { return };
        self.indexes();
        self.out.set("language", "kuery");
        self.out.set("type", "query");
        for node in pipeline {
            match &node.kind {
                Stage::Aggregate(aggregate) => self.threshold(aggregate, pipeline),
                Stage::FirstSeen { key, over } => {
                    let mut map = OutMap::new();
                    let mut history = OutMap::new();
                    history.set("field", "history_window_start");
                    history.set("value", format!("now-{}", forms::write_span(*over)));
                    map.set("field", "new_terms_fields");
                    map.set("value", Out::texts(key.iter().filter_map(known_field)));
                    map.set("history_window_start", Out::list([Out::Map(history)]));
                    self.out.set("type", "new_terms").set("new_terms", map);
                }
                _ => {}
            }
        }
        let query = ruleglot_kuery::print_pretty(&target::query(legal));
        self.out.set("query", Out::Text(format!("{query}\n").into(), TextStyle::Literal));
    }

    fn indexes(&mut self) {
        let own = source::of_rule(self.rule).map(source::indexes).unwrap_or_default();
        let view = self.own() && self.meta.native.iter().any(|(k, _)| k == "rule.data_view_id");
        let known =
            || source::known(self.rule).map(|s| s.elastic.indexes.clone()).unwrap_or_default();
        let mut patterns = own;
        if patterns.is_empty() && !self.own() {
            patterns = known();
        }
        if patterns.is_empty() && !self.own() {
            patterns.push("logs-*");
            self.ledger.assume(About::Source, "logsource", "index = [\"logs-*\"]");
        }
        if !patterns.is_empty() && !view {
            self.out.set("index", Out::texts(patterns));
        }
    }

    fn threshold(&mut self, aggregate: &Aggregate, pipeline: &Pipeline) {
        let mut map = OutMap::new();
        map.set("field", Out::texts(aggregate.by.iter().filter_map(|k| known_field(&k.of))));
        let count = aggregate.measures.iter().find(|(_, m)| m.op == MeasureOp::Rows);
        let least = count.and_then(|(field, _)| bound_of(&field.name, pipeline)).unwrap_or(1);
        map.set("value", Out::Int(least));
        let distinct = aggregate.measures.iter().filter(|(_, m)| m.op == MeasureOp::Distinct);
        let rows = distinct.filter_map(|(name, measure)| {
            let mut row = OutMap::new();
            row.set("field", known_field(measure.of.first()?)?);
            row.set("value", Out::Int(bound_of(&name.name, pipeline)?));
            Some(Out::Map(row))
        });
        let rows: Vec<_> = rows.collect();
        if !rows.is_empty() {
            map.set("cardinality", Out::list(rows));
        }
        self.out.set("type", "threshold").set("threshold", map);
    }

    /// The format's own keys come back as they were.
    fn native(&mut self) {
        if !self.own() {
            return;
        }
        for (path, value) in &self.meta.native {
            let value = native::to_out(value);
            match path.split_once('.') {
                _ if path == STRATEGY => {}
                Some(("metadata", key)) => {
                    self.metadata.set(key, value);
                }
                Some(("rule", "threat")) => self.more_threats(value),
                Some(("rule", key)) => {
                    self.out.set(key, value);
                }
                _ => {}
            }
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
            self.ledger.lose(source::about_key(key), key);
        }
    }

    fn finish(mut self) -> Written {
        self.metadata.entries.sort_by(|a, b| a.key.cmp(&b.key));
        // The query stands last, before the tables.
        self.out
            .entries
            .sort_by(|a, b| (a.key == "query", &a.key).cmp(&(b.key == "query", &b.key)));
        let mut file = OutMap::new();
        file.set("metadata", self.metadata);
        if self.context.from == "elastic" {
            let tables = self.meta.native.iter().filter(|(k, _)| !k.contains('.'));
            for (key, value) in tables {
                file.set(key.clone(), native::to_out(value));
            }
        }
        file.set("rule", self.out);
        Written { text: write_toml(&file), notes: self.ledger.finish() }
    }
}

/// Wrapped as Elastic's formatter wraps it, short ones on one line.
fn prose(text: &str) -> Out {
    if text.len() <= 100 && !text.contains('\n') {
        return Out::text(text);
    }
    Out::Text(prose::wrap(text).into(), TextStyle::Prose)
}

fn known_field(scalar: &Scalar) -> Option<smol_str::SmolStr> {
    match scalar {
        Scalar::Field(field) if field.taxonomy != Taxonomy::Element => Some(field.name.clone()),
        _ => None,
    }
}

fn aggregate_of(rule: &Rule) -> Option<&Aggregate> {
    match &rule.body {
        Body::Pipeline(pipeline) => pipeline.iter().find_map(|s| match &s.kind {
            Stage::Aggregate(aggregate) => Some(aggregate),
            _ => None,
        }),
        Body::Native(_) => None,
    }
}

/// The number that a filter asks of a measure.
fn bound_of(measure: &str, pipeline: &Pipeline) -> Option<i128> {
    let filters = pipeline.iter().filter_map(|s| match &s.kind {
        Stage::Filter(expr) => Some(expr),
        _ => None,
    });
    let tests = filters.flat_map(|e| match &e.kind {
        ExprKind::And(of) => of.as_slice(),
        _ => std::slice::from_ref(e),
    });
    tests.filter_map(|e| bound(e, measure)).max()
}

fn bound(expr: &Expr, measure: &str) -> Option<i128> {
    let field = expr.field().filter(|f| f.taxonomy == Taxonomy::Derived && f.name == measure);
    match (&expr.kind, field) {
        (
            ExprKind::Test {
                test: Test::Order { bound: Literal::Number(Number::Int(n)), .. }, ..
            },
            Some(_),
        ) => Some(*n),
        _ => None,
    }
}

fn severity_row(expr: &Expr, severity: Severity) -> Option<OutMap> {
    let ExprKind::Test {
        subject: Subject::Value(Scalar::Field(field)),
        test: Test::Text { any, .. },
        ..
    } = &expr.kind
    else {
        return None;
    };
    let [value] = any.as_slice() else { return None };
    let mut row = OutMap::new();
    row.set("field", field.name.clone()).set("operator", "equals");
    row.set("severity", ELASTIC_SEVERITY.word(severity)?);
    row.set("value", Pattern::as_literal(value)?);
    Some(row)
}
