//! `ruleglot.toml`: what a repository says once for every run.

mod convert;
mod fields;
mod house;
mod keys;
mod place;
mod rules;
mod sources;
mod targets;

pub use keys::{config_keys, config_schema};
pub(crate) use rules::RuleAt;
pub use rules::RuleSettings;
pub use targets::{Form, TargetSettings};

use crate::Usage;
use crate::accept::Accepts;
use crate::check::{Selection, known};
use crate::input::{absolute, folder_with};
use fields::{Row, row};
use globset::{GlobBuilder, GlobMatcher};
use indexmap::IndexMap;
use place::{key_place, place, position};
use ruleglot_knowledge::{AttackRelease, OwnRow, OwnSource, SourceWords};
use ruleglot_source::Severity;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The name of the file.
pub const CONFIG_NAME: &str = "ruleglot.toml";

/// A configuration.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The folder that it stands in; empty where there is none.
    pub folder: PathBuf,
    /// The release of ATT&CK that the rules are written against.
    pub attack: Option<AttackRelease>,
    /// Files that say which fields your indexes have, as `--schema` takes them.
    pub schema: Vec<PathBuf>,
    /// Rows of the user's own field map.
    pub fields: Vec<OwnRow>,
    /// Losses that are accepted in translations.
    pub accepts: Arc<Accepts>,
    /// The user's own log sources, and what the user says of known ones.
    pub sources: Vec<OwnSource>,
    /// Which findings are wanted.
    pub selection: Selection,
    /// The least severity that stops a run.
    pub fail_on: Option<Severity>,
    /// How many warnings are let pass.
    pub max_warnings: Option<usize>,
    /// The file of known findings.
    pub baseline: Option<PathBuf>,
    /// Files that are left out.
    pub exclude: Vec<Pattern>,
    /// What holds of some files only.
    pub paths: Vec<PathRules>,
    /// How rules of each format are written.
    pub targets: Vec<TargetSettings>,
    /// What is set for some rules.
    pub rules: Vec<RuleSettings>,
}

/// What holds of some files only.
#[derive(Clone, Debug)]
pub struct PathRules {
    /// Which.
    pub path: Pattern,
    /// Their format, whatever their marks.
    pub format: Option<String>,
    /// Which findings are wanted of them beside the others.
    pub extend: Vec<String>,
    /// Which are not.
    pub ignore: Vec<String>,
}

/// A pattern of paths, from the folder of the configuration.
#[derive(Clone, Debug)]
pub struct Pattern {
    folder: PathBuf,
    whole: GlobMatcher,
    below: GlobMatcher,
}

impl Pattern {
    /// Whether a path fits, or a folder above it.
    pub fn fits(&self, path: &Path) -> bool {
        let path = absolute(path);
        let Ok(path) = path.strip_prefix(&self.folder) else { return false };
        self.whole.is_match(path) || self.below.is_match(path)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
struct Text {
    attack: Option<String>,
    baseline: Option<PathBuf>,
    convert: convert::ConvertText,
    exclude: Vec<String>,
    extend_select: Vec<String>,
    fail_on: Option<String>,
    fields: Vec<Row>,
    ignore: Vec<String>,
    max_warnings: Option<usize>,
    paths: Vec<PathText>,
    rules: Vec<rules::RuleText>,
    schema: Vec<PathBuf>,
    select: Vec<String>,
    severity: IndexMap<String, String>,
    sources: Vec<SourceWords>,
    targets: IndexMap<String, targets::TargetText>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct PathText {
    path: String,
    format: Option<String>,
    #[serde(default)]
    extend_select: Vec<String>,
    #[serde(default)]
    ignore: Vec<String>,
}

impl Config {
    /// The configuration that holds for a path: the nearest `ruleglot.toml` up the tree; an empty one where there is none.
    ///
    /// # Errors
    /// A file that cannot be read, with its place.
    pub fn find(path: &Path) -> Result<Self, Usage> {
        match folder_with(path, CONFIG_NAME) {
            Some(folder) => Self::read(&folder.join(CONFIG_NAME)),
            None => Ok(Self::default()),
        }
    }

    /// Whether a file is left out.
    pub fn excludes(&self, path: &Path) -> bool {
        self.exclude.iter().any(|pattern| pattern.fits(path))
    }

    /// The configuration in a file; its paths are from where it stands.
    ///
    /// # Errors
    /// A file that cannot be read, with its place.
    pub fn read(file: &Path) -> Result<Self, Usage> {
        let shown = file.display();
        let text = std::fs::read_to_string(file)
            .map_err(|e| Usage::new(format!("{shown} cannot be read: {e}")))?;
        let folder = absolute(file.parent().unwrap_or(Path::new("")));
        let mut config =
            Self::parse(&text, &folder).map_err(|why| Usage::new(format!("{shown}:{why}")))?;
        config.schema.iter_mut().for_each(|path| *path = folder.join(&*path));
        config.baseline = config.baseline.map(|path| folder.join(path));
        for target in &mut config.targets {
            target.read_template(&folder, &shown.to_string())?;
        }
        config.folder = folder;
        Ok(config)
    }

    /// The configuration in a text; its patterns are from `folder`.
    ///
    /// # Errors
    /// What is wrong with it, behind line and column.
    pub fn parse(text: &str, folder: &Path) -> Result<Self, String> {
        let placed = |e: &toml::de::Error| {
            let at = e.span().map_or(0, |span| span.start);
            format!("{}: {}", place(text, at), e.message())
        };
        let table: toml::Table = toml::from_str(text).map_err(|e| placed(&e))?;
        if let Some(unknown) = keys::unknown(&table) {
            return Err(format!("{}: {}", key_place(text, &unknown.key), unknown.message()));
        }
        let read: Text = toml::from_str(text).map_err(|e| placed(&e))?;
        Reader { text, folder }.config(read)
    }
}

/// Reads what stands behind the keys.
struct Reader<'t> {
    text: &'t str,
    folder: &'t Path,
}

impl Reader<'_> {
    fn config(&self, read: Text) -> Result<Config, String> {
        let fields = read.fields.into_iter().map(row).collect::<Result<_, _>>();
        for words in [&read.select, &read.extend_select, &read.ignore] {
            self.codes(words)?;
        }
        self.codes(read.severity.keys())?;
        let sources = sources::own_sources(read.sources, self.text)?;
        let severity = |(code, word): (String, String)| -> Result<_, String> {
            let off = word == "off";
            Ok((code, if off { None } else { Some(self.word(&word, severity_word)?) }))
        };
        let severities = read.severity.into_iter().map(severity).collect::<Result<_, _>>()?;
        let selection = Selection::new(&read.select, &read.extend_select, &read.ignore)
            .map_err(|why| format!("1:1: {}", why.message))?
            .with_severities(severities);
        let targets = read.targets.into_iter().map(|(name, target)| self.target(&name, target));
        let fail_on = |word: String| self.word(&word, severity_word);
        let exclude: Result<_, _> = read.exclude.iter().map(|p| self.pattern(p)).collect();
        Ok(Config {
            folder: PathBuf::new(),
            attack: read.attack.map(|name| release(self.text, &name)).transpose()?,
            schema: read.schema,
            fields: fields.map_err(|why| format!("1:1: {why}"))?,
            accepts: Arc::new(Accepts::new(self.accepts(read.convert)?)),
            sources,
            selection,
            fail_on: read.fail_on.map(fail_on).transpose()?,
            max_warnings: read.max_warnings,
            baseline: read.baseline,
            exclude: exclude?,
            paths: read.paths.into_iter().map(|p| self.path(p)).collect::<Result<_, _>>()?,
            targets: targets.collect::<Result<_, _>>()?,
            rules: self.rules(read.rules)?,
        })
    }

    fn path(&self, read: PathText) -> Result<PathRules, String> {
        self.codes(read.extend_select.iter().chain(&read.ignore))?;
        if let Some(format) = &read.format {
            self.word(format, |word| ruleglot_formats::format(word).map(|_| ()))?;
        }
        Ok(PathRules {
            path: self.pattern(&read.path)?,
            format: read.format,
            extend: read.extend_select,
            ignore: read.ignore,
        })
    }

    fn codes<'w>(&self, words: impl IntoIterator<Item = &'w String>) -> Result<(), String> {
        for word in words {
            known(word).map_err(|why| format!("{}: {}", self.place_of(word), why.message))?;
        }
        Ok(())
    }

    fn word<T>(&self, word: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, String> {
        read(word).ok_or_else(|| format!("{}: `{word}` is not known here", self.place_of(word)))
    }

    fn pattern(&self, pattern: &str) -> Result<Pattern, String> {
        let glob = |pattern: &str| {
            GlobBuilder::new(pattern)
                .literal_separator(true)
                .build()
                .map(|glob| glob.compile_matcher())
                .map_err(|e| format!("{}: {e}", self.place_of(pattern)))
        };
        let whole = glob(pattern.trim_end_matches('/'))?;
        let below = glob(&format!("{}/**", pattern.trim_end_matches('/')))?;
        Ok(Pattern { folder: self.folder.to_path_buf(), whole, below })
    }

    /// A log source, or the product of several. One of the user's own is known when the configuration is taken into use.
    fn known_source(&self, name: &str) -> Result<(), String> {
        let is = |id: &str| id == name || id.strip_prefix(name).is_some_and(|r| r.starts_with('.'));
        let own = self.text.contains(&format!("id = \"{name}"));
        if own || ruleglot_knowledge::log_sources().iter().any(|source| is(source.id)) {
            return Ok(());
        }
        let ids = ruleglot_knowledge::log_sources().iter().map(|source| source.id);
        let near = ruleglot_knowledge::nearest(name, ids);
        let meant = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        Err(format!("{}: there is no log source `{name}`{meant}", self.place_of(name)))
    }

    /// Where a word stands, as far as its text says.
    fn place_of(&self, word: &str) -> String {
        place(self.text, self.text.find(&format!("\"{word}\"")).map_or(0, |at| at + 1))
    }
}

fn severity_word(word: &str) -> Option<Severity> {
    [Severity::Info, Severity::Warning, Severity::Error].into_iter().find(|s| s.word() == word)
}

fn release(text: &str, name: &str) -> Result<AttackRelease, String> {
    AttackRelease::named(name).ok_or_else(|| {
        let known: Vec<_> = AttackRelease::ALL.iter().map(|release| release.number()).collect();
        let at = place(text, text.find(name).unwrap_or(0));
        format!("{at}: ATT&CK `{name}` is not known here; there are {}", known.join(" and "))
    })
}

#[cfg(test)]
#[path = "config/tests.rs"]
mod tests;
