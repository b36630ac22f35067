//! Values that the modifiers of their item cannot take.

use super::leaf::{encodable, network};
use super::regex;
use crate::ast::{Item, Value, ValueKind};
use crate::plan::{Expand, Kind, Plan, TextPlan, Windash};
use ruleglot_ir::{Encoding, Place};
use ruleglot_source::{Diagnostic, Edit, FileSpan, Fix, Safety, Span};

/// An error of a value.
pub(crate) struct Problem {
    /// What is said of it; its place is the whole value.
    pub(crate) diagnostic: Diagnostic,
    /// Number of the value and where in its text the error is.
    pub(crate) inside: Option<(usize, Span)>,
}

/// What is wrong with the values of an item, in order.
pub(crate) fn problems(item: &Item, plan: &Plan) -> Vec<Problem> {
    let mut out = Vec::new();
    if item.field.is_none() {
        out.extend(without_field(item, plan));
    }
    if let (Kind::Exists, [_, second, ..]) = (&plan.kind, item.values.as_slice()) {
        out.push(whole(
            second,
            "sigma/modifier-type",
            "`exists` takes one value",
            "write `true` or `false`",
        ));
    }
    let each = item.values.iter().enumerate();
    out.extend(each.filter_map(|(i, value)| problem(i, value, item, plan)));
    out
}

fn problem(index: usize, value: &Value, item: &Item, plan: &Plan) -> Option<Problem> {
    match &plan.kind {
        Kind::Text(text) if text.encodings.is_empty() => null(value, item, text),
        Kind::Text(text) => encoding(value, text),
        Kind::Regex(flags) => {
            let fault = regex::fault(&value.text, *flags)?;
            let message = format!("the regular expression cannot be read: {}", fault.message);
            let mut problem = whole(value, "sigma/invalid-regex", message, "");
            problem.inside = fault.at.map(|at| (index, at));
            Some(problem)
        }
        Kind::Net => net(value),
        Kind::Exists => match value.kind {
            ValueKind::Bool(_) => None,
            _ => Some(wrong_type(value, "exists", "`true` or `false` without quotes")),
        },
        Kind::Order(_) | Kind::Time { .. } => number(value, item),
        Kind::FieldRef { .. } => match value.kind {
            ValueKind::Text if !value.text.is_empty() => None,
            _ => Some(wrong_type(value, "fieldref", "the name of a field")),
        },
    }
}

fn without_field(item: &Item, plan: &Plan) -> Option<Problem> {
    let needs = match &plan.kind {
        Kind::Text(_) | Kind::Regex(_) | Kind::Net => return None,
        Kind::Exists | Kind::Order(_) | Kind::FieldRef { .. } | Kind::Time { .. } => {
            item.modifiers.first().map_or("", |m| m.kind.name)
        }
    };
    let at = item.key.0.unwrap_or_default();
    let message = format!("`{needs}` needs a field");
    let diagnostic = Diagnostic::error("sigma/empty-field", at, message)
        .with_help(format!("write the name of the field before `|{needs}`"));
    Some(Problem { diagnostic, inside: None })
}

/// Null stands alone: it says that there is no value to be matched.
fn null(value: &Value, item: &Item, plan: &TextPlan) -> Option<Problem> {
    if value.kind != ValueKind::Null {
        return None;
    }
    let bare =
        plan.place == Place::Whole && plan.windash == Windash::Off && plan.expand == Expand::Off;
    if item.field.is_none() {
        return Some(whole(value, "sigma/modifier-type", "null cannot be searched for", ""));
    }
    let modifier = item.modifiers.first().map_or("", |m| m.kind.name);
    (!bare).then(|| wrong_type(value, modifier, "text"))
}

fn encoding(value: &Value, plan: &TextPlan) -> Option<Problem> {
    let name = match plan.encodings.last() {
        Some(Encoding::Base64) => "base64",
        Some(Encoding::Base64AnyOffset) => "base64offset",
        _ => "an encoding",
    };
    if value.kind == ValueKind::Null {
        return Some(wrong_type(value, name, "text"));
    }
    match encodable(value) {
        Some(text) if text.is_empty() => {
            Some(whole(value, "sigma/modifier-type", "there is nothing to encode", ""))
        }
        Some(_) => None,
        None => {
            let message = format!("`{}` has wildcards, which cannot be encoded", value.text);
            let help = "write `\\*` or `\\?` for the character itself";
            Some(whole(value, "sigma/encoded-wildcard", message, help))
        }
    }
}

fn net(value: &Value) -> Option<Problem> {
    let text = &value.text;
    match network(text) {
        Some(net) if net.trunc() == net => None,
        Some(net) => {
            let network = net.trunc();
            let message = format!("`{text}` is an address within the network {network}");
            let mut problem =
                whole(value, "sigma/invalid-cidr", message, format!("write `{network}`"));
            let edit = Edit { span: at(value).span, text: format!("'{network}'") };
            problem.diagnostic = problem.diagnostic.with_fix(unsafe_fix(edit));
            Some(problem)
        }
        None => {
            let message = format!("`{text}` is not a network");
            let help = "write it as `10.0.0.0/8` or `fe80::/10`";
            Some(whole(value, "sigma/invalid-cidr", message, help))
        }
    }
}

fn number(value: &Value, item: &Item) -> Option<Problem> {
    if matches!(value.kind, ValueKind::Number(_)) {
        return None;
    }
    let modifier = item.modifiers.first().map_or("", |m| m.kind.name);
    let mut problem = wrong_type(value, modifier, "a number without quotes");
    if value.kind == ValueKind::Text && ruleglot_ir::Number::parse(&value.text).is_some() {
        let edit = Edit { span: at(value).span, text: value.text.to_string() };
        problem.diagnostic = problem.diagnostic.with_fix(unsafe_fix(edit));
    }
    Some(problem)
}

/// What makes a value unusable whatever its modifiers are.
pub(crate) fn unusable(value: &Value) -> Option<Diagnostic> {
    match value.kind {
        ValueKind::Moment => {
            let message = format!("`{}` is a date, which no test takes", value.text);
            let edit = Edit { span: at(value).span, text: format!("'{}'", value.text) };
            Some(
                Diagnostic::error("sigma/unquoted-date", at(value), message)
                    .with_help("put it in quotes to make it text")
                    .with_fix(unsafe_fix(edit)),
            )
        }
        ValueKind::NotFinite => {
            let message = format!("`{}` is no number that a field could hold", value.text);
            Some(
                Diagnostic::error("sigma/modifier-type", at(value), message)
                    .with_help("put it in quotes to make it text"),
            )
        }
        _ => None,
    }
}

fn unsafe_fix(edit: Edit) -> Fix {
    Fix { safety: Safety::Unsafe, edits: vec![edit] }
}

fn wrong_type(value: &Value, modifier: &str, wanted: &str) -> Problem {
    let what = match value.kind {
        ValueKind::Null => "null".to_owned(),
        ValueKind::Text => format!("the text '{}'", value.text),
        _ => format!("`{}`", value.text),
    };
    let message = format!("`{modifier}` cannot take {what}");
    whole(value, "sigma/modifier-type", message, format!("write {wanted}"))
}

fn whole(
    value: &Value,
    code: &'static str,
    message: impl Into<String>,
    help: impl Into<String>,
) -> Problem {
    let diagnostic = Diagnostic::error(code, at(value), message);
    let help = help.into();
    let diagnostic = if help.is_empty() { diagnostic } else { diagnostic.with_help(help) };
    Problem { diagnostic, inside: None }
}

fn at(value: &Value) -> FileSpan {
    value.origin.0.unwrap_or_default()
}
