//! How long callers waited: the share that waited longer than x.

use crate::measure::{Histogram, Offers, Quotes, Waits, summed};
use crate::time::{Span, TICKS_PER_SECOND};

use super::results::{OffersAfter, QuotedWaits, WaitCurves};

/// Up to this, in seconds, the points of a curve are a second apart.
const FINE: u64 = 240;
/// Beyond, where waits are that long, each is so many seconds of a hundred later.
const PER_CENT: u64 = 3;

/// The curves of all calls of a center.
pub(super) fn curves(waits: &Waits) -> WaitCurves {
    let all = |histograms: &[Histogram]| curve(&summed(histograms, 0..histograms.len()));
    WaitCurves {
        answered: all(&waits.answered),
        abandoned: all(&waits.abandoned),
        callback: all(&waits.called_back),
    }
}

/// Pairs of seconds and share, from 0 to the longest wait: of short waits every second, of long
/// ones steps that grow with the wait, so that seconds and hours can be read on one curve.
fn curve(histogram: &Histogram) -> Vec<(f64, f64)> {
    let Some(largest) = histogram.largest() else { return Vec::new() };
    let long = largest.0.div_ceil(TICKS_PER_SECOND) > FINE;
    let total = histogram.total() as f64;
    let mut points = Vec::new();
    let mut seconds = 0;
    loop {
        let at = Span::from_secs(seconds);
        points.push((at.seconds(), histogram.above(at) as f64 / total));
        if at >= largest {
            return points;
        }
        seconds += if long { (seconds * PER_CENT / 100).max(1) } else { 1 };
    }
}

/// Quoted against actual waits of some pairs, by classes of the quoted wait.
pub(super) fn quotes(waits: &Waits, pairs: impl Iterator<Item = usize>) -> Vec<QuotedWaits> {
    let mut sum = Quotes::default();
    for pair in pairs {
        sum.merge(&waits.quoted[pair]);
    }
    let seconds = |ticks: u64| Span(ticks).seconds();
    sum.classes()
        .map(|class| {
            let calls = class.waits.total();
            let quantile = |share| class.waits.quantile(share).map_or(0.0, Span::seconds);
            QuotedWaits {
                calls,
                quoted: seconds(class.quoted_ticks) / calls as f64,
                waited: seconds(class.waited_ticks) / calls as f64,
                p10: quantile(0.1),
                p90: quantile(0.9),
            }
        })
        .collect()
}

/// Callback offers of some pairs, by classes of the wait before them.
pub(super) fn offers(waits: &Waits, pairs: impl Iterator<Item = usize>) -> Vec<OffersAfter> {
    let mut sum = Offers::default();
    for pair in pairs {
        sum.merge(&waits.offers[pair]);
    }
    sum.classes()
        .map(|class| OffersAfter {
            waited: Span(class.waited_ticks).seconds() / class.heard as f64,
            heard: class.heard,
            accepted: class.accepted,
        })
        .collect()
}
