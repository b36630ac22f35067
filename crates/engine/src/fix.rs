//! Mending findings: their edits made until nothing is left to be made.

use crate::check::{CheckOptions, Checked, FileFindings, check_scanned};
use crate::same::same_meaning;
use crate::scan::{Scanned, scan_as};
use rayon::prelude::*;
use ruleglot_knowledge::AttackRelease;
use ruleglot_source::{Diagnostic, Edit, Fix, Safety, apply_edits};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Which fixes are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FixMode {
    /// Those that keep the meaning of the rule.
    Safe,
    /// Those that may change it too.
    Unsafe,
}

/// A file with its fixes made.
#[derive(Clone, Debug)]
pub struct FixedFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its text so far.
    pub before: String,
    /// Its text with the fixes.
    pub after: String,
    /// How many findings of each code were mended.
    pub mended: BTreeMap<&'static str, usize>,
}

/// After this many rounds what is left is left.
const MOST_ROUNDS: usize = 20;

/// The files that fixes change, in the order of the check; nothing is written.
pub fn fixes(checked: &Checked, options: &CheckOptions, mode: FixMode) -> Vec<FixedFile> {
    let one = |file: &FileFindings| {
        let mut options = options.clone();
        options.house.attack = options.house.attack.or_else(|| checked.release(file));
        Fixing { file, options, mode }.run()
    };
    checked.files.par_iter().filter_map(one).collect()
}

struct Fixing<'a> {
    file: &'a FileFindings,
    options: CheckOptions,
    mode: FixMode,
}

impl Fixing<'_> {
    fn run(&self) -> Option<FixedFile> {
        let before = self.file.file.shown().to_owned();
        // A repaired text is not the one that would be written.
        if self.file.file.is_repaired() || !self.wanted(&self.file.findings).any(|_| true) {
            return None;
        }
        let mut mended = BTreeMap::new();
        let (mut text, mut findings) = (before.clone(), self.file.findings.clone());
        for _ in 0..MOST_ROUNDS {
            let Some(next) = self.round(&text, &findings, &mut mended) else { break };
            findings = check_scanned(vec![self.scan(&next)], &self.options).remove(0).findings;
            text = next;
        }
        let path = self.file.candidate.path.clone();
        (text != before).then_some(FixedFile { path, before, after: text, mended })
    }

    /// The fixes that may be made, each with its finding.
    fn wanted<'f>(
        &self,
        findings: &'f [Diagnostic],
    ) -> impl Iterator<Item = (&'f Diagnostic, &'f Fix)> {
        let mode = self.mode;
        let allowed = move |fix: &&Fix| fix.safety == Safety::Safe || mode == FixMode::Unsafe;
        findings.iter().filter_map(move |f| Some((f, f.fix.as_ref().filter(allowed)?)))
    }

    /// The text with all fixes that do not touch each other; `None` when none is left.
    fn round(
        &self,
        text: &str,
        findings: &[Diagnostic],
        mended: &mut BTreeMap<&'static str, usize>,
    ) -> Option<String> {
        let mut chosen: Vec<(&Diagnostic, &Fix)> = Vec::new();
        for (finding, fix) in self.wanted(findings) {
            if !chosen.iter().any(|(_, other)| touch(fix, other)) {
                chosen.push((finding, fix));
            }
        }
        let before = self.scan(text);
        let edits = |of: &[(&Diagnostic, &Fix)]| -> Vec<Edit> {
            of.iter().flat_map(|(_, fix)| fix.edits.iter().cloned()).collect()
        };
        let mut next = apply_edits(text, &edits(&chosen));
        if !self.kept(&before, &next, &chosen) {
            // One of them does not do what it promises: they are made one by one, and that one is not.
            let mut kept: Vec<(&Diagnostic, &Fix)> = Vec::new();
            for one in chosen {
                kept.push(one);
                if !self.kept(&before, &apply_edits(text, &edits(&kept)), &kept) {
                    kept.pop();
                }
            }
            next = apply_edits(text, &edits(&kept));
            chosen = kept;
        }
        if next == text {
            return None;
        }
        for (finding, _) in &chosen {
            *mended.entry(finding.code).or_default() += 1;
        }
        Some(next)
    }

    /// Whether the rules still mean what they meant, if all of these fixes promise it, and can be read if they could.
    fn kept(&self, before: &Scanned, after: &str, made: &[(&Diagnostic, &Fix)]) -> bool {
        let after = self.scan(after);
        let readable = |file: &Scanned| file.rules.iter().filter(|r| !r.unreadable()).count();
        if readable(&after) < readable(before) {
            return false;
        }
        let promised = made.iter().all(|(_, fix)| fix.safety == Safety::Safe);
        !promised
            || (before.rules.len() == after.rules.len()
                && before.rules.iter().zip(&after.rules).all(|(a, b)| same_meaning(a, b)))
    }

    fn scan(&self, text: &str) -> Scanned {
        scan_as(&self.file.candidate, text, self.file.file.id, &self.options.scan)
    }
}

/// Whether two fixes change the same bytes, or bytes side by side.
fn touch(a: &Fix, b: &Fix) -> bool {
    a.edits
        .iter()
        .any(|a| b.edits.iter().any(|b| a.span.start <= b.span.end && b.span.start <= a.span.end))
}

impl Checked {
    /// The release of ATT&CK that a file was held against.
    pub(crate) fn release(&self, file: &FileFindings) -> Option<AttackRelease> {
        self.releases.iter().find(|a| Some(a.format) == file.format).map(|a| a.release)
    }
}
