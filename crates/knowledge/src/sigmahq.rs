//! What the checks of the `SigmaHQ` repository say of a log source.

use crate::table;

/// `category/product/service TAB listed TAB prefix TAB fields`, sorted.
static SIGMAHQ: &str = include_str!("../data/sigmahq.tsv");

/// A log source in the lists of `SigmaHQ`'s checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SigmaHqSource {
    /// Whether rules may name it.
    pub listed: bool,
    /// How the names of their files begin.
    pub prefix: Option<&'static str>,
    fields: &'static str,
}

impl SigmaHqSource {
    /// Whether its fields are listed.
    pub fn has_fields(&self) -> bool {
        !self.fields.is_empty()
    }

    /// Whether this field is listed.
    pub fn has_field(&self, name: &str) -> bool {
        table::list(self.fields, '|').any(|field| field == name)
    }
}

/// What is said of exactly these three words.
pub fn sigmahq_source(
    category: Option<&str>,
    product: Option<&str>,
    service: Option<&str>,
) -> Option<SigmaHqSource> {
    let key = [category, product, service].map(|word| word.unwrap_or("-")).join("/");
    let mut cells = table::find(SIGMAHQ, &key)?.split('\t');
    let mut next = || cells.next().unwrap_or_default();
    let (listed, prefix) = (next() == "listed", next());
    Some(SigmaHqSource { listed, prefix: Some(prefix).filter(|p| !p.is_empty()), fields: next() })
}

/// The words of every log source in the lists: category, product, service.
pub fn sigmahq_sources() -> impl Iterator<Item = [Option<&'static str>; 3]> {
    table::keys(SIGMAHQ).map(|key| {
        let mut words = key.split('/').map(|word| Some(word).filter(|word| *word != "-"));
        std::array::from_fn(|_| words.next().flatten())
    })
}
