//! Names of written files: each format's own convention.

use crate::attack::{self, Ids};
use crate::format::WriteContext;
use crate::id::derived_id;
use crate::source;
use ruleglot_ir::{NativeSource, Rule};
use ruleglot_knowledge::{sigmahq_source, tactic};

/// How long a name may be, so that it can be told apart by seven characters more: `SigmaHQ`'s checks allow 90 in all.
const LONGEST: usize = 80;

/// `{tactic}_{slug}`. Elastic, `test_rule_file_name_tactic`: the name begins with the rule's first tactic.
pub(crate) fn of_elastic(rule: &Rule, context: &WriteContext<'_>) -> String {
    joined(&[&first_tactic(rule, context), &slug_of(rule, context)])
}

/// `{logsource}_{slug}`. `SigmaHQ`, "Filename Convention": the name begins as its log source asks.
pub(crate) fn of_sigma(rule: &Rule, context: &WriteContext<'_>) -> String {
    joined(&[&logsource(rule), &slug_of(rule, context)])
}

/// The first tactic, in snake case; empty when there is none.
fn first_tactic(rule: &Rule, context: &WriteContext<'_>) -> String {
    let attack = attack::at_version(&rule.meta, context.attack, Ids::Converted);
    let first = attack.all_tactics().into_iter().next();
    let first = first.and_then(|id| tactic(&id, context.attack));
    first.map(|t| slug(t.shortname)).unwrap_or_default()
}

/// How `SigmaHQ`'s names of files of this log source begin; else its words.
fn logsource(rule: &Rule) -> String {
    let Some(NativeSource::Logsource { category, product, service }) = source::of_sigma(rule)
    else {
        return String::new();
    };
    let (category, product, service) =
        (category.as_deref(), product.as_deref(), service.as_deref());
    let own = sigmahq_source(category, product, service).and_then(|s| s.prefix);
    let of_product = || sigmahq_source(None, Some(product?), None)?.prefix;
    match own.or_else(of_product) {
        Some(prefix) => slug(prefix),
        None => slug(&[product, category.or(service)].map(Option::unwrap_or_default).join("_")),
    }
}

/// The title in small letters, digits and `_`; a title without any gets a name from what identifies the rule.
fn slug_of(rule: &Rule, context: &WriteContext<'_>) -> String {
    match slug(&rule.meta.title) {
        empty if empty.is_empty() => {
            let what = rule.meta.id.as_deref().unwrap_or(context.path);
            format!("rule_{}", &derived_id("file-name", what)[..6])
        }
        slug => slug,
    }
}

/// A text in small letters, digits and single `_` between.
fn slug(text: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
    let words: String = text.chars().map(plain).collect();
    words.split('_').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_")
}

/// The parts that are there, cut at a word where they are too long.
fn joined(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    let mut name = parts.join("_");
    if name.len() > LONGEST {
        let end = name[..=LONGEST].rfind('_').unwrap_or(LONGEST);
        name.truncate(end);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_has_words_alone() {
        assert_eq!(slug("AWS - Lambda: \"x\" (Ünïcode)"), "aws_lambda_x_n_code");
        assert_eq!(slug("Имя"), "");
    }

    #[test]
    fn long_names_end_with_a_word() {
        let long = joined(&["execution", &"word_".repeat(30)]);
        assert!(long.len() <= LONGEST && long.ends_with("_word"), "{long}");
        assert_eq!(joined(&["", &"x".repeat(200)]).len(), LONGEST);
        assert_eq!(joined(&["", "a"]), "a");
    }
}
