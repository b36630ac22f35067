//! Measuring commands: `stats` and its kin, `tstats`, and `from`.

use super::reader::{Failure, Read, Reader, option, word};
use super::{Heading, condition, eval};
use crate::ast::{
    Command, DataModel, Expr, Measure, MeasureArgument, Name, SearchOption, Stats, StatsKind,
    Tstats, TstatsOption,
};
use crate::grammar::{Pair, Token};
use smol_str::SmolStr;

/// `stats`, `eventstats`, `streamstats`.
pub(super) fn stats(r: &mut Reader<'_>, heading: &Heading<'_>, args: Pair<'_>) -> Read<Command> {
    let kind = match heading.name {
        "eventstats" => StatsKind::Eventstats,
        "streamstats" => StatsKind::Streamstats,
        _ => StatsKind::Stats,
    };
    let mut out = Stats { kind, options: Vec::new(), measures: Vec::new(), by: Vec::new() };
    let mut keyword = None;
    for part in args.into_inner() {
        match part.as_rule() {
            Token::option => out.options.push(option(part)),
            Token::measure => out.measures.push(measure(r, part)?),
            Token::by => keyword = Some(r.span(&part)),
            Token::name => out.by.push(r.name(part)),
            _ => {}
        }
    }
    if out.measures.is_empty() {
        return Err(missing_function(r, heading));
    }
    if let (Some(by), []) = (keyword, &out.by[..]) {
        return Err(r.missing_after(by));
    }
    keys(r, &out.by)?;
    Ok(Command::Stats(out))
}

fn missing_function(r: &mut Reader<'_>, heading: &Heading<'_>) -> Failure {
    let message = format!("`{}` computes nothing", heading.name);
    r.error(
        "spl/missing-function",
        heading.at,
        message,
        "write a function, as in `stats count by user`",
    )
}

/// Splunk, Search Reference, "stats": the BY clause takes no wildcards.
fn keys(r: &mut Reader<'_>, by: &[Name]) -> Read<()> {
    match by.iter().find(|name| name.text.contains('*')) {
        None => Ok(()),
        Some(name) => {
            let message = format!("`{}` has a wildcard, which BY does not take", name.text);
            Err(r.error("spl/wildcard-in-by", name.at.0, message, "write each field"))
        }
    }
}

fn measure(r: &mut Reader<'_>, pair: Pair<'_>) -> Read<Measure> {
    let at = r.at(&pair);
    let mut out = Measure { function: SmolStr::default(), argument: None, alias: None, at };
    for part in pair.into_inner() {
        match part.as_rule() {
            Token::function => out.function = part.as_str().into(),
            Token::measured => out.argument = argument(r, part)?,
            Token::name => out.alias = Some(r.name(part)),
            Token::sparkline => return Err(Failure::NotUnderstood),
            _ => {}
        }
    }
    Ok(out)
}

fn argument(r: &mut Reader<'_>, pair: Pair<'_>) -> Read<Option<MeasureArgument>> {
    let Some(inner) = pair.into_inner().next() else { return Ok(None) };
    Ok(Some(match inner.as_rule() {
        Token::measured_eval => {
            let inner = inner.into_inner().next().ok_or(Failure::NotUnderstood)?;
            MeasureArgument::Eval(eval::eval(r, inner, 0)?)
        }
        _ => MeasureArgument::Field(r.name(inner)),
    }))
}

/// `tstats`.
pub(super) fn tstats(r: &mut Reader<'_>, heading: &Heading<'_>, args: Pair<'_>) -> Read<Command> {
    let mut out = Tstats {
        options: Vec::new(),
        measures: Vec::new(),
        from: None,
        condition: None,
        by: Vec::new(),
        span: None,
    };
    let mut keyword = None;
    for part in args.into_inner() {
        match part.as_rule() {
            Token::option => tstats_option(option(part), &mut out),
            Token::r#macro if keyword.is_some() => return Err(Failure::NotUnderstood),
            Token::prefix_key => return Err(Failure::NotUnderstood),
            Token::r#macro => out.options.push(TstatsOption::Macro(r.call(&part)?)),
            Token::measure => out.measures.push(measure(r, part)?),
            Token::from_clause => out.from = Some(source(r, part)?),
            Token::where_text => out.condition = Some(filter(r, &part)?),
            Token::by => keyword = Some(r.span(&part)),
            Token::name => out.by.push(r.name(part)),
            _ => {}
        }
    }
    if out.measures.is_empty() {
        return Err(missing_function(r, heading));
    }
    if let (Some(by), []) = (keyword, &out.by[..]) {
        return Err(r.missing_after(by));
    }
    keys(r, &out.by)?;
    Ok(Command::Tstats(out))
}

/// `span` may stand anywhere.
fn tstats_option(option: SearchOption, out: &mut Tstats) {
    if option.name.eq_ignore_ascii_case("span") {
        out.span = Some(option.value);
    } else {
        out.options.push(TstatsOption::Option(option));
    }
}

fn filter(r: &mut Reader<'_>, pair: &Pair<'_>) -> Read<Expr> {
    let at = r.span(pair);
    condition::nested(r, at)
}

fn source(r: &mut Reader<'_>, pair: Pair<'_>) -> Read<DataModel> {
    match pair.into_inner().find(|p| p.as_rule() == Token::data_model) {
        Some(model) => data_model(r, model),
        // `FROM sid=…`
        None => Err(Failure::NotUnderstood),
    }
}

fn data_model(r: &mut Reader<'_>, pair: Pair<'_>) -> Read<DataModel> {
    let at = r.at(&pair);
    let text = pair.into_inner().next().map(word).unwrap_or_default();
    let (model, object) = match text.split_once('.') {
        Some((model, object)) => (model.into(), Some(object.into())),
        None => (text, None),
    };
    if model.is_empty() || object.as_ref().is_some_and(SmolStr::is_empty) {
        return Err(r.missing_after(at.0));
    }
    Ok(DataModel { model, object, at })
}

/// `from datamodel:M.O`; another source is not understood.
pub(super) fn from(r: &mut Reader<'_>, _: &Heading<'_>, args: Pair<'_>) -> Read<Command> {
    match args.into_inner().find(|p| p.as_rule() == Token::data_model) {
        Some(model) => Ok(Command::From(data_model(r, model)?)),
        None => Err(Failure::NotUnderstood),
    }
}
