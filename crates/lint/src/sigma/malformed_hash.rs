//! `sigma/malformed-hash`

use crate::context::SigmaContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_sigma::ast::ValueKind;
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigma/malformed-hash",
        kind: Kind::Finding(Severity::Warning),
        what: "A value that names an algorithm and a hash, `MD5=…`, has a hash of another length, with other \
              characters, or no known algorithm.",
        why: "No event has such a hash: the value never matches or, searched as a part, matches any hash that begins so.",
        remedy: "Correct it: MD5 and IMPHASH have 32 hexadecimal digits, SHA1 40, SHA256 64.",
        since: "0.1.0",
    },
    run: Run::Sigma(check),
};

/// Algorithms with the lengths of their hashes.
const LENGTHS: [(&str, usize); 4] = [("MD5", 32), ("SHA1", 40), ("SHA256", 64), ("IMPHASH", 32)];

fn check(context: &SigmaContext<'_>, out: &mut Vec<Diagnostic>) {
    context.items(|item, _| {
        let hashes =
            item.field.as_deref().is_some_and(|f| ["Hashes", "Hash", "hashes"].contains(&f));
        if !hashes || !crate::context::takes_wildcards(item) {
            return;
        }
        for value in item.values.iter().filter(|v| v.kind == ValueKind::Text) {
            if let Some(wrong) = value.text.split(',').find_map(|pair| fault(pair.trim())) {
                out.push(
                    Diagnostic::warning(LINT.page.code, SigmaContext::place(value), wrong)
                        .with_help("write the algorithm, `=` and the whole hash"),
                );
            }
        }
    });
}

/// What is wrong with `ALGORITHM=hash`; nothing where a wildcard leaves a part open.
fn fault(pair: &str) -> Option<String> {
    let (name, hash) = pair.split_once('=')?;
    if pair.contains(['*', '?', '%']) || hash.is_empty() {
        return None;
    }
    let known = LENGTHS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    let Some((name, length)) = known else {
        return Some(format!("no hash of an event is called `{name}`"));
    };
    if let Some(other) = hash.chars().find(|c| !c.is_ascii_hexdigit()) {
        return Some(format!("the {name} has `{other}`, which is no hexadecimal digit"));
    }
    let has = hash.len();
    (has != *length).then(|| format!("the {name} has {has} digits, not {length}"))
}
