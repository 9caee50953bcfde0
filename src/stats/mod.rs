//! Numbers only: quantiles of Student's law, means and ratios with their intervals.

mod estimate;
mod regression;
mod service_level;
mod student;

pub use estimate::{
    Interval, mean, mean_interval, nearest_rank, paired_ratio_difference, ratio_interval,
};
pub use regression::{Fit, least_squares};
pub use service_level::{ServiceCounts, ServiceLevelDefinition};
pub use student::{normal_quantile, student_quantile};
