//! Pipelines and their stages.

use crate::origin::Dialect;
use crate::{Case, Expr, Field, FieldGlob, Node, Origin, Regex, Relation, Scalar, Sign};
use smol_str::SmolStr;
use std::num::NonZeroU32;
use std::time::Duration;

/// Stages in order; the first reads.
pub type Pipeline = Vec<Node<Stage>>;

/// A step of a pipeline: rows in, rows out.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// First stage of a pipeline, also on the right of joins, in unions and sequences.
    Read(Source),
    /// First stage: complete sequences, one row each.
    Sequence(Sequence),
    /// First stage: the rows of every branch, `_branch` being the branch's name.
    Union(Vec<Branch>),
    /// Keeps the rows of which the expression is true.
    Filter(Expr),
    /// Adds or replaces fields.
    Extend(Vec<(Field, Scalar)>),
    /// Adds fields cut out of one.
    Extract(Extract),
    /// Groups and measures.
    Aggregate(Aggregate),
    /// Keeps and drops fields.
    Project {
        /// Kept; all when empty.
        keep: Vec<FieldGlob>,
        /// Dropped.
        drop: Vec<FieldGlob>,
    },
    /// Renames fields.
    Rename(Vec<(FieldGlob, FieldGlob)>),
    /// One row per value (`mvexpand`, `MV_EXPAND`).
    Expand {
        /// Of this field.
        field: Field,
        /// At most so many.
        limit: Option<u32>,
    },
    /// Keeps the first rows of each key.
    Distinct {
        /// The key.
        by: Vec<Scalar>,
        /// How many.
        keep: u32,
        /// Rows without a key.
        missing: MissingKey,
    },
    /// Sorts.
    Sort(Vec<(Scalar, Order)>),
    /// Keeps the first rows.
    Limit(u64),
    /// Joins a table of the installation.
    Lookup(Lookup),
    /// Joins another pipeline.
    Join {
        /// How.
        kind: JoinKind,
        /// On what.
        on: Vec<On>,
        /// With what.
        right: Pipeline,
        /// At most so many rows of the right for each of the left.
        per_row: Option<u32>,
    },
    /// Keeps the rows whose key did not occur in the preceding period.
    FirstSeen {
        /// The key.
        key: Vec<Scalar>,
        /// The period.
        over: Duration,
    },
    /// A stage of one dialect that has no shared meaning, kept word for word.
    Opaque(Opaque),
}

/// What a pipeline reads. All of it is *also* a test when a raw event is evaluated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Source {
    /// Recognised log sources, best first.
    pub classes: Vec<EventClass>,
    /// As the source format names it.
    pub native: Vec<Node<NativeSource>>,
    /// Predicates (`event.dataset:"aws.cloudtrail"`) that were recognised as log source.
    pub consumed: Vec<Expr>,
}

/// The id of a log source in `knowledge`: `aws.cloudtrail`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventClass(pub SmolStr);

/// A log source in a format's own words.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NativeSource {
    /// An Elasticsearch index pattern.
    IndexPattern(SmolStr),
    /// A Splunk sourcetype.
    Sourcetype(SmolStr),
    /// A Splunk data model and its object.
    Datamodel {
        /// Model.
        model: SmolStr,
        /// Object.
        object: SmolStr,
    },
    /// A table.
    Table(SmolStr),
    /// A macro.
    Macro(SmolStr),
    /// A condition of a search, in Splunk's language, that finds the events.
    Search(SmolStr),
    /// A Panther log type.
    LogType(SmolStr),
    /// A Sigma `logsource`.
    Logsource {
        /// Category.
        category: Option<SmolStr>,
        /// Product.
        product: Option<SmolStr>,
        /// Service.
        service: Option<SmolStr>,
    },
}

impl NativeSource {
    /// The index pattern, if it is one.
    pub fn index_pattern(&self) -> Option<&str> {
        match self {
            Self::IndexPattern(pattern) => Some(pattern),
            _ => None,
        }
    }
}

/// A branch of a union.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Branch {
    /// Name.
    pub name: SmolStr,
    /// Rows.
    pub body: Pipeline,
    /// Origin.
    pub origin: Origin,
}

/// One node for `stats`, `eventstats`, `streamstats`, `INLINE STATS`, Sigma correlations, Elastic thresholds.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Aggregate {
    /// Group keys.
    pub by: Vec<Key>,
    /// Rows without a key.
    pub missing: MissingKey,
    /// Over which time.
    pub window: Window,
    /// Which rows come out.
    pub rows: Rows,
    /// Measures by name.
    pub measures: Vec<(Field, Measure)>,
}

/// A group key.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// Its name.
    pub name: Field,
    /// Its value.
    pub of: Scalar,
}

/// A row whose key has no value. Never defaulted: SPL `BY` and EQL `by` drop, ES|QL and SQL group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum MissingKey {
    Drop,
    Group,
}

/// The time over which rows are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Window {
    /// All that one run of the rule reads: depends on [`crate::Schedule`].
    Run,
    /// Adjacent windows.
    Tumbling(Duration),
    /// Overlapping windows.
    Hopping {
        /// Length.
        size: Duration,
        /// Distance of beginnings.
        step: Duration,
    },
    /// For each event, the events of the period that ends with it, both ends included (Sigma).
    Trailing(Duration),
    /// Opens at the first event after the last window closed (Panther `Threshold` with `DedupPeriodMinutes`).
    FromFirst(Duration),
    /// Ends after a gap.
    Session {
        /// The gap.
        gap: Duration,
        /// Longest session.
        most: Option<Duration>,
    },
    /// A number of rows.
    LastRows(NonZeroU32),
}

/// `PerGroup`: one row a group and window. `PerEvent`: every input row, the measures added to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "said above")]
pub enum Rows {
    PerGroup,
    PerEvent,
}

/// A measure of a group.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Measure {
    /// Which.
    pub op: MeasureOp,
    /// Of what.
    pub of: Vec<Scalar>,
    /// Over rows of which this holds: `count(*) WHERE c`, `count(eval(c))`.
    pub only: Option<Box<Expr>>,
}

/// An aggregate function.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum MeasureOp {
    Rows,
    ValueCount,
    Distinct,
    Sum,
    Min,
    Max,
    Avg,
    Stdev,
    Range,
    Mode,
    /// Per mille.
    Quantile(u16),
    Values,
    List,
    First,
    Last,
    Earliest,
    Latest,
    Opaque(Opaque),
}

/// Direction of a sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Order {
    Asc,
    Desc,
}

/// Fields cut out of a field.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Extract {
    /// The field.
    pub from: Field,
    /// How.
    pub method: Extractor,
    /// What it writes.
    pub writes: Vec<Field>,
    /// First match or all.
    pub matches: Matches,
    /// When nothing matches.
    pub miss: OnMiss,
}

/// A way to cut fields out of a text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Extractor {
    Regex(Regex),
    Grok(SmolStr),
    Dissect(SmolStr),
    Json { path: Option<SmolStr> },
    KeyValue,
    Xml,
}

/// How many matches are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Matches {
    First,
    All,
}

/// `rex` leaves the field as it was, GROK and DISSECT null it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "said above")]
pub enum OnMiss {
    Keep,
    Null,
}

/// A look-up in a table of the installation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Lookup {
    /// The table.
    pub table: SmolStr,
    /// Pairings.
    pub on: Vec<On>,
    /// Columns taken and the fields they are written to.
    pub take: Vec<(SmolStr, Field)>,
    /// What of fields that are there.
    pub write: Overwrite,
    /// Which rows are kept.
    pub keep: LookupKeep,
}

/// What of fields that are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Overwrite {
    Always,
    IfMissing,
}

/// Which rows a look-up keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum LookupKeep {
    Matching,
    Missing,
    All,
}

/// A kind of join.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum JoinKind {
    Inner,
    Left,
}

/// One pairing of a row here with a row there. `Fails` pairs are Elastic `threat_match`'s `negate`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct On {
    /// Here.
    pub here: Scalar,
    /// There.
    pub there: Field,
    /// How they relate.
    pub how: Relation,
    /// Letter case.
    pub case: Case,
    /// Whether it must hold or fail.
    pub sign: Sign,
}

/// A part of one dialect that has no shared meaning, kept word for word.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Opaque {
    /// Whose.
    pub dialect: Dialect,
    /// Its text.
    pub text: SmolStr,
    /// Fields it reads.
    pub reads: Vec<FieldGlob>,
    /// Fields it writes; `None`: it may write anything.
    pub writes: Option<Vec<FieldGlob>>,
}

/// Ordered steps of one entity within a span. Unordered co-occurrence is a union with a trailing aggregate.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sequence {
    /// Steps in order.
    pub steps: Vec<Step>,
    /// Longest time from first to last.
    pub span: Option<Duration>,
    /// An event that ends every sequence under way.
    pub until: Option<Box<Step>>,
    /// Whether one event may be two steps.
    pub same_event: SameEvent,
}

/// A step of a sequence.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Step {
    /// Name.
    pub name: Option<SmolStr>,
    /// Events.
    pub body: Pipeline,
    /// Keys that must be equal over the steps.
    pub by: Vec<JoinKey>,
    /// How often.
    pub occurs: Occurs,
    /// Origin.
    pub origin: Origin,
}

/// How often a step occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Occurs {
    Never,
    Times(NonZeroU32),
}

/// A key of a sequence; EQL `by ?f` lets absent values meet.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JoinKey {
    /// Its value.
    pub of: Scalar,
    /// Events without it.
    pub missing: MissingKey,
}

/// Whether one event may be two steps (Sigma `temporal_ordered`) or not (EQL).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "said above")]
pub enum SameEvent {
    Allowed,
    Refused,
}
