//! `attack/technique-without-tactic`

use super::{AttackContext, now, quoted, served};
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_formats::{AttackLayout, Mentioned};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "attack/technique-without-tactic",
        kind: Kind::Finding(Severity::Info),
        what: "A Sigma rule names techniques and no tactic at all.",
        why: "Most techniques serve several tactics; which of them the rule is about is not said.",
        remedy: "Add the tactic, as in `attack.execution`.",
        since: "0.1.0",
    },
    run: Run::Attack(check),
};

fn check(context: &AttackContext<'_>, out: &mut Vec<Diagnostic>) {
    let names_tactic = |m: &ruleglot_formats::AttackMention| match &m.what {
        Mentioned::TacticName(_) => true,
        Mentioned::Malformed(Some(meant)) => {
            matches!(**meant, Mentioned::Tactic(_) | Mentioned::TacticName(_))
        }
        _ => false,
    };
    if context.mentions.layout != AttackLayout::Tags || context.list().iter().any(names_tactic) {
        return;
    }
    let Some((mention, technique)) = context.techniques().next() else { return };
    let own = now(technique, context.release).into_iter().flat_map(|t| served(t, context.release));
    let own: Vec<String> = own.map(|t| context.mentions.spell(t.shortname)).collect();
    let message = format!("`{}` is named, and no tactic", mention.written.text);
    out.push(Diagnostic::info(LINT.page.code, mention.written.at, message).with_help(format!(
        "add {}",
        if own.is_empty() { "one".to_owned() } else { quoted(&own) }
    )));
}
