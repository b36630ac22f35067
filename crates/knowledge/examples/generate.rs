//! Writes the data files of this crate from the reference material beside the repository.

#![allow(clippy::print_stdout, clippy::expect_used, reason = "a program for maintainers")]

#[path = "../generator/mod.rs"]
mod generator;

fn main() {
    let shared = generator::shared().expect("the reference material stands beside the repository");
    for (name, text) in generator::files(&shared) {
        let path = generator::data().join(name);
        std::fs::write(&path, &text).expect("the data folder can be written");
        println!("{} bytes {name}", text.len());
    }
}
