//! Sobol's sequence: points that fill a cube more evenly than chance does.
//!
//! Direction numbers: Joe and Kuo, "Constructing Sobol sequences with better two-dimensional
//! projections", SIAM Journal on Scientific Computing 30, 2008 (their set new-joe-kuo-6).

use crate::scenario::MOST_SOBOL_AXES;

const BITS: u32 = 32;

/// For each axis after the first: the degree of its primitive polynomial, the polynomial's inner
/// coefficients as bits, and the first direction numbers.
const AXES: [(u32, u32, &[u32]); MOST_SOBOL_AXES - 1] = [
    (1, 0, &[1]),
    (2, 1, &[1, 3]),
    (3, 1, &[1, 3, 1]),
    (3, 2, &[1, 1, 1]),
    (4, 1, &[1, 1, 3, 3]),
    (4, 4, &[1, 3, 5, 13]),
    (5, 2, &[1, 1, 5, 5, 17]),
    (5, 4, &[1, 1, 5, 5, 5]),
    (5, 7, &[1, 1, 7, 11, 19]),
    (5, 11, &[1, 1, 5, 1, 1]),
    (5, 13, &[1, 1, 1, 3, 11]),
    (5, 14, &[1, 3, 5, 5, 31]),
    (6, 1, &[1, 3, 3, 9, 7, 49]),
    (6, 13, &[1, 1, 1, 15, 21, 21]),
    (6, 16, &[1, 3, 1, 13, 27, 49]),
    (6, 19, &[1, 1, 1, 15, 7, 5]),
    (6, 22, &[1, 3, 1, 15, 13, 25]),
    (6, 25, &[1, 1, 5, 5, 19, 61]),
    (7, 1, &[1, 3, 7, 11, 23, 15, 103]),
    (7, 4, &[1, 3, 7, 13, 13, 15, 69]),
];

/// The direction numbers of an axis, the k-th moved to bit 31 - k.
fn directions(axis: usize) -> [u32; BITS as usize] {
    let mut numbers = [0; BITS as usize];
    let Some(position) = axis.checked_sub(1) else {
        for (k, number) in numbers.iter_mut().enumerate() {
            *number = 1 << (31 - k);
        }
        return numbers;
    };
    let (degree, polynomial, first) = AXES[position];
    let degree = degree as usize;
    for k in 0..BITS as usize {
        numbers[k] = if k < degree {
            first[k] << (31 - k)
        } else {
            let mut number = numbers[k - degree] ^ (numbers[k - degree] >> degree);
            for inner in 1..degree {
                if polynomial >> (degree - 1 - inner) & 1 == 1 {
                    number ^= numbers[k - inner];
                }
            }
            number
        };
    }
    numbers
}

/// The first `count` points on one axis, each in (0, 1). `shift` moves all of them by exclusive
/// or, which keeps how evenly they fill the cube.
pub(super) fn sobol(axis: usize, count: u32, shift: u32) -> Vec<f64> {
    let numbers = directions(axis);
    let point = |position: u32| {
        // Gray code order would do as well; this is the order of the definition.
        let bits = (0..BITS).filter(|bit| position >> bit & 1 == 1);
        let place = bits.fold(shift, |place, bit| place ^ numbers[bit as usize]);
        (f64::from(place) + 0.5) / libm::ldexp(1.0, BITS as i32)
    };
    (0..count).map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cells of `2^low` by `2^high` in a plane, how often each is met.
    fn counts(a: &[f64], b: &[f64], low: u32, high: u32) -> Vec<u32> {
        let mut counts = vec![0; 1 << (low + high)];
        let cell = |at: f64, bits: u32| libm::floor(at * f64::from(1u32 << bits)) as usize;
        for (&x, &y) in a.iter().zip(b) {
            counts[cell(x, low) << high | cell(y, high)] += 1;
        }
        counts
    }

    #[test]
    fn every_axis_alone_puts_one_point_into_each_stratum() {
        for axis in 0..MOST_SOBOL_AXES {
            for shift in [0, 0x9E37_79B9] {
                let points = sobol(axis, 1 << 10, shift);
                let counts = counts(&points, &points, 10, 0);
                assert!(counts.iter().all(|&count| count == 1), "axis {axis}");
            }
        }
    }

    #[test]
    fn the_first_two_axes_put_one_point_into_each_elementary_rectangle() {
        let [a, b] = [0, 1].map(|axis| sobol(axis, 1 << 8, 77));
        for low in 0..=8 {
            assert!(counts(&a, &b, low, 8 - low).iter().all(|&count| count == 1), "2^{low} wide");
        }
    }

    #[test]
    fn the_first_points_are_the_published_ones() {
        // Joe and Kuo's own first points in three dimensions, in the order of the definition.
        let axes: Vec<Vec<f64>> = (0..3).map(|axis| sobol(axis, 8, 0)).collect();
        let near = |axis: usize, expected: [f64; 8]| {
            let found = &axes[axis];
            assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-9), "{found:?}");
        };
        near(0, [0.0, 0.5, 0.25, 0.75, 0.125, 0.625, 0.375, 0.875]);
        near(1, [0.0, 0.5, 0.75, 0.25, 0.625, 0.125, 0.375, 0.875]);
        near(2, [0.0, 0.5, 0.75, 0.25, 0.375, 0.875, 0.625, 0.125]);
    }
}
