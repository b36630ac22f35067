//! What the rule reads and detects: index patterns, query, threshold, new terms.

use super::{Writer, dsl, forms, source, target};
use ruleglot_document::{Out, OutMap, TextStyle};
use ruleglot_ir::{
    About, Aggregate, Body, Expr, ExprKind, Legal, Literal, MeasureOp, Number, Pipeline, Rule,
    Scalar, Stage, Taxonomy, Test,
};

impl Writer<'_> {
    pub(super) fn body(&mut self, legal: &Legal<'_>) {
        let Body::Pipeline(pipeline) = &self.rule.body else { return };
        self.indexes();
        self.out.set("language", "kuery");
        self.out.set("type", "query");
        for node in pipeline {
            match &node.kind {
                Stage::Aggregate(aggregate) => self.threshold(aggregate, pipeline),
                Stage::FirstSeen { key, over } => {
                    let mut map = OutMap::new();
                    let mut history = OutMap::new();
                    history.set("field", "history_window_start");
                    history.set("value", format!("now-{}", forms::write_span(*over)));
                    map.set("field", "new_terms_fields");
                    map.set("value", Out::texts(key.iter().filter_map(known_field)));
                    map.set("history_window_start", Out::list([Out::Map(history)]));
                    self.out.set("type", "new_terms").set("new_terms", map);
                }
                _ => {}
            }
        }
        let query = ruleglot_kuery::print_pretty(&target::query(legal));
        let filters: Vec<_> = target::filters(legal.rule()).into_iter().map(dsl::filter).collect();
        // A rule needs a query; this one is every event's.
        let query = if query.is_empty() && !filters.is_empty() { "*".to_owned() } else { query };
        self.out.set("query", Out::Text(format!("{query}\n").into(), TextStyle::Literal));
        if !filters.is_empty() {
            self.out.set("filters", Out::list(filters));
        }
    }

    fn indexes(&mut self) {
        let own = source::of_rule(self.rule).map(source::indexes).unwrap_or_default();
        let view = self.own() && self.meta.native.iter().any(|(k, _)| k == "rule.data_view_id");
        let known =
            || source::known(self.rule).map(|s| s.elastic.indexes.clone()).unwrap_or_default();
        let mut patterns = own;
        if patterns.is_empty() && !self.own() {
            patterns = known();
            self.ledger.derive(&["rule.index"]);
        }
        if patterns.is_empty() && !self.own() {
            patterns.push("logs-*");
            let what = "index = [\"logs-*\"]";
            self.ledger.assume(About::Source, "logsource", &["rule.index"], what);
        }
        if !patterns.is_empty() && !view {
            self.out.set("index", Out::texts(patterns));
        }
    }

    fn threshold(&mut self, aggregate: &Aggregate, pipeline: &Pipeline) {
        let mut map = OutMap::new();
        map.set("field", Out::texts(aggregate.by.iter().filter_map(|k| known_field(&k.of))));
        let count = aggregate.measures.iter().find(|(_, m)| m.op == MeasureOp::Rows);
        let least = count.and_then(|(field, _)| bound_of(&field.name, pipeline)).unwrap_or(1);
        map.set("value", Out::Int(least));
        let distinct = aggregate.measures.iter().filter(|(_, m)| m.op == MeasureOp::Distinct);
        let rows = distinct.filter_map(|(name, measure)| {
            let mut row = OutMap::new();
            row.set("field", known_field(measure.of.first()?)?);
            row.set("value", Out::Int(bound_of(&name.name, pipeline)?));
            Some(Out::Map(row))
        });
        let rows: Vec<_> = rows.collect();
        if !rows.is_empty() {
            map.set("cardinality", Out::list(rows));
        }
        self.out.set("type", "threshold").set("threshold", map);
    }
}

pub(super) fn known_field(scalar: &Scalar) -> Option<smol_str::SmolStr> {
    match scalar {
        Scalar::Field(field) if field.taxonomy != Taxonomy::Element => Some(field.name.clone()),
        _ => None,
    }
}

pub(super) fn aggregate_of(rule: &Rule) -> Option<&Aggregate> {
    match &rule.body {
        Body::Pipeline(pipeline) => pipeline.iter().find_map(|s| match &s.kind {
            Stage::Aggregate(aggregate) => Some(aggregate),
            _ => None,
        }),
        Body::Native(_) => None,
    }
}

/// The number that a filter asks of a measure.
fn bound_of(measure: &str, pipeline: &Pipeline) -> Option<i128> {
    let filters = pipeline.iter().filter_map(|s| match &s.kind {
        Stage::Filter(expr) => Some(expr),
        _ => None,
    });
    let tests = filters.flat_map(|e| match &e.kind {
        ExprKind::And(of) => of.as_slice(),
        _ => std::slice::from_ref(e),
    });
    tests.filter_map(|e| bound(e, measure)).max()
}

fn bound(expr: &Expr, measure: &str) -> Option<i128> {
    let field = expr.field().filter(|f| f.taxonomy == Taxonomy::Derived && f.name == measure);
    match (&expr.kind, field) {
        (
            ExprKind::Test {
                test: Test::Order { bound: Literal::Number(Number::Int(n)), .. }, ..
            },
            Some(_),
        ) => Some(*n),
        _ => None,
    }
}
