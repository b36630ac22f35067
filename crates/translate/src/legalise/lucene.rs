//! Regular expressions of other notations in Lucene's, which matches whole values and has no anchors.

mod edges;
mod size;
mod spell;

use super::{Facts, Rewritten, case, instead};
use edges::{Edge, whole};
use ruleglot_eval::mapping::FieldType;
use ruleglot_eval::regex_syntax_of;
use ruleglot_ir::{Anchor, Assumption, Effect, Expr, ExprKind, Flags, Flavor, Note, Regex, Test};
use spell::Speller;

/// Elasticsearch, "Index modules", `index.max_regex_length`.
const LONGEST: usize = 1000;

/// A search becomes a match of the whole value, in what Lucene's notation has.
///
/// Exact, but that a letter of another script which folds into ASCII is not taken for one of ASCII. Left as they are:
/// look-around, back-references, boundaries of words, anchors inside, what is too long, and what takes too many states.
pub(super) fn regex_to_lucene(leaf: &Expr, facts: &Facts<'_>) -> Option<Rewritten> {
    let ExprKind::Test { subject, quant, test: Test::Matches(regex) } = &leaf.kind else {
        return None;
    };
    if regex.flavor == Flavor::Lucene || !is_matched_whole(leaf, facts) {
        return None;
    }
    let hir = regex_syntax_of(regex)?;
    let (left, right) = match regex.anchor {
        Anchor::Search => (Edge::Open, Edge::Open),
        Anchor::Start => (Edge::Shut, Edge::Open),
        Anchor::Whole => (Edge::Shut, Edge::Shut),
    };
    let mut speller = Speller::new(&hir, folds(regex));
    let tree = whole(&hir, left, right, &mut speller)?;
    let text = tree.to_string();
    if text.encode_utf16().count() > LONGEST || !size::is_run(&tree) {
        return None;
    }
    let written = Regex {
        text: text.into(),
        flavor: Flavor::Lucene,
        flags: Flags { fold_case: speller.folds, ..Flags::default() },
        anchor: Anchor::Whole,
    };
    let test = Test::Matches(written);
    let expr = instead(leaf, ExprKind::Test { subject: subject.clone(), quant: *quant, test });
    if !speller.narrowed {
        return Some(Rewritten::exact(expr));
    }
    let message = format!("/{}/ is compared without the case of ASCII letters alone", regex.text);
    let note = Note::logic(case::OTHER_SCRIPTS, Effect::NARROWER, leaf.origin, message);
    Some(Rewritten::noted(expr, note.assuming(Assumption::AsciiLetters)))
}

/// Whether the field is of a type on which a `regexp` runs on the value as it is: on analysed text it runs on each word,
/// elsewhere not at all.
fn is_matched_whole(leaf: &Expr, facts: &Facts<'_>) -> bool {
    leaf.field().is_some_and(|field| {
        matches!(facts.schema.of(&field.name), FieldType::Keyword | FieldType::Wildcard)
    })
}

/// Whether some of it ignores letter case.
fn folds(regex: &Regex) -> bool {
    let groups = regex.text.match_indices("(?").map(|(at, _)| &regex.text[at + 2..]);
    let flags = |rest: &str| rest.chars().take_while(char::is_ascii_alphabetic).any(|c| c == 'i');
    regex.flags.fold_case || groups.into_iter().any(flags)
}
