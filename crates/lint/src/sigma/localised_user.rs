//! `sigma/localised-user`

use crate::context::SigmaContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigma/localised-user",
        kind: Kind::Finding(Severity::Info),
        what: "A test of a user has the name of Windows' own accounts in one language: `NT AUTHORITY\\SYSTEM`.",
        why: "Windows translates it: `AUTORITE NT\\Système`, `NT-AUTORITÄT\\SYSTEM`. On such hosts the test \
              never holds, and an exclusion never excludes.",
        remedy: "Search for `AUTHORI` and `AUTORI`, or for the security identifier (`S-1-5-18`).",
        since: "0.1.0",
    },
    run: Run::Sigma(check),
};

fn check(context: &SigmaContext<'_>, out: &mut Vec<Diagnostic>) {
    context.items(|item, _| {
        let field = item.field.as_deref().unwrap_or_default();
        if !field.to_ascii_lowercase().contains("user") {
            return;
        }
        let has =
            |word: &str| item.values.iter().find(|v| v.text.to_ascii_uppercase().contains(word));
        let one = match (has("AUTHORI"), has("AUTORI")) {
            (Some(english), None) => english,
            (None, Some(other)) => other,
            _ => return,
        };
        let message = format!("'{}' is the name in one language", one.text);
        out.push(
            Diagnostic::info(LINT.page.code, SigmaContext::place(one), message)
                .with_help("search for `AUTHORI` and `AUTORI`, or for the security identifier"),
        );
    });
}
