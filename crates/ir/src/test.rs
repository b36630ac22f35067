//! Tests of values, with everything stated that languages leave to defaults.

use crate::{Literal, Pattern};
use ipnet::IpNet;
use smol_str::SmolStr;

/// A test of a subject as a whole, not of its values.
///
/// Missing → no key. `null` → key. `[]` → key, not null. `[null]` as `[]`. `""` → valued. `0`, `false`, `""`, `[]`, `{}` → not true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Shape {
    /// The key is there, even with null (Sigma `exists`).
    Key,
    /// The key is there and not null.
    NotNull,
    /// At least one value (KQL `f:*`; its negation is Sigma `f: null`).
    Valued,
    /// A value other than `""`.
    NonEmpty,
    /// Python's truth.
    Truthy,
    /// A JSON type.
    Type(JsonType),
}

/// A type of JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum JsonType {
    Text,
    Integer,
    Number,
    Bool,
    Array,
    Object,
    /// Text that reads as an address.
    IpText,
}

/// How a test of one value becomes a test of a subject with none, one or many.
///
/// The values of a subject: a scalar is one; an array is its non-null elements, nested ones flattened, duplicates kept;
/// missing, null and objects are none. With no value every quantifier is false.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Quant {
    /// Some value passes.
    Any,
    /// There is a value, and all pass.
    Every,
    /// Exactly one value, and it passes (ES|QL; `["a"]` counts as one).
    Sole,
    /// Not an array at all, and it passes (Python `==`).
    Scalar,
    /// Any number of values, exactly one of which passes (Panther `OnlyOneElement`).
    ExactlyOne,
}

/// A total test of one value. A value of a type that the test cannot read fails it, and passes its `Fails`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Test {
    /// Any value: `Sole Anything` is single-valued, which negation in ES|QL needs.
    Anything,
    /// Text equality, prefix, suffix, contains, glob and lists of them: the only spelling of text equality.
    /// Under `Types::Textual` numbers and booleans are tested by their text (`4624`, `true`; an integral number has no
    /// fraction), so it is the spelling of number equality there too.
    Text {
        /// The value matches one of these.
        any: Vec<Pattern>,
        /// Letter case.
        case: Case,
        /// Which types of value are read as text.
        types: Types,
    },
    /// Equality with literals that are not text.
    Equal {
        /// The value equals one of these.
        any: Vec<Literal>,
        /// Which types of value can equal which literal.
        types: Types,
    },
    /// A regular expression.
    Matches(Regex),
    /// Words (or a phrase of words) as an analyser cuts them.
    Term {
        /// The words, consecutive.
        text: SmolStr,
        /// Who cuts.
        tokens: Tokens,
        /// Letter case.
        case: Case,
    },
    /// Some word of the value, as an analyser cuts it, matches one of these patterns.
    AnyWord {
        /// Patterns of one word.
        any: Vec<Pattern>,
        /// Who cuts.
        tokens: Tokens,
        /// Letter case.
        case: Case,
    },
    /// An ordering.
    Order {
        /// Which.
        op: Inequality,
        /// Against what.
        bound: Literal,
        /// Which types of value can be ordered against it.
        types: Types,
    },
    /// An address in one of these networks.
    Net {
        /// The networks.
        any: Vec<IpNet>,
        /// Contained or overlapping.
        how: NetTest,
    },
    /// A class of addresses.
    IpClass(IpClass),
    /// Text that stands encoded in the value.
    Encoded {
        /// Encodings, applied in order.
        steps: Vec<Encoding>,
        /// The text before encoding.
        text: SmolStr,
        /// Where the encoded text stands.
        place: Place,
        /// Letter case of the encoded text.
        case: Case,
    },
    /// Membership in a named list.
    InList {
        /// The list.
        list: SmolStr,
        /// Letter case.
        case: Case,
    },
    /// What only the index mapping decides; `resolve` replaces it, or notes.
    ByMapping(ByMapping),
    /// One and the same value passes all of these (both ends of a range).
    AllOf(Vec<Test>),
    /// The value fails the test.
    Fails(Box<Test>),
}

/// A test whose meaning depends on the mapping of its field (KQL and Lucene leaves).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ByMapping {
    /// `f:10.0.0.0/8`, `f:"a b"`, `f:5`: a net, a phrase, a number, a date or a word.
    Match {
        /// The value as written, escapes resolved.
        pattern: Pattern,
        /// Whether it stood in quotes.
        quoting: Quoting,
    },
    /// `f > 5`: numeric, by date, by version or lexicographic.
    Order {
        /// Which.
        op: Inequality,
        /// The bound as written, escapes resolved.
        bound: SmolStr,
    },
}

/// Whether a value stood in quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Quoting {
    /// Without quotes.
    Bare,
    /// In quotes.
    Quoted,
}

/// Which types of value can equal or be ordered against which literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Types {
    /// The same JSON type (EQL, ES|QL, Kusto).
    Strict,
    /// The text of any scalar (`4624` ~ "4624", `true` ~ "TRUE"): Sigma, Elasticsearch keyword.
    Textual,
    /// Numbers when both read as numbers, else text (SPL; Elasticsearch numeric fields).
    NumericFirst,
    /// `True == 1`, `1 == 1.0`, `"1" != 1`.
    Python,
}

/// An ordering.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Inequality {
    Lt,
    Le,
    Gt,
    Ge,
}

/// A relation of two computed values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Relation {
    Eq,
    Lt,
    Le,
    Gt,
    Ge,
    StartsWith,
    EndsWith,
    Contains,
    Glob,
    Regex,
    InNet,
    /// No pair is equal, but both have values.
    Ne,
}

/// How an address or network lies to a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NetTest {
    /// The address as written is in the network.
    Contains,
    /// The same, an IPv4 address written as IPv6 (`::ffff:10.0.0.1`) being the IPv4 address (Elasticsearch `ip`).
    ContainsMapped,
    /// The address or network has an address in common with the network.
    Overlaps,
}

/// A class of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum IpClass {
    Private,
    Global,
    V4,
    V6,
    Loopback,
}

/// Where a text stands in a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Place {
    Whole,
    Start,
    End,
    Inside,
}

/// A step of encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Encoding {
    Utf16Le,
    Utf16Be,
    /// A byte order mark, then little-endian.
    Utf16Bom,
    Base64,
    /// The part of base64 that is the same whatever precedes and follows, at each of three alignments.
    Base64AnyOffset,
}

/// Who cuts a text into words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Tokens {
    Kusto,
    SplunkMajor,
    SplunkIndexTerm,
    ElasticStandard,
}

/// Letter case. A front-end states which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Case {
    /// Case matters.
    Exact,
    /// `A`–`Z` equal `a`–`z`.
    AsciiFold,
    /// Simple Unicode lower-casing.
    UnicodeFold,
}

/// A regular expression.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Regex {
    /// As written.
    pub text: SmolStr,
    /// In whose notation.
    pub flavor: Flavor,
    /// Flags.
    pub flags: Flags,
    /// Where it must match.
    pub anchor: Anchor,
}

/// A notation of regular expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Flavor {
    Pcre,
    Re2,
    Lucene,
    Java,
    Python,
}

/// Where a regular expression must match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Anchor {
    Search,
    Start,
    Whole,
}

/// Flags of a regular expression.
#[allow(clippy::struct_excessive_bools, reason = "a set of independent flags")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Flags {
    /// `i`.
    pub fold_case: bool,
    /// `m`: `^` and `$` match at line breaks.
    pub multi_line: bool,
    /// `s`: `.` matches line breaks.
    pub dot_all: bool,
    /// `x`: blanks and comments are ignored.
    pub extended: bool,
}
