//! Findings about rules: the registry of every code, and one file per lint of ours.
//!
//! What a reader, a schema or a language finds by itself has only its page here; a lint of ours has its page, its check
//! and its fix in one file. A lint is added by its file, a line in `LINTS` and a page under `tests/lint`. No I/O, and
//! nothing here decides what is shown: that is the engine's.

mod allow;
mod attack;
mod context;
mod fields;
mod file;
mod lines;
mod pages;
mod registry;
mod repo;
mod sigma;
mod yaml;

pub use allow::{Allow, allows};
pub use attack::AttackContext;
pub use context::{FileContext, RuleContext};
pub use registry::{CodePage, Kind, codes, codes_of, families, nearest, on_request, page};
pub use repo::{Detects, Life, Part as RulePart, RuleFacts, Said};

use context::SigmaContext;
use ruleglot_document::Language;
use ruleglot_formats::Ast;
use ruleglot_source::Diagnostic;

/// A lint of ours.
pub(crate) struct Lint {
    /// Its page.
    pub(crate) page: CodePage,
    /// What it looks at, and how.
    pub(crate) run: Run,
}

/// What a lint looks at, and how.
pub(crate) enum Run {
    /// The bytes of any file.
    File(fn(&FileContext<'_>, &mut Vec<Diagnostic>)),
    /// The bytes of a YAML file.
    Yaml(fn(&FileContext<'_>, &mut Vec<Diagnostic>)),
    /// A rule, whatever its format.
    Rule(fn(&RuleContext<'_>, &mut Vec<Diagnostic>)),
    /// What a rule writes of ATT&CK.
    Attack(fn(&AttackContext<'_>, &mut Vec<Diagnostic>)),
    /// All rules together.
    Repo(fn(&[RuleFacts], &mut Vec<Diagnostic>)),
    /// A Sigma detection.
    Sigma(fn(&SigmaContext<'_>, &mut Vec<Diagnostic>)),
}

/// Every lint of ours.
pub(crate) const LINTS: &[Lint] = &[
    fields::not_in_index::LINT,
    fields::unknown::LINT,
    attack::deprecated::LINT,
    attack::malformed::LINT,
    attack::parent_beside_sub_technique::LINT,
    attack::renamed::LINT,
    attack::revoked::LINT,
    attack::tactic_without_technique::LINT,
    attack::technique_without_tactic::LINT,
    attack::unknown::LINT,
    attack::wrong_domain::LINT,
    attack::wrong_name::LINT,
    attack::wrong_parent::LINT,
    attack::wrong_reference::LINT,
    attack::wrong_tactic::LINT,
    file::byte_order_mark::LINT,
    file::carriage_return::LINT,
    repo::duplicate_across_formats::LINT,
    repo::duplicate_file_name::LINT,
    repo::duplicate_id::LINT,
    repo::duplicate_logic::LINT,
    repo::duplicate_name::LINT,
    repo::duplicate_title::LINT,
    repo::subsumed_logic::LINT,
    sigma::double_wildcard::LINT,
    sigma::duplicate_value::LINT,
    sigma::escaped_wildcard::LINT,
    sigma::number_as_string::LINT,
    sigma::redundant_wildcard::LINT,
    sigma::them_single_selection::LINT,
    sigma::unused_selection::LINT,
    sigma::wildcard_instead_of_modifier::LINT,
    yaml::empty_document::LINT,
];

/// What our lints find in a file as a whole; in no order.
pub fn lint_file(context: &FileContext<'_>) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for lint in LINTS {
        match lint.run {
            Run::File(run) => run(context, &mut out),
            Run::Yaml(run) if context.language == Some(Language::Yaml) => run(context, &mut out),
            _ => {}
        }
    }
    out
}

/// What is odd about a rule, against its format, or found by our lints; in no order.
pub fn lint(context: &RuleContext<'_>) -> Vec<Diagnostic> {
    let mut out = context.schema_findings();
    for lint in LINTS {
        if let Run::Rule(run) = lint.run {
            run(context, &mut out);
        }
    }
    for part in &context.read.parts {
        match &part.ast {
            Ast::Kuery(query) => context.kuery(part, query, &mut out),
            Ast::Sigma(detection) => {
                out.extend(ruleglot_sigma::oddities(detection));
                let sigma = SigmaContext { file: context.file, detection };
                sigma_lints().for_each(|run| run(&sigma, &mut out));
            }
            // What is odd about a search is told with the linter's own Splunk lints.
            Ast::Spl(_) => {}
        }
    }
    out
}

/// What our lints find in what a rule writes of ATT&CK; in no order.
pub fn lint_attack(context: &AttackContext<'_>) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for lint in LINTS {
        if let Run::Attack(run) = lint.run {
            run(context, &mut out);
        }
    }
    out
}

/// What our lints find in rules together; in no order.
pub fn lint_repo(rules: &[RuleFacts]) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for lint in LINTS {
        if let Run::Repo(run) = lint.run {
            run(rules, &mut out);
        }
    }
    out
}

/// Takes out what two findings say of the same place, of which one knows more.
pub fn leave_out_repeats(found: &mut Vec<Diagnostic>) {
    const SAID_BY: [(&str, &str); 2] = [
        ("schema/bad-value", "attack/malformed"),
        ("attack/parent-beside-sub-technique", "schema/overlapping-techniques"),
    ];
    for (less, more) in SAID_BY {
        let places: Vec<_> = found.iter().filter(|d| d.code == more).map(Diagnostic::at).collect();
        if !places.is_empty() {
            found.retain(|d| d.code != less || !places.contains(&d.at()));
        }
    }
}

fn sigma_lints() -> impl Iterator<Item = fn(&SigmaContext<'_>, &mut Vec<Diagnostic>)> {
    LINTS.iter().filter_map(|lint| match lint.run {
        Run::Sigma(run) => Some(run),
        _ => None,
    })
}
