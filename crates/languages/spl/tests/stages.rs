//! Stages and the commands that have their own trees.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{commands, last, listed, parsed, search, shape};
use ruleglot_spl::ast::{Command, Spelled};
use ruleglot_spl::print;

fn stages(text: &str) -> Vec<String> {
    commands(text).iter().map(shape::command).collect()
}

#[test]
fn stages_are_cut_at_pipes_that_nothing_hides() {
    for (text, names) in [
        ("a=1|`m(x)`|`n`", &["eq(a,1)", "`m`", "`n`"][..]),
        (" \n | tstats count", &["tstats"]),
        ("a=\"x|y\" | head", &["eq(a,\"x|y\")", "head"]),
        ("a=*\\\"x\\\"* | head", &["eq(a,*\"x\"*)", "head"]),
        ("a=1 ```x | head``` | head ```y```", &["eq(a,1)", "head"]),
        ("``` x ```| head ```say \"it|```", &["head"]),
        ("a=1 | lookup x a OUTPUT b ``` c | d```| head", &["eq(a,1)", "lookup:other", "head"]),
        ("a=1 | eval b=split(c,\"`\") | `m`", &["eq(a,1)", "eval", "`m`"]),
        ("a=1 | `m(\"b|c\", \"d`e\")` | HEAD 5", &["eq(a,1)", "`m`", "head"]),
        ("it's | head", &["kw(it's)", "head"]),
        ("a=1 | append [search b=2 | head] | head", &["eq(a,1)", "append:other", "head"]),
        ("a=1 | `m` b=2 | head", &["eq(a,1)", "`m`:other", "head"]),
        ("a=1 | wehre b=2", &["eq(a,1)", "wehre:other"]),
        ("a=\\|b | head", &["eq(a,\"|b\")", "head"]),
    ] {
        assert_eq!(stages(text), names, "{text}");
    }
    let found = search("a=1 ``` one ``` | head ```two```");
    let texts: Vec<_> = found.comments.iter().map(|c| c.text.as_str()).collect();
    assert_eq!(texts, [" one ", "two"]);
}

#[test]
fn a_first_search_may_leave_its_name_out() {
    let spelled = |text: &str| match &commands(text)[0] {
        Command::Search(s) => Some((s.spelled, s.condition.is_some())),
        _ => None,
    };
    assert_eq!(spelled("a=1"), Some((Spelled::Implicit, true)));
    assert_eq!(spelled("search a=1"), Some((Spelled::Explicit, true)));
    assert_eq!(spelled("| search a=1"), Some((Spelled::Explicit, true)));
    assert_eq!(spelled("| search"), Some((Spelled::Explicit, false)));
    assert_eq!(spelled("searching"), Some((Spelled::Implicit, true)));
    assert_eq!(spelled("`m`"), Some((Spelled::Implicit, true)));
    assert_eq!(spelled("| `m`"), None);
}

#[test]
fn commands_are_printed_in_one_form() {
    for (text, printed) in [
        (
            "| stats values \n (x) as y, count(eval(a=\"b\")) BY c d",
            "stats values(x) AS y count(eval(a=\"b\")) BY c d",
        ),
        (
            "| stats values(f) as f(i) dc(\"a b\")as n",
            "stats values(f) AS \"f(i)\" dc(\"a b\") AS n",
        ),
        (
            "| eventstats allnum=t avg(c) as a stdev(c) as s",
            "eventstats allnum=t avg(c) AS a stdev(c) AS s",
        ),
        (
            "| streamstats window=2 current=1 range(_time) as d by s",
            "streamstats window=2 current=1 range(_time) AS d BY s",
        ),
        ("| stats earliest(_time) as earliest c", "stats earliest(_time) AS earliest c"),
        ("| stats count() as n", "stats count AS n"),
        (
            "| tstats `o` count min(_time) as f from datamodel=E.P where (P.a IN(\"*\\\\a*\") OR P.b=c) AND `m` AND P.by=x by P.a _time span=1h P.b",
            "| tstats `o` count min(_time) AS f FROM datamodel=E.P WHERE (P.a IN (\"*\\\\a*\") OR P.b=c) `m` P.by=x BY P.a _time P.b span=1h",
        ),
        (
            "| tstats summariesonly=t dc(x) from datamodel=\"E.P\" groupby \"P.a\"",
            "| tstats summariesonly=t dc(x) FROM datamodel=E.P BY P.a",
        ),
        (
            "| tstats count where index=* by sourcetype",
            "| tstats count WHERE index=* BY sourcetype",
        ),
        (
            "| tstats count from datamodel Endpoint where nodename=X",
            "| tstats count FROM datamodel=Endpoint WHERE nodename=X",
        ),
        ("| from datamodel \"A.B\"", "| from datamodel:A.B"),
        ("| from datamodel:A.B.C", "| from datamodel:A.B.C"),
        ("| table _time, a* b", "table _time, a*, b"),
        ("| fields - predicted(x), c", "fields - \"predicted(x)\", c"),
        ("| fields -a", "fields - a"),
        ("| fields + a b{}.c", "fields a, b{}.c"),
        (
            "| rename \"A b(c)\" as d e.* AS *, f as \"g h\"",
            "rename \"A b(c)\" AS d, e.* AS *, f AS \"g h\"",
        ),
        ("| dedup 2 a,b keepempty=true sortby -c", "dedup 2 a b keepempty=true sortby -c"),
        ("| sort - a, + b, ip(c) -num(e)", "sort -a, b, ip(c), -num(e)"),
        ("| sort limit=0 -_time", "sort 0 -_time"),
        ("| head", "head 10"),
        ("| head limit=5", "head 5"),
        ("| fillnull", "fillnull"),
        ("| fillnull value=\"Not known\" a, b", "fillnull value=\"Not known\" a, b"),
        ("| regex p = \"^.{1}$\"", "regex p=\"^.{1}$\""),
        ("| regex p!=\"a\\\\b\\.\"", "regex p!=\"a\\\\b\\\\.\""),
        ("| regex \"x|y\"", "regex \"x|y\""),
        ("| rex \"(?<a>\\d+)\" max_match=0 field=b", "rex field=b max_match=0 \"(?<a>\\\\d+)\""),
        ("| bucket span=5m _time", "bin span=5m _time"),
        ("| bin _time as t bins=3 span=1h", "bin bins=3 span=1h _time AS t"),
        (
            "| convert timeformat=\"%Y-%m\" ctime(a) ctime(*b) AS c",
            "convert timeformat=\"%Y-%m\" ctime(a) ctime(*b) AS c",
        ),
    ] {
        let first = printed.strip_prefix("| ").unwrap_or(printed);
        assert_eq!(print(&search(text)), format!("| {first}"), "{text}");
        assert!(!matches!(last(text), Command::Other(_)), "{text}");
    }
}

#[test]
fn patterns_lose_one_layer_of_escapes() {
    let pattern = |text: &str| match last(text) {
        Command::Rex { pattern, .. } | Command::Regex { pattern, .. } => pattern.to_string(),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        pattern(r#"| rex field=p "^.*?\\\\(?<s>[^\\\\]*\.exe)""#),
        r"^.*?\\(?<s>[^\\]*\.exe)"
    );
    assert_eq!(pattern(r#"| rex field=u "\\\(?P<n>.*?)$""#), r"\\(?P<n>.*?)$");
    assert_eq!(pattern(r#"| regex s="(\"?x\|y)""#), r#"("?x\|y)"#);
}

#[test]
fn what_splunk_may_accept_is_kept_word_for_word_and_not_told() {
    for text in [
        "* | rex field=a mode=sed \"s/a/b/\"",
        "* | head (a>1)",
        "* | from lookup:x",
        "| from sid=5",
        "* | stats sparkline(count, 1h) by a",
        "* | sort a desc",
        "* | where a=[search b | return $c]",
        "* | stats `m`",
        "* | stats count by `m`",
        "* | table `m`",
        "* | fillnull value=`m`",
        "| tstats count FROM sid=5",
        "| tstats count FROM summary WHERE a=1",
        "| tstats count WHERE a=1 BY PREFIX(b=)",
    ] {
        let found = parsed(text);
        assert!(found.diagnostics.is_empty(), "{text}: {}", listed(text, &found.diagnostics));
        assert!(
            matches!(found.search.unwrap().stages.pop().unwrap().command, Command::Other(_)),
            "{text}"
        );
    }
    let Command::Other(other) =
        last("* | JOIN  type=inner ```c``` x\n [ search `m(1)` | head ] `n`")
    else {
        panic!()
    };
    assert_eq!(
        (other.name.as_str(), other.args.as_str()),
        ("JOIN", "type=inner x [ search `m(1)` | head ] `n`")
    );
    assert_eq!(other.subsearches.len(), 1);
    assert_eq!(other.macros.iter().map(|m| m.name.as_str()).collect::<Vec<_>>(), ["n"]);
}

#[test]
fn macro_calls_have_arguments() {
    let Command::Macro(call) = last("* | `m(\"a, b\", c d ,e=\"f\")`") else { panic!() };
    let args: Vec<_> = call.args.iter().map(|a| (a.name.as_deref(), a.value.as_str())).collect();
    assert_eq!(args, [(None, "a, b"), (None, "c d"), (Some("e"), "f")]);
    assert_eq!(last("* | `m(\"P\")`"), last("* | `m(P)`"));
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    for (text, told) in [
        ("", "spl/missing-command 1:1-1:1 a search is missing here\n"),
        ("a=1 | | stats count", "spl/missing-command 1:5-1:6 no command follows this pipe\n"),
        ("a=1 |", "spl/missing-command 1:5-1:6 no command follows this pipe\n"),
        ("a=1 []", "spl/missing-command 1:5-1:6 a search is missing here\n"),
        ("a=1 | = b", "spl/missing-command 1:7-1:8 a command cannot begin with `=`\n"),
        ("* | stats by u", "spl/missing-function 1:5-1:10 `stats` computes nothing\n"),
        ("* | stats count by", "spl/expected-value 1:17-1:19 something is missing after `by`\n"),
        (
            "* | stats count by a*",
            "spl/wildcard-in-by 1:20-1:22 `a*` has a wildcard, which BY does not take\n",
        ),
        ("* | rename a b", "spl/missing-as 1:12-1:13 `a` gets no new name\n"),
        (
            "* | rename a-* AS b",
            "spl/rename-wildcards 1:12-1:20 `a-*` and `b` have not as many wildcards\n",
        ),
        ("* | rename a as b, a as c", "spl/renamed-twice 1:20-1:26 `a` is renamed twice\n"),
        ("* | regex NOT u=\"s\"", "spl/syntax 1:15-1:20 `u=\"s\"` is not expected here\n"),
        ("* | table", "spl/missing-field 1:5-1:10 `table` names no field\n"),
        ("* | bin span=5m", "spl/missing-field 1:5-1:8 `bin` names no field\n"),
        (
            "* | sort 99999999999999999999 a",
            "spl/bad-number 1:10-1:30 `99999999999999999999` is too large a number\n",
        ),
    ] {
        assert_eq!(listed(text, &parsed(text).diagnostics), told, "{text}");
    }
}
