//! Heat map of several days: a column a day, a row a time of day, coloured by the service level.

use plotters::prelude::RGBColor;

use crate::experiment::{Results, VariantResults};
use crate::report::axis::{Axis, day};
use crate::report::canvas::of_level;
use crate::report::figure::{Figure, Layer, Panel, Shape};
use crate::report::numbers::{percent, short};
use crate::report::words::clock;

use super::layer;

/// Classes of the service level in steps of a tenth to a fifth, the lowest first.
const CLASSES: [(f64, &str); 6] = [
    (0.2, "below 20 %"),
    (0.4, "20 to 40 %"),
    (0.6, "40 to 60 %"),
    (0.8, "60 to 80 %"),
    (0.9, "80 to 90 %"),
    (f64::INFINITY, "90 % and more"),
];

pub(super) fn heat_map(results: &Results) -> Option<Figure> {
    let timeline = &results.manifest.timeline;
    if timeline.days.len() < 2 || results.manifest.interval_seconds > 21_600.0 {
        return None;
    }
    let open = open(results);
    let panels = results
        .variants
        .iter()
        .map(|variant| Panel {
            title: variant.name.clone(),
            x: days(&timeline.days),
            y: clocks(open),
            layers: layers(results, variant),
            height: 220.0,
        })
        .collect();
    Some(Figure {
        slug: "service-level-by-day-and-time",
        title: "Service level by day and time of day".into(),
        caption: format!(
            "A column a day, morning at the top; each field is the service level of one interval \
             over all replications, white where no call came. {}",
            worst(results)
        ),
        panels,
        table: table(results),
    })
}

/// Days along x; a label wherever one fits.
pub(super) fn days(days: &[String]) -> Axis {
    let step = days.len().div_ceil(9);
    let mut axis = Axis::rows(days);
    let monthly = days.len() > 70;
    axis.ticks = (0..days.len())
        .filter(|&at| if monthly { days[at].ends_with("-01") } else { at % step == 0 })
        .map(|at| (at as f64 + 0.5, day(&days[at])))
        .map(|(at, label)| {
            let month = label.rsplit(' ').next().unwrap_or_default().to_owned();
            (at, if monthly { month } else { label })
        })
        .collect();
    axis.label = "Day".into();
    axis
}

/// From the first to the last hour of a day in which any call came.
fn open(results: &Results) -> (u32, u32) {
    let windows = results.variants.iter().flat_map(|variant| &variant.intervals);
    let rated = windows.filter(|window| window.metrics.mean("service_level").is_some());
    let starts = rated.map(|window| window.start.as_str());
    hours_of(starts, results.manifest.interval_seconds / 3_600.0)
}

/// The whole hours of a day that intervals of a length take in.
pub(super) fn hours_of<'s>(starts: impl Iterator<Item = &'s str>, length: f64) -> (u32, u32) {
    let (first, last) = starts
        .map(hour)
        .fold((24.0, 0.0), |(first, last), hour| (f64::min(first, hour), f64::max(last, hour)));
    if first > last {
        return (0, 24);
    }
    (libm::floor(first) as u32, (libm::ceil(last + length - 1e-9) as u32).min(24))
}

/// Hours of the day along y, the earliest at the top.
pub(super) fn clocks((first, last): (u32, u32)) -> Axis {
    let mut axis = Axis::range("Time of day", 0.0, 24.0, short);
    let step = if last - first > 12 { 3 } else { 2 };
    axis.ticks = (first..=last)
        .filter(|hour| hour % step == 0)
        .map(|hour| (f64::from(24 - hour), format!("{hour:02}:00")))
        .collect();
    axis.stretch(f64::from(24 - last), f64::from(24 - first));
    axis
}

/// A layer for each class.
fn layers(results: &Results, variant: &VariantResults) -> Vec<Layer> {
    let days = &results.manifest.timeline.day_of_interval;
    let fields = variant.intervals.iter().zip(days).filter_map(|(window, &day)| {
        let level = window.metrics.mean("service_level")?;
        let class = CLASSES.iter().position(|class| level < class.0).unwrap_or(0);
        Some((window.start.as_str(), day, class))
    });
    let bars = bars(fields, results.manifest.interval_seconds / 3_600.0, CLASSES.len());
    let colour = |class: usize| -> RGBColor { of_level(class) };
    bars.into_iter()
        .enumerate()
        .filter(|(_, bars)| !bars.is_empty())
        .map(|(class, bars)| layer(CLASSES[class].1, colour(class), Shape::Bars(bars)))
        .collect()
}

/// Fields of intervals of a length in hours, by class: each has its start, day and class. Those of
/// one class that follow each other on a day are one bar.
pub(super) fn bars<'s>(
    fields: impl Iterator<Item = (&'s str, usize, usize)>,
    length: f64,
    classes: usize,
) -> Vec<Vec<[f64; 4]>> {
    let mut bars: Vec<Vec<[f64; 4]>> = vec![Vec::new(); classes];
    for (start, day, class) in fields {
        let top = 24.0 - hour(start);
        let (x, bottom) = (day as f64, (top - length).max(0.0));
        match bars[class].last_mut() {
            Some(bar) if bar[0] == x && bar[2] == top => bar[2] = bottom,
            _ => bars[class].push([x, x + 1.0, bottom, top]),
        }
    }
    bars
}

/// The time of day of an RFC 3339 time, in hours.
fn hour(at: &str) -> f64 {
    let part = |range: std::ops::Range<usize>| {
        at.get(range).and_then(|text| text.parse::<f64>().ok()).unwrap_or(0.0)
    };
    part(11..13) + part(14..16) / 60.0 + part(17..19) / 3_600.0
}

/// The worst field of the last variant in words.
fn worst(results: &Results) -> String {
    let Some(last) = results.variants.last() else { return String::new() };
    let levels = last
        .intervals
        .iter()
        .filter_map(|window| Some((window.metrics.mean("service_level")?, window.start.as_str())));
    levels.min_by(|a, b| a.0.total_cmp(&b.0)).map_or_else(String::new, |(level, at)| {
        format!("Worst with {}: {} {}, {}.", last.name, day(at), clock(at), percent(level))
    })
}

/// The whole days' service levels.
fn table(results: &Results) -> (Vec<String>, Vec<Vec<String>>) {
    let mut titles = vec!["Day".to_owned()];
    titles.extend(results.variants.iter().map(|variant| variant.name.clone()));
    let rows = results.manifest.timeline.days.iter().enumerate().map(|(at, day)| {
        let mut row = vec![day.clone()];
        row.extend(results.variants.iter().map(|variant| {
            let level = variant.days.get(at).and_then(|day| day.metrics.mean("service_level"));
            level.map_or_else(|| "-".into(), percent)
        }));
        row
    });
    (titles, rows.collect())
}
