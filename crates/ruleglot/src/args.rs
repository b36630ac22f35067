//! The arguments. `--help` of every command begins with examples that run on `rules/`.

mod check;
mod convert;
mod diff;

pub(crate) use check::{CheckArgs, FailOn, FindingFormat};
pub(crate) use convert::{ByKeysMode, ConvertArgs, FormMode, LayoutMode};
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
