//! `repo/subsumed-logic`

use super::{Life, Part, RuleFacts};
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};
use rustc_hash::FxHashMap;

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "repo/subsumed-logic",
        kind: Kind::OnRequest(Severity::Info),
        what: "All that a rule detects, another one detects too: it has the other's conditions and further ones. Told when \
               asked for, since a rule that is stricter is often meant to be of another severity.",
        why: "Each of its alerts comes with one of the other rule.",
        remedy: "Remove it if the other rule is enough; exclude its events there if it is the one that matters.",
        since: "0.1.0",
    },
    run: Run::Repo(check),
};

/// Rules with more conditions side by side than this are held against no others.
const MOST: usize = 64;

fn check(rules: &[RuleFacts], out: &mut Vec<Diagnostic>) {
    let live = |r: &&RuleFacts| r.life == Life::Live;
    // A rule is listed under its condition that fewest have, so that few are held against each other.
    let mut count: FxHashMap<(u64, u128), usize> = FxHashMap::default();
    for (source, all) in rules.iter().filter(live).filter_map(conditions) {
        all.iter().for_each(|one| *count.entry((source, *one)).or_default() += 1);
    }
    let mut under: FxHashMap<(u64, u128), Vec<&RuleFacts>> = FxHashMap::default();
    for rule in rules.iter().filter(live) {
        let Some((source, all)) = conditions(rule) else { continue };
        let rarest = all.iter().min_by_key(|one| (count.get(&(source, **one)), **one));
        if let Some(rarest) = rarest {
            under.entry((source, *rarest)).or_default().push(rule);
        }
    }
    for rule in rules.iter().filter(live).filter(|rule| rule.part == Part::Checked) {
        let Some((source, all)) = conditions(rule) else { continue };
        let wider = all
            .iter()
            .filter_map(|one| under.get(&(source, *one)))
            .flatten()
            .filter(|other| conditions(other).is_some_and(|(_, of)| within(of, all)))
            .min_by_key(|other| (&other.path, other.at.span.start));
        if let Some(wider) = wider {
            let message = format!(
                "all that this rule detects is detected by {}:{} too",
                wider.path, wider.line
            );
            out.push(
                Diagnostic::info(LINT.page.code, rule.at, message)
                    .with_help("remove it, or exclude its events there"),
            );
        }
    }
}

fn conditions(rule: &RuleFacts) -> Option<(u64, &[u128])> {
    let detects = rule.detects.as_ref()?;
    (!detects.all.is_empty() && detects.all.len() <= MOST)
        .then_some((detects.source, detects.all.as_slice()))
}

/// Whether all of `fewer`, which are sorted, are among `more`, and `more` has others.
fn within(fewer: &[u128], more: &[u128]) -> bool {
    fewer.len() < more.len() && fewer.iter().all(|one| more.binary_search(one).is_ok())
}
