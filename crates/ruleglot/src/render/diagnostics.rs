//! Findings with the lines they are about.

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceSpan};
use ruleglot_source::{Diagnostic, Severity, SourceFile};
use std::fmt;

/// One finding in miette's terms.
struct Shown<'a> {
    finding: &'a Diagnostic,
    source: &'a NamedSource<String>,
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.finding.code)
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.finding.message)
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
        self.finding.help.as_ref().map(|h| Box::new(h) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        Some(self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = |l: &ruleglot_source::Label| {
            let range = l.at.span.range();
            LabeledSpan::new_with_span(
                l.text.clone(),
                SourceSpan::new(range.start.into(), range.len()),
            )
        };
        Some(Box::new(self.finding.labels.iter().map(label)))
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
    let source = NamedSource::new(&file.path, file.text.to_string());
    let mut out = String::new();
    // Writing to a string fails only when miette cannot read the span, and then the plain line says it.
    if handler.render_report(&mut out, &Shown { finding, source: &source }).is_err() {
        return concise(file, finding);
    }
    out.push('\n');
    out
}

/// A finding in one line: `path:line:column: severity[code]: message`.
pub(crate) fn concise(file: &SourceFile, finding: &Diagnostic) -> String {
    let at = file.position(finding.at().span.start);
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    format!(
        "{}:{}:{}: {severity}[{}]: {}\n",
        file.path, at.line, at.column, finding.code, finding.message
    )
}
