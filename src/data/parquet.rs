//! Parquet files, as tables of texts.

use std::io::Cursor;

use polars::prelude::{ParquetReader, PolarsError, SerReader};

use crate::scenario::{DataTable, Unreadable};

use super::csv::texts;
use super::{MOST_ROWS, too_many_rows};

/// Reads a Parquet file; the number of rows is looked at before they are decoded.
pub(super) fn read(bytes: Vec<u8>) -> Result<DataTable, Unreadable> {
    let mut reader = ParquetReader::new(Cursor::new(bytes));
    let malformed = |error: PolarsError| {
        Unreadable::new(error.to_string(), "write it again as Parquet, or as CSV")
    };
    let rows = reader.num_rows().map_err(malformed)?;
    if rows > MOST_ROWS {
        return Err(too_many_rows(rows));
    }
    let frame = reader.finish().map_err(malformed)?;
    texts(&frame).map_err(malformed)
}
