//! What SPL can say.

use crate::lower::SPL;
use crate::raise::{search_leaf, where_leaf};
use ruleglot_ir::{
    Accept, Case, Dialect, ExprKind, NetTest, Part, Pattern, Position, Quant, Relation, Scalar,
    Scope, Shape, Stage, Subject, Target, Test, Types,
};

/// Splunk searches as a target: one `search` and, behind it, one `where`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spl;

impl Target for Spl {
    fn dialect(&self) -> Dialect {
        SPL
    }

    fn expr(&self, expr: &ExprKind, _: Position) -> Accept {
        match expr {
            ExprKind::Const(_)
            | ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Named { .. } => Accept::Yes,
            ExprKind::AtLeast { .. } => {
                Accept::No { why: "SPL cannot count how many conditions hold" }
            }
            leaf if search_leaf(leaf).is_some() || where_leaf(leaf).is_some() => Accept::Yes,
            leaf => Accept::No { why: why(leaf) },
        }
    }

    fn stage(&self, stage: &Stage, index: usize) -> Accept {
        match stage {
            Stage::Read(_) if index == 0 => Accept::Yes,
            Stage::Filter(_) => Accept::Yes,
            Stage::Aggregate(_) => {
                Accept::No { why: "searches that count or group are not written yet" }
            }
            Stage::Sequence(_) | Stage::Union(_) | Stage::Join { .. } => {
                Accept::No { why: "searches over several sets of events are not written yet" }
            }
            _ => Accept::No { why: "this stage is not written yet" },
        }
    }

    fn rewrites(&self) -> &'static [&'static str] {
        &[
            "split-list",
            "expand-at-least",
            "ascii-fold-to-unicode",
            "number-to-text",
            "net-as-written",
            "words-to-pattern",
            "words-to-regex",
            "expand-encoded",
            "expand-dash",
            "key-to-valued",
            "values-to-raw",
            "relate-as-numbers",
        ]
    }
}

fn why(leaf: &ExprKind) -> &'static str {
    match leaf {
        ExprKind::Is { shape: Shape::Key | Shape::NotNull, .. } => {
            "Splunk does not tell a field that is null or an empty list from a missing one"
        }
        ExprKind::Is { .. } => "SPL cannot ask for this shape of a value",
        ExprKind::Test {
            quant: Quant::Every | Quant::Sole | Quant::Scalar | Quant::ExactlyOne,
            ..
        } => "SPL asks whether some value matches, it does not count the values that do",
        ExprKind::Test { subject: Subject::AnyField(_), .. } => {
            "SPL has no patterns of field names"
        }
        ExprKind::Test { subject: Subject::Event(Scope::DefaultFields), .. } => {
            "SPL searches the text of the event, not the default fields of an index"
        }
        ExprKind::Test { subject: Subject::Event(_), .. } => {
            "SPL searches words of the event's text; this test is of another kind"
        }
        ExprKind::Test { subject: Subject::Value(Scalar::Field(_)), test, .. } => of_test(test),
        ExprKind::Test { .. } => "this computed value is not written yet",
        ExprKind::Relate {
            how: Relation::StartsWith | Relation::EndsWith | Relation::Contains,
            ..
        } => "SPL has no comparison of parts of two fields",
        ExprKind::Relate { .. } => "this comparison of two values is not written yet",
        ExprKind::Within { .. } => "SPL does not keep the elements of a list of objects together",
        ExprKind::InPipeline { .. } => "subsearches are not written yet",
        ExprKind::Opaque(_) => {
            "what this says is not known here: a macro without a definition, or another language"
        }
        _ => "SPL cannot say this",
    }
}

fn of_test(test: &Test) -> &'static str {
    match test {
        Test::Text { any, .. } if any.iter().any(has_placeholder) => "SPL has no placeholders",
        Test::Text { case: Case::AsciiFold, .. } => {
            "Splunk ignores the case of all letters, not only of ASCII ones"
        }
        Test::Text { types, .. } | Test::Equal { types, .. } | Test::Order { types, .. }
            if matches!(types, Types::Strict | Types::Python) =>
        {
            "Splunk compares the text or the number of a value, whatever its type"
        }
        Test::Order { .. } => "SPL cannot order values of this kind",
        Test::Matches(_) => {
            "Splunk's regular expressions are PCRE and search anywhere in the value"
        }
        Test::Term { .. } | Test::AnyWord { .. } => {
            "another product cuts text into words in its own way"
        }
        Test::Net { how: NetTest::Overlaps, .. } => {
            "SPL asks whether an address is in a network, not whether networks overlap"
        }
        Test::IpClass(_) => "SPL has no classes of addresses",
        Test::InList { .. } => "lookups are not written yet",
        Test::AllOf(_) => {
            "SPL asks each of several conditions of some value, not all of one and the same"
        }
        Test::ByMapping(_) => "what this matches depends on the mapping of its field",
        _ => "this test cannot be written in SPL",
    }
}

fn has_placeholder(pattern: &Pattern) -> bool {
    pattern.parts().iter().any(|p| matches!(p, Part::Placeholder(_)))
}
