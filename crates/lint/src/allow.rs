//! Comments that allow a finding: `# ruleglot: allow(sigma/escaped-wildcard) the SQL really has a star`.
//!
//! A comment on a line of its own is about what begins on the next line, one after a value about what begins on its
//! line, each as far as that reaches; one at the head of a file, with a blank line after it, is about the whole file.

use crate::{Wanted, registry};
use ruleglot_document::{Document, Kind, Node};
use ruleglot_source::{Diagnostic, Edit, FileSpan, Fix, Safety, SourceFile, Span};

/// A comment that allows findings.
#[derive(Clone, Debug)]
pub struct Allow {
    /// The codes.
    codes: Vec<(&'static str, Used)>,
    /// The comment.
    comment: Span,
    /// Findings that begin here are allowed.
    covers: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Used {
    Yes,
    No,
}

impl Allow {
    /// Whether it allows this finding, which is then noted.
    pub fn takes(&mut self, finding: &Diagnostic) -> bool {
        let at = finding.at().span.start;
        if at < self.covers.start || at > self.covers.end {
            return false;
        }
        let code = self.codes.iter_mut().find(|(code, _)| *code == finding.code);
        code.is_some_and(|(_, used)| {
            *used = Used::Yes;
            true
        })
    }

    /// What is to be said of it when all findings have been offered to it.
    pub fn unused(&self, file: &SourceFile, wanted: Wanted<'_>) -> Vec<Diagnostic> {
        // What was not looked for may be there.
        let unused = || self.codes.iter().filter(|(code, used)| *used == Used::No && wanted(code));
        let all = unused().count() == self.codes.len();
        let at = FileSpan::new(file.id, self.comment);
        let say = |(code, _): &(&'static str, Used)| {
            let message = format!("nothing here is `{code}`");
            let finding =
                Diagnostic::warning("file/unused-allow", at, message).with_help("remove it");
            if all { finding.with_fix(removal(file, self.comment)) } else { finding }
        };
        unused().map(say).collect()
    }
}

/// Takes the comment out, with its line where it stands alone.
fn removal(file: &SourceFile, comment: Span) -> Fix {
    let text: &str = &file.text;
    let line = line_of(text, comment.start as usize);
    let before = text.get(line.start as usize..comment.start as usize).unwrap_or_default();
    let span = if before.trim().is_empty() {
        line
    } else {
        let start = line.start as usize + before.trim_end().len();
        Span::new(start, comment.end as usize)
    };
    Fix { safety: Safety::Safe, edits: vec![Edit { span, text: String::new() }] }
}

/// The comments of a document that allow findings; those that are wrongly written are reported.
pub fn allows(file: &SourceFile, document: &Document, out: &mut Vec<Diagnostic>) -> Vec<Allow> {
    let mut found = Vec::new();
    for comment in &document.comments {
        let written = file.text.get(comment.span.range()).unwrap_or_default();
        if let Some(rest) = asks(written) {
            found.extend(allow(file, document, comment.span, rest, out));
        }
    }
    found
}

/// What follows `ruleglot:` in a comment.
fn asks(comment: &str) -> Option<&str> {
    comment.trim_start_matches('#').trim_start().strip_prefix("ruleglot:").map(str::trim)
}

fn allow(
    file: &SourceFile,
    document: &Document,
    comment: Span,
    rest: &str,
    out: &mut Vec<Diagnostic>,
) -> Option<Allow> {
    let at = FileSpan::new(file.id, comment);
    let parts = rest.strip_prefix("allow").map(str::trim_start).and_then(|r| r.strip_prefix('('));
    let Some((list, reason)) = parts.and_then(|r| r.split_once(')')) else {
        let message = format!("`{rest}` allows nothing");
        out.push(
            Diagnostic::warning("file/unknown-allow", at, message)
                .with_help("write `# ruleglot: allow(code) reason`"),
        );
        return None;
    };
    let mut codes = Vec::new();
    for code in list.split(',').map(str::trim) {
        match registry::page(code) {
            Some(page) => codes.push((page.code, Used::No)),
            None => out.push(unknown(at, code)),
        }
    }
    if reason.trim().trim_start_matches([':', '-']).trim().is_empty() {
        let message = format!("`{rest}` gives no reason");
        out.push(
            Diagnostic::warning("file/allow-without-reason", at, message)
                .with_help("write the reason after the bracket"),
        );
        return None;
    }
    let covers = covered(&file.text, document, comment);
    (!codes.is_empty()).then_some(Allow { codes, comment, covers })
}

fn unknown(at: FileSpan, code: &str) -> Diagnostic {
    let message = format!("there is no code `{code}`");
    let finding = Diagnostic::warning("file/unknown-allow", at, message);
    match registry::nearest(code) {
        Some(near) => finding.with_help(format!("did you mean `{near}`?")),
        None => finding.with_help("`ruleglot why FAMILY` lists the codes of a family"),
    }
}

/// The bytes that a comment is about.
fn covered(text: &str, document: &Document, comment: Span) -> Span {
    let own = line_of(text, comment.start as usize);
    let before = text.get(own.start as usize..comment.start as usize).unwrap_or_default();
    if !before.trim().is_empty() {
        return reach(document, own);
    }
    let head = text.get(..own.start as usize).unwrap_or_default();
    let next = line_of(text, own.end as usize);
    let blank_after = text.get(next.range()).unwrap_or_default().trim().is_empty();
    if blank_after && head.lines().all(is_no_value) {
        return Span::new(0, text.len());
    }
    let mut line = next;
    while line.end > line.start && text.get(line.range()).is_some_and(is_no_value) {
        line = line_of(text, line.end as usize);
    }
    reach(document, line)
}

fn is_no_value(line: &str) -> bool {
    let line = line.trim().trim_start_matches('\u{feff}');
    line.is_empty() || line.starts_with('#') || line == "---"
}

/// A line, its break included.
fn line_of(text: &str, at: usize) -> Span {
    let start = text.get(..at).and_then(|t| t.rfind('\n')).map_or(0, |n| n + 1);
    let end = text.get(at..).and_then(|t| t.find('\n')).map_or(text.len(), |n| at + n + 1);
    Span::new(start, end.max(start))
}

/// The line, and the outermost value that begins on it to its end.
fn reach(document: &Document, line: Span) -> Span {
    let mut covers = line;
    widen(&document.root, line, &mut covers);
    covers
}

fn widen(node: &Node, line: Span, covers: &mut Span) {
    let begins = |span: Span| span.start >= line.start && span.start < line.end;
    match &node.kind {
        Kind::Scalar(_) => {}
        Kind::Sequence(items) => {
            for item in items {
                if begins(item.span) {
                    covers.end = covers.end.max(item.span.end);
                } else {
                    widen(item, line, covers);
                }
            }
        }
        Kind::Mapping(map) => {
            for entry in &map.entries {
                if begins(entry.key_span) {
                    covers.end = covers.end.max(entry.value.span.end);
                } else {
                    widen(&entry.value, line, covers);
                }
            }
        }
    }
}
