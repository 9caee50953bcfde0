//! What a run adds up to: totals, quantiles and the metrics calculated from them.

mod batches;
mod catalogue;
mod cell;
mod course;
mod figures;
mod formulas;
mod frame;
mod histogram;
mod key;
mod metric;
mod offers;
mod packed;
mod promises;
mod quotes;
mod spans;
mod tally;
mod waits;

pub use crate::stats::Better;
pub use batches::Batches;
pub use catalogue::METRICS;
pub use cell::{Cell, DutyCell};
pub use course::Course;
pub use figures::{Extremes, Figures, Pooled, WAIT_QUANTILES};
pub use frame::{
    CallTypeFrame, Frame, GroupFrame, Level, Pair, Replication, Scope, When, service_counts,
};
pub use histogram::Histogram;
pub use key::{KEY_METRICS, default_tolerance};
pub use metric::{Formula, Metric, Unit, Window};
pub use offers::{OfferClass, Offers};
pub use packed::{Packed, Totals};
pub use quotes::{QUOTE_CLASSES, QuoteClass, Quotes};
pub use spans::{Grid, SpanGrid};
pub use tally::Tally;
pub use waits::{Waits, summed};
