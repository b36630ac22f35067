//! What a Sigma document may hold: specification 2.1, with the constraints that pySigma enforces.

use super::{Kind, SCHEMA, kind};
use crate::date;
use crate::schema::Holds::{Any, Blank, Bool, Date, Forms, Map, Maps, OneOf, Text, Texts, Uuid};
use crate::schema::Need::{Optional, Required};
use crate::schema::{Key, Others, check as check_table};
use ruleglot_document::Document;
use ruleglot_source::{Diagnostic, FileSpan, SourceFile};

pub(super) const LEVELS: &[&str] = &["informational", "low", "medium", "high", "critical"];
pub(super) const STATUSES: &[&str] =
    &["stable", "test", "experimental", "deprecated", "unsupported"];

macro_rules! common {
    ($($extra:expr),* $(,)?) => {
        &[
            Key { name: "title", need: Required, holds: Text(256) },
            Key { name: "id", need: Optional, holds: Uuid },
            Key { name: "name", need: Optional, holds: Text(256) },
            Key { name: "related", need: Optional, holds: Maps(RELATED) },
            Key { name: "taxonomy", need: Optional, holds: Text(256) },
            Key { name: "status", need: Optional, holds: OneOf(STATUSES) },
            Key { name: "description", need: Optional, holds: Blank },
            Key { name: "license", need: Optional, holds: Text(256) },
            Key { name: "references", need: Optional, holds: Texts },
            Key { name: "author", need: Optional, holds: Blank },
            Key { name: "date", need: Optional, holds: Date },
            Key { name: "modified", need: Optional, holds: Date },
            Key { name: "tags", need: Optional, holds: Forms(is_namespaced, "a tag with a namespace, like `attack.execution`") },
            Key { name: "falsepositives", need: Optional, holds: Texts },
            $($extra),*
        ]
    };
}

const RELATED: &[Key] = &[
    Key { name: "id", need: Required, holds: Uuid },
    Key {
        name: "type",
        need: Required,
        holds: OneOf(&[
            "derived",
            "obsolete",
            "merged",
            "renamed",
            "similar",
            "correlation",
            "obsoletes",
        ]),
    },
];

const LOGSOURCE: &[Key] = &[
    Key { name: "category", need: Optional, holds: Text(256) },
    Key { name: "product", need: Optional, holds: Text(256) },
    Key { name: "service", need: Optional, holds: Text(256) },
    Key { name: "definition", need: Optional, holds: Blank },
];

const RULE: &[Key] = common![
    Key { name: "logsource", need: Required, holds: Map(LOGSOURCE, Others::Custom) },
    Key { name: "detection", need: Required, holds: Any },
    Key { name: "fields", need: Optional, holds: Texts },
    Key { name: "level", need: Optional, holds: OneOf(LEVELS) },
    Key { name: "scope", need: Optional, holds: Texts },
];

const CORRELATION: &[Key] = common![
    Key { name: "correlation", need: Required, holds: Any },
    Key { name: "level", need: Optional, holds: OneOf(LEVELS) },
    Key { name: "generate", need: Optional, holds: Bool },
];

const FILTER: &[Key] = common![
    Key { name: "logsource", need: Required, holds: Map(LOGSOURCE, Others::Custom) },
    Key { name: "filter", need: Required, holds: Any },
];

/// `^[a-z0-9_-]+\.[a-z0-9._-]+$`
pub(super) fn is_namespaced(tag: &str) -> bool {
    let word = |s: &str, dot: bool| {
        let fits = |b: u8| {
            b.is_ascii_lowercase()
                || b.is_ascii_digit()
                || matches!(b, b'_' | b'-')
                || (dot && b == b'.')
        };
        !s.is_empty() && s.bytes().all(fits)
    };
    tag.split_once('.').is_some_and(|(space, rest)| word(space, false) && word(rest, true))
}

pub(super) fn check(document: &Document, file: &SourceFile) -> Vec<Diagnostic> {
    let keys = match kind(&document.root) {
        Some(Kind::Correlation) => CORRELATION,
        Some(Kind::Filter) => FILTER,
        _ => RULE,
    };
    let mut out = check_table(&document.root, keys, Others::Custom, file, SCHEMA);
    out.extend(super::logsource::check(document, file));
    out.extend(dates(document, file));
    out.sort_by_key(|d| d.at().span);
    out
}

/// The day of the last change is not before that of creation.
fn dates(document: &Document, file: &SourceFile) -> Option<Diagnostic> {
    let (created, changed) = (document.root.get("date")?, document.root.get("modified")?);
    let (first, last) = (date::parse(created.text()?)?, date::parse(changed.text()?)?);
    if last >= first {
        return None;
    }
    let message = format!("`modified` {} is before `date` {}", changed.text()?, created.text()?);
    let finding =
        Diagnostic::error("schema/date-order", FileSpan::new(file.id, changed.span), message);
    Some(
        finding
            .with_label(FileSpan::new(file.id, created.span), "made here")
            .with_help("swap or mend them"),
    )
}
