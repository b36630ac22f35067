use super::*;

fn parse(text: &str) -> Result<Config, String> {
    Config::parse(text, Path::new("/rules"))
}

#[test]
fn rows_and_schemas_are_read() {
    let text = "attack = \"19\"\nschema = [\"a.json\"]\n[[fields]]\nsource = \"windows.system\"\nraw = \"Who\"\necs = \"user.name\"\n\
                cim = false\none-spelling = true\n";
    let config = parse(text).unwrap_or_default();
    assert_eq!(config.attack, Some(AttackRelease::V19));
    assert_eq!(config.schema, [PathBuf::from("a.json")]);
    assert_eq!(config.fields[0].names["ecs"], Some("user.name".into()));
    assert_eq!(config.fields[0].names["cim"], None);
    assert_eq!(config.fields[0].one_spelling, Some(true));
}

#[test]
fn what_findings_are_wanted_is_read() {
    let text = "ignore = [\"style\"]\nfail-on = \"error\"\nmax-warnings = 3\nexclude = [\"old\", \"**/*.draft.yml\"]\n[severity]\n\
                \"sigma/double-wildcard\" = \"off\"\n\"attack\" = \"error\"\n[[paths]]\npath = \"hunts/**\"\nignore = [\"repo\"]\n";
    let config = parse(&text.replace("style", "yaml")).unwrap_or_default();
    assert_eq!(config.fail_on, Some(Severity::Error));
    assert_eq!(config.max_warnings, Some(3));
    assert!(!config.selection.wants("yaml/empty-document"));
    assert_eq!(config.selection.severity("sigma/double-wildcard", Severity::Info), None);
    let attack = config.selection.severity("attack/revoked", Severity::Warning);
    assert_eq!(attack, Some(Severity::Error));
    let left_out = |path: &str| config.exclude.iter().any(|p| p.fits(Path::new(path)));
    assert!(left_out("/rules/old/a.yml") && left_out("/rules/x/a.draft.yml"));
    assert!(!left_out("/rules/x/old/a.yml"), "a pattern begins at the top");
    assert!(!left_out("/rules/x/old.yml") && !left_out("/other/old/a.yml"));
    assert!(config.paths[0].path.fits(Path::new("/rules/hunts/deep/a.yml")));
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let why = |text: &str| parse(text).err().unwrap_or_default();
    assert_eq!(why("\n[[feilds]]\n"), "2:3: unknown key `feilds`; did you mean `fields`?");
    assert_eq!(
        why("attack = \"17\"\n"),
        "1:11: ATT&CK `17` is not known here; there are 18.1 and 19.1"
    );
    let row = "[[fields]]\nsource = \"x\"\nraw = \"y\"\necz = \"z\"\n";
    assert_eq!(why(row), "4:1: unknown key `ecz`; did you mean `ecs`?");
    assert_eq!(why("schema = 1\n"), "1:10: invalid type: integer `1`, expected a sequence");
    assert!(why("schema = [\n").starts_with("1:"), "{}", why("schema = [\n"));
    assert!(why("[[fields]]\nraw = \"a\"\n").contains("source"));
    assert_eq!(
        why("ignore = [\"sigma/double-wildcrad\"]\n"),
        "1:12: `sigma/double-wildcrad` is no code and no family of codes; did you mean `sigma/double-wildcard`?"
    );
    assert_eq!(why("fail-on = \"fatal\"\n"), "1:12: `fatal` is not known here");
    assert!(why("exclude = [\"a[\"]\n").starts_with("1:13: "), "{}", why("exclude = [\"a[\"]\n"));
}

#[test]
fn settings_of_targets_and_rules_are_read() {
    let text = "[targets.elastic]\nstack-version = \"8.14\"\nenabled = false\nrisk = { low = 20 }\n[targets.splunk]\nform = \
                \"search\"\n[[rules]]\nsource = \"aws.cloudtrail\"\nset = { rule.max_signals = 5 }\n[[rules]]\npath = \
                \"cloud\"\ntarget = \"sigma\"\nset.level = \"low\"\n";
    let config = parse(text).unwrap_or_default();
    assert_eq!(config.targets[0].style.stack, Some((8, 14)));
    assert_eq!(config.targets[1].form, Form::Search);
    let rule =
        RuleAt { path: Path::new("/rules/cloud/a.yml"), id: None, source: Some("aws.cloudtrail") };
    let fit = |format: &str, rule| -> Vec<String> {
        let layers = config.rules.iter().filter_map(|r| r.layer(format, rule));
        layers.map(|layer| layer.from.to_string()).collect()
    };
    assert_eq!(fit("elastic", rule), ["rule 1 (aws.cloudtrail)"]);
    assert_eq!(fit("sigma", rule), ["rule 2 (cloud)"]);
    assert!(fit("elastic", RuleAt { source: None, ..rule }).is_empty());
    let spl = config.target("splunk").map(|target| target.name());
    assert_eq!(spl.unwrap_or_default(), "spl");
}

#[test]
fn what_a_target_has_no_use_for_is_told() {
    let why = |text: &str| parse(text).err().unwrap_or_default();
    for (text, told) in [
        ("[targets.elastik]\n", "1:10: unknown key `elastik`; did you mean `elastic`?"),
        ("[targets.sigma]\nriks = { low = 1 }\n", "2:1: unknown key `riks`; did you mean `risk`?"),
        (
            "[targets.sigma]\nenabled = true\n",
            "2:11: `[targets.sigma]` has no use for `enabled`: a rule does not say whether it is switched on",
        ),
        (
            "[targets.elastic]\ncron = \"* * * * *\"\n",
            "2:8: `[targets.elastic]` has no use for `cron`: a rule says when it runs in `rule.interval` and `rule.from`: \
             give them in the template",
        ),
        (
            "[targets.splunk]\nform = \"search\"\ncron = \"* * * * *\"\n",
            "3:8: `[targets.splunk]` has no use for `cron`: a search by itself has no place for it",
        ),
        (
            "[targets.splunk]\nform = \"savedsearch\"\n",
            "2:8: `savedsearch`: savedsearches.conf is not written yet; there are `escu` and `search`",
        ),
        (
            "[targets.splunk]\nsearch = \"tstats\"\n",
            "2:10: searches over data models are not written yet; there is `raw`",
        ),
        (
            "[targets.splunk]\nfilter-macro = \"{name}_tuning\"\n",
            "2:16: `{name}_tuning` does not end with `_filter`, by which a filter macro is known",
        ),
        ("[targets.splunk]\nrisk = { low = 0 }\n", "2:16: `0` is not from 1 to 100"),
        (
            "[targets.elastic]\nseverity = { low = \"info\" }\n",
            "2:20: `info` is no severity of elastic; there are low, medium, high, critical",
        ),
        (
            "[targets.elastic]\nlanguage = \"spl\"\n",
            "2:12: elastic rules are not written in `spl`; there are `auto`, `kuery`",
        ),
        ("[targets.elastic]\nstack-version = \"new\"\n", "2:17: `new` is no version, like `8.14`"),
        (
            "[targets.splunk]\ncron = \"daily\"\n",
            "2:8: `daily` is no schedule of cron, like `*/15 * * * *`",
        ),
    ] {
        assert_eq!(why(text), told);
    }
}

#[test]
fn what_rules_may_not_set_is_told() {
    let why = |text: &str| parse(text).err().unwrap_or_default();
    let decides = "it decides what is detected, and comes from the source";
    for (set, told) in [
        ("rule.query = \"*\"", format!("4:6: `rule.query` is not set here: {decides}")),
        (
            "rule.max_signal = 5",
            "4:6: the key `rule.max_signal` is not known; did you mean `max_signals`?".to_owned(),
        ),
        (
            "nonsense = 5",
            "4:1: `nonsense` is a key of no target; say which is meant with `target`".to_owned(),
        ),
    ] {
        let text = format!("[[rules]]\npath = \"a\"\n[rules.set]\n{set}\n");
        assert_eq!(why(&text), told);
    }
    let text = "[[rules]]\nset = { level = \"low\" }\n";
    assert_eq!(why(text), "2:7: say which rules are meant, by `path`, `id` or `source`");
}
