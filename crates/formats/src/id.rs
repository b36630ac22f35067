//! Ids of written rules: derived, stable, and never the source's own.

use uuid::Uuid;

/// The name space of all derived ids. It must never change, or every written rule would get a new id.
const NAMESPACE: Uuid = Uuid::from_u128(0xbf29_13d7_fba7_5e95_a6a3_66b1_a058_3c67);

/// The id of what `source` (an id, or a path when there is none) becomes in `target`.
pub fn derived_id(target: &str, source: &str) -> String {
    Uuid::new_v5(&NAMESPACE, format!("{target}:{source}").as_bytes()).hyphenated().to_string()
}

/// Whether a text is a UUID as rule files write them, with hyphens.
pub(crate) fn is_uuid(text: &str) -> bool {
    text.len() == 36 && Uuid::parse_str(text).is_ok()
}
