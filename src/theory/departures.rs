//! How many of the calls before a waiting one leave within a time.

use super::erlang::times;
use super::special::{negative_binomial, poisson};
use super::sum::sum;

/// Probabilities below this, relative to the largest, are left out.
const LEAST: f64 = 1e-290;

/// The law of the number of departures: negative binomial, Poisson when nobody abandons.
#[derive(Clone, Debug)]
pub(super) struct Departures {
    /// The number that the first probability stands for.
    first: usize,
    shares: Vec<f64>,
    /// Probability of more than the last.
    beyond: f64,
}

impl Departures {
    /// Within a time (in mean handle times), from `agents` busy ones and from those before, each of
    /// whom gives up at the rate `haste`; `own` more clocks of patience run. All numbers above
    /// `most` count alike.
    pub(super) fn new(time: f64, agents: f64, haste: f64, own: u32, most: usize) -> Self {
        let still = libm::exp(-time * haste);
        let length = if haste > 0.0 { -libm::expm1(-time * haste) / haste } else { time };
        if length <= 0.0 {
            return Self { first: 0, shares: vec![1.0], beyond: 0.0 };
        }
        let clocks = agents + f64::from(own) * haste;
        let expected = length * clocks;
        let rate = |gone: usize| length * (clocks + gone as f64 * haste);
        // Probabilities fall from where the next one is no larger: rate(gone) <= gone + 1.
        let likeliest = libm::floor((expected - 1.0) / still).max(0.0);
        let anchor = likeliest.min(most as f64);
        let probability = if haste > 0.0 {
            negative_binomial(anchor, clocks / haste, still, expected)
        } else {
            poisson(anchor, expected)
        };
        let mut shares = Vec::new();
        let (mut share, mut gone) = (probability, anchor as usize);
        while gone > 0 && share > LEAST * probability {
            share = times(share, gone as f64, rate(gone - 1));
            gone -= 1;
            shares.push(share);
        }
        let first = gone;
        shares.reverse();
        shares.push(probability);
        if likeliest > most as f64 {
            let beyond = 1.0 - sum(shares.iter().copied());
            return Self { first, shares, beyond };
        }
        (share, gone) = (probability, anchor as usize);
        while share > LEAST * probability {
            share = times(share, rate(gone), (gone + 1) as f64);
            gone += 1;
            shares.push(share);
        }
        Self { first, shares, beyond: 0.0 }
    }

    /// Mean of a value of the number of departures, which must stay the same above `most`.
    pub(super) fn over(&self, value: impl Fn(usize) -> f64) -> f64 {
        let terms = self.shares.iter().enumerate();
        let inside = sum(terms.map(|(at, share)| share * value(self.first + at)));
        inside + self.beyond * value(self.first + self.shares.len())
    }
}
