//! Makes the data files of this crate from the reference material beside the repository.
//!
//! Facts only leave it: names, ids, types, counts. Prose of the sources (notes, transforms) is reduced to a closed
//! vocabulary or left out. Shared by the example that writes the files and the test that finds them stale.

mod attack;
mod csv;
mod fieldmap;
mod fields;
mod logsources;
mod macros;
mod names;
mod shapes;
mod sigmahq;

use std::path::{Path, PathBuf};

/// The reference material, if it is there.
pub(crate) fn shared() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    path.is_dir().then_some(path)
}

/// Every data file with its name and what it should hold.
pub(crate) fn files(shared: &Path) -> Vec<(&'static str, String)> {
    let mut all = vec![
        ("fields.tsv", fields::table(shared)),
        ("logsources.tsv", logsources::table(shared)),
        ("fieldmap.tsv", fieldmap::table(shared)),
        ("macros.tsv", macros::table(shared)),
        ("shapes.tsv", shapes::table(shared)),
        ("cim.tsv", names::cim(shared)),
        ("sigma.tsv", names::sigma(shared)),
        ("sigmahq.tsv", sigmahq::table(shared)),
    ];
    all.extend(attack::files(shared));
    all
}

/// Where the data files are.
pub(crate) fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}
