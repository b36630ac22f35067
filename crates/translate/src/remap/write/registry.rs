//! Registry values: numbers are written in one way by Sysmon and in others by Elastic's pipelines.

use super::super::leaf::Mapped;
use super::Writer;
use ruleglot_ir::{Part, Pattern};
use ruleglot_knowledge::{Found, Relation};
use rustc_hash::FxHashSet;

impl Writer<'_> {
    pub(super) fn registry_number(&self, found: &Found<'_>) -> Option<Mapped> {
        if self.is_presence() {
            return Some(Mapped::equal(self.valued(&found.name)));
        }
        let (any, case) = self.patterns()?;
        let (mut out, mut numbers) = (Vec::new(), false);
        for pattern in any {
            match pattern.as_literal() {
                Some(text) => match registry_number(text) {
                    Some(spellings) => {
                        numbers = true;
                        out.extend(spellings.into_iter().map(Pattern::literal));
                    }
                    None => {
                        // A number is written so as well.
                        let digits = text.strip_prefix("0x").unwrap_or(text);
                        numbers |=
                            !text.is_empty() && digits.chars().all(|c| c.is_ascii_hexdigit());
                        out.push(pattern.clone());
                    }
                },
                None if survives_numbers(pattern) => out.push(pattern.clone()),
                None => {
                    numbers = true;
                    out.extend(contained_number(pattern)?);
                }
            }
        }
        // `0x00000001` and `DWORD (0x00000001)` are one there.
        let mut seen = FxHashSet::default();
        out.retain(|pattern| seen.insert(pattern.clone()));
        let expr = self.text(&found.name, out, case);
        if !numbers {
            return Some(Mapped::equal(expr));
        }
        let why = "a number and a text that spells it look alike there";
        Some(Mapped { expr, relation: Relation::Wider, reservation: Some(why) })
    }
}

/// Whether a pattern passes the same registry values after numbers are rewritten: some of its characters stand in no
/// number and in none of the words around one.
pub(in crate::remap) fn survives_numbers(pattern: &Pattern) -> bool {
    let foreign = |c: char| !"dqworx()-0123456789abcf ".contains(c.to_ascii_lowercase());
    pattern.texts().any(|t| t.chars().any(foreign) || t.contains("  "))
}

/// `DWORD (0x0000000a)` and `QWORD (0x…-0x…)` as the pipelines of two generations write them.
pub(crate) fn registry_number(text: &str) -> Option<Vec<String>> {
    let inner = |word: &str| {
        let (head, rest) = text.split_at_checked(word.len())?;
        head.eq_ignore_ascii_case(word).then_some(rest)?.strip_suffix(')')
    };
    let hexadecimal = |t: &str| {
        let digits = t.strip_prefix("0x").or_else(|| t.strip_prefix("0X"));
        digits.filter(|h| h.len() == 8).and_then(|h| u32::from_str_radix(h, 16).ok())
    };
    if let Some(number) = inner("DWORD (") {
        let n = hexadecimal(number)?;
        return Some(vec![number.to_ascii_lowercase(), n.to_string()]);
    }
    let (high, low) = inner("QWORD (")?.split_once('-')?;
    let n = (u64::from(hexadecimal(high)?) << 32) | u64::from(hexadecimal(low)?);
    Some(vec![n.to_string()])
}

/// `*0x0000000a*` as the number of a `DWORD`, in either generation's spelling.
fn contained_number(pattern: &Pattern) -> Option<[Pattern; 2]> {
    let [Part::Run, Part::Text(text), Part::Run] = pattern.parts() else { return None };
    let [hexadecimal, decimal] = registry_number(&format!("DWORD ({text})"))?.try_into().ok()?;
    Some([Pattern::contains(hexadecimal), Pattern::literal(decimal)])
}
