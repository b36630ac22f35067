//! Stages that compute, group, choose and order.

use super::{Lowering, glob};
use crate::ast::{
    Assignment, Command, Conversion, Dedup, Direction, Eval, FieldsMode, Measure as Measured,
    MeasureArgument, Name, OtherCommand, Sort, Stage as Written, Stats, StatsKind,
};
use crate::lower::SPL;
use ruleglot_ir::{
    Aggregate, Expr, ExprKind, Extract, Extractor, FieldGlob, Function, Key, Lift, Literal,
    Matches, Measure, MeasureOp, MissingKey, OnMiss, Opaque, Order, Rows, Scalar, Shape, Stage,
    Taxonomy, Window,
};
use ruleglot_source::{Diagnostic, Span};
use smol_str::SmolStr;

impl Lowering<'_> {
    /// A stage that changes rows or columns without testing them.
    pub(super) fn transform(&mut self, stage: &Written) {
        let at = stage.at.0;
        match &stage.command {
            Command::Eval(assignments) => self.eval(assignments, stage),
            Command::Stats(stats) => self.stats(stats, stage),
            Command::Table(names) => self.project(names, FieldsMode::Keep, at),
            Command::Fields { mode, names } => self.project(names, *mode, at),
            Command::Rename(pairs) => self.rename(pairs, at),
            Command::Dedup(dedup) => self.dedup(dedup, stage),
            Command::Sort(sort) => self.sort(sort, at),
            Command::Head(limit) => self.push(Stage::Limit(*limit), at),
            Command::Fillnull { value, fields } if !fields.is_empty() => {
                self.fillnull(value.as_ref(), fields, at);
            }
            Command::Fillnull { .. } => self.opaque(stage, None),
            Command::Rex { field, pattern, max_match } => {
                self.rex(field.as_ref(), pattern, *max_match, stage);
            }
            Command::Convert { conversions, .. } => self.convert(conversions, at),
            Command::Bin { field, span, alias, .. } => {
                let name = alias.as_ref().unwrap_or(field).clone();
                let of = Scalar::Field(self.field_of(field));
                let width = span.as_ref().map(|s| Scalar::Literal(Literal::Text(s.clone())));
                let value = Scalar::Call {
                    function: Function("time.bucket"),
                    lift: Lift::Undefined,
                    args: std::iter::once(of).chain(width).collect(),
                };
                let field = self.derive(&name.text);
                self.push(Stage::Extend(vec![(field, value)]), at);
            }
            _ => self.opaque(stage, None),
        }
    }

    fn eval(&mut self, assignments: &[Assignment], stage: &Written) {
        let mut out = Vec::new();
        for assignment in assignments {
            let name = &assignment.field.text;
            // A name made from a value may be any field.
            if name.contains(['{', '<']) && !name.contains("{}") {
                return self.opaque(stage, None);
            }
            let value = self
                .scalar(&assignment.value)
                .unwrap_or_else(|| self.opaque_scalar(&assignment.value));
            let field = self.derive(name);
            out.push((field, value));
        }
        self.push(Stage::Extend(out), stage.at.0);
    }

    /// A value that only Splunk can compute.
    fn opaque_scalar(&self, of: &Eval) -> Scalar {
        let text = self.text(of.at.0);
        Scalar::Opaque(Opaque {
            dialect: SPL,
            text,
            reads: vec![glob("*")],
            writes: Some(Vec::new()),
        })
    }

    fn stats(&mut self, stats: &Stats, stage: &Written) {
        let rows = match stats.kind {
            StatsKind::Stats => Rows::PerGroup,
            StatsKind::Eventstats => Rows::PerEvent,
            StatsKind::Streamstats => return self.opaque(stage, None),
        };
        // Rows without a key are dropped by `stats`; `eventstats` keeps every row.
        let missing = if rows == Rows::PerGroup { MissingKey::Drop } else { MissingKey::Group };
        self.aggregate(&stats.by, &stats.measures, (missing, rows, Window::Run), stage.at.0);
    }

    pub(super) fn aggregate(
        &mut self,
        by: &[Name],
        measures: &[Measured],
        (missing, rows, window): (MissingKey, Rows, Window),
        at: Span,
    ) {
        let by: Vec<Key> = by
            .iter()
            .map(|name| {
                let field = self.field_of(name);
                Key { name: field.clone(), of: Scalar::Field(field) }
            })
            .collect();
        let found: Vec<_> = measures.iter().map(|m| (output_name(m), self.measure(m))).collect();
        if rows == Rows::PerGroup {
            // Nothing else is left of the rows.
            let kept: Vec<SmolStr> = by
                .iter()
                .filter(|k| k.name.taxonomy == Taxonomy::Derived)
                .map(|k| k.name.name.clone())
                .collect();
            self.derived = kept.into_iter().collect();
        }
        let measures = found.into_iter().map(|(name, m)| (self.derive(&name), m)).collect();
        self.push(Stage::Aggregate(Aggregate { by, missing, window, rows, measures }), at);
    }

    fn measure(&self, measured: &Measured) -> Measure {
        let (of, only) = match &measured.argument {
            None => (Vec::new(), None),
            Some(MeasureArgument::Field(name)) => (vec![Scalar::Field(self.field_of(name))], None),
            Some(MeasureArgument::Eval(expr)) => match self.scalar(expr) {
                Some(scalar) => (vec![scalar], None),
                None => (Vec::new(), Some(Box::new(self.truth(expr).yes))),
            },
        };
        let op = operation(&measured.function.to_ascii_lowercase(), of.is_empty())
            .unwrap_or_else(|| MeasureOp::Opaque(self.opaque_measure(measured)));
        Measure { op, of, only }
    }

    fn opaque_measure(&self, measured: &Measured) -> Opaque {
        let text = self.text(measured.at.0);
        Opaque { dialect: SPL, text, reads: vec![glob("*")], writes: Some(Vec::new()) }
    }

    fn project(&mut self, names: &[Name], mode: FieldsMode, at: Span) {
        let globs: Vec<FieldGlob> = names.iter().map(|n| self.glob_of(n)).collect();
        let (keep, drop) = match mode {
            FieldsMode::Keep => (globs, Vec::new()),
            FieldsMode::Drop => (Vec::new(), globs),
        };
        self.push(Stage::Project { keep, drop }, at);
    }

    fn glob_of(&self, name: &Name) -> FieldGlob {
        FieldGlob { taxonomy: self.field_of(name).taxonomy, ..glob(&name.text) }
    }

    fn rename(&mut self, pairs: &[(Name, Name)], at: Span) {
        let renames =
            pairs.iter().map(|(from, to)| (self.glob_of(from), derived_glob(to))).collect();
        for (from, to) in pairs {
            if to.text.contains('*') {
                self.rename_all(&from.text, &to.text);
            } else {
                self.derive(&to.text);
            }
        }
        self.push(Stage::Rename(renames), at);
    }

    /// Names made earlier that a pattern renames are made names still.
    fn rename_all(&mut self, from: &str, to: &str) {
        let (Some((a, b)), Some((c, d))) = (from.split_once('*'), to.split_once('*')) else {
            return;
        };
        let renamed: Vec<SmolStr> = self
            .derived
            .iter()
            .filter_map(|n| {
                n.strip_prefix(a)?.strip_suffix(b).map(|rest| format!("{c}{rest}{d}").into())
            })
            .collect();
        self.derived.extend(renamed);
    }

    fn dedup(&mut self, dedup: &Dedup, stage: &Written) {
        let says = |name: &str| {
            dedup.options.iter().any(|o| {
                o.name == name && matches!(&*o.value.to_ascii_lowercase(), "true" | "t" | "1")
            })
        };
        if says("consecutive") || says("keepevents") {
            return self.opaque(stage, None);
        }
        let by = dedup.fields.iter().map(|n| Scalar::Field(self.field_of(n))).collect();
        let missing = if says("keepempty") { MissingKey::Group } else { MissingKey::Drop };
        self.push(Stage::Distinct { by, keep: dedup.keep.unwrap_or(1), missing }, stage.at.0);
    }

    fn sort(&mut self, sort: &Sort, at: Span) {
        let keys = sort
            .keys
            .iter()
            .map(|k| {
                let order =
                    if k.direction == Direction::Descending { Order::Desc } else { Order::Asc };
                (Scalar::Field(self.field_of(&k.field)), order)
            })
            .collect();
        self.push(Stage::Sort(keys), at);
        if let Some(limit) = sort.limit.filter(|n| *n > 0) {
            self.push(Stage::Limit(limit), at);
        }
    }

    fn fillnull(&mut self, value: Option<&SmolStr>, fields: &[Name], at: Span) {
        let value = value.cloned().unwrap_or_else(|| "0".into());
        let filled = |this: &Self, name: &Name| {
            let old = Scalar::Field(this.field_of(name));
            let has = Expr {
                kind: ExprKind::Is { what: old.clone(), shape: Shape::Valued },
                origin: this.origin(name.at.0),
            };
            let other = Box::new(Scalar::Literal(Literal::Text(value.clone())));
            Scalar::Case { arms: vec![(has, old)], otherwise: Some(other) }
        };
        let values: Vec<_> = fields.iter().map(|n| filled(self, n)).collect();
        let extended = fields.iter().zip(values).map(|(n, v)| (self.derive(&n.text), v)).collect();
        self.push(Stage::Extend(extended), at);
    }

    fn rex(&mut self, field: Option<&Name>, pattern: &SmolStr, max: Option<u32>, stage: &Written) {
        let names = groups(pattern);
        if names.is_empty() {
            let found = Diagnostic::error(
                "spl/no-named-group",
                self.context.snippet.locate(stage.at.0),
                "the pattern has no named group, so nothing is extracted".to_owned(),
            );
            self.diagnostics.push(found.with_help("name what is wanted: (?<name>…)"));
        }
        let from = field.map_or_else(|| self.field("_raw"), |f| self.field_of(f));
        let writes = names.iter().map(|n| self.derive(n)).collect();
        let matches = if max.unwrap_or(1) == 1 { Matches::First } else { Matches::All };
        let method = Extractor::Regex(super::condition::pcre(pattern));
        self.push(
            Stage::Extract(Extract { from, method, writes, matches, miss: OnMiss::Keep }),
            stage.at.0,
        );
    }

    /// Only the spelling of a value changes.
    fn convert(&mut self, conversions: &[Conversion], at: Span) {
        let mut out = Vec::new();
        for conversion in conversions {
            let text = format!("{}({})", conversion.function, conversion.field.text).into();
            let value = Scalar::Opaque(Opaque {
                dialect: SPL,
                text,
                reads: vec![glob(&conversion.field.text)],
                writes: Some(Vec::new()),
            });
            let name = conversion.alias.as_ref().unwrap_or(&conversion.field).text.clone();
            out.push((self.derive(&name), value));
        }
        self.push(Stage::Extend(out), at);
    }

    /// Splunk stops at a command that it does not know; so do we, with the names that come near.
    pub(super) fn unknown_command(&mut self, other: &OtherCommand, at: Span) {
        let name = other.name.to_ascii_lowercase();
        if crate::commands::is_known(&name) {
            return;
        }
        let place = self
            .context
            .snippet
            .locate(Span { end: at.start + u32::try_from(other.name.len()).unwrap_or(0), ..at });
        let found = Diagnostic::error(
            "spl/unknown-command",
            place,
            format!("`{}` is no command of Splunk", other.name),
        );
        let help = match crate::commands::nearest(&name) {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                "a command of an add-on is kept as it is once the add-on's name for it is known"
                    .to_owned()
            }
        };
        self.diagnostics.push(found.with_help(help));
    }
}

fn derived_glob(name: &Name) -> FieldGlob {
    FieldGlob { taxonomy: Taxonomy::Derived, ..glob(&name.text) }
}

/// The name of a measure's column: its alias, else the text as written.
fn output_name(measured: &Measured) -> SmolStr {
    if let Some(alias) = &measured.alias {
        return alias.text.clone();
    }
    match &measured.argument {
        None => measured.function.clone(),
        Some(MeasureArgument::Field(name)) => {
            format!("{}({})", measured.function, name.text).into()
        }
        Some(MeasureArgument::Eval(expr)) => {
            format!("{}(eval({}))", measured.function, crate::print::print_eval(expr)).into()
        }
    }
}

/// The shared measure of a function; `None` when it has none.
fn operation(function: &str, of_rows: bool) -> Option<MeasureOp> {
    Some(match function {
        "count" | "c" if of_rows => MeasureOp::Rows,
        "count" | "c" => MeasureOp::ValueCount,
        "dc" | "distinct_count" => MeasureOp::Distinct,
        "sum" => MeasureOp::Sum,
        "min" => MeasureOp::Min,
        "max" => MeasureOp::Max,
        "avg" | "mean" => MeasureOp::Avg,
        "stdev" => MeasureOp::Stdev,
        "range" => MeasureOp::Range,
        "mode" => MeasureOp::Mode,
        "median" => MeasureOp::Quantile(500),
        "values" => MeasureOp::Values,
        "list" => MeasureOp::List,
        "first" => MeasureOp::First,
        "last" => MeasureOp::Last,
        "earliest" => MeasureOp::Earliest,
        "latest" => MeasureOp::Latest,
        _ => return None,
    })
}

/// Names of the groups of a pattern.
fn groups(pattern: &str) -> Vec<SmolStr> {
    let mut names = Vec::new();
    let mut rest = pattern;
    while let Some(at) = rest.find("(?") {
        rest = &rest[at + 2..];
        let named = rest.strip_prefix("P<").or_else(|| rest.strip_prefix('<'));
        let Some(named) = named.filter(|n| !n.starts_with(['=', '!'])) else { continue };
        if let Some(end) = named.find('>') {
            names.push(SmolStr::from(&named[..end]));
        }
    }
    names
}

/// The names that a command writes, where that is known; everything else may write anything.
pub(super) fn writes_of(other: &OtherCommand) -> Option<Vec<SmolStr>> {
    match other.name.to_ascii_lowercase().as_str() {
        "iplocation" => {
            Some(["City", "Country", "Region", "lat", "lon"].map(SmolStr::from).to_vec())
        }
        "outputlookup" | "collect" | "sendalert" | "outputcsv" => Some(Vec::new()),
        _ => None,
    }
}
