//! `convert` into one folder again and again: what is written anew, what is kept, what is told.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

fn rule(number: u32, title: &str, tool: &str) -> String {
    format!(
        "title: {title}\nid: 6a0cf3f4-97a5-4c11-9f3e-0000000000{number:02}\nstatus: test\ndate: 2024-01-02\nauthor: Ada\n\
         description: The tool {tool} was started.\nlicense: MIT\ntags:\n    - attack.execution\n    - attack.t1059\n\
         level: high\nlogsource:\n    category: process_creation\n    product: windows\ndetection:\n    selection:\n        \
         CommandLine|contains: '{tool}'\n    condition: selection\n"
    )
}

/// A scratch folder with rules under `rules/`, written to `out/`.
struct Scratch(PathBuf);

struct Said {
    status: i32,
    out: String,
    err: String,
}

impl Scratch {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("migration").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("rules")).unwrap();
        fs::write(folder.join("ruleglot.toml"), "").unwrap();
        Self(folder)
    }

    /// Three rules in two folders, which a search says exactly.
    fn of_three(name: &str) -> Self {
        let scratch = Self::new(name);
        scratch.write("rules/win/a.yml", &rule(1, "First Tool", "alpha"));
        scratch.write("rules/win/b.yml", &rule(2, "Second Tool", "beta"));
        scratch.write("rules/more/c.yml", &rule(3, "Third Tool", "gamma"));
        scratch
    }

    fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.0.join(path).parent().unwrap()).unwrap();
        fs::write(self.0.join(path), text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
    }

    fn run(&self, arguments: &[&str]) -> Said {
        let run = Command::new(env!("CARGO_BIN_EXE_ruleglot"))
            .args(arguments)
            .current_dir(&self.0)
            .env("NO_COLOR", "1")
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Said { status: run.status.code().unwrap(), out: text(run.stdout), err: text(run.stderr) }
    }

    fn convert(&self, more: &[&str]) -> Said {
        self.run(&[&["convert", "rules", "--to", "splunk", "--out", "out"], more].concat())
    }

    /// Every file below `out/` with its text and the time of its last change.
    fn files(&self) -> BTreeMap<String, (String, SystemTime)> {
        let mut found = BTreeMap::new();
        let root = self.0.join("out");
        let mut open = vec![root.clone()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                    continue;
                }
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
                let changed = fs::metadata(&path).unwrap().modified().unwrap();
                found.insert(name, (fs::read_to_string(&path).unwrap(), changed));
            }
        }
        found
    }

    fn names(&self) -> Vec<String> {
        self.files().into_keys().filter(|name| name != "ruleglot.lock").collect()
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_second_run_touches_nothing() {
    let scratch = Scratch::of_three("twice");
    let first = scratch.convert(&[]);
    assert_eq!(first.status, 0, "{}", first.err);
    assert_eq!(
        scratch.names(),
        ["more/third_tool.yml", "win/first_tool.yml", "win/second_tool.yml"]
    );
    let text = scratch.read("out/win/first_tool.yml");
    assert!(text.starts_with("# Written by ruleglot from ../rules/win/a.yml\nname: First Tool\n"));
    let before = scratch.files();
    let second = scratch.convert(&[]);
    assert_eq!(second.status, 0, "{}", second.err);
    assert!(second.err.contains("3 as they were"), "{}", second.err);
    assert_eq!(before, scratch.files());
    let checked = scratch.convert(&["--check"]);
    assert_eq!((checked.status, checked.out.as_str()), (0, ""), "{}", checked.err);
    // Where the run is started does not matter, and neither does how its arguments are spelled.
    let away =
        scratch.run(&["convert", "./out/../rules", "--to", "splunk", "--out", "./out", "--check"]);
    assert_eq!(away.status, 0, "{}{}", away.out, away.err);
    // What was written is laid out as `fmt` lays out.
    let laid_out = scratch.run(&["fmt", "--check", "out"]);
    assert_eq!(laid_out.status, 0, "{}{}", laid_out.out, laid_out.err);
}

#[test]
fn edited_files_are_kept_and_sources_that_are_gone_told() {
    let scratch = Scratch::of_three("edited");
    scratch.convert(&[]);
    let edited = scratch.read("out/win/first_tool.yml").replace("Ada", "Grace");
    scratch.write("out/win/first_tool.yml", &edited);
    scratch.write("rules/win/a.yml", &rule(1, "First Tool", "alpha2"));
    fs::remove_file(scratch.0.join("rules/more/c.yml")).unwrap();

    let checked = scratch.convert(&["--check", "--diff"]);
    assert_eq!(checked.status, 1);
    assert!(checked.out.contains("out/win/first_tool.yml: edited by hand"), "{}", checked.out);
    assert!(checked.out.contains("out/more/third_tool.yml: kept; ../rules/more/c.yml is gone"));
    assert!(checked.out.contains("-author: Grace") && checked.out.contains("+author: Ada"));
    assert!(!checked.out.contains("second_tool"), "{}", checked.out);
    assert!(!scratch.0.join("out/_review").exists());

    let before = scratch.files();
    let run = scratch.convert(&["--report", "report.json"]);
    assert_eq!(run.status, 1);
    assert!(run.err.ends_with("2 files to look at\n"), "{}", run.err);
    assert_eq!(scratch.read("out/win/first_tool.yml"), edited);
    assert!(scratch.read("out/_review/win/first_tool.yml").contains("alpha2"));
    let after = scratch.files();
    for kept in ["win/first_tool.yml", "win/second_tool.yml", "more/third_tool.yml"] {
        assert_eq!(before[kept], after[kept], "{kept}");
    }
    let report = json(&scratch.read("report.json"));
    let changes = report["folder"]["changes"].as_array().unwrap();
    let told: Vec<_> = changes
        .iter()
        .map(|c| (c["path"].as_str().unwrap(), c["state"].as_str().unwrap()))
        .collect();
    assert_eq!(told, [("more/third_tool.yml", "gone"), ("win/first_tool.yml", "edited")]);
    assert_eq!(report["rules"][0]["outputs"][0], "_review/win/first_tool.yml");
    // The same again: nothing new comes of it.
    let again = scratch.convert(&[]);
    assert_eq!((again.status, after), (1, scratch.files()), "{}", again.err);

    // Once the new text is taken over and the old file removed, the folder is settled.
    let text = scratch.read("out/_review/win/first_tool.yml");
    scratch.write("out/win/first_tool.yml", &text);
    let settled = scratch.convert(&["--prune"]);
    assert_eq!(settled.status, 0, "{}", settled.err);
    assert_eq!(scratch.names(), ["win/first_tool.yml", "win/second_tool.yml"]);
    assert!(!scratch.0.join("out/more").exists() && !scratch.0.join("out/_review").exists());
    assert_eq!(scratch.convert(&["--check"]).status, 0);
}

#[test]
fn what_someone_edited_is_not_pruned() {
    let scratch = Scratch::of_three("prune");
    scratch.convert(&[]);
    scratch.write("out/win/first_tool.yml", "mine\n");
    fs::remove_file(scratch.0.join("rules/win/a.yml")).unwrap();
    let run = scratch.convert(&["--prune"]);
    assert_eq!((run.status, scratch.read("out/win/first_tool.yml").as_str()), (1, "mine\n"));
}

#[test]
fn a_source_that_changed_changes_its_file_alone() {
    let scratch = Scratch::of_three("changed");
    scratch.convert(&[]);
    let before = scratch.files();
    scratch.write("rules/win/a.yml", &rule(1, "First Tool", "alpha2"));
    assert_eq!(scratch.convert(&["--check"]).status, 1);
    assert_eq!(scratch.files(), before);
    let run = scratch.convert(&[]);
    assert_eq!(run.status, 0, "{}", run.err);
    let after = scratch.files();
    assert!(after["win/first_tool.yml"].0.contains("alpha2"));
    assert_eq!(before["win/second_tool.yml"], after["win/second_tool.yml"]);
    // A rule with another title has another name: the old file goes.
    scratch.write("rules/win/a.yml", &rule(1, "Other Tool", "alpha2"));
    assert_eq!(scratch.convert(&[]).status, 0);
    assert_eq!(
        scratch.names(),
        ["more/third_tool.yml", "win/other_tool.yml", "win/second_tool.yml"]
    );
}

#[test]
fn a_file_that_is_not_ours_is_kept() {
    let scratch = Scratch::of_three("foreign");
    scratch.write("out/win/first_tool.yml", "mine\n");
    let run = scratch.convert(&[]);
    assert_eq!((run.status, scratch.read("out/win/first_tool.yml").as_str()), (1, "mine\n"));
    assert!(scratch.read("out/_review/win/first_tool.yml").contains("alpha"));
    assert!(run.err.contains("not written by ruleglot"), "{}", run.err);
}

#[test]
fn what_is_refused_now_is_told() {
    let scratch = Scratch::of_three("refused");
    scratch.convert(&[]);
    let refused = rule(1, "First Tool", "alpha")
        .replace("condition: selection", "condition: selection | count() > 5");
    scratch.write("rules/win/a.yml", &refused);
    let run = scratch.convert(&[]);
    assert_eq!(run.status, 1);
    assert!(
        run.err.contains("win/first_tool.yml\n    kept; ../rules/win/a.yml is refused now"),
        "{}",
        run.err
    );
    assert!(scratch.0.join("out/win/first_tool.yml").exists());
    scratch.convert(&["--prune"]);
    assert!(!scratch.0.join("out/win/first_tool.yml").exists());
}

#[test]
fn a_file_by_itself_goes_where_it_went_with_its_folder() {
    let scratch = Scratch::of_three("alone");
    scratch.convert(&[]);
    let before = scratch.files();
    let run = scratch.run(&["convert", "rules/win/a.yml", "--to", "splunk", "--out", "out"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert_eq!(before, scratch.files());
}

#[test]
fn a_part_of_the_sources_goes_where_it_went_with_the_whole() {
    let scratch = Scratch::of_three("part");
    scratch.convert(&[]);
    let before = scratch.files();
    let part = ["convert", "rules/win", "--to", "splunk", "--out", "out"];
    assert_eq!(scratch.run(&part).status, 0);
    assert_eq!(before, scratch.files());
    // A page about a refused rule too.
    let refused = rule(1, "First Tool", "alpha")
        .replace("condition: selection", "condition: selection | count() > 5");
    scratch.write("rules/win/a.yml", &refused);
    for folder in ["rules", "rules/win"] {
        scratch.run(&["convert", folder, "--to", "splunk", "--out", "out", "--todo", "--prune"]);
        let names = scratch.names();
        let pages: Vec<_> = names.iter().filter(|n| n.ends_with(".todo.md")).collect();
        assert_eq!(pages, ["_review/win/a.todo.md"]);
    }
    scratch.write("rules/win/a.yml", &rule(1, "First Tool", "alpha"));
    scratch.run(&part);
    assert!(scratch.names().iter().all(|name| !name.starts_with("_review")));
    // New rules of the part have their place in the whole.
    scratch.write("rules/win/new/d.yml", &rule(4, "Fourth Tool", "delta"));
    scratch.run(&part);
    assert!(scratch.names().contains(&"win/new/fourth_tool.yml".to_owned()));
    assert_eq!(scratch.convert(&["--check"]).status, 0);
}

#[test]
fn two_targets_share_a_folder() {
    let scratch = Scratch::of_three("targets");
    scratch.convert(&[]);
    let other = ["convert", "rules", "--to", "sigma", "--out", "out"];
    assert_eq!(scratch.run(&other).status, 0);
    let before = scratch.files();
    assert_eq!(scratch.convert(&["--prune"]).status, 0);
    assert_eq!(scratch.run(&other).status, 0);
    assert_eq!(before, scratch.files());
}

#[test]
fn what_was_written_is_no_source() {
    let scratch = Scratch::of_three("inside");
    let run = |more: &[&str]| {
        scratch.run(&[&["convert", ".", "--to", "splunk", "--out", "rules/out"], more].concat())
    };
    assert_eq!(run(&[]).status, 0);
    let second = run(&["--check"]);
    assert_eq!(second.status, 0, "{}{}", second.out, second.err);
    // A rule of the target's format that someone put there stays theirs, whatever becomes of the run.
    let own = scratch.read("rules/out/rules/win/first_tool.yml");
    let own = own.lines().skip(1).collect::<Vec<_>>().join("\n").replace("First", "Own") + "\n";
    scratch.write("rules/out/own_tool.yml", &own);
    let third = run(&["--report", "r.json"]);
    assert_eq!(third.status, 0, "{}", third.err);
    assert!(third.err.contains("3 as they were"), "{}", third.err);
    let report = json(&scratch.read("r.json"));
    let rules = report["rules"].as_array().unwrap();
    let mine = rules.iter().find(|rule| rule["title"] == "Own Tool").unwrap();
    assert_eq!(mine["outputs"][0], "own_tool.yml");
    scratch.write("ruleglot.toml", "exclude = [\"rules/out/own_tool.yml\"]\n");
    run(&["--prune"]);
    assert_eq!(scratch.read("rules/out/own_tool.yml"), own);
}

/// Two titles of one beginning, and two rules of one title in different folders.
fn of_one_name(name: &str, files: [&str; 4]) -> Scratch {
    let scratch = Scratch::new(name);
    let long = "Suspicious Activity By A Tool With A Name That Has Quite Many Words Of It";
    let titles = [format!("{long} One"), format!("{long} Two"), "Same".into(), "SAME".into()];
    for (number, (file, title)) in (1..).zip(files.iter().zip(titles)) {
        scratch.write(&format!("rules/{file}"), &rule(number, &title, &format!("tool{number}")));
    }
    scratch
}

#[test]
fn rules_that_want_one_name_get_two() {
    let one = of_one_name("names", ["a/x.yml", "b/x.yml", "a/y.yml", "b/y.yml"]);
    assert_eq!(one.convert(&[]).status, 0);
    let stems = |scratch: &Scratch| {
        let names = scratch.names();
        let mut stems: Vec<_> =
            names.iter().map(|n| n.rsplit('/').next().unwrap().to_lowercase()).collect();
        stems.sort();
        stems
    };
    let found = stems(&one);
    let mut unique = found.clone();
    unique.dedup();
    assert_eq!((found.len(), unique.len()), (4, 4), "{found:?}");
    // The names of the rules and of their filter macros are as unique as those of the files.
    let texts: Vec<String> = one.files().into_values().map(|(text, _)| text).collect();
    let mut names: Vec<String> = texts
        .iter()
        .filter_map(|text| Some(text.lines().find(|l| l.starts_with("name: "))?.to_lowercase()))
        .collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 4, "{names:?}");
    // Neither the order nor the names of the sources matter.
    let other = of_one_name("names-turned", ["d/x.yml", "c/x.yml", "d/y.yml", "c/z.yml"]);
    other.convert(&[]);
    assert_eq!(stems(&other), found);
    // All in one folder they still have room.
    let flat = ["convert", "rules", "--to", "splunk", "--out", "flat", "--layout", "flat"];
    assert_eq!(one.run(&flat).status, 0);
    let flat: Vec<_> = fs::read_dir(one.0.join("flat")).unwrap().collect();
    assert_eq!(flat.len(), 5);
    // One of them by itself keeps its name.
    let before = one.files();
    let alone = one.run(&["convert", "rules/a/y.yml", "--to", "splunk", "--out", "out"]);
    assert_eq!((alone.status, &before), (0, &one.files()), "{}", alone.err);
    // And so do bare queries, whose names are those of their sources.
    one.write("rules/a/X.yaml", &rule(9, "Ninth", "nine"));
    let bare = ["convert", "rules", "--to", "spl", "--out", "bare", "--layout", "flat"];
    assert_eq!(one.run(&bare).status, 0);
    let mut bare: Vec<_> = fs::read_dir(one.0.join("bare"))
        .unwrap()
        .map(|e| e.unwrap().file_name().to_str().unwrap().to_lowercase())
        .collect();
    bare.sort();
    bare.dedup();
    assert_eq!(bare.len(), 6, "{bare:?}");
}

/// A rule that is refused by no one, but loses the case of its letters in KQL.
const NARROWER: [&str; 6] = ["convert", "rules", "--to", "elastic", "--out", "out"];

#[test]
fn accepted_losses_need_no_review() {
    let scratch = Scratch::of_three("accept");
    let open = scratch.run(&NARROWER);
    assert_eq!(open.status, 1);
    assert!(open.err.ends_with("3 rules for review: the verdict is not among those allowed\n"));
    scratch.write(
        "ruleglot.toml",
        "[[convert.accept]]\ncode = \"translate/case-sensitive\"\nfrom = \"sigma\"\nto = \"elastic/kuery\"\npaths = \
         [\"rules\"]\nsource = \"windows\"\nreason = \"our agents write lower case\"\n",
    );
    let run = scratch.run(&[&NARROWER[..], &["--report", "r.json", "-v"]].concat());
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(run.err.contains("accepted: our agents write lower case"), "{}", run.err);
    assert!(scratch.names().iter().all(|name| !name.starts_with("_review")));
    let report = json(&scratch.read("r.json"));
    for rule in report["rules"].as_array().unwrap() {
        assert_eq!(rule["verdict"], "narrower");
        let notes = rule["notes"].as_array().unwrap();
        let accepted = notes.iter().find(|n| n["code"] == "translate/case-sensitive").unwrap();
        assert_eq!(accepted["accepted"], "our agents write lower case");
    }
    // An entry that nothing needs is told, with its place.
    let unused = "\n[[convert.accept]]\ncode = \"translate/analysed-text\"\nreason = \"none\"\n";
    let settings = scratch.read("ruleglot.toml") + unused;
    scratch.write("ruleglot.toml", &settings);
    let run = scratch.run(&NARROWER);
    assert_eq!(run.status, 1);
    assert!(
        run.err.contains("ruleglot.toml:10:8: no rule loses by translate/analysed-text"),
        "{}",
        run.err
    );
    // Of one file nothing can be said of the others.
    let one = scratch.run(&["convert", "rules/win/a.yml", "--to", "elastic", "--out", "out"]);
    assert_eq!(one.status, 0, "{}", one.err);
    // Another target or path is not meant.
    for (from, to) in [("to = \"elastic/kuery\"", "to = \"splunk\""), ("\"rules\"", "\"other\"")] {
        scratch.write("ruleglot.toml", &settings.replace(from, to).replace(unused, ""));
        assert_eq!(scratch.run(&NARROWER).status, 1, "{to}");
    }
}

#[test]
fn entries_that_cannot_be_are_told_at_their_place() {
    let scratch = Scratch::of_three("wrong");
    for (entry, why) in [
        (
            "code = \"translate/case-sensitve\"\nreason = \"x\"",
            "ruleglot.toml:2:8: `translate/case-sensitve` is no code",
        ),
        ("code = \"translate\"\nreason = \" \"", "ruleglot.toml:3:10: say why"),
        (
            "code = \"translate\"\nreason = \"x\"\nto = \"qradar\"",
            "ruleglot.toml:4:7: `qradar` is no target",
        ),
        (
            "code = \"translate\"\nreason = \"x\"\nsource = \"windws\"",
            "ruleglot.toml:4:11: there is no log source",
        ),
        (
            "code = \"translate\"\nreasn = \"x\"",
            "ruleglot.toml:3:1: unknown key `reasn`; did you mean `reason`?",
        ),
        ("code = \"translate\"", "missing field `reason`"),
    ] {
        scratch.write("ruleglot.toml", &format!("[[convert.accept]]\n{entry}\n"));
        let run = scratch.run(&NARROWER);
        assert!(run.status == 2 && run.err.contains(why), "{why}\n{}", run.err);
    }
}

#[test]
fn no_rule_may_be_worse_than_in_the_ledger() {
    let scratch = Scratch::of_three("against");
    scratch.run(&[&NARROWER[..], &["--report", "old.json"]].concat());
    let against = [&NARROWER[..], &["--against", "old.json"]].concat();
    let same = scratch.run(&against);
    assert_eq!(same.status, 0, "{}", same.err);
    assert!(
        same.err.contains("against the ledger: 3 known, 0 worse, 0 new, 0 gone"),
        "{}",
        same.err
    );
    // A file that is moved is the same rule.
    fs::rename(scratch.0.join("rules/win/a.yml"), scratch.0.join("rules/win/z.yml")).unwrap();
    assert_eq!(scratch.run(&against).status, 0);
    // A new kind of loss, and a new rule that needs review.
    let worse = rule(2, "Second Tool", "beta")
        .replace("CommandLine|contains: 'beta'", "Unheard|contains: 'beta'");
    scratch.write("rules/win/b.yml", &worse);
    scratch.write("rules/win/d.yml", &rule(4, "Fourth Tool", "delta"));
    let run = scratch.run(&against);
    assert_eq!(run.status, 1);
    assert!(run.err.contains("b.yml: was narrower, is unknown"), "{}", run.err);
    assert!(
        run.err.ends_with("1 rule worse than in the ledger; of those not in the ledger 1 rule for review: the verdict is not among those allowed\n"),
        "{}",
        run.err
    );
    let other = scratch.convert(&["--against", "old.json"]);
    assert_eq!(other.status, 2);
    assert!(other.err.contains("old.json is of conversions to elastic/kuery"), "{}", other.err);
}

#[test]
fn a_summary_is_short_and_narrow() {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora");
    if !corpora.is_dir() {
        println!("SKIPPED: the corpora are not beside the project");
        return;
    }
    let scratch = Scratch::new("summary");
    for (from, to) in [("sigma/rules/cloud", "elastic"), ("splunk/detections/endpoint", "sigma")] {
        let from = corpora.join(from);
        let run = scratch.run(&["convert", from.to_str().unwrap(), "--to", to, "--out", to]);
        let (lines, widest) =
            (run.err.lines().count(), run.err.lines().map(|l| l.chars().count()).max());
        assert!(
            lines <= 40 && widest.unwrap() <= 80,
            "{lines} lines, {widest:?} wide\n{}",
            run.err
        );
    }
}
