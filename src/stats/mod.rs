//! Numbers only: quantiles of Student's law, estimates with their intervals, what to doubt in them,
//! verdicts.

mod estimate;
mod judge;
mod multiple;
mod regression;
mod selection;
mod service_level;
mod shape;
mod stopping;
mod student;
mod truncation;

pub use estimate::{
    Interval, Sampled, in_pairs, mean, mean_interval, nearest_rank, paired_ratio_difference,
    ratio_interval,
};
pub use judge::{Better, Judgement, Pairing, Question, Series, Tolerance, Verdict, judge};
pub use multiple::{holm, holm_levels};
pub use regression::{Fit, least_squares};
pub use selection::{Side, Triangle, probability_of_best};
pub use service_level::{ServiceCounts, ServiceLevelDefinition};
pub use shape::{are_alike_in_a_row, is_too_skewed, lag_one_correlation, skewness};
pub use stopping::{FEWEST_UNITS, FIRST_LOOK, Look, look};
pub use student::{normal_quantile, student_quantile, student_tail};
pub use truncation::{MSER_BATCH, Truncation, differs_from_the_rest, mser5};
