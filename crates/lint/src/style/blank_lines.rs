//! `style/blank-lines`

use super::written::{Written, lines};
use crate::{CodePage, Kind, Lint, RuleContext, Run};
use ruleglot_document::{Document, Language};
use ruleglot_source::{Diagnostic, Edit, FileSpan, Fix, Safety, Severity, Span};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "style/blank-lines",
        kind: Kind::OnRequest(Severity::Info),
        what: "More than two blank lines follow each other in a YAML file.",
        why: "SigmaHQ's checks of YAML allow two.",
        remedy: "Remove the others, which is what the fix does.",
        since: "0.1.0",
    },
    run: Run::Rule(check),
};

/// How many blank lines may follow each other.
const MOST: usize = 2;

fn check(context: &RuleContext<'_>, out: &mut Vec<Diagnostic>) {
    let yaml = |document: &&Document| document.language == Language::Yaml;
    let Some(document) = context.document.filter(yaml) else { return };
    let mut blank: Vec<Span> = Vec::new();
    for (line, text) in lines(context.file, document) {
        if text.trim().is_empty() {
            blank.push(line);
            continue;
        }
        out.extend(finding(context, document, &blank));
        blank.clear();
    }
}

fn finding(context: &RuleContext<'_>, document: &Document, blank: &[Span]) -> Option<Diagnostic> {
    let (first, last) = (blank.get(MOST)?, blank.last()?);
    if Written::of(document).is_in_text(*first) {
        return None;
    }
    let span = first.join(*last);
    let message = format!("{} blank lines", blank.len());
    let edits = vec![Edit { span, text: String::new() }];
    // A block with `+` keeps the blank lines behind it.
    let whole = context.file.text.get(document.span.range()).unwrap_or_default();
    let kept = whole.contains("|+") || whole.contains(">+");
    let safety = if kept { Safety::Unsafe } else { Safety::Safe };
    Some(
        Diagnostic::info(LINT.page.code, FileSpan::new(context.file.id, span), message)
            .with_help(format!("leave {MOST}"))
            .with_fix(Fix { safety, edits }),
    )
}
