//! `file/carriage-return`

use crate::{CodePage, FileContext, Kind, Lint, Run};
use ruleglot_document::Language;
use ruleglot_source::{Diagnostic, Edit, FileSpan, Fix, Safety, Severity, Span};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "file/carriage-return",
        kind: Kind::Finding(Severity::Info),
        what: "Lines of the file end with a carriage return and a line feed.",
        why: "Rule repositories use line feeds; mixed line ends make every line of a file look changed, and a multi-line \
              string of TOML keeps the carriage returns.",
        remedy: "Save the file with line feeds. The fix does; it is safe in YAML, which reads both the same.",
        since: "0.1.0",
    },
    run: Run::File(check),
};

fn check(context: &FileContext<'_>, out: &mut Vec<Diagnostic>) {
    let file = context.file;
    let all: Vec<_> = file.text.match_indices("\r\n").map(|(at, _)| at).collect();
    let Some(first) = all.first() else { return };
    let place = |at: usize| Span::new(at, at + 1);
    let edits = all.iter().map(|at| Edit { span: place(*at), text: String::new() }).collect();
    let safety = match context.language {
        Some(Language::Yaml) => Safety::Safe,
        _ => Safety::Unsafe,
    };
    let lines =
        if all.len() == 1 { "1 line ends".into() } else { format!("{} lines end", all.len()) };
    let message = format!("{lines} with a carriage return");
    out.push(
        Diagnostic::info(LINT.page.code, FileSpan::new(file.id, place(*first)), message)
            .with_help("save the file with line feeds only")
            .with_fix(Fix { safety, edits }),
    );
}
