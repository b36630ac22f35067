//! What pages write around a query: headings before it, headings after it, buttons.
//!
//! A closed list of words, never a guess: a line that is not among them is furniture only when the query can do without it.

/// Headings of boxes that hold a query or a rule.
const BOXES: &[&str] = &[
    "code",
    "condition",
    "detection",
    "detection logic",
    "detection query",
    "detection rule",
    "detection search",
    "hunting query",
    "kibana query",
    "kql",
    "kql query",
    "kuery",
    "query",
    "rule",
    "rule body",
    "rule logic",
    "rule query",
    "search",
    "search query",
    "sigma",
    "sigma rule",
    "source",
    "spl",
    "spl query",
    "splunk",
    "splunk query",
    "splunk search",
];

/// Headings of sections that follow a box.
const SECTIONS: &[&str] = &[
    "annotations",
    "associated analytic story",
    "data source",
    "data sources",
    "default configuration",
    "description",
    "detection testing",
    "event coverage",
    "exclusions",
    "false positives",
    "framework",
    "how to implement",
    "implementation",
    "indicators",
    "investigation guide",
    "known false positives",
    "macros used",
    "mitre att&ck",
    "mitre att&ck coverage",
    "output fields",
    "references",
    "related rules",
    "required fields",
    "response and remediation",
    "risk based analytics (rba)",
    "rule authors",
    "rule license",
    "setup",
    "stages and predicates",
    "tags",
    "triage and analysis",
];

/// What pages say of a rule, each with a colon behind it: KQL would take it for a field.
const FACTS: &[&str] = &[
    "author",
    "category",
    "created",
    "date",
    "id",
    "language",
    "level",
    "maturity",
    "name",
    "platform",
    "product",
    "risk score",
    "rule type",
    "severity",
    "status",
    "tactic",
    "technique",
    "title",
    "type",
    "updated",
    "version",
];

/// Buttons and notes of boxes.
const BUTTONS: &[&str] = &[
    "blame",
    "collapse",
    "copied",
    "copied!",
    "copy",
    "copy code",
    "copy link",
    "copy query",
    "copy raw",
    "copy raw contents",
    "copy to clipboard",
    "download",
    "edit",
    "esql",
    "expand",
    "hide",
    "json",
    "kql",
    "kuery",
    "open in search",
    "open in splunk",
    "plain text",
    "raw",
    "run",
    "share",
    "show less",
    "show more",
    "spl",
    "sql",
    "toml",
    "view raw",
    "wrap",
    "yaml",
    "yml",
];

/// Notations that headings name behind their words.
const NOTATIONS: &[&str] = &["kql", "kuery", "python", "spl", "toml", "yaml", "yml"];

/// A line without the marks of headings around it, in lower case. Anchors of documentation leave an `edit` behind.
fn bare(line: &str) -> String {
    let line = line.trim().trim_matches(['#', '*', '_', '=']).trim().trim_end_matches(':');
    let line = line.to_lowercase();
    line.strip_suffix("edit").filter(|rest| !rest.is_empty()).unwrap_or(&line).trim_end().to_owned()
}

fn is_short(line: &str) -> bool {
    line.len() <= 80
}

/// Whether a line is the heading of a box. Pages write them with capitals; `search` on a line of its own is a command.
pub(super) fn is_heading(line: &str) -> bool {
    if !is_short(line) || !line.contains(char::is_uppercase) {
        return false;
    }
    let bare = bare(line);
    let stem =
        bare.rsplit_once(' ').filter(|(_, last)| NOTATIONS.contains(last)).map(|(stem, _)| stem);
    BOXES.contains(&bare.as_str()) || stem.is_some_and(|stem| BOXES.contains(&stem))
}

/// Where the text begins on a line that has the heading of a box and a colon before it.
pub(super) fn after_heading(line: &str) -> Option<usize> {
    let (heading, rest) = line.split_once(':')?;
    let bare = bare(heading);
    (is_short(heading) && !rest.trim().is_empty() && BOXES.contains(&bare.as_str()))
        .then(|| line.len() - rest.trim_start().len())
}

/// Whether a line is the heading of a section that follows a box.
pub(super) fn ends_box(line: &str) -> bool {
    if !is_short(line) {
        return false;
    }
    let bare = bare(line);
    let word = bare.split(':').next().unwrap_or_default();
    let fact = line.starts_with(char::is_uppercase) && word.len() < bare.len();
    SECTIONS.contains(&word) || fact && FACTS.contains(&word) || is_heading(line)
}

/// Whether a line could be the heading of any section: a few words and nothing of a query.
pub(super) fn is_title(line: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || c == ' ' || c == '&' || c == '-';
    is_short(line)
        && line.starts_with(char::is_uppercase)
        && line.trim_end().chars().all(plain)
        && line.split_whitespace().count() <= 6
}

/// Whether a line is a button, a size or a notation beside a box.
pub(super) fn is_button(line: &str) -> bool {
    if !is_short(line) {
        return false;
    }
    let bare = bare(line);
    BUTTONS.contains(&bare.as_str()) || is_size(&bare)
}

/// `72 lines`, `2.2 KiB`, `72 lines (60 loc) · 2.2 KB`.
fn is_size(line: &str) -> bool {
    let units = ["lines", "line", "loc", "sloc", "bytes", "byte", "b", "kb", "kib", "mb", "mib"];
    let mut words =
        line.split(|c: char| c.is_whitespace() || "()·,".contains(c)).filter(|w| !w.is_empty());
    let number = |w: &str| w.parse::<f64>().is_ok();
    let mut some = false;
    while let Some(word) = words.next() {
        if !number(word) || !words.next().is_some_and(|unit| units.contains(&unit)) {
            return false;
        }
        some = true;
    }
    some
}
