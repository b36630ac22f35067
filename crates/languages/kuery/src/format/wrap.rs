//! One line, or several where one is too long.

use super::between;
use super::tokens::{Kind, Token};

/// How far an inner line is set in.
pub(super) const INDENT: usize = 2;

/// All on one line if it fits in `width`, else broken after `or` and `and`, the loosest first, and inside brackets.
pub(super) fn wrapped(tokens: &[Token<'_>], width: usize) -> String {
    let mut wrapper = Wrapper { out: String::new(), width };
    wrapper.chain(tokens, 0);
    wrapper.out
}

struct Wrapper {
    out: String,
    width: usize,
}

fn flat(tokens: &[Token<'_>]) -> String {
    let mut out = String::new();
    for (i, token) in tokens.iter().enumerate() {
        if i > 0 {
            out.push_str(between(&tokens[i - 1], token));
        }
        out.push_str(token.shown());
    }
    out
}

impl Wrapper {
    /// What is left of the line.
    fn room(&self) -> usize {
        let line = self.out.rsplit('\n').next().unwrap_or_default();
        self.width.saturating_sub(line.chars().count())
    }

    fn newline(&mut self, depth: usize) {
        let kept = self.out.trim_end_matches(' ').len();
        self.out.truncate(kept);
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', depth * INDENT));
    }

    /// Operands and the words between them, from where the line stands.
    fn chain(&mut self, tokens: &[Token<'_>], depth: usize) {
        let line = flat(tokens);
        if line.chars().count() <= self.room() {
            self.out.push_str(&line);
            return;
        }
        let joints = joints(tokens);
        let Some(loosest) = joints.iter().map(|i| tokens[*i].kind).find(|k| *k == Kind::Or) else {
            return self.operands(tokens, &joints, depth);
        };
        let ors: Vec<usize> = joints.into_iter().filter(|i| tokens[*i].kind == loosest).collect();
        self.operands(tokens, &ors, depth);
    }

    /// An operand a line, cut at these words, which end their lines.
    fn operands(&mut self, tokens: &[Token<'_>], cuts: &[usize], depth: usize) {
        let mut start = 0;
        for cut in cuts {
            self.operand(&tokens[start..*cut], depth);
            self.out.push(' ');
            self.out.push_str(tokens[*cut].shown());
            self.newline(depth);
            start = cut + 1;
        }
        self.operand(&tokens[start..], depth);
    }

    /// An operand with room for the word after it: on its line, or opened at its brackets.
    fn operand(&mut self, tokens: &[Token<'_>], depth: usize) {
        let line = flat(tokens);
        if line.chars().count() + " and".len() <= self.room() {
            self.out.push_str(&line);
            return;
        }
        let joints = joints(tokens);
        if !joints.is_empty() {
            // An `and` inside an `or`: its further operands are set in.
            return self.operands(tokens, &joints, depth + 1);
        }
        let bracket = |t: &Token<'_>| matches!(t.kind, Kind::Open | Kind::OpenNested);
        match (tokens.iter().position(bracket), tokens.last()) {
            (Some(open), Some(close)) if open + 2 < tokens.len() => {
                self.out.push_str(&flat(&tokens[..=open]));
                self.newline(depth + 1);
                self.chain(&tokens[open + 1..tokens.len() - 1], depth + 1);
                self.newline(depth);
                self.out.push_str(close.shown());
            }
            _ => self.out.push_str(&line),
        }
    }
}

/// Where the words stand that join operands outside of every bracket.
fn joints(tokens: &[Token<'_>]) -> Vec<usize> {
    let mut depth = 0_usize;
    let mut found = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open | Kind::OpenNested => depth += 1,
            Kind::Close | Kind::CloseNested => depth = depth.saturating_sub(1),
            Kind::And | Kind::Or if depth == 0 => found.push(i),
            _ => {}
        }
    }
    found
}
