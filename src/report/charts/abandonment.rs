//! Abandonment by interval, every variant with its confidence band.

use crate::experiment::Results;
use crate::report::axis::Axis;

use crate::report::figure::Figure;
use crate::report::numbers::percent;

use super::multiples::{Drawn, multiples};
use super::{band, highest, interval_table, middles};

const ID: &str = "abandonment_rate";

pub(super) fn abandonment(results: &Results) -> Option<Figure> {
    let mut most = 0.02;
    for variant in &results.variants {
        let edges = band(&variant.intervals, ID, 1.0);
        most = f64::max(most, highest(edges.iter().map(|&(x, _, high)| (x, high))));
        most = f64::max(most, highest(middles(&variant.intervals, ID, |e| e.mean)));
    }
    let confidence = 100.0 * results.manifest.confidence;
    let overall: Vec<String> = results
        .variants
        .iter()
        .filter_map(|v| Some(format!("{} {}", v.name, percent(v.metrics.mean(ID)?))))
        .collect();
    Some(Figure {
        slug: "abandonment",
        title: format!("Abandonment by interval, with {confidence} % confidence bands"),
        caption: format!(
            "Share of the calls offered in each interval that were abandoned. Over the whole \
             period: {}.",
            overall.join(", ")
        ),
        panels: multiples(
            results,
            (
                &Axis::time(&results.manifest.timeline),
                &Axis::shares("Abandoned, % of offered", most),
            ),
            260.0,
            &[],
            |variant| Drawn {
                band: band(&variant.intervals, ID, 1.0),
                line: middles(&variant.intervals, ID, |estimate| estimate.mean),
            },
        ),
        table: interval_table(results, &[(ID, "abandoned")]),
    })
}
