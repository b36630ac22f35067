//! The keys of `[[sources]]`.

use super::super::keys::{Key, Shape, key};
use ruleglot_knowledge::{RAW, TAXONOMIES};

/// The keys of `[[sources]]`.
pub(in super::super) const SOURCE: &[Key] = &[
    key(
        "concept",
        "The known log source whose fields its events have, as in `windows.process_creation`.",
        Shape::Text,
    ),
    key("elastic", "What Elastic rules read.", Shape::Table(SOURCE_ELASTIC)),
    key(
        "id",
        "The log source: a known one, of which what stands here takes the place of what is known, or a name of your own.",
        Shape::Text,
    ),
    key(
        "sigma",
        "Its `logsource` in Sigma; the first is written, all are read.",
        Shape::Tables(SOURCE_SIGMA, &[]),
    ),
    key("splunk", "What searches read.", Shape::Table(SOURCE_SPLUNK)),
];

/// The keys of `[[sources]].sigma`.
pub(in super::super) const SOURCE_SIGMA: &[Key] = &[
    key("category", "The category.", Shape::Text),
    key("product", "The product.", Shape::Text),
    key("service", "The service.", Shape::Text),
];

/// The keys of `[[sources]].elastic`.
pub(in super::super) const SOURCE_ELASTIC: &[Key] = &[
    key(
        "condition",
        "What its events have in common, in ECS: `event.code = \"1\" and host.os.type = \"windows\"`.",
        Shape::Text,
    ),
    key("dataset", "Values of `data_stream.dataset`.", Shape::Texts),
    key("index", "Index patterns; all are written.", Shape::Texts),
    key(
        "integration",
        "Packages, for `metadata.integration`; none for an empty list.",
        Shape::Texts,
    ),
    key("tags", "Tags that name it, `Data Source: …` ones to be written.", Shape::Texts),
    key("taxonomy", "Whose names its fields have there, in place of ECS.", Shape::Word(taxonomies)),
];

/// The keys of `[[sources]].splunk`.
pub(in super::super) const SOURCE_SPLUNK: &[Key] = &[
    key("codes", "Values of `EventCode` that tell its events from others.", Shape::Texts),
    key("data-source", "Data sources, as rules of Security Content name them.", Shape::Texts),
    key("datamodel", "Data model objects, as in `Endpoint.Processes`.", Shape::Texts),
    key("index", "Indexes, written in front.", Shape::Texts),
    key(
        "macro",
        "The macro that stands for it, written in front; it needs no definition here.",
        Shape::Text,
    ),
    key("search", "The search that finds its events, written in front as it stands.", Shape::Text),
    key("source", "Values of `source`, written in front where there is no macro.", Shape::Texts),
    key("sourcetype", "Sourcetypes, written in front where there is no macro.", Shape::Texts),
    key(
        "taxonomy",
        "Whose names its fields have in a raw search, in place of the add-on's.",
        Shape::Word(taxonomies),
    ),
];

fn taxonomies() -> Vec<String> {
    TAXONOMIES.into_iter().chain([RAW]).map(str::to_owned).collect()
}
