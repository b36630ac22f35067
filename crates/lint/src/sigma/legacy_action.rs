//! `sigma/legacy-action`

use crate::{CodePage, FileContext, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, FileSpan, Severity, Span};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigma/legacy-action",
        kind: Kind::Finding(Severity::Info),
        what: "A document of the file has an `action`, with which Sigma 1 repeated parts of rules.",
        why: "Version 2 has no `action`; most tools no longer read it, and lose what the rules share.",
        remedy: "Write each rule whole.",
        since: "0.1.0",
    },
    run: Run::Yaml(check),
};

fn check(context: &FileContext<'_>, out: &mut Vec<Diagnostic>) {
    let text: &str = &context.file.text;
    // Other files have actions too; those of Sigma hold log sources or detections.
    let is_sigma = || ["\nlogsource:", "\ndetection:"].iter().any(|key| text.contains(key));
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let action = line.strip_prefix("action:").map(word);
        let action = action.filter(|a| ["global", "reset", "repeat"].contains(a));
        if let Some(action) = action.filter(|_| is_sigma()) {
            let at = FileSpan::new(context.file.id, Span::new(start, start + "action".len()));
            let message = format!("`action: {action}` is of version 1 of Sigma");
            out.push(
                Diagnostic::info(LINT.page.code, at, message).with_help("write each rule whole"),
            );
        }
        start += line.len();
    }
}

/// The value, its quotes and a comment behind it left out.
fn word(rest: &str) -> &str {
    rest.split('#').next().unwrap_or_default().trim().trim_matches(['\'', '"'])
}
