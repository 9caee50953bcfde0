//! MSER-5: where the start-up of a long run has been forgotten.
//!
//! Sources: White, Simulation 69(6), 1997; White, Cobb and Spratt, WSC 2000. Hoad, Robinson and
//! Davies, Journal of the Operational Research Society 61, 2010 (AutoSimOA), found it the one
//! rule of 44 that is robust and needs nobody to judge it, applied to the mean of several
//! replications, and refuse a cut in the second half of the run.

/// Values that are averaged before anything else.
pub const MSER_BATCH: usize = 5;

/// What MSER-5 says of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truncation {
    /// Leave out so many values at the start.
    After(usize),
    /// The best cut lies in the second half: the run is too short to show a steady state.
    TooShort,
}

/// The cut that makes the mean of the rest most sure: of all starts d in batches of 5, the one
/// with the least sum of squares about the mean of what is left, over the square of how many
/// are left. None of fewer than 10 batches.
#[must_use]
pub fn mser5(values: &[f64]) -> Option<Truncation> {
    let batches: Vec<f64> = values
        .chunks_exact(MSER_BATCH)
        .map(|batch| batch.iter().sum::<f64>() / MSER_BATCH as f64)
        .collect();
    let n = batches.len();
    if n < 10 {
        return None;
    }
    // Sums of the batches from each start on, about a middle value so that nothing cancels.
    let about = batches[n / 2..].iter().sum::<f64>() / (n - n / 2) as f64;
    let (mut sum, mut squares) = (0.0, 0.0);
    let mut best = (f64::INFINITY, n);
    for start in (0..n).rev() {
        let value = batches[start] - about;
        sum += value;
        squares += value * value;
        let left = (n - start) as f64;
        // The last few batches alone are alike by chance.
        if left >= MSER_BATCH as f64 {
            let statistic = (squares - sum * sum / left).max(0.0) / (left * left);
            // Of equal cuts the earliest.
            if statistic <= best.0 {
                best = (statistic, start);
            }
        }
    }
    Some(if best.1 > n / 2 { Truncation::TooShort } else { Truncation::After(best.1 * MSER_BATCH) })
}

/// Whether the values from `from` up to, without, `cut` differ from those after it by more than
/// chance: by 3 standard errors, estimated from 20 stretches of what comes after.
#[must_use]
pub fn differs_from_the_rest(values: &[f64], from: usize, cut: usize) -> bool {
    const STRETCHES: usize = 20;
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let rest = &values[cut.min(values.len())..];
    let length = rest.len() / STRETCHES;
    if from >= cut || length == 0 {
        return false;
    }
    let means: Vec<f64> = rest.chunks_exact(length).map(mean).collect();
    let overall = mean(&means);
    let squares: f64 = means.iter().map(|mean| (mean - overall) * (mean - overall)).sum();
    // Variance of the mean of so many values as the questioned ones are, and of the rest.
    let variance = squares / (means.len() - 1) as f64 * length as f64;
    let error = variance * (1.0 / (cut - from) as f64 + 1.0 / rest.len() as f64);
    libm::fabs(mean(&values[from..cut]) - overall) > 3.0 * libm::sqrt(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sawtooth about `level` that stands in for chance.
    fn noise(position: usize, level: f64) -> f64 {
        level + ((position * 7_919) % 13) as f64 / 13.0
    }

    #[test]
    fn a_start_up_is_cut_and_a_steady_run_is_left_whole() {
        let steady: Vec<f64> = (0..500).map(|i| noise(i, 10.0)).collect();
        let Some(Truncation::After(cut)) = mser5(&steady) else { panic!("no cut") };
        assert!(cut <= 10, "{cut}");
        let rising: Vec<f64> =
            (0..500).map(|i| noise(i, 10.0 - 10.0 * libm::exp(-(i as f64) / 20.0))).collect();
        let Some(Truncation::After(cut)) = mser5(&rising) else { panic!("no cut") };
        assert!((40..150).contains(&cut), "{cut}");
    }

    #[test]
    fn a_stretch_differs_from_the_rest_when_it_is_not_of_its_level() {
        let mut values: Vec<f64> = (0..500).map(|i| noise(i, 10.0)).collect();
        assert!(!differs_from_the_rest(&values, 0, 50));
        values[..50].iter_mut().for_each(|value| *value -= 1.0);
        assert!(differs_from_the_rest(&values, 0, 50));
        assert!(!differs_from_the_rest(&values, 50, 50));
        assert!(!differs_from_the_rest(&values, 0, 490));
        // Ten values err by more than fifty: 0.08 is chance.
        values[40..50].iter_mut().for_each(|value| *value += 1.08);
        assert!(!differs_from_the_rest(&values, 40, 50));
        values[40..50].iter_mut().for_each(|value| *value += 0.1);
        assert!(differs_from_the_rest(&values, 40, 50));
    }

    #[test]
    fn a_run_that_never_settles_is_too_short() {
        let growing: Vec<f64> = (0..500).map(|i| noise(i, i as f64)).collect();
        assert_eq!(mser5(&growing), Some(Truncation::TooShort));
        // In the middle is not in the second half.
        assert_eq!(mser5(&growing[..50]), Some(Truncation::After(25)));
        assert_eq!(mser5(&growing[..49]), None);
    }
}
