//! The release of ATT&CK that rules are written against, where nobody says it: the one at which less is wrong with them.
//!
//! Each file is checked at every release, which costs little, for most of the work is shared; when all are, the faults
//! of all rules of a format decide, and the findings of the other releases are dropped. A tie is the oldest release.

use super::FileFindings;
use ruleglot_knowledge::AttackRelease;
use ruleglot_source::{Diagnostic, SourceFile};

/// A release that was found for the rules of a format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttackRead {
    /// The format.
    pub format: &'static str,
    /// The release.
    pub release: AttackRelease,
    /// Whether the findings that are told would be others at another release.
    pub matters: bool,
}

/// Findings at each release.
#[derive(Debug)]
pub(super) enum Chosen {
    /// The same at all, or at the one that was asked for.
    Same(Vec<Diagnostic>),
    /// One list each, in the order of [`AttackRelease::ALL`].
    Each([Vec<Diagnostic>; 2]),
}

/// Counts at each release.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct PerRelease([usize; 2]);

/// A file checked at every release that may turn out to be its own.
#[derive(Debug)]
pub(super) struct Undecided {
    pub(super) file: SourceFile,
    pub(super) rules: usize,
    pub(super) skipped: bool,
    pub(super) format: Option<&'static str>,
    pub(super) findings: Chosen,
    /// What is wrong with its ATT&CK, remarks left out.
    pub(super) faults: PerRelease,
}

impl Chosen {
    pub(super) fn of(each: [Vec<Diagnostic>; 2]) -> Self {
        let [first, second] = each;
        if first == second { Self::Same(first) } else { Self::Each([first, second]) }
    }

    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Same(list) => list.is_empty(),
            Self::Each(each) => each.iter().all(Vec::is_empty),
        }
    }

    fn at(self, release: AttackRelease) -> Vec<Diagnostic> {
        match self {
            Self::Same(list) => list,
            Self::Each([at_18, at_19]) => match release {
                AttackRelease::V18 => at_18,
                AttackRelease::V19 => at_19,
            },
        }
    }
}

impl PerRelease {
    pub(super) fn add(&mut self, release: AttackRelease, n: usize) {
        self.0[index(release)] += n;
    }

    /// The release at which there is least; of several, the oldest.
    fn least(self) -> AttackRelease {
        let [at_18, at_19] = self.0;
        if at_19 < at_18 { AttackRelease::V19 } else { AttackRelease::V18 }
    }
}

impl Undecided {
    pub(super) fn decided(self, attack: &[AttackRead]) -> FileFindings {
        let release = attack.iter().find(|a| Some(a.format) == self.format).map(|a| a.release);
        let findings = self.findings.at(release.unwrap_or_default());
        let Self { file, rules, skipped, .. } = self;
        let file = if findings.is_empty() { SourceFile::new(file.id, file.path, "") } else { file };
        FileFindings { file, rules, skipped, findings }
    }
}

/// The release of each format's rules, in the order of the formats' names.
pub(super) fn decide(files: &[Undecided]) -> Vec<AttackRead> {
    let mut formats: Vec<&'static str> = files.iter().filter_map(|f| f.format).collect();
    formats.sort_unstable();
    formats.dedup();
    let read = |format: &'static str| {
        let all = || files.iter().filter(move |f| f.format == Some(format));
        let mut faults = PerRelease::default();
        for file in all() {
            AttackRelease::ALL.iter().for_each(|r| faults.add(*r, file.faults.0[index(*r)]));
        }
        let release = faults.least();
        let told = |f: &Undecided| match &f.findings {
            Chosen::Same(_) => false,
            Chosen::Each(each) => {
                let [here, there] = [&each[index(release)], &each[index(release.other())]];
                // The release in a message alone is no difference.
                let same = |a: &Diagnostic, b: &Diagnostic| a.code == b.code && a.at() == b.at();
                here.iter().any(|finding| !there.iter().any(|other| same(finding, other)))
            }
        };
        AttackRead { format, release, matters: all().any(told) }
    };
    formats.into_iter().map(read).collect()
}

fn index(release: AttackRelease) -> usize {
    match release {
        AttackRelease::V18 => 0,
        AttackRelease::V19 => 1,
    }
}
