//! Known findings: which file, and what it does to a run.

use crate::args::CheckArgs;
use crate::status::count;
use ruleglot_engine::{BASELINE_NAME, Baseline, Checked, Config, Held, Usage};
use std::path::{Path, PathBuf};

/// The file of known findings of a run.
pub(super) struct Known {
    /// Where it is, or would be written.
    file: PathBuf,
    /// What it says; `None` where there is none, or nobody wants it.
    baseline: Option<Baseline>,
}

impl Known {
    pub(super) fn new(args: &CheckArgs, config: &Config) -> Result<Self, Usage> {
        let first = args.paths.iter().find(|path| path.as_os_str() != "-");
        let start = first.map_or(Path::new("."), PathBuf::as_path);
        let given = args.baseline.clone().or_else(|| config.baseline.clone());
        let found = given.clone().or_else(|| Baseline::find(start));
        let file = found.clone().unwrap_or_else(|| beside(config));
        // A file that is asked for by name must be there, unless it is only now to be written.
        let there = file.is_file() || (given.is_some() && !args.write_baseline);
        let wanted = !args.no_baseline && there;
        let baseline = wanted.then(|| Baseline::read(&file)).transpose();
        // One that is to be written anew need not be readable.
        let anew = args.write_baseline && !args.baseline_shrink_only;
        let baseline = if anew { None } else { baseline? };
        Ok(Self { file, baseline })
    }

    /// Takes known findings out, or writes all down as known.
    pub(super) fn hold(&self, checked: &mut Checked, args: &CheckArgs) -> Result<Held, Usage> {
        if args.write_baseline && !args.baseline_shrink_only {
            let all = Baseline::of(checked, &self.file);
            all.write(&self.file)?;
            return Ok(all.hold(checked, &args.paths));
        }
        let Some(baseline) = &self.baseline else { return Ok(Held::default()) };
        let mut held = baseline.hold(checked, &args.paths);
        if args.write_baseline && !held.gone.is_empty() {
            baseline.without(&held.gone).write(&self.file)?;
            held.gone.clear();
        }
        Ok(held)
    }
}

/// Where a new file goes: beside the configuration, else here.
fn beside(config: &Config) -> PathBuf {
    config.folder.join(BASELINE_NAME)
}

/// What is said of known findings in the last line.
pub(super) fn sentence(held: &Held, shrink: bool) -> String {
    let known = match held.hidden {
        0 => String::new(),
        hidden => format!("; {} known", count(hidden, "finding")),
    };
    let gone: usize = held.gone.iter().map(|entry| entry.count).sum();
    if gone == 0 {
        return known;
    }
    let what = if shrink { "must be taken out" } else { "can be taken out" };
    format!(
        "{known}; {gone} of the baseline gone, which {what} (--write-baseline --baseline-shrink-only)"
    )
}
