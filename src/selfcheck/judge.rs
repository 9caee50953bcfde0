//! When a comparison is agreement.

use super::Compared;

/// Standard errors that a simulated value may lie from the exact one.
const MOST_ERRORS: f64 = 4.5;
/// Half width of the interval, relative to the exact value, above which nothing would be proved.
const MOST_HALF_WIDTH: f64 = 0.08;

/// Whether a simulated value is near enough to the exact one.
pub(super) fn is_near(compared: &Compared) -> bool {
    compared.z.abs() <= MOST_ERRORS
}

/// Whether it is known well enough to tell.
pub(super) fn is_certain(compared: &Compared) -> bool {
    compared.half_width <= MOST_HALF_WIDTH * compared.exact.abs()
}

/// Whether a value has so small a relative error; values below 1e-290 are as good as 0.
pub(super) fn close(found: f64, exact: f64, bound: f64) -> bool {
    nothing(found, exact) || relative(found, exact) <= bound
}

fn nothing(found: f64, exact: f64) -> bool {
    exact.abs() < 1e-290 && found.abs() < 1e-290
}

fn relative(found: f64, exact: f64) -> f64 {
    (found - exact).abs() / exact.abs()
}

/// Decimal digits in which two numbers agree, from 0 to 16.
#[must_use]
pub fn digits(found: f64, exact: f64) -> f64 {
    match relative(found, exact) {
        _ if nothing(found, exact) => 16.0,
        0.0 => 16.0,
        error if error.is_nan() => 0.0,
        error => (-libm::log10(error)).clamp(0.0, 16.0),
    }
}

/// The largest of some numbers, which may lie on either side of 0, without its sign.
pub fn worst(numbers: impl Iterator<Item = f64>) -> f64 {
    numbers.fold(0.0, |worst, number| {
        let size = number.abs();
        if size > worst || size.is_nan() { size } else { worst }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::Unit;

    #[test]
    fn agreement_asks_for_nearness_and_for_certainty() {
        let found = Compared {
            metric: "occupancy",
            unit: Unit::Share,
            exact: 0.5,
            mean: 0.5005,
            half_width: 0.001,
            z: 1.0,
        };
        assert!(found.agrees());
        assert!(!Compared { z: -4.6, ..found }.agrees());
        assert!(!Compared { half_width: 0.05, ..found }.agrees());
        assert!(!Compared { z: f64::NAN, ..found }.agrees());
        assert!(close(0.0, 1e-300, 1e-12) && !close(1.0, 1.1, 1e-12));
        assert!(!close(f64::NAN, 1.0, 1e-12));
    }

    #[test]
    fn digits_count_what_agrees() {
        assert_eq!(digits(1.0, 1.0), 16.0);
        assert!((digits(1.001, 1.0) - 3.0).abs() < 1e-9);
        assert_eq!(digits(5.0, 1.0), 0.0);
        assert_eq!(digits(f64::NAN, 1.0), 0.0);
        assert_eq!(worst([0.5, -3.0, 2.0].into_iter()), 3.0);
    }
}
