//! Regular expressions of other languages, run.

use ruleglot_ir::{Anchor, Flavor, Regex};
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
        if regex.flavor == Flavor::Lucene {
            return Err("regular expressions in Lucene's notation are not run yet".into());
        }
        let source = anchored(regex);
        match ::regex::RegexBuilder::new(&source)
            .case_insensitive(regex.flags.fold_case)
            .multi_line(regex.flags.multi_line)
            .dot_matches_new_line(regex.flags.dot_all)
            .ignore_whitespace(regex.flags.extended)
            .build()
        {
            Ok(linear) => Ok(Self::Linear(linear)),
            Err(why) if counts_down(&source) => Err(why.to_string()),
            Err(why) => Self::backtracking(&source, regex).map_err(|_| why.to_string()),
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
        }
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
