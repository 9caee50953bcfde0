//! Events of a trace, as JSON lines and back.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::time::TICKS_PER_SECOND;

/// One replication told: a first line about the run, then its events in order of time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trace {
    /// About the run: one JSON object on one line.
    pub manifest: String,
    /// What happened.
    pub events: Vec<Event>,
}

/// One happening.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Event {
    /// Ticks (microseconds) from the start.
    pub ticks: u64,
    /// The same in civil time.
    pub at: String,
    /// Its name.
    pub event: String,
    /// Type of the call; empty for what is no call's.
    pub call_type: String,
    /// Number of the call within its type, from 0; a redial has the number of the first try.
    pub call: Option<u64>,
    /// Which of the customer's calls it is: 0 the first.
    pub again: u64,
    /// The queue that the call is in.
    pub queue: String,
    /// Group and number of the agent, such as `team/4`.
    pub agent: String,
    /// What else there is to say, by name.
    pub details: Vec<(&'static str, Detail)>,
}

/// A detail of an event.
#[derive(Clone, Debug, PartialEq)]
pub enum Detail {
    /// A count.
    Number(u64),
    /// A moment, in ticks from the start.
    Moment(u64),
    /// Yes or no.
    Flag(bool),
    /// A name.
    Text(String),
}

/// Names of details, in the order in which they are written.
const DETAILS: [&str; 11] = [
    "rule", "action", "to", "from", "number", "position", "attempt", "callback", "last", "due",
    "repeat",
];

/// Why a text is no trace: the line, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

impl Event {
    /// The call that it is about, so that two events of one call are known as such.
    #[must_use]
    pub fn key(&self) -> Option<(&str, u64, u64)> {
        self.call.map(|call| (self.call_type.as_str(), call, self.again))
    }

    /// A detail by its name.
    #[must_use]
    pub fn detail(&self, name: &str) -> Option<&Detail> {
        self.details.iter().find(|(other, _)| *other == name).map(|(_, detail)| detail)
    }

    /// Whether a detail is there and true.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.detail(name) == Some(&Detail::Flag(true))
    }

    /// Appends the event as a line of JSON.
    pub fn write(&self, text: &mut String) {
        text.push_str("{\"t\":");
        seconds(text, self.ticks);
        field(text, "at", &self.at);
        field(text, "event", &self.event);
        if let Some(call) = self.call {
            let _ = write!(text, ",\"call\":{call}");
            if self.again > 0 {
                let _ = write!(text, ",\"again\":{}", self.again);
            }
            field(text, "call_type", &self.call_type);
        }
        for (key, value) in [("queue", &self.queue), ("agent", &self.agent)] {
            if !value.is_empty() {
                field(text, key, value);
            }
        }
        for (key, detail) in &self.details {
            let _ = write!(text, ",\"{key}\":");
            detail.write(text);
        }
        text.push_str("}\n");
    }

    /// The details alone, as one JSON object.
    #[must_use]
    pub fn details_json(&self) -> String {
        let mut text = String::from("{");
        for (position, (key, detail)) in self.details.iter().enumerate() {
            let comma = if position > 0 { "," } else { "" };
            let _ = write!(text, "{comma}\"{key}\":");
            detail.write(&mut text);
        }
        text + "}"
    }

    /// Details of a JSON object; names that no event has are left out.
    #[must_use]
    pub fn details_of(object: &Map<String, Value>) -> Vec<(&'static str, Detail)> {
        DETAILS
            .iter()
            .filter_map(|&name| {
                let detail = match object.get(name)? {
                    Value::Bool(flag) => Detail::Flag(*flag),
                    Value::String(text) => Detail::Text(text.clone()),
                    Value::Number(number) if name == "due" => {
                        Detail::Moment(ticks(number.as_f64()?))
                    }
                    Value::Number(number) => Detail::Number(number.as_u64()?),
                    _ => return None,
                };
                Some((name, detail))
            })
            .collect()
    }

    fn of(object: &Map<String, Value>) -> Option<Self> {
        let text =
            |key: &str| object.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        Some(Self {
            ticks: ticks(object.get("t")?.as_f64()?),
            at: text("at"),
            event: object.get("event")?.as_str()?.to_owned(),
            call_type: text("call_type"),
            call: object.get("call").and_then(Value::as_u64),
            again: object.get("again").and_then(Value::as_u64).unwrap_or(0),
            queue: text("queue"),
            agent: text("agent"),
            details: Self::details_of(object),
        })
    }
}

impl Detail {
    fn write(&self, text: &mut String) {
        match self {
            Self::Number(number) => {
                let _ = write!(text, "{number}");
            }
            Self::Moment(ticks) => seconds(text, *ticks),
            Self::Flag(flag) => {
                let _ = write!(text, "{flag}");
            }
            Self::Text(words) => quoted(text, words),
        }
    }
}

fn field(text: &mut String, key: &str, value: &str) {
    let _ = write!(text, ",\"{key}\":");
    quoted(text, value);
}

/// A text as JSON.
fn quoted(text: &mut String, value: &str) {
    let plain = value.bytes().all(|byte| byte >= 0x20 && byte != b'"' && byte != b'\\');
    if plain {
        text.push('"');
        text.push_str(value);
        text.push('"');
    } else {
        text.push_str(&Value::from(value).to_string());
    }
}

/// Ticks as seconds, exact, without zeros at the end.
fn seconds(text: &mut String, ticks: u64) {
    let _ = write!(text, "{}", ticks / TICKS_PER_SECOND);
    let rest = ticks % TICKS_PER_SECOND;
    if rest > 0 {
        let digits = format!("{rest:06}");
        let _ = write!(text, ".{}", digits.trim_end_matches('0'));
    }
}

/// Seconds as ticks.
fn ticks(seconds: f64) -> u64 {
    libm::round(seconds * TICKS_PER_SECOND as f64) as u64
}

impl Trace {
    /// What the first line says about the run, such as its `variant`; empty when it does not.
    #[must_use]
    pub fn about(&self, key: &str) -> String {
        let about: Value = serde_json::from_str(&self.manifest).unwrap_or_default();
        about[key].as_str().map_or_else(
            || about.get(key).map_or_else(String::new, Value::to_string),
            str::to_owned,
        )
    }

    /// The whole trace as JSON lines.
    #[must_use]
    pub fn json_lines(&self) -> String {
        let mut text = String::with_capacity(160 * self.events.len() + self.manifest.len() + 1);
        text.push_str(&self.manifest);
        text.push('\n');
        for event in &self.events {
            event.write(&mut text);
        }
        text
    }

    /// Reads JSON lines back.
    ///
    /// # Errors
    /// The first line that is no event, and what is wrong with it.
    pub fn from_json_lines(text: &str) -> Result<Self, Unreadable> {
        let mut lines = text.lines().enumerate();
        let wrong = |line: usize, what: &str| Unreadable { line: line + 1, what: what.to_owned() };
        let Some((_, manifest)) = lines.next() else { return Err(wrong(0, "the file is empty")) };
        if !manifest.contains("\"ringback.trace/1\"") {
            return Err(wrong(0, "this is no trace: its first line must be a ringback.trace/1"));
        }
        let mut events = Vec::new();
        for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
            let parsed: Value = serde_json::from_str(line)
                .map_err(|error| wrong(number, &format!("this is no JSON: {error}")))?;
            let event = parsed.as_object().and_then(Event::of);
            events.push(event.ok_or_else(|| wrong(number, "an event needs `t` and `event`"))?);
        }
        Ok(Self { manifest: manifest.to_owned(), events })
    }
}
