//! Findings about rules: the registry of every code, and one file per lint of ours.
//!
//! What a reader, a schema or a language finds by itself has only its page here; a lint of ours has its page, its check
//! and its fix in one file. A lint is added by its file, a line in `lints.rs` and a page under `tests/lint`. No I/O, and
//! nothing here decides what is shown: that is the engine's.

mod allow;
mod attack;
mod context;
mod detection_rules;
mod elastic;
mod elastic_rule;
mod fields;
mod file;
mod house;
mod kuery;
mod lines;
mod lints;
mod logic;
mod logsource;
mod metadata;
mod pages;
mod registry;
mod repo;
mod sigma;
mod sigma_rule;
mod sigmahq;
mod spl;
mod style;
mod yaml;

pub use allow::{Allow, allows};
pub use attack::AttackContext;
pub use context::{FileContext, RuleContext};
pub use metadata::secret::secrets;
pub use registry::{CodePage, Kind, codes, codes_of, families, nearest, on_request, page};
pub use repo::{Detects, Life, Part as RulePart, RuleFacts, Said};

use lints::LINTS;

use context::SigmaContext;
use elastic_rule::ElasticRule;
use kuery::KueryContext;
use logic::LogicContext;
use ruleglot_document::Language;
use ruleglot_formats::{Ast, Part};
use ruleglot_source::Diagnostic;
use sigma_rule::SigmaRule;
use spl::SplContext;

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
    /// What a rule means, whatever its language.
    Logic(fn(&LogicContext<'_>, &mut Vec<Diagnostic>)),
    /// A query of Kibana as written.
    Kuery(fn(&KueryContext<'_>, &mut Vec<Diagnostic>)),
    /// A search of Splunk as written.
    Spl(fn(&SplContext<'_>, &mut Vec<Diagnostic>)),
    /// A Sigma detection.
    Sigma(fn(&SigmaContext<'_>, &mut Vec<Diagnostic>)),
    /// An Elastic rule file as a whole.
    Elastic(fn(&ElasticRule<'_>, &mut Vec<Diagnostic>)),
    /// A Sigma document as a whole.
    SigmaRule(fn(&SigmaRule<'_>, &mut Vec<Diagnostic>)),
}

/// What our lints find in a file as a whole, those of them that are wanted by their code; in no order.
pub fn lint_file(context: &FileContext<'_>, wanted: Wanted<'_>) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    runs(wanted, |run| if let Run::File(run) = run { Some(*run) } else { None })
        .for_each(|run| run(context, &mut out));
    if context.language == Some(Language::Yaml) {
        runs(wanted, |run| if let Run::Yaml(run) = run { Some(*run) } else { None })
            .for_each(|run| run(context, &mut out));
    }
    out
}

/// What is odd about a rule, against its format, or found by those of our lints that are wanted; in no order.
pub fn lint(context: &RuleContext<'_>, wanted: Wanted<'_>) -> Vec<Diagnostic> {
    let mut out = context.schema_findings();
    if context.style.is_some_and(|style| style.filter_macro.is_some()) {
        // `house/filter-macro` looks at the team's own.
        out.retain(|finding| finding.code != "schema/filter-macro");
    }
    runs(wanted, |run| if let Run::Rule(run) = run { Some(*run) } else { None })
        .for_each(|run| run(context, &mut out));
    if let Some(rule) = SigmaRule::of(context) {
        runs(wanted, |run| if let Run::SigmaRule(run) = run { Some(*run) } else { None })
            .for_each(|run| run(&rule, &mut out));
    }
    if let Some(rule) = ElasticRule::of(context) {
        runs(wanted, |run| if let Run::Elastic(run) = run { Some(*run) } else { None })
            .for_each(|run| run(&rule, &mut out));
    }
    if let Some(logic) = LogicContext::new(context) {
        runs(wanted, |run| if let Run::Logic(run) = run { Some(*run) } else { None })
            .for_each(|run| run(&logic, &mut out));
    }
    for part in &context.read.parts {
        lint_part(context, part, wanted, &mut out);
    }
    out
}

fn lint_part(
    context: &RuleContext<'_>,
    part: &Part,
    wanted: Wanted<'_>,
    out: &mut Vec<Diagnostic>,
) {
    match &part.ast {
        Ast::Kuery(query) => {
            context.kuery(part, query, out);
            if let Some(kuery) = KueryContext::new(context, part, query) {
                runs(wanted, |run| if let Run::Kuery(run) = run { Some(*run) } else { None })
                    .for_each(|run| run(&kuery, out));
            }
        }
        Ast::Sigma(detection) => {
            out.extend(ruleglot_sigma::oddities(detection));
            let sigma = SigmaContext { file: context.file, detection };
            runs(wanted, |run| if let Run::Sigma(run) = run { Some(*run) } else { None })
                .for_each(|run| run(&sigma, out));
        }
        Ast::Spl(search) => {
            if let Some(spl) = SplContext::new(context, part, search) {
                runs(wanted, |run| if let Run::Spl(run) = run { Some(*run) } else { None })
                    .for_each(|run| run(&spl, out));
            }
        }
    }
}

/// What our lints find in what a rule writes of ATT&CK; in no order.
pub fn lint_attack(context: &AttackContext<'_>, wanted: Wanted<'_>) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    runs(wanted, |run| if let Run::Attack(run) = run { Some(*run) } else { None })
        .for_each(|run| run(context, &mut out));
    out
}

/// What our lints find in rules together; in no order.
pub fn lint_repo(rules: &[RuleFacts], wanted: Wanted<'_>) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    runs(wanted, |run| if let Run::Repo(run) = run { Some(*run) } else { None })
        .for_each(|run| run(rules, &mut out));
    out
}

/// Whether findings of a code that is told on request are asked for: a lint that nobody asks for is not run.
pub type Wanted<'w> = &'w dyn Fn(&str) -> bool;

/// The functions of the lints that are wanted and look at one kind of thing.
fn runs<'w, F>(wanted: Wanted<'w>, pick: fn(&Run) -> Option<F>) -> impl Iterator<Item = F> + 'w
where
    F: 'w,
{
    let runs =
        move |lint: &&Lint| !matches!(lint.page.kind, Kind::OnRequest(_)) || wanted(lint.page.code);
    LINTS.iter().filter(runs).filter_map(move |lint| pick(&lint.run))
}

/// Takes out what two findings say of the same place, of which one knows more.
pub fn leave_out_repeats(found: &mut Vec<Diagnostic>) {
    const SAID_BY: [(&str, &str); 3] = [
        ("schema/bad-value", "attack/malformed"),
        ("attack/parent-beside-sub-technique", "schema/overlapping-techniques"),
        ("logic/duplicate-predicate", "logic/duplicate-selection"),
    ];
    for (less, more) in SAID_BY {
        let places: Vec<_> = found.iter().filter(|d| d.code == more).map(Diagnostic::at).collect();
        if !places.is_empty() {
            found.retain(|d| d.code != less || !places.contains(&d.at()));
        }
    }
}
