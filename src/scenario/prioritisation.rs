//! `prioritisation` of a queue: buckets of work items that stand before others; and conditions on
//! skills and attributes, which rules of the routing share.

use crate::ids::CallTypeId;
use crate::model::Bucket;

use super::build::Build;
use super::node::{Node, Value};
use super::reader::Reader;

/// Reads the buckets in their order; none when one cannot be told.
pub(super) fn buckets(build: &Build<'_>, reader: &Reader<'_>) -> Option<Vec<Bucket>> {
    const HELP: &str = "[{ when = { is_callback = true }, order_by = \"age\" }]";
    let Some(node) = reader.node("prioritisation") else { return Some(Vec::new()) };
    let Some(items) = node.as_list() else {
        reader.wrong(node, "`prioritisation` must be a list of buckets", HELP);
        return None;
    };
    let buckets: Vec<Option<Bucket>> = items
        .iter()
        .map(|item| {
            let Some(table) = item.as_table() else {
                reader.wrong(item, "a bucket must be a table", HELP);
                return None;
            };
            let reader = Reader::new(table, "a bucket", &item.at, build.notes);
            let when = reader.required("when", "which items stand in it");
            let order = reader.choice("order_by", &["age", "priority"]);
            reader.finish();
            let bucket = bucket(build, &reader, when?)?;
            Some(Bucket { by_priority: order == Some(1), ..bucket })
        })
        .collect();
    buckets.into_iter().collect()
}

fn bucket(build: &Build<'_>, reader: &Reader<'_>, node: &Node) -> Option<Bucket> {
    let reader = reader.inner(node, "`when`".into())?;
    let flag =
        |key: &'static str| reader.node(key).map(|node| matches!(node.value, Value::Boolean(true)));
    let (is_callback, transferred) = (flag("is_callback"), flag("transferred"));
    for key in ["is_callback", "transferred"] {
        if reader.table.get(key).is_some() {
            reader.boolean(key, false);
        }
    }
    let call_type = call_type(build, &reader);
    let skill = reader.node("skill").map(|node| skill(build, node));
    let attribute = attribute(build, &reader);
    reader.finish();
    Some(Bucket {
        call_type: call_type?,
        skill: match skill {
            Some(found) => Some(found?),
            None => None,
        },
        is_callback,
        transferred,
        attribute: attribute?,
        by_priority: false,
    })
}

/// The call type of a condition: none when it names none; nothing when it names a wrong one.
pub(super) fn call_type(build: &Build<'_>, reader: &Reader<'_>) -> Option<Option<CallTypeId>> {
    let Some(node) = reader.node("call_type") else { return Some(None) };
    let name = node.as_text().unwrap_or_default();
    let found = build.call_types.iter().position(|other| other == name);
    if found.is_none() {
        let near = super::problem::nearest(name, build.call_types.iter().map(String::as_str));
        build.notes.add(
            &node.at,
            format!("there is no call type {}", node.written()),
            near.map_or_else(
                || format!("the call types are {}", build.call_types.join(", ")),
                |near| format!("did you mean {near:?}?"),
            ),
        );
    }
    found.map(|at| Some(CallTypeId(at as u32)))
}

fn skill(build: &Build<'_>, node: &Node) -> Option<u32> {
    let found = node.as_text().and_then(|name| build.skill(name));
    if found.is_none() {
        build.notes.add(
            &node.at,
            format!("no call type or group has the skill {}", node.written()),
            format!("the skills are {}", build.skills.join(", ")),
        );
    }
    found
}

/// The attribute of a condition, `{ tier = "gold" }`.
pub(super) fn attribute(build: &Build<'_>, reader: &Reader<'_>) -> Option<Option<(u32, u32)>> {
    const HELP: &str = "write one attribute and its value: attribute = { tier = \"gold\" }";
    let Some(node) = reader.node("attribute") else { return Some(None) };
    let entries = node.as_table().map_or(&[][..], |table| &table.entries);
    let [entry] = entries else {
        build.notes.add(&node.at, "`attribute` must name one attribute", HELP);
        return None;
    };
    let Some(value) = entry.node.as_text() else {
        build.notes.add(&entry.node.at, "the value of an attribute is a text", HELP);
        return None;
    };
    build.attribute(&entry.key, value).map(Some)
}
