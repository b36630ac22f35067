//! The arguments. `--help` of every command begins with examples that run on `rules/`.

mod check;
mod diff;

pub(crate) use check::{CheckArgs, FailOn, FindingFormat};
pub(crate) use diff::{DiffArgs, DiffFormat};

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use ruleglot_engine::AttackRelease;
use std::path::PathBuf;

/// Reads detection rules in any format, says what they mean, finds what is wrong with them, and writes them in any other
/// format without changing their meaning in silence.
#[derive(Debug, Parser)]
#[command(name = "ruleglot", version, disable_help_subcommand = true)]
pub(crate) struct Args {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Threads to use; all cores by default.
    #[arg(long, global = true, value_name = "N")]
    pub(crate) jobs: Option<usize>,
    /// When to use colour.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Colour,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colour {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Lint every rule found
    Check(CheckArgs),
    /// Lay out rules and their queries, without changing what they say
    Fmt(FmtArgs),
    /// Write rules in another format, with a ledger of every difference
    Convert(ConvertArgs),
    /// Say what a rule means
    Explain(ExplainArgs),
    /// Say which events a rule matches
    Eval(EvalArgs),
    /// Say whether two rules mean the same, and if not, an event that tells them apart
    Diff(DiffArgs),
    /// Show a field in every taxonomy
    Fields(FieldsArgs),
    /// Look at a repository's rules and write a configuration to begin with
    Init(InitArgs),
    /// Explain a code of a finding or a note
    Why(WhyArgs),
}

/// Arguments of `fmt`.
#[derive(Debug, ClapArgs)]
#[command(
    before_help = "Examples:
  ruleglot fmt rules/
  ruleglot fmt --check rules/sigma
  ruleglot fmt --diff rules/elastic",
    after_help = "Files are written in place, each whole or not at all. What was laid out is read again first: the same values, the
same meaning, the same comments, or the file is left as it is.

Exit status: 0 when all is laid out; 1 when a file could not be read, or with --check and --diff would change; 2 for
wrong usage (a directory without a rule) or a file that cannot be written."
)]
pub(crate) struct FmtArgs {
    /// Files and directories; `-` lays out standard input on standard output.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Write nothing; name the files that would change.
    #[arg(long, conflicts_with = "diff")]
    pub(crate) check: bool,
    /// Write nothing; show what would change.
    #[arg(long)]
    pub(crate) diff: bool,
    /// The format or language of the input; found by itself when not given.
    #[arg(long, value_name = "FORMAT")]
    pub(crate) from: Option<String>,
    /// Pass over named files that are no rules.
    #[arg(long)]
    pub(crate) skip_others: bool,
}

/// The release of ATT&CK that is called so.
fn release(name: &str) -> Result<AttackRelease, String> {
    AttackRelease::named(name).ok_or_else(|| {
        let known: Vec<_> = AttackRelease::ALL.iter().map(|release| release.number()).collect();
        format!("there are {}", known.join(" and "))
    })
}

/// Arguments of `convert`.
#[derive(Debug, ClapArgs)]
#[command(before_help = "Examples:
  ruleglot convert rules/elastic/aws_cloudtrail_lambda_layer_published.toml --to sigma
  ruleglot convert rules/sigma --to elastic --out converted --report report.json
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
    /// Write files below this directory, mirroring the input tree; without it, to standard output.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
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
    /// Pass over named files that are no rules.
    #[arg(long)]
    pub(crate) skip_others: bool,
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

/// What becomes of field names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FieldNames {
    /// Each becomes its counterpart in the target.
    Map,
    /// They stay as they are.
    Keep,
}

/// Arguments of `explain`.
#[derive(Debug, ClapArgs)]
#[command(before_help = "Examples:
  ruleglot explain rules/sigma/aws_cloudtrail_lambda_layer_attached.yml
  ruleglot explain --format json rules/elastic
  echo 'event.action: StopLogging' | ruleglot explain -")]
pub(crate) struct ExplainArgs {
    /// Files and directories; `-` is standard input.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// The format or language of the input.
    #[arg(long, value_name = "FORMAT")]
    pub(crate) from: Option<String>,
    /// How it is shown.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: TextOrJson,
    /// The log source of bare queries, as in `aws.cloudtrail`.
    #[arg(long, value_name = "SOURCE")]
    pub(crate) source: Option<String>,
    /// Splunk macros: a `macros.conf`, or JSON `{"name(args)": "definition"}`.
    #[arg(long, value_name = "FILE")]
    pub(crate) macros: Option<PathBuf>,
}

/// Text for people or JSON for machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextOrJson {
    /// For people.
    Text,
    /// For machines.
    Json,
}

/// Arguments of `eval`.
#[derive(Debug, ClapArgs)]
#[command(before_help = "Examples:
  ruleglot eval rules/sigma/aws_cloudtrail_lambda_layer_attached.yml --events rules/events/cloudtrail.jsonl
  ruleglot eval rules/sigma --events rules/events/windows.jsonl
  ruleglot eval rules/splunk --events rules/events/splunk.jsonl --check-source
  echo '{\"eventName\": \"StopLogging\"}' | ruleglot eval rules/sigma --events -")]
pub(crate) struct EvalArgs {
    /// Rules: files and directories, or `-` for a bare query with `--from`.
    #[arg(required = true, value_name = "RULE")]
    pub(crate) rules: Vec<PathBuf>,
    /// Events as JSON lines or a JSON array; `-` is standard input.
    #[arg(long, value_name = "FILE")]
    pub(crate) events: PathBuf,
    /// The format or language of the rules.
    #[arg(long, value_name = "FORMAT")]
    pub(crate) from: Option<String>,
    /// The fields of your index: Elasticsearch's `_mapping` or `_field_caps`, Splunk's `fieldsummary`, a CSV, or
    /// `{"field": "type"}`; may be given several times.
    #[arg(long, value_name = "FILE")]
    pub(crate) schema: Vec<PathBuf>,
    /// Splunk macros: a `macros.conf`, or JSON `{"name(args)": "definition"}`.
    #[arg(long, value_name = "FILE")]
    pub(crate) macros: Option<PathBuf>,
    /// Hold events against the log source too, as far as the rule states it by predicates.
    #[arg(long)]
    pub(crate) check_source: bool,
}

/// Arguments of `fields`.
#[derive(Debug, ClapArgs)]
#[command(before_help = "Examples:
  ruleglot fields process.parent.name
  ruleglot fields TargetUserName --source windows.security
  ruleglot fields Processes.process_name --format json")]
pub(crate) struct FieldsArgs {
    /// A field by its name in any taxonomy: raw, Sigma, ECS, a Splunk add-on, a data model.
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    /// Only in this log source, as in `aws.cloudtrail`.
    #[arg(long, value_name = "SOURCE")]
    pub(crate) source: Option<String>,
    /// How it is shown.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: TextOrJson,
}

/// Arguments of `why`.
#[derive(Debug, ClapArgs)]
#[command(before_help = "Examples:
  ruleglot why translate/case-sensitive
  ruleglot why sigma/unknown-modifier
  ruleglot why yaml")]
pub(crate) struct WhyArgs {
    /// A code, or a family for the list of its codes.
    #[arg(value_name = "CODE")]
    pub(crate) code: String,
}

/// Arguments of `init`.
#[derive(Debug, ClapArgs)]
#[command(before_help = "Examples:
  ruleglot init
  ruleglot init rules/
  ruleglot init --baseline rules/")]
pub(crate) struct InitArgs {
    /// The repository, or the folder of its rules.
    #[arg(value_name = "DIR", default_value = ".")]
    pub(crate) path: PathBuf,
    /// Take the findings that are there as known.
    #[arg(long)]
    pub(crate) baseline: bool,
}
