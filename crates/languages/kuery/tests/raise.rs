//! From meaning to text: what is written reads back as it was meant, and what cannot be said is refused with its reason.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{query, snippet};
use ipnet::IpNet;
use proptest::prelude::*;
use ruleglot_ir::*;
use ruleglot_kuery::{Kuery, lower, print, raise};
use smol_str::SmolStr;
use std::fmt::Write;

fn rule(of: Expr) -> Rule {
    let stages = [Stage::Read(Source::default()), Stage::Filter(of)];
    Rule::bare(Body::Pipeline(stages.into_iter().map(Node::from).collect()))
}

/// The text of an expression, or why there is none.
fn written(of: Expr) -> Result<String, &'static str> {
    match Legal::check(rule(of), &Kuery) {
        Ok(legal) => Ok(print(&raise(&legal))),
        Err((_, refusals)) => Err(refusals[0].why),
    }
}

// What a mapping would say: the first letter of a field's name is its type.

fn resolve(expr: Expr) -> Expr {
    map_leaves(expr, Monotone::Up, &mut |leaf, _| {
        let origin = leaf.origin;
        let kind = match leaf.kind {
            ExprKind::Within { path, quant, body } => {
                ExprKind::Within { path, quant, body: Box::new(resolve(*body)) }
            }
            ExprKind::Test { subject, quant, test: Test::ByMapping(by) } => {
                let test = resolved(&subject, by);
                ExprKind::Test { subject, quant, test }
            }
            other => other,
        };
        Expr { kind, origin }
    })
}

fn resolved(subject: &Subject, by: ByMapping) -> Test {
    let kind = match subject {
        Subject::Value(Scalar::Field(f)) => f.name.chars().next().unwrap_or('k'),
        Subject::Event(_) => 't',
        _ => 'k',
    };
    match (kind, by) {
        ('u', by) => Test::ByMapping(by),
        (kind, ByMapping::Order { op, bound }) => {
            let (bound, types) = match kind {
                'n' => (Literal::Number(Number::parse(&bound).unwrap()), Types::NumericFirst),
                'd' => (Literal::Time(TimePoint::At(bound)), Types::NumericFirst),
                'i' => (Literal::Ip(bound.parse().unwrap()), Types::Textual),
                _ => (Literal::Text(bound), Types::Textual),
            };
            Test::Order { op, bound, types }
        }
        (kind, ByMapping::Match { pattern, quoting }) => matching(kind, pattern, quoting),
    }
}

fn matching(kind: char, pattern: Pattern, quoting: Quoting) -> Test {
    let literal = pattern.as_literal().map(SmolStr::from);
    match (kind, literal) {
        ('n', Some(text)) => equal_to(Number::parse(&text).unwrap()),
        ('i', Some(text)) => {
            Test::Net { any: vec![text.parse().unwrap()], how: NetTest::ContainsMapped }
        }
        ('d', Some(text)) => whole(&text),
        ('t', Some(text)) if quoting == Quoting::Quoted => phrase(text),
        ('t', _) => words(vec![pattern]),
        _ => Test::Text { any: vec![pattern], case: Case::Exact, types: Types::Textual },
    }
}

fn equal_to(number: Number) -> Test {
    Test::Equal { any: vec![Literal::Number(number)], types: Types::NumericFirst }
}

fn phrase(text: SmolStr) -> Test {
    Test::Term { text, tokens: Tokens::ElasticStandard, case: Case::UnicodeFold }
}

fn words(any: Vec<Pattern>) -> Test {
    Test::AnyWord { any, tokens: Tokens::ElasticStandard, case: Case::UnicodeFold }
}

fn whole(text: &str) -> Test {
    let order = |op| {
        let bound = Literal::Time(TimePoint::At(text.into()));
        Test::Order { op, bound, types: Types::NumericFirst }
    };
    Test::AllOf(vec![order(Inequality::Ge), order(Inequality::Le)])
}

// Meanings at random.

fn text() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "a",
        "B",
        " ",
        "or",
        "and",
        "not",
        " or ",
        " not ",
        "null",
        "true",
        "5",
        "-1",
        "\\",
        "\"",
        "*",
        "?",
        ":",
        "(",
        ")",
        "{",
        "}",
        "<",
        "\n",
        "\t",
        "\u{a0}",
        "\u{2003}",
        "\u{e9}",
        "\u{1f600}",
        "C:\\new",
    ]);
    prop::collection::vec(word, 0..5).prop_map(|words| words.concat())
}

fn pattern() -> impl Strategy<Value = Pattern> {
    let part = prop_oneof![Just(Part::Run), text().prop_map(|t| Part::Text(t.into()))];
    prop_oneof![
        text().prop_map(Pattern::literal),
        prop::collection::vec(part, 1..5).prop_map(Pattern::new)
    ]
}

fn net() -> impl Strategy<Value = IpNet> {
    let nets = ["10.0.0.0/8", "192.168.1.1/32", "fe80::/10", "::1/128"];
    prop::sample::select(nets.to_vec()).prop_map(|n| n.parse().unwrap())
}

fn number() -> impl Strategy<Value = Number> {
    prop_oneof![
        any::<i64>().prop_map(|i| Number::Int(i.into())),
        (-1e9..1e9).prop_filter_map("finite", Number::new)
    ]
}

fn address() -> impl Strategy<Value = Literal> {
    any::<std::net::IpAddr>().prop_map(Literal::Ip)
}

fn moment() -> impl Strategy<Value = SmolStr> {
    prop::sample::select(vec![
        "2024-01-15",
        "2024-01-15T10:30:00Z",
        "now-30d/d",
        "2024-01-15||+1M/d",
    ])
    .prop_map(SmolStr::from)
}

fn word() -> impl Strategy<Value = Pattern> {
    let part = prop_oneof![
        Just(Part::Run),
        prop::sample::select(vec!["a", "b1", "null", "true", "or", "not", "\u{e9}"])
            .prop_map(|t| Part::Text(t.into()))
    ];
    prop::collection::vec(part, 1..4).prop_map(Pattern::new).prop_filter("a word", |p| !p.is_any())
}

fn op() -> impl Strategy<Value = Inequality> {
    prop::sample::select(vec![Inequality::Lt, Inequality::Le, Inequality::Gt, Inequality::Ge])
}

fn equal(of: impl Strategy<Value = Literal>, types: Types) -> impl Strategy<Value = Test> {
    prop::collection::vec(of, 1..3).prop_map(move |any| Test::Equal { any, types })
}

fn order(of: impl Strategy<Value = Literal>, types: Types) -> impl Strategy<Value = Test> {
    (op(), of).prop_map(move |(op, bound)| Test::Order { op, bound, types })
}

fn by_mapping() -> impl Strategy<Value = ByMapping> {
    prop_oneof![
        text().prop_map(|t| ByMapping::Match {
            pattern: Pattern::literal(t),
            quoting: Quoting::Quoted
        }),
        pattern().prop_map(|pattern| ByMapping::Match { pattern, quoting: Quoting::Bare }),
        (op(), text()).prop_map(|(op, t)| ByMapping::Order { op, bound: t.into() }),
    ]
}

/// The first letter of a name and a test for its type.
fn typed_test() -> impl Strategy<Value = (&'static str, Test)> {
    let texts = prop::collection::vec(pattern(), 0..4);
    prop_oneof![
        4 => texts.prop_map(|any| ("k", Test::Text { any, case: Case::Exact, types: Types::Textual })),
        1 => order(text().prop_map(|t| Literal::Text(t.into())), Types::Textual).prop_map(|t| ("k", t)),
        1 => Just(("k", Test::Anything)),
        1 => equal(number().prop_map(Literal::Number), Types::NumericFirst).prop_map(|t| ("n", t)),
        1 => order(number().prop_map(Literal::Number), Types::NumericFirst).prop_map(|t| ("n", t)),
        1 => prop::collection::vec(net(), 1..3).prop_map(|any| ("i", Test::Net { any, how: NetTest::ContainsMapped })),
        1 => order(address(), Types::Textual).prop_map(|t| ("i", t)),
        1 => order(moment().prop_map(|at| Literal::Time(TimePoint::At(at))), Types::NumericFirst).prop_map(|t| ("d", t)),
        1 => moment().prop_map(|at| ("d", whole(&at))),
        1 => text().prop_map(|t| ("t", phrase(t.into()))),
        1 => prop::collection::vec(word(), 1..3).prop_map(|any| ("t", words(any))),
        1 => by_mapping().prop_map(|by| ("u", Test::ByMapping(by))),
    ]
}

fn leaf(taxonomy: Taxonomy) -> impl Strategy<Value = Expr> {
    let name = prop::sample::select(vec!["", ".a", ".b c", ".*", ".not", ".or", ".\u{e9}"]);
    let field = taxonomy.clone();
    let tested = (typed_test(), name).prop_map(move |((kind, test), name)| {
        Expr::any(
            Field { taxonomy: field.clone(), name: format!("{kind}{name}").into() },
            test,
            Origin::default(),
        )
    });
    let glob = (text(), pattern()).prop_map(move |(name, value)| {
        let name = FieldGlob { taxonomy: taxonomy.clone(), name: Pattern::prefix(name) };
        let test = Test::Text { any: vec![value], case: Case::Exact, types: Types::Textual };
        ExprKind::Test { subject: Subject::AnyField(name), quant: Quant::Any, test }.into()
    });
    prop_oneof![8 => tested, 1 => glob, 1 => any::<bool>().prop_map(Expr::constant)]
}

fn grown(leaf: impl Strategy<Value = Expr> + 'static) -> impl Strategy<Value = Expr> {
    leaf.prop_recursive(4, 24, 4, |inner| {
        let some = || prop::collection::vec(inner.clone(), 0..4);
        prop_oneof![
            some().prop_map(|of| ExprKind::And(of).into()),
            some().prop_map(|of| ExprKind::Or(of).into()),
            inner.clone().prop_map(|x| ExprKind::Not(Box::new(x)).into()),
            inner.clone().prop_map(|body| ExprKind::Named {
                name: "n".into(),
                body: Box::new(body)
            }
            .into()),
        ]
    })
}

fn meaning_at_random() -> impl Strategy<Value = Expr> {
    let free = text().prop_map(|t| {
        let (subject, test) = (Subject::Event(Scope::DefaultFields), phrase(t.into()));
        ExprKind::Test { subject, quant: Quant::Any, test }.into()
    });
    let within = grown(leaf(Taxonomy::Element)).prop_map(|body| {
        ExprKind::Within {
            path: Field::known("ecs", "n.list"),
            quant: Quant::Any,
            body: Box::new(body),
        }
        .into()
    });
    grown(prop_oneof![8 => leaf(Taxonomy::Known("ecs".into())), 1 => free, 1 => within])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, max_global_rejects: 100_000, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_means_what_was_meant(meant in meaning_at_random()) {
        let Ok(legal) = Legal::check(rule(meant.clone()), &Kuery) else { return Err(TestCaseError::reject("refused")) };
        let text = print(&raise(&legal));
        let read = resolve(lower(&query(&text), &snippet(&text)));
        prop_assert_eq!(normalise(&read), normalise(&meant), "{}", text);
    }
}

fn field(name: &str, test: Test) -> Expr {
    Expr::any(Field::known("ecs", name), test, Origin::default())
}

fn texts(any: Vec<Pattern>) -> Test {
    Test::Text { any, case: Case::Exact, types: Types::Textual }
}

fn literals(any: &[&str]) -> Test {
    texts(any.iter().map(|t| Pattern::literal(*t)).collect())
}

fn is(name: &str, values: &[&str]) -> Expr {
    field(name, literals(values))
}

fn not(of: Expr) -> Expr {
    ExprKind::Not(Box::new(of)).into()
}

fn has(name: &str) -> Expr {
    Expr::is(Field::known("ecs", name), Shape::Valued, Origin::default())
}

fn ordered(op: Inequality, bound: Literal) -> Test {
    Test::Order { op, bound, types: Types::NumericFirst }
}

#[test]
fn meanings_are_written_as_rules_are() {
    let and = |of| Expr::from(ExprKind::And(of));
    let or = |of| Expr::from(ExprKind::Or(of));
    let relative = TimePoint::Relative {
        steps: vec![(-30, TimeUnit::Day), (2, TimeUnit::Hour)],
        snap: Some(TimeUnit::Day),
    };
    let table = [
        (is("event.category", &["process"]), r#"event.category:"process""#),
        (
            is("a", &["x", "5", "true", "null", "-1.50", "1.2.3.4"]),
            r#"a:("x" or 5 or true or "null" or -1.50 or "1.2.3.4")"#,
        ),
        (
            is("a", &["C:\\Windows\\", "say \"hi\"", "not found", ""]),
            r#"a:("C:\\Windows\\" or "say \"hi\"" or "not found" or "")"#,
        ),
        (
            field(
                "a",
                texts(vec![Pattern::suffix("\\cmd.exe"), Pattern::contains("not (x) or y")]),
            ),
            r"a:(*\\cmd.exe or *\u006eot \(x\) \or y*)",
        ),
        (is("client address", &["x"]), r#""client address":"x""#),
        (is("null", &["x"]), r#""null":"x""#),
        (
            and(vec![is("a", &["x"]), is("b", &["y"]), is("a", &["z"])]),
            r#"a:("x" and "z") and b:"y""#,
        ),
        (or(vec![is("a", &["x"]), is("b", &["y"]), is("a", &["z"])]), r#"a:("x" or "z") or b:"y""#),
        (and(vec![has("a"), not(is("a", &["x", "y"]))]), r#"a:(* and not ("x" or "y"))"#),
        (
            and(vec![not(is("a", &["x"])), not(is("a", &["y"])), is("b", &["z"])]),
            r#"not a:("x" or "y") and b:"z""#,
        ),
        (or(vec![not(is("a", &["x"])), not(is("a", &["y"]))]), r#"not a:("x" and "y")"#),
        (not(not(is("a", &["x"]))), r#"a:"x""#),
        (
            and(vec![
                or(vec![is("a", &["x"]), is("b", &["y"])]),
                not(or(vec![is("c", &["x"]), has("d")])),
            ]),
            r#"(a:"x" or b:"y") and not (c:"x" or d:*)"#,
        ),
        (and(vec![]), "*:*"),
        (or(vec![]), "not *:*"),
        (
            field(
                "ip",
                Test::Net {
                    any: vec!["10.0.0.0/8".parse().unwrap(), "fe80::/10".parse().unwrap()],
                    how: NetTest::ContainsMapped,
                },
            ),
            r#"ip:(10.0.0.0/8 or "fe80::/10")"#,
        ),
        (
            field(
                "n",
                Test::Equal {
                    any: vec![Literal::Number(Number::Int(5)), Literal::Bool(true)],
                    types: Types::Strict,
                },
            ),
            "n:(5 or true)",
        ),
        (
            field("n", ordered(Inequality::Ge, Literal::Number(Number::parse("0.5").unwrap()))),
            "n >= 0.5",
        ),
        (field("d", ordered(Inequality::Lt, Literal::Time(relative))), r#"d < "now-30d+2h/d""#),
        (field("t", phrase("New-Mailbox".into())), r#"t:"New-Mailbox""#),
        (
            field("t", words(vec![Pattern::literal("null"), Pattern::prefix("inv")])),
            "t:(NULL or inv*)",
        ),
    ];
    for (meant, wanted) in table {
        assert_eq!(written(meant).as_deref(), Ok(wanted));
    }
}

#[test]
fn the_log_source_is_written_with_the_rest() {
    let source =
        Source { consumed: vec![is("event.dataset", &["aws.cloudtrail"])], ..Source::default() };
    let stages =
        [Stage::Read(source), Stage::Filter(is("a", &["x"])), Stage::Filter(is("b", &["y"]))];
    let rule = Rule::bare(Body::Pipeline(stages.into_iter().map(Node::from).collect()));
    let Ok(legal) = Legal::check(rule, &Kuery) else { panic!("refused") };
    assert_eq!(print(&raise(&legal)), r#"event.dataset:"aws.cloudtrail" and a:"x" and b:"y""#);
}

#[test]
fn what_cannot_be_said_is_refused_with_its_reason() {
    let own = |name: &str| Scalar::Field(Field::known("ecs", name));
    let regex = Regex {
        text: "a+".into(),
        flavor: Flavor::Pcre,
        flags: Flags::default(),
        anchor: Anchor::Search,
    };
    let some = |quant| {
        Expr::from(ExprKind::Test {
            subject: Subject::Value(own("f")),
            quant,
            test: literals(&["x"]),
        })
    };
    let about =
        |subject| Expr::from(ExprKind::Test { subject, quant: Quant::Any, test: literals(&["x"]) });
    let shape = |shape| Expr::from(ExprKind::Is { what: own("f"), shape });
    let part = |part| field("f", texts(vec![Pattern::new([Part::Run, part])]));
    let typed = |types| {
        field("f", Test::Text { any: vec![Pattern::literal("x")], case: Case::Exact, types })
    };
    let call =
        Scalar::Call { function: Function("text.lower"), lift: Lift::Each, args: vec![own("f")] };
    let within = |quant, body| {
        Expr::from(ExprKind::Within { path: Field::known("ecs", "n"), quant, body: Box::new(body) })
    };
    let order = |bound| field("f", ordered(Inequality::Gt, bound));
    let bare = |text: &str| {
        field(
            "f",
            Test::ByMapping(ByMapping::Match {
                pattern: Pattern::literal(text),
                quoting: Quoting::Bare,
            }),
        )
    };
    let table = [
        (
            "at least",
            ExprKind::AtLeast { n: 2, of: vec![is("a", &["x"]), is("b", &["x"]), is("c", &["x"])] }
                .into(),
        ),
        ("key", shape(Shape::Key)),
        ("non-empty", shape(Shape::NonEmpty)),
        ("truthy", shape(Shape::Truthy)),
        ("type", shape(Shape::Type(JsonType::Text))),
        ("every", some(Quant::Every)),
        ("sole", some(Quant::Sole)),
        ("exactly one", some(Quant::ExactlyOne)),
        ("computed", about(Subject::Value(call))),
        ("all values", about(Subject::Event(Scope::Values))),
        ("raw", about(Subject::Event(Scope::Raw))),
        ("text of default fields", about(Subject::Event(Scope::DefaultFields))),
        ("regex", field("f", Test::Matches(regex))),
        (
            "letter case",
            field(
                "f",
                Test::Text {
                    any: vec![Pattern::literal("x")],
                    case: Case::AsciiFold,
                    types: Types::Textual,
                },
            ),
        ),
        ("strict text", typed(Types::Strict)),
        ("one", part(Part::One)),
        ("dash", part(Part::Dash)),
        ("placeholder", part(Part::Placeholder("p".into()))),
        ("blank at the end", field("f", texts(vec![Pattern::suffix("x ")]))),
        ("null bare", bare("null")),
        ("blank at the end bare", bare("x ")),
        ("overlap", field("f", Test::Net { any: vec![], how: NetTest::Overlaps })),
        ("class", field("f", Test::IpClass(IpClass::Private))),
        (
            "encoded",
            field(
                "f",
                Test::Encoded {
                    steps: vec![Encoding::Base64],
                    text: "x".into(),
                    place: Place::Inside,
                    case: Case::Exact,
                },
            ),
        ),
        ("list by name", field("f", Test::InList { list: "l".into(), case: Case::Exact })),
        ("fails", field("f", Test::Fails(Box::new(literals(&["x"]))))),
        ("all of one value", field("f", Test::AllOf(vec![literals(&["x"]), literals(&["y"])]))),
        (
            "term",
            field(
                "f",
                Test::Term { text: "x".into(), tokens: Tokens::SplunkMajor, case: Case::AsciiFold },
            ),
        ),
        (
            "term with case",
            field(
                "f",
                Test::Term { text: "x".into(), tokens: Tokens::ElasticStandard, case: Case::Exact },
            ),
        ),
        ("order of truth", order(Literal::Bool(true))),
        (
            "quarter",
            order(Literal::Time(TimePoint::Relative {
                steps: vec![(-1, TimeUnit::Quarter)],
                snap: None,
            })),
        ),
        (
            "date",
            field(
                "f",
                Test::Equal {
                    any: vec![Literal::Time(TimePoint::At("2024-01-01".into()))],
                    types: Types::Strict,
                },
            ),
        ),
        (
            "python types",
            field("f", Test::Equal { any: vec![Literal::Bool(true)], types: Types::Python }),
        ),
        ("every element", within(Quant::Every, Expr::constant(true))),
        ("outer field in a nested group", within(Quant::Any, is("f", &["x"]))),
        (
            "relate",
            ExprKind::Relate {
                left: own("a"),
                how: Relation::Eq,
                right: own("b"),
                case: Case::Exact,
                types: Types::Textual,
            }
            .into(),
        ),
        (
            "opaque",
            ExprKind::Opaque(Opaque {
                dialect: Dialect("spl"),
                text: "x".into(),
                reads: vec![],
                writes: None,
            })
            .into(),
        ),
    ];
    let mut told = String::new();
    for (what, meant) in table {
        let why = written(meant).expect_err(what);
        let _ = writeln!(told, "{what}: {why}");
    }
    insta::assert_snapshot!(told);
}
