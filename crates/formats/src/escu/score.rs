//! Risk scores and severities.

use ruleglot_ir::Severity;

/// The severity of a risk score. contentctl, `Detection_Abstract.severity`.
pub(super) fn severity_of(score: u8) -> Severity {
    match score {
        0..=20 => Severity::Informational,
        21..=40 => Severity::Low,
        41..=60 => Severity::Medium,
        61..=80 => Severity::High,
        _ => Severity::Critical,
    }
}

/// The score that a severity is written with: our convention, inside the bands.
pub(super) fn score_of(severity: Severity) -> u8 {
    match severity {
        Severity::Informational => 15,
        Severity::Low => 25,
        Severity::Medium => 50,
        Severity::High => 70,
        Severity::Critical => 90,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_severity_survives_its_score() {
        for severity in [
            Severity::Informational,
            Severity::Low,
            Severity::Medium,
            Severity::High,
            Severity::Critical,
        ] {
            assert_eq!(severity_of(score_of(severity)), severity);
            assert_eq!(
                severity_of(crate::table::risk_of(severity)),
                severity.max(Severity::Low),
                "Elastic's usual scores lie in the same bands"
            );
        }
    }
}
