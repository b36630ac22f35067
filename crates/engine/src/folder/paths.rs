//! Paths as the lock and the first line of a written rule say them: from the folder, with `/`.

use crate::input::{absolute, slashed};
use std::path::{Component, Path, PathBuf};

/// The folder, from the root.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The folder.
    pub(super) folder: PathBuf,
    /// What is written there: a format, or the language of bare queries.
    pub(super) to: String,
}

impl Place {
    pub(super) fn new(folder: &Path, to: &str) -> Self {
        Self { folder: plain(folder), to: to.to_owned() }
    }

    /// A source's path from the folder.
    pub(super) fn source(&self, path: &Path) -> String {
        if path.as_os_str() == "-" {
            return "-".to_owned();
        }
        let path = plain(path);
        let common = self.folder.components().zip(path.components()).take_while(|(a, b)| a == b);
        let common = common.count();
        // Nothing in common, not even the disk.
        if common == 0 {
            return slashed(&path);
        }
        let up = self.folder.components().skip(common).map(|_| Component::ParentDir);
        slashed(&up.chain(path.components().skip(common)).collect::<PathBuf>())
    }

    /// A source's path from a folder of sources that is named from here, if it is below it.
    pub(super) fn below(&self, base: &str, path: &Path) -> Option<String> {
        let base = plain(&self.folder.join(base));
        plain(path).strip_prefix(base).ok().map(slashed)
    }

    /// Whether a source, by its path from the folder, is one of those that the run was asked for.
    pub(super) fn is_below(&self, source: &str, roots: &[PathBuf]) -> bool {
        let path = plain(&self.folder.join(source));
        roots.iter().any(|root| path.starts_with(plain(root)))
    }
}

/// From the root, without `.` and `..`.
pub(super) fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in absolute(path).components() {
        match part {
            Component::ParentDir => {
                out.pop();
            }
            Component::CurDir => {}
            part => out.push(part),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_named_from_the_folder() {
        let place = Place::new(Path::new("/a/out"), "elastic");
        for (path, shown) in [
            ("/a/rules/x.yml", "../rules/x.yml"),
            ("/a/./b/../rules/x.yml", "../rules/x.yml"),
            ("/a/out/x.yml", "x.yml"),
            ("/x.yml", "../../x.yml"),
            ("-", "-"),
        ] {
            assert_eq!(place.source(Path::new(path)), shown, "{path}");
        }
        let roots = [PathBuf::from("/a/rules/")];
        assert!(place.is_below("../rules/x/y.yml", &roots));
        assert!(!place.is_below("../rules2/y.yml", &roots));
    }
}
