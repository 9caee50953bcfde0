//! The catalogue as JSON Schema (draft 2020-12), for editors and for checks without ringback.

use serde_json::{Map, Value, json};

use super::super::clock::DAYS;
use super::super::node::{self, Node};
use super::super::{by_clock, dist};
use super::{Key, Kind, Needs, Presence, Section, root};

/// The JSON Schema of the scenario file, with a line break at its end.
#[must_use]
pub fn schema() -> String {
    let whole = Writer { of_factors: false, complete: false };
    let mut document = whole.section(&root::ROOT);
    let head = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "ringback scenario",
        "description": "A contact center to simulate, see `ringback run --help`.",
        "$defs": definitions(),
        // A file that extends another one may leave out what the other one says.
        "if": { "not": { "required": ["extends"] } },
        "then": needs(&root::ROOT).unwrap_or_else(|| json!({})),
    });
    if let (Value::Object(document), Value::Object(head)) = (&mut document, head) {
        document.extend(head);
    }
    let mut text = format!("{document:#}");
    text.push('\n');
    text
}

/// Laws: of lengths of time that may change with the clock, of lengths of time, of factors.
fn definitions() -> Value {
    let times = Writer { of_factors: false, complete: true };
    let factors = Writer { of_factors: true, complete: true };
    let duration = times.kind(&Kind::Duration);
    let mut plain = times.section(&dist::LAW);
    if let Some(properties) = plain["properties"].as_object_mut() {
        properties.remove("by_clock");
    }
    let mut of_factors = factors.section(&dist::LAW);
    if let Some(properties) = of_factors["properties"].as_object_mut() {
        properties.remove("by_clock");
    }
    json!({
        "law": { "anyOf": [duration, plain] },
        "law_by_clock": {
            "anyOf": [duration, times.section(&dist::LAW), times.section(&by_clock::BY_CLOCK)]
        },
        "law_of_factors": of_factors,
    })
}

/// What a table must hold, and the tables of settings in it; none when nothing.
fn needs(section: &Section) -> Option<Value> {
    let mut needed = requirements(section);
    let inner: Map<String, Value> = section
        .keys
        .iter()
        .filter_map(|key| Some((key.name.to_owned(), needs_of(&key.kind)?)))
        .collect();
    if !inner.is_empty() {
        needed.insert("properties".into(), inner.into());
    }
    (!needed.is_empty()).then(|| needed.into())
}

fn needs_of(kind: &Kind) -> Option<Value> {
    match kind {
        Kind::Table(section) => needs(section),
        Kind::ByName(_, of) => needs_of(of).map(|needed| json!({ "additionalProperties": needed })),
        _ => None,
    }
}

/// `required`, and which sets of keys must be there.
fn requirements(section: &Section) -> Map<String, Value> {
    let mut found = Map::new();
    let required: Vec<_> = section
        .keys
        .iter()
        .filter(|key| key.presence == Presence::Required)
        .map(|key| key.name)
        .collect();
    if !required.is_empty() {
        found.insert("required".into(), required.into());
    }
    let require = |keys: &[&str]| json!({ "required": keys });
    let sets = |sets: &[&[&str]]| sets.iter().map(|set| require(set)).collect::<Vec<_>>();
    let (word, needed) = match section.needs {
        Needs::Nothing => return found,
        Needs::OneKey => ("oneOf", section.keys.iter().map(|key| require(&[key.name])).collect()),
        Needs::OneOf(of) => ("oneOf", sets(of)),
        Needs::AnyOf(of) => ("anyOf", sets(of)),
    };
    found.insert(word.into(), needed.into());
    found
}

/// Writes kinds and sections as schemas.
struct Writer {
    /// Whether measures are plain numbers instead of lengths of time.
    of_factors: bool,
    /// Whether tables must be complete, as values are.
    complete: bool,
}

impl Writer {
    /// A table that holds the keys of a section and no others.
    fn section(&self, section: &Section) -> Value {
        let properties: Map<String, Value> =
            section.keys.iter().map(|key| (key.name.to_owned(), self.key(key))).collect();
        let mut table = if self.complete { requirements(section) } else { Map::new() };
        table.insert("type".into(), "object".into());
        table.insert("properties".into(), properties.into());
        table.insert("additionalProperties".into(), false.into());
        if !section.about.is_empty() {
            table.insert("description".into(), section.about.into());
        }
        table.into()
    }

    fn key(&self, key: &Key) -> Value {
        let mut written = self.kind(&key.kind);
        let meaning = match key.presence {
            Presence::Without(words) => format!("{} Left out: {words}.", key.meaning),
            _ => key.meaning.to_owned(),
        };
        written["description"] = meaning.into();
        if let Presence::Default(toml) = key.presence {
            written["default"] = value(&node::parse_value(toml, 0));
        }
        written
    }

    fn kind(&self, kind: &Kind) -> Value {
        let list = |of: &Kind| json!({ "type": "array", "items": self.kind(of) });
        match *kind {
            Kind::Text(_) => json!({ "type": "string" }),
            Kind::Boolean => json!({ "type": "boolean" }),
            Kind::True => json!({ "const": true }),
            Kind::Duration => pattern(&duration()),
            Kind::PositiveDuration => pattern(&positive_duration()),
            Kind::Percent => pattern("^\\s*([0-9]+[.]?[0-9]*|[.][0-9]+)\\s*%\\s*$"),
            Kind::Integer(low, i64::MAX) => json!({ "type": "integer", "minimum": low }),
            Kind::Integer(low, high) => {
                json!({ "type": "integer", "minimum": low, "maximum": high })
            }
            Kind::Number(low, high) => {
                json!({ "type": "number", "minimum": low, "maximum": high })
            }
            Kind::DateTime => pattern(&format!("^{DATE}([Tt ]{TIME})?$")),
            Kind::Date => pattern(&format!("^{DATE}$")),
            Kind::TimeOfDay => pattern(&format!("^{TIME_OR_MIDNIGHT}$")),
            Kind::Moment => pattern(&format!("^({TIME}|{DATE}([Tt ]{TIME}{OFFSET})?)$")),
            Kind::Days => pattern(&days()),
            Kind::Words(&[only]) => json!({ "const": only }),
            Kind::Words(words) => json!({ "enum": words }),
            Kind::Measure if self.of_factors => self.kind(&Kind::Number(0.0, 1e9)),
            Kind::Measure => self.kind(&Kind::Duration),
            Kind::ClockLaw => json!({ "$ref": "#/$defs/law_by_clock" }),
            Kind::Law if !self.of_factors => json!({ "$ref": "#/$defs/law" }),
            Kind::Law => json!({
                "anyOf": [self.kind(&Kind::Measure), { "$ref": "#/$defs/law_of_factors" }]
            }),
            Kind::FactorLaw => json!({ "$ref": "#/$defs/law_of_factors" }),
            Kind::List(of) => list(of),
            Kind::Some(of) => {
                let mut list = list(of);
                list["minItems"] = 1.into();
                list
            }
            // Editors that know older drafts alone pass over `prefixItems`.
            Kind::Pair(first, second) => json!({
                "type": "array",
                "prefixItems": [self.kind(first), self.kind(second)],
                "items": { "anyOf": [self.kind(first), self.kind(second)] },
                "minItems": 2,
                "maxItems": 2,
            }),
            Kind::Table(section) => self.section(section),
            Kind::Value(section) => Self { complete: true, ..*self }.section(section),
            Kind::ByName(_, of) => {
                json!({ "type": "object", "additionalProperties": self.kind(of) })
            }
            Kind::OneByName(_, of) => json!({
                "type": "object",
                "additionalProperties": self.kind(of),
                "minProperties": 1,
                "maxProperties": 1,
            }),
            Kind::ByDate(of) => json!({
                "type": "object",
                "propertyNames": self.kind(&Kind::Date),
                "additionalProperties": self.kind(of),
            }),
            Kind::OneOf(kinds) => {
                let kinds: Vec<_> = kinds.iter().map(|kind| self.kind(kind)).collect();
                json!({ "anyOf": kinds })
            }
            Kind::Changes => json!({ "type": "object" }),
            Kind::Plain => json!({ "type": ["string", "number", "boolean"] }),
        }
    }
}

fn pattern(text: &str) -> Value {
    json!({ "type": "string", "pattern": text })
}

const DATE: &str = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
const TIME: &str = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?";
const TIME_OR_MIDNIGHT: &str =
    "(([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?|24:00(:00)?)";
const OFFSET: &str = "([Zz]|[+-][0-9]{2}:?[0-9]{2})?";
/// A number with a unit.
const QUANTITY: &str = "([0-9]+[.]?[0-9]*|[.][0-9]+)\\s*(ms|[dhms])\\s*";
/// The same above zero.
const ABOVE_ZERO: &str =
    "([0-9]*[1-9][0-9]*[.]?[0-9]*|[0-9]*[.][0-9]*[1-9][0-9]*)\\s*(ms|[dhms])\\s*";

fn duration() -> String {
    format!("^\\s*({QUANTITY})+$")
}

/// A duration of which one part is above zero.
fn positive_duration() -> String {
    format!("^\\s*({QUANTITY})*{ABOVE_ZERO}({QUANTITY})*$")
}

/// Days and ranges of days with commas between them.
fn days() -> String {
    let day = format!("\\s*({})\\s*", DAYS.join("|"));
    format!("^{day}(-{day})?(,{day}(-{day})?)*$")
}

/// A value of a file as JSON.
fn value(node: &Node) -> Value {
    match &node.value {
        node::Value::Text(text) | node::Value::Datetime(text) => text.as_str().into(),
        node::Value::Integer(number) => (*number).into(),
        node::Value::Float(number) => (*number).into(),
        node::Value::Boolean(yes) => (*yes).into(),
        node::Value::List(items) => items.iter().map(value).collect(),
        node::Value::Table(table) => {
            table.entries.iter().map(|entry| (entry.key.clone(), value(&entry.node))).collect()
        }
    }
}
