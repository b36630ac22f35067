//! `diff`: whether two rules mean the same.

use crate::args::{DiffArgs, TextOrJson};
use crate::render::{self, diagnostics, ledger};
use crate::status::Status;
use ruleglot_engine::{
    DiffOptions, Difference, RuleDoc, ScanOptions, Scanned, Usage, diff, discover, scan, schema_of,
};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Runs it.
pub(crate) fn run(args: &DiffArgs) -> Result<Status, Usage> {
    let config = super::config(std::slice::from_ref(&args.first))?;
    let options = DiffOptions {
        fields: super::fields(args.fields),
        source: args.source.clone(),
        schema: schema_of(super::indexes(&args.schema, &config)?.as_ref()),
        now: super::now(),
    };
    let project = super::project(args.macros.as_deref())?;
    let scan_options = ScanOptions { project, ..ScanOptions::default() };
    let (a, b) = (load(&args.first, &scan_options)?, load(&args.second, &scan_options)?);
    let (Some(first), Some(second)) = (only(&a, &args.first)?, only(&b, &args.second)?) else {
        return Ok(Status::Findings("a rule could not be read".to_owned()));
    };
    let found = match diff(first, second, &options) {
        Ok(found) => found,
        Err(findings) => {
            for finding in &findings {
                let file = if a.file.id == finding.at().file { &a.file } else { &b.file };
                render::err(&diagnostics::graphical(file, finding));
            }
            return Ok(Status::Findings("the rules could not be compared".to_owned()));
        }
    };
    match args.format {
        TextOrJson::Json => {
            let json =
                serde_json::to_string_pretty(&found).map_err(|e| Usage::new(e.to_string()))?;
            render::out(&format!("{json}\n"));
        }
        TextOrJson::Text => render::out(&text(&found)),
    }
    let why = (args.exit_code && found.verdict != "same")
        .then(|| format!("the rules are not shown to mean the same: {}", found.verdict));
    Ok(Status::of(why))
}

fn load(path: &PathBuf, options: &ScanOptions) -> Result<Scanned, Usage> {
    let files = scan(discover(std::slice::from_ref(path))?, options);
    files.into_iter().next().ok_or_else(|| Usage::new(format!("{} holds no rule", path.display())))
}

/// The one rule of a file; findings are shown and give `None`.
fn only<'s>(file: &'s Scanned, path: &Path) -> Result<Option<&'s RuleDoc>, Usage> {
    file.diagnostics.iter().for_each(|d| render::err(&diagnostics::graphical(&file.file, d)));
    match file.rules.as_slice() {
        [one] => Ok(Some(one)),
        [] => Ok(None),
        many => Err(Usage::new(format!(
            "{} holds {} rules; diff compares one with one",
            path.display(),
            many.len()
        ))),
    }
}

fn text(found: &Difference) -> String {
    let mut out = String::new();
    let meaning = match found.verdict {
        "same" if found.proved => "the rules mean the same, proved by structure",
        "same" => "no event tells the rules apart",
        "narrower" => "the second rule matches less",
        "wider" => "the second rule matches more",
        "different" => "each rule matches events that the other does not",
        _ => "no event tells the rules apart, but what they are compared by is not sure",
    };
    let _ = writeln!(out, "{}: {meaning} ({} events)", found.verdict, found.events);
    if let Some(witness) = &found.witness {
        let matched =
            if witness.a { "only the first rule matches" } else { "only the second rule matches" };
        let _ = writeln!(out, "{matched} {}", witness.event);
        if let Some(event) = &witness.event_b {
            let _ = writeln!(out, "which the second rule sees as {event}");
        }
    }
    for note in &found.notes {
        let _ = writeln!(out, "  {:<12} {}  {}", note.effect, note.code, note.message);
    }
    let _ = writeln!(out, "{}", ledger::BASIS);
    out
}
