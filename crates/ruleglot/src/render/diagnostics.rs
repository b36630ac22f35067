//! Findings with the lines they are about.

use super::{excerpt::Excerpt, printable};
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceSpan};
use ruleglot_source::{Diagnostic, Severity, SourceFile};
use std::fmt;

/// One finding in miette's terms.
struct Shown<'a> {
    file: &'a SourceFile,
    finding: &'a Diagnostic,
    source: Excerpt<'a>,
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.finding.code)
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&printable(&self.finding.message))
    }
}

impl std::error::Error for Shown<'_> {}

impl miette::Diagnostic for Shown<'_> {
    fn code<'c>(&'c self) -> Option<Box<dyn fmt::Display + 'c>> {
        Some(Box::new(self.finding.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn help<'h>(&'h self) -> Option<Box<dyn fmt::Display + 'h>> {
        self.finding.help.as_ref().map(|h| Box::new(printable(h)) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = |(i, l): (usize, &ruleglot_source::Label)| {
            let range = self.file.shown_span(l.at).range();
            let span = SourceSpan::new(range.start.into(), range.len());
            match i {
                0 => LabeledSpan::new_primary_with_span(l.text.clone(), span),
                _ => LabeledSpan::new_with_span(l.text.clone(), span),
            }
        };
        Some(Box::new(self.finding.labels.iter().enumerate().map(label)))
    }
}

/// A finding with its lines, wide enough for a terminal.
pub(crate) fn graphical(file: &SourceFile, finding: &Diagnostic) -> String {
    let theme = if super::has_colour() {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(100)
        .with_context_lines(1)
        .without_syntax_highlighting();
    let source = Excerpt::new(file);
    if !source.is_readable(finding) {
        return plain(file, finding);
    }
    let mut out = String::new();
    // Writing to a string fails only when miette cannot read the span, and then the plain line says it.
    if handler.render_report(&mut out, &Shown { file, finding, source }).is_err() {
        return plain(file, finding);
    }
    out.push('\n');
    out
}

/// A finding without its lines.
fn plain(file: &SourceFile, finding: &Diagnostic) -> String {
    let help =
        finding.help.as_ref().map_or(String::new(), |h| format!("  help: {}\n", printable(h)));
    format!("{}{help}\n", concise(file, finding))
}

/// A finding in one line: `path:line:column: severity[code]: message`.
pub(crate) fn concise(file: &SourceFile, finding: &Diagnostic) -> String {
    let at = file.shown_position(file.shown_span(finding.at()).start);
    format!(
        "{}:{}:{}: {}[{}]: {}\n",
        file.path,
        at.line,
        at.column,
        finding.severity.word(),
        finding.code,
        printable(&finding.message)
    )
}
