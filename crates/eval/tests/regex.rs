//! Regular expressions that other engines refuse are refused.

use ruleglot_eval::mapping::Schema;
use ruleglot_eval::{Program, Setting};
use ruleglot_ir::{Anchor, Expr, Field, Flags, Flavor, Origin, Regex, Test};

fn is_run(text: &str) -> bool {
    let regex = Regex {
        text: text.into(),
        flavor: Flavor::Pcre,
        flags: Flags::default(),
        anchor: Anchor::Search,
    };
    let expr = Expr::any(Field::known("sigma", "a"), Test::Matches(regex), Origin::default());
    Program::new(&expr, &Setting { schema: &Schema::default(), now: 0 }).is_ok()
}

#[test]
fn what_is_no_expression_is_not_run() {
    for text in [r"x\d{2,1}", "a(", "[a", "(?<=a"] {
        assert!(!is_run(text), "{text}");
    }
    for text in [r"x\d{1,2}", r"(?<=a)b{2,3}", r"(a)\1", "a{,3}"] {
        assert!(is_run(text), "{text}");
    }
}
