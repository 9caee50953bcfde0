//! Who must be paid so that enough are on the phones: shrinkage made good, hours rounded up, and the
//! rows of a roster.

use std::ops::Range;

use crate::model::Center;
use crate::scenario::{Timeline, shrunk};
use crate::time::SimTime;

use super::slots::Slots;
use super::staffing::{held, mean};

/// The least share of paid time on the phones that is reckoned with.
const LEAST_PRESENT: f64 = 0.01;

/// Shifts of one kind with the same times on one day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RosterRow {
    /// Agent group.
    pub group: String,
    /// Civil date, `2026-03-02`.
    pub date: String,
    /// Name of the shift; `planned` where the plan has none.
    pub shift: String,
    /// Civil start, `07:30`.
    pub start: String,
    /// Civil end; not after the start: on the next day.
    pub end: String,
    /// How many work it, those who are away included.
    pub agents: u32,
    /// Starts and ends of the breaks.
    pub breaks: Vec<(String, String)>,
}

/// One group's need of people.
#[derive(Clone, Debug)]
pub(super) struct Need {
    /// Agents on the phones in each reporting interval.
    pub(super) required: Vec<u32>,
    /// The share on the phones of those who are paid, in each reporting interval.
    pub(super) present: Vec<f64>,
    /// Hours of each reporting interval.
    pub(super) hours: Vec<f64>,
}

impl Need {
    /// The need of a group whose staffing is given by slot.
    pub(super) fn new(
        required: &[u32],
        shares: &[(SimTime, f64)],
        center: &Center,
        slots: &Slots,
    ) -> Self {
        let horizon = &center.horizon;
        let span = |at: usize| {
            let from = SimTime(at as u64 * horizon.interval.0);
            (from, (from + horizon.interval).min(horizon.end))
        };
        let count = horizon.intervals();
        Self {
            required: (0..count).map(|at| required[slots.slot_of(at)]).collect(),
            present: (0..count).map(|at| present(shares, span(at))).collect(),
            hours: (0..count).map(|at| span(at).1.since(span(at).0).seconds() / 3_600.0).collect(),
        }
    }

    /// Agents who must be paid in an interval, not rounded.
    pub(super) fn rostered(&self, interval: usize) -> f64 {
        f64::from(self.required[interval]) / self.present[interval]
    }

    /// Paid hours of some intervals, rounded up.
    pub(super) fn rostered_hours(&self, intervals: Range<usize>) -> f64 {
        let hours: f64 = intervals.map(|at| self.rostered(at) * self.hours[at]).sum();
        libm::ceil(hours - 1e-6)
    }

    /// Hours on the phones.
    pub(super) fn required_hours(&self) -> f64 {
        self.required
            .iter()
            .zip(&self.hours)
            .map(|(&agents, hours)| f64::from(agents) * hours)
            .sum()
    }
}

/// The least share present in a span of time.
fn present(shares: &[(SimTime, f64)], (from, to): (SimTime, SimTime)) -> f64 {
    let first = shares.partition_point(|step| step.0 <= from).saturating_sub(1);
    let within = shares[first.min(shares.len())..].iter().take_while(|step| step.0 < to);
    let away = within.map(|step| step.1).fold(0.0, f64::max);
    (1.0 - away).max(LEAST_PRESENT)
}

/// Paid agents from each moment on, interval by interval, so that after shrinkage no interval has
/// fewer than required. What rounding gives one interval too much the next ones need less.
pub(super) fn heads(
    need: &Need,
    shares: &[(SimTime, f64)],
    center: &Center,
) -> Vec<(SimTime, u32)> {
    let horizon = &center.horizon;
    let start = |at: usize| SimTime(at as u64 * horizon.interval.0);
    let days: Vec<usize> =
        center.days.iter().map(|day| (day.0 / horizon.interval.0) as usize).collect();
    let mut owed = 0.0;
    let mut heads: Vec<u32> = Vec::with_capacity(need.required.len());
    for at in 0..need.required.len() {
        if days.contains(&at) {
            owed = 0.0;
        }
        let (present, required) = (need.present[at], f64::from(need.required[at]));
        let mut own = libm::floor(required / present - 1e-9) as u32;
        let rounded = |own: u32| (f64::from(own) * present + owed).round();
        while required > 0.0 && rounded(own) < required {
            own += 1;
        }
        let own = if required > 0.0 { own } else { 0 };
        owed += f64::from(own) * present - rounded(own).clamp(0.0, f64::from(own));
        heads.push(own);
    }
    // Shares that change within an interval round otherwise; nobody may be missing for that.
    let mut tries = 4 * heads.len();
    loop {
        let steps: Vec<_> = heads.iter().enumerate().map(|(at, &own)| (start(at), own)).collect();
        let staff = shrunk(&steps, shares, horizon, &center.days);
        let short = (0..heads.len()).find(|&at| {
            let until = start(at + 1).min(horizon.end);
            mean(&staff, start(at), until) < f64::from(need.required[at]) - 1e-9
        });
        match short {
            Some(at) if tries > 0 => heads[at] += 1,
            _ => {
                let mut steps = steps;
                steps.dedup_by_key(|step| step.1);
                return steps;
            }
        }
        tries -= 1;
    }
}

/// Rows for agents who are paid from each moment on, day by day.
pub(super) fn rows(
    group: &str,
    heads: &[(SimTime, u32)],
    center: &Center,
    timeline: &Timeline,
) -> Vec<RosterRow> {
    let end = center.horizon.end;
    let mut edges: Vec<SimTime> = heads.iter().map(|step| step.0).collect();
    edges.extend(&center.days);
    edges.push(end);
    edges.sort_unstable();
    edges.dedup();
    let spans = edges.windows(2).filter(|span| held(heads, span[0]) > 0);
    spans
        .map(|span| {
            let (date, from) = timeline.date_and_time(span[0]);
            let (_, to) = timeline.date_and_time(span[1]);
            let to = short(&to);
            RosterRow {
                group: group.to_owned(),
                date,
                shift: "planned".to_owned(),
                start: short(&from),
                end: if to == "00:00" { "24:00".to_owned() } else { to },
                agents: held(heads, span[0]),
                breaks: Vec::new(),
            }
        })
        .collect()
}

/// A time of day without seconds where it has none.
fn short(time: &str) -> String {
    match time.strip_suffix(":00") {
        Some(short) if short.len() == 5 => short.to_owned(),
        _ => time.to_owned(),
    }
}
