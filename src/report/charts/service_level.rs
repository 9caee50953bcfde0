//! Service level by interval, every variant, with the target and the spread from day to day.

use crate::experiment::Results;
use crate::report::axis::Axis;
use crate::report::canvas::INK;
use crate::report::figure::{Figure, Shape};
use crate::report::numbers::{length, percent};

use super::multiples::{Drawn, multiples};
use super::{interval_table, layer, middles, spread};

const ID: &str = "service_level";

pub(super) fn service_level(results: &Results) -> Option<Figure> {
    let first = results.variants.first()?;
    let mut layers = Vec::new();
    let mut targets: Vec<f64> = first.queues.iter().map(|queue| queue.target).collect();
    targets.dedup();
    for target in &targets {
        let word = format!("target {} %", crate::report::numbers::short(100.0 * target));
        layers.push(layer(word, INK, Shape::Level(*target, String::new())));
    }
    let queue = first.queues.first()?;
    let levels: Vec<String> = results
        .variants
        .iter()
        .filter_map(|v| Some(format!("{} {}", v.name, percent(v.metrics.mean(ID)?))))
        .collect();
    Some(Figure {
        slug: "service-level",
        title: format!(
            "Service level by interval (within {}), with the 10 to 90 % band of days",
            length(queue.within_seconds)
        ),
        caption: format!(
            "Line: share answered in time by the definition {}; band: from the 10th to the 90th \
             percentile of the simulated days. Over the whole period: {}.",
            queue.service_level_definition,
            levels.join(", ")
        ),
        panels: multiples(
            results,
            (&Axis::time(&results.manifest.timeline), &Axis::shares("Answered in time, %", 1.0)),
            260.0,
            &layers,
            |variant| Drawn {
                band: spread(&variant.intervals, ID),
                line: middles(&variant.intervals, ID, |estimate| estimate.mean),
            },
        ),
        table: interval_table(results, &[(ID, "service level")]),
    })
}
