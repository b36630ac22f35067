//! Names of written files: each format's own convention, or a team's pattern.

use crate::attack::{self, Ids};
use crate::format::WriteContext;
use crate::house::{Homes, text};
use crate::id::derived_id;
use crate::source;
use crate::table::SIGMA_LEVEL;
use ruleglot_document::OutMap;
use ruleglot_ir::{NativeSource, Rule};
use ruleglot_knowledge::{AttackRelease, sigmahq_source, tactic};
use smol_str::SmolStr;

/// How long a name may be, so that it can be told apart by seven characters more: `SigmaHQ`'s checks allow 90 in all.
const LONGEST: usize = 80;

/// What a pattern may name.
const PARTS: [&str; 5] = ["id", "logsource", "severity", "slug", "tactic"];

/// How files are called: a text with `{tactic}`, `{slug}`, `{id}`, `{logsource}` or `{severity}` in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamePattern(SmolStr);

/// What a name can be made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameParts {
    /// The name of the rule.
    pub(crate) title: SmolStr,
    /// What identifies it where it has no name: its id, or its path.
    pub(crate) id: SmolStr,
    severity: SmolStr,
    tactic: SmolStr,
    logsource: String,
}

impl NamePattern {
    /// The pattern of a format.
    pub(crate) const fn usual(pattern: &'static str) -> Self {
        Self(SmolStr::new_static(pattern))
    }

    /// Reads a pattern.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(pattern: &str) -> Result<Self, String> {
        let all = || PARTS.map(|part| format!("{{{part}}}")).join(" ");
        let mut named = Vec::new();
        let mut rest = pattern;
        while let Some((plain, behind)) = rest.split_once('{') {
            is_plain(plain)?;
            let (part, behind) =
                behind.split_once('}').ok_or_else(|| format!("`{pattern}` lacks a `}}`"))?;
            if !PARTS.contains(&part) {
                return Err(format!("`{{{part}}}` is no part of a rule; there are {}", all()));
            }
            named.push(part);
            rest = behind;
        }
        is_plain(rest)?;
        if !named.contains(&"slug") && !named.contains(&"id") {
            return Err(format!(
                "`{pattern}` is one name for many rules; add `{{slug}}` or `{{id}}`"
            ));
        }
        Ok(Self(pattern.into()))
    }

    /// The name of a rule's file, without its ending. Parts that a rule lacks leave no gap.
    pub fn name(&self, parts: &NameParts) -> String {
        let mut title = title_slug(parts);
        // A title often begins with what its log source is called.
        if self.0.contains("{logsource}") {
            let said = slug(&parts.logsource) + "_";
            title = title.strip_prefix(&said).map(str::to_owned).unwrap_or(title);
        }
        loop {
            let name = tidy(&self.filled(parts, &title));
            let beyond = name.len().saturating_sub(LONGEST);
            if beyond == 0 || title.is_empty() || !self.0.contains("{slug}") {
                return name;
            }
            title = cut(&title, title.len().saturating_sub(beyond));
        }
    }

    fn filled(&self, parts: &NameParts, title: &str) -> String {
        [
            ("{slug}", title),
            ("{id}", &slug(&parts.id)),
            ("{severity}", &slug(&parts.severity)),
            ("{tactic}", &slug(&parts.tactic)),
            ("{logsource}", &slug(&parts.logsource)),
        ]
        .iter()
        .fold(self.0.to_string(), |name, (part, text)| name.replace(part, text))
    }
}

impl NameParts {
    /// Those of a rule that is written as this tree.
    pub(crate) fn of_tree(
        rule: &Rule,
        tree: &OutMap,
        homes: &Homes,
        context: &WriteContext<'_>,
    ) -> Self {
        let said = |key: &str| text(tree, key).filter(|text| !text.is_empty()).cloned();
        let own = Self::of_rule(rule, context.attack);
        Self {
            title: said(homes.title).unwrap_or(own.title),
            id: said(homes.id).unwrap_or_else(|| context.path.into()),
            severity: homes.severity.and_then(|(key, _)| said(key)).unwrap_or(own.severity),
            ..own
        }
    }

    /// Those of a rule as it was read.
    pub fn of_rule(rule: &Rule, release: AttackRelease) -> Self {
        let severity = rule.meta.severity.and_then(|severity| SIGMA_LEVEL.word(severity));
        Self {
            title: rule.meta.title.clone(),
            id: rule.meta.id.clone().unwrap_or_default(),
            severity: severity.unwrap_or_default().into(),
            tactic: first_tactic(rule, release),
            logsource: logsource(rule),
        }
    }
}

/// The first tactic; empty when there is none.
fn first_tactic(rule: &Rule, release: AttackRelease) -> SmolStr {
    let attack = attack::at_version(&rule.meta, release, Ids::Converted);
    let first = attack.all_tactics().into_iter().next();
    first.and_then(|id| tactic(&id, release)).map(|t| t.shortname.into()).unwrap_or_default()
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
        Some(prefix) => prefix.to_owned(),
        None => [product, category.or(service)].map(Option::unwrap_or_default).join("_"),
    }
}

/// The title in small letters, digits and `_`; a title without any gets a name from what identifies the rule.
fn title_slug(parts: &NameParts) -> String {
    match slug(&parts.title) {
        empty if empty.is_empty() => {
            format!("rule_{}", &derived_id("file-name", &parts.id)[..6])
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

/// What stands between parts can be in the name of a file anywhere.
fn is_plain(text: &str) -> Result<(), String> {
    let odd = |c: &char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    text.chars().find(odd).map_or(Ok(()), |c| {
        Err(format!("`{c}` is not for names of files; letters, digits and `_-.` are"))
    })
}

/// Single `_`, and none at either end.
fn tidy(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if !(c == '_' && (out.is_empty() || out.ends_with('_'))) {
            out.push(c);
        }
    }
    out.trim_matches(['_', '-', '.']).to_owned()
}

/// The beginning of a slug, of whole words where there are several.
fn cut(slug: &str, most: usize) -> String {
    let end = if slug.len() > most { slug[..=most].rfind('_').unwrap_or(most) } else { slug.len() };
    slug[..end].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(title: &str) -> NameParts {
        let tactic = "initial-access".into();
        NameParts { title: title.into(), id: "a-1".into(), tactic, ..NameParts::default() }
    }

    fn named(pattern: &str, title: &str) -> String {
        NamePattern::parse(pattern).map(|p| p.name(&parts(title))).unwrap_or_default()
    }

    #[test]
    fn a_name_has_the_parts_that_there_are() {
        assert_eq!(named("{tactic}_{slug}", "AWS - \"x\" (Ü)"), "initial_access_aws_x");
        assert_eq!(named("{severity}_{slug}", "A"), "a");
        assert_eq!(named("team-{logsource}_{slug}.{id}", "A b"), "team-_a_b.a_1");
        assert!(named("{slug}", "Имя").starts_with("rule_"));
        let parts = NameParts { logsource: "aws_".to_owned(), ..parts("AWS user made") };
        assert_eq!(NamePattern::usual("{logsource}_{slug}").name(&parts), "aws_user_made");
    }

    #[test]
    fn long_names_end_with_a_word_and_keep_what_stands_behind() {
        let long = named("{tactic}_{slug}_{id}", &"word ".repeat(30));
        assert!(long.len() <= LONGEST && long.ends_with("_word_a_1"), "{long}");
        assert_eq!(named("{slug}", &"x".repeat(200)).len(), LONGEST);
    }

    #[test]
    fn patterns_that_name_nothing_are_refused() {
        for (pattern, why) in [
            (
                "{slag}",
                "`{slag}` is no part of a rule; there are {id} {logsource} {severity} {slug} {tactic}",
            ),
            ("{slug", "`{slug` lacks a `}`"),
            ("{tactic}", "`{tactic}` is one name for many rules; add `{slug}` or `{id}`"),
            ("a/{slug}", "`/` is not for names of files; letters, digits and `_-.` are"),
        ] {
            assert_eq!(NamePattern::parse(pattern), Err(why.to_owned()));
        }
    }
}
