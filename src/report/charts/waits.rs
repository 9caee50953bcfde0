//! Share waiting longer than x: answered live, abandoned, and until a callback connects.

use crate::experiment::Results;
use crate::report::axis::Axis;
use crate::report::canvas::{BLUE, GREEN, RED};
use crate::report::figure::{Figure, Panel, Shape};
use crate::report::numbers::{length, percent};

use super::layer;

/// The x axis ends where fewer than this share of any kind of call still waits.
const TAIL: f64 = 0.005;

/// Longer waits than this, in seconds, are drawn on a logarithmic scale.
const BENT: f64 = 600.0;

pub(super) fn waits(results: &Results) -> Option<Figure> {
    let ends = results.variants.iter().flat_map(|v| {
        [&v.curves.answered, &v.curves.abandoned, &v.curves.callback].map(|curve| {
            curve.iter().find(|(_, share)| *share < TAIL).map_or(0.0, |(seconds, _)| *seconds)
        })
    });
    let end = ends.fold(10.0, f64::max);
    let panels = results
        .variants
        .iter()
        .map(|variant| {
            let cut = |curve: &[(f64, f64)]| {
                curve.iter().copied().take_while(|point| point.0 <= end).collect::<Vec<_>>()
            };
            let curves = &variant.curves;
            let mut layers = vec![
                layer("answered live", GREEN, Shape::Line(cut(&curves.answered))),
                layer("abandoned", RED, Shape::Dashes(cut(&curves.abandoned))),
            ];
            if variant.offers_callbacks {
                let line = Shape::Line(cut(&curves.callback));
                layers.push(layer("called back, until connected", BLUE, line));
            }
            Panel {
                title: variant.name.clone(),
                x: axis(end),
                y: Axis::shares("Share of each, %", 1.0),
                layers,
                height: 190.0,
            }
        })
        .collect();
    let tails: Vec<String> = results
        .variants
        .iter()
        .filter_map(|v| Some(format!("{} {}", v.name, length(v.metrics.mean("wait_p90")?))))
        .collect();
    Some(Figure {
        slug: "waits",
        title: "Share that waited longer than x".into(),
        caption: format!(
            "Each line is of its own kind of call and of all simulated days together. 90 % of \
             the live answers came within: {}.",
            tails.join(", ")
        ),
        panels,
        table: table(results, end),
    })
}

/// Waits of minutes beside some of seconds get a scale on which both can be read.
fn axis(end: f64) -> Axis {
    let label = "Waited longer than, since the call came";
    if end > BENT { Axis::bent_lengths(label, end) } else { Axis::lengths(label, end) }
}

/// Shares at some round waits.
fn table(results: &Results, end: f64) -> (Vec<String>, Vec<Vec<String>>) {
    let mut titles = vec!["Longer than".to_owned()];
    for variant in &results.variants {
        for kind in ["answered live", "abandoned", "called back"] {
            titles.push(format!("{}: {kind}", variant.name));
        }
    }
    let waits = [0.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 180.0, 300.0, 600.0, 1_200.0, 3_600.0];
    let rows = waits.into_iter().filter(|wait| *wait <= end).map(|wait| {
        let mut row = vec![length(wait)];
        for variant in &results.variants {
            let curves = &variant.curves;
            for curve in [&curves.answered, &curves.abandoned, &curves.callback] {
                let share = curve.iter().take_while(|point| point.0 <= wait).last();
                row.push(share.map_or_else(|| "-".into(), |point| percent(point.1)));
            }
        }
        row
    });
    (titles, rows.collect())
}
