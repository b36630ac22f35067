//! Where ESCU's rules keep what a team's settings speak of, and what contentctl makes of them.

use super::name;
use super::write::ORDER;
use crate::house::{Author, Homes, HouseStyle, Merge};
use ruleglot_document::{Out, OutMap, write_yaml};
use ruleglot_ir::About;
use ruleglot_knowledge::OwnPart;

const DECIDES: &str = "it decides what is detected, and comes from the source";
const WHICH: &str = "it says which rule it is, and follows from the source's id";
const NAME: &str = "file and filter macro are called by it, and it follows from the source's title";

pub(super) static HOMES: Homes = Homes {
    ordered: ORDER,
    others: &["enabled_by_default", "explanation"],
    fixed: &[("id", WHICH), ("name", NAME), ("search", DECIDES)],
    of_source: &[("data_source", OwnPart::DataSources), ("search", OwnPart::Search)],
    united: &["references", "tags.analytic_story", "tags.group"],
    author: Author::Text("author"),
    title: "name",
    id: "id",
    severity: None,
    risk: None,
    enabled: Some("enabled_by_default"),
    // contentctl makes it of the name, and so the team does not say it.
    file_name: |parts, _| name::stem(&parts.title),
    settle,
    order,
    print: |file| write_yaml(&Out::Map(file.clone())),
};

fn settle(merge: &mut Merge<'_>, style: Option<&HouseStyle>) {
    let hunting = merge.text("type").is_some_and(|kind| kind == "Hunting");
    // A rule that the team makes one for hunting raises no risk: its deployment has no action.
    for key in ["rba", "deployment.alert_action"] {
        if hunting && merge.is_set("type") && !merge.is_set(key) {
            merge.remove(key);
        }
    }
    if style.and_then(|style| style.enabled) == Some(true) {
        enabled(merge, hunting);
    }
}

/// contentctl, `only_enabled_if_production_status`: what is not in production, or only for hunting, is not enabled.
fn enabled(merge: &mut Merge<'_>, hunting: bool) {
    if merge.text("status").is_some_and(|status| status == "production") && !hunting {
        return;
    }
    merge.remove("enabled_by_default");
    let why = if hunting { "a rule for hunting" } else { "a rule that is not in production" };
    let message = format!("contentctl does not take {why} as enabled by default");
    let remedy =
        "give it `status: production` and the tests that this asks for, or leave `enabled` out";
    merge.ledger.note("metadata/setting-left-out", About::Alerts, "status", message, remedy);
}

/// Keys in ESCU's order; others stand behind them.
fn order(file: &mut OutMap) {
    for entry in &mut file.entries {
        if let (true, Out::Map(tags)) = (entry.key == "tags", &mut entry.value) {
            tags.entries.sort_by(|a, b| a.key.cmp(&b.key));
        }
    }
    let place = |key: &str| ORDER.iter().position(|k| *k == key).unwrap_or(ORDER.len());
    file.entries.sort_by_key(|entry| place(&entry.key));
}
