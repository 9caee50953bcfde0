//! Whether units behave as a Student-t interval supposes: not too skewed, not alike in a row.

use super::student::normal_quantile;

/// Fisher's coefficient of skewness, sum of cubes over the sum of squares to the power 3/2 (both
/// by n); 0 when nothing varies.
#[must_use]
pub fn skewness(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / n;
    let cubes = values.iter().map(|v| (v - mean) * (v - mean) * (v - mean)).sum::<f64>() / n;
    if squares > 0.0 { cubes / (squares * libm::sqrt(squares)) } else { 0.0 }
}

/// Whether so few units of such skewness make a 95 % interval doubtful: fewer than
/// 25 x skewness^2 (Cochran, "Sampling Techniques", 3rd ed. 1977, section 2.15: from that many
/// on, the interval misses at most 6 % of the time), and a skewness that is no chance result (99 %
/// of its standard error under the normal law).
#[must_use]
pub fn is_too_skewed(values: &[f64]) -> bool {
    let n = values.len() as f64;
    if values.len() < 8 {
        return false;
    }
    let error = libm::sqrt(6.0 * (n - 2.0) / ((n + 1.0) * (n + 3.0)));
    let skewness = libm::fabs(skewness(values));
    25.0 * skewness * skewness > n && skewness > normal_quantile(0.995) * error
}

/// Correlation of each value with the next one; 0 when nothing varies.
#[must_use]
pub fn lag_one_correlation(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let squares = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>();
    let products = values.windows(2).map(|two| (two[0] - mean) * (two[1] - mean)).sum::<f64>();
    if squares > 0.0 { products / squares } else { 0.0 }
}

/// Whether batches follow one another too closely to count as independent: their correlation
/// with the next one is above what independent ones reach 1 time in 100 (by its large-sample
/// law: normal, mean -1 / n, variance 1 / n; Law, "Simulation Modeling and Analysis", 5th ed.,
/// section 9.5.3, asks for batches whose correlation can be neglected).
#[must_use]
pub fn are_alike_in_a_row(values: &[f64]) -> bool {
    let n = values.len() as f64;
    values.len() >= 8
        && lag_one_correlation(values) > normal_quantile(0.99) / libm::sqrt(n) - 1.0 / n
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skewness_is_that_of_the_text_books() {
        // 1, 2, 9: mean 4, squares (9 + 4 + 25) / 3, cubes (-27 - 8 + 125) / 3.
        let exact = 30.0 / libm::pow(38.0 / 3.0, 1.5);
        assert!((skewness(&[1.0, 2.0, 9.0]) - exact).abs() < 1e-12);
        assert_eq!(skewness(&[1.0, 2.0, 3.0]), 0.0);
        assert_eq!(skewness(&[5.0; 4]), 0.0);
    }

    #[test]
    fn a_few_units_with_one_far_out_are_too_skewed_and_even_ones_are_not() {
        let mut values = vec![1.0; 20];
        values[7] = 9.0;
        assert!(is_too_skewed(&values));
        let even: Vec<f64> = (0..20).map(f64::from).collect();
        assert!(!is_too_skewed(&even));
        // An exponential law has skewness 2: a hundred units are enough for it.
        let many: Vec<f64> = (1..=200).map(|i| -libm::log(f64::from(i) / 201.0)).collect();
        assert!(!is_too_skewed(&many));
        // Of 35 such units the skewness is 1.3: 42 would be enough.
        let few: Vec<f64> = (1..=35).map(|i| -libm::log(f64::from(i) / 36.0)).collect();
        assert!(is_too_skewed(&few));
        let further: Vec<f64> = many[..30].iter().map(|&value| libm::exp(value)).collect();
        assert!(is_too_skewed(&further));
    }

    #[test]
    fn slow_waves_are_alike_in_a_row_and_alternating_ones_are_not() {
        let waves: Vec<f64> = (0..30).map(|i| f64::from(i % 10)).collect();
        assert!(are_alike_in_a_row(&waves));
        let turns: Vec<f64> = (0..30).map(|i| f64::from(i % 2)).collect();
        assert!(!are_alike_in_a_row(&turns));
        assert_eq!(lag_one_correlation(&[3.0; 10]), 0.0);
        // 1, 2, 9: mean 4; products (-3)(-2) + (-2)(5) over squares 9 + 4 + 25.
        assert!((lag_one_correlation(&[1.0, 2.0, 9.0]) + 4.0 / 38.0).abs() < 1e-15);
        assert!((lag_one_correlation(&[1.0, 2.0, 3.0, 4.0]) - 0.25).abs() < 1e-15);
    }
}
