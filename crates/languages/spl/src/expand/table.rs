//! A table of macros, from `macros.conf` or from pairs.

use super::{Definition, Macros};
use crate::text::is_blank;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// Macros by name and number of arguments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MacroTable {
    entries: BTreeMap<(SmolStr, usize), Entry>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Entry {
    args: Vec<SmolStr>,
    text: String,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    /// The definition is the text.
    #[default]
    Text,
    /// The definition is an `eval` expression that makes the text: it cannot be expanded without running it.
    Eval,
}

impl MacroTable {
    /// Macros from pairs of a head, `name` or `name(a,b)`, and a definition. A later one replaces an earlier one.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut table = Self::default();
        for (head, text) in pairs {
            let (name, args) = match head.split_once('(') {
                Some((name, rest)) => (name, list(rest.trim_end().trim_end_matches(')'))),
                None => (head, Vec::new()),
            };
            table.insert(name.trim(), args, text);
        }
        table
    }

    /// Adds a macro with the names of its arguments, in the place of one of the same name and number of arguments.
    pub fn insert(&mut self, name: &str, args: Vec<SmolStr>, text: &str) {
        let entry = Entry { args, text: text.to_owned(), kind: Kind::Text };
        self.entries.insert((name.into(), entry.args.len()), entry);
    }

    /// Every name with its number of arguments and its text, in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, usize, &str)> {
        self.entries.iter().map(|((name, arity), e)| (name.as_str(), *arity, e.text.as_str()))
    }

    /// The numbers of arguments that macros of this name take.
    pub fn arities(&self, name: &str) -> Vec<usize> {
        self.entries.keys().filter(|(n, _)| n == name).map(|(_, arity)| *arity).collect()
    }
}

impl Macros for MacroTable {
    fn definition(&self, name: &str, arity: usize) -> Option<Definition<'_>> {
        let entry = self.entries.get(&(SmolStr::from(name), arity))?;
        let args = entry.args.iter().map(SmolStr::as_str).collect();
        (entry.kind == Kind::Text).then(|| Definition { args, text: &entry.text })
    }
}

/// Reads `macros.conf`: stanzas `[name]` and `[name(2)]` with `args` and `definition`.
///
/// Splunk, Admin Manual, "macros.conf". Settings that are not known are passed over; a definition that is an `eval`
/// expression (`iseval`) is no text, so such a macro stays unknown.
pub fn parse_macros_conf(text: &str) -> MacroTable {
    let mut table = MacroTable::default();
    let mut stanza: Option<(SmolStr, Entry)> = None;
    for line in logical_lines(text) {
        let trimmed = line.trim_matches(is_blank);
        if let Some(head) = trimmed.strip_prefix('[').and_then(|h| h.strip_suffix(']')) {
            table.close(stanza.take());
            let name = head.split('(').next().unwrap_or_default().trim();
            stanza = Some((name.into(), Entry::default()));
        } else if let (Some((_, entry)), Some((key, value))) =
            (&mut stanza, trimmed.split_once('='))
        {
            set(entry, key.trim_matches(is_blank), value.trim_matches(is_blank));
        }
    }
    table.close(stanza);
    table
}

impl MacroTable {
    fn close(&mut self, stanza: Option<(SmolStr, Entry)>) {
        if let Some((name, entry)) = stanza.filter(|(name, _)| name != "default") {
            self.entries.insert((name, entry.args.len()), entry);
        }
    }
}

fn set(entry: &mut Entry, key: &str, value: &str) {
    match key {
        "args" => entry.args = list(value),
        "definition" => value.clone_into(&mut entry.text),
        "iseval" if matches!(value, "1" | "true" | "True" | "t" | "yes") => entry.kind = Kind::Eval,
        _ => {}
    }
}

fn list(text: &str) -> Vec<SmolStr> {
    let names = text.split(',').map(|a| a.trim_matches(|c| is_blank(c) || c == '"'));
    names.filter(|a| !a.is_empty()).map(SmolStr::from).collect()
}

/// Lines without comments; a backslash at the end of one goes on with the next.
fn logical_lines(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        let (part, more) = match line.strip_suffix('\\') {
            Some(part) => (part, true),
            None => (line, false),
        };
        match out.last_mut() {
            Some(last) if open => {
                last.push('\n');
                last.push_str(part);
            }
            _ if line.trim_start().starts_with('#') => continue,
            _ => out.push(part.to_owned()),
        }
        open = more;
    }
    out
}
