//! What a check found, for people and for machines: terminal, Markdown, JUnit, JSON, CSV, and notes
//! beside the lines of a pull request.

mod accepted;
mod annotations;
mod csv;
mod diff;
mod json;
mod junit;
mod markdown;
mod rows;
mod terminal;

pub use accepted::{accepted, accepted_json};
pub use annotations::annotations;
pub use csv::findings_csv;
pub use diff::{Diff, diff_json, diff_text};
pub use json::findings_json;
pub use junit::junit;
pub use markdown::findings_markdown;
pub use terminal::findings;
