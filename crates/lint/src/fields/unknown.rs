//! `fields/unknown`

use super::mentions::{Mention, mentions};
use crate::{CodePage, Kind, Lint, RuleContext, Run};
use ruleglot_ir::{Body, NativeSource, Stage};
use ruleglot_knowledge::{
    CIM, LogSource, SigmaNames, data_model_fields, fits_sigma, is_data_model_field, is_known_field,
    nearest, recognise_elastic, sigma_names, suggest_typo,
};
use ruleglot_source::{Diagnostic, Edit, Fix, Safety, Severity};
use std::sync::Arc;

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "fields/unknown",
        kind: Kind::Finding(Severity::Warning),
        what: "A field is not known under this name, and one that is known differs from it by one letter or by case. ECS \
               and the integrations of Elastic, the fields of Sigma's log sources and Splunk's data models are known; a \
               name that is like none of them may be one of your own, and is not remarked.",
        why: "A test of a field that no event has never matches, and one in an exclusion never excludes; nothing else \
              tells that the name is mistyped.",
        remedy: "Correct the name. If it is right, allow the finding with the reason, or give the fields of your index \
                 with `--schema`.",
        since: "0.1.0",
    },
    run: Run::Rule(check),
};

fn check(context: &RuleContext<'_>, out: &mut Vec<Diagnostic>) {
    let mut known = Known::new(context);
    for mention in mentions(context) {
        if let Some(meant) = known.meant(&mention) {
            out.push(finding(&mention, meant));
        }
    }
}

fn finding(mention: &Mention, meant: &str) -> Diagnostic {
    let message = format!("no field is known as `{}`", mention.name);
    let mut found = Diagnostic::warning(LINT.page.code, mention.at, message)
        .with_help(format!("did you mean `{meant}`?"));
    if mention.at.span.range().len() == mention.name.len() {
        let edits = vec![Edit { span: mention.at.span, text: meant.to_owned() }];
        found = found.with_fix(Fix { safety: Safety::Unsafe, edits });
    }
    found
}

/// What is known of the fields of a rule's log sources.
struct Known<'a> {
    context: &'a RuleContext<'a>,
    /// Integration packages of an Elastic rule, once asked for.
    packages: Option<Vec<&'static str>>,
    /// Names of a Sigma rule's log sources, once asked for.
    sigma: Option<Sigma>,
}

/// What is known of the fields of a Sigma rule's log sources.
struct Sigma {
    names: Arc<SigmaNames>,
    kinds: Kinds,
}

/// Whether the log sources have events of one kind, so that a name of theirs may be meant for another.
#[derive(PartialEq, Eq)]
enum Kinds {
    One,
    /// Several services, of which each has fields of its own: one may well have the plural of another's.
    Several,
}

/// A name without what services of one vendor spell differently: separators, and the ending of a plural.
fn bare(name: &str) -> String {
    name.trim_end_matches('s').replace(['.', '_', '-'], "")
}

impl Sigma {
    fn of(sources: &[&'static LogSource]) -> Self {
        let several = |source: &&LogSource| {
            let mut services = source.sigma.iter().filter_map(|s| s.service);
            let first = services.next();
            services.any(|service| Some(service) != first)
        };
        let kinds = if sources.iter().any(several) { Kinds::Several } else { Kinds::One };
        Self { names: sigma_names(sources), kinds }
    }
}

impl<'a> Known<'a> {
    fn new(context: &'a RuleContext<'a>) -> Self {
        Self { context, packages: None, sigma: None }
    }

    /// The known name that an unknown one is nearest to; `None` for a known one, and for one that is like no other.
    fn meant(&mut self, mention: &Mention) -> Option<&'static str> {
        let name = mention.name.as_str();
        // The user's own index has the last word: what it has is right, what it lacks is told by itself.
        if self.context.indexes.speak_of(mention.taxonomy) {
            return None;
        }
        match mention.taxonomy {
            "ecs" if is_known_field(name) => None,
            "ecs" => suggest_typo(name, self.packages()),
            "sigma" => {
                let Sigma { names, kinds } = self.sigma();
                if names.has(name) {
                    return None;
                }
                let near = nearest(name, names.iter())?;
                (*kinds == Kinds::One || bare(near) != bare(name)).then_some(near)
            }
            CIM if is_data_model_field(name) => None,
            CIM => nearest(name, data_model_fields(name)),
            // A raw search may name what its own extractions make.
            _ => None,
        }
    }

    fn packages(&mut self) -> &[&'static str] {
        let context = self.context;
        self.packages.get_or_insert_with(|| {
            let native = native(context);
            let indexes: Vec<&str> = native.iter().filter_map(|n| n.index_pattern()).collect();
            let tags: Vec<&str> =
                context.read.meta.tags.iter().map(smol_str::SmolStr::as_str).collect();
            let sources = recognise_elastic(&indexes, &tags, &[]);
            sources.iter().flat_map(|s| s.elastic.integrations.iter().copied()).collect()
        })
    }

    fn sigma(&mut self) -> &Sigma {
        let context = self.context;
        self.sigma.get_or_insert_with(|| {
            let named = native(context).into_iter().find_map(|n| match n {
                NativeSource::Logsource { category, product, service } => {
                    Some(fits_sigma(category.as_deref(), product.as_deref(), service.as_deref()))
                }
                _ => None,
            });
            let sources: Vec<&'static LogSource> =
                named.into_iter().flatten().map(|(source, _)| source).collect();
            Sigma::of(&sources)
        })
    }
}

fn native<'a>(context: &'a RuleContext<'_>) -> Vec<&'a NativeSource> {
    let Some(Body::Pipeline(pipeline)) = context.read.rule.as_ref().map(|rule| &rule.body) else {
        return Vec::new();
    };
    match pipeline.first().map(|stage| &stage.kind) {
        Some(Stage::Read(read)) => read.native.iter().map(|n| &n.kind).collect(),
        _ => Vec::new(),
    }
}
