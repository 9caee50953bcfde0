//! A plan as people read it: the terminal's tables, a Markdown table, the page and its files.

mod files;
mod page;
mod summary;
mod terminal;

pub use files::write_plan;
pub(super) use summary::value;
pub use terminal::{plan_markdown, plan_terminal};
