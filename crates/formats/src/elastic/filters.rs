//! Kibana's filters (`[[rule.filters]]`): a part of what a rule means, joined to its query by `and`.
//!
//! Read are the shapes that Kibana's filter editor makes (`exists`, `match_phrase`, `range`, `bool` over several values)
//! and the queries of single terms (`term`, `terms`, `prefix`, `wildcard`, `regexp`). Anything else is kept word for word and
//! refused by every target at its place.

use super::SCHEMA;
use crate::value::Notation;
use ruleglot_document::{Kind, Mapping, Node};
use ruleglot_ir::{
    Anchor, ByMapping, Case, Dialect, Expr, ExprKind, Field, Flags, Flavor, Inequality, Lucene,
    LuceneOperators, Opaque, Origin, Part, Pattern, Quoting, Regex, Shape, Test, Types, all_of,
    any_of, at_least, negate,
};
use ruleglot_source::{Diagnostic, SourceFile};
use smol_str::SmolStr;

/// The conditions of all filters that are not switched off.
pub(super) fn read(filters: &Node, file: &SourceFile, out: &mut Vec<Diagnostic>) -> Vec<Expr> {
    let reader = Reader { notation: Notation { file: file.id, schema: SCHEMA }, file };
    let Some(items) = filters.sequence() else {
        out.push(Diagnostic::error(
            "schema/wrong-type",
            reader.notation.at(filters),
            "`rule.filters` is not a list of filters",
        ));
        return Vec::new();
    };
    items.iter().filter_map(|item| reader.filter(item, out)).collect()
}

struct Reader<'a> {
    notation: Notation,
    file: &'a SourceFile,
}

impl Reader<'_> {
    fn filter(&self, item: &Node, out: &mut Vec<Diagnostic>) -> Option<Expr> {
        let flag = |key| item.at(&["meta", key]).and_then(|n| self.notation.bool(n)) == Some(true);
        if flag("disabled") {
            return None;
        }
        let expr = self.query(item).unwrap_or_else(|| self.unknown(item, out));
        Some(if flag("negate") { negate(expr) } else { expr })
    }

    /// Kibana keeps a filter's query under `query`; older ones have it beside `meta`.
    fn query(&self, item: &Node) -> Option<Expr> {
        match item.get("query") {
            Some(query) => self.clause(query.mapping()?),
            None => self.clause_beside(item.mapping()?),
        }
    }

    fn clause_beside(&self, map: &Mapping) -> Option<Expr> {
        let mut clauses =
            map.entries.iter().filter(|e| !matches!(e.key.as_str(), "meta" | "$state"));
        let (clause, None) = (clauses.next()?, clauses.next()) else { return None };
        self.one(&clause.key, &clause.value)
    }

    fn clause(&self, map: &Mapping) -> Option<Expr> {
        let [entry] = map.entries.as_slice() else { return None };
        self.one(&entry.key, &entry.value)
    }

    fn one(&self, name: &str, body: &Node) -> Option<Expr> {
        if name == "bool" {
            return self.bool(body);
        }
        let [entry] = body.mapping()?.entries.as_slice() else { return None };
        if name == "exists" {
            let field = (entry.key == "field").then(|| self.notation.text(&entry.value))??;
            return Some(Expr::is(ecs(&field), Shape::Valued, self.origin(body)));
        }
        let (field, value) = (ecs(&entry.key), &entry.value);
        let origin = self.origin(value);
        let test = match name {
            "wildcard" => self.text(value, &["value", "wildcard"], wildcard)?,
            "regexp" => self.regexp(value)?,
            "prefix" => self.text(value, &["value"], |t| Pattern::prefix(t))?,
            "match_phrase" => self.phrase(value, &["query"])?,
            "term" => self.phrase(value, &["value"])?,
            "range" => self.range(value)?,
            "terms" => return self.terms(&field, value),
            _ => return None,
        };
        Some(Expr::any(field, test, origin))
    }

    /// Elasticsearch, "Boolean query": of `should` one clause must match where nothing else is asked for, or where
    /// `minimum_should_match` says so.
    fn bool(&self, body: &Node) -> Option<Expr> {
        let mut all = Vec::new();
        let (mut should, mut least) = (None, None);
        for entry in &body.mapping()?.entries {
            match entry.key.as_str() {
                "must" | "filter" => all.extend(self.clauses(&entry.value)?),
                "must_not" => all.extend(self.clauses(&entry.value)?.into_iter().map(negate)),
                "should" => should = Some(self.clauses(&entry.value)?),
                "minimum_should_match" => least = Some(self.notation.int(&entry.value)?),
                _ => return None,
            }
        }
        if let Some(some) = should.filter(|some| !some.is_empty()) {
            match least {
                None if all.is_empty() => all.push(any_of(some)),
                // They change the score only.
                None | Some(0) => {}
                Some(least) => all.push(at_least(u32::try_from(least).ok()?, some)),
            }
        }
        Some(Expr { origin: self.origin(body), ..all_of(all) })
    }

    /// A list of clauses, or one.
    fn clauses(&self, node: &Node) -> Option<Vec<Expr>> {
        match node.sequence() {
            Some(items) => items.iter().map(|item| self.clause(item.mapping()?)).collect(),
            None => Some(vec![self.clause(node.mapping()?)?]),
        }
    }

    /// One and the same value lies between both ends.
    fn range(&self, value: &Node) -> Option<Test> {
        let mut ends = Vec::new();
        for entry in &value.mapping()?.entries {
            let op = match entry.key.as_str() {
                "gt" => Inequality::Gt,
                "gte" => Inequality::Ge,
                "lt" => Inequality::Lt,
                "lte" => Inequality::Le,
                "boost" => continue,
                _ => return None,
            };
            let bound = self.notation.text(&entry.value)?;
            ends.push(Test::ByMapping(ByMapping::Order { op, bound }));
        }
        match ends.len() {
            0 => None,
            1 => ends.pop(),
            _ => Some(Test::AllOf(ends)),
        }
    }

    fn terms(&self, field: &Field, values: &Node) -> Option<Expr> {
        let one = |item: &Node| {
            Some(Expr::any(field.clone(), quoted(&self.notation.text(item)?), self.origin(item)))
        };
        let all: Option<Vec<_>> = values.sequence()?.iter().map(one).collect();
        Some(any_of(all?))
    }

    /// A value, or a map with it and `case_insensitive`.
    fn text(&self, value: &Node, keys: &[&str], pattern: fn(&str) -> Pattern) -> Option<Test> {
        let (text, case) = match &value.kind {
            Kind::Mapping(map) => self.settings(map, keys)?,
            _ => (self.notation.text(value)?, Case::Exact),
        };
        Some(Test::Text { any: vec![pattern(&text)], case, types: Types::Textual })
    }

    /// Elasticsearch, "Regexp query": on the whole value, with all operators where `flags` names none. In the text that
    /// is kept all operators are on.
    fn regexp(&self, value: &Node) -> Option<Test> {
        let mut flags = Flags::default();
        let mut operators = LuceneOperators::ALL;
        let mut text = None;
        match &value.kind {
            Kind::Mapping(map) => {
                for entry in &map.entries {
                    match entry.key.as_str() {
                        "value" => text = Some(self.notation.text(&entry.value)?),
                        "case_insensitive" => flags.fold_case = self.notation.bool(&entry.value)?,
                        "flags" => {
                            operators = LuceneOperators::named(&self.notation.text(&entry.value)?)?;
                        }
                        // They change the score, or what it may cost.
                        "boost" | "rewrite" | "max_determinized_states" => {}
                        _ => return None,
                    }
                }
            }
            _ => text = Some(self.notation.text(value)?),
        }
        let text = text?;
        let tree = Lucene::parse(&text, operators).ok()?;
        let text = if operators == LuceneOperators::ALL { text } else { tree.to_string().into() };
        Some(Test::Matches(Regex { text, flavor: Flavor::Lucene, flags, anchor: Anchor::Whole }))
    }

    fn settings(&self, map: &Mapping, keys: &[&str]) -> Option<(SmolStr, Case)> {
        let mut text = None;
        let mut case = Case::Exact;
        for entry in &map.entries {
            match entry.key.as_str() {
                // Elasticsearch, "Wildcard query": "allows case insensitive matching" of ASCII letters.
                "case_insensitive" if self.notation.bool(&entry.value)? => case = Case::AsciiFold,
                "case_insensitive" => {}
                // They change the score only.
                "boost" | "rewrite" => {}
                key if keys.contains(&key) => text = Some(self.notation.text(&entry.value)?),
                _ => return None,
            }
        }
        Some((text?, case))
    }

    /// What a value in quotes means in KQL: the mapping decides.
    fn phrase(&self, value: &Node, keys: &[&str]) -> Option<Test> {
        match &value.kind {
            Kind::Mapping(map) => {
                let (text, case) = self.settings(map, keys)?;
                Some(match case {
                    Case::Exact => quoted(&text),
                    case => Test::Text {
                        any: vec![Pattern::literal(text)],
                        case,
                        types: Types::Textual,
                    },
                })
            }
            _ => Some(quoted(&self.notation.text(value)?)),
        }
    }

    fn unknown(&self, item: &Node, out: &mut Vec<Diagnostic>) -> Expr {
        let name = item.get("query").unwrap_or(item).mapping().and_then(|m| {
            m.entries.iter().map(|e| e.key.as_str()).find(|k| !matches!(*k, "meta" | "$state"))
        });
        let message = match name {
            Some(name) => format!("the filter `{name}` is not understood"),
            None => "a filter without a query is not understood".to_owned(),
        };
        let finding =
            Diagnostic::warning("elastic/filter-not-read", self.notation.at(item), message)
                .with_help("write it as a part of the query, if KQL can say it");
        out.push(finding);
        let text = self.file.text.get(item.span.range()).unwrap_or_default();
        let opaque = Opaque {
            dialect: Dialect("elasticsearch"),
            text: text.into(),
            reads: Vec::new(),
            writes: Some(Vec::new()),
        };
        Expr { kind: ExprKind::Opaque(opaque), origin: self.origin(item) }
    }

    fn origin(&self, node: &Node) -> Origin {
        self.notation.at(node).into()
    }
}

fn ecs(name: &str) -> Field {
    Field::known("ecs", name)
}

fn quoted(text: &str) -> Test {
    Test::ByMapping(ByMapping::Match { pattern: Pattern::literal(text), quoting: Quoting::Quoted })
}

/// Elasticsearch, "Wildcard query": `*` any characters, `?` one, `\` takes the next as it is.
fn wildcard(text: &str) -> Pattern {
    let mut parts = Vec::new();
    let mut run = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let part = match c {
            '*' => Part::Run,
            '?' => Part::One,
            '\\' => {
                run.push(chars.next().unwrap_or('\\'));
                continue;
            }
            c => {
                run.push(c);
                continue;
            }
        };
        parts.push(Part::Text(std::mem::take(&mut run).into()));
        parts.push(part);
    }
    parts.push(Part::Text(run.into()));
    Pattern::new(parts)
}
