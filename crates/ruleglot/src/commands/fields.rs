//! `fields`: a field in every taxonomy.

use crate::args::{FieldsArgs, TextOrJson};
use crate::render;
use crate::status::Status;
use ruleglot_engine::{FieldEntry, FieldName, Usage, field_entries};
use std::fmt::Write;

/// Runs it.
pub(crate) fn run(args: &FieldsArgs) -> Result<Status, Usage> {
    super::config(&[])?;
    let found = field_entries(&args.name, args.source.as_deref()).map_err(Usage::new)?;
    render::out(&match args.format {
        TextOrJson::Json => {
            serde_json::to_string_pretty(&found).map_err(|e| Usage::new(e.to_string()))? + "\n"
        }
        TextOrJson::Text => found.iter().map(text).collect::<Vec<_>>().join("\n"),
    });
    Ok(Status::Clean)
}

fn text(entry: &FieldEntry) -> String {
    let mut out = format!("{}\n", entry.sources.join(", "));
    let width = entry.names.iter().map(|n| n.name.chars().count()).max().unwrap_or(0);
    let mut before = "";
    for name in &entry.names {
        let taxonomy = if name.taxonomy == before { "" } else { name.taxonomy.as_str() };
        before = &name.taxonomy;
        let line = format!("  {taxonomy:<9}  {:<width$}  {}", name.name, remarks(name));
        let _ = writeln!(out, "{}", line.trim_end());
    }
    if entry.one_spelling {
        out.push_str("  Its producer writes each value in one spelling.\n");
    }
    if !entry.values.is_empty() {
        let _ = writeln!(out, "  Its values: {}", entry.values.join(", "));
    }
    out
}

fn remarks(name: &FieldName) -> String {
    let mut out: Vec<String> = Vec::new();
    out.extend(
        name.ty.as_ref().map(|ty| if name.list { format!("list of {ty}") } else { ty.clone() }),
    );
    out.extend(name.value.clone());
    out.extend(name.when.as_ref().map(|when| format!("when {}", shortened(when))));
    out.extend((name.used != "read and written").then(|| name.used.to_owned()));
    out.extend(match name.confidence {
        "high" => None,
        "yours" => Some("your own".to_owned()),
        other => Some(format!("{other} confidence")),
    });
    out.extend(match name.documents {
        0 => None,
        1 => Some("1 document".to_owned()),
        n => Some(format!("{n} documents")),
    });
    out.join("; ")
}

/// A condition, cut where it lists more than fits a line; JSON has the whole.
fn shortened(condition: &str) -> String {
    const MOST: usize = 60;
    match condition.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &condition[..at]),
        None => condition.to_owned(),
    }
}
