//! AST → meaning.
//!
//! What depends on the index mapping stays a test `ByMapping`; everything that Kibana decides without it is decided
//! here, as its query DSL shows: a lone star, `*:*`, the word `null`, field patterns, nested groups.

use crate::ast::{
    Expr as Tree, Leaf, Name, NameKind, Piece, Query, TreeKind, Value, ValueKind, Values,
};
use ruleglot_ir::{
    ByMapping, Expr, ExprKind, Field, FieldGlob, Origin, Part, Pattern, Quant, Quoting, Scalar,
    Scope, Shape, Subject, Taxonomy, Test,
};
use ruleglot_source::{Snippet, Span};
use smol_str::SmolStr;

/// The meaning of a query whose fields are ECS names.
pub fn lower(query: &Query, snippet: &Snippet<'_>) -> Expr {
    let lowering = Lowering { snippet, taxonomy: Taxonomy::Known("ecs".into()) };
    match &query.root {
        Some(root) => lowering.expr(root),
        None => lowering.node(ExprKind::Const(true), Span::new(0, snippet.text.len())),
    }
}

struct Lowering<'s> {
    snippet: &'s Snippet<'s>,
    /// Whose names stand here: of the event, or relative to the element of a nested group.
    taxonomy: Taxonomy,
}

/// What the values of a list are values of.
enum About {
    Field(Field),
    Fields(FieldGlob),
    Defaults,
    /// A field that no document has.
    Nothing,
}

impl Lowering<'_> {
    fn node(&self, kind: ExprKind, at: Span) -> Expr {
        Expr { kind, origin: Origin::from(self.snippet.locate(at)) }
    }

    fn expr(&self, tree: &Tree) -> Expr {
        let all = |of: &[Tree]| of.iter().map(|x| self.expr(x)).collect();
        let kind = match &tree.kind {
            TreeKind::Or(of) => ExprKind::Or(all(of)),
            TreeKind::And(of) => ExprKind::And(all(of)),
            TreeKind::Not(of) => ExprKind::Not(Box::new(self.expr(of))),
            TreeKind::Leaf(leaf) => return self.leaf(leaf, tree.at.0),
        };
        self.node(kind, tree.at.0)
    }

    fn leaf(&self, leaf: &Leaf, at: Span) -> Expr {
        match leaf {
            Leaf::Match { name, values } => {
                let about = self.about(name);
                match &values.kind {
                    // `f:x`: the place of the condition, not of its value alone.
                    TreeKind::Leaf(value) => self.node(is(&about, value), at),
                    _ => self.values(&about, values),
                }
            }
            Leaf::Compare { name, op, bound } => {
                let test = match bound_text(bound) {
                    Some(bound) => Test::ByMapping(ByMapping::Order { op: *op, bound }),
                    // Elasticsearch, RangeQueryBuilder: a bound of null is open on that side.
                    None => Test::Anything,
                };
                self.node(any(&self.compared(name), test), at)
            }
            Leaf::Nested { path, body } => self.node(self.nested(path, body), at),
            Leaf::Free(value) => self.node(is(&self.about_default(), value), at),
        }
    }

    /// A list distributes its field.
    fn values(&self, about: &About, values: &Values) -> Expr {
        let all = |of: &[Values]| of.iter().map(|x| self.values(about, x)).collect();
        let kind = match &values.kind {
            TreeKind::Or(of) => ExprKind::Or(all(of)),
            TreeKind::And(of) => ExprKind::And(all(of)),
            TreeKind::Not(of) => ExprKind::Not(Box::new(self.values(about, of))),
            TreeKind::Leaf(value) => is(about, value),
        };
        self.node(kind, values.at.0)
    }

    fn about(&self, name: &Name) -> About {
        match &name.kind {
            NameKind::Plain(name) => About::Field(self.field(name)),
            NameKind::Wild(pieces) => {
                About::Fields(FieldGlob { taxonomy: self.taxonomy.clone(), name: pattern(pieces) })
            }
            NameKind::Null => self.about_default(),
        }
    }

    /// In a comparison `null` is a field like any other (Kibana, observed).
    fn compared(&self, name: &Name) -> About {
        match &name.kind {
            NameKind::Null => About::Field(self.field("null")),
            _ => self.about(name),
        }
    }

    /// In a nested group a value without a field asks the field `path.null` (Kibana, observed), which nothing has.
    fn about_default(&self) -> About {
        if self.taxonomy == Taxonomy::Element { About::Nothing } else { About::Defaults }
    }

    fn field(&self, name: &str) -> Field {
        Field { taxonomy: self.taxonomy.clone(), name: name.into() }
    }

    fn nested(&self, path: &Name, body: &Tree) -> ExprKind {
        let NameKind::Plain(path) = &path.kind else {
            // The path is taken literally, star and all, and there is no such field.
            return ExprKind::Const(false);
        };
        let inner = Self { snippet: self.snippet, taxonomy: Taxonomy::Element };
        ExprKind::Within {
            path: self.field(path),
            quant: Quant::Any,
            body: Box::new(inner.expr(body)),
        }
    }
}

fn is(about: &About, value: &Value) -> ExprKind {
    if value.is_null() {
        // Elasticsearch refuses the query at run time; a rule that fails matches nothing.
        return ExprKind::Const(false);
    }
    match about {
        About::Field(field) if value.is_star() => {
            ExprKind::Is { what: Scalar::Field(field.clone()), shape: Shape::Valued }
        }
        About::Fields(glob) if value.is_star() && is_every(glob) => ExprKind::Const(true),
        About::Fields(_) if value.is_star() => any(about, Test::Anything),
        About::Defaults if value.is_star() => ExprKind::Const(true),
        _ => any(about, matching(value)),
    }
}

/// `*:*` is every event. (`**:*` asks for some field: the same, as every event has one.)
fn is_every(glob: &FieldGlob) -> bool {
    glob.name.is_any()
}

fn any(about: &About, test: Test) -> ExprKind {
    let subject = match about {
        About::Field(field) => Subject::Value(Scalar::Field(field.clone())),
        About::Fields(glob) => Subject::AnyField(glob.clone()),
        About::Defaults => Subject::Event(Scope::DefaultFields),
        About::Nothing => return ExprKind::Const(false),
    };
    match (subject, test) {
        (Subject::Value(what), Test::Anything) => ExprKind::Is { what, shape: Shape::Valued },
        (subject, test) => ExprKind::Test { subject, quant: Quant::Any, test },
    }
}

fn matching(value: &Value) -> Test {
    let (pattern, quoting) = match &value.kind {
        ValueKind::Quoted(text) => (Pattern::literal(text.clone()), Quoting::Quoted),
        ValueKind::Bare(text) => (Pattern::literal(text.clone()), Quoting::Bare),
        ValueKind::Wild(pieces) => (pattern(pieces), Quoting::Bare),
    };
    Test::ByMapping(ByMapping::Match { pattern, quoting })
}

/// The bound of a comparison, in which a star is the character; `None` for the word `null`.
fn bound_text(bound: &Value) -> Option<SmolStr> {
    match &bound.kind {
        _ if bound.is_null() => None,
        ValueKind::Quoted(text) | ValueKind::Bare(text) => Some(text.clone()),
        ValueKind::Wild(pieces) => {
            let texts = pieces.iter().map(|piece| match piece {
                Piece::Text(text) => text.as_str(),
                Piece::Star => "*",
            });
            Some(texts.collect())
        }
    }
}

fn pattern(pieces: &[Piece]) -> Pattern {
    Pattern::new(pieces.iter().map(|piece| match piece {
        Piece::Text(text) => Part::Text(text.clone()),
        Piece::Star => Part::Run,
    }))
}
