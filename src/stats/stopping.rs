//! When enough has been simulated: looks at the interval after more and more replications.
//!
//! A rule that looks often stops in lucky moments, and its intervals cover too little: the fewer
//! units, the less is known of their spread, and the luckier a moment can be (Law and Kelton 1982;
//! Singham and Schruben 2012). So the first look is late, and each look says when the next one is
//! worth while. Looks depend on results in order only, never on threads.

/// Fewest units (replications, or pairs of antithetic ones) that can be enough.
pub const FEWEST_UNITS: u32 = 10;

/// Units before the first look, where so many are allowed. Measured coverage of 95 % intervals at
/// the worst of eleven half widths: 93.2 % with a first look at 10, 93.6 % at 15, 93.8 % at 20.
pub const FIRST_LOOK: u32 = 20;

/// What a look decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// The interval is narrow enough.
    Enough,
    /// Look again after so many units in all.
    Again(u32),
    /// The most has been simulated and the interval is still too wide.
    GivenUp,
}

/// Looks after `units`, of which `most` are allowed. `width` is the half width over the one that
/// is wanted; none while there is no interval.
///
/// A half width falls as 1 / sqrt(n), so units x width^2 are about what it takes; the next look
/// is then, but at least a tenth and at most once as many units later.
#[must_use]
pub fn look(units: u32, width: Option<f64>, most: u32) -> Look {
    let first = FIRST_LOOK.min(most);
    if units >= first.max(FEWEST_UNITS) && width.is_some_and(|width| width <= 1.0) {
        return Look::Enough;
    }
    if units >= most {
        return Look::GivenUp;
    }
    let least = units + (units / 10).max(2);
    let needed = width.map_or(f64::INFINITY, |width| f64::from(units) * width * width);
    // `as` saturates.
    let next = (libm::ceil(needed) as u32).clamp(least, units.saturating_mul(2).max(least));
    Look::Again(next.max(first).min(most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_never_stops_before_the_first_look_and_never_goes_beyond_the_most() {
        assert_eq!(look(0, None, 1_000), Look::Again(20));
        assert_eq!(look(5, Some(0.1), 1_000), Look::Again(20));
        assert_eq!(look(19, Some(0.1), 1_000), Look::Again(21));
        assert_eq!(look(20, Some(1.0), 1_000), Look::Enough);
        assert_eq!(look(90, Some(3.0), 100), Look::Again(100));
        assert_eq!(look(100, Some(1.01), 100), Look::GivenUp);
    }

    #[test]
    fn where_fewer_are_allowed_the_first_look_is_the_last_and_ten_are_the_fewest() {
        assert_eq!(look(0, None, 12), Look::Again(12));
        assert_eq!(look(12, Some(1.0), 12), Look::Enough);
        assert_eq!(look(12, Some(1.01), 12), Look::GivenUp);
        assert_eq!(look(9, Some(0.1), 9), Look::GivenUp);
        assert_eq!(look(5, None, 5), Look::GivenUp);
    }

    #[test]
    fn the_next_look_is_when_the_half_width_should_be_small_enough() {
        assert_eq!(look(40, Some(1.25), 1_000), Look::Again(63));
        assert_eq!(look(40, Some(1.01), 1_000), Look::Again(44));
        assert_eq!(look(40, Some(9.0), 1_000), Look::Again(80));
        assert_eq!(look(40, None, 1_000), Look::Again(80));
        assert_eq!(look(20, Some(1.01), 1_000), Look::Again(22));
    }
}
