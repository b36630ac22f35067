//! A search as written: stages, conditions, expressions and macro calls in order; blanks, needless brackets and comments
//! between tokens are not kept (comments are listed apart).
//!
//! Macros are not expanded here: a call is a node wherever the grammar lets one stand. Splunk expands macros as text
//! before it parses, so the *meaning* of a search with known macros is that of [`crate::expand`]'s text, parsed again.
//!
//! Constructors keep a normal form, so that equal trees print equally: `And` directly in `And` is flat (likewise `Or`),
//! and neither has fewer than two operands.

use smol_str::SmolStr;

pub use ruleglot_source::At;

/// A whole search, or the search inside square brackets.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Search {
    /// The stages in order; never empty.
    pub stages: Vec<Stage>,
    /// Comments in the order of the text. The outermost search holds all of them, one in brackets none.
    pub comments: Vec<Comment>,
    /// Where it stands.
    pub at: At,
}

/// A comment: its text without the backticks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Comment {
    /// Its text.
    pub text: SmolStr,
    /// Where it stands, backticks included.
    pub at: At,
}

/// One stage of a search.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Stage {
    /// What it does.
    pub command: Command,
    /// Where it stands, without the pipe.
    pub at: At,
}

/// The commands whose arguments are understood, and [`Command::Other`] for the rest.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    /// `search …`, or the first stage of a search that does not begin with a pipe.
    Search(SearchStage),
    /// `where …`.
    Where(Eval),
    /// `eval a=…, b=…`.
    Eval(Vec<Assignment>),
    /// `stats`, `eventstats`, `streamstats`.
    Stats(Stats),
    /// `tstats`.
    Tstats(Tstats),
    /// `from datamodel:M.O`, `from datamodel M.O`; other `from`s are [`Command::Other`].
    From(DataModel),
    /// `table a b*`.
    Table(Vec<Name>),
    /// `fields [+|-] a, b`.
    Fields {
        /// Whether the fields are kept or dropped.
        mode: FieldsMode,
        /// Names, with wildcards.
        names: Vec<Name>,
    },
    /// `rename a AS b, c.* AS *`.
    Rename(Vec<(Name, Name)>),
    /// `dedup`.
    Dedup(Dedup),
    /// `sort`.
    Sort(Sort),
    /// `head N`; `head (expr)` is [`Command::Other`].
    Head(u64),
    /// `fillnull [value=v] [fields]`.
    Fillnull {
        /// What is filled in; Splunk's default is `0`.
        value: Option<SmolStr>,
        /// Fields; all when empty.
        fields: Vec<Name>,
    },
    /// `regex [field=|field!=] "re"`.
    Regex {
        /// The field; `_raw` when absent.
        field: Option<Name>,
        /// `=` keeps what matches, `!=` what does not.
        sign: Sign,
        /// The pattern after the unescaping of the search language (`\\` → `\`, `\"` → `"`): what PCRE gets.
        pattern: SmolStr,
    },
    /// `rex [field=f] "re"`; `mode=sed` is [`Command::Other`].
    Rex {
        /// The field; `_raw` when absent.
        field: Option<Name>,
        /// The pattern that PCRE gets.
        pattern: SmolStr,
        /// `max_match`; 1 by default, 0 is all.
        max_match: Option<u32>,
    },
    /// `bin`, `bucket`.
    Bin {
        /// The field.
        field: Name,
        /// `span=…` as written.
        span: Option<SmolStr>,
        /// Other options as written, in order.
        options: Vec<SearchOption>,
        /// `AS`.
        alias: Option<Name>,
    },
    /// `convert [timeformat="…"] ctime(a) AS b …`.
    Convert {
        /// `timeformat`.
        time_format: Option<SmolStr>,
        /// Conversions in order.
        conversions: Vec<Conversion>,
    },
    /// A macro alone between two pipes.
    Macro(MacroCall),
    /// Any other command, or a known one whose arguments are not understood: kept word for word.
    Other(OtherCommand),
}

/// A `search` stage.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SearchStage {
    /// Whether the word `search` stands there.
    pub spelled: Spelled,
    /// The condition; `None` when there is no word (then every event).
    pub condition: Option<Expr>,
}

/// Whether the command's name is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "said above")]
pub enum Spelled {
    Implicit,
    Explicit,
}

/// Whether something is kept or dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "said above")]
pub enum FieldsMode {
    Keep,
    Drop,
}

/// Whether something must hold or must not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "said above")]
pub enum Sign {
    Is,
    IsNot,
}

/// A command kept word for word.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OtherCommand {
    /// Its name as written.
    pub name: SmolStr,
    /// Its arguments as written, but for blanks and comments between words, which are one blank each.
    pub args: SmolStr,
    /// Searches in square brackets among the arguments.
    pub subsearches: Vec<Search>,
    /// Macros called among the arguments.
    pub macros: Vec<MacroCall>,
}

/// A macro call.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MacroCall {
    /// The name without arguments.
    pub name: SmolStr,
    /// Arguments, quotes around one taken off (`"a"` is `a`); with their names where they are named.
    pub args: Vec<MacroArgument>,
    /// Where it stands, backticks included.
    pub at: At,
}

/// An argument of a macro call.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MacroArgument {
    /// `name=` in the named form.
    pub name: Option<SmolStr>,
    /// The value without quotes around it.
    pub value: SmolStr,
}

/// `name=value` as written; the value's quotes taken off, its escapes resolved.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SearchOption {
    /// Its name as written.
    pub name: SmolStr,
    /// Its value.
    pub value: SmolStr,
}

/// A field name; quotes around it mean nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// The name, escapes resolved.
    pub text: SmolStr,
    /// Where it stands.
    pub at: At,
}

// ---------------------------------------------------------------------------------------------------- search conditions

/// A condition of `search`, `tstats WHERE` and their like: OR binds tighter than AND, which may be left out.
///
/// Splunk, Search Manual, "Boolean expressions with logical operators".
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands, brackets around it left out.
    pub at: At,
}

/// The kinds of [`Expr`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ExprKind {
    /// All; two or more, none of them an `And`.
    And(Vec<Expr>),
    /// Some; two or more, none of them an `Or`.
    Or(Vec<Expr>),
    /// Not the next term.
    Not(Box<Expr>),
    /// `field op value`.
    Compare {
        /// The field.
        field: Name,
        /// How.
        op: CompareOp,
        /// With what.
        value: Value,
    },
    /// `field IN (v1, v2)`.
    In {
        /// The field.
        field: Name,
        /// Values; never empty.
        values: Vec<Value>,
    },
    /// A word or phrase that is searched in the event's text, also under `CASE()` or `TERM()`.
    Keyword(Value),
    /// A search in square brackets whose rows become a condition.
    Subsearch(Box<Search>),
    /// A macro.
    Macro(MacroCall),
}

/// A comparison of `search`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum CompareOp {
    /// `=` and `==`.
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

/// A value of a condition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Value {
    /// What it is.
    pub kind: ValueKind,
    /// Where it stands, quotes and directive included.
    pub at: At,
}

/// The kinds of [`Value`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ValueKind {
    /// A text, escapes of `search` resolved: `\"`, `\\` and `\|`; every other backslash stands. Stars are wildcards, quoted
    /// or not.
    Text {
        /// Its parts; empty for `""`.
        pieces: Vec<Piece>,
        /// Whether it stood in quotes.
        quoting: Quoting,
        /// `CASE(…)` or `TERM(…)` around it.
        directive: Option<Directive>,
    },
    /// A macro.
    Macro(MacroCall),
    /// A search whose first value is taken.
    Subsearch(Box<Search>),
}

/// Whether a text stood in quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "said above")]
pub enum Quoting {
    Bare,
    Quoted,
}

/// A directive around a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Directive {
    /// `CASE(x)`: letter case counts.
    Case,
    /// `TERM(x)`: one index token, minor breakers included.
    Term,
}

/// A part of a text with wildcards.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Piece {
    /// These characters; never empty, never two in a row.
    Text(SmolStr),
    /// Any characters, or none.
    Star,
}

// ---------------------------------------------------------------------------------------------------- eval expressions

/// An expression of `where` and `eval`.
///
/// Splunk, Search Reference, "eval" and "Predicate expressions": NOT, then AND, OR, XOR.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Eval {
    /// What it is.
    pub kind: EvalKind,
    /// Where it stands, brackets around it left out.
    pub at: At,
}

/// The kinds of [`Eval`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum EvalKind {
    /// All; two or more, none of them an `And`.
    And(Vec<Eval>),
    /// Some; two or more, none of them an `Or`.
    Or(Vec<Eval>),
    /// Exactly one of two.
    Xor(Box<Eval>, Box<Eval>),
    /// The complement; null stays null.
    Not(Box<Eval>),
    /// A comparison.
    Compare {
        /// How.
        op: CompareOp,
        /// Left.
        left: Box<Eval>,
        /// Right.
        right: Box<Eval>,
    },
    /// `a LIKE b`, the same as `like(a, b)`.
    Like(Box<Eval>, Box<Eval>),
    /// `a IN (…)`, the same as `in(a, …)`.
    In(Box<Eval>, Vec<Eval>),
    /// `a + b` and the like.
    Arithmetic {
        /// How.
        op: ArithmeticOp,
        /// Left.
        left: Box<Eval>,
        /// Right.
        right: Box<Eval>,
    },
    /// `-a`.
    Minus(Box<Eval>),
    /// A function; its name as written (Splunk ignores its case).
    Call {
        /// Name.
        name: SmolStr,
        /// Arguments.
        args: Vec<Eval>,
    },
    /// A field, by a bare word or in single quotes.
    Field(SmolStr),
    /// A text, escapes resolved (`\t` is a tab, `\n` a line break, `\"`, `\\`; any other backslash stands).
    Text(SmolStr),
    /// A number as written.
    Number(SmolStr),
    /// `true`, `false` as bare words (also `true()` and `false()`).
    Bool(bool),
    /// `null` as a bare word (also `null()`).
    Null,
    /// A macro.
    Macro(MacroCall),
}

/// Arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum ArithmeticOp {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    /// `.`: text beside text. A bare `a.b` is read as this, for `a.b` as one field needs single quotes.
    Concat,
}

/// `name=expression` of `eval`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Assignment {
    /// The field; a name with braces (`{f}`) is made from a value.
    pub field: Name,
    /// Its value.
    pub value: Eval,
}

// ---------------------------------------------------------------------------------------------------- measuring commands

/// `stats`, `eventstats`, `streamstats`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Stats {
    /// Which.
    pub kind: StatsKind,
    /// `name=value` options, in order.
    pub options: Vec<SearchOption>,
    /// Measures; never empty.
    pub measures: Vec<Measure>,
    /// `BY`.
    pub by: Vec<Name>,
}

/// The commands of [`Stats`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum StatsKind {
    Stats,
    Eventstats,
    Streamstats,
}

/// `func(arg) AS name`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Measure {
    /// The function as written.
    pub function: SmolStr,
    /// Its argument; `None` for `count` and `count()`.
    pub argument: Option<MeasureArgument>,
    /// `AS`.
    pub alias: Option<Name>,
    /// Where it stands.
    pub at: At,
}

/// What is measured.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum MeasureArgument {
    /// A field; with a star one measure for each.
    Field(Name),
    /// `eval(…)`.
    Eval(Eval),
}

/// `tstats`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Tstats {
    /// `name=value` options and macros that stand for such, in order.
    pub options: Vec<TstatsOption>,
    /// Measures; never empty.
    pub measures: Vec<Measure>,
    /// `FROM datamodel=…`; `None`: indexed fields.
    pub from: Option<DataModel>,
    /// `WHERE`.
    pub condition: Option<Expr>,
    /// `BY`.
    pub by: Vec<Name>,
    /// `span=…` of a `BY _time`.
    pub span: Option<SmolStr>,
}

/// An option of `tstats`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TstatsOption {
    /// `name=value`.
    Option(SearchOption),
    /// A macro.
    Macro(MacroCall),
}

/// A data model with its dataset: `Endpoint.Processes`; `None` when only the model is named.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DataModel {
    /// `Endpoint`.
    pub model: SmolStr,
    /// `Processes`, or a path of datasets with dots.
    pub object: Option<SmolStr>,
    /// Where it stands.
    pub at: At,
}

/// `ctime(a) AS b`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Conversion {
    /// The function as written.
    pub function: SmolStr,
    /// The field.
    pub field: Name,
    /// `AS`.
    pub alias: Option<Name>,
}

/// `dedup`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Dedup {
    /// How many of each key; 1 when not said.
    pub keep: Option<u32>,
    /// The key; never empty.
    pub fields: Vec<Name>,
    /// `keepempty`, `keepevents`, `consecutive` as written.
    pub options: Vec<SearchOption>,
    /// `sortby`.
    pub sort_by: Vec<SortKey>,
}

/// `sort`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sort {
    /// How many rows; Splunk's default is 10,000, 0 is all.
    pub limit: Option<u64>,
    /// Keys in order; never empty.
    pub keys: Vec<SortKey>,
}

/// A key of a sort.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SortKey {
    /// Whether a `-` stands before it.
    pub direction: Direction,
    /// `auto`, `str`, `num`, `ip` around the name.
    pub as_type: Option<SmolStr>,
    /// The field.
    pub field: Name,
}

/// A direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Direction {
    Ascending,
    Descending,
}
