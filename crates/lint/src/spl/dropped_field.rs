//! `spl/dropped-field`

use crate::logic::LogicContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_eval::covered_patterns;
use ruleglot_formats::Ast;
use ruleglot_ir::{
    Body, Case, Expr, ExprKind, Field, FieldGlob, FieldRef, Monotone, Node, Part, Pattern, Rows,
    Scalar, Stage, fields_of, for_each_leaf,
};
use ruleglot_source::{Diagnostic, FileSpan, Severity};
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "spl/dropped-field",
        kind: Kind::Finding(Severity::Warning),
        what: "A condition or a grouping uses a field that an earlier `stats`, `tstats` or `table` left out.",
        why: "Such a command keeps what it names and nothing else: the field has no value any more, so the condition is \
              never true and the grouping drops every row.",
        remedy: "Carry the field along, as in `stats values(field) AS field by …`, or use it before the command.",
        since: "0.1.0",
    },
    run: Run::Logic(check),
};

fn check(context: &LogicContext<'_>, out: &mut Vec<Diagnostic>) {
    let rule = context.rule;
    let is_search = rule.read.parts.iter().any(|p| matches!(p.ast, Ast::Spl(_)));
    let Some(Body::Pipeline(pipeline)) = rule.read.rule.as_ref().map(|r| &r.body) else { return };
    if !is_search {
        return;
    }
    let mut columns = Columns::default();
    for stage in pipeline {
        columns.pass(stage, &mut |name, at| out.extend(finding(context, name, at)));
    }
}

fn finding(context: &LogicContext<'_>, name: &str, at: FileSpan) -> Option<Diagnostic> {
    // What a macro says is told where the macro is written.
    if context.text(at).starts_with('`') || !context.text(at).contains(name) {
        return None;
    }
    let message = format!("`{name}` is not there any more: an earlier command left it out");
    let found = Diagnostic::warning(LINT.page.code, at, message)
        .with_help("carry it along, or use it before that command");
    Some(found)
}

/// The columns of the rows, once a command has said what they are.
#[derive(Default)]
struct Columns {
    /// `None` while rows may have any.
    known: Option<BTreeSet<SmolStr>>,
}

impl Columns {
    fn pass(&mut self, stage: &Node<Stage>, tell: &mut impl FnMut(&str, FileSpan)) {
        match &stage.kind {
            Stage::Filter(expr) => self.filter(expr, tell),
            Stage::Aggregate(aggregate) => {
                let keys = aggregate.by.iter().map(|key| (&key.name, &key.of));
                for (_, of) in keys.clone() {
                    if let (Scalar::Field(field), Some(at)) = (of, stage.origin.0) {
                        self.missing(field, at, tell);
                    }
                }
                let measured = aggregate.measures.iter().map(|(field, _)| field);
                if aggregate.rows == Rows::PerGroup {
                    let names: Vec<&Field> = keys.map(|(name, _)| name).chain(measured).collect();
                    let open = names.iter().any(|f| f.name.contains('*'));
                    self.known = (!open).then(|| names.iter().map(|f| f.name.clone()).collect());
                } else {
                    self.add(measured.map(|f| f.name.clone()));
                }
            }
            Stage::Extend(of) => self.add(of.iter().map(|(field, _)| field.name.clone())),
            Stage::Extract(extract) if extract.writes.is_empty() => self.known = None,
            Stage::Extract(extract) => self.add(extract.writes.iter().map(|f| f.name.clone())),
            Stage::Project { keep, drop } => self.project(keep, drop),
            Stage::Rename(of) => of.iter().for_each(|(from, to)| self.rename(from, to)),
            Stage::Distinct { .. } | Stage::Sort(_) | Stage::Limit(_) | Stage::Expand { .. } => {}
            Stage::Opaque(opaque) => match &opaque.writes {
                Some(writes) => self.add(writes.iter().filter_map(|g| text_of(&g.name))),
                None => self.known = None,
            },
            _ => self.known = None,
        }
    }

    fn add(&mut self, names: impl Iterator<Item = SmolStr>) {
        let Some(known) = &mut self.known else { return };
        for name in names {
            if name.contains(['*', '{']) {
                self.known = None;
                return;
            }
            known.insert(name);
        }
    }

    fn project(&mut self, keep: &[FieldGlob], drop: &[FieldGlob]) {
        let Some(known) = &mut self.known else {
            // Rows that had any field have these now; `fields` keeps internal ones too, which are not asked after.
            let named: Option<BTreeSet<SmolStr>> = keep.iter().map(|g| text_of(&g.name)).collect();
            self.known = named.filter(|names| !names.is_empty());
            return;
        };
        {
            known.retain(|name| {
                (keep.is_empty() || keep.iter().any(|g| fits(g, name)))
                    && !drop.iter().any(|g| fits(g, name))
            });
        }
    }

    /// `a AS b`, `a.* AS *`; what is more makes anything possible.
    fn rename(&mut self, from: &FieldGlob, to: &FieldGlob) {
        let Some(known) = &mut self.known else { return };
        match (text_of(&from.name), text_of(&to.name)) {
            (Some(from), Some(to)) => {
                known.remove(&from);
                known.insert(to);
            }
            _ => match (from.name.parts(), to.name.parts()) {
                ([Part::Text(prefix), Part::Run], [Part::Run]) => {
                    *known = std::mem::take(known)
                        .into_iter()
                        .map(|name| {
                            name.strip_prefix(prefix.as_str()).map_or(name.clone(), SmolStr::from)
                        })
                        .collect();
                }
                _ => self.known = None,
            },
        }
    }

    /// Tests of values that are not there. Whether a field is there may well be asked of one that is not.
    fn filter(&self, expr: &Expr, tell: &mut impl FnMut(&str, FileSpan)) {
        if self.known.is_none() {
            return;
        }
        for_each_leaf(expr, Monotone::Up, &mut |leaf, at| {
            let Some(place) = leaf.origin.0.filter(|_| at == Monotone::Up) else { return };
            if matches!(leaf.kind, ExprKind::Test { .. } | ExprKind::Relate { .. }) {
                fields_of(leaf, &mut |field| {
                    if let FieldRef::Named(field) = field {
                        self.missing(field, place, tell);
                    }
                });
            }
        });
    }

    fn missing(&self, field: &Field, at: FileSpan, tell: &mut impl FnMut(&str, FileSpan)) {
        if let Some(known) = &self.known
            && !known.contains(&field.name)
            && !field.name.starts_with(['_'])
            && !field.name.starts_with("date_")
        {
            tell(&field.name, at);
        }
    }
}

/// A name without wildcards.
fn text_of(name: &Pattern) -> Option<SmolStr> {
    name.as_literal().map(SmolStr::from)
}

fn fits(glob: &FieldGlob, name: &str) -> bool {
    covered_patterns(&[glob.name.clone(), Pattern::literal(name)], Case::Exact) == [(1, 0)]
}
