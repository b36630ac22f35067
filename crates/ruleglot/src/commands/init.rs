//! `init`: what a repository's rules look like to the linter, and a configuration to begin with.

use crate::args::InitArgs;
use crate::render::{self, findings};
use crate::status::{Status, count};
use ruleglot_engine::{
    BASELINE_NAME, Baseline, CONFIG_NAME, CheckOptions, CheckSummary, Checked, Config, ScanOptions,
    Usage, check_all, write_whole,
};
use std::fmt::Write;

/// Runs it.
pub(crate) fn run(args: &InitArgs) -> Result<Status, Usage> {
    let file = args.path.join(CONFIG_NAME);
    if !args.path.is_dir() {
        return Err(Usage::new(format!("{} is no directory", args.path.display())));
    }
    // What stands there already is kept and holds.
    let there = file.is_file();
    let config = if there { Config::read(&file)? } else { Config::default() };
    super::take_into_use(&config)?;
    let options = CheckOptions {
        selection: config.selection.clone(),
        indexes: super::indexes(&[], &config)?,
        house: ruleglot_engine::House { attack: config.attack },
        scan: ScanOptions { paths: config.paths.clone(), ..ScanOptions::default() },
        ..CheckOptions::default()
    };
    let paths = std::slice::from_ref(&args.path);
    let candidates = super::candidates(paths, super::Others::Told, &config)?;
    let checked = check_all(candidates, Vec::new(), &options);
    let summary = CheckSummary::of(&checked.files);
    if summary.rules == 0 {
        return Err(Usage::new(format!("{} holds no rule", args.path.display())));
    }
    render::out(&findings::statistics(&checked.files));
    let mut said = format!(
        "{} in {}: {}, {}, {} info\n",
        count(summary.rules, "rule"),
        count(summary.files - summary.skipped, "file"),
        count(summary.error, "error"),
        count(summary.warning, "warning"),
        summary.info
    );
    if there {
        let _ = writeln!(said, "{} is there already and is left as it is", file.display());
    } else {
        write_whole(&file, &starting(&checked))?;
        let _ = writeln!(said, "wrote {}", file.display());
    }
    if args.baseline {
        let known = args.path.join(BASELINE_NAME);
        let baseline = Baseline::of(&checked, &known);
        baseline.write(&known)?;
        let findings = count(baseline.count(), "known finding");
        let _ = writeln!(said, "wrote {} with {findings}", known.display());
    }
    render::err(&(said + &next(args, &checked)));
    Ok(Status::Clean)
}

/// A configuration to begin with: what was found, and what is asked for most, commented.
fn starting(checked: &Checked) -> String {
    let mut out = String::from(
        "# Settings of ruleglot; docs/configuration.md in its own repository tells every key.\n\n",
    );
    let mut found: Vec<_> = checked.releases.iter().filter(|read| read.matters).collect();
    found.dedup_by_key(|read| read.release);
    match found.as_slice() {
        [one] => {
            let number = one.release.number();
            let _ = writeln!(
                out,
                "# The release of ATT&CK that the rules are written against: the one that fits them best.\nattack = \"{number}\"\n"
            );
        }
        _ => out.push_str("# The release of ATT&CK that the rules are written against; found for each format if not said.\n# attack = \"19.1\"\n\n"),
    }
    out.push_str(
        "# Files and folders that are left out.\n# exclude = [\"archive\"]\n\n\
         # Codes and families of findings that are not told.\n# ignore = [\"style\"]\n\n\
         # The least severity that makes `ruleglot check` exit with 1.\n# fail-on = \"warning\"\n\n\
         # [severity]\n# \"repo/duplicate-title\" = \"error\"\n\n\
         # [[paths]]\n# path = \"hunting/**\"\n# ignore = [\"repo/duplicate-logic\"]\n",
    );
    out
}

/// What to do now.
fn next(args: &InitArgs, checked: &Checked) -> String {
    let path = args.path.display();
    let safe = checked
        .files
        .iter()
        .flat_map(|file| &file.findings)
        .filter(|f| f.fix.as_ref().is_some_and(|x| x.safety == ruleglot_source::Safety::Safe))
        .count();
    let mut out = String::new();
    if safe > 0 {
        let findings = count(safe, "finding");
        let _ = writeln!(
            out,
            "ruleglot check --fix --diff {path} shows how {findings} can be mended without changing what a rule means"
        );
    }
    if !args.baseline && checked.files.iter().any(|file| !file.findings.is_empty()) {
        let _ = writeln!(
            out,
            "ruleglot init --baseline {path} takes what is there as known, so that only what is new is told"
        );
    }
    out
}
