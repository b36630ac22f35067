//! `[targets.*]`: how rules of a format are written here.

mod keys;
mod values;

pub(super) use keys::{TARGET, names};

use super::{Reader, house};
use crate::Usage;
use indexmap::IndexMap;
use keys::no_use;
use ruleglot_formats::{Format, HouseStyle, NamePattern};
use ruleglot_ir::Severity;
use serde::Deserialize;
use smol_str::SmolStr;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::Spanned;
use values::{cron, filter_macro, moment, severity, version};

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

impl Reader<'_> {
    /// The settings of a target.
    pub(super) fn target(&self, name: &str, read: TargetText) -> Result<TargetSettings, String> {
        let Some(format) = ruleglot_formats::format(name) else {
            return Ok(TargetSettings::default());
        };
        let form = self.form(read.form.as_ref())?;
        self.uses(name, form, &read)?;
        self.search(read.search.as_ref())?;
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

    /// Whether the target has a use for all that is there.
    fn uses(&self, name: &str, form: Form, read: &TargetText) -> Result<(), String> {
        for (key, at) in read.said() {
            if let Some(why) = no_use(name, form, key) {
                let message = format!("`[targets.{name}]` has no use for `{key}`: {why}");
                return Err(self.fault(&at, &message));
            }
        }
        Ok(())
    }

    fn search(&self, word: Option<&Spanned<String>>) -> Result<(), String> {
        let Some(word) = word.filter(|word| word.get_ref() != "raw") else { return Ok(()) };
        let message = match word.get_ref().as_str() {
            "tstats" => "searches over data models are not written yet; there is `raw`".to_owned(),
            other => format!("`{other}` is not known here; there is `raw`"),
        };
        Err(self.fault(&word.span(), &message))
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
        let known = format.homes().severities();
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
