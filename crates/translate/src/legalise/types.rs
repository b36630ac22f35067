//! Types, presence and scope.

use super::{Facts, Rewritten, instead};
use ipnet::{IpNet, Ipv4Net};
use ruleglot_eval::mapping::FieldType;
use ruleglot_ir::{
    Case, Effect, Expr, ExprKind, Literal, NetTest, Note, Number, Pattern, Quant, Scalar, Scope,
    Shape, Subject, Target, Test, Types, any_of,
};
use std::net::Ipv4Addr;

/// Whether a mapping of the target would make something else of this leaf than it says.
pub(super) fn misread(leaf: &Expr, facts: &Facts<'_>, target: &dyn Target) -> bool {
    let ExprKind::Test {
        subject: Subject::Value(Scalar::Field(field)),
        test: Test::Text { any, .. },
        ..
    } = &leaf.kind
    else {
        return false;
    };
    match facts.schema.of(&field.name) {
        FieldType::Wildcard => {
            target.rewrites().contains(&"split-blanks")
                && super::patterns::blanks_split(leaf, facts)
        }
        FieldType::Ip => any
            .iter()
            .any(|p| octets(p).is_none_or(|net| p.as_literal().is_none() || net.prefix_len() == 0)),
        FieldType::Text | FieldType::Number => true,
        _ => false,
    }
}

/// Equality with numbers becomes equality with their decimal text: a field of a numeric type holds numbers.
pub(super) fn number_to_text(leaf: &Expr, _: &Facts<'_>) -> Option<Rewritten> {
    let ExprKind::Test {
        subject,
        quant,
        test: Test::Equal { any, types: Types::NumericFirst | Types::Textual },
    } = &leaf.kind
    else {
        return None;
    };
    let decimal = |l: &Literal| match l {
        Literal::Number(n) => Some(Pattern::literal(n.to_string())),
        _ => None,
    };
    let any = any.iter().map(decimal).collect::<Option<Vec<_>>>()?;
    let test = Test::Text { any, case: Case::Exact, types: Types::Textual };
    Some(Rewritten::exact(instead(
        leaf,
        ExprKind::Test { subject: subject.clone(), quant: *quant, test },
    )))
}

/// A text test of a field that is known to have this type.
fn text_of_type<'e>(
    leaf: &'e Expr,
    facts: &Facts<'_>,
    ty: FieldType,
) -> Option<(&'e Subject, &'e Quant, &'e [Pattern])> {
    match &leaf.kind {
        ExprKind::Test { subject, quant, test: Test::Text { any, .. } }
            if leaf.field().is_some_and(|f| facts.schema.known(&f.name) == Some(ty)) =>
        {
            Some((subject, quant, any))
        }
        _ => None,
    }
}

/// Text that is a decimal number, on a field of a numeric type, is that number: the field holds numbers.
pub(super) fn text_to_number(leaf: &Expr, facts: &Facts<'_>) -> Option<Rewritten> {
    let (subject, quant, any) = text_of_type(leaf, facts, FieldType::Number)?;
    let number = |p: &Pattern| {
        let text = p.as_literal()?;
        Number::parse(text).filter(|n| n.to_string() == text).map(Literal::Number)
    };
    let any = any.iter().map(number).collect::<Option<Vec<_>>>()?;
    let test = Test::Equal { any, types: Types::NumericFirst };
    Some(Rewritten::exact(instead(
        leaf,
        ExprKind::Test { subject: subject.clone(), quant: *quant, test },
    )))
}

/// `10.*` on a field that holds addresses is the network 10.0.0.0/8.
pub(super) fn prefix_to_net(leaf: &Expr, facts: &Facts<'_>) -> Option<Rewritten> {
    let (subject, quant, any) = text_of_type(leaf, facts, FieldType::Ip)?;
    let nets = any.iter().map(octets).collect::<Option<Vec<_>>>()?;
    let test = Test::Net { any: nets, how: NetTest::ContainsMapped };
    Some(Rewritten::exact(instead(
        leaf,
        ExprKind::Test { subject: subject.clone(), quant: *quant, test },
    )))
}

/// A field of type `ip` holds canonical addresses, so networks hold the same ones however they are compared.
pub(super) fn net_as_indexed(leaf: &Expr, _: &Facts<'_>) -> Option<Rewritten> {
    net(leaf, NetTest::Contains, NetTest::ContainsMapped)
}

/// The way back.
pub(super) fn net_as_written(leaf: &Expr, _: &Facts<'_>) -> Option<Rewritten> {
    net(leaf, NetTest::ContainsMapped, NetTest::Contains)
}

fn net(leaf: &Expr, from: NetTest, to: NetTest) -> Option<Rewritten> {
    let ExprKind::Test { subject, quant, test: Test::Net { any, how } } = &leaf.kind else {
        return None;
    };
    let test = Test::Net { any: any.clone(), how: to };
    (*how == from).then(|| {
        Rewritten::exact(instead(
            leaf,
            ExprKind::Test { subject: subject.clone(), quant: *quant, test },
        ))
    })
}

fn octets(pattern: &Pattern) -> Option<IpNet> {
    use ruleglot_ir::Part;
    if let Some(text) = pattern.as_literal() {
        return text.parse::<std::net::IpAddr>().ok().map(IpNet::from);
    }
    let [Part::Text(text), Part::Run] = pattern.parts() else { return None };
    let octets: Vec<u8> =
        text.strip_suffix('.')?.split('.').map(|o| o.parse().ok()).collect::<Option<_>>()?;
    if octets.len() > 3 {
        return None;
    }
    let mut address = [0; 4];
    address[..octets.len()].copy_from_slice(&octets);
    let length = u8::try_from(octets.len() * 8).ok()?;
    Ipv4Net::new(Ipv4Addr::from(address), length).ok().map(IpNet::V4)
}

/// A target that cannot see a key without a value asks for a value.
pub(super) fn key_to_valued(leaf: &Expr, _: &Facts<'_>) -> Option<Rewritten> {
    let ExprKind::Is { what, shape: Shape::Key | Shape::NotNull } = &leaf.kind else { return None };
    let expr = instead(leaf, ExprKind::Is { what: what.clone(), shape: Shape::Valued });
    let message =
        format!("an event in which {what} is there but null or empty counts as one without it");
    Some(Rewritten::noted(
        expr,
        Note::logic("translate/null-as-missing", Effect::NARROWER, leaf.origin, message),
    ))
}

/// A search over every value becomes one over the default fields of the index, for texts that are one word.
pub(super) fn values_to_default_fields(leaf: &Expr, _: &Facts<'_>) -> Option<Rewritten> {
    let ExprKind::Test {
        subject: Subject::Event(Scope::Values), test: Test::Text { any, .. }, ..
    } = &leaf.kind
    else {
        return None;
    };
    if any.iter().any(|p| p.texts().any(|t| t.contains(char::is_whitespace))) {
        return None;
    }
    let free = |pattern: &Pattern| {
        let test = Test::ByMapping(ruleglot_ir::ByMapping::Match {
            pattern: pattern.clone(),
            quoting: ruleglot_ir::Quoting::Bare,
        });
        instead(
            leaf,
            ExprKind::Test {
                subject: Subject::Event(Scope::DefaultFields),
                quant: Quant::Any,
                test,
            },
        )
    };
    let expr = instead(leaf, any_of(any.iter().map(free)).kind);
    let message = "keywords are searched in the default fields of the index, each by its own mapping, not in every value";
    let note = Note::logic("translate/default-fields", Effect::UNKNOWN, leaf.origin, message)
        .with_remedy("name the field that holds the text");
    Some(Rewritten::noted(expr, note))
}
