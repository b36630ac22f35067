//! What becomes of a match, and when the rule runs.

use super::body::{aggregate_of, known_field};
use super::{STRATEGY, Writer, forms, native, schedule};
use crate::house::ValueFrom;
use crate::table::{ELASTIC_SEVERITY, risk_of};
use ruleglot_document::{Layout, Out, OutMap};
use ruleglot_ir::{
    About, Class, Expr, ExprKind, Pattern, Scalar, Schedule, Severity, Subject, Test,
};
use smol_str::SmolStr;

impl Writer<'_> {
    pub(super) fn alert(&mut self) {
        let severity = self.severity();
        self.out.set("severity", severity.0);
        let risk = self.meta.risk.unwrap_or_else(|| risk_of(severity.1));
        self.out.set("risk_score", i64::from(risk));
        if self.meta.risk.is_none() {
            self.ledger.derive(&["rule.risk_score"]);
        }
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

    /// The word that is written, and the severity that it stands for.
    fn severity(&mut self) -> (SmolStr, Severity) {
        let style = self.context.house.style;
        let own = self.meta.severity.and_then(|s| style?.severity_word(s));
        if let Some(word) = own {
            self.ledger.origins.set("rule.severity", ValueFrom::Target);
            return (word.clone(), ELASTIC_SEVERITY.get(word).unwrap_or(Severity::Low));
        }
        let severity = self.own_severity();
        (ELASTIC_SEVERITY.word(severity).unwrap_or("low").into(), severity)
    }

    fn own_severity(&mut self) -> Severity {
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
                let what = "severity = \"medium\"";
                self.ledger.assume(About::Metadata, "severity", &["rule.severity"], what);
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
                        &["rule.alert_suppression.missing_fields_strategy"],
                        "missing_fields_strategy = \"suppress\"",
                    );
                }
            }
        }
        if fields.len() < alert.group_by.len() || (threshold && !fields.is_empty()) {
            self.ledger.lose(About::Alerts, "group_by");
        } else if fields.len() > 3 {
            let what = "more than three keys of a grouping".to_owned();
            self.ledger.lose_as(About::Alerts, "group_by", what);
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

    pub(super) fn schedule(&mut self) {
        let schedule = match self.rule.schedule {
            Some(schedule) => schedule,
            None if self.own() => return,
            None => {
                let Schedule { every, lookback } = schedule::DEFAULT;
                let (every, lookback) = (forms::write_span(every), forms::write_span(lookback));
                let (interval, from) =
                    (format!("interval = \"{every}\""), format!("from = \"now-{lookback}\""));
                self.ledger.assume(About::Schedule, "schedule", &["rule.interval"], interval);
                self.ledger.assume(About::Schedule, "schedule", &["rule.from"], from);
                schedule::DEFAULT
            }
        };
        self.out.set("from", format!("now-{}", forms::write_span(schedule.lookback)));
        self.out.set("interval", forms::write_span(schedule.every));
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
