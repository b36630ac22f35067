//! Text → text laid out well, with the same tree: a command a line, even blanks, long commands broken at their clauses.
//!
//! Words are as they were, macros, strings and comments with every character; commands that are not understood are not
//! touched inside. A command that the author broke into lines keeps them.

mod stage;
mod words;

use crate::ast::{Command, Search};
use crate::layout::{StageText, Start, layout};
use crate::parse;
use ruleglot_source::{FileId, Snippet};
use stage::lay_out;

/// A search that is no longer than this may stand on one line.
const WIDTH: usize = 100;

/// How long a line of a command may be before it is broken.
const LONGEST: usize = 120;

/// How far the further lines of a command are set in.
const INDENT: usize = 4;

/// How much of the inside of a command is laid out; less where more would not give the same tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Care {
    /// Blanks, also around commas and brackets.
    Marks,
    /// Blanks where there are some.
    Blanks,
    /// Nothing.
    Nothing,
}

/// The search laid out; `None` where it cannot be read, or where that would not give the same tree.
///
/// Blanks at both ends are left out. Formatting the result gives it again.
pub fn format(search: &str) -> Option<String> {
    let (tree, faults) = read(search)?;
    let all = [Care::Marks, Care::Blanks, Care::Nothing];
    all.into_iter().find_map(|care| {
        let formatted = with(search, &tree, care)?;
        (read(&formatted)? == (tree.clone(), faults.clone())).then_some(formatted)
    })
}

/// The tree of a text, and the codes of what is wrong with it.
fn read(text: &str) -> Option<(Search, Vec<&'static str>)> {
    let parsed = parse(&Snippet::whole(FileId::default(), text));
    let codes = parsed.diagnostics.iter().map(|d| d.code).collect();
    parsed.search.map(|search| (search, codes))
}

fn with(text: &str, tree: &Search, care: Care) -> Option<String> {
    let layout = layout(&Snippet::whole(FileId::default(), text)).ok()?;
    let outermost = layout.searches.last()?;
    if outermost.stages.len() != tree.stages.len() {
        return None;
    }
    let one_line = !text.trim().contains('\n') && layout.comments.is_empty();
    let texts: Vec<String> = outermost
        .stages
        .iter()
        .zip(&tree.stages)
        .map(|(stage, read)| of_stage(text, stage, &read.command, care))
        .collect();
    let start = if outermost.start == Start::Pipe { "| " } else { "" };
    if one_line {
        let line = format!("{start}{}", texts.join(" | "));
        if line.chars().count() <= WIDTH {
            return Some(line);
        }
    }
    let mut out = String::new();
    let mut at = 0;
    for (stage, shown) in outermost.stages.iter().zip(&texts) {
        let range = stage.at.range();
        gap(&text[at..range.start], &mut out)?;
        if out.ends_with("```") {
            // A comment before a command: it goes on behind it, or on the next line.
            let broken = text[..range.start].trim_end_matches([' ', '\t']).ends_with('\n');
            out.push(if broken { '\n' } else { ' ' });
        }
        out.push_str(shown);
        at = range.end;
    }
    gap(&text[at..], &mut out)?;
    Some(out)
}

fn of_stage(text: &str, stage: &StageText, command: &Command, care: Care) -> String {
    let source = &text[stage.at.range()];
    match (command, care) {
        (_, Care::Nothing) => source.to_owned(),
        // Between words and searches blanks are blanks, whatever the command.
        (Command::Other(other), _) if !other.subsearches.is_empty() => {
            lay_out(source, Care::Blanks)
        }
        (Command::Other(_), _) => source.to_owned(),
        _ => lay_out(source, care),
    }
}

/// What stands between two commands: comments, and a pipe that begins a line.
fn gap(text: &str, out: &mut String) -> Option<()> {
    let mut rest = text;
    let mut broken = false;
    while let Some(first) = rest.chars().next() {
        if rest.starts_with("```") {
            let end = 6 + rest[3..].find("```")?;
            let before = if broken { "\n" } else { " " };
            out.push_str(if out.is_empty() || out.ends_with(' ') { "" } else { before });
            out.push_str(&rest[..end]);
            rest = &rest[end..];
            broken = false;
            continue;
        }
        match first {
            '|' => out.push_str(if out.is_empty() { "| " } else { "\n| " }),
            _ if !first.is_whitespace() => return None,
            _ => {}
        }
        broken = (broken || first == '\n') && first != '|';
        rest = &rest[first.len_utf8()..];
    }
    Some(())
}
