//! What Sigma can say.

use crate::raise::why_not;
use ruleglot_ir::{Accept, Dialect, ExprKind, Position, Stage, Target};

/// Sigma detections as a target.
///
/// It takes what can be said in portable Sigma 2.1: quantifiers other than `1` and `all` are refused, although they are
/// read, because no other tool is bound to know them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sigma;

/// The id of the language.
pub const SIGMA: Dialect = Dialect("sigma");

impl Target for Sigma {
    fn dialect(&self) -> Dialect {
        SIGMA
    }

    fn expr(&self, expr: &ExprKind, _: Position) -> Accept {
        match expr {
            ExprKind::Const(_)
            | ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Named { .. } => Accept::Yes,
            ExprKind::AtLeast { .. } => {
                Accept::No { why: "Sigma counts selections only with `1 of` and `all of`" }
            }
            leaf => why_not(leaf).map_or(Accept::Yes, |why| Accept::No { why }),
        }
    }

    fn stage(&self, stage: &Stage, index: usize) -> Accept {
        match stage {
            Stage::Read(_) if index == 0 => Accept::Yes,
            Stage::Filter(_) => Accept::Yes,
            Stage::Aggregate(_) | Stage::Sequence(_) | Stage::Union(_) => {
                Accept::No { why: "a Sigma detection looks at one event; this needs a correlation" }
            }
            _ => Accept::No { why: "a Sigma detection looks at one event as it is" },
        }
    }

    fn rewrites(&self) -> &'static [&'static str] {
        &[
            "expand-at-least",
            "net-as-written",
            "ascii-fold-to-unicode",
            "number-to-text",
            "words-to-pattern",
            "words-to-regex",
            "expand-dash",
            "some-differs-to-none-equals",
            "raw-to-values",
        ]
    }
}
