//! `convert`: rules in another format, with their ledger.

mod compare;
mod outcome;

use super::Others;
use crate::args::{ConvertArgs, LayoutMode};
use crate::render::{self, ledger, metadata, summary};
use crate::status::Status;
use outcome::Outcome;
use ruleglot_engine::{
    Against, Assumption, AttackRelease, ByKeys, Config, ConvertOptions, Converted, Folder,
    FolderOptions, FolderPlan, FolderReport, Layout, Ledger, Licences, OwnEvents, Report,
    ScanOptions, Scanned, Stale, TargetSpec, Usage, Verdict, Wording, convert, parse_events,
    replay, scan, schema_of, todos, write_whole,
};
use std::path::Path;
use std::sync::Arc;

/// Runs it.
pub(crate) fn run(args: &ConvertArgs) -> Result<Status, Usage> {
    let config = super::config(&args.paths)?;
    let options = options(args, &config)?;
    let allowed = allowed(&args.allow)?;
    if args.to == "kql" {
        render::err("`kql` is taken as Kibana's query language, `kuery`; Microsoft's is `kusto`\n");
    }
    let against = against(args, &options.target)?;
    let folder = args.folder.out.as_deref().map(Folder::open).transpose()?;
    let scan_options = ScanOptions {
        from: super::from(args.from.as_deref())?,
        skip_others: args.skip_others,
        project: super::project(args.macros.as_deref())?,
        paths: config.paths.clone(),
    };
    let mut found = super::candidates(&args.paths, Others::of(args.skip_others), &config)?;
    found.retain(|candidate| !folder.as_ref().is_some_and(|folder| folder.holds(candidate)));
    let files = scan(found, &scan_options);
    let mut converted = convert(&files, &options);
    let replayed = match own_events(args)? {
        Some(events) => Some(replay(&files, &mut converted, &events, &options)?),
        None => None,
    };
    let pages = if args.todo { todos(&files, &mut converted, &options) } else { Vec::new() };
    let plan = match &folder {
        Some(folder) => {
            let how = folder_options(args, &allowed);
            Some(folder.plan((&files, &mut converted), &pages, &options, &how)?)
        }
        None => None,
    };
    match &plan {
        Some(plan) if !args.folder.check => plan.apply()?,
        Some(_) => {}
        None => print(&converted),
    }
    let report = report(args, &config, (&files, &converted), &options.target, plan.as_ref());
    for path in &args.report {
        write_report(path, &report)?;
    }
    if args.folder.check {
        return Ok(compare::check(args, plan.as_ref()));
    }
    let held = against.map(|ledger| ledger.hold(&report));
    say(args, &report, held.as_ref());
    let outcome = Outcome { files: &files, converted: &converted, allowed: &allowed, held };
    let mut why: Vec<String> = outcome.why_not_clean(&report).into_iter().collect();
    if let Some(replayed) = &replayed {
        render::err(&render::replay::text(replayed, &converted));
        why.extend(render::replay::why_not_clean(replayed, &converted));
    }
    Ok(Status::of((!why.is_empty()).then(|| why.join("; "))))
}

fn against(args: &ConvertArgs, target: &TargetSpec) -> Result<Option<Ledger>, Usage> {
    args.against.as_deref().map(|path| Ledger::read(path, &target.name())).transpose()
}

fn folder_options<'a>(args: &'a ConvertArgs, allowed: &'a [Verdict]) -> FolderOptions<'a> {
    FolderOptions {
        layout: match args.folder.layout {
            LayoutMode::Keep => Layout::Keep,
            LayoutMode::Flat => Layout::Flat,
        },
        allowed,
        roots: &args.paths,
        stale: if args.folder.prune { Stale::Pruned } else { Stale::Kept },
    }
}

/// The events of `--events` and `--target-events`.
fn own_events(args: &ConvertArgs) -> Result<Option<OwnEvents>, Usage> {
    let Some(path) = &args.events else { return Ok(None) };
    let source = parse_events(&super::read(path)?)?;
    let target = args.target_events.as_deref();
    let target = target.map(|path| parse_events(&super::read(path)?)).transpose()?;
    Ok(Some(OwnEvents { source, target }))
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
        accepts: Arc::clone(&config.accepts),
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

fn report(
    args: &ConvertArgs,
    config: &Config,
    (files, converted): (&[Scanned], &[Vec<Converted>]),
    target: &TargetSpec,
    plan: Option<&FolderPlan>,
) -> Report {
    let skipped = files.iter().filter(|f| f.skipped).map(|f| f.file.path.clone()).collect();
    let rules = converted.iter().flatten().map(|c| c.report.clone()).collect();
    let mut report = Report::new(target.name(), files.len(), skipped, rules);
    report.folder = plan.map(|plan| FolderReport::new(plan.changes()));
    // Of single files nothing can be said of what occurs in a repository.
    if args.paths.iter().any(|path| path.is_dir()) {
        report.summary.unused_accepts = config.accepts.unused().map(Into::into).collect();
    }
    report
}

fn write_report(path: &Path, report: &Report) -> Result<(), Usage> {
    let text = match path.extension().and_then(|e| e.to_str()) {
        Some("md") => summary::markdown(report),
        Some("json") => {
            let json =
                serde_json::to_string_pretty(report).map_err(|e| Usage::new(e.to_string()))?;
            format!("{json}\n")
        }
        _ => return Err(Usage::new(format!("{}: a report ends in .json or .md", path.display()))),
    };
    write_whole(path, &text)
}

/// A few rules get their whole ledger, some a line each, many a summary alone.
fn say(args: &ConvertArgs, report: &Report, held: Option<&Against>) {
    if args.talk.quiet {
        return;
    }
    let rules = report.rules.len();
    let explained =
        |rule| if args.talk.explain_metadata { metadata::text(rule) } else { String::new() };
    if args.talk.verbose || args.talk.explain_metadata || rules <= WHOLE_LEDGERS {
        report.rules.iter().for_each(|rule| render::err(&(ledger::text(rule) + &explained(rule))));
    } else if rules < LINES {
        report.rules.iter().for_each(|rule| render::err(&ledger::line(rule)));
    }
    // The basis follows, and why the exit status is not 0.
    let others = ledger::BASIS.lines().count() + 1;
    render::err(&summary::text(report, held, others));
    render::err(&format!("{}\n", ledger::BASIS));
}

/// How many rules have their whole ledger told.
const WHOLE_LEDGERS: usize = 3;
/// From how many rules on no single one is told.
const LINES: usize = 10;
