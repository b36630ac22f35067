//! How rule files are laid out, step by step until nothing is left to do.

#![allow(clippy::unwrap_used, reason = "tests")]

use ruleglot_document::{Language, read_toml, read_yaml};
use ruleglot_formats::{Elastic, Escu, Format, Sigma};
use ruleglot_source::{FileId, apply_edits};

fn laid_out(format: &dyn Format, text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..32 {
        let read = match format.notation() {
            Language::Yaml => read_yaml(FileId(0), &text),
            Language::Toml => read_toml(FileId(0), &text),
        };
        assert!(read.diagnostics.is_empty(), "{:?} in\n{text}", read.diagnostics);
        let edits: Vec<_> = read.documents.iter().flat_map(|d| format.layout(d, &text)).collect();
        if edits.is_empty() {
            return text;
        }
        text = apply_edits(&text, &edits);
    }
    panic!("no end of it:\n{text}");
}

#[track_caller]
fn becomes(format: &dyn Format, written: &str, expected: &str) {
    assert_eq!(laid_out(format, written), expected);
    assert_eq!(laid_out(format, expected), expected);
}

#[test]
fn sigma_keys_come_into_order_with_their_comments() {
    let written = "\
# head

level: low # for now
# the detection
detection:
    selection:
        a: b
    # after the last key
    condition: selection
    # at the end of it
own: x
title: A
";
    let expected = "\
# head

title: A
# the detection
detection:
    selection:
        a: b
    # after the last key
    condition: selection
    # at the end of it
own: x
level: low # for now
";
    becomes(&Sigma, written, expected);
}

#[test]
fn sigma_levels_are_set_in_by_four() {
    let written = "\
title:   A  \n\
related:
- id:  x
  type: derived
description: |
  first
    second

  third
logsource:
 product: windows
detection:
  list:
    # of two
    -   a: b
        c|contains:
        - d
        # e is odd
        - e
  flow: [a,
    b]
  folded: one
    two
  condition: ( list and flow )


level: low

";
    let expected = "\
title: A
related:
    - id: x
      type: derived
description: |
    first
      second

    third
logsource:
    product: windows
detection:
    list:
        # of two
        - a: b
          c|contains:
              - d
              # e is odd
              - e
    flow: [a,
      b]
    folded: one
        two
    condition: (list and flow)

level: low
";
    becomes(&Sigma, written, expected);
}

#[test]
fn what_is_not_sure_is_left() {
    for text in [
        "level: low\ntitle: &a A\n",
        "level: low\ntitle:   !!str A\n",
        "level: low\nnote: |+\n  x\n\ntitle: A\n",
        "{level: low, title: A}\n",
        "level: low\n? title\n: A\n",
        "--- {level: low, title: A}\n",
        "",
        "# nothing\n",
    ] {
        assert_eq!(laid_out(&Sigma, text), text);
    }
}

#[test]
fn each_document_of_a_file_is_laid_out() {
    let written = "title: A\nid: x\n---\nid: y\ntitle: B\n...\n---\nstatus: test\ntitle: C";
    let expected = "title: A\nid: x\n---\ntitle: B\nid: y\n...\n---\ntitle: C\nstatus: test\n";
    becomes(&Sigma, written, expected);
}

#[test]
fn line_ends_stay() {
    becomes(
        &Sigma,
        "level: low\r\ntitle:  A\r\ndetection:\r\n  a:\r\n  - b\r\n",
        "title: A\r\ndetection:\r\n    a:\r\n        - b\r\nlevel: low\r\n",
    );
}

#[test]
fn a_block_at_the_end_gets_no_line_break() {
    for text in ["title: A\ndescription: |\n    x", "description: |\n  x\ntitle: |\n  y"] {
        let done = laid_out(&Sigma, text);
        assert!(!done.ends_with('\n'), "{done}");
    }
}

#[test]
fn elastic_tables_and_keys_come_into_order() {
    let written = "\
# licence

[rule]
type =  \"query\"
query = \"a:b   AND c:d\"
# who
author=[\"x\",\"y\"]
name = \"n\" # the name
language = \"kuery\"
note = '''
 a =  b
'''

  [[rule.threat]]
  framework = \"f\"
    [rule.threat.tactic]
    name = \"n\"
    id = \"i\"
[metadata]
maturity = \"production\"
creation_date = \"2026/01/01\"
";
    let expected = "\
# licence

[metadata]
creation_date = \"2026/01/01\"
maturity = \"production\"

[rule]
# who
author = [\"x\", \"y\"]
language = \"kuery\"
name = \"n\" # the name
note = '''
 a =  b
'''
type = \"query\"
query = '''
a:b and c:d
'''

[[rule.threat]]
framework = \"f\"
[rule.threat.tactic]
name = \"n\"
id = \"i\"
";
    becomes(&Elastic, written, expected);
}

#[test]
fn elastic_lists_are_broken_or_set_in() {
    let long = "a rather long name of an index pattern that nobody would have";
    let written = format!(
        "[rule]\ntype = \"eql\"\nindex = [\"{long}\", \"{long}\"]\ntags = [\"a\",\n  \"b\"\n]\nto = [\n  \"c\",\n  \"d\"\n]\n"
    );
    let expected = format!(
        "[rule]\nindex = [\n    \"{long}\",\n    \"{long}\",\n]\ntags = [\n    \"a\",\n    \"b\",\n]\nto = [\n  \"c\",\n  \"d\"\n]\ntype = \"eql\"\n"
    );
    becomes(&Elastic, &written, &expected);
}

#[test]
fn elastic_texts_and_other_languages_stay() {
    let text = "[rule]\nlanguage = \"eql\"\ntype = \"eql\"\n\nquery = '''\nprocess  where   true\n'''\n\nnote = \"\"\"a  \n\tb\"\"\"\n\n\n\n[rule.x]\ny = {a=1,  b=2}\nz = [[1,2],\n [3]]\n";
    assert_eq!(laid_out(&Elastic, text), text);
}

#[test]
fn escu_searches_become_blocks() {
    let long = "index=main sourcetype=something_long user=alpha action=failure | stats count by user, dest | where count > 5";
    let written = format!(
        "type: TTP\nname: A\nsearch: '{long} | eval x=''a''  '\nrba:\n  message: m\ntags:\n  analytic_story:\n  - s\n"
    );
    let expected = "\
name: A
type: TTP
search: |-
    index=main sourcetype=something_long user=alpha action=failure
    | stats count by user, dest
    | where count > 5
    | eval x='a'
rba:
    message: m
tags:
    analytic_story:
        - s
";
    becomes(&Escu, &written, expected);
    // The layout of 2024 is set in by two.
    let old = written
        .replace("rba:\n  message: m\n", "")
        .replace("tags:\n", "tags:\n    risk_score: 1\n")
        .replace("  analytic_story:\n  - s", "    analytic_story:\n        - s");
    let done = laid_out(&Escu, &old);
    assert!(
        done.contains("search: |-\n  index=main") && done.contains("\n  analytic_story:\n  - s\n"),
        "{done}"
    );
}
