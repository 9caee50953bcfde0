//! The baselines that were written.

use serde_json::{Value, json as value};

use crate::report::words::plain;

/// One line a baseline: scenario, file, bytes.
#[must_use]
pub fn accepted(files: &[(String, String, usize)], reason: &str) -> String {
    let one = |(scenario, file, bytes): &(String, String, usize)| {
        let kib = bytes.div_ceil(1_024);
        format!("accepted  {}: {} ({kib} KiB)\n", plain(scenario), plain(file))
    };
    let lines: String = files.iter().map(one).collect();
    format!("{lines}Reason: {}. Commit the baselines with the change.\n", plain(reason))
}

/// The same as one JSON document.
#[must_use]
pub fn accepted_json(files: &[(String, String, usize)], reason: &str) -> String {
    let one = |(scenario, file, bytes): &(String, String, usize)| -> Value {
        value!({ "file": scenario, "baseline": file, "bytes": bytes })
    };
    let document = value!({
        "schema": "ringback.check/1",
        "exit_code": 0,
        "reason": reason,
        "accepted": files.iter().map(one).collect::<Vec<_>>(),
    });
    format!("{document:#}\n")
}
