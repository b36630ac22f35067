//! What becomes of a match: risk, throttling, schedule.

use super::super::{entities, forms, score, sources};
use super::{AS_WRITTEN_SCHEDULE, AS_WRITTEN_SCORE, Writer};
use crate::native;
use ruleglot_document::{Out, OutMap};
use ruleglot_ir::{About, Class, Scalar, Schedule, Severity, Taxonomy};
use smol_str::SmolStr;

impl Writer<'_> {
    /// Whether the type of the rule raises risk. contentctl's deployments: `TTP` and `Anomaly` do.
    fn raises(&self) -> bool {
        self.meta.class != Some(Class::Signal)
    }

    pub(super) fn risk(&mut self) {
        if self.own() {
            // Beside `rba`, which is kept whole, only the layout of 2024 has a score.
            let rba = self.meta.native.iter().any(|(key, _)| key == "rba");
            let written = self.meta.native.iter().find(|(key, _)| key == AS_WRITTEN_SCORE);
            match (written, self.meta.risk) {
                (Some((_, value)), _) => {
                    self.tags.set("risk_score", native::to_out(value));
                }
                (None, Some(risk)) if !rba => {
                    self.tags.set("risk_score", i64::from(risk));
                }
                _ => {}
            }
            return;
        }
        if !self.raises() {
            if self.meta.severity.is_some() {
                self.ledger.lose(About::Alerts, "severity");
            }
            if self.meta.risk.is_some() {
                self.ledger.lose(About::Alerts, "risk");
            }
            return;
        }
        let score = self.score();
        let (risks, assumed) = self.at_risk();
        if assumed {
            let what = format!("rba.risk_objects: {} ({})", risks[0].0, risks[0].1);
            self.ledger.assume(About::Alerts, "outputs", what);
        }
        let fields: Vec<String> = risks.iter().map(|(field, _)| format!("${field}$")).collect();
        let objects = risks.iter().map(|(field, kind)| {
            let mut map = OutMap::new();
            map.set("field", *field).set("type", *kind).set("score", i64::from(score));
            Out::Map(map)
        });
        let threats = entities::of_search(&self.search).threats;
        let threats = threats.iter().map(|(field, kind)| {
            let mut map = OutMap::new();
            map.set("field", *field).set("type", *kind);
            Out::Map(map)
        });
        let mut rba = OutMap::new();
        let message = format!("{} ({})", self.name, fields.join(", "));
        self.ledger.assume(About::Alerts, "title", format!("rba.message: {message}"));
        rba.set("message", message);
        rba.set("risk_objects", Out::list(objects));
        rba.set("threat_objects", Out::list(threats));
        self.out.set("rba", rba);
    }

    /// Who is at risk by the fields of the search, else by the log source, which is assumed.
    fn at_risk(&self) -> (Vec<entities::Entity>, bool) {
        match entities::of_search(&self.search).risks {
            none if none.is_empty() => (vec![sources::usual_risk(self.words())], true),
            risks => (risks, false),
        }
    }

    /// The score that the source says; else that of its severity.
    fn score(&mut self) -> u8 {
        let severity = self.meta.severity;
        let Some(risk) = self.meta.risk else {
            return severity.map_or_else(|| self.assumed_score(), score::score_of);
        };
        let risk = risk.max(1);
        let banded = score::severity_of(risk);
        if let Some(severity) = severity.filter(|s| *s != banded) {
            let (is, was) = (word(banded), word(severity));
            let message =
                format!("ESCU takes the severity from the risk score, {risk}: `{is}`, not `{was}`");
            let remedy = "change the score in the output if the severity matters more";
            let code = "metadata/severity-banded";
            self.ledger.note(code, About::Metadata, "severity", message, remedy);
        }
        risk
    }

    fn assumed_score(&mut self) -> u8 {
        let score = score::score_of(Severity::Medium);
        let what = format!("rba.risk_objects[].score: {score}");
        self.ledger.assume(About::Metadata, "severity", what);
        score
    }

    /// contentctl, `Throttling`: fields that occur in the search, for a time.
    fn throttling(&mut self) {
        let alert = &self.rule.alert;
        let Some(span) = alert.suppress else { return };
        let fields: Vec<SmolStr> = alert.group_by.iter().filter_map(field).collect();
        let own = self.own();
        let sayable = |f: &SmolStr| {
            own || (!f.contains(' ') && self.search.to_lowercase().contains(&f.to_lowercase()))
        };
        if fields.is_empty() || fields.len() < alert.group_by.len() || !fields.iter().all(sayable) {
            return self.ledger.lose(About::Alerts, "group_by");
        }
        let mut map = OutMap::new();
        map.set("fields", Out::texts(fields)).set("period", forms::write_period(span));
        self.tags.set("throttling", map);
    }

    pub(super) fn lost_alert(&mut self) {
        self.throttling();
        if self.own() {
            return;
        }
        let alert = &self.rule.alert;
        let said = |f: &SmolStr| self.search.contains(f.as_str());
        let grouped = alert.group_by.iter().all(|s| field(s).is_some_and(|f| said(&f)));
        if alert.suppress.is_none() && !grouped {
            self.ledger.lose(About::Alerts, "group_by");
        }
        if !alert.outputs.iter().all(|f| said(&f.kind.name)) {
            self.ledger.lose(About::Alerts, "outputs");
        }
        if alert.title.is_some() {
            self.ledger.lose(About::Alerts, "alert_title");
        }
        if !alert.severity.is_empty() {
            self.ledger.lose(About::Alerts, "alert_severity");
        }
    }

    /// Without a schedule of its own a rule runs by the deployment of its type.
    pub(super) fn deployment(&mut self) {
        if self.own() {
            let written = self.meta.native.iter().find(|(key, _)| key == AS_WRITTEN_SCHEDULE);
            if let Some((_, value)) = written {
                let mut map = OutMap::new();
                map.set("scheduling", native::to_out(value));
                self.out.set("deployment", map);
            }
            return;
        }
        let Some(Schedule { every, lookback }) = self.rule.schedule else { return };
        let Some(cron) = forms::write_cron(every) else {
            let message =
                format!("no cron schedule of one step runs every {} seconds", every.as_secs());
            let remedy = "set the schedule in the deployment";
            let code = "metadata/schedule-not-carried";
            return self.ledger.note(code, About::Schedule, "schedule", message, remedy);
        };
        let mut scheduling = OutMap::new();
        scheduling
            .set("cron_schedule", cron)
            .set("earliest_time", forms::write_lookback(lookback))
            .set("latest_time", "now")
            .set("schedule_window", "auto");
        let mut map = OutMap::new();
        map.set("scheduling", scheduling);
        if self.raises() {
            map.set("alert_action", self.alert_action());
        }
        self.out.set("deployment", map);
    }

    /// A deployment of its own takes the place of that of the type, actions and all: these are those of a `TTP`.
    fn alert_action(&mut self) -> OutMap {
        let (fields, _) = self.at_risk();
        let mut notable = OutMap::new();
        notable.set("rule_description", "%description%").set("rule_title", "%name%");
        notable.set("nes_fields", Out::texts(fields.iter().map(|(field, _)| *field)));
        let mut rba = OutMap::new();
        rba.set("enabled", true);
        let mut action = OutMap::new();
        action.set("notable", notable).set("rba", rba);
        let what = "deployment.alert_action: that of a TTP";
        self.ledger.assume(About::Alerts, "schedule", what);
        action
    }
}

fn field(scalar: &Scalar) -> Option<SmolStr> {
    match scalar {
        Scalar::Field(field) if field.taxonomy != Taxonomy::Element => Some(field.name.clone()),
        _ => None,
    }
}

fn word(severity: Severity) -> &'static str {
    crate::table::SIGMA_LEVEL.word(severity).unwrap_or_default()
}
