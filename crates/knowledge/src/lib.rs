//! Taxonomies, field maps, log sources and ATT&CK, as data with look-ups.
