//! The arguments of `check`.

use super::release;
use clap::{Args as ClapArgs, ValueEnum};
use ruleglot_engine::AttackRelease;
use std::path::PathBuf;

/// Arguments of `check`.
#[derive(Debug, ClapArgs)]
#[command(
    before_help = "Examples:
  ruleglot check rules/
  ruleglot check --select sigma,yaml rules/sigma
  ruleglot check --fix --diff rules/
  ruleglot check --format json rules/elastic",
    after_help = "Exit status: 0 when there is nothing worse than info, 1 for any warning or error, 2 for wrong usage
(a directory without a rule, an unknown code).

A comment allows a finding: # ruleglot: allow(sigma/duplicate-value) the reason
on the line before what it is about, after it on its line, or at the head of the file with a blank line after it.
Settings of a repository stand in ruleglot.toml, known findings in ruleglot-baseline.json."
)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct CheckArgs {
    /// Files and directories; `-` is standard input. A file that is named by itself is held against all rules of its
    /// repository.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// How findings are shown.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: FindingFormat,
    /// The format or language of the input; found by itself when not given.
    #[arg(long, value_name = "FORMAT")]
    pub(crate) from: Option<String>,
    /// Only these codes or families (`sigma`, `sigma/unknown-modifier`).
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub(crate) select: Vec<String>,
    /// These codes or families too, which are told only when asked for.
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub(crate) extend_select: Vec<String>,
    /// None of these codes or families.
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,
    /// Mend what can be mended without changing what a rule means.
    #[arg(long)]
    pub(crate) fix: bool,
    /// Mend also where that may change what a rule means; look at the result.
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,
    /// Show what `--fix` would do and write nothing.
    #[arg(long)]
    pub(crate) diff: bool,
    /// The least severity that makes the exit status 1; warning when neither this nor the configuration says so.
    #[arg(long, value_name = "SEVERITY")]
    pub(crate) fail_on: Option<FailOn>,
    /// How many warnings are let pass.
    #[arg(long, value_name = "N")]
    pub(crate) max_warnings: Option<usize>,
    /// Only what has to do with what changed since a revision of git: findings on changed lines, all of rules that
    /// mean something else now, and what changed rules share with others.
    #[arg(long, value_name = "REV")]
    pub(crate) since: Option<String>,
    /// Rules that these are held against and of which nothing is told; may be given several times.
    #[arg(long, value_name = "PATH")]
    pub(crate) reference: Vec<PathBuf>,
    /// The file of known findings; the nearest `ruleglot-baseline.json` up the tree when not given.
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Tell known findings too.
    #[arg(long, conflicts_with = "baseline")]
    pub(crate) no_baseline: bool,
    /// Write all findings to the file of known ones.
    #[arg(long, conflicts_with_all = ["no_baseline", "since"])]
    pub(crate) write_baseline: bool,
    /// Let the file of known findings only shrink: exit with 1 while it has entries that are gone; with
    /// `--write-baseline`, take these out and add none.
    #[arg(long, conflicts_with_all = ["no_baseline", "since"])]
    pub(crate) baseline_shrink_only: bool,
    /// How many findings of each code there are, in place of the findings.
    #[arg(long)]
    pub(crate) statistics: bool,
    /// The fields of your index: Elasticsearch's `_mapping` or `_field_caps`, Splunk's `fieldsummary`, a CSV, or
    /// `{"field": "type"}`; may be given several times.
    #[arg(long, value_name = "FILE")]
    pub(crate) schema: Vec<PathBuf>,
    /// The release of ATT&CK that the rules are written against; found by itself when not given.
    #[arg(long, value_name = "RELEASE", value_parser = release)]
    pub(crate) attack: Option<AttackRelease>,
    /// Pass over named files that are no rules, or that the configuration leaves out.
    #[arg(long)]
    pub(crate) skip_others: bool,
}

/// How findings are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FindingFormat {
    /// With the lines they are about, at most ten of a code.
    Text,
    /// One line each.
    Concise,
    /// The contract for machines.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of a GitHub workflow.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// `JUnit` XML: a test of each file.
    Junit,
}

/// The least severity that makes the exit status 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Errors alone.
    Error,
    /// Warnings and errors.
    Warning,
    /// Any finding.
    Info,
}
