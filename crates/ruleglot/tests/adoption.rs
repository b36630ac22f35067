//! `check` in a repository's day: known findings, fixes, changes, settings, one file at a time.
#![allow(clippy::unwrap_used, reason = "tests")]

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A rule with a value that stands twice and a selection that nothing mentions.
fn rule(number: u32, tool: &str) -> String {
    format!(
        "title: Tool {tool} Started\nid: 6a0cf3f4-97a5-4c11-9f3e-00000000000{number}\nstatus: test\ndate: 2024-01-02\nauthor: \
         Ada\ndescription: The tool {tool} was started by somebody.\nlevel: high\nlogsource:\n    category: \
         process_creation\n    product: windows\ndetection:\n    selection:\n        Image|endswith:\n            - \
         '\\{tool}.exe'\n            - '\\{tool}.exe'\n    filter_main_user:\n        User: x\n    condition: selection\n"
    )
}

/// A scratch repository under version control.
struct Repository(PathBuf);

/// What a run said.
struct Said {
    status: i32,
    out: String,
    err: String,
}

impl Repository {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("adoption").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("rules")).unwrap();
        let repository = Self(folder);
        repository.git(&["init", "-q", "."]);
        repository
    }

    fn git(&self, arguments: &[&str]) {
        let who = ["-c", "user.name=a", "-c", "user.email=a@b.example"];
        let run = Command::new("git").args(who).args(arguments).current_dir(&self.0).output();
        assert!(run.unwrap().status.success(), "git {arguments:?}");
    }

    fn commit(&self) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", "x"]);
    }

    fn write(&self, path: &str, text: &str) -> &Self {
        fs::create_dir_all(self.0.join(path).parent().unwrap()).unwrap();
        fs::write(self.0.join(path), text).unwrap();
        self
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).unwrap()
    }

    fn check(&self, arguments: &[&str]) -> Said {
        let concise: &[&str] =
            if arguments.contains(&"--format") { &[] } else { &["--format", "concise"] };
        self.run(&[&["check"], arguments, concise].concat())
    }

    fn run(&self, arguments: &[&str]) -> Said {
        let run = Command::new(env!("CARGO_BIN_EXE_ruleglot"))
            .args(arguments)
            .current_dir(&self.0)
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let status = run.status.code().unwrap();
        Said { status, out: text(run.stdout), err: text(run.stderr) }
    }

    /// The codes of the findings, in order.
    fn codes(&self, arguments: &[&str]) -> Vec<String> {
        let code = |line: &str| line.split(['[', ']']).nth(1).map(str::to_owned);
        self.check(arguments).out.lines().filter_map(code).collect()
    }
}

const KNOWN: [&str; 2] = ["sigma/duplicate-value", "sigma/unused-selection"];

#[test]
fn known_findings_are_known_again_wherever_they_go() {
    let repository = Repository::new("baseline");
    repository.write("rules/a.yml", &rule(1, "alpha")).write("rules/b.yml", &rule(2, "beta"));
    assert_eq!(repository.codes(&["rules"]), [KNOWN, KNOWN].concat());
    let written = repository.check(&["rules", "--write-baseline"]);
    assert_eq!((written.status, written.out.as_str()), (0, ""), "{}", written.err);
    let lines = repository.read("ruleglot-baseline.json");
    assert_eq!(lines.lines().count(), 6, "one finding a line: {lines}");
    assert!(
        lines.lines().skip(1).collect::<Vec<_>>().windows(2).take(3).all(|two| two[0] < two[1])
    );
    // Moved, ten lines on top, laid out anew.
    fs::rename(repository.0.join("rules/a.yml"), repository.0.join("rules/moved.yml")).unwrap();
    let text = repository.read("rules/moved.yml");
    let narrow = text.replace("    ", "  ").replace('\'', "\"").replace("\\alpha", "\\\\alpha");
    repository.write("rules/moved.yml", &("# a line\n".repeat(10) + &narrow));
    let after = repository.check(&["rules"]);
    assert_eq!((after.status, after.out.as_str()), (0, ""), "{}", after.err);
    assert!(after.err.contains("; 4 findings known"), "{}", after.err);
    // What a rule detects has changed: what was known of its detection is told again.
    repository.write("rules/b.yml", &rule(2, "beta").replace("Image|ends", "ParentImage|ends"));
    assert_eq!(repository.codes(&["rules"]), KNOWN);
    let told = repository.check(&["rules", "--no-baseline"]);
    assert_eq!(told.out.lines().count(), 4);
}

#[test]
fn a_baseline_may_be_held_to_shrink() {
    let repository = Repository::new("shrink");
    repository.write("rules/a.yml", &rule(1, "alpha")).write("rules/b.yml", &rule(2, "beta"));
    repository.check(&["rules", "--write-baseline"]);
    let clean = rule(1, "alpha").replace("    filter_main_user:\n        User: x\n", "");
    repository.write("rules/a.yml", &clean);
    let gone = repository.check(&["rules"]);
    assert_eq!(gone.status, 0);
    assert!(gone.err.contains("1 of the baseline gone, which can be taken out"), "{}", gone.err);
    let held = repository.check(&["rules", "--baseline-shrink-only"]);
    assert_eq!(held.status, 1);
    assert!(held.err.contains("must be taken out"), "{}", held.err);
    repository.write("rules/c.yml", &rule(3, "gamma"));
    let shrunk = repository.check(&["rules", "--baseline-shrink-only", "--write-baseline"]);
    assert_eq!(shrunk.status, 1, "new findings are told, not written: {}", shrunk.err);
    assert_eq!(repository.read("ruleglot-baseline.json").matches("\"code\"").count(), 3);
    let other = repository.check(&["rules/b.yml"]);
    assert!(!other.err.contains("gone"), "what was not looked at is not gone: {}", other.err);
    repository.write("ruleglot-baseline.json", "[]");
    let broken = repository.check(&["rules"]);
    assert_eq!(broken.status, 2);
    assert!(broken.err.contains("ruleglot-baseline.json"), "{}", broken.err);
}

#[test]
fn fixes_are_shown_and_then_made() {
    let repository = Repository::new("fix");
    repository.write("rules/a.yml", &rule(1, "alpha"));
    let shown = repository.check(&["rules", "--fix", "--diff"]);
    assert_eq!(shown.status, 1);
    assert!(shown.out.contains("\n-            - '\\alpha.exe'\n"), "{}", shown.out);
    assert_eq!(repository.read("rules/a.yml"), rule(1, "alpha"), "nothing is written");
    let made = repository.check(&["rules", "--fix"]);
    assert!(made.err.contains("1 finding mended"), "{}", made.err);
    let once = "            - '\\alpha.exe'\n";
    assert_eq!(repository.read("rules/a.yml"), rule(1, "alpha").replacen(once, "", 1));
    assert_eq!(repository.codes(&["rules"]), ["sigma/unused-selection"]);
    assert_eq!(repository.check(&["rules", "--fix", "--diff"]).out, "", "and nothing is left");
}

#[test]
fn one_file_is_held_against_its_repository() {
    let repository = Repository::new("context");
    let clean = |number, tool| {
        let twice = format!("            - '\\{tool}.exe'\n");
        rule(number, tool)
            .replacen(&twice, "", 1)
            .replace("    filter_main_user:\n        User: x\n", "")
    };
    repository.write("rules/a.yml", &clean(1, "alpha")).commit();
    repository.write("rules/deep/new.yml", &clean(1, "beta"));
    let told = repository.check(&["rules/deep/new.yml", "--skip-others"]);
    assert_eq!(told.status, 1);
    assert!(told.out.starts_with("rules/deep/new.yml:2:"), "{}", told.out);
    assert!(told.out.contains("also that of rules/a.yml:1"), "{}", told.out);
    assert_eq!(told.out.lines().count(), 1, "of the other file nothing is told: {}", told.out);
    repository.write("rules/deep/new.yml", &clean(2, "beta"));
    assert_eq!(repository.check(&["rules/deep/new.yml"]).status, 0);
    repository.write("theirs/a.yml", &clean(2, "gamma"));
    let reference = repository.check(&["rules", "--reference", "theirs"]);
    assert!(reference.out.contains("also that of theirs/a.yml:1"), "{}", reference.out);
}

#[test]
fn only_what_a_change_has_to_do_with_is_told() {
    let repository = Repository::new("since");
    repository.write("rules/a.yml", &rule(1, "alpha")).write("rules/b.yml", &rule(2, "beta"));
    repository.commit();
    assert!(repository.codes(&["rules", "--since", "HEAD"]).is_empty());
    // The title alone: nothing that is found has to do with it.
    let titled = rule(1, "alpha").replace("Started", "Begun");
    repository.write("rules/a.yml", &titled);
    assert!(repository.codes(&["rules", "--since", "HEAD"]).is_empty());
    repository.write("rules/a.yml", &titled.replace("User: x", "User: y"));
    assert_eq!(repository.codes(&["rules", "--since", "HEAD"]).len(), 0, "it is not mentioned");
    // What is detected changes: all of the rule is told.
    repository
        .write("rules/a.yml", &titled.replace("condition: selection", "condition: not selection"));
    assert_eq!(repository.codes(&["rules", "--since", "HEAD", "--select", "sigma"]), KNOWN);
    repository.write("rules/c.yml", &rule(3, "gamma"));
    repository.git(&["checkout", "-q", "rules/a.yml"]);
    assert_eq!(repository.codes(&["rules", "--since", "HEAD"]), KNOWN, "a new file is new");
    let unknown = repository.check(&["rules", "--since", "nowhere"]);
    assert_eq!(unknown.status, 2);
    assert!(unknown.err.contains("git: "), "{}", unknown.err);
}

#[test]
fn settings_of_the_repository_hold() {
    let repository = Repository::new("settings");
    repository.write("rules/a.yml", &rule(1, "alpha")).write("rules/old/b.yml", &rule(2, "beta"));
    let with = |settings: &str| {
        repository.write("ruleglot.toml", settings);
        repository.codes(&["rules"])
    };
    assert_eq!(with("exclude = [\"rules/old\"]\n"), KNOWN);
    assert_eq!(with("ignore = [\"sigma/unused-selection\"]\n"), [KNOWN[0], KNOWN[0]]);
    let paths = "[[paths]]\npath = \"rules/old/**\"\nignore = [\"sigma\"]\n";
    assert_eq!(with(paths), KNOWN);
    assert_eq!(with("[severity]\n\"sigma\" = \"off\"\n"), Vec::<String>::new());
    repository.write("ruleglot.toml", "fail-on = \"error\"\n");
    assert_eq!(repository.check(&["rules"]).status, 0);
    assert_eq!(repository.check(&["rules", "--fail-on", "warning"]).status, 1);
    repository.write("ruleglot.toml", "max-warnings = 4\n");
    assert_eq!(repository.check(&["rules"]).status, 0);
    assert_eq!(repository.check(&["rules", "--max-warnings", "3"]).status, 1);
    let statistics = repository.check(&["rules", "--statistics"]).out;
    assert_eq!(
        statistics,
        "     2  warning  sigma/duplicate-value  2 safe to fix\n     2  warning  sigma/unused-selection\n"
    );
}

#[test]
fn the_format_of_a_folder_holds_for_every_command() {
    let repository = Repository::new("folder-format");
    repository.write("hunts/a.yml", "selection: {Image: x}\n");
    let commands: [&[&str]; 5] = [
        &["check", "hunts"],
        &["fmt", "--check", "hunts"],
        &["explain", "hunts"],
        &["convert", "--to", "splunk", "hunts"],
        &["diff", "hunts/a.yml", "hunts/a.yml"],
    ];
    for command in commands {
        let told_with = |settings: &str| {
            repository.write("ruleglot.toml", settings);
            let Said { out, err, .. } = repository.run(command);
            out + &err
        };
        let no_rule = ["holds no rule", "no detection rule", "no rule was found"];
        let read = |told: &str| !no_rule.iter().any(|words| told.contains(words));
        let without = told_with("");
        assert!(!read(&without), "{command:?}: {without}");
        let with = told_with("[[paths]]\npath = \"hunts/**\"\nformat = \"sigma\"\n");
        assert!(read(&with), "{command:?}: {with}");
    }
}

#[test]
fn machines_read_findings_in_their_own_formats() {
    let repository = Repository::new("formats");
    repository.write("rules/a b.yml", &rule(1, "alpha"));
    let said = |format: &str| repository.check(&["rules", "--format", format]).out;
    let sarif: Value = serde_json::from_str(&said("sarif")).unwrap();
    let run = &sarif["runs"][0];
    assert_eq!(run["tool"]["driver"]["rules"][0]["id"], KNOWN[0]);
    let result = &run["results"][0];
    assert_eq!(result["ruleId"], KNOWN[0]);
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "rules/a%20b.yml");
    assert_eq!(place["region"]["startLine"], 15);
    assert_eq!(result["partialFingerprints"]["ruleglot/v1"].as_str().unwrap().len(), 16);
    let replaced = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(replaced["deletedRegion"]["startLine"], 15);
    let gitlab: Value = serde_json::from_str(&said("gitlab")).unwrap();
    assert_eq!(gitlab[0]["location"]["lines"]["begin"], 15);
    assert_eq!(gitlab[0]["severity"], "minor");
    let github = said("github");
    let first = github.lines().next().unwrap();
    assert!(first.starts_with("::warning file=rules/a b.yml,line=15,col="), "{first}");
    assert!(first.contains("title=sigma/duplicate-value::"), "{first}");
    let junit = said("junit");
    assert!(junit.contains("<testsuites name=\"ruleglot\" tests=\"2\" failures=\"2\">"), "{junit}");
}

impl Repository {
    fn diff(&self, arguments: &[&str]) -> Said {
        let run = Command::new(env!("CARGO_BIN_EXE_ruleglot"))
            .arg("diff")
            .args(arguments)
            .current_dir(&self.0)
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let status = run.status.code().unwrap();
        Said { status, out: text(run.stdout), err: text(run.stderr) }
    }

    /// What `diff --since HEAD` says of the one rule that is not as it was.
    fn changed(&self) -> Value {
        let said = self.diff(&["--since", "HEAD", "--format", "json", "rules"]);
        let report: Value = serde_json::from_str(&said.out).unwrap();
        assert_eq!(report["rules"].as_array().unwrap().len(), 1, "{report}");
        report["rules"][0].clone()
    }
}

#[test]
fn changes_of_meaning_are_told_with_an_event() {
    let repository = Repository::new("diff");
    let sigma = |condition: &str| {
        rule(1, "alpha")
            .replace("condition: selection", &format!("condition: {condition}"))
            .replace("    filter_main_user:", "    b:\n        CommandLine|contains: b\n    c:\n        CommandLine|contains: c\n    filter_main_user:")
    };
    repository.write("rules/a.yml", &sigma("selection")).commit();
    repository.write("rules/a.yml", &sigma("selection and not filter_main_user"));
    let narrower = repository.changed();
    assert_eq!(narrower["verdict"], "narrower");
    let found = &narrower["difference"];
    assert_eq!(
        (&found["witness"]["a"], &found["witness"]["b"]),
        (&Value::Bool(true), &Value::Bool(false))
    );
    assert_eq!(found["predicates"]["came"].as_array().unwrap().len(), 1, "{found}");
    // A list in another order.
    let list = "            - '\\alpha.exe'\n            - '\\beta.exe'\n";
    let twice = "            - '\\alpha.exe'\n            - '\\alpha.exe'\n";
    let other = "            - '\\beta.exe'\n            - '\\alpha.exe'\n";
    repository.write("rules/a.yml", &sigma("selection").replace(twice, list)).commit();
    repository.write("rules/a.yml", &sigma("selection").replace(twice, other));
    assert_eq!(repository.changed()["verdict"], "same");
    // Brackets.
    repository.write("rules/a.yml", &sigma("selection or b and c")).commit();
    repository.write("rules/a.yml", &sigma("(selection or b) and c"));
    let brackets = repository.changed();
    assert_eq!(brackets["verdict"], "narrower");
    assert!(brackets["difference"]["witness"]["event"].is_object(), "{brackets}");
    let md = repository.diff(&["--since", "HEAD", "--format", "md", "rules"]).out;
    assert!(md.contains("| narrower | Tool alpha Started | `rules/a.yml` |"), "{md}");
    assert!(md.contains("how they are joined is not"), "{md}");
    let failing = repository.diff(&["--since", "HEAD", "--fail-on", "narrower,different", "rules"]);
    assert_eq!(failing.status, 1);
    assert!(failing.err.contains("1 narrower"), "{}", failing.err);
    assert_eq!(repository.diff(&["--since", "HEAD", "--fail-on", "wider", "rules"]).status, 0);
    assert_eq!(repository.diff(&["--since", "HEAD", "--fail-on", "broader", "rules"]).status, 2);
    // Metadata apart, files that come, go and move.
    repository.commit();
    repository.write(
        "rules/a.yml",
        &sigma("(selection or b) and c").replace("level: high", "level: low"),
    );
    let said = repository.changed();
    assert_eq!(said["verdict"], "same");
    assert_eq!(said["difference"]["metadata"][0]["key"], "severity");
    repository.git(&["checkout", "-q", "rules/a.yml"]);
    repository.git(&["mv", "rules/a.yml", "rules/moved.yml"]);
    let moved = repository.changed();
    assert_eq!((&moved["verdict"], &moved["old_path"]), (&"same".into(), &"rules/a.yml".into()));
    repository.write("rules/new.yml", &rule(2, "beta"));
    fs::remove_file(repository.0.join("rules/moved.yml")).unwrap();
    let text = repository.diff(&["--since", "HEAD", "rules"]).out;
    assert!(
        text.contains("added      rules/new.yml") && text.contains("removed    rules/a.yml"),
        "{text}"
    );
}
