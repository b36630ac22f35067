//! Pasted texts: finds the query or the rule in what was copied from a page.
//!
//! A text that is a clean query or rule is not touched. Of any other the gutter and what stands around the box are taken
//! off, and each repair is told. Where several boxes or several languages are left, that is told instead of guessed. Only
//! standard input is treated so: a file on disk is what it is.

mod boxes;
mod gutter;
mod page;
mod told;
mod words;

use boxes::Boxes;
use page::{Page, Piece};
use ruleglot_formats::{
    Claim, Notation, TextKind, bare_languages, claim, find_format, find_language, format,
};
use ruleglot_source::{Diagnostic, SourceFile};

/// So many boxes are told of a page that has too many.
const MOST: usize = 8;

/// A text with what was found of its language.
pub(crate) struct Pasted {
    /// The text that is to be read, with the way back to the one that was pasted.
    pub(crate) file: SourceFile,
    /// What it is.
    pub(crate) kind: TextKind,
    /// What was taken off.
    pub(crate) repairs: Vec<Diagnostic>,
    /// Why it is not read.
    pub(crate) refused: Option<Diagnostic>,
}

/// Takes the query or the rule out of a pasted text; `from` is the language that the user fixed.
pub(crate) fn take(file: SourceFile, from: Option<&str>) -> Pasted {
    let text = file.text.clone();
    let page = Page::new(&text);
    let ask = Ask { from };
    match ask.search(&page) {
        Answer::Whole(kind) => Pasted { file, kind, repairs: Vec::new(), refused: None },
        Answer::Piece(piece, kind) => {
            // Nothing is read of it: where it stands on the page is all that is to be said.
            let unread = matches!(kind, TextKind::Unread(_));
            let repairs = if unread { Vec::new() } else { told::repairs(&page, &piece, file.id) };
            let file = file.repaired(piece.taken(), piece.map());
            Pasted { file, kind, repairs, refused: None }
        }
        Answer::Several(pieces) => {
            let refused = Some(told::several(&page, &pieces, file.id));
            Pasted { file, kind: TextKind::Unknown, repairs: Vec::new(), refused }
        }
    }
}

/// What a page came to.
enum Answer<'t> {
    /// It is read as it is.
    Whole(TextKind),
    /// A part of it is read.
    Piece(Piece<'t>, TextKind),
    /// Each of these could be what was meant.
    Several(Vec<Piece<'t>>),
}

impl Answer<'_> {
    fn is_rule(&self) -> bool {
        matches!(self, Self::Whole(TextKind::Rule(..)) | Self::Piece(_, TextKind::Rule(..)))
    }

    /// Whether it is one text: what has the heading of a box between blank lines is a page, though SPL reads it as words.
    fn is_whole(&self, page: &Page<'_>) -> bool {
        let rows = match self {
            Self::Piece(piece, _) => &piece.rows,
            _ => &page.rows,
        };
        let apart =
            |two: &[page::Row]| page.is_blank(two[0]) && words::is_heading(page.line(two[1]));
        self.is_rule() || !rows.windows(2).any(apart)
    }
}

/// How sure a piece is to be what was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Grade {
    /// It is sound in one language.
    Clean,
    /// It is in some language, though not for certain, or in one that is not read.
    Likely,
}

/// What boxes of a kind may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Want {
    /// Queries and rules.
    All,
    /// Rules: any line of a page with a colon in it would be a query.
    Rules,
}

/// What is asked of each piece.
struct Ask<'a> {
    from: Option<&'a str>,
}

impl Ask<'_> {
    fn search<'t>(&self, page: &Page<'t>) -> Answer<'t> {
        let counted = gutter::without_number_lines(page);
        let first = counted.as_ref().unwrap_or(page);
        let barred = gutter::without_bars(first);
        let pages: Vec<&Page<'t>> = std::iter::once(first).chain(&barred).collect();
        for grade in [Grade::Clean, Grade::Likely] {
            for page in &pages {
                if let Some(answer) = self.of_page(page, grade) {
                    return answer;
                }
            }
        }
        match self.from.and_then(|_| broken(first)) {
            Some(piece) => Answer::Piece(piece, TextKind::Unknown),
            None => Answer::Whole(self.kind(page.text)),
        }
    }

    /// A sound rule file is one, whatever its texts hold. Before any other text go numbers, fences, headings and buttons:
    /// with them a search is as valid as without, and means nothing that anyone wrote.
    fn of_page<'t>(&self, page: &Page<'t>, grade: Grade) -> Option<Answer<'t>> {
        if let Some(rule) = self.whole(page, grade).filter(Answer::is_rule) {
            return Some(rule);
        }
        self.pick(numbered_and_beside(page), grade)
            .or_else(|| self.pick(boxes::wrapped(page), grade))
            .or_else(|| self.pick(boxes::trimmed(page), grade).filter(|a| a.is_whole(page)))
            .or_else(|| self.whole(page, grade).filter(|a| a.is_whole(page)))
            .or_else(|| self.pick(boxes::fenced(page), grade))
            .or_else(|| self.pick_of(Want::Rules, boxes::rules(page), grade))
            .or_else(|| self.pick(boxes::headed(page), grade))
    }

    fn whole<'t>(&self, page: &Page<'t>, grade: Grade) -> Option<Answer<'t>> {
        if grade != Grade::Clean {
            return None;
        }
        let piece = Piece::of(page, &page.rows);
        let kind = self.kind(&piece.taken());
        if grade_of(&kind) != Some(grade) {
            return None;
        }
        let untouched = *page.gutter == page::Gutter::default();
        Some(if untouched { Answer::Whole(kind) } else { Answer::Piece(piece, kind) })
    }

    /// The one box that is of this grade; several only when they differ.
    fn pick<'t>(&self, boxes: Boxes<'t>, grade: Grade) -> Option<Answer<'t>> {
        self.pick_of(Want::All, boxes, grade)
    }

    fn pick_of<'t>(&self, want: Want, boxes: Boxes<'t>, grade: Grade) -> Option<Answer<'t>> {
        let mut found: Vec<(Piece<'t>, TextKind, String)> = Vec::new();
        for ends in boxes {
            let graded = ends.into_iter().find_map(|piece| {
                let taken = piece.taken();
                let kind = self.kind(&taken);
                let wanted = want == Want::All || matches!(kind, TextKind::Rule(..));
                (wanted && grade_of(&kind) == Some(grade)).then_some((piece, kind, taken))
            });
            let Some((piece, kind, taken)) = graded else { continue };
            if !found.iter().any(|(_, _, other)| same(other, &taken)) {
                found.push((piece, kind, taken));
            }
            if found.len() == MOST {
                break;
            }
        }
        if found.len() > 1 && grade == Grade::Clean {
            return Some(Answer::Several(found.into_iter().map(|(piece, ..)| piece).collect()));
        }
        found.into_iter().next().map(|(piece, kind, _)| Answer::Piece(piece, kind))
    }

    /// What a text is; with a language that is fixed, whether it is that.
    fn kind(&self, text: &str) -> TextKind {
        let Some(from) = self.from else { return find_language(text) };
        if let Some(fixed) = format(from) {
            return match find_format(text) {
                Some((found, notation)) if found.id() == fixed.id() => {
                    TextKind::Rule(found, notation)
                }
                _ => TextKind::Unknown,
            };
        }
        let Some((language, _)) = bare_languages().iter().find(|(l, _)| *l == from) else {
            return TextKind::Unknown;
        };
        match claim(language, text) {
            Claim::Marked => TextKind::Query(language),
            Claim::Odd => TextKind::Perhaps(language),
            Claim::Words if text.trim().lines().count() == 1 => TextKind::Perhaps(language),
            _ => TextKind::Unknown,
        }
    }
}

/// How sure a text of this kind is to be what was meant; none when it is nothing.
fn grade_of(kind: &TextKind) -> Option<Grade> {
    match kind {
        TextKind::Rule(_, Notation::Sound) | TextKind::Query(_) => Some(Grade::Clean),
        TextKind::Several(_) | TextKind::Perhaps(_) | TextKind::Unread(_) => Some(Grade::Likely),
        TextKind::Rule(_, Notation::Broken) | TextKind::Unknown => None,
    }
}

/// Numbered runs, and when there are any the boxes beside them: a list of steps is numbered too.
fn numbered_and_beside<'t>(page: &Page<'t>) -> Boxes<'t> {
    let mut all = gutter::numbered(page);
    let runs: Vec<_> = all.iter().filter_map(|ways| Some(ways.first()?.extent())).collect();
    let beside = |ends: &Vec<Piece<'t>>| {
        let Some((start, end)) = ends.first().map(Piece::extent) else { return false };
        let next = runs.partition_point(|run| run.1 <= start);
        runs.get(next).is_none_or(|run| end <= run.0)
    };
    if !runs.is_empty() {
        let others = boxes::fenced(page).into_iter().chain(boxes::headed(page));
        all.extend(others.filter(beside));
    }
    all
}

/// The one box of a page whose language is fixed, though it has faults there: these are told of it and not of the page.
fn broken<'t>(page: &Page<'t>) -> Option<Piece<'t>> {
    let kinds = [gutter::numbered, boxes::wrapped, boxes::fenced, boxes::headed, boxes::trimmed];
    let mut found = kinds.into_iter().map(|boxes| boxes(page)).find(|boxes| !boxes.is_empty())?;
    if found.len() > 1 {
        return None;
    }
    // Glued numbers come second, and any number may be glued.
    let ways = found.pop()?;
    ways.iter().find(|p| p.numbers.len() > 1).or(ways.first()).cloned()
}

/// Whether two texts are the same but for blanks.
fn same(a: &str, b: &str) -> bool {
    a.split_whitespace().eq(b.split_whitespace())
}
