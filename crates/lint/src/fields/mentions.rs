//! Every field that a rule names, with its place, whatever its language.

use crate::RuleContext;
use ruleglot_document::snippet;
use ruleglot_formats::{Ast, Part};
use ruleglot_ir::{
    Body, Expr, Field, FieldRef, Monotone, Origin, Stage, Taxonomy, fields_of, for_each_leaf,
};
use ruleglot_sigma::ast::{Block, BlockKind, Detection};
use ruleglot_source::{FileSpan, Snippet, Span};

/// A field that a rule names.
pub(super) struct Mention {
    /// The name, below a nested path with the path before it.
    pub(super) name: String,
    /// Whose name it is: `ecs`, `sigma`, `splunk-ta`, `cim`.
    pub(super) taxonomy: &'static str,
    /// Where it stands.
    pub(super) at: FileSpan,
}

/// The taxonomies whose names are looked up.
const TAXONOMIES: [&str; 4] =
    ["ecs", "sigma", ruleglot_knowledge::SPLUNK_TA, ruleglot_knowledge::CIM];

/// Every field of a rule's query and of what it shows.
pub(super) fn mentions(context: &RuleContext<'_>) -> Vec<Mention> {
    let mut out = Vec::new();
    for part in &context.read.parts {
        match &part.ast {
            Ast::Kuery(query) => of_kuery(context, part, query, &mut out),
            Ast::Sigma(detection) => of_sigma(context, detection, &mut out),
            Ast::Spl(_) => of_search(context, &mut out),
        }
    }
    let shown = context.read.rule.iter().flat_map(|rule| &rule.alert.outputs);
    out.extend(shown.filter_map(|field| of_field(&field.kind, field.origin)));
    out
}

fn of_kuery(
    context: &RuleContext<'_>,
    part: &Part,
    query: &ruleglot_kuery::ast::Query,
    out: &mut Vec<Mention>,
) {
    let whole = Snippet::whole(context.file.id, &context.file.text);
    let snippet = match context.document {
        None => Some(whole),
        Some(document) => document
            .root
            .at(part.path)
            .and_then(|node| snippet(context.file.id, &context.file.text, node, document.language)),
    };
    let Some(snippet) = snippet else { return };
    ruleglot_kuery::names(query, &mut |name, at| {
        out.push(Mention { name, taxonomy: "ecs", at: snippet.locate(at) });
    });
}

fn of_sigma(context: &RuleContext<'_>, detection: &Detection, out: &mut Vec<Mention>) {
    let said = context.document.and_then(|document| document.root.get("taxonomy")?.text());
    let said = said.unwrap_or("sigma");
    let Some(taxonomy) = TAXONOMIES.into_iter().find(|known| *known == said) else { return };
    let mut add = |field: &str, key: Origin| {
        let Some(at) = key.0 else { return };
        let at = narrowed(context, at, field);
        out.push(Mention { name: field.to_owned(), taxonomy, at });
    };
    detection.selections.iter().for_each(|s| each(&s.body, &mut add));
}

fn each(block: &Block, visit: &mut impl FnMut(&str, Origin)) {
    match &block.kind {
        BlockKind::Map(items) => {
            for item in items {
                if let Some(field) = &item.field {
                    visit(field, item.key);
                }
            }
        }
        BlockKind::List(blocks) => blocks.iter().for_each(|b| each(b, visit)),
        BlockKind::Keyword(_) => {}
    }
}

/// The fields of the events that a search reads; what it computes itself is no field of theirs.
fn of_search(context: &RuleContext<'_>, out: &mut Vec<Mention>) {
    let Some(Body::Pipeline(pipeline)) = context.read.rule.as_ref().map(|rule| &rule.body) else {
        return;
    };
    for stage in pipeline {
        let Stage::Filter(filter) = &stage.kind else { continue };
        for_each_leaf(filter, Monotone::Up, &mut |leaf, _| of_leaf(context, leaf, out));
    }
}

fn of_leaf(context: &RuleContext<'_>, leaf: &Expr, out: &mut Vec<Mention>) {
    fields_of(leaf, &mut |field| {
        let FieldRef::Named(field) = field else { return };
        if let Some(mention) = of_field(field, leaf.origin) {
            out.push(Mention { at: narrowed(context, mention.at, &mention.name), ..mention });
        }
    });
}

fn of_field(field: &Field, origin: Origin) -> Option<Mention> {
    let Taxonomy::Known(id) = &field.taxonomy else { return None };
    let taxonomy = TAXONOMIES.into_iter().find(|t| t == id)?;
    Some(Mention { name: field.name.to_string(), taxonomy, at: origin.0? })
}

/// The name alone, where it stands letter for letter in its condition.
fn narrowed(context: &RuleContext<'_>, at: FileSpan, name: &str) -> FileSpan {
    let text = context.file.text.get(at.span.range()).unwrap_or_default();
    let Some(before) = text.find(name) else { return at };
    let start = at.span.start as usize + before;
    FileSpan::new(at.file, Span::new(start, start + name.len()))
}
