//! What lints of the meaning look at: the conditions of a rule, and how their parts relate.

use super::relation::{Kind, Relation, relations};
use crate::RuleContext;
use ruleglot_eval::mapping::{FieldType, resolve};
use ruleglot_eval::{Truth, World, always_holds, never_holds};
use ruleglot_ir::{
    Body, Expr, ExprKind, Field, Monotone, NativeSource, Pipeline, Regex, Scalar, Stage, Subject,
    Taxonomy, Test, for_each_leaf, map_leaves,
};
use ruleglot_knowledge::{CIM, SPLUNK_TA, field_is_single, field_type};
use ruleglot_source::{FileSpan, Span};
use rustc_hash::FxHashSet;
use std::borrow::Cow;

/// A rule by what it means.
pub(crate) struct LogicContext<'a> {
    /// The rule.
    pub(crate) rule: &'a RuleContext<'a>,
    /// Its conditions as they were lowered.
    pub(crate) conditions: Vec<&'a Expr>,
    /// How parts of the conditions relate.
    pub(crate) relations: Vec<Relation>,
    /// Conditions in which a part stands beside its own contrary, so that they always hold or always fail.
    pub(crate) settled: Vec<(Truth, FileSpan)>,
}

impl<'a> LogicContext<'a> {
    /// `None` for a rule whose meaning is not read.
    pub(crate) fn new(rule: &'a RuleContext<'a>) -> Option<Self> {
        let Body::Pipeline(pipeline) = &rule.read.rule.as_ref()?.body else { return None };
        let conditions: Vec<&Expr> = pipeline
            .iter()
            .filter_map(|stage| match &stage.kind {
                Stage::Filter(expr) => Some(expr),
                _ => None,
            })
            .collect();
        let singles = Singles::of(pipeline);
        let world = World { is_single: &|field| singles.is_single(field) };
        let mut found = Vec::new();
        for condition in &conditions {
            relations(&resolved(condition), world, &mut found);
        }
        let settled = if found.iter().any(|r| matches!(r.kind, Kind::Never | Kind::Always)) {
            Vec::new()
        } else {
            conditions.iter().filter_map(|condition| settled(condition, world)).collect()
        };
        let mut context = Self { rule, conditions, relations: Vec::new(), settled };
        found.retain(|r| context.is_written(r.at) && context.is_written(r.other));
        context.relations = found;
        Some(context)
    }

    /// Visits every leaf of every condition.
    pub(crate) fn leaves(&self, mut visit: impl FnMut(&'a Expr, Monotone)) {
        for condition in &self.conditions {
            for_each_leaf(condition, Monotone::Up, &mut visit);
        }
    }

    /// Visits every regular expression of every condition that stands somewhere in the file.
    pub(crate) fn regexes(&self, mut visit: impl FnMut(&'a Regex, FileSpan)) {
        self.leaves(|leaf, _| {
            if let (ExprKind::Test { test: Test::Matches(regex), .. }, Some(at)) =
                (&leaf.kind, leaf.origin.0)
            {
                visit(regex, at);
            }
        });
    }

    /// The text of the file at a place.
    pub(crate) fn text(&self, at: FileSpan) -> &'a str {
        if at.file != self.rule.file.id {
            return "";
        }
        self.rule.file.text.get(at.span.range()).unwrap_or_default()
    }

    /// The text at a place on one line, cut where it is long.
    pub(crate) fn shown(&self, at: FileSpan) -> String {
        const LONGEST: usize = 60;
        let text = match self.text(at) {
            // Nothing by itself: the line says of what.
            "null" | "~" => self.line(at),
            text => text,
        };
        let words: Vec<&str> = text.split_whitespace().collect();
        let line = words.join(" ");
        if line.chars().count() <= LONGEST {
            return line;
        }
        let cut: String = line.chars().take(LONGEST - 1).collect();
        format!("{}…", cut.trim_end())
    }

    /// The line up to the end of a place, without the mark of a list.
    fn line(&self, at: FileSpan) -> &'a str {
        let before = self.rule.file.text.get(..at.span.range().end).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |i| i + 1);
        before[start..].trim_start().trim_start_matches("- ")
    }

    /// Whether the place is in the file, and no call of a macro, whose text stands elsewhere.
    fn is_written(&self, at: FileSpan) -> bool {
        let text = self.text(at);
        !text.is_empty() && !text.starts_with('`')
    }

    /// Where a text stands within a place, letter for letter or with its backslashes doubled, as a word of its own, after
    /// it stood there so often before.
    pub(crate) fn word_within(&self, at: FileSpan, word: &str, before: usize) -> Option<FileSpan> {
        let text = self.text(at);
        let edge = |c: Option<char>| {
            c.is_none_or(|c| {
                c.is_whitespace() || matches!(c, ',' | '(' | ')' | '"' | '\'' | '=' | ':')
            })
        };
        let doubled = word.replace('\\', r"\\");
        [word, doubled.as_str()].into_iter().filter(|w| !w.is_empty()).find_map(|word| {
            let (start, _) = text
                .match_indices(word)
                .filter(|(start, _)| {
                    edge(text[..*start].chars().next_back())
                        && edge(text[start + word.len()..].chars().next())
                })
                .nth(before)?;
            let start = at.span.start as usize + start;
            Some(FileSpan::new(at.file, Span::new(start, start + word.len())))
        })
    }
}

/// Which fields hold one value at most.
struct Singles {
    /// Whether the names of the rule's Sigma log source are keys of flat events.
    flat: bool,
}

impl Singles {
    fn of(pipeline: &Pipeline) -> Self {
        let natives = pipeline.first().into_iter().flat_map(|stage| match &stage.kind {
            Stage::Read(source) => source.native.as_slice(),
            _ => &[],
        });
        let flat = |native: &NativeSource| match native {
            NativeSource::Logsource { category, product, .. } => {
                matches!(product.as_deref(), Some("windows" | "macos"))
                    || matches!(
                        category.as_deref(),
                        Some("proxy" | "webserver" | "process_creation")
                    )
            }
            _ => false,
        };
        Self { flat: natives.map(|n| &n.kind).any(flat) }
    }

    fn is_single(&self, field: &Field) -> bool {
        /// Fields of events in Splunk that every vendor writes once.
        const ONCE: [&str; 6] =
            ["EventCode", "EventID", "eventName", "eventSource", "signature_id", "errorCode"];
        let name = field.name.as_str();
        match &field.taxonomy {
            Taxonomy::Known(id) if id == "ecs" => {
                // Some modules write several actions into one event.
                name != "event.action" && field_is_single(name)
            }
            Taxonomy::Known(id) if id == "sigma" => self.flat && !name.contains(['.', '{']),
            Taxonomy::Known(id) if id == SPLUNK_TA => ONCE.contains(&name),
            Taxonomy::Known(id) if id == CIM => {
                ["Processes.", "Registry.", "Filesystem."].iter().any(|m| name.starts_with(m))
            }
            _ => false,
        }
    }
}

/// The condition with leaves resolved whose field has a known type; what a type cannot hold stays as it is.
/// Whether a condition always holds or always fails. Asked of those alone in which a leaf is wanted and excluded.
fn settled(condition: &Expr, world: World<'_>) -> Option<(Truth, FileSpan)> {
    let (mut wanted, mut excluded) = (FxHashSet::default(), FxHashSet::default());
    for_each_leaf(condition, Monotone::Up, &mut |leaf, at| {
        let list = if at == Monotone::Down { &mut excluded } else { &mut wanted };
        list.extend(leaf.origin.0);
    });
    if wanted.is_disjoint(&excluded) {
        return None;
    }
    let at = condition.origin.0?;
    match () {
        () if never_holds(condition, world) => Some((Truth::Fails, at)),
        () if always_holds(condition, world) => Some((Truth::Holds, at)),
        () => None,
    }
}

fn resolved(expr: &Expr) -> Cow<'_, Expr> {
    let mut any = false;
    for_each_leaf(expr, Monotone::Up, &mut |leaf, _| any |= by_mapping(leaf).is_some());
    if !any {
        return Cow::Borrowed(expr);
    }
    Cow::Owned(map_leaves(expr.clone(), Monotone::Up, &mut |leaf, _| {
        let Some(answer) = by_mapping(&leaf) else { return leaf };
        match answer.kind {
            ExprKind::Const(_) => leaf,
            _ => answer,
        }
    }))
}

/// What a leaf that depends on the mapping is by the type that ECS and the integrations give its field.
fn by_mapping(leaf: &Expr) -> Option<Expr> {
    let ExprKind::Test {
        subject: subject @ Subject::Value(Scalar::Field(field)),
        test: Test::ByMapping(test),
        ..
    } = &leaf.kind
    else {
        return None;
    };
    if field.taxonomy.id() != Some("ecs") {
        return None;
    }
    let ty = FieldType::named(field_type(&field.name)?)?;
    Some(resolve(subject, test, ty, leaf.origin))
}
