//! What a run adds up to: totals, quantiles and the metrics calculated from them.

mod cell;
mod figures;
mod metric;

pub use cell::{Cell, DutyCell};
pub use figures::{Extremes, Figures, Pooled, WAIT_QUANTILES};
pub use metric::{Better, Formula, METRICS, Metric, Unit, Window};
