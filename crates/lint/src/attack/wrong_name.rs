//! `attack/wrong-name`

use super::AttackContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_formats::{AttackMention, Placed};
use ruleglot_knowledge::technique_named;
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "attack/wrong-name",
        kind: Kind::Finding(Severity::Warning),
        what: "The name beside an id never was the name of that technique or tactic.",
        why: "One of the two is wrong: either a slip, or the rule is mapped to something else than its author meant.",
        remedy: "Correct the name, or the id. The fix writes the name where it differs by little.",
        since: "0.1.0",
    },
    run: Run::Attack(check),
};

fn check(context: &AttackContext<'_>, out: &mut Vec<Diagnostic>) {
    for mention in context.list() {
        let Some((name, (now, all))) = mention.name.as_ref().zip(context.names(mention)) else {
            continue;
        };
        // Another name of the same is `attack/renamed`.
        let other = |known: &&str| *known != now && known.eq_ignore_ascii_case(&name.text);
        if name.text != now && !all.iter().any(other) {
            out.push(finding(context, mention, name, now));
        }
    }
}

fn finding(
    context: &AttackContext<'_>,
    mention: &AttackMention,
    name: &Placed,
    now: &str,
) -> Diagnostic {
    let id = &mention.written.text;
    let message = format!("`{id}` is `{now}`, not `{}`", name.text);
    let finding = Diagnostic::warning(LINT.page.code, name.at, message);
    let other = technique_named(&name.text, context.release).filter(|t| t.id != id);
    if let Some(other) = other {
        return finding.with_help(format!("write the name, or `{}` if that is meant", other.id));
    }
    let finding = finding.with_help(format!("write `{now}`"));
    match AttackContext::replace(name, now).filter(|_| is_slip(&name.text, now)) {
        Some(fix) => finding.with_fix(fix),
        None => finding,
    }
}

/// Whether a name is another but for a slip: letter case, few letters, or the technique before its sub-technique.
fn is_slip(name: &str, now: &str) -> bool {
    let short = name.len() <= 200;
    let close = || strsim::osa_distance(&name.to_lowercase(), &now.to_lowercase());
    let below = || name.rsplit_once(": ").is_some_and(|(_, last)| last == now);
    short && (close() <= 1 + now.len() / 8 || below())
}
