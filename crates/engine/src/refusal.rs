//! Notes of a rule that is refused: each names the part as it is written, the reason, and what would lift it.

mod remedy;

use crate::flat;
use crate::scan::RuleDoc;
use crate::target::TargetSpec;
use ruleglot_ir::{
    About, Body, Effect, Expr, Monotone, Node, Note, Origin, Pipeline, Refusal, Stage,
    for_each_leaf,
};
use ruleglot_source::{Diagnostic, FileSpan, SourceFile};
use std::borrow::Cow;

/// More of a part than this is not shown in a sentence.
const LONGEST: usize = 72;

/// What a refusal is told with: the file that the rule stands in, its format, and the target that cannot say it.
#[derive(Clone, Copy)]
pub(crate) struct Refusing<'a> {
    /// The file.
    pub file: &'a SourceFile,
    /// The format that the rule was read from; empty for a bare query.
    pub from: &'a str,
    /// The target.
    pub target: &'a TargetSpec,
}

impl Refusing<'_> {
    /// A stage of which no single event tells.
    pub(crate) fn stage(self, stage: &Node<Stage>) -> Note {
        let why = flat::why_not(stage, self.target.target);
        self.note(stage.origin, &why).with_remedy(remedy::of_stage(&stage.kind, self.target))
    }

    /// What a target refused of a rule with this body.
    pub(crate) fn refused(self, refused: &Refusal, pipeline: &Pipeline) -> Note {
        let note = self.note(refused.origin, refused.why);
        let leaf = |how: Near| {
            pipeline.iter().find_map(|stage| match &stage.kind {
                Stage::Filter(condition) => leaf_at(condition, refused.origin, how),
                _ => None,
            })
        };
        let stage = || pipeline.iter().find(|s| s.origin.0 == refused.origin.0);
        let of_leaf = |leaf| remedy::of_condition(leaf, self.from, self.target);
        note.with_remedy(match (leaf(Near::Same), stage()) {
            (Some(leaf), _) => of_leaf(leaf),
            (None, Some(stage)) => match &stage.kind {
                Stage::Filter(_) => remedy::of_mixture(self.target),
                kind => remedy::of_stage(kind, self.target),
            },
            (None, None) => {
                leaf(Near::Overlaps).map_or_else(|| remedy::of_mixture(self.target), of_leaf)
            }
        })
    }

    /// A rule whose query is not read, or that has none.
    pub(crate) fn unread(self, doc: &RuleDoc) -> Note {
        let native = match doc.read.rule.as_ref().map(|r| &r.body) {
            Some(Body::Native(native)) => Some(native),
            _ => None,
        };
        let kind = native.map(|n| n.dialect.0).or(doc.read.language).unwrap_or("this kind of rule");
        let text = native.map(|n| short(&n.text)).filter(|t| !t.is_empty());
        let text = text.map_or(String::new(), |t| format!(": {}", quoted(&t)));
        let message = format!("{kind} is not translated: what it detects is not read yet{text}");
        refusal("translate/no-query", doc.read.at().into(), message)
            .with_remedy(remedy::of_unread(kind, self.target))
    }

    fn note(self, origin: Origin, why: &str) -> Note {
        let this = self.excerpt(origin).map_or_else(|| "this".to_owned(), |t| quoted(&t));
        let message = format!("{} cannot say {this}: {why}", self.target.name());
        refusal("translate/refused", origin, message)
    }

    /// The part as it is written, on one line.
    fn excerpt(self, origin: Origin) -> Option<String> {
        excerpt(self.file, origin.0?)
    }
}

/// A part of a file as it is written, on one line and not too long; `None` where it is nothing.
pub(crate) fn excerpt(file: &SourceFile, at: FileSpan) -> Option<String> {
    if at.file != file.id {
        return None;
    }
    let text = file.text.get(at.span.range())?;
    Some(short(text)).filter(|t| !t.is_empty())
}

fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{} …", line[..end].trim_end()),
        None => line,
    }
}

/// As Markdown quotes code: a text with backticks of its own in two.
pub(crate) fn quoted(text: &str) -> String {
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

/// How near a part stands to a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Near {
    Same,
    Overlaps,
}

/// The first part of a condition that stands at a place.
fn leaf_at(condition: &Expr, origin: Origin, how: Near) -> Option<&Expr> {
    let at = origin.0?;
    let mut found = None;
    for_each_leaf(condition, Monotone::Up, &mut |leaf, _| {
        let stands = |here| if how == Near::Same { here == at } else { overlap(here, at) };
        if leaf.origin.0.is_some_and(stands) {
            found.get_or_insert(leaf);
        }
    });
    found
}

/// Whether two places have a byte in common.
pub(crate) fn overlap(a: FileSpan, b: FileSpan) -> bool {
    a == b || (a.file == b.file && a.span.start < b.span.end && b.span.start < a.span.end)
}

/// Why a rule could not be read, with what is to be done about it.
pub(crate) fn fault(found: &Diagnostic) -> Note {
    let help = found.help.clone().unwrap_or(Cow::Borrowed(
        "mend it at its place and convert again; `ruleglot check` shows it with the text around it",
    ));
    refusal(found.code, found.at().into(), found.message.clone()).with_remedy(help)
}

/// A fault of this program: what was written does not hold.
pub(crate) fn ours(code: &'static str, origin: Origin, message: String) -> Note {
    refusal(code, origin, message).with_remedy(
        "this is a fault of ruleglot: please report it with the rule; another target may be written",
    )
}

fn refusal(code: &'static str, origin: Origin, message: String) -> Note {
    Note::new(code, Effect::UNKNOWN, About::Logic, origin, message)
}
