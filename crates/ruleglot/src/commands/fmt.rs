//! `fmt`: rules and queries laid out.

use crate::args::FmtArgs;
use crate::render::unified::unified;
use crate::render::{self, diagnostics, printable};
use crate::status::{Status, count};
use ruleglot_engine::{Formatted, Found, ScanOptions, Usage, format_files, replace_whole};

/// What becomes of files that are not laid out yet.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// They are written.
    Write,
    /// They are named.
    Check,
    /// Their changes are shown.
    Diff,
}

/// Runs it.
pub(crate) fn run(args: &FmtArgs) -> Result<Status, Usage> {
    let mode = match (args.check, args.diff) {
        (true, _) => Mode::Check,
        (_, true) => Mode::Diff,
        _ => Mode::Write,
    };
    let config = super::config(&args.paths)?;
    let options = ScanOptions {
        from: super::from(args.from.as_deref())?,
        skip_others: args.skip_others,
        paths: config.paths.clone(),
        ..ScanOptions::default()
    };
    let others = super::Others::of(args.skip_others);
    let candidates = super::candidates(&args.paths, others, &config)?;
    let files = format_files(candidates, &options);
    for file in &files {
        file.findings.iter().for_each(|d| render::err(&diagnostics::graphical(&file.file, d)));
        deal_with(file, mode)?;
    }
    let rules = files.iter().filter(|f| !f.skipped).map(|f| f.candidate.path.as_path());
    super::hold_rules(&args.paths, &rules)?;
    Ok(told(&files, mode))
}

fn deal_with(file: &Formatted, mode: Mode) -> Result<(), Usage> {
    let standard = file.candidate.found == Found::Standard;
    let path = &file.file.path;
    match (&file.text, mode) {
        (Some(text), Mode::Diff) => render::out(&unified(path, &file.file.text, text)),
        (Some(_), Mode::Check) => render::out(&format!("{}\n", printable(path))),
        (Some(text), Mode::Write) if standard => render::out(text),
        (Some(text), Mode::Write) => {
            replace_whole(&file.candidate.path, text)?;
            render::out(&format!("{}\n", printable(path)));
        }
        // What comes in goes out, lest an editor loses it.
        (None, Mode::Write) if standard => render::out(&file.file.text),
        (None, _) => {}
    }
    Ok(())
}

/// How many files are what.
fn told(files: &[Formatted], mode: Mode) -> Status {
    let of = |what: fn(&&Formatted) -> bool| files.iter().filter(what).count();
    let changed = of(|f| f.text.is_some());
    let failed = of(|f| !f.findings.is_empty());
    let skipped = of(|f| f.skipped);
    let same = files.len() - changed - failed - skipped;
    let verb = if mode == Mode::Write { "laid out" } else { "would change" };
    let failed_too = if failed > 0 { format!(", {failed} not laid out") } else { String::new() };
    let skipped = if skipped > 0 { format!(" ({skipped} skipped)") } else { String::new() };
    let changed_files = count(changed, "file");
    let line = format!("{changed_files} {verb}, {same} left as they are{failed_too}{skipped}");
    let found = failed > 0 || changed > 0 && mode != Mode::Write;
    if found {
        return Status::Findings(line);
    }
    // Editors show what is said on standard error.
    if files.iter().any(|f| f.candidate.found != Found::Standard) {
        render::err(&format!("{line}\n"));
    }
    Status::Clean
}
