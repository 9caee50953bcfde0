//! Events as a Parquet table: columns of equal length, given by whoever has the events.

use polars::prelude::{Column, DataFrame, ParquetWriter, PolarsResult};

/// Columns of a table of events, one entry an event.
#[derive(Clone, Debug, Default)]
pub struct EventColumns {
    /// Seconds from the start.
    pub t: Vec<f64>,
    /// Civil time.
    pub at: Vec<String>,
    /// Name of the event.
    pub event: Vec<String>,
    /// Number of the call within its type.
    pub call: Vec<Option<u64>>,
    /// Which of the customer's calls.
    pub again: Vec<u64>,
    /// Type of the call.
    pub call_type: Vec<String>,
    /// Queue of the call.
    pub queue: Vec<String>,
    /// The agent.
    pub agent: Vec<String>,
    /// The rest, as one JSON object each; of the first row also what the trace is about.
    pub details: Vec<String>,
}

/// A Parquet file of events.
///
/// # Errors
/// When the table cannot be made.
pub fn events_parquet(columns: EventColumns) -> PolarsResult<Vec<u8>> {
    let rows = columns.t.len();
    let mut frame = DataFrame::new(
        rows,
        vec![
            Column::new("t".into(), columns.t),
            Column::new("at".into(), columns.at),
            Column::new("event".into(), columns.event),
            Column::new("call".into(), columns.call),
            Column::new("again".into(), columns.again),
            Column::new("call_type".into(), columns.call_type),
            Column::new("queue".into(), columns.queue),
            Column::new("agent".into(), columns.agent),
            Column::new("details".into(), columns.details),
        ],
    )?;
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes).finish(&mut frame)?;
    Ok(bytes)
}
