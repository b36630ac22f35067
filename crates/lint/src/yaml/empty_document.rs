//! `yaml/empty-document`

use crate::{CodePage, FileContext, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Edit, FileSpan, Fix, Safety, Severity, SourceFile, Span};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "yaml/empty-document",
        kind: Kind::Finding(Severity::Info),
        what: "A document marker `---` begins a document with nothing in it.",
        why: "Readers of a stream see a rule that is null; some refuse the whole file for it.",
        remedy: "Remove the marker. The fix does.",
        since: "0.1.0",
    },
    run: Run::Yaml(check),
};

fn check(context: &FileContext<'_>, out: &mut Vec<Diagnostic>) {
    let file = context.file;
    let text: &str = &file.text;
    if !text.contains("\n---") && !text.starts_with("---") {
        return;
    }
    let mut open: Option<Span> = None;
    let mut written = Written::No;
    let mut any = Written::No;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let at = Span::new(start, start + line.len());
        start = at.end as usize;
        if let Some(rest) = marker(line) {
            empty(file, open.filter(|_| written == Written::No), out);
            open = Some(at);
            written = if is_blank(rest) { Written::No } else { Written::Yes };
        } else if !is_blank(line) && !line.starts_with("...") && !line.starts_with('%') {
            written = Written::Yes;
        }
        if written == Written::Yes {
            any = Written::Yes;
        }
    }
    empty(file, open.filter(|_| written == Written::No && any == Written::Yes), out);
}

/// Whether a document has anything in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Written {
    Yes,
    No,
}

fn marker(line: &str) -> Option<&str> {
    line.strip_prefix("---")
        .filter(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))
}

fn is_blank(text: &str) -> bool {
    let text = text.trim_start();
    text.is_empty() || text.starts_with('#')
}

fn empty(file: &SourceFile, marker: Option<Span>, out: &mut Vec<Diagnostic>) {
    let Some(line) = marker else { return };
    let mark = Span::new(line.start as usize, line.start as usize + 3);
    let edits = vec![Edit { span: mark, text: String::new() }];
    out.push(
        Diagnostic::info(LINT.page.code, FileSpan::new(file.id, mark), "this document is empty")
            .with_help("remove the marker")
            .with_fix(Fix { safety: Safety::Safe, edits }),
    );
}
