//! Expressions of `where` and `eval`.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{last, listed, parsed, shape};
use ruleglot_spl::ast::Command;

fn shown(expression: &str) -> String {
    match last(&format!("* | where {expression}")) {
        Command::Where(e) => shape::eval(&e),
        other => panic!("{expression}: {other:?}"),
    }
}

#[test]
fn operators_bind_as_documented() {
    for (text, tree) in [
        ("a=1 OR b=2 AND c=3", "or(EQ(a,#1),and(EQ(b,#2),EQ(c,#3)))"),
        ("a OR b XOR c and d", "xor(or(a,b),and(c,d))"),
        ("NOT a=1 AND b=2", "and(not(EQ(a,#1)),EQ(b,#2))"),
        ("NOT NOT a", "not(not(a))"),
        ("!isnull(a) or not b", "or(not(isnull(a)),not(b))"),
        ("NOT a IN (b, \"c\")", "not(IN(a,b,\"c\"))"),
        ("a NOT IN (b)", "not(IN(a,b))"),
        ("a in(1,2)", "IN(a,#1,#2)"),
        ("in(a, 1)", "in(a,#1)"),
        ("a LIKE \"x%\" AND like(b, \"y\")", "and(LIKE(a,\"x%\"),like(b,\"y\"))"),
        ("a - b - c", "sub(sub(a,b),c)"),
        ("a + b * c . d", "concat(add(a,mul(b,c)),d)"),
        ("-a * -2 + +b", "add(mul(minus(a),minus(#2)),b)"),
        ("a == b", "EQ(a,b)"),
        ("(a<b) = (c>d)", "EQ(LT(a,b),GT(c,d))"),
        ("count>5 AND (a<.5 OR b<.5)", "and(GT(count,#5),or(LT(a,#.5),LT(b,#.5)))"),
        (".25 > (s/f)", "GT(#.25,div(s,f))"),
        ("1e3>x", "GT(#1e3,x)"),
        ("a ```no | stage``` = 1", "EQ(a,#1)"),
        ("if (a, b, null) = NULL", "EQ(if(a,b,null!),null!)"),
        ("true() OR false", "or(true!,false!)"),
        ("firstTime >= relative_time(now(), `w`)", "GE(firstTime,relative_time(now(),`w`))"),
        ("f=R_1.R_2", "EQ(f,concat(R_1,R_2))"),
        ("'a.b{}.c'=\"x\"", "EQ(a.b{}.c,\"x\")"),
        ("'it\\'s'=1", "EQ(it's,#1)"),
        ("'<<MATCHSTR>>' > ('avg_<<MATCHSTR>>' + 3)", "GT(<<MATCHSTR>>,add(avg_<<MATCHSTR>>,#3))"),
        ("<<FIELD>>=\"null\"", "EQ(<<FIELD>>,\"null\")"),
        ("'and'=1", "EQ(and,#1)"),
    ] {
        assert_eq!(shown(text), tree, "{text}");
    }
}

#[test]
fn strings_have_the_escapes_of_c_and_no_others() {
    for (text, tree) in [
        (r#"x="C:\\windows\temp""#, r#"EQ(x,"C:\\windows\temp")"#),
        (r#"split(p, "\\")"#, r#"split(p,"\\")"#),
        (r#"match(p,"\d+\\.bat\.x")"#, r#"match(p,"\\d+\\.bat\\.x")"#),
        (r#"match(p,"^\\\\127\.0")"#, r#"match(p,"^\\\\127\\.0")"#),
        (r#"a="say \"hi\"""#, r#"EQ(a,"say \"hi\"")"#),
        (r#"replace(a, ",\s$$$$", "")"#, r#"replace(a,",\\s$$$$","")"#),
        (r#"a="*""#, r#"EQ(a,"*")"#),
        ("split(p,\"`\") = split(p,\"'\") AND `m`", "and(EQ(split(p,\"`\"),split(p,\"'\")),`m`)"),
        ("relative_time(now(),\"`w`\")", "relative_time(now(),\"`w`\")"),
    ] {
        assert_eq!(shown(text), tree, "{text}");
    }
}

#[test]
fn assignments_have_names_of_all_kinds() {
    let text = "* | eval a=1, 'b.c'=2, \"d e\"=3, {f}=4, p_{g}=5, h.i=6, <<FIELD>> = 7";
    let Command::Eval(of) = last(text) else { panic!() };
    let names: Vec<_> = of.iter().map(|a| a.field.text.as_str()).collect();
    assert_eq!(names, ["a", "b.c", "d e", "{f}", "p_{g}", "h.i", "<<FIELD>>"]);
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    for (text, told) in [
        ("* | where", "spl/expected-value 1:5-1:10 something is missing after `where`\n"),
        (
            "* | where a=\"x\" AND",
            "spl/expected-value 1:17-1:20 something is missing after `AND`\n",
        ),
        ("* | where u IN \"a\",\"b\"", "spl/syntax 1:16-1:23 `\"a\",\"b\"` is not expected here\n"),
        ("* | where a=1 b=2", "spl/syntax 1:15-1:18 `b=2` is not expected here\n"),
        ("* | where (a=1", "spl/unclosed-bracket 1:11-1:12 `(` is never closed\n"),
        ("* | where a IN ()", "spl/expected-value 1:13-1:18 `IN ()` has no values\n"),
        ("* | where a = NOT b", "spl/syntax 1:15-1:18 `NOT` cannot stand here without brackets\n"),
        ("* | eval a", "spl/expected-value 1:10-1:11 something is missing after `a`\n"),
        (
            "* | eval h=(a=1)",
            "spl/boolean-assignment 1:13-1:16 `h` is set to true or false, which no field can hold\n",
        ),
        ("* | where t{}.id=1", "spl/unquoted-field 1:11-1:14 `t{}` needs single quotes here\n"),
        (
            "* | where a=1 | where b= | head x",
            "spl/expected-value 1:23-1:25 something is missing after `b=`\n\
         spl/syntax 1:33-1:34 `x` is not expected here\n",
        ),
    ] {
        assert_eq!(listed(text, &parsed(text).diagnostics), told, "{text}");
    }
    // One bad stage hides no other; a macro may mend it.
    let stages = parsed("a=1 | where b= | stats count").search.unwrap().stages;
    assert_eq!(stages.len(), 3);
    assert!(matches!(&stages[1].command, Command::Other(o) if o.name == "where" && o.args == "b="));
    assert!(parsed("* | where a=1 `and_more`").diagnostics.is_empty());
}
