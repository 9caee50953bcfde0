//! Axes: round numbers that do not crowd, and civil time for an hour, a day, a week or a year.

use crate::scenario::Timeline;

use super::canvas::width;
use super::numbers;

/// Width of a plot in units, for labels that must not touch.
const ROOM: f64 = 790.0;
const SIZE: f64 = 12.0;

/// From so many days on, ticks stand on months.
const MONTHLY: usize = 70;

/// An axis: its range, where ticks are, what they say, and the label with its unit.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    pub(super) label: String,
    pub(super) ticks: Vec<(f64, String)>,
    pub(super) kind: Kind,
    /// Where it is not even: it grows as the logarithm of 1 + value / this.
    pub(super) bend: Option<f64>,
    low: f64,
    high: f64,
}

/// What the values of an axis are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Numbers of any unit.
    Number,
    /// Shares from 0 to 1.
    Share,
    /// Lengths of time in seconds.
    Length,
    /// Positions of reporting intervals.
    Time,
    /// Rows without numbers.
    Rows,
}

impl Axis {
    /// Its least and largest value.
    pub(super) fn bounds(&self) -> (f64, f64) {
        (self.low, self.high)
    }

    /// Where a value lies, from 0 to 1; what is outside is drawn at the edge.
    pub(super) fn share(&self, value: f64) -> f64 {
        let bent = |value: f64| self.bend.map_or(value, |bend| libm::log1p(value / bend));
        let (low, high) = (bent(self.low), bent(self.high));
        ((bent(value.max(self.low)) - low) / (high - low)).clamp(0.0, 1.0)
    }

    /// The largest value on it.
    pub(super) fn end(&self) -> f64 {
        self.high
    }

    /// Sets its range, whatever its ticks.
    pub(super) fn stretch(&mut self, low: f64, high: f64) {
        (self.low, self.high) = (low, high);
    }

    /// From 0 to at least `high` in round steps, with labels by `show`.
    pub(super) fn from_zero(label: &str, high: f64, show: impl Fn(f64) -> String) -> Self {
        Self::range(label, 0.0, high, show)
    }

    /// From below `low` to above `high` in round steps.
    pub(super) fn range(label: &str, low: f64, high: f64, show: impl Fn(f64) -> String) -> Self {
        let high = if high > low { high } else { low + 1.0 };
        let step = round_step((high - low) / 5.0);
        let (low, high) = (libm::floor(low / step) * step, libm::ceil(high / step - 1e-9) * step);
        let count = libm::round((high - low) / step) as u32;
        let ticks = (0..=count)
            .map(|tick| low + f64::from(tick) * step)
            .map(|at| (at, show(if libm::fabs(at) < step * 1e-9 { 0.0 } else { at })))
            .collect();
        Self { label: label.to_owned(), ticks, kind: Kind::Number, bend: None, low, high }
    }

    /// Shares from 0 to at least `high`, at most 1, as percentages.
    pub(super) fn shares(label: &str, high: f64) -> Self {
        let mut axis =
            Self::from_zero(label, 100.0 * high.min(1.0), |p| format!("{} %", numbers::short(p)));
        axis.shrink(100.0);
        axis
    }

    /// Reads values that were given in per cent as shares, and the axis ends at `most` per cent.
    pub(super) fn shrink(&mut self, most: f64) {
        self.kind = Kind::Share;
        self.ticks.retain(|tick| tick.0 <= most + 1e-9);
        self.high = self.high.min(most);
        for tick in &mut self.ticks {
            tick.0 /= 100.0;
        }
        self.low /= 100.0;
        self.high /= 100.0;
    }

    /// Lengths of time in seconds from 0, in steps of seconds, minutes or hours.
    pub(super) fn lengths(label: &str, high: f64) -> Self {
        const STEPS: [f64; 15] = [
            1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1_800.0, 3_600.0,
            7_200.0, 21_600.0,
        ];
        let high = high.max(1.0);
        let step = STEPS.into_iter().find(|step| high / step <= 10.0).unwrap_or(high / 8.0);
        let count = libm::ceil(high / step) as u32;
        let show = |at: f64| match at {
            0.0 => "0".to_owned(),
            at if at < 60.0 => format!("{at}s"),
            at => numbers::length(at),
        };
        let ticks = (0..=count).map(|n| f64::from(n) * step).map(|at| (at, show(at))).collect();
        let high = f64::from(count) * step;
        Self { label: label.to_owned(), ticks, kind: Kind::Length, bend: None, low: 0.0, high }
    }

    /// Lengths of time from 0 on a scale that gives seconds and hours room: above a few seconds,
    /// doubling is always as wide.
    pub(super) fn bent_lengths(label: &str, high: f64) -> Self {
        const TICKS: [f64; 13] = [
            0.0, 5.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1_200.0, 3_600.0, 10_800.0, 43_200.0,
            172_800.0,
        ];
        let count = TICKS.iter().filter(|tick| **tick <= high).count().max(2);
        let mut axis = Self::lengths(label, high);
        let kept = axis.ticks.first().cloned().into_iter();
        let further = TICKS[1..count]
            .iter()
            .map(|&at| (at, if at < 60.0 { format!("{at}s") } else { numbers::length(at) }));
        axis.ticks = kept.chain(further).collect();
        axis.high = axis.ticks.last().map_or(high, |last| last.0).max(high);
        axis.bend = Some(10.0);
        axis
    }

    /// Positions without numbers, such as the rows of a bar chart.
    pub(super) fn rows(labels: &[String]) -> Self {
        let count = labels.len();
        let ticks = labels
            .iter()
            .enumerate()
            .map(|(row, label)| ((count - row) as f64 - 0.5, label.clone()))
            .collect();
        Self {
            label: String::new(),
            ticks,
            kind: Kind::Rows,
            bend: None,
            low: 0.0,
            high: count as f64,
        }
    }

    /// Ticks at given places, with a little room at both ends.
    pub(super) fn at(label: &str, ticks: Vec<(f64, String)>) -> Self {
        let low = ticks.iter().map(|tick| tick.0).fold(f64::INFINITY, f64::min);
        let high = ticks.iter().map(|tick| tick.0).fold(f64::NEG_INFINITY, f64::max);
        let room = if high > low { 0.02 * (high - low) } else { 0.5 };
        Self {
            label: label.to_owned(),
            ticks,
            kind: Kind::Number,
            bend: None,
            low: low - room,
            high: high + room,
        }
    }

    /// Cells side by side, each one unit wide with its label at its middle; where labels would
    /// crowd, some are left out.
    pub(super) fn cells(label: &str, labels: impl ExactSizeIterator<Item = String>) -> Self {
        let count = labels.len();
        let labels: Vec<String> = labels.collect();
        let widest = labels.iter().map(|label| width(label, SIZE)).fold(0.0, f64::max);
        let step = libm::ceil(count as f64 * (widest + 8.0) / ROOM).max(1.0) as usize;
        let labelled = labels.into_iter().enumerate().step_by(step);
        let ticks = labelled.map(|(at, label)| (at as f64 + 0.5, label)).collect();
        Self {
            label: label.to_owned(),
            ticks,
            kind: Kind::Rows,
            bend: None,
            low: 0.0,
            high: count as f64,
        }
    }

    /// Civil time over the period; x is the position of an interval. Ticks stand on round hours,
    /// or on midnights when the period is long.
    pub(super) fn time(timeline: &Timeline) -> Self {
        let starts = &timeline.intervals;
        let count = starts.len();
        let room = (ROOM / (width("Mon 30 Mar", SIZE) + 10.0)) as usize;
        let days = timeline.days.len();
        let on_the_hour = |hours: u32| {
            starts
                .iter()
                .enumerate()
                .filter(|(_, at)| {
                    at.get(14..16) == Some("00")
                        && at
                            .get(11..13)
                            .and_then(|h| h.parse::<u32>().ok())
                            .is_some_and(|h| h % hours == 0)
                })
                .map(|(position, _)| position)
                .collect::<Vec<_>>()
        };
        let hourly = [1, 2, 3, 4, 6, 12].into_iter().map(on_the_hour);
        let mut chosen = hourly
            .filter(|ticks| !ticks.is_empty())
            .find(|ticks| ticks.len() <= if days > 1 { room } else { room + 4 });
        if days == 1 && chosen.as_ref().is_none_or(|ticks| ticks.len() < 3) {
            // An hour or two: as many interval starts as fit.
            let step = count.div_ceil(room).max(1);
            chosen = Some((0..count).step_by(step).collect());
        }
        let months = |at: &usize| starts[*at].get(8..10) == Some("01");
        let positions = chosen.unwrap_or_else(|| {
            let midnights = on_the_hour(24);
            if days > MONTHLY {
                return midnights.into_iter().filter(months).collect();
            }
            let step = midnights.len().div_ceil(room).max(1);
            midnights.into_iter().step_by(step).collect()
        });
        let show = |position: usize| {
            let at = &starts[position];
            let clock = at.get(11..16).unwrap_or_default();
            if days > MONTHLY {
                return month(at);
            }
            if days > 1 && (clock == "00:00" || position == 0) { day(at) } else { clock.to_owned() }
        };
        let mut ticks: Vec<_> =
            positions.into_iter().map(|position| (position as f64, show(position))).collect();
        if days == 1 && ticks.last().is_some_and(|last| last.0 < count as f64 - 0.5) {
            let end = timeline.end.get(11..16).unwrap_or_default().to_owned();
            let gap = (count as f64 - ticks[ticks.len() - 1].0) * ROOM / count as f64;
            if gap > width(&end, SIZE) + 8.0 {
                ticks.push((count as f64, end));
            }
        }
        let what = if days == 1 { "Time of day" } else { "Date and time" };
        let label = format!("{what} ({})", timeline.time_zone);
        Self { label, ticks, kind: Kind::Time, bend: None, low: 0.0, high: count as f64 }
    }
}

/// The least of 1, 2, 2.5, 5 times a power of ten that is at least `least`.
fn round_step(least: f64) -> f64 {
    let power = libm::pow(10.0, libm::floor(libm::log10(least)));
    [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|step| step * power)
        .find(|step| *step >= least * (1.0 - 1e-9))
        .unwrap_or(10.0 * power)
}

/// `Mar` of an RFC 3339 time, of January with the year.
fn month(at: &str) -> String {
    let name = day(at).rsplit(' ').next().unwrap_or_default().to_owned();
    if name == "Jan" { format!("{name} {}", at.get(..4).unwrap_or_default()) } else { name }
}

/// `Mon 2 Mar` of an RFC 3339 time.
pub(super) fn day(at: &str) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    let number = |range: std::ops::Range<usize>| {
        at.get(range).and_then(|text| text.parse::<i64>().ok()).unwrap_or(1)
    };
    let (year, month, day) = (number(0..4), number(5..7).clamp(1, 12), number(8..10));
    // Sakamoto's day of the week.
    const OFFSETS: [i64; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
    let y = if month < 3 { year - 1 } else { year };
    let weekday = (y + y / 4 - y / 100 + y / 400 + OFFSETS[month as usize - 1] + day) % 7;
    format!("{} {day} {}", DAYS[weekday as usize], MONTHS[month as usize - 1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_cover_the_range() {
        let axis = Axis::from_zero("calls", 37.0, numbers::short);
        assert_eq!(
            axis.ticks.iter().map(|t| t.0).collect::<Vec<_>>(),
            [0.0, 10.0, 20.0, 30.0, 40.0]
        );
        assert_eq!(axis.share(40.0), 1.0);
        let shares = Axis::shares("share", 0.13);
        assert_eq!(shares.ticks.last().map(|t| t.1.as_str()), Some("15 %"));
    }

    #[test]
    fn dates_know_their_day_of_the_week() {
        assert_eq!(day("2026-03-02T08:00:00+01:00"), "Mon 2 Mar");
        assert_eq!(day("2024-02-29T00:00:00Z"), "Thu 29 Feb");
    }
}
