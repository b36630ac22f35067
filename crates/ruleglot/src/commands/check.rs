//! `check`: everything that can be said of rules.

mod known;

use super::Others;
use crate::args::{CheckArgs, FailOn};
use crate::render::{self, findings, unified::unified};
use crate::status::{Status, count};
use known::Known;
use ruleglot_engine::{
    CheckOptions, CheckSummary, Checked, Config, FixMode, Held, House, ScanOptions, Selection,
    Usage, check_all, context, fixes, replace_whole, since,
};
use ruleglot_source::Severity;
use std::path::{Path, PathBuf};

/// Runs it.
pub(crate) fn run(args: &CheckArgs) -> Result<Status, Usage> {
    let config = super::config(&args.paths)?;
    let options = options(args, &config)?;
    let known = Known::new(args, &config)?;
    let others = Others::of(args.skip_others);
    let candidates = super::candidates(&args.paths, others, &config)?;
    let beside = context(&args.paths, &args.reference, &candidates)?;
    let mut checked = check_all(candidates.clone(), beside.clone(), &options);
    let mut mended = None;
    if args.fix || args.unsafe_fixes || args.diff {
        let mode = if args.unsafe_fixes { FixMode::Unsafe } else { FixMode::Safe };
        let fixed = fixes(&checked, &options, mode);
        if args.diff {
            return Ok(shown(&fixed));
        }
        for file in &fixed {
            replace_whole(&file.path, &file.after)?;
        }
        mended = Some(fixed.iter().flat_map(|file| file.mended.values()).sum::<usize>());
        if !fixed.is_empty() {
            checked = check_all(candidates, beside, &options);
        }
    }
    let held = known.hold(&mut checked, args)?;
    if let Some(revision) = &args.since {
        let root = args.paths.first().map_or(Path::new("."), PathBuf::as_path);
        since(&mut checked, revision, root, &options)?;
    }
    tell(args, &config, &checked, &held, mended)
}

fn options(args: &CheckArgs, config: &Config) -> Result<CheckOptions, Usage> {
    Ok(CheckOptions {
        scan: ScanOptions {
            from: super::from(args.from.as_deref())?,
            skip_others: args.skip_others,
            paths: config.paths.clone(),
            ..ScanOptions::default()
        },
        selection: Selection::new(&args.select, &args.extend_select, &args.ignore)?
            .over(&config.selection),
        indexes: super::indexes(&args.schema, config)?,
        house: House { attack: args.attack.or(config.attack) },
        targets: config.targets.clone(),
    })
}

/// The changes that fixes would make.
fn shown(fixed: &[ruleglot_engine::FixedFile]) -> Status {
    for file in fixed {
        render::out(&unified(&file.path.to_string_lossy(), &file.before, &file.after));
    }
    let why =
        (!fixed.is_empty()).then(|| format!("fixes would change {}", count(fixed.len(), "file")));
    Status::of(why)
}

fn tell(
    args: &CheckArgs,
    config: &Config,
    checked: &Checked,
    held: &Held,
    mended: Option<usize>,
) -> Result<Status, Usage> {
    let summary = CheckSummary::of(&checked.files);
    if args.statistics {
        render::out(&findings::statistics(&checked.files));
    } else {
        render::out(&findings::rendered(&checked.files, args.format)?);
    }
    let rules = checked.files.iter().filter(|f| !f.skipped).map(|f| f.candidate.path.as_path());
    super::hold_rules(&args.paths, &rules)?;
    let known = known::sentence(held, args.baseline_shrink_only && !args.write_baseline);
    let mended = mended.map_or(String::new(), |n| format!("; {} mended", count(n, "finding")));
    let line = format!("{}{known}{mended}{}", sentence(&summary), releases(checked));
    let stale = args.baseline_shrink_only && !args.write_baseline && !held.gone.is_empty();
    if stale || fails(args, config, &summary) {
        return Ok(Status::Findings(line));
    }
    render::err(&format!("{line}\n"));
    Ok(Status::Clean)
}

/// Whether findings are bad enough for status 1.
fn fails(args: &CheckArgs, config: &Config, summary: &CheckSummary) -> bool {
    let asked = args.fail_on.map(|severity| match severity {
        FailOn::Error => Severity::Error,
        FailOn::Warning => Severity::Warning,
        FailOn::Info => Severity::Info,
    });
    let allowed = args.max_warnings.or(config.max_warnings);
    let too_many = summary.warning > allowed.unwrap_or(0);
    match asked.or(config.fail_on).unwrap_or(Severity::Warning) {
        Severity::Error => summary.error > 0 || (allowed.is_some() && too_many),
        Severity::Warning => summary.error > 0 || too_many,
        Severity::Info => summary.error + summary.info > 0 || too_many,
    }
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
fn releases(checked: &Checked) -> String {
    let of =
        |a: &ruleglot_engine::AttackRead| format!("ATT&CK {} for {}", a.release.number(), a.format);
    let all: Vec<String> = checked.releases.iter().filter(|a| a.matters).map(of).collect();
    if all.is_empty() {
        return String::new();
    }
    format!("; held against {}, which fits best (--attack)", all.join(", "))
}
