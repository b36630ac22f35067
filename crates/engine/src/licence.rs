//! The licence of a rule that does not state one: that of the nearest LICENSE file up the tree.

use rustc_hash::FxHashMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// Names of files that hold a licence.
const NAMES: [&str; 6] =
    ["LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "LICENSE.Detection.Rules.md", "COPYING"];

/// How the text of a licence begins, and its SPDX identifier; the more special first.
const TEXTS: [(&str, &str); 13] = [
    ("Detection Rule License (DRL) 1.1", "DRL-1.1"),
    ("Detection Rule License (DRL) 1.0", "DRL-1.0"),
    ("Elastic License 2.0", "Elastic-2.0"),
    ("Apache License Version 2.0", "Apache-2.0"),
    ("MIT License", "MIT"),
    ("Permission is hereby granted, free of charge, to any person obtaining a copy", "MIT"),
    ("BSD 3-Clause License", "BSD-3-Clause"),
    ("BSD 2-Clause License", "BSD-2-Clause"),
    ("GNU AFFERO GENERAL PUBLIC LICENSE Version 3", "AGPL-3.0-only"),
    ("GNU LESSER GENERAL PUBLIC LICENSE Version 3", "LGPL-3.0-only"),
    ("GNU GENERAL PUBLIC LICENSE Version 3", "GPL-3.0-only"),
    ("GNU GENERAL PUBLIC LICENSE Version 2", "GPL-2.0-only"),
    ("Creative Commons Attribution 4.0 International", "CC-BY-4.0"),
];

/// How much of a licence is looked at: its title stands at its head.
const HEAD: usize = 1_500;

/// A licence that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Licence {
    /// SPDX identifier.
    pub(crate) id: &'static str,
    /// The file that says so.
    pub(crate) file: PathBuf,
}

/// Licences by folder, each looked for once.
#[derive(Debug, Default)]
pub struct Licences {
    known: Mutex<FxHashMap<PathBuf, Option<Licence>>>,
}

impl Licences {
    /// The licence that holds for a file; `None` where there is none, or one that is not known by its text.
    pub(crate) fn of(&self, file: &Path) -> Option<Licence> {
        let folder = file.parent()?.to_path_buf();
        let mut known = self.known.lock().ok()?;
        known.entry(folder).or_insert_with_key(|folder| nearest(folder)).clone()
    }
}

/// Up to the root of the repository: beyond it stands the licence of something else.
fn nearest(folder: &Path) -> Option<Licence> {
    let folder = std::path::absolute(folder).ok()?;
    for above in folder.ancestors() {
        let mut files = NAMES.iter().map(|name| above.join(name)).filter(|file| file.is_file());
        if let Some(file) = files.next() {
            let text = std::fs::read(&file).ok()?;
            let head = String::from_utf8_lossy(&text[..text.len().min(HEAD)]).into_owned();
            return Some(Licence { id: known(&head)?, file });
        }
        if above.join(".git").exists() {
            return None;
        }
    }
    None
}

/// The identifier of a text, by its title; line ends, emphasis and commas do not matter.
fn known(head: &str) -> Option<&'static str> {
    let plain = |text: &str| {
        let words = text.split(|c: char| c.is_whitespace() || ",#*_\"".contains(c));
        words.filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ").to_lowercase()
    };
    let head = plain(head);
    TEXTS.iter().find(|(title, _)| head.contains(&plain(title))).map(|(_, id)| *id)
}

#[cfg(test)]
mod tests {
    use super::known;

    #[test]
    fn licences_are_known_by_their_titles() {
        let cases = [
            (
                "# Detection Rule License (DRL) 1.1\n\nPermission is hereby granted, free of charge, to any person obtaining a copy",
                Some("DRL-1.1"),
            ),
            (
                "                                 Apache License\n                           Version 2.0, January 2004",
                Some("Apache-2.0"),
            ),
            ("Elastic License 2.0\n\nURL: https", Some("Elastic-2.0")),
            ("GNU LESSER GENERAL PUBLIC LICENSE\n Version 3, 29 June 2007", Some("LGPL-3.0-only")),
            ("MIT License\n\nCopyright (c) 2026 A", Some("MIT")),
            ("Copyright A. All rights reserved.", None),
        ];
        for (head, id) in cases {
            assert_eq!(known(head), id, "{head}");
        }
    }
}
