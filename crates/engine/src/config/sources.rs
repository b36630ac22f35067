//! `[[sources]]`: log sources of one's own, and what one says of known ones.

pub(super) mod keys;

use super::place;
use ruleglot_ir::{Expr, ExprKind, Monotone, Stage, Subject, all_of, for_each_leaf};
use ruleglot_knowledge::{
    OwnSearch, OwnSource, SourceWords, SplunkWords, check_own_sources, splunk_macro,
};
use ruleglot_source::{FileId, Severity, Snippet};
use ruleglot_spl::{Definition, Macros, SourceTests};

/// The log sources of the entries, held against each other and against those that are known.
///
/// # Errors
/// What is wrong with one of them, behind line and column.
pub(super) fn own_sources(read: Vec<SourceWords>, text: &str) -> Result<Vec<OwnSource>, String> {
    let mut sources = Vec::with_capacity(read.len());
    for (entry, words) in read.into_iter().enumerate() {
        let search = own_search(&words)
            .map_err(|(word, why)| format!("{}: {why}", place_in(text, entry, &word)))?;
        sources.push(OwnSource { words, search });
    }
    check_own_sources(&sources).map_err(|fault| {
        format!("{}: {}", place_in(text, fault.entry, &fault.word), fault.message)
    })?;
    Ok(sources)
}

/// What stands in front of the searches of a log source; an error with the text that it is about.
fn own_search(words: &SourceWords) -> Result<Option<OwnSearch>, (String, String)> {
    let (id, splunk) = (&words.id, &words.splunk);
    let given = |word: &Option<String>| word.clone().filter(|word| !word.trim().is_empty());
    let Some(search) = given(&splunk.search) else {
        let text = by_words(splunk);
        return match text.as_str() {
            "" => Ok(None),
            text => parsed(text)
                .map(Some)
                .map_err(|why| (id.clone(), format!("the search of `{id}` by `{text}`: {why}"))),
        };
    };
    let other = [
        ("macro", given(&splunk.r#macro).is_some()),
        ("index", !listed(splunk.index.as_deref()).is_empty()),
    ];
    if let Some((key, _)) = other.iter().find(|(_, said)| *said) {
        let why = format!("`search` of `{id}` is all that is written; leave out `{key}`");
        return Err((search, why));
    }
    parsed(search.trim())
        .map(Some)
        .map_err(|why| (search.clone(), format!("the search of `{id}`: {why}")))
}

/// A search by index and, where no macro stands for the log source, by sourcetype and source.
fn by_words(splunk: &SplunkWords) -> String {
    let named = splunk.r#macro.as_deref().is_some_and(|name| !name.trim().is_empty());
    let by_name = |of: &Option<Vec<String>>| if named { None } else { of.clone() };
    let of = [
        ("index", splunk.index.clone()),
        ("sourcetype", by_name(&splunk.sourcetype)),
        ("source", by_name(&splunk.source)),
    ];
    let said = of.iter().filter_map(|(field, words)| match listed(words.as_deref()).as_slice() {
        [] => None,
        [one] => Some(format!("{field}={one}")),
        several => Some(format!("{field} IN ({})", several.join(", "))),
    });
    said.collect::<Vec<_>>().join(" ")
}

/// Words as a search writes them, in quotes where they need them.
fn listed(words: Option<&[String]>) -> Vec<String> {
    let said = words.unwrap_or_default().iter().filter(|word| !word.trim().is_empty());
    let plain = |w: &str| w.chars().all(|c| c.is_ascii_alphanumeric() || "_.:-*".contains(c));
    let quoted = |w: &str| format!("\"{}\"", w.replace('\\', "\\\\").replace('"', "\\\""));
    said.map(|w| if plain(w) { w.clone() } else { quoted(w) }).collect()
}

fn parsed(text: &str) -> Result<OwnSearch, String> {
    let read =
        ruleglot_spl::read(&Snippet::whole(FileId(0), text), &KnownMacros, SourceTests::Kept);
    if let Some(fault) = read.diagnostics.iter().find(|d| d.severity == Severity::Error) {
        return Err(fault.message.clone());
    }
    if let Some(call) = read.undefined.first() {
        return Err(format!(
            "the macro `{}` has no definition here; a macro that stands for a log source is its `macro`",
            call.name
        ));
    }
    let stages: Vec<_> = read.pipeline.into_iter().flatten().map(|stage| stage.kind).collect();
    match stages.as_slice() {
        [Stage::Read(_), Stage::Filter(condition)] if is_condition(condition) => {
            let condition = all_of([condition.clone()]);
            Ok(OwnSearch { text: text.to_owned(), condition })
        }
        _ => Err("write fields and values alone, as in `index=corp_win sourcetype=xmlwineventlog`"
            .to_owned()),
    }
}

/// Whether all of it tests fields: of these events can be made to check translations by.
fn is_condition(expr: &Expr) -> bool {
    let mut known = true;
    for_each_leaf(expr, Monotone::Up, &mut |leaf, _| {
        known &= matches!(
            leaf.kind,
            ExprKind::Test { subject: Subject::Value(_), .. }
                | ExprKind::Is { .. }
                | ExprKind::Const(_)
        );
    });
    known
}

/// Macros of Security Content.
struct KnownMacros;

impl Macros for KnownMacros {
    fn definition(&self, name: &str, arity: usize) -> Option<Definition<'_>> {
        let known = splunk_macro(name, arity)?;
        Some(Definition { args: known.args.clone(), text: known.definition? })
    }
}

/// Where a text stands in an entry, as far as the file says.
fn place_in(text: &str, entry: usize, word: &str) -> String {
    let mut starts = text.match_indices("[[sources]]").map(|(at, _)| at);
    let start = starts.nth(entry).unwrap_or(0);
    let quoted = ['"', '\''].map(|quote| format!("{quote}{word}{quote}"));
    let found = quoted.iter().filter_map(|quoted| text[start..].find(quoted.as_str())).min();
    place(text, found.map_or(start, |at| start + at + 1))
}
