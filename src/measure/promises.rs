//! The metrics of quoted waits: how far off, and how often kept. Only where they are compared.

use crate::stats::Better::{Higher, Lower};

use super::cell::Cell;
use super::metric::Window::{CallType, Center, Queue};
use super::metric::{Formula, Metric, Unit, metric};

fn seconds(ticks: f64) -> f64 {
    ticks / crate::time::TICKS_PER_SECOND as f64
}

/// Quoted less actual, summed, in seconds.
fn bias(calls: &Cell) -> f64 {
    seconds(calls.quoted_over_ticks as f64 - calls.quoted_under_ticks as f64)
}

pub(super) const QUOTED_WAIT_BIAS: Metric = metric(
    "quoted_wait_bias",
    "Quoted less actual wait",
    Unit::Seconds,
    &[Queue],
    Formula::Ratio(|f| (bias(&f.calls), f.calls.quotes as f64)),
    "Mean of the wait estimated when a call queued less its wait until the first agent accepted, \
     live or as a callback; above 0 callers wait less than they are told. Who abandoned is not \
     in it, nor who queued without an estimate.",
)
.of_quotes();

pub(super) const QUOTED_WAIT_ERROR: Metric = metric(
    "quoted_wait_error",
    "Quoted wait is off by",
    Unit::Seconds,
    &[Queue],
    Formula::Ratio(|f| {
        let off = f.calls.quoted_over_ticks + f.calls.quoted_under_ticks;
        (seconds(off as f64), f.calls.quotes as f64)
    }),
    "Mean of the absolute difference of quoted and actual wait, of the same calls.",
)
.better(Lower)
.of_quotes();

pub(super) const QUOTED_WAIT_KEPT: Metric = metric(
    "quoted_wait_kept",
    "Waited no longer than quoted",
    Unit::Share,
    &[Queue],
    Formula::Ratio(|f| (f.calls.quotes_kept as f64, f.calls.quotes as f64)),
    "Share of the same calls that waited no longer than quoted.",
)
.better(Higher)
.of_quotes();

pub(super) const CALLBACK_PROMISE_KEPT: Metric = metric(
    "callback_promise_kept",
    "Callback promises kept",
    Unit::Share,
    &[Center, Queue, CallType],
    Formula::Ratio(|f| (f.calls.callback_promises_kept as f64, f.calls.callback_promises as f64)),
    "Share of callbacks that an agent accepted no later than was estimated at the offer that the \
     caller accepted; out of those that an agent accepted or that ended (expired, unfinished) \
     before any did.",
)
.better(Higher)
.of_callbacks()
.of_quotes();
