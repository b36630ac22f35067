//! `[[fields]]`: rows of one's own field map.

use indexmap::IndexMap;
use ruleglot_knowledge::OwnRow;
use serde::Deserialize;
use smol_str::SmolStr;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Row {
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

/// The row of an entry; an error where a name is none.
pub(super) fn row(row: Row) -> Result<OwnRow, String> {
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
