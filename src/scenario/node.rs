//! The tree of a scenario file: TOML values that know where they stand, and changes by path.

use toml::de::{DeTable, DeValue};

use super::problem::{At, Notes, Problem};

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) value: Value,
    pub(super) at: At,
}

/// A TOML value.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(String),
    Integer(i64),
    Float(f64),
    Boolean(bool),
    Datetime(String),
    List(Vec<Node>),
    Table(Table),
}

/// A table in the order of the file.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    pub(super) entries: Vec<Entry>,
}

/// A key and its value.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) key_at: At,
    pub(super) node: Node,
}

impl Table {
    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.entries.iter_mut().find(|entry| entry.key == key).map(|entry| &mut entry.node)
    }

    /// The table below a key, when there is one.
    pub(super) fn table(&self, key: &str) -> Option<&Self> {
        self.get(key)?.as_table()
    }
}

impl Node {
    pub(super) fn as_table(&self) -> Option<&Table> {
        if let Value::Table(table) = &self.value { Some(table) } else { None }
    }

    pub(super) fn as_text(&self) -> Option<&str> {
        if let Value::Text(text) = &self.value { Some(text) } else { None }
    }

    pub(super) fn as_list(&self) -> Option<&[Self]> {
        if let Value::List(list) = &self.value { Some(list) } else { None }
    }

    /// What kind of value it is, in words.
    pub(super) const fn kind(&self) -> &'static str {
        match self.value {
            Value::Text(_) => "a text",
            Value::Integer(_) => "a whole number",
            Value::Float(_) => "a number",
            Value::Boolean(_) => "true or false",
            Value::Datetime(_) => "a date or time",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }

    /// The value as it would stand in a file.
    pub(super) fn written(&self) -> String {
        match &self.value {
            Value::Text(text) => format!("{text:?}"),
            Value::Integer(number) => number.to_string(),
            Value::Float(number) => format!("{number:?}"),
            Value::Boolean(yes) => yes.to_string(),
            Value::Datetime(text) => text.clone(),
            Value::List(list) => {
                let items: Vec<String> = list.iter().map(Self::written).collect();
                format!("[{}]", items.join(", "))
            }
            Value::Table(table) => {
                let entry = |entry: &Entry| format!("{} = {}", entry.key, entry.node.written());
                let entries: Vec<String> = table.entries.iter().map(entry).collect();
                format!("{{ {} }}", entries.join(", "))
            }
        }
    }
}

/// Parses a document; syntax errors are noted, and what can be read is read.
pub(super) fn parse(text: &str, source: usize, notes: &Notes) -> Table {
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let at = error.span().map(|span| At { source, span });
        notes.note(Problem {
            at,
            message: error.message().to_owned(),
            help: Some(
                "scenario files are TOML 1.0: texts and durations stand in quotes, tables in \
                 [brackets]"
                    .into(),
            ),
        });
    }
    table(document.get_ref(), source)
}

/// Parses one TOML value; failing that it is a text.
pub(super) fn parse_value(text: &str, source: usize) -> Node {
    let whole = At { source, span: 0..text.len() };
    match DeValue::parse(text) {
        Ok(parsed) => Node { value: value(parsed.get_ref(), source), at: whole },
        Err(_) => Node { value: Value::Text(text.to_owned()), at: whole },
    }
}

fn table(from: &DeTable<'_>, source: usize) -> Table {
    let mut entries: Vec<Entry> = from
        .iter()
        .map(|(key, node)| Entry {
            key: key.get_ref().to_string(),
            key_at: At { source, span: key.span() },
            node: Node {
                value: value(node.get_ref(), source),
                at: At { source, span: node.span() },
            },
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_at.span.start);
    Table { entries }
}

fn value(from: &DeValue<'_>, source: usize) -> Value {
    match from {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => {
            let digits = number.as_str();
            i64::from_str_radix(digits, number.radix())
                .map_or_else(|_| Value::Float(f64::INFINITY), Value::Integer)
        }
        DeValue::Float(number) => Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(yes) => Value::Boolean(*yes),
        DeValue::Datetime(at) => Value::Datetime(at.to_string()),
        DeValue::Array(list) => Value::List(
            list.iter()
                .map(|node| Node {
                    value: value(node.get_ref(), source),
                    at: At { source, span: node.span() },
                })
                .collect(),
        ),
        DeValue::Table(inner) => Value::Table(table(inner, source)),
    }
}

/// Splits a path such as `queue."a b".overflow.0` into its parts.
pub(super) fn path(text: &str) -> Option<Vec<String>> {
    let mut parts = Vec::new();
    let mut rest = text.trim();
    loop {
        let part;
        if let Some(quoted) = rest.strip_prefix(['"', '\'']) {
            let (inside, after) = quoted.split_once(rest.chars().next()?)?;
            part = inside.to_owned();
            rest = after;
        } else {
            let end = rest.find('.').unwrap_or(rest.len());
            part = rest[..end].trim().to_owned();
            rest = &rest[end..];
        }
        if part.is_empty() {
            return None;
        }
        parts.push(part);
        match rest.strip_prefix('.') {
            Some(more) => rest = more,
            None if rest.is_empty() => return Some(parts),
            None => return None,
        }
    }
}

/// Tags that are no laws and that a path may leave out as well: those of wait estimates.
const OTHER_TAGS: [&str; 2] = ["moving_average", "mean"];

/// Whether a key is a tag that a path may leave out.
fn is_tag(key: &str) -> bool {
    super::dist::TAGS.contains(&key) || OTHER_TAGS.contains(&key)
}

/// Sets the value at a path. Missing tables are made; list items go by name or position.
///
/// # Errors
/// In words, when the path leads through a value that has no parts, or to a missing list item.
pub(super) fn set(root: &mut Table, path: &[String], new: Node) -> Result<(), String> {
    let Some((part, rest)) = path.split_first() else { return Err("the path is empty".into()) };
    let table = untagged(root, part);
    if table.get(part).is_none() {
        let made = Node { value: Value::Table(Table::default()), at: new.at.clone() };
        table.entries.push(Entry { key: part.clone(), key_at: new.at.clone(), node: made });
    }
    let Some(node) = table.get_mut(part) else { return Err("lost the way".into()) };
    set_below(node, part, rest, new)
}

/// Sets what the rest of a path leads to, below the node of one of its parts.
fn set_below(node: &mut Node, part: &str, rest: &[String], new: Node) -> Result<(), String> {
    if rest.is_empty() {
        *node = new;
        return Ok(());
    }
    match &mut node.value {
        Value::Table(table) => set(table, rest, new),
        Value::List(list) => {
            let position = position(list, &rest[0])
                .ok_or_else(|| format!("`{part}` has no item named or numbered {:?}", rest[0]))?;
            set_below(&mut list[position], &rest[0], &rest[1..], new)
        }
        _ => Err(format!("`{part}` is no table, so nothing below it can be set")),
    }
}

/// The value at a path, found as [`set`] would find its place.
pub(super) fn find<'t>(table: &'t Table, path: &[String]) -> Option<&'t Node> {
    let (part, rest) = path.split_first()?;
    let node = match table.get(part) {
        Some(node) => node,
        None => {
            let tagged = |entry: &&Entry| is_tag(&entry.key) && entry.node.as_table().is_some();
            table.entries.iter().find(tagged)?.node.as_table()?.get(part)?
        }
    };
    find_below(node, rest)
}

fn find_below<'t>(node: &'t Node, rest: &[String]) -> Option<&'t Node> {
    let Some((part, more)) = rest.split_first() else { return Some(node) };
    match &node.value {
        Value::Table(table) => find(table, rest),
        Value::List(list) => find_below(&list[position(list, part)?], more),
        _ => None,
    }
}

/// The table below a law's tag, where a path leaves the tag out.
fn untagged<'t>(table: &'t mut Table, part: &str) -> &'t mut Table {
    let tag = match table.entries.as_slice() {
        _ if table.get(part).is_some() => None,
        entries => entries.iter().position(|e| is_tag(&e.key) && e.node.as_table().is_some()),
    };
    match tag {
        Some(position) => match &mut table.entries[position].node.value {
            Value::Table(inner) => inner,
            _ => unreachable!("the tag was seen to have a table"),
        },
        None => table,
    }
}

/// The item of a list with this `name`, or at this position.
fn position(list: &[Node], item: &str) -> Option<usize> {
    let named = |node: &Node| {
        node.as_table().and_then(|table| table.get("name")).and_then(Node::as_text) == Some(item)
    };
    list.iter()
        .position(named)
        .or_else(|| item.parse().ok().filter(|&position: &usize| position < list.len()))
}
