//! Writing translated rules: under a temporary name, then renamed, so that nothing is ever half-written.

use crate::Usage;
use crate::convert::Converted;
use crate::scan::Scanned;
use crate::target::TargetSpec;
use ruleglot_ir::Verdict;
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;

/// Where rules go whose verdict is not allowed.
const REVIEW: &str = "_review";

/// Writes every output below `out`, mirroring the input tree, and notes the paths in the reports.
/// Rules whose verdict is not `allowed` go below `_review/`.
///
/// # Errors
/// A file that cannot be written.
pub fn write_outputs(
    files: &[Scanned],
    converted: &mut [Vec<Converted>],
    target: &TargetSpec,
    out: &Path,
    allowed: &[Verdict],
) -> Result<(), Usage> {
    let mut taken = BTreeSet::new();
    for (file, rules) in files.iter().zip(converted) {
        // A file in its own format is one output, however many rules it has.
        let whole = rules.iter().all(|r| r.report.verified.identity);
        for (i, rule) in rules.iter_mut().enumerate() {
            let Some(text) = &rule.text else { continue };
            let index = if whole { 0 } else { rule.report.index };
            let folder = if allowed.contains(&rule.verdict) { "" } else { REVIEW };
            let mut path = output_path(file, folder, index, rule.file_name.as_deref(), target);
            if !(whole && i > 0) {
                path = free(&path, &mut taken);
                write_whole(&out.join(&path), text)?;
            }
            rule.report.outputs.push(path);
        }
    }
    Ok(())
}

/// Where a rule goes: beside its source's place, by its source's name unless the target wants another.
fn output_path(
    file: &Scanned,
    folder: &str,
    index: usize,
    name: Option<&str>,
    target: &TargetSpec,
) -> String {
    let relative = if file.candidate.relative == "-" { "stdin" } else { &file.candidate.relative };
    let stem = relative
        .rsplit_once('.')
        .map_or(relative, |(stem, ending)| if ending.contains('/') { relative } else { stem });
    let ending = target.format.map_or(target.language, ruleglot_formats::Format::extension);
    let name = match name {
        // Names of rules are their own, however many stand in one file.
        Some(name) => match stem.rsplit_once('/') {
            Some((parent, _)) => format!("{parent}/{name}.{ending}"),
            None => format!("{name}.{ending}"),
        },
        None if index == 0 => format!("{stem}.{ending}"),
        None => format!("{stem}-{}.{ending}", index + 1),
    };
    if folder.is_empty() { name } else { format!("{folder}/{name}") }
}

/// The path, or one beside it that no other output of this run has.
fn free(path: &str, taken: &mut BTreeSet<String>) -> String {
    let mut candidate = path.to_owned();
    let mut n = 2;
    while !taken.insert(candidate.clone()) {
        candidate = match path.rsplit_once('.') {
            Some((stem, ending)) => format!("{stem}_{n}.{ending}"),
            None => format!("{path}_{n}"),
        };
        n += 1;
    }
    candidate
}

/// Writes a file whole or not at all.
///
/// # Errors
/// Which file, and why.
pub fn write_whole(path: &Path, text: &str) -> Result<(), Usage> {
    let wrong =
        |e: std::io::Error| Usage::new(format!("{} cannot be written: {e}", path.display()));
    write_with(path, text, None).map_err(wrong)
}

fn write_with(path: &Path, text: &str, as_was: Option<fs::Permissions>) -> std::io::Result<()> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let temporary = folder.join(format!(".{name}.{}.part", std::process::id()));
    let written = fs::File::create(&temporary)
        .and_then(|mut file| {
            as_was.map_or(Ok(()), |permissions| file.set_permissions(permissions))?;
            file.write_all(text.as_bytes()).and_then(|()| file.sync_all())
        })
        .and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        // The temporary file is ours alone; when even this fails there is nothing left to do.
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// Puts another text into a file that exists, whole or not at all; its permissions stay, and a link stays a link.
///
/// # Errors
/// Which file, and why.
pub fn replace_whole(path: &Path, text: &str) -> Result<(), Usage> {
    let wrong =
        |e: std::io::Error| Usage::new(format!("{} cannot be written: {e}", path.display()));
    let target = path.canonicalize().map_err(wrong)?;
    let permissions = fs::metadata(&target).map_err(wrong)?.permissions();
    if permissions.readonly() {
        return Err(Usage::new(format!("{} is read-only", path.display())));
    }
    write_with(&target, text, Some(permissions)).map_err(wrong)
}
