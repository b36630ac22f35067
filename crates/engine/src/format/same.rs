//! Whether a file that was laid out still says what it said.

use super::documents;
use crate::scan::{RuleDoc, ScanOptions, Scanned, scan_file};
use ruleglot_document::{Document, Kind, Mapping, Node};
use ruleglot_ir::{Body, Rule};
use ruleglot_source::{Severity, SourceFile};

/// What `text` would change of the file; `None` when nothing.
pub(super) fn difference(
    before: &Scanned,
    text: &str,
    options: &ScanOptions,
) -> Option<&'static str> {
    let file = SourceFile::new(before.file.id, before.file.path.clone(), text);
    let after = scan_file(before.candidate.clone(), file, options);
    if errors(before) != errors(&after) || before.rules.len() != after.rules.len() {
        return Some("how it is read");
    }
    let mut pairs = before.rules.iter().zip(&after.rules);
    if !pairs.all(|(a, b)| same_rule(a, b)) {
        return Some("the meaning of a rule");
    }
    let format = before.rules.first().and_then(|r| r.format)?;
    let (old, new) =
        (documents(format.notation(), &before.file.text), documents(format.notation(), text));
    let queries = format.queries();
    let same =
        |(a, b): (&Document, &Document)| same_value(&a.root, &b.root, &mut Vec::new(), queries);
    if old.len() != new.len() || !old.iter().zip(&new).all(same) {
        return Some("a value");
    }
    (comments(&old, &before.file.text) != comments(&new, text)).then_some("a comment")
}

/// The codes of the errors, sorted.
fn errors(scanned: &Scanned) -> Vec<&'static str> {
    let all = scanned.rules.iter().flat_map(|r| &r.read.diagnostics).chain(&scanned.diagnostics);
    let mut codes: Vec<_> = all.filter(|d| d.severity == Severity::Error).map(|d| d.code).collect();
    codes.sort_unstable();
    codes
}

/// The same detection, by its tree and by its meaning. What else a rule says are values of its document.
fn same_rule(a: &RuleDoc, b: &RuleDoc) -> bool {
    // What is not understood is in the meaning as it is written, blanks and all; its tree is without them.
    let bare = |body: &Body| body_text(body).split_whitespace().collect::<String>();
    let body = |a: &Body, b: &Body| a == b || bare(a) == bare(b);
    let meaning = |a: &Rule, b: &Rule| {
        body(&a.body, &b.body)
            && a.alert == b.alert
            && a.schedule == b.schedule
            && a.tests == b.tests
    };
    let same = match (&a.read.rule, &b.read.rule) {
        (Some(a), Some(b)) => meaning(a, b),
        (None, None) => true,
        _ => false,
    };
    same && a.read.parts == b.read.parts && a.read.language == b.read.language
}

/// The body as people read it.
fn body_text(body: &Body) -> String {
    match body {
        Body::Pipeline(stages) => {
            let stages: Vec<String> = stages.iter().map(|s| s.kind.to_string()).collect();
            stages.join("\n")
        }
        Body::Native(opaque) => opaque.text.to_string(),
    }
}

/// The same values at the same keys, in whatever order; of queries the tree is compared elsewhere.
fn same_value<'n>(a: &'n Node, b: &Node, path: &mut Vec<&'n str>, queries: &[&[&str]]) -> bool {
    match (&a.kind, &b.kind) {
        (Kind::Scalar(old), Kind::Scalar(new)) => {
            let bare = |text: &str| text.split_whitespace().collect::<String>();
            let is_query = queries.contains(&path.as_slice());
            old.text == new.text && old.style == new.style && old.tag == new.tag
                || is_query && same_letters(&bare(&old.text), &bare(&new.text))
        }
        (Kind::Sequence(old), Kind::Sequence(new)) => {
            old.len() == new.len()
                && old.iter().zip(new).all(|(a, b)| same_value(a, b, path, queries))
        }
        (Kind::Mapping(old), Kind::Mapping(new)) => same_map(old, new, path, queries),
        _ => false,
    }
}

/// Brackets apart, for doubled ones go, and the case of keywords.
fn same_letters(a: &str, b: &str) -> bool {
    let bare = |text: &str| text.replace(['(', ')'], "").to_lowercase();
    bare(a) == bare(b)
}

fn same_map<'n>(
    old: &'n Mapping,
    new: &Mapping,
    path: &mut Vec<&'n str>,
    queries: &[&[&str]],
) -> bool {
    old.entries.len() == new.entries.len()
        && old.entries.iter().all(|entry| {
            path.push(entry.key.as_str());
            let same =
                new.get(&entry.key).is_some_and(|n| same_value(&entry.value, n, path, queries));
            path.pop();
            same
        })
}

/// The comments, sorted; blanks at their ends apart.
fn comments<'t>(documents: &[Document], text: &'t str) -> Vec<&'t str> {
    let all = documents.iter().flat_map(|d| &d.comments);
    let mut comments: Vec<&str> = all.map(|c| text[c.span.range()].trim_end()).collect();
    comments.sort_unstable();
    comments
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{Candidate, Found};
    use ruleglot_source::FileId;

    const RULE: &str = "title: A # why\ndetection:\n    a:\n        b: c\n    d:\n        e: [f, g]\n    condition: a and d\n";

    fn changed(text: &str) -> Option<&'static str> {
        let candidate =
            Candidate { path: "a.yml".into(), relative: "a.yml".into(), found: Found::Named };
        let options = ScanOptions::default();
        let file = SourceFile::new(FileId(0), "a.yml", RULE);
        difference(&scan_file(candidate, file, &options), text, &options)
    }

    #[test]
    fn whatever_is_not_layout_is_seen() {
        assert_eq!(changed(RULE), None);
        let keys: Vec<&str> = RULE.splitn(2, '\n').collect();
        assert_eq!(changed(&format!("{}{}\n", keys[1], keys[0])), None, "order of keys");
        assert_eq!(changed(&RULE.replace("a and d", "a   and d")), None);
        assert_eq!(changed(&RULE.replace("A #", "B #")), Some("a value"));
        assert_eq!(changed(&RULE.replace("A #", "'A' #")), Some("a value"), "quotes");
        assert_eq!(changed(&RULE.replace("[f, g]", "[g, f]")), Some("the meaning of a rule"));
        assert_eq!(changed(&RULE.replace("a and d", "a or d")), Some("the meaning of a rule"));
        assert_eq!(changed(&RULE.replace("a and d", "d and a")), Some("the meaning of a rule"));
        assert_eq!(changed(&RULE.replace("# why", "# who")), Some("a comment"));
        assert_eq!(changed(&RULE.replace(" # why", "")), Some("a comment"));
        assert_eq!(changed(&RULE.replace("b: c", "b|x: c")), Some("how it is read"));
        assert_eq!(changed(&RULE.replace("title", "titel")), Some("a value"));
    }
}
