//! What a search refers to outside itself: macros and lookups.

use crate::ast::{
    Command, Eval, EvalKind, Expr, ExprKind, MacroCall, Measure, MeasureArgument, OtherCommand,
    Search, TstatsOption, Value, ValueKind,
};
use smol_str::SmolStr;

/// Every macro that the search calls, in order, subsearches included.
pub fn macros(search: &Search) -> Vec<&MacroCall> {
    let mut out = Vec::new();
    search.stages.iter().for_each(|stage| of_command(&stage.command, &mut out));
    out
}

fn of_command<'a>(command: &'a Command, out: &mut Vec<&'a MacroCall>) {
    match command {
        Command::Search(stage) => stage.condition.iter().for_each(|c| of_expr(c, out)),
        Command::Where(expr) => of_eval(expr, out),
        Command::Eval(assignments) => assignments.iter().for_each(|a| of_eval(&a.value, out)),
        Command::Stats(stats) => of_measures(&stats.measures, out),
        Command::Tstats(tstats) => {
            out.extend(tstats.options.iter().filter_map(|o| match o {
                TstatsOption::Macro(call) => Some(call),
                TstatsOption::Option(_) => None,
            }));
            of_measures(&tstats.measures, out);
            tstats.condition.iter().for_each(|c| of_expr(c, out));
        }
        Command::Macro(call) => out.push(call),
        Command::Other(other) => {
            out.extend(&other.macros);
            other.subsearches.iter().for_each(|s| out.extend(macros(s)));
        }
        _ => {}
    }
}

fn of_measures<'a>(measures: &'a [Measure], out: &mut Vec<&'a MacroCall>) {
    for measure in measures {
        if let Some(MeasureArgument::Eval(expr)) = &measure.argument {
            of_eval(expr, out);
        }
    }
}

fn of_expr<'a>(expr: &'a Expr, out: &mut Vec<&'a MacroCall>) {
    match &expr.kind {
        ExprKind::And(of) | ExprKind::Or(of) => of.iter().for_each(|x| of_expr(x, out)),
        ExprKind::Not(x) => of_expr(x, out),
        ExprKind::Compare { value, .. } | ExprKind::Keyword(value) => of_value(value, out),
        ExprKind::In { values, .. } => values.iter().for_each(|v| of_value(v, out)),
        ExprKind::Subsearch(search) => out.extend(macros(search)),
        ExprKind::Macro(call) => out.push(call),
    }
}

fn of_value<'a>(value: &'a Value, out: &mut Vec<&'a MacroCall>) {
    match &value.kind {
        ValueKind::Text { .. } => {}
        ValueKind::Macro(call) => out.push(call),
        ValueKind::Subsearch(search) => out.extend(macros(search)),
    }
}

fn of_eval<'a>(expr: &'a Eval, out: &mut Vec<&'a MacroCall>) {
    match &expr.kind {
        EvalKind::And(of) | EvalKind::Or(of) => of.iter().for_each(|x| of_eval(x, out)),
        EvalKind::Not(x) | EvalKind::Minus(x) => of_eval(x, out),
        EvalKind::Xor(a, b) | EvalKind::Like(a, b) => {
            of_eval(a, out);
            of_eval(b, out);
        }
        EvalKind::Compare { left, right, .. } | EvalKind::Arithmetic { left, right, .. } => {
            of_eval(left, out);
            of_eval(right, out);
        }
        EvalKind::In(x, of) => {
            of_eval(x, out);
            of.iter().for_each(|v| of_eval(v, out));
        }
        EvalKind::Call { args, .. } => args.iter().for_each(|a| of_eval(a, out)),
        EvalKind::Macro(call) => out.push(call),
        EvalKind::Field(_)
        | EvalKind::Text(_)
        | EvalKind::Number(_)
        | EvalKind::Bool(_)
        | EvalKind::Null => {}
    }
}

/// The tables that `lookup` and `inputlookup` read, in order, each once, subsearches included.
pub fn lookups(search: &Search) -> Vec<SmolStr> {
    let mut out: Vec<SmolStr> = Vec::new();
    for stage in &search.stages {
        match &stage.command {
            Command::Other(other) => {
                if let Some(table) = table_of(other).filter(|t| !out.contains(t)) {
                    out.push(table);
                }
                other.subsearches.iter().for_each(|s| add(&mut out, lookups(s)));
            }
            Command::Search(stage) => stage.condition.iter().for_each(|c| in_expr(c, &mut out)),
            _ => {}
        }
    }
    out
}

fn in_expr(expr: &Expr, out: &mut Vec<SmolStr>) {
    match &expr.kind {
        ExprKind::And(of) | ExprKind::Or(of) => of.iter().for_each(|x| in_expr(x, out)),
        ExprKind::Not(x) => in_expr(x, out),
        ExprKind::Subsearch(search) => add(out, lookups(search)),
        _ => {}
    }
}

fn add(out: &mut Vec<SmolStr>, more: Vec<SmolStr>) {
    more.into_iter().for_each(|table| {
        if !out.contains(&table) {
            out.push(table);
        }
    });
}

/// The first argument that is no option.
fn table_of(other: &OtherCommand) -> Option<SmolStr> {
    if !["lookup", "inputlookup"].contains(&other.name.to_ascii_lowercase().as_str()) {
        return None;
    }
    other
        .args
        .split_whitespace()
        .find(|word| !word.contains('='))
        .map(|t| t.trim_matches('"').into())
}
