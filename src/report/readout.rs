//! What the page's script needs to tell a chart's values: where its panels lie, and their numbers.

use serde_json::{Value, json as value};

use super::axis::{Axis, Kind};
use super::canvas::{Point, SVG_SCALE};
use super::figure::{Figure, Layer, Panel, Shape};
use super::words::plain;

/// More points of a layer than this are thinned out: a screen shows no more.
const MOST_POINTS: usize = 1_500;

/// The panels of a chart as JSON.
pub(super) fn readout(figure: &Figure) -> String {
    let panels = figure.panels.iter().zip(figure.boxes());
    let all: Vec<Value> = panels.map(|(shown, place)| panel(shown, place)).collect();
    Value::from(all).to_string()
}

fn panel(panel: &Panel, place: [f64; 4]) -> Value {
    // The fields of a heat map have their values written in them.
    let is_map = panel.x.kind == Kind::Rows && panel.y.kind == Kind::Rows;
    let told: &[Layer] = if is_map { &[] } else { &panel.layers };
    let scaled: Vec<f64> = place.iter().map(|at| short(at * f64::from(SVG_SCALE))).collect();
    let mut document = value!({
        "box": scaled,
        "x": panel.x.bounds(),
        "y": panel.y.bounds(),
        "bendX": panel.x.bend,
        "kindX": kind(&panel.x),
        "kindY": kind(&panel.y),
        "nameX": plain(&panel.x.label),
        "steps": steps(panel),
        "layers": layers(told),
    });
    if panel.y.kind == Kind::Rows {
        let rows: Vec<String> = panel.y.ticks.iter().map(|tick| plain(&tick.1)).collect();
        document["rows"] = rows.into();
    }
    document
}

fn kind(axis: &Axis) -> &'static str {
    match axis.kind {
        Kind::Number | Kind::Rows => "number",
        Kind::Share => "share",
        Kind::Length => "length",
        Kind::Time => "time",
    }
}

/// How many places a walk along the panel has.
fn steps(panel: &Panel) -> usize {
    let (low, high) = panel.x.bounds();
    if panel.x.kind == Kind::Time { (high - low) as usize } else { 20 }
}

/// The layers with numbers; one without a name takes that of the next that has one.
fn layers(layers: &[Layer]) -> Vec<Value> {
    let named = |at: usize| {
        let mut names = layers[at..].iter().map(|layer| plain(&layer.name));
        names.find(|name| !name.is_empty()).unwrap_or_default()
    };
    let told = |(at, layer): (usize, &Layer)| {
        let (key, numbers) = numbers(&layer.shape)?;
        Some(value!({ "name": named(at), key: numbers }))
    };
    layers.iter().enumerate().filter_map(told).collect()
}

fn numbers(shape: &Shape) -> Option<(&'static str, Vec<Value>)> {
    let flat = |all: &mut dyn Iterator<Item = f64>| all.map(number).collect::<Vec<_>>();
    let thin = |count: usize| count.div_ceil(MOST_POINTS).max(1);
    match shape {
        Shape::Line(points) | Shape::Dashes(points) => {
            let some = points.iter().step_by(thin(points.len()));
            Some(("line", flat(&mut some.flat_map(|&(x, y): &Point| [x, y]))))
        }
        Shape::Band(edges) => {
            let some = edges.iter().step_by(thin(edges.len()));
            Some(("band", flat(&mut some.flat_map(|&(x, low, high)| [x, low, high]))))
        }
        Shape::Bars(bars) => Some(("bars", flat(&mut bars.iter().flatten().copied()))),
        Shape::Dots(_) | Shape::Level(..) | Shape::Note(..) => None,
    }
}

fn number(value: f64) -> Value {
    if value.is_finite() { Value::from(short(value)) } else { Value::Null }
}

/// A number as exact as a screen can tell.
fn short(value: f64) -> f64 {
    libm::round(value * 10_000.0) / 10_000.0
}
