//! The body of an Elastic rule: its query, filters, threshold and new terms.

use super::{SCHEMA, filters, forms};
use crate::format::{Ast, Part};
use crate::value::Notation;
use ruleglot_document::{Language, Mapping, Node, snippet};
use ruleglot_ir::{
    Aggregate, Body, Dialect, Expr, Field, Inequality, Key, Literal, Measure, MeasureOp,
    MissingKey, NativeSource, Node as Placed, Number, Opaque, Origin, Rows, Scalar, Source, Stage,
    Taxonomy, Test, Types, Window, all_of,
};
use ruleglot_source::{Diagnostic, FileSpan, Snippet, SourceFile};
use smol_str::SmolStr;

/// The name of the measure that counts events.
pub(super) const COUNT: &str = "count";

/// What reading the body gave.
pub(super) struct ReadBody {
    pub(super) body: Option<Body>,
    pub(super) language: Option<&'static str>,
    pub(super) parts: Vec<Part>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Keys that say what the rule detects; they are native where the body is.
pub(super) const KEYS: &[&str] =
    &["type", "language", "query", "index", "filters", "threshold", "new_terms"];

const LANGUAGES: &[&str] = &["kuery", "lucene", "eql", "esql"];

/// The word for what is read natively: the language, or the type for kinds without a query of their own.
fn dialect(kind: &str, language: Option<&'static str>) -> Dialect {
    match kind {
        "machine_learning" => Dialect("machine_learning"),
        "saved_query" => Dialect("saved_query"),
        "threat_match" => Dialect("threat_match"),
        _ => Dialect(language.unwrap_or("kuery")),
    }
}

pub(super) fn read(rule: &Mapping, file: &SourceFile, at: FileSpan) -> ReadBody {
    let notation = Notation { file: file.id, schema: SCHEMA };
    let text = |key| rule.get(key).and_then(|n| notation.text(n));
    let kind = text("type").unwrap_or_else(|| "query".into());
    let language = language(&kind, text("language").as_deref());
    let mut reader =
        Reader { rule, notation, file, at, parts: Vec::new(), diagnostics: Vec::new() };
    let lowers =
        matches!(kind.as_str(), "query" | "threshold" | "new_terms") && language == Some("kuery");
    let body = if lowers { reader.pipeline(&kind) } else { reader.native(&kind, language) };
    let mut diagnostics = reader.diagnostics;
    diagnostics.sort_by_key(|d| d.at().span);
    ReadBody { body, language, parts: reader.parts, diagnostics }
}

/// Kibana takes KQL where a type of rule with a query names no language.
fn language(kind: &str, written: Option<&str>) -> Option<&'static str> {
    let known = |word: &str| LANGUAGES.iter().copied().find(|l| *l == word);
    match (kind, written) {
        ("machine_learning" | "saved_query", _) => None,
        (_, Some(word)) => known(word),
        ("eql", None) => Some("eql"),
        ("esql", None) => Some("esql"),
        (_, None) => Some("kuery"),
    }
}

struct Reader<'a> {
    rule: &'a Mapping,
    notation: Notation,
    file: &'a SourceFile,
    at: FileSpan,
    parts: Vec<Part>,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    /// Kept word for word: the query, or the name of what is run.
    fn native(&mut self, kind: &str, language: Option<&'static str>) -> Option<Body> {
        let mut sound = true;
        if kind == "threat_match" && language == Some("kuery") {
            sound = self.kuery("query", &["rule", "query"]).is_some();
            if self.rule.get("threat_query").is_some()
                && self.language_of("threat_language") == "kuery"
            {
                sound &= self.kuery("threat_query", &["rule", "threat_query"]).is_some();
            }
        }
        let key = if kind == "machine_learning" { "machine_learning_job_id" } else { "query" };
        let node = self.rule.get(key);
        let needs_query = matches!(kind, "eql" | "esql")
            || (kind == "query" && self.rule.get("filters").is_none());
        if needs_query && node.and_then(Node::text).is_none_or(|t| t.trim().is_empty()) {
            self.missing("query", kind);
            return None;
        }
        let text = node
            .and_then(|n| n.text().map(SmolStr::from).or_else(|| self.slice(n)))
            .unwrap_or_default();
        let opaque =
            Opaque { dialect: dialect(kind, language), text, reads: Vec::new(), writes: None };
        sound.then_some(Body::Native(opaque))
    }

    fn language_of(&self, key: &str) -> SmolStr {
        self.rule.get(key).and_then(|n| self.notation.text(n)).unwrap_or_else(|| "kuery".into())
    }

    fn slice(&self, node: &Node) -> Option<SmolStr> {
        self.file.text.get(node.span.range()).map(SmolStr::from)
    }

    fn missing(&mut self, key: &str, kind: &str) {
        let at =
            self.rule.entry(key).map_or(self.at, |e| FileSpan::new(self.file.id, e.value.span));
        let message = format!("a rule of type `{kind}` has no `{key}`");
        let error = Diagnostic::error("schema/missing-field", at, message)
            .with_help(format!("write its `{key}`"));
        self.diagnostics.push(error);
    }

    fn pipeline(&mut self, kind: &str) -> Option<Body> {
        let query = self.condition(kind);
        let rest = match kind {
            "threshold" => self.threshold(),
            "new_terms" => self.new_terms(),
            _ => Some(Vec::new()),
        };
        let mut stages = vec![self.source(), query?];
        stages.extend(rest?);
        Some(Body::Pipeline(stages))
    }

    /// The query and all filters hold.
    fn condition(&mut self, kind: &str) -> Option<Placed<Stage>> {
        let filters = match self.rule.get("filters") {
            Some(node) => filters::read(node, self.file, &mut self.diagnostics),
            None => Vec::new(),
        };
        let blank =
            self.rule.get("query").is_none_or(|n| n.text().is_some_and(|t| t.trim().is_empty()));
        if blank && self.rule.get("filters").is_none() {
            self.missing("query", kind);
            return None;
        }
        let query =
            if blank { Expr::constant(true) } else { self.kuery("query", &["rule", "query"])? };
        let origin = self.rule.get("query").map_or(self.at, |n| self.notation.at(n));
        let expr = if filters.is_empty() {
            query
        } else {
            Expr { origin: origin.into(), ..all_of(std::iter::once(query).chain(filters)) }
        };
        Some(Placed::new(Stage::Filter(expr), origin.into()))
    }

    fn kuery(&mut self, key: &str, path: &'static [&'static str]) -> Option<Expr> {
        let node = self.rule.get(key)?;
        let Some(snippet) = snippet(self.file.id, &self.file.text, node, Language::Toml) else {
            let message = format!("`rule.{key}` is not a text");
            self.diagnostics.push(Diagnostic::error(
                "schema/wrong-type",
                self.notation.at(node),
                message,
            ));
            return None;
        };
        let (expr, part) = kuery(&snippet, path, &mut self.diagnostics)?;
        self.parts.push(part);
        Some(expr)
    }

    fn source(&self) -> Placed<Stage> {
        let node = self.rule.get("index");
        let patterns = node.and_then(|n| self.notation.placed(n)).unwrap_or_default();
        let native = |(pattern, at): (SmolStr, FileSpan)| {
            Placed::new(NativeSource::IndexPattern(pattern), at.into())
        };
        let source =
            Source { native: patterns.into_iter().map(native).collect(), ..Source::default() };
        let origin = node.map_or(self.at, |n| self.notation.at(n));
        Placed::new(Stage::Read(source), origin.into())
    }

    /// Elastic Security, "Create a threshold rule": rows by the fields, at least so many; a composite aggregation, which
    /// leaves out events without a field.
    fn threshold(&mut self) -> Option<Vec<Placed<Stage>>> {
        let Some(node) = self.rule.get("threshold") else {
            self.missing("threshold", "threshold");
            return None;
        };
        let origin: Origin = self.notation.at(node).into();
        let Some(least) = node.get("value").and_then(|n| self.notation.int(n)) else {
            self.bad(node, "the threshold has no number as its `value`");
            return None;
        };
        let fields = match node.get("field") {
            Some(n) => self.notation.texts(n).unwrap_or_default(),
            None => Vec::new(),
        };
        let by = fields
            .iter()
            .filter(|f| !f.is_empty())
            .map(|f| Key { name: ecs(f), of: Scalar::Field(ecs(f)) });
        let mut measures =
            vec![(derived(COUNT), Measure { op: MeasureOp::Rows, of: Vec::new(), only: None })];
        let mut tests = vec![at_least(COUNT, least, origin)];
        for item in node.get("cardinality").and_then(Node::sequence).unwrap_or_default() {
            let field = item.get("field").and_then(|n| self.notation.text(n));
            let value = item.get("value").and_then(|n| self.notation.int(n));
            let (Some(field), Some(value)) = (field, value) else {
                self.bad(item, "the cardinality needs a `field` and a number as its `value`");
                return None;
            };
            let name = format!("distinct({field})");
            tests.push(at_least(&name, value, self.notation.at(item).into()));
            let of = vec![Scalar::Field(ecs(&field))];
            measures.push((derived(&name), Measure { op: MeasureOp::Distinct, of, only: None }));
        }
        let aggregate = Aggregate {
            by: by.collect(),
            missing: MissingKey::Drop,
            window: Window::Run,
            rows: Rows::PerGroup,
            measures,
        };
        let filter = Stage::Filter(all_of(tests));
        Some(vec![Placed::new(Stage::Aggregate(aggregate), origin), Placed::new(filter, origin)])
    }

    fn new_terms(&mut self) -> Option<Vec<Placed<Stage>>> {
        let Some(node) = self.rule.get("new_terms") else {
            self.missing("new_terms", "new_terms");
            return None;
        };
        let fields =
            node.get("value").and_then(|n| self.notation.texts(n)).filter(|f| !f.is_empty());
        let Some(fields) = fields else {
            self.bad(node, "the new terms name no field as their `value`");
            return None;
        };
        let window =
            node.get("history_window_start").and_then(Node::sequence).and_then(<[_]>::first);
        let start = window.and_then(|w| w.get("value"));
        let Some(over) = start.and_then(|n| forms::lookback(&self.notation.text(n)?)) else {
            self.bad(start.unwrap_or(node), "the history window has no beginning like `now-14d`");
            return None;
        };
        let key = fields.iter().map(|f| Scalar::Field(ecs(f))).collect();
        Some(vec![Placed::new(Stage::FirstSeen { key, over }, self.notation.at(node).into())])
    }

    fn bad(&mut self, node: &Node, message: &str) {
        self.diagnostics.push(Diagnostic::error(
            "schema/bad-value",
            self.notation.at(node),
            message,
        ));
    }
}

/// Reads and lowers a KQL query.
pub(crate) fn kuery(
    snippet: &Snippet<'_>,
    path: &'static [&'static str],
    out: &mut Vec<Diagnostic>,
) -> Option<(Expr, Part)> {
    let parsed = ruleglot_kuery::parse(snippet);
    out.extend(parsed.diagnostics);
    let query = parsed.query?;
    let expr = ruleglot_kuery::lower(&query, snippet);
    Some((expr, Part { path, ast: Ast::Kuery(query) }))
}

fn ecs(name: &str) -> Field {
    Field::known("ecs", name)
}

fn derived(name: &str) -> Field {
    Field { taxonomy: Taxonomy::Derived, name: name.into() }
}

fn at_least(measure: &str, least: i128, origin: Origin) -> Expr {
    let bound = Literal::Number(Number::Int(least));
    Expr::any(
        derived(measure),
        Test::Order { op: Inequality::Ge, bound, types: Types::NumericFirst },
        origin,
    )
}
