//! exp(x) by table and polynomial: only additions and products, hence the same bits everywhere.

use std::sync::LazyLock;

/// Parts of an octave that stand in the table.
const PARTS: usize = 128;

/// 2^(k / 128), correctly rounded as far as `libm` goes.
#[derive(Debug)]
pub(super) struct Powers([f64; PARTS]);

static POWERS: LazyLock<Powers> =
    LazyLock::new(|| Powers(std::array::from_fn(|part| libm::exp2(part as f64 / PARTS as f64))));

/// The table, for who calculates many: a look at whether it is there costs as much as a part of a
/// number.
#[inline]
pub(super) fn powers() -> &'static Powers {
    &POWERS
}

/// e to the power `x`, relative error below 1e-15; 0 far below, infinity far above.
#[inline]
pub(super) fn exp(x: f64) -> f64 {
    exp_by(powers(), x)
}

/// The same by a table at hand.
#[inline(always)]
fn exp_by(powers: &Powers, x: f64) -> f64 {
    if is_usual(x) { usual(powers, x) } else { libm::exp(x) }
}

/// So many are calculated at a time.
const MANY: usize = 8;

/// [`exp`] of each number: of usual ones processors calculate several at once.
#[inline]
pub(super) fn exp_each(powers: &Powers, numbers: &mut [f64]) {
    let (eights, rest) = numbers.as_chunks_mut::<MANY>();
    for numbers in eights {
        if numbers.iter().all(|&x| is_usual(x)) {
            numbers.iter_mut().for_each(|x| *x = usual(powers, *x));
        } else {
            numbers.iter_mut().for_each(|x| *x = exp_by(powers, *x));
        }
    }
    rest.iter_mut().for_each(|x| *x = exp_by(powers, *x));
}

/// Whether the result is neither near 0 nor near infinity.
#[inline(always)]
fn is_usual(x: f64) -> bool {
    (-700.0..=700.0).contains(&x)
}

#[inline(always)]
fn usual(powers: &Powers, x: f64) -> f64 {
    const SCALE: f64 = PARTS as f64 / std::f64::consts::LN_2;
    // ln 2 / 128 in two parts: the first has trailing zeros, so its products are exact.
    const HIGH: f64 = f64::from_bits(0x3F76_2E42_FEE0_0000);
    const LOW: f64 = f64::from_bits(0x3D7A_39EF_3579_3C76);
    // Adding and taking away 1.5 x 2^52 rounds to the nearest whole number.
    const ROUNDER: f64 = 6_755_399_441_055_744.0;
    let rounded = x * SCALE + ROUNDER;
    let whole = rounded - ROUNDER;
    let rest = (x - whole * HIGH) - whole * LOW;
    // The last bits of what was rounded are the whole number.
    let steps = rounded.to_bits().wrapping_sub(ROUNDER.to_bits()) as i64;
    let part = (steps & (PARTS as i64 - 1)) as usize;
    let octave = steps >> 7;
    // |rest| <= ln 2 / 256: the next term of the series is below 1e-18.
    let series = rest
        + rest * rest * (0.5 + rest * (1.0 / 6.0 + rest * (1.0 / 24.0 + rest * (1.0 / 120.0))));
    let power = f64::from_bits(((octave + 1023) as u64) << 52);
    let base = powers.0[part];
    (base + base * series) * power
}

#[cfg(test)]
mod tests {
    use super::{exp, exp_each, powers};

    #[test]
    fn the_table_agrees_with_libm_to_the_last_bits() {
        for step in -70_000..=70_000 {
            let x = f64::from(step) * 0.01 + 0.001_234_5;
            let exact = libm::exp(x);
            assert!((exp(x) / exact - 1.0).abs() < 1e-15, "exp({x})");
        }
        assert_eq!(exp(0.0).to_bits(), 1.0f64.to_bits());
        assert_eq!(exp(-800.0).to_bits(), 0.0f64.to_bits());
        assert!(exp(800.0).is_infinite());
    }

    #[test]
    fn many_at_once_are_what_each_is_alone() {
        let numbers: Vec<f64> = (0..1_003).map(|step| f64::from(step) * 1.437 - 720.0).collect();
        let mut many = numbers.clone();
        exp_each(powers(), &mut many);
        assert!(many.iter().zip(&numbers).all(|(many, &x)| many.to_bits() == exp(x).to_bits()));
    }
}
