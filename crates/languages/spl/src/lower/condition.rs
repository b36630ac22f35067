//! Conditions of `search`: values ignore letter case, stars are wildcards, everything is total.
//!
//! Splunk, Search Reference, "search": `=` and `!=` compare text (`1` is not `1.0`), `<` and its like compare numbers when
//! both sides are numbers; `!=` needs the field, `NOT` does not.

use super::Lowering;
use crate::ast::{
    CompareOp, Directive, Expr as Tree, ExprKind as TreeKind, Name, Piece, Quoting, Sign, Value,
    ValueKind,
};
use ipnet::IpNet;
use ruleglot_ir::{
    Anchor, Case, Expr, ExprKind, Field, Flags, Flavor, Inequality, Literal, NetTest, Number, Part,
    Pattern, Quant, Regex, Scalar, Scope, Shape, Subject, Test, Tokens, Types, all_of, any_of,
    negate,
};
use ruleglot_source::Span;

/// Letter case of a value: ignored, save under `CASE()`.
fn case(directive: Option<Directive>) -> Case {
    if directive == Some(Directive::Case) { Case::Exact } else { Case::UnicodeFold }
}

impl Lowering<'_> {
    /// What a condition means.
    pub(super) fn condition(&self, tree: &Tree) -> Expr {
        let at = tree.at.0;
        let expr = match &tree.kind {
            TreeKind::And(of) => self.conjunction(of, at),
            TreeKind::Or(of) => {
                let of: Vec<_> = of.iter().map(|x| self.condition(x)).collect();
                self.node(any_of(of).kind, at)
            }
            TreeKind::Not(of) => self.node(negate(self.condition(of)).kind, at),
            TreeKind::Compare { field, op, value } => self.compare(field, *op, value, at),
            TreeKind::In { field, values } => self.in_list(field, values, at),
            TreeKind::Keyword(value) => self.keyword(value, at),
            TreeKind::Subsearch(_) => self.opaque_expr(at),
            TreeKind::Macro(_) => self.opaque_expr(at),
        };
        self.named(expr, at)
    }

    /// Operands that together are the text of one macro become one, under the macro's name.
    fn conjunction(&self, of: &[Tree], at: Span) -> Expr {
        let mut parts = Vec::new();
        let mut rest = of;
        while let Some(first) = rest.first() {
            let run = self.macro_run(rest);
            let count = run.unwrap_or(1);
            let (taken, others) = rest.split_at(count);
            if count > 1 {
                let span = taken[0].at.0.join(taken[count - 1].at.0);
                let inner: Vec<_> = taken.iter().map(|x| self.condition(x)).collect();
                let inner = self.node(all_of(inner).kind, span);
                parts.push(self.named(inner, span));
            } else {
                parts.push(self.condition(first));
            }
            rest = others;
        }
        self.node(all_of(parts).kind, at)
    }

    /// How many of the first operands are, together and whole, the text of one macro.
    fn macro_run(&self, of: &[Tree]) -> Option<usize> {
        let start = of.first()?.at.0.start;
        let part = self.context.macros.iter().find(|p| p.at.start <= start && start < p.at.end)?;
        let count = of.iter().take_while(|x| x.at.0.end <= part.at.end).count();
        (count > 1 && count < usize::MAX).then_some(count)
    }

    fn compare(&self, name: &Name, op: CompareOp, value: &Value, at: Span) -> Expr {
        if super::time::is_modifier(&name.text) {
            // Time modifiers choose the search's time range, no field is tested.
            return self.node(ExprKind::Const(true), at);
        }
        let field = self.field_of(name);
        let ValueKind::Text { pieces, directive, quoting } = &value.kind else {
            return self.opaque_expr(at);
        };
        let pattern = pattern(pieces);
        let fold = case(*directive);
        match op {
            CompareOp::Eq if pattern.is_any() => self.is(field, Shape::Valued, at),
            CompareOp::Ne if pattern.is_any() => self.node(ExprKind::Const(false), at),
            CompareOp::Eq => self.any(field, equality(vec![pattern], fold), at),
            CompareOp::Ne => {
                self.any(field, Test::Fails(Box::new(equality(vec![pattern], fold))), at)
            }
            CompareOp::Lt => self.order(field, Inequality::Lt, &pattern, *quoting, at),
            CompareOp::Le => self.order(field, Inequality::Le, &pattern, *quoting, at),
            CompareOp::Gt => self.order(field, Inequality::Gt, &pattern, *quoting, at),
            CompareOp::Ge => self.order(field, Inequality::Ge, &pattern, *quoting, at),
        }
    }

    pub(super) fn is(&self, field: Field, shape: Shape, at: Span) -> Expr {
        Expr::is(field, shape, self.origin(at))
    }

    pub(super) fn any(&self, field: Field, test: Test, at: Span) -> Expr {
        Expr::any(field, test, self.origin(at))
    }

    fn order(&self, field: Field, op: Inequality, bound: &Pattern, _: Quoting, at: Span) -> Expr {
        let text = bound.as_literal().map_or_else(|| star_text(bound), str::to_owned);
        let bound = match Number::parse(&text) {
            Some(number) => Literal::Number(number),
            None => Literal::Text(text.into()),
        };
        self.any(field, Test::Order { op, bound, types: Types::NumericFirst }, at)
    }

    /// Plain values are one test; a network, a `CASE()` value or `*` is one of its own.
    fn in_list(&self, name: &Name, values: &[Value], at: Span) -> Expr {
        let field = self.field_of(name);
        let mut plain = Vec::new();
        let mut nets = Vec::new();
        let mut others = Vec::new();
        for value in values {
            match &value.kind {
                ValueKind::Text { pieces, directive: None | Some(Directive::Term), .. } => {
                    let pattern = pattern(pieces);
                    match net(&pattern) {
                        _ if pattern.is_any() => {
                            others.push(self.is(field.clone(), Shape::Valued, at));
                        }
                        Some(net) => nets.push(net),
                        None => plain.push(pattern),
                    }
                }
                ValueKind::Text { pieces, .. } => {
                    let test = equality(vec![pattern(pieces)], Case::Exact);
                    others.push(self.any(field.clone(), test, value.at.0));
                }
                ValueKind::Macro(_) | ValueKind::Subsearch(_) => {
                    others.push(self.opaque_expr(value.at.0));
                }
            }
        }
        let text = (!plain.is_empty()).then(|| {
            let test = Test::Text { any: plain, case: Case::UnicodeFold, types: Types::Textual };
            self.any(field.clone(), test, at)
        });
        let nets = (!nets.is_empty())
            .then(|| self.any(field.clone(), Test::Net { any: nets, how: NetTest::Contains }, at));
        self.node(any_of(text.into_iter().chain(nets).chain(others)).kind, at)
    }

    /// Words of the event's text. Splunk, "Event segmentation and searching", "Use `CASE()` and `TERM()` to match phrases".
    fn keyword(&self, value: &Value, at: Span) -> Expr {
        let ValueKind::Text { pieces, directive, .. } = &value.kind else {
            return self.opaque_expr(at);
        };
        let pattern = pattern(pieces);
        if pattern.is_any() {
            return self.node(ExprKind::Const(true), at);
        }
        let tokens = if *directive == Some(Directive::Term) {
            Tokens::SplunkMajor
        } else {
            Tokens::SplunkIndexTerm
        };
        let case = case(*directive);
        let test = match pattern.as_literal() {
            Some(text) => Test::Term { text: text.into(), tokens, case },
            None if is_contained(&pattern) => {
                Test::Text { any: vec![pattern], case, types: Types::Textual }
            }
            None if pattern.texts().all(|t| !t.contains(is_breaker)) => {
                Test::AnyWord { any: vec![pattern], tokens, case }
            }
            None => return self.opaque_expr(at),
        };
        let subject = Subject::Event(Scope::Raw);
        self.node(ExprKind::Test { subject, quant: Quant::Any, test }, at)
    }

    /// `regex field="…"`: unanchored, letter case counts. Splunk, Search Reference, "regex".
    pub(super) fn regex(&self, field: Option<&Name>, sign: Sign, pattern: &str, at: Span) -> Expr {
        let field = field.map_or_else(|| self.field("_raw"), |f| self.field_of(f));
        let matches = self.any(field, Test::Matches(pcre(pattern)), at);
        match sign {
            Sign::Is => matches,
            Sign::IsNot => self.node(negate(matches).kind, at),
        }
    }
}

/// A regular expression as Splunk takes it.
pub(super) fn pcre(pattern: &str) -> Regex {
    Regex {
        text: pattern.into(),
        flavor: Flavor::Pcre,
        flags: Flags::default(),
        anchor: Anchor::Search,
    }
}

/// Both ends are open, so that the words' borders do not count.
fn is_contained(pattern: &Pattern) -> bool {
    matches!(pattern.parts(), [Part::Run, .., Part::Run])
}

/// A character at which Splunk cuts events into words, major and minor.
pub(crate) fn is_breaker(c: char) -> bool {
    c.is_whitespace() || "[]<>(){}|!;,'\"*&?+/:=@.-$#%\\_".contains(c)
}

/// Equality of text, or being in the network that the text is.
fn equality(any: Vec<Pattern>, case: Case) -> Test {
    match any.as_slice() {
        [one] => match net(one) {
            Some(net) => Test::Net { any: vec![net], how: NetTest::Contains },
            None => Test::Text { any, case, types: Types::Textual },
        },
        _ => Test::Text { any, case, types: Types::Textual },
    }
}

/// The network that a value with a slash is.
pub(crate) fn net(pattern: &Pattern) -> Option<IpNet> {
    pattern.as_literal().filter(|t| t.contains('/')).and_then(|t| t.parse().ok())
}

fn pattern(pieces: &[Piece]) -> Pattern {
    Pattern::new(pieces.iter().map(|p| match p {
        Piece::Text(t) => Part::Text(t.clone()),
        Piece::Star => Part::Run,
    }))
}

/// The text of a pattern, stars as themselves: an ordering has no wildcards.
fn star_text(pattern: &Pattern) -> String {
    pattern.parts().iter().map(|p| if let Part::Text(t) = p { t.as_str() } else { "*" }).collect()
}

/// The subject of a scalar.
pub(super) fn subject(scalar: Scalar) -> Subject {
    Subject::Value(scalar)
}
