//! Which command is read by which grammar.

use super::reader::{Read, Reader};
use super::{Heading, condition, eval, lists, patterns, stats};
use crate::ast::Command;
use crate::grammar::{Pair, Token};

/// Makes a command of its parsed arguments.
pub(super) type Build = fn(&mut Reader<'_>, &Heading<'_>, Pair<'_>) -> Read<Command>;

/// The grammar of a command's arguments; `None` for a command that is kept word for word.
pub(super) fn grammar(name: &str) -> Option<(Token, Build)> {
    Some(match name {
        "search" => (Token::condition, condition::search),
        "where" => (Token::where_args, eval::where_stage),
        "eval" => (Token::eval_args, eval::eval_stage),
        "stats" | "eventstats" | "streamstats" => (Token::stats_args, stats::stats),
        "tstats" => (Token::tstats_args, stats::tstats),
        "from" => (Token::from_args, stats::from),
        "table" => (Token::names_args, lists::table),
        "fields" => (Token::names_args, lists::fields),
        "rename" => (Token::rename_args, lists::rename),
        "dedup" => (Token::dedup_args, lists::dedup),
        "sort" => (Token::sort_args, lists::sort),
        "head" => (Token::head_args, lists::head),
        "fillnull" => (Token::mixed_args, patterns::fillnull),
        "bin" | "bucket" => (Token::mixed_args, patterns::bin),
        "convert" => (Token::convert_args, patterns::convert),
        "regex" => (Token::regex_args, patterns::regex),
        "rex" => (Token::rex_args, patterns::rex),
        _ => return None,
    })
}
