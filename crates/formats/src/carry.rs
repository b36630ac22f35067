//! The ledger of a writer: what found no home in the target, what was assumed, each as one note a kind.

use crate::format::WriteContext;
use crate::house::{Origins, ValueFrom};
use ruleglot_ir::{About, Effect, Note, Origin};
use std::borrow::Cow;

/// Notes under way. What is lost is collected by what it is about and told in one note each.
pub(crate) struct Ledger<'a> {
    context: WriteContext<'a>,
    target: &'static str,
    lost: Vec<(About, Vec<Lost>)>,
    assumed: Vec<(About, Vec<Assumed>)>,
    notes: Vec<Note>,
    /// Where values of the written file are from.
    pub(crate) origins: Origins,
}

struct Lost {
    shown: String,
    origin: Origin,
}

struct Assumed {
    shown: String,
    origin: Origin,
    /// The keys of the written file that it stands for.
    keys: &'static [&'static str],
}

impl<'a> Ledger<'a> {
    /// An empty ledger of writing to `target` (its name in a sentence).
    pub(crate) fn new(context: &WriteContext<'a>, target: &'static str) -> Self {
        Self {
            context: *context,
            target,
            lost: Vec::new(),
            assumed: Vec::new(),
            notes: Vec::new(),
            origins: Origins::default(),
        }
    }

    /// A part of the shared model, or a key of the source format, has no home.
    pub(crate) fn lose(&mut self, about: About, part: &str) {
        let shown = source_word(part, self.context.from);
        self.lose_as(about, part, format!("`{shown}`"));
    }

    /// The same, with the words that name it.
    pub(crate) fn lose_as(&mut self, about: About, part: &str, shown: String) {
        let lost = Lost { shown, origin: self.context.places.origin(part) };
        match self.lost.iter_mut().find(|(a, _)| *a == about) {
            Some((_, list)) => list.push(lost),
            None => self.lost.push((about, vec![lost])),
        }
    }

    /// The target needs something that the source does not say, at these keys of the file; `what` is said of it
    /// (`severity = "medium"`).
    pub(crate) fn assume(
        &mut self,
        about: About,
        part: &str,
        keys: &'static [&'static str],
        what: impl Into<String>,
    ) {
        keys.iter().for_each(|key| self.origins.assume(key));
        let entry = Assumed { shown: what.into(), origin: self.context.places.origin(part), keys };
        match self.assumed.iter_mut().find(|(a, _)| *a == about) {
            Some((_, list)) => list.push(entry),
            None => self.assumed.push((about, vec![entry])),
        }
    }

    /// What these keys of the file say follows from what the source says elsewhere.
    pub(crate) fn derive(&mut self, keys: &[&str]) {
        keys.iter().for_each(|key| self.origins.set(key, ValueFrom::Derived));
    }

    /// What this key of the file says is in a user's own words for the log source, be it beside the source's own.
    pub(crate) fn name_log_source(&mut self, key: &str, id: &str) {
        let from = ValueFrom::LogSource(id.into());
        if self.origins.of(key) == [ValueFrom::Source] {
            self.origins.add(key, from);
        } else {
            self.origins.set(key, from);
        }
    }

    /// A note of its own kind.
    pub(crate) fn note(
        &mut self,
        code: &'static str,
        about: About,
        part: &str,
        message: String,
        remedy: impl Into<Cow<'static, str>>,
    ) {
        let origin = self.context.places.origin(part);
        let note = Note::new(code, Effect::PRESENTATION, about, origin, message);
        let remedy = remedy.into();
        self.notes.push(if remedy.is_empty() { note } else { note.with_remedy(remedy) });
    }

    /// All notes, one a kind.
    pub(crate) fn finish(self) -> Vec<Note> {
        let mut notes = self.notes;
        for (about, lost) in self.lost {
            let words: Vec<_> = lost.iter().map(|l| l.shown.as_str()).collect();
            let origin = lost.first().map(|l| l.origin).unwrap_or_default();
            let message = format!("{} has no place for {}", self.target, words.join(", "));
            let note =
                Note::new("metadata/not-carried", Effect::PRESENTATION, about, origin, message);
            notes.push(note.with_remedy("keep it beside the rule, or in the source"));
        }
        let origins = self.origins;
        // What someone has said by now is not assumed any more.
        let open =
            |a: &Assumed| a.keys.iter().any(|key| origins.of(key).contains(&ValueFrom::Assumed));
        for (about, mut list) in self.assumed {
            list.retain(open);
            let Some(first) = list.first() else { continue };
            let origin = first.origin;
            let words: Vec<_> = list.iter().map(|a| a.shown.as_str()).collect();
            let message =
                format!("the source does not say, so it is assumed: {}", words.join(", "));
            let note = Note::new("metadata/assumed", Effect::PRESENTATION, about, origin, message);
            notes.push(note.with_remedy("say it in the source, or in the template of `[targets]`"));
        }
        notes
    }
}

/// The source format's own word for a part of the shared model.
fn source_word<'p>(part: &'p str, from: &str) -> &'p str {
    match (from, part) {
        ("elastic", "triage") => "note",
        ("elastic", "outputs") => "investigation_fields",
        ("elastic", "class") => "building_block_type",
        ("elastic", "risk") => "risk_score",
        ("elastic", "id") => "rule_id",
        ("elastic", "alert_severity") => "severity_mapping",
        ("elastic", "alert_title") => "rule_name_override",
        ("elastic", "group_by") => "alert_suppression",
        ("elastic", "created") => "creation_date",
        ("elastic", part) => part.strip_prefix("rule.").unwrap_or(part),
        ("sigma", "created") => "date",
        ("sigma", "severity") => "level",
        ("sigma", "authors") => "author",
        ("sigma", "setup") => "logsource.definition",
        ("sigma", "outputs") => "fields",
        ("sigma", "false_positives") => "falsepositives",
        ("splunk", "setup") => "how_to_implement",
        ("splunk", "false_positives") => "known_false_positives",
        ("splunk", "class") => "type",
        ("splunk", "modified") => "date",
        ("splunk", "risk") => "risk_score",
        ("splunk", "group_by") => "grouping",
        ("splunk", "outputs") => "search",
        (_, part) => part,
    }
}
