//! Conditions of `search` and `tstats WHERE`.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{condition, errors, listed, parsed, shape};

fn shown(text: &str) -> String {
    shape::expr(&condition(text))
}

#[test]
fn or_binds_tighter_than_and_written_or_not() {
    for (text, tree) in [
        ("`m` a=1 OR b=2 c=\"x y\"", "and(`m`,or(eq(a,1),eq(b,2)),eq(c,\"x y\"))"),
        ("a=1 AND b=2 OR c=3", "and(eq(a,1),or(eq(b,2),eq(c,3)))"),
        ("* | search b=2 OR c=3 d=4", "and(or(eq(b,2),eq(c,3)),eq(d,4))"),
        ("NOT a=1 b=2", "and(not(eq(a,1)),eq(b,2))"),
        ("NOT a=1 OR b=2", "or(not(eq(a,1)),eq(b,2))"),
        ("error NOT 403 OR 404", "and(kw(error),or(not(kw(403)),kw(404)))"),
        ("NOT NOT a=1", "not(not(eq(a,1)))"),
        ("NOT (a IN(\"\", \"null\"))", "not(in(a,\"\",\"null\"))"),
        ("NOT(a=1)", "not(eq(a,1))"),
        ("(a=1 AND (b=2 OR c=3)) AND d=4", "and(eq(a,1),or(eq(b,2),eq(c,3)),eq(d,4))"),
        ("a=1, b=2", "and(eq(a,1),eq(b,2))"),
        ("a=1 ```why``` OR b=2", "or(eq(a,1),eq(b,2))"),
        ("(a=1)(b=2)", "and(eq(a,1),eq(b,2))"),
        ("NOT `m` a=1", "and(not(`m`),eq(a,1))"),
        (
            "* | search ((r < 0.5 AND t > 1) OR (x > 0)) AND d > 1",
            "and(or(and(lt(r,0.5),gt(t,1)),gt(x,0)),gt(d,1))",
        ),
    ] {
        assert_eq!(shown(text), tree, "{text}");
    }
}

#[test]
fn values_keep_what_is_no_escape_and_stars_are_wildcards() {
    for (text, tree) in [
        ("a.b-c/d=*\\\"privileged\\\":true*", "eq(a.b-c/d,*\"privileged\":true*)"),
        ("\"edit -s \\\\\"", "kw(\"edit -s \\\")"),
        ("p=\"*\\\\C$\\\\*\"", "eq(p,\"*\\C$\\*\")"),
        ("p=\"*\\C$\\\\*\"", "eq(p,\"*\\C$\\*\")"),
        ("s=\"\\\\\\\\*\\\\SYSVOL\"", "eq(s,\"\\\\*\\SYSVOL\")"),
        ("n IN (*\\\\Services.xml, *\\\\Scripts\\\\*)", "in(n,*\\Services.xml,*\\Scripts\\*)"),
        ("c=\"a\\sb\\|c\"", "eq(c,\"a\\sb|c\")"),
        ("p=*\\Temp\\ u=x", "and(eq(p,*\\Temp\\),eq(u,x))"),
        ("p=*\\* u=x", "and(eq(p,*\\*),eq(u,x))"),
        ("e=\"*b.com\"", "eq(e,\"*b.com\")"),
        ("r.p{}.toPort=3389", "eq(r.p{}.toPort,3389)"),
        ("\"a.status\"=\"x\"", "eq(a.status,\"x\")"),
        ("a != NULL", "ne(a,NULL)"),
        ("a==1 b<=2 c>=3 d<4 e>5", "and(eq(a,1),le(b,2),ge(c,3),lt(d,4),gt(e,5))"),
        ("u=*?x=1&y=2*", "eq(u,*?x=1&y=2*)"),
        ("a=\"\"", "eq(a,\"\")"),
        ("x=*\"a b\"*", "eq(x,\"*a b*\")"),
        ("s=it's b=1", "and(eq(s,it's),eq(b,1))"),
        ("earliest=-30d@d latest=now()", "and(eq(earliest,-30d@d),eq(latest,now()))"),
        ("a=10.0.0.0/8", "eq(a,10.0.0.0/8)"),
        ("*", "kw(*)"),
        ("fail* \"a phrase\"", "and(kw(fail*),kw(\"a phrase\"))"),
    ] {
        assert_eq!(shown(text), tree, "{text}");
    }
}

#[test]
fn directives_lists_macros_and_searches_stand_as_values() {
    for (text, tree) in [
        ("`h` TERM(sudoedit) TERM(a.b)", "and(`h`,kw(TERM(sudoedit)),kw(TERM(a.b)))"),
        (
            "host=CASE(LOCALHOST) u=CASE(\"A b\")",
            "and(eq(host,CASE(LOCALHOST)),eq(u,CASE(\"A b\")))",
        ),
        ("n IN (`m`)", "in(n,`m`)"),
        ("n IN (`m`, a b)", "in(n,`m`,a,b)"),
        ("n=`m`", "eq(n,`m`)"),
        ("n=[search a=1 | return $x]", "eq(n,[eq(a,1)|return:other])"),
        ("NOT [| inputlookup x | fields y]", "not([inputlookup:other|fields])"),
        ("NOT[inputlookup x]", "not([inputlookup:other])"),
        ("[`m`]", "[`m`]"),
        ("search=a", "eq(search,a)"),
        ("n IN(\"a]b\", \"c[d\")", "in(n,\"a]b\",\"c[d\")"),
    ] {
        assert_eq!(shown(text), tree, "{text}");
    }
}

#[test]
fn lower_case_operators_are_words_and_that_is_told() {
    let found = parsed("a=1 or b=2");
    assert_eq!(shown("a=1 or b=2"), "and(eq(a,1),kw(or),eq(b,2))");
    assert_eq!(found.diagnostics[0].code, "spl/lower-case-operator");
    assert!(errors(&found.diagnostics).is_empty());
    // A macro right beside a word would be one word with what it stands for.
    assert_eq!(shape::command(&common::last("x`m` a=1")), ":other");
    assert_eq!(shape::command(&common::last("a=`m`x")), ":other");
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    for (text, told) in [
        ("a=", "spl/expected-value 1:1-1:3 something is missing after `a=`\n"),
        ("a=1 AND", "spl/expected-value 1:5-1:8 something is missing after `AND`\n"),
        ("a=1 OR AND b=2", "spl/expected-value 1:5-1:7 something is missing after `OR`\n"),
        ("OR a=1", "spl/expected-value 1:1-1:3 nothing stands before `OR`\n"),
        ("a=1 NOT", "spl/expected-value 1:5-1:8 something is missing after `NOT`\n"),
        ("() a=1", "spl/expected-value 1:1-1:3 nothing stands between these brackets\n"),
        ("(a= b=1) (c=)", "spl/expected-value 1:11-1:13 something is missing after `c=`\n"),
        ("a IN ()", "spl/expected-value 1:3-1:8 `IN ()` has no values\n"),
        (
            "c=IN b=1",
            "spl/operator-word-as-value 1:3-1:5 `IN` is an operator, and stands here as a value\n",
        ),
        (
            "a IN b",
            "spl/operator-word-as-value 1:3-1:5 `IN` is an operator, and stands here as a word\n",
        ),
        ("(a=1 b=2", "spl/unclosed-bracket 1:1-1:2 `(` is never closed\n"),
        ("a=1) b=2", "spl/unbalanced-bracket 1:4-1:5 `)` closes nothing\n"),
        ("a=1] b=2", "spl/unbalanced-bracket 1:4-1:5 `]` closes nothing\n"),
        ("a=\"x b=1 | stats count", "spl/unclosed-quote 1:3-1:4 this quote is never closed\n"),
        ("a=1 `m(b | stats count", "spl/unclosed-macro 1:5-1:6 this macro call is never closed\n"),
        ("a=1 [search b=1 | x", "spl/unclosed-bracket 1:5-1:6 `[` is never closed\n"),
        ("a=1 ``` b | c", "spl/unclosed-comment 1:5-1:8 this comment is never closed\n"),
        ("foo(bar baz)", "spl/syntax 1:1-1:8 `foo(bar` is not expected here\n"),
        ("foo(bar)", "spl/syntax 1:1-1:9 `foo(bar)` is neither a condition nor a word\n"),
        ("a=1 `(x)`", "spl/malformed-macro 1:5-1:10 `(x)` is no macro call\n"),
    ] {
        assert_eq!(listed(text, &parsed(text).diagnostics), told, "{text}");
    }
}
