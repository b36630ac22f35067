//! One command with even blanks, on as many lines as it takes.

use super::words::{Kind, Word, words};
use super::{Care, INDENT, LONGEST};

/// Words that begin a clause, by command.
const CLAUSES: &[(&str, &[&str])] = &[
    ("tstats", &["from", "where", "by"]),
    ("stats", &["by"]),
    ("eventstats", &["by"]),
    ("streamstats", &["by"]),
];

/// The command laid out.
pub(super) fn lay_out(text: &str, care: Care) -> String {
    let words = words(text);
    if words.iter().any(|w| w.column.is_some()) {
        return kept(&words, care);
    }
    let line = flat(&words, care);
    if line.chars().count() <= LONGEST { line } else { broken(&words, care) }
}

fn flat(words: &[Word<'_>], care: Care) -> String {
    let mut out = String::new();
    for (i, word) in words.iter().enumerate() {
        if i > 0 && spaced(&words[i - 1], word, care) {
            out.push(' ');
        }
        out.push_str(word.text);
    }
    out
}

/// The author's lines, set in by as much as they were, but no less than they should.
fn kept(words: &[Word<'_>], care: Care) -> String {
    let mut out = String::new();
    for (i, word) in words.iter().enumerate() {
        match word.column {
            Some(column) if i > 0 => {
                out.push('\n');
                out.extend(std::iter::repeat_n(' ', column.max(INDENT)));
            }
            _ if i > 0 && spaced(&words[i - 1], word, care) => out.push(' '),
            _ => {}
        }
        out.push_str(word.text);
    }
    out
}

/// Broken before each clause and each command of a search in brackets, and where a line is still too long.
fn broken(words: &[Word<'_>], care: Care) -> String {
    let command = words.first().map_or("", |w| w.text);
    let named = |(name, _): &&(&str, &[&str])| name.eq_ignore_ascii_case(command);
    let clauses = CLAUSES.iter().find(named).map_or(&[][..], |(_, words)| words);
    let piped = words.iter().any(|w| w.kind == Kind::Pipe);
    // Clauses are set in by one step, so what goes on before them by two.
    let indent = if clauses.is_empty() { INDENT } else { 2 * INDENT };
    let mut out = Lines { out: String::new(), column: 0, indent };
    let (mut rounds, mut searches) = (0_usize, 0_usize);
    // Up to here words stay on one line.
    let mut whole = unit(words, care, LONGEST - out.indent).0;
    for (i, word) in words.iter().enumerate() {
        match word.kind {
            Kind::Open => rounds += 1,
            Kind::Close => rounds = rounds.saturating_sub(1),
            Kind::OpenSearch => searches += 1,
            Kind::CloseSearch => searches = searches.saturating_sub(1),
            _ => {}
        }
        let clause = rounds == 0 && searches == 0 && i > 0;
        let clause = clause && clauses.iter().any(|c| c.eq_ignore_ascii_case(word.text));
        let inner = piped
            && match word.kind {
                Kind::OpenSearch => true,
                Kind::Pipe => i > 0 && words[i - 1].kind != Kind::OpenSearch,
                _ => false,
            };
        let blank = i > 0 && spaced(&words[i - 1], word, care);
        if clause || inner && blank {
            out.line(INDENT * searches.max(1));
            whole = i + unit(&words[i..], care, LONGEST - out.indent).0;
        } else if blank && (i < whole || glued(&words[i - 1], word)) {
            out.push(" ");
        } else if blank {
            let (len, width) = unit(&words[i..], care, LONGEST - out.indent);
            whole = i + len;
            out.blank(width);
        }
        out.push(word.text);
    }
    out.out
}

/// Whether two words belong on one line: an operator and its operand, a name and `as`.
fn glued(left: &Word<'_>, right: &Word<'_>) -> bool {
    const BEFORE: [&str; 6] = ["not", "and", "or", "xor", "as", "in"];
    let is = |word: &Word<'_>, all: &[&str]| all.iter().any(|w| w.eq_ignore_ascii_case(word.text));
    is(left, &BEFORE)
        || is(right, &["as", "in"])
        || left.text.ends_with(['=', '<', '>'])
        || right.text.starts_with(['=', '!', '<', '>'])
}

/// How many words from here belong on one line, and how wide they are: up to the next blank outside of brackets at which
/// a line may end, or inside of them if that is more than `room`.
fn unit(words: &[Word<'_>], care: Care, room: usize) -> (usize, usize) {
    let (mut width, mut depth) = (0, 0_usize);
    let mut first = None;
    for (i, word) in words.iter().enumerate() {
        if i > 0 && spaced(&words[i - 1], word, care) {
            if !glued(&words[i - 1], word) {
                if depth == 0 {
                    return (i, width);
                }
                first = first.or(Some((i, width)));
            }
            width += 1;
        }
        width += word.text.chars().count();
        match word.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            // The commands of a search in brackets have lines of their own.
            Kind::OpenSearch | Kind::CloseSearch | Kind::Pipe => depth = 0,
            _ => {}
        }
        if let Some(first) = first.filter(|_| width > room) {
            return first;
        }
    }
    (words.len(), width)
}

struct Lines {
    out: String,
    /// How long the last line is.
    column: usize,
    /// How far a line is set in that goes on with the one before.
    indent: usize,
}

impl Lines {
    fn push(&mut self, text: &str) {
        self.out.push_str(text);
        self.column += text.chars().count();
    }

    /// A blank, or a line break where `width` more would be too much.
    fn blank(&mut self, width: usize) {
        if self.column + 1 + width <= LONGEST {
            self.push(" ");
            return;
        }
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', self.indent));
        self.column = self.indent;
    }

    fn line(&mut self, indent: usize) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', indent));
        self.column = indent;
        self.indent = indent + INDENT;
    }
}

/// Whether a blank stands between two words of one line.
fn spaced(left: &Word<'_>, right: &Word<'_>, care: Care) -> bool {
    if care != Care::Marks {
        return right.blank;
    }
    match (left.kind, right.kind) {
        (Kind::Open, _) | (_, Kind::Close | Kind::Comma) => false,
        (Kind::Comma, _) => true,
        (Kind::Pipe, _) | (_, Kind::Pipe) => left.kind != Kind::OpenSearch || right.blank,
        _ => right.blank,
    }
}
