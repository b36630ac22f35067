//! `why`: the page of a code, or the codes of a family.

use crate::args::WhyArgs;
use crate::render;
use crate::status::Status;
use ruleglot_engine::{CodePage, Usage, codes_of, families, nearest, page};
use std::fmt::Write;

/// Runs it.
pub(crate) fn run(args: &WhyArgs) -> Result<Status, Usage> {
    let word = args.code.trim_end_matches('/');
    if let Some(page) = page(word) {
        render::out(&text(page));
        return Ok(Status::Clean);
    }
    let family = families().iter().find(|(name, _)| *name == word);
    if let Some((name, about)) = family {
        render::out(&list(name, about));
        return Ok(Status::Clean);
    }
    Err(Usage::new(match nearest(word) {
        Some(near) => format!("there is no code `{word}`; did you mean `{near}`?"),
        None => {
            let all: Vec<_> = families().iter().map(|(name, _)| *name).collect();
            format!("there is no code `{word}`; the families are {}", all.join(", "))
        }
    }))
}

fn text(page: &CodePage) -> String {
    format!(
        "{} ({}, since {})\n\n{}\n\nWhy: {}\n\nWhat to do: {}\n",
        page.code,
        page.word(),
        page.since,
        page.what,
        page.why,
        page.remedy
    )
}

fn list(name: &str, about: &str) -> String {
    let codes = codes_of(name);
    let width = codes.iter().map(|p| p.code.len()).max().unwrap_or(0);
    let mut out = format!("{name}: {about}\n\n");
    for page in codes {
        let _ = writeln!(out, "  {:width$}  {:7}  {}", page.code, page.short(), page.what);
    }
    out
}
