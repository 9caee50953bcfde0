//! Experiments: all variants over all replications, in parallel, merged in order, compared in pairs.

mod results;

pub use results::{
    Comparison, Difference, Digest, Estimate, IntervalResults, Manifest, Metrics, NamedResults,
    QueueResults, RecordedResults, Results, VariantResults, Verdict, WaitCurves,
};
