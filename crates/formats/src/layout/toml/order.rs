//! Tables and keys in order.

use super::TomlStyle;
use super::parts::{Parts, Table};
use crate::layout::chunks::{Chunk, in_order};
use ruleglot_source::Edit;

/// The edit that brings tables into order by the first name of their paths.
pub(super) fn tables(parts: &Parts<'_>, text: &str, style: TomlStyle) -> Option<Edit> {
    let mut rank = 0;
    let chunk = |table: &Table<'_>| {
        let first = table.path.split('.').next().unwrap_or_default().trim();
        rank = style.tables.iter().position(|t| *t == first).map_or(rank, |at| at + 1);
        Chunk { at: table.lines, rank }
    };
    let chunks: Vec<Chunk> = parts.tables.iter().map(chunk).collect();
    in_order(text, &chunks)
}

/// The edits that bring the keys of each table into order.
pub(super) fn keys(parts: &Parts<'_>, text: &str, style: TomlStyle) -> Vec<Edit> {
    parts.tables.iter().filter_map(|table| keys_of(table, text, style)).collect()
}

fn keys_of(table: &Table<'_>, text: &str, style: TomlStyle) -> Option<Edit> {
    let first = table.path.split('.').next().unwrap_or_default();
    let names: Vec<&str> = table.pairs.iter().map(|p| text[p.key.clone()].trim()).collect();
    let fixed = names.iter().filter(|name| !style.free.contains(name));
    // Tables further down, and those of lists, keep the order of their author, as they do in Elastic's formatter.
    let high = table.path.split('.').count() <= 2
        && !text[table.header.clone()].trim_start().starts_with("[[");
    if !high || !style.sorted.contains(&first) || fixed.is_sorted() {
        return None;
    }
    let mut sorted: Vec<usize> = (0..names.len()).collect();
    sorted.sort_by_key(|i| (style.last.iter().position(|n| *n == names[*i]), names[*i]));
    let mut ranks = vec![0; names.len()];
    for (rank, i) in sorted.into_iter().enumerate() {
        ranks[i] = rank;
    }
    let mut chunks = Vec::with_capacity(names.len());
    for (i, pair) in table.pairs.iter().enumerate() {
        let mut at = pair.lines;
        // What stands between two pairs stays behind the first.
        if let Some(next) = table.pairs.get(i + 1) {
            at.end = next.lines.start;
        }
        chunks.push(Chunk { at, rank: ranks[i] });
    }
    in_order(text, &chunks)
}
