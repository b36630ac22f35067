//! The release of ATT&CK that rules are written against, where nobody says it: the one at which less is wrong with them.
//!
//! Each file is checked at every release, which costs little, for most of the work is shared; when all are, the faults
//! of all rules of a format decide, and the findings of the other releases are dropped. A tie is the oldest release.

use super::read::{AttackTold, ReadFile};
use ruleglot_knowledge::AttackRelease;
use ruleglot_source::Diagnostic;

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

/// Counts at each release.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct PerRelease([usize; 2]);

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

/// The release of each format's rules, in the order of the formats' names.
pub(super) fn decide(files: &[ReadFile]) -> Vec<AttackRead> {
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
        let told = |f: &ReadFile| match &f.attack {
            AttackTold::Same(_) => false,
            AttackTold::Each(each) => {
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
