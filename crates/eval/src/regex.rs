//! Regular expressions of other languages, run.

use crate::lucene::{self, Automaton};
use regex_syntax::ast::{self, Ast, ClassPerlKind, ClassSetItem};
use regex_syntax::hir::Hir;
use ruleglot_ir::{Anchor, Flavor, Lucene, LuceneOperators, Regex};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::sync::Arc;

/// Compiled expressions are kept, as making witnesses compiles each part of a rule by itself; past this many all are
/// let go.
const MOST_KEPT: usize = 512;

thread_local! {
    static KEPT: RefCell<FxHashMap<Regex, Arc<Compiled>>> = RefCell::default();
}

/// A compiled expression.
#[derive(Debug)]
pub(crate) enum Compiled {
    Linear(::regex::Regex),
    /// With look-around or back-references. A run that exceeds its step limit counts as no match.
    Backtracking(Box<fancy_regex::Regex>),
    /// Lucene's, with operators that no other notation has.
    Automaton(Automaton),
}

impl Compiled {
    /// # Errors
    /// The engine's own words on what is wrong.
    pub(crate) fn new(regex: &Regex) -> Result<Arc<Self>, String> {
        if let Some(known) = KEPT.with_borrow(|kept| kept.get(regex).cloned()) {
            return Ok(known);
        }
        let compiled = Arc::new(Self::compile(regex)?);
        KEPT.with_borrow_mut(|kept| {
            if kept.len() >= MOST_KEPT {
                kept.clear();
            }
            kept.insert(regex.clone(), compiled.clone());
        });
        Ok(compiled)
    }

    fn compile(regex: &Regex) -> Result<Self, String> {
        let regex = match spelled(regex)? {
            Spelled::Shared(regex) => regex,
            Spelled::Possessive(regex) => return Self::backtracking(&anchored(&regex), &regex),
            Spelled::Automaton(automaton) => return Ok(Self::Automaton(automaton)),
        };
        let source = anchored(&regex);
        match ::regex::RegexBuilder::new(&source)
            .case_insensitive(regex.flags.fold_case)
            .multi_line(regex.flags.multi_line)
            .dot_matches_new_line(regex.flags.dot_all)
            .ignore_whitespace(regex.flags.extended)
            .build()
        {
            Ok(linear) => Ok(Self::Linear(linear)),
            Err(why) if counts_down(&source) => Err(why.to_string()),
            Err(why) => Self::backtracking(&source, &regex).map_err(|_| why.to_string()),
        }
    }

    fn backtracking(source: &str, regex: &Regex) -> Result<Self, String> {
        let flags = [
            (regex.flags.fold_case, 'i'),
            (regex.flags.multi_line, 'm'),
            (regex.flags.dot_all, 's'),
            (regex.flags.extended, 'x'),
        ];
        let set: String = flags.iter().filter(|(on, _)| *on).map(|(_, c)| *c).collect();
        let source = if set.is_empty() { source.to_owned() } else { format!("(?{set}){source}") };
        fancy_regex::Regex::new(&source)
            .map(|r| Self::Backtracking(Box::new(r)))
            .map_err(|e| e.to_string())
    }

    /// Whether the text matches.
    pub(crate) fn matches(&self, text: &str) -> bool {
        match self {
            Self::Linear(r) => r.is_match(text),
            Self::Backtracking(r) => r.is_match(text).unwrap_or(false),
            Self::Automaton(a) => a.matches(text),
        }
    }
}

/// A regular expression as the engine here reads it: where it must match is left to the reader.
///
/// `None` for what has no finite automaton (look-around, back-references) and what is no expression at all.
pub fn regex_syntax_of(regex: &Regex) -> Option<Hir> {
    let Ok(Spelled::Shared(regex)) = spelled(regex) else { return None };
    regex_syntax::ParserBuilder::new()
        .case_insensitive(regex.flags.fold_case)
        .multi_line(regex.flags.multi_line)
        .dot_matches_new_line(regex.flags.dot_all)
        .ignore_whitespace(regex.flags.extended)
        .build()
        .parse(&regex.text)
        .ok()
}

/// An expression in the notation of the engine here.
enum Spelled {
    Shared(Regex),
    /// With repetitions that give nothing back, which the linear engine takes for repeated repetitions.
    Possessive(Regex),
    Automaton(Automaton),
}

fn spelled(regex: &Regex) -> Result<Spelled, String> {
    match regex.flavor {
        Flavor::Lucene => {
            let fold = regex.flags.fold_case;
            let tree = Lucene::parse(&regex.text, LuceneOperators::ALL).map_err(|f| f.message)?;
            let Some(text) = lucene::spelled(&tree, fold) else {
                return Automaton::new(tree, fold).map(Spelled::Automaton);
            };
            let flags = ruleglot_ir::Flags::default();
            Ok(Spelled::Shared(Regex { text: text.into(), flags, ..regex.clone() }))
        }
        _ => Ok(of_many(regex)),
    }
}

/// The notations that grew out of Perl's; what the parser here cannot read stays as it is.
fn of_many(regex: &Regex) -> Spelled {
    let mut parser = ast::parse::ParserBuilder::new();
    let parsed = parser.ignore_whitespace(regex.flags.extended).build().parse(&regex.text);
    let read = parsed.ok().and_then(|tree| ast::visit(&tree, Seen::default()).ok());
    let Some(seen) = read else { return Spelled::Shared(regex.clone()) };
    let text = match regex.flavor {
        Flavor::Python => regex.text.clone(),
        _ => ascii(regex, seen.classes).into(),
    };
    let regex = Regex { text, ..regex.clone() };
    let possessive = seen.possessive && regex.flavor != Flavor::Re2;
    if possessive { Spelled::Possessive(regex) } else { Spelled::Shared(regex) }
}

/// The text with classes of ASCII for `\d`, `\w`, `\s` and `\b`, as these notations have them unless Unicode is asked for.
fn ascii(regex: &Regex, classes: Vec<Found>) -> String {
    let mut out = String::with_capacity(regex.text.len());
    let mut at = 0;
    for class in classes {
        out.push_str(&regex.text[at..class.span.start.offset]);
        at = class.span.end.offset;
        out.push_str(&class.kind.in_ascii(regex.flavor));
    }
    out.push_str(&regex.text[at..]);
    out
}

#[derive(Default)]
struct Seen {
    classes: Vec<Found>,
    possessive: bool,
}

struct Found {
    span: ast::Span,
    kind: Kind,
}

enum Kind {
    Perl(ClassPerlKind, bool),
    Boundary(ast::AssertionKind),
}

impl Kind {
    fn in_ascii(&self, flavor: Flavor) -> String {
        let (kind, negated) = match self {
            Self::Boundary(ast::AssertionKind::WordBoundary) => return r"(?-u:\b)".to_owned(),
            Self::Boundary(_) => return r"(?-u:\B)".to_owned(),
            Self::Perl(kind, negated) => (kind, *negated),
        };
        let not = if negated { "^" } else { "" };
        let vertical = if flavor == Flavor::Re2 { "" } else { r"\x0B" };
        match kind {
            ClassPerlKind::Digit => format!("[{not}0-9]"),
            ClassPerlKind::Word => format!("[{not}0-9A-Za-z_]"),
            ClassPerlKind::Space => format!(r"[{not}\t\n{vertical}\f\r\x20]"),
        }
    }
}

impl Seen {
    fn perl(&mut self, class: &ast::ClassPerl) {
        let kind = Kind::Perl(class.kind.clone(), class.negated);
        self.classes.push(Found { span: class.span, kind });
    }
}

impl ast::Visitor for Seen {
    type Output = Self;
    type Err = std::convert::Infallible;

    fn finish(self) -> Result<Self, Self::Err> {
        Ok(self)
    }

    fn visit_pre(&mut self, tree: &Ast) -> Result<(), Self::Err> {
        use ast::AssertionKind::{NotWordBoundary, WordBoundary};
        match tree {
            Ast::ClassPerl(class) => self.perl(class),
            Ast::Assertion(a) if matches!(a.kind, WordBoundary | NotWordBoundary) => {
                self.classes.push(Found { span: a.span, kind: Kind::Boundary(a.kind.clone()) });
            }
            Ast::Repetition(r) if r.op.kind == ast::RepetitionKind::OneOrMore => {
                self.possessive |= r.greedy && matches!(*r.ast, Ast::Repetition(_));
            }
            _ => {}
        }
        Ok(())
    }

    fn visit_class_set_item_pre(&mut self, item: &ClassSetItem) -> Result<(), Self::Err> {
        if let ClassSetItem::Perl(class) = item {
            self.perl(class);
        }
        Ok(())
    }
}

fn anchored(regex: &Regex) -> String {
    match regex.anchor {
        Anchor::Search => regex.text.to_string(),
        Anchor::Start => format!(r"\A(?:{})", regex.text),
        Anchor::Whole => format!(r"\A(?:{})\z", regex.text),
    }
}

/// Whether a repetition asks for fewer at most than at least: PCRE refuses it, the engine that backtracks does not.
fn counts_down(source: &str) -> bool {
    use regex_syntax::ast::{ErrorKind, parse::Parser};
    let parsed = Parser::new().parse(source);
    parsed.is_err_and(|why| matches!(why.kind(), ErrorKind::RepetitionCountInvalid))
}
