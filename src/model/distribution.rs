//! From a law that is drawn from to the distribution that theory calculates with.

use crate::random::Law;
use crate::theory::Distribution;

/// The distribution of a law, in the law's own unit; none when a truncation leaves nothing of it.
#[must_use]
pub fn distribution(law: &Law) -> Option<Distribution> {
    let gamma = |shape: f64, mean: f64| Distribution::Gamma { shape, mean };
    Some(match law {
        Law::Constant(value) => Distribution::Constant(*value),
        Law::Exponential { mean } => Distribution::Exponential { mean: *mean },
        Law::Erlang { k, mean } => gamma(f64::from(*k), *mean),
        Law::Gamma { mean, shape } => gamma(*shape, *mean),
        Law::Lognormal { mean, sigma, .. } => {
            Distribution::Lognormal { mean: *mean, sigma: *sigma }
        }
        Law::Weibull { mean, power, .. } => {
            Distribution::Weibull { mean: *mean, shape: 1.0 / power }
        }
        Law::Hyperexponential { p, means: [first, second] } => Distribution::Mixture(vec![
            (*p, Distribution::Exponential { mean: *first }),
            (1.0 - p, Distribution::Exponential { mean: *second }),
        ]),
        Law::Uniform { min, max } if min == max => Distribution::Constant(*min),
        Law::Uniform { min, max } => Distribution::Uniform { min: *min, max: *max },
        Law::Triangular { min, max, .. } if min == max => Distribution::Constant(*min),
        Law::Triangular { min, mode, max } => {
            Distribution::Triangular { min: *min, mode: *mode, max: *max }
        }
        Law::Empirical(values) => Distribution::empirical(values.to_vec()),
        Law::Mixture(parts) => Distribution::Mixture(
            parts
                .iter()
                .map(|(weight, law)| Some((*weight, distribution(law)?)))
                .collect::<Option<_>>()?,
        ),
        Law::Truncated { law, at_least, at_most } => {
            distribution(law)?.between(*at_least, *at_most)?
        }
    })
}
