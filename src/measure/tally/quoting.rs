//! What the tally hears of quoted waits and callback offers: how each turned out.

use crate::observe::{CallFacts, Promise};
use crate::time::SimTime;

use super::Tally;
use crate::measure::quotes::{compare, keep_promise};

impl Tally<'_> {
    /// A call queued; whether there was no estimate of its wait.
    #[inline]
    pub(super) fn queued(&mut self, at: SimTime, call: &CallFacts) {
        let mark = self.calls.known(call);
        let again = std::mem::replace(&mut mark.has_queued, true);
        mark.is_quoted = matches!(call.promise, Promise::By(_));
        let unquoted = call.promise == Promise::Unknown;
        let Some(cell) = self.cell(at, call) else { return };
        cell.no_free_agent += 1;
        cell.no_free_agent_again += u64::from(again);
        if unquoted {
            cell.unquoted += 1;
            self.queues[call.queue.index()].is_unquoted(at);
        }
    }

    /// The first agent accepted a call: its wait against the quoted one.
    pub(super) fn compare_quote(&mut self, at: SimTime, call: &CallFacts) {
        if !matches!(call.promise, Promise::By(_)) {
            return;
        }
        let pair = self.pair(call);
        let Some(batch) = self.batch(call) else { return };
        let mut quotes = std::mem::take(&mut self.waits[batch].quoted[pair]);
        if let Some(cell) = self.cell(at, call) {
            compare(at, call.entered, call.promise, cell, &mut quotes);
        }
        self.waits[batch].quoted[pair] = quotes;
    }

    /// No wait could be quoted to a call whose whole life is known.
    #[cold]
    pub(super) fn unquoted_at_once(&mut self, call: CallFacts) {
        let Some(interval) = self.counted_interval(call.arrived) else { return };
        let (pair, came) = (self.pair(&call), self.position(call.arrived, interval));
        self.pairs[pair].cells[came].unquoted += 1;
        self.queues[call.queue.index()].is_unquoted(call.arrived);
    }

    /// By when a callback was to be made whose whole life is known.
    pub(super) fn promised_at_once(&mut self, call: &CallFacts) {
        if let Some(interval) = self.counted_interval(call.arrived) {
            let (pair, cell) = (self.pair(call), self.position(call.assigned, interval));
            keep_promise(Some(call.assigned), call, &mut self.pairs[pair].cells[cell]);
        }
    }

    /// A caller hears an offer.
    pub(super) fn offered(&mut self, at: SimTime, call: &CallFacts, number: u32) {
        if number == 1 {
            self.count(at, call, |cell| cell.callbacks_offered += 1);
        }
        let pair = self.pair(call);
        if let Some(waits) = self.lengths(call) {
            let class = waits.offers[pair].hear(at.since(call.entered));
            self.calls.known(call).offer = class;
        }
    }

    /// A caller accepts the last offer.
    pub(super) fn offer_accepted(&mut self, call: &CallFacts) {
        let (pair, class) = (self.pair(call), self.calls.known(call).offer);
        if !call.is_booked()
            && let Some(waits) = self.lengths(call)
        {
            waits.offers[pair].accept(class);
        }
    }

    /// A callback ended; one that no agent had accepted has not kept its promise.
    pub(super) fn end_callback(&mut self, at: SimTime, call: &CallFacts) {
        if !self.calls.known(call).taken
            && let Some(cell) = self.cell(at, call)
        {
            keep_promise(None, call, cell);
        }
    }
}
