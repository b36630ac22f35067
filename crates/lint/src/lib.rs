//! Findings about rules: one file per lint.
