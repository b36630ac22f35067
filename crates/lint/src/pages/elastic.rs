//! Pages of the family `elastic`.

use super::{CodePage, limit};

pub(super) const PAGES: &[CodePage] = &[limit(
    "elastic/filter-not-read",
    "A filter of the rule is a query of Elasticsearch that this version does not read.",
    "It is kept word for word for Elastic and refused by other targets; it is not checked.",
    "Write it as a part of the query, if KQL can say it.",
)];
