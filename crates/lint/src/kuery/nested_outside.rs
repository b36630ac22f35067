//! `kuery/nested-outside`

use super::KueryContext;
use super::context::{Depth, NameKind};
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_knowledge::field_types;
use ruleglot_source::{Diagnostic, Severity};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "kuery/nested-outside",
        kind: Kind::Finding(Severity::Warning),
        what: "A field below a `nested` one is asked for outside of a nested group.",
        why: "Elasticsearch keeps the elements of such an array as documents of their own: Kibana refuses the query, or \
              nothing is found.",
        remedy: "Write `path: { name: value }`.",
        since: "0.1.0",
    },
    run: Run::Kuery(check),
};

fn check(context: &KueryContext<'_>, out: &mut Vec<Diagnostic>) {
    context.values(|name, value, depth| {
        let NameKind::Plain(field) = &name.kind else { return };
        if depth == Depth::Element {
            return;
        }
        let above = field.rmatch_indices('.').map(|(dot, _)| &field[..dot]);
        let Some(path) = above.into_iter().find(|path| is_nested(path)) else { return };
        let inner = &field[path.len() + 1..];
        let message =
            format!("`{field}` is in `{path}`, whose elements are documents of their own");
        let _ = value;
        out.push(
            Diagnostic::warning(LINT.page.code, context.place(name.at), message)
                .with_help(format!("write `{path}: {{ {inner}: … }}`")),
        );
    });
}

/// Whether all who have the field say that it is nested.
fn is_nested(path: &str) -> bool {
    let types = field_types(path);
    !types.is_empty() && types.iter().all(|ty| *ty == "nested")
}
