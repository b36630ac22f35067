//! TOML in the style of Elastic's rule repository: tables by header, long texts in blocks, long lists one item a line.

mod scalar;

use super::comment_lines;
use crate::out::{Layout, Out, OutEntry, OutMap};

/// How long a line may be before a list is broken.
const WIDTH: usize = 100;

/// The map as a TOML file.
///
/// Values come before tables, as TOML needs; otherwise the order is kept. Null is left out: TOML cannot say it.
pub fn write_toml(map: &OutMap) -> String {
    let mut writer = Writer { out: String::new() };
    writer.body(map, &mut Vec::new());
    writer.out
}

struct Writer {
    out: String,
}

/// What a pair becomes.
enum Place<'a> {
    Value,
    Table(&'a OutMap),
    Tables(&'a [Out]),
    Nowhere,
}

fn place(value: &Out) -> Place<'_> {
    match value {
        Out::Null => Place::Nowhere,
        Out::Map(map) if map.layout == Layout::Auto => Place::Table(map),
        Out::List(items, Layout::Auto) if is_tables(items) => Place::Tables(items),
        _ => Place::Value,
    }
}

fn is_tables(items: &[Out]) -> bool {
    !items.is_empty()
        && items.iter().all(|item| matches!(item, Out::Map(map) if map.layout == Layout::Auto))
}

impl Writer {
    /// The pairs of a table whose header is written, then the tables below it.
    fn body(&mut self, map: &OutMap, path: &mut Vec<String>) {
        for entry in &map.entries {
            if matches!(place(&entry.value), Place::Value) {
                self.pair(entry);
            }
        }
        for entry in &map.entries {
            match place(&entry.value) {
                Place::Table(inner) => self.table(entry, inner, path),
                Place::Tables(items) => self.tables(entry, items, path),
                Place::Value | Place::Nowhere => {}
            }
        }
    }

    fn comment(&mut self, entry: &OutEntry) {
        for line in entry.comment.iter().flat_map(|text| comment_lines(text).collect::<Vec<_>>()) {
            self.out.push_str(&line);
            self.out.push('\n');
        }
    }

    fn pair(&mut self, entry: &OutEntry) {
        self.comment(entry);
        let key = scalar::key(&entry.key);
        let value = value(&entry.value, key.len() + 3);
        self.out.extend([key.as_str(), " = ", &value, "\n"]);
    }

    fn table(&mut self, entry: &OutEntry, map: &OutMap, path: &mut Vec<String>) {
        path.push(scalar::key(&entry.key));
        let only_tables = !map.entries.is_empty()
            && map
                .entries
                .iter()
                .all(|e| matches!(place(&e.value), Place::Table(_) | Place::Tables(_)));
        if !only_tables || entry.comment.is_some() {
            self.header(entry, &format!("[{}]", path.join(".")));
        }
        self.body(map, path);
        path.pop();
    }

    fn tables(&mut self, entry: &OutEntry, items: &[Out], path: &mut Vec<String>) {
        path.push(scalar::key(&entry.key));
        for item in items {
            if let Out::Map(map) = item {
                self.header(entry, &format!("[[{}]]", path.join(".")));
                self.body(map, path);
            }
        }
        path.pop();
    }

    fn header(&mut self, entry: &OutEntry, header: &str) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.comment(entry);
        self.out.push_str(header);
        self.out.push('\n');
    }
}

/// A value behind `used` characters of its line.
fn value(value: &Out, used: usize) -> String {
    match value {
        Out::List(items, layout) => list(items, *layout, used),
        Out::Map(map) => inline_table(map),
        Out::Text(text, style) => scalar::text(text, *style),
        other => scalar::typed(other),
    }
}

fn list(items: &[Out], layout: Layout, used: usize) -> String {
    let items: Vec<String> = items.iter().filter(|item| **item != Out::Null).map(inline).collect();
    let line = format!("[{}]", items.join(", "));
    if layout == Layout::Inline || items.is_empty() || used + line.chars().count() <= WIDTH {
        return line;
    }
    format!("[\n    {},\n]", items.join(",\n    "))
}

fn inline_table(map: &OutMap) -> String {
    let pairs = map.entries.iter().filter(|e| e.value != Out::Null);
    let pairs: Vec<String> =
        pairs.map(|e| format!("{} = {}", scalar::key(&e.key), inline(&e.value))).collect();
    if pairs.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", pairs.join(", ")) }
}

fn inline(item: &Out) -> String {
    match item {
        Out::Text(text, _) => scalar::line(text),
        Out::List(items, _) => list(items, Layout::Inline, 0),
        other => value(other, 0),
    }
}
