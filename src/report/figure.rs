//! A chart as data: panels with axes and layers, which one piece of code draws.

use plotters::prelude::{DrawingBackend, RGBColor};

use super::axis::Axis;
use super::canvas::{Anchor, Canvas, DrawError, Drawing, GREY, INK, PALE, width};

pub(super) use super::canvas::Point;

/// Everything of one chart: what is drawn, what is said of it, the numbers behind it.
#[derive(Clone, Debug)]
pub(super) struct Figure {
    /// Its name in file names.
    pub(super) slug: &'static str,
    /// What it shows.
    pub(super) title: String,
    /// What a reader sees in it, in a sentence or two; the alternative text.
    pub(super) caption: String,
    /// One above the other, all with the same ranges where they are to be compared.
    pub(super) panels: Vec<Panel>,
    /// Column titles and rows of the numbers behind it.
    pub(super) table: (Vec<String>, Vec<Vec<String>>),
}

/// One pair of axes.
#[derive(Clone, Debug)]
pub(super) struct Panel {
    /// Said above it where there are several.
    pub(super) title: String,
    pub(super) x: Axis,
    pub(super) y: Axis,
    pub(super) layers: Vec<Layer>,
    pub(super) height: f64,
}

/// Something drawn in a panel, in the units of its axes.
#[derive(Clone, Debug)]
pub(super) struct Layer {
    /// Its name in the legend; empty: none.
    pub(super) name: String,
    pub(super) colour: RGBColor,
    pub(super) shape: Shape,
}

/// What a layer looks like.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    /// A line through points; a height that is not a number is a gap.
    Line(Vec<Point>),
    /// The same of dashes.
    Dashes(Vec<Point>),
    /// The space between a lower and an upper line over the same x, with gaps likewise.
    Band(Vec<(f64, f64, f64)>),
    /// Bars: from x to x, from y to y.
    Bars(Vec<[f64; 4]>),
    /// Dots.
    Dots(Vec<Point>),
    /// A line over the whole width at a height, dashed, with a word at its end.
    Level(f64, String),
    /// Words at a place.
    Note(Point, String, Anchor),
}

const WIDTH: f64 = 900.0;
/// Least width left of the axis.
const LEFT: f64 = 78.0;
const RIGHT: f64 = 24.0;
const TITLE: f64 = 34.0;
const LEGEND: f64 = 24.0;
const PANEL_TITLE: f64 = 22.0;
const BELOW: f64 = 52.0;
const SMALL: f64 = 12.0;

impl Figure {
    fn legend(&self) -> Vec<&Layer> {
        let mut shown: Vec<&Layer> = Vec::new();
        for layer in self.panels.iter().flat_map(|panel| &panel.layers) {
            if !layer.name.is_empty() && shown.iter().all(|other| other.name != layer.name) {
                shown.push(layer);
            }
        }
        shown
    }

    /// Lines of the legend: entries go on until the width is full.
    fn legend_places(&self) -> (Vec<(Point, &Layer)>, f64) {
        let left = self.left();
        let (mut x, mut y) = (left, TITLE + 12.0);
        let mut places = Vec::new();
        for layer in self.legend() {
            let long = 30.0 + width(&layer.name, SMALL) + 18.0;
            if x > left && x + long > WIDTH - RIGHT {
                (x, y) = (left, y + LEGEND);
            }
            places.push(((x, y), layer));
            x += long;
        }
        let bottom = if places.is_empty() { TITLE } else { y + 14.0 };
        (places, bottom)
    }

    /// Width left of the axes: the widest label of a row fits.
    fn left(&self) -> f64 {
        let labels = self.panels.iter().flat_map(|panel| &panel.y.ticks);
        labels.map(|(_, label)| 46.0 + width(label, SMALL)).fold(LEFT, f64::max)
    }

    /// Where the panels lie: left, top, right and bottom of each.
    pub(super) fn boxes(&self) -> Vec<[f64; 4]> {
        let (left, mut top) = (self.left(), self.legend_places().1);
        let mut boxes = Vec::new();
        for panel in &self.panels {
            top += if self.several() { PANEL_TITLE } else { 6.0 };
            boxes.push([left, top, WIDTH - RIGHT, top + panel.height]);
            top += panel.height + BELOW;
        }
        boxes
    }

    fn several(&self) -> bool {
        self.panels.len() > 1
    }
}

impl Drawing for Figure {
    fn size(&self) -> (u32, u32) {
        let titles = if self.several() { PANEL_TITLE } else { 6.0 };
        let panels: f64 = self.panels.iter().map(|panel| titles + panel.height + BELOW).sum();
        (WIDTH as u32, (self.legend_places().1 + panels) as u32)
    }

    fn draw<DB: DrawingBackend>(&self, canvas: &Canvas<DB>) -> Result<(), DrawError> {
        let left = self.left();
        canvas.heading((left, 20.0), &self.title, 16.0)?;
        for ((x, y), layer) in self.legend_places().0 {
            swatch(canvas, layer, (x, y))?;
            canvas.text((x + 30.0, y), &layer.name, SMALL, Anchor::Left, INK)?;
        }
        for (panel, [left, top, _, bottom]) in self.panels.iter().zip(self.boxes()) {
            if self.several() {
                canvas.heading((left, top - 12.0), &panel.title, 13.0)?;
            }
            Frame { panel, left, top, bottom }.draw(canvas)?;
        }
        Ok(())
    }
}

/// Parts of a line without a gap.
fn pieces<P>(points: &[P], y: impl Fn(&P) -> f64) -> impl Iterator<Item = &[P]> {
    points.split(move |point| y(point).is_nan()).filter(|piece| !piece.is_empty())
}

/// Width of a line: thin where it has so many points that it would become a blot.
fn stroke(points: usize, wide: f64) -> f64 {
    if points > 250 { 0.6 * wide } else { wide }
}

/// A legend's sample of a layer.
fn swatch<DB: DrawingBackend>(
    canvas: &Canvas<DB>,
    layer: &Layer,
    (x, y): Point,
) -> Result<(), DrawError> {
    match &layer.shape {
        Shape::Line(_) => canvas.line(&[(x, y), (x + 24.0, y)], layer.colour, 2.5),
        Shape::Dashes(_) | Shape::Level(..) => {
            canvas.dashes(&[(x, y), (x + 24.0, y)], layer.colour, 2.0)
        }
        Shape::Band(_) => canvas.bar((x, y - 6.0), (x + 24.0, y + 6.0), layer.colour, 0.3),
        Shape::Bars(_) => canvas.bar((x, y - 6.0), (x + 24.0, y + 6.0), layer.colour, 0.85),
        Shape::Dots(_) => canvas.disc((x + 12.0, y), 4.0, layer.colour, 0.8),
        Shape::Note(..) => Ok(()),
    }
}

/// A panel in its place.
struct Frame<'p> {
    panel: &'p Panel,
    left: f64,
    top: f64,
    bottom: f64,
}

impl Frame<'_> {
    fn x(&self, value: f64) -> f64 {
        self.left + self.panel.x.share(value) * (WIDTH - RIGHT - self.left)
    }

    fn y(&self, value: f64) -> f64 {
        self.bottom - self.panel.y.share(value) * (self.bottom - self.top)
    }

    fn at(&self, (x, y): Point) -> Point {
        (self.x(x), self.y(y))
    }

    fn draw<DB: DrawingBackend>(&self, canvas: &Canvas<DB>) -> Result<(), DrawError> {
        let (right, middle) = (WIDTH - RIGHT, 0.5 * (self.top + self.bottom));
        for (value, label) in &self.panel.y.ticks {
            let y = self.y(*value);
            canvas.line(&[(self.left, y), (right, y)], PALE, 1.0)?;
            canvas.text((self.left - 8.0, y), label, SMALL, Anchor::Right, GREY)?;
        }
        for (value, label) in &self.panel.x.ticks {
            let x = self.x(*value);
            canvas.line(&[(x, self.bottom), (x, self.bottom + 5.0)], GREY, 1.0)?;
            canvas.text((x, self.bottom + 16.0), label, SMALL, Anchor::Middle, GREY)?;
        }
        for layer in &self.panel.layers {
            self.layer(canvas, layer)?;
        }
        canvas.line(&[(self.left, self.bottom), (right, self.bottom)], GREY, 1.0)?;
        let below = (0.5 * (self.left + right), self.bottom + 36.0);
        canvas.text(below, &self.panel.x.label, SMALL, Anchor::Middle, GREY)?;
        canvas.upward((18.0, middle), &self.panel.y.label, SMALL)
    }

    fn layer<DB: DrawingBackend>(
        &self,
        canvas: &Canvas<DB>,
        layer: &Layer,
    ) -> Result<(), DrawError> {
        let places = |points: &[Point]| points.iter().map(|&p| self.at(p)).collect::<Vec<_>>();
        match &layer.shape {
            Shape::Line(points) => pieces(points, |point| point.1).try_for_each(|piece| {
                canvas.line(&places(piece), layer.colour, stroke(points.len(), 2.5))
            }),
            Shape::Dashes(points) => pieces(points, |point| point.1).try_for_each(|piece| {
                canvas.dashes(&places(piece), layer.colour, stroke(points.len(), 2.0))
            }),
            Shape::Band(edges) => pieces(edges, |edge| edge.1).try_for_each(|piece| {
                let upper = piece.iter().map(|&(x, _, high)| self.at((x, high)));
                let lower = piece.iter().rev().map(|&(x, low, _)| self.at((x, low)));
                let outline: Vec<_> = upper.chain(lower).collect();
                canvas.fill(&outline, layer.colour, 0.22)
            }),
            Shape::Bars(bars) => bars.iter().try_for_each(|&[x0, x1, y0, y1]| {
                canvas.bar(self.at((x0, y1)), self.at((x1, y0)), layer.colour, 0.85)
            }),
            Shape::Dots(points) => {
                points.iter().try_for_each(|&at| canvas.disc(self.at(at), 3.5, layer.colour, 0.5))
            }
            Shape::Level(value, word) => {
                let y = self.y(*value);
                canvas.dashes(&[(self.left, y), (WIDTH - RIGHT, y)], layer.colour, 1.5)?;
                let at = (WIDTH - RIGHT - 2.0, y - 9.0);
                canvas.text(at, word, SMALL, Anchor::Right, layer.colour)
            }
            Shape::Note(at, words, anchor) => {
                canvas.text(self.at(*at), words, SMALL, *anchor, layer.colour)
            }
        }
    }
}
