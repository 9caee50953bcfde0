//! Experiments: all variants over all replications, in parallel, merged in order, compared in pairs.

mod curves;
mod estimating;
mod frame;
mod looking;
mod many;
mod recorded;
mod results;
mod run;
mod values;
mod warning;

pub use many::{Listener, Measured, Reading, Wanted, each, many};
pub use results::{
    Comparison, Difference, Estimate, IntervalResults, Manifest, Metrics, NamedResults,
    QueueResults, QuotedWaits, RecordedResults, Results, VariantResults, Verdict, WaitCurves,
};
pub use run::{Outcome, run};
pub use values::{Pairs, values};

use looking::look;
