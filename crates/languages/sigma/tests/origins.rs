//! Every leaf points at the token that it comes from, also inside folded and quoted scalars.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::meaning_of;
use ruleglot_ir::{Expr, ExprKind, children};
use std::fmt::Write as _;

const TEXT: &str = "\
selection:
    Image|endswith: '\\x.exe'
    CommandLine|contains|all:
        - ' -a'
        - \"b\\tc\"
    User:
        - one
        - null
    Ip|cidr: [10.0.0.0/8, 'fe80::/10']
    Text|re:
        - '^a'
        - >-
            b c
keywords:
    - first
    - second
filter:
    Parent|fieldref: Image
condition: >
    selection
    and (1 of key* or
    keywords) and not filter
";

fn show(expr: &Expr, depth: usize, out: &mut String) {
    let span = expr.origin.0.map(|at| at.span).unwrap_or_default();
    let kind = match &expr.kind {
        ExprKind::Named { name, .. } => format!("named {name}"),
        ExprKind::And(_) => "and".into(),
        ExprKind::Or(_) => "or".into(),
        ExprKind::Not(_) => "not".into(),
        _ => expr.to_string(),
    };
    let text = TEXT[span.range()].split_whitespace().collect::<Vec<_>>().join(" ");
    let _ = writeln!(out, "{:depth$}{kind} ⟨{text}⟩", "", depth = depth * 2);
    children(expr).for_each(|x| show(x, depth + 1, out));
}

#[test]
fn every_node_points_at_its_text() {
    let mut out = String::new();
    show(&meaning_of(TEXT), 0, &mut out);
    insta::assert_snapshot!(out);
}
