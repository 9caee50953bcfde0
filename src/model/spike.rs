//! Spikes: calls beside the usual ones, such as after an outage, a letter or an advertisement.

use crate::time::{SimTime, Span};

/// Extra calls of a type: so many expected, within a length of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spike {
    /// When it begins.
    pub at: SimTime,
    /// The time within which all of its calls come.
    pub over: Span,
    /// Expected calls; how many really come is Poisson.
    pub calls: f64,
    /// How the calls spread over the time.
    pub shape: SpikeShape,
}

/// How the calls of a spike spread over its time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SpikeShape {
    /// Evenly.
    #[default]
    Flat,
    /// Rising to the middle and falling again.
    Triangle,
    /// All at once and fading: the rate falls by a factor of e in each third of the time.
    Exponential,
}

/// Thirds of a fading spike: exp(-3), 5 % of the first rate, is what is left at its end.
const FADES: f64 = 3.0;

impl SpikeShape {
    /// All shapes with their names in files.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Flat, "flat"), (Self::Triangle, "triangle"), (Self::Exponential, "exponential")];

    /// The part of the time by which this share (0 to 1) of the calls is expected: the inverse
    /// of the shape's distribution function.
    #[must_use]
    pub fn time_by(self, share: f64) -> f64 {
        match self {
            Self::Flat => share,
            Self::Triangle if share <= 0.5 => libm::sqrt(0.5 * share),
            Self::Triangle => 1.0 - libm::sqrt(0.5 * (1.0 - share)),
            Self::Exponential => -libm::log(1.0 - share * (1.0 - libm::exp(-FADES))) / FADES,
        }
    }
}

impl Spike {
    /// The moment by which this share (0 to 1) of its calls is expected.
    #[must_use]
    pub fn moment(&self, share: f64) -> SimTime {
        self.at + Span::from_ticks(self.over.ticks() * self.shape.time_by(share))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_begins_at_its_start_ends_at_its_end_and_never_runs_back() {
        for (shape, name) in SpikeShape::ALL {
            assert_eq!(shape.time_by(0.0), 0.0, "{name}");
            assert!((shape.time_by(1.0) - 1.0).abs() < 1e-12, "{name}");
            let times: Vec<f64> =
                (0..=100).map(|share| shape.time_by(f64::from(share) / 100.0)).collect();
            assert!(times.is_sorted(), "{name}");
        }
        let half = |shape: SpikeShape| shape.time_by(0.5);
        assert_eq!((half(SpikeShape::Flat), half(SpikeShape::Triangle)), (0.5, 0.5));
        assert!((half(SpikeShape::Exponential) - 0.2148).abs() < 1e-4);
    }
}
