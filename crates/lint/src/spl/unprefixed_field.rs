//! `spl/unprefixed-field`

use super::SplContext;
use crate::{CodePage, Kind, Lint, Run};
use ruleglot_source::{Diagnostic, Severity};
use ruleglot_spl::ast::{Command, Expr, ExprKind, Name};

/// The lint.
pub(crate) const LINT: Lint = Lint {
    page: CodePage {
        code: "spl/unprefixed-field",
        kind: Kind::Finding(Severity::Warning),
        what: "A condition or a key of `tstats` over a data model names a field without its dataset.",
        why: "In a data model every field stands below its dataset; by another name it is not there, so the condition is never true and the grouping empty.",
        remedy: "Write the dataset before the name: `Processes.user`.",
        since: "0.1.0",
    },
    run: Run::Spl(check),
};

fn check(context: &SplContext<'_>, out: &mut Vec<Diagnostic>) {
    context.stages(|stage| {
        let Command::Tstats(tstats) = &stage.command else { return };
        if tstats.from.is_none() {
            return;
        }
        let mut names: Vec<&Name> = tstats.by.iter().collect();
        tstats.condition.iter().for_each(|c| fields(c, &mut names));
        let object = tstats.from.as_ref().and_then(|from| from.object.as_deref());
        // Where the model alone is named, the other fields tell the dataset.
        let others = || names.iter().map(|n| n.text.as_str()).find(|n| n.contains('.'));
        let dataset = object.or_else(others).and_then(|name| name.split('.').next());
        let dataset = dataset.unwrap_or("Dataset").to_owned();
        for name in names.into_iter().filter(|n| is_bare(&n.text)) {
            let message =
                format!("`{}` is no field of a data model: the dataset is missing", name.text);
            out.push(
                Diagnostic::warning(LINT.page.code, context.place(name.at), message)
                    .with_help(format!("write `{dataset}.{}`", name.text)),
            );
        }
    });
}

fn fields<'a>(expr: &'a Expr, out: &mut Vec<&'a Name>) {
    match &expr.kind {
        ExprKind::And(of) | ExprKind::Or(of) => of.iter().for_each(|x| fields(x, out)),
        ExprKind::Not(x) => fields(x, out),
        ExprKind::Compare { field, .. } | ExprKind::In { field, .. } => out.push(field),
        _ => {}
    }
}

/// Neither below a dataset nor one of the fields that every event has, time modifiers among them.
fn is_bare(name: &str) -> bool {
    const OF_EVENTS: [&str; 12] = [
        "host",
        "source",
        "sourcetype",
        "index",
        "nodename",
        "splunk_server",
        "earliest",
        "latest",
        "tag",
        "eventtype",
        "linecount",
        "punct",
    ];
    !name.contains(['.', '*', ':']) && !name.starts_with('_') && !OF_EVENTS.contains(&name)
}
