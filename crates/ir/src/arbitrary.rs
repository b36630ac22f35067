//! Strategies that make meanings, for the laws of every crate (feature `arbitrary`).
//!
//! Texts are drawn from few characters, those with a meaning in some language among them, so that matches, repetitions
//! and escapes that touch each other are common.

use crate::{
    Anchor, Case, Encoding, Expr, ExprKind, Field, Flags, Flavor, Function, Inequality, Lift,
    Literal, NetTest, Number, Origin, Part, Pattern, Place, Quant, Regex, Relation, Scalar, Scope,
    Shape, Subject, Test, Types, at_least,
};
use ipnet::IpNet;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use smol_str::SmolStr;
use std::net::IpAddr;

/// Characters that some language treats specially, and a few that none does.
const CHARS: &[char] = &[
    'a', 'b', 'B', 'k', '0', '1', '_', ' ', '\\', '*', '?', '%', '-', '/', '"', '\'', '.', ':',
    '#', '(', ')', '[', '{', '|', '$', '^', '+', '\n', '\t', 'é', 'ß', 'İ', '–', '―', '😀',
];

/// A short text, perhaps empty.
pub fn text() -> impl Strategy<Value = SmolStr> + Clone {
    let chars = vec(select(CHARS), 0..8).prop_map(SmolStr::from_iter);
    let any = vec(any::<char>(), 0..4).prop_map(SmolStr::from_iter);
    let words = select(vec!["true", "null", "4624", "-1", "007", "no", "C:\\Temp\\", "/q", " -x"]);
    prop_oneof![8 => chars, 1 => any, 2 => words.prop_map(SmolStr::from)]
}

/// A pattern of texts and wildcards.
pub fn pattern() -> impl Strategy<Value = Pattern> + Clone {
    let part =
        prop_oneof![3 => text().prop_map(Part::Text), 1 => Just(Part::Run), 1 => Just(Part::One)];
    let shapes = prop_oneof![
        text().prop_map(Pattern::literal),
        text().prop_map(Pattern::prefix),
        text().prop_map(Pattern::suffix),
        text().prop_map(Pattern::contains),
    ];
    prop_oneof![2 => shapes, 1 => vec(part, 0..5).prop_map(Pattern::new)]
}

/// Any letter case.
pub fn case() -> impl Strategy<Value = Case> + Clone {
    select(vec![Case::Exact, Case::AsciiFold, Case::UnicodeFold])
}

/// Any number, small whole ones more often.
pub fn number() -> impl Strategy<Value = Number> + Clone {
    let float = (-1e6..1e6f64).prop_filter_map("finite", Number::new);
    prop_oneof![
        4 => (-3i128..30).prop_map(Number::Int),
        1 => any::<i64>().prop_map(|n| Number::Int(n.into())),
        1 => float,
    ]
}

/// Any network, without bits of a host.
pub fn net() -> impl Strategy<Value = IpNet> + Clone {
    let v4 = (any::<[u8; 4]>(), 0u8..=32).prop_map(|(a, len)| (IpAddr::from(a), len));
    let v6 = (any::<[u8; 16]>(), 0u8..=128).prop_map(|(a, len)| (IpAddr::from(a), len));
    prop_oneof![v4, v6]
        .prop_filter_map("in range", |(ip, len)| IpNet::new(ip, len).ok().map(|net| net.trunc()))
}

/// Any ordering.
pub fn inequality() -> impl Strategy<Value = Inequality> + Clone {
    select(vec![Inequality::Lt, Inequality::Le, Inequality::Gt, Inequality::Ge])
}

/// A regular expression that is searched for, in a notation that all engines share.
pub fn regex() -> impl Strategy<Value = Regex> + Clone {
    let texts = vec!["a", "^a.b$", "a|b", "[a-c]+", "a\\\\b", "\\d{2,3}", "(a)(b)?", "a\\*", "x y"];
    (select(texts), any::<[bool; 3]>()).prop_map(|(text, [fold_case, multi_line, dot_all])| Regex {
        text: text.into(),
        flavor: Flavor::Pcre,
        flags: Flags { fold_case, multi_line, dot_all, extended: false },
        anchor: Anchor::Search,
    })
}

/// Any test of patterns, with these types.
pub fn text_test(types: Types) -> impl Strategy<Value = Test> + Clone {
    (vec(pattern(), 1..4), case()).prop_map(move |(any, case)| Test::Text { any, case, types })
}

/// Text that stands encoded in a value.
pub fn encoded() -> impl Strategy<Value = Test> + Clone {
    use Encoding::{Base64, Base64AnyOffset, Utf16Be, Utf16Bom, Utf16Le};
    let wide = option::of(select(vec![Utf16Le, Utf16Be, Utf16Bom]));
    let steps = (wide, select(vec![Base64, Base64AnyOffset]))
        .prop_map(|(wide, last)| wide.into_iter().chain([last]).collect::<Vec<_>>());
    let place = select(vec![Place::Whole, Place::Start, Place::End, Place::Inside]);
    (steps, text(), place, case()).prop_map(|(steps, text, place, case)| Test::Encoded {
        steps,
        text,
        place,
        case,
    })
}

/// Tests of one value that many languages have.
pub fn test() -> impl Strategy<Value = Test> + Clone {
    let order = (inequality(), number()).prop_map(|(op, n)| Test::Order {
        op,
        bound: Literal::Number(n),
        types: Types::NumericFirst,
    });
    let nets = vec(net(), 1..3).prop_map(|any| Test::Net { any, how: NetTest::Contains });
    prop_oneof![
        8 => text_test(Types::Textual),
        1 => Just(Test::Anything),
        1 => regex().prop_map(Test::Matches),
        1 => nets,
        1 => order,
        1 => encoded(),
    ]
}

/// One of few fields of a taxonomy.
pub fn field(taxonomy: &str) -> impl Strategy<Value = Field> + Clone + use<> {
    let names = ["a", "b", "process.name", "Image", "x-y", "with blank"];
    select(names.map(|name| Field::known(taxonomy, name)).to_vec())
}

/// Leaves about fields of a taxonomy, and about all values of the event.
pub fn leaf(taxonomy: &str) -> BoxedStrategy<Expr> {
    let field = field(taxonomy);
    let scalar = field.clone().prop_map(Scalar::Field);
    let of_field =
        (field.clone(), test()).prop_map(|(f, test)| Expr::any(f, test, Origin::default()));
    let of_event = text_test(Types::Textual).prop_map(|test| {
        let subject = Subject::Event(Scope::Values);
        ExprKind::Test { subject, quant: Quant::Any, test }.into()
    });
    let shape = select(vec![Shape::Key, Shape::Valued]);
    let is = (field, shape).prop_map(|(f, shape)| Expr::is(f, shape, Origin::default()));
    let how =
        select(vec![Relation::Eq, Relation::StartsWith, Relation::EndsWith, Relation::Contains]);
    let relate =
        (scalar.clone(), how, scalar.clone(), case()).prop_map(|(left, how, right, case)| {
            ExprKind::Relate { left, how, right, case, types: Types::Textual }.into()
        });
    prop_oneof![10 => of_field, 2 => is, 2 => of_event, 1 => relate, 1 => timed(scalar)].boxed()
}

fn timed(scalar: impl Strategy<Value = Scalar>) -> impl Strategy<Value = Expr> {
    let parts = ["time.minute", "time.hour", "time.day", "time.week", "time.month", "time.year"];
    (scalar, select(parts.to_vec()), 0u32..30, option::of(inequality())).prop_map(
        |(what, id, n, op)| {
            let test = match op {
                Some(op) => Test::Order {
                    op,
                    bound: Literal::Number(Number::Int(n.into())),
                    types: Types::NumericFirst,
                },
                None => Test::Text {
                    any: vec![Pattern::literal(n.to_string())],
                    case: Case::Exact,
                    types: Types::Textual,
                },
            };
            let call = Scalar::Call { function: Function(id), lift: Lift::Each, args: vec![what] };
            ExprKind::Test { subject: Subject::Value(call), quant: Quant::Any, test }.into()
        },
    )
}

/// Connectives over leaves, with names here and there.
pub fn expr(leaf: impl Strategy<Value = Expr> + 'static) -> BoxedStrategy<Expr> {
    let names = select(vec!["selection", "filter", "a", "sel_1", "sel_2", "not", "odd name", "1"]);
    leaf.prop_recursive(4, 24, 4, move |inner| {
        let many = vec(inner.clone(), 1..4);
        prop_oneof![
            3 => many.clone().prop_map(|of| ExprKind::And(of).into()),
            3 => many.clone().prop_map(|of| ExprKind::Or(of).into()),
            2 => inner.clone().prop_map(|x| ExprKind::Not(Box::new(x)).into()),
            1 => (names.clone(), inner).prop_map(|(name, body)| {
                ExprKind::Named { name: name.into(), body: Box::new(body) }.into()
            }),
            1 => (1u32..3, many).prop_map(|(n, of)| at_least(n, of)),
        ]
    })
    .boxed()
}
