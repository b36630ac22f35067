//! How a rule is written, where every way means the same; each told when it is asked for.

pub(crate) mod blank_lines;
pub(crate) mod comment_space;
pub(crate) mod final_newline;
pub(crate) mod indent;
pub(crate) mod key_case;
mod literal;
pub(crate) mod lone_wildcard;
pub(crate) mod regex_could_be_string;
pub(crate) mod regex_redundant_affix;
pub(crate) mod single_item_list;
pub(crate) mod source_eventlog;
pub(crate) mod trailing_blanks;
mod written;
