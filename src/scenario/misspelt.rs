//! Settings from outside whose names the scenario does not have.

use super::node::{self, Table};
use super::problem::nearest;

/// What is wrong with the path of a setting, and what may be meant: of a group or call type that the
/// scenario does not have, where none of the settings' paths makes a whole one of it and another has nearly
/// its name.
pub(super) fn meant<'a>(
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
