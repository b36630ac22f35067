//! Finds rule files, reads, checks, translates; what every front door shares.
