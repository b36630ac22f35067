//! `[targets.*]`: how rules of a format are written here.

use super::keys::{Key, Shape, key};
use super::{Reader, house};
use crate::Usage;
use indexmap::IndexMap;
use ruleglot_formats::{Format, HouseStyle, NamePattern, formats};
use ruleglot_ir::Severity;
use serde::Deserialize;
use smol_str::SmolStr;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::Spanned;

/// How rules of a format are written.
#[derive(Clone, Debug, Default)]
pub struct TargetSettings {
    /// The id of the format.
    pub format: &'static str,
    /// The language; `None` for the usual one.
    pub language: Option<&'static str>,
    /// What is made of a rule for Splunk.
    pub form: Form,
    /// What is put into every rule.
    pub style: HouseStyle,
    /// The file of its template, with its place in the configuration.
    pub(super) template: Option<(PathBuf, String)>,
}

/// What is made of a rule for Splunk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// A rule file of Security Content.
    #[default]
    Escu,
    /// A search by itself.
    Search,
}

pub(super) const TARGET: &[Key] = &[
    key("author", "The authors of rules whose source names none.", Shape::Texts),
    key("cron", "When searches run: a schedule of cron.", Shape::Text),
    key("earliest", "Where the time of searches begins, as in `-70m@m`.", Shape::Text),
    key("enabled", "Whether rules are switched on.", Shape::Flag),
    key(
        "file-name",
        "How files are called, with `{tactic}`, `{slug}`, `{id}`, `{logsource}` and `{severity}`.",
        Shape::Text,
    ),
    key(
        "filter-macro",
        "The macro with which a search is tuned, as in `soc_{name}_filter`; empty for none.",
        Shape::Text,
    ),
    key("form", "What is made of a rule for Splunk.", Shape::Word(forms)),
    key("language", "The language of queries.", Shape::Word(languages)),
    key("latest", "Where the time of searches ends, as in `-10m@m`.", Shape::Text),
    key("risk", "The score of each severity.", Shape::Table(SCORES)),
    key("search", "How searches read events.", Shape::Word(searches)),
    key("severity", "The target's word for each severity.", Shape::Table(WORDS)),
    key("stack-version", "The version of Elastic's stack, as in `8.14`.", Shape::Text),
    key("template", "A file with keys for every rule, from where this file stands.", Shape::Text),
];

const WORDS: &[Key] = &[
    key("critical", "For the severity `critical`.", Shape::Text),
    key("high", "For the severity `high`.", Shape::Text),
    key("informational", "For the severity `informational`.", Shape::Text),
    key("low", "For the severity `low`.", Shape::Text),
    key("medium", "For the severity `medium`.", Shape::Text),
];

const SCORES: &[Key] = &[
    key("critical", "For the severity `critical`.", Shape::Count),
    key("high", "For the severity `high`.", Shape::Count),
    key("informational", "For the severity `informational`.", Shape::Count),
    key("low", "For the severity `low`.", Shape::Count),
    key("medium", "For the severity `medium`.", Shape::Count),
];

/// The names of targets.
pub(super) fn names() -> Vec<String> {
    formats().iter().map(|format| format.id().to_owned()).collect()
}

fn forms() -> Vec<String> {
    ["escu", "search"].map(str::to_owned).into()
}

fn searches() -> Vec<String> {
    vec!["raw".to_owned()]
}

fn languages() -> Vec<String> {
    let all = formats().iter().flat_map(|format| format.targets()).map(|(name, _)| *name);
    ["auto"].into_iter().chain(all).map(str::to_owned).collect()
}

type Text = Option<Spanned<String>>;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(super) struct TargetText {
    author: Option<Spanned<Vec<SmolStr>>>,
    cron: Text,
    earliest: Text,
    enabled: Option<Spanned<bool>>,
    file_name: Text,
    filter_macro: Text,
    form: Text,
    language: Text,
    latest: Text,
    risk: Option<Spanned<IndexMap<String, Spanned<i64>>>>,
    search: Text,
    severity: Option<Spanned<IndexMap<String, Spanned<String>>>>,
    stack_version: Text,
    template: Text,
}

impl TargetText {
    /// The keys that are there, with their places.
    fn said(&self) -> Vec<(&'static str, Range<usize>)> {
        fn at<T>(value: Option<&Spanned<T>>) -> Option<Range<usize>> {
            value.map(Spanned::span)
        }
        let all = [
            ("author", at(self.author.as_ref())),
            ("cron", at(self.cron.as_ref())),
            ("earliest", at(self.earliest.as_ref())),
            ("enabled", at(self.enabled.as_ref())),
            ("file-name", at(self.file_name.as_ref())),
            ("filter-macro", at(self.filter_macro.as_ref())),
            ("latest", at(self.latest.as_ref())),
            ("risk", at(self.risk.as_ref())),
            ("search", at(self.search.as_ref())),
            ("severity", at(self.severity.as_ref())),
            ("stack-version", at(self.stack_version.as_ref())),
            ("template", at(self.template.as_ref())),
            ("form", at(self.form.as_ref())),
        ];
        all.into_iter().filter_map(|(key, at)| Some((key, at?))).collect()
    }
}

/// Why a target has no use for a key.
fn no_use(format: &str, form: Form, key: &str) -> Option<&'static str> {
    match (format, key) {
        ("splunk", "form" | "search") => None,
        ("splunk", _) if form == Form::Search => Some("a search by itself has no place for it"),
        ("splunk", "severity") => Some("the severity follows from the score: give `risk`"),
        ("splunk", "file-name") => Some("contentctl wants files called by the name of the rule"),
        ("elastic", "cron" | "earliest" | "latest") => Some(
            "a rule says when it runs in `rule.interval` and `rule.from`: give them in the template",
        ),
        ("sigma", "cron" | "earliest" | "latest") => Some("a rule does not say when it runs"),
        ("sigma", "enabled") => Some("a rule does not say whether it is switched on"),
        ("sigma", "risk") => Some("a rule has no score"),
        ("sigma" | "splunk", "stack-version") => Some("it is of Elastic's stack"),
        ("elastic" | "sigma", "filter-macro" | "form" | "search") => {
            Some("it is of rules for Splunk")
        }
        _ => None,
    }
}

impl Reader<'_> {
    /// The settings of a target.
    pub(super) fn target(&self, name: &str, read: TargetText) -> Result<TargetSettings, String> {
        let Some(format) = ruleglot_formats::format(name) else {
            return Ok(TargetSettings::default());
        };
        let form = self.form(read.form.as_ref())?;
        for (key, at) in read.said() {
            if let Some(why) = no_use(name, form, key) {
                let message = format!("`[targets.{name}]` has no use for `{key}`: {why}");
                return Err(self.fault(&at, &message));
            }
        }
        if let Some(search) = read.search.as_ref().filter(|word| word.get_ref() != "raw") {
            let known = if search.get_ref() == "tstats" {
                "searches over data models are not written yet; there is `raw`".to_owned()
            } else {
                format!("`{}` is not known here; there is `raw`", search.get_ref())
            };
            return Err(self.fault(&search.span(), &known));
        }
        let style = HouseStyle {
            template: None,
            author: read.author.map(Spanned::into_inner).unwrap_or_default(),
            enabled: read.enabled.map(Spanned::into_inner),
            severity: self.severities(format, read.severity.map(Spanned::into_inner))?,
            risk: self.scores(name, read.risk.map(Spanned::into_inner))?,
            file_name: self.checked(read.file_name, NamePattern::parse)?,
            stack: self.checked(read.stack_version, version)?,
            filter_macro: self.checked(read.filter_macro, filter_macro)?,
            cron: self.checked(read.cron, cron)?,
            earliest: self.checked(read.earliest, moment)?,
            latest: self.checked(read.latest, moment)?,
        };
        let template = read.template.map(|path| {
            let place = super::place(self.text, path.span().start);
            (PathBuf::from(path.into_inner()), place)
        });
        let language = self.language(format, read.language)?;
        Ok(TargetSettings { format: format.id(), language, form, style, template })
    }

    fn form(&self, word: Option<&Spanned<String>>) -> Result<Form, String> {
        let Some(word) = word else { return Ok(Form::Escu) };
        let why = match word.get_ref().as_str() {
            "escu" => return Ok(Form::Escu),
            "search" => return Ok(Form::Search),
            "savedsearch" => "savedsearches.conf is not written yet",
            _ => "it is not known here",
        };
        let message = format!("`{}`: {why}; there are `escu` and `search`", word.get_ref());
        Err(self.fault(&word.span(), &message))
    }

    fn language(&self, format: &dyn Format, word: Text) -> Result<Option<&'static str>, String> {
        let Some(word) = word.filter(|word| word.get_ref() != "auto") else { return Ok(None) };
        let known = || format.targets().iter().map(|(name, _)| *name);
        known().find(|name| name == word.get_ref()).map(Some).ok_or_else(|| {
            let all: Vec<String> = known().map(|name| format!("`{name}`")).collect();
            let message = format!(
                "{} rules are not written in `{}`; there are `auto`, {}",
                format.id(),
                word.get_ref(),
                all.join(", ")
            );
            self.fault(&word.span(), &message)
        })
    }

    fn severities(
        &self,
        format: &dyn Format,
        read: Option<IndexMap<String, Spanned<String>>>,
    ) -> Result<Vec<(Severity, SmolStr)>, String> {
        let known = format.severities();
        let one = |(of, word): (String, Spanned<String>)| {
            if !known.contains(&word.get_ref().as_str()) {
                let message = format!(
                    "`{}` is no severity of {}; there are {}",
                    word.get_ref(),
                    format.id(),
                    known.join(", ")
                );
                return Err(self.fault(&word.span(), &message));
            }
            Ok(severity(&of).map(|of| (of, word.into_inner().into())))
        };
        read.into_iter().flatten().filter_map(|pair| one(pair).transpose()).collect()
    }

    fn scores(
        &self,
        format: &str,
        read: Option<IndexMap<String, Spanned<i64>>>,
    ) -> Result<Vec<(Severity, u8)>, String> {
        // contentctl, `RiskScoreValue_Type`: from 1.
        let least = u8::from(format == "splunk");
        let one = |(of, score): (String, Spanned<i64>)| match u8::try_from(*score.get_ref())
            .ok()
            .filter(|n| (least..=100).contains(n))
        {
            Some(n) => Ok(severity(&of).map(|of| (of, n))),
            None => {
                let message = format!("`{}` is not from {least} to 100", score.get_ref());
                Err(self.fault(&score.span(), &message))
            }
        };
        read.into_iter().flatten().filter_map(|pair| one(pair).transpose()).collect()
    }

    /// A value as its reader has it.
    fn checked<T>(
        &self,
        text: Text,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Option<T>, String> {
        let Some(text) = text else { return Ok(None) };
        read(text.get_ref()).map(Some).map_err(|why| self.fault(&text.span(), &why))
    }

    /// What is wrong, behind its place.
    pub(super) fn fault(&self, at: &Range<usize>, message: &str) -> String {
        format!("{}: {message}", super::place(self.text, at.start))
    }
}

impl TargetSettings {
    /// Reads the template, whose path is from `folder`; `shown` is the file of the configuration.
    pub(super) fn read_template(&mut self, folder: &Path, shown: &str) -> Result<(), Usage> {
        let Some((path, place)) = &self.template else { return Ok(()) };
        let path = folder.join(path);
        let text = std::fs::read_to_string(&path).map_err(|e| {
            Usage::new(format!("{shown}:{place}: {} cannot be read: {e}", path.display()))
        })?;
        self.take_template(&path.display().to_string(), &text)
    }

    /// Takes a text for its template; `path` is what it is called in messages.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn take_template(&mut self, path: &str, text: &str) -> Result<(), Usage> {
        let Some(format) = ruleglot_formats::format(self.format) else { return Ok(()) };
        let values = house::template(format, path, text).map_err(Usage::new)?;
        self.style.template = Some(values);
        Ok(())
    }
}

fn severity(word: &str) -> Option<Severity> {
    Some(match word {
        "informational" => Severity::Informational,
        "low" => Severity::Low,
        "medium" => Severity::Medium,
        "high" => Severity::High,
        "critical" => Severity::Critical,
        _ => return None,
    })
}

/// `8.14` or `8.14.0`.
fn version(text: &str) -> Result<(u16, u16), String> {
    let numbers: Option<Vec<u16>> = text.split('.').map(|n| n.parse().ok()).collect();
    match numbers.as_deref() {
        Some([major, minor] | [major, minor, _]) => Ok((*major, *minor)),
        _ => Err(format!("`{text}` is no version, like `8.14`")),
    }
}

/// Readers know a filter macro by its ending, and take one without a definition for empty.
fn filter_macro(text: &str) -> Result<SmolStr, String> {
    let plain = text.replace("{name}", "");
    let odd = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
    if plain.contains(odd) {
        return Err(format!(
            "`{text}` is no name of a macro; it has letters, digits, `_` and `{{name}}`"
        ));
    }
    if !text.is_empty() && !text.ends_with("_filter") {
        return Err(format!(
            "`{text}` does not end with `_filter`, by which a filter macro is known"
        ));
    }
    Ok(text.into())
}

fn cron(text: &str) -> Result<SmolStr, String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "*/,-#? ".contains(c);
    if text.split_whitespace().count() != 5 || !text.chars().all(plain) {
        return Err(format!("`{text}` is no schedule of cron, like `*/15 * * * *`"));
    }
    Ok(text.into())
}

fn moment(text: &str) -> Result<SmolStr, String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "@-+:./".contains(c);
    if text.is_empty() || !text.chars().all(plain) {
        return Err(format!("`{text}` is no time of Splunk, like `-70m@m`"));
    }
    Ok(text.into())
}
