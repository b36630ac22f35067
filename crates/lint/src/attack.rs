//! Lints about ATT&CK, and what they share: a rule's mentions, held against a release.

pub(crate) mod deprecated;
pub(crate) mod malformed;
pub(crate) mod parent_beside_sub_technique;
pub(crate) mod renamed;
pub(crate) mod revoked;
pub(crate) mod tactic_without_technique;
pub(crate) mod technique_without_tactic;
pub(crate) mod unknown;
pub(crate) mod wrong_domain;
pub(crate) mod wrong_name;
pub(crate) mod wrong_parent;
pub(crate) mod wrong_reference;
pub(crate) mod wrong_tactic;

use crate::lines::own_line;
use ruleglot_formats::{
    AttackLayout, AttackMention, AttackMentions, AttackRole, Mentioned, Placed,
};
use ruleglot_knowledge::{
    AttackRelease, Domain, Tactic, Technique, names_before, tactic, tactics, technique,
};
use ruleglot_source::{Edit, Fix, Safety, SourceFile};
use std::borrow::Cow;

/// What a rule writes of ATT&CK, and the release that it is held against.
#[derive(Clone, Copy)]
pub struct AttackContext<'a> {
    /// The file that the rule stands in.
    pub file: &'a SourceFile,
    /// What it writes.
    pub mentions: &'a AttackMentions,
    /// The release.
    pub release: AttackRelease,
}

impl<'a> AttackContext<'a> {
    fn list(&self) -> &'a [AttackMention] {
        &self.mentions.list
    }

    /// Every technique that is known, live or not, with its mention.
    fn techniques(&self) -> impl Iterator<Item = (&'a AttackMention, &'static Technique)> {
        self.list().iter().filter_map(|m| known(m).map(|t| (m, t)))
    }

    /// Every technique that is live at the release, with its mention.
    fn live(&self) -> impl Iterator<Item = (&'a AttackMention, &'static Technique)> {
        let release = self.release;
        self.techniques().filter(move |(_, t)| t.is_live(release))
    }

    /// What a mention stands below.
    fn below(&self, mention: &AttackMention) -> Option<&'a AttackMention> {
        mention.below.and_then(|i| self.list().get(i))
    }

    /// The mention of the tactic that a technique stands under.
    fn tactic_above(&self, mention: &AttackMention) -> Option<&'a AttackMention> {
        let above = self.below(mention)?;
        if above.role == AttackRole::Tactic { Some(above) } else { self.tactic_above(above) }
    }

    /// The mentions right below one.
    fn children(&self, mention: &AttackMention) -> impl Iterator<Item = &'a AttackMention> {
        let of = self.list().iter().position(|m| m.written.at == mention.written.at);
        self.list().iter().filter(move |m| of.is_some() && m.below == of)
    }

    /// Short names that the rule lists, as tactics of any release and matrix.
    fn listed_tactics(&self) -> Vec<&'static str> {
        let named = |m: &AttackMention| match &m.what {
            Mentioned::TacticName(name) => {
                let name = shortname(name);
                tactics().iter().find(|t| t.shortname == name).map(|t| t.shortname)
            }
            _ => None,
        };
        self.list().iter().filter_map(named).collect()
    }

    /// The name of what an id is of at the release, and every name that it ever had; `None` for what is not live.
    fn names(&self, mention: &AttackMention) -> Option<(&'static str, Vec<&'static str>)> {
        match &mention.what {
            Mentioned::Tactic(id) => {
                let now = tactic(id, self.release).filter(|t| t.is_live(self.release))?;
                let all = tactics().iter().filter(|t| t.id == id);
                Some((now.name, all.map(|t| t.name).collect()))
            }
            Mentioned::Technique(id) => {
                let now = technique(id).filter(|t| t.is_live(self.release))?;
                let before = names_before(id).map(|(_, name)| name);
                Some((now.name_at(self.release), before.chain([now.name]).collect()))
            }
            _ => None,
        }
    }

    fn is_flat(&self) -> bool {
        self.mentions.layout != AttackLayout::Entries
    }

    /// A safe fix that writes another text.
    fn replace(placed: &Placed, text: &str) -> Option<Fix> {
        Self::edit(placed, text).map(|edit| safe(vec![edit]))
    }

    /// The edit of a text that stands in the file letter for letter, into one that needs no escape in any notation.
    fn edit(placed: &Placed, text: &str) -> Option<Edit> {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b" -_.,/:()&".contains(&b);
        let quoted = placed.inner.is_some_and(|inner| inner != placed.at.span);
        let bare = |b: u8| b.is_ascii_alphanumeric() || b"-_./".contains(&b);
        let fits = text.bytes().all(if quoted { plain } else { bare });
        placed.inner.filter(|_| fits).map(|span| Edit { span, text: text.to_owned() })
    }

    /// A safe fix that writes an item of a flat list as others, those that the list has already left out; `None` when
    /// the file is not laid out so that it can be done by lines.
    fn replace_item(&self, placed: &Placed, names: &[&str]) -> Option<Fix> {
        let has = |text: &str| {
            let other = |m: &&AttackMention| m.written.at != placed.at;
            self.list().iter().filter(other).any(|m| m.written.text == *text)
        };
        let texts: Vec<String> = names.iter().map(|n| self.mentions.spell(n)).collect();
        let new: Vec<&String> = texts.iter().filter(|t| !has(t)).collect();
        match new.as_slice() {
            [] => {
                let span = own_line(&self.file.text, placed.at.span)?;
                Some(safe(vec![Edit { span, text: String::new() }]))
            }
            [one] => Self::replace(placed, one),
            [first, rest @ ..] => {
                let mut edits = vec![Self::edit(placed, first)?];
                edits.push(self.more_lines(placed, rest)?);
                Some(safe(edits))
            }
        }
    }

    /// A safe fix for an item that becomes the same as one before it: that one is written so, and this one goes.
    fn merge(&self, first: &Placed, names: &[&str], second: &Placed) -> Option<Fix> {
        let mut fix = self.replace_item(first, names)?;
        let span = own_line(&self.file.text, second.at.span)?;
        fix.edits.push(Edit { span, text: String::new() });
        Some(fix)
    }

    /// More items after the line of an item that has a line to itself.
    fn more_lines(&self, placed: &Placed, texts: &[&String]) -> Option<Edit> {
        let line = own_line(&self.file.text, placed.at.span)?;
        let whole = self.file.text.get(line.range())?;
        let before = whole.get(..placed.at.span.start as usize - line.start as usize)?;
        let end = if whole.ends_with("\r\n") { "\r\n" } else { "\n" };
        let gap = if whole.ends_with('\n') { "" } else { end };
        let items: Vec<String> = texts.iter().map(|t| format!("{before}{t}{end}")).collect();
        let at = ruleglot_source::Span { start: line.end, end: line.end };
        Some(Edit { span: at, text: format!("{gap}{}", items.concat()) })
    }
}

/// The technique that a mention names, if there is one of that id.
fn known(mention: &AttackMention) -> Option<&'static Technique> {
    match &mention.what {
        Mentioned::Technique(id) => technique(id),
        _ => None,
    }
}

fn safe(edits: Vec<Edit>) -> Fix {
    Fix { safety: Safety::Safe, edits }
}

/// Short names of the tactics that a technique serves at a release.
fn served(technique: &Technique, at: AttackRelease) -> impl Iterator<Item = &'static Tactic> {
    technique.tactics(at).iter().filter_map(move |id| tactic(id, at))
}

/// A short name as it is spelled now, with `-`.
fn shortname(written: &str) -> Cow<'_, str> {
    if written.contains('_') { written.replace('_', "-").into() } else { written.into() }
}

/// What a technique is at a release: itself, or what took its place.
fn now(technique: &'static Technique, at: AttackRelease) -> Vec<&'static Technique> {
    if technique.is_live(at) { vec![technique] } else { technique.successors(at) }
}

/// Whether a listed short name may stand for a tactic: it is its name, or what Defense Evasion was before release 19
/// beside what it became, which is `attack/renamed` and need not be said twice.
fn stands_for(listed: &str, wanted: &Tactic) -> bool {
    let enterprise = wanted.domain == Domain::Enterprise;
    match (wanted.shortname, listed) {
        ("stealth" | "defense-impairment", "defense-evasion")
        | ("defense-evasion", "stealth" | "defense-impairment") => enterprise,
        (wanted, listed) => wanted == listed,
    }
}

/// The major release of one that the data names by its last minor: `17` of `17.1`.
fn major(release: &str) -> &str {
    release.split('.').next().unwrap_or(release)
}

/// Names in a row, each in backticks.
fn quoted<T: AsRef<str>>(names: &[T]) -> String {
    let quoted: Vec<String> = names.iter().map(|n| format!("`{}`", n.as_ref())).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
    }
}
