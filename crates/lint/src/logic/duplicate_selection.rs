//! `logic/duplicate-selection`

use super::LogicContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_ir::{Expr, ExprKind, Pattern, children, normalise};
use ruleglot_source::{Diagnostic, FileSpan, Severity};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "logic/duplicate-selection",
        kind: Kind::Finding(Severity::Info),
        what: "Two selections mean the same.",
        why: "The second adds nothing. Often one of them was meant to be another.",
        remedy: "Remove one, or write what was meant.",
        since: "0.1.0",
    },
    run: Run::Logic(check),
};

fn check(context: &LogicContext<'_>, out: &mut Vec<Diagnostic>) {
    let mut bodies: Vec<(&str, &Expr)> = Vec::new();
    context.conditions.iter().for_each(|c| named(c, &mut bodies));
    // What is not of one size is not the same; only the rest is brought into normal form.
    let mut sizes: FxHashMap<(usize, usize), Vec<(&str, &Expr)>> = FxHashMap::default();
    for body in bodies {
        let mut size = (0, 0);
        measure(body.1, &mut size);
        sizes.entry(size).or_default().push(body);
    }
    let mut found = Vec::new();
    for alike in sizes.into_values().filter(|of| of.len() > 1) {
        let mut first: FxHashMap<Expr, (&str, &Expr)> = FxHashMap::default();
        for (name, body) in alike {
            match first.get(&normalise(body)) {
                Some(before) => found.extend(finding(*before, (name, body))),
                None => {
                    first.insert(normalise(body), (name, body));
                }
            }
        }
    }
    found.sort_by_key(Diagnostic::at);
    out.extend(found);
}

/// Every selection of the condition once, in the order in which they are named.
fn named<'e>(expr: &'e Expr, out: &mut Vec<(&'e str, &'e Expr)>) {
    if let ExprKind::Named { name, body } = &expr.kind {
        if !matches!(body.kind, ExprKind::Const(_)) && !out.iter().any(|(known, _)| known == name) {
            out.push((name, body));
        }
        return;
    }
    children(expr).for_each(|x| named(x, out));
}

/// How many leaves and bytes of the file there are.
fn measure(expr: &Expr, size: &mut (usize, usize)) {
    match &expr.kind {
        ExprKind::Test { test: ruleglot_ir::Test::Text { any, .. }, .. } => {
            size.0 += any.len();
            size.1 += any.iter().flat_map(Pattern::texts).map(SmolStr::len).sum::<usize>();
        }
        ExprKind::Test { .. } | ExprKind::Is { .. } | ExprKind::Relate { .. } => size.0 += 1,
        _ => children(expr).for_each(|x| measure(x, size)),
    }
}

fn finding(first: (&str, &Expr), second: (&str, &Expr)) -> Option<Diagnostic> {
    let place = |expr: &Expr| -> Option<FileSpan> {
        expr.origin.0.or_else(|| children(expr).find_map(|x| x.origin.0))
    };
    let (before, at) = (place(first.1)?, place(second.1)?);
    if before == at {
        return None;
    }
    let message = format!("`{}` means the same as `{}`", second.0, first.0);
    let found = Diagnostic::info(LINT.page.code, at, message)
        .with_label(before, "the same")
        .with_help("remove one of them, or write what was meant");
    Some(found)
}
