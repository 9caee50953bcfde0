//! Settings from outside whose names the scenario does not have.

use super::draft::Options;
use super::node::{self, Table};
use super::problem::nearest;

/// What is wrong with the path of a setting, and what may be meant: of a group or call type that the
/// scenario does not have, where no setting makes a whole one of it and another has nearly its name.
pub(super) fn meant(root: &Table, path: &str, options: &Options) -> Option<(String, String)> {
    let parts = node::path(path)?;
    let [kind, name, ..] = parts.as_slice() else { return None };
    let needed = match kind.as_str() {
        "agent_group" => "queues",
        "call_type" => "arrivals",
        _ => return None,
    };
    let known = root.table(kind)?;
    let is_made =
        options.sets.iter().filter_map(|(other, _)| node::path(other)).any(|other| {
            other.get(..3).is_some_and(|start| start == [kind.as_str(), name, needed])
        });
    if known.get(name).is_some() || is_made {
        return None;
    }
    let near = nearest(name, known.entries.iter().map(|entry| entry.key.as_str()))?;
    Some((format!("there is no [{kind}.{name}]"), format!("did you mean {kind}.{near}?")))
}
