//! Experiments: all variants over all replications, in parallel, merged in order, compared in pairs.

mod curves;
mod estimating;
mod frame;
mod recorded;
mod results;
mod run;
mod size;
mod warning;

pub use results::{
    Comparison, Difference, Estimate, IntervalResults, Manifest, Metrics, NamedResults,
    QueueResults, QuotedWaits, RecordedResults, Results, VariantResults, Verdict, WaitCurves,
};
pub use run::{Outcome, run};
pub use size::{Size, size};
