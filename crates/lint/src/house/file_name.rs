//! `house/file-name`

use super::{InHouse, place};
use crate::{CodePage, Kind, Lint, RuleContext, Run};
use ruleglot_formats::NameParts;
use ruleglot_knowledge::AttackRelease;
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "house/file-name",
        kind: Kind::Finding(Severity::Warning),
        what: "The file of a rule is not called by the pattern of your configuration.",
        why: "Files are found by their names; `convert` would give it another one.",
        remedy: "Rename the file: the help says how.",
        since: "0.1.0",
    },
    run: Run::Rule(check),
};

fn check(context: &RuleContext<'_>, out: &mut Vec<Diagnostic>) {
    let Some(rule) = InHouse::of(context, None) else { return };
    let (Some(pattern), Some(read)) = (&rule.style.file_name, &context.read.rule) else { return };
    let path: &str = &context.file.path;
    let Some(name) = path.rsplit(['/', '\\']).next().filter(|name| *name != "-") else { return };
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    // A tactic may have other names in other releases.
    let named = AttackRelease::ALL.map(|release| pattern.name(&NameParts::of_rule(read, release)));
    if named.iter().any(|name| *name == stem || is_told_apart(stem, name)) {
        return;
    }
    let message = format!("the file is called `{name}`");
    let help = format!("call it `{}.{}`", named[0], rule.format.extension());
    out.push(Diagnostic::warning(LINT.page.code, place(context), message).with_help(help));
}

/// Whether a name has but the six characters more that tell it from another.
fn is_told_apart(stem: &str, name: &str) -> bool {
    let more = stem.strip_prefix(name).and_then(|rest| rest.strip_prefix('_'));
    more.is_some_and(|more| more.len() == 6 && more.bytes().all(|b| b.is_ascii_hexdigit()))
}
