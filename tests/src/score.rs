//! Scores: what was measured over a corpus, committed, and held against what is measured now.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Counts by name.
pub type Counts = BTreeMap<String, usize>;

/// A group of rules with one score.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Score {
    /// How many there are.
    pub of: usize,
    /// What may rise and never drop.
    pub good: Counts,
    /// What may drop and never rise.
    pub bad: Counts,
    /// What is only told, by kind and name.
    pub told: BTreeMap<String, Counts>,
}

/// The scores of one test by group.
pub type Scores = BTreeMap<String, Score>;

impl Score {
    /// Counts one more of what is good.
    pub fn good(&mut self, name: &str) {
        *self.good.entry(name.to_owned()).or_default() += 1;
    }

    /// So many more of what is wanted.
    pub fn add(&mut self, name: &str, n: usize) {
        *self.good.entry(name.into()).or_default() += n;
    }

    /// Counts so many more of what is bad; what never occurs is listed with zero.
    pub fn bad(&mut self, name: &str, n: usize) {
        *self.bad.entry(name.to_owned()).or_default() += n;
    }

    /// Counts one more of what is only told.
    pub fn tell(&mut self, kind: &str, name: &str) {
        *self.told.entry(kind.to_owned()).or_default().entry(name.to_owned()).or_default() += 1;
    }

    /// The share of the good in percent.
    #[allow(clippy::cast_precision_loss, reason = "counts of rules")]
    pub fn percent(&self, name: &str) -> f64 {
        100.0 * self.good.get(name).copied().unwrap_or(0) as f64 / self.of.max(1) as f64
    }

    /// What became worse; where there are more or fewer rules than before, the shares count.
    fn worse_than(&self, before: &Self) -> Vec<String> {
        let got = |of: &Counts, name: &str| of.get(name).copied().unwrap_or(0);
        let mut worse = Vec::new();
        let dropped = before.good.iter().map(|(n, b)| (n, *b, got(&self.good, n)));
        let drops = |b: usize, g: usize| g * before.of < b * self.of;
        worse.extend(
            dropped
                .filter(|(_, b, g)| drops(*b, *g))
                .map(|(n, b, g)| format!("{n}: {b} became {g}")),
        );
        let risen = self.bad.iter().map(|(n, g)| (n, got(&before.bad, n), *g));
        let rises = |b: usize, g: usize| g * before.of > b * self.of;
        worse.extend(
            risen.filter(|(_, b, g)| rises(*b, *g)).map(|(n, b, g)| format!("{n}: {b} became {g}")),
        );
        worse
    }
}

/// Holds the scores against the committed ones, and says where they became worse. `UPDATE=1` commits them as they are.
///
/// # Panics
/// When a score became worse.
#[allow(clippy::print_stderr, reason = "a test says what it measured")]
pub fn hold(name: &str, scores: &Scores) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("corpus/{name}.toml"));
    let now = toml::to_string(scores).unwrap_or_default();
    let head = "# Measured over the corpora; a drop fails the test. `UPDATE=1` writes it anew.\n\n";
    let now = format!("{head}{now}");
    let before = std::fs::read_to_string(&path).unwrap_or_default();
    for (group, score) in scores {
        let good: Vec<_> =
            score.good.keys().map(|n| format!("{n} {:.1} %", score.percent(n))).collect();
        eprintln!("{name}, {group}: {} rules; {}; {:?}", score.of, good.join(", "), score.bad);
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, now).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        return;
    }
    let committed: Scores = toml::from_str(&before).unwrap_or_default();
    let mut worse = Vec::new();
    for (group, before) in &committed {
        match scores.get(group) {
            Some(score) => {
                worse.extend(score.worse_than(before).into_iter().map(|w| format!("{group}: {w}")));
            }
            None => worse.push(format!("{group}: is gone")),
        }
    }
    assert!(
        worse.is_empty() && !committed.is_empty(),
        "{name} became worse:\n{}",
        worse.join("\n")
    );
    if now != before {
        eprintln!("{name}: the scores rose or moved; commit them with UPDATE=1");
    }
}
