//! Variants over the same axes: a few in one panel, more as small multiples.

use crate::experiment::{Results, VariantResults};
use crate::report::axis::Axis;
use crate::report::canvas::{GREY, of_variant};
use crate::report::figure::{Layer, Panel, Shape};

use super::layer;

/// More variants than this in one panel would hide each other.
const TOGETHER: usize = 3;

/// What is drawn of a variant: its band and its line.
pub(super) struct Drawn {
    /// From x to low and high.
    pub(super) band: Vec<(f64, f64, f64)>,
    /// Its line.
    pub(super) line: Vec<(f64, f64)>,
}

/// One panel of all variants; of more than three, a panel each with the first variant as a grey
/// line behind. `further` is drawn in every panel.
pub(super) fn multiples<'r>(
    results: &'r Results,
    (x, y): (&Axis, &Axis),
    height: f64,
    further: &[Layer],
    draw: impl Fn(&'r VariantResults) -> Drawn,
) -> Vec<Panel> {
    let panel = |title: String, layers: Vec<Layer>, height: f64| Panel {
        title,
        x: x.clone(),
        y: y.clone(),
        layers: layers.into_iter().chain(further.iter().cloned()).collect(),
        height,
    };
    let own = |at: usize, variant: &'r VariantResults| {
        let Drawn { band, line } = draw(variant);
        let colour = of_variant(at);
        [layer("", colour, Shape::Band(band)), layer(&variant.name, colour, Shape::Line(line))]
    };
    let variants = &results.variants;
    if variants.len() <= TOGETHER {
        let all = variants.iter().enumerate().flat_map(|(at, variant)| own(at, variant));
        return vec![panel(String::new(), all.collect(), height)];
    }
    let multiple = |(at, variant): (usize, &'r VariantResults)| {
        let mut layers = Vec::new();
        if at > 0 {
            let first = draw(&variants[0]).line;
            layers.push(layer(
                format!("{}, for comparison", variants[0].name),
                GREY,
                Shape::Dashes(first),
            ));
        }
        layers.extend(own(at, variant));
        panel(variant.name.clone(), layers, 0.5 * height)
    };
    variants.iter().enumerate().map(multiple).collect()
}
