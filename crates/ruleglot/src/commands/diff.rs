//! `diff`: whether two rules mean the same, or each rule what it meant at a revision.

use crate::args::{DiffArgs, DiffFormat};
use crate::render::{self, diagnostics, differences};
use crate::status::{Status, count};
use ruleglot_engine::{
    Config, DiffOptions, FieldsMode, RuleDoc, ScanOptions, Scanned, Usage, diff, diff_since,
    discover, scan, schema_of,
};
use std::path::{Path, PathBuf};

/// Verdicts that a run can be made to fail on.
const VERDICTS: [&str; 6] = ["narrower", "wider", "different", "unknown", "added", "removed"];

/// Runs it.
pub(crate) fn run(args: &DiffArgs) -> Result<Status, Usage> {
    if let Some(word) = args.fail_on.iter().find(|word| !VERDICTS.contains(&word.as_str())) {
        let known = VERDICTS.join(", ");
        return Err(Usage::new(format!("`{word}` is no verdict to fail on; there are {known}")));
    }
    let config = super::config(&args.paths)?;
    match &args.since {
        Some(revision) => of_repository(args, &config, revision),
        None => of_two(args, &config),
    }
}

fn options(args: &DiffArgs, config: &Config) -> Result<(DiffOptions, ScanOptions), Usage> {
    let options = DiffOptions {
        fields: super::fields(args.fields),
        source: args.source.clone(),
        schema: schema_of(super::indexes(&args.schema, config)?.as_ref()),
        now: super::now(),
    };
    let project = super::project(args.macros.as_deref())?;
    Ok((options, ScanOptions { project, paths: config.paths.clone(), ..ScanOptions::default() }))
}

fn of_two(args: &DiffArgs, config: &Config) -> Result<Status, Usage> {
    let [first, second] = args.paths.as_slice() else {
        return Err(Usage::new("two rules can be compared, or, with --since REV, any number"));
    };
    let (options, scan_options) = options(args, config)?;
    let (a, b) = (load(first, &scan_options)?, load(second, &scan_options)?);
    let (Some(one), Some(other)) = (only(&a, first)?, only(&b, second)?) else {
        return Ok(Status::Findings("a rule could not be read".to_owned()));
    };
    let found = match diff(one, other, &options) {
        Ok(found) => found,
        Err(findings) => {
            for finding in &findings {
                let file = if a.file.id == finding.at().file { &a.file } else { &b.file };
                render::err(&diagnostics::graphical(file, finding));
            }
            return Ok(Status::Findings("the rules could not be compared".to_owned()));
        }
    };
    show(args.format, &found, || differences::of_two(&found), || differences::of_two_md(&found))?;
    let fails = fails(args, found.verdict);
    let why = fails.then(|| format!("the rules are not shown to mean the same: {}", found.verdict));
    Ok(Status::of(why))
}

fn fails(args: &DiffArgs, verdict: &str) -> bool {
    (args.exit_code && verdict != "same") || args.fail_on.iter().any(|word| word == verdict)
}

fn of_repository(args: &DiffArgs, config: &Config, revision: &str) -> Result<Status, Usage> {
    let (options, scan) = options(args, config)?;
    // A rule is compared with itself: its names are its own.
    let options = DiffOptions { fields: FieldsMode::Keep, ..options };
    let report = diff_since(&args.paths, revision, &scan, &options)?;
    show(
        args.format,
        &report,
        || differences::of_many(&report),
        || differences::of_many_md(&report),
    )?;
    let failing = report.rules.iter().filter(|rule| fails(args, rule.verdict)).count();
    let line = differences::summary(&report);
    if failing > 0 {
        return Ok(Status::Findings(format!("{line}; {} to look at", count(failing, "rule"))));
    }
    render::err(&format!("{line}\n"));
    Ok(Status::Clean)
}

fn show(
    format: DiffFormat,
    found: &impl serde::Serialize,
    text: impl Fn() -> String,
    markdown: impl Fn() -> String,
) -> Result<(), Usage> {
    let shown = match format {
        DiffFormat::Text => text(),
        DiffFormat::Md => markdown(),
        DiffFormat::Json => {
            serde_json::to_string_pretty(found).map_err(|e| Usage::new(e.to_string()))? + "\n"
        }
    };
    render::out(&shown);
    Ok(())
}

fn load(path: &PathBuf, options: &ScanOptions) -> Result<Scanned, Usage> {
    let files = scan(discover(std::slice::from_ref(path))?, options);
    files.into_iter().next().ok_or_else(|| Usage::new(format!("{} holds no rule", path.display())))
}

/// The one rule of a file; findings are shown and give `None`.
fn only<'s>(file: &'s Scanned, path: &Path) -> Result<Option<&'s RuleDoc>, Usage> {
    file.diagnostics.iter().for_each(|d| render::err(&diagnostics::graphical(&file.file, d)));
    match file.rules.as_slice() {
        [one] => Ok(Some(one)),
        [] => Ok(None),
        many => Err(Usage::new(format!(
            "{} holds {} rules; diff compares one with one",
            path.display(),
            many.len()
        ))),
    }
}
