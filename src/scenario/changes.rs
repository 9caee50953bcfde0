//! What one scenario says otherwise than another: path by path, with both values.

use super::node::{Node, Table, Value};
use super::problem::At;
use super::settings::{ONLY_DESCRIBES, is_branch, joined, toml};
use super::wording;

/// A setting that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its path, list items by their name or position.
    pub path: String,
    /// What it was, as TOML; none: it was not there.
    pub before: Option<String>,
    /// What it is, as TOML; none: it is not there.
    pub after: Option<String>,
    /// The file and line where it stands now; none when it is not there.
    pub place: Option<(String, usize)>,
    /// The change in a planner's words.
    pub words: String,
}

/// All changes in the order of their paths.
pub(super) fn changes(
    before: &Table,
    after: &Table,
    place: &dyn Fn(&At) -> (String, usize),
) -> Vec<Change> {
    let mut search = Search { found: Vec::new(), place };
    search.tables(before, after, "");
    search.found.sort_by(|a, b| a.path.cmp(&b.path));
    search.found
}

struct Search<'p> {
    found: Vec<Change>,
    place: &'p dyn Fn(&At) -> (String, usize),
}

impl Search<'_> {
    fn tables(&mut self, before: &Table, after: &Table, path: &str) {
        let mut keys: Vec<&str> =
            before.entries.iter().chain(&after.entries).map(|entry| entry.key.as_str()).collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            let path = joined(path, key);
            if !ONLY_DESCRIBES.contains(&path.as_str()) {
                self.nodes(key, before.get(key), after.get(key), &path);
            }
        }
    }

    fn nodes(&mut self, key: &str, before: Option<&Node>, after: Option<&Node>, path: &str) {
        let branch = |node: &Node| node.as_table().is_some_and(|table| is_branch(key, table));
        match (before, after) {
            (Some(before), Some(after)) if branch(before) && branch(after) => {
                if let (Some(before), Some(after)) = (before.as_table(), after.as_table()) {
                    self.tables(before, after, path);
                }
            }
            (Some(before), Some(after)) if are_rules(before) && are_rules(after) => {
                self.rules(before, after, path);
            }
            (before, after) => self.value(before, after, path),
        }
    }

    /// Lists of tables with names or in order: overflow rules, routes.
    fn rules(&mut self, before: &Node, after: &Node, path: &str) {
        let (before, after) = (named(before), named(after));
        let mut names: Vec<&String> = before.iter().chain(&after).map(|(name, _)| name).collect();
        names.sort_unstable();
        names.dedup();
        let find = |list: &[(String, Node)], name: &String| {
            list.iter().find(|(other, _)| other == name).map(|(_, node)| node.clone())
        };
        for &name in &names {
            let (was, is) = (find(&before, name), find(&after, name));
            let path = joined(path, name);
            match (was.as_ref().and_then(Node::as_table), is.as_ref().and_then(Node::as_table)) {
                (Some(was), Some(is)) => self.tables(was, is, &path),
                _ => self.value(was.as_ref(), is.as_ref(), &path),
            }
        }
        let order = |list: &[(String, Node)]| -> Vec<String> {
            let both =
                |name: &String| find(&before, name).is_some() && find(&after, name).is_some();
            list.iter().map(|(name, _)| name.clone()).filter(both).collect()
        };
        if order(&before) != order(&after) {
            let (was, is) = (order(&before).join(", "), order(&after).join(", "));
            let words = format!("{path}: in the order {is}, was {was}");
            let path = format!("{path} (order)");
            self.found.push(Change {
                path,
                before: Some(was),
                after: Some(is),
                place: None,
                words,
            });
        }
    }

    fn value(&mut self, before: Option<&Node>, after: Option<&Node>, path: &str) {
        let (was, is) = (before.map(toml), after.map(toml));
        if was != is {
            let words = wording::words(path, before, after);
            let place = after.map(|node| (self.place)(&node.at));
            self.found.push(Change { path: path.to_owned(), before: was, after: is, place, words });
        }
    }
}

/// Whether a list holds tables, so that its items are compared one by one.
fn are_rules(node: &Node) -> bool {
    node.as_list().is_some_and(|items| {
        !items.is_empty() && items.iter().all(|item| matches!(item.value, Value::Table(_)))
    })
}

/// The items by their `name`, failing that by their position.
fn named(node: &Node) -> Vec<(String, Node)> {
    let items = node.as_list().unwrap_or_default();
    let name = |item: &Node| item.as_table()?.get("name")?.as_text().map(str::to_owned);
    let named = |(position, item): (usize, &Node)| {
        (name(item).unwrap_or_else(|| position.to_string()), item.clone())
    };
    items.iter().enumerate().map(named).collect()
}
