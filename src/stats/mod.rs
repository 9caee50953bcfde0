//! Numbers only: quantiles of Student's law, means and ratios with their intervals.

mod estimate;
mod regression;
mod selection;
mod service_level;
mod student;

pub use estimate::{
    Interval, mean, mean_interval, nearest_rank, paired_ratio_difference, ratio_interval,
};
pub use regression::{Fit, least_squares};
pub use selection::{Side, Triangle, probability_of_best};
pub use service_level::{ServiceCounts, ServiceLevelDefinition};
pub use student::{normal_quantile, student_quantile};
