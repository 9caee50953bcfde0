//! Traces: every event of one replication, told as lines; two of them compared; one call explained.

mod diff;
mod event;
mod explain;
mod parquet;
mod recorder;
mod router;
mod witness;

pub use diff::{Difference, Parting, Side, diff, first_difference};
pub use event::{Detail, Event, Trace, Unreadable};
pub use explain::{Which, explain};
pub use recorder::record;
