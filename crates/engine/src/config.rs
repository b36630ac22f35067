//! `ruleglot.toml`: what a repository says once for every run.

use crate::Usage;
use indexmap::IndexMap;
use ruleglot_knowledge::{AttackRelease, OwnRow, TAXONOMIES, nearest};
use serde::Deserialize;
use smol_str::SmolStr;
use std::path::{Path, PathBuf};

/// The name of the file.
pub const CONFIG_NAME: &str = "ruleglot.toml";

/// A configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// The release of ATT&CK that the rules are written against.
    pub attack: Option<AttackRelease>,
    /// Files that say which fields your indexes have, as `--schema` takes them.
    pub schema: Vec<PathBuf>,
    /// Rows of the user's own field map.
    pub fields: Vec<OwnRow>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Text {
    attack: Option<String>,
    #[serde(default)]
    schema: Vec<PathBuf>,
    #[serde(default)]
    fields: Vec<Row>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Row {
    source: SmolStr,
    raw: SmolStr,
    one_spelling: Option<bool>,
    #[serde(flatten)]
    names: IndexMap<SmolStr, Name>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Name {
    Text(SmolStr),
    /// `false`: the taxonomy has no counterpart.
    None(bool),
}

/// Keys at the top and of a row, for unknown ones.
const KEYS: [&str; 3] = ["attack", "schema", "fields"];
const ROW_KEYS: [&str; 3] = ["source", "raw", "one-spelling"];

impl Config {
    /// The configuration that holds for a path: the nearest `ruleglot.toml` up the tree; an empty one where there is none.
    ///
    /// # Errors
    /// A file that cannot be read, with its place.
    pub fn find(path: &Path) -> Result<Self, Usage> {
        let start = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
        match start.ancestors().map(|above| above.join(CONFIG_NAME)).find(|file| file.is_file()) {
            Some(file) => Self::read(&file),
            None => Ok(Self::default()),
        }
    }

    /// The configuration in a file; its paths are from where it stands.
    ///
    /// # Errors
    /// A file that cannot be read, with its place.
    pub fn read(file: &Path) -> Result<Self, Usage> {
        let shown = file.display();
        let text = std::fs::read_to_string(file)
            .map_err(|e| Usage::new(format!("{shown} cannot be read: {e}")))?;
        let mut config = Self::parse(&text).map_err(|why| Usage::new(format!("{shown}:{why}")))?;
        let folder = file.parent().unwrap_or(Path::new(""));
        config.schema.iter_mut().for_each(|path| *path = folder.join(&*path));
        Ok(config)
    }

    /// The configuration in a text.
    ///
    /// # Errors
    /// What is wrong with it, behind line and column.
    pub fn parse(text: &str) -> Result<Self, String> {
        let placed = |e: &toml::de::Error| {
            let at = e.span().map_or(0, |span| span.start);
            format!("{}: {}", place(text, at), e.message())
        };
        let table: toml::Table = toml::from_str(text).map_err(|e| placed(&e))?;
        unknown_keys(text, &table)?;
        let read: Text = toml::from_str(text).map_err(|e| placed(&e))?;
        let fields = read.fields.into_iter().map(row).collect::<Result<_, _>>();
        let attack = read.attack.map(|name| release(text, &name)).transpose()?;
        Ok(Self {
            attack,
            schema: read.schema,
            fields: fields.map_err(|why| format!("1:1: {why}"))?,
        })
    }
}

fn release(text: &str, name: &str) -> Result<AttackRelease, String> {
    AttackRelease::named(name).ok_or_else(|| {
        let known: Vec<_> = AttackRelease::ALL.iter().map(|release| release.number()).collect();
        let at = place(text, text.find(name).unwrap_or(0));
        format!("{at}: ATT&CK `{name}` is not known here; there are {}", known.join(" and "))
    })
}

fn row(row: Row) -> Result<OwnRow, String> {
    let name = |(taxonomy, name)| match name {
        Name::Text(name) => Ok((taxonomy, Some(name))),
        Name::None(false) => Ok((taxonomy, None)),
        Name::None(true) => {
            Err(format!("`{taxonomy}` of `{}` is a name, or `false` for none", row.raw))
        }
    };
    Ok(OwnRow {
        source: row.source,
        names: row.names.into_iter().map(name).collect::<Result<_, _>>()?,
        raw: row.raw.clone(),
        one_spelling: row.one_spelling,
    })
}

fn unknown_keys(text: &str, table: &toml::Table) -> Result<(), String> {
    let known = |key: &str, known: &[&'static str]| {
        if known.contains(&key) { Ok(()) } else { Err(unknown(text, key, known)) }
    };
    table.keys().try_for_each(|key| known(key, &KEYS))?;
    let rows = table.get("fields").and_then(toml::Value::as_array).into_iter().flatten();
    let keys = rows.filter_map(toml::Value::as_table).flat_map(toml::Table::keys);
    let of_row: Vec<&'static str> = ROW_KEYS.into_iter().chain(TAXONOMIES).collect();
    keys.into_iter().try_for_each(|key| known(key, &of_row))
}

fn unknown(text: &str, key: &str, known: &[&'static str]) -> String {
    // The key's first place: nothing but brackets and quotes stand before it on its line.
    let opens = |at: &usize| {
        let line = text[..*at].rsplit('\n').next().unwrap_or_default();
        line.trim_matches(['[', ' ', '\t', '"']).is_empty()
    };
    let at = text.match_indices(key).map(|(at, _)| at).find(opens);
    let place = place(text, at.unwrap_or(0));
    match nearest(key, known.iter().copied()) {
        Some(near) => format!("{place}: unknown key `{key}`; did you mean `{near}`?"),
        None => format!("{place}: unknown key `{key}`; the keys here are {}", known.join(", ")),
    }
}

/// Line and column, from 1.
fn place(text: &str, at: usize) -> String {
    let before = &text[..at.min(text.len())];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("{line}:{column}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_schemas_are_read() {
        let text = "attack = \"19\"\nschema = [\"a.json\"]\n[[fields]]\nsource = \"windows.system\"\nraw = \"Who\"\necs = \"user.name\"\n\
                    cim = false\none-spelling = true\n";
        let config = Config::parse(text).unwrap_or_default();
        assert_eq!(config.attack, Some(AttackRelease::V19));
        assert_eq!(config.schema, [PathBuf::from("a.json")]);
        assert_eq!(config.fields[0].names["ecs"], Some("user.name".into()));
        assert_eq!(config.fields[0].names["cim"], None);
        assert_eq!(config.fields[0].one_spelling, Some(true));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let why = |text: &str| Config::parse(text).err().unwrap_or_default();
        assert_eq!(why("\n[[feilds]]\n"), "2:3: unknown key `feilds`; did you mean `fields`?");
        assert_eq!(
            why("attack = \"17\"\n"),
            "1:11: ATT&CK `17` is not known here; there are 18.1 and 19.1"
        );
        let row = "[[fields]]\nsource = \"x\"\nraw = \"y\"\necz = \"z\"\n";
        assert_eq!(why(row), "4:1: unknown key `ecz`; did you mean `ecs`?");
        assert_eq!(why("schema = 1\n"), "1:10: invalid type: integer `1`, expected a sequence");
        assert!(why("schema = [\n").starts_with("1:"), "{}", why("schema = [\n"));
        assert!(why("[[fields]]\nraw = \"a\"\n").contains("source"));
    }
}
