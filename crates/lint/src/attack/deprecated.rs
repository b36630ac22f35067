//! `attack/deprecated`

use super::{AttackContext, known, major, quoted};
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_formats::{AttackMention, Mentioned};
use ruleglot_knowledge::{AttackState, attack_object, tactic};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "attack/deprecated",
        kind: Kind::Finding(Severity::Warning),
        what: "The id was given up, and no other took its place. Data sources, groups and the like are only remarked.",
        why: "Navigators and coverage reports of this release do not know it any more.",
        remedy: "Choose the technique that says best what the rule detects.",
        since: "0.1.0",
    },
    run: Run::Attack(check),
};

fn check(context: &AttackContext<'_>, out: &mut Vec<Diagnostic>) {
    for mention in context.list() {
        out.extend(of_technique(context, mention).or_else(|| of_other(context, mention)));
    }
}

fn of_technique(context: &AttackContext<'_>, mention: &AttackMention) -> Option<Diagnostic> {
    let old = known(mention).filter(|t| t.state(context.release) == AttackState::Deprecated)?;
    let since =
        old.until.map_or(String::new(), |release| format!(" in release {}", major(release)));
    let message = format!("`{}` ({}) was deprecated{since}", mention.written.text, old.name);
    let finding = Diagnostic::warning(LINT.page.code, mention.written.at, message);
    let parts: Vec<String> = old.split_into.iter().map(|id| context.mentions.spell(id)).collect();
    Some(finding.with_help(match parts.as_slice() {
        [] => "choose another technique".to_owned(),
        parts => format!("write what is meant of {}", quoted(parts)),
    }))
}

fn of_other(context: &AttackContext<'_>, mention: &AttackMention) -> Option<Diagnostic> {
    let text = &mention.written.text;
    let (severity, message) = match &mention.what {
        Mentioned::Object(id) => {
            let old = attack_object(id).filter(|o| o.state == AttackState::Deprecated)?;
            let message = format!("the {} `{text}` ({}) is deprecated", old.kind.word(), old.name);
            (Severity::Info, message)
        }
        Mentioned::Tactic(id) => {
            let old = tactic(id, context.release).filter(|t| t.deprecated)?;
            (Severity::Warning, format!("the tactic `{text}` ({}) is deprecated", old.name))
        }
        _ => return None,
    };
    let finding = Diagnostic::new(LINT.page.code, severity, mention.written.at, message);
    Some(finding.with_help("remove it, or name what it is now"))
}
