//! One leaf, by its field.

use super::context::holds;
use super::ledger::Ledger;
use super::names::map_fields;
use super::pass::{Direction, Pass, Place};
use super::select::Common;
use super::{outcome, predicates, read, write};
use crate::resolve::resolve;
use ruleglot_eval::mapping::{FieldType, Schema};
use ruleglot_ir::{
    Effect, Expr, ExprKind, Field, FieldGlob, FieldRef, Monotone, Part, Pattern, Quant, Scalar,
    Shape, Subject, Taxonomy, Test, all_of, any_of, fields_of, map_leaves, negate,
};
use ruleglot_knowledge::{Confidence, Derivation, Found, Lists, Relation, field_type_in};
use smol_str::SmolStr;

/// The taxonomy whose names are the hub's unless an entry says otherwise.
const SIGMA: &str = "sigma";

/// What a test of a field becomes.
pub(super) struct Mapped {
    pub(super) expr: Expr,
    pub(super) relation: Relation,
    /// A reservation of its own, beside the entry's confidence: its effect is the relation's, if the entry is right.
    pub(super) reservation: Option<&'static str>,
}

impl Mapped {
    pub(super) fn equal(expr: Expr) -> Self {
        Self { expr, relation: Relation::Equal, reservation: None }
    }
}

impl Pass<'_> {
    pub(super) fn leaf(&self, leaf: &Expr, place: &mut Place<'_, '_>, ledger: &mut Ledger) -> Expr {
        match &leaf.kind {
            ExprKind::Is { what: Scalar::Field(f), .. }
            | ExprKind::Test { subject: Subject::Value(Scalar::Field(f)), .. }
                if self.reads(f) =>
            {
                self.field_leaf(leaf, &f.name.clone(), place, ledger)
            }
            ExprKind::Test { subject: Subject::AnyField(glob), .. }
                if glob.taxonomy.id() == Some(self.from) && self.is_form(&glob.to_string()) =>
            {
                let name = SmolStr::from(glob.to_string());
                let named = self.typed(rename(leaf, self.from, &name), &name);
                self.field_leaf(&named, &name, place, ledger)
            }
            ExprKind::Within { path, body, .. } if self.reads(path) => {
                self.group(leaf, path, body, place, ledger)
            }
            _ => self.by_names(leaf, place, ledger),
        }
    }

    /// A test of numbered elements as the type of one says.
    fn typed(&self, leaf: Expr, name: &SmolStr) -> Expr {
        let ty = field_type_in(&name.replace(".*.", ".0."), &self.hub.package_names());
        let ty = ty.and_then(FieldType::named).unwrap_or(FieldType::Keyword);
        let mut schema = Schema::default();
        schema.insert(name.as_str(), ty);
        resolve(leaf, &schema).expr
    }

    /// Whether names by a pattern are one form: the elements of a list that the taxonomy numbers.
    fn is_form(&self, pattern: &str) -> bool {
        self.direction == Direction::Inward && self.hub.read(self.from, pattern).is_some()
    }

    fn reads(&self, field: &Field) -> bool {
        field.taxonomy.id() == Some(self.from)
    }

    fn field_leaf(
        &self,
        leaf: &Expr,
        name: &SmolStr,
        place: &mut Place<'_, '_>,
        ledger: &mut Ledger,
    ) -> Expr {
        match self.direction {
            Direction::Inward => self.inward(leaf, name, place, ledger),
            Direction::Outward => self.outward(leaf, name, place, ledger),
        }
    }

    fn inward(
        &self,
        leaf: &Expr,
        name: &SmolStr,
        place: &mut Place<'_, '_>,
        ledger: &mut Ledger,
    ) -> Expr {
        if let Some((expr, form)) = outcome::read_outcome(self, leaf, place.around) {
            ledger.mapped(name, Some(name), form.confidence);
            let named = (name, &SmolStr::from("a condition"));
            ledger.confidence(named, form.confidence, leaf.origin, place.at);
            ledger.relation(named, form.read.unwrap_or_default(), leaf.origin, place.at);
            return expr;
        }
        let common = Common::of(self.source, self.from);
        if let Some(says) = common.says(leaf) {
            // Whole conjuncts that hold were taken out before; one that does not hold is for another log source.
            if !says {
                let source = self.source.map_or("the log source", |s| s.id);
                ledger.other_source(leaf, source, place.at);
            }
            return Expr { kind: ExprKind::Const(says), origin: leaf.origin };
        }
        let Some((found, sure)) = self.reading(name, place.around) else {
            if self.from == SIGMA {
                ledger.mapped(name, Some(name), Confidence::High);
                return rename(leaf, self.to, name);
            }
            ledger.unmapped(name, self.to, leaf.origin, place.at);
            return leaf.clone();
        };
        let mapped = read::read(leaf, &found, self.to);
        let Some(mapped) = mapped.map(|m| with_fallback(m, leaf, &found, self.to)) else {
            ledger.unsayable(name, &self.hub.taxonomy, leaf.origin, place.at);
            return leaf.clone();
        };
        ledger.mapped(name, Some(&found.hub), sure);
        let mut relation = join(mapped.relation, found.form.read.unwrap_or_default());
        if found.lists == Lists::Place {
            relation = join(relation, Relation::Wider);
        }
        let names = (name, &found.hub);
        ledger.lists(names, found.lists, Effect::WIDER, leaf.origin, place.at);
        said((name, &found.hub), sure, mapped, relation, leaf, place, ledger)
    }

    /// The form that a name is read by here, and how sure that is: where each of several is said of some events, the one
    /// of which the conjuncts around say that it is meant.
    fn reading(&self, name: &str, around: &[&Expr]) -> Option<(Found<'_>, Confidence)> {
        let readings = self.hub.readings(self.from, name);
        let settled = readings.iter().find(|f| f.form.when.is_some() && self.is_said(f, around));
        let plain = || readings.iter().find(|f| f.form.when.is_none());
        match settled.or_else(plain) {
            Some(found) => Some((found.clone(), found.form.confidence)),
            None => readings.into_iter().next().map(|found| (found, Confidence::Low)),
        }
    }

    fn outward(
        &self,
        leaf: &Expr,
        name: &SmolStr,
        place: &mut Place<'_, '_>,
        ledger: &mut Ledger,
    ) -> Expr {
        let written = self.writings(name, place.around);
        if written.is_empty() {
            if self.to == SIGMA {
                return rename(leaf, self.to, name);
            }
            ledger.unmapped(name, self.to, leaf.origin, place.at);
            return leaf.clone();
        }
        let Some(pieces) = write::write(leaf, &written, self.to) else {
            ledger.unsayable(name, self.to, leaf.origin, place.at);
            return leaf.clone();
        };
        let mut of = Vec::with_capacity(pieces.len());
        for (found, mapped) in pieces {
            let sure = self.surely(found, place.around);
            ledger.mapped(name, None, sure);
            let relation = join(mapped.relation, found.form.write.unwrap_or_default());
            let other = found.name.clone();
            ledger.lists((name, &other), found.lists, Effect::NARROWER, leaf.origin, place.at);
            of.push(said((name, &other), sure, mapped, relation, leaf, place, ledger));
        }
        let mut expr = any_of(of);
        predicates::set_origin(&mut expr, leaf);
        numbered(expr)
    }

    /// The forms that a hub field may be written by here: those that are said of the events that the conjuncts around
    /// leave; all of them where none is.
    fn writings(&self, name: &str, around: &[&Expr]) -> Vec<Found<'_>> {
        let forms = self.hub.forms(name, self.to).into_iter();
        let written: Vec<_> = forms.filter(|f| f.form.write.is_some()).collect();
        let said: Vec<_> = written.iter().filter(|f| self.is_said(f, around)).cloned().collect();
        if said.is_empty() { written } else { said }
    }

    fn surely(&self, found: &Found<'_>, around: &[&Expr]) -> Confidence {
        if self.is_said(found, around) { found.form.confidence } else { Confidence::Low }
    }

    /// Elements of an array of objects: the array and everything below it are renamed together, or nothing is.
    fn group(
        &self,
        leaf: &Expr,
        path: &Field,
        body: &Expr,
        place: &mut Place<'_, '_>,
        ledger: &mut Ledger,
    ) -> Expr {
        let ExprKind::Within { quant, .. } = &leaf.kind else { return leaf.clone() };
        let Some(new_path) = self.plain_name(&path.name) else {
            ledger.unmapped(&path.name, self.to, leaf.origin, place.at);
            return leaf.clone();
        };
        let mut missing = false;
        let below = format!("{new_path}.");
        let body = map_fields(body, &mut |field| {
            if field.taxonomy != Taxonomy::Element || field.name.is_empty() {
                return field.clone();
            }
            let full = format!("{}.{}", path.name, field.name);
            let renamed = self.plain_name(&full);
            match renamed.as_deref().and_then(|n| n.strip_prefix(&below)) {
                Some(tail) => Field { taxonomy: Taxonomy::Element, name: tail.into() },
                None => {
                    missing = true;
                    field.clone()
                }
            }
        });
        if missing {
            ledger.unmapped(&path.name, self.to, leaf.origin, place.at);
            return leaf.clone();
        }
        self.record(&path.name, &new_path, ledger);
        let path = Field::known(self.to, new_path);
        let kind = ExprKind::Within { path, quant: *quant, body: Box::new(body) };
        Expr { kind, origin: leaf.origin }
    }

    /// Leaves that read fields inside computed values: plain renames only.
    fn by_names(&self, leaf: &Expr, place: &mut Place<'_, '_>, ledger: &mut Ledger) -> Expr {
        let mut names: Vec<SmolStr> = Vec::new();
        let mut patterns: Vec<SmolStr> = Vec::new();
        fields_of(leaf, &mut |f| match f {
            FieldRef::Named(f) if self.reads(f) => names.push(f.name.clone()),
            FieldRef::Pattern(g) if g.taxonomy.id() == Some(self.from) => {
                patterns.push(g.to_string().into());
            }
            _ => {}
        });
        if self.from == SIGMA || self.to == SIGMA {
            // The hub's names are Sigma's.
            patterns.clear();
        }
        let missing: Vec<&SmolStr> =
            names.iter().filter(|n| self.plain_name(n).is_none()).chain(&patterns).collect();
        if !missing.is_empty() {
            missing.into_iter().for_each(|n| ledger.unmapped(n, self.to, leaf.origin, place.at));
            return leaf.clone();
        }
        for name in &names {
            if let Some(new) = self.plain_name(name) {
                self.record(name, &new, ledger);
            }
        }
        map_fields(leaf, &mut |field| match self.plain_name(&field.name) {
            Some(name) if self.reads(field) => Field::known(self.to, name),
            _ => field.clone(),
        })
    }

    fn record(&self, name: &SmolStr, new: &SmolStr, ledger: &mut Ledger) {
        let hub = (self.direction == Direction::Inward).then_some(new);
        ledger.mapped(name, hub, Confidence::High);
    }

    /// The name on the other side of an entry that changes no value.
    fn plain_name(&self, name: &str) -> Option<SmolStr> {
        let plain = |f: &Found<'_>, relation: Option<Relation>| {
            f.form.of == Derivation::Same
                && f.form.when.is_none()
                && relation == Some(Relation::Equal)
                && f.form.fallback.is_empty()
                && f.lists == Lists::Known
                && f.form.confidence > Confidence::Low
        };
        match self.direction {
            Direction::Inward => match self.hub.read(self.from, name) {
                Some(found) => plain(&found, found.form.read).then(|| found.hub.clone()),
                None => (self.from == SIGMA).then(|| name.into()),
            },
            Direction::Outward => {
                let forms = self.hub.forms(name, self.to);
                let found = forms.into_iter().find(|f| plain(f, f.form.write)).map(|f| f.name);
                found.or_else(|| (self.to == SIGMA).then(|| name.into()))
            }
        }
    }
}

#[allow(clippy::too_many_arguments, reason = "one place says all there is to say of a leaf")]
fn said(
    names: (&SmolStr, &SmolStr),
    sure: Confidence,
    mapped: Mapped,
    relation: Relation,
    leaf: &Expr,
    place: &Place<'_, '_>,
    ledger: &mut Ledger,
) -> Expr {
    ledger.confidence(names, sure, leaf.origin, place.at);
    match mapped.reservation {
        Some(why) => {
            let effect = write::effect(relation);
            let message = format!("{} is written as {}: {why}", names.0, names.1);
            ledger.medium(effect, message, leaf.origin, place.at);
        }
        None => ledger.relation(names, relation, leaf.origin, place.at),
    }
    let mut expr = mapped.expr;
    predicates::set_origin(&mut expr, leaf);
    expr
}

/// The leaf about another field.
pub(super) fn rename(leaf: &Expr, taxonomy: &str, name: &str) -> Expr {
    let mut leaf = leaf.clone();
    if let ExprKind::Test { subject, .. } = &mut leaf.kind
        && matches!(subject, Subject::AnyField(_))
    {
        *subject = Subject::Value(Scalar::Field(Field::known(taxonomy, name)));
    }
    map_fields(&leaf, &mut |_| Field::known(taxonomy, name))
}

/// Tests of a name with a `*` inside as tests of all names of that pattern: the elements of a list that the taxonomy
/// numbers.
fn numbered(expr: Expr) -> Expr {
    map_leaves(expr, Monotone::Up, &mut |leaf, _| {
        let Some(field) = leaf.field().filter(|f| f.name.contains(".*.")) else { return leaf };
        let mut parts = Vec::new();
        for (i, text) in field.name.split('*').enumerate() {
            if i > 0 {
                parts.push(Part::Run);
            }
            parts.push(Part::Text(text.into()));
        }
        let glob = FieldGlob { taxonomy: field.taxonomy.clone(), name: Pattern::new(parts) };
        let kind = match &leaf.kind {
            ExprKind::Test { quant: Quant::Any, test, .. } => ExprKind::Test {
                subject: Subject::AnyField(glob),
                quant: Quant::Any,
                test: test.clone(),
            },
            ExprKind::Is { shape: Shape::Valued, .. } => ExprKind::Test {
                subject: Subject::AnyField(glob),
                quant: Quant::Any,
                test: Test::Anything,
            },
            _ => return leaf,
        };
        Expr { kind, origin: leaf.origin }
    })
}

/// Where a first field without a value is filled by others: the test of it, or none and the test of the next.
fn with_fallback(mapped: Mapped, leaf: &Expr, found: &Found<'_>, hub: &str) -> Mapped {
    if found.form.fallback.is_empty() {
        return mapped;
    }
    let valued =
        |name: &SmolStr| Expr::is(Field::known(hub, name.clone()), Shape::Valued, leaf.origin);
    // A test that holds of no value at all cannot be said by asking each field in turn; a leaf never does.
    if holds(leaf, &[]) {
        return mapped;
    }
    let mut of = vec![mapped.expr];
    let mut before = vec![negate(valued(&found.hub))];
    for name in &found.form.fallback {
        let test = rename(leaf, hub, name);
        of.push(all_of(before.iter().cloned().chain([test])));
        before.push(negate(valued(name)));
    }
    Mapped { expr: any_of(of), relation: mapped.relation, reservation: mapped.reservation }
}

fn join(a: Relation, b: Relation) -> Relation {
    match (a, b) {
        (Relation::Equal, other) | (other, Relation::Equal) => other,
        (a, b) if a == b => a,
        // More here and fewer there is said as the weaker promise; no entry of the data does both.
        _ => Relation::Wider,
    }
}
