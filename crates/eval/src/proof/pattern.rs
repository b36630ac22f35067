//! What patterns have in common: one within the other, or nothing.

use crate::glob::DASHES;
use crate::text::folded;
use ruleglot_ir::{Case, Part, Pattern};
use std::borrow::Cow;

/// Whether `wide` matches every text that `narrow` matches.
pub(crate) fn covers(wide: &Pattern, wide_case: Case, narrow: &Pattern, narrow_case: Case) -> bool {
    match comparison(wide, wide_case, narrow, narrow_case) {
        Some(case) => covers_folded(&in_case(wide, case), &in_case(narrow, case)),
        None => false,
    }
}

/// The letter case in which the two can be held against each other; `None` where letters that `narrow` ignores count in
/// `wide`.
fn comparison(
    wide: &Pattern,
    wide_case: Case,
    narrow: &Pattern,
    narrow_case: Case,
) -> Option<Case> {
    // Without letters of its own, it looks at no letter.
    let wide_case = if wide.has_case() { wide_case } else { Case::UnicodeFold };
    let looser = match wide_case {
        Case::Exact => narrow_case == Case::Exact,
        Case::AsciiFold => narrow_case != Case::UnicodeFold,
        Case::UnicodeFold => true,
    };
    (looser || !narrow.has_case()).then_some(wide_case)
}

/// The pattern with its texts in the form in which this case compares.
pub(crate) fn in_case(pattern: &Pattern, case: Case) -> Cow<'_, Pattern> {
    let changes = |t: &str| matches!(folded(t, case), Cow::Owned(_));
    if !pattern.texts().any(|t| changes(t)) {
        return Cow::Borrowed(pattern);
    }
    Cow::Owned(Pattern::new(pattern.parts().iter().map(|part| match part {
        Part::Text(t) => Part::Text(folded(t, case).as_ref().into()),
        other => other.clone(),
    })))
}

/// [`covers`] for patterns in the form in which they compare.
pub(crate) fn covers_folded(wide: &Pattern, narrow: &Pattern) -> bool {
    let texts = || {
        narrow.parts().iter().map(|p| match p {
            Part::Text(t) => Some(t.as_str()),
            _ => None,
        })
    };
    match wide.parts() {
        [] => narrow.parts().is_empty(),
        [Part::Run] => fillable(narrow),
        [Part::Text(t)] => matches!(narrow.parts(), [Part::Text(n)] if n == t),
        [Part::Text(t), Part::Run] => {
            fillable(narrow) && texts().next().flatten().is_some_and(|n| n.starts_with(t.as_str()))
        }
        [Part::Run, Part::Text(t)] => {
            fillable(narrow)
                && texts().next_back().flatten().is_some_and(|n| n.ends_with(t.as_str()))
        }
        [Part::Run, Part::Text(t), Part::Run] => {
            fillable(narrow) && texts().flatten().any(|n| n.contains(t.as_str()))
        }
        _ => {
            wide.texts().all(|t| texts().flatten().any(|n| n.contains(t.as_str())))
                && covers_by_token(wide, narrow)
        }
    }
}

/// Whether the pattern needs nothing that only a pipeline can fill.
fn fillable(pattern: &Pattern) -> bool {
    !pattern.parts().iter().any(|p| matches!(p, Part::Placeholder(_)))
}

fn covers_by_token(wide: &Pattern, narrow: &Pattern) -> bool {
    let (Some(wide), Some(narrow)) = (tokens(wide), tokens(narrow)) else { return false };
    // Row `i`: whether the rest of `wide` from `i` covers the rest of `narrow` from each place.
    let mut after: Vec<bool> = vec![false; narrow.len() + 1];
    after[narrow.len()] = true;
    for token in wide.iter().rev() {
        let mut row = vec![false; narrow.len() + 1];
        for j in (0..=narrow.len()).rev() {
            row[j] = match token {
                Token::Run => after[j] || (j < narrow.len() && row[j + 1]),
                one => j < narrow.len() && after[j + 1] && one.covers(narrow[j]),
            };
        }
        after = row;
    }
    after[0]
}

/// Whether no text matches both.
pub(crate) fn disjoint(a: &Pattern, a_case: Case, b: &Pattern, b_case: Case) -> bool {
    // Folding both can only make more texts match both.
    let case = match (a_case, b_case) {
        (Case::Exact, Case::Exact) => Case::Exact,
        _ => Case::UnicodeFold,
    };
    let (Some(a), Some(b)) = (tokens(&in_case(a, case)), tokens(&in_case(b, case))) else {
        return false;
    };
    let run = |of: &[Token]| of.contains(&Token::Run);
    if !meets_at_edge(a.iter(), b.iter()) || !meets_at_edge(a.iter().rev(), b.iter().rev()) {
        return true;
    }
    match (run(&a), run(&b)) {
        // Between edges that go together there is room for anything.
        (true, true) => false,
        (true, false) => !fits(&a, &b),
        (false, _) => !fits(&b, &a),
    }
}

/// Whether the two agree up to the first run of either.
fn meets_at_edge<'t>(
    a: impl Iterator<Item = &'t Token>,
    b: impl Iterator<Item = &'t Token>,
) -> bool {
    a.zip(b).take_while(|(a, b)| **a != Token::Run && **b != Token::Run).all(|(a, b)| a.meets(*b))
}

/// Whether some text of `fixed`, which has no run, matches `open`.
fn fits(open: &[Token], fixed: &[Token]) -> bool {
    let mut after: Vec<bool> = vec![false; fixed.len() + 1];
    after[fixed.len()] = true;
    for token in open.iter().rev() {
        let mut row = vec![false; fixed.len() + 1];
        for j in (0..=fixed.len()).rev() {
            row[j] = match token {
                Token::Run => after[j] || (j < fixed.len() && row[j + 1]),
                one => j < fixed.len() && after[j + 1] && one.meets(fixed[j]),
            };
        }
        after = row;
    }
    after[0]
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Token {
    Char(char),
    One,
    Dash,
    Run,
}

impl Token {
    /// For tokens of one character.
    fn covers(self, other: Self) -> bool {
        match (self, other) {
            (_, Self::Run) => false,
            (Self::One, _) => true,
            (Self::Dash, Self::Char(c)) => DASHES.contains(&c),
            (a, b) => a == b,
        }
    }

    /// Whether some character is both.
    fn meets(self, other: Self) -> bool {
        self.covers(other) || other.covers(self)
    }
}

/// `None` for a pattern that only a pipeline can fill.
fn tokens(pattern: &Pattern) -> Option<Vec<Token>> {
    let mut out = Vec::new();
    for part in pattern.parts() {
        match part {
            Part::Text(text) => out.extend(text.chars().map(Token::Char)),
            Part::One => out.push(Token::One),
            Part::Dash => out.push(Token::Dash),
            Part::Run => out.push(Token::Run),
            Part::Placeholder(_) => return None,
        }
    }
    Some(out)
}
