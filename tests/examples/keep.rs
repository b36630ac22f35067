#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, reason = "scratch")]
use rayon::prelude::*;
use ruleglot_eval::mapping::Schema;
use ruleglot_ir::*;
use ruleglot_kuery::Kuery;
use ruleglot_source::{FileId, Snippet};
use ruleglot_tests::*;
use ruleglot_translate::*;
use std::collections::BTreeMap;
fn walk(p: &std::path::Path, out: &mut Vec<std::path::PathBuf>) {
    for e in std::fs::read_dir(p).unwrap() {
        let p = e.unwrap().path();
        if p.is_dir() {
            walk(&p, out)
        } else if p.extension().is_some_and(|e| e == "yml") {
            out.push(p)
        }
    }
}
static KUERY: Kuery = Kuery;
fn main() {
    let mut files = vec![];
    for d in [
        "rules",
        "deprecated",
        "rules-emerging-threats",
        "rules-threat-hunting",
        "rules-compliance",
        "rules-placeholder",
    ] {
        walk(&evidence(&format!("corpora/sigma/{d}")).unwrap(), &mut files);
    }
    files.sort();
    let res: Vec<_> = files
        .par_iter()
        .map(|f| {
            let name = f.to_string_lossy().into_owned();
            let expr = match sigma(&std::fs::read_to_string(f).unwrap()) {
                Ok(e) => e,
                Err(e) => return ("unread".to_string(), format!("{name} {e}"), vec![]),
            };
            let rule = Rule::bare(Body::Pipeline(vec![
                Stage::Read(Source::default()).into(),
                Stage::Filter(expr).into(),
            ]));
            let schema = Schema::default();
            let d = draft(&Request {
                rule: &rule,
                source_schema: &schema,
                target: &KUERY,
                fields: &KeepNames { taxonomy: "ecs" },
                now: NOW,
            })
            .unwrap();
            let eff = d.notes.iter().fold(Effect::EXACT, |a, n| a.join(n.effect));
            let codes: Vec<_> = d.notes.iter().map(|n| n.code).collect();
            match &d.legal {
                Err(r) => (
                    "refused".into(),
                    format!("{name} {}", r[0].why),
                    r.iter().map(|r| r.why).collect(),
                ),
                Ok(l) => {
                    let text = ruleglot_kuery::print(&ruleglot_kuery::raise(l));
                    let snip = Snippet::whole(FileId(0), &text);
                    let p = ruleglot_kuery::parse(&snip);
                    let Some(q) = p.query else {
                        return (
                            "UNPARSED".into(),
                            format!("{name} {text} {:?}", p.diagnostics),
                            vec![],
                        );
                    };
                    let v = d.verify(ruleglot_kuery::lower(&q, &snip));
                    let other = codes.iter().any(|c| *c != "translate/case-sensitive");
                    let mut word = eff.verdict().word().to_string();
                    if !other && eff != Effect::EXACT {
                        word = "case-only".into()
                    }
                    if v.disagreements > 0 {
                        word = "DISAGREE".into()
                    }
                    let dec = if v.decisive * 100 < v.predicates * 95 {
                        format!(" LOWDEC {}/{}", v.decisive, v.predicates)
                    } else {
                        String::new()
                    };
                    if !v.equal {
                        word += " unequal"
                    }
                    (
                        word,
                        format!(
                            "{name}{dec} {:?} {}",
                            v.example,
                            if v.disagreements > 0 { text.as_str() } else { "" }
                        ),
                        codes,
                    )
                }
            }
        })
        .collect();
    let mut by = BTreeMap::<String, usize>::new();
    let mut codes = BTreeMap::<&str, usize>::new();
    for (w, t, c) in &res {
        *by.entry(w.clone()).or_default() += 1;
        let mut c = c.clone();
        c.sort();
        c.dedup();
        for c in c {
            *codes.entry(c).or_default() += 1
        }
        if w.contains("DIS")
            || w.contains("UN")
            || w.contains("unread")
            || w.contains("unequal")
            || t.contains("LOWDEC")
        {
            println!("{w}: {}", t.chars().take(600).collect::<String>())
        }
    }
    println!("{by:#?} {codes:#?}");
}
