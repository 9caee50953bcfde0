//! Experiments: all variants over all replications, in parallel, merged in order, compared in pairs.

mod comparing;
mod curves;
mod design;
mod estimating;
mod frame;
mod playing;
mod recorded;
mod results;
mod run;
mod warning;

pub use results::{
    BatchRun, Comparison, Difference, Estimate, IntervalResults, Manifest, Method, Metrics,
    NamedResults, QueueResults, QuotedWaits, RecordedResults, Results, Stopped, VariantResults,
    Verdict, WaitCurves,
};
pub use run::{Looking, Outcome, Watch, run, run_watched};
