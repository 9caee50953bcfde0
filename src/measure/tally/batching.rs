//! What the tally keeps by batch: lengths of waits, peaks, the work that calls bring.

use crate::measure::batches::Batches;
use crate::measure::frame::Replication;
use crate::measure::packed::Packed;
use crate::measure::waits::Waits;
use crate::observe::{CallFacts, Digest};
use crate::time::SimTime;

use super::peaks::Peaks;
use super::{NOWHERE, Tally};

/// The batches of a run, and the peaks of those that have ended.
#[derive(Clone, Debug)]
pub(super) struct Batching {
    plan: Batches,
    /// Peaks of the time before the first batch, then of each batch that has ended.
    ended: Vec<Peaks>,
    /// The interval that arrivals come to next.
    next_interval: usize,
}

impl Batching {
    pub(super) const fn new(plan: Batches) -> Self {
        Self { plan, ended: Vec::new(), next_interval: 1 }
    }

    /// The batch of an interval.
    pub(super) fn batch_of(&self, interval: u32) -> Option<usize> {
        self.plan.of(interval as usize)
    }

    pub(super) fn start_anew(&mut self) {
        self.ended.clear();
        self.next_interval = 1;
    }
}

impl Tally<'_> {
    /// The batch in which a call counts; 0 without batches, none when it does not count.
    #[inline]
    pub(super) fn batch(&mut self, call: &CallFacts) -> Option<usize> {
        let interval = self.calls.known(call).interval;
        match &self.batching {
            _ if interval == NOWHERE => None,
            None => Some(0),
            Some(batching) => batching.batch_of(interval),
        }
    }

    /// Where the lengths of a call's waits are kept.
    #[inline]
    pub(super) fn lengths(&mut self, call: &CallFacts) -> Option<&mut Waits> {
        let batch = self.batch(call)?;
        Some(&mut self.waits[batch])
    }

    /// Arrivals have come to a moment: where a batch has ended, its peaks are put down.
    #[inline]
    pub(super) fn arrivals_come_to(&mut self, at: SimTime) {
        let Some(batching) = &mut self.batching else { return };
        let interval = (at.0 / self.frame.interval.0) as usize;
        for interval in batching.next_interval..=interval {
            let into = interval.checked_sub(batching.plan.first);
            if into.is_some_and(|into| into % batching.plan.length == 0) {
                batching.ended.push(self.peaks);
                self.peaks.begin_anew();
            }
        }
        batching.next_interval = batching.next_interval.max(interval + 1);
    }

    /// The peaks of the whole run.
    pub(super) fn peaks_in_all(&self) -> Peaks {
        let ended = self.batching.iter().flat_map(|batching| &batching.ended);
        ended.fold(self.peaks, |most, ended| most.or(ended))
    }

    /// The batches of the run that has just been heard, each as a replication to be read in
    /// [`Batches::frame`]; the first carries the digest and the calls of the whole. Empty without
    /// batches. To be asked before [`Tally::take`].
    pub fn batches(&mut self) -> Vec<Replication> {
        let Some(batching) = &self.batching else { return Vec::new() };
        let (plan, mut peaks) = (batching.plan, batching.ended.clone());
        peaks.resize(plan.count + 1, self.peaks);
        self.fill_in();
        let balanced = self.balances();
        let cells = self.cells();
        let batch = |batch: usize| {
            // What happened after the last interval belongs to the last batch.
            let (own, peaks) = (plan.intervals(batch), &peaks[batch + 1]);
            let extremes = self.extremes(&cells, &self.waits[batch], peaks, own.clone(), false);
            Replication {
                extremes: Packed::new(&extremes),
                digest: if batch == 0 { self.digest } else { Digest::default() },
                balanced,
                calls: if batch == 0 { self.arrived } else { 0 },
                brought_ticks: self.brought_ticks[batch],
                ..self.totals(own, batch + 1 == plan.count, false)
            }
        };
        (0..plan.count).map(batch).collect()
    }
}
