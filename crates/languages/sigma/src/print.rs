//! Detections as the map that stands under `detection:`.

use crate::ast::{Block, BlockKind, Detection, Form, Item, Value, ValueKind};
use crate::condition;
use ruleglot_document::{Layout, Out, OutEntry, OutMap, Style, TextStyle};
use ruleglot_ir::Number;
use smol_str::SmolStr;

/// The detection for the writer of its file. Reading what is written gives the same detection.
pub fn print(detection: &Detection) -> Out {
    let selections = detection.selections.iter().map(|s| (s.name.kind.clone(), block(&s.body)));
    let timeframe = detection.timeframe.iter().map(|t| ("timeframe".into(), value(t)));
    let searches = || detection.conditions.iter().map(|c| Out::text(condition::print(&c.search)));
    let conditions = match detection.form {
        Form::Single => searches().next().unwrap_or(Out::Null),
        Form::List => Out::list(searches()),
    };
    map(selections.chain(timeframe).chain([("condition".into(), conditions)]))
}

fn map(pairs: impl IntoIterator<Item = (SmolStr, Out)>) -> Out {
    let entry = |(key, value)| OutEntry { key, value, comment: None };
    Out::Map(OutMap { entries: pairs.into_iter().map(entry).collect(), layout: Layout::Auto })
}

fn block(block: &Block) -> Out {
    match &block.kind {
        BlockKind::Map(items) => map(items.iter().map(|item| (key(item), values(item)))),
        BlockKind::List(blocks) => Out::list(blocks.iter().map(self::block)),
        BlockKind::Keyword(keyword) => value(keyword),
    }
}

/// `field|modifier|modifier`
fn key(item: &Item) -> SmolStr {
    let mut key = item.field.as_deref().unwrap_or_default().to_owned();
    for modifier in &item.modifiers {
        key.push('|');
        key.push_str(modifier.kind.name);
    }
    key.into()
}

fn values(item: &Item) -> Out {
    match (item.form, item.values.as_slice()) {
        (Form::Single, [one]) => value(one),
        (_, many) => Out::list(many.iter().map(value)),
    }
}

fn value(value: &Value) -> Out {
    match value.kind {
        ValueKind::Null => Out::Null,
        ValueKind::Bool(b) => Out::Bool(b),
        ValueKind::Number(Number::Int(n)) => Out::Int(n),
        ValueKind::Number(n @ Number::Float(_)) => Out::Float(n.as_f64()),
        ValueKind::Moment => Out::Date(value.text.clone()),
        ValueKind::Text | ValueKind::NotFinite => Out::Text(value.text.clone(), style(value.style)),
    }
}

fn style(style: Style) -> TextStyle {
    match style {
        Style::Plain => TextStyle::Auto,
        Style::SingleQuoted => TextStyle::Quoted,
        Style::DoubleQuoted => TextStyle::DoubleQuoted,
        Style::Literal | Style::MultilineLiteral => TextStyle::Literal,
        Style::Folded | Style::MultilineBasic => TextStyle::Prose,
    }
}
