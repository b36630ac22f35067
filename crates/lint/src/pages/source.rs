//! Pages of the family `source`: notes of a conversion about what a rule reads.

use super::{CodePage, note};

pub(super) const PAGES: &[CodePage] = &[
    note(
        "source/chosen",
        "Several providers record the events that the rule is about, and a search names one of them.",
        "The same rule, written for one provider's events. The creation of Windows processes is Sysmon's in Splunk unless you say otherwise; it is in the Security log too.",
        "Choose another with `--source`, or say what your searches read in `[[sources]]` of `ruleglot.toml`; the note names them.",
    ),
    note(
        "source/not-in-target",
        "The target has no name for the log source: none of its rules, integrations or add-ons is known to read it.",
        "What the new rule reads is left open, so it may match other events, or never run.",
        "Say in `[[sources]]` of `ruleglot.toml`, or in the result, which index or source holds these events.",
    ),
    note(
        "source/provider",
        "The rule asks for the events as one provider records them: by its data set, its module or its word for what happened.",
        "The same kind of event. In the target the log source stands for every provider of it; where several are collected, each may match.",
        "Collect the events from the provider that the rule names, or choose with `--source` where there is a choice.",
    ),
    note(
        "source/unknown",
        "No log source is known by the words of the rule, or it has none.",
        "Its fields keep their names, and what it reads in the target is a guess.",
        "Name the log source with `--source`, or describe it in `[[sources]]` of `ruleglot.toml`. The report's `unrecognised_sources` has for each an entry to describe it by.",
    ),
];
