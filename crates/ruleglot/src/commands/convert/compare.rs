//! `convert --check`: how a folder differs from what the sources give.

use crate::args::ConvertArgs;
use crate::render::{self, summary};
use crate::status::{Status, count};
use ruleglot_engine::{FolderPlan, State};
use std::path::Path;

/// Says how the folder differs from what the sources give.
pub(super) fn check(args: &ConvertArgs, plan: Option<&FolderPlan>) -> Status {
    let changes = || plan.iter().flat_map(|p| p.changes()).filter(|c| c.state != State::Same);
    let out = args.folder.out.as_deref().unwrap_or(Path::new(""));
    for change in changes() {
        let path = out.join(&change.path);
        let shown = path.display().to_string();
        render::out(&format!("{}\n", summary::change_line(&shown, change)));
        // What is kept does not change.
        let kept = matches!(change.state, State::Gone | State::Refused | State::Left);
        if args.folder.diff && !kept {
            render::out(&render::unified::unified(&shown, &change.before, &change.after));
        }
    }
    let all = plan.map_or(0, |p| p.changes().len());
    match changes().count() {
        0 => {
            render::err(&format!("{} as the sources give them\n", count(all, "file")));
            Status::Clean
        }
        differ => {
            let are = if differ == 1 { "file is" } else { "files are" };
            Status::of(Some(format!("{differ} of {all} {are} not what the sources give")))
        }
    }
}
