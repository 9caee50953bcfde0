//! What callers do beyond one call: redial, call again, go on after service, leave a message; what
//! they are and which skills they need.

use crate::model::{Attribute, CallAgain, Transfer, Voicemail};

use super::build::Build;
use super::by_clock;
use super::dist;
use super::node::{Node, Table};
use super::reader::{self, Reader};

/// `{ probability, delay, max }` of a key.
pub(super) fn call_again(
    build: &Build<'_>,
    reader: &Reader<'_>,
    key: &'static str,
) -> Option<Option<CallAgain>> {
    let Some(reader) = reader.table(key) else {
        return reader.table.get(key).is_none().then_some(None);
    };
    let probability = reader.required("probability", "how likely: probability = 0.4");
    let delay =
        reader.required("delay", "after how long: delay = { exponential = { mean = \"5m\" } }");
    let most = reader.integer("max", 1, 1_000).map(|most| most as u32);
    reader.finish();
    let probability = reader::number(probability?, "probability", 0.0, 1.0, build.notes);
    let delay = dist::law(build, delay?, "delay");
    Some(Some(CallAgain { probability: probability?, delay: delay?, most }))
}

/// `transfer`: where calls go after service.
pub(super) fn transfers(build: &Build<'_>, reader: &Reader<'_>) -> Option<Vec<Transfer>> {
    const HELP: &str = "[{ probability = 0.1, queue = \"experts\" }]";
    let Some(node) = reader.node("transfer") else { return Some(Vec::new()) };
    let Some(items) = node.as_list() else {
        reader.wrong(node, "`transfer` must be a list", HELP);
        return None;
    };
    let transfers: Vec<Option<Transfer>> = items
        .iter()
        .map(|item| {
            let Some(table) = item.as_table() else {
                reader.wrong(item, "a transfer must be a table", HELP);
                return None;
            };
            let reader = Reader::new(table, "a transfer", &item.at, build.notes);
            let probability = reader.required("probability", HELP);
            let queue = reader.required("queue", HELP);
            let talk_time = reader.node("talk_time");
            let warm = reader.boolean("warm", false);
            reader.finish();
            let talk_time = match talk_time {
                Some(node) => Some(by_clock::clock_law(build, node, "talk_time")?),
                None => None,
            };
            let probability = reader::number(probability?, "probability", 0.0, 1.0, build.notes);
            let queue = build.queue_of(queue?, "queue");
            Some(Transfer { probability: probability?, queue: queue?, talk_time, warm })
        })
        .collect();
    let transfers: Vec<Transfer> = transfers.into_iter().collect::<Option<_>>()?;
    let sum: f64 = transfers.iter().map(|transfer| transfer.probability).sum();
    if sum > 1.0 + 1e-9 {
        build.notes.add(
            &node.at,
            format!("the probabilities of `transfer` sum to {sum}"),
            "together at most 1",
        );
    }
    Some(transfers)
}

/// `voicemail`: who leaves a message, how long, and who works on it.
pub(super) fn voicemail(build: &Build<'_>, reader: &Reader<'_>) -> Option<Voicemail> {
    let default = Voicemail::default();
    let Some(reader) = reader.table("voicemail") else { return Some(default) };
    let leave = reader.share("leave", default.leave);
    let length = match reader.node("length") {
        Some(node) => dist::law(build, node, "length")?,
        None => default.length,
    };
    let work = reader.node("work").map(|node| dist::law(build, node, "work"));
    let queue = reader.node("queue");
    reader.finish();
    let work = match (work, queue) {
        (Some(work), Some(node)) => {
            let queue = build.queue_of(node, "queue");
            Some((queue?, work?))
        }
        (None, None) => None,
        _ => {
            build.notes.add(
                &reader.at,
                "`work` and `queue` of a voicemail belong together",
                "name the queue whose agents work on messages, and how long: or neither",
            );
            return None;
        }
    };
    Some(Voicemail { leave, length, work })
}

/// `attributes`: what a caller is, by probability.
pub(super) fn attributes(build: &Build<'_>, reader: &Reader<'_>) -> Option<Vec<Attribute>> {
    const HELP: &str = "attributes = { tier = { gold = 0.1, standard = 0.9 } }";
    let Some(reader) = reader.table("attributes") else { return Some(Vec::new()) };
    let mut attributes = Vec::new();
    for entry in &reader.table.entries {
        let Some(table) = entry.node.as_table() else {
            build.notes.add(&entry.node.at, "an attribute is a table of values", HELP);
            return None;
        };
        let mut values = Vec::new();
        let mut number = 0;
        for value in &table.entries {
            let share = reader::number(&value.node, &value.key, 0.0, 1.0, build.notes)?;
            let (id, position) = build.attribute(&entry.key, &value.key)?;
            number = id;
            values.push((position, share));
        }
        let sum: f64 = values.iter().map(|value: &(u32, f64)| value.1).sum();
        if (sum - 1.0).abs() > 1e-9 {
            build.notes.add(
                &entry.node.at,
                format!("the shares of `{}` sum to {}", entry.key, (sum * 1e9).round() / 1e9),
                "they must sum to 1",
            );
        }
        values.sort_by_key(|value| value.0);
        attributes.push(Attribute { id: number, values });
    }
    Some(attributes)
}

/// `skills = { english = 3 }`: required by a call type, or had by a group.
pub(super) fn skills(build: &Build<'_>, reader: &Reader<'_>) -> Vec<(u32, u32)> {
    let Some(reader) = reader.table("skills") else { return Vec::new() };
    let rating = |entry: &super::node::Entry| {
        let rating = reader::integer(&entry.node, &entry.key, 0, 1_000_000, build.notes)?;
        Some((build.skill(&entry.key)?, rating as u32))
    };
    reader.table.entries.iter().filter_map(rating).collect()
}

/// All names of skills in a tree, in order.
pub(super) fn skill_names(root: &Table) -> Vec<String> {
    let mut names: Vec<String> = ["call_type", "agent_group"]
        .iter()
        .flat_map(|kind| tables_of(root, kind))
        .filter_map(|table| table.table("skills"))
        .flat_map(|skills| skills.entries.iter().map(|entry| entry.key.clone()))
        .collect();
    names.sort();
    names.dedup();
    names
}

/// All attributes in a tree with their values, in order: those that call types draw, and those
/// that conditions name.
pub(super) fn attribute_names(root: &Table) -> Vec<(String, Vec<String>)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for table in tables_of(root, "call_type").filter_map(|table| table.table("attributes")) {
        for entry in &table.entries {
            let values = entry.node.as_table().map_or(&[][..], |values| &values.entries);
            pairs.extend(values.iter().map(|value| (entry.key.clone(), value.key.clone())));
        }
    }
    conditions(root, &mut pairs);
    pairs.sort();
    pairs.dedup();
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    for (name, value) in pairs {
        match found.last_mut() {
            Some(last) if last.0 == name => last.1.push(value),
            _ => found.push((name, vec![value])),
        }
    }
    found
}

fn tables_of<'t>(root: &'t Table, kind: &str) -> impl Iterator<Item = &'t Table> {
    let entries = root.table(kind).map_or(&[][..], |table| &table.entries);
    entries.iter().filter_map(|entry| entry.node.as_table())
}

/// `attribute = { tier = "gold" }` anywhere below.
fn conditions(table: &Table, found: &mut Vec<(String, String)>) {
    for entry in &table.entries {
        if entry.key == "attribute"
            && let Some(inner) = entry.node.as_table()
        {
            found.extend(inner.entries.iter().filter_map(|condition| {
                Some((condition.key.clone(), condition.node.as_text()?.to_owned()))
            }));
        } else {
            conditions_in(&entry.node, found);
        }
    }
}

fn conditions_in(node: &Node, found: &mut Vec<(String, String)>) {
    if let Some(table) = node.as_table() {
        conditions(table, found);
    }
    for item in node.as_list().unwrap_or_default() {
        conditions_in(item, found);
    }
}
