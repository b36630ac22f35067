//! The files that those of a run are held against, of which nothing is told.

use crate::Usage;
use crate::config::CONFIG_NAME;
use crate::input::{Candidate, Found, folder_with, walk};
use rustc_hash::FxHashSet;
use std::path::{Path, PathBuf};

/// The files of `references`, and, where a file was named by itself, all rule files of its repository; those that are
/// to be checked are left out.
///
/// # Errors
/// A folder that cannot be listed.
pub fn context(
    paths: &[PathBuf],
    references: &[PathBuf],
    candidates: &[Candidate],
) -> Result<Vec<Candidate>, Usage> {
    let named = paths.iter().filter(|path| path.is_file());
    let mut roots: Vec<PathBuf> = named.filter_map(|path| repository(path)).collect();
    for reference in references {
        if !reference.exists() {
            return Err(Usage::new(format!("{} does not exist", reference.display())));
        }
        roots.push(reference.clone());
    }
    if roots.is_empty() {
        return Ok(Vec::new());
    }
    roots.sort();
    roots.dedup();
    let mut taken: FxHashSet<PathBuf> = candidates.iter().map(|c| resolved(&c.path)).collect();
    let here = std::env::current_dir().unwrap_or_default();
    let mut found = Vec::new();
    for root in &roots {
        if root.is_file() {
            found.push(Candidate::walked(root.clone()));
        } else {
            walk(root, &mut found)?;
        }
    }
    found.retain(|candidate| taken.insert(resolved(&candidate.path)));
    for candidate in &mut found {
        if let Ok(short) = candidate.path.strip_prefix(&here) {
            candidate.path = short.to_path_buf();
        }
    }
    found.sort_by(|a, b| a.path.as_os_str().cmp(b.path.as_os_str()));
    Ok(found)
}

/// The repository that a file is in: the nearest folder up the tree with a configuration, else the one with `.git`.
pub(crate) fn repository(path: &Path) -> Option<PathBuf> {
    let folder = resolved(path).parent()?.to_path_buf();
    folder_with(&folder, CONFIG_NAME).or_else(|| folder_with(&folder, ".git"))
}

/// A path with its links followed, by which two names of one file are known.
fn resolved(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}

impl Candidate {
    fn walked(path: PathBuf) -> Self {
        let relative = path.to_string_lossy().into_owned();
        Self { path, relative, found: Found::Walked }
    }
}
