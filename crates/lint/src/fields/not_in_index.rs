//! `fields/not-in-index`

use super::mentions::mentions;
use crate::{CodePage, Kind, Lint, RuleContext, Run};
use ruleglot_source::{Diagnostic, Severity};
use std::collections::BTreeSet;

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "fields/not-in-index",
        kind: Kind::Finding(Severity::Warning),
        what: "An index was given with `--schema`, and it lacks a field: `check` says so of the fields that a rule names, \
               `convert` of those that it writes, with the verdict *unknown*.",
        why: "A test of a field that no event has never matches, and one in an exclusion never excludes.",
        remedy: "Name the field that the index has, collect the data that is missing, or give the mapping of every index \
                 that the rule reads: `--schema` may be given several times.",
        since: "0.1.0",
    },
    run: Run::Rule(check),
};

fn check(context: &RuleContext<'_>, out: &mut Vec<Diagnostic>) {
    if context.indexes.is_empty() {
        return;
    }
    let mut told = BTreeSet::new();
    for mention in mentions(context) {
        let lacks = context.indexes.lack(mention.taxonomy, &mention.name);
        if lacks && told.insert(mention.name.clone()) {
            let message = format!("your index has no field `{}`", mention.name);
            let help = match context.indexes.nearest(mention.taxonomy, &mention.name) {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    "name a field that it has, or give the other indexes that the rule reads".into()
                }
            };
            out.push(Diagnostic::warning(LINT.page.code, mention.at, message).with_help(help));
        }
    }
}
