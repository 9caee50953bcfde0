//! From a path on the command line to what the capacity planner needs, perhaps with a roster.

use std::path::Path;

use crate::data;
use crate::scenario::{Options, Planning};

use super::load::{Refused, draft, folder_of};

/// A scenario, its plan and the data files beside it.
pub(super) fn planning(path: &Path, options: &Options) -> Result<Planning, Refused> {
    let draft = draft(path, options)?;
    let files = data::load_all(&draft, folder_of(path));
    draft.build_plan(&files).map_err(Refused::Wrong)
}

/// The same with a roster instead of the staff of the planned groups; its path is as typed.
pub(super) fn with_roster(
    path: &Path,
    options: &Options,
    roster: &str,
) -> Result<Planning, Refused> {
    let table = data::load(Path::new(""), roster).map_err(|why| {
        let what = format!("cannot read {roster}: {}", why.what);
        Refused::Unread(what, "--verify takes the path of a roster.csv".into())
    })?;
    // The groups to judge are those that would be planned.
    let wanted = planning(path, options)?;
    let names: Vec<&str> = wanted.settings.groups.iter().map(|group| group.name.as_str()).collect();
    let quoted: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
    let mut sets = options.sets.clone();
    sets.push(("plan.groups".to_owned(), format!("[{}]", quoted.join(", "))));
    for name in names {
        let path = format!("agent_group.\"{name}\".staff");
        sets.push((path, format!("{{ roster = {roster:?} }}")));
    }
    let draft = draft(path, &Options { sets, ..options.clone() })?;
    let mut files = data::load_all(&draft, folder_of(path));
    files.insert(roster.to_owned(), Ok(table));
    draft.build_plan(&files).map_err(Refused::Wrong)
}
