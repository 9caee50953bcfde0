//! Settings put into a scenario, by a variant or from outside: the command line, a sweep.

use super::node::{self, Node, Table};
use super::problem::{Notes, nearest};

/// Sets one path from outside, of those that are set, or notes what may be meant.
pub(super) fn set_one_of<'a>(
    root: &mut Table,
    path: &str,
    new: Node,
    paths: impl Iterator<Item = &'a str>,
    notes: &Notes,
) {
    match meant(root, path, paths) {
        Some((message, help)) => notes.add(&new.at, message, help),
        None => set(root, path, new, notes),
    }
}

/// Sets one path, or notes why it cannot be.
pub(super) fn set(root: &mut Table, path: &str, new: Node, notes: &Notes) {
    let at = new.at.clone();
    let outcome = match node::path(path) {
        Some(parts) => node::set(root, &parts, new),
        None => Err("it is no path".into()),
    };
    if let Err(why) = outcome {
        notes.add(
            &at,
            format!("cannot set `{path}`: {why}"),
            "paths follow the file: queue.support.max_waiting, \
             queue.support.overflow.full.when.waiting_calls",
        );
    }
}

/// What is wrong with the path of a setting, and what may be meant: of a group or call type that the
/// scenario does not have, where none of the settings' paths makes a whole one of it and another has nearly
/// its name.
fn meant<'a>(
    root: &Table,
    path: &str,
    mut paths: impl Iterator<Item = &'a str>,
) -> Option<(String, String)> {
    let parts = node::path(path)?;
    let [kind, name, ..] = parts.as_slice() else { return None };
    let needed = match kind.as_str() {
        "agent_group" => "queues",
        "call_type" => "arrivals",
        _ => return None,
    };
    let known = root.table(kind)?;
    let makes = |other: Vec<String>| {
        other.get(..3).is_some_and(|start| start == [kind.as_str(), name, needed])
    };
    if known.get(name).is_some() || paths.any(|other| node::path(other).is_some_and(makes)) {
        return None;
    }
    let near = nearest(name, known.entries.iter().map(|entry| entry.key.as_str()))?;
    Some((format!("there is no [{kind}.{name}]"), format!("did you mean {kind}.{near}?")))
}
