//! Tests of one value, made ready to run.

use crate::glob::Glob;
use crate::program::{Setting, Unsupported};
use crate::regex::Compiled;
use crate::splunk_words::{self, Words};
use crate::text::{folded, number_of, text_of};
use crate::time::{self, Instant, Round};
use crate::words;
use base64::Engine as _;
use ipnet::IpNet;
use ruleglot_ir::{
    Case, Encoding, Inequality, IpClass, Literal, NetTest, Number, Pattern, Place, Test, TimePoint,
    Tokens, Types,
};
use serde_json::Value;
use std::cmp::Ordering;
use std::net::IpAddr;
use std::sync::Arc;

/// A test of one non-null scalar.
#[derive(Debug)]
pub(crate) enum Check {
    Anything,
    Text { any: Vec<Glob>, case: Case, types: Types },
    Equal { any: Vec<Literal>, types: Types },
    Matches(Arc<Compiled>),
    Phrase(Vec<String>),
    AnyWord(Vec<Glob>),
    SplunkWords(Words),
    AnySplunkWord(Vec<Glob>, Case, Tokens),
    NumberOrder(Inequality, Number, Types),
    TextOrder(Inequality, String, Types),
    TimeOrder(Inequality, Instant),
    IpOrder(Inequality, IpAddr),
    Net { any: Vec<IpNet>, how: NetTest },
    IpClass(IpClass),
    AllOf(Vec<Check>),
    Fails(Box<Check>),
}

impl Check {
    pub(crate) fn new(test: &Test, setting: &Setting<'_>) -> Result<Self, String> {
        Ok(match test {
            Test::Anything => Self::Anything,
            Test::Text { any, case, types } => {
                Self::Text { any: globs(any, *case)?, case: *case, types: *types }
            }
            Test::Equal { any, types } => Self::Equal { any: any.clone(), types: *types },
            Test::Matches(regex) => Self::Matches(Compiled::new(regex)?),
            Test::Term { text, tokens: Tokens::ElasticStandard, .. } => {
                Self::Phrase(words::standard(text))
            }
            Test::AnyWord { any, tokens: Tokens::ElasticStandard, .. } => {
                Self::AnyWord(globs(any, Case::UnicodeFold)?)
            }
            Test::Term { text, tokens, case } if is_splunk(*tokens) => {
                Self::SplunkWords(Words::new(text, *case, *tokens))
            }
            Test::AnyWord { any, tokens, case } if is_splunk(*tokens) => {
                Self::AnySplunkWord(globs(any, *case)?, *case, *tokens)
            }
            Test::Term { .. } | Test::AnyWord { .. } => {
                return Err("this analyser's words are not run yet".into());
            }
            Test::Order { op, bound, types } => order(*op, bound, *types, setting)?,
            Test::Net { any, how } => Self::Net { any: any.clone(), how: *how },
            Test::IpClass(class) => Self::IpClass(*class),
            Test::Encoded { steps, text, place, case } => encoded(steps, text, *place, *case),
            Test::InList { list, .. } => return Err(format!("the list {list} is not here")),
            Test::ByMapping(_) => {
                return Err("what this matches depends on the mapping of its field".into());
            }
            Test::AllOf(tests) => {
                Self::AllOf(tests.iter().map(|t| Self::new(t, setting)).collect::<Result<_, _>>()?)
            }
            Test::Fails(inner) => Self::Fails(Box::new(Self::new(inner, setting)?)),
        })
    }

    /// Whether the value passes.
    pub(crate) fn passes(&self, value: &Value) -> bool {
        match self {
            Self::Anything => true,
            Self::Text { any, case, types } => readable(value, *types).is_some_and(|text| {
                let text = folded(&text, *case);
                any.iter().any(|g| g.matches(&text))
            }),
            Self::Equal { any, types } => any.iter().any(|l| equal(value, l, *types)),
            Self::Matches(regex) => text_of(value).is_some_and(|t| regex.matches(&t)),
            Self::Phrase(phrase) => {
                text_of(value).is_some_and(|t| words::has_phrase(&words::standard(&t), phrase))
            }
            Self::AnyWord(any) => text_of(value).is_some_and(|t| {
                words::standard(&t).iter().any(|w| any.iter().any(|g| g.matches(w)))
            }),
            Self::SplunkWords(words) => text_of(value).is_some_and(|t| words.stand_in(&t)),
            Self::AnySplunkWord(any, case, tokens) => text_of(value).is_some_and(|t| {
                let t = folded(&t, *case);
                splunk_words::words(&t, *tokens).any(|w| any.iter().any(|g| g.matches(w)))
            }),
            Self::NumberOrder(op, bound, types) => {
                let number = if *types == Types::Strict && !value.is_number() {
                    None
                } else {
                    number_of(value)
                };
                number.is_some_and(|n| holds(*op, compare_numbers(n, *bound)))
            }
            Self::TextOrder(op, bound, types) => {
                readable(value, *types).is_some_and(|t| holds(*op, t.as_ref().cmp(bound.as_str())))
            }
            Self::TimeOrder(op, bound) => {
                time::of_value(value).is_some_and(|t| holds(*op, t.cmp(bound)))
            }
            Self::IpOrder(op, bound) => ip_of(value).is_some_and(|ip| holds(*op, ip.cmp(bound))),
            Self::Net { any, how } => in_any_net(value, any, *how),
            Self::IpClass(class) => ip_of(value).is_some_and(|ip| is_class(ip, *class)),
            Self::AllOf(checks) => checks.iter().all(|c| c.passes(value)),
            Self::Fails(inner) => !inner.passes(value),
        }
    }
}

fn is_splunk(tokens: Tokens) -> bool {
    matches!(tokens, Tokens::SplunkMajor | Tokens::SplunkIndexTerm)
}

fn globs(any: &[Pattern], case: Case) -> Result<Vec<Glob>, String> {
    any.iter()
        .map(|p| {
            Glob::new(p, case).ok_or_else(|| format!("the placeholder in {p} has no values here"))
        })
        .collect()
}

/// The text of a value, if values of its type are read as text under `types`.
fn readable(value: &Value, types: Types) -> Option<std::borrow::Cow<'_, str>> {
    match types {
        Types::Textual | Types::NumericFirst => text_of(value),
        Types::Strict | Types::Python => value.as_str().map(std::borrow::Cow::Borrowed),
    }
}

fn equal(value: &Value, literal: &Literal, types: Types) -> bool {
    match (literal, types) {
        (Literal::Number(n), Types::NumericFirst) => {
            number_of(value).is_some_and(|v| compare_numbers(v, *n) == Ordering::Equal)
        }
        (Literal::Number(n), Types::Textual) => text_of(value).is_some_and(|t| t == n.to_string()),
        (Literal::Number(n), Types::Strict) => {
            value.is_number()
                && number_of(value).is_some_and(|v| compare_numbers(v, *n) == Ordering::Equal)
        }
        (Literal::Number(n), Types::Python) => match value {
            Value::Bool(b) => *n == Number::Int(i128::from(*b)),
            value => {
                value.is_number()
                    && number_of(value).is_some_and(|v| compare_numbers(v, *n) == Ordering::Equal)
            }
        },
        (Literal::Bool(b), Types::Python) => match value {
            Value::Bool(v) => v == b,
            value => value.is_number() && number_of(value) == Some(Number::Int(i128::from(*b))),
        },
        (Literal::Bool(b), Types::Textual) => text_of(value)
            .is_some_and(|t| t.eq_ignore_ascii_case(if *b { "true" } else { "false" })),
        (Literal::Bool(b), _) => value.as_bool() == Some(*b),
        (Literal::Text(t), Types::Textual) => text_of(value).is_some_and(|v| v == t.as_str()),
        (Literal::Text(t), _) => value.as_str() == Some(t.as_str()),
        (Literal::Ip(ip), _) => ip_of(value) == Some(*ip),
        (Literal::Time(_) | Literal::Span(_), _) => false,
    }
}

fn order(
    op: Inequality,
    bound: &Literal,
    types: Types,
    setting: &Setting<'_>,
) -> Result<Check, String> {
    Ok(match bound {
        Literal::Number(n) => Check::NumberOrder(op, *n, types),
        Literal::Text(t) => Check::TextOrder(op, t.to_string(), types),
        Literal::Ip(ip) => Check::IpOrder(op, *ip),
        Literal::Time(TimePoint::At(text)) => {
            let round =
                if matches!(op, Inequality::Gt | Inequality::Le) { Round::Up } else { Round::Down };
            let at = time::of_text(text, round, setting.now)
                .ok_or_else(|| format!("{text} is no date"))?;
            Check::TimeOrder(op, at)
        }
        Literal::Time(TimePoint::Relative { .. }) | Literal::Span(_) | Literal::Bool(_) => {
            return Err("an order against such a value is not run yet".into());
        }
    })
}

fn holds(op: Inequality, how: Ordering) -> bool {
    match op {
        Inequality::Lt => how.is_lt(),
        Inequality::Le => how.is_le(),
        Inequality::Gt => how.is_gt(),
        Inequality::Ge => how.is_ge(),
    }
}

/// Integers exactly, anything else as doubles.
pub(crate) fn compare_numbers(a: Number, b: Number) -> Ordering {
    match (a, b) {
        (Number::Int(a), Number::Int(b)) => a.cmp(&b),
        (a, b) => a.as_f64().total_cmp(&b.as_f64()),
    }
}

fn ip_of(value: &Value) -> Option<IpAddr> {
    value.as_str().and_then(|s| s.parse::<IpAddr>().ok()).map(|ip| ip.to_canonical())
}

fn in_any_net(value: &Value, any: &[IpNet], how: NetTest) -> bool {
    let Some(text) = value.as_str() else { return false };
    match (how, text.parse::<IpAddr>()) {
        (NetTest::ContainsMapped, Ok(ip)) => any.iter().any(|net| net.contains(&ip.to_canonical())),
        (_, Ok(ip)) => any.iter().any(|net| net.contains(&ip)),
        (NetTest::Contains | NetTest::ContainsMapped, Err(_)) => false,
        (NetTest::Overlaps, Err(_)) => text
            .parse::<IpNet>()
            .is_ok_and(|other| any.iter().any(|net| net.contains(&other) || other.contains(net))),
    }
}

fn is_class(ip: IpAddr, class: IpClass) -> bool {
    let private = match ip {
        IpAddr::V4(v4) => v4.is_private() || v4.is_loopback() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
    };
    match class {
        IpClass::Private => private,
        IpClass::Global => !private && !ip.is_multicast() && !ip.is_unspecified(),
        IpClass::V4 => ip.is_ipv4(),
        IpClass::V6 => ip.is_ipv6(),
        IpClass::Loopback => ip.is_loopback(),
    }
}

/// The encoded forms as patterns of text.
fn encoded(steps: &[Encoding], text: &str, place: Place, case: Case) -> Check {
    let any = encoded_texts(steps, text)
        .into_iter()
        .filter_map(|t| {
            let pattern = match place {
                Place::Whole => Pattern::literal(t),
                Place::Start => Pattern::prefix(t),
                Place::End => Pattern::suffix(t),
                Place::Inside => Pattern::contains(t),
            };
            Glob::new(&pattern, case)
        })
        .collect();
    Check::Text { any, case, types: Types::Textual }
}

/// The texts that stand for `text` after the steps; bytes that are no UTF-8 at the end are no text at all.
pub fn encoded_texts(steps: &[Encoding], text: &str) -> Vec<String> {
    let mut forms = vec![text.as_bytes().to_vec()];
    for step in steps {
        forms = forms.iter().flat_map(|bytes| encode(*step, bytes)).collect();
    }
    forms.into_iter().filter_map(|bytes| String::from_utf8(bytes).ok()).collect()
}

fn encode(step: Encoding, bytes: &[u8]) -> Vec<Vec<u8>> {
    let units = || String::from_utf8_lossy(bytes).encode_utf16().collect::<Vec<_>>();
    match step {
        Encoding::Utf16Le => vec![units().iter().flat_map(|u| u.to_le_bytes()).collect()],
        Encoding::Utf16Be => vec![units().iter().flat_map(|u| u.to_be_bytes()).collect()],
        Encoding::Utf16Bom => {
            vec![
                [0xFF, 0xFE]
                    .into_iter()
                    .chain(units().iter().flat_map(|u| u.to_le_bytes()))
                    .collect(),
            ]
        }
        Encoding::Base64 => {
            vec![base64::engine::general_purpose::STANDARD.encode(bytes).into_bytes()]
        }
        Encoding::Base64AnyOffset => (0..3).map(|offset| base64_at(offset, bytes)).collect(),
    }
}

/// The characters of base64 that only `bytes` determines, when `offset` bytes precede it within its group of three.
fn base64_at(offset: usize, bytes: &[u8]) -> Vec<u8> {
    let padded: Vec<u8> = std::iter::repeat_n(b' ', offset).chain(bytes.iter().copied()).collect();
    let text = base64::engine::general_purpose::STANDARD.encode(&padded).into_bytes();
    let start = [0, 2, 3][offset];
    let end = text.len() - [0, 3, 2][padded.len() % 3];
    text.get(start..end.max(start)).unwrap_or_default().to_vec()
}

impl From<String> for Unsupported {
    fn from(why: String) -> Self {
        Self { origin: ruleglot_ir::Origin::default(), why }
    }
}
