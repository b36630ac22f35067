//! What `--to` names.

use crate::Usage;
use ruleglot_formats::{Format, bare_languages, formats};
use ruleglot_ir::{Body, NativeSource, Node, Rule, Stage, Target};

/// A target: a rule-file format with a language, or a bare language.
#[derive(Clone, Copy)]
pub struct TargetSpec {
    /// The format; `None` for a bare query.
    pub format: Option<&'static dyn Format>,
    /// The language.
    pub language: &'static str,
    /// What the language can say.
    pub target: &'static dyn Target,
}

impl TargetSpec {
    /// Parses `elastic`, `elastic:kuery`, `sigma`, `kuery`.
    ///
    /// # Errors
    /// The targets that there are.
    pub fn parse(text: &str) -> Result<Self, Usage> {
        let (name, language) = text.split_once(':').map_or((text, None), |(n, l)| (n, Some(l)));
        if let Some(format) = formats().iter().copied().find(|f| f.id() == name) {
            let said =
                format.targets().iter().find(|(l, _)| language.is_none_or(|wanted| *l == wanted));
            let Some((language, target)) = said else { return Err(Self::unknown(text)) };
            return Ok(Self { format: Some(format), language, target: *target });
        }
        // `kql` alone is Kibana's here; Microsoft's is `kusto`.
        let name = if name == "kql" { "kuery" } else { name };
        bare_languages()
            .iter()
            .find(|(l, _)| *l == name && language.is_none())
            .map(|(language, target)| Self { format: None, language, target: *target })
            .ok_or_else(|| Self::unknown(text))
    }

    fn unknown(text: &str) -> Usage {
        Usage::new(format!("`{text}` is no target; there are {}", Self::all().join(", ")))
    }

    /// Every target by name.
    pub fn all() -> Vec<String> {
        let mut names = Vec::new();
        for format in formats() {
            names.push(format.id().to_owned());
            let several = format.targets().iter().filter(|(l, _)| *l != format.id());
            names.extend(several.map(|(l, _)| format!("{}:{l}", format.id())));
        }
        names.extend(bare_languages().iter().map(|(l, _)| (*l).to_owned()));
        names
    }

    /// Format and language as reports name them.
    pub fn name(&self) -> String {
        match self.format {
            Some(format) if format.id() != self.language => {
                format!("{}/{}", format.id(), self.language)
            }
            Some(format) => format.id().to_owned(),
            None => self.language.to_owned(),
        }
    }

    /// The taxonomy of the field names that the language is written with.
    pub fn taxonomy(&self) -> &'static str {
        taxonomy_of(self.language)
    }
}

/// The taxonomy of the field names that rules in this language use.
pub fn taxonomy_of(language: &str) -> &'static str {
    match language {
        "sigma" => "sigma",
        "spl" => ruleglot_spl::EVENTS,
        _ => "ecs",
    }
}

/// The taxonomy of a rule's field names: searches over data models have names of their own.
pub(crate) fn taxonomy_of_rule(rule: &Rule, language: &str) -> &'static str {
    let of_model = |stage: &Node<Stage>| match &stage.kind {
        Stage::Read(read) => {
            read.native.iter().any(|n| matches!(n.kind, NativeSource::Datamodel { .. }))
        }
        _ => false,
    };
    match &rule.body {
        Body::Pipeline(pipeline) if language == "spl" && pipeline.iter().any(of_model) => {
            ruleglot_spl::DATA_MODELS
        }
        _ => taxonomy_of(language),
    }
}
