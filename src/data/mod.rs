//! Data files: recorded calls, staffing and forecasts, CSV or Parquet, as tables of texts.

mod calendar;
mod csv;
mod parquet;
mod plain;

use std::fs::File;
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::scenario::{DataTable, Draft, Files, Unreadable};

/// The largest data file.
const MOST_BYTES: u64 = 2 << 30;
/// Rows of a data file at most.
const MOST_ROWS: usize = 20_000_000;

/// More rows than are read.
fn too_many_rows(rows: usize) -> Unreadable {
    let what = format!("it has {rows} rows; at most {MOST_ROWS} are read");
    Unreadable::new(what, "keep the period that you need")
}

/// Loads every file that a scenario names, relative to its folder. What cannot be loaded is kept
/// with the reason, so that the scenario can say it where it names the file.
#[must_use]
pub fn load_all(draft: &Draft, folder: &Path) -> Files {
    draft.files().into_iter().map(|path| (path.clone(), load(folder, &path))).collect()
}

/// Loads one file by its path relative to a folder.
///
/// # Errors
/// Not found, too large, or malformed with the line; and what to do.
pub fn load(folder: &Path, path: &str) -> Result<DataTable, Unreadable> {
    let full = folder.join(path);
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => Unreadable::new(
            format!("there is no file {}", full.display()),
            "paths are relative to the scenario file",
        ),
        std::io::ErrorKind::IsADirectory => {
            Unreadable::new("it is a folder", "name a file, CSV or Parquet")
        }
        _ => Unreadable::new(error.to_string(), "see that it can be read"),
    };
    let mut file = File::open(&full).map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    if size > MOST_BYTES {
        let what = format!("it has {size} bytes; at most 2 GiB are read");
        return Err(Unreadable::new(what, "keep the columns and the period that you need"));
    }
    let mut bytes = Vec::with_capacity(size as usize);
    file.read_to_end(&mut bytes).map_err(failed)?;
    let sha256 = sha256(&bytes);
    let ending = full.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let table = match ending.to_ascii_lowercase().as_str() {
        "parquet" => parquet::read(bytes)?,
        "ics" => calendar::read(&bytes)?,
        _ => csv::read(bytes)?,
    };
    Ok(DataTable { sha256, ..table })
}

/// SHA-256 of bytes in lower-case hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
