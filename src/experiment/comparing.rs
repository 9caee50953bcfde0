//! One variant against another: paired differences, and which of them stand together.

use crate::measure::{Better, Metric};
use crate::stats::holm;

use super::estimating::{Sample, differences};
use super::results::{Comparison, Difference, Verdict};

/// The comparison of two variants by the same replications; names and samples `from`, `to`.
pub(super) fn comparison(names: [&String; 2], from: &Sample<'_>, to: &Sample<'_>) -> Comparison {
    let found = differences(from, to);
    let degrees = from.degrees().min(to.degrees());
    Comparison {
        from: names[0].clone(),
        to: names[1].clone(),
        not_by_holm: not_by_holm(&found, degrees, from.confidence),
        metrics: found.into_iter().collect(),
    }
}

/// Verdicts that do not stand when all metrics with a good side are looked at together.
fn not_by_holm(
    found: &[(&'static str, Difference)],
    degrees: u32,
    confidence: f64,
) -> Vec<&'static str> {
    let judged = judged(found);
    let sizes: Vec<f64> = judged.iter().map(|judged| judged.1).collect();
    let stands = holm(&sizes, degrees, confidence);
    let verdicts = judged
        .iter()
        .zip(stands)
        .filter(|((_, _, verdict), stands)| *verdict != Verdict::None && !stands);
    verdicts.map(|((id, ..), _)| *id).collect()
}

/// The metrics that could have been called better or worse, with their differences in half
/// widths: those with a good side that differ in some replication.
fn judged(found: &[(&'static str, Difference)]) -> Vec<(&'static str, f64, Verdict)> {
    let size = |difference: &Difference| {
        let (difference, half_width) = (difference.difference?, difference.half_width?);
        (half_width > 0.0).then(|| difference / half_width)
    };
    let has_side =
        |id: &str| Metric::find(id).is_some_and(|metric| metric.better != Better::Neither);
    found
        .iter()
        .filter(|(id, _)| has_side(id))
        .filter_map(|(id, difference)| Some((*id, size(difference)?, difference.verdict)))
        .collect()
}
