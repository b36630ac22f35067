//! Whether a text is meant as SPL.

use super::Claim;
use ruleglot_source::{Severity, Snippet};
use ruleglot_spl::ast::{
    Command, Expr, ExprKind, Piece, Quoting, Search, SearchStage, Stage, Value, ValueKind,
};

/// What SPL's reader makes of a text.
pub(super) fn claim(snippet: &Snippet<'_>) -> Claim {
    let read = ruleglot_spl::parse(snippet);
    let broken = read.diagnostics.iter().any(|d| d.severity == Severity::Error);
    match read.search {
        Some(search) if !broken => of_search(&search),
        _ => Claim::None,
    }
}

/// What was seen of a search.
#[derive(Default)]
struct Seen {
    /// A field, a macro or a command: only SPL has it.
    mark: bool,
    /// A command that is not known, or a word that hardly anybody searches for.
    odd: bool,
}

/// One mark is enough; oddities without a mark are those of prose and of tables.
fn of_search(search: &Search) -> Claim {
    let mut seen = Seen::default();
    search.stages.iter().for_each(|stage| of_stage(stage, &mut seen));
    match (seen.mark, seen.odd) {
        (true, false) => Claim::Marked,
        (true, true) => Claim::Odd,
        (false, false) => Claim::Words,
        (false, true) => Claim::None,
    }
}

fn of_stage(stage: &Stage, seen: &mut Seen) {
    match &stage.command {
        Command::Search(SearchStage { condition, .. }) => {
            if let Some(condition) = condition {
                of_expr(condition, seen);
            }
        }
        Command::Other(other) if !ruleglot_spl::is_command(&other.name.to_lowercase()) => {
            seen.odd = true;
        }
        _ => seen.mark = true,
    }
}

fn of_expr(expr: &Expr, seen: &mut Seen) {
    match &expr.kind {
        ExprKind::And(of) | ExprKind::Or(of) => of.iter().for_each(|e| of_expr(e, seen)),
        ExprKind::Not(of) => of_expr(of, seen),
        ExprKind::Keyword(value) => seen.odd |= is_odd(value),
        // `f:*a=b` is KQL for a value with `=` in it.
        ExprKind::Compare { field, .. } | ExprKind::In { field, .. }
            if field.text.contains(':') =>
        {
            (seen.mark, seen.odd) = (true, true);
        }
        _ => seen.mark = true,
    }
}

/// A word that ends like a part of a sentence, or that KQL would take for a field and its value.
fn is_odd(keyword: &Value) -> bool {
    let ValueKind::Text { pieces, quoting: Quoting::Bare, directive: None } = &keyword.kind else {
        return false;
    };
    let field = |text: &str| {
        let name = text.split(':').next().unwrap_or_default();
        name.len() < text.len() && name.contains('.') || text.ends_with(':')
    };
    match pieces.as_slice() {
        [Piece::Text(text), ..] if field(text) => true,
        [.., Piece::Text(text)] => text.ends_with([',', ';', '.', '!', '?']),
        _ => false,
    }
}
