//! Pages of the family `metadata`: notes of a conversion about what is said of a rule.

use super::{CodePage, note};

pub(super) const PAGES: &[CodePage] = &[
    note(
        "metadata/assumed",
        "The target requires something that the source does not say; a default was written.",
        "Readers of the new rule cannot tell it from a decision of its author.",
        "Say it in the source, or change it in the output.",
    ),
    note(
        "metadata/attack-version",
        "A tactic or technique is not in the version of ATT&CK that the target uses.",
        "It is left out, or written as the one that replaced it.",
        "Choose another version for the target, or update the source.",
    ),
    note(
        "metadata/building-block-not-carried",
        "The source only feeds other rules and raises no alert of its own; the target has no word for that.",
        "The new rule alerts.",
        "Mark it in the target by hand, or give it a low severity.",
    ),
    note(
        "metadata/licence-inferred",
        "The rule states no licence. The nearest licence file above it was taken for its own, and written.",
        "The licence goes with the rule into another repository; a translation does not change it.",
        "State it in the rule, if it is another.",
    ),
    note(
        "metadata/newer-than-stack",
        "A key of the rule came with a later version of Elastic's stack than the one that your configuration names; it is \
         left out.",
        "The stack would refuse the rule.",
        "Raise `stack-version` below `[targets.elastic]` when the stack is newer.",
    ),
    note(
        "metadata/not-carried",
        "Parts of the metadata have no place in the target.",
        "They are only in the source.",
        "Keep them beside the rule, or in the source.",
    ),
    note(
        "metadata/schedule-not-carried",
        "The source says when it runs and how far it looks back; the target has no schedule.",
        "Whoever deploys the new rule decides it again.",
        "Set the same schedule where the rule is deployed.",
    ),
    note(
        "metadata/setting-left-out",
        "A setting of your configuration cannot hold for this rule, for the target does not take it there; it is left out.",
        "The target's own checks would refuse the rule.",
        "Take the setting out, or give the rule what it asks for.",
    ),
    note(
        "metadata/severity-banded",
        "The target has fewer severities; the nearest was written.",
        "Alerts sort differently.",
        "Change it in the output if the difference matters.",
    ),
    note(
        "metadata/status-banded",
        "The target has fewer stages of maturity; the nearest was written.",
        "The way back gives that stage, not the one of the source.",
        "Nothing, unless the stage drives your pipeline.",
    ),
    note(
        "metadata/tactic-assumed",
        "The source names a technique without a tactic, or the target wants them in pairs; the tactics of the technique \
         were written.",
        "A technique can serve several tactics, not all of which the rule is about.",
        "Name the tactic in the source.",
    ),
    note(
        "metadata/tactic-pairing-lost",
        "The source says which technique serves which tactic; the target lists them side by side.",
        "The way back has to guess the pairs.",
        "Nothing, unless the pairs are reported on.",
    ),
    note(
        "metadata/title-changed",
        "The target is particular about names, and the title of the source is none: it is too long, or has characters \
         that a name cannot have.",
        "The rule goes by another name; one that was cut has a hash of its title behind it, so that no two are alike.",
        "Give the rule a shorter title of letters and digits.",
    ),
];
