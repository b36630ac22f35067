//! Lints about a file as a whole, whatever it holds.

pub(crate) mod byte_order_mark;
pub(crate) mod carriage_return;
