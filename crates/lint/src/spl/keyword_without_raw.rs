//! `spl/keyword-without-raw`

use super::SplContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};
use ruleglot_spl::ast::{Command, Expr, ExprKind, StatsKind};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "spl/keyword-without-raw",
        kind: Kind::Finding(Severity::Warning),
        what: "A word without a field is searched for after a command that leaves no text of the event.",
        why: "Words are searched in `_raw`. After `stats`, `table` and the like there is none, so nothing is found.",
        remedy: "Name the field, or search before the command.",
        since: "0.1.0",
    },
    run: Run::Spl(check),
};

fn check(context: &SplContext<'_>, out: &mut Vec<Diagnostic>) {
    let mut gone: Option<&str> = None;
    for stage in &context.search.stages {
        match &stage.command {
            Command::Stats(stats) if stats.kind == StatsKind::Stats => gone = Some("stats"),
            Command::Tstats(_) => gone = Some("tstats"),
            Command::Table(names)
                if !names.iter().any(|n| "_raw".starts_with(n.text.trim_end_matches('*'))) =>
            {
                gone = Some("table");
            }
            Command::Other(_)
            | Command::Macro(_)
            | Command::Eval(_)
            | Command::Rename(_)
            | Command::From(_) => {
                gone = gone.filter(|_| keeps(&stage.command));
            }
            Command::Search(search) => {
                if let (Some(by), Some(condition)) = (gone, &search.condition) {
                    keywords(context, condition, by, out);
                }
            }
            _ => {}
        }
    }
}

/// Whether the command leaves rows without a text of the event as they are.
fn keeps(command: &Command) -> bool {
    match command {
        Command::Eval(of) => !of.iter().any(|a| a.field.text == "_raw"),
        Command::Rename(of) => !of.iter().any(|(_, to)| to.text == "_raw"),
        Command::Macro(call) => {
            call.name.ends_with("_filter")
                || call.name.starts_with("security_content_")
                || call.name == "drop_dm_object_name"
        }
        _ => false,
    }
}

fn keywords(context: &SplContext<'_>, expr: &Expr, by: &str, out: &mut Vec<Diagnostic>) {
    match &expr.kind {
        ExprKind::And(of) | ExprKind::Or(of) => {
            of.iter().for_each(|x| keywords(context, x, by, out));
        }
        ExprKind::Not(x) => keywords(context, x, by, out),
        ExprKind::Keyword(value) if context.written(value.at) != "*" => {
            let message = format!(
                "`{}` is searched in the text of the event, which `{by}` left out",
                context.shown(value.at)
            );
            out.push(
                Diagnostic::warning(LINT.page.code, context.place(value.at), message)
                    .with_help("name the field, or search before the command"),
            );
        }
        _ => {}
    }
}
