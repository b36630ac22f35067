//! `fmt` on files: what is written, what is not, and with which exit status.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const RULE: &str = "level: low\ntitle: A\nlogsource:\n  product: windows\ndetection:\n  s:\n    a: b\n  condition: s\n";
const LAID_OUT: &str = "title: A\nlogsource:\n    product: windows\ndetection:\n    s:\n        a: b\n    condition: s\nlevel: low\n";

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fmt").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn fmt(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ruleglot"));
    command.arg("fmt").args(args).current_dir(folder).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn files_are_written_in_place_and_keep_their_permissions() {
    let folder = folder("in-place");
    let (file, link) = (folder.join("a.yml"), folder.join("link.yml"));
    fs::write(&file, RULE).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("a.yml", &link).unwrap();
    let done = fmt(&folder, &["link.yml"]);
    assert_eq!(done.status.code(), Some(0), "{}", said(&done));
    assert_eq!(fs::read_to_string(&file).unwrap(), LAID_OUT);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2, "no temporary file is left");
    assert_eq!(said(&fmt(&folder, &["."])), "0 files laid out, 1 left as they are\n");
}

#[test]
fn check_and_diff_write_nothing() {
    let folder = folder("check");
    fs::write(folder.join("a.yml"), RULE).unwrap();
    let before = fs::metadata(folder.join("a.yml")).unwrap().modified().unwrap();
    let check = fmt(&folder, &["--check", "."]);
    assert_eq!((check.status.code(), out(&check).as_str()), (Some(1), "./a.yml\n"));
    assert_eq!(said(&check), "1 file would change, 0 left as they are\n");
    let diff = fmt(&folder, &["--diff", "."]);
    assert_eq!(diff.status.code(), Some(1));
    assert!(out(&diff).starts_with("--- ./a.yml\n+++ ./a.yml\n@@ "), "{}", out(&diff));
    assert_eq!(fs::read_to_string(folder.join("a.yml")).unwrap(), RULE);
    assert_eq!(fs::metadata(folder.join("a.yml")).unwrap().modified().unwrap(), before);
}

#[test]
fn a_diff_never_shows_a_key() {
    let folder = folder("secret");
    let key = "AKIA3J7KQ2ZP5W6TXVLM";
    fs::write(folder.join("a.yml"), RULE.replace("a: b", &format!("a: {key}"))).unwrap();
    let diff = out(&fmt(&folder, &["--diff", "a.yml"]));
    assert!(diff.contains("a: ********************") && !diff.contains(key), "{diff}");
}

#[test]
fn what_the_configuration_leaves_out_stays() {
    let folder = folder("exclude");
    fs::create_dir_all(folder.join("old")).unwrap();
    fs::write(folder.join("ruleglot.toml"), "exclude = [\"old\"]\n").unwrap();
    fs::write(folder.join("a.yml"), RULE).unwrap();
    fs::write(folder.join("old/b.yml"), RULE).unwrap();
    assert_eq!(said(&fmt(&folder, &["."])), "1 file laid out, 0 left as they are (1 skipped)\n");
    assert_eq!(fs::read_to_string(folder.join("old/b.yml")).unwrap(), RULE);
    // Named by itself it is meant, unless a hook names it.
    assert_eq!(
        said(&fmt(&folder, &["--skip-others", "old/b.yml", "a.yml"])),
        "0 files laid out, 1 left as they are\n"
    );
    assert_eq!(said(&fmt(&folder, &["old/b.yml"])), "1 file laid out, 0 left as they are\n");
}

#[test]
fn a_diff_can_be_applied() {
    let folder = folder("patch");
    fs::write(folder.join("a.yml"), RULE.trim_end()).unwrap();
    let diff = fmt(&folder, &["--diff", "a.yml"]);
    let mut command = Command::new("patch");
    command.arg("-p0").current_dir(&folder).stdin(Stdio::piped()).stdout(Stdio::null());
    // A machine without `patch` shows nothing.
    let Ok(mut patch) = command.spawn() else { return };
    patch.stdin.take().unwrap().write_all(&diff.stdout).unwrap();
    assert!(patch.wait().unwrap().success(), "{}", out(&diff));
    assert_eq!(fs::read_to_string(folder.join("a.yml")).unwrap(), LAID_OUT);
}

#[test]
fn what_cannot_be_read_does_not_hold_up_the_others() {
    let folder = folder("unreadable");
    fs::write(folder.join("a.yml"), "title: [a\n").unwrap();
    fs::write(folder.join("b.yml"), RULE).unwrap();
    fs::write(folder.join("c.yml"), b"title: \xff\n").unwrap();
    let done = fmt(&folder, &["."]);
    assert_eq!(done.status.code(), Some(1));
    assert!(
        said(&done).ends_with("1 file laid out, 0 left as they are, 2 not laid out\n"),
        "{}",
        said(&done)
    );
    assert_eq!(fs::read_to_string(folder.join("b.yml")).unwrap(), LAID_OUT);
    assert_eq!(fs::read(folder.join("c.yml")).unwrap(), b"title: \xff\n");
}

#[test]
fn standard_input_goes_to_standard_output() {
    for (given, args, expected, code) in [
        (RULE, &["-"][..], LAID_OUT, 0),
        (LAID_OUT, &["-"][..], LAID_OUT, 0),
        ("a:b AND c:d", &["--from", "kuery", "-"][..], "a:b and c:d\n", 0),
        ("title: [a\n", &["--from", "sigma", "-"][..], "title: [a\n", 1),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ruleglot"))
            .arg("fmt")
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        command.stdin.take().unwrap().write_all(given.as_bytes()).unwrap();
        let done = command.wait_with_output().unwrap();
        assert_eq!(
            (out(&done).as_str(), done.status.code()),
            (expected, Some(code)),
            "{}",
            said(&done)
        );
        assert_eq!(said(&done).is_empty(), code == 0, "{}", said(&done));
    }
}
