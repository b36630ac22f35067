//! Input that is no rule, or a hostile one: a clear message, the right exit status, nothing half-written.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a run printed, and how it ended.
struct Ran {
    status: Option<i32>,
    out: String,
    err: String,
}

impl Ran {
    /// The last line on standard error, which says why the status is not 0.
    fn why(&self) -> &str {
        self.err.lines().last().unwrap_or_default()
    }
}

/// A folder of this test alone.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bad-input").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Ran {
    let out = Command::new(env!("CARGO_BIN_EXE_ruleglot"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    let ran = Ran {
        status: out.status.code(),
        out: String::from_utf8_lossy(&out.stdout).into_owned(),
        err: String::from_utf8_lossy(&out.stderr).into_owned(),
    };
    assert!(!ran.err.contains("panicked"), "{arguments:?}: {}", ran.err);
    ran
}

/// Checks a file of these bytes, in every form of output, and converts it: `code` is found at `place`, and no file is
/// written.
fn refused(name: &str, bytes: &[u8], code: &str, place: &str) {
    let folder = folder(name);
    fs::write(folder.join(name), bytes).unwrap();
    let checked = run(&folder, &["check", "--format", "concise", name]);
    assert_eq!(checked.status, Some(1), "{name}: {}{}", checked.out, checked.err);
    let wanted = format!("{name}:{place}: error[{code}]: ");
    assert!(checked.out.contains(&wanted), "{wanted} is not in {}", checked.out);
    assert!(checked.why().contains("error"), "{}", checked.err);
    for format in ["text", "json"] {
        let ran = run(&folder, &["check", "--format", format, name]);
        assert_eq!(ran.status, Some(1));
        assert!(ran.out.contains(code), "{name} as {format}: {}", ran.out);
        let most = 100_000 + 20 * checked.out.len();
        assert!(ran.out.len() < most, "{name} as {format} prints {} bytes", ran.out.len());
    }
    let (from, to) =
        if name.contains(".toml") { ("elastic", "sigma") } else { ("sigma", "elastic") };
    let convert =
        |to, out| run(&folder, &["convert", name, "--to", to, "--out", out, "--from", from]);
    let ran = convert(to, "out");
    assert_eq!(ran.status, Some(1), "{name} to {to}: {}{}", ran.out, ran.err);
    assert!(files(&folder.join("out")).is_empty(), "{name} to {to} wrote something");
    // Into its own format nothing but the same bytes may come.
    convert(from, "same");
    let same = files(&folder.join("same"));
    assert!(same.iter().all(|copy| fs::read(copy).unwrap() == bytes), "{name} to {from}");
}

/// Every file below a folder but the lock.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    entries
        .map(|e| e.unwrap().path())
        .filter(|path| !path.ends_with("ruleglot.lock"))
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] })
        .collect()
}

fn sigma(condition: &str) -> String {
    format!(
        "title: A\nlogsource:\n    product: windows\ndetection:\n    a:\n        B: c\n    condition: {condition}\n"
    )
}

fn elastic(query: &str) -> String {
    format!(
        "[metadata]\ncreation_date = \"2024/01/02\"\nintegration = [\"aws\"]\nmaturity = \"production\"\n\
         updated_date = \"2024/01/02\"\n\n[rule]\nauthor = [\"A\"]\ndescription = \"d\"\nlanguage = \"kuery\"\n\
         license = \"Elastic License v2\"\nname = \"A\"\nrisk_score = 21\n\
         rule_id = \"6d2f3c5e-0a57-4a52-9a2e-4f3b7f1c7a01\"\nseverity = \"low\"\ntype = \"query\"\nquery = {query}\n"
    )
}

fn nested(open: &str, inner: &str, close: &str) -> String {
    const DEPTH: usize = 10_000;
    open.repeat(DEPTH) + inner + &close.repeat(DEPTH)
}

#[test]
fn bytes_that_are_no_text() {
    refused("image.yml", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "file/binary", "1:1");
    refused("wide.toml", &[0xff, 0xfe, b'a', 0, b'=', 0, b'1', 0], "file/binary", "1:1");
    let latin = b"title: Gro\xdf\nlogsource:\n    product: a\n";
    refused("latin.yml", latin, "file/not-utf8", "1:11");
}

#[test]
fn a_file_of_50_megabytes() {
    let line = b"# a comment that says nothing at all, again and again, until the file is large\n";
    refused("large.yml", &line.repeat(50_000_000 / line.len()), "file/unreadable", "1:1");
}

#[test]
fn nesting_without_end() {
    refused("flow.yml", sigma(&nested("[", "", "]")).as_bytes(), "yaml/too-deep", "7:216");
    refused("maps.yml", sigma(&nested("{a: ", "b", "}")).as_bytes(), "yaml/too-deep", "7:808");
    refused("open.yml", sigma(&"[".repeat(10_000)).as_bytes(), "yaml/too-deep", "7:216");
    refused("condition.yml", sigma(&nested("(", "a", ")")).as_bytes(), "sigma/too-deep", "7:216");
    refused("not.yml", sigma(&nested("not ", "a", "")).as_bytes(), "sigma/too-deep", "7:40016");
    let lists = elastic(&nested("[", "", "]"));
    refused("lists.toml", lists.as_bytes(), "toml/too-deep", "17:207");
    let query = elastic(&format!("'''\n{}\n'''", nested("(", "a:b", ")")));
    refused("query.toml", query.as_bytes(), "kuery/too-deep", "18:201");
    let tables = format!("{}\n[{}x]\n", elastic("'a: b'"), "a.".repeat(10_000));
    refused("tables.toml", tables.as_bytes(), "toml/too-deep", "19:1");
}

#[test]
fn aliases_that_multiply() {
    let level = |n: usize| {
        let before = n - 1;
        let list = vec![format!("*a{before}"); 10].join(", ");
        format!("a{n}: &a{n} [{list}]\n")
    };
    let first = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    let text: String = std::iter::once(first).chain((1..10).map(level)).collect();
    refused("bomb.yml", (text + &sigma("a")).as_bytes(), "yaml/alias-bomb", "5:45");
}

#[test]
fn keys_that_stand_twice() {
    let twice = sigma("a").replace("        B: c\n", "        B: c\n        B: d\n");
    refused("twice.yml", twice.as_bytes(), "yaml/duplicate-key", "7:9");
    let twice = elastic("'a: b'") + "query = 'a: c'\n";
    refused("twice.toml", twice.as_bytes(), "toml/duplicate-key", "18:1");
    // A template's fault is one of every rule made with it; a document of its own keeps its faults to itself.
    let global = "action: global\ndetection:\n    a:\n        B: c\n        B: d\n---\n";
    refused(
        "global.yml",
        (global.to_owned() + &sigma("a")).as_bytes(),
        "yaml/duplicate-key",
        "5:9",
    );
}

#[test]
fn a_faulty_document_beside_a_sound_one() {
    let folder = folder("beside");
    let faulty = sigma("a").replace("title: A\n", "title: A\ntitle: B\n");
    fs::write(folder.join("two.yml"), format!("{faulty}---\n{}", sigma("a"))).unwrap();
    let ran = run(
        &folder,
        &["convert", "two.yml", "--to", "elastic", "--fields", "keep", "--out", "out"],
    );
    assert_eq!(ran.status, Some(1), "{}", ran.err);
    assert_eq!(files(&folder.join("out")).len(), 1, "{}", ran.err);
}

#[test]
fn nothing_at_all() {
    for name in ["empty.yml", "empty.toml", "empty.txt"] {
        refused(name, b"", "file/not-a-rule", "1:1");
        refused(name, b"\n  \n", "file/not-a-rule", "1:1");
    }
    let folder = folder("skip");
    fs::write(folder.join("empty.yml"), "").unwrap();
    let ran = run(&folder, &["check", "--skip-others", "empty.yml"]);
    assert_eq!((ran.status, ran.out.as_str()), (Some(0), ""));
}

#[test]
fn a_directory_without_a_rule_and_a_path_that_is_not_there() {
    let folder = folder("none");
    fs::create_dir(folder.join("docs")).unwrap();
    fs::write(folder.join("docs/values.yml"), "a: 1\n").unwrap();
    for arguments in [["check", "docs"], ["check", "nowhere.yml"]] {
        let ran = run(&folder, &arguments);
        assert_eq!(ran.status, Some(2), "{arguments:?}: {}{}", ran.out, ran.err);
        assert!(ran.why().contains(arguments[1]), "{}", ran.err);
    }
    // One directory of two is still a wrong argument; what the other holds is shown all the same.
    fs::write(folder.join("rule.yml"), sigma("a and")).unwrap();
    let ran = run(&folder, &["check", "--format", "concise", "rule.yml", "docs"]);
    assert_eq!(ran.status, Some(2));
    assert!(
        ran.out.contains("sigma/invalid-condition") && ran.why().contains("docs"),
        "{}",
        ran.err
    );
    // A file that does not parse is no file without a rule.
    fs::write(folder.join("docs/broken.yml"), "title: 'A\n").unwrap();
    let ran = run(&folder, &["check", "docs"]);
    assert_eq!(ran.status, Some(1), "{}", ran.err);
}

#[test]
fn a_byte_order_mark_and_carriage_returns_are_only_remarked() {
    let folder = folder("marks");
    for (name, text) in [("rule.yml", sigma("a")), ("rule.toml", elastic("'''\na: b\n'''"))] {
        let text = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        fs::write(folder.join(name), &text).unwrap();
        let ran = run(&folder, &["check", "--format", "concise", name]);
        assert_eq!(ran.status, Some(0), "{}{}", ran.out, ran.err);
        assert_eq!(ran.out.matches("info[").count(), 2, "{}", ran.out);
        let to = if name == "rule.yml" { "elastic" } else { "sigma" };
        let ran =
            run(&folder, &["convert", name, "--to", to, "--fields", "keep", "--allow", "any"]);
        assert_eq!(ran.status, Some(0), "{}{}", ran.out, ran.err);
        // A place behind the mark and the returns is still the right one.
        let broken = text.replace("B: c", "B|x: c").replace("a: b", "a: b and (");
        fs::write(folder.join(name), broken).unwrap();
        let ran = run(&folder, &["check", "--format", "concise", name]);
        let place = if name == "rule.yml" { "6:11" } else { "18:10" };
        assert!(ran.out.contains(&format!("{name}:{place}: error")), "{}", ran.out);
    }
}

#[test]
fn a_code_that_does_not_exist() {
    let folder = folder("codes");
    fs::write(folder.join("rule.yml"), sigma("a")).unwrap();
    for (arguments, meant) in [
        (
            ["check", "--select", "sigma/unknown-modifer", "rule.yml"].as_slice(),
            "sigma/unknown-modifier",
        ),
        (["check", "--ignore", "sgma", "rule.yml"].as_slice(), "sigma"),
        (["why", "yaml/duplicate-keys"].as_slice(), "yaml/duplicate-key"),
    ] {
        let ran = run(&folder, arguments);
        assert_eq!(ran.status, Some(2));
        assert!(ran.why().contains(&format!("did you mean `{meant}`?")), "{}", ran.err);
    }
}

#[test]
fn output_that_cannot_be_written() {
    let folder = folder("output");
    fs::write(folder.join("rule.yml"), sigma("a")).unwrap();
    fs::write(folder.join("taken"), "a file").unwrap();
    let convert = ["convert", "rule.yml", "--to", "elastic", "--fields", "keep", "--allow", "any"];
    for more in [["--out", "taken"], ["--out", "taken/below"], ["--report", "taken/report.json"]] {
        let before = files(&folder);
        let ran = run(&folder, &[convert.as_slice(), &more].concat());
        assert_eq!(ran.status, Some(2), "{more:?}: {}{}", ran.out, ran.err);
        assert!(ran.why().contains("taken"), "{}", ran.err);
        assert_eq!(files(&folder), before, "{more:?}");
        assert_eq!(fs::read_to_string(folder.join("taken")).unwrap(), "a file");
    }
    // A directory stands where the file should.
    fs::create_dir_all(folder.join("out/a.toml")).unwrap();
    let ran = run(&folder, &[convert.as_slice(), &["--out", "out"]].concat());
    assert_eq!(ran.status, Some(2), "{}{}", ran.out, ran.err);
    assert_eq!(files(&folder.join("out")), Vec::<PathBuf>::new());
}
