//! What other rules, and the baseline, need to know of a rule when its file is put away.

use crate::flat::flat;
use crate::plan::packages;
use crate::scan::{RuleDoc, Scanned};
use crate::target::taxonomy_of_rule;
use crate::types::schema_for;
use ruleglot_formats::Format;
use ruleglot_ir::{Body, Expr, ExprKind, Rule, Status, all_of, normalise};
use ruleglot_lint::{Detects, Life, RuleFacts, RulePart, Said};
use ruleglot_translate::{ByKeys, FieldsMode, parts, recognise, remap, resolve};
use smol_str::SmolStr;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// The facts of a file's rules.
pub(super) fn facts(scanned: &Scanned, part: RulePart) -> Vec<RuleFacts> {
    if scanned.skipped || scanned.rules.is_empty() {
        return Vec::new();
    }
    let path: Arc<str> = scanned.file.path.as_str().into();
    scanned.rules.iter().map(|rule| fact(scanned, rule, &path, part)).collect()
}

fn fact(scanned: &Scanned, rule: &RuleDoc, path: &Arc<str>, part: RulePart) -> RuleFacts {
    let (meta, places) = (&rule.read.meta, &rule.read.places);
    let said = |word: &str, text: Option<&SmolStr>| {
        Some(Said { text: text?.clone(), at: places.get(word)? })
    };
    let title = said("title", Some(&meta.title));
    let retired = matches!(meta.status, Some(Status::Deprecated | Status::Unsupported));
    let at = title.as_ref().map_or(rule.read.at(), |title| title.at);
    RuleFacts {
        path: path.clone(),
        line: scanned.file.position(at.span.start).line,
        format: rule.format.map(Format::id),
        part,
        life: if retired { Life::Retired } else { Life::Live },
        at,
        id: said("id", meta.id.as_ref()),
        title,
        name: said("name", meta.name.as_ref()),
        detects: rule
            .read
            .rule
            .as_ref()
            .filter(|_| !rule.unreadable())
            .and_then(|read| detects(read, rule.read.language.unwrap_or_default())),
    }
}

/// What a rule detects, in the names that all formats share where its log source is known.
fn detects(rule: &Rule, language: &'static str) -> Option<Detects> {
    let presented = flat(rule, ByKeys::Require);
    if !presented.obstacles.is_empty() {
        // What looks at several events is compared as it is written: the same in two files is still the same.
        let Body::Pipeline(pipeline) = &rule.body else { return None };
        return Some(Detects { source: 0, whole: hash(pipeline), all: Vec::new() });
    }
    let rule = presented.rule.as_ref();
    let Body::Pipeline(pipeline) = &rule.body else { return None };
    let taxonomy = taxonomy_of_rule(rule, language);
    let (read, filters) = parts(pipeline);
    let source = recognise(rule).first().map(|r| r.source);
    let key = match source {
        Some(source) => half(0, &source.id),
        None => half(0, &read.native),
    };
    let condition = all_of(read.consumed.into_iter().chain([filters]));
    let condition = if taxonomy == "sigma" {
        condition
    } else {
        let schema = schema_for(&condition, packages(source), None);
        let resolved = resolve(condition, &schema);
        remap(&resolved.expr, source, taxonomy, "sigma", FieldsMode::Map).expr
    };
    let normal = normalise(&condition);
    if matches!(normal.kind, ExprKind::Const(_)) {
        return None;
    }
    let mut all: Vec<u128> = conjuncts(&normal).iter().map(hash).collect();
    all.sort_unstable();
    Some(Detects { source: key, whole: hash(&normal), all })
}

fn conjuncts(normal: &Expr) -> &[Expr] {
    match &normal.kind {
        ExprKind::And(of) => of,
        _ => std::slice::from_ref(normal),
    }
}

/// 128 bits, the same in every run: two rules of millions that differ have the same with a chance not worth a thought.
fn hash(value: &(impl Hash + ?Sized)) -> u128 {
    (u128::from(half(1, value)) << 64) | u128::from(half(2, value))
}

fn half(seed: u8, value: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    seed.hash(&mut hasher);
    value.hash(&mut hasher);
    hasher.finish()
}
