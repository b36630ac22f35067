//! The data files are what the generator makes of the reference material.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, reason = "tests")]

#[path = "../generator/mod.rs"]
mod generator;

#[test]
fn data_files_are_fresh() {
    let Some(shared) = generator::shared() else {
        println!("SKIPPED: no reference material beside the repository");
        return;
    };
    for (name, wanted) in generator::files(&shared) {
        let found = std::fs::read_to_string(generator::data().join(name)).unwrap();
        assert!(
            found == wanted,
            "data/{name} is stale: cargo run -p ruleglot-knowledge --example generate"
        );
    }
}
