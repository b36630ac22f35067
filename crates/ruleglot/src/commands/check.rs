//! `check`: everything that can be said of rules.

use crate::args::{CheckArgs, FindingFormat};
use crate::render::{self, diagnostics};
use crate::status::{Status, count};
use ruleglot_engine::{
    AttackRead, Candidate, CheckOptions, CheckReport, CheckSummary, Checked, FileFindings, House,
    ScanOptions, Selection, Usage, check_all, discover,
};
use std::path::{Path, PathBuf};

/// Runs it.
pub(crate) fn run(args: &CheckArgs) -> Result<Status, Usage> {
    let config = super::config(&args.paths)?;
    let options = CheckOptions {
        scan: ScanOptions {
            from: super::from(args.from.as_deref())?,
            skip_others: args.skip_others,
            ..ScanOptions::default()
        },
        selection: Selection::new(&args.select, &args.extend_select, &args.ignore)?,
        indexes: super::indexes(&args.schema, &config)?,
        house: House { attack: args.attack.or(config.attack) },
    };
    let candidates: Vec<Candidate> = discover(&args.paths)?;
    let Checked { files, attack } = check_all(candidates, Vec::new(), &options);
    let summary = CheckSummary::of(&files);
    show(&files, args.format)?;
    for path in &args.paths {
        holds_rules(path, &files)?;
    }
    let line = sentence(&summary) + &releases(&attack);
    if summary.error + summary.warning > 0 {
        return Ok(Status::Findings(line));
    }
    render::err(&format!("{line}\n"));
    Ok(Status::Clean)
}

fn show(files: &[FileFindings], format: FindingFormat) -> Result<(), Usage> {
    let text = match format {
        FindingFormat::Json => {
            let json = serde_json::to_string_pretty(&CheckReport::new(files));
            json.map_err(|e| Usage::new(e.to_string()))? + "\n"
        }
        FindingFormat::Concise => each(files, diagnostics::concise),
        FindingFormat::Text => each(files, diagnostics::graphical),
    };
    render::out(&text);
    Ok(())
}

fn each(
    files: &[FileFindings],
    show: fn(&ruleglot_source::SourceFile, &ruleglot_source::Diagnostic) -> String,
) -> String {
    let of_file = |f: &FileFindings| -> String {
        f.findings.iter().map(|finding| show(&f.file, finding)).collect()
    };
    files.iter().map(of_file).collect()
}

/// A directory in which nothing was found is a wrong argument, not a clean one.
fn holds_rules(root: &PathBuf, files: &[FileFindings]) -> Result<(), Usage> {
    let here = |f: &FileFindings| Path::new(&f.file.path).starts_with(root);
    if root.is_dir() && !files.iter().any(|f| here(f) && !f.skipped) {
        return Err(Usage::new(format!("{} holds no rule", root.display())));
    }
    Ok(())
}

fn sentence(summary: &CheckSummary) -> String {
    let skipped = match summary.skipped {
        0 => String::new(),
        n => format!(" ({n} skipped)"),
    };
    let line =
        format!("{} in {}{skipped}", count(summary.rules, "rule"), count(summary.files, "file"));
    let found: Vec<String> = [(summary.error, "error"), (summary.warning, "warning")]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| count(n, what))
        .chain((summary.info > 0).then(|| format!("{} info", summary.info)))
        .collect();
    if found.is_empty() {
        format!("{line}: no findings")
    } else {
        format!("{line}: {}", found.join(", "))
    }
}

/// Which release of ATT&CK was found, where what is told depends on it.
fn releases(attack: &[AttackRead]) -> String {
    if attack.is_empty() {
        return String::new();
    }
    let of = |a: &AttackRead| format!("ATT&CK {} for {}", a.release.number(), a.format);
    let all: Vec<String> = attack.iter().map(of).collect();
    format!("; held against {}, which fits best (--attack)", all.join(", "))
}
