//! The arguments of `convert`.

use super::{FieldNames, release};
use clap::{Args as ClapArgs, ValueEnum};
use ruleglot_engine::AttackRelease;
use std::path::PathBuf;

/// Arguments of `convert`.
#[derive(Debug, ClapArgs)]
#[command(before_help = "Examples:
  ruleglot convert rules/elastic/aws_cloudtrail_lambda_layer_published.toml --to sigma
  ruleglot convert rules/sigma --to elastic --out converted --report report.json
  ruleglot convert rules/sigma --to elastic --out converted --check --diff
  ruleglot convert rules/sigma --to elastic --out converted --against report.json
  ruleglot convert rules/splunk --to sigma --out converted --by-keys require
  echo 'event.action: StopLogging' | ruleglot convert - --to sigma --fields keep")]
pub(crate) struct ConvertArgs {
    /// Files and directories; `-` is standard input.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// A format, with its language after a colon where there is a choice.
    #[arg(long, value_name = "TARGET")]
    pub(crate) to: String,
    /// The format or language of the input; found by itself when not given.
    #[arg(long, value_name = "FORMAT")]
    pub(crate) from: Option<String>,
    /// The directory that is written to.
    #[command(flatten)]
    pub(crate) folder: FolderArgs,
    /// The report (JSON) of an earlier run: pass when no rule is worse than there.
    #[arg(long, value_name = "FILE")]
    pub(crate) against: Option<PathBuf>,
    /// Write the ledger to this file, JSON or Markdown by its ending; may be given twice.
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Vec<PathBuf>,
    /// Verdicts that need no review, or `any`.
    #[arg(
        long,
        value_name = "VERDICTS",
        value_delimiter = ',',
        default_value = "exact,presentation"
    )]
    pub(crate) allow: Vec<String>,
    /// Assumptions about your data to grant: `by-keys-present`, `case-by-mapping`, `map-medium`, `ascii-letters`, or `none`.
    #[arg(
        long,
        value_name = "NAMES",
        value_delimiter = ',',
        default_value = "map-medium,ascii-letters"
    )]
    pub(crate) assume: Vec<String>,
    /// What becomes of field names.
    #[arg(long, value_name = "MODE", default_value = "map")]
    pub(crate) fields: FieldNames,
    /// The log source of bare queries, as in `aws.cloudtrail`, or one provider's among those of the rule.
    #[arg(long, value_name = "SOURCE")]
    pub(crate) source: Option<String>,
    /// The fields of your index: Elasticsearch's `_mapping` or `_field_caps`, Splunk's `fieldsummary`, a CSV, or
    /// `{"field": "type"}`; may be given several times.
    #[arg(long, value_name = "FILE")]
    pub(crate) schema: Vec<PathBuf>,
    /// The release of ATT&CK to write; 18.1 when neither this nor the configuration says so.
    #[arg(long, value_name = "RELEASE", value_parser = release)]
    pub(crate) attack: Option<AttackRelease>,
    /// Splunk macros: a `macros.conf`, or JSON `{"name(args)": "definition"}`.
    #[arg(long, value_name = "FILE")]
    pub(crate) macros: Option<PathBuf>,
    /// What becomes of events that a Splunk search drops because they lack a field that it groups by.
    #[arg(long, value_name = "MODE", default_value = "note")]
    pub(crate) by_keys: ByKeysMode,
    /// Which form of a condition is written where the target's own repository has another than the exact one.
    #[arg(long, value_name = "FORM", default_value = "exact")]
    pub(crate) form: FormMode,
    /// Write a page about each refused rule below `_review/`: what was refused and why, and what is left as a hunt.
    #[arg(long, requires = "out")]
    pub(crate) todo: bool,
    /// Run each rule and its result on these events and tell where they differ: JSON lines or a JSON array, in the names
    /// of the source.
    #[arg(long, value_name = "FILE")]
    pub(crate) events: Option<PathBuf>,
    /// The same events in the names of the target, one for one.
    #[arg(long, value_name = "FILE", requires = "events")]
    pub(crate) target_events: Option<PathBuf>,
    /// Pass over named files that are no rules.
    #[arg(long)]
    pub(crate) skip_others: bool,
    /// How much is said.
    #[command(flatten)]
    pub(crate) talk: TalkArgs,
}

/// How much is said.
#[derive(Debug, ClapArgs)]
pub(crate) struct TalkArgs {
    /// Say of every value of what is written where it is from.
    #[arg(long)]
    pub(crate) explain_metadata: bool,
    /// Print the ledger of every rule, however many there are.
    #[arg(short, long, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
    /// Print no ledger and no summary, only why the exit status is not 0.
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

/// What becomes of a directory.
#[derive(Debug, ClapArgs)]
pub(crate) struct FolderArgs {
    /// Write files below this directory, in the folders that their sources stand in; without it, to standard output.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Where rules stand below the directory.
    #[arg(long, value_name = "LAYOUT", default_value = "keep", requires = "out")]
    pub(crate) layout: LayoutMode,
    /// Write nothing; exit with 1 when the directory is not what the sources give.
    #[arg(long, requires = "out")]
    pub(crate) check: bool,
    /// With --check, show what would change.
    #[arg(long, requires = "check")]
    pub(crate) diff: bool,
    /// Remove files whose source is gone or refused, unless someone edited them.
    #[arg(long, requires = "out")]
    pub(crate) prune: bool,
}

/// Where rules stand below the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LayoutMode {
    /// In the folders that their sources stand in.
    Keep,
    /// All in one.
    Flat,
}

/// Which of several forms of a condition is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormMode {
    /// The one that means the same.
    Exact,
    /// The one that rules of the target's own repository have, with a note of what it loses or adds.
    House,
}

/// What becomes of events that lack a grouping's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ByKeysMode {
    /// They match, with a note that names the keys.
    Note,
    /// Presence tests drop them, which is exact.
    Require,
}
