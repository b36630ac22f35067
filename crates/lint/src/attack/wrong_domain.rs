//! `attack/wrong-domain`

use super::AttackContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_formats::{AttackMention, Mentioned};
use ruleglot_knowledge::{AttackRelease, Domain, Technique, tactic};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "attack/wrong-domain",
        kind: Kind::Finding(Severity::Warning),
        what: "A technique of one matrix stands under a tactic of another (Elastic), or, which is only remarked, among \
               techniques of the enterprise matrix.",
        why: "The matrices of enterprise, mobile and ICS have techniques of the same name under other ids; often one was \
              looked up on the wrong page.",
        remedy: "Write the technique of the matrix that the rule is about.",
        since: "0.1.0",
    },
    run: Run::Attack(check),
};

fn check(context: &AttackContext<'_>, out: &mut Vec<Diagnostic>) {
    let among = context.live().any(|(_, t)| t.domain == Domain::Enterprise);
    for (mention, technique) in context.techniques() {
        let told = if context.is_flat() {
            let other = among && technique.domain != Domain::Enterprise;
            other.then(|| (Severity::Info, "the others are of the enterprise matrix".to_owned()))
        } else {
            under_another(context, mention, technique).map(|why| (Severity::Warning, why))
        };
        let Some((severity, why)) = told else { continue };
        let message = format!(
            "`{}` ({}) is of the {} matrix; {why}",
            mention.written.text,
            technique.name,
            technique.domain.word()
        );
        let finding = Diagnostic::new(LINT.page.code, severity, mention.written.at, message);
        out.push(finding.with_help("write the technique of the matrix that the rule is about"));
    }
}

fn under_another(
    context: &AttackContext<'_>,
    mention: &AttackMention,
    technique: &Technique,
) -> Option<String> {
    let above = context.tactic_above(mention)?;
    let Mentioned::Tactic(id) = &above.what else { return None };
    // A tactic keeps its matrix in every release.
    let tactic = tactic(id, AttackRelease::default())?;
    (tactic.domain != technique.domain)
        .then(|| format!("its tactic `{id}` is of the {} matrix", tactic.domain.word()))
}
