//! Translating rules: each with its output, its verdict and its ledger.

mod ending;
mod work;

use crate::flat::flat;
use crate::options::ConvertOptions;
use crate::plan::Plan;
use crate::read_back::read_back;
use crate::report::RuleReport;
use crate::scan::{RuleDoc, Scanned};
use rayon::prelude::*;
use ruleglot_ir::{Body, Verdict};
use ruleglot_translate::{Loss, Request, Verified, draft, parts};
use smol_str::SmolStr;

use work::Work;

/// A translated rule.
#[derive(Debug)]
pub struct Converted {
    /// Its entry in the report; `outputs` is filled in when files are written.
    pub report: RuleReport,
    /// The verdict, granted assumptions taken as true.
    pub verdict: Verdict,
    /// The verdict that decides whether the rule needs review: without the losses that the user accepts.
    pub standing: Verdict,
    /// What was written; `None` when it was refused.
    pub text: Option<String>,
    /// The name of its file by the target's convention, without the ending; `None` for bare queries and for what was
    /// left as it is.
    pub file_name: Option<String>,
}

/// Translates every rule of every file on all cores, in the order of the files.
pub fn convert(files: &[Scanned], options: &ConvertOptions) -> Vec<Vec<Converted>> {
    files.par_iter().map(|file| convert_file(file, options)).collect()
}

/// Translates a rule anew, with characters that tell its name from that of another.
pub(crate) fn convert_as(
    file: &Scanned,
    index: usize,
    options: &ConvertOptions,
    distinct: SmolStr,
) -> Converted {
    match file.rules.iter().find(|rule| rule.index == index) {
        Some(rule) => Work::new(file, rule, options).told_apart_by(distinct).run(),
        None => Work::of_file(file, options).failed_by(&file.diagnostics),
    }
}

fn convert_file(file: &Scanned, options: &ConvertOptions) -> Vec<Converted> {
    let broken = file.rules.is_empty() && !file.skipped && !file.diagnostics.is_empty();
    if broken {
        return vec![Work::of_file(file, options).failed_by(&file.diagnostics)];
    }
    file.rules.iter().map(|rule| Work::new(file, rule, options).run()).collect()
}

/// Holds a text against what a rule means, as if it had been written for it: what the last step of [`convert`] does.
///
/// # Errors
/// Why there is nothing to hold it against, or why the text cannot be read.
pub fn verify_text(
    rule: &RuleDoc,
    text: &str,
    options: &ConvertOptions,
) -> Result<Verified, String> {
    let nothing = || "there is no condition to hold it against".to_owned();
    let read = rule.read.rule.as_ref().ok_or_else(nothing)?;
    let presented = flat(read, options.by_keys);
    let read = presented.rule.as_ref();
    let Body::Pipeline(pipeline) = &read.body else { return Err(nothing()) };
    let plan = Plan::new(read, rule.read.language, &parts(pipeline).1, options);
    let request = Request {
        rule: read,
        source_schema: &plan.source_schema,
        target: options.target.target,
        fields: &plan,
        loss: Loss::Noted,
        now: options.now,
    };
    let draft = draft(&request).ok_or_else(nothing)?;
    Ok(draft.verify(read_back(text, &options.target)?.condition))
}
