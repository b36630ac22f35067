//! Where Sigma's rules keep what a team's settings speak of.

use super::layout::ORDER;
use crate::file_name::NamePattern;
use crate::house::{Author, Homes};
use crate::table::SIGMA_LEVEL;
use ruleglot_document::{Out, OutMap, write_yaml};

const DECIDES: &str = "it decides what is detected, and comes from the source";
const WHICH: &str = "it says which rule it is, and follows from the source's id";

/// `SigmaHQ`, "Filename Convention": the name begins as its log source asks.
static NAME: NamePattern = NamePattern::usual("{logsource}_{slug}");

pub(super) static HOMES: Homes = Homes {
    ordered: ORDER,
    // Its own attributes may have any name.
    others: &["license"],
    fixed: &[
        ("action", DECIDES),
        ("correlation", DECIDES),
        ("detection", DECIDES),
        ("filter", DECIDES),
        ("generate", DECIDES),
        ("id", WHICH),
        ("logsource.category", DECIDES),
        ("logsource.product", DECIDES),
        ("logsource.service", DECIDES),
        ("taxonomy", DECIDES),
    ],
    of_source: &[],
    united: &["references", "tags"],
    author: Author::Text("author"),
    title: "title",
    id: "id",
    severity: Some(("level", &SIGMA_LEVEL)),
    risk: None,
    enabled: None,
    file_name: |parts, own| own.unwrap_or(&NAME).name(parts),
    settle: |_, _| {},
    order,
    print: |file| write_yaml(&Out::Map(file.clone())),
};

/// Keys in `SigmaHQ`'s order; one that it does not know stays behind the one it follows.
fn order(file: &mut OutMap) {
    let mut last = 0;
    let place = |entry: &ruleglot_document::OutEntry| {
        last = ORDER.iter().position(|key| *key == entry.key).map_or(last, |at| at + 1);
        last
    };
    file.entries.sort_by_cached_key(place);
}
