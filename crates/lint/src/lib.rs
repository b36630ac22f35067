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
mod run;
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
pub use run::Lints;

use context::SigmaContext;
use elastic_rule::ElasticRule;
use kuery::KueryContext;
use logic::LogicContext;
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

/// Whether findings of a code are asked for.
pub type Wanted<'w> = &'w dyn Fn(&str) -> bool;

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
