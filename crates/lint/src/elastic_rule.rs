//! An Elastic rule file as a whole, as lints of its metadata see it.

use crate::context::RuleContext;
use ruleglot_document::Node;
use ruleglot_source::{FileSpan, SourceFile};
use std::time::Duration;

/// An Elastic rule file.
pub(crate) struct ElasticRule<'a> {
    file: &'a SourceFile,
    root: &'a Node,
}

/// A text with its place.
#[derive(Clone, Copy)]
pub(crate) struct Placed<'a> {
    pub(crate) text: &'a str,
    pub(crate) at: FileSpan,
}

impl<'a> ElasticRule<'a> {
    /// The rule, if it is one of Elastic's.
    pub(crate) fn of(context: &RuleContext<'a>) -> Option<Self> {
        context.format.filter(|format| format.id() == "elastic")?;
        let root = &context.document?.root;
        root.get("rule")?.mapping()?;
        Some(Self { file: context.file, root })
    }

    /// What stands below `[rule]`.
    pub(crate) fn get(&self, key: &str) -> Option<&'a Node> {
        self.root.at(&["rule", key])
    }

    /// What stands below `[metadata]`.
    pub(crate) fn metadata(&self, key: &str) -> Option<&'a Node> {
        self.root.at(&["metadata", key])
    }

    /// What stands below `[transform]`.
    pub(crate) fn transform(&self, key: &str) -> &'a [Node] {
        self.root.at(&["transform", key]).and_then(Node::sequence).unwrap_or_default()
    }

    /// The text of a key of the rule; blank ones are none.
    pub(crate) fn text(&self, key: &str) -> Option<Placed<'a>> {
        self.placed(self.get(key)?)
    }

    /// A text with its place; blank ones are none.
    pub(crate) fn placed(&self, node: &'a Node) -> Option<Placed<'a>> {
        let text = node.text().filter(|text| !text.trim().is_empty())?;
        Some(Placed { text, at: self.at(node) })
    }

    /// The texts of a list of the rule.
    pub(crate) fn list(&self, key: &str) -> impl Iterator<Item = Placed<'a>> {
        self.items(key).iter().filter_map(|node| self.placed(node))
    }

    /// The items of a list of the rule.
    pub(crate) fn items(&self, key: &str) -> &'a [Node] {
        self.get(key).and_then(Node::sequence).unwrap_or_default()
    }

    /// The place of a node.
    pub(crate) fn at(&self, node: &Node) -> FileSpan {
        FileSpan::new(self.file.id, node.span)
    }

    /// The place of a key of the rule; that of its name, or of the table, where it is not there.
    pub(crate) fn key(&self, key: &str) -> FileSpan {
        let rule = self.root.get("rule").and_then(Node::mapping);
        let entry = rule.and_then(|map| map.entry(key).or_else(|| map.entry("name")));
        let span = entry.map_or_else(|| self.root.span, |entry| entry.key_span);
        FileSpan::new(self.file.id, span)
    }

    /// Whether it has a tag.
    pub(crate) fn has_tag(&self, wanted: &str) -> bool {
        self.list("tags").any(|tag| tag.text == wanted)
    }

    /// Whether it was given up: nobody keeps the metadata of such rules in order.
    pub(crate) fn is_deprecated(&self) -> bool {
        self.metadata("maturity").and_then(Node::text) == Some("deprecated")
    }

    /// Whether it makes no alerts of its own, but helps others.
    pub(crate) fn is_building_block(&self) -> bool {
        self.get("building_block_type").is_some()
    }

    /// Its type.
    pub(crate) fn kind(&self) -> &'a str {
        self.get("type").and_then(Node::text).unwrap_or_default()
    }

    /// The name of its file; `None` for standard input.
    pub(crate) fn file_name(&self) -> Option<&'a str> {
        let path: &str = &self.file.path;
        path.rsplit(['/', '\\']).next().filter(|name| *name != "-")
    }

    /// The folders that its file stands in, the innermost first; none for standard input.
    pub(crate) fn folders(&self) -> impl Iterator<Item = &'a str> {
        let path: &str = &self.file.path;
        path.rsplit(['/', '\\']).skip(1)
    }

    /// How far back it looks, if it says so in units of a fixed length.
    pub(crate) fn lookback(&self) -> Option<Duration> {
        span(self.text("from")?.text.strip_prefix("now-")?)
    }

    /// How often it runs; as Kibana has it where it does not say so.
    pub(crate) fn interval(&self) -> Option<Duration> {
        match self.text("interval") {
            Some(said) => span(said.text),
            None => Some(Duration::from_secs(300)),
        }
    }

    /// The longest time between the first and the last event of an EQL sequence.
    pub(crate) fn max_span(&self) -> Option<(Duration, FileSpan)> {
        let query = self.text("query").filter(|_| self.kind() == "eql")?;
        let (_, rest) = query.text.split_once("maxspan")?;
        let rest = rest.trim_start().strip_prefix('=')?.trim_start();
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        Some((span(&rest[..end])?, self.key("query")))
    }

    /// Whether it asks for several events in an order, or side by side.
    pub(crate) fn is_sequence(&self) -> bool {
        let first = self.text("query").and_then(|query| first_word(query.text));
        self.kind() == "eql" && matches!(first, Some("sequence" | "sample"))
    }
}

/// The first word of a query of EQL, comments left out.
fn first_word(mut query: &str) -> Option<&str> {
    loop {
        query = query.trim_start();
        let rest = match query.get(..2) {
            Some("//") => query.split_once('\n'),
            Some("/*") => query.split_once("*/"),
            _ => return query.split_whitespace().next(),
        };
        query = rest?.1;
    }
}

/// `9m`: a span in units of a fixed length.
fn span(text: &str) -> Option<Duration> {
    let (number, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit())?);
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" | "H" => 3_600,
        "d" => 86_400,
        "w" => 604_800,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(seconds).map(Duration::from_secs)
}
