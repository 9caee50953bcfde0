//! Ranking and selection: which of several simulated systems is best, decided while simulating, with
//! a promise on the probability of being right.
//!
//! Comparisons follow Kim and Nelson, "A fully sequential procedure for indifference-zone selection
//! in simulation", ACM Transactions on Modeling and Computer Simulation 11, 2001, with c = 1; limits
//! follow Andradottir and Kim, "Fully sequential procedures for comparing constrained systems via
//! simulation", Naval Research Logistics 57, 2010. Both allow common random numbers.

use super::student::student_tail;

/// A test that goes on until a sum of deviations leaves a triangle.
#[derive(Clone, Copy, Debug)]
pub struct Triangle {
    /// `eta` (first stage - 1) times the first stage's variance.
    scale: f64,
    /// Deviations of this size are to be told from none.
    least: f64,
}

/// Where a sum of deviations is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The mean deviation is above.
    Above,
    /// The mean deviation is below.
    Below,
    /// Nobody can tell yet.
    Within,
}

impl Triangle {
    /// A test whose answer is wrong with a probability of at most `error` when the mean deviation
    /// is at least `least` from zero, for deviations whose variance over `first` replications was
    /// `variance`.
    #[must_use]
    pub fn new(variance: f64, first: u32, error: f64, least: f64) -> Self {
        let degrees = f64::from(first) - 1.0;
        let eta = 0.5 * (libm::pow(2.0 * error, -2.0 / degrees) - 1.0);
        Self { scale: eta * degrees * variance, least }
    }

    /// Where a mean deviation over so many replications is.
    #[must_use]
    pub fn side(&self, mean: f64, replications: u32) -> Side {
        let count = f64::from(replications);
        let bound = (self.scale / self.least - 0.5 * self.least * count).max(0.0);
        let sum = mean * count;
        match (sum >= bound, sum <= -bound) {
            (true, true) => Side::Within,
            (true, false) => Side::Above,
            (false, true) => Side::Below,
            (false, false) => Side::Within,
        }
    }

    /// Whether it has answered at the latest after so many replications.
    #[must_use]
    pub fn is_over(&self, replications: u32) -> bool {
        0.5 * self.least * f64::from(replications) >= self.scale / self.least
    }
}

/// A lower bound on the probability that the best of some systems was chosen, from the mean lead
/// over each other one and the standard error of that lead (Bonferroni's bound of Chen, Lin,
/// Yucesan and Chick, "Simulation budget allocation for further enhancing the efficiency of ordinal
/// optimization", Discrete Event Dynamic Systems 10, 2000, with Student's t).
#[must_use]
pub fn probability_of_best(leads: &[(f64, f64)], degrees: u32) -> f64 {
    let wrong = |&(lead, error): &(f64, f64)| {
        if error > 0.0 {
            upper_tail(lead / error, degrees)
        } else if lead > 0.0 {
            0.0
        } else {
            0.5
        }
    };
    (1.0 - leads.iter().map(wrong).sum::<f64>()).max(0.0)
}

/// The probability that Student's t is above `t`.
fn upper_tail(t: f64, degrees: u32) -> f64 {
    if t < 0.0 { 1.0 - student_tail(degrees, -t) } else { student_tail(degrees, t) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_are_students() {
        // Published: P(t > 2.228) = 0.025 with 10 degrees of freedom.
        assert!((upper_tail(2.228_139, 10) - 0.025).abs() < 1e-6);
        assert!((upper_tail(-2.228_139, 10) - 0.975).abs() < 1e-6);
        let bound = probability_of_best(&[(2.228_139, 1.0), (4.456_278, 2.0)], 10);
        assert!((bound - 0.95).abs() < 1e-6);
        assert_eq!(probability_of_best(&[(0.0, 0.0)], 10), 0.5);
    }

    #[test]
    fn a_test_is_over_when_its_triangle_has_closed() {
        let test = Triangle::new(1.0, 20, 0.025, 0.5);
        assert!(!test.is_over(20));
        let end = (20..).find(|&n| test.is_over(n)).unwrap();
        assert_eq!(test.side(1e-9, end), Side::Above);
        assert_eq!(test.side(-1e-9, end), Side::Below);
        assert_eq!(test.side(0.1, 20), Side::Within);
    }

    /// The promise: among five systems of which one leads by the indifference, the leader is chosen
    /// in at least 95 of 100 cases. 400 cases: three standard errors are 3.3 points.
    #[test]
    fn the_best_of_five_is_chosen_as_often_as_promised() {
        const CASES: u64 = 400;
        let chosen_well = (0..CASES).filter(|&case| leader_wins(case)).count() as f64;
        assert!(chosen_well / CASES as f64 >= 0.95 - 0.033, "{chosen_well} of {CASES}");
    }

    fn leader_wins(case: u64) -> bool {
        const FIRST: u32 = 10;
        // Twelve uniforms less six are nearly normal; SplitMix64's finaliser gives them.
        let noise = |system: u64, replication: u32| {
            let uniform = |count: u64| {
                let name = [case, system, u64::from(replication), count];
                let word = name.into_iter().fold(7_u64, |word, part| {
                    let word = (word ^ part).wrapping_add(0x9E37_79B9_7F4A_7C15);
                    let word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
                    let word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
                    word ^ (word >> 31)
                });
                (word >> 11) as f64 / (1u64 << 53) as f64
            };
            (0..12).map(uniform).sum::<f64>() - 6.0
        };
        let value = |system: u64, replication: u32| {
            let lead = if system == 3 { 0.5 } else { 0.0 };
            // Half of the noise is common to all systems, as with common random numbers.
            lead + noise(system, replication) + noise(99, replication)
        };
        let mean = |system: u64, count: u32| {
            (0..count).map(|r| value(system, r)).sum::<f64>() / f64::from(count)
        };
        let variance = |a: u64, b: u64| {
            let own: Vec<f64> = (0..FIRST).map(|r| value(a, r) - value(b, r)).collect();
            let mean = own.iter().sum::<f64>() / f64::from(FIRST);
            own.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / f64::from(FIRST - 1)
        };
        let mut alive: Vec<u64> = (0..5).collect();
        let mut count = FIRST;
        while alive.len() > 1 {
            let means: Vec<f64> = (0..5).map(|system| mean(system, count)).collect();
            let beaten = |&loser: &u64| {
                alive.iter().any(|&other| {
                    let test = Triangle::new(variance(other, loser), FIRST, 0.05 / 4.0, 0.5);
                    let lead = means[other as usize] - means[loser as usize];
                    other != loser && test.side(lead, count) == Side::Above
                })
            };
            let left: Vec<u64> = alive.iter().copied().filter(|system| !beaten(system)).collect();
            alive = left;
            count += 1;
        }
        alive == [3]
    }
}
