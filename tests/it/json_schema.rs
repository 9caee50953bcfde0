//! A small validator for the JSON Schema that `ringback schema` writes: just the keywords that stand
//! in it. One that it does not know is a failure, so that nothing is passed over.

use std::cell::RefCell;
use std::collections::BTreeMap;

use regex::Regex;
use serde_json::{Map, Value};

/// A place of the schema, as a JSON pointer, that a value at a path was held against.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Reached {
    pub(crate) place: String,
    pub(crate) path: Vec<String>,
}

/// A schema and its patterns.
pub(crate) struct Schema {
    pub(crate) root: Value,
    patterns: RefCell<BTreeMap<String, Regex>>,
}

/// A value at its path, and what has been reached on the way.
struct At<'v> {
    value: &'v Value,
    path: Vec<String>,
}

type Checked = Result<Vec<Reached>, String>;

impl Schema {
    pub(crate) fn new(text: &str) -> Self {
        Self { root: serde_json::from_str(text).unwrap(), patterns: RefCell::default() }
    }

    /// The schema at a place.
    pub(crate) fn at(&self, place: &str) -> &Value {
        self.root.pointer(place).unwrap_or_else(|| panic!("{place} is no place of the schema"))
    }

    /// What of the schema a document that fits it has been held against; else what is wrong.
    pub(crate) fn check(&self, document: &Value) -> Checked {
        self.hold("", &self.root, &At { value: document, path: Vec::new() })
    }

    fn hold(&self, place: &str, schema: &Value, at: &At<'_>) -> Checked {
        let mut reached = vec![Reached { place: place.to_owned(), path: at.path.clone() }];
        let Value::Object(keywords) = schema else {
            let fits = schema == &Value::Bool(true);
            return if fits { Ok(reached) } else { Err(format!("{:?}: nothing fits", at.path)) };
        };
        for (keyword, rule) in keywords {
            let more = self.keyword(place, keyword, rule, keywords, at);
            reached.extend(more.map_err(|why| match why.contains('[') {
                true => why,
                false => format!("{:?}: {why}", at.path),
            })?);
        }
        Ok(reached)
    }

    fn keyword(
        &self,
        place: &str,
        keyword: &str,
        rule: &Value,
        all: &Map<String, Value>,
        at: &At<'_>,
    ) -> Checked {
        let below = format!("{place}/{keyword}");
        let value = at.value;
        let number = value.as_f64();
        let limit = rule.as_f64().unwrap_or(f64::NAN);
        let fits = match keyword {
            "$schema" | "$defs" | "title" | "description" | "default" => true,
            "$ref" => {
                let place = rule.as_str().unwrap().trim_start_matches('#');
                return self.hold(place, self.at(place), at);
            }
            "type" => is_of_type(value, rule),
            "enum" => rule.as_array().unwrap().contains(value),
            "const" => rule == value,
            "minimum" => number.is_none_or(|number| number >= limit),
            "maximum" => number.is_none_or(|number| number <= limit),
            "pattern" => {
                value.as_str().is_none_or(|text| self.matches(rule.as_str().unwrap(), text))
            }
            "required" => value.as_object().is_none_or(|table| {
                rule.as_array().unwrap().iter().all(|key| table.contains_key(key.as_str().unwrap()))
            }),
            "minProperties" => value.as_object().is_none_or(|table| table.len() as f64 >= limit),
            "maxProperties" => value.as_object().is_none_or(|table| table.len() as f64 <= limit),
            "maxItems" => value.as_array().is_none_or(|list| list.len() as f64 <= limit),
            "minItems" => value.as_array().is_none_or(|list| list.len() as f64 >= limit),
            "propertyNames" => value.as_object().is_none_or(|table| {
                table.keys().all(|key| {
                    let at = At { value: &Value::from(key.as_str()), path: Vec::new() };
                    self.hold(&below, rule, &at).is_ok()
                })
            }),
            "properties" | "additionalProperties" => return self.table(&below, keyword, all, at),
            "items" | "prefixItems" => return self.list(&below, keyword, all, at),
            "anyOf" | "oneOf" => return self.choice(&below, keyword, rule, at),
            "not" => self.hold(&below, rule, at).is_err(),
            "if" => {
                return match self.hold(&below, rule, at) {
                    Ok(_) => self.hold("/then", &all["then"], at).map(|_| Vec::new()),
                    Err(_) => Ok(Vec::new()),
                };
            }
            "then" => true,
            other => panic!("the validator does not know `{other}`"),
        };
        if fits { Ok(Vec::new()) } else { Err(format!("{keyword} {rule}: {value}")) }
    }

    fn table(&self, below: &str, keyword: &str, all: &Map<String, Value>, at: &At<'_>) -> Checked {
        let Some(table) = at.value.as_object() else { return Ok(Vec::new()) };
        let properties = all.get("properties").and_then(Value::as_object);
        let mut reached = Vec::new();
        for (key, value) in table {
            let known = properties.and_then(|known| known.get(key));
            let (place, schema) = match (keyword, known) {
                ("properties", Some(schema)) => (format!("{below}/{key}"), schema),
                ("additionalProperties", None) => (below.to_owned(), &all[keyword]),
                _ => continue,
            };
            let path = [&at.path[..], std::slice::from_ref(key)].concat();
            reached.extend(self.hold(&place, schema, &At { value, path })?);
        }
        Ok(reached)
    }

    fn list(&self, below: &str, keyword: &str, all: &Map<String, Value>, at: &At<'_>) -> Checked {
        let Some(list) = at.value.as_array() else { return Ok(Vec::new()) };
        let first = all.get("prefixItems").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let mut reached = Vec::new();
        for (position, value) in list.iter().enumerate() {
            let (place, schema) = match (keyword, first.get(position)) {
                ("prefixItems", Some(schema)) => (format!("{below}/{position}"), schema),
                ("items", None) => (below.to_owned(), &all[keyword]),
                _ => continue,
            };
            let path = [&at.path[..], &[position.to_string()]].concat();
            reached.extend(self.hold(&place, schema, &At { value, path })?);
        }
        Ok(reached)
    }

    fn choice(&self, below: &str, keyword: &str, rule: &Value, at: &At<'_>) -> Checked {
        let choices = rule.as_array().unwrap().iter().enumerate();
        let tried: Vec<Checked> = choices
            .map(|(position, schema)| self.hold(&format!("{below}/{position}"), schema, at))
            .collect();
        let fitting = tried.iter().filter(|checked| checked.is_ok()).count();
        if fitting == 1 || (fitting > 1 && keyword == "anyOf") {
            return Ok(tried.into_iter().flatten().flatten().collect());
        }
        let why: Vec<String> = tried.into_iter().filter_map(Result::err).collect();
        Err(format!("{:?}: {fitting} of {keyword} fit: {}", at.path, why.join("; ")))
    }

    fn matches(&self, pattern: &str, text: &str) -> bool {
        let mut patterns = self.patterns.borrow_mut();
        let known = patterns.entry(pattern.to_owned());
        known.or_insert_with(|| Regex::new(pattern).unwrap()).is_match(text)
    }
}

fn is_of_type(value: &Value, rule: &Value) -> bool {
    if let Some(kinds) = rule.as_array() {
        return kinds.iter().any(|kind| is_of_type(value, kind));
    }
    match rule.as_str().unwrap() {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("the validator does not know the type {other}"),
    }
}
