//! Risk scores, and the severity that contentctl makes of them.

use super::Reader;
use super::keys::AS_WRITTEN_SCORE;
use crate::escu::{SCHEMA, score};
use crate::native;
use ruleglot_document::{Node, Value};
use ruleglot_ir::{Class, NativeValue, Severity};

impl Reader {
    /// Of 2024: `impact · confidence / 100`, which some write with a decimal point.
    pub(super) fn score(&mut self, node: &Node) -> bool {
        let Some(scalar) = node.scalar() else { return false };
        match scalar.resolve(SCHEMA) {
            Value::Int(n) => {
                self.meta.risk = u8::try_from(n).ok().filter(|n| *n <= 100);
                self.meta.risk.is_some()
            }
            Value::Float(x) if (0.0..=100.0).contains(&x) => {
                #[allow(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "between 0 and 100"
                )]
                let rounded = x.round() as u8;
                self.meta.risk = Some(rounded);
                if f64::from(rounded).total_cmp(&x).is_ne() {
                    self.keep(AS_WRITTEN_SCORE, native::from_node(node, SCHEMA));
                }
                true
            }
            _ => false,
        }
    }

    /// The highest score of a risk object counts; the whole is kept for the way back.
    pub(super) fn rba(&mut self, node: &Node) -> bool {
        let objects = node.get("risk_objects").and_then(Node::sequence).unwrap_or_default();
        let scores = objects.iter().filter_map(|o| self.notation.int(o.get("score")?));
        let scores = scores.filter_map(|n| u8::try_from(n).ok().filter(|n| (1..=100).contains(n)));
        self.meta.risk = scores.max().or(self.meta.risk);
        false
    }

    /// contentctl: by the score; without one what alerts is `high`. A hunt alerts nobody, so nothing is said of it.
    pub(super) fn severity(&mut self) {
        let is_hunt = self.meta.class != Some(Class::Alert);
        let unread = self.meta.native.iter().any(|(key, value)| {
            key == "tags.risk_score" || (key == "rba" && !matches!(value, NativeValue::Null))
        });
        self.meta.severity = match self.meta.risk {
            Some(risk) => Some(score::severity_of(risk)),
            None if is_hunt || unread => None,
            None => Some(Severity::High),
        };
    }
}
