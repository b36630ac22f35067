//! Expressions of `where` and `eval`: letter case counts, nothing is a wildcard, null is a third value.
//!
//! Splunk, Search Reference, "where", "eval" and "Comparison and Conditional functions". A comparison with null is null,
//! and `where` keeps what is true. Over a list `=`, `in`, `like`, `match` and `cidrmatch` hold when they hold of a value.

use super::condition::{pcre, subject};
use super::functions::call;
use super::numbers::number;
use super::plain::plain;
use super::{Context, Lowering, SourceTests};
use crate::ast::{Command, CompareOp, Eval, EvalKind, Stage};
use ruleglot_ir::{
    Calculus, Case, Expr, ExprKind, Inequality, Lift, Literal, Part, Pattern, Quant, Relation,
    Scalar, Shape, Test, Truth, Types, all_of, negate,
};
use ruleglot_source::{Snippet, Span, TextMap};

/// Comparisons by numbers where both sides are numbers.
const TYPES: Types = Types::NumericFirst;

impl Lowering<'_> {
    /// When an expression is true, and when it is false.
    pub(super) fn truth(&self, tree: &Eval) -> Truth {
        let at = tree.at.0;
        match &tree.kind {
            EvalKind::And(of) => self.joined(of, Truth::and),
            EvalKind::Or(of) => self.joined(of, Truth::or),
            EvalKind::Xor(a, b) => {
                let (a, b) = (self.truth(a), self.truth(b));
                let left = a.clone().and(b.clone().negate(), Calculus::Kleene);
                left.or(a.negate().and(b, Calculus::Kleene), Calculus::Kleene)
            }
            EvalKind::Not(of) => self.truth(of).negate(),
            EvalKind::Compare { op, left, right } => self.comparison(*op, left, right, at),
            EvalKind::Like(of, pattern) => self.like(of, pattern, at),
            EvalKind::In(of, values) => self.one_of(of, values, at),
            EvalKind::Call { name, args } => self.predicate(name, args, at),
            EvalKind::Bool(value) => Truth::total(self.node(ExprKind::Const(*value), at)),
            EvalKind::Null => self.never(at),
            _ => self.unknown(at),
        }
    }

    fn joined(&self, of: &[Eval], join: fn(Truth, Truth, Calculus) -> Truth) -> Truth {
        let mut all = of.iter().map(|x| self.truth(x));
        let first = all.next().unwrap_or_else(|| Truth::total(Expr::constant(true)));
        all.fold(first, |a, b| join(a, b, Calculus::Kleene))
    }

    /// Null whatever the event.
    pub(super) fn never(&self, at: Span) -> Truth {
        let never = self.node(ExprKind::Const(false), at);
        Truth { yes: never.clone(), no: never }
    }

    /// A condition that has no meaning outside the language.
    pub(super) fn unknown(&self, at: Span) -> Truth {
        let opaque = self.opaque_expr(at);
        Truth { yes: opaque.clone(), no: negate(opaque) }
    }

    /// A test of a computed value: null where that has none.
    pub(super) fn leaf(&self, of: Scalar, test: Test, at: Span) -> Truth {
        let valued = self.shape(of.clone(), Shape::Valued, at);
        let yes = self.node(ExprKind::Test { subject: subject(of), quant: Quant::Any, test }, at);
        let no = self.node(all_of([valued, negate(yes.clone())]).kind, at);
        Truth { yes, no }
    }

    pub(super) fn shape(&self, what: Scalar, shape: Shape, at: Span) -> Expr {
        self.node(ExprKind::Is { what, shape }, at)
    }

    fn comparison(&self, op: CompareOp, left: &Eval, right: &Eval, at: Span) -> Truth {
        let (Some(l), Some(r)) = (self.scalar(left), self.scalar(right)) else {
            return self.unknown(at);
        };
        match (op, l, r) {
            (_, Scalar::Literal(a), Scalar::Literal(b)) => {
                let holds = numbers_hold(op, &a, &b);
                holds.map_or_else(
                    || self.unknown(at),
                    |holds| Truth::total(self.node(ExprKind::Const(holds), at)),
                )
            }
            (op, Scalar::Literal(bound), of) => self.against(turned(op), of, bound, at),
            (op, of, Scalar::Literal(bound)) => self.against(op, of, bound, at),
            (CompareOp::Ne, l, r) => self.related(Relation::Eq, l, r, at).negate(),
            (op, l, r) => self.related(relation(op), l, r, at),
        }
    }

    fn against(&self, op: CompareOp, of: Scalar, bound: Literal, at: Span) -> Truth {
        let test = match op {
            CompareOp::Eq => equal(bound),
            CompareOp::Ne => return self.leaf(of, equal(bound), at).negate(),
            CompareOp::Lt => Test::Order { op: Inequality::Lt, bound, types: TYPES },
            CompareOp::Le => Test::Order { op: Inequality::Le, bound, types: TYPES },
            CompareOp::Gt => Test::Order { op: Inequality::Gt, bound, types: TYPES },
            CompareOp::Ge => Test::Order { op: Inequality::Ge, bound, types: TYPES },
        };
        self.leaf(of, test, at)
    }

    pub(super) fn related(&self, how: Relation, left: Scalar, right: Scalar, at: Span) -> Truth {
        let both = [&left, &right].map(|s| self.shape(s.clone(), Shape::Valued, at));
        let kind = ExprKind::Relate { left, how, right, case: Case::Exact, types: TYPES };
        let yes = self.node(kind, at);
        let no = all_of(both.into_iter().chain([negate(yes.clone())]));
        Truth { no: self.node(no.kind, at), yes }
    }

    /// `%` is any text, `_` one character.
    pub(super) fn like(&self, of: &Eval, pattern: &Eval, at: Span) -> Truth {
        let (Some(of), EvalKind::Text(pattern)) = (self.scalar(of), &pattern.kind) else {
            return self.unknown(at);
        };
        // What a backslash does in a pattern is not documented.
        if pattern.contains('\\') && pattern.contains("\\%") | pattern.contains("\\_") {
            return self.unknown(at);
        }
        let test = Test::Text {
            any: vec![like_pattern(pattern)],
            case: Case::Exact,
            types: Types::Textual,
        };
        self.leaf(of, test, at)
    }

    pub(super) fn one_of(&self, of: &Eval, values: &[Eval], at: Span) -> Truth {
        let alternatives = values.iter().map(|v| self.comparison(CompareOp::Eq, of, v, at));
        alternatives
            .reduce(|a, b| a.or(b, Calculus::Kleene))
            .unwrap_or_else(|| Truth::total(self.node(ExprKind::Const(false), at)))
    }

    /// A function that is true or false.
    fn predicate(&self, name: &str, args: &[Eval], at: Span) -> Truth {
        match (name.to_ascii_lowercase().as_str(), args) {
            ("true", []) => Truth::total(self.node(ExprKind::Const(true), at)),
            ("false", []) => Truth::total(self.node(ExprKind::Const(false), at)),
            ("isnull", [of]) => self.has_value(of, at).negate(),
            ("isnotnull", [of]) => self.has_value(of, at),
            ("like", [of, pattern]) => self.like(of, pattern, at),
            ("in", [of, values @ ..]) if !values.is_empty() => self.one_of(of, values, at),
            ("match", [of, pattern]) => match (self.scalar(of), &pattern.kind) {
                (Some(of), EvalKind::Text(pattern)) => self.leaf(of, matching(pattern), at),
                _ => self.unknown(at),
            },
            ("cidrmatch", [net, of]) => self.in_net(net, of, at),
            ("isnum", [of]) => self.is_number(of, at),
            ("isstr", [of]) => {
                let number = self.is_number(of, at).negate();
                self.has_value(of, at).and(number, Calculus::Kleene)
            }
            ("searchmatch", [Eval { kind: EvalKind::Text(text), .. }]) => self.searched(text, at),
            ("if", [condition, yes, no]) => {
                let (c, yes, no) = (self.truth(condition).yes, self.truth(yes), self.truth(no));
                let branch = |yes: Expr, no: Expr| {
                    let otherwise = all_of([negate(c.clone()), no]);
                    self.node(ruleglot_ir::any_of([all_of([c.clone(), yes]), otherwise]).kind, at)
                };
                Truth { yes: branch(yes.yes, no.yes), no: branch(yes.no, no.no) }
            }
            _ => self.unknown(at),
        }
    }

    fn has_value(&self, of: &Eval, at: Span) -> Truth {
        match self.scalar(of) {
            Some(of) => Truth::total(self.shape(of, Shape::Valued, at)),
            None => self.unknown(at),
        }
    }

    /// Whether a value is a number or a text that spells one.
    fn is_number(&self, of: &Eval, at: Span) -> Truth {
        match self.scalar(of) {
            Some(of) => {
                let number = call("number.of-text", Lift::Undefined, vec![of]);
                Truth::total(self.shape(number, Shape::Valued, at))
            }
            None => self.unknown(at),
        }
    }

    /// `searchmatch("…")`: a condition of `search` about the row. Its places are those of the call.
    fn searched(&self, text: &str, at: Span) -> Truth {
        let mut map = TextMap::new(0);
        map.replaced(text.len(), self.context.snippet.map.span(at));
        let snippet = Snippet { text, file: self.context.snippet.file, map };
        let parsed = crate::parse::parse(&snippet);
        if !parsed.diagnostics.is_empty() {
            return self.unknown(at);
        }
        let Some([Stage { command: Command::Search(search), .. }]) =
            parsed.search.as_ref().map(|s| s.stages.as_slice())
        else {
            return self.unknown(at);
        };
        let context = Context {
            snippet: &snippet,
            macros: &[],
            source_tests: SourceTests::Kept,
            known: self.context.known,
        };
        let inner = Lowering {
            context: &context,
            taxonomy: self.taxonomy.clone(),
            derived: self.derived.clone(),
            out: Vec::new(),
            diagnostics: Vec::new(),
        };
        let condition = search.condition.as_ref().map(|c| inner.condition(c));
        Truth::total(condition.unwrap_or_else(|| Expr::constant(true)))
    }

    fn in_net(&self, net: &Eval, of: &Eval, at: Span) -> Truth {
        let (Some(of), Some(net)) = (self.scalar(of), self.scalar(net)) else {
            return self.unknown(at);
        };
        match net {
            Scalar::Literal(Literal::Text(text)) => match text.parse() {
                Ok(net) => {
                    let test = Test::Net { any: vec![net], how: ruleglot_ir::NetTest::Contains };
                    self.leaf(of, test, at)
                }
                Err(_) => self.unknown(at),
            },
            net => self.related(Relation::InNet, of, net, at),
        }
    }
}

/// Matching an expression; one that is text with wildcards is the same as the pattern.
fn matching(pattern: &str) -> Test {
    match plain(pattern) {
        Some((pattern, case)) => Test::Text { any: vec![pattern], case, types: Types::Textual },
        None => Test::Matches(pcre(pattern)),
    }
}

/// The pattern of `like`.
fn like_pattern(text: &str) -> Pattern {
    let mut pattern = Pattern::default();
    for c in text.chars() {
        pattern.push(match c {
            '%' => Part::Run,
            '_' => Part::One,
            other => Part::Text(other.to_string().into()),
        });
    }
    pattern
}

/// Equality with a constant: numbers by their value, text by its letters.
fn equal(bound: Literal) -> Test {
    match bound {
        Literal::Text(text) => Test::Text {
            any: vec![Pattern::literal(text)],
            case: Case::Exact,
            types: Types::Textual,
        },
        other => Test::Equal { any: vec![other], types: TYPES },
    }
}

fn relation(op: CompareOp) -> Relation {
    match op {
        CompareOp::Eq => Relation::Eq,
        CompareOp::Ne => Relation::Ne,
        CompareOp::Lt => Relation::Lt,
        CompareOp::Le => Relation::Le,
        CompareOp::Gt => Relation::Gt,
        CompareOp::Ge => Relation::Ge,
    }
}

/// The comparison with its sides exchanged.
fn turned(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Lt => CompareOp::Gt,
        CompareOp::Le => CompareOp::Ge,
        CompareOp::Gt => CompareOp::Lt,
        CompareOp::Ge => CompareOp::Le,
        same => same,
    }
}

/// Two constants compared: `1==1`, `"a"="b"`.
fn numbers_hold(op: CompareOp, a: &Literal, b: &Literal) -> Option<bool> {
    let order = match (a, b) {
        (Literal::Number(a), Literal::Number(b)) => a.as_f64().total_cmp(&b.as_f64()),
        (Literal::Text(a), Literal::Text(b)) => match (number(a), number(b)) {
            (Some(a), Some(b)) => a.as_f64().total_cmp(&b.as_f64()),
            _ => a.cmp(b),
        },
        _ => return None,
    };
    Some(match op {
        CompareOp::Eq => order.is_eq(),
        CompareOp::Ne => order.is_ne(),
        CompareOp::Lt => order.is_lt(),
        CompareOp::Le => order.is_le(),
        CompareOp::Gt => order.is_gt(),
        CompareOp::Ge => order.is_ge(),
    })
}
