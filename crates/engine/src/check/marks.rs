//! What a finding's place says of the rule that it is about.

use crate::scan::{RuleDoc, Scanned};
use ruleglot_ir::{Body, normalise};
use ruleglot_source::{Diagnostic, Span};
use smol_str::SmolStr;
use std::fmt::Write;

/// A rule as a finding of it is remembered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleMark {
    /// Its bytes.
    pub span: Span,
    /// Its id, if it has one.
    pub id: Option<SmolStr>,
    /// A number that what it detects is known by, whatever its wording; of the bare text where it was not read. `None`
    /// when nothing was found that depends on it.
    pub meaning: Option<u64>,
}

/// Whether a finding is about what a rule detects, and so another one when that changes.
pub(crate) fn is_of_meaning(code: &str) -> bool {
    matches!(code.split('/').next(), Some("logic" | "kuery" | "sigma" | "spl"))
}

/// The marks of a file's rules, of which this was found.
pub(super) fn marks(scanned: &Scanned, findings: &[Diagnostic]) -> Vec<RuleMark> {
    let needed = findings.iter().any(|finding| is_of_meaning(finding.code));
    let mark = |rule: &RuleDoc| {
        let span = rule.document.as_ref().map_or(rule.read.at().span, |document| document.span);
        let id = rule.read.id().filter(|id| !id.is_empty()).cloned();
        RuleMark { span, id, meaning: needed.then(|| meaning(scanned, rule, span)) }
    };
    scanned.rules.iter().map(mark).collect()
}

fn meaning(scanned: &Scanned, rule: &RuleDoc, whole: Span) -> u64 {
    let mut text = String::new();
    match rule.read.rule.as_ref().map(|rule| &rule.body) {
        Some(Body::Pipeline(pipeline)) => {
            for stage in pipeline {
                let _ = match &stage.kind {
                    ruleglot_ir::Stage::Filter(filter) => writeln!(text, "{}", normalise(filter)),
                    other => writeln!(text, "{other}"),
                };
            }
        }
        _ => {
            let written = scanned.file.text.get(whole.range()).unwrap_or_default();
            text.extend(written.split_whitespace());
        }
    }
    fnv(&text)
}

/// FNV-1a: the same in every version of the program, as what is written to a file must be.
pub(crate) fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
