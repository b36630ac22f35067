//! `sigma/array-field`

use crate::context::SigmaContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "sigma/array-field",
        kind: Kind::Finding(Severity::Warning),
        what: "The name of a field has a position or quantifier of a list in brackets: `roles[any]`, `roles[0]`.",
        why: "Brackets are an extension of one tool. For others, and here, they belong to the name, and no event \
              has such a field.",
        remedy: "Name the field of the list: a test of it holds when one of its values fits.",
        since: "0.1.0",
    },
    run: Run::Sigma(check),
};

fn check(context: &SigmaContext<'_>, out: &mut Vec<Diagnostic>) {
    context.items(|item, _| {
        let Some(field) = item.field.as_deref().filter(|f| f.contains('[')) else { return };
        if field
            .split('[')
            .skip(1)
            .any(|rest| rest.split_once(']').is_some_and(|(i, _)| is_index(i)))
        {
            let message = format!("the brackets of `{field}` belong to its name");
            out.push(
                Diagnostic::warning(LINT.page.code, item.key.0.unwrap_or_default(), message)
                    .with_help("leave them out: one of the values has to fit"),
            );
        }
    });
}

fn is_index(text: &str) -> bool {
    let quantifier = ["any", "all", "none", "*"].contains(&text);
    quantifier || (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()))
}
