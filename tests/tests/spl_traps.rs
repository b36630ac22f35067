//! The traps of SPL (`cases/spl-traps.md`), each with a search in our own words.
//!
//! What only parses stands with the parser; the rest is run here: on events that tell the right reading from the wrong
//! one, or held to be refused at the stage that cannot be said of one event.
//!
//! | traps | where |
//! |---|---|
//! | 1, 2, 4, 5, 6, 9–15, 17–21, 25, 27–29, 32, 34, 35, 44, 47–50, 52, 57, 58, 62, 77–79 | [`MEANING`] here |
//! | 33, 41, 45, 55, 63, 66, 69, 70, 75, 80 | [`REFUSED`] here, refused at their stage |
//! | 31, 38, 39, 40, 60, 68, 71 | `crates/languages/spl/tests/stages.rs` |
//! | 36, 54 | `crates/languages/spl/tests/macros.rs`, `stages.rs` |
//! | 42 | `crates/languages/spl/tests/evals.rs` |
//! | 53 | `crates/languages/spl/tests/stages.rs` and [`MEANING`] here |

use ruleglot_engine::{FieldsMode, convert};
use ruleglot_tests::corpus::options;
use ruleglot_tests::{evidence, spl};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Traps whose tests stand with the parser: the number, the file, and what the test there holds.
const PARSED: &[(u32, &str, &str)] = &[
    (31, "stages.rs", r#"| rex field=p "^.*?\\\\(?<s>[^\\\\]*\.exe)""#),
    (36, "macros.rs", r#"* | `drop(\"P\")`"#),
    (38, "stages.rs", r#"| rename \"A b(c)\" as d"#),
    (38, "stages.rs", "| fields - predicted(x), c"),
    (39, "stages.rs", "| stats values(f) as f(i)"),
    (40, "stages.rs", r"| stats values \n (x) as y"),
    (42, "evals.rs", r#"replace(a, ",\s$$$$", "")"#),
    (53, "stages.rs", "``` c | d```| head"),
    (54, "stages.rs", "a=1|`m(x)`|`n`"),
    (60, "stages.rs", "by P.a _time span=1h P.b"),
    (68, "stages.rs", "| bucket span=5m _time"),
    (68, "stages.rs", "| bin _time as t bins=3 span=1h"),
    (71, "stages.rs", "| sort limit=0 -_time"),
    (71, "stages.rs", "| sort - a, + b"),
];

/// Number, search, and events with the answer of each.
type Meaning = (u32, &'static str, fn() -> Vec<(Value, bool)>);

const MACROS: &[(&str, &str)] = &[
    ("src", "sourcetype=a OR sourcetype=b OR source=c"),
    ("users", "user IN (ann)"),
    ("two", "user=ann OR host=h1"),
    ("summary", "summariesonly=false fillnull_value=null"),
    ("exec", "type=EXECVE | eval lowered=lower(exe)"),
    ("all_rows", "| inputlookup known"),
    ("drop(name)", "rename \"$name$.*\" as *"),
];

const MEANING: &[Meaning] = &[
    (1, "`src` id=1 OR id=2 user=\"x y\"", || {
        vec![
            (json!({"sourcetype": "a", "id": 1, "user": "x y"}), true),
            (json!({"sourcetype": "b", "id": 2, "user": "X Y"}), true),
            (json!({"sourcetype": "a", "id": 1}), false),
            (json!({"id": 2, "user": "x y"}), false),
        ]
    }),
    (2, "`src` id=1", || {
        vec![
            (json!({"sourcetype": "a", "id": 1}), true),
            (json!({"source": "c", "id": "1"}), true),
            (json!({"sourcetype": "a"}), false),
            (json!({"source": "c", "id": 2}), false),
        ]
    }),
    (4, "NOT u=a u=b", || {
        vec![
            (json!({"u": "b"}), true),
            (json!({"u": "c"}), false),
            (json!({"u": ["a", "b"]}), false),
        ]
    }),
    (4, "NOT u=a OR v=1", || {
        vec![(json!({"u": "a", "v": 1}), true), (json!({}), true), (json!({"u": "a"}), false)]
    }),
    (5, "NOT (mail IN(\"\", \"null\"))", || {
        vec![
            (json!({}), true),
            (json!({"mail": "x@y.z"}), true),
            (json!({"mail": "NULL"}), false),
            (json!({"mail": ""}), false),
        ]
    }),
    (6, "* | where n>5 AND (r<.5 OR s<.5)", || {
        vec![
            (json!({"n": 6, "r": 0.4}), true),
            (json!({"n": "10", "s": "0.49"}), true),
            (json!({"n": 6, "r": 4}), false),
            (json!({"n": 5, "r": 0.4}), false),
        ]
    }),
    (6, "* | where .25 > (good/bad)", || {
        vec![
            (json!({"good": 1, "bad": 5}), true),
            (json!({"good": 1, "bad": 4}), false),
            (json!({"good": 1, "bad": 0}), false),
            (json!({"good": 1}), false),
        ]
    }),
    (9, "NOT `users` id=1", || {
        vec![(json!({"id": 1}), true), (json!({"id": 1, "user": "Ann"}), false)]
    }),
    (9, "NOT `two`", || {
        vec![
            (json!({"user": "ann", "host": "h1"}), true),
            (json!({"user": "ann"}), false),
            (json!({"user": "bob"}), true),
        ]
    }),
    (
        10,
        "| tstats count from datamodel=E.P where (P.n IN (a, b) OR P.o=c) AND P.u=x AND P.c IN(\"*\\\\t*\") by P.d",
        || {
            let event = |n: &str, o: &str, u: &str, c: &str| json!({"P.n": n, "P.o": o, "P.u": u, "P.c": c, "P.d": "h"});
            vec![
                (event("A", "z", "x", r"c:\tmp"), true),
                (event("z", "c", "x", r"c:\t"), true),
                (event("a", "c", "y", r"c:\t"), false),
                (event("a", "c", "x", "ct"), false),
                (event("z", "z", "x", r"c:\t"), false),
            ]
        },
    ),
    (11, "a=1 | search b=2 OR c=3 d=4", || {
        vec![
            (json!({"a": 1, "b": 2, "d": 4}), true),
            (json!({"a": 1, "b": 2}), false),
            (json!({"a": 1, "c": 3, "d": 4}), true),
        ]
    }),
    (12, "* | where a=1 OR b=2 AND c=3", || {
        vec![
            (json!({"a": 1}), true),
            (json!({"b": 2, "c": 3}), true),
            (json!({"b": 2}), false),
            (json!({"c": 3}), false),
        ]
    }),
    (13, "agent!=*.example.org", || {
        vec![
            (json!({"agent": "curl"}), true),
            (json!({"agent": "A.EXAMPLE.org"}), false),
            (json!({}), false),
        ]
    }),
    (13, "NOT agent=*.example.org", || {
        vec![(json!({"agent": "a.example.org"}), false), (json!({}), true)]
    }),
    (14, "ip!=10.0.0.0/8 ip!=172.16.0.0/12", || {
        vec![
            (json!({"ip": "11.0.0.1"}), true),
            (json!({"ip": "10.1.2.3"}), false),
            (json!({"ip": "172.31.0.1"}), false),
            (json!({}), false),
        ]
    }),
    (15, "* | search account != NULL", || {
        vec![
            (json!({"account": "1"}), true),
            (json!({"account": "null"}), false),
            (json!({"account": null}), false),
            (json!({}), false),
        ]
    }),
    (17, "* | where found!=\"\"", || {
        vec![(json!({"found": "x"}), true), (json!({"found": ""}), false), (json!({}), false)]
    }),
    (18, "* | where isnull(seen) OR seen > relative_time(now(), \"-1d\")", || {
        vec![
            (json!({}), true),
            (json!({"seen": 1_699_999_000}), true),
            (json!({"seen": 1_600_000_000}), false),
        ]
    }),
    (19, "* | search admin = True", || {
        vec![(json!({"admin": "true"}), true), (json!({"admin": "yes"}), false)]
    }),
    (20, "* | where NOT new IN (old)", || {
        vec![
            (json!({"new": "c", "old": ["a", "b"]}), true),
            (json!({"new": "a", "old": ["a", "b"]}), false),
            (json!({"new": "old", "old": "x"}), true),
            (json!({"new": "a"}), false),
        ]
    }),
    (21, "a=1 | fillnull b c | stats count by b c", || {
        vec![(json!({"a": 1, "b": "x"}), true), (json!({"a": 2, "b": "x", "c": "y"}), false)]
    }),
    (21, "a=1 | stats count by b c", || {
        vec![(json!({"a": 1, "b": "x", "c": "y"}), true), (json!({"a": 1, "b": "x"}), false)]
    }),
    (25, "spec.last-seen/by=*\\\"root\\\":true* | head 5", || {
        vec![
            (json!({"spec.last-seen/by": "{\"root\":true}"}), true),
            (json!({"spec.last-seen/by": "{root:true}"}), false),
        ]
    }),
    (27, "\"tool -x \\\\\"", || {
        vec![(json!({"_raw": r"ran tool -x \ now"}), true), (json!({"_raw": "ran tool -y"}), false)]
    }),
    (28, "p=\"*\\\\D$\\\\*\"", || {
        vec![(json!({"p": r"\\h\D$\x"}), true), (json!({"p": r"\\h\D\x"}), false)]
    }),
    (29, "share=\"\\\\\\\\*\\\\DATA\" name IN (*\\\\Jobs.xml, *\\\\Run\\\\*)", || {
        vec![
            (json!({"share": r"\\srv\Data", "name": r"x\jobs.xml"}), true),
            (json!({"share": r"\\srv\data", "name": r"x\run\y"}), true),
            (json!({"share": r"\srv\Data", "name": r"x\jobs.xml"}), false),
            (json!({"share": r"\\srv\Data", "name": "jobs.xml"}), false),
        ]
    }),
    (32, r#"* | where match(p, "(?i)D:\\\\Tmp\\\\[a-z]{1,4}\\.cmd")"#, || {
        vec![
            (json!({"p": r"d:\tmp\abc.cmd"}), true),
            (json!({"p": r"d:\tmp\abcxcmd"}), false),
            (json!({"p": "d:tmpabc.cmd"}), false),
        ]
    }),
    (32, r#"* | where match(p, "\\\\127\.0\.0\.1\\\\.*")"#, || {
        vec![(json!({"p": r"\127.0.0.1\x"}), true), (json!({"p": "127.0.0.1x"}), false)]
    }),
    (
        34,
        "* | eval a=mvcount(split(p,\"`\")), b=mvcount(split(p,\"'\")) | where a>2 OR b>2 | search `users`",
        || {
            vec![
                (json!({"p": "x`y`z", "user": "ann"}), true),
                (json!({"p": "x'y'z", "user": "ANN"}), true),
                (json!({"p": "x`y'z", "user": "ann"}), false),
                (json!({"p": "x`y`z", "user": "bob"}), false),
            ]
        },
    ),
    (35, "* | where seen >= relative_time(now(), \"`users`\")", || {
        // What stands in quotes is no macro, and no time; the comparison is null, so nothing matches.
        vec![(json!({"seen": 1_699_999_999}), false), (json!({}), false)]
    }),
    (44, "* | where action = \"*\"", || {
        vec![(json!({"action": "*"}), true), (json!({"action": "read"}), false)]
    }),
    (47, "mail=\"*@b.org\"", || {
        vec![(json!({"mail": "a@B.org"}), true), (json!({"mail": "a@b.com"}), false)]
    }),
    (48, "code=\"0x45A\" (id=\"808\" OR id=\"809\")", || {
        vec![
            (json!({"code": "0x45a", "id": 808}), true),
            (json!({"code": "0x45A", "id": "809"}), true),
            (json!({"code": 1114, "id": 808}), false),
        ]
    }),
    (49, "level=High", || vec![(json!({"level": "HIGH"}), true), (json!({"level": "low"}), false)]),
    (49, "* | where level=\"High\"", || {
        vec![(json!({"level": "High"}), true), (json!({"level": "HIGH"}), false)]
    }),
    (50, "rules{}.port=22 | where 'rules{}.port'=22", || {
        vec![(json!({"rules{}.port": [21, 22]}), true), (json!({"rules{}.port": 21}), false)]
    }),
    (52, "| tstats `summary` count from datamodel=E.P where P.n=a by P.d", || {
        vec![(json!({"P.n": "a"}), true), (json!({"P.n": "b", "P.d": "x"}), false)]
    }),
    (52, "| tstats count from datamodel=E.P where P.n=a by P.d", || {
        vec![(json!({"P.n": "a"}), false), (json!({"P.n": "a", "P.d": "x"}), true)]
    }),
    (53, "a=1 ``` b=2 | where c=3 ```| search d=4", || {
        vec![(json!({"a": 1, "d": 4}), true), (json!({"a": 1}), false)]
    }),
    (57, "`exec` | search lowered=*sudo*", || {
        vec![
            (json!({"type": "execve", "exe": "/bin/SUDO"}), true),
            (json!({"type": "PATH", "exe": "/bin/sudo"}), false),
            (json!({"type": "EXECVE"}), false),
        ]
    }),
    (58, "a=1 | `mine_filter` | search n > 10", || {
        vec![
            (json!({"a": 1, "n": 11}), true),
            (json!({"a": 1, "n": 10}), false),
            (json!({"n": 11}), false),
        ]
    }),
    (62, "| tstats count from datamodel=\"E.P\" by P.d", || {
        vec![(json!({"P.d": "x"}), true), (json!({"P.x": "x"}), false)]
    }),
    (62, "| from datamodel Alerts.Alerts | search app=x", || {
        vec![(json!({"app": "X"}), true), (json!({"app": "y"}), false)]
    }),
    (77, "* | search ((r < 0.5 AND t > 1) OR (x > 0)) AND d > 1", || {
        vec![
            (json!({"r": "0.25", "t": 2, "d": 2}), true),
            (json!({"x": 1, "d": "10"}), true),
            (json!({"x": 1, "d": 1}), false),
            (json!({"r": 0.25, "t": 1, "d": 2}), false),
        ]
    }),
    (78, "TERM(tool) TERM(fault)", || {
        vec![
            (json!({"_raw": "a tool fault"}), true),
            (json!({"_raw": "a tool-fault"}), false),
            (json!({"_raw": "a TOOL had a Fault"}), true),
        ]
    }),
    (79, "* | eval file=stem.ending | where file=\"ab\"", || {
        vec![(json!({"stem": "a", "ending": "b"}), true), (json!({"stem.ending": "ab"}), false)]
    }),
];

/// Number, search, and the stage at which it must be refused.
const REFUSED: &[(u32, &str, &str)] = &[
    (
        33,
        "a=1 | eval dir=mvindex(split(p, \"\\\\\"), 0) | stats dc(dir) as n by u | where n > 2",
        "stats dc",
    ),
    (
        41,
        "a=1 | foreach s_* [ eval x=if('<<MATCHSTR>>' > 3, \"y\", x) ] | where x=\"y\"",
        "foreach",
    ),
    (45, "a=1 | eval hit=if(like(names, \"%\".one.\"%\"), 1, 0) | where hit=1", "hit=1"),
    (55, "a=1 [ `all_rows` ]", "[ `all_rows` ]"),
    (66, "a=1 | stats earliest(_time) as earliest by u | where earliest >= 5", "earliest"),
    (
        69,
        "a=1 | eventstats avg(c) as m stdev(c) as s | eval upper=m+s*3 | where c>upper",
        "eval upper",
    ),
    (70, "a=1 | eventstats min(eval(if(c < 5, b, null))) as m | where m > 3", "eventstats"),
    (
        75,
        "a=1 | search NOT [| inputlookup known | fields id | rename id as user]",
        "[| inputlookup",
    ),
    (80, "a=1 | lookup update=true known p outputnew x,y | where isnull(x)", "lookup"),
];

#[test]
fn searches_mean_what_the_documentation_says() {
    let mut wrong = Vec::new();
    for (number, query, events) in MEANING {
        let (events, wanted): (Vec<Value>, Vec<bool>) = events().into_iter().unzip();
        let got = spl::answers(query, MACROS, &events);
        if got.as_ref() != Ok(&wanted) {
            wrong.push(format!("{number}: `{query}`: {got:?}, not {wanted:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_one_event_cannot_tell_is_refused_at_its_stage() {
    let mut wrong = Vec::new();
    for (number, query, stage) in REFUSED {
        let run = spl::answers(query, MACROS, &[json!({"a": 1})]);
        if run.is_ok() {
            wrong.push(format!("{number}: `{query}` was run: {run:?}"));
        }
        for target in ["sigma", "kuery"] {
            let scanned = spl::scan(query, MACROS);
            let done = convert(&[scanned], &options(target, FieldsMode::Keep)).remove(0).remove(0);
            let at = query.find(stage).unwrap_or(usize::MAX);
            let told = done.report.notes.iter().any(|n| {
                let place = n.span.map(|p| (p.column as usize - 1, p.end_column as usize - 1));
                n.effect == "unknown"
                    && place
                        .is_some_and(|(from, to)| from <= at + stage.len() && at < to && from > 0)
            });
            if done.text.is_some() || !told {
                wrong.push(format!(
                    "{number}: `{query}` to {target}: {:?}, {:?}",
                    done.text, done.report.notes
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_alias_that_another_name_takes_is_never_silent() {
    // 63: after the rename, `process` is the key, no longer the list of all commands.
    let query = "| tstats count values(P.process) as process from datamodel=E.P where P.n=a by P.process P.d \
                 | `drop(P)` | search process=*x*";
    let events = [
        json!({"P.n": "a", "P.process": "xy", "P.d": "h"}),
        json!({"P.n": "a", "P.process": "z", "P.d": "h"}),
    ];
    let got = spl::answers(query, MACROS, &events);
    assert!(got.is_err() || got == Ok(vec![true, false]), "{got:?}");
}

#[test]
fn every_trap_has_a_test() {
    for (number, file, holds) in PARSED {
        let path = format!("{}/../crates/languages/spl/tests/{file}", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(text.contains(holds), "{number}: {file} does not hold {holds}");
    }
    let Some(path) = evidence("cases/spl-traps.md") else { return };
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let number = |line: &str| line.split_once(". ")?.0.parse::<u32>().ok();
    let listed: BTreeSet<u32> = text.lines().filter_map(number).collect();
    let tested: BTreeSet<u32> = MEANING
        .iter()
        .map(|t| t.0)
        .chain(REFUSED.iter().map(|t| t.0))
        .chain(PARSED.iter().map(|t| t.0))
        .chain([63])
        .collect();
    let missing: Vec<_> = listed.difference(&tested).collect();
    assert!(listed.len() > 40 && missing.is_empty(), "without a test: {missing:?}");
}
