//! Commands with options: `fillnull`, `bin`, `convert`, `regex`, `rex`.

use super::Heading;
use super::lists::no_field;
use super::reader::{Failure, Read, Reader, option, word};
use crate::ast::{Command, Conversion, Name, SearchOption, Sign};
use crate::grammar::{Pair, Token};
use crate::text::{inside, unescape_pattern};
use smol_str::SmolStr;

/// `fillnull [value=v] [fields]`.
pub(super) fn fillnull(r: &mut Reader<'_>, _: &Heading<'_>, args: Pair<'_>) -> Read<Command> {
    let mut value = None;
    let mut fields = Vec::new();
    for part in args.into_inner() {
        match part.as_rule() {
            Token::option => {
                let has_macro =
                    part.clone().into_inner().flatten().any(|p| p.as_rule() == Token::option_macro);
                let option = option(part);
                if !option.name.eq_ignore_ascii_case("value") || has_macro {
                    return Err(Failure::NotUnderstood);
                }
                value = Some(option.value);
            }
            Token::name => fields.push(r.name(part)),
            Token::r#as => return Err(Failure::NotUnderstood),
            _ => {}
        }
    }
    Ok(Command::Fillnull { value, fields })
}

/// `bin span=5m _time [AS t]`; `bucket` is the same.
pub(super) fn bin(r: &mut Reader<'_>, heading: &Heading<'_>, args: Pair<'_>) -> Read<Command> {
    let mut span = None;
    let mut options: Vec<SearchOption> = Vec::new();
    let mut names: Vec<Name> = Vec::new();
    let mut keyword = None;
    for part in args.into_inner() {
        match part.as_rule() {
            Token::option => {
                let option = option(part);
                if option.name.eq_ignore_ascii_case("span") {
                    span = Some(option.value);
                } else {
                    options.push(option);
                }
            }
            Token::r#as => keyword = Some((r.span(&part), names.len())),
            Token::name => names.push(r.name(part)),
            _ => {}
        }
    }
    let mut names = names.into_iter();
    let (Some(field), alias) = (names.next(), names.next()) else {
        return Err(no_field(r, heading));
    };
    match (keyword, &alias) {
        (None, None) | (Some((_, 1)), Some(_)) if names.next().is_none() => {
            Ok(Command::Bin { field, span, options, alias })
        }
        (Some((at, 1)), None) => Err(r.missing_after(at)),
        _ => {
            let help = "write one field, as in `bin _time span=5m`";
            let at = alias.map_or(heading.at, |a| a.at.0);
            Err(r.error("spl/syntax", at, "`bin` takes one field", help))
        }
    }
}

/// `convert [timeformat="…"] ctime(a) AS b …`.
pub(super) fn convert(r: &mut Reader<'_>, heading: &Heading<'_>, args: Pair<'_>) -> Read<Command> {
    let mut time_format = None;
    let mut conversions = Vec::new();
    for part in args.into_inner() {
        match part.as_rule() {
            Token::option => {
                let option = option(part);
                if !option.name.eq_ignore_ascii_case("timeformat") {
                    return Err(Failure::NotUnderstood);
                }
                time_format = Some(option.value);
            }
            Token::conversion => conversions.push(conversion(r, part)?),
            _ => {}
        }
    }
    if conversions.is_empty() {
        return Err(no_field(r, heading));
    }
    Ok(Command::Convert { time_format, conversions })
}

fn conversion(r: &Reader<'_>, pair: Pair<'_>) -> Read<Conversion> {
    let mut parts = pair.into_inner().filter(|p| p.as_rule() != Token::r#as);
    let (Some(function), Some(field)) = (parts.next(), parts.next()) else {
        return Err(Failure::NotUnderstood);
    };
    let alias = parts.next().map(|p| r.name(p));
    Ok(Conversion { function: function.as_str().into(), field: r.name(field), alias })
}

/// `regex [field=|field!=] "re"`.
pub(super) fn regex(r: &mut Reader<'_>, heading: &Heading<'_>, args: Pair<'_>) -> Read<Command> {
    let mut field = None;
    let mut sign = Sign::Is;
    let mut pattern = None;
    for part in args.into_inner() {
        match part.as_rule() {
            Token::regex_field => field = Some(r.name(part)),
            Token::regex_sign if part.as_str() == "!=" => sign = Sign::IsNot,
            Token::pattern => pattern = Some(pattern_text(part)),
            _ => {}
        }
    }
    let Some(pattern) = pattern else { return Err(r.missing_after(heading.at)) };
    Ok(Command::Regex { field, sign, pattern })
}

/// What PCRE gets.
fn pattern_text(pair: Pair<'_>) -> SmolStr {
    match pair.as_rule() {
        Token::pattern => pair.into_inner().next().map(pattern_text).unwrap_or_default(),
        Token::string => unescape_pattern(inside(pair.as_str())),
        _ => unescape_pattern(pair.as_str()),
    }
}

/// `rex [field=f] [max_match=n] "re"`.
pub(super) fn rex(r: &mut Reader<'_>, heading: &Heading<'_>, args: Pair<'_>) -> Read<Command> {
    let mut field = None;
    let mut max_match = None;
    let mut pattern = None;
    for part in args.into_inner() {
        match part.as_rule() {
            Token::option => {
                let mut parts = part.into_inner();
                let name = parts.next().map(word).unwrap_or_default().to_ascii_lowercase();
                let Some(value) = parts.next() else { return Err(Failure::NotUnderstood) };
                match name.as_str() {
                    "field" if !value.as_str().starts_with('`') => field = Some(r.name(value)),
                    "max_match" => {
                        max_match = Some(
                            value
                                .as_str()
                                .trim_matches('"')
                                .parse()
                                .map_err(|_| Failure::NotUnderstood)?,
                        );
                    }
                    _ => return Err(Failure::NotUnderstood),
                }
            }
            Token::pattern if pattern.is_some() => return Err(Failure::NotUnderstood),
            Token::pattern => pattern = Some(pattern_text(part)),
            _ => {}
        }
    }
    let Some(pattern) = pattern else { return Err(r.missing_after(heading.at)) };
    Ok(Command::Rex { field, pattern, max_match })
}
