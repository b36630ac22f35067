//! `explain`: what a rule means.

use crate::args::{ExplainArgs, TextOrJson};
use crate::render::{self, diagnostics};
use crate::status::{Status, count};
use ruleglot_engine::{ScanOptions, Usage, discover, explain, scan};

/// Runs it.
pub(crate) fn run(args: &ExplainArgs) -> Result<Status, Usage> {
    let config = super::config(&args.paths)?;
    let options = ScanOptions {
        from: super::from(args.from.as_deref())?,
        project: super::project(args.macros.as_deref())?,
        paths: config.paths,
        ..ScanOptions::default()
    };
    let files = scan(discover(&args.paths)?, &options);
    let (mut explained, mut unread) = (Vec::new(), 0);
    for file in &files {
        file.diagnostics.iter().for_each(|d| render::err(&diagnostics::graphical(&file.file, d)));
        unread += usize::from(file.rules.is_empty() && !file.skipped);
        for rule in &file.rules {
            rule.read
                .diagnostics
                .iter()
                .for_each(|d| render::err(&diagnostics::graphical(&file.file, d)));
            match explain(file, rule, args.source.as_deref()) {
                Some(found) => explained.push(found),
                None => unread += 1,
            }
        }
    }
    match args.format {
        TextOrJson::Json => {
            let json =
                serde_json::to_string_pretty(&explained).map_err(|e| Usage::new(e.to_string()))?;
            render::out(&format!("{json}\n"));
        }
        TextOrJson::Text => {
            let pages: Vec<_> = explained.iter().map(render::explain::text).collect();
            render::out(&pages.join("\n"));
        }
    }
    let why = match (unread, explained.len()) {
        (0, 0) => Some("no rule was found".to_owned()),
        (0, _) => None,
        (n, _) => Some(format!("{} could not be read", count(n, "rule"))),
    };
    Ok(Status::of(why))
}
