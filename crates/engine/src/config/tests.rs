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
