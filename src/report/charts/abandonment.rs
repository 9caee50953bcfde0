//! Abandonment by interval, every variant with its confidence band.

use crate::experiment::Results;
use crate::report::axis::Axis;
use crate::report::canvas::of_variant;
use crate::report::figure::{Figure, Panel, Shape};
use crate::report::numbers::percent;

use super::{band, highest, interval_table, layer, middles};

const ID: &str = "abandonment_rate";

pub(super) fn abandonment(results: &Results) -> Option<Figure> {
    let mut layers = Vec::new();
    let mut most = 0.02;
    for (position, variant) in results.variants.iter().enumerate() {
        let colour = of_variant(position);
        let edges = band(&variant.intervals, ID, 1.0);
        most = f64::max(most, highest(edges.iter().map(|&(x, _, high)| (x, high))));
        layers.push(layer("", colour, Shape::Band(edges)));
        let line = middles(&variant.intervals, ID, |estimate| estimate.mean);
        most = f64::max(most, highest(line.iter().copied()));
        layers.push(layer(&variant.name, colour, Shape::Line(line)));
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
        panels: vec![Panel {
            title: String::new(),
            x: Axis::time(&results.manifest.timeline),
            y: Axis::shares("Abandoned, % of offered", most),
            layers,
            height: 260.0,
        }],
        table: interval_table(results, &[(ID, "abandoned")]),
    })
}
