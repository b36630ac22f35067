//! `eval`: which events a rule matches, as JSON lines.

use crate::args::EvalArgs;
use crate::render::{self, diagnostics};
use crate::status::{Status, count};
use rayon::prelude::*;
use ruleglot_engine::{
    EvalOptions, ScanOptions, Usage, discover, eval_rule, parse_events, scan, schema_of,
};
use std::fmt::Write;

/// Runs it.
pub(crate) fn run(args: &EvalArgs) -> Result<Status, Usage> {
    let config = super::config(&args.rules)?;
    let options = EvalOptions {
        schema: schema_of(super::indexes(&args.schema, &config)?.as_ref()),
        check_source: args.check_source,
        now: super::now(),
    };
    let events = parse_events(&super::read(&args.events)?)?;
    let scan_options = ScanOptions {
        from: super::from(args.from.as_deref())?,
        project: super::project(args.macros.as_deref())?,
        paths: config.paths.clone(),
        ..ScanOptions::default()
    };
    let files = scan(discover(&args.rules)?, &scan_options);
    let rules: Vec<_> = files.iter().flat_map(|f| f.rules.iter().map(move |r| (f, r))).collect();
    let answers: Vec<_> =
        rules.par_iter().map(|(f, r)| eval_rule(f, r, &events, &options)).collect();
    let mut unread = 0;
    for file in &files {
        unread += usize::from(file.rules.is_empty() && !file.skipped);
        file.diagnostics.iter().for_each(|d| render::err(&diagnostics::graphical(&file.file, d)));
    }
    let mut out = String::new();
    for ((file, _), answer) in rules.iter().zip(&answers) {
        match answer {
            Ok(lines) => {
                for line in lines {
                    let json =
                        serde_json::to_string(line).map_err(|e| Usage::new(e.to_string()))?;
                    let _ = writeln!(out, "{json}");
                }
            }
            Err(findings) => {
                unread += 1;
                findings
                    .iter()
                    .for_each(|(_, d)| render::err(&diagnostics::graphical(&file.file, d)));
            }
        }
    }
    render::out(&out);
    let why = match (unread, rules.len()) {
        (0, 0) => Some("no rule was found".to_owned()),
        (0, _) => None,
        (n, _) => Some(format!("{} could not be run", count(n, "rule"))),
    };
    Ok(Status::of(why))
}
