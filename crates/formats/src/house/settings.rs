//! A team's values for a format's own keys: a template, or what is set for some rules.

use super::origins::leaves;
use crate::format::Format;
use crate::native;
use ruleglot_document::{Document, Kind, Language, Mapping, Node, Out, OutMap, Schema};
use ruleglot_source::{Diagnostic, FileSpan, SourceFile};
use smol_str::SmolStr;

/// A team's values for the keys of a format.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The values.
    pub values: OutMap,
    /// What cannot be set, or is not as the format wants it, in the order of the file.
    pub faults: Vec<Diagnostic>,
}

/// What is wrong with single values. That others are missing is no fault of settings.
const FAULTS: [&str; 5] = [
    "schema/bad-date",
    "schema/bad-id",
    "schema/bad-value",
    "schema/unknown-key",
    "schema/wrong-type",
];

/// Reads the values of a document, which may be in any notation.
pub fn read_settings(format: &dyn Format, document: &Document, file: &SourceFile) -> Settings {
    let Kind::Mapping(map) = &document.root.kind else {
        let at = FileSpan::new(file.id, document.root.span);
        let message = "these are no keys with values";
        let fault = Diagnostic::error("schema/wrong-type", at, message);
        let faults = if document.root.span.range().is_empty() { Vec::new() } else { vec![fault] };
        return Settings { faults, ..Settings::default() };
    };
    let schema = match document.language {
        Language::Toml => Schema::Toml,
        Language::Yaml => Schema::Yaml11,
    };
    let mut faults = format.schema_findings(document, file);
    faults.retain(|fault| FAULTS.contains(&fault.code));
    fixed(format, map, "", &mut |key, entry, why| {
        let at = FileSpan::new(file.id, entry);
        let message = format!("`{key}` is not set here: {why}");
        faults.push(Diagnostic::error("schema/unknown-key", at, message));
    });
    faults.sort_by_key(|fault| fault.at().span);
    Settings { values: values(map, schema), faults }
}

/// The keys at the top of a document that rules of a format do not have.
pub fn foreign_keys<'d>(format: &dyn Format, document: &'d Document) -> Vec<&'d str> {
    let Kind::Mapping(map) = &document.root.kind else { return Vec::new() };
    let keys = map.entries.iter().map(|entry| entry.key.as_str());
    keys.filter(|key| !format.homes().has_key(key)).collect()
}

/// What a rule lacks of a template, in words: keys that it does not have, and items of lists that are united.
pub fn lacking(format: &dyn Format, document: &Document, template: &OutMap) -> Vec<String> {
    let mut out = Vec::new();
    leaves(template, &mut |path, value| {
        let key = path.join(".");
        let path: Vec<&str> = path.iter().map(SmolStr::as_str).collect();
        match (document.root.at(&path), value) {
            _ if format.homes().why_fixed(&key).is_some() => {}
            (None, _) => out.push(format!("`{key}`")),
            (Some(there), Out::List(items, _))
                if format.homes().united().contains(&key.as_str()) =>
            {
                let there = there.sequence().unwrap_or_default();
                let has = |text: &str| there.iter().any(|item| item.text() == Some(text));
                let missing = items.iter().filter_map(|item| match item {
                    Out::Text(text, _) if !has(text) => Some(text),
                    _ => None,
                });
                out.extend(missing.map(|text| format!("`{text}` in `{key}`")));
            }
            _ => {}
        }
    });
    out
}

fn fixed(
    format: &dyn Format,
    map: &Mapping,
    above: &str,
    each: &mut impl FnMut(&str, ruleglot_source::Span, &str),
) {
    for entry in &map.entries {
        let key =
            if above.is_empty() { entry.key.to_string() } else { format!("{above}.{}", entry.key) };
        match (format.homes().why_fixed(&key), &entry.value.kind) {
            (Some(why), _) => each(&key, entry.key_span, why),
            (None, Kind::Mapping(below)) => fixed(format, below, &key, each),
            _ => {}
        }
    }
}

fn values(map: &Mapping, schema: Schema) -> OutMap {
    let mut out = OutMap::new();
    for entry in &map.entries {
        out.set(entry.key.clone(), value(&entry.value, schema));
    }
    out
}

fn value(node: &Node, schema: Schema) -> Out {
    native::to_out(&native::from_node(node, schema))
}
