//! What a sweep's numbers say: levels and grids, swings around the scenario, main effects, and the
//! points that no other beats.

use crate::measure::Metric;
use crate::scenario::Design;
use crate::stats::{least_squares, student_quantile};

use super::plan::Cell;
use super::results::{Results, Value};

/// A value that an axis takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// The value for people.
    pub told: String,
    /// Where it lies on a scale; none of texts.
    pub place: Option<f64>,
}

/// The values of an axis in rising order; those that are no numbers in order of appearance.
#[must_use]
pub fn levels(results: &Results, axis: usize) -> Vec<Level> {
    let mut levels: Vec<Level> = Vec::new();
    for cells in &results.cells {
        let level = level(&cells[axis]);
        if !levels.contains(&level) {
            levels.push(level);
        }
    }
    if levels.iter().all(|level| level.place.is_some()) {
        let place = |level: &Level| level.place.unwrap_or(0.0);
        levels.sort_by(|a, b| place(a).total_cmp(&place(b)));
    }
    levels
}

fn level(cell: &Cell) -> Level {
    Level { told: cell.told(), place: cell.place() }
}

/// A table of one metric over two axes, the others held.
#[derive(Clone, Debug)]
pub struct Grid {
    /// What the other axes take, in words; empty when there are none.
    pub held: String,
    /// The values by row (first axis) and column (second axis).
    pub values: Vec<Vec<Value>>,
}

/// The tables of a metric over the axes `a` and `b`, one for each combination of the others.
#[must_use]
pub fn grid(results: &Results, [a, b]: [usize; 2], variant: &str, metric: &str) -> Vec<Grid> {
    let (rows, columns) = (levels(results, a), levels(results, b));
    let mut grids: Vec<Grid> = Vec::new();
    for (point, cells) in results.cells.iter().enumerate() {
        let held: Vec<String> = (0..cells.len())
            .filter(|&axis| axis != a && axis != b)
            .map(|axis| format!("{} {}", results.axes[axis], cells[axis].told()))
            .collect();
        let held = held.join(", ");
        let place = |levels: &[Level], axis: usize| {
            levels.iter().position(|known| *known == level(&cells[axis]))
        };
        let (Some(row), Some(column)) = (place(&rows, a), place(&columns, b)) else { continue };
        let at = grids.iter().position(|grid| grid.held == held).unwrap_or_else(|| {
            let values = vec![vec![Value::default(); columns.len()]; rows.len()];
            grids.push(Grid { held, values });
            grids.len() - 1
        });
        grids[at].values[row][column] = results.value(point, variant, metric);
    }
    grids
}

/// How far one axis moves a metric away from the scenario as it is.
#[derive(Clone, Debug)]
pub struct Swing {
    /// Position of the axis.
    pub axis: usize,
    /// The axis's values and the metric there, the least metric first.
    pub ends: [(String, f64); 2],
}

impl Swing {
    /// The distance between its ends.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.ends[1].1 - self.ends[0].1
    }
}

/// The swings of a one-at-a-time design with the metric's value at its base, the widest first.
#[must_use]
pub fn swings(results: &Results, variant: &str, metric: &str) -> Option<(f64, Vec<Swing>)> {
    if results.design != Design::OneAtATime {
        return None;
    }
    let base = results.value(0, variant, metric).mean?;
    let mut point = 1;
    let mut swings = Vec::new();
    for (axis, &values) in results.listed.iter().enumerate() {
        let found: Vec<(String, f64)> = (point..point + values)
            .filter_map(|point| {
                let told = results.cells[point][axis].told();
                Some((told, results.value(point, variant, metric).mean?))
            })
            .collect();
        point += values;
        let least = found.iter().min_by(|a, b| a.1.total_cmp(&b.1));
        let most = found.iter().max_by(|a, b| a.1.total_cmp(&b.1));
        if let (Some(least), Some(most)) = (least, most) {
            swings.push(Swing { axis, ends: [least.clone(), most.clone()] });
        }
    }
    swings.sort_by(|a, b| b.width().total_cmp(&a.width()));
    Some((base, swings))
}

/// What one axis does to a metric over all points of a sampled design.
#[derive(Clone, Debug)]
pub struct Effect {
    /// Position of the axis.
    pub axis: usize,
    /// Its least and largest value, for people.
    pub ends: [String; 2],
    /// Change of the metric from the one end to the other by a plane through all points; none
    /// where the axis has no scale.
    pub change: Option<f64>,
    /// Half width of its confidence interval.
    pub half_width: Option<f64>,
    /// Share of the metric's variance over the points that goes with this axis alone.
    pub share: f64,
}

/// The effects of all axes on a metric.
#[derive(Clone, Debug)]
pub struct Effects {
    /// The largest share first.
    pub effects: Vec<Effect>,
    /// Share of the variance that the plane explains.
    pub explained: Option<f64>,
}

/// The main effects on a metric, where a design has points enough: a plane by least squares, and for
/// each axis the share of variance between groups of points with alike values.
#[must_use]
pub fn effects(results: &Results, variant: &str, metric: &str) -> Option<Effects> {
    let points: Vec<(usize, f64)> = (0..results.count())
        .filter_map(|point| Some((point, results.value(point, variant, metric).mean?)))
        .collect();
    if points.len() < 8 {
        return None;
    }
    let response: Vec<f64> = points.iter().map(|point| point.1).collect();
    let scaled: Vec<Option<Scale>> =
        (0..results.axes.len()).map(|axis| scale(results, axis, &points)).collect();
    let columns: Vec<Vec<f64>> =
        scaled.iter().flatten().map(|scale| scale.places.clone()).collect();
    let fit = least_squares(&columns, &response);
    let mut number = 0;
    let mut effects = Vec::new();
    for (axis, scale) in scaled.iter().enumerate() {
        let mut effect = Effect {
            axis,
            ends: ["".into(), "".into()],
            change: None,
            half_width: None,
            share: share(results, axis, &points),
        };
        if let Some(scale) = scale {
            effect.ends = scale.ends.clone();
            number += 1;
            if let Some(fit) = &fit {
                let quantile = student_quantile(fit.degrees, 0.5 * (1.0 + results.confidence));
                effect.change = Some(fit.coefficients[number]);
                effect.half_width = Some(quantile * fit.standard_errors[number]);
            }
        }
        effects.push(effect);
    }
    effects.sort_by(|a, b| b.share.total_cmp(&a.share));
    Some(Effects { effects, explained: fit.map(|fit| fit.explained) })
}

/// The values of an axis from 0 at its least to 1 at its largest.
struct Scale {
    places: Vec<f64>,
    ends: [String; 2],
}

fn scale(results: &Results, axis: usize, points: &[(usize, f64)]) -> Option<Scale> {
    let cells = || points.iter().map(|&(point, _)| &results.cells[point][axis]);
    let places: Vec<f64> = cells().map(Cell::place).collect::<Option<_>>()?;
    let low = places.iter().copied().fold(f64::INFINITY, f64::min);
    let high = places.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if low >= high {
        return None;
    }
    let told = |end: f64| {
        cells().find(|cell| cell.place() == Some(end)).map(Cell::told).unwrap_or_default()
    };
    Some(Scale {
        ends: [told(low), told(high)],
        places: places.into_iter().map(|place| (place - low) / (high - low)).collect(),
    })
}

/// Share of variance between up to ten groups of points with alike values, less what chance alone
/// would show (Kelley's epsilon squared, PNAS 21, 1935).
fn share(results: &Results, axis: usize, points: &[(usize, f64)]) -> f64 {
    let levels = levels(results, axis);
    let most = (points.len() / 5).clamp(2, 10);
    let mut order: Vec<(usize, f64)> = points
        .iter()
        .map(|&(point, value)| {
            let own = level(&results.cells[point][axis]);
            (levels.iter().position(|known| *known == own).unwrap_or(0), value)
        })
        .collect();
    order.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let groups = levels.len().min(most);
    if groups < 2 {
        return 0.0;
    }
    let group = |rank: usize, level: usize| {
        if levels.len() <= most { level } else { rank * groups / order.len() }
    };
    let count = order.len() as f64;
    let mean = order.iter().map(|point| point.1).sum::<f64>() / count;
    let mut sums = vec![(0.0, 0.0); groups];
    let mut total = 0.0;
    for (rank, &(level, value)) in order.iter().enumerate() {
        let sum = &mut sums[group(rank, level)];
        *sum = (sum.0 + 1.0, sum.1 + value);
        total += (value - mean) * (value - mean);
    }
    if total <= 0.0 {
        return 0.0;
    }
    let between: f64 = sums
        .iter()
        .filter(|(size, _)| *size > 0.0)
        .map(|(size, sum)| size * (sum / size - mean) * (sum / size - mean))
        .sum();
    let explained = between / total;
    (1.0 - (1.0 - explained) * (count - 1.0) / (count - groups as f64)).clamp(0.0, 1.0)
}

/// The positions of the points that no other beats: none is at least as good in both and better in
/// one. Less of the first is better, and more of the second; in order of the first.
#[must_use]
pub fn front(points: &[(f64, f64)]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by(|&a, &b| {
        points[a].0.total_cmp(&points[b].0).then(points[b].1.total_cmp(&points[a].1))
    });
    let mut best = f64::NEG_INFINITY;
    order.retain(|&at| {
        let beats = points[at].1 > best;
        best = best.max(points[at].1);
        beats
    });
    order
}

impl Results {
    /// The point with the best value of a metric in a variant; the first of several. None where
    /// the metric has no good side.
    #[must_use]
    pub fn best(&self, variant: &str, metric: &Metric) -> Option<(usize, Value)> {
        let sign = match metric.better {
            crate::measure::Better::Higher => 1.0,
            crate::measure::Better::Lower => -1.0,
            crate::measure::Better::Neither => return None,
        };
        let mut best: Option<(usize, Value)> = None;
        for point in 0..self.count() {
            let value = self.value(point, variant, metric.id);
            let size = |value: &Value| sign * value.mean.unwrap_or(f64::NAN);
            if value.mean.is_some() && best.as_ref().is_none_or(|b| size(&value) > size(&b.1)) {
                best = Some((point, value));
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::front;

    #[test]
    fn the_front_holds_the_points_that_no_other_beats() {
        let points = [(3.0, 0.9), (1.0, 0.5), (2.0, 0.5), (2.0, 0.8), (4.0, 0.9), (5.0, 0.95)];
        assert_eq!(front(&points), [1, 3, 0, 5]);
        assert!(front(&[]).is_empty());
    }
}
