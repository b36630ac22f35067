//! What would lift a refusal, by the kind of part that a target cannot say.

use crate::target::TargetSpec;
use ruleglot_eval::mapping::Schema;
use ruleglot_formats::formats;
use ruleglot_ir::{
    Expr, ExprKind, Monotone, Opaque, Part, Pattern, Position, Quant, Scalar, Scope, Shape, Sign,
    Stage, Subject, Target, Test, for_each_leaf,
};
use ruleglot_translate::{Facts, legalise};

/// Of a stage that decides which events match.
pub(super) fn of_stage(stage: &Stage, target: &TargetSpec) -> String {
    match stage {
        Stage::Aggregate(_) => of_count(target).to_owned(),
        Stage::FirstSeen { .. } => {
            "translate the condition alone, and keep the history where the result is deployed"
                .to_owned()
        }
        Stage::Sequence(_) | Stage::Union(_) => {
            "write a rule for each of its parts, and join their alerts where they are deployed"
                .to_owned()
        }
        Stage::Join { .. } => {
            "write a rule for each side, and join their alerts where they are deployed".to_owned()
        }
        Stage::Lookup(lookup) => format!(
            "write the rows of `{}` that matter as a condition, or keep them as an exception where the result is deployed",
            lookup.table
        ),
        Stage::Extend(_) | Stage::Extract(_) | Stage::Rename(_) | Stage::Expand { .. } => {
            "test the field that the value is made from, before this stage".to_owned()
        }
        Stage::Distinct { .. } | Stage::Sort(_) | Stage::Limit(_) | Stage::Project { .. } => {
            "move the conditions behind it before this stage, where they mean the same".to_owned()
        }
        Stage::Opaque(opaque) => of_command(opaque),
        Stage::Read(_) | Stage::Filter(_) => {
            "put this condition before the stages that make its values, where it means the same"
                .to_owned()
        }
    }
}

/// Of a count: what each target has for it beside a condition.
fn of_count(target: &TargetSpec) -> &'static str {
    match target.language {
        "sigma" => {
            "translate the condition alone, and count in a Sigma correlation (`type: event_count` or `value_count`) that names the rule"
        }
        "spl" => "translate the condition alone, and write `stats` and the `where` on it by hand",
        _ => {
            "translate the condition alone, and count by hand: in a threshold rule where it counts events or the values of one field, else in ES|QL"
        }
    }
}

/// Of a command that only its own language knows.
fn of_command(opaque: &Opaque) -> String {
    let text = opaque.text.trim();
    if let Some(call) = text.strip_prefix('`').and_then(|t| t.strip_suffix('`')) {
        return format!("give the definition of `{call}` with --macros");
    }
    let command = text.split_whitespace().next().unwrap_or(text).to_lowercase();
    match command.as_str() {
        "join" | "append" | "appendcols" | "union" | "multisearch" | "map" | "set" | "selfjoin" => {
            "write a search for each part, and join their alerts where they are deployed".to_owned()
        }
        "lookup" | "inputlookup" => {
            "write the rows that matter as a condition, or keep them as an exception where the result is deployed".to_owned()
        }
        "spath" | "xmlkv" | "xpath" | "fromjson" | "extract" | "kv" | "makemv" | "mvexpand" | "iplocation"
        | "replace" | "foreach" | "fillnull" => format!(
            "test the fields of the event before `{command}`, or have them made where events are indexed"
        ),
        "streamstats" | "transaction" | "timechart" | "chart" | "top" | "rare" | "bucket" | "bin" => {
            "translate what stands before it, and count where the result is deployed".to_owned()
        }
        _ => format!(
            "put the conditions before `{command}` where they mean the same, or keep this search in its own language"
        ),
    }
}

/// Of a condition that neither of the target's rewrites could bring into its words.
pub(super) fn of_condition(leaf: &Expr, from: &str, target: &TargetSpec) -> String {
    let what = of_kind(&leaf.kind);
    match others(leaf, from, target).as_slice() {
        [] => what.to_owned(),
        others => format!("choose another target (--to {}), or {what}", others.join(", --to ")),
    }
}

fn of_kind(kind: &ExprKind) -> &'static str {
    match kind {
        ExprKind::Opaque(_) => {
            "give the definition of the macro with --macros, or write the condition out"
        }
        ExprKind::InPipeline { .. } => "write the values that the subsearch gives as a list",
        ExprKind::AtLeast { .. } => "write out which of the conditions hold together",
        ExprKind::Relate { .. } => "compare each of the two fields with a value",
        ExprKind::Within { .. } => "test the fields of the elements one by one",
        ExprKind::Is { what, shape } => of_shape(what, *shape),
        ExprKind::Test { subject, quant, test } => of_test(subject, *quant, test),
        _ => "write it as tests of single fields",
    }
}

fn of_shape(what: &Scalar, shape: Shape) -> &'static str {
    match (what, shape) {
        (Scalar::Field(_), Shape::Key | Shape::NotNull) => {
            "ask whether the field has a value instead"
        }
        (Scalar::Field(_), _) => "ask for the values that it may have",
        _ => "test the field that the value is made from",
    }
}

fn of_test(subject: &Subject, quant: Quant, test: &Test) -> &'static str {
    match (subject, test) {
        (_, Test::Text { any, .. }) if any.iter().any(has_placeholder) => {
            "write your own values in the place of the placeholder"
        }
        (Subject::Event(Scope::Values | Scope::Raw | Scope::DefaultFields), _) => {
            "name the field that holds the text"
        }
        (Subject::AnyField(_), _) => "name the fields one by one",
        (Subject::Value(Scalar::Field(_)), _) if quant != Quant::Any => {
            "ask for some value of the field instead"
        }
        (Subject::Value(Scalar::Field(_)), Test::Matches(_)) => {
            "write it with wildcards, or without what only this notation of regular expressions has"
        }
        (Subject::Value(Scalar::Field(_)), Test::InList { .. }) => {
            "write the values of the list into the rule"
        }
        (Subject::Value(Scalar::Field(_)), Test::Order { .. }) => {
            "compare with a number, or list the values"
        }
        (Subject::Value(Scalar::Field(_)), Test::Net { .. } | Test::IpClass(_)) => {
            "list the networks by their prefixes"
        }
        (Subject::Value(Scalar::Field(_)), _) => "write it as values or patterns of the field",
        (Subject::Value(_), _) => "test the field that the value is made from",
    }
}

fn has_placeholder(pattern: &Pattern) -> bool {
    pattern.parts().iter().any(|p| matches!(p, Part::Placeholder(_)))
}

/// Of alternatives each of which can be said, but not together.
pub(super) fn of_mixture(target: &TargetSpec) -> String {
    format!("write a rule for each alternative; {} says each by itself", target.name())
}

/// Of a rule whose query is not read.
pub(super) fn of_unread(kind: &str, target: &TargetSpec) -> String {
    let own = |what: &str| format!("{what}, or keep the rule where it runs now");
    match kind {
        "eql" | "esql" | "lucene" => own("write its condition in KQL and convert that"),
        "machine_learning" => {
            "there is no condition in it: keep it where its job runs, or write a rule for what the job looks for".to_owned()
        }
        "saved_query" => own("write the saved query into the rule"),
        "threat_match" => own("write the indicators that matter as a condition"),
        "sigma" => format!(
            "convert the rules that it refers to, and correlate their alerts in {}",
            target.format.map_or(target.language, ruleglot_formats::Format::id)
        ),
        _ => own("write its condition in a language that is read"),
    }
}

/// Other formats that can say the condition, perhaps with a note; the rule's own is no choice.
fn others(leaf: &Expr, from: &str, refusing: &TargetSpec) -> Vec<&'static str> {
    let own = refusing.format.map_or(refusing.language, ruleglot_formats::Format::id);
    let says = |target: &dyn Target| {
        let facts = Facts {
            schema: &Schema::default(),
            canonical: &|_| false,
            single: &|_| false,
            loss: ruleglot_translate::Loss::Noted,
        };
        let legal = legalise(leaf.clone(), target, &facts).expr;
        let mut all = true;
        for_each_leaf(&legal, Monotone::Up, &mut |leaf, at| {
            let sign = if at == Monotone::Down { Sign::Fails } else { Sign::Holds };
            all &= target.expr(&leaf.kind, Position { stage: 1, sign }) == ruleglot_ir::Accept::Yes;
        });
        all
    };
    let can = |f: &&'static dyn ruleglot_formats::Format| {
        f.id() != own
            && f.id() != from
            && f.targets().first().is_some_and(|(_, target)| says(*target))
    };
    formats().iter().copied().filter(can).map(ruleglot_formats::Format::id).collect()
}
