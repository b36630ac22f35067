//! The meaning of the IR, executable: events to verdicts, witnesses, equivalence.
