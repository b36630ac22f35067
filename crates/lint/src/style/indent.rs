//! `style/indent`

use crate::sigma_rule::{SigmaRule, fixed};
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_document::{Entry, Kind as NodeKind, Node};
use ruleglot_source::{Diagnostic, Edit, Fix, Safety, Severity, Span};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "style/indent",
        kind: Kind::OnRequest(Severity::Info),
        what: "A block of a Sigma rule is not indented by four blanks.",
        why: "SigmaHQ and the specification indent by four; files that mix widths are hard to compare.",
        remedy: "Indent it by four, which is what the fix does.",
        since: "0.1.0",
    },
    run: Run::SigmaRule(check),
};

/// How many blanks a block is indented by.
const WIDTH: usize = 4;

fn check(rule: &SigmaRule<'_>, out: &mut Vec<Diagnostic>) {
    each(rule, rule.root, out);
}

fn each(rule: &SigmaRule<'_>, node: &Node, out: &mut Vec<Diagnostic>) {
    match &node.kind {
        NodeKind::Scalar(_) => {}
        NodeKind::Sequence(items) => items.iter().for_each(|item| each(rule, item, out)),
        NodeKind::Mapping(map) => {
            for entry in &map.entries {
                out.extend(finding(rule, entry));
                each(rule, &entry.value, out);
            }
        }
    }
}

fn finding(rule: &SigmaRule<'_>, entry: &Entry) -> Option<Diagnostic> {
    let text: &str = &rule.file.text;
    if matches!(entry.value.kind, NodeKind::Scalar(_)) {
        return None;
    }
    let (key, value) = (entry.key_span.start as usize, entry.value.span);
    let start = line_start(text, value.start as usize);
    // What an action or an alias brought in stands elsewhere.
    if start <= key || key_line_has(text, key, value.start as usize) {
        return None;
    }
    let wanted = key - line_start(text, key) + WIDTH;
    let is = value.start as usize - start;
    if is == wanted || !text.get(start..value.start as usize)?.bytes().all(|b| b == b' ') {
        return None;
    }
    let message =
        format!("the block of `{}` is indented by {}", entry.key, shown(is + WIDTH, wanted));
    let at = rule.place(Span::new(start, value.start as usize));
    let finding =
        Diagnostic::info(LINT.page.code, at, message).with_help(format!("indent it by {WIDTH}"));
    Some(fixed(
        finding,
        shifted(text, Span { start: u32::try_from(start).ok()?, ..value }, is, wanted),
    ))
}

/// Whether something other than blanks and comments stands between a key and its block.
fn key_line_has(text: &str, key: usize, value: usize) -> bool {
    let between = text.get(key..value).unwrap_or_default();
    let after = between.split_once(':').map_or("", |(_, after)| after);
    let plain = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    !after.lines().all(plain)
}

fn shown(is: usize, wanted: usize) -> String {
    if is >= wanted { (is - wanted).to_string() } else { "less than its key".to_owned() }
}

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |i| i + 1)
}

/// Moves the lines of a block; blank lines stay.
fn shifted(text: &str, block: Span, is: usize, wanted: usize) -> Option<Fix> {
    let end = block.end as usize;
    let last = text.get(end..)?.find('\n').map_or(text.len(), |i| end + i + 1);
    let mut at = block.start as usize;
    let mut edits = Vec::new();
    for line in text.get(at..last)?.split_inclusive('\n') {
        if at >= end {
            break;
        }
        let blanks = line.len() - line.trim_start_matches(' ').len();
        let (span, new) = match wanted.checked_sub(is) {
            Some(more) => (Span::new(at, at), " ".repeat(more)),
            None if blanks >= is - wanted => (Span::new(at, at + is - wanted), String::new()),
            None if line.trim().is_empty() => (Span::new(at, at), String::new()),
            None => return None,
        };
        if !line.trim().is_empty() {
            edits.push(Edit { span, text: new });
        }
        at += line.len();
    }
    Some(Fix { safety: Safety::Safe, edits })
}
