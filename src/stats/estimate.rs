//! Estimates over units (replications, pairs of them, or batches) and their intervals.
//!
//! Values stand in the order of the units and are added in that order, so that a result does
//! not depend on who computed what first. docs/statistics.md says which estimator is used where.

use super::student::student_quantile;

/// An estimate with the half width of its confidence interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The estimate.
    pub estimate: f64,
    /// Half width; none below 2 units.
    pub half_width: Option<f64>,
}

/// An estimate and, for each unit, its linearised value less the estimate. To first order the
/// estimate's error is the mean of these deviations, whether it is a mean, a ratio or a
/// quantile: so differences, pairs and controls are the same few lines for all of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Sampled {
    estimate: f64,
    /// None for a unit that has no value.
    deviations: Vec<Option<f64>>,
    /// Parameters estimated: 1, or 2 with a control.
    parameters: usize,
}

impl Sampled {
    fn new(estimate: f64, deviations: Vec<Option<f64>>) -> Self {
        Self { estimate, deviations, parameters: 1 }
    }

    /// The mean of the units that have a value; none when no unit has.
    #[must_use]
    pub fn mean(values: &[Option<f64>]) -> Option<Self> {
        let present: Vec<f64> = values.iter().copied().flatten().collect();
        let estimate = mean(&present)?;
        Some(Self::about(estimate, values))
    }

    /// Sum of numerators over sum of denominators. The linearised values are
    /// (numerator - ratio x denominator) / mean denominator: the delta method (Law, "Simulation
    /// Modeling and Analysis", 5th ed., section 9.5). None when the denominators sum to 0.
    #[must_use]
    pub fn ratio(pairs: &[(f64, f64)]) -> Option<Self> {
        let (numerator, denominator) =
            pairs.iter().fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
        if denominator <= 0.0 {
            return None;
        }
        let ratio = numerator / denominator;
        let scale = denominator / pairs.len() as f64;
        let deviation = |pair: &(f64, f64)| Some((pair.0 - ratio * pair.1) / scale);
        Some(Self::new(ratio, pairs.iter().map(deviation).collect()))
    }

    /// An estimate from all units together that each unit could also make alone, such as a
    /// quantile: sectioning (Asmussen and Glynn, "Stochastic Simulation", 2007, section III.5).
    /// The units' own values spread about the common estimate, so that their bias widens the
    /// interval instead of hiding in it.
    #[must_use]
    pub fn about(estimate: f64, values: &[Option<f64>]) -> Self {
        Self::new(estimate, values.iter().map(|value| Some((*value)? - estimate)).collect())
    }

    /// This estimate less another one of the same units: paired.
    #[must_use]
    pub fn less(&self, other: &Self) -> Self {
        let pairs = self.deviations.iter().zip(&other.deviations);
        Self {
            estimate: self.estimate - other.estimate,
            deviations: pairs.map(|(own, other)| Some((*own)? - (*other)?)).collect(),
            parameters: self.parameters.max(other.parameters),
        }
    }

    /// Each two units that follow one another become one, their mean: what antithetic
    /// replications are estimated by, as only the pairs are independent of one another.
    #[must_use]
    pub fn in_pairs(self) -> Self {
        Self { deviations: in_pairs(&self.deviations), ..self }
    }

    /// Corrected by a control variate: of each unit a value whose expectation is known, less
    /// that expectation. Each unit's deviation loses slope x control, the slope being fitted to
    /// all other units, so that the correction is zero on average whatever the laws are
    /// (splitting: Nelson, "Control variate remedies", Operations Research 38(6), 1990); n - 2
    /// degrees of freedom. Below 5 units with a value, or with a control that never varies,
    /// everything stays as it is.
    #[must_use]
    pub fn with_control(self, control: &[f64]) -> Self {
        let both: Vec<(f64, f64)> =
            control.iter().zip(&self.deviations).filter_map(|(&c, d)| Some((c, (*d)?))).collect();
        let n = both.len() as f64;
        let sums = both.iter().fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
        let means = (sums.0 / n, sums.1 / n);
        let squares: f64 = both.iter().map(|pair| square(pair.0 - means.0)).sum();
        let products: f64 = both.iter().map(|p| (p.0 - means.0) * (p.1 - means.1)).sum();
        if both.len() < 5 || squares <= 0.0 {
            return self;
        }
        let corrected = |control: f64, deviation: f64| {
            // Sums without this unit (Welford's update run backwards).
            let off = (control - means.0) * n / (n - 1.0);
            let others = squares - off * (control - means.0);
            let slope = (products - off * (deviation - means.1)) / others;
            // All variation may be this unit's.
            if others > 1e-12 * squares { deviation - slope * control } else { deviation }
        };
        let values: Vec<Option<f64>> = (control.iter().zip(&self.deviations))
            .map(|(&control, deviation)| Some(corrected(control, (*deviation)?)))
            .collect();
        let shift = values.iter().flatten().sum::<f64>() / n;
        Self { parameters: 2, ..Self::about(shift, &values) }.moved(self.estimate)
    }

    /// The same about another place.
    fn moved(self, by: f64) -> Self {
        Self { estimate: self.estimate + by, ..self }
    }

    /// The estimate.
    #[must_use]
    pub const fn estimate(&self) -> f64 {
        self.estimate
    }

    /// Its standard error; none below 2 units.
    #[must_use]
    pub fn error(&self) -> Option<f64> {
        let squares: f64 = self.present().map(square).sum();
        let n = self.present().count();
        (n > self.parameters).then(|| libm::sqrt(squares / (n - self.parameters) as f64 / n as f64))
    }

    /// The estimate with a Student-t interval.
    #[must_use]
    pub fn interval(&self, confidence: f64) -> Interval {
        let half_width = self
            .error()
            .map(|error| student_quantile(self.degrees(), 0.5 * (1.0 + confidence)) * error);
        Interval { estimate: self.estimate, half_width }
    }

    /// Degrees of freedom of its interval; 0 when it has none.
    #[must_use]
    pub fn degrees(&self) -> u32 {
        self.present().count().saturating_sub(self.parameters) as u32
    }

    /// Units with a value.
    #[must_use]
    pub fn units(&self) -> usize {
        self.present().count()
    }

    /// The units' deviations, where they have a value.
    pub fn present(&self) -> impl Iterator<Item = f64> + '_ {
        self.deviations.iter().copied().flatten()
    }
}

/// The means of each two values that follow one another; of one where the other is missing.
#[must_use]
pub fn in_pairs(values: &[Option<f64>]) -> Vec<Option<f64>> {
    let pair = |pair: &[Option<f64>]| {
        let present: Vec<f64> = pair.iter().copied().flatten().collect();
        mean(&present)
    };
    values.chunks(2).map(pair).collect()
}

fn square(value: f64) -> f64 {
    value * value
}

/// The arithmetic mean; none of nothing.
#[must_use]
pub fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The mean with a Student-t interval.
#[must_use]
pub fn mean_interval(values: &[f64], confidence: f64) -> Option<Interval> {
    let values: Vec<Option<f64>> = values.iter().map(|&value| Some(value)).collect();
    Sampled::mean(&values).map(|sampled| sampled.interval(confidence))
}

/// Sum of numerators over sum of denominators with its interval: see [`Sampled::ratio`].
#[must_use]
pub fn ratio_interval(pairs: &[(f64, f64)], confidence: f64) -> Option<Interval> {
    Sampled::ratio(pairs).map(|sampled| sampled.interval(confidence))
}

/// Difference of two ratios of sums, `to` less `from`, of the same replications: the interval
/// is that of the paired differences of the linearised values.
#[must_use]
pub fn paired_ratio_difference(
    from: &[(f64, f64)],
    to: &[(f64, f64)],
    confidence: f64,
) -> Option<Interval> {
    let (from, to) = (Sampled::ratio(from)?, Sampled::ratio(to)?);
    Some(to.less(&from).interval(confidence))
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

    #[test]
    fn units_without_a_value_are_left_out_and_differences_need_both() {
        let some = [Some(1.0), None, Some(3.0), Some(8.0)];
        let other = [Some(1.0), Some(1.0), None, Some(4.0)];
        let (some, other) = (Sampled::mean(&some).unwrap(), Sampled::mean(&other).unwrap());
        assert_eq!(some.interval(0.95).estimate, 4.0);
        assert_eq!((some.units(), some.less(&other).units()), (3, 2));
        assert_eq!(Sampled::mean(&[None, None]), None);
    }

    #[test]
    fn the_spread_of_sections_is_about_the_common_estimate() {
        let own = [Some(1.0), Some(3.0)];
        let about_mean = Sampled::about(2.0, &own).interval(0.95);
        let about_other = Sampled::about(4.0, &own).interval(0.95);
        let [near, far] = [about_mean, about_other].map(|interval| interval.half_width.unwrap());
        assert!((far / near - (10.0f64 / 2.0).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn a_pair_is_one_unit_and_what_cancels_in_it_is_gone() {
        let values: Vec<Option<f64>> = [4.0, 6.0, 3.0, 7.0, 5.5, 4.5].map(Some).to_vec();
        let plain = Sampled::mean(&values).unwrap();
        let paired = plain.clone().in_pairs();
        assert_eq!((plain.units(), paired.units()), (6, 3));
        assert_eq!(paired.interval(0.95).estimate, 5.0);
        assert_eq!(paired.interval(0.95).half_width, Some(0.0));
        assert!(plain.interval(0.95).half_width.unwrap() > 0.5);
    }

    #[test]
    fn a_control_takes_out_what_it_explains_and_moves_the_estimate_to_its_expectation() {
        // y = 10 + 2 c exactly, with controls that lie 0.5 too high on average.
        let control = [1.0, -1.0, 2.0, 0.0, 0.5];
        let values: Vec<Option<f64>> = control.iter().map(|c| Some(10.0 + 2.0 * c)).collect();
        let found = Sampled::mean(&values).unwrap().with_control(&control).interval(0.95);
        assert!((found.estimate - 10.0).abs() < 1e-12, "{found:?}");
        assert!(found.half_width.unwrap() < 1e-12, "{found:?}");
        let never = Sampled::mean(&values).unwrap().with_control(&[0.0; 5]);
        assert_eq!(never, Sampled::mean(&values).unwrap());
        let alone = Sampled::mean(&values).unwrap().with_control(&[0.0, 0.0, 3.0, 0.0, 0.0]);
        assert_eq!(alone.interval(0.95).estimate, 10.0 + 1.0);
        let few = Sampled::mean(&values[..4]).unwrap();
        assert_eq!(few.clone().with_control(&control[..4]), few, "four units fit no slope");
    }

    #[test]
    fn each_unit_is_corrected_by_the_slope_of_all_others() {
        let control = [1.0, 2.0, 3.0, 4.0, 5.0];
        let values = [2.0, 4.0, 5.0, 4.0, 5.0];
        // Slopes without the first, second ... unit, worked by hand.
        let slopes = [0.2, 6.0 / 8.75, 0.6, 6.0 / 8.75, 0.7];
        let corrected: Vec<f64> = (0..5).map(|at| values[at] - slopes[at] * control[at]).collect();
        let exact = mean_interval(&corrected, 0.95).unwrap();
        let sampled = Sampled::mean(&values.map(Some)).unwrap().with_control(&control);
        assert!((sampled.interval(0.95).estimate - exact.estimate).abs() < 1e-12, "{sampled:?}");
        assert_eq!(sampled.degrees(), 3);
    }
}
