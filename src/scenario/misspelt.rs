//! Settings from outside whose names the scenario does not have.

use super::draft::Options;
use super::node::{self, Table};
use super::problem::nearest;

/// Settings of a group or call type that the file does not have, where none of them makes a whole one
/// of it and another has nearly its name: the path, what is wrong, and that other.
pub(super) fn paths<'o>(root: &Table, options: &'o Options) -> Vec<(&'o str, String, String)> {
    let sets = || options.sets.iter().map(|(path, _)| (path.as_str(), node::path(path)));
    let find = |(path, parts): (&'o str, Option<Vec<String>>)| {
        let parts = parts?;
        let [kind, name, ..] = parts.as_slice() else { return None };
        let needed = match kind.as_str() {
            "agent_group" => "queues",
            "call_type" => "arrivals",
            _ => return None,
        };
        let known = root.table(kind)?;
        let is_made = sets().filter_map(|(_, parts)| parts).any(|other| {
            other.get(..3).is_some_and(|start| start == [kind.as_str(), name, needed])
        });
        if known.get(name).is_some() || is_made {
            return None;
        }
        let near = nearest(name, known.entries.iter().map(|entry| entry.key.as_str()))?;
        let message = format!("there is no [{kind}.{name}]");
        Some((path, message, format!("{kind}.{near}")))
    };
    sets().filter_map(find).collect()
}
