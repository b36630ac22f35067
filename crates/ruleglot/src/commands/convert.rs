//! `convert`: rules in another format, with their ledger.

use crate::args::ConvertArgs;
use crate::render::{self, ledger, metadata};
use crate::status::{Status, count};
use ruleglot_engine::{
    Assumption, AttackRelease, ByKeys, Config, ConvertOptions, Converted, Licences, Report,
    ScanOptions, Scanned, TargetSpec, Usage, Verdict, Wording, convert, discover, scan, schema_of,
    write_outputs, write_whole,
};
use std::path::Path;

/// Runs it.
pub(crate) fn run(args: &ConvertArgs) -> Result<Status, Usage> {
    let config = super::config(&args.paths)?;
    let options = options(args, &config)?;
    let allowed = allowed(&args.allow)?;
    if args.to == "kql" {
        render::err("`kql` is taken as Kibana's query language, `kuery`; Microsoft's is `kusto`\n");
    }
    let scan_options = ScanOptions {
        from: super::from(args.from.as_deref())?,
        skip_others: args.skip_others,
        project: super::project(args.macros.as_deref())?,
    };
    let files = scan(discover(&args.paths)?, &scan_options);
    let mut converted = convert(&files, &options);
    if let Some(out) = &args.out {
        write_outputs(&files, &mut converted, &options.target, out, &allowed)?;
    } else {
        print(&converted);
    }
    let report = report(&options.target, &files, &converted);
    for path in &args.report {
        write_report(path, &report)?;
    }
    say(&report, args);
    Ok(Status::of(why_not_clean(&files, &converted, &allowed)))
}

fn options(args: &ConvertArgs, config: &Config) -> Result<ConvertOptions, Usage> {
    let indexes = super::indexes(&args.schema, config)?;
    let target = config.target(&args.to)?;
    Ok(ConvertOptions {
        target,
        house: config.house(&target),
        fields: super::fields(args.fields),
        granted: granted(&args.assume)?,
        source: args.source.clone(),
        schema: schema_of(&indexes),
        indexes,
        licences: Licences::default(),
        attack: args.attack.or(config.attack).unwrap_or(AttackRelease::V18),
        by_keys: match args.by_keys {
            crate::args::ByKeysMode::Note => ByKeys::Note,
            crate::args::ByKeysMode::Require => ByKeys::Require,
        },
        wording: match args.form {
            crate::args::FormMode::Exact => Wording::Exact,
            crate::args::FormMode::House => Wording::House,
        },
        now: super::now(),
    })
}

fn granted(names: &[String]) -> Result<Vec<Assumption>, Usage> {
    if names.iter().any(|n| n == "none") {
        return Ok(Vec::new());
    }
    let known = |name: &String| {
        Assumption::ALL.into_iter().find(|a| a.word() == name).ok_or_else(|| {
            let all: Vec<_> = Assumption::ALL.iter().map(|a| a.word()).collect();
            Usage::new(format!("`{name}` is no assumption; there are {}, none", all.join(", ")))
        })
    };
    names.iter().map(known).collect()
}

fn allowed(names: &[String]) -> Result<Vec<Verdict>, Usage> {
    if names.iter().any(|n| n == "any") {
        return Ok(Verdict::ALL.to_vec());
    }
    let known = |name: &String| {
        Verdict::ALL.into_iter().find(|v| v.word() == name).ok_or_else(|| {
            let all: Vec<_> = Verdict::ALL.iter().map(|v| v.word()).collect();
            Usage::new(format!("`{name}` is no verdict; there are {}, any", all.join(", ")))
        })
    };
    names.iter().map(known).collect()
}

fn print(converted: &[Vec<Converted>]) {
    let texts: Vec<&str> = converted.iter().flatten().filter_map(|c| c.text.as_deref()).collect();
    for (i, text) in texts.iter().enumerate() {
        if i > 0 {
            render::out("---\n");
        }
        render::out(text);
    }
}

fn report(target: &TargetSpec, files: &[Scanned], converted: &[Vec<Converted>]) -> Report {
    let skipped = files.iter().filter(|f| f.skipped).map(|f| f.file.path.clone()).collect();
    let rules = converted.iter().flatten().map(|c| c.report.clone()).collect();
    Report::new(target.name(), files.len(), skipped, rules)
}

fn write_report(path: &Path, report: &Report) -> Result<(), Usage> {
    let text = match path.extension().and_then(|e| e.to_str()) {
        Some("md") => ledger::markdown(report),
        Some("json") => {
            let json =
                serde_json::to_string_pretty(report).map_err(|e| Usage::new(e.to_string()))?;
            format!("{json}\n")
        }
        _ => return Err(Usage::new(format!("{}: a report ends in .json or .md", path.display()))),
    };
    write_whole(path, &text)
}

/// A few rules get their whole ledger, many a summary.
fn say(report: &Report, args: &ConvertArgs) {
    let explained = |rule| if args.explain_metadata { metadata::text(rule) } else { String::new() };
    if args.out.is_none() || args.explain_metadata || report.rules.len() <= 3 {
        report.rules.iter().for_each(|rule| render::err(&(ledger::text(rule) + &explained(rule))));
    }
    if report.rules.len() != 1 {
        render::err(&ledger::summary(report));
    }
    render::err(&format!("{}\n", ledger::BASIS));
}

fn why_not_clean(
    files: &[Scanned],
    converted: &[Vec<Converted>],
    allowed: &[Verdict],
) -> Option<String> {
    let all = || converted.iter().flatten();
    let refused = all().filter(|c| c.verdict == Verdict::Failed).count();
    let review =
        all().filter(|c| c.verdict != Verdict::Failed && !allowed.contains(&c.verdict)).count();
    let unread = files
        .iter()
        .filter(|f| f.rules.is_empty() && !f.skipped && f.diagnostics.is_empty())
        .count();
    match (refused, review) {
        (0, 0) if all().next().is_none() || unread > 0 => Some("no rule was found".to_owned()),
        (0, 0) => None,
        (refused, 0) => Some(format!("{} refused", count(refused, "rule"))),
        (0, review) => Some(format!(
            "{} for review: the verdict is not among those allowed",
            count(review, "rule")
        )),
        (refused, review) => {
            Some(format!("{} refused, {review} for review", count(refused, "rule")))
        }
    }
}
