//! Laws of patience as functions: the share below a time, above it, and the mean below it.

use super::special::{gamma_above, gamma_below, normal_below};

/// A law of times, in any unit.
#[derive(Clone, Debug, PartialEq)]
pub enum Distribution {
    /// Longer than any time.
    Never,
    /// Always this long.
    Constant(f64),
    /// Exponential.
    Exponential {
        /// Mean.
        mean: f64,
    },
    /// Gamma; Erlang's law of k phases has shape k.
    Gamma {
        /// 1 / cv^2.
        shape: f64,
        /// Mean.
        mean: f64,
    },
    /// Lognormal.
    Lognormal {
        /// Mean of the law itself.
        mean: f64,
        /// Standard deviation of its logarithm.
        sigma: f64,
    },
    /// Weibull.
    Weibull {
        /// Mean.
        mean: f64,
        /// Below 1 the hazard falls.
        shape: f64,
    },
    /// Uniform.
    Uniform {
        /// Least value.
        min: f64,
        /// Largest value.
        max: f64,
    },
    /// Triangular.
    Triangular {
        /// Least value.
        min: f64,
        /// Most likely value.
        mode: f64,
        /// Largest value.
        max: f64,
    },
    /// One of some values, each as likely.
    Empirical(Values),
    /// One of several laws, with probabilities that sum to 1.
    Mixture(Vec<(f64, Distribution)>),
    /// A law without single likely values, kept between two bounds.
    Between(Box<Truncated>),
}

/// Values in order with the sums of those before each.
#[derive(Clone, Debug, PartialEq)]
pub struct Values {
    sorted: Vec<f64>,
    sums: Vec<f64>,
}

/// A continuous law kept between two bounds by drawing again.
#[derive(Clone, Debug, PartialEq)]
pub struct Truncated {
    law: Distribution,
    at_least: f64,
    at_most: f64,
    /// Share and mean of the whole law below the lower bound.
    cut: Part,
    /// Share of the law between the bounds.
    kept: f64,
}

/// A law up to some time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Share of values at or below it.
    pub below: f64,
    /// 1 - `below`, without loss of digits.
    pub above: f64,
    /// Sum of the values at or below it by their probabilities: E[T; T <= x].
    pub mean_below: f64,
}

impl Distribution {
    /// One of `values`, each as likely.
    #[must_use]
    pub fn empirical(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let sums = values
            .iter()
            .scan(0.0, |sum, value| {
                *sum += value;
                Some(*sum)
            })
            .collect();
        Self::Empirical(Values { sorted: values, sums })
    }

    /// The law kept between two bounds; none when nothing of it lies there.
    #[must_use]
    pub fn between(self, at_least: f64, at_most: f64) -> Option<Self> {
        let inside = |value: f64| at_least <= value && value <= at_most;
        match self {
            Self::Never => at_most.is_infinite().then_some(Self::Never),
            Self::Constant(value) => inside(value).then_some(Self::Constant(value)),
            Self::Empirical(values) => {
                let kept: Vec<f64> =
                    values.sorted.into_iter().filter(|&value| inside(value)).collect();
                (!kept.is_empty()).then(|| Self::empirical(kept))
            }
            Self::Mixture(parts) => {
                let share = |law: &Self| law.share_between(at_least, at_most);
                let total: f64 = parts.iter().map(|(weight, law)| weight * share(law)).sum();
                let kept: Vec<_> = parts
                    .into_iter()
                    .filter_map(|(weight, law)| {
                        let weight = weight * share(&law) / total;
                        Some((weight, law.between(at_least, at_most)?))
                    })
                    .collect();
                (total > 0.0).then_some(Self::Mixture(kept))
            }
            Self::Between(inner) => {
                inner.law.between(at_least.max(inner.at_least), at_most.min(inner.at_most))
            }
            law => {
                let (cut, end) = (law.part(at_least), law.part(at_most));
                let kept = kept(&cut, &end);
                let inner = Truncated { law, at_least, at_most, cut, kept };
                (kept > 0.0).then(|| Self::Between(Box::new(inner)))
            }
        }
    }

    /// Probability of lying between two bounds, both included.
    fn share_between(&self, at_least: f64, at_most: f64) -> f64 {
        match self {
            Self::Never => f64::from(u8::from(at_most.is_infinite())),
            Self::Constant(value) => f64::from(u8::from(at_least <= *value && *value <= at_most)),
            Self::Empirical(values) => {
                let first = values.sorted.partition_point(|value| *value < at_least);
                let end = values.sorted.partition_point(|value| *value <= at_most);
                end.saturating_sub(first) as f64 / values.sorted.len() as f64
            }
            Self::Mixture(parts) => parts
                .iter()
                .map(|(weight, law)| weight * law.share_between(at_least, at_most))
                .sum(),
            law => kept(&law.part(at_least), &law.part(at_most)),
        }
    }

    /// The law up to time `x`.
    #[must_use]
    pub fn part(&self, x: f64) -> Part {
        const NOTHING: Part = Part { below: 0.0, above: 1.0, mean_below: 0.0 };
        if x < 0.0 {
            return NOTHING;
        }
        match self {
            Self::Never => NOTHING,
            Self::Constant(value) if x < *value => NOTHING,
            Self::Constant(value) => Part { below: 1.0, above: 0.0, mean_below: *value },
            Self::Exponential { mean } => exponential(x / mean, *mean),
            Self::Gamma { shape, mean } => {
                let y = x / mean * shape;
                Part {
                    below: gamma_below(*shape, y),
                    above: gamma_above(*shape, y),
                    mean_below: mean * gamma_below(shape + 1.0, y),
                }
            }
            Self::Lognormal { mean, sigma } => {
                let z = libm::log(x / mean) / sigma + 0.5 * sigma;
                Part {
                    below: normal_below(z),
                    above: normal_below(-z),
                    mean_below: mean * normal_below(z - sigma),
                }
            }
            Self::Weibull { mean, shape } => {
                let power = 1.0 + 1.0 / shape;
                let z = libm::pow(x / mean * libm::tgamma(power), *shape);
                Part {
                    below: -libm::expm1(-z),
                    above: libm::exp(-z),
                    mean_below: mean * gamma_below(power, z),
                }
            }
            Self::Uniform { min, max } => uniform(*min, *max, x),
            Self::Triangular { min, mode, max } => triangular(*min, *mode, *max, x),
            Self::Empirical(values) => values.part(x),
            Self::Mixture(parts) => mixture(parts, x),
            Self::Between(inner) => inner.part(x),
        }
    }

    /// Integral of the share below, less its value at `x`, from `x` over the length `further` (of
    /// either sign); never negative. Of exponential laws, which forget, without loss of digits.
    #[must_use]
    pub fn gain(&self, x: f64, further: f64) -> f64 {
        match self {
            Self::Never => 0.0,
            Self::Exponential { mean } => {
                libm::exp(-x / mean) * mean * beyond_the_line(further / mean)
            }
            Self::Mixture(parts) => {
                parts.iter().map(|(weight, law)| weight * law.gain(x, further)).sum()
            }
            law => {
                let (from, to) = (law.part(x), law.part(x + further));
                let lost = |x: f64, part: &Part| x * part.below - part.mean_below;
                (lost(x + further, &to) - lost(x, &from) - from.below * further).max(0.0)
            }
        }
    }

    /// The mean; infinite when a share of the values is.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match self {
            Self::Never => f64::INFINITY,
            Self::Constant(value) => *value,
            Self::Exponential { mean }
            | Self::Gamma { mean, .. }
            | Self::Lognormal { mean, .. }
            | Self::Weibull { mean, .. } => *mean,
            Self::Uniform { min, max } => 0.5 * (min + max),
            Self::Triangular { min, mode, max } => (min + mode + max) / 3.0,
            Self::Mixture(parts) => parts
                .iter()
                .filter(|(weight, _)| *weight > 0.0)
                .map(|(weight, law)| weight * law.mean())
                .sum(),
            Self::Empirical(_) | Self::Between(_) => self.part(f64::INFINITY).mean_below,
        }
    }

    /// Share of the values that are infinite.
    #[must_use]
    pub fn endless(&self) -> f64 {
        match self {
            Self::Never => 1.0,
            Self::Mixture(parts) => parts.iter().map(|(weight, law)| weight * law.endless()).sum(),
            _ => 0.0,
        }
    }

    /// Times to integrate between, in no order: where the law is not smooth, and where it changes
    /// much, so that no rise in a narrow place is overlooked.
    #[must_use]
    pub fn marks(&self) -> Vec<f64> {
        // Powers of 2 of the scale: where an exponential law begins, changes and ends.
        const POWERS: [f64; 11] = [-12.0, -8.0, -5.0, -3.0, -1.0, 0.0, 1.0, 2.0, 3.3, 4.6, 5.8];
        // Standard deviations about the middle.
        const DEVIATIONS: [f64; 12] =
            [-9.0, -6.0, -4.0, -2.0, -1.0, 0.0, 1.0, 2.0, 4.0, 6.0, 9.0, 12.0];
        match self {
            Self::Never => Vec::new(),
            Self::Constant(value) => vec![*value],
            Self::Exponential { mean } => POWERS.map(|power| mean * libm::exp2(power)).to_vec(),
            Self::Weibull { mean, shape } => {
                let scale = mean / libm::tgamma(1.0 + 1.0 / shape);
                POWERS.map(|power| scale * libm::exp2(power / shape)).to_vec()
            }
            Self::Gamma { shape, mean } => {
                let powers = POWERS.map(|power| mean / shape * libm::exp2(power));
                let deviation = mean / libm::sqrt(*shape);
                let around = DEVIATIONS.map(|times| mean + times * deviation);
                powers.into_iter().chain(around).collect()
            }
            Self::Lognormal { mean, sigma } => {
                let median = mean * libm::exp(-0.5 * sigma * sigma);
                DEVIATIONS.map(|times| median * libm::exp(times * sigma)).to_vec()
            }
            Self::Uniform { min, max } => vec![*min, *max],
            Self::Triangular { min, mode, max } => vec![*min, *mode, *max],
            Self::Empirical(values) => values.sorted.clone(),
            Self::Mixture(parts) => parts.iter().flat_map(|(_, law)| law.marks()).collect(),
            Self::Between(inner) => {
                let mut marks = inner.law.marks();
                marks.extend([inner.at_least, inner.at_most]);
                marks
            }
        }
    }
}

impl Values {
    fn part(&self, x: f64) -> Part {
        let count = self.sorted.partition_point(|value| *value <= x);
        let all = self.sorted.len() as f64;
        Part {
            below: count as f64 / all,
            above: (self.sorted.len() - count) as f64 / all,
            mean_below: count.checked_sub(1).map_or(0.0, |last| self.sums[last] / all),
        }
    }
}

impl Truncated {
    fn part(&self, x: f64) -> Part {
        if x < self.at_least {
            return Part { below: 0.0, above: 1.0, mean_below: 0.0 };
        }
        let here = self.law.part(x.min(self.at_most));
        let end = self.law.part(self.at_most);
        Part {
            below: kept(&self.cut, &here) / self.kept,
            above: kept(&here, &end) / self.kept,
            mean_below: (here.mean_below - self.cut.mean_below) / self.kept,
        }
    }
}

/// Share of a law between two times, from whichever side loses fewer digits.
fn kept(from: &Part, to: &Part) -> f64 {
    if from.below < 0.5 { to.below - from.below } else { from.above - to.above }
}

/// Exponential of this mean, `z` means from 0.
fn exponential(z: f64, mean: f64) -> Part {
    let (above, below) = (libm::exp(-z), -libm::expm1(-z));
    let mean_below = if z.is_infinite() { 1.0 } else { z * below - beyond_the_line(z) };
    Part { below, above, mean_below: mean * mean_below }
}

/// e^-z - 1 + z, near 0 by its series.
fn beyond_the_line(z: f64) -> f64 {
    if libm::fabs(z) > 0.25 {
        return libm::expm1(-z) + z;
    }
    let (mut term, mut sum, mut k) = (0.5 * z * z, 0.0, 2.0);
    while libm::fabs(term) > 1e-18 * sum {
        sum += term;
        k += 1.0;
        term *= -z / k;
    }
    sum
}

fn uniform(min: f64, max: f64, x: f64) -> Part {
    if x >= max {
        return Part { below: 1.0, above: 0.0, mean_below: 0.5 * (min + max) };
    }
    let x = x.max(min);
    let below = (x - min) / (max - min);
    Part { below, above: (max - x) / (max - min), mean_below: below * 0.5 * (x + min) }
}

fn triangular(min: f64, mode: f64, max: f64, x: f64) -> Part {
    let mean = (min + mode + max) / 3.0;
    if x >= max {
        return Part { below: 1.0, above: 0.0, mean_below: mean };
    }
    let width = max - min;
    if x <= min {
        Part { below: 0.0, above: 1.0, mean_below: 0.0 }
    } else if x < mode {
        let v = x - min;
        let below = v * v / (width * (mode - min));
        Part { below, above: 1.0 - below, mean_below: below * (min + 2.0 / 3.0 * v) }
    } else {
        let v = max - x;
        let above = v * v / (width * (max - mode));
        let mean_above = above * (max - 2.0 / 3.0 * v);
        Part { below: 1.0 - above, above, mean_below: mean - mean_above }
    }
}

fn mixture(parts: &[(f64, Distribution)], x: f64) -> Part {
    let mut sum = Part { below: 0.0, above: 0.0, mean_below: 0.0 };
    for (weight, law) in parts {
        let part = law.part(x);
        sum.below += weight * part.below;
        sum.above += weight * part.above;
        sum.mean_below += weight * part.mean_below;
    }
    sum
}
