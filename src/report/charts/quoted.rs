//! Quoted against actual wait: what callers who queued were told, and how long they then waited.

use crate::experiment::{QueueResults, QuotedWaits, Results, VariantResults};
use crate::measure::Unit;
use crate::report::axis::Axis;
use crate::report::canvas::{GREY, of_variant};
use crate::report::figure::{Figure, Panel, Shape};
use crate::report::numbers::{length, percent, value};

use super::layer;

/// Classes with fewer calls say too little to be drawn.
const FEW: u64 = 20;

/// The queue of most compared waits, a panel for each variant that compares them.
pub(super) fn quoted(results: &Results) -> Option<Figure> {
    let name = busiest(results)?;
    let shown: Vec<(usize, &VariantResults, &QueueResults)> = results
        .variants
        .iter()
        .enumerate()
        .filter_map(|(at, variant)| Some((at, variant, variant.queue(name)?)))
        .filter(|(_, _, queue)| drawn(queue).next().is_some())
        .collect();
    let all = || shown.iter().flat_map(|(_, _, queue)| drawn(queue));
    let longest_quote = all().map(|class| class.quoted).fold(1.0, f64::max);
    let longest_wait = all().map(|class| class.p90).fold(longest_quote, f64::max);
    let panels: Vec<Panel> = shown
        .iter()
        .map(|(at, variant, queue)| {
            let colour = of_variant(*at);
            let points = |y: fn(&QuotedWaits) -> f64| {
                drawn(queue).map(|class| (class.quoted, y(class))).collect::<Vec<_>>()
            };
            let band = drawn(queue).map(|class| (class.quoted, class.p10, class.p90)).collect();
            Panel {
                title: variant.name.clone(),
                x: Axis::lengths("Wait that was estimated when the call queued", longest_quote),
                y: Axis::lengths("Wait", longest_wait),
                layers: vec![
                    layer("8 of 10 waited within", colour, Shape::Band(band)),
                    layer("", colour, Shape::Line(points(|class| class.waited))),
                    layer("mean wait", colour, Shape::Dots(points(|class| class.waited))),
                    layer(
                        "as quoted",
                        GREY,
                        Shape::Dashes(vec![(0.0, 0.0), (longest_quote, longest_quote)]),
                    ),
                ],
                height: 200.0,
            }
        })
        .collect();
    (!panels.is_empty()).then(|| Figure {
        slug: "quoted-waits",
        title: format!("Quoted against actual wait, queue {name}"),
        caption: caption(&shown),
        panels,
        table: table(&shown),
    })
}

/// The name of the queue in which most waits are compared.
fn busiest(results: &Results) -> Option<&str> {
    let queues = results.variants.iter().flat_map(|variant| &variant.queues);
    let calls = |queue: &QueueResults| queue.quotes.iter().map(|class| class.calls).sum::<u64>();
    let most = queues.max_by_key(|queue| calls(queue))?;
    (calls(most) > 0).then_some(most.name.as_str())
}

fn drawn(queue: &QueueResults) -> impl Iterator<Item = &QuotedWaits> {
    queue.quotes.iter().filter(|class| class.calls >= FEW)
}

fn caption(shown: &[(usize, &VariantResults, &QueueResults)]) -> String {
    let sentences: Vec<String> = shown
        .iter()
        .filter_map(|(_, variant, queue)| {
            let mean = |id: &str| queue.metrics.mean(id);
            let (bias, error) = (mean("quoted_wait_bias")?, mean("quoted_wait_error")?);
            let side = if bias < 0.0 { "longer" } else { "shorter" };
            Some(format!(
                "{}: callers waited {} {side} than quoted on average, off by {}; {} waited no \
                 longer than quoted.",
                variant.name,
                value(Unit::Seconds, bias.abs()),
                value(Unit::Seconds, error),
                percent(mean("quoted_wait_kept")?),
            ))
        })
        .collect();
    format!(
        "Until an agent accepted, live or as a callback; who abandoned is not in it. {}",
        sentences.join(" ")
    )
}

fn table(shown: &[(usize, &VariantResults, &QueueResults)]) -> (Vec<String>, Vec<Vec<String>>) {
    let titles = ["Variant", "Quoted, mean", "Calls", "Waited, mean", "10 % within", "90 % within"];
    let rows = shown.iter().flat_map(|(_, variant, queue)| {
        queue.quotes.iter().map(|class| {
            vec![
                variant.name.clone(),
                length(class.quoted),
                class.calls.to_string(),
                length(class.waited),
                length(class.p10),
                length(class.p90),
            ]
        })
    });
    (titles.map(str::to_owned).to_vec(), rows.collect())
}
