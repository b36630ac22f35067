//! `detection-rules/plugin-placeholder`

use crate::elastic_rule::ElasticRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "detection-rules/plugin-placeholder",
        kind: Kind::OnRequest(Severity::Warning),
        what: "The note calls for a query of `[transform]` that is not there, has none for one that is, or \
              holds the query itself.",
        why: "The guide shows the name instead of the query. Elastic's own tests refuse it.",
        remedy: "Number `$osquery_0` and `$investigate_0` like the entries of `[transform]`.",
        since: "0.1.0",
    },
    run: Run::Elastic(check),
};

fn check(rule: &ElasticRule<'_>, out: &mut Vec<Diagnostic>) {
    let Some(note) = rule.text("note").filter(|_| !rule.is_deprecated()) else { return };
    let mut say = |message: String| {
        let finding = Diagnostic::warning(LINT.page.code, rule.key("note"), message);
        out.push(finding.with_help("number the names like the entries of `[transform]`"));
    };
    for plugin in ["osquery", "investigate"] {
        let there = rule.transform(plugin).len();
        let called = called(note.text, plugin);
        if let Some(none) = called.iter().find(|n| **n >= there) {
            say(format!("`${plugin}_{none}` has no entry in `[transform]`"));
        }
        if let Some(lost) = (0..there).find(|n| !called.contains(n)) {
            say(format!("the note does not call `${plugin}_{lost}`"));
        }
        if note.text.contains(&format!("!{{{plugin}")) {
            say(format!("the note holds a query of `{plugin}` itself"));
        }
    }
}

/// The numbers of the names that a note calls.
fn called(note: &str, plugin: &str) -> Vec<usize> {
    let mark = format!("${plugin}_");
    let number = |rest: &str| {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        rest[..end].parse().ok()
    };
    note.split(&mark).skip(1).filter_map(number).collect()
}
