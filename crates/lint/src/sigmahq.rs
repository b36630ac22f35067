//! The conventions of the `SigmaHQ` repository, each told when it is asked for.

pub(crate) mod attack_link;
pub(crate) mod description_link;
pub(crate) mod description_short;
pub(crate) mod detection_tag;
pub(crate) mod falsepositive_banned;
pub(crate) mod falsepositive_case;
pub(crate) mod falsepositive_typo;
pub(crate) mod fields;
pub(crate) mod file_name;
pub(crate) mod file_name_prefix;
pub(crate) mod github_permalink;
pub(crate) mod regression_missing;
pub(crate) mod several_detection_tags;
pub(crate) mod several_tlp_tags;
pub(crate) mod status_folder;
pub(crate) mod title_case;
pub(crate) mod title_end;
pub(crate) mod title_length;
pub(crate) mod title_start;
pub(crate) mod tlp_clear;
pub(crate) mod trademark;
pub(crate) mod unknown_field;
pub(crate) mod unknown_key;

use crate::sigma_rule::SigmaRule;
use ruleglot_source::Diagnostic;

/// The name of a rule's file; `None` for standard input.
fn file_name<'a>(rule: &SigmaRule<'a>) -> Option<&'a str> {
    let path: &str = &rule.file.path;
    path.rsplit(['/', '\\']).next().filter(|name| *name != "-")
}

/// The folders that a rule's file stands in; `None` for standard input.
fn folders<'a>(rule: &SigmaRule<'a>) -> Option<impl Iterator<Item = &'a str>> {
    let path: &str = &rule.file.path;
    (path != "-").then(|| path.split(['/', '\\']))
}

/// The second and later tags of a namespace.
fn several_tags(rule: &SigmaRule<'_>, space: &str, code: &'static str, out: &mut Vec<Diagnostic>) {
    let is_of = |tag: &str| tag.split_once('.').is_some_and(|(own, _)| own == space);
    let mut tags = rule.list("tags").filter(|said| is_of(said.text));
    let Some(first) = tags.next() else { return };
    for said in tags {
        let message = format!("`{}` stands beside `{}`", said.text, first.text);
        out.push(
            Diagnostic::warning(code, said.at, message)
                .with_label(first.at, "the other")
                .with_help("leave one of them"),
        );
    }
}
