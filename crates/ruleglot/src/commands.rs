//! The commands: each takes its arguments, asks the engine and renders what it says.

pub(crate) mod check;
pub(crate) mod convert;
pub(crate) mod diff;
pub(crate) mod eval;
pub(crate) mod explain;
pub(crate) mod fields;
pub(crate) mod fmt;
pub(crate) mod init;
pub(crate) mod why;

use ruleglot_engine::{
    CONFIG_NAME, Candidate, Config, FieldsMode, Found, IndexFields, Indexes, MacroTable, Project,
    TargetSpec, Usage, discover, use_own_rows, use_own_sources,
};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Reads a file that the user named as an argument.
pub(crate) fn read(path: &Path) -> Result<String, Usage> {
    if path.as_os_str() == "-" {
        return std::io::read_to_string(std::io::stdin())
            .map_err(|e| Usage::new(format!("standard input cannot be read: {e}")));
    }
    std::fs::read_to_string(path)
        .map_err(|e| Usage::new(format!("{} cannot be read: {e}", path.display())))
}

/// What rules may refer to outside their files.
pub(crate) fn project(macros: Option<&Path>) -> Result<Arc<Project>, Usage> {
    let macros = match macros {
        Some(path) => ruleglot_engine::parse_macros(&read(path)?)
            .map_err(|why| Usage::new(format!("{}: {why}", path.display())))?,
        None => MacroTable::default(),
    };
    Ok(Arc::new(Project { macros }))
}

/// The configuration of the repository that the first path is in, its log sources and rows of the field map taken into use.
pub(crate) fn config(paths: &[PathBuf]) -> Result<Config, Usage> {
    let first = paths.iter().find(|path| path.as_os_str() != "-");
    let config = Config::find(first.map_or(Path::new("."), PathBuf::as_path))?;
    take_into_use(&config)?;
    Ok(config)
}

/// Takes the configuration's own log sources and rows of the field map into use, before anything is looked up.
pub(crate) fn take_into_use(config: &Config) -> Result<(), Usage> {
    use_own_sources(&config.sources)
        .and_then(|()| use_own_rows(&config.fields))
        .map_err(|why| Usage::new(format!("{CONFIG_NAME}: {why}")))
}

/// The files that paths stand for, without those that the configuration leaves out. One that is named by itself stays,
/// unless `others` are to be passed over.
pub(crate) fn candidates(
    paths: &[PathBuf],
    others: Others,
    config: &Config,
) -> Result<Vec<Candidate>, Usage> {
    let mut found = discover(paths)?;
    found.retain(|candidate| {
        let asked = candidate.found != Found::Walked && others == Others::Told;
        asked || !config.excludes(&candidate.path)
    });
    Ok(found)
}

/// What becomes of named files that are no rules or are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Others {
    /// They are dealt with, and told.
    Told,
    /// They are passed over.
    Passed,
}

impl Others {
    /// What `--skip-others` asks for.
    pub(crate) fn of(skip: bool) -> Self {
        if skip { Self::Passed } else { Self::Told }
    }
}

/// A directory in which nothing was found is a wrong argument, not a clean one.
pub(crate) fn hold_rules<'p>(
    roots: &[PathBuf],
    rules: &(impl Iterator<Item = &'p Path> + Clone),
) -> Result<(), Usage> {
    let empty =
        |root: &&PathBuf| root.is_dir() && !rules.clone().any(|path| path.starts_with(root));
    match roots.iter().find(empty) {
        Some(root) => Err(Usage::new(format!("{} holds no rule", root.display()))),
        None => Ok(()),
    }
}

/// The user's own indexes: those of `--schema`, or else of the configuration.
pub(crate) fn indexes(paths: &[PathBuf], config: &Config) -> Result<Arc<Indexes>, Usage> {
    let paths = if paths.is_empty() { &config.schema } else { paths };
    let one = |path: &PathBuf| {
        IndexFields::parse(&read(path)?)
            .map_err(|why| Usage::new(format!("{}: {why}", path.display())))
    };
    paths.iter().map(one).collect::<Result<_, _>>().map(|given| Arc::new(Indexes::new(given)))
}

/// The format or language of `--from`.
pub(crate) fn from(name: Option<&str>) -> Result<Option<String>, Usage> {
    let Some(name) = name else { return Ok(None) };
    TargetSpec::parse(name).map(|t| Some(t.format.map_or(t.language, |f| f.id()).to_owned()))
}

/// The engine's word for `--fields`.
pub(crate) fn fields(mode: crate::args::FieldNames) -> FieldsMode {
    match mode {
        crate::args::FieldNames::Map => FieldsMode::Map,
        crate::args::FieldNames::Keep => FieldsMode::Keep,
    }
}

/// Nanoseconds since the epoch.
pub(crate) fn now() -> i128 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |d| i128::try_from(d.as_nanos()).unwrap_or(0))
}
