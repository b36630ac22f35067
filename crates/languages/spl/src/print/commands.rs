//! Stages.

use super::{call, condition, eval, names, stats};
use crate::ast::{
    Command, Conversion, Dedup, Direction, FieldsMode, Name, SearchStage, Sign, Sort, SortKey,
    Spelled,
};
use crate::text::escape_pattern;
use std::fmt::Write;

pub(super) fn command(out: &mut String, command: &Command) {
    match command {
        Command::Search(stage) => search(out, stage),
        Command::Where(e) => {
            out.push_str("where ");
            eval::whole(out, e);
        }
        Command::Eval(of) => {
            out.push_str("eval ");
            eval::assignments(out, of);
        }
        Command::Stats(s) => stats::stats(out, s),
        Command::Tstats(t) => stats::tstats(out, t),
        Command::From(model) => {
            out.push_str("from datamodel:");
            stats::data_model(out, model);
        }
        Command::Table(fields) => listed(out, "table ", fields),
        Command::Fields { mode: FieldsMode::Keep, names } => listed(out, "fields ", names),
        Command::Fields { mode: FieldsMode::Drop, names } => listed(out, "fields - ", names),
        Command::Rename(pairs) => rename(out, pairs),
        Command::Dedup(d) => dedup(out, d),
        Command::Sort(s) => sort(out, s),
        Command::Head(count) => {
            let _ = write!(out, "head {count}");
        }
        Command::Macro(m) => call(out, m),
        Command::Other(other) => {
            out.push_str(&other.name);
            if !other.args.is_empty() && !other.name.is_empty() {
                out.push(' ');
            }
            out.push_str(&other.args);
        }
        rest => patterns(out, rest),
    }
}

fn patterns(out: &mut String, command: &Command) {
    match command {
        Command::Fillnull { value, fields } => {
            out.push_str("fillnull");
            if let Some(value) = value {
                out.push(' ');
                names::assigned(out, "value", value);
            }
            if !fields.is_empty() {
                out.push(' ');
                names::list(out, fields, ", ");
            }
        }
        Command::Regex { field, sign, pattern } => {
            out.push_str("regex ");
            if let Some(field) = field {
                names::name(out, field);
                out.push_str(if *sign == Sign::Is { "=" } else { "!=" });
            }
            regex(out, pattern);
        }
        Command::Rex { field, pattern, max_match } => {
            out.push_str("rex ");
            if let Some(field) = field {
                out.push_str("field=");
                names::name(out, field);
                out.push(' ');
            }
            if let Some(max) = max_match {
                let _ = write!(out, "max_match={max} ");
            }
            regex(out, pattern);
        }
        Command::Bin { field, span, options, alias } => {
            out.push_str("bin ");
            for option in options {
                names::option(out, option);
                out.push(' ');
            }
            if let Some(span) = span {
                names::assigned(out, "span", span);
                out.push(' ');
            }
            names::name(out, field);
            aliased(out, alias.as_ref());
        }
        Command::Convert { time_format, conversions } => {
            convert(out, time_format.as_deref(), conversions);
        }
        _ => {}
    }
}

fn search(out: &mut String, stage: &SearchStage) {
    let mut between = "";
    if stage.spelled == Spelled::Explicit {
        out.push_str("search");
        between = " ";
    }
    if let Some(e) = &stage.condition {
        out.push_str(between);
        condition::expr(out, e, condition::Binding::And);
    }
}

fn listed(out: &mut String, head: &str, fields: &[Name]) {
    out.push_str(head);
    names::list(out, fields, ", ");
}

pub(super) fn aliased(out: &mut String, alias: Option<&Name>) {
    if let Some(alias) = alias {
        out.push_str(" AS ");
        names::name(out, alias);
    }
}

fn regex(out: &mut String, pattern: &str) {
    out.push('"');
    out.push_str(&escape_pattern(pattern));
    out.push('"');
}

fn rename(out: &mut String, pairs: &[(Name, Name)]) {
    out.push_str("rename ");
    for (i, (old, new)) in pairs.iter().enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        names::name(out, old);
        aliased(out, Some(new));
    }
}

fn dedup(out: &mut String, d: &Dedup) {
    out.push_str("dedup ");
    if let Some(keep) = d.keep {
        let _ = write!(out, "{keep} ");
    }
    names::list(out, &d.fields, " ");
    for option in &d.options {
        out.push(' ');
        names::option(out, option);
    }
    if !d.sort_by.is_empty() {
        out.push_str(" sortby ");
        sort_keys(out, &d.sort_by);
    }
}

fn sort(out: &mut String, s: &Sort) {
    out.push_str("sort ");
    if let Some(limit) = s.limit {
        let _ = write!(out, "{limit} ");
    }
    sort_keys(out, &s.keys);
}

fn sort_keys(out: &mut String, keys: &[SortKey]) {
    for (i, key) in keys.iter().enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        if key.direction == Direction::Descending {
            out.push('-');
        }
        match &key.as_type {
            // At the end a `d` of its own turns the whole order round.
            None if key.field.text == "d" && i > 0 => names::quoted(out, "d"),
            None => names::name(out, &key.field),
            Some(kind) => {
                out.push_str(kind);
                out.push('(');
                names::name(out, &key.field);
                out.push(')');
            }
        }
    }
}

fn convert(out: &mut String, time_format: Option<&str>, conversions: &[Conversion]) {
    out.push_str("convert");
    if let Some(format) = time_format {
        out.push_str(" timeformat=");
        names::quoted(out, format);
    }
    for c in conversions {
        out.push(' ');
        out.push_str(&c.function);
        out.push('(');
        names::name(out, &c.field);
        out.push(')');
        aliased(out, c.alias.as_ref());
    }
}
