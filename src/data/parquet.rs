//! Parquet files, as tables of texts.

use std::io::Cursor;

use polars::prelude::{ParquetReader, SerReader};

use crate::scenario::DataTable;

use super::MOST_ROWS;
use super::csv::texts;

/// Reads a Parquet file; the number of rows is looked at before they are decoded.
pub(super) fn read(bytes: Vec<u8>) -> Result<DataTable, String> {
    let mut reader = ParquetReader::new(Cursor::new(bytes));
    let rows = reader.num_rows().map_err(|error| error.to_string())?;
    if rows > MOST_ROWS {
        return Err(format!("it has {rows} rows; at most {MOST_ROWS} are read"));
    }
    let frame = reader.finish().map_err(|error| error.to_string())?;
    texts(&frame)
}
