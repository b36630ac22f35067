//! `style/trailing-blanks`

use super::written::{Written, lines};
use crate::{CodePage, Kind, Lint, RuleContext, Run};
use ruleglot_source::{Diagnostic, Edit, FileSpan, Fix, Safety, Severity, Span};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "style/trailing-blanks",
        kind: Kind::OnRequest(Severity::Info),
        what: "A line of a rule file ends with blanks or tabs.",
        why: "They show as changes in comparisons, and editors take them away by themselves.",
        remedy: "Remove them, which is what the fix does; it is safe where the line is no part of a text of several \
              lines.",
        since: "0.1.0",
    },
    run: Run::Rule(check),
};

fn check(context: &RuleContext<'_>, out: &mut Vec<Diagnostic>) {
    let Some(document) = context.document else { return };
    let whole = context.file.text.get(document.span.range()).unwrap_or_default();
    if ![" \n", "\t\n", " \r", "\t\r"].iter().any(|end| whole.contains(end)) {
        return;
    }
    let written = Written::of(document);
    for (line, text) in lines(context.file, document) {
        let left = text.trim_end_matches([' ', '\t']).len();
        if left == text.len() {
            continue;
        }
        let span = Span::new(line.start as usize + left, line.start as usize + text.len());
        let safety = if written.keeps_blanks(span) { Safety::Unsafe } else { Safety::Safe };
        let edits = vec![Edit { span, text: String::new() }];
        out.push(
            Diagnostic::info(
                LINT.page.code,
                FileSpan::new(context.file.id, span),
                "blanks at the end",
            )
            .with_help("remove them")
            .with_fix(Fix { safety, edits }),
        );
    }
}
