//! AST → canonical text: lower-case keywords, single blanks, brackets only where precedence needs them.
//!
//! Quotes stay as the tree has them: `f:"a b"` and `f:a b` differ on analysed fields.

use crate::ast::{Expr, Leaf, Name, NameKind, Piece, Query, Tree, TreeKind, Value, ValueKind};
use crate::text::{escape_bare, guard_end, quote};
use ruleglot_ir::Inequality;

/// The canonical text on one line.
pub fn print(query: &Query) -> String {
    let mut out = Printer::new(Layout::Line);
    if let Some(root) = &query.root {
        out.expr(root, Binding::Or);
    }
    out.text
}

/// The canonical text, broken where Elastic's rules break it: after `and` at the top, and in lists that are too long.
/// Up to 120 characters stay on one line.
pub fn print_pretty(query: &Query) -> String {
    let line = print(query);
    if line.len() <= WIDTH && !line.contains('\n') {
        return line;
    }
    let mut out = Printer::new(Layout::Broken);
    if let Some(root) = &query.root {
        out.expr(root, Binding::Or);
    }
    out.text
}

const WIDTH: usize = 120;
const INDENT: usize = 2;

/// How tightly the surroundings bind; what binds looser gets brackets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Or,
    And,
    Not,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    Line,
    Broken,
}

struct Printer {
    text: String,
    /// Where the unquoted text begins that was written last: a blank after it may need its end guarded.
    bare: Option<usize>,
    layout: Layout,
    depth: usize,
    /// Printing ends early beyond this length: the text is only measured.
    limit: usize,
}

impl Printer {
    fn new(layout: Layout) -> Self {
        Self { text: String::new(), bare: None, layout, depth: 0, limit: usize::MAX }
    }

    fn push(&mut self, text: &str) {
        self.bare = None;
        self.text.push_str(text);
    }

    fn blank(&mut self) {
        self.guard();
        self.text.push(' ');
    }

    fn newline(&mut self) {
        self.guard();
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n(' ', self.depth * INDENT));
    }

    fn guard(&mut self) {
        if let Some(from) = self.bare.take() {
            guard_end(&mut self.text, from);
        }
    }

    fn expr(&mut self, expr: &Expr, around: Binding) {
        self.tree(expr, around, &Self::leaf);
    }

    fn tree<L>(&mut self, tree: &Tree<L>, around: Binding, leaf: &impl Fn(&mut Self, &L)) {
        if self.text.len() > self.limit {
            return;
        }
        match &tree.kind {
            TreeKind::Leaf(l) => leaf(self, l),
            _ if around > binding(tree) || (around == Binding::Not) => {
                self.enclosed("(", tree, ")", leaf);
            }
            TreeKind::Not(operand) => {
                self.push("not ");
                self.tree(operand, Binding::Not, leaf);
            }
            TreeKind::And(of) => self.joined(of, "and", Binding::Not, leaf),
            TreeKind::Or(of) => self.joined(of, "or", Binding::And, leaf),
        }
    }

    fn joined<L>(
        &mut self,
        of: &[Tree<L>],
        word: &str,
        inner: Binding,
        leaf: &impl Fn(&mut Self, &L),
    ) {
        for (i, operand) in of.iter().enumerate() {
            if self.text.len() > self.limit {
                return;
            }
            if i > 0 {
                self.blank();
                self.push(word);
                match self.layout {
                    Layout::Line => self.blank(),
                    Layout::Broken => self.newline(),
                }
            }
            self.operand(operand, inner, leaf);
        }
    }

    /// An operand; negations may stand in a chain without brackets, an `and` directly in a broken `or` is set in.
    fn operand<L>(&mut self, operand: &Tree<L>, inner: Binding, leaf: &impl Fn(&mut Self, &L)) {
        match &operand.kind {
            TreeKind::Not(negated) => {
                self.push("not ");
                self.tree(negated, Binding::Not, leaf);
            }
            TreeKind::And(_) if inner == Binding::And && self.layout == Layout::Broken => {
                let layout = self.layout;
                if self.fits(operand, leaf) {
                    self.layout = Layout::Line;
                }
                self.depth += 1;
                self.tree(operand, inner, leaf);
                self.depth -= 1;
                self.layout = layout;
            }
            _ => self.tree(operand, inner, leaf),
        }
    }

    /// Brackets with a tree between them, on lines of its own if it is too long for this one.
    fn enclosed<L>(
        &mut self,
        open: &str,
        tree: &Tree<L>,
        close: &str,
        leaf: &impl Fn(&mut Self, &L),
    ) {
        self.push(open);
        let layout = self.layout;
        if layout == Layout::Broken && !self.fits(tree, leaf) {
            self.depth += 1;
            self.newline();
            self.tree(tree, Binding::Or, leaf);
            self.depth -= 1;
            self.newline();
        } else {
            self.layout = Layout::Line;
            self.tree(tree, Binding::Or, leaf);
            self.layout = layout;
        }
        self.push(close);
    }

    /// Whether the tree fits on the rest of this line, with a bracket and a keyword after it.
    fn fits<L>(&self, tree: &Tree<L>, leaf: &impl Fn(&mut Self, &L)) -> bool {
        let column = self.text.len() - self.text.rfind('\n').map_or(0, |at| at + 1);
        let limit = WIDTH.saturating_sub(column + ") and".len());
        let mut measured = Self { limit, ..Self::new(Layout::Line) };
        measured.tree(tree, Binding::Or, leaf);
        measured.text.len() <= limit
    }

    fn leaf(&mut self, leaf: &Leaf) {
        match leaf {
            Leaf::Match { name, values } => {
                self.name(name);
                self.push(":");
                match &values.kind {
                    TreeKind::Leaf(value) => self.value(value),
                    _ => self.enclosed("(", values, ")", &Self::value),
                }
            }
            Leaf::Compare { name, op, bound } => {
                self.name(name);
                self.blank();
                self.push(operator(*op));
                self.push(" ");
                self.value(bound);
            }
            Leaf::Nested { path, body } => {
                self.name(path);
                self.push(":");
                self.nested(body);
            }
            Leaf::Free(value) => self.value(value),
        }
    }

    fn nested(&mut self, body: &Expr) {
        if self.layout == Layout::Broken && !self.fits(body, &Self::leaf) {
            return self.enclosed("{", body, "}", &Self::leaf);
        }
        let layout = std::mem::replace(&mut self.layout, Layout::Line);
        self.push("{ ");
        self.expr(body, Binding::Or);
        self.blank();
        self.push("}");
        self.layout = layout;
    }

    fn name(&mut self, name: &Name) {
        match &name.kind {
            NameKind::Null => self.push("null"),
            NameKind::Plain(name) if is_simple(name) => self.push(name),
            NameKind::Plain(name) => self.quoted(name),
            NameKind::Wild(pieces) => self.wild(pieces),
        }
    }

    fn value(&mut self, value: &Value) {
        match &value.kind {
            ValueKind::Quoted(text) => self.quoted(text),
            // Nothing at all cannot be written, a blank that is trimmed can.
            ValueKind::Bare(text) if text.is_empty() => self.push("\\u0020"),
            ValueKind::Bare(text) => {
                let from = self.text.len();
                escape_bare(&mut self.text, text);
                self.bare = Some(from);
            }
            ValueKind::Wild(pieces) => self.wild(pieces),
        }
    }

    fn quoted(&mut self, text: &str) {
        self.bare = None;
        quote(&mut self.text, text);
    }

    fn wild(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            match piece {
                Piece::Star => self.push("*"),
                Piece::Text(text) => {
                    let from = self.text.len();
                    escape_bare(&mut self.text, text);
                    self.bare = Some(from);
                }
            }
        }
    }
}

fn binding<L>(tree: &Tree<L>) -> Binding {
    match tree.kind {
        TreeKind::Or(_) => Binding::Or,
        TreeKind::And(_) => Binding::And,
        TreeKind::Not(_) | TreeKind::Leaf(_) => Binding::Not,
    }
}

fn operator(op: Inequality) -> &'static str {
    match op {
        Inequality::Lt => "<",
        Inequality::Le => "<=",
        Inequality::Gt => ">",
        Inequality::Ge => ">=",
    }
}

/// A name that reads well and as itself without quotes.
fn is_simple(name: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '@' | '-' | '/');
    let ends_in_not = name.len() >= 3
        && name.is_char_boundary(name.len() - 3)
        && name[name.len() - 3..].eq_ignore_ascii_case("not");
    !name.is_empty() && name.chars().all(plain) && name != "null" && !ends_in_not
}
