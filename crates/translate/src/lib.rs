//! Resolve, remap, legalise, verify.
