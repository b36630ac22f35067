//! `spl/lost-separator`

use super::SplContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::Span;
use ruleglot_source::{Diagnostic, Severity};
use ruleglot_spl::ast::{Command, EvalKind};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "spl/lost-separator",
        kind: Kind::Finding(Severity::Warning),
        what: "A regular expression has two backslashes before a letter where a path separator is meant.",
        why: "Of two backslashes the search leaves one, which in a regular expression makes something else of the letter: `\\\\Windows` is `\\W`, any character but a letter, and `indows`.",
        remedy: "Write four backslashes for one.",
        since: "0.1.0",
    },
    run: Run::Spl(check),
};

fn check(context: &SplContext<'_>, out: &mut Vec<Diagnostic>) {
    context.evals(|expr| {
        if let EvalKind::Call { name, args } = &expr.kind
            && ["match", "replace", "mvfind"].iter().any(|known| name.eq_ignore_ascii_case(known))
            && let Some(pattern) = args.get(1).filter(|p| matches!(p.kind, EvalKind::Text(_)))
        {
            out.extend(finding(context, pattern.at.0));
        }
    });
    context.stages(|stage| {
        if matches!(stage.command, Command::Rex { .. } | Command::Regex { .. }) {
            out.extend(finding(context, stage.at.0));
        }
    });
}

/// The first pair of backslashes before a word, and not after another.
fn finding(context: &SplContext<'_>, within: Span) -> Option<Diagnostic> {
    let text = context.text().get(within.range())?;
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let run = bytes[at..].iter().take_while(|b| **b == b'\\').count();
        if run == 2 && is_separator(&text[..at], &text[at + 2..]) {
            let word: String = text[at + 2..].chars().take_while(|c| c.is_alphanumeric()).collect();
            let start = within.start as usize + at;
            let place = context.place_of(Span::new(start, start + 2));
            let message = format!(
                "`\\\\{word}` is no path in a regular expression: one backslash is left, before `{word}`"
            );
            let found = Diagnostic::warning(LINT.page.code, place, message);
            return Some(found.with_help("write four backslashes for one"));
        }
        at += run.max(1);
    }
    None
}

/// Whether a word follows that no escape begins, in something that looks like a path.
fn is_separator(before: &str, after: &str) -> bool {
    let word: String = after.chars().take_while(char::is_ascii_alphanumeric).collect();
    // `\\d`, `\\bword`: escapes that were written twice.
    let escape = word.starts_with(['b', 'd', 's', 'w', 'B', 'D', 'S', 'n', 't', 'r', 'x', 'u']);
    word.len() >= 4 && !escape && !before.ends_with('[')
}
