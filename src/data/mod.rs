//! Data files: recorded calls, staffing and forecasts, CSV or Parquet, as tables of texts.

mod csv;
mod parquet;

use std::fs::File;
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::scenario::{DataTable, Draft, Files};

/// The largest data file.
const MOST_BYTES: u64 = 2 << 30;
/// Rows of a data file at most.
const MOST_ROWS: usize = 20_000_000;

/// Loads every file that a scenario names, relative to its folder. What cannot be loaded is kept
/// with the reason, so that the scenario can say it where it names the file.
#[must_use]
pub fn load_all(draft: &Draft, folder: &Path) -> Files {
    draft.files().into_iter().map(|path| (path.clone(), load(folder, &path))).collect()
}

/// Loads one file by its path relative to a folder.
///
/// # Errors
/// In words: not found, too large, or malformed with the line.
pub fn load(folder: &Path, path: &str) -> Result<DataTable, String> {
    let full = folder.join(path);
    let mut file = File::open(&full).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => format!("there is no file {}", full.display()),
        _ => error.to_string(),
    })?;
    let size = file.metadata().map_err(|error| error.to_string())?.len();
    if size > MOST_BYTES {
        return Err(format!("it has {size} bytes; at most 2 GiB are read"));
    }
    let mut bytes = Vec::with_capacity(size as usize);
    file.read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    let sha256 = sha256(&bytes);
    let is_parquet =
        full.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("parquet"));
    let table = if is_parquet { parquet::read(bytes)? } else { csv::read(&bytes)? };
    Ok(DataTable { sha256, ..table })
}

/// SHA-256 of bytes in lower-case hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
