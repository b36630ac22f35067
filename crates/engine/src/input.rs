//! Finding files and reading their bytes.

use crate::Usage;
use ruleglot_source::{Diagnostic, FileId, FileSpan, SourceFile, Span};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Larger files are refused: no rule is near it, and offsets are 32 bits.
pub const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// Endings of files that may hold rules; others are passed over in directories.
const ENDINGS: [&str; 3] = ["toml", "yml", "yaml"];

/// A file to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Where it is; `-` is standard input.
    pub path: PathBuf,
    /// Its path below the directory it was found in, with `/`; its name when it was named itself.
    pub relative: String,
    /// How it came here.
    pub found: Found,
}

/// How a file came to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Named on the command line: never skipped.
    Named,
    /// Found in a directory.
    Walked,
    /// Standard input.
    Standard,
}

/// The files that paths stand for, each once, in the order of their paths.
///
/// # Errors
/// A path that does not exist or cannot be listed.
pub fn discover(paths: &[PathBuf]) -> Result<Vec<Candidate>, Usage> {
    let mut found = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            found.push(Candidate {
                path: path.clone(),
                relative: "-".into(),
                found: Found::Standard,
            });
        } else if path.is_dir() {
            walk(path, &mut found)?;
        } else if path.exists() {
            let relative = path
                .file_name()
                .map_or_else(|| slashed(path), |n| n.to_string_lossy().into_owned());
            found.push(Candidate { path: path.clone(), relative, found: Found::Named });
        } else {
            return Err(Usage::new(format!("{} does not exist", path.display())));
        }
    }
    // By bytes: comparing paths part by part takes longer than checking some of the files.
    found.sort_by(|a, b| a.path.as_os_str().cmp(b.path.as_os_str()));
    found.dedup_by(|a, b| a.path.as_os_str() == b.path.as_os_str());
    Ok(found)
}

pub(crate) fn walk(root: &Path, found: &mut Vec<Candidate>) -> Result<(), Usage> {
    for entry in ignore::WalkBuilder::new(root).require_git(false).follow_links(false).build() {
        let entry = entry.map_err(|e| Usage::new(e.to_string()))?;
        let path = entry.path();
        let rule_like =
            path.extension().and_then(|e| e.to_str()).is_some_and(|e| ENDINGS.contains(&e));
        if rule_like && entry.file_type().is_some_and(|t| t.is_file()) {
            let relative = slashed(path.strip_prefix(root).unwrap_or(path));
            found.push(Candidate { path: path.to_owned(), relative, found: Found::Walked });
        }
    }
    Ok(())
}

/// A path with `/`, whatever the system's own.
pub(crate) fn slashed(path: &Path) -> String {
    path.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// A path from the root, links as they are.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

/// The nearest folder up the tree that holds something of this name.
pub(crate) fn folder_with(path: &Path, name: &str) -> Option<PathBuf> {
    absolute(path).ancestors().find(|above| above.join(name).exists()).map(Path::to_path_buf)
}

/// The text of a file; a file that has none gives an empty text and the finding that says why.
pub fn load(candidate: &Candidate, id: FileId) -> (SourceFile, Option<Diagnostic>) {
    let path = candidate.path.to_string_lossy().into_owned();
    let at = FileSpan::new(id, Span::default());
    match bytes(candidate) {
        Err(why) => {
            (SourceFile::new(id, path, ""), Some(Diagnostic::error("file/unreadable", at, why)))
        }
        Ok(bytes) => match text(bytes, id) {
            Ok(text) => (SourceFile::new(id, path, text), None),
            Err(fault) => (SourceFile::new(id, path, fault.0), Some(fault.1)),
        },
    }
}

fn bytes(candidate: &Candidate) -> Result<Vec<u8>, String> {
    read_bounded(candidate).map_err(|e| format!("this file cannot be read: {e}")).and_then(
        |bytes| {
            let too_large = bytes.len() as u64 > MOST_BYTES;
            let why = || {
                format!(
                    "this file is larger than {} MiB, which no rule is",
                    MOST_BYTES / (1024 * 1024)
                )
            };
            if too_large { Err(why()) } else { Ok(bytes) }
        },
    )
}

/// All bytes of a file, or one more than are allowed.
fn read_bounded(candidate: &Candidate) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if candidate.found == Found::Standard {
        std::io::stdin().take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    let file = fs::File::open(&candidate.path)?;
    // Devices say 0 and go on for ever, so the bound stands whatever the length says.
    bytes.reserve(usize::try_from(file.metadata()?.len().min(MOST_BYTES)).unwrap_or(0) + 1);
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The bytes as text without a byte order mark; else the text up to the fault, which is where the finding points.
fn text(bytes: Vec<u8>, id: FileId) -> Result<String, Box<(String, Diagnostic)>> {
    if bytes.contains(&0) {
        let at = FileSpan::new(id, Span::default());
        let finding =
            Diagnostic::error("file/binary", at, "this file has null bytes, so it is no text")
                .with_help("rules are UTF-8 text; leave other files out of the paths given");
        return Err(Box::new((String::new(), finding)));
    }
    String::from_utf8(bytes).map_err(|e| {
        let valid = e.utf8_error().valid_up_to();
        let byte = e.as_bytes()[valid];
        let text = String::from_utf8_lossy(&e.as_bytes()[..valid]).into_owned();
        let at = FileSpan::new(id, Span::new(valid, valid));
        let finding = Diagnostic::error(
            "file/not-utf8",
            at,
            format!("the byte 0x{byte:02x} here is not valid UTF-8"),
        )
        .with_help("save the file as UTF-8");
        Box::new((text, finding))
    })
}
