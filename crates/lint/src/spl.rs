//! Lints about searches as they are written.

pub(crate) mod ambiguous_precedence;
pub(crate) mod bare_word_as_value;
pub(crate) mod concatenated_name;
mod context;
pub(crate) mod dropped_field;
pub(crate) mod keyword_without_raw;
pub(crate) mod lost_separator;
pub(crate) mod macro_in_quotes;
pub(crate) mod never_differs;
pub(crate) mod null_as_text;
pub(crate) mod quoted_name;
pub(crate) mod undefined_macro;
pub(crate) mod unprefixed_field;
pub(crate) mod wildcard_in_expression;
pub(crate) mod wildcard_index;

pub(crate) use context::SplContext;
