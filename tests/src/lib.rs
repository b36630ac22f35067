//! Tests across crates: transcripts, spokes, laws, corpus scores.
