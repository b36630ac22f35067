//! Measuring commands.

use super::commands::aliased;
use super::{call, condition, eval, names};
use crate::ast::{
    DataModel, Measure, MeasureArgument, Name, Stats, StatsKind, Tstats, TstatsOption,
};

fn measures(out: &mut String, of: &[Measure]) {
    for (i, m) in of.iter().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        out.push_str(&m.function);
        match &m.argument {
            None => {}
            Some(MeasureArgument::Field(field)) => {
                out.push('(');
                names::name(out, field);
                out.push(')');
            }
            Some(MeasureArgument::Eval(e)) => {
                out.push_str("(eval(");
                eval::whole(out, e);
                out.push_str("))");
            }
        }
        aliased(out, m.alias.as_ref());
    }
}

fn keys(out: &mut String, by: &[Name]) {
    if !by.is_empty() {
        out.push_str(" BY ");
        names::list(out, by, " ");
    }
}

pub(super) fn stats(out: &mut String, s: &Stats) {
    out.push_str(match s.kind {
        StatsKind::Stats => "stats ",
        StatsKind::Eventstats => "eventstats ",
        StatsKind::Streamstats => "streamstats ",
    });
    for option in &s.options {
        names::option(out, option);
        out.push(' ');
    }
    measures(out, &s.measures);
    keys(out, &s.by);
}

pub(super) fn tstats(out: &mut String, t: &Tstats) {
    out.push_str("tstats ");
    for option in &t.options {
        match option {
            TstatsOption::Option(option) => names::option(out, option),
            TstatsOption::Macro(m) => call(out, m),
        }
        out.push(' ');
    }
    // Behind a condition it would be a term of it.
    let span = t.span.as_deref();
    if let (Some(span), []) = (span, &t.by[..]) {
        names::assigned(out, "span", span);
        out.push(' ');
    }
    measures(out, &t.measures);
    if let Some(model) = &t.from {
        out.push_str(" FROM datamodel=");
        data_model(out, model);
    }
    if let Some(e) = &t.condition {
        out.push_str(" WHERE ");
        condition::expr(out, e, condition::Binding::And);
    }
    keys(out, &t.by);
    if let (Some(span), [_, ..]) = (span, &t.by[..]) {
        out.push(' ');
        names::assigned(out, "span", span);
    }
}

pub(super) fn data_model(out: &mut String, model: &DataModel) {
    let mut text = model.model.to_string();
    if let Some(object) = &model.object {
        text.push('.');
        text.push_str(object);
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    if text.chars().all(plain) { out.push_str(&text) } else { names::quoted(out, &text) }
}
