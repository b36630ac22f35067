//! Look-ups in ATT&CK.

#![allow(clippy::unwrap_used, reason = "tests")]

use ruleglot_knowledge::{
    AttackRelease, AttackState, Domain, ObjectKind, Technique, attack_object, highest_object,
    highest_technique, names_before, nearest_object, nearest_tactic, nearest_technique, tactic,
    tactic_by_shortname, tactics_before, technique, technique_named, techniques,
};

use AttackRelease::{V18, V19};

fn ids(of: Vec<&'static Technique>) -> Vec<&'static str> {
    of.into_iter().map(|t| t.id).collect()
}

#[test]
fn techniques_and_tactics_at_two_releases() {
    let t = technique("T1578.005").unwrap();
    assert_eq!(t.tactics(V18), ["TA0005"]);
    assert_eq!(t.tactics(V19), ["TA0112"]);
    assert_eq!(t.url(), "https://attack.mitre.org/techniques/T1578/005/");
    assert_eq!(t.parent().unwrap().id, "T1578");
    assert_eq!(technique("T1525").unwrap().tactics(V18), ["TA0003"]);
    assert_eq!(tactic_by_shortname("privilege-escalation").unwrap().id, "TA0004");
    assert_eq!(tactic("TA0005", V18).unwrap().name, "Defense Evasion");
    assert_eq!(tactic("TA0005", V19).unwrap().shortname, "stealth");
    assert_eq!(technique("T9999"), None);
}

#[test]
fn what_became_of_a_technique() {
    let state = |id, at| technique(id).unwrap().state(at);
    assert_eq!((state("T1059", V18), state("T1059", V19)), (AttackState::Live, AttackState::Live));
    assert_eq!(state("T1562.001", V18), AttackState::Live);
    assert_eq!(state("T1562.001", V19), AttackState::Revoked);
    assert_eq!((state("T1685", V18), state("T1685", V19)), (AttackState::Later, AttackState::Live));
    assert_eq!(state("T1574.002", V18), AttackState::Revoked);
    assert_eq!(state("T1574.002", V19), AttackState::Revoked);
    assert_eq!(state("T1064", V18), AttackState::Deprecated);
    assert_eq!(state("T1475", V19), AttackState::Deprecated);
    assert_eq!(state("T0807", V19), AttackState::Live, "of other matrices nothing newer is known");
}

#[test]
fn successors_are_live() {
    let successors = |id, at| ids(technique(id).unwrap().successors(at));
    assert_eq!(successors("T1002", V18), ["T1560"]);
    assert_eq!(successors("T1073", V18), ["T1574.001"], "by way of T1574.002");
    assert_eq!(successors("T1089", V18), ["T1562.001"]);
    assert_eq!(successors("T1089", V19), ["T1685"], "by way of T1562.001");
    assert_eq!(successors("T1150", V19), ["T1647"]);
    assert!(successors("T1431", V18).is_empty(), "what took its place was given up too");
    assert!(successors("T1059", V18).is_empty());
    assert_eq!(
        technique("T1064").unwrap().split_into,
        ["T1059.004", "T1059.005", "T1059.006", "T1059.007"]
    );
    for release in AttackRelease::ALL {
        for t in techniques() {
            assert!(t.successors(release).iter().all(|s| s.is_live(release)), "{}", t.id);
            assert!(!t.is_live(release) || !t.tactics(release).is_empty(), "{}", t.id);
        }
    }
}

#[test]
fn names_and_tactics_of_old_times() {
    let t = technique("T1211").unwrap();
    assert_eq!(t.name_at(V18), "Exploitation for Defense Evasion");
    assert_eq!(t.name_at(V19), "Exploitation for Stealth");
    let names: Vec<_> = names_before("T1219").collect();
    assert_eq!(names, [("7.2", "Remote Access Tools"), ("17.1", "Remote Access Software")]);
    assert_eq!(names_before("T9999").count(), 0);
    let before: Vec<_> = tactics_before("T1037").collect();
    assert_eq!(before, [("7.2", vec!["lateral-movement", "persistence"])]);
}

#[test]
fn groups_software_and_the_like() {
    let apt = attack_object("G0007").unwrap();
    assert_eq!((apt.name, apt.kind, apt.state), ("APT28", ObjectKind::Group, AttackState::Live));
    let old = attack_object("G0118").unwrap();
    assert_eq!((old.state, old.revoked_by), (AttackState::Revoked, Some("G0016")));
    assert_eq!(attack_object("DS0005").unwrap().state, AttackState::Deprecated);
    assert_eq!(attack_object("S9000").unwrap().revoked_by, Some("S0508"));
    assert_eq!(attack_object("DC0001").unwrap().kind, ObjectKind::DataComponent);
    assert_eq!(attack_object("M1001").unwrap().kind, ObjectKind::Mitigation);
    assert_eq!(attack_object("C0001").unwrap().kind, ObjectKind::Campaign);
    assert_eq!(attack_object("G9999"), None);
    let all = include_str!("../data/attack_objects.tsv").lines();
    let all: Vec<&str> = all.map(|l| l.split('\t').next().unwrap()).collect();
    assert!(all.is_sorted() && all.iter().all(|id| attack_object(id).is_some()));
    let kind = |id| ObjectKind::of(id);
    assert_eq!(
        (kind("S0001"), kind("T0001"), kind("S001"), kind("")),
        (Some(ObjectKind::Software), None, None, None)
    );
}

#[test]
fn numbers_that_were_given_out() {
    assert_eq!(highest_object(ObjectKind::Software), 1249, "S9000 stands alone");
    assert_eq!(highest_object(ObjectKind::Group), 1053);
    assert_eq!(highest_technique(None), Some(1690));
    assert_eq!(highest_technique(Some("T1059")), Some(13));
    assert_eq!(highest_technique(Some("T1201")), None);
}

#[test]
fn what_was_meant() {
    let near = |id, at| nearest_technique(id, at).map(|t| t.id);
    assert_eq!(near("T1201.007", V18), Some("T1201"), "it has no sub-techniques");
    assert_eq!(near("T1059.015", V18), Some("T1059"));
    assert_eq!(near("T9999", V18), None);
    assert_eq!(technique_named("powershell", V18).unwrap().id, "T1059.001");
    assert_eq!(technique_named("Exploitation for Stealth", V18), None);
    assert_eq!(nearest_tactic("excution", V18).unwrap().shortname, "execution");
    assert_eq!(nearest_tactic("stelth", V18), None);
    assert_eq!(nearest_tactic("stelth", V19).unwrap().shortname, "stealth");
    assert_eq!(nearest_object("G9990"), None);
    assert_eq!(technique("T0807").unwrap().domain, Domain::Ics);
}
