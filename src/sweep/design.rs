//! Which value each axis takes at each point of a design.

use crate::random::{Purpose, Stream, name_hash};
use crate::scenario::{Axis, AxisValues, Design, Given, MOST_POINTS, SweepFile};

use super::sobol::sobol;

/// What an axis takes at a point.
#[derive(Clone, Debug)]
pub(super) enum Take {
    /// What stands in the scenario.
    AsWritten,
    /// The value or factor at this position of its list.
    Listed(usize),
    /// A value between its ends.
    Between(Given),
}

/// The points of a design, numbered from 0. In a grid the last axis changes fastest.
#[derive(Clone, Debug)]
pub struct Layout {
    design: Design,
    /// Values of each axis; 0 where it has a range.
    listed: Vec<usize>,
    /// For sampled designs: where each point lies on each axis, in (0, 1).
    places: Vec<Vec<f64>>,
    count: u32,
}

impl Layout {
    /// The layout of a sweep; sampled designs draw it by the scenario's seed, each axis by its own
    /// name, so that the order of axes is without effect on what each of them takes.
    #[must_use]
    pub fn new(file: &SweepFile, seed: u64) -> Self {
        let listed: Vec<usize> = file.axes.iter().map(listed).collect();
        let count = match file.design {
            Design::Grid => listed.iter().fold(1, |product: usize, &n| product.saturating_mul(n)),
            Design::List => listed.iter().copied().min().unwrap_or(0),
            Design::OneAtATime => 1 + listed.iter().sum::<usize>(),
            Design::LatinHypercube | Design::Sobol => file.points as usize,
        };
        // More are refused when the file is read; its other problems are looked for all the same.
        let count = count.min(MOST_POINTS as usize);
        let places = match file.design {
            Design::LatinHypercube => {
                file.axes.iter().map(|axis| strata(axis, seed, count as u32)).collect()
            }
            Design::Sobol => sobol_places(file, seed, count as u32),
            _ => Vec::new(),
        };
        Self { design: file.design, listed, places, count: count as u32 }
    }

    /// How many points there are.
    #[must_use]
    pub const fn count(&self) -> u32 {
        self.count
    }

    /// Values of each axis; 0 where it has a range.
    pub(super) fn listed(&self) -> &[usize] {
        &self.listed
    }

    /// What each axis takes at a point.
    pub(super) fn takes(&self, file: &SweepFile, point: u32) -> Vec<Take> {
        let point = point as usize;
        match self.design {
            Design::Grid => {
                let mut rest = point;
                let mut takes: Vec<Take> = self
                    .listed
                    .iter()
                    .rev()
                    .map(|&values| {
                        let position = rest % values;
                        rest /= values;
                        Take::Listed(position)
                    })
                    .collect();
                takes.reverse();
                takes
            }
            Design::List => vec![Take::Listed(point); self.listed.len()],
            Design::OneAtATime => self.one_at_a_time(point),
            Design::LatinHypercube | Design::Sobol => {
                let axes = file.axes.iter().zip(&self.places);
                axes.map(|(axis, places)| placed(axis, places[point])).collect()
            }
        }
    }

    fn one_at_a_time(&self, point: usize) -> Vec<Take> {
        let mut takes = vec![Take::AsWritten; self.listed.len()];
        // Point 0 is the scenario as it is.
        let Some(mut rest) = point.checked_sub(1) else { return takes };
        for (take, &values) in takes.iter_mut().zip(&self.listed) {
            if rest < values {
                *take = Take::Listed(rest);
                break;
            }
            rest -= values;
        }
        takes
    }
}

fn listed(axis: &Axis) -> usize {
    match &axis.values {
        AxisValues::Listed(values) => values.len(),
        AxisValues::Factors { factors, .. } => factors.len(),
        AxisValues::Range { .. } => 0,
    }
}

/// A Latin hypercube's places on one axis: one point in each of `count` equal strata, in an order
/// of its own (Fisher and Yates' shuffle), at random within each.
fn strata(axis: &Axis, seed: u64, count: u32) -> Vec<f64> {
    let stream = Stream::new(seed, 0, Purpose::Design, name_hash(&axis.name));
    let mut order: Vec<u32> = (0..count).collect();
    let mut draws = stream.draws(0, 0);
    for last in (1..order.len()).rev() {
        order.swap(last, draws.below(last as u64 + 1) as usize);
    }
    let place = |(point, stratum): (u64, u32)| {
        (f64::from(stratum) + stream.uniform(point, 1)) / f64::from(count)
    };
    (0..).zip(order).map(place).collect()
}

fn sobol_places(file: &SweepFile, seed: u64, count: u32) -> Vec<Vec<f64>> {
    // Numbers go by the order of names, so that the order of axes in the file is without effect.
    let mut names: Vec<&str> = file.axes.iter().map(|axis| axis.name.as_str()).collect();
    names.sort_unstable();
    let places = |axis: &Axis| {
        let number = names.iter().position(|name| *name == axis.name).unwrap_or(0);
        let stream = Stream::new(seed, 0, Purpose::Design, name_hash(&axis.name));
        sobol(number, count, (stream.draws(0, 2).word() >> 32) as u32)
    };
    file.axes.iter().map(places).collect()
}

/// What an axis takes at a place between 0 and 1.
fn placed(axis: &Axis, place: f64) -> Take {
    let of_list = |values: usize| {
        Take::Listed((libm::floor(place * values as f64) as usize).min(values.saturating_sub(1)))
    };
    match &axis.values {
        AxisValues::Listed(values) => of_list(values.len()),
        AxisValues::Factors { factors, .. } => of_list(factors.len()),
        AxisValues::Range { from, to, integer, log } => {
            Take::Between(between(from, to, *integer, *log, place))
        }
    }
}

fn between(from: &Given, to: &Given, integer: bool, log: bool, place: f64) -> Given {
    let lengths = from.seconds().zip(to.seconds());
    let numbers = from.number().zip(to.number());
    let (low, high) = lengths.or(numbers).unwrap_or((0.0, 1.0));
    // A whole number stands for everything up to the next one, so that all are equally likely.
    let end = if integer { high + 1.0 } else { high };
    let value =
        if log { low * libm::exp(place * libm::log(end / low)) } else { low + place * (end - low) };
    let value = if integer { libm::floor(value).clamp(low, high) } else { tidy(value, high - low) };
    match lengths {
        Some(_) => from.with_seconds(value),
        None => from.with_number(value, integer),
    }
}

/// A number to about a thousandth of a range, so that people can read it.
fn tidy(value: f64, range: f64) -> f64 {
    let decimals = (3.0 - libm::floor(libm::log10(range))).clamp(0.0, 12.0) as usize;
    format!("{value:.decimals$}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::read_sweep;

    fn layout(text: &str) -> (SweepFile, Layout) {
        let (file, problems) = read_sweep("sweep.toml", text);
        assert!(problems.is_empty(), "{problems}");
        let file = file.unwrap();
        let layout = Layout::new(&file, 7);
        (file, layout)
    }

    fn positions(file: &SweepFile, layout: &Layout, point: u32) -> Vec<Option<usize>> {
        let position = |take: &Take| match take {
            Take::Listed(position) => Some(*position),
            _ => None,
        };
        layout.takes(file, point).iter().map(position).collect()
    }

    #[test]
    fn in_a_grid_the_last_axis_changes_fastest() {
        let (file, layout) = layout(
            "[sweep]\nscenario = \"a.toml\"\n[[sweep.axis]]\npath = \"a.b\"\nvalues = [1, 2]\n\
             [[sweep.axis]]\npath = \"a.c\"\nfrom = 2\nto = 20\nstep = 6\n",
        );
        assert_eq!(layout.count(), 8);
        assert_eq!(positions(&file, &layout, 0), [Some(0), Some(0)]);
        assert_eq!(positions(&file, &layout, 1), [Some(0), Some(1)]);
        assert_eq!(positions(&file, &layout, 7), [Some(1), Some(3)]);
    }

    #[test]
    fn one_at_a_time_begins_with_the_scenario_as_it_is() {
        let (file, layout) = layout(
            "[sweep]\nscenario = \"a.toml\"\ndesign = \"one_at_a_time\"\n\
             [[sweep.axis]]\npath = \"a.b\"\nvalues = [1, 2]\n\
             [[sweep.axis]]\npath = \"a.c\"\nmultiply = [0.9, 1.1]\n",
        );
        assert_eq!(layout.count(), 5);
        assert_eq!(positions(&file, &layout, 0), [None, None]);
        assert_eq!(positions(&file, &layout, 2), [Some(1), None]);
        assert_eq!(positions(&file, &layout, 3), [None, Some(0)]);
    }

    #[test]
    fn a_latin_hypercube_puts_one_point_into_each_stratum_of_each_axis() {
        let (file, layout) = layout(
            "[sweep]\nscenario = \"a.toml\"\ndesign = \"latin_hypercube\"\npoints = 50\n\
             [[sweep.axis]]\npath = \"a.b\"\nfrom = 0.0\nto = 50.0\n\
             [[sweep.axis]]\npath = \"a.c\"\nfrom = \"0s\"\nto = \"50s\"\n",
        );
        for axis in 0..2 {
            let stratum = |point| match &layout.takes(&file, point)[axis] {
                Take::Between(given) => given.number().or(given.seconds()).unwrap() as usize,
                other => panic!("{other:?}"),
            };
            let mut strata: Vec<usize> = (0..50).map(stratum).collect();
            assert_ne!(strata[..5], [0, 1, 2, 3, 4]);
            strata.sort_unstable();
            assert_eq!(strata, (0..50).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_order_of_axes_does_not_change_what_they_take() {
        for design in ["latin_hypercube", "sobol"] {
            let head =
                format!("[sweep]\nscenario = \"a.toml\"\ndesign = {design:?}\npoints = 16\n");
            let one = "[[sweep.axis]]\npath = \"a.b\"\nfrom = 1\nto = 9\ninteger = true\n";
            let other = "[[sweep.axis]]\npath = \"a.c\"\nfrom = 0.1\nto = 10\nlog = true\n";
            let (file, forth) = layout(&[&head, one, other].concat());
            let (turned, back) = layout(&[&head, other, one].concat());
            for point in 0..16 {
                let forth = format!("{:?}", forth.takes(&file, point).first().map(written));
                let back = format!("{:?}", back.takes(&turned, point).last().map(written));
                assert_eq!(forth, back, "{design}, point {point}");
            }
        }
    }

    fn written(take: &Take) -> String {
        match take {
            Take::Between(given) => given.written(),
            other => format!("{other:?}"),
        }
    }
}
