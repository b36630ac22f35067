//! Pages about refused rules: metadata, the query, what was refused and why, and what is left of the rule as a hunt.
//!
//! A page is no rule file and holds none; it belongs to the report.

mod excerpt;
mod hunt;
mod page;
mod weaken;

use crate::convert::Converted;
use crate::options::ConvertOptions;
use crate::scan::Scanned;
use rayon::prelude::*;
use ruleglot_ir::Verdict;
use std::collections::BTreeMap;

/// The page about a refused rule.
#[derive(Clone, Debug)]
pub struct Todo {
    /// Number of the rule's file among those of the run.
    pub file: usize,
    /// Number of the rule in its file.
    pub index: usize,
    /// Where it goes, below the output folder.
    pub path: String,
    /// Its text, Markdown.
    pub text: String,
    /// What became of the hunt.
    pub hunt: Hunted,
}

/// What is left of a refused rule.
#[derive(Clone, Debug)]
pub enum Hunted {
    /// A search that finds every event that the rule would find, and others.
    Left {
        /// In the words of the target, without what would make it a rule.
        query: String,
        /// Events on which both were run; 0 where the rule cannot be run.
        events: usize,
        /// Of them, those that the rule matches; the hunt finds them all.
        matched: usize,
    },
    /// Nothing, with the reason.
    Nothing(String),
}

/// A page for every refused rule, in the order of the files; each is named in the report of its rule.
pub fn todos(
    files: &[Scanned],
    converted: &mut [Vec<Converted>],
    options: &ConvertOptions,
) -> Vec<Todo> {
    let paths = paths(files, converted);
    let pages: Vec<Vec<Todo>> = files
        .par_iter()
        .zip(converted.par_iter_mut())
        .zip(paths.into_par_iter())
        .enumerate()
        .map(|(number, ((file, rules), paths))| of_file((number, file), rules, paths, options))
        .collect();
    pages.into_iter().flatten().collect()
}

fn of_file(
    (number, file): (usize, &Scanned),
    rules: &mut [Converted],
    paths: Vec<String>,
    options: &ConvertOptions,
) -> Vec<Todo> {
    let refused = rules.iter_mut().enumerate().filter(|(_, c)| c.verdict == Verdict::Failed);
    refused
        .zip(paths)
        .map(|((i, rule), path)| {
            let doc = file.rules.get(i);
            let hunt = match doc {
                Some(doc) => hunt::hunt(file, doc, options),
                None => Err("its file cannot be read".to_owned()),
            };
            let text = page::page((file, doc), &rule.report, &hunt, options);
            rule.report.todo = Some(path.clone());
            let index = rule.report.index;
            Todo { file: number, index, path, text, hunt: Hunted::of(hunt) }
        })
        .collect()
}

impl Hunted {
    fn of(hunt: Result<hunt::Hunt, String>) -> Self {
        match hunt {
            Ok(hunt) => {
                let query = hunt.blocks.first().map(|b| b.text.clone()).unwrap_or_default();
                let run = hunt.run.unwrap_or_default();
                Self::Left { query, events: run.events, matched: run.matched }
            }
            Err(why) => Self::Nothing(why),
        }
    }
}

/// Where the page of each refused rule goes. Two files of one name but for its ending, or but for its letter case, keep
/// their endings.
fn paths(files: &[Scanned], converted: &[Vec<Converted>]) -> Vec<Vec<String>> {
    let mut stems = BTreeMap::<String, usize>::new();
    for file in files {
        *stems.entry(stem(&file.candidate.relative).to_lowercase()).or_default() += 1;
    }
    let one = |(file, rules): (&Scanned, &Vec<Converted>)| {
        let relative = file.candidate.relative.as_str();
        let alone = stems.get(&stem(relative).to_lowercase()).is_none_or(|n| *n < 2);
        let name = if alone { stem(relative) } else { relative };
        let refused = rules.iter().filter(|c| c.verdict == Verdict::Failed);
        let path = |c: &Converted| match c.report.index {
            0 => format!("_review/{name}.todo.md"),
            n => format!("_review/{name}-{}.todo.md", n + 1),
        };
        refused.map(path).collect()
    };
    files.iter().zip(converted).map(one).collect()
}

/// A path without its ending; standard input has a name of its own.
fn stem(relative: &str) -> &str {
    if relative == "-" {
        return "stdin";
    }
    match relative.rsplit_once('.') {
        Some((stem, ending)) if !ending.contains('/') => stem,
        _ => relative,
    }
}
