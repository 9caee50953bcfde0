//! Quantiles of the normal and of Student's t law over `libm`, the same bits on every machine.

use std::cell::Cell;

/// Quantile of the standard normal law at `p` in (0, 1), relative error below 1e-12: Wichura's
/// AS 241 start is not needed, as Newton's steps on `erfc` converge from a rational start
/// (Abramowitz and Stegun 26.2.23) in four rounds.
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    if p <= 0.0 {
        return f64::NEG_INFINITY;
    }
    if p >= 1.0 {
        return f64::INFINITY;
    }
    let tail = p.min(1.0 - p);
    let t = libm::sqrt(-2.0 * libm::log(tail));
    let mut x = t
        - (2.515_517 + t * (0.802_853 + t * 0.010_328))
            / (1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308)));
    for _ in 0..4 {
        let error = 0.5 * libm::erfc(x / std::f64::consts::SQRT_2) - tail;
        let density = libm::exp(-0.5 * x * x) / libm::sqrt(2.0 * std::f64::consts::PI);
        let step = error / density;
        x += step / (1.0 - 0.5 * x * step);
    }
    if p < 0.5 { -x } else { x }
}

/// Quantile of Student's t law with `degrees` of freedom at `p` in (0.5, 1), relative error
/// below 1e-10: Newton's steps on the distribution function from Hill's start (CACM 396, 1970).
/// A report asks for the same one for each of its thousands of numbers: the last is kept.
#[must_use]
pub fn student_quantile(degrees: u32, p: f64) -> f64 {
    thread_local! {
        static LAST: Cell<(u32, f64, f64)> = const { Cell::new((0, f64::NAN, f64::NAN)) };
    }
    let (last_degrees, last_p, last) = LAST.get();
    if (last_degrees, last_p) == (degrees, p) {
        return last;
    }
    let quantile = quantile(degrees, p);
    LAST.set((degrees, p, quantile));
    quantile
}

fn quantile(degrees: u32, p: f64) -> f64 {
    let n = f64::from(degrees.max(1));
    if degrees <= 1 {
        return libm::tan(std::f64::consts::PI * (p - 0.5));
    }
    if degrees == 2 {
        let a = 2.0 * p - 1.0;
        return a * libm::sqrt(2.0 / (1.0 - a * a));
    }
    let z = normal_quantile(p);
    let z2 = z * z;
    // Cornish and Fisher's expansion; exact enough alone for many degrees of freedom.
    let mut t = z
        + z * (z2 + 1.0) / (4.0 * n)
        + z * (5.0 * z2 * z2 + 16.0 * z2 + 3.0) / (96.0 * n * n)
        + z * (3.0 * z2 * z2 * z2 + 19.0 * z2 * z2 + 17.0 * z2 - 15.0) / (384.0 * n * n * n);
    if degrees > 10_000 {
        return t;
    }
    let log_norm = libm::lgamma(0.5 * (n + 1.0))
        - libm::lgamma(0.5 * n)
        - 0.5 * libm::log(n * std::f64::consts::PI);
    for _ in 0..20 {
        let density = libm::exp(log_norm - 0.5 * (n + 1.0) * libm::log1p(t * t / n));
        let step = (upper_tail(degrees, t) - (1.0 - p)) / density;
        t += step;
        if libm::fabs(step) < 1e-13 * t {
            break;
        }
    }
    t
}

/// Probability that a variable with Student's t law with `degrees` of freedom lies above `t`,
/// for `t` of at least 0.
#[must_use]
pub fn student_tail(degrees: u32, t: f64) -> f64 {
    if degrees > 10_000 {
        0.5 * libm::erfc(t / std::f64::consts::SQRT_2)
    } else {
        upper_tail(degrees.max(1), t)
    }
}

/// P(T > t) by the incomplete beta function's continued fraction.
fn upper_tail(degrees: u32, t: f64) -> f64 {
    let n = f64::from(degrees);
    let (a, b) = (0.5 * n, 0.5);
    let x = n / (n + t * t);
    let front = libm::exp(
        libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b)
            + a * libm::log(x)
            + b * libm::log1p(-x),
    );
    let incomplete = if x < (a + 1.0) / (a + b + 2.0) {
        front * continued_fraction(a, b, x) / a
    } else {
        1.0 - front * continued_fraction(b, a, 1.0 - x) / b
    };
    0.5 * incomplete
}

/// Lentz's method for the continued fraction of the incomplete beta function (DLMF 8.17.22).
fn continued_fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let guard = |value: f64| if libm::fabs(value) < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / guard(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for step in 1..500 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / guard(1.0 + even * d);
        c = guard(1.0 + even / c);
        fraction *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / guard(1.0 + odd * d);
        c = guard(1.0 + odd / c);
        fraction *= d * c;
        // Nothing changes any more.
        if d * c == 1.0 {
            break;
        }
    }
    fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_agree_with_published_tables() {
        // Values to 16 digits by mpmath (40 digits); the shorter ones stand in every t table.
        let cases = [
            (1, 0.975, 12.706_204_736_174_7),
            (2, 0.975, 4.302_652_729_749_464),
            (5, 0.975, 2.570_581_835_636_316),
            (9, 0.995, 3.249_835_541_592_126),
            (30, 0.95, 1.697_260_886_593_958),
            (199, 0.975, 1.971_956_544_251_754),
        ];
        for (degrees, p, exact) in cases {
            let found = student_quantile(degrees, p);
            assert!((found / exact - 1.0).abs() < 1e-10, "t({degrees}, {p}) = {found}");
        }
        assert!((normal_quantile(0.975) / 1.959_963_984_540_054 - 1.0).abs() < 1e-14);
        assert!((normal_quantile(0.001) / -3.090_232_306_167_813 - 1.0).abs() < 1e-13);
        assert!((student_tail(30, 1.697_260_886_593_958) - 0.05).abs() < 1e-12);
        assert!((student_tail(1, 12.706_204_736_174_7) - 0.025).abs() < 1e-12);
        assert_eq!(student_tail(7, 0.0), 0.5);
        assert!((student_tail(10_000, 3.0) / student_tail(10_001, 3.0) - 1.0).abs() < 5e-3);
        let near = student_tail(10_000, 3.0) / student_tail(9_999, 3.0) - 1.0;
        assert!(near.abs() < 1e-6, "up to 10,000 degrees the tail is Student's: {near:e}");
        let (below, above) = (student_quantile(10_000, 0.975), student_quantile(10_001, 0.975));
        assert!((below / above - 1.0).abs() < 1e-7, "the two branches meet: {below} {above}");
    }

    #[test]
    fn tails_far_out_and_beside_the_middle_have_their_digits() {
        // One degree is Cauchy's law, whose tail is an arc tangent.
        for t in [1e-3, 0.5, 1.0, 2.0, 30.0, 1e4, 1e8] {
            let exact = libm::atan(1.0 / t) / std::f64::consts::PI;
            let found = student_tail(1, t);
            assert!((found / exact - 1.0).abs() < 1e-11, "{t}: {found:e}, exact {exact:e}");
        }
        // Beside the middle every tail is a half less t times the density there.
        for (degrees, density) in [(2, 0.353_553_390_593_274), (10, 0.389_108_383_966_031)] {
            let found = student_tail(degrees, 1e-4);
            assert!((found - 0.5 + 1e-4 * density).abs() < 1e-11, "{degrees}: {found}");
        }
    }

    #[test]
    fn of_very_many_degrees_the_law_is_the_normal_one() {
        let many = 1_000_000_000;
        assert!((student_quantile(many, 0.975) / normal_quantile(0.975) - 1.0).abs() < 2e-9);
        assert!((student_tail(many, 3.0) / 1.349_898_031_630_094_5e-3 - 1.0).abs() < 1e-12);
    }
}
