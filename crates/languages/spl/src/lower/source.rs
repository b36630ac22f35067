//! What a search reads: its index, sourcetype, source macros or data model.

use super::{DATA_MODELS, Lowering, SourceTests};
use crate::ast::{DataModel, Expr as Tree, MacroCall, Tstats, TstatsOption};
use ruleglot_ir::{
    Expr, ExprKind, FieldRef, MissingKey, NativeSource, Node, Rows, Scalar, Source, Stage, Subject,
    Test, Window, all_of, fields_of,
};
use ruleglot_source::Span;
use smol_str::SmolStr;

/// Fields that say where an event is kept and how it came there, not what it says.
const ABOUT_THE_SOURCE: &[&str] = &["index", "sourcetype", "source", "eventtype", "splunk_server"];

/// The field that names a log of Windows.
const CHANNEL: &str = "Channel";

impl Lowering<'_> {
    /// The search that begins a pipeline.
    pub(super) fn read(&mut self, condition: Option<&Tree>, at: Span) {
        let parts: Vec<Expr> = match condition.map(|c| self.condition(c)) {
            None => Vec::new(),
            Some(Expr { kind: ExprKind::And(of), .. }) => of,
            Some(one) => vec![one],
        };
        let parts = parts.into_iter().map(|part| self.as_source(part)).collect();
        self.read_parts(parts, at, condition.map_or(at, |c| c.at.0));
    }

    /// A macro that stands for a log source, as the whole search.
    pub(super) fn read_macro(&mut self, call: &MacroCall) {
        let at = call.at.0;
        let part = Expr { origin: self.origin(at), ..every_event(&call.name) };
        self.read_parts(vec![part], at, at);
    }

    /// Whether a macro stands for a log source.
    pub(super) fn names_source(&self, call: &MacroCall) -> bool {
        call.args.is_empty() && self.context.known.names_source(&call.name)
    }

    /// A macro without a definition that stands for a log source, as a condition that each of its events passes.
    fn as_source(&self, part: Expr) -> Expr {
        let ExprKind::Opaque(opaque) = &part.kind else { return part };
        let called = opaque.text.strip_prefix('`').and_then(|text| text.strip_suffix('`'));
        match called.map(str::trim).filter(|name| self.context.known.names_source(name)) {
            Some(name) => Expr { origin: part.origin, ..every_event(name) },
            None => part,
        }
    }

    fn read_parts(&mut self, parts: Vec<Expr>, at: Span, origin: Span) {
        let mut source = Source::default();
        let mut filters = Vec::new();
        for part in parts {
            let native = self.native_of(&part);
            let is_source = !native.is_empty() || is_about_source(&part);
            let says_more = native.is_empty() || !is_every_event(&part);
            source.native.extend(native.into_iter().map(|kind| Node { kind, origin: part.origin }));
            if !says_more {
                continue;
            }
            if is_source && self.context.source_tests == SourceTests::Consumed {
                source.consumed.push(part);
            } else {
                filters.push(part);
            }
        }
        self.push(Stage::Read(source), at);
        let filter = all_of(filters);
        if filter.kind != ExprKind::Const(true) {
            let filter = self.node(filter.kind, origin);
            self.push(Stage::Filter(filter), origin);
        }
    }

    /// The sources that a condition names: the macro whose text it is or that stands for one, else the sourcetypes.
    fn native_of(&self, expr: &Expr) -> Vec<NativeSource> {
        match &expr.kind {
            ExprKind::Named { name, .. } if self.context.known.names_source(name) => {
                vec![NativeSource::Macro(name.clone())]
            }
            _ => native_of(expr),
        }
    }

    pub(super) fn read_model(&mut self, model: &DataModel, at: Span) {
        let source = self.model_source(model);
        self.push(Stage::Read(source), at);
    }

    fn model_source(&mut self, model: &DataModel) -> Source {
        self.taxonomy = DATA_MODELS.into();
        let object = model.object.clone().unwrap_or_default();
        let native = NativeSource::Datamodel { model: model.model.clone(), object };
        Source {
            native: vec![Node { kind: native, origin: self.origin(model.at.0) }],
            ..Source::default()
        }
    }

    /// `tstats` reads, filters and groups in one.
    pub(super) fn tstats(&mut self, tstats: &Tstats, at: Span) {
        let mut source = match &tstats.from {
            Some(model) => self.model_source(model),
            None => Source::default(),
        };
        let filter = tstats.condition.as_ref().map(|c| self.condition(c));
        if let Some(expr) = &filter
            && tstats.from.is_none()
        {
            source.native.extend(
                self.native_of(expr).into_iter().map(|kind| Node { kind, origin: expr.origin }),
            );
        }
        let origin = tstats.condition.as_ref().map_or(at, |c| c.at.0);
        self.push(Stage::Read(source), at);
        if let Some(filter) = filter {
            self.push(Stage::Filter(filter), origin);
        }
        let missing = if fills_keys(tstats) { MissingKey::Group } else { MissingKey::Drop };
        self.aggregate(&tstats.by, &tstats.measures, (missing, Rows::PerGroup, Window::Run), at);
    }
}

/// Whether rows without a key get a value for it (`fillnull_value`).
fn fills_keys(tstats: &Tstats) -> bool {
    tstats
        .options
        .iter()
        .any(|o| matches!(o, TstatsOption::Option(o) if o.name == "fillnull_value"))
}

/// A macro of which nothing is known but that it stands for a log source.
fn every_event(name: &str) -> Expr {
    ExprKind::Named { name: name.into(), body: Box::new(Expr::constant(true)) }.into()
}

fn is_every_event(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Named { body, .. } if body.kind == ExprKind::Const(true))
}

/// The sources that a condition names: the macro whose text it is, else the sourcetypes.
fn native_of(expr: &Expr) -> Vec<NativeSource> {
    match &expr.kind {
        ExprKind::Named { name, body } if names_source(body) => {
            vec![NativeSource::Macro(name.clone())]
        }
        ExprKind::Or(of) if of.iter().all(is_about_source) => {
            of.iter().flat_map(native_of).collect()
        }
        ExprKind::Test {
            subject: Subject::Value(Scalar::Field(f)),
            test: Test::Text { any, .. },
            ..
        } if f.name == "sourcetype" => {
            let texts = any.iter().filter_map(|p| p.as_literal());
            texts.map(|t| NativeSource::Sourcetype(SmolStr::from(t))).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a condition says nothing but where events are kept.
fn is_about_source(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Named { body, .. } => names_source(body),
        _ => is_about(expr, |name| ABOUT_THE_SOURCE.contains(&name)),
    }
}

/// Whether a macro's text says where events are kept. One for a log of Windows may also name its channel, the log's own
/// name for itself.
fn names_source(body: &Expr) -> bool {
    let mut some = false;
    let known = is_about(body, |name| {
        let is_source = ABOUT_THE_SOURCE.contains(&name);
        some |= is_source;
        is_source || name == CHANNEL
    });
    some && known
}

fn is_about(expr: &Expr, mut known: impl FnMut(&str) -> bool) -> bool {
    let (mut some, mut all) = (false, true);
    fields_of(expr, &mut |field| {
        some = true;
        all &= matches!(field, FieldRef::Named(f) if known(&f.name));
    });
    some && all && only_tests(expr)
}

/// Without words of the event's text and parts that only Splunk knows.
fn only_tests(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Test { subject, .. } => matches!(subject, Subject::Value(_)),
        ExprKind::Opaque(_) | ExprKind::InPipeline { .. } => false,
        _ => ruleglot_ir::children(expr).all(only_tests),
    }
}
