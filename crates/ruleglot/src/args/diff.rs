//! The arguments of `diff`.

use super::FieldNames;
use clap::{Args as ClapArgs, ValueEnum};
use std::path::PathBuf;

/// Arguments of `diff`.
#[derive(Debug, ClapArgs)]
#[command(before_help = "Examples:
  ruleglot diff rules/elastic/aws_cloudtrail_lambda_layer_published.toml rules/sigma/aws_cloudtrail_lambda_layer_published.yml
  ruleglot diff --exit-code rules/elastic/okta_mfa_factor_removed.toml rules/sigma/okta_mfa_factor_removed.yml
  ruleglot diff --format json rules/sigma/okta_mfa_factor_removed.yml rules/sigma/okta_admin_console_from_outside.yml
  ruleglot diff --since main --format md rules/")]
pub(crate) struct DiffArgs {
    /// Two rules; with `--since`, files and directories.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Compare each rule with itself at a revision of git.
    #[arg(long, value_name = "REV")]
    pub(crate) since: Option<String>,
    /// Exit with 1 unless all mean the same.
    #[arg(long)]
    pub(crate) exit_code: bool,
    /// Exit with 1 when a rule has one of these verdicts: `narrower`, `wider`, `different`, `unknown`, `added`,
    /// `removed`.
    #[arg(long, value_name = "VERDICTS", value_delimiter = ',')]
    pub(crate) fail_on: Vec<String>,
    /// How it is shown.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: DiffFormat,
    /// What is done with field names of different taxonomies.
    #[arg(long, value_name = "MODE", default_value = "map")]
    pub(crate) fields: FieldNames,
    /// The fields of your index: Elasticsearch's `_mapping` or `_field_caps`, Splunk's `fieldsummary`, a CSV, or
    /// `{"field": "type"}`; may be given several times.
    #[arg(long, value_name = "FILE")]
    pub(crate) schema: Vec<PathBuf>,
    /// The log source of bare queries, as in `aws.cloudtrail`.
    #[arg(long, value_name = "SOURCE")]
    pub(crate) source: Option<String>,
    /// Splunk macros: a `macros.conf`, or JSON `{"name(args)": "definition"}`.
    #[arg(long, value_name = "FILE")]
    pub(crate) macros: Option<PathBuf>,
}

/// How differences are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// For people.
    Text,
    /// For machines.
    Json,
    /// Markdown, for the comment of a pull request.
    Md,
}
