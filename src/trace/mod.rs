//! Traces: every event of one replication, told as lines; two of them compared; one call explained.

mod diff;
mod event;
mod explain;
mod parquet;
mod recorder;
mod router;

pub use diff::{Difference, Side, diff};
pub use event::{Detail, Event, Trace, Unreadable};
pub use explain::{Which, explain};
pub use recorder::record;
