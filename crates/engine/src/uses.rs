//! Macros and lookups that rules of Splunk refer to.

use ruleglot_formats::{Ast, Project, ReadRule};
use ruleglot_spl::Macros;
use ruleglot_spl::ast::MacroCall;

/// What a rule refers to.
#[derive(Clone, Debug, Default)]
pub struct Uses {
    /// Macros as they are called: `name`, `name(2)` with two arguments.
    pub macros: Vec<String>,
    /// Those of them that nobody defines; the empty filters of ESCU are defined by convention.
    pub undefined: Vec<String>,
    /// Tables.
    pub lookups: Vec<String>,
}

/// What the searches of a rule refer to, each once, in order.
pub(crate) fn of(read: &ReadRule, project: &Project) -> Uses {
    let mut uses = Uses::default();
    for part in &read.parts {
        let Ast::Spl(search) = &part.ast else { continue };
        for call in ruleglot_spl::macros(search) {
            let defined = project.definition(&call.name, call.args.len()).is_some();
            let known = defined || (call.args.is_empty() && project.names_source(&call.name));
            once(&mut uses.macros, named(call));
            if !(known || call.name.ends_with("_filter")) {
                once(&mut uses.undefined, named(call));
            }
        }
        let lookups = ruleglot_spl::lookups(search);
        lookups.iter().for_each(|table| once(&mut uses.lookups, table.to_string()));
    }
    uses
}

fn named(call: &MacroCall) -> String {
    match call.args.len() {
        0 => call.name.to_string(),
        n => format!("{}({n})", call.name),
    }
}

fn once(names: &mut Vec<String>, name: String) {
    if !names.contains(&name) {
        names.push(name);
    }
}
