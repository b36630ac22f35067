//! `style/final-newline`

use super::written::ends_in_block;
use crate::{CodePage, Kind, Lint, RuleContext, Run};
use ruleglot_source::{Diagnostic, Edit, FileSpan, Fix, Safety, Severity, Span};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "style/final-newline",
        kind: Kind::OnRequest(Severity::Info),
        what: "The last line of a rule file has no line break.",
        why: "Programs that join files run its last line into the next one's first, and comparisons remark it.",
        remedy: "Add one, which is what the fix does; it is safe unless the file ends with a block (`|` or `>`), to \
              which the line break would belong.",
        since: "0.1.0",
    },
    run: Run::Rule(check),
};

fn check(context: &RuleContext<'_>, out: &mut Vec<Diagnostic>) {
    let text: &str = &context.file.text;
    let Some(document) = context.document else { return };
    let last = text.trim_end().len();
    if text.is_empty() || text.ends_with('\n') || (document.span.end as usize) < last {
        return;
    }
    let end = Span::new(text.len(), text.len());
    let safety = if ends_in_block(&document.root) { Safety::Unsafe } else { Safety::Safe };
    let edits = vec![Edit { span: end, text: "\n".to_owned() }];
    out.push(
        Diagnostic::info(
            LINT.page.code,
            FileSpan::new(context.file.id, end),
            "the last line has no line break",
        )
        .with_help("add one")
        .with_fix(Fix { safety, edits }),
    );
}
