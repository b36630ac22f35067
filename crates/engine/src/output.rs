//! Writing files: under a temporary name, then renamed, so that nothing is ever half-written.

use crate::Usage;
use std::fs;
use std::io::Write;
use std::path::Path;

/// Writes a file whole or not at all.
///
/// # Errors
/// Which file, and why.
pub fn write_whole(path: &Path, text: &str) -> Result<(), Usage> {
    let wrong =
        |e: std::io::Error| Usage::new(format!("{} cannot be written: {e}", path.display()));
    write_with(path, text, None).map_err(wrong)
}

fn write_with(path: &Path, text: &str, as_was: Option<fs::Permissions>) -> std::io::Result<()> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let temporary = folder.join(format!(".{name}.{}.part", std::process::id()));
    let written = fs::File::create(&temporary)
        .and_then(|mut file| {
            as_was.map_or(Ok(()), |permissions| file.set_permissions(permissions))?;
            file.write_all(text.as_bytes()).and_then(|()| file.sync_all())
        })
        .and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        // The temporary file is ours alone; when even this fails there is nothing left to do.
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// Puts another text into a file that exists, whole or not at all; its permissions stay, and a link stays a link.
///
/// # Errors
/// Which file, and why.
pub fn replace_whole(path: &Path, text: &str) -> Result<(), Usage> {
    let wrong =
        |e: std::io::Error| Usage::new(format!("{} cannot be written: {e}", path.display()));
    let target = path.canonicalize().map_err(wrong)?;
    let permissions = fs::metadata(&target).map_err(wrong)?.permissions();
    if permissions.readonly() {
        return Err(Usage::new(format!("{} is read-only", path.display())));
    }
    write_with(&target, text, Some(permissions)).map_err(wrong)
}
