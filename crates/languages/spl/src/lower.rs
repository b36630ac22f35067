//! AST → meaning: the stages of a search as stages of a pipeline.
//!
//! Nothing is decided here about what is only presentation; each stage says what it does to the rows, a command without a
//! shared meaning stays word for word. The tree must be that of the expanded text ([`crate::expand`]).

mod condition;
mod eval;
mod functions;
mod numbers;
mod plain;
mod source;
mod stages;
mod time;

use crate::ast::{Command, MacroCall, Name, Search, Stage as Written};
use crate::expand::Macros;
use ruleglot_ir::{
    Dialect, Expr, ExprKind, Field, FieldGlob, Node, Opaque, Origin, Part, Pattern, Pipeline,
    Stage, Taxonomy, without_lowering,
};
use ruleglot_source::{Diagnostic, Snippet, Span};
use smol_str::SmolStr;
use std::collections::BTreeSet;

pub(crate) use condition::net;
pub(crate) use time::is_modifier;

/// The id of the language.
pub const SPL: Dialect = Dialect("spl");

/// The taxonomy of names in searches over events.
pub const EVENTS: &str = "splunk-ta";
/// The taxonomy of names in searches over data models.
pub const DATA_MODELS: &str = "cim";

/// What became of conditions that only say which events are searched (`index`, `sourcetype`, source macros).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceTests {
    /// They are conditions like others.
    Kept,
    /// They are the source, and stand beside it.
    Consumed,
}

/// A stretch of the expanded text that a macro call stands for.
#[derive(Clone, Debug)]
pub(crate) struct MacroText {
    /// The macro's name.
    pub(crate) name: SmolStr,
    /// The stretch.
    pub(crate) at: Span,
}

/// What lowering needs beside the tree.
pub(crate) struct Context<'s> {
    pub(crate) snippet: &'s Snippet<'s>,
    pub(crate) macros: &'s [MacroText],
    pub(crate) source_tests: SourceTests,
    /// What is known of macros.
    pub(crate) known: &'s dyn Macros,
}

/// The pipeline, and what keeps the search from having one.
pub(crate) fn lower(search: &Search, context: &Context<'_>) -> (Pipeline, Vec<Diagnostic>) {
    let mut lowering = Lowering {
        context,
        taxonomy: EVENTS.into(),
        derived: BTreeSet::new(),
        out: Vec::new(),
        diagnostics: Vec::new(),
    };
    lowering.search(search);
    (lowering.out, lowering.diagnostics)
}

/// The stages so far and the names that they made.
struct Lowering<'s> {
    context: &'s Context<'s>,
    taxonomy: SmolStr,
    /// Names made by earlier stages.
    derived: BTreeSet<SmolStr>,
    out: Pipeline,
    diagnostics: Vec<Diagnostic>,
}

impl Lowering<'_> {
    fn search(&mut self, search: &Search) {
        for (index, stage) in search.stages.iter().enumerate() {
            if index == 0 {
                self.first(stage);
            } else {
                self.stage(stage);
            }
        }
    }

    /// The first stage says what is read.
    fn first(&mut self, stage: &Written) {
        match &stage.command {
            Command::Search(search) => self.read(search.condition.as_ref(), stage.at.0),
            Command::Tstats(tstats) => self.tstats(tstats, stage.at.0),
            Command::From(model) => self.read_model(model, stage.at.0),
            Command::Macro(call) if self.names_source(call) => self.read_macro(call),
            Command::Macro(call) => {
                self.read(None, Span { end: stage.at.0.start, ..stage.at.0 });
                self.macro_stage(call);
            }
            _ => {
                self.read(None, Span { end: stage.at.0.start, ..stage.at.0 });
                self.opaque(stage, None);
            }
        }
    }

    fn stage(&mut self, stage: &Written) {
        let at = stage.at.0;
        match &stage.command {
            Command::Search(search) => {
                let filter = search.condition.as_ref().map(|c| self.condition(c));
                self.filter(filter.unwrap_or_else(|| Expr::constant(true)), at);
            }
            Command::Where(expr) => {
                let truth = self.truth(expr);
                self.filter(truth.yes, at);
            }
            Command::Regex { field, sign, pattern } => {
                let filter = self.regex(field.as_ref(), *sign, pattern, at);
                self.filter(filter, at);
            }
            Command::Macro(call) => self.macro_stage(call),
            Command::Tstats(_) | Command::From(_) => self.opaque(stage, None),
            Command::Other(other) => {
                self.unknown_command(other, at);
                self.opaque(stage, stages::writes_of(other));
            }
            _ => self.transform(stage),
        }
    }

    /// A filter; one that is a macro's whole text keeps the macro's name.
    fn filter(&mut self, expr: Expr, at: Span) {
        let expr = self.named(expr, at);
        self.push(Stage::Filter(expr), at);
    }

    /// A macro without a definition between two pipes. Those named `…_filter` are ESCU's hooks for tuning, empty unless
    /// someone defines them.
    fn macro_stage(&mut self, call: &MacroCall) {
        let at = call.at.0;
        if call.name.ends_with("_filter") && call.args.is_empty() {
            let name = call.name.clone();
            let kind = ExprKind::Named { name, body: Box::new(Expr::constant(true)) };
            self.push(Stage::Filter(self.node(kind, at)), at);
            return;
        }
        let opaque =
            Opaque { dialect: SPL, text: self.text(at), reads: vec![any_field()], writes: None };
        self.push(Stage::Opaque(opaque), at);
    }

    fn opaque(&mut self, stage: &Written, writes: Option<Vec<SmolStr>>) {
        let writes = writes.map(|names| {
            self.derived.extend(names.iter().cloned());
            names.iter().map(|n| glob(n)).collect()
        });
        let text = self.text(stage.at.0);
        let opaque = Opaque { dialect: SPL, text, reads: vec![any_field()], writes };
        self.push(Stage::Opaque(opaque), stage.at.0);
    }

    fn push(&mut self, stage: Stage, at: Span) {
        let origin = self.origin(at);
        self.out.push(Node::new(stage, origin));
    }

    fn origin(&self, at: Span) -> Origin {
        self.context.snippet.locate(at).into()
    }

    fn node(&self, kind: ExprKind, at: Span) -> Expr {
        Expr { kind: without_lowering(kind), origin: self.origin(at) }
    }

    fn text(&self, at: Span) -> SmolStr {
        self.context.snippet.text[at.range()].into()
    }

    /// The field of this name as things stand.
    fn field(&self, name: &str) -> Field {
        let taxonomy = if self.derived.contains(name) {
            Taxonomy::Derived
        } else {
            Taxonomy::Known(self.taxonomy.clone())
        };
        Field { taxonomy, name: name.into() }
    }

    fn field_of(&self, name: &Name) -> Field {
        self.field(&name.text)
    }

    fn derive(&mut self, name: &str) -> Field {
        self.derived.insert(name.into());
        Field { taxonomy: Taxonomy::Derived, name: name.into() }
    }

    /// A condition kept word for word.
    fn opaque_expr(&self, at: Span) -> Expr {
        let opaque = Opaque {
            dialect: SPL,
            text: self.text(at),
            reads: vec![any_field()],
            writes: Some(Vec::new()),
        };
        self.node(ExprKind::Opaque(opaque), at)
    }

    /// The expression under the name of the macro whose whole text it is.
    fn named(&self, expr: Expr, at: Span) -> Expr {
        if matches!(expr.kind, ExprKind::Named { .. }) {
            return expr;
        }
        let text = self.context.snippet.text;
        // Brackets around the whole change nothing, whether the macro's text or the search has them.
        let only = |a: u32, b: u32, bracket: char| {
            let between = Span { start: a.min(b), end: a.max(b) };
            text[between.range()].chars().all(|c| c == bracket || c.is_whitespace())
        };
        let same = |part: &&MacroText| {
            only(part.at.start, at.start, '(') && only(part.at.end, at.end, ')')
        };
        let Some(part) = self.context.macros.iter().find(same) else { return expr };
        let name = part.name.clone();
        let origin = expr.origin;
        Expr { kind: ExprKind::Named { name, body: Box::new(expr) }, origin }
    }
}

/// Every field.
fn any_field() -> FieldGlob {
    glob("*")
}

/// Names with stars.
fn glob(name: &str) -> FieldGlob {
    let mut pattern = Pattern::default();
    for (i, text) in name.split('*').enumerate() {
        if i > 0 {
            pattern.push(Part::Run);
        }
        pattern.push(Part::Text(text.into()));
    }
    FieldGlob { taxonomy: Taxonomy::Known(EVENTS.into()), name: pattern }
}
