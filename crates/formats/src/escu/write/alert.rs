//! What becomes of a match: risk, throttling, schedule.

use super::super::{entities, forms, score, sources};
use super::{AS_WRITTEN_SCHEDULE, AS_WRITTEN_SCORE, Writer};
use crate::house::ValueFrom;
use crate::native;
use ruleglot_document::{Out, OutMap};
use ruleglot_ir::{About, Class, Scalar, Schedule, Severity, Taxonomy};
use smol_str::SmolStr;

/// Where a schedule stands.
static SCHEDULING: [&str; 3] = [
    "deployment.scheduling.cron_schedule",
    "deployment.scheduling.earliest_time",
    "deployment.scheduling.latest_time",
];

/// contentctl's deployments of types.
const USUAL: [&str; 3] = ["0 * * * *", "-70m@m", "-10m@m"];

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
        self.ledger.derive(&["rba.risk_objects", "rba.threat_objects"]);
        let score = self.score();
        let (risks, assumed) = self.at_risk();
        if assumed {
            let what = format!("rba.risk_objects: {} ({})", risks[0].0, risks[0].1);
            self.ledger.assume(About::Alerts, "outputs", &["rba.risk_objects"], what);
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
        let what = format!("rba.message: {message}");
        self.ledger.assume(About::Alerts, "title", &["rba.message"], what);
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
        let style = self.context.house.style;
        if let Some(score) = style.and_then(|s| s.risk_of(severity.unwrap_or(Severity::Medium))) {
            self.ledger.origins.add("rba.risk_objects", ValueFrom::Target);
            return score;
        }
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
        self.ledger.assume(About::Metadata, "severity", &["rba.risk_objects"], what);
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
        let Some(scheduling) = self.scheduling() else { return };
        let mut map = OutMap::new();
        map.set("scheduling", scheduling);
        if self.raises() {
            map.set("alert_action", self.alert_action());
        }
        self.out.set("deployment", map);
    }

    /// When it runs: as the team says, else as the source says, else as contentctl's own deployments do. `None` where
    /// neither the team nor the source says anything.
    fn scheduling(&mut self) -> Option<OutMap> {
        let context = self.context;
        let style = context.house.style.filter(|style| style.has_schedule());
        let [cron, earliest, latest] =
            style.map_or([None; 3], |s| [&s.cron, &s.earliest, &s.latest].map(Option::as_ref));
        let own = self.own_scheduling(cron);
        if own.is_none() && style.is_none() {
            return None;
        }
        let own = own.unwrap_or_default();
        let mut scheduling = OutMap::new();
        for (at, said) in [cron, earliest, latest].into_iter().enumerate() {
            let key = SCHEDULING[at].rsplit('.').next().unwrap_or_default();
            if said.is_some() {
                self.ledger.origins.set(SCHEDULING[at], ValueFrom::Target);
            }
            let value = said.cloned().or_else(|| own[at].clone()).unwrap_or_else(|| {
                let what = format!("{key}: {}", USUAL[at]);
                let keys = std::slice::from_ref(&SCHEDULING[at]);
                self.ledger.assume(About::Schedule, "schedule", keys, what);
                USUAL[at].into()
            });
            scheduling.set(key, value);
        }
        scheduling.set("schedule_window", "auto");
        self.ledger.derive(&["deployment.scheduling.schedule_window"]);
        Some(scheduling)
    }

    /// The source's schedule in Splunk's words. How often it runs may not be sayable, which is no loss where the team says
    /// it.
    fn own_scheduling(&mut self, team: Option<&SmolStr>) -> Option<[Option<SmolStr>; 3]> {
        let Schedule { every, lookback } = self.rule.schedule?;
        let cron = forms::write_cron(every);
        if cron.is_none() && team.is_none() {
            let message =
                format!("no cron schedule of one step runs every {} seconds", every.as_secs());
            let remedy = "set the schedule in the deployment";
            let code = "metadata/schedule-not-carried";
            self.ledger.note(code, About::Schedule, "schedule", message, remedy);
            return None;
        }
        let lookback = forms::write_lookback(lookback);
        Some([cron.map(SmolStr::from), Some(lookback.into()), Some("now".into())])
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
        let keys = &[
            "deployment.alert_action.notable.rule_description",
            "deployment.alert_action.notable.rule_title",
            "deployment.alert_action.notable.nes_fields",
            "deployment.alert_action.rba.enabled",
        ];
        self.ledger.assume(About::Alerts, "schedule", keys, what);
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
