//! What can be read, but is probably not meant.
//!
//! Nothing here keeps a detection from being read; one finding is of severity "error" all the same, because a term of
//! the condition is then constant. Style and the conventions of repositories are the linter's.

mod item;
mod value;

use crate::ast::{Block, BlockKind, Count, Detection, Names, Search, SearchKind};
use crate::names::each;
use ruleglot_ir::Origin;
use ruleglot_source::{Diagnostic, Edit, FileSpan, Fix, Safety, Severity};

/// The oddities of a detection, in the order of the file.
pub fn oddities(detection: &Detection) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for selection in &detection.selections {
        block(&selection.body, &mut out);
    }
    let names: Vec<&str> = detection.selections.iter().map(|s| s.name.kind.as_str()).collect();
    for condition in &detection.conditions {
        each(&condition.search, &mut |search| quantifier(search, &names, &mut out));
    }
    if let Some(timeframe) = &detection.timeframe {
        let at = place(timeframe.origin);
        let message = format!("the timeframe {} limits nothing", timeframe.text);
        out.push(
            Diagnostic::warning("sigma/legacy-timeframe", at, message)
                .with_help("leave it out; a correlation rule has a `timespan`"),
        );
    }
    out.sort_by_key(|d| d.at().span);
    out
}

fn place(origin: Origin) -> FileSpan {
    origin.0.unwrap_or_default()
}

fn block(block: &Block, out: &mut Vec<Diagnostic>) {
    match &block.kind {
        BlockKind::Map(items) => items.iter().for_each(|i| item::oddities(i, items, out)),
        BlockKind::Keyword(keyword) => value::spelling(keyword, out),
        BlockKind::List(blocks) => {
            mixed(block.origin, blocks, out);
            blocks.iter().for_each(|b| self::block(b, out));
        }
    }
}

fn mixed(origin: Origin, blocks: &[Block], out: &mut Vec<Diagnostic>) {
    let (mut maps, mut keywords, mut lists) = (false, false, false);
    for block in blocks {
        match &block.kind {
            BlockKind::Map(_) => maps = true,
            BlockKind::Keyword(_) => keywords = true,
            BlockKind::List(_) => lists = true,
        }
    }
    let message = if lists {
        "a list stands within the list of a selection; one of all their parts must match"
    } else if maps && keywords {
        "the list of a selection mixes keywords with fields; one of them must match"
    } else {
        return;
    };
    out.push(
        Diagnostic::info("sigma/mixed-selection-list", place(origin), message)
            .with_help("write a selection for each, and `1 of` in the condition"),
    );
}

/// Words that are no names in a condition.
const WORDS: [&str; 7] = ["and", "or", "not", "of", "all", "any", "them"];

fn quantifier(search: &Search, names: &[&str], out: &mut Vec<Diagnostic>) {
    let SearchKind::Of { count, of } = &search.kind else { return };
    let at = place(search.origin);
    let covered = names.iter().filter(|n| of.cover(n)).count();
    let what = match of {
        Names::Them => "them",
        Names::Pattern(pattern) => pattern,
    };
    if let Names::Pattern(pattern) = of
        && !pattern.contains('*')
    {
        let message = format!("`{pattern}` has no `*`, so it is one selection at most");
        let finding = Diagnostic::warning("sigma/pattern-without-asterisk", at, message)
            .with_help(format!("write `{pattern}*`, or the name alone"));
        let one = covered == 1 && matches!(count, Count::All | Count::Any | Count::Least(1));
        let edits = vec![Edit { span: at.span, text: pattern.to_string() }];
        out.push(if one && !WORDS.contains(&pattern.as_str()) {
            finding.with_fix(Fix { safety: Safety::Safe, edits })
        } else {
            finding
        });
    }
    if covered == 0 {
        let always = match count {
            Count::All | Count::Least(0) => "always holds",
            Count::Any | Count::Least(_) => "never holds",
        };
        let message = format!("no selection is called like `{what}`: this {always}");
        out.push(Diagnostic::new("sigma/pattern-matches-nothing", Severity::Error, at, message));
        return;
    }
    let Count::Least(n @ (0 | 2..)) = count else { return };
    let message = if *n as usize > covered {
        format!("{n} of {covered} selections can never match")
    } else if *n == 0 {
        "0 of any selections always match".to_owned()
    } else {
        format!("`{n} of` is not in the specification; other tools may refuse it")
    };
    out.push(Diagnostic::warning("sigma/count-quantifier", at, message));
}
