//! `attack/tactic-without-technique`

use super::{AttackContext, now, served, stands_for};
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_formats::{AttackMention, Mentioned};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "attack/tactic-without-technique",
        kind: Kind::OnRequest(Severity::Info),
        what: "A tactic is named, and no technique that serves it.",
        why: "A matrix of techniques does not show the rule below that tactic. Many rules are meant so: this is told only \
              when it is asked for, with `--select`.",
        remedy: "Add the technique, if there is one that says what the rule detects.",
        since: "0.1.0",
    },
    run: Run::Attack(check),
};

fn check(context: &AttackContext<'_>, out: &mut Vec<Diagnostic>) {
    for mention in context.list() {
        let alone = match &mention.what {
            Mentioned::Tactic(_) => context.children(mention).next().is_none(),
            Mentioned::TacticName(name) => !is_served(context, &super::shortname(name)),
            _ => false,
        };
        if alone {
            out.push(finding(mention));
        }
    }
}

fn is_served(context: &AttackContext<'_>, name: &str) -> bool {
    let release = context.release;
    let serves = |t| {
        let tactics = now(t, release).into_iter().flat_map(|t| served(t, release));
        tactics.into_iter().any(|tactic| stands_for(name, tactic))
    };
    context.techniques().any(|(_, t)| serves(t))
}

fn finding(mention: &AttackMention) -> Diagnostic {
    let message = format!("no technique here serves the tactic `{}`", mention.written.text);
    Diagnostic::info(LINT.page.code, mention.written.at, message)
        .with_help("add the technique that says what the rule detects")
}
