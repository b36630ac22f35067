//! `detection-rules/setup-heading`

use crate::elastic_rule::ElasticRule;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "detection-rules/setup-heading",
        kind: Kind::OnRequest(Severity::Warning),
        what: "A heading of the note that is about setting up is not `## Setup`, or the note has one beside \
              `setup`.",
        why: "What stands below such a heading becomes a page of its own. Elastic's loader refuses it.",
        remedy: "Write `## Setup`, or move the text to `setup`.",
        since: "0.1.0",
    },
    run: Run::Elastic(check),
};

fn check(rule: &ElasticRule<'_>, out: &mut Vec<Diagnostic>) {
    let Some(note) = rule.text("note") else { return };
    for line in note.text.lines().filter(|line| line.starts_with('#')) {
        let title = line.trim_start_matches('#');
        let level = line.len() - title.len();
        let (title, lower) = (title.trim(), title.trim().to_lowercase());
        let message = if lower == "setup" && (level != 2 || title != "Setup") {
            format!("the heading `{line}` is not `## Setup`")
        } else if level == 2 && lower.contains("config") {
            format!("the heading `{line}` is about setting up")
        } else if lower == "setup" && rule.text("setup").is_some() {
            "the note has a `## Setup`, and there is a `setup`".to_owned()
        } else {
            continue;
        };
        let finding = Diagnostic::warning(LINT.page.code, rule.key("note"), message);
        out.push(finding.with_help("write `## Setup`, or move the text to `setup`"));
    }
}
