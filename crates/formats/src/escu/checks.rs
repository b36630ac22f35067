//! What contentctl asks of several keys together.

mod risk;

pub(super) use risk::is_on_or_off;

use super::{Layout, SCHEMA, name};
use crate::date;
use crate::value::Notation;
use ruleglot_document::{Entry, Node, Value};
use ruleglot_source::{Diagnostic, FileSpan, SourceFile, Span};
use smol_str::SmolStr;

pub(super) fn check(root: &Node, layout: Layout, file: &SourceFile) -> Vec<Diagnostic> {
    let notation = Notation { file: file.id, schema: SCHEMA };
    let checker = Checker { root, file, notation };
    let mut out = Vec::new();
    out.extend(checker.file_name());
    out.extend(checker.filter_macro());
    out.extend(checker.backticks());
    out.extend(checker.placeholder());
    out.extend(checker.date());
    out.extend(checker.empty_lists());
    out.extend(checker.throttling());
    out.extend(checker.tests());
    if layout == Layout::Of2026 {
        out.extend(checker.techniques());
        out.extend(checker.drilldowns());
        out.extend(checker.offsets());
        out.extend(risk::check(&checker));
        out.extend(checker.enabled());
    }
    out
}

struct Checker<'a> {
    root: &'a Node,
    file: &'a SourceFile,
    notation: Notation,
}

impl<'a> Checker<'a> {
    fn at(&self, span: Span) -> FileSpan {
        FileSpan::new(self.file.id, span)
    }

    fn entry(&self, key: &str) -> Option<&'a Entry> {
        self.root.mapping()?.entry(key)
    }

    fn text(&self, key: &str) -> Option<&'a str> {
        self.root.get(key)?.text()
    }

    /// The place of a key; of the whole rule where it is not there.
    fn at_key(&self, key: &str) -> FileSpan {
        let first = || self.root.mapping()?.entries.first();
        let entry = self.entry(key).or_else(first);
        self.at(entry.map_or(self.root.span, |e| e.key_span))
    }

    fn is_production(&self) -> bool {
        self.text("status") == Some("production")
    }

    /// contentctl, `ensureFileNameMatchesSearchName`.
    fn file_name(&self) -> Option<Diagnostic> {
        let title = self.root.get("name").filter(|n| n.text().is_some_and(|t| !t.is_empty()))?;
        let path = self.file.path.rsplit(['/', '\\']).next()?;
        if !is_yaml(path) {
            return None;
        }
        let wanted = name::stem(title.text()?);
        if path.strip_suffix(".yml") == Some(wanted.as_str()) {
            return None;
        }
        let message = format!("the file of a rule of this name is `{wanted}.yml`, not `{path}`");
        let finding = Diagnostic::error("schema/file-name", self.at(title.span), message);
        Some(finding.with_help("rename the file, or the rule"))
    }

    /// contentctl, `validate_presence_of_filter_macro`.
    fn filter_macro(&self) -> Option<Diagnostic> {
        let search = self.root.get("search")?;
        let wanted = format!("`{}`", name::filter(self.text("name")?));
        if search.text()?.contains(&wanted) {
            return None;
        }
        let message = format!("the search does not call the filter macro {wanted}");
        let finding = Diagnostic::error("schema/filter-macro", self.at_key("search"), message);
        Some(finding.with_help(format!("end the search with `| {wanted}`")))
    }

    /// contentctl, `Macro.get_macros`.
    fn backticks(&self) -> Option<Diagnostic> {
        let search = self.root.get("search")?;
        search.text()?.contains("````").then_some(())?;
        let message = "the search has four or more backticks in a row";
        let finding = Diagnostic::error("schema/bad-value", self.at(search.span), message);
        Some(finding.with_help("take the comment away from the macro"))
    }

    /// contentctl, `YmlReader`: what `contentctl new` leaves to be filled in, wherever it stands.
    fn placeholder(&self) -> Option<Diagnostic> {
        const MARK: &str = "__UPDATE__";
        let start = self.file.text.find(MARK)?;
        let message = format!("`{MARK}` is still to be filled in");
        let at = self.at(Span::new(start, start + MARK.len()));
        let finding = Diagnostic::error("schema/placeholder", at, message);
        Some(finding.with_help("write what belongs there"))
    }

    /// contentctl, `sameTypeAndSubtypeNotPresent`.
    fn techniques(&self) -> Vec<Diagnostic> {
        let list = self.root.at(&["tags", "mitre_attack_id"]).and_then(|n| self.notation.placed(n));
        let list = list.unwrap_or_default();
        let of = |(id, at): &(SmolStr, FileSpan)| {
            let (above, _) = id.split_once('.')?;
            let (_, first) = list.iter().find(|(other, _)| other == above)?;
            let message = format!("`{above}` stands beside its sub-technique `{id}`");
            let finding = Diagnostic::error("schema/overlapping-techniques", *first, message);
            Some(finding.with_label(*at, "it says more").with_help(format!("remove `{above}`")))
        };
        list.iter().filter_map(of).collect()
    }

    /// contentctl, `tests_validate`.
    fn tests(&self) -> Option<Diagnostic> {
        let manual = self.root.at(&["tags", "manual_test"]);
        let manual = manual.is_some_and(|n| self.notation.text(n).is_some());
        let tests = self.root.get("tests");
        let none = tests.is_none_or(|n| n.sequence().is_some_and(<[_]>::is_empty));
        if !self.is_production() || manual || !none || self.text("type") == Some("Correlation") {
            return None;
        }
        let at = self.at_key(if tests.is_some() { "tests" } else { "status" });
        let message = "`tests` is missing, which a rule in production needs";
        let finding = Diagnostic::error("schema/missing-field", at, message);
        Some(finding.with_help("add a test with attack data, or make it `experimental`"))
    }

    fn drilldowns(&self) -> Option<Diagnostic> {
        if !self.is_production() || self.text("type") == Some("Hunting") {
            return None;
        }
        let list = self.root.get("drilldown_searches").and_then(Node::sequence).unwrap_or_default();
        let has_placeholder = |n: &Node| {
            let search = n.get("search").and_then(Node::text);
            search.is_some_and(|s| s.contains("%original_detection_search%"))
        };
        let message = if list.len() < 2 {
            format!("a rule in production has two `drilldown_searches`, this one {}", list.len())
        } else if list.iter().any(has_placeholder) {
            return None;
        } else {
            "no drilldown calls `%original_detection_search%`".to_owned()
        };
        let key = "drilldown_searches";
        let key = if self.entry(key).is_some() { key } else { "status" };
        let finding = Diagnostic::error("schema/missing-field", self.at_key(key), message);
        Some(finding.with_help("add them, or make the rule `experimental`"))
    }

    /// contentctl, `throttling`: here the case counts.
    fn throttling(&self) -> Vec<Diagnostic> {
        let fields = self.root.at(&["tags", "throttling", "fields"]);
        let fields = fields.iter().flat_map(|n| self.notation.placed(n).unwrap_or_default());
        let search = self.text("search").unwrap_or_default();
        fields.filter(|(field, _)| !search.contains(field.as_str())).map(absent).collect()
    }

    /// pydantic reads a date of ISO 8601 alone.
    fn date(&self) -> Option<Diagnostic> {
        let node = self.root.get("date")?;
        let text = node.text()?;
        let wanted = date::hyphens(date::parse(text)?);
        if wanted == text {
            return None;
        }
        let message = format!("`date` is `{text}`, which is not of the form YYYY-MM-DD");
        let finding = Diagnostic::error("schema/bad-date", self.at(node.span), message);
        Some(finding.with_help(format!("write `{wanted}`")))
    }

    /// contentctl: `min_length=1`.
    fn empty_lists(&self) -> Vec<Diagnostic> {
        let paths: [&[&str]; 3] =
            [&["rba", "risk_objects"], &["tags", "product"], &["tags", "throttling", "fields"]];
        let empty = |path: &&[&str]| {
            let node = self.root.at(path)?;
            node.sequence().filter(|items| items.is_empty())?;
            let message = format!("`{}` is empty", path.join("."));
            let finding = Diagnostic::error("schema/bad-value", self.at(node.span), message);
            Some(finding.with_help("name at least one"))
        };
        paths.iter().filter_map(empty).collect()
    }

    /// contentctl, `Drilldown`: a text, or nothing outright.
    fn offsets(&self) -> Vec<Diagnostic> {
        let list = self.root.get("drilldown_searches").and_then(Node::sequence).unwrap_or_default();
        let offsets = list.iter().flat_map(|n| [n.get("earliest_offset"), n.get("latest_offset")]);
        let bad = |node: &&Node| match node.scalar().map(|s| s.resolve(SCHEMA)) {
            Some(Value::Text(text)) => text.is_empty(),
            Some(Value::Null) => false,
            _ => true,
        };
        let told = |node: &Node| {
            let message = "the offset of a drilldown is a text or `null`";
            let finding = Diagnostic::error("schema/bad-value", self.at(node.span), message);
            finding.with_help("write a time, like `$info_min_time$`")
        };
        offsets.flatten().filter(bad).map(told).collect()
    }

    fn enabled(&self) -> Option<Diagnostic> {
        let node = self.root.get("enabled_by_default")?;
        let on = self.notation.bool(node) == Some(true);
        let hunt = self.text("type") == Some("Hunting");
        if !on || (self.is_production() && !hunt) {
            return None;
        }
        let why = if hunt { "a hunt" } else { "a rule that is not in production" };
        let message = format!("{why} cannot be enabled by default");
        let finding = Diagnostic::error("schema/bad-value", self.at(node.span), message);
        Some(finding.with_help("remove `enabled_by_default`"))
    }
}

fn is_yaml(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| matches!(ending, "yml" | "yaml"))
}

/// A field that the search does not name.
fn absent((field, at): (SmolStr, FileSpan)) -> Diagnostic {
    let message = format!("the field `{field}` does not occur in the search");
    let finding = Diagnostic::error("schema/field-not-in-search", at, message);
    finding.with_help("name a field that the search puts out")
}
