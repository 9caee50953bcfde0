//! The charts of a sweep, one file each: which of them there are follows from its design.

mod contour;
mod effects;
mod heat_map;
mod lines;
mod tornado;
mod trade_off;

use plotters::prelude::RGBColor;

use crate::measure::{Better, Metric, Unit};
use crate::report::axis::Axis;
use crate::report::figure::Figure;
use crate::report::numbers;
use crate::scenario::Design;
use crate::sweep::{Level, Results, levels};

use super::layer;

/// All charts that a sweep can fill, in the order in which a planner reads them.
pub(in crate::report) fn all(results: &Results) -> Vec<Figure> {
    let mut figures = Vec::new();
    match results.design {
        Design::Grid if varied(results).len() >= 2 => {
            figures.extend(results.metrics.iter().filter_map(|m| heat_map::heat_map(results, m)));
            figures.extend(contour::contour(results));
        }
        Design::Grid | Design::List => figures.extend(lines::lines(results)),
        Design::OneAtATime => figures.extend(tornado::tornado(results)),
        Design::LatinHypercube | Design::Sobol => figures.extend(effects::effects_chart(results)),
    }
    figures.extend(trade_off::trade_off(results));
    figures
}

/// The axes that take more than one value.
pub(in crate::report) fn varied(results: &Results) -> Vec<usize> {
    (0..results.axes.len()).filter(|&axis| levels(results, axis).len() > 1).collect()
}

/// The variant that heat maps and tornados show: the last one that has the metric, with callback
/// where there is one.
pub(in crate::report) fn shown_variant<'r>(results: &'r Results, metric: &str) -> Option<&'r str> {
    results.variants.iter().rev().map(String::as_str).find(|name| results.has(name, metric))
}

/// A scale over the values of an axis: its numbers, or its texts one after another.
struct Scale {
    levels: Vec<Level>,
    label: String,
}

impl Scale {
    fn new(results: &Results, axis: usize) -> Self {
        Self { levels: levels(results, axis), label: results.axes[axis].clone() }
    }

    fn is_numeric(&self) -> bool {
        self.levels.iter().all(|level| level.place.is_some())
    }

    /// Where a value lies.
    fn place(&self, position: usize) -> f64 {
        self.levels[position].place.unwrap_or(position as f64)
    }

    /// The position of a value.
    fn position(&self, told: &str) -> Option<usize> {
        self.levels.iter().position(|level| level.told == told)
    }

    /// The axis of a chart, with a tick at each value, or at round numbers where these are many.
    fn axis(&self) -> Axis {
        let ticks = (0..self.levels.len()).map(|at| (self.place(at), self.levels[at].told.clone()));
        let lengths: usize = self.levels.iter().map(|level| level.told.chars().count() + 2).sum();
        if !self.is_numeric() || lengths <= 100 {
            return Axis::at(&self.label, ticks.collect());
        }
        let (first, last) = (self.place(0), self.place(self.levels.len() - 1));
        Axis::range(&self.label, first, last, numbers::short)
    }
}

/// An axis for values of a metric between two.
fn value_axis(metric: &Metric, low: f64, high: f64) -> Axis {
    let label = metric.label;
    match metric.unit {
        Unit::Share => {
            let show = |p: f64| format!("{} %", numbers::short(p));
            let mut axis = Axis::range(label, 100.0 * low, 100.0 * high, show);
            axis.shrink(100.0);
            axis
        }
        Unit::Seconds => Axis::range(&format!("{label}, s"), low, high, numbers::short),
        _ => Axis::range(label, low, high, numbers::short),
    }
}

/// What dark cells are.
const fn direction(metric: &Metric) -> &'static str {
    match metric.better {
        Better::Higher | Better::Lower => "Darker is better.",
        Better::Neither => "Darker is more.",
    }
}

/// A colour from pale to dark blue; `share` from 0 to 1. The steps are of even lightness, so that
/// colour-blind readers and grey printers see them.
fn shade(share: f64) -> RGBColor {
    const STOPS: [(f64, f64, f64); 4] =
        [(240.0, 246.0, 252.0), (158.0, 202.0, 225.0), (49.0, 130.0, 189.0), (8.0, 48.0, 107.0)];
    let at = share.clamp(0.0, 1.0) * 3.0;
    let low = (at as usize).min(2);
    let between = |a: f64, b: f64| libm::round(a + (at - low as f64) * (b - a)) as u8;
    let ((r0, g0, b0), (r1, g1, b1)) = (STOPS[low], STOPS[low + 1]);
    RGBColor(between(r0, r1), between(g0, g1), between(b0, b1))
}
