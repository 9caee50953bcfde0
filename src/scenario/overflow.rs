//! `overflow`: rules of a queue or of a route, each a condition and an action.

use crate::model::{Action, Condition, OverflowRule};
use crate::policy::Key;

use super::build::Build;
use super::node::{Node, Value};
use super::problem::nearest;
use super::reader::Reader;

const RULES: &str =
    "[{ name = \"full\", when = { waiting_calls = 8 }, action = \"direct_callback\" }]";
const CONDITIONS: &str = "{ waiting_calls = 8 }, { average_wait = \"2m\" }, { waited = \"3m\" } or \
                          { out_of_hours = true }";
const ACTIONS: &str = "write \"direct_callback\", { transfer = \"queue\" }, \
                       { external = \"name\" }, \"voicemail\", \"end_call\" or \
                       \"assign_anyway\"";

/// Actions that are one word.
pub(super) const WORDS: [(&str, Action); 4] = [
    ("direct_callback", Action::DirectCallback),
    ("voicemail", Action::Voicemail),
    ("end_call", Action::EndCall),
    ("assign_anyway", Action::AssignAnyway),
];

/// Rules in the order of the list; none when one of them cannot be told.
pub(super) fn rules(build: &Build<'_>, reader: &Reader<'_>) -> Option<Vec<OverflowRule>> {
    let Some(node) = reader.node("overflow") else { return Some(Vec::new()) };
    let Some(items) = node.as_list() else {
        reader.wrong(node, "`overflow` must be a list of rules", RULES);
        return None;
    };
    let mut rules: Vec<Option<OverflowRule>> = Vec::new();
    for (position, item) in items.iter().enumerate() {
        let Some(table) = item.as_table() else {
            reader.wrong(item, "a rule of `overflow` must be a table", RULES);
            return None;
        };
        let reader = Reader::new(table, "a rule of `overflow`", &item.at, build.notes);
        let name = reader.text("name").map_or_else(|| position.to_string(), str::to_owned);
        let when = reader
            .required("when", "such as when = { waiting_calls = 8 }")
            .and_then(|node| condition(build, &reader, node));
        let action = reader
            .required("action", "such as action = \"direct_callback\"")
            .and_then(|node| action(build, node));
        reader.finish();
        if rules.iter().flatten().any(|rule| rule.name == name) {
            build.notes.add(
                table.get("name").map_or(&item.at, |node| &node.at),
                format!("two rules of `overflow` are called {name:?}"),
                "give each its own name: paths and reports tell them apart by it",
            );
        }
        if let (Some(when), Some((Action::AssignAnyway, _))) = (when, &action)
            && when != Condition::OutOfHours
        {
            build.notes.add(
                &item.at,
                "`assign_anyway` is an action for closed queues alone",
                "write when = { out_of_hours = true }, or leave the rule out",
            );
        }
        let rule = when.zip(action);
        rules.push(rule.map(|(when, (action, to))| OverflowRule { name, when, action, to }));
    }
    rules.into_iter().collect()
}

fn condition(build: &Build<'_>, reader: &Reader<'_>, node: &Node) -> Option<Condition> {
    let reader = reader.inner(node, "`when`".into())?;
    let read = |(key, of): (&'static str, Key)| match of {
        Key::Count(make) => reader.integer(key, 0, 1_000_000).map(|count| make(count as u32)),
        Key::Length(make) => reader.duration(key).map(make),
        Key::Flag(condition) => match reader.node(key)?.value {
            Value::Boolean(true) => Some(condition),
            _ => {
                build.notes.add(&node.at, format!("`{key}` must be true"), CONDITIONS);
                None
            }
        },
    };
    let found: Vec<Condition> = Condition::KEYS.into_iter().filter_map(read).collect();
    reader.finish();
    match found.as_slice() {
        [only] => Some(*only),
        [] if !reader.table.entries.is_empty() => None,
        _ => {
            build.notes.add(&node.at, "`when` needs exactly one condition", CONDITIONS);
            None
        }
    }
}

/// An action, and where it sends the call by name.
fn action(build: &Build<'_>, node: &Node) -> Option<(Action, String)> {
    match &node.value {
        Value::Text(text) => {
            let found = WORDS.iter().find(|(word, _)| word == text);
            if found.is_none() {
                let near = nearest(text, WORDS.iter().map(|(word, _)| *word));
                let help =
                    near.map_or_else(|| ACTIONS.into(), |near| format!("did you mean {near:?}?"));
                build.notes.add(&node.at, format!("{text:?} is no action"), help);
            }
            found.map(|(_, action)| (*action, String::new()))
        }
        Value::Table(table) => {
            let reader = Reader::new(table, "`action`", &node.at, build.notes);
            let queue = reader.text("transfer");
            let outside = reader.text("external");
            reader.finish();
            match (queue, outside) {
                (Some(name), None) => {
                    let at = table.get("transfer").map_or(&node.at, |node| &node.at);
                    let queue = build.queue(name, at)?;
                    Some((Action::Transfer(queue), name.to_owned()))
                }
                (None, Some(name)) => Some((Action::External, name.to_owned())),
                _ => {
                    build.notes.add(&node.at, "`action` must say one thing to do", ACTIONS);
                    None
                }
            }
        }
        _ => {
            build.notes.add(&node.at, format!("{} is no action", node.written()), ACTIONS);
            None
        }
    }
}
