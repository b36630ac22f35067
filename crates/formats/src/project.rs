//! What rules may refer to outside their file.

use ruleglot_knowledge::{LogSource, SplunkName, log_sources};
use ruleglot_spl::{Definition, MacroTable, Macros};

/// What a run knows beside the rules: the user's own definitions go before those of the products.
#[derive(Clone, Debug, Default)]
pub struct Project {
    /// Splunk macros of the user.
    pub macros: MacroTable,
}

impl Macros for Project {
    fn definition(&self, name: &str, arity: usize) -> Option<Definition<'_>> {
        self.macros.definition(name, arity).or_else(|| {
            let known = ruleglot_knowledge::splunk_macro(name, arity)?;
            Some(Definition { args: known.args.clone(), text: known.definition? })
        })
    }

    fn names_source(&self, name: &str) -> bool {
        let is_own = |s: &LogSource| {
            s.own
                .as_ref()
                .is_some_and(|own| matches!(own.name, SplunkName::Macro(of) if of == name))
        };
        log_sources().iter().any(is_own)
    }
}
