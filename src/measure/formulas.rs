//! Shorthands in which the catalogue of metrics is written.

use crate::time::TICKS_PER_SECOND;

/// A metric that counts one field of the calls' totals.
macro_rules! count {
    ($id:ident, $label:literal, $windows:expr, $definition:literal) => {
        metric(
            stringify!($id),
            $label,
            Unit::Count,
            $windows,
            Formula::PerReplication(|f| Some(f.calls.$id as f64)),
            $definition,
        )
    };
}

/// A metric that divides one expression of the figures by another.
macro_rules! ratio {
    ($id:literal, $label:literal, $unit:expr, $windows:expr, |$f:ident| $numerator:expr, $denominator:expr, $definition:literal) => {
        metric(
            $id,
            $label,
            $unit,
            $windows,
            Formula::Ratio(|$f| ($numerator, $denominator)),
            $definition,
        )
    };
}

/// Ticks as seconds.
pub(super) fn seconds(ticks: u64) -> f64 {
    ticks as f64 / TICKS_PER_SECOND as f64
}

pub(super) fn hours(ticks: u64) -> f64 {
    seconds(ticks) / 3_600.0
}

/// A count as a number to calculate with.
pub(super) fn n(count: u64) -> f64 {
    count as f64
}

/// A quantile of answered waits by its position in [`super::WAIT_QUANTILES`].
macro_rules! wait_quantile {
    ($id:literal, $label:literal, $position:literal, $definition:literal) => {
        metric(
            $id,
            $label,
            Unit::Seconds,
            CALLS,
            Formula::Quantile(
                |f| f.extremes.wait_quantiles[$position].map(Span::seconds),
                |p| p.wait_quantiles[$position],
            ),
            $definition,
        )
        .better(Lower)
    };
}

pub(super) use {count, ratio, wait_quantile};
