//! The meaning of the IR, executable.
//!
//! [`Program`] runs a filter expression on a JSON event. [`mapping`] says what an Elasticsearch index mapping makes of
//! leaves that depend on it. Aggregates and sequences are not run here yet: a program of them is refused with a reason.

mod check;
mod compare;
mod glob;
mod lookup;
mod lucene;
pub mod mapping;
mod moment;
mod program;
mod proof;
mod regex;
mod run;
mod scalar;
mod splunk_words;
mod text;
mod time;
mod witness;
mod words;

pub use check::encoded_texts;
pub use compare::{Comparison, compare, compare_on};
pub use program::{Program, Setting, Unsupported};
pub use proof::{
    Claim, Truth, World, always_holds, contradict, contradict_within, covered_patterns, implies,
    never_holds, proved_same,
};
pub use regex::regex_syntax_of;
pub use witness::{Budget, Witnesses, witnesses};
pub use words::standard as standard_words;
