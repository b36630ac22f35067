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
    // Most files have none.
    let mut written = None;
    for (line, text) in lines(context.file, document) {
        if !text.ends_with([' ', '\t']) {
            continue;
        }
        let left = text.trim_end_matches([' ', '\t']).len();
        let span = Span::new(line.start as usize + left, line.start as usize + text.len());
        let written = written.get_or_insert_with(|| Written::of(document));
        let safety = if written.keeps_blanks(span) { Safety::Unsafe } else { Safety::Safe };
        let edits = vec![Edit { span, text: String::new() }];
        let at = FileSpan::new(context.file.id, span);
        out.push(
            Diagnostic::info(LINT.page.code, at, "blanks at the end")
                .with_help("remove them")
                .with_fix(Fix { safety, edits }),
        );
    }
}
