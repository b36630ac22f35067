//! Laws of parser and printer.

#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{parsed, search};
use proptest::prelude::*;
use ruleglot_source::{At, Span};
use ruleglot_spl::ast::*;
use ruleglot_spl::{MacroTable, expand, format, print, print_eval, print_pretty};
use smol_str::SmolStr;

const AT: At = At(Span { start: 0, end: 0 });

/// Texts made of what SPL treats specially.
fn nasty() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        6 => prop::sample::select(vec![
            "or", "and", "not", "OR", "AND", "NOT", "IN", "AS", "BY", "by", "like", "null", "true", "search", "a", "x",
            "5", ".5", "1e3", "-1", "t", "n", "\\", "\\\\", "\"", "'", "*", "%", "?", ":", "<", ">", "<=", "=", "==", "!=",
            "!", "(", ")", "[", "]", "{", "}", "{}", "|", "`", "```", ",", ".", "/", "-", "+", "$", "$$", "<<F>>", "CASE(",
            "TERM(", "where", "stats", "eval", "rex", "count", "span=1h", "from", "datamodel=", "\u{e9}", "\u{1f600}",
            "\u{a0}", "\u{0}",
        ]).prop_map(str::to_owned),
        4 => prop::sample::select(vec![" ", "  ", "\t", "\n", "\r"]).prop_map(str::to_owned),
        1 => "\\PC{0,3}",
    ];
    prop::collection::vec(word, 0..8).prop_map(|words| words.concat())
}

/// Text that holds no star, which would be a wildcard.
fn plain() -> impl Strategy<Value = SmolStr> {
    nasty().prop_map(|t| t.replace('*', "").into())
}

fn name() -> impl Strategy<Value = Name> {
    let word = prop_oneof![
        3 => prop::sample::select(vec!["a", "b.c", "d{}.e", "f g", "as", "By", "_time", "x/y-z", "it's", "-m", "12"])
            .prop_map(SmolStr::from),
        1 => plain().prop_filter("a name", |t| !t.is_empty()),
    ];
    word.prop_map(|text| Name { text, at: AT })
}

fn call() -> impl Strategy<Value = MacroCall> {
    let arg = (prop::option::of(prop::sample::select(vec!["a", "b_1"])), nasty()).prop_map(
        |(name, value)| {
            // A value with `=` would be read as a named one.
            let value = if name.is_none() { value.replace('=', "") } else { value };
            MacroArgument { name: name.map(SmolStr::from), value: value.into() }
        },
    );
    let args = prop::collection::vec(arg, 0..3).prop_map(|args| match &args[..] {
        [one] if one.name.is_none() && one.value.is_empty() => Vec::new(),
        _ => args,
    });
    (prop::sample::select(vec!["m", "x_filter", "a-b.c"]), args)
        .prop_map(|(name, args)| MacroCall { name: name.into(), args, at: AT })
}

fn text(directives: bool) -> impl Strategy<Value = ValueKind> {
    let piece = prop_oneof![Just(Piece::Star), plain().prop_map(Piece::Text)];
    let directive = if directives {
        prop::option::of(prop::sample::select(vec![Directive::Case, Directive::Term])).boxed()
    } else {
        Just(None).boxed()
    };
    let quoting = prop::sample::select(vec![Quoting::Bare, Quoting::Quoted]);
    (prop::collection::vec(piece, 0..4), quoting, directive)
        .prop_map(|(pieces, quoting, directive)| ValueKind::text(pieces, quoting, directive))
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![5 => text(true), 1 => call().prop_map(ValueKind::Macro)]
        .prop_map(|kind| Value { kind, at: AT })
}

fn keyword() -> impl Strategy<Value = ExprKind> {
    text(true).prop_map(|kind| ExprKind::keyword(Value { kind, at: AT }))
}

fn compare_op() -> impl Strategy<Value = CompareOp> {
    use CompareOp::*;
    prop::sample::select(vec![Eq, Ne, Lt, Le, Gt, Ge])
}

fn expr() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![
        4 => (name(), compare_op(), value()).prop_map(|(field, op, value)| ExprKind::Compare { field, op, value }),
        2 => (name(), prop::collection::vec(value(), 1..4)).prop_map(|(field, values)| ExprKind::In { field, values }),
        2 => keyword(),
        1 => call().prop_map(ExprKind::Macro),
    ];
    leaf.prop_map(|kind| Expr { kind, at: AT }).prop_recursive(4, 20, 3, |inner| {
        let some = || prop::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            some().prop_map(|of| Expr::all(of).unwrap()),
            some().prop_map(|of| Expr::some(of).unwrap()),
            inner.clone().prop_map(|e| Expr { kind: ExprKind::Not(Box::new(e)), at: AT }),
            inner
                .clone()
                .prop_map(|e| Expr { kind: ExprKind::Subsearch(Box::new(searched(e))), at: AT }),
        ]
    })
}

fn searched(condition: Expr) -> Search {
    let command =
        Command::Search(SearchStage { spelled: Spelled::Explicit, condition: Some(condition) });
    Search { stages: vec![Stage { command, at: AT }], comments: Vec::new(), at: AT }
}

fn eval() -> impl Strategy<Value = Eval> {
    let number = prop::sample::select(vec!["0", "12", "1.5", ".5", "1e3"]);
    let leaf = prop_oneof![
        3 => nasty().prop_map(|t| EvalKind::Field(t.into())),
        3 => nasty().prop_map(|t| EvalKind::Text(t.into())),
        2 => number.prop_map(|n| EvalKind::Number(n.into())),
        1 => any::<bool>().prop_map(EvalKind::Bool),
        1 => Just(EvalKind::Null),
        1 => call().prop_map(EvalKind::Macro),
    ];
    leaf.prop_map(of).prop_recursive(5, 24, 3, |inner| {
        use ArithmeticOp::*;
        let some = || prop::collection::vec(inner.clone(), 1..4);
        let two = || (inner.clone().prop_map(Box::new), inner.clone().prop_map(Box::new));
        let arithmetic =
            prop::sample::select(vec![Add, Subtract, Multiply, Divide, Remainder, Concat]);
        prop_oneof![
            some().prop_map(|of| Eval::all(of).unwrap()),
            some().prop_map(|of| Eval::some(of).unwrap()),
            two().prop_map(|(a, b)| of(EvalKind::Xor(a, b))),
            inner.clone().prop_map(|e| of(EvalKind::Not(Box::new(e)))),
            inner.clone().prop_map(|e| of(EvalKind::Minus(Box::new(e)))),
            (compare_op(), two()).prop_map(|(op, (left, right))| of(EvalKind::Compare {
                op,
                left,
                right
            })),
            two().prop_map(|(a, b)| of(EvalKind::Like(a, b))),
            (inner.clone(), some()).prop_map(|(a, list)| of(EvalKind::In(Box::new(a), list))),
            (arithmetic, two()).prop_map(|(op, (left, right))| of(EvalKind::Arithmetic {
                op,
                left,
                right
            })),
            (
                prop::sample::select(vec!["if", "match", "like", "in", "f_1"]),
                prop::collection::vec(inner.clone(), 0..3)
            )
                .prop_map(|(name, args)| of(EvalKind::Call { name: name.into(), args })),
        ]
    })
}

fn of(kind: EvalKind) -> Eval {
    Eval { kind, at: AT }
}

fn option() -> impl Strategy<Value = SearchOption> {
    (prop::sample::select(vec!["allnum", "delim", "x_1"]), nasty())
        .prop_map(|(name, value)| SearchOption { name: name.into(), value: value.into() })
}

fn measure() -> impl Strategy<Value = Measure> {
    let argument = prop_oneof![
        name().prop_map(MeasureArgument::Field),
        eval().prop_map(MeasureArgument::Eval),
    ];
    (
        prop::sample::select(vec!["count", "dc", "values", "p95"]),
        prop::option::of(argument),
        prop::option::of(name()),
    )
        .prop_map(|(function, argument, alias)| Measure {
            function: function.into(),
            argument,
            alias,
            at: AT,
        })
}

fn some_names() -> impl Strategy<Value = Vec<Name>> {
    prop::collection::vec(name(), 1..4)
}

fn sort_key() -> impl Strategy<Value = SortKey> {
    let direction = prop::sample::select(vec![Direction::Ascending, Direction::Descending]);
    (direction, prop::option::of(prop::sample::select(vec!["ip", "num"])), name()).prop_map(
        |(direction, kind, field)| SortKey { direction, as_type: kind.map(SmolStr::from), field },
    )
}

fn command() -> impl Strategy<Value = Command> {
    let kind =
        prop::sample::select(vec![StatsKind::Stats, StatsKind::Eventstats, StatsKind::Streamstats]);
    let measures = || prop::collection::vec(measure(), 1..3);
    let by = || prop::collection::vec(name(), 0..3);
    let options = || prop::collection::vec(option(), 0..2);
    let model = prop::sample::select(vec![("E", None), ("E", Some("P")), ("E x", Some("P.Q"))])
        .prop_map(|(model, object)| DataModel {
            model: model.into(),
            object: object.map(SmolStr::from),
            at: AT,
        });
    let span = || prop::option::of(prop::sample::select(vec!["1h", "5m"]).prop_map(SmolStr::from));
    let from = prop::option::of(model.clone());
    let tstats_option =
        prop_oneof![option().prop_map(TstatsOption::Option), call().prop_map(TstatsOption::Macro),];
    let sign = prop::sample::select(vec![Sign::Is, Sign::IsNot]);
    prop_oneof![
        expr().prop_map(|e| searched(e).stages.remove(0).command),
        eval().prop_map(Command::Where),
        prop::collection::vec((name(), eval().prop_filter("a value", is_value)), 1..3).prop_map(
            |of| {
                Command::Eval(
                    of.into_iter().map(|(field, value)| Assignment { field, value }).collect(),
                )
            }
        ),
        (kind, options(), measures(), by()).prop_map(|(kind, options, measures, by)| {
            Command::Stats(Stats { kind, options, measures, by })
        }),
        (
            prop::collection::vec(tstats_option, 0..3),
            measures(),
            from,
            prop::option::of(expr()),
            by(),
            span()
        )
            .prop_map(|(options, measures, from, condition, by, span)| {
                Command::Tstats(Tstats { options, measures, from, condition, by, span })
            }),
        model.prop_map(Command::From),
        some_names().prop_map(Command::Table),
        (some_names(), prop::sample::select(vec![FieldsMode::Keep, FieldsMode::Drop]))
            .prop_map(|(names, mode)| Command::Fields { mode, names }),
        (name(), name()).prop_map(|pair| Command::Rename(vec![pair])),
        (
            prop::option::of(0_u32..9),
            some_names(),
            options(),
            prop::collection::vec(sort_key(), 0..3)
        )
            .prop_map(|(keep, fields, options, sort_by)| Command::Dedup(Dedup {
                keep,
                fields,
                options,
                sort_by
            })),
        (prop::option::of(any::<u64>()), prop::collection::vec(sort_key(), 1..3))
            .prop_map(|(limit, keys)| Command::Sort(Sort { limit, keys })),
        any::<u64>().prop_map(Command::Head),
        (prop::option::of(plain()), by())
            .prop_map(|(value, fields)| Command::Fillnull { value, fields }),
        (prop::option::of(name()), sign, nasty()).prop_map(|(field, sign, pattern)| {
            let sign = if field.is_none() { Sign::Is } else { sign };
            Command::Regex { field, sign, pattern: pattern.into() }
        }),
        (prop::option::of(name()), nasty(), prop::option::of(any::<u32>())).prop_map(
            |(field, pattern, max_match)| {
                Command::Rex { field, pattern: pattern.into(), max_match }
            }
        ),
        (name(), span(), options(), prop::option::of(name()))
            .prop_map(|(field, span, options, alias)| Command::Bin { field, span, options, alias }),
        (prop::option::of(plain()), name(), prop::option::of(name())).prop_map(
            |(time_format, field, alias)| {
                Command::Convert {
                    time_format,
                    conversions: vec![Conversion { function: "ctime".into(), field, alias }],
                }
            }
        ),
        call().prop_map(Command::Macro),
    ]
}

/// No field can hold true or false.
fn is_value(e: &Eval) -> bool {
    use EvalKind::*;
    !matches!(e.kind, And(_) | Or(_) | Xor(..) | Not(_) | Compare { .. } | Like(..) | In(..))
}

fn whole() -> impl Strategy<Value = Search> {
    let comment = nasty().prop_map(|t| Comment { text: t.replace('`', "").into(), at: AT });
    let first = prop_oneof![
        command(),
        expr().prop_map(|e| Command::Search(SearchStage {
            spelled: Spelled::Implicit,
            condition: Some(e)
        })),
    ];
    (first, prop::collection::vec(command(), 0..3), prop::collection::vec(comment, 0..2)).prop_map(
        |(first, rest, comments)| {
            let all = std::iter::once(first).chain(rest);
            let stages = all.map(|command| Stage { command, at: AT }).collect();
            Search { stages, comments, at: AT }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_tree_reads_back_as_printed(ast in whole()) {
        for text in [print(&ast), print_pretty(&ast)] {
            prop_assert_eq!(&search(&text), &ast, "{}", text);
        }
    }

    /// Laying out is stable, and what is printed on lines is laid out already.
    #[test]
    fn a_layout_keeps_the_tree(ast in whole()) {
        let line = print(&ast);
        if let Some(once) = format(&line) {
            prop_assert_eq!(&search(&once), &ast, "{}", once);
            prop_assert_eq!(format(&once), Some(once.clone()), "{}", line);
        }
        let pretty = print_pretty(&ast);
        if let Some(formatted) = format(&pretty) {
            prop_assert_eq!(formatted, pretty);
        }
    }

    #[test]
    fn every_expression_reads_back_as_printed(ast in eval()) {
        let text = format!("| where {}", print_eval(&ast));
        let read = search(&text).stages.remove(0).command;
        prop_assert_eq!(read, Command::Where(ast), "{}", text);
    }

    #[test]
    fn any_text_is_read_or_refused(text in nasty(), more in nasty(), last in nasty()) {
        let text = format!("{text}{more} | {last}");
        let found = parsed(&text);
        prop_assert!(found.search.is_some() || !found.diagnostics.is_empty());
        let table = MacroTable::from_pairs([("a", "x `5`"), ("5", "| y"), ("x(a)", "$a$")]);
        let plain = expand(&common::snippet(&text), &table);
        prop_assert_eq!(plain.map.decoded_len(), plain.text.len());
        parsed(&plain.text);
        if let Some(ast) = found.search.filter(|_| common::errors(&found.diagnostics).is_empty()) {
            let line = print(&ast);
            prop_assert_eq!(parsed(&line).search, Some(ast), "{}\n{}", text, line);
        }
    }

    #[test]
    fn every_place_is_in_the_text(text in nasty(), more in nasty()) {
        let text = format!("{text} | {more}");
        for d in parsed(&text).diagnostics {
            let at = d.at().span;
            prop_assert!(at.start <= at.end && text.get(at.range()).is_some(), "{} {:?}", d.code, at);
        }
    }
}

#[test]
fn searches_of_the_corpus_cut_and_spliced_never_panic() {
    let Some(searches) = common::corpus() else { return };
    let mut state = 1_u64;
    let mut below = |n: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % n.max(1)
    };
    for (_, text) in &searches {
        let (from, to) = (below(text.len()), below(text.len()));
        let cut: String = text.chars().take(from).chain(text.chars().skip(to)).collect();
        let insert = ["\"", "`", "[", ")", "(", "|", "\\", "```", " AND ", "="][below(10)];
        let at = cut.char_indices().nth(below(cut.chars().count())).map_or(0, |(i, _)| i);
        let spliced = format!("{}{insert}{}", &cut[..at], &cut[at..]);
        for text in [cut, spliced] {
            let found = parsed(&text);
            if let Some(ast) =
                found.search.filter(|_| common::errors(&found.diagnostics).is_empty())
            {
                let line = print(&ast);
                assert_eq!(parsed(&line).search.as_ref(), Some(&ast), "{text}\n{line}");
            }
        }
    }
}
