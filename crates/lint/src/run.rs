//! Running the lints that are wanted.

use crate::context::SigmaContext;
use crate::elastic_rule::ElasticRule;
use crate::kuery::KueryContext;
use crate::lints::LINTS;
use crate::logic::LogicContext;
use crate::sigma_rule::SigmaRule;
use crate::spl::SplContext;
use crate::{AttackContext, FileContext, Kind, Lint, RuleContext, RuleFacts, Run, Wanted};
use ruleglot_document::Language;
use ruleglot_formats::{Ast, Part};
use ruleglot_source::Diagnostic;

type RepoRun = fn(&[RuleFacts], &mut Vec<Diagnostic>);

/// The lints of ours that are to be run, by what they look at. Gathered once for all rules of which the same is asked.
#[derive(Default)]
pub struct Lints {
    file: Vec<fn(&FileContext<'_>, &mut Vec<Diagnostic>)>,
    yaml: Vec<fn(&FileContext<'_>, &mut Vec<Diagnostic>)>,
    rule: Vec<fn(&RuleContext<'_>, &mut Vec<Diagnostic>)>,
    attack: Vec<fn(&AttackContext<'_>, &mut Vec<Diagnostic>)>,
    repo: Vec<RepoRun>,
    logic: Vec<fn(&LogicContext<'_>, &mut Vec<Diagnostic>)>,
    kuery: Vec<fn(&KueryContext<'_>, &mut Vec<Diagnostic>)>,
    spl: Vec<fn(&SplContext<'_>, &mut Vec<Diagnostic>)>,
    sigma: Vec<fn(&SigmaContext<'_>, &mut Vec<Diagnostic>)>,
    elastic: Vec<fn(&ElasticRule<'_>, &mut Vec<Diagnostic>)>,
    sigma_rule: Vec<fn(&SigmaRule<'_>, &mut Vec<Diagnostic>)>,
}

impl Lints {
    /// All that need not be asked for, and of the others those whose code is asked for: what nobody asks for is not
    /// looked for.
    pub fn new(asked: Wanted<'_>) -> Self {
        let mut lints = Self::default();
        let on_request = |lint: &Lint| matches!(lint.page.kind, Kind::OnRequest(_));
        LINTS
            .iter()
            .filter(|lint| !on_request(lint) || asked(lint.page.code))
            .for_each(|lint| lints.add(&lint.run));
        lints
    }

    fn add(&mut self, run: &Run) {
        match run {
            Run::File(run) => self.file.push(*run),
            Run::Yaml(run) => self.yaml.push(*run),
            Run::Rule(run) => self.rule.push(*run),
            Run::Attack(run) => self.attack.push(*run),
            Run::Repo(run) => self.repo.push(*run),
            Run::Logic(run) => self.logic.push(*run),
            Run::Kuery(run) => self.kuery.push(*run),
            Run::Spl(run) => self.spl.push(*run),
            Run::Sigma(run) => self.sigma.push(*run),
            Run::Elastic(run) => self.elastic.push(*run),
            Run::SigmaRule(run) => self.sigma_rule.push(*run),
        }
    }

    /// What they find in a file as a whole; in no order.
    pub fn of_file(&self, context: &FileContext<'_>) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        self.file.iter().for_each(|run| run(context, &mut out));
        if context.language == Some(Language::Yaml) {
            self.yaml.iter().for_each(|run| run(context, &mut out));
        }
        out
    }

    /// What is odd about a rule against its format, and what they find in it; in no order.
    pub fn of_rule(&self, context: &RuleContext<'_>) -> Vec<Diagnostic> {
        let mut out = context.schema_findings();
        if context.style.is_some_and(|style| style.filter_macro.is_some()) {
            // `house/filter-macro` looks at the team's own.
            out.retain(|finding| finding.code != "schema/filter-macro");
        }
        self.rule.iter().for_each(|run| run(context, &mut out));
        if let Some(rule) = SigmaRule::of(context) {
            self.sigma_rule.iter().for_each(|run| run(&rule, &mut out));
        }
        if let Some(rule) = ElasticRule::of(context) {
            self.elastic.iter().for_each(|run| run(&rule, &mut out));
        }
        if let Some(logic) = LogicContext::new(context) {
            self.logic.iter().for_each(|run| run(&logic, &mut out));
        }
        for part in &context.read.parts {
            self.of_part(context, part, &mut out);
        }
        out
    }

    fn of_part(&self, context: &RuleContext<'_>, part: &Part, out: &mut Vec<Diagnostic>) {
        match &part.ast {
            Ast::Kuery(query) => {
                context.kuery(part, query, out);
                if let Some(kuery) = KueryContext::new(context, part, query) {
                    self.kuery.iter().for_each(|run| run(&kuery, out));
                }
            }
            Ast::Sigma(detection) => {
                out.extend(ruleglot_sigma::oddities(detection));
                let sigma = SigmaContext { file: context.file, detection };
                self.sigma.iter().for_each(|run| run(&sigma, out));
            }
            Ast::Spl(search) => {
                if let Some(spl) = SplContext::new(context, part, search) {
                    self.spl.iter().for_each(|run| run(&spl, out));
                }
            }
        }
    }

    /// What they find in what a rule writes of ATT&CK; in no order.
    pub fn of_attack(&self, context: &AttackContext<'_>) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        self.attack.iter().for_each(|run| run(context, &mut out));
        out
    }

    /// What they find in rules together; in no order.
    pub fn of_repo(&self, rules: &[RuleFacts]) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        self.repo.iter().for_each(|run| run(rules, &mut out));
        out
    }
}
