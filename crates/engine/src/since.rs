//! `check --since`: of all findings those that a change has to do with.

use crate::Usage;
use crate::check::{CheckOptions, Checked, FileFindings};
use crate::git::Revision;
use crate::same::same_meaning;
use crate::scan::{RuleDoc, Scanned, scan_as};
use ruleglot_source::{Diagnostic, FileId, Span};
use similar::{DiffTag, TextDiff};
use std::path::Path;

/// Leaves of the findings those on lines that are not as they were at a revision, all of rules that mean something
/// else than they did, and what a changed rule shares with others.
///
/// # Errors
/// No work tree, an unknown revision, no `git`.
pub fn since(
    checked: &mut Checked,
    revision: &str,
    root: &Path,
    options: &CheckOptions,
) -> Result<(), Usage> {
    let revision = Revision::new(root, revision)?;
    for file in &mut checked.files {
        if file.findings.is_empty() {
            continue;
        }
        let Some(change) = revision.change(&file.candidate.path) else {
            file.findings.clear();
            continue;
        };
        // A file that was not there is new from its first line to its last.
        let Some(before) = change.old.as_ref().and_then(|old| revision.text(old)) else { continue };
        let changed = Changed::new(file, &before, options);
        let findings = std::mem::take(&mut file.findings);
        file.findings = findings.into_iter().filter(|f| changed.has_to_do_with(f)).collect();
    }
    Ok(())
}

/// What of a file is not as it was.
struct Changed {
    lines: Vec<Span>,
    /// Rules that detect something else, or were not there.
    rules: Vec<Span>,
    /// Rules with a line that is not as it was.
    touched: Vec<Span>,
}

impl Changed {
    fn new(file: &FileFindings, before: &str, options: &CheckOptions) -> Self {
        let scan = |text: &str| scan_as(&file.candidate, text, FileId(0), &options.scan);
        let (old, new) = (scan(before), scan(&file.file.text));
        let lines = lines(before, &file.file.text);
        let spans = || file.rules.iter().map(|rule| rule.span);
        let meets = |a: &Span, b: &Span| a.start <= b.end && b.start <= a.end;
        let touched = spans().filter(|span| lines.iter().any(|line| meets(span, line))).collect();
        let other = |rule: &&RuleDoc| was(&old, rule).is_none_or(|was| !same_meaning(was, rule));
        let rules = new.rules.iter().filter(other).filter_map(|rule| spans().nth(rule.index));
        let rules = rules.collect();
        Self { lines, rules, touched }
    }

    fn has_to_do_with(&self, finding: &Diagnostic) -> bool {
        let at = finding.at().span;
        let within = |spans: &[Span]| {
            spans.iter().any(|span| span.start <= at.start && at.start <= span.end)
        };
        let on_changed_line = self
            .lines
            .iter()
            .any(|line| at.start < line.end && line.start < at.end.max(at.start + 1));
        let shared = finding.code.starts_with("repo/") && within(&self.touched);
        on_changed_line || within(&self.rules) || shared
    }
}

/// The rule as it was: the one of its id, else the one in its place.
fn was<'s>(old: &'s Scanned, rule: &RuleDoc) -> Option<&'s RuleDoc> {
    let id = rule.read.id();
    let same = |other: &&RuleDoc| id.is_some() && other.read.id() == id;
    old.rules.iter().find(same).or_else(|| {
        let there = old.rules.get(rule.index)?;
        (there.read.id().is_none() || id.is_none()).then_some(there)
    })
}

/// The lines of `after` that `before` has not; where lines were only taken out, those beside the gap.
fn lines(before: &str, after: &str) -> Vec<Span> {
    let diff = TextDiff::from_lines(before, after);
    let mut starts = vec![0];
    starts.extend(after.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(at, _)| at + 1));
    let at = |line: usize| starts.get(line).copied().unwrap_or(after.len());
    let mut out = Vec::new();
    for op in diff.ops() {
        let range = op.new_range();
        match op.tag() {
            DiffTag::Equal => {}
            DiffTag::Delete => {
                out.push(Span::new(at(range.start.saturating_sub(1)), at(range.start + 1)));
            }
            DiffTag::Insert | DiffTag::Replace => {
                out.push(Span::new(at(range.start), at(range.end)));
            }
        }
    }
    out
}
