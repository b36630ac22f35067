//! Macros of Splunk Security Content (ESCU) with their definitions, and those of other apps that its searches call.
//!
//! A macro is text that is put in the place of its call; what the text means is for the language to say.

use crate::hub::{SPLUNK_TA, notation};
use crate::table;
use ruleglot_ir::{Case, Expr, ExprKind, Monotone, Test, map_leaves};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// `name args kind condition definition`, sorted by name.
static MACROS: &str = include_str!("../data/macros.tsv");

/// A macro as `macros.conf` defines it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplunkMacro {
    /// Name, without the number of arguments.
    pub name: &'static str,
    /// Names of its arguments; `$name$` in the definition.
    pub args: Vec<&'static str>,
    /// What stands in the place of the call; `None` where another app defines it.
    pub definition: Option<&'static str>,
    /// What its text is.
    pub kind: MacroKind,
    /// What a source says, as tests of `splunk-ta` fields that ignore letter case.
    pub condition: Option<Expr>,
}

/// What the text of a macro is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MacroKind {
    /// A condition on where events come from: index, source, sourcetype, event type, channel.
    Source,
    /// Any other condition.
    Filter,
    /// A condition, then stages.
    SearchThenStages,
    /// Stages, to stand after a `|`.
    Stages,
    /// A whole pipeline that reads by itself.
    Generating,
    /// A value.
    Literal,
    /// Values, to stand in the brackets of `IN`.
    List,
    /// Options of a command.
    Options,
}

impl SplunkMacro {
    /// The definition with its arguments filled in; macros called in it are not expanded. `None` without a definition, or
    /// when the number of arguments differs.
    pub fn expand(&self, args: &[&str]) -> Option<String> {
        let definition = self.definition.filter(|_| args.len() == self.args.len())?;
        let mut out = String::with_capacity(definition.len());
        let mut rest = definition;
        while let Some((before, after)) = rest.split_once('$') {
            out.push_str(before);
            let given = self.args.iter().zip(args).find_map(|(name, value)| {
                Some((after.strip_prefix(name)?.strip_prefix('$')?, value))
            });
            match given {
                Some((tail, value)) => {
                    out.push_str(value);
                    rest = tail;
                }
                None => {
                    out.push('$');
                    rest = after;
                }
            }
        }
        out.push_str(rest);
        Some(out)
    }
}

/// The macro of this name that takes so many arguments.
pub fn splunk_macro(name: &str, arity: usize) -> Option<&'static SplunkMacro> {
    ALL.by_name.get(&(name, arity)).map(|i| &ALL.macros[*i])
}

/// Every macro, by name.
pub fn splunk_macros() -> &'static [SplunkMacro] {
    &ALL.macros
}

struct All {
    macros: Vec<SplunkMacro>,
    by_name: FxHashMap<(&'static str, usize), usize>,
}

static ALL: LazyLock<All> = LazyLock::new(|| {
    let macros: Vec<_> = MACROS.lines().map(one).collect();
    let by_name = macros.iter().enumerate().map(|(i, m)| ((m.name, m.args.len()), i)).collect();
    All { macros, by_name }
});

fn one(line: &'static str) -> SplunkMacro {
    let mut cells = line.splitn(5, '\t');
    let mut next = || cells.next().unwrap_or_default();
    let (name, args) = (next(), table::list(next(), '|').collect());
    let kind = kind(next());
    let condition = notation::parse(next(), SPLUNK_TA).ok().map(folded);
    SplunkMacro { name, args, kind, condition, definition: Some(next()).filter(|d| !d.is_empty()) }
}

fn kind(word: &str) -> MacroKind {
    match word {
        "source" => MacroKind::Source,
        "search-then-stages" => MacroKind::SearchThenStages,
        "stages" => MacroKind::Stages,
        "generating" => MacroKind::Generating,
        "literal" => MacroKind::Literal,
        "list" => MacroKind::List,
        "options" => MacroKind::Options,
        _ => MacroKind::Filter,
    }
}

/// As Splunk searches: without regard to letter case.
pub(crate) fn folded(expr: Expr) -> Expr {
    map_leaves(expr, Monotone::Up, &mut |mut leaf, _| {
        if let ExprKind::Test { test: Test::Text { case, .. }, .. } = &mut leaf.kind {
            *case = Case::UnicodeFold;
        }
        leaf
    })
}
