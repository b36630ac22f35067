//! The meaning of a detection rule, for every language.
