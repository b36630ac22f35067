//! The command-line program: arguments, configuration and renderers. The only crate that prints, exits or knows miette.

mod args;
mod commands;
mod render;
mod status;

use args::{Args, Command};
use clap::Parser;
use status::Status;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = Args::parse();
    if let Some(jobs) = args.jobs {
        // Fails only when a pool exists already, and none does.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global();
    }
    render::colour(args.color);
    let done = match args.command {
        Command::Check(check) => commands::check::run(&check),
        Command::Fmt(fmt) => commands::fmt::run(&fmt),
        Command::Convert(convert) => commands::convert::run(&convert),
        Command::Explain(explain) => commands::explain::run(&explain),
        Command::Eval(eval) => commands::eval::run(&eval),
        Command::Diff(diff) => commands::diff::run(&diff),
        Command::Fields(fields) => commands::fields::run(&fields),
        Command::Init(init) => commands::init::run(&init),
        Command::Why(why) => commands::why::run(&why),
    };
    match done {
        Ok(Status::Clean) => ExitCode::SUCCESS,
        Ok(Status::Findings(why)) => {
            render::error_line(&why);
            ExitCode::from(1)
        }
        Err(usage) => {
            render::error_line(&format!("error: {usage}"));
            ExitCode::from(2)
        }
    }
}
