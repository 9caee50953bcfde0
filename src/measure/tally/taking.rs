//! What the tally gives when a replication has been heard: exact totals, and values that are no sums.

use std::ops::Range;

use crate::measure::cell::{Cell, DutyCell};
use crate::measure::figures::{Extremes, WAIT_QUANTILES};
use crate::measure::frame::{Replication, Scope, When};
use crate::measure::packed::Packed;
use crate::measure::waits::{Waits, summed};
use crate::observe::Digest;
use crate::time::SimTime;

use super::of_pair::OfPair;
use super::{Peaks, QueueOrder, Tally};

impl Tally<'_> {
    /// The totals of the replication that has just been heard; the tally starts anew.
    pub fn take(&mut self) -> Replication {
        self.take_with(true)
    }

    /// The same without intervals and days, for those who ask for neither.
    pub fn take_in_all(&mut self) -> Replication {
        self.take_with(false)
    }

    fn take_with(&mut self, intervals: bool) -> Replication {
        self.fill_in();
        let cells = self.cells();
        let (every, peaks) = (0..self.frame.intervals(), self.peaks_in_all());
        let extremes = match self.waits.as_slice() {
            [one] => self.extremes(&cells, one, &peaks, every.clone(), true),
            batches => {
                let mut all = batches[0].clone();
                batches[1..].iter().for_each(|batch| all.merge(batch));
                self.extremes(&cells, &all, &peaks, every.clone(), true)
            }
        };
        let replication = Replication {
            extremes: Packed::new(&extremes),
            digest: self.digest,
            balanced: self.balances(),
            calls: self.arrived,
            brought_ticks: self.brought_ticks.iter().sum(),
            ..self.totals(every, true, intervals)
        };
        self.start_anew();
        replication
    }

    /// The cells of all pairs, one after another.
    pub(super) fn cells(&self) -> Vec<Cell> {
        self.pairs.iter().flat_map(|pair| &pair.cells).copied().collect()
    }

    /// The totals of some intervals, and nothing else: with what happened after the last one, and
    /// by interval as well, where that is asked for.
    pub(super) fn totals(
        &self,
        own: Range<usize>,
        to_the_end: bool,
        by_interval: bool,
    ) -> Replication {
        let intervals = self.frame.intervals();
        let (mut calls_in_all, mut duty_in_all) = (Vec::new(), Vec::new());
        let (mut cells, mut duties) = (Vec::new(), Vec::new());
        for OfPair { cells: all, .. } in &self.pairs {
            let mut sum = if to_the_end { all[intervals] } else { Cell::default() };
            all[own.clone()].iter().for_each(|cell| sum += cell);
            calls_in_all.push(sum);
            if by_interval {
                cells.extend_from_slice(&all[own.clone()]);
            }
        }
        let of_groups = self.duties();
        for group in 0..self.frame.groups.len() {
            let all = &of_groups[group * intervals..][own.clone()];
            let mut sum = DutyCell::default();
            all.iter().for_each(|duty| sum += duty);
            duty_in_all.push(sum);
            if by_interval {
                duties.extend_from_slice(all);
            }
        }
        Replication {
            calls_in_all: Packed::new(&calls_in_all),
            duty_in_all: Packed::new(&duty_in_all),
            extremes: Packed::new(&[]),
            cells: Packed::new(&cells),
            duties: Packed::new(&duties),
            digest: Digest::default(),
            balanced: false,
            calls: 0,
            brought_ticks: 0,
        }
    }

    /// Fills in what the cells do not count themselves.
    pub(super) fn fill_in(&mut self) {
        for (pair, of_pair) in self.pairs.iter_mut().enumerate() {
            let OfPair { cells, live_queue, callback_queue, .. } = of_pair;
            let queued = live_queue.totals().zip(callback_queue.totals());
            for (cell, (live, callback)) in cells.iter_mut().zip(queued) {
                cell.live_queue_ticks = live;
                cell.callback_queue_ticks = callback;
            }
            for cell in cells {
                self.frame.rate_service(pair, cell);
            }
        }
    }

    /// Agents' time by group, then interval.
    fn duties(&self) -> Vec<DutyCell> {
        let groups = self.duty.iter().zip(&self.busy).zip(&self.overtime).zip(&self.frame.groups);
        let of_group = groups.flat_map(|(((duty, busy), overtime), group)| {
            let times = duty.totals().zip(busy.totals()).zip(overtime.totals());
            times.zip(&group.paid_ticks)
        });
        let cell = |(((duty_ticks, busy_ticks), overtime_ticks), &rostered): (_, &u64)| DutyCell {
            duty_ticks,
            busy_ticks,
            overtime_ticks,
            paid_ticks: duty_ticks.max(rostered),
        };
        of_group.map(cell).collect()
    }

    /// What is no sum, of some intervals with their waits and peaks, by scope; days only of a
    /// whole period.
    pub(super) fn extremes(
        &self,
        cells: &[Cell],
        waits: &Waits,
        peaks: &Peaks,
        intervals: Range<usize>,
        whole: bool,
    ) -> Vec<Extremes> {
        let intervals: Vec<When> = intervals.map(When::Interval).collect();
        let days = if whole { self.frame.days() } else { 0 };
        let days: Vec<When> = (0..days).map(When::Day).collect();
        let on_target =
            |scope| [&intervals, &days].map(|whens| self.frame.on_target(cells, scope, whens));
        let of_scope = |scope| self.extremes_of(scope, waits, peaks, on_target(scope));
        self.frame.call_scopes().map(of_scope).collect()
    }

    fn extremes_of(
        &self,
        scope: Scope,
        waits: &Waits,
        peaks: &Peaks,
        [(intervals_on_target, intervals), (days_on_target, days)]: [(u64, u64); 2],
    ) -> Extremes {
        let answered = waits.answered_of(self.frame, scope);
        let connected = summed(&waits.connected, self.frame.pairs_of(scope));
        Extremes {
            wait_quantiles: answered.quantiles(WAIT_QUANTILES),
            wait_max: answered.largest(),
            callback_connect_p90: connected.quantile(0.9),
            callback_connect_max: connected.largest(),
            callbacks_pending_max: peaks.pending.most,
            callbacks_pending_at_close: self.pending_at_close.unwrap_or(self.peaks.pending.now),
            queue_length_max: peaks.waiting.most,
            last_unquoted: match scope {
                Scope::Queue(queue) => self.queues[queue].last_unquoted,
                _ => None,
            },
            days_on_target,
            days,
            intervals_on_target,
            intervals,
        }
    }

    /// Whether every counted call is accounted for, in each pair; calls counted by event are
    /// spread over intervals but add up over the period.
    pub(super) fn balances(&self) -> bool {
        self.pairs.iter().all(|OfPair { cells, .. }| {
            let mut sum = Cell::default();
            for cell in cells {
                sum += cell;
            }
            sum.balances() && (self.frame.by_event || cells.iter().all(Cell::balances))
        })
    }

    fn start_anew(&mut self) {
        self.pairs.iter_mut().for_each(OfPair::start_anew);
        for grid in [&mut self.busy, &mut self.duty, &mut self.overtime].into_iter().flatten() {
            grid.clear();
        }
        self.waits.iter_mut().for_each(Waits::clear);
        if let Some(batching) = &mut self.batching {
            batching.start_anew();
        }
        self.queues.fill(QueueOrder::default());
        self.latest = (0, SimTime::ZERO);
        self.peaks = Peaks::default();
        self.heard = SimTime::ZERO;
        self.pending_at_close = None;
        self.digest = Digest::default();
        self.arrived = 0;
        self.brought_ticks.fill(0);
    }
}
