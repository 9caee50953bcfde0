//! Drawing by plotters: embedded fonts, one palette, SVG with smooth curves and PNG.

use std::fmt;
use std::path::Path;
use std::sync::Once;

use plotters::coord::Shift;
use plotters::prelude::{
    BitMapBackend, Circle, DrawingArea, DrawingBackend, IntoDrawingArea, PathElement, Polygon,
    RGBColor, Rectangle, SVGBackend,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{
    Color, FontDesc, FontFamily, FontStyle, FontTransform, ShapeStyle, TextStyle, register_font,
};

use super::words::plain;

/// SVG coordinates are whole numbers, so a drawing ten times as large is shown at a tenth.
pub(super) const SVG_SCALE: u32 = 10;
/// A PNG has two dots per unit, so that it stays sharp on fine screens.
const PNG_SCALE: u32 = 2;

/// Text and axes.
pub(super) const INK: RGBColor = RGBColor(38, 38, 38);
/// Notes and ticks.
pub(super) const GREY: RGBColor = RGBColor(90, 90, 90);
/// Grid lines.
pub(super) const PALE: RGBColor = RGBColor(226, 226, 226);
/// Okabe and Ito's colours, which colour-blind readers can tell apart.
pub(super) const ORANGE: RGBColor = RGBColor(230, 159, 0);
/// Sky blue.
pub(super) const SKY: RGBColor = RGBColor(86, 180, 233);
/// Bluish green.
pub(super) const GREEN: RGBColor = RGBColor(0, 158, 115);
/// Blue.
pub(super) const BLUE: RGBColor = RGBColor(0, 114, 178);
/// Vermilion.
pub(super) const RED: RGBColor = RGBColor(213, 94, 0);
/// Reddish purple.
pub(super) const PURPLE: RGBColor = RGBColor(204, 121, 167);
/// Of the palette: yellow, for areas alone.
pub(super) const YELLOW: RGBColor = RGBColor(240, 228, 66);

/// The colour of a variant by its position; the same in every chart.
pub(super) fn of_variant(position: usize) -> RGBColor {
    [ORANGE, BLUE, GREEN, PURPLE, SKY, RED][position % 6]
}

/// The colour of a class of a share, the lowest first: from vermilion over white to blue, which
/// the colour-blind can tell apart and a grey printer shows as dark to light to dark.
pub(super) fn of_level(class: usize) -> RGBColor {
    [
        RGBColor(165, 50, 0),
        RGBColor(226, 120, 50),
        RGBColor(247, 190, 130),
        RGBColor(214, 226, 236),
        RGBColor(120, 178, 214),
        RGBColor(20, 105, 165),
    ][class % 6]
}

/// A drawing that failed, in words.
#[derive(Debug)]
pub(super) struct DrawError(String);

impl fmt::Display for DrawError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for DrawError {}

fn failed(error: impl fmt::Display) -> DrawError {
    DrawError(error.to_string())
}

/// Where text hangs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Left,
    Middle,
    Right,
}

/// An area to draw on in units of a screen's dots, whatever the file's scale.
pub(super) struct Canvas<DB: DrawingBackend> {
    area: DrawingArea<DB, Shift>,
    scale: f64,
}

/// A place in units.
pub(super) type Point = (f64, f64);

impl<DB: DrawingBackend> Canvas<DB> {
    fn new(area: DrawingArea<DB, Shift>, scale: u32) -> Result<Self, DrawError> {
        register_fonts();
        area.fill(&RGBColor(255, 255, 255)).map_err(failed)?;
        Ok(Self { area, scale: f64::from(scale) })
    }

    fn dot(&self, at: Point) -> (i32, i32) {
        (libm::round(at.0 * self.scale) as i32, libm::round(at.1 * self.scale) as i32)
    }

    fn stroke(&self, colour: RGBColor, width: f64) -> ShapeStyle {
        ShapeStyle {
            color: colour.to_rgba(),
            filled: false,
            stroke_width: libm::round(width * self.scale).max(1.0) as u32,
        }
    }

    /// A line through points.
    pub(super) fn line(
        &self,
        points: &[Point],
        colour: RGBColor,
        width: f64,
    ) -> Result<(), DrawError> {
        if points.len() < 2 {
            return Ok(());
        }
        let dots: Vec<_> = points.iter().map(|&at| self.dot(at)).collect();
        self.area.draw(&PathElement::new(dots, self.stroke(colour, width))).map_err(failed)
    }

    /// A line of dashes through points, the pattern going on round corners.
    pub(super) fn dashes(
        &self,
        points: &[Point],
        colour: RGBColor,
        width: f64,
    ) -> Result<(), DrawError> {
        const ON: f64 = 6.0;
        const OFF: f64 = 4.0;
        let mut along = 0.0;
        for pair in points.windows(2) {
            let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
            let length = libm::hypot(x1 - x0, y1 - y0);
            let at = |way: f64| {
                let share = if length > 0.0 { way / length } else { 0.0 };
                (x0 + share * (x1 - x0), y0 + share * (y1 - y0))
            };
            let mut way = 0.0;
            while way < length {
                let phase = (along + way) % (ON + OFF);
                let step = if phase < ON { ON - phase } else { ON + OFF - phase };
                let next = (way + step).min(length);
                if phase < ON {
                    self.line(&[at(way), at(next)], colour, width)?;
                }
                way = next + 1e-9;
            }
            along += length;
        }
        Ok(())
    }

    /// A filled outline, see-through by `opacity`.
    pub(super) fn fill(
        &self,
        points: &[Point],
        colour: RGBColor,
        opacity: f64,
    ) -> Result<(), DrawError> {
        if points.len() < 3 {
            return Ok(());
        }
        let dots: Vec<_> = points.iter().map(|&at| self.dot(at)).collect();
        self.area.draw(&Polygon::new(dots, colour.mix(opacity).filled())).map_err(failed)
    }

    /// A filled rectangle.
    pub(super) fn bar(
        &self,
        from: Point,
        to: Point,
        colour: RGBColor,
        opacity: f64,
    ) -> Result<(), DrawError> {
        let dots = [self.dot(from), self.dot(to)];
        self.area.draw(&Rectangle::new(dots, colour.mix(opacity).filled())).map_err(failed)
    }

    /// A filled dot.
    pub(super) fn disc(
        &self,
        at: Point,
        radius: f64,
        colour: RGBColor,
        opacity: f64,
    ) -> Result<(), DrawError> {
        let radius = libm::round(radius * self.scale) as i32;
        let disc = Circle::new(self.dot(at), radius, colour.mix(opacity).filled());
        self.area.draw(&disc).map_err(failed)
    }

    /// A text whose middle height is at a place.
    pub(super) fn text(
        &self,
        at: Point,
        text: &str,
        size: f64,
        anchor: Anchor,
        colour: RGBColor,
    ) -> Result<(), DrawError> {
        self.styled_text(at, text, (size, FontStyle::Normal, FontTransform::None), anchor, colour)
    }

    /// A heading whose middle height is at a place.
    pub(super) fn heading(&self, at: Point, text: &str, size: f64) -> Result<(), DrawError> {
        self.styled_text(at, text, (size, FontStyle::Bold, FontTransform::None), Anchor::Left, INK)
    }

    /// A text that runs upwards, its middle at a place.
    pub(super) fn upward(&self, at: Point, text: &str, size: f64) -> Result<(), DrawError> {
        let font = (size, FontStyle::Normal, FontTransform::Rotate270);
        self.styled_text(at, text, font, Anchor::Middle, GREY)
    }

    fn styled_text(
        &self,
        at: Point,
        text: &str,
        (size, style, transform): (f64, FontStyle, FontTransform),
        anchor: Anchor,
        colour: RGBColor,
    ) -> Result<(), DrawError> {
        let horizontal = match anchor {
            Anchor::Left => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::Right => HPos::Right,
        };
        let font =
            FontDesc::new(FontFamily::SansSerif, size * self.scale, style).transform(transform);
        let style = TextStyle::from(font).color(&colour).pos(Pos::new(horizontal, VPos::Center));
        self.area.draw_text(&plain(text), &style, self.dot(at)).map_err(failed)
    }
}

/// The width of a text in units: DejaVu's letters are 0.6 of the size wide on average; the
/// estimate is on the wide side, so labels that fit by it fit.
pub(super) fn width(text: &str, size: f64) -> f64 {
    0.62 * size * text.chars().count() as f64
}

fn register_fonts() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let normal = include_bytes!("font/DejaVuSans.ttf");
        let bold = include_bytes!("font/DejaVuSans-Bold.ttf");
        // A font that cannot be read shows as an error at the first text drawn.
        let _ = register_font("sans-serif", FontStyle::Normal, normal);
        let _ = register_font("sans-serif", FontStyle::Bold, bold);
    });
}

/// What draws itself on any canvas.
pub(super) trait Drawing {
    /// Width and height in units.
    fn size(&self) -> (u32, u32);
    /// Draws itself.
    fn draw<DB: DrawingBackend>(&self, canvas: &Canvas<DB>) -> Result<(), DrawError>;
}

/// A drawing as SVG with a title and a description for those who cannot see it; `id` makes
/// their names unique within a page.
pub(super) fn svg(
    drawing: &impl Drawing,
    id: &str,
    title: &str,
    description: &str,
) -> Result<String, DrawError> {
    let (width, height) = drawing.size();
    let (w, h) = (width * SVG_SCALE, height * SVG_SCALE);
    let mut text = String::new();
    {
        let area = SVGBackend::with_string(&mut text, (w, h)).into_drawing_area();
        let canvas = Canvas::new(area, SVG_SCALE)?;
        drawing.draw(&canvas)?;
        canvas.area.present().map_err(failed)?;
    }
    let opening = format!(
        "<svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {w} {h}\" role=\"img\" \
         aria-labelledby=\"{id}-title {id}-desc\" xmlns=\"http://www.w3.org/2000/svg\">\n\
         <title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-desc\">{}</desc>",
        escaped(title),
        escaped(description)
    );
    let body = text.split_once('>').map_or("", |(_, body)| body);
    Ok(format!("{opening}{}\n", body.trim_end()))
}

/// A text for XML.
fn escaped(text: &str) -> String {
    plain(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A drawing as a PNG file.
pub(super) fn png(drawing: &impl Drawing, path: &Path) -> Result<(), DrawError> {
    let (width, height) = drawing.size();
    let size = (width * PNG_SCALE, height * PNG_SCALE);
    let canvas = Canvas::new(BitMapBackend::new(path, size).into_drawing_area(), PNG_SCALE)?;
    drawing.draw(&canvas)?;
    canvas.area.present().map_err(failed)
}
