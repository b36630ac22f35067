//! What each column of a row is in terms of the event that the row came from.

use ruleglot_ir::{
    Aggregate, Expr, ExprKind, Extract, Extractor, Field, FieldGlob, Function, Lift, Literal,
    Matches, MeasureOp, Node, OnMiss, Origin, Part, Pattern, Scalar, Scope, Shape, Subject,
    Taxonomy, without_lowering,
};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// A stage by its number in the pipeline, with its place in the source.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) stage: usize,
    pub(super) origin: Origin,
}

/// A column that no value of one event is, and the stage that made it.
pub(super) struct Lost {
    pub(super) by: Option<Place>,
}

#[derive(Clone)]
enum Column {
    /// A value of the event.
    Of(Scalar),
    /// Nothing of one event, since that stage; with the field that it shows something of.
    Lost(Place, Option<Field>),
}

/// The columns of the rows as they stand.
#[derive(Default)]
pub(super) struct Columns {
    known: BTreeMap<SmolStr, Column>,
    /// In order, when a stage chose them; else every field of the event is there too.
    chosen: Option<Vec<SmolStr>>,
    closed_by: Option<Place>,
}

impl Columns {
    fn column(&self, field: &Field) -> Column {
        match self.known.get(&field.name) {
            Some(column) => column.clone(),
            None if self.closed_by.is_none() && field.taxonomy != Taxonomy::Derived => {
                Column::Of(Scalar::Field(field.clone()))
            }
            // The rows have no such column.
            None => Column::Of(nothing()),
        }
    }

    /// The value in terms of the event.
    pub(super) fn value(&self, scalar: &Scalar) -> Result<Scalar, Lost> {
        Ok(match scalar {
            Scalar::Field(field) if field.taxonomy == Taxonomy::Element => scalar.clone(),
            Scalar::Field(field) => match self.column(field) {
                Column::Of(value) => value,
                Column::Lost(by, _) => return Err(Lost { by: Some(by) }),
            },
            Scalar::Literal(_) => scalar.clone(),
            Scalar::Call { function, lift, args } => Scalar::Call {
                function: *function,
                lift: *lift,
                args: args.iter().map(|a| self.value(a)).collect::<Result<_, _>>()?,
            },
            Scalar::Case { arms, otherwise } => Scalar::Case {
                arms: arms
                    .iter()
                    .map(|(when, then)| Ok((self.substitute(when)?, self.value(then)?)))
                    .collect::<Result<_, Lost>>()?,
                otherwise: match otherwise {
                    Some(x) => Some(Box::new(self.value(x)?)),
                    None => None,
                },
            },
            Scalar::Opaque(_) => return Err(Lost { by: None }),
        })
    }

    /// The condition in terms of the event.
    pub(super) fn substitute(&self, expr: &Expr) -> Result<Expr, Lost> {
        let all =
            |of: &[Expr]| of.iter().map(|x| self.substitute(x)).collect::<Result<Vec<_>, _>>();
        let kind = match &expr.kind {
            ExprKind::Const(_) => expr.kind.clone(),
            ExprKind::Not(x) => ExprKind::Not(Box::new(self.substitute(x)?)),
            ExprKind::And(of) => ExprKind::And(all(of)?),
            ExprKind::Or(of) => ExprKind::Or(all(of)?),
            ExprKind::AtLeast { n, of } => ExprKind::AtLeast { n: *n, of: all(of)? },
            ExprKind::Named { name, body } => {
                ExprKind::Named { name: name.clone(), body: Box::new(self.substitute(body)?) }
            }
            ExprKind::Is { what, shape } => ExprKind::Is { what: self.value(what)?, shape: *shape },
            ExprKind::Test { subject: Subject::Value(of), quant, test } => ExprKind::Test {
                subject: Subject::Value(self.value(of)?),
                quant: *quant,
                test: test.clone(),
            },
            ExprKind::Test { subject: Subject::Event(Scope::Raw), .. }
                if self.closed_by.is_some() =>
            {
                return Err(Lost { by: self.closed_by });
            }
            ExprKind::Relate { left, how, right, case, types } => ExprKind::Relate {
                left: self.value(left)?,
                how: *how,
                right: self.value(right)?,
                case: *case,
                types: *types,
            },
            // What only one dialect knows may look at any column.
            ExprKind::Opaque(_) if self.closed_by.is_some() || !self.known.is_empty() => {
                return Err(Lost { by: self.closed_by });
            }
            other => other.clone(),
        };
        Ok(Expr { kind: without_lowering(kind), origin: expr.origin })
    }

    /// A column that is computed.
    pub(super) fn extend(&mut self, field: &Field, value: &Scalar, stage: Place) {
        let column = match self.value(value) {
            Ok(value) => Column::Of(value),
            Err(_) => Column::Lost(stage, None),
        };
        self.put(&field.name, column);
    }

    /// Columns that an expression's groups cut out of one; without a match they stay what they were.
    pub(super) fn extract(&mut self, of: &Extract, stage: Place) {
        let Extractor::Regex(regex) = &of.method else {
            return of.writes.iter().for_each(|f| self.lose(&f.name, stage));
        };
        let from = self.value(&Scalar::Field(of.from.clone()));
        for field in &of.writes {
            let text = |t: &str| Scalar::Literal(Literal::Text(t.into()));
            let all = if of.matches == Matches::All { "all" } else { "first" };
            let column = from.as_ref().ok().map(|from| {
                let cut = Scalar::Call {
                    function: Function("text.extract-regex"),
                    lift: Lift::Undefined,
                    args: vec![from.clone(), text(&regex.text), text(&field.name), text(all)],
                };
                let old = Field { taxonomy: of.from.taxonomy.clone(), name: field.name.clone() };
                let old = match (of.miss, self.known.contains_key(&field.name)) {
                    (OnMiss::Null, _) => nothing(),
                    (OnMiss::Keep, false) if self.closed_by.is_none() => Scalar::Field(old),
                    (OnMiss::Keep, _) => {
                        self.value(&Scalar::Field(old)).unwrap_or_else(|_| nothing())
                    }
                };
                let found = ExprKind::Is { what: cut.clone(), shape: Shape::Valued };
                let found = Expr { kind: found, origin: stage.origin };
                Scalar::Case { arms: vec![(found, cut)], otherwise: Some(Box::new(old)) }
            });
            match column {
                Some(value) => self.put(&field.name, Column::Of(value)),
                None => self.lose(&field.name, stage),
            }
        }
    }

    /// A column of which nothing is known.
    pub(super) fn lose(&mut self, name: &SmolStr, stage: Place) {
        self.put(name, Column::Lost(stage, None));
    }

    fn put(&mut self, name: &SmolStr, column: Column) {
        if let Some(chosen) = &mut self.chosen
            && !chosen.contains(name)
        {
            chosen.push(name.clone());
        }
        self.known.insert(name.clone(), column);
    }

    /// Keys and measures are all that is left.
    pub(super) fn group(&mut self, of: &Aggregate, stage: Place) {
        let mut known = BTreeMap::new();
        let mut chosen = Vec::new();
        for key in &of.by {
            let column = match self.value(&key.of) {
                Ok(value) => Column::Of(value),
                Err(lost) => Column::Lost(lost.by.unwrap_or(stage), None),
            };
            known.insert(key.name.name.clone(), column);
            chosen.push(key.name.name.clone());
        }
        for (field, measure) in &of.measures {
            let shows = match (&measure.op, measure.of.as_slice()) {
                (MeasureOp::Opaque(_), _) => None,
                (_, [Scalar::Field(f)]) => match self.column(f) {
                    Column::Of(Scalar::Field(f)) => Some(f),
                    Column::Lost(_, shows) => shows,
                    Column::Of(_) => None,
                },
                _ => None,
            };
            known.insert(field.name.clone(), Column::Lost(stage, shows));
            chosen.push(field.name.clone());
        }
        self.known = known;
        self.chosen = Some(chosen);
        self.closed_by = Some(stage);
    }

    /// Columns kept and dropped; without stars a kept column is shown.
    pub(super) fn project(&mut self, keep: &[FieldGlob], drop: &[FieldGlob], stage: Place) {
        for glob in drop {
            if let Some(name) = glob.name.as_literal() {
                self.known.insert(name.into(), Column::Of(nothing()));
            }
            if let Some(chosen) = &mut self.chosen {
                chosen.retain(|n| rest(&glob.name, n).is_none());
            }
        }
        if keep.is_empty() {
            return;
        }
        let open = self.chosen.is_none();
        let mut kept = BTreeMap::new();
        let mut chosen: Vec<SmolStr> = Vec::new();
        for glob in keep {
            match glob.name.as_literal() {
                Some(name) => {
                    let field = Field { taxonomy: glob.taxonomy.clone(), name: name.into() };
                    kept.insert(name.into(), self.column(&field));
                    chosen.push(name.into());
                }
                None => {
                    let matching = |n: &&SmolStr| rest(&glob.name, n).is_some();
                    let known: Vec<SmolStr> = self.known.keys().filter(matching).cloned().collect();
                    for name in known {
                        kept.extend(self.known.get(&name).map(|c| (name.clone(), c.clone())));
                        chosen.push(name);
                    }
                }
            }
        }
        let everything = keep.iter().any(|g| g.name.as_literal().is_none());
        if !(open && everything) {
            // Fields of Splunk's own stay unless they are named.
            for name in ["_time", "_raw"] {
                let field = Field { taxonomy: keep[0].taxonomy.clone(), name: name.into() };
                kept.entry(name.into()).or_insert_with(|| self.column(&field));
            }
            self.known = kept;
            self.closed_by.get_or_insert(stage);
            self.chosen = Some(chosen);
        }
    }

    /// Columns under new names. Without a star the new name is nothing in rows that lack the old one.
    pub(super) fn rename(&mut self, pairs: &[(FieldGlob, FieldGlob)]) {
        for (from, to) in pairs {
            match (from.name.as_literal(), to.name.as_literal()) {
                (Some(old), Some(new)) => {
                    let taxonomy = from.taxonomy.clone();
                    let field = Field { taxonomy, name: old.into() };
                    let column = self.column(&field);
                    self.moved(old, new, column);
                }
                _ => self.rename_all(&from.name, &to.name),
            }
        }
    }

    fn rename_all(&mut self, from: &Pattern, to: &Pattern) {
        let names: Vec<SmolStr> = self.known.keys().cloned().collect();
        for old in names {
            let Some(rest) = rest(from, &old) else { continue };
            let new = filled(to, rest);
            if let Some(column) = self.known.get(&old).cloned() {
                self.moved(&old, &new, column);
            }
        }
    }

    fn moved(&mut self, old: &str, new: &str, column: Column) {
        if old == new {
            return;
        }
        if let Some(chosen) = &mut self.chosen {
            chosen.retain(|n| n != new);
            if let Some(at) = chosen.iter().position(|n| n == old) {
                chosen[at] = new.into();
            }
        }
        self.known.insert(new.into(), column);
        if self.chosen.is_some() {
            self.known.remove(old);
        } else {
            self.known.insert(old.into(), Column::Of(nothing()));
        }
    }

    /// Fields of the event that the chosen columns show, in order.
    pub(super) fn shown(&self) -> Vec<Node<Field>> {
        let mut out: Vec<Node<Field>> = Vec::new();
        for name in self.chosen.iter().flatten() {
            let field = match self.known.get(name) {
                Some(Column::Of(value)) => first_field(value),
                Some(Column::Lost(_, shows)) => shows.clone(),
                None => None,
            };
            let Some(field) = field.filter(|f| !f.name.starts_with('_')) else { continue };
            if !out.iter().any(|known| known.kind == field) {
                let origin = self.closed_by.map(|at| at.origin).unwrap_or_default();
                out.push(Node { kind: field, origin });
            }
        }
        out
    }
}

/// No value.
fn nothing() -> Scalar {
    Scalar::Case { arms: Vec::new(), otherwise: None }
}

fn first_field(value: &Scalar) -> Option<Field> {
    match value {
        Scalar::Field(f) => Some(f.clone()),
        Scalar::Call { args, .. } => args.iter().find_map(first_field),
        Scalar::Case { arms, .. } => arms.iter().find_map(|(_, then)| first_field(then)),
        _ => None,
    }
}

/// What the star of a pattern stands for in a name.
fn rest<'n>(pattern: &Pattern, name: &'n str) -> Option<&'n str> {
    match pattern.parts() {
        [Part::Run] => Some(name),
        [Part::Text(a), Part::Run] => name.strip_prefix(a.as_str()),
        [Part::Run, Part::Text(b)] => name.strip_suffix(b.as_str()),
        [Part::Text(a), Part::Run, Part::Text(b)] => {
            name.strip_prefix(a.as_str())?.strip_suffix(b.as_str())
        }
        [Part::Text(a)] => (a == name).then_some(""),
        _ => None,
    }
}

/// The pattern with its star filled in.
fn filled(pattern: &Pattern, rest: &str) -> String {
    pattern.parts().iter().map(|p| if let Part::Text(t) = p { t.as_str() } else { rest }).collect()
}
