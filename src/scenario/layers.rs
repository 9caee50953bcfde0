//! `extends`: a scenario that stands on another one. Tables merge by name, expectations add up, and
//! everything else replaces what it stands on.

use super::keys::Place;
use super::node::{self, Node, Table, Value};
use super::problem::Notes;

/// One file of a scenario.
#[derive(Clone, Debug)]
pub struct Layer {
    /// As it is called in messages.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Its folder, relative to that of the scenario; empty when it is the same.
    pub folder: String,
}

/// The path of the file that a scenario extends, relative to its own folder.
#[must_use]
pub fn base_of(text: &str) -> Option<String> {
    let root = node::parse(text, 0, &Notes::default());
    root.get("extends")?.as_text().map(str::to_owned)
}

/// Whether a text is that of a scenario, and not of a sweep or something else.
#[must_use]
pub fn is_scenario(text: &str) -> bool {
    let root = node::parse(text, 0, &Notes::default());
    root.table("scenario").is_some() || base_of(text).is_some()
}

/// Whether a text has expectations.
#[must_use]
pub fn has_expectations(text: &str) -> bool {
    node::parse(text, 0, &Notes::default()).get("expect").is_some()
}

/// Lays a file over what it extends.
pub(super) fn merge(base: &mut Table, over: Table) {
    merge_at(Some(Place::FILE), base, over);
}

/// Tables of settings merge; a law or a rule replaces the other one as a whole.
fn merge_at(place: Option<Place>, base: &mut Table, over: Table) {
    for entry in over.entries {
        let place = place.and_then(|place| place.below(&entry.key));
        let merges = place.is_some_and(Place::is_settings);
        match (base.get_mut(&entry.key).map(|node| &mut node.value), entry.node.value) {
            (Some(Value::Table(below)), Value::Table(above)) if merges => {
                merge_at(place, below, above);
            }
            (Some(Value::List(below)), Value::List(above)) if entry.key == "expect" => {
                below.extend(above);
            }
            (_, value) => {
                base.entries.retain(|other| other.key != entry.key);
                let node = Node { value, at: entry.node.at };
                base.entries.push(node::Entry { node, ..entry });
            }
        }
    }
}

/// Paths of data files are relative to the file that names them.
pub(super) fn rebase(table: &mut Table, folder: &str) {
    if folder.is_empty() {
        return;
    }
    for entry in &mut table.entries {
        let is_path = ["file", "roster", "holidays"].contains(&entry.key.as_str());
        rebase_node(&mut entry.node, folder, is_path);
    }
}

fn rebase_node(node: &mut Node, folder: &str, is_path: bool) {
    match &mut node.value {
        Value::Text(path) if is_path && !path.starts_with('/') => {
            *path = format!("{folder}/{path}");
        }
        Value::Table(table) => rebase(table, folder),
        Value::List(items) => {
            items.iter_mut().for_each(|item| rebase_node(item, folder, false));
        }
        _ => {}
    }
}
