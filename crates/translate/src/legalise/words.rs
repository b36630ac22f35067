//! Words of analysed text, for targets without an analyser.

use super::{Facts, Rewritten, instead};
use ruleglot_eval::mapping::FieldType;
use ruleglot_eval::standard_words;
use ruleglot_ir::{
    Anchor, Case, Effect, Expr, ExprKind, Flags, Flavor, Note, Part, Pattern, Quant, Regex, Shape,
    Subject, Test, Tokens, Types, all_of, any_of,
};

/// A wildcard word open at both ends is a part of the text: no analyser cuts inside a run of letters and digits.
pub(super) fn words_to_pattern(leaf: &Expr, _: &Facts<'_>) -> Option<Rewritten> {
    let (subject, any) = any_word(leaf)?;
    let inside = |p: &Pattern| match p.parts() {
        [Part::Run, Part::Text(t), Part::Run] => t.chars().all(char::is_alphanumeric),
        _ => false,
    };
    if !any.iter().all(inside) {
        return None;
    }
    let test = Test::Text { any: any.to_vec(), case: Case::UnicodeFold, types: Types::Textual };
    Some(Rewritten::exact(instead(
        leaf,
        ExprKind::Test { subject: subject.clone(), quant: Quant::Any, test },
    )))
}

/// A part of an analysed text becomes words of it. Exact for one run of letters and digits, which stands inside one word;
/// else every run must occur, in any order: wider.
pub(super) fn pattern_to_words(leaf: &Expr, facts: &Facts<'_>) -> Option<Rewritten> {
    let ExprKind::Test { subject, quant: Quant::Any, test: Test::Text { any, case, .. } } =
        &leaf.kind
    else {
        return None;
    };
    if leaf.field().is_none_or(|f| facts.schema.of(&f.name) != FieldType::Text) {
        return None;
    }
    let word = |run: &str| {
        let any = vec![Pattern::contains(run.to_lowercase())];
        let test = Test::AnyWord { any, tokens: Tokens::ElasticStandard, case: Case::UnicodeFold };
        instead(leaf, ExprKind::Test { subject: subject.clone(), quant: Quant::Any, test })
    };
    let mut exact = *case != Case::Exact;
    let mut alternatives = Vec::with_capacity(any.len());
    for pattern in any {
        let runs: Vec<&str> = pattern
            .texts()
            .flat_map(|t| t.split(|c: char| !c.is_alphanumeric()))
            .filter(|r| !r.is_empty())
            .collect();
        if runs.is_empty() {
            // No word of it is indexed: all that can be asked for is a value.
            let Subject::Value(what) = subject else { return None };
            if pattern.is_any() {
                return None;
            }
            exact = false;
            let valued = ExprKind::Is { what: what.clone(), shape: Shape::Valued };
            alternatives.push(instead(leaf, valued));
            continue;
        }
        exact &= matches!(pattern.parts(), [Part::Run, Part::Text(t), Part::Run] if runs == [t.as_str()]);
        alternatives.push(all_of(runs.into_iter().map(word)));
    }
    let expr = instead(leaf, any_of(alternatives).kind);
    if exact {
        return Some(Rewritten::exact(expr));
    }
    let message =
        format!("{} on analysed text became its words, in any order and any case", any[0]);
    Some(Rewritten::noted(
        expr,
        Note::logic("translate/analysed-text", Effect::WIDER, leaf.origin, message),
    ))
}

fn any_word(leaf: &Expr) -> Option<(&Subject, &[Pattern])> {
    match &leaf.kind {
        ExprKind::Test {
            subject,
            quant: Quant::Any,
            test: Test::AnyWord { any, tokens: Tokens::ElasticStandard, .. },
        } => Some((subject, any)),
        _ => None,
    }
}

/// A phrase becomes a regular expression that knows where the standard analyser cuts.
pub(super) fn words_to_regex(leaf: &Expr, _: &Facts<'_>) -> Option<Rewritten> {
    if let Some((subject, any)) = any_word(leaf) {
        let regexes = any.iter().map(word_regex).collect::<Option<Vec<_>>>()?;
        let tests = regexes.into_iter().map(|r| matching(leaf, subject, r));
        return Some(Rewritten::exact(instead(leaf, any_of(tests).kind)));
    }
    let ExprKind::Test {
        subject,
        quant: Quant::Any,
        test: Test::Term { text, tokens: Tokens::ElasticStandard, .. },
    } = &leaf.kind
    else {
        return None;
    };
    let words = standard_words(text);
    let (first, last) = (words.first()?, words.last()?);
    let mut source = before(first.chars().next()?).to_owned();
    for (i, word) in words.iter().enumerate() {
        if i > 0 {
            source.push_str(between(words[i - 1].chars().last()?, word.chars().next()?));
        }
        source.push_str(&regex_syntax::escape(word));
    }
    source.push_str(after(last.chars().last()?));
    Some(Rewritten::exact(matching(leaf, subject, source)))
}

fn matching(leaf: &Expr, subject: &Subject, text: String) -> Expr {
    let flags = Flags { fold_case: true, ..Flags::default() };
    let regex = Regex { text: text.into(), flavor: Flavor::Pcre, flags, anchor: Anchor::Search };
    instead(
        leaf,
        ExprKind::Test { subject: subject.clone(), quant: Quant::Any, test: Test::Matches(regex) },
    )
}

/// One word, open at the ends that its wildcards leave open. A wildcard inside a word is not said here.
fn word_regex(pattern: &Pattern) -> Option<String> {
    let (text, open_start, open_end) = match pattern.parts() {
        [Part::Text(t)] => (t, false, false),
        [Part::Text(t), Part::Run] => (t, false, true),
        [Part::Run, Part::Text(t)] => (t, true, false),
        [Part::Run, Part::Text(t), Part::Run] => (t, true, true),
        _ => return None,
    };
    if !text.chars().all(|c| c.is_alphanumeric() || c == '_') {
        return None;
    }
    let start = if open_start { "" } else { before(text.chars().next()?) };
    let end = if open_end { "" } else { after(text.chars().last()?) };
    Some(format!("{start}{}{end}", regex_syntax::escape(text)))
}

/// What must stand before a word: Unicode annex 29 joins letters over `.`, `:` and `'`, digits over `.`, `,`, `;` and `'`.
fn before(first: char) -> &'static str {
    match kind(first) {
        Joins::Letters => r"(?:^|[^\p{L}\p{M}\p{N}_.:']|(?:^|[^\p{L}\p{M}])[.:'])",
        Joins::Digits => r"(?:^|[^\p{L}\p{M}\p{N}_.,;']|(?:^|\P{Nd})[.,;'])",
        Joins::Neither => r"(?:^|[^\p{L}\p{M}\p{N}_])",
    }
}

fn after(last: char) -> &'static str {
    match kind(last) {
        Joins::Letters => r"(?:$|[^\p{L}\p{M}\p{N}_.:']|[.:'](?:$|[^\p{L}\p{M}]))",
        Joins::Digits => r"(?:$|[^\p{L}\p{M}\p{N}_.,;']|[.,;'](?:$|\P{Nd}))",
        Joins::Neither => r"(?:$|[^\p{L}\p{M}\p{N}_])",
    }
}

fn between(last: char, first: char) -> &'static str {
    match (kind(last), kind(first)) {
        (Joins::Letters, Joins::Letters) => r"(?:[^\p{L}\p{M}\p{N}_.:']|[^\p{L}\p{M}\p{N}_]{2,})",
        (Joins::Digits, Joins::Digits) => r"(?:[^\p{L}\p{M}\p{N}_.,;']|[^\p{L}\p{M}\p{N}_]{2,})",
        _ => r"[^\p{L}\p{M}\p{N}_]+",
    }
}

enum Joins {
    Letters,
    Digits,
    Neither,
}

fn kind(c: char) -> Joins {
    if c.is_alphabetic() {
        Joins::Letters
    } else if c.is_numeric() {
        Joins::Digits
    } else {
        Joins::Neither
    }
}
