//! A search in its file, and ways through it.

use crate::RuleContext;
use ruleglot_document::snippet;
use ruleglot_formats::Part;
use ruleglot_source::{FileSpan, Snippet, Span};
use ruleglot_spl::ast::{
    At, Command, Eval, EvalKind, Expr, ExprKind, MeasureArgument, Search, Stage,
};

/// A search in its file.
pub(crate) struct SplContext<'a> {
    /// The rule that it belongs to.
    pub(crate) rule: &'a RuleContext<'a>,
    /// The search.
    pub(crate) search: &'a Search,
    snippet: Snippet<'a>,
}

impl<'a> SplContext<'a> {
    /// `None` when its text is not there.
    pub(crate) fn new(rule: &'a RuleContext<'a>, part: &Part, search: &'a Search) -> Option<Self> {
        let (id, text) = (rule.file.id, &*rule.file.text);
        let snippet = match rule.document {
            None => Snippet::whole(id, text),
            Some(document) => snippet(id, text, document.root.at(part.path)?, document.language)?,
        };
        Some(Self { rule, search, snippet })
    }

    /// Where something stands in the file.
    pub(crate) fn place(&self, at: At) -> FileSpan {
        self.snippet.locate(at.0)
    }

    /// Where a part of the search stands in the file.
    pub(crate) fn place_of(&self, at: Span) -> FileSpan {
        self.snippet.locate(at)
    }

    /// What is written there.
    pub(crate) fn written(&self, at: At) -> &str {
        self.snippet.text.get(at.0.range()).unwrap_or_default()
    }

    /// The text of the whole search.
    pub(crate) fn text(&self) -> &str {
        self.snippet.text
    }

    /// What is written there on one line, cut where it is long.
    pub(crate) fn shown(&self, at: At) -> String {
        const LONGEST: usize = 60;
        let line = self.written(at).split_whitespace().collect::<Vec<_>>().join(" ");
        if line.chars().count() <= LONGEST {
            return line;
        }
        let cut: String = line.chars().take(LONGEST - 1).collect();
        format!("{}…", cut.trim_end())
    }

    /// Whether brackets stand around it.
    pub(crate) fn is_bracketed(&self, at: At) -> bool {
        let (before, after) = self.text().split_at(at.0.start as usize);
        let after = &after[(at.0.end - at.0.start) as usize..];
        before.trim_end().ends_with('(') && after.trim_start().starts_with(')')
    }

    /// Visits every stage, those of searches in brackets after the one that they stand in.
    pub(crate) fn stages(&self, mut visit: impl FnMut(&'a Stage)) {
        stages(self.search, &mut visit);
    }

    /// Visits every condition of `search` and `tstats`, and each of their parts.
    pub(crate) fn conditions(&self, mut visit: impl FnMut(&'a Expr)) {
        self.stages(|stage| {
            let condition = match &stage.command {
                Command::Search(search) => search.condition.as_ref(),
                Command::Tstats(tstats) => tstats.condition.as_ref(),
                _ => None,
            };
            condition.into_iter().for_each(|c| each(c, &mut visit));
        });
    }

    /// Visits every expression of `where` and `eval`, and each of their parts.
    pub(crate) fn evals(&self, mut visit: impl FnMut(&'a Eval)) {
        self.stages(|stage| of_command(&stage.command, &mut visit));
    }
}

fn stages<'a>(search: &'a Search, visit: &mut impl FnMut(&'a Stage)) {
    for stage in &search.stages {
        visit(stage);
        match &stage.command {
            Command::Other(other) => other.subsearches.iter().for_each(|s| stages(s, visit)),
            Command::Search(search) => {
                search.condition.iter().for_each(|c| in_condition(c, visit));
            }
            _ => {}
        }
    }
}

fn in_condition<'a>(expr: &'a Expr, visit: &mut impl FnMut(&'a Stage)) {
    each(expr, &mut |part| {
        if let ExprKind::Subsearch(search) = &part.kind {
            stages(search, visit);
        }
    });
}

fn each<'a>(expr: &'a Expr, visit: &mut impl FnMut(&'a Expr)) {
    visit(expr);
    match &expr.kind {
        ExprKind::And(of) | ExprKind::Or(of) => of.iter().for_each(|x| each(x, visit)),
        ExprKind::Not(x) => each(x, visit),
        _ => {}
    }
}

fn of_command<'a>(command: &'a Command, visit: &mut impl FnMut(&'a Eval)) {
    match command {
        Command::Where(expr) => each_eval(expr, visit),
        Command::Eval(assignments) => assignments.iter().for_each(|a| each_eval(&a.value, visit)),
        Command::Stats(stats) => {
            for measure in &stats.measures {
                if let Some(MeasureArgument::Eval(expr)) = &measure.argument {
                    each_eval(expr, visit);
                }
            }
        }
        _ => {}
    }
}

/// The expression and each of its parts.
pub(super) fn each_eval<'a>(expr: &'a Eval, visit: &mut impl FnMut(&'a Eval)) {
    visit(expr);
    match &expr.kind {
        EvalKind::And(of) | EvalKind::Or(of) => of.iter().for_each(|x| each_eval(x, visit)),
        EvalKind::Not(x) | EvalKind::Minus(x) => each_eval(x, visit),
        EvalKind::Xor(a, b)
        | EvalKind::Like(a, b)
        | EvalKind::Compare { left: a, right: b, .. }
        | EvalKind::Arithmetic { left: a, right: b, .. } => {
            each_eval(a, visit);
            each_eval(b, visit);
        }
        EvalKind::In(x, of) => {
            each_eval(x, visit);
            of.iter().for_each(|v| each_eval(v, visit));
        }
        EvalKind::Call { args, .. } => args.iter().for_each(|a| each_eval(a, visit)),
        _ => {}
    }
}
