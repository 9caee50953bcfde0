//! Experiments: all variants over all replications, in parallel, merged in order, compared in pairs.

mod answers;
mod comparing;
mod crew;
mod curves;
mod design;
mod estimating;
mod frame;
mod many;
mod playing;
mod recorded;
mod results;
mod run;
mod series;
mod size;
mod turns;
mod values;
mod warning;

pub use answers::Answer;
pub use crew::{Crew, Stage, share};
pub use frame::Counting;
pub use many::{Listener, Measured, Reading, each, many};
pub use results::{
    BatchRun, Comparison, Difference, Estimate, IntervalResults, Manifest, Method, Metrics,
    NamedResults, OffersAfter, QueueMarks, QueueResults, QuotedWaits, RecordedResults, Results,
    Stopped, VariantResults, Verdict, WaitCurves,
};
pub use run::{ByTime, Looking, Outcome, Watch, run, run_watched, run_with};
pub use series::VariantSeries;
pub use size::{Size, size};
pub use values::{Pairs, values};
