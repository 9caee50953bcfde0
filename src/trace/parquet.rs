//! Traces as Parquet and back. The first row is about the run, as the first of the JSON lines is.

use serde_json::Value;

use crate::scenario::{Cells, DataTable};
use crate::tables::{EventColumns, events_parquet};
use crate::time::{Span, TICKS_PER_SECOND};

use super::event::{Event, Trace};

impl Trace {
    /// The trace as a Parquet file: one row an event, after a first row about the run.
    ///
    /// # Errors
    /// In words, when the table cannot be made.
    pub fn parquet(&self) -> Result<Vec<u8>, String> {
        let mut columns = EventColumns::default();
        let about = Event { event: "trace".into(), ..Event::default() };
        for (position, event) in std::iter::once(&about).chain(&self.events).enumerate() {
            columns.t.push(Span(event.ticks).seconds());
            columns.at.push(event.at.clone());
            columns.event.push(event.event.clone());
            columns.call.push(event.call);
            columns.again.push(event.again);
            columns.call_type.push(event.call_type.clone());
            columns.queue.push(event.queue.clone());
            columns.agent.push(event.agent.clone());
            let is_first = position == 0;
            columns.details.push(if is_first {
                self.manifest.clone()
            } else {
                event.details_json()
            });
        }
        events_parquet(columns).map_err(|error| error.to_string())
    }

    /// Reads the table of a Parquet file back.
    ///
    /// # Errors
    /// In words, when it is no trace.
    pub fn from_table(table: &DataTable) -> Result<Self, String> {
        let column = |name: &str| {
            let position = table.header.iter().position(|header| header == name);
            position
                .map(|at| &table.columns[at])
                .ok_or_else(|| format!("it has no column {name:?}"))
        };
        let names = ["t", "at", "event", "call", "again", "call_type", "queue", "agent", "details"];
        let columns = names.map(column);
        let [t, at, event, call, again, call_type, queue, agent, details] = columns;
        let (t, at, event, call) = (t?, at?, event?, call?);
        let (again, call_type, queue, agent) = (again?, call_type?, queue?, agent?);
        let details = details?;
        let text = |cells: &Cells, row: usize| cells.get(row).unwrap_or_default().to_owned();
        let mut trace = Self { manifest: text(details, 0), events: Vec::new() };
        for row in 1..t.len() {
            let seconds: f64 =
                text(t, row).parse().map_err(|_| format!("row {row} has no time"))?;
            let object: Value = serde_json::from_str(&text(details, row)).unwrap_or_default();
            trace.events.push(Event {
                ticks: libm::round(seconds * TICKS_PER_SECOND as f64) as u64,
                at: text(at, row),
                event: text(event, row),
                call: text(call, row).parse().ok(),
                again: text(again, row).parse().unwrap_or(0),
                call_type: text(call_type, row),
                queue: text(queue, row),
                agent: text(agent, row),
                details: object.as_object().map_or_else(Vec::new, Event::details_of),
            });
        }
        Ok(trace)
    }
}
