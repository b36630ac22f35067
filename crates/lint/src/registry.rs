//! Every code that a finding or a note can have, with its page.

use crate::{lints::LINTS, pages};
use ruleglot_source::Severity;
use std::sync::OnceLock;

/// A code and its page.
#[derive(Clone, Copy, Debug)]
pub struct CodePage {
    /// `family/name`.
    pub code: &'static str,
    /// What kind of thing has it.
    pub kind: Kind,
    /// What is found or noted; Markdown, sentences.
    pub what: &'static str,
    /// Why that matters.
    pub why: &'static str,
    /// What to do.
    pub remedy: &'static str,
    /// The first version that has it.
    pub since: &'static str,
}

/// What has a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A finding about a rule, of this severity unless its place makes it worse or milder.
    Finding(Severity),
    /// A finding that is told only when its code or its family is asked for: what it finds is often meant, or is a
    /// convention of one repository.
    OnRequest(Severity),
    /// A limit of this program, not a fault of the rule: `check` only remarks it.
    Limit,
    /// A note in the ledger of a conversion.
    Note,
}

impl CodePage {
    /// The part before the slash.
    pub fn family(&self) -> &'static str {
        family(self.code)
    }

    /// Where its page stands.
    pub fn url(&self) -> String {
        // The anchor that Markdown readers make of a heading leaves the slash out.
        format!(
            "{}/blob/main/docs/codes.md#{}",
            env!("CARGO_PKG_REPOSITORY"),
            self.code.replace('/', "")
        )
    }

    /// The severity in words, or that it is a note.
    pub fn word(&self) -> &'static str {
        match self.kind {
            Kind::OnRequest(Severity::Error) => "error, when asked for",
            Kind::OnRequest(Severity::Warning) => "warning, when asked for",
            Kind::OnRequest(Severity::Info) => "info, when asked for",
            Kind::Limit => "info, a limit of this version",
            Kind::Note => "note of a conversion",
            Kind::Finding(_) => self.short(),
        }
    }

    /// The severity in one word.
    pub fn short(&self) -> &'static str {
        match self.kind {
            Kind::Finding(severity) | Kind::OnRequest(severity) => severity.word(),
            Kind::Limit => Severity::Info.word(),
            Kind::Note => "note",
        }
    }
}

/// Whether findings of a code are told only when the code or its family is asked for.
pub fn on_request(code: &str) -> bool {
    page(code).is_some_and(|page| matches!(page.kind, Kind::OnRequest(_)))
}

/// Every code, in alphabetical order.
pub fn codes() -> &'static [CodePage] {
    static CODES: OnceLock<Vec<CodePage>> = OnceLock::new();
    CODES.get_or_init(|| {
        let ours = LINTS.iter().map(|lint| lint.page);
        let mut all: Vec<_> =
            pages::ALL.iter().flat_map(|table| table.iter().copied()).chain(ours).collect();
        all.sort_by_key(|page| page.code);
        all
    })
}

/// The page of a code.
pub fn page(code: &str) -> Option<&'static CodePage> {
    let all = codes();
    all.binary_search_by_key(&code, |page| page.code).ok().map(|i| &all[i])
}

/// The codes of a family; none when there is no such family.
pub fn codes_of(wanted: &str) -> &'static [CodePage] {
    let all = codes();
    let start = all.partition_point(|page| page.family() < wanted);
    let end = all.partition_point(|page| page.family() <= wanted);
    &all[start..end]
}

/// Every family with what it is about.
pub fn families() -> &'static [(&'static str, &'static str)] {
    pages::FAMILIES
}

/// The code or family that a word was probably meant to be.
pub fn nearest(word: &str) -> Option<&'static str> {
    if word.len() > 100 {
        return None;
    }
    let name = |code: &'static str| code.split_once('/').map_or(code, |(_, name)| name);
    let families = pages::FAMILIES.iter().map(|(name, _)| *name);
    let known = codes().iter().map(|page| page.code).chain(families);
    known
        // A bare name is taken as the code of that name.
        .map(
            |code| {
                if name(code) == word {
                    (0, code)
                } else {
                    (strsim::osa_distance(word, code), code)
                }
            },
        )
        .min()
        .filter(|(distance, code)| *distance <= 1 + code.len() / 4)
        .map(|(_, code)| code)
}

fn family(code: &'static str) -> &'static str {
    code.split_once('/').map_or(code, |(family, _)| family)
}
