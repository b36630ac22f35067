//! Commands that take lists of names.

use super::Heading;
use super::reader::{Failure, Read, Reader, option, word};
use crate::ast::{Command, Dedup, Direction, FieldsMode, Name, Sort, SortKey};
use crate::grammar::{Pair, Token};
use std::collections::HashSet;

/// `table a b*`.
pub(super) fn table(r: &mut Reader<'_>, heading: &Heading<'_>, args: Pair<'_>) -> Read<Command> {
    match sign_and_names(r, heading, args)? {
        (None, names) => Ok(Command::Table(names)),
        (Some(_), _) => Err(Failure::NotUnderstood),
    }
}

/// `fields [+|-] a, b`.
pub(super) fn fields(r: &mut Reader<'_>, heading: &Heading<'_>, args: Pair<'_>) -> Read<Command> {
    let (sign, names) = sign_and_names(r, heading, args)?;
    let mode = match sign {
        Some(Direction::Descending) => FieldsMode::Drop,
        _ => FieldsMode::Keep,
    };
    Ok(Command::Fields { mode, names })
}

fn sign_and_names(
    r: &mut Reader<'_>,
    heading: &Heading<'_>,
    args: Pair<'_>,
) -> Read<(Option<Direction>, Vec<Name>)> {
    let mut sign = None;
    let mut names = Vec::new();
    for part in args.into_inner() {
        match part.as_rule() {
            Token::sign => sign = Some(direction(&part)),
            Token::name => names.push(r.name(part)),
            _ => {}
        }
    }
    if names.is_empty() {
        return Err(no_field(r, heading));
    }
    Ok((sign, names))
}

fn direction(sign: &Pair<'_>) -> Direction {
    if sign.as_str() == "-" { Direction::Descending } else { Direction::Ascending }
}

pub(super) fn no_field(r: &mut Reader<'_>, heading: &Heading<'_>) -> Failure {
    let message = format!("`{}` names no field", heading.name);
    r.error("spl/missing-field", heading.at, message, "write the field, or remove the command")
}

/// `rename a AS b, c.* AS *`.
pub(super) fn rename(r: &mut Reader<'_>, heading: &Heading<'_>, args: Pair<'_>) -> Read<Command> {
    let mut pairs = Vec::new();
    let mut seen = HashSet::new();
    for part in args.into_inner().filter(|p| p.as_rule() == Token::renamed) {
        let at = r.span(&part);
        let mut names = part.into_inner();
        let Some(old) = names.next().map(|p| r.name(p)) else { continue };
        if names.next().is_none() {
            let message = format!("`{}` gets no new name", old.text);
            return Err(r.error("spl/missing-as", at, message, "write `rename old AS new`"));
        }
        let Some(new) = names.next().map(|p| r.name(p)) else { return Err(r.missing_after(at)) };
        let stars = |name: &Name| name.text.matches('*').count();
        if stars(&old) != stars(&new) {
            let message = format!("`{}` and `{}` have not as many wildcards", old.text, new.text);
            return Err(r.error(
                "spl/rename-wildcards",
                at,
                message,
                "write the same number of `*` in both names",
            ));
        }
        if !seen.insert(old.text.clone()) {
            let message = format!("`{}` is renamed twice", old.text);
            return Err(r.error(
                "spl/renamed-twice",
                at,
                message,
                "copy the field with `eval` first",
            ));
        }
        pairs.push((old, new));
    }
    if pairs.is_empty() {
        return Err(no_field(r, heading));
    }
    Ok(Command::Rename(pairs))
}

/// `dedup [N] a b [keepempty=true] [sortby -c]`.
pub(super) fn dedup(r: &mut Reader<'_>, heading: &Heading<'_>, args: Pair<'_>) -> Read<Command> {
    let mut out =
        Dedup { keep: None, fields: Vec::new(), options: Vec::new(), sort_by: Vec::new() };
    for part in args.into_inner() {
        match part.as_rule() {
            Token::count => out.keep = Some(number(r, &part)?),
            Token::option => out.options.push(option(part)),
            Token::name => out.fields.push(r.name(part)),
            Token::sort_key => out.sort_by.push(sort_key(r, part)),
            _ => {}
        }
    }
    if out.fields.is_empty() {
        return Err(no_field(r, heading));
    }
    Ok(Command::Dedup(out))
}

/// `sort [N] [-]a, b`.
pub(super) fn sort(r: &mut Reader<'_>, heading: &Heading<'_>, args: Pair<'_>) -> Read<Command> {
    let mut out = Sort { limit: None, keys: Vec::new() };
    let mut last = "";
    for part in args.into_inner() {
        match part.as_rule() {
            Token::count | Token::sort_limit => out.limit = Some(number(r, &counted(part))?),
            Token::sort_key => {
                last = part.as_str();
                out.keys.push(sort_key(r, part));
            }
            _ => {}
        }
    }
    if out.keys.is_empty() {
        return Err(no_field(r, heading));
    }
    // A trailing `desc` turns the whole order round.
    if out.keys.len() > 1 && matches!(last, "desc" | "d") {
        return Err(Failure::NotUnderstood);
    }
    Ok(Command::Sort(out))
}

fn sort_key(r: &Reader<'_>, pair: Pair<'_>) -> SortKey {
    let at = r.at(&pair);
    let field = Name { text: smol_str::SmolStr::default(), at };
    let mut key = SortKey { direction: Direction::Ascending, as_type: None, field };
    for part in pair.into_inner() {
        match part.as_rule() {
            Token::sign => key.direction = direction(&part),
            Token::sort_typed => {
                let mut parts = part.into_inner();
                key.as_type = parts.next().map(word);
                key.field = parts.next().map_or(key.field, |p| r.name(p));
            }
            _ => key.field = r.name(part),
        }
    }
    key
}

/// `head [N]`; 10 rows when not said.
pub(super) fn head(r: &mut Reader<'_>, _: &Heading<'_>, args: Pair<'_>) -> Read<Command> {
    let said = args.into_inner().find(|p| p.as_rule() != Token::EOI);
    if said.as_ref().is_some_and(|p| p.as_rule() == Token::head_other) {
        return Err(Failure::NotUnderstood);
    }
    let count = said.map(counted);
    count.map_or(Ok(10), |c| number(r, &c)).map(Command::Head)
}

/// The number of `limit=N`.
fn counted(pair: Pair<'_>) -> Pair<'_> {
    match pair.as_rule() {
        Token::sort_limit => pair.clone().into_inner().next().unwrap_or(pair),
        _ => pair,
    }
}

fn number<N: std::str::FromStr>(r: &mut Reader<'_>, pair: &Pair<'_>) -> Read<N> {
    pair.as_str().parse().map_err(|_| {
        let at = r.span(pair);
        let message = format!("`{}` is too large a number", pair.as_str());
        r.error("spl/bad-number", at, message, "write a smaller number")
    })
}
