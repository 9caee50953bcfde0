//! Integrals of several smooth functions at once, halving the panels until they agree.

use std::array;
use std::sync::LazyLock;

/// Points of a panel.
const POINTS: usize = 20;
/// Disagreement of a panel with its halves that is let through, relative to the whole integral.
/// The halves are far more precise than this, as the rule is of order 40.
const TOLERANCE: f64 = 1e-14;
/// Panels to begin with, where marks are few.
const PANELS: usize = 48;
/// How often a panel may be halved.
const MOST_HALVINGS: u32 = 48;

/// Gauss-Legendre nodes and weights on [-1, 1].
static RULE: LazyLock<[(f64, f64); POINTS]> = LazyLock::new(|| array::from_fn(node));

/// Node `k` by Newton's steps on Legendre's polynomial, and its weight (DLMF 3.5.20).
fn node(k: usize) -> (f64, f64) {
    let n = POINTS as f64;
    let mut x = -libm::cos(std::f64::consts::PI * (k as f64 + 0.75) / (n + 0.5));
    let mut slope = 1.0;
    for _ in 0..8 {
        let (mut before, mut here) = (1.0, x);
        for degree in 2..=POINTS {
            let d = degree as f64;
            (before, here) = (here, ((2.0 * d - 1.0) * x * here - (d - 1.0) * before) / d);
        }
        slope = n * (x * here - before) / (x * x - 1.0);
        x -= here / slope;
    }
    (x, 2.0 / ((1.0 - x * x) * slope * slope))
}

/// Integrals of the functions that `at` gives, from the first mark to the last. Functions must be
/// at least 0 and smooth between the marks (but for power singularities at a mark). `noise` is
/// the relative rounding error of the functions' values at a point: no more is asked for.
///
/// In each round every panel that disagrees with its halves, measured by the integrals known so
/// far, is replaced by these; so a narrow peak found late makes the rest less important.
pub(super) fn integrate<const N: usize>(
    marks: &[f64],
    noise: impl Fn(f64) -> f64,
    at: impl Fn(f64) -> [f64; N],
) -> [f64; N] {
    let panels = (PANELS / marks.len().max(1)).max(1);
    let mut open: Vec<Panel<N>> = Vec::new();
    for pair in marks.windows(2) {
        let width = (pair[1] - pair[0]) / panels as f64;
        for part in 0..panels {
            let from = pair[0] + width * part as f64;
            let to = if part + 1 == panels { pair[1] } else { from + width };
            open.push(Panel::new(from, to, panel(from, to, &at), &at));
        }
    }
    let mut done = [0.0; N];
    for _ in 0..MOST_HALVINGS {
        let total = open.iter().fold(done, |sum, panel| plus(&sum, &panel.halves()));
        let mut next = Vec::new();
        for panel in open {
            if panel.agrees(&total, TOLERANCE + 4.0 * noise(panel.to)) {
                done = plus(&done, &panel.halves());
            } else {
                let middle = panel.middle();
                next.push(Panel::new(panel.from, middle, panel.left, &at));
                next.push(Panel::new(middle, panel.to, panel.right, &at));
            }
        }
        open = next;
        if open.is_empty() {
            break;
        }
    }
    open.iter().fold(done, |sum, panel| plus(&sum, &panel.halves()))
}

/// A stretch with the integrals over it and over its halves.
struct Panel<const N: usize> {
    from: f64,
    to: f64,
    whole: [f64; N],
    left: [f64; N],
    right: [f64; N],
}

impl<const N: usize> Panel<N> {
    fn new(from: f64, to: f64, whole: [f64; N], at: &impl Fn(f64) -> [f64; N]) -> Self {
        let middle = 0.5 * (from + to);
        Self { from, to, whole, left: panel(from, middle, at), right: panel(middle, to, at) }
    }

    fn middle(&self) -> f64 {
        0.5 * (self.from + self.to)
    }

    fn halves(&self) -> [f64; N] {
        plus(&self.left, &self.right)
    }

    fn agrees(&self, total: &[f64; N], tolerance: f64) -> bool {
        let halves = self.halves();
        (0..N).all(|part| libm::fabs(halves[part] - self.whole[part]) <= tolerance * total[part])
    }
}

fn panel<const N: usize>(from: f64, to: f64, at: &impl Fn(f64) -> [f64; N]) -> [f64; N] {
    let (half, middle) = (0.5 * (to - from), 0.5 * (from + to));
    let mut sum = [0.0; N];
    for (place, weight) in RULE.iter() {
        let values = at(middle + half * place);
        for (sum, value) in sum.iter_mut().zip(values) {
            *sum += weight * value;
        }
    }
    sum.map(|sum| sum * half)
}

fn plus<const N: usize>(a: &[f64; N], b: &[f64; N]) -> [f64; N] {
    array::from_fn(|part| a[part] + b[part])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integrals_of_known_functions_come_out_to_the_last_digits() {
        let exact = [1.0 - libm::exp(-40.0), 1.0 / 1.3, libm::expm1(1.0)];
        let marks = [[0.0, 3.0, 40.0].as_slice(), &[0.0, 1.0], &[0.0, 1.0]];
        let found = [
            integrate(marks[0], |_| 0.0, |x| [libm::exp(-x)])[0],
            integrate(marks[1], |_| 0.0, |x| [libm::pow(x, 0.3)])[0],
            integrate(marks[2], |_| 0.0, |x| [libm::exp(x)])[0],
        ];
        for (found, exact) in found.iter().zip(exact) {
            assert!(libm::fabs(found / exact - 1.0) < 1e-14, "{found} {exact}");
        }
    }

    #[test]
    fn a_narrow_peak_far_from_the_marks_is_not_missed() {
        let peak = |x: f64| [libm::exp(-0.5 * (x - 3.3) * (x - 3.3) * 1e6)];
        let exact = libm::sqrt(2.0 * std::f64::consts::PI * 1e-6);
        let found = integrate(&[0.0, 3.0, 4.0, 7.0], |_| 0.0, peak)[0];
        assert!(libm::fabs(found / exact - 1.0) < 1e-13, "{found} {exact}");
    }
}
