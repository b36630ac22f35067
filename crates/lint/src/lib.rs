//! Findings about rules: the registry of every code, and one file per lint of ours.
//!
//! What a reader, a schema or a language finds by itself has only its page here; a lint of ours has its page, its check
//! and its fix in one file. A lint is added by its file, a line in `LINTS` and a page under `tests/lint`. No I/O, and
//! nothing here decides what is shown: that is the engine's.

mod allow;
mod attack;
mod context;
mod elastic;
mod fields;
mod file;
mod kuery;
mod lines;
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
pub use registry::{CodePage, Kind, codes, codes_of, families, nearest, on_request, page};
pub use repo::{Detects, Life, Part as RulePart, RuleFacts, Said};

use context::SigmaContext;
use kuery::KueryContext;
use logic::LogicContext;
use ruleglot_document::Language;
use ruleglot_formats::Ast;
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
    /// A Sigma document as a whole.
    SigmaRule(fn(&SigmaRule<'_>, &mut Vec<Diagnostic>)),
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
    elastic::json_in_map::LINT,
    kuery::nested_outside::LINT,
    kuery::star_in_quotes::LINT,
    logic::always_false::LINT,
    logic::always_true::LINT,
    logic::duplicate_predicate::LINT,
    logic::duplicate_selection::LINT,
    logic::exclusion_never_applies::LINT,
    logic::implied::LINT,
    logic::case_never_matches::LINT,
    logic::catastrophic_regex::LINT,
    logic::leading_wildcard::LINT,
    logic::matches_everything::LINT,
    logic::null_dropping_negation::LINT,
    logic::regex_never_matches::LINT,
    logic::unanchored_regex::LINT,
    logic::unversioned_event_name::LINT,
    logic::wrong_type::LINT,
    metadata::secret::LINT,
    sigma::double_wildcard::LINT,
    sigma::duplicate_value::LINT,
    sigma::escaped_wildcard::LINT,
    sigma::number_as_string::LINT,
    sigma::redundant_wildcard::LINT,
    sigma::them_single_selection::LINT,
    sigma::unused_selection::LINT,
    sigma::wildcard_instead_of_modifier::LINT,
    spl::ambiguous_precedence::LINT,
    spl::bare_word_as_value::LINT,
    spl::concatenated_name::LINT,
    spl::dropped_field::LINT,
    spl::keyword_without_raw::LINT,
    spl::lost_separator::LINT,
    spl::macro_in_quotes::LINT,
    spl::never_differs::LINT,
    spl::null_as_text::LINT,
    spl::quoted_name::LINT,
    spl::undefined_macro::LINT,
    spl::unprefixed_field::LINT,
    spl::wildcard_in_expression::LINT,
    spl::wildcard_index::LINT,
    yaml::empty_document::LINT,
    metadata::date_form::LINT,
    metadata::deprecated_without_related::LINT,
    metadata::description_too_long::LINT,
    metadata::falsepositive_too_short::LINT,
    metadata::malformed_tag::LINT,
    metadata::missing_author::LINT,
    metadata::missing_date::LINT,
    metadata::missing_description::LINT,
    metadata::missing_id::LINT,
    metadata::missing_level::LINT,
    metadata::missing_status::LINT,
    metadata::misspelt_tag_namespace::LINT,
    metadata::modified_equals_date::LINT,
    metadata::modified_without_date::LINT,
    metadata::related_obsoletes::LINT,
    metadata::scope_too_short::LINT,
    metadata::unknown_tag_namespace::LINT,
    logsource::category_with_event_id::LINT,
    logsource::category_with_provider::LINT,
    logsource::misspelt::LINT,
    logsource::not_lowercase::LINT,
    logsource::sysmon_without_event_id::LINT,
    logsource::too_specific::LINT,
    logsource::unknown::LINT,
    logsource::unknown_attribute::LINT,
    sigma::all_of_them::LINT,
    sigma::array_field::LINT,
    sigma::legacy_action::LINT,
    sigma::localised_user::LINT,
    sigma::malformed_hash::LINT,
    sigma::pattern_single_selection::LINT,
    sigma::placeholder_without_expand::LINT,
    sigma::unknown_version::LINT,
    sigmahq::attack_link::LINT,
    sigmahq::description_link::LINT,
    sigmahq::description_short::LINT,
    sigmahq::detection_tag::LINT,
    sigmahq::falsepositive_banned::LINT,
    sigmahq::falsepositive_case::LINT,
    sigmahq::falsepositive_typo::LINT,
    sigmahq::fields::LINT,
    sigmahq::file_name::LINT,
    sigmahq::file_name_prefix::LINT,
    sigmahq::github_permalink::LINT,
    sigmahq::regression_missing::LINT,
    sigmahq::several_detection_tags::LINT,
    sigmahq::several_tlp_tags::LINT,
    sigmahq::status_folder::LINT,
    sigmahq::title_case::LINT,
    sigmahq::title_end::LINT,
    sigmahq::title_length::LINT,
    sigmahq::title_start::LINT,
    sigmahq::tlp_clear::LINT,
    sigmahq::trademark::LINT,
    sigmahq::unknown_field::LINT,
    sigmahq::unknown_key::LINT,
    style::blank_lines::LINT,
    style::comment_space::LINT,
    style::final_newline::LINT,
    style::indent::LINT,
    style::key_case::LINT,
    style::lone_wildcard::LINT,
    style::regex_could_be_string::LINT,
    style::regex_redundant_affix::LINT,
    style::single_item_list::LINT,
    style::source_eventlog::LINT,
    style::subsumed_value::LINT,
    style::trailing_blanks::LINT,
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
    if let Some(rule) = SigmaRule::of(context) {
        sigma_rule_lints().for_each(|run| run(&rule, &mut out));
    }
    if let Some(logic) = LogicContext::new(context) {
        logic_lints().for_each(|run| run(&logic, &mut out));
    }
    for part in &context.read.parts {
        match &part.ast {
            Ast::Kuery(query) => {
                context.kuery(part, query, &mut out);
                if let Some(kuery) = KueryContext::new(context, part, query) {
                    kuery_lints().for_each(|run| run(&kuery, &mut out));
                }
            }
            Ast::Sigma(detection) => {
                out.extend(ruleglot_sigma::oddities(detection));
                let sigma = SigmaContext { file: context.file, detection };
                sigma_lints().for_each(|run| run(&sigma, &mut out));
            }
            Ast::Spl(search) => {
                if let Some(spl) = SplContext::new(context, part, search) {
                    spl_lints().for_each(|run| run(&spl, &mut out));
                }
            }
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

fn logic_lints() -> impl Iterator<Item = fn(&LogicContext<'_>, &mut Vec<Diagnostic>)> {
    LINTS.iter().filter_map(|lint| match lint.run {
        Run::Logic(run) => Some(run),
        _ => None,
    })
}

fn kuery_lints() -> impl Iterator<Item = fn(&KueryContext<'_>, &mut Vec<Diagnostic>)> {
    LINTS.iter().filter_map(|lint| match lint.run {
        Run::Kuery(run) => Some(run),
        _ => None,
    })
}

fn spl_lints() -> impl Iterator<Item = fn(&SplContext<'_>, &mut Vec<Diagnostic>)> {
    LINTS.iter().filter_map(|lint| match lint.run {
        Run::Spl(run) => Some(run),
        _ => None,
    })
}

fn sigma_lints() -> impl Iterator<Item = fn(&SigmaContext<'_>, &mut Vec<Diagnostic>)> {
    LINTS.iter().filter_map(|lint| match lint.run {
        Run::Sigma(run) => Some(run),
        _ => None,
    })
}

fn sigma_rule_lints() -> impl Iterator<Item = fn(&SigmaRule<'_>, &mut Vec<Diagnostic>)> {
    LINTS.iter().filter_map(|lint| match lint.run {
        Run::SigmaRule(run) => Some(run),
        _ => None,
    })
}
