//! A condition laid out well: its words as they are, with even blanks.

use super::parse;
use ruleglot_source::{FileId, Snippet};

/// The condition with single blanks between words, none inside brackets, and no brackets around nothing but brackets;
/// `None` where it cannot be read.
///
/// A condition of several lines keeps its lines.
pub fn format(condition: &str) -> Option<String> {
    let tree = read(condition)?;
    let lines: Vec<String> = if condition.trim().contains('\n') {
        condition.lines().map(|line| spaced(&words(line))).collect()
    } else {
        vec![spaced(&without_double_brackets(words(condition)))]
    };
    let formatted = lines.join("\n");
    (read(&formatted)? == tree).then_some(formatted)
}

fn read(condition: &str) -> Option<crate::ast::Search> {
    parse(&Snippet::whole(FileId::default(), condition), &mut Vec::new())
}

/// Words and brackets.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let bracket = |c: char| c == '(' || c == ')';
        let end = match first {
            c if bracket(c) => 1,
            _ => rest.find(|c: char| bracket(c) || c.is_whitespace()).unwrap_or(rest.len()),
        };
        let (word, after) = rest.split_at(end);
        words.push(word);
        rest = after.trim_start();
    }
    words
}

fn spaced(words: &[&str]) -> String {
    let mut out = String::new();
    for (i, word) in words.iter().enumerate() {
        if i > 0 && *word != ")" && words[i - 1] != "(" {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

fn without_double_brackets(words: Vec<&str>) -> Vec<&str> {
    let mut open = Vec::new();
    let mut close_of = vec![None; words.len()];
    for (i, word) in words.iter().enumerate() {
        match *word {
            "(" => open.push(i),
            ")" => {
                if let Some(from) = open.pop() {
                    close_of[from] = Some(i);
                }
            }
            _ => {}
        }
    }
    let mut dropped = vec![false; words.len()];
    for i in 1..words.len() {
        if let (Some(outer), Some(inner)) = (close_of[i - 1], close_of[i])
            && outer == inner + 1
        {
            dropped[i] = true;
            dropped[inner] = true;
        }
    }
    words.into_iter().zip(dropped).filter(|(_, drop)| !drop).map(|(word, _)| word).collect()
}
