//! Words as Splunk finds them in the text of an event.
//!
//! Splunk, "Event segmentation and searching": major breakers cut a text, minor breakers cut it again. A word or phrase of
//! a search stands between breakers of either kind, one in `TERM()` between major ones.

use crate::text::folded;
use ruleglot_ir::{Case, Tokens};

const MAJOR: &str = "[]<>(){}|!;,'\"*&?+";
const MINOR: &str = "/:=@.-$#%\\_";

/// A word or phrase that is looked for.
#[derive(Debug)]
pub(crate) struct Words {
    text: String,
    case: Case,
    tokens: Tokens,
}

impl Words {
    pub(crate) fn new(text: &str, case: Case, tokens: Tokens) -> Self {
        Self { text: folded(text, case).into_owned(), case, tokens }
    }

    /// Whether the phrase stands in the text, breakers at both its ends.
    pub(crate) fn stand_in(&self, text: &str) -> bool {
        let text = folded(text, self.case);
        if self.text.is_empty() {
            return false;
        }
        let cuts = |c: Option<char>| c.is_none_or(|c| is_breaker(c, self.tokens));
        // The phrase's own end may be a breaker.
        let open_start = self.text.starts_with(|c| is_breaker(c, self.tokens));
        let open_end = self.text.ends_with(|c| is_breaker(c, self.tokens));
        let mut from = 0;
        while let Some(at) = text[from..].find(&self.text).map(|i| i + from) {
            let end = at + self.text.len();
            if (open_start || cuts(text[..at].chars().next_back()))
                && (open_end || cuts(text[end..].chars().next()))
            {
                return true;
            }
            from = at + text[at..].chars().next().map_or(1, char::len_utf8);
        }
        false
    }
}

/// The words of a text.
pub(crate) fn words(text: &str, tokens: Tokens) -> impl Iterator<Item = &str> {
    text.split(move |c| is_breaker(c, tokens)).filter(|w| !w.is_empty())
}

fn is_breaker(c: char, tokens: Tokens) -> bool {
    c.is_whitespace() || MAJOR.contains(c) || (tokens != Tokens::SplunkMajor && MINOR.contains(c))
}
