//! Laws over generated detections.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{FILE, meaning_of, root, rule, understood};
use proptest::prelude::*;
use proptest::sample::select;
use ruleglot_document::{read_yaml, write_yaml};
use ruleglot_ir::arbitrary::{expr, leaf, text};
use ruleglot_ir::{
    Case, Expr, ExprKind, Legal, Monotone, Part, Pattern, Subject, Test, map_leaves, normalise,
};
use ruleglot_sigma::ast::{Count, Names, Search, SearchKind};
use ruleglot_sigma::{Sigma, condition, parse, print, raise};
use ruleglot_source::Snippet;

/// Leaves with what only Sigma has: dashes and placeholders.
fn sigma_leaf() -> BoxedStrategy<Expr> {
    let odd = prop_oneof![
        Just(Part::Dash),
        select(vec!["Admins", "dc-ip"]).prop_map(|n| Part::Placeholder(n.into()))
    ];
    (leaf("sigma"), proptest::option::of((odd, text())))
        .prop_map(|(mut leaf, odd)| {
            sayable(&mut leaf);
            let Some((odd, text)) = odd else { return leaf };
            if let ExprKind::Test {
                subject: Subject::Value(_), test: Test::Text { any, .. }, ..
            } = &mut leaf.kind
                && let Some(first) = any.first_mut()
            {
                let parts = first.parts().iter().cloned();
                *first = Pattern::new(parts.chain([odd, Part::Text(text)]));
            }
            leaf
        })
        .boxed()
}

/// Makes of a leaf one that Sigma can say, so that few expressions of many leaves are refused.
fn sayable(leaf: &mut Expr) {
    let fold = |case: &mut Case| {
        if *case == Case::AsciiFold {
            *case = Case::UnicodeFold;
        }
    };
    match &mut leaf.kind {
        ExprKind::Test { test: Test::Encoded { case, text, .. }, .. } => {
            fold(case);
            *text = format!("x{text}").into();
        }
        ExprKind::Test { subject, test: Test::Text { any, case, .. }, .. } => {
            fold(case);
            if matches!(subject, Subject::Event(_)) {
                let wide = |p: &Pattern| Pattern::new(p.parts().iter().cloned().chain([Part::Run]));
                *any = any.iter().map(wide).collect();
            }
        }
        ExprKind::Relate { case, .. } => fold(case),
        _ => {}
    }
}

/// The normal form with each dash in its five forms: where no option begins, `windash` cannot say a dash.
fn spread(expr: &Expr) -> Expr {
    let plain = map_leaves(expr.clone(), Monotone::Up, &mut |mut leaf, _| {
        if let ExprKind::Test { test: Test::Text { any, .. }, .. } = &mut leaf.kind {
            *any = any.iter().flat_map(forms).collect();
        }
        leaf
    });
    normalise(&plain)
}

fn forms(pattern: &Pattern) -> Vec<Pattern> {
    let Some(at) = pattern.parts().iter().position(|p| *p == Part::Dash) else {
        return vec![pattern.clone()];
    };
    let with = |dash: &str| {
        let mut parts = pattern.parts().to_vec();
        parts[at] = Part::Text(dash.into());
        forms(&Pattern::new(parts))
    };
    ["-", "/", "–", "—", "―"].into_iter().flat_map(with).collect()
}

/// Whether the whole says nothing about events.
fn is_constant(expr: &Expr) -> bool {
    matches!(normalise(expr).kind, ExprKind::Const(_))
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-z0-9_-]{1,6}",
        select(vec!["notepad", "android", "order", "of", "all", "1", "them", "_x"])
            .prop_map(String::from),
    ]
    .prop_filter("no operator", |n| {
        !matches!(n.to_ascii_lowercase().as_str(), "and" | "or" | "not")
    })
}

fn search() -> impl Strategy<Value = Search> {
    let pattern = "[a-z_]{0,3}\\*[a-z]{0,2}".prop_map(|p| Names::Pattern(p.into()));
    let of = prop_oneof![Just(Names::Them), pattern];
    let count = prop_oneof![Just(Count::All), Just(Count::Any), (0u32..9).prop_map(Count::Least)];
    let quantified = (count, of).prop_map(|(count, of)| SearchKind::Of { count, of }.into());
    let leaf =
        prop_oneof![3 => name().prop_map(|n| SearchKind::Name(n.into()).into()), 1 => quantified];
    leaf.prop_recursive(5, 20, 3, |inner: BoxedStrategy<Search>| {
        let many = proptest::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            many.clone().prop_map(|of| SearchKind::And(of).into()),
            many.prop_map(|of| SearchKind::Or(of).into()),
            inner.prop_map(|x| SearchKind::Not(Box::new(x)).into()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    /// What Sigma accepts is written so that reading it gives the same meaning, and printing what was read the same text.
    #[test]
    fn what_is_legal_is_said_exactly(expr in expr(sigma_leaf())) {
        let Ok(legal) = Legal::check(rule(&expr), &Sigma) else { return Ok(()) };
        if is_constant(&expr) {
            return Ok(());
        }
        let written = write_yaml(&print(&raise(&legal)));
        let again = meaning_of(&written);
        prop_assert_eq!(spread(&again), spread(&expr), "{}", written);
        let (ast, _) = understood(&root(&written), &written).unwrap();
        prop_assert_eq!(write_yaml(&print(&ast)), written);
    }

    /// The same for a single leaf, so that each test is met often.
    #[test]
    fn a_leaf_is_said_exactly(expr in sigma_leaf()) {
        let Ok(legal) = Legal::check(rule(&expr), &Sigma) else { return Ok(()) };
        let written = write_yaml(&print(&raise(&legal)));
        prop_assert_eq!(spread(&meaning_of(&written)), spread(&expr), "{}", written);
    }

    #[test]
    fn a_condition_is_read_as_it_is_printed(search in search()) {
        let text = condition::print(&search);
        let mut errors = Vec::new();
        let again = condition::parse(&Snippet::whole(FILE, &text), &mut errors);
        prop_assert_eq!(again, Some(search), "{} {:?}", text, errors);
    }

    /// Any text as a condition gives a tree or an error.
    #[test]
    fn no_condition_panics(text in "(and|or|not|1 of|all of|sel|\\*|\\(|\\)| |\\||count|by|near|[<>=0-9]|é){0,12}") {
        let mut errors = Vec::new();
        let tree = condition::parse(&Snippet::whole(FILE, &text), &mut errors);
        prop_assert_eq!(tree.is_none(), !errors.is_empty());
    }

    /// Any YAML as a detection gives a detection or an error, each within the file.
    #[test]
    fn no_detection_panics(text in "(condition|sel|: |\\n|  |- |'|\\||re|contains|base64|\\[|\\]|\\{|\\}|,|[0-9]|null|~|\\*|timeframe){0,24}") {
        for document in read_yaml(FILE, &text).documents {
            let parsed = parse(&document.root, FILE, &text);
            prop_assert_eq!(parsed.detection.is_none(), !parsed.diagnostics.is_empty());
            for diagnostic in parsed.diagnostics {
                prop_assert!(diagnostic.at().span.end as usize <= text.len());
            }
        }
    }
}
