//! Rewrites that only some targets call for.
#![allow(clippy::unwrap_used, reason = "tests")]

use ruleglot_eval::mapping::Schema;
use ruleglot_ir::{
    Accept, Case, Dialect, Expr, ExprKind, Field, Origin, Pattern, Position, Stage, Target, Test,
    Types,
};
use ruleglot_translate::{Facts, legalise};

/// A language that ignores the case of every script or of none, as Sigma does.
struct FoldsAll;

impl Target for FoldsAll {
    fn dialect(&self) -> Dialect {
        Dialect("folds-all")
    }

    fn expr(&self, expr: &ExprKind, _: Position) -> Accept {
        match expr {
            ExprKind::Test { test: Test::Text { case: Case::AsciiFold, .. }, .. } => {
                Accept::No { why: "not of ASCII alone" }
            }
            _ => Accept::Yes,
        }
    }

    fn stage(&self, _: &Stage, _: usize) -> Accept {
        Accept::Yes
    }

    fn rewrites(&self) -> &'static [&'static str] {
        &["ascii-fold-to-unicode"]
    }
}

/// The notes that folding the case of ASCII leaves behind for this value.
fn notes(value: &str) -> Vec<String> {
    let any = vec![Pattern::contains(value)];
    let test = Test::Text { any, case: Case::AsciiFold, types: Types::Textual };
    let expr = Expr::any(Field::known("ecs", "file.path"), test, Origin::default());
    let facts = Facts {
        schema: &Schema::default(),
        canonical: &|_| false,
        single: &|_| false,
        loss: ruleglot_translate::Loss::Noted,
    };
    let done = legalise(expr, &FoldsAll, &facts);
    assert!(matches!(
        done.expr.kind,
        ExprKind::Test { test: Test::Text { case: Case::UnicodeFold, .. }, .. }
    ));
    done.notes.iter().map(|n| format!("{} {}", n.code, n.effect.verdict().word())).collect()
}

#[test]
fn folding_every_script_is_the_same_where_only_ascii_can_be_meant() {
    assert!(notes(r"C:\Program Files\WindowsPowerShell\").is_empty());
    assert!(notes("123").is_empty());
    // U+212A, the Kelvin sign, has `k` as its small letter.
    assert_eq!(notes("Task"), ["translate/case-of-other-scripts wider"]);
    assert_eq!(notes("é"), ["translate/case-of-other-scripts wider"]);
}

/// A language whose field is analysed text.
struct OfWords;

impl Target for OfWords {
    fn dialect(&self) -> Dialect {
        Dialect("of-words")
    }

    fn expr(&self, expr: &ExprKind, _: Position) -> Accept {
        match expr {
            ExprKind::Test { test: Test::Text { .. }, .. } => Accept::No { why: "a text" },
            _ => Accept::Yes,
        }
    }

    fn stage(&self, _: &Stage, _: usize) -> Accept {
        Accept::Yes
    }

    fn rewrites(&self) -> &'static [&'static str] {
        &["pattern-to-words"]
    }
}

#[test]
fn a_text_without_a_word_is_any_value_of_analysed_text() {
    let mut schema = Schema::default();
    schema.insert("message", ruleglot_eval::mapping::FieldType::Text);
    let any = vec![Pattern::contains("&&")];
    let test = Test::Text { any, case: Case::UnicodeFold, types: Types::Textual };
    let expr = Expr::any(Field::known("ecs", "message"), test, Origin::default());
    let facts = Facts {
        schema: &schema,
        canonical: &|_| false,
        single: &|_| false,
        loss: ruleglot_translate::Loss::Noted,
    };
    let done = legalise(expr, &OfWords, &facts);
    assert_eq!(done.expr.to_string(), "message has a value");
    assert_eq!(done.notes.iter().map(|n| n.effect.verdict().word()).collect::<Vec<_>>(), ["wider"]);
}
