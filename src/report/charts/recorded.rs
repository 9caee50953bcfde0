//! Recorded against simulated by interval, where the data record what happened.

use crate::experiment::Results;
use crate::report::axis::Axis;
use crate::report::canvas::{INK, of_variant};
use crate::report::figure::{Figure, Panel, Shape};
use crate::report::numbers::{length, percent};

use super::{highest, layer, middles, spread};

pub(super) fn recorded(results: &Results) -> Option<Figure> {
    let recorded = results.recorded.as_ref()?;
    let variant = results.variants.first()?;
    let panel = |id: &str, title: &str, axis: &dyn Fn(f64) -> Axis| {
        let truth = middles(&recorded.intervals, id, |e| e.mean);
        let mean = middles(&variant.intervals, id, |e| e.mean);
        let edges = spread(&variant.intervals, id);
        let most = highest(truth.iter().chain(&mean).copied())
            .max(highest(edges.iter().map(|&(x, _, high)| (x, high))));
        let colour = of_variant(0);
        Panel {
            title: title.to_owned(),
            x: Axis::time(&results.manifest.timeline),
            y: axis(most),
            layers: vec![
                layer("simulated, 10th to 90th percentile", colour, Shape::Band(edges)),
                layer(format!("simulated: {}", variant.name), colour, Shape::Line(mean)),
                layer("recorded", INK, Shape::Dashes(truth)),
            ],
            height: 170.0,
        }
    };
    let (inside, of) = within(results);
    Some(Figure {
        slug: "recorded-and-simulated",
        title: format!("Recorded and simulated ({})", variant.name),
        caption: format!(
            "Abandoned: recorded {}, simulated {}. Average speed of answer: recorded {}, \
             simulated {}. The recorded abandonment lies within the simulated 10 to 90 % band in \
             {inside} of {of} intervals.",
            words(&recorded.metrics, "abandonment_rate", percent),
            words(&variant.metrics, "abandonment_rate", percent),
            words(&recorded.metrics, "asa", length),
            words(&variant.metrics, "asa", length),
        ),
        panels: vec![
            panel("abandonment_rate", "Abandonment", &|most| {
                Axis::shares("Abandoned, % of offered", most.max(0.02))
            }),
            panel("asa", "Average speed of answer", &|most| {
                Axis::lengths("Wait of answered calls", most)
            }),
        ],
        table: table(results),
    })
}

fn words(metrics: &crate::experiment::Metrics, id: &str, show: fn(f64) -> String) -> String {
    metrics.mean(id).map_or_else(|| "-".into(), show)
}

/// In how many intervals the recorded abandonment lies within the band.
fn within(results: &Results) -> (usize, usize) {
    let Some(recorded) = &results.recorded else { return (0, 0) };
    let pairs = recorded.intervals.iter().zip(&results.variants[0].intervals);
    let pairs: Vec<_> = pairs
        .filter_map(|(truth, simulated)| {
            let estimate = simulated.metrics.estimate("abandonment_rate");
            Some((truth.metrics.mean("abandonment_rate")?, estimate.p10?, estimate.p90?))
        })
        .collect();
    (pairs.iter().filter(|(at, low, high)| low <= at && at <= high).count(), pairs.len())
}

fn table(results: &Results) -> (Vec<String>, Vec<Vec<String>>) {
    let titles = [
        "Interval",
        "Abandoned, recorded",
        "Abandoned, simulated",
        "Speed of answer, recorded",
        "Speed of answer, simulated",
    ];
    let Some(recorded) = &results.recorded else { return (Vec::new(), Vec::new()) };
    let rows =
        recorded.intervals.iter().zip(&results.variants[0].intervals).map(|(truth, model)| {
            vec![
                truth.start.get(..16).unwrap_or_default().replace('T', " "),
                words(&truth.metrics, "abandonment_rate", percent),
                words(&model.metrics, "abandonment_rate", percent),
                words(&truth.metrics, "asa", length),
                words(&model.metrics, "asa", length),
            ]
        });
    (titles.map(str::to_owned).to_vec(), rows.collect())
}
