//! YAML in `SigmaHQ`'s style: four blanks, single quotes where quotes are needed, `|` for several lines.

mod scalar;

use super::comment_lines;
use crate::out::{Layout, Out, OutMap};
use scalar::{Context, Written};

const INDENT: usize = 4;

/// The value as a YAML document, ending with a line break.
pub fn write_yaml(value: &Out) -> String {
    let mut writer = Writer { out: String::new() };
    match value {
        Out::Map(map) if is_block_map(map) => writer.map(map, 0, Start::Line),
        Out::List(items, layout) if is_block_list(items, *layout) => {
            writer.list(items, 0, Start::Line);
        }
        other => {
            writer.scalar_or_inline(other, 0, INDENT);
        }
    }
    writer.out
}

/// Where the first line of a block goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    /// On a line of its own.
    Line,
    /// Behind the dash that is already written.
    Behind,
}

struct Writer {
    out: String,
}

fn is_block_map(map: &OutMap) -> bool {
    map.layout == Layout::Auto && !map.entries.is_empty()
}

fn is_block_list(items: &[Out], layout: Layout) -> bool {
    layout == Layout::Auto && !items.is_empty()
}

impl Writer {
    fn map(&mut self, map: &OutMap, indent: usize, start: Start) {
        for (at, entry) in map.entries.iter().enumerate() {
            let mut behind = at == 0 && start == Start::Behind;
            for line in
                entry.comment.iter().flat_map(|text| comment_lines(text).collect::<Vec<_>>())
            {
                self.begin(indent, behind);
                self.line(&line);
                behind = false;
            }
            self.begin(indent, behind);
            self.key(&entry.key, indent);
            self.value(&entry.value, indent);
        }
    }

    fn begin(&mut self, indent: usize, behind: bool) {
        if !behind {
            self.out.extend(std::iter::repeat_n(' ', indent));
        }
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn key(&mut self, key: &str, indent: usize) {
        let written = scalar::key(key);
        // Readers look for the `:` within 1024 characters.
        if written.len() > 1_000 {
            self.out.push_str("? ");
            self.line(&written);
            self.begin(indent, false);
        } else {
            self.out.push_str(&written);
        }
        self.out.push(':');
    }

    /// The value behind a key that is already written.
    fn value(&mut self, value: &Out, indent: usize) {
        match value {
            Out::Map(map) if is_block_map(map) => {
                self.out.push('\n');
                self.map(map, indent + INDENT, Start::Line);
            }
            Out::List(items, layout) if is_block_list(items, *layout) => {
                self.out.push('\n');
                self.list(items, indent + INDENT, Start::Line);
            }
            other => {
                self.out.push(' ');
                self.scalar_or_inline(other, indent, INDENT);
            }
        }
    }

    fn list(&mut self, items: &[Out], indent: usize, start: Start) {
        for (at, item) in items.iter().enumerate() {
            self.begin(indent, at == 0 && start == Start::Behind);
            self.out.push_str("- ");
            match item {
                Out::Map(map) if is_block_map(map) => self.map(map, indent + 2, Start::Behind),
                Out::List(items, layout) if is_block_list(items, *layout) => {
                    self.list(items, indent + 2, Start::Behind);
                }
                other => self.scalar_or_inline(other, indent, 2),
            }
        }
    }

    /// The rest of a line, or a block indented by `step` more than `indent`.
    fn scalar_or_inline(&mut self, value: &Out, indent: usize, step: usize) {
        if let Out::Text(text, style) = value {
            match scalar::text(text, *style, Context::Block { step }) {
                Written::Line(line) => self.line(&line),
                Written::Block(header) => self.block(&header, text, indent + step),
            }
            return;
        }
        self.inline(value);
        self.out.push('\n');
    }

    fn block(&mut self, header: &str, text: &str, indent: usize) {
        self.line(header);
        let body = text.strip_suffix('\n').unwrap_or(text);
        for line in body.split('\n') {
            if !line.is_empty() {
                self.begin(indent, false);
            }
            self.line(line);
        }
    }

    fn inline(&mut self, value: &Out) {
        match value {
            Out::List(items, _) => {
                self.out.push('[');
                for (at, item) in items.iter().enumerate() {
                    self.out.push_str(if at == 0 { "" } else { ", " });
                    self.inline(item);
                }
                self.out.push(']');
            }
            Out::Map(map) => {
                self.out.push('{');
                for (at, entry) in map.entries.iter().enumerate() {
                    self.out.push_str(if at == 0 { "" } else { ", " });
                    self.out.push_str(&scalar::flow_key(&entry.key));
                    self.out.push_str(": ");
                    self.inline(&entry.value);
                }
                self.out.push('}');
            }
            Out::Text(text, style) => {
                if let Written::Line(line) = scalar::text(text, *style, Context::Flow) {
                    self.out.push_str(&line);
                }
            }
            other => self.out.push_str(&scalar::typed(other)),
        }
    }
}
