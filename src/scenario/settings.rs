//! The settings of a scenario as lines of TOML, one a path, in the order of the paths.

use super::node::{Node, Table, Value};

/// Tables that are values and stand on one line: laws, rules.
const VALUES: [&str; 22] = [
    "talk_time",
    "after_call_work",
    "handle_time",
    "patience",
    "patience_after_answer",
    "arrivals",
    "staff",
    "shrinkage",
    "ring",
    "preview",
    "accept",
    "answer",
    "accept_time",
    "decision",
    "delay",
    "length",
    "work",
    "forecast_error",
    "wait_estimate",
    "when",
    "action",
    "handle_factor",
];

/// What changes no call: left out.
pub(super) const ONLY_DESCRIBES: [&str; 6] =
    ["expect", "plan", "format", "extends", "scenario.description", "run.confidence"];

/// The lines, such as `queue.support.max_waiting = 40`.
pub(super) fn lines(root: &Table) -> Vec<String> {
    let mut lines = Vec::new();
    add(root, "", &mut lines);
    lines.sort();
    lines
}

/// Tables of settings are walked into; laws, rules and lists stand on one line.
fn add(table: &Table, before: &str, lines: &mut Vec<String>) {
    for entry in &table.entries {
        let path = joined(before, &entry.key);
        if ONLY_DESCRIBES.contains(&path.as_str()) {
            continue;
        }
        match &entry.node.value {
            Value::Table(inner) if is_branch(&entry.key, inner) => add(inner, &path, lines),
            _ => lines.push(format!("{path} = {}", toml(&entry.node))),
        }
    }
}

/// Whether a table holds settings, and is not a value that is written as a table.
pub(super) fn is_branch(key: &str, table: &Table) -> bool {
    !VALUES.contains(&key) && !table.entries.is_empty()
}

/// A path with one more part.
pub(super) fn joined(before: &str, key: &str) -> String {
    if before.is_empty() { quoted_key(key) } else { format!("{before}.{}", quoted_key(key)) }
}

fn quoted_key(key: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !key.is_empty() && key.chars().all(bare) { key.to_owned() } else { quoted(key) }
}

/// A value as TOML on one line, keys of tables in their order by name.
pub(super) fn toml(node: &Node) -> String {
    match &node.value {
        Value::Text(text) => quoted(text),
        Value::Float(number) if number.is_nan() => "nan".into(),
        Value::Integer(_) | Value::Float(_) | Value::Boolean(_) | Value::Datetime(_) => {
            node.written()
        }
        Value::List(items) => {
            format!("[{}]", items.iter().map(toml).collect::<Vec<_>>().join(", "))
        }
        Value::Table(table) if table.entries.is_empty() => "{}".into(),
        Value::Table(table) => {
            let entry = |entry: &super::node::Entry| {
                format!("{} = {}", quoted_key(&entry.key), toml(&entry.node))
            };
            let mut entries: Vec<String> = table.entries.iter().map(entry).collect();
            entries.sort();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}

/// A text as a basic string of TOML.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
