//! What version control says of files: the one place that runs `git`.

use crate::Usage;
use crate::input::{absolute, slashed};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A work tree, held against a revision of it.
#[derive(Debug)]
pub(crate) struct Revision {
    /// The top of the work tree, links followed.
    top: PathBuf,
    /// The revision.
    commit: String,
    /// Files that are not as they were, by their path from the top.
    changes: Vec<Change>,
}

/// A file that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// Its path from the top; for one that is gone, its old path.
    pub(crate) path: String,
    /// Its path at the revision; `None` for a new file.
    pub(crate) old: Option<String>,
    /// Whether it is there now.
    pub(crate) now: bool,
}

impl Revision {
    /// Everything that is not as it was at `revision` in the work tree that `path` is in.
    ///
    /// # Errors
    /// No work tree, an unknown revision, no `git`.
    pub(crate) fn new(path: &Path, revision: &str) -> Result<Self, Usage> {
        let start = absolute(path);
        let folder = start.ancestors().find(|above| above.is_dir()).unwrap_or(Path::new("."));
        let top = run(folder, &["rev-parse", "--show-toplevel"])?;
        let top = PathBuf::from(top.trim_end());
        let top = top.canonicalize().unwrap_or(top);
        // What begins with a dash would be an option.
        let wanted = format!("{revision}^{{commit}}");
        let commit = run(&top, &["rev-parse", "--verify", "--end-of-options", &wanted])?;
        let commit = commit.trim_end().to_owned();
        let listed = run(&top, &["diff", "--name-status", "-z", "-M", &commit, "--"])?;
        let mut changes = statuses(&listed);
        let new = run(&top, &["ls-files", "--others", "--exclude-standard", "-z"])?;
        let added = new.split('\0').filter(|path| !path.is_empty());
        changes.extend(added.map(|path| Change { path: path.into(), old: None, now: true }));
        changes.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Self { top, commit, changes })
    }

    /// Every file that is not as it was.
    pub(crate) fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// The change of a file, if there is one.
    pub(crate) fn change(&self, path: &Path) -> Option<&Change> {
        let whole = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
        let short = slashed(whole.strip_prefix(&self.top).ok()?);
        let at = self.changes.binary_search_by(|change| change.path.as_str().cmp(&short)).ok()?;
        self.changes.get(at)
    }

    /// Where a changed file is.
    pub(crate) fn place(&self, path: &str) -> PathBuf {
        self.top.join(path)
    }

    /// The text of a file at the revision; `None` for one that was none then, or no text.
    pub(crate) fn text(&self, path: &str) -> Option<String> {
        let object = format!("{}:{path}", self.commit);
        run(&self.top, &["cat-file", "blob", &object]).ok()
    }
}

fn run(folder: &Path, arguments: &[&str]) -> Result<String, Usage> {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        // Paths as they are, whatever the user's settings.
        .args(["-c", "core.quotePath=false"])
        .args(arguments)
        .output()
        .map_err(|e| Usage::new(format!("git cannot be run: {e}")))?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        let why = why.lines().next().unwrap_or_default().trim_start_matches("fatal: ");
        return Err(Usage::new(format!("git: {why}")));
    }
    String::from_utf8(output.stdout).map_err(|_| Usage::new("git: this is no text in UTF-8"))
}

/// The changes in the words of `git diff --name-status -z`: a letter, then the path, and for a renamed file a second.
fn statuses(listed: &str) -> Vec<Change> {
    let mut words = listed.split('\0').filter(|word| !word.is_empty());
    let mut out = Vec::new();
    while let (Some(status), Some(first)) = (words.next(), words.next()) {
        let first = first.to_owned();
        out.push(match status.as_bytes().first() {
            Some(b'R' | b'C') => {
                let path = words.next().unwrap_or_default().to_owned();
                Change { path, old: Some(first), now: true }
            }
            Some(b'A') => Change { path: first, old: None, now: true },
            Some(b'D') => Change { path: first.clone(), old: Some(first), now: false },
            _ => Change { path: first.clone(), old: Some(first), now: true },
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_changes() {
        let change = |path: &str, old: Option<&str>, now| Change {
            path: path.into(),
            old: old.map(str::to_owned),
            now,
        };
        assert_eq!(
            statuses("M\0a b.yml\0A\0n.yml\0D\0g.yml\0R087\0old.yml\0new.yml\0"),
            [
                change("a b.yml", Some("a b.yml"), true),
                change("n.yml", None, true),
                change("g.yml", Some("g.yml"), false),
                change("new.yml", Some("old.yml"), true),
            ]
        );
    }
}
