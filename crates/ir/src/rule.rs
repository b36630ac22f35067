//! A rule: metadata, body, alert and schedule.

use crate::{Expr, Field, Node, Number, Opaque, Pipeline, Scalar};
use smol_str::SmolStr;
use std::time::Duration;

/// A detection rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// What is said about it.
    pub meta: Meta,
    /// What it detects. There is no source beside it: every pipeline begins with its own [`crate::Stage::Read`].
    pub body: Body,
    /// What becomes of a match.
    pub alert: Alert,
    /// When it runs.
    pub schedule: Option<Schedule>,
    /// Its own tests.
    pub tests: Vec<Example>,
}

/// What a rule detects.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Body {
    /// A pipeline.
    Pipeline(Pipeline),
    /// Machine-learning jobs, saved queries, code that cannot be lifted: metadata travels, the detection does not.
    Native(Opaque),
}

/// What is said about a rule, in no format's spelling.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Meta {
    /// The id as the source writes it.
    pub id: Option<SmolStr>,
    /// A short name that other rules refer to.
    pub name: Option<SmolStr>,
    /// Title.
    pub title: SmolStr,
    /// Description.
    pub description: Option<String>,
    /// Severity.
    pub severity: Option<Severity>,
    /// Risk score, 0 to 100.
    pub risk: Option<u8>,
    /// Maturity.
    pub status: Option<Status>,
    /// Whether a match is an alert.
    pub class: Option<Class>,
    /// ATT&CK techniques.
    pub attack: Vec<Node<Technique>>,
    /// ATT&CK tactics (`TA0002`), in the order of the source.
    pub tactics: Vec<Node<SmolStr>>,
    /// References.
    pub references: Vec<SmolStr>,
    /// Authors.
    pub authors: Vec<SmolStr>,
    /// Licence of the rule: carried along, never changed by a translation.
    pub license: Option<SmolStr>,
    /// Date of creation.
    pub created: Option<Date>,
    /// Date of the last change.
    pub modified: Option<Date>,
    /// Other rules.
    pub related: Vec<Related>,
    /// Known false positives.
    pub false_positives: Vec<String>,
    /// How to triage (Elastic `note`, Panther `Runbook`).
    pub triage: Option<String>,
    /// How to set up.
    pub setup: Option<String>,
    /// Free tags, those with a meaning of their own (ATT&CK) excluded.
    pub tags: Vec<SmolStr>,
    /// Keys of the source format which have no shared meaning, in source order, for the way back.
    pub native: Vec<(SmolStr, NativeValue)>,
}

/// Severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Severity {
    Informational,
    Low,
    Medium,
    High,
    Critical,
}

/// Maturity, in the order that Sigma gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Status {
    Unsupported,
    Deprecated,
    Experimental,
    Test,
    Stable,
}

/// Whether a match is an alert: Elastic `building_block_type`, ESCU `Hunting`, Panther `CreateAlert: false`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// A match is an alert.
    Alert,
    /// A match is kept for others to build on.
    Signal,
    /// A match is a finding of compliance.
    Compliance,
}

/// A calendar date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Date {
    pub year: u16,
    pub month: u8,
    pub day: u8,
}

/// An ATT&CK technique or sub-technique.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Technique {
    /// `T1059` or `T1059.001`.
    pub id: SmolStr,
    /// The tactic that the author wrote it under, where the format says so (Elastic, Panther).
    pub under: Option<SmolStr>,
}

/// Another rule and how it relates to this one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Related {
    /// Its id.
    pub id: SmolStr,
    /// `derived`, `obsolete`, `merged`, `renamed`, `similar`.
    pub how: SmolStr,
}

/// A value of a key that only its own format understands, with the type that the format gives it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum NativeValue {
    /// Nothing.
    Null,
    /// A truth value.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A date or point in time written without quotes.
    Moment(SmolStr),
    /// Text.
    Text(SmolStr),
    /// A list.
    List(Vec<NativeValue>),
    /// A map in source order.
    Map(Vec<(SmolStr, NativeValue)>),
}

/// What becomes of a match; no effect on which events match.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Alert {
    /// Fields shown with a match.
    pub outputs: Vec<Node<Field>>,
    /// `alert_suppression`, Panther `dedup()`, presentation `stats … by`.
    pub group_by: Vec<Scalar>,
    /// For how long equal alerts are kept back.
    pub suppress: Option<Duration>,
    /// Title of an alert.
    pub title: Option<Scalar>,
    /// First true wins, else [`Meta::severity`].
    pub severity: Vec<(Expr, Severity)>,
}

/// When a rule runs and how far back it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Schedule {
    /// Between runs.
    pub every: Duration,
    /// How far back a run reads.
    pub lookback: Duration,
}

/// A test that came with the rule.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Example {
    /// Its name.
    pub name: Option<SmolStr>,
    /// Events as JSON texts.
    pub events: Vec<SmolStr>,
    /// What is expected.
    pub expected: Outcome,
}

/// What a test expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Outcome {
    Match,
    NoMatch,
    Error,
}

impl Rule {
    /// A rule of nothing but a body.
    pub fn bare(body: Body) -> Self {
        Self {
            meta: Meta::default(),
            body,
            alert: Alert::default(),
            schedule: None,
            tests: Vec::new(),
        }
    }
}
