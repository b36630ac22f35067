//! Writing Elastic rule files, in the order and style of Elastic's rule repository.

use super::read::STRATEGY;
use super::{forms, schedule, target, threat};
use crate::carry::Ledger;
use crate::format::{Identity, WriteContext, Written};
use crate::id::derived_id;
use crate::table::{ELASTIC_MATURITY, ELASTIC_SEVERITY, licence_words, risk_of};
use crate::{attack, date, native, prose, sigma, source};
use ruleglot_document::{Layout, Out, OutMap, TextStyle, write_toml};
use ruleglot_ir::{
    About, Aggregate, Body, Class, Date, Expr, ExprKind, Legal, Literal, MeasureOp, Meta, Number, Pattern, Pipeline, Rule,
    Scalar, Schedule, Severity, Stage, Status, Subject, Taxonomy, Test,
};
use ruleglot_knowledge::tactic;

pub(super) fn write(legal: &Legal<'_>, context: &WriteContext<'_>) -> Written {
    let rule = legal.rule();
    let ledger = Ledger::new(context, "Elastic");
    let mut writer = Writer { rule, meta: &rule.meta, context, ledger, metadata: OutMap::new(), out: OutMap::new() };
    writer.metadata();
    writer.texts();
    writer.alert();
    writer.schedule();
    writer.tags();
    writer.body(legal);
    writer.native();
    writer.lost();
    writer.finish()
}
