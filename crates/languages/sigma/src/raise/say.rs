//! Tests as phrases. What has no phrase, Sigma cannot say; the reason is for people.

use super::phrase::Phrase;
use super::text;
use crate::ast::Value;
use crate::lower::is_sound_regex;
use crate::modifier::{Flag, ModifierKind, TimePart};
use crate::plan::Expand;
use crate::text::escape;
use ruleglot_ir::{
    Anchor, Case, Encoding, ExprKind, Field, Flavor, Inequality, Lift, Literal, NetTest, Number,
    Part, Pattern, Place, Quant, Regex, Relation, Scalar, Scope, Shape, Subject, Taxonomy, Test,
    Types,
};
use smol_str::SmolStr;

/// Why something cannot be said.
pub(super) type Why = &'static str;

const FIELD: Why = "Sigma tests fields of the event, not computed values";

/// The alternatives that say a leaf.
pub(super) fn say(leaf: &ExprKind) -> Result<Vec<Phrase>, Why> {
    match leaf {
        ExprKind::Is { what, shape } => shaped(what, *shape).map(|p| vec![p]),
        ExprKind::Test { quant, .. } if *quant != Quant::Any => {
            Err("Sigma asks whether some value of a field matches, not how many do")
        }
        ExprKind::Test { subject, test, .. } => tested(subject, test),
        ExprKind::Relate { left, how, right, case, types } => {
            related(left, *how, right, *case, *types).map(|p| vec![p])
        }
        ExprKind::Within { .. } => Err("Sigma cannot test one element of a list by several fields"),
        ExprKind::InPipeline { .. } => Err("a Sigma detection looks at one event"),
        ExprKind::Opaque(_) => Err(
            "what this says is not known here: a macro without a definition, or another language",
        ),
        _ => Err("this is no test of an event"),
    }
}

/// The phrase that says that a leaf does not hold, where there is one.
pub(super) fn deny(leaf: &ExprKind) -> Option<Phrase> {
    match leaf {
        ExprKind::Is { what, shape: Shape::Key } => {
            let field = field_of(what).ok()?;
            Some(Phrase::new(Some(field), [ModifierKind::Exists], vec![Value::bool(false)]))
        }
        ExprKind::Is { what, shape: Shape::Valued } => {
            Some(Phrase::new(Some(field_of(what).ok()?), [], vec![Value::null()]))
        }
        _ => None,
    }
}

fn shaped(what: &Scalar, shape: Shape) -> Result<Phrase, Why> {
    let field = Some(field_of(what)?);
    match shape {
        Shape::Key => Ok(Phrase::new(field, [ModifierKind::Exists], vec![Value::bool(true)])),
        Shape::Valued => Ok(Phrase::new(field, [], vec![Value::text("*")])),
        Shape::NotNull => Err("Sigma cannot tell an empty list from a field without a value"),
        Shape::NonEmpty => {
            Err("Sigma has no test for a value that is not empty; write the pattern `?*`")
        }
        Shape::Truthy => Err("Sigma has no truth of a value"),
        Shape::Type(_) => Err("Sigma cannot test the type of a value"),
    }
}

fn field_of(what: &Scalar) -> Result<SmolStr, Why> {
    let Scalar::Field(field) = what else { return Err(FIELD) };
    name_of(field)
}

fn name_of(field: &Field) -> Result<SmolStr, Why> {
    match &field.taxonomy {
        Taxonomy::Derived => Err(FIELD),
        Taxonomy::Element => Err("Sigma cannot test one element of a list by several fields"),
        Taxonomy::Known(_) if field.name.is_empty() || field.name.contains('|') => {
            Err("a field of this name cannot be written in Sigma")
        }
        Taxonomy::Known(_) => Ok(field.name.clone()),
    }
}

fn tested(subject: &Subject, test: &Test) -> Result<Vec<Phrase>, Why> {
    let field = match subject {
        Subject::Value(Scalar::Call { function, lift: Lift::Each, args }) => {
            return match (TimePart::of_function(function.0), args.as_slice()) {
                (Some(part), [what]) => timed(field_of(what)?, part, test).map(|p| vec![p]),
                _ => Err(FIELD),
            };
        }
        Subject::Value(what) => Some(field_of(what)?),
        Subject::Event(Scope::Values) => None,
        Subject::AnyField(_) => Err("Sigma cannot name fields by a pattern")?,
        Subject::Event(Scope::Raw) => {
            Err("Sigma searches the values of an event, not its original text")?
        }
        Subject::Event(Scope::DefaultFields) => Err("Sigma has no default fields")?,
    };
    match test {
        Test::Text { any, case, types } => match types {
            Types::Textual => text::phrases(field.as_ref(), any, *case),
            _ => Err("Sigma compares the text of any scalar, not one type of value alone"),
        },
        Test::Anything => Ok(vec![Phrase::new(field, [], vec![Value::text("*")])]),
        Test::Matches(regex) => matched(field, regex).map(|p| vec![p]),
        Test::Net { any, how: NetTest::Contains } if !any.is_empty() => {
            let values = any.iter().map(|net| Value::text(net.trunc().to_string())).collect();
            Ok(vec![Phrase::new(field, [ModifierKind::Cidr], values)])
        }
        Test::Order { op, bound, types } => ordered(field, *op, bound, *types).map(|p| vec![p]),
        Test::Encoded { steps, text, place, case } => {
            encoded(field, steps, text, *place, *case).map(|p| vec![p])
        }
        other => Err(unsayable(other)),
    }
}

fn unsayable(test: &Test) -> Why {
    match test {
        Test::Equal { .. } => "Sigma compares the text of any scalar, not one type of value alone",
        Test::Term { .. } | Test::AnyWord { .. } => "Sigma has no search for words",
        Test::AllOf(_) => {
            "Sigma asks each of several conditions of some value, not all of one and the same"
        }
        Test::Net { how: NetTest::ContainsMapped, .. } => {
            "Sigma compares an address as it is written, IPv4 and IPv6 apart"
        }
        Test::Net { .. } => {
            "Sigma tests whether an address is in a network, nothing else about networks"
        }
        Test::IpClass(_) => "Sigma has no classes of addresses; write the networks",
        Test::InList { .. } => "Sigma has no named lists",
        Test::ByMapping(_) => "what this means depends on the mapping of the index",
        Test::Fails(_) => "Sigma cannot ask whether some value fails a test",
        _ => "Sigma has no such test",
    }
}

fn matched(field: Option<SmolStr>, regex: &Regex) -> Result<Phrase, Why> {
    if regex.flavor != Flavor::Pcre {
        return Err("the regular expression is in another notation than Sigma's");
    }
    if regex.anchor != Anchor::Search {
        return Err("Sigma searches for a regular expression anywhere in a value");
    }
    if regex.flags.extended || !is_sound_regex(&regex.text, regex.flags) {
        return Err("the regular expression cannot be written in Sigma");
    }
    let flags = [
        (regex.flags.fold_case, Flag::IgnoreCase),
        (regex.flags.multi_line, Flag::MultiLine),
        (regex.flags.dot_all, Flag::DotAll),
    ];
    let flags = flags.into_iter().filter(|(on, _)| *on).map(|(_, flag)| ModifierKind::Flag(flag));
    let modifiers = std::iter::once(ModifierKind::Re).chain(flags);
    Ok(Phrase::new(field, modifiers, vec![Value::text(regex.text.clone())]))
}

fn ordered(
    field: Option<SmolStr>,
    op: Inequality,
    bound: &Literal,
    types: Types,
) -> Result<Phrase, Why> {
    match (bound, types) {
        _ if field.is_none() => Err("Sigma orders the values of a field"),
        (Literal::Number(n), Types::NumericFirst) => {
            Ok(Phrase::new(field, [ModifierKind::Order(op)], vec![Value::number(*n)]))
        }
        (Literal::Number(_), _) => Err("Sigma orders numeric text as numbers too"),
        _ => Err("Sigma orders numbers only"),
    }
}

fn timed(field: SmolStr, part: TimePart, test: &Test) -> Result<Phrase, Why> {
    let field = Some(field);
    match test {
        Test::Text { any, types: Types::Textual, .. } if !any.is_empty() => {
            let values = any.iter().map(integer).collect::<Option<_>>();
            let values = values.ok_or("a part of a time is compared with a number")?;
            Ok(Phrase::new(field, [ModifierKind::Time(part)], values))
        }
        Test::Order { op, bound, types } => {
            let mut phrase = ordered(field, *op, bound, *types)?;
            phrase.modifiers.insert(0, crate::modifier::Modifier::of(ModifierKind::Time(part)));
            Ok(phrase)
        }
        _ => Err("a part of a time is compared with a number"),
    }
}

/// The whole number that a pattern spells exactly.
pub(super) fn integer(pattern: &Pattern) -> Option<Value> {
    let text = pattern.as_literal()?;
    let number = Number::parse(text)?;
    (matches!(number, Number::Int(_)) && number.to_string() == text).then(|| Value::number(number))
}

fn encoded(
    field: Option<SmolStr>,
    steps: &[Encoding],
    text: &SmolStr,
    place: Place,
    case: Case,
) -> Result<Phrase, Why> {
    let last = steps.len().saturating_sub(1);
    let any_offset = |s: &Encoding| *s == Encoding::Base64AnyOffset;
    if steps.is_empty() || text.is_empty() || steps[..last].iter().any(any_offset) {
        return Err("this encoding cannot be written in Sigma");
    }
    if field.is_none() && place == Place::Whole {
        return Err(text::KEYWORD);
    }
    let case = match case {
        Case::UnicodeFold => None,
        Case::Exact => Some(ModifierKind::Cased),
        Case::AsciiFold => return Err(text::ASCII),
    };
    let place = match (&field, place) {
        (None, Place::Inside) => None,
        (_, place) => text::place_modifier(place),
    };
    let steps = steps.iter().map(|s| ModifierKind::Encoding(*s));
    let value = escape(&[Part::Text(text.clone())], Expand::Off);
    Ok(Phrase::new(field, steps.chain(place).chain(case), vec![Value::text(value)]))
}

fn related(
    left: &Scalar,
    how: Relation,
    right: &Scalar,
    case: Case,
    types: Types,
) -> Result<Phrase, Why> {
    let (field, other) = (field_of(left)?, field_of(right)?);
    let place = match how {
        Relation::Eq => Place::Whole,
        Relation::StartsWith => Place::Start,
        Relation::EndsWith => Place::End,
        Relation::Contains => Place::Inside,
        _ => return Err("Sigma compares two fields for equality, beginning, end or inclusion"),
    };
    if types != Types::Textual {
        return Err("Sigma compares fields by their text");
    }
    let case = match case {
        Case::UnicodeFold => None,
        Case::Exact => Some(ModifierKind::Cased),
        Case::AsciiFold => return Err(text::ASCII),
    };
    let modifiers =
        std::iter::once(ModifierKind::FieldRef).chain(text::place_modifier(place)).chain(case);
    Ok(Phrase::new(Some(field), modifiers, vec![Value::text(other)]))
}
