//! Filters: documents that narrow the rules they name, in the same file.
//!
//! The condition is joined to that of the rule by "and", as written: who wants to exclude writes `condition: not
//! selection` (pySigma and rsigma; the example of the specification leaves the `not` out). The selections of a filter
//! are its own, so `them` of the rule does not see them.

use super::{Kind, SCHEMA, kind, logsource, read::taxonomy};
use crate::format::ReadRule;
use crate::value::Notation;
use ruleglot_document::{self as document, Document, Node};
use ruleglot_ir::{Body, Expr, NativeSource, Node as Placed, Stage};
use ruleglot_source::{Diagnostic, FileSpan, SourceFile};
use smol_str::SmolStr;

/// What a filter is told that no rule of its file listens to.
pub(super) const UNUSED: &str = "sigma/filter-not-read";

/// Joins each filter to the rules of the file that it names.
pub(super) fn apply(read: &mut [(Document, ReadRule)], file: &SourceFile) {
    let found: Vec<usize> =
        (0..read.len()).filter(|i| kind(&read[*i].0.root) == Some(Kind::Filter)).collect();
    for at in found {
        let Some(filter) = Filter::of(&read[at].0, file) else { continue };
        let (expr, faults) = filter.meaning(file);
        let mut used = false;
        for (document, rule) in read.iter_mut() {
            if kind(&document.root) == Some(Kind::Rule) && filter.applies(document, rule) {
                used = true;
                join(rule, &filter, expr.as_ref());
            }
        }
        if used {
            let told = &mut read[at].1.diagnostics;
            told.retain(|d| d.code != UNUSED);
            told.extend(faults);
        }
    }
}

/// A rule whose filter cannot be read cannot be read either: without it, it would match too much.
fn join(rule: &mut ReadRule, filter: &Filter, expr: Option<&Expr>) {
    match (expr, rule.rule.as_mut().map(|r| &mut r.body)) {
        (Some(expr), Some(Body::Pipeline(stages))) => {
            stages.push(Placed::new(Stage::Filter(expr.clone()), expr.origin));
        }
        (None, _) => {
            let message = "a filter of this rule cannot be read";
            let error = Diagnostic::error("sigma/filter-not-applied", filter.at, message);
            rule.diagnostics
                .push(error.with_help("correct the filter, or take the rule out of it"));
            rule.rule = None;
        }
        _ => {}
    }
}

struct Filter {
    at: FileSpan,
    /// Ids or names; `None` is any rule.
    rules: Option<Vec<SmolStr>>,
    source: Option<NativeSource>,
    /// Its selections and condition.
    detection: Node,
}

impl Filter {
    fn of(document: &Document, file: &SourceFile) -> Option<Self> {
        let entry = document.root.mapping()?.entry("filter")?;
        let notation = Notation { file: file.id, schema: SCHEMA };
        let mut detection = entry.value.clone();
        let document::Kind::Mapping(map) = &mut detection.kind else { return None };
        let rules = map.get("rules").and_then(|n| notation.texts(n))?;
        map.entries.retain(|e| e.key != "rules");
        let any = rules.is_empty() || rules == ["any"];
        let source = document.root.get("logsource").and_then(|n| logsource::read(n, notation));
        let at = FileSpan::new(file.id, entry.key_span);
        Some(Self { at, rules: (!any).then_some(rules), source, detection })
    }

    fn meaning(&self, file: &SourceFile) -> (Option<Expr>, Vec<Diagnostic>) {
        let parsed = ruleglot_sigma::parse(&self.detection, file.id, &file.text);
        let Some(detection) = parsed.detection else { return (None, parsed.diagnostics) };
        match ruleglot_sigma::lower(&detection, &taxonomy()) {
            Ok(expr) => (Some(expr), Vec::new()),
            Err(faults) => (None, faults),
        }
    }

    fn applies(&self, document: &Document, rule: &ReadRule) -> bool {
        let named = self.rules.as_ref().is_none_or(|names| {
            names
                .iter()
                .any(|n| Some(n) == rule.meta.id.as_ref() || Some(n) == rule.meta.name.as_ref())
        });
        let notation = Notation { file: self.at.file, schema: SCHEMA };
        let source = document.root.get("logsource").and_then(|n| logsource::read(n, notation));
        named
            && self
                .source
                .as_ref()
                .is_none_or(|mine| source.is_some_and(|its| contains(mine, &its)))
    }
}

/// Whether everything that the one names the other names too, alike.
fn contains(wide: &NativeSource, narrow: &NativeSource) -> bool {
    let (
        NativeSource::Logsource { category, product, service },
        NativeSource::Logsource { category: c, product: p, service: s },
    ) = (wide, narrow)
    else {
        return false;
    };
    [(category, c), (product, p), (service, s)].iter().all(|(a, b)| a.is_none() || a == b)
}
