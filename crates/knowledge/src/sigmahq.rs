//! What the checks of the `SigmaHQ` repository say of a log source.

use crate::table;

/// `category/product/service TAB listed TAB prefix TAB fields`, sorted.
static SIGMAHQ: &str = include_str!("../data/sigmahq.tsv");

/// A log source in the lists of `SigmaHQ`'s checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigmaHqSource {
    /// Whether rules may name it.
    pub listed: bool,
    /// How the names of their files begin.
    pub prefix: Option<&'static str>,
    /// The fields that they may name; none when any may be named.
    pub fields: Vec<&'static str>,
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
    let fields = table::list(next(), '|').collect();
    Some(SigmaHqSource { listed, prefix: Some(prefix).filter(|p| !p.is_empty()), fields })
}

/// The words of every listed log source: category, product, service.
pub fn sigmahq_sources() -> impl Iterator<Item = [Option<&'static str>; 3]> {
    table::keys(SIGMAHQ).map(|key| {
        let mut words = key.split('/').map(|word| Some(word).filter(|word| *word != "-"));
        std::array::from_fn(|_| words.next().flatten())
    })
}
