//! Estimates over replications: means, ratios of sums, paired differences, and their intervals.
//!
//! Every function takes one value (or one pair) per replication, in replication order, and adds
//! in that order, so that its result does not depend on who computed what first.

use super::student::student_quantile;

/// An estimate with the half width of its confidence interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The estimate.
    pub estimate: f64,
    /// Half width; none below 2 replications.
    pub half_width: Option<f64>,
}

/// The arithmetic mean; none of nothing.
#[must_use]
pub fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The mean with a Student-t interval.
#[must_use]
pub fn mean_interval(values: &[f64], confidence: f64) -> Option<Interval> {
    let estimate = mean(values)?;
    let squares = values.iter().map(|value| (value - estimate) * (value - estimate)).sum::<f64>();
    Some(Interval { estimate, half_width: half_width(squares, values.len(), confidence) })
}

/// Sum of numerators over sum of denominators, its interval by the delta method with Student's
/// t: the replications' linearised values are (numerator - ratio x denominator) / mean
/// denominator (Law, "Simulation Modeling and Analysis", 5th ed., section 9.5).
#[must_use]
pub fn ratio_interval(pairs: &[(f64, f64)], confidence: f64) -> Option<Interval> {
    let (estimate, denominator) = ratio(pairs)?;
    let squares = linearised(pairs, estimate, denominator).map(|value| value * value).sum::<f64>();
    Some(Interval { estimate, half_width: half_width(squares, pairs.len(), confidence) })
}

/// Difference of two ratios of sums, `to` less `from`, of the same replications: the interval
/// is that of the paired differences of the linearised values.
#[must_use]
pub fn paired_ratio_difference(
    from: &[(f64, f64)],
    to: &[(f64, f64)],
    confidence: f64,
) -> Option<Interval> {
    let (from_ratio, from_denominator) = ratio(from)?;
    let (to_ratio, to_denominator) = ratio(to)?;
    let squares = linearised(to, to_ratio, to_denominator)
        .zip(linearised(from, from_ratio, from_denominator))
        .map(|(to, from)| (to - from) * (to - from))
        .sum::<f64>();
    Some(Interval {
        estimate: to_ratio - from_ratio,
        half_width: half_width(squares, from.len(), confidence),
    })
}

/// Ratio of the sums and mean denominator; none when the denominators sum to 0.
fn ratio(pairs: &[(f64, f64)]) -> Option<(f64, f64)> {
    let (numerator, denominator) =
        pairs.iter().fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
    (denominator > 0.0).then(|| (numerator / denominator, denominator / pairs.len() as f64))
}

fn linearised(
    pairs: &[(f64, f64)],
    ratio: f64,
    denominator: f64,
) -> impl Iterator<Item = f64> + '_ {
    pairs.iter().map(move |pair| (pair.0 - ratio * pair.1) / denominator)
}

/// Half width from the sum of squared deviations of `count` replications.
fn half_width(squares: f64, count: usize, confidence: f64) -> Option<f64> {
    if count < 2 {
        return None;
    }
    let n = count as f64;
    let standard_error = libm::sqrt(squares / (n - 1.0) / n);
    Some(student_quantile(count as u32 - 1, 0.5 * (1.0 + confidence)) * standard_error)
}

/// The value at a share of the sorted values, by nearest rank: the least value with at least
/// that share at or below it. None of nothing.
#[must_use]
pub fn nearest_rank(sorted: &[f64], share: f64) -> Option<f64> {
    // Taking away a little keeps 0.9 x 10 from being ranked 10th by a rounding error.
    let rank = libm::ceil(share * sorted.len() as f64 - 1e-9).max(1.0) as usize;
    sorted.get(rank - 1).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_is_the_ratio_of_sums_and_never_the_mean_of_ratios() {
        let found = ratio_interval(&[(1.0, 2.0), (9.0, 10.0)], 0.95).unwrap();
        assert_eq!(found.estimate, 10.0 / 12.0);
        assert_eq!(ratio_interval(&[(0.0, 0.0)], 0.95), None);
        assert_eq!(ratio_interval(&[(1.0, 2.0)], 0.95).unwrap().half_width, None);
    }

    #[test]
    fn a_variant_differs_from_itself_by_exactly_nothing() {
        let pairs = [(1.0, 3.0), (2.0, 5.0), (4.0, 7.0)];
        let found = paired_ratio_difference(&pairs, &pairs, 0.95).unwrap();
        assert_eq!((found.estimate, found.half_width), (0.0, Some(0.0)));
    }

    #[test]
    fn the_nearest_rank_is_an_observed_value() {
        let sorted: Vec<f64> = (1..=10).map(f64::from).collect();
        assert_eq!(nearest_rank(&sorted, 0.1), Some(1.0));
        assert_eq!(nearest_rank(&sorted, 0.9), Some(9.0));
        assert_eq!(nearest_rank(&sorted, 0.91), Some(10.0));
        assert_eq!(nearest_rank(&[], 0.5), None);
    }

    #[test]
    fn the_interval_of_a_mean_is_students() {
        let found = mean_interval(&[1.0, 2.0, 3.0, 4.0], 0.95).unwrap();
        assert_eq!(found.estimate, 2.5);
        let exact = 3.182_446_305_284 * (5.0f64 / 3.0 / 4.0).sqrt();
        assert!((found.half_width.unwrap() / exact - 1.0).abs() < 1e-10);
    }
}
