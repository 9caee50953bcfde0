//! Calls offered, and agents on duty against the load that the calls bring.

use crate::experiment::Results;
use crate::report::axis::Axis;
use crate::report::canvas::{BLUE, GREEN, INK, RED};
use crate::report::figure::{Figure, Panel, Shape};
use crate::report::numbers::short;

use super::{held, highest, interval_table, layer, middles, required, spread};

pub(super) fn load(results: &Results) -> Option<Figure> {
    let last = results.variants.last()?;
    let offered = middles(&last.intervals, "offered", |estimate| estimate.mean);
    let duty = held(&middles(&last.intervals, "agents_on_duty", |estimate| estimate.mean));
    let load = held(&middles(&last.intervals, "load_erlangs", |estimate| estimate.mean));
    let edges: Vec<_> = spread(&last.intervals, "load_erlangs")
        .into_iter()
        .flat_map(|(x, low, high)| [(x - 0.5, low, high), (x + 0.5, low, high)])
        .collect();
    let required = required::required(results, &last.intervals).map(|points| held(&points));
    let most = highest(duty.iter().chain(&load).copied())
        .max(highest(edges.iter().map(|&(x, _, high)| (x, high))))
        .max(highest(required.iter().flatten().copied().filter(|point| point.1.is_finite())));
    let bars = offered.iter().map(|&(x, y)| [x - 0.46, x + 0.46, 0.0, y]).collect();
    let minutes = short(results.manifest.interval_seconds / 60.0);
    let time = || Axis::time(&results.manifest.timeline);
    let understaffed = duty.iter().zip(&load).filter(|(duty, load)| duty.1 < load.1).count() / 2;
    let sentence = match understaffed {
        0 => "The agents on duty exceed the mean load in every interval.".to_owned(),
        understaffed => format!(
            "In {understaffed} of {} intervals the mean load exceeds the agents on duty: the queue must \
             grow there.",
            last.intervals.len()
        ),
    };
    let mut lines = vec![
        layer("", RED, Shape::Band(edges)),
        layer("offered load, erlangs", RED, Shape::Line(load)),
        layer("agents on duty", GREEN, Shape::Line(duty)),
    ];
    let explained = required.is_some().then(|| required::words(results)).flatten();
    let agents_title = match required {
        Some(_) => "Agents on duty, offered load and agents required",
        None => "Agents on duty and offered load",
    };
    if let Some(points) = required {
        lines.push(layer("agents required", INK, Shape::Dashes(points)));
    }
    Some(Figure {
        slug: "calls-and-agents",
        title: "Calls offered, and agents on duty against the offered load".into(),
        caption: format!(
            "Offered load is the talk and after-call work that the calls bring, in erlangs: the \
             agents needed if nobody ever waited; band: 10th to 90th percentile. {sentence} {}",
            explained.unwrap_or_default()
        )
        .trim_end()
        .to_owned(),
        panels: vec![
            Panel {
                title: format!("Calls offered in each {minutes} minutes"),
                x: time(),
                y: Axis::from_zero("Calls", highest(offered.iter().copied()), short),
                layers: vec![layer("calls offered", BLUE, Shape::Bars(bars))],
                height: 130.0,
            },
            Panel {
                title: agents_title.into(),
                x: time(),
                y: Axis::from_zero("Agents, erlangs", most, short),
                layers: lines,
                height: 200.0,
            },
        ],
        table: interval_table(
            results,
            &[
                ("offered", "calls offered"),
                ("agents_on_duty", "agents on duty"),
                ("load_erlangs", "offered load"),
            ],
        ),
    })
}
