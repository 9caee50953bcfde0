//! The laws of durations and factors that a scenario may name: meaning, mean and sampler of each.

use std::fmt;
use std::sync::Arc;

use super::exponential_function::{exp, exp_each, powers};
use super::philox::{Draws, Stream};
use super::series::Series;
use super::ziggurat::{
    exponential, exponential_layers, first_exponentials, first_normals, normal, normal_layers,
};

/// How often a truncated law is drawn anew before the draw is cut at the bound instead.
const MOST_REDRAWS: u32 = 1_000;

/// A law of non-negative numbers. Durations are drawn in ticks, factors in units of 1; the
/// law does not know which.
#[derive(Clone, Debug, PartialEq)]
pub enum Law {
    /// Always the same value.
    Constant(f64),
    /// Exponential.
    Exponential {
        /// Mean.
        mean: f64,
    },
    /// Sum of `k` exponentials.
    Erlang {
        /// Number of phases.
        k: u32,
        /// Mean of the sum.
        mean: f64,
    },
    /// Gamma.
    Gamma {
        /// Mean.
        mean: f64,
        /// Shape: 1 / cv^2.
        shape: f64,
    },
    /// Lognormal.
    Lognormal {
        /// Mean of the law itself.
        mean: f64,
        /// Mean of its logarithm.
        mu: f64,
        /// Standard deviation of its logarithm.
        sigma: f64,
    },
    /// Weibull.
    Weibull {
        /// Mean.
        mean: f64,
        /// Scale: mean / Gamma(1 + 1 / shape).
        scale: f64,
        /// 1 / shape.
        power: f64,
    },
    /// One of two exponentials.
    Hyperexponential {
        /// Probability of the first.
        p: f64,
        /// Means of both.
        means: [f64; 2],
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
    /// One of the given values, each as likely.
    Empirical(Arc<[f64]>),
    /// One of several laws.
    Mixture(Vec<(f64, Law)>),
    /// A law kept between two bounds by drawing again.
    Truncated {
        /// The law before truncation.
        law: Box<Law>,
        /// Least value let through.
        at_least: f64,
        /// Largest value let through.
        at_most: f64,
    },
}

/// Why a law cannot be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawError(String);

impl fmt::Display for LawError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for LawError {}

fn refuse<T>(reason: impl Into<String>) -> Result<T, LawError> {
    Err(LawError(reason.into()))
}

/// The named parameter, if it is a finite number of at least 0 (or above 0).
fn positive(name: &str, value: f64, zero: bool) -> Result<f64, LawError> {
    if value.is_finite() && (value > 0.0 || (zero && value == 0.0)) {
        return Ok(value);
    }
    let bound = if zero { "at least 0" } else { "above 0" };
    refuse(format!("{name} must be a finite number {bound}, not {value}"))
}

impl Law {
    /// Always `value`.
    ///
    /// # Errors
    /// When the value is negative or not finite; the other constructors refuse likewise.
    pub fn constant(value: f64) -> Result<Self, LawError> {
        Ok(Self::Constant(positive("the constant", value, true)?))
    }

    /// Exponential of this mean.
    ///
    /// # Errors
    /// As for [`Law::constant`]; the mean must be above 0.
    pub fn exponential(mean: f64) -> Result<Self, LawError> {
        Ok(Self::Exponential { mean: positive("mean", mean, false)? })
    }

    /// Sum of `k` equal exponentials, of mean `mean` in all; cv = 1 / sqrt(k).
    ///
    /// # Errors
    /// When `k` is 0 or above 1,000, or the mean is not above 0.
    pub fn erlang(k: u32, mean: f64) -> Result<Self, LawError> {
        if !(1..=1_000).contains(&k) {
            return refuse(format!("k must be a whole number from 1 to 1000, not {k}"));
        }
        Ok(Self::Erlang { k, mean: positive("mean", mean, false)? })
    }

    /// Gamma of this mean and coefficient of variation.
    ///
    /// # Errors
    /// When a parameter is not above 0.
    pub fn gamma(mean: f64, cv: f64) -> Result<Self, LawError> {
        let cv = positive("cv", cv, false)?;
        Ok(Self::Gamma { mean: positive("mean", mean, false)?, shape: 1.0 / (cv * cv) })
    }

    /// Lognormal of this mean and coefficient of variation (of the law itself, not of its
    /// logarithm).
    ///
    /// # Errors
    /// When a parameter is not above 0.
    pub fn lognormal(mean: f64, cv: f64) -> Result<Self, LawError> {
        let (mean, cv) = (positive("mean", mean, false)?, positive("cv", cv, false)?);
        let variance = libm::log1p(cv * cv);
        Ok(Self::Lognormal {
            mean,
            mu: libm::log(mean) - 0.5 * variance,
            sigma: libm::sqrt(variance),
        })
    }

    /// Weibull of this mean and shape; below shape 1 the hazard falls.
    ///
    /// # Errors
    /// When a parameter is not above 0, or the shape is outside 0.05 to 100.
    pub fn weibull(mean: f64, shape: f64) -> Result<Self, LawError> {
        let mean = positive("mean", mean, false)?;
        if !(0.05..=100.0).contains(&shape) {
            return refuse(format!("shape must be from 0.05 to 100, not {shape}"));
        }
        let power = 1.0 / shape;
        Ok(Self::Weibull { mean, scale: mean / libm::tgamma(1.0 + power), power })
    }

    /// Two exponentials with balanced means (p x first mean = (1 - p) x second), of this mean
    /// and coefficient of variation in all (Whitt 1982).
    ///
    /// # Errors
    /// When the mean is not above 0 or cv is below 1.
    pub fn hyperexponential(mean: f64, cv: f64) -> Result<Self, LawError> {
        let mean = positive("mean", mean, false)?;
        let square = cv * cv;
        if !(square.is_finite() && square >= 1.0) {
            return refuse(format!("cv must be at least 1 for a hyperexponential law, not {cv}"));
        }
        let p = 0.5 * (1.0 + libm::sqrt((square - 1.0) / (square + 1.0)));
        Self::two_phases(p, [0.5 * mean / p, 0.5 * mean / (1.0 - p)])
    }

    /// The first exponential with probability `p`, else the second.
    ///
    /// # Errors
    /// When `p` is not a probability or a mean is not above 0.
    pub fn two_phases(p: f64, means: [f64; 2]) -> Result<Self, LawError> {
        if !(0.0..=1.0).contains(&p) {
            return refuse(format!("p must be from 0 to 1, not {p}"));
        }
        positive("the first mean", means[0], false)?;
        positive("the second mean", means[1], false)?;
        Ok(Self::Hyperexponential { p, means })
    }

    /// Uniform between two values.
    ///
    /// # Errors
    /// When `min` is negative or above `max`.
    pub fn uniform(min: f64, max: f64) -> Result<Self, LawError> {
        let (min, max) = (positive("min", min, true)?, positive("max", max, true)?);
        if min > max {
            return refuse("min is above max");
        }
        Ok(Self::Uniform { min, max })
    }

    /// Triangular with its most likely value at `mode`.
    ///
    /// # Errors
    /// When the values are not in order min <= mode <= max.
    pub fn triangular(min: f64, mode: f64, max: f64) -> Result<Self, LawError> {
        let (min, mode) = (positive("min", min, true)?, positive("mode", mode, true)?);
        let max = positive("max", max, true)?;
        if !(min <= mode && mode <= max) {
            return refuse("min, mode and max must be in this order");
        }
        Ok(Self::Triangular { min, mode, max })
    }

    /// One of `values`, each as likely.
    ///
    /// # Errors
    /// When there are none, or one is negative or not finite.
    pub fn empirical(values: Vec<f64>) -> Result<Self, LawError> {
        if values.is_empty() {
            return refuse("an empirical law needs at least one value");
        }
        for &value in &values {
            positive("each value", value, true)?;
        }
        Ok(Self::Empirical(values.into()))
    }

    /// One of several laws, chosen by weight; the weights are scaled to sum to 1.
    ///
    /// # Errors
    /// When there are none, a weight is negative, or all are 0.
    pub fn mixture(parts: Vec<(f64, Self)>) -> Result<Self, LawError> {
        let mut sum = 0.0;
        for (weight, _) in &parts {
            sum += positive("each weight", *weight, true)?;
        }
        if sum <= 0.0 {
            return refuse("a mixture needs at least one part with a weight above 0");
        }
        Ok(Self::Mixture(parts.into_iter().map(|(weight, law)| (weight / sum, law)).collect()))
    }

    /// The law kept between `at_least` and `at_most` by drawing again.
    ///
    /// # Errors
    /// When the bounds are not in order, or leave so little of the law that drawing again
    /// would hardly ever end (below 1 in 100 draws, tried on 4,096).
    pub fn truncated(self, at_least: f64, at_most: f64) -> Result<Self, LawError> {
        if at_least.is_nan() || at_most.is_nan() || at_least > at_most {
            return refuse("at_least is above at_most");
        }
        let stream = super::Stream::new(0, 0, super::Purpose::Resample, 0);
        let inside = |trial| {
            let value = self.sample(&mut stream.draws(trial, 0));
            at_least <= value && value <= at_most
        };
        if (0..4_096).filter(|&trial| inside(trial)).count() < 41 {
            return refuse("at_least and at_most leave less than 1 % of the law");
        }
        Ok(Self::Truncated { law: Box::new(self), at_least, at_most })
    }

    /// The same law with every value multiplied by `factor`.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        match self {
            Self::Constant(value) => Self::Constant(value * factor),
            Self::Exponential { mean } => Self::Exponential { mean: mean * factor },
            Self::Erlang { k, mean } => Self::Erlang { k: *k, mean: mean * factor },
            Self::Gamma { mean, shape } => Self::Gamma { mean: mean * factor, shape: *shape },
            Self::Lognormal { mean, mu, sigma } => {
                Self::Lognormal { mean: mean * factor, mu: mu + libm::log(factor), sigma: *sigma }
            }
            Self::Weibull { mean, scale, power } => {
                Self::Weibull { mean: mean * factor, scale: scale * factor, power: *power }
            }
            Self::Hyperexponential { p, means } => {
                Self::Hyperexponential { p: *p, means: means.map(|mean| mean * factor) }
            }
            Self::Uniform { min, max } => Self::Uniform { min: min * factor, max: max * factor },
            Self::Triangular { min, mode, max } => {
                Self::Triangular { min: min * factor, mode: mode * factor, max: max * factor }
            }
            Self::Empirical(values) => {
                Self::Empirical(values.iter().map(|value| value * factor).collect())
            }
            Self::Mixture(parts) => Self::Mixture(
                parts.iter().map(|(weight, law)| (*weight, law.scaled(factor))).collect(),
            ),
            Self::Truncated { law, at_least, at_most } => Self::Truncated {
                law: Box::new(law.scaled(factor)),
                at_least: at_least * factor,
                at_most: at_most * factor,
            },
        }
    }

    /// The mean; of a truncated law by 65,536 fixed draws.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match self {
            Self::Constant(value) => *value,
            Self::Exponential { mean }
            | Self::Erlang { mean, .. }
            | Self::Gamma { mean, .. }
            | Self::Lognormal { mean, .. }
            | Self::Weibull { mean, .. } => *mean,
            Self::Hyperexponential { p, means } => p * means[0] + (1.0 - p) * means[1],
            Self::Uniform { min, max } => 0.5 * (min + max),
            Self::Triangular { min, mode, max } => (min + mode + max) / 3.0,
            Self::Empirical(values) => values.iter().sum::<f64>() / values.len() as f64,
            Self::Mixture(parts) => parts.iter().map(|(weight, law)| weight * law.mean()).sum(),
            Self::Truncated { .. } => {
                let stream = super::Stream::new(0, 0, super::Purpose::Resample, 1);
                let draws = 65_536u64;
                let sum: f64 =
                    (0..draws).map(|number| self.sample(&mut stream.draws(number, 0))).sum();
                sum / draws as f64
            }
        }
    }

    /// Whether [`Law::mean`] is exact: it is not of a truncated law.
    #[must_use]
    pub fn has_exact_mean(&self) -> bool {
        match self {
            Self::Truncated { .. } => false,
            Self::Mixture(parts) => parts.iter().all(|(_, law)| law.has_exact_mean()),
            _ => true,
        }
    }

    /// One value.
    #[inline]
    pub fn sample(&self, draws: &mut Draws) -> f64 {
        match self {
            Self::Constant(value) => *value,
            _ => self.drawn(draws),
        }
    }

    /// The value of a law that has only one.
    #[must_use]
    pub const fn known(&self) -> Option<f64> {
        if let Self::Constant(value) = self { Some(*value) } else { None }
    }

    /// Whether a block of draws costs less than its draws one by one: see [`Law::sample_each`].
    const fn gains_by_blocks(&self) -> bool {
        matches!(self, Self::Exponential { .. } | Self::Lognormal { .. })
    }

    /// The draws of this stream in blocks, if they cost less so.
    #[must_use]
    pub const fn series(&self, stream: Stream) -> Option<Series<'_>> {
        if self.gains_by_blocks() { Some(Series::new(self, stream)) } else { None }
    }

    /// Draw 0 of each item from item `2 * pair` on, two neighbours at a time, by a loop of its own
    /// for the usual laws.
    pub(super) fn sample_each(&self, stream: Stream, pair: u64, values: &mut [[f64; 2]]) {
        let items = values.iter_mut().zip(pair..);
        match self {
            Self::Exponential { mean } => {
                let layers = exponential_layers();
                for (values, pair) in items {
                    *values = first_exponentials(layers, stream, pair).map(|number| mean * number);
                }
            }
            Self::Lognormal { mu, sigma, .. } => {
                let (layers, powers) = (normal_layers(), powers());
                for (values, pair) in items {
                    let numbers = first_normals(layers, stream, pair);
                    *values = numbers.map(|number| mu + sigma * number);
                }
                exp_each(powers, values.as_flattened_mut());
            }
            _ => {
                for (values, pair) in items {
                    let draw = |number| self.sample(&mut stream.draws(number, 0));
                    *values = [2 * pair, 2 * pair + 1].map(draw);
                }
            }
        }
    }

    /// One value of a law that is no constant.
    fn drawn(&self, draws: &mut Draws) -> f64 {
        match self {
            Self::Constant(value) => *value,
            Self::Exponential { mean } => mean * exponential(draws),
            Self::Lognormal { mu, sigma, .. } => exp(mu + sigma * normal(draws)),
            Self::Erlang { k, mean } => {
                let sum: f64 = (0..*k).map(|_| exponential(draws)).sum();
                sum * mean / f64::from(*k)
            }
            Self::Gamma { mean, shape } => gamma(*shape, draws) * mean / shape,
            Self::Weibull { scale, power, .. } => scale * libm::pow(exponential(draws), *power),
            Self::Hyperexponential { p, means } => {
                means[usize::from(draws.uniform() >= *p)] * exponential(draws)
            }
            Self::Uniform { min, max } => min + (max - min) * draws.uniform(),
            Self::Triangular { min, mode, max } => triangular(*min, *mode, *max, draws.uniform()),
            Self::Empirical(values) => values[draws.below(values.len() as u64) as usize],
            Self::Mixture(parts) => mixed(parts, draws),
            Self::Truncated { law, at_least, at_most } => {
                truncated(law, *at_least, *at_most, draws)
            }
        }
    }
}

/// A gamma number of scale 1: Marsaglia and Tsang, "A simple method for generating gamma
/// variables", ACM TOMS 26(3), 2000; below shape 1 by Stuart's theorem.
fn gamma(shape: f64, draws: &mut Draws) -> f64 {
    if shape < 1.0 {
        let boost = libm::pow(draws.uniform(), 1.0 / shape);
        return gamma(shape + 1.0, draws) * boost;
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / libm::sqrt(9.0 * d);
    loop {
        let x = normal(draws);
        let root = 1.0 + c * x;
        if root <= 0.0 {
            continue;
        }
        let v = root * root * root;
        if libm::log(draws.uniform()) < 0.5 * x * x + d - d * v + d * libm::log(v) {
            return d * v;
        }
    }
}

/// The inverse of the triangular distribution function at `u`.
fn triangular(min: f64, mode: f64, max: f64, u: f64) -> f64 {
    let width = max - min;
    if width <= 0.0 {
        return min;
    }
    if u * width <= mode - min {
        min + libm::sqrt(u * width * (mode - min))
    } else {
        max - libm::sqrt((1.0 - u) * width * (max - mode))
    }
}

fn mixed(parts: &[(f64, Law)], draws: &mut Draws) -> f64 {
    let mut left = draws.uniform();
    for (weight, law) in parts {
        if left < *weight {
            return law.sample(draws);
        }
        left -= weight;
    }
    parts.last().map_or(0.0, |(_, law)| law.sample(draws))
}

fn truncated(law: &Law, at_least: f64, at_most: f64, draws: &mut Draws) -> f64 {
    for _ in 0..MOST_REDRAWS {
        let value = law.sample(draws);
        if at_least <= value && value <= at_most {
            return value;
        }
    }
    law.sample(draws).clamp(at_least, at_most)
}
