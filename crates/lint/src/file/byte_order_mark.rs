//! `file/byte-order-mark`

use crate::{CodePage, FileContext, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Edit, FileSpan, Fix, Safety, Severity, Span};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "file/byte-order-mark",
        kind: Kind::Finding(Severity::Info),
        what: "The file begins with a byte order mark (the bytes `EF BB BF`).",
        why: "Rules are UTF-8 without one; some tools take it as part of the first key.",
        remedy: "Remove it. The fix does.",
        since: "0.1.0",
    },
    run: Run::File(check),
};

fn check(context: &FileContext<'_>, out: &mut Vec<Diagnostic>) {
    let file = context.file;
    if !file.text.starts_with('\u{feff}') {
        return;
    }
    let span = Span::new(0, '\u{feff}'.len_utf8());
    let at = FileSpan::new(file.id, span);
    let edits = vec![Edit { span, text: String::new() }];
    out.push(
        Diagnostic::info(LINT.page.code, at, "the file begins with a byte order mark")
            .with_help("save it as UTF-8 without one")
            .with_fix(Fix { safety: Safety::Safe, edits }),
    );
}
