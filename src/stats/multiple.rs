//! Many comparisons at once: which differences still stand when all are looked at together.

use super::student::student_quantile;

/// Holm's step-down method (Scandinavian Journal of Statistics 6, 1979): for each difference
/// whether it excludes zero when the chance of even one false claim among all of them is to stay
/// below 1 - `confidence`. `sizes` are differences over the half widths of their own intervals of
/// that confidence; `degrees` are the degrees of freedom of those.
#[must_use]
pub fn holm(sizes: &[f64], degrees: u32, confidence: f64) -> Vec<bool> {
    let own = student_quantile(degrees, 0.5 * (1.0 + confidence));
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by(|&a, &b| libm::fabs(sizes[b]).total_cmp(&libm::fabs(sizes[a])));
    let mut stands = vec![false; sizes.len()];
    for (step, &position) in order.iter().enumerate() {
        let share = (1.0 - confidence) / (sizes.len() - step) as f64;
        if libm::fabs(sizes[position]) * own <= student_quantile(degrees, 1.0 - 0.5 * share) {
            break;
        }
        stands[position] = true;
    }
    stands
}

/// The same by the chances of the differences, each with degrees of freedom of its own: the level at
/// which each interval is to be taken. In rising order the k-th of m chances is held against
/// `alpha` / (m - k + 1), and from the first that is above its level on the level falls no more.
#[must_use]
pub fn holm_levels(chances: &[f64], alpha: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..chances.len()).collect();
    order.sort_by(|&a, &b| chances[a].total_cmp(&chances[b]).then(a.cmp(&b)));
    let mut levels = vec![alpha; chances.len()];
    let (mut left, mut stopped) = (chances.len(), false);
    for position in order {
        levels[position] = alpha / left as f64;
        stopped = stopped || chances[position] > levels[position];
        if !stopped {
            left -= 1;
        }
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_further_difference_is_held_to_a_lower_bar_until_one_fails() {
        // Normal bounds at 5 %: 2.394 for 1 of 3, 2.241 for 1 of 2, 1.960 for the last.
        let own = 1.959_964;
        let of = |z: [f64; 3]| holm(&z.map(|z| z / own), 1_000_000, 0.95);
        assert_eq!(of([2.30, -2.41, 2.00]), [true, true, true]);
        assert_eq!(of([2.30, -2.35, 2.00]), [false, false, false]);
        assert_eq!(of([2.20, -2.41, 2.20]), [false, true, false]);
        assert_eq!(holm(&[1.01], 9, 0.95), [true]);
        assert_eq!(holm(&[], 9, 0.95), Vec::<bool>::new());
    }

    #[test]
    fn levels_rise_until_one_chance_stands_and_then_stay() {
        assert_eq!(holm_levels(&[0.0001, 0.03, 0.02], 0.06), [0.02, 0.06, 0.03]);
        assert_eq!(holm_levels(&[0.0001, 0.05, 0.04], 0.06), [0.02, 0.03, 0.03]);
        assert_eq!(holm_levels(&[], 0.05), Vec::<f64>::new());
    }
}
