//! A place in a JSON document that knows its path, so that every complaint says where.

use serde_json::Value;

/// A value and the way to it.
#[derive(Clone)]
pub(super) struct Node<'v> {
    pub(super) value: &'v Value,
    pub(super) path: String,
}

impl<'v> Node<'v> {
    /// The whole document.
    pub(super) fn root(value: &'v Value) -> Self {
        Self { value, path: String::new() }
    }

    /// A complaint about this place.
    pub(super) fn wrong<T>(&self, what: impl std::fmt::Display) -> Result<T, String> {
        let place = if self.path.is_empty() { "the document" } else { &self.path };
        Err(format!("{place}: {what}"))
    }

    fn expected<T>(&self, what: &str) -> Result<T, String> {
        let found = match self.value {
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::String(_) => "a text",
            Value::Array(_) => "a list",
            Value::Object(_) => "a table",
        };
        self.wrong(format!("expected {what}, found {found}"))
    }

    /// What stands under a key.
    pub(super) fn get(&self, key: &str) -> Result<Self, String> {
        match self.value {
            Value::Object(map) => match map.get(key) {
                Some(value) => Ok(self.below(key, value)),
                None => self.wrong(format!("{key:?} is missing")),
            },
            _ => self.expected("a table"),
        }
    }

    /// What stands under a key that may be left out.
    pub(super) fn find(&self, key: &str) -> Option<Self> {
        self.value.get(key).map(|value| self.below(key, value))
    }

    fn below(&self, key: &str, value: &'v Value) -> Self {
        let path =
            if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) };
        Self { value, path }
    }

    /// The items of a list.
    pub(super) fn items(&self) -> Result<Vec<Self>, String> {
        let Value::Array(list) = self.value else { return self.expected("a list") };
        let item = |(at, value)| Self { value, path: format!("{}[{at}]", self.path) };
        Ok(list.iter().enumerate().map(item).collect())
    }

    /// The keys of a table with what stands under them.
    pub(super) fn entries(&self) -> Result<Vec<(String, Self)>, String> {
        let Value::Object(map) = self.value else { return self.expected("a table") };
        Ok(map.iter().map(|(key, value)| (key.clone(), self.below(key, value))).collect())
    }

    /// A text.
    pub(super) fn text(&self) -> Result<String, String> {
        self.value.as_str().map_or_else(|| self.expected("a text"), |text| Ok(text.to_owned()))
    }

    /// A number.
    pub(super) fn number(&self) -> Result<f64, String> {
        self.value.as_f64().map_or_else(|| self.expected("a number"), Ok)
    }

    /// A number, or null for 0/0.
    pub(super) fn number_or_null(&self) -> Result<Option<f64>, String> {
        if self.value.is_null() { Ok(None) } else { self.number().map(Some) }
    }

    /// A whole number from 0.
    pub(super) fn whole(&self) -> Result<u64, String> {
        self.value.as_u64().map_or_else(|| self.expected("a whole number"), Ok)
    }

    /// The same of 32 bits.
    pub(super) fn count(&self) -> Result<u32, String> {
        u32::try_from(self.whole()?).or_else(|_| self.wrong("the number is too large"))
    }

    /// True or false.
    pub(super) fn flag(&self) -> Result<bool, String> {
        self.value.as_bool().map_or_else(|| self.expected("true or false"), Ok)
    }

    /// A list of numbers.
    pub(super) fn numbers(&self) -> Result<Vec<f64>, String> {
        self.items()?.iter().map(Self::number).collect()
    }
}
