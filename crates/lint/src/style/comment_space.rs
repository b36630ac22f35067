//! `style/comment-space`

use crate::{CodePage, Kind, Lint, RuleContext, Run};
use ruleglot_source::{Diagnostic, Edit, FileSpan, Fix, Safety, Severity, Span};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "style/comment-space",
        kind: Kind::OnRequest(Severity::Info),
        what: "A comment has no blank after its `#`.",
        why: "SigmaHQ's checks of YAML refuse it.",
        remedy: "Write the blank, which is what the fix does.",
        since: "0.1.0",
    },
    run: Run::Rule(check),
};

fn check(context: &RuleContext<'_>, out: &mut Vec<Diagnostic>) {
    for comment in context.document.into_iter().flat_map(|document| &document.comments) {
        let text = context.file.text.get(comment.span.range()).unwrap_or_default();
        let marks = text.len() - text.trim_start_matches('#').len();
        let next = text.get(marks..).and_then(|rest| rest.chars().next());
        if next.is_none_or(|c| c.is_whitespace() || c == '!') {
            continue;
        }
        let after = comment.span.start as usize + marks;
        let edits = vec![Edit { span: Span::new(after, after), text: " ".to_owned() }];
        let at = FileSpan::new(context.file.id, comment.span);
        out.push(
            Diagnostic::info(LINT.page.code, at, "no blank after `#`")
                .with_help("write one")
                .with_fix(Fix { safety: Safety::Safe, edits }),
        );
    }
}
