//! Values of lists, and parts that are alternatives of one list: held against each other without a proof for each pair.

use super::part::{Join, Part, overlap};
use super::{Kind, Relation, Walk};
use ruleglot_eval::{Truth, covered_patterns};
use ruleglot_ir::{Case, Expr, ExprKind, Pattern, Quant, Subject, Test, Types};
use ruleglot_source::FileSpan;
use rustc_hash::FxHashMap;

/// What parts of one list have in common.
type Alike<'e> = (&'e Subject, Case, Types, Truth);

impl<'e> Walk<'_> {
    /// Values of lists, and parts that are alternatives of one list.
    pub(super) fn lists(&mut self, parts: &[Part<'e>], join: Join) {
        for part in parts {
            self.list_of(part);
        }
        let mut groups: FxHashMap<Alike<'_>, Vec<(&Pattern, FileSpan)>> = FxHashMap::default();
        for part in parts {
            if let Some((subject, [one], case, types)) = text_list(part.claim.expr) {
                let key = (subject, case, types, part.claim.truth);
                groups.entry(key).or_default().push((one, part.at));
            }
        }
        let mut groups: Vec<_> = groups.into_iter().filter(|(_, of)| of.len() > 1).collect();
        groups.sort_by_key(|(_, of)| of[0].1);
        for ((_, case, _, truth), of) in groups {
            // "All" of denials is a denial of "any".
            let any = (join == Join::Any) == (truth == Truth::Holds);
            self.group(&of, case, truth, any);
        }
    }

    fn group(&mut self, of: &[(&Pattern, FileSpan)], case: Case, truth: Truth, any: bool) {
        let patterns: Vec<Pattern> = of.iter().map(|(p, _)| (*p).clone()).collect();
        let mut told = vec![false; of.len()];
        for (narrow, wide) in covered_patterns(&patterns, case) {
            let same = is_same(&patterns[narrow], &patterns[wide], case);
            let (at, other, kind) = match (same, any) {
                (true, _) => (narrow, wide, Kind::Same),
                (false, true) => (narrow, wide, Kind::Covered),
                (false, false) => (wide, narrow, Kind::FollowsAnd),
            };
            let (at_place, other_place) = (of[at].1, of[other].1);
            if !overlap(at_place, other_place) && !std::mem::replace(&mut told[at], true) {
                self.found.push(Relation {
                    kind,
                    at: at_place,
                    value: None,
                    other: other_place,
                    other_value: None,
                    truth,
                    other_truth: truth,
                });
            }
        }
    }

    fn list_of(&mut self, part: &Part<'e>) {
        let Some((_, any, case, _)) = text_list(part.claim.expr) else { return };
        if any.len() < 2 {
            return;
        }
        for (narrow, wide) in covered_patterns(any, case) {
            let kind =
                if is_same(&any[narrow], &any[wide], case) { Kind::Same } else { Kind::Covered };
            self.found.push(Relation {
                kind,
                at: part.at,
                value: Some(narrow),
                other: part.at,
                other_value: Some(wide),
                truth: part.claim.truth,
                other_truth: part.claim.truth,
            });
        }
    }
}

/// Both are alternatives of one list, which is looked at as a whole.
pub(super) fn is_list_pair(a: &Part<'_>, b: &Part<'_>) -> bool {
    let one =
        |part: &Part<'_>| text_list(part.claim.expr).is_some_and(|(_, any, ..)| any.len() == 1);
    let alike = |part: &Part<'_>| text_list(part.claim.expr).map(|(s, _, c, t)| (s.clone(), c, t));
    a.claim.truth == b.claim.truth && one(a) && one(b) && alike(a) == alike(b)
}

fn text_list(expr: &Expr) -> Option<(&Subject, &[Pattern], Case, Types)> {
    match &expr.kind {
        ExprKind::Test { subject, quant: Quant::Any, test: Test::Text { any, case, types } } => {
            Some((subject, any, *case, *types))
        }
        _ => None,
    }
}

/// Whether two patterns, of which one covers the other, are the same.
fn is_same(a: &Pattern, b: &Pattern, case: Case) -> bool {
    // Of equal ones it is always the second that is covered.
    let second = |list: [&Pattern; 2]| covered_patterns(&list.map(Clone::clone), case) == [(1, 0)];
    second([a, b]) && second([b, a])
}
