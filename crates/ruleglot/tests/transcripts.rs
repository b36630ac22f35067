//! Every command shown in README, docs and `tests/cli` is run, and must print what the page shows.
//!
//! A page's ```` ```console ```` blocks hold lines that begin with `$ `, each followed by what it prints (both streams) and,
//! where the exit status is not 0, a line `# exit N`. `UPDATE=1` rewrites what is printed; read the change before it is
//! committed. `cargo run … --` stands for the program itself; `cargo test` is not run here.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn pages() -> Vec<PathBuf> {
    let mut pages = vec![root().join("README.md")];
    for folder in ["docs", "tests/cli"] {
        let found = fs::read_dir(root().join(folder)).into_iter().flatten();
        pages.extend(
            found.map(|e| e.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "md")),
        );
    }
    pages.sort();
    pages
}

/// A folder like a fresh clone, as far as commands look at it, with the program on its path.
fn clone_like(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("transcripts").join(name);
    let _ = fs::remove_dir_all(&folder);
    let bin = folder.join(".bin");
    fs::create_dir_all(&bin).unwrap();
    symlink(root().join("rules"), folder.join("rules")).unwrap();
    symlink(env!("CARGO_BIN_EXE_ruleglot"), bin.join("ruleglot")).unwrap();
    let shim = "#!/bin/sh\nwhile [ \"$1\" != -- ]; do shift; done\nshift\nexec ruleglot \"$@\"\n";
    fs::write(bin.join("cargo"), shim).unwrap();
    fs::set_permissions(bin.join("cargo"), fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

fn run(line: &str, folder: &Path) -> String {
    let path = format!("{}:{}", folder.join(".bin").display(), std::env::var("PATH").unwrap());
    let out = Command::new("sh")
        .args(["-c", &format!("{{ {line}\n}} 2>&1")])
        .current_dir(folder)
        .env("PATH", path)
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    let mut text = String::from_utf8_lossy(&out.stdout).into_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    match out.status.code() {
        Some(0) => text,
        code => format!("{text}# exit {}\n", code.unwrap_or(-1)),
    }
}

/// The page with each command's output as it is now.
fn replayed(page: &str, folder: &Path) -> String {
    let mut out = String::new();
    let mut lines = page.lines().peekable();
    let mut inside = false;
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        match (inside, line) {
            (false, "```console") => inside = true,
            (true, "```") => inside = false,
            (true, command) if command.starts_with("$ ") && !command.contains("cargo test") => {
                while lines.peek().is_some_and(|l| *l != "```" && !l.starts_with("$ ")) {
                    lines.next();
                }
                out.push_str(&run(&command[2..], folder));
            }
            _ => {}
        }
    }
    out
}

#[test]
fn pages_show_what_the_program_prints() {
    let mut stale = Vec::new();
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        if !text.contains("```console") {
            continue;
        }
        let name = page.file_stem().unwrap().to_string_lossy().into_owned();
        let now = replayed(&text, &clone_like(&name));
        if now == text {
            continue;
        }
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&page, now).unwrap();
        } else {
            stale.push(format!("{} prints\n{now}", page.display()));
        }
    }
    assert!(stale.is_empty(), "{}", stale.join("\n"));
}
