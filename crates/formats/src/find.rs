//! Which language a text is in, by what its readers make of it: the one place that finds it.
//!
//! Nearly every text is *valid* in KQL and in SPL, for both search for bare words. So a language is found by its marks, what
//! only its reader sees in the text; where the marks of two are there, or of none, both readings are left, and it is the
//! user who says which was meant. Nothing is repaired here: that is for pasted texts, and the engine's.

mod kuery;
mod spl;
mod unread;

use crate::format::{Format, Recognition};
use ruleglot_document::{read_toml, read_yaml};
use ruleglot_source::{FileId, Severity, Snippet};

/// What language a text is in.
#[derive(Clone)]
pub enum TextKind {
    /// A rule file of this format.
    Rule(&'static dyn Format, Notation),
    /// A bare query with marks of this language alone.
    Query(&'static str),
    /// A bare query that this language alone can read, though something in it is unusual there.
    Perhaps(&'static str),
    /// A bare query that each of these reads, and in its own way; names of [`UNREAD`](TextKind::Unread) ones may be among
    /// them.
    Several(Vec<&'static str>),
    /// What this version does not read, in words: `a Panther rule`.
    Unread(&'static str),
    /// None that is known.
    Unknown,
}

/// Whether the notation of a rule file is sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// It has no errors.
    Sound,
    /// It has errors.
    Broken,
}

/// What a language's reader makes of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Claim {
    /// It cannot be meant in this language.
    None,
    /// It can be read, but has something that is hardly meant in this language.
    Odd,
    /// Words to be searched for and nothing else, as in any text.
    Words,
    /// It has marks of the language.
    Marked,
}

/// Finds the language of a text.
pub fn find_language(text: &str) -> TextKind {
    if text.trim().is_empty() {
        return TextKind::Unknown;
    }
    if let Some((format, notation)) = find_format(text) {
        return TextKind::Rule(format, notation);
    }
    let claims = (claim("kuery", text), claim("spl", text));
    match (unread::find(text), claims) {
        (Some(unread::Sign::Sure(what)), _) => TextKind::Unread(what),
        (Some(unread::Sign::Shared(name)), (_, Claim::Marked | Claim::Odd)) => {
            TextKind::Several(vec!["spl", name])
        }
        (_, claims) => of_claims(claims, text),
    }
}

fn of_claims((kuery, spl): (Claim, Claim), text: &str) -> TextKind {
    let lines = text.trim().lines().count();
    match (kuery, spl) {
        (Claim::Marked, Claim::Marked) => TextKind::Several(vec!["kuery", "spl"]),
        (Claim::Marked, _) => TextKind::Query("kuery"),
        (_, Claim::Marked) => TextKind::Query("spl"),
        (Claim::None, Claim::None) => TextKind::Unknown,
        // Lines of words are prose.
        (Claim::None | Claim::Words, Claim::None | Claim::Words) if lines > 1 => TextKind::Unknown,
        (_, Claim::None) => TextKind::Perhaps("kuery"),
        (Claim::None, _) => TextKind::Perhaps("spl"),
        _ => TextKind::Several(vec!["kuery", "spl"]),
    }
}

/// The format of a rule file, by its marks.
pub fn find_format(text: &str) -> Option<(&'static dyn Format, Notation)> {
    let file = FileId::default();
    [read_toml(file, text), read_yaml(file, text)].into_iter().find_map(|read| {
        let broken = read.diagnostics.iter().any(|d| d.severity == Severity::Error);
        let notation = if broken { Notation::Broken } else { Notation::Sound };
        read.documents.iter().find_map(|document| {
            let known = |f: &&&'static dyn Format| f.recognise(document) != Recognition::No;
            crate::formats().iter().find(known).map(|format| (*format, notation))
        })
    })
}

/// What one of [`bare_languages`](crate::bare_languages) makes of a text.
pub fn claim(language: &str, text: &str) -> Claim {
    let snippet = Snippet::whole(FileId::default(), text);
    match language {
        "kuery" => kuery::claim(&snippet),
        "spl" => spl::claim(&snippet),
        _ => Claim::None,
    }
}
