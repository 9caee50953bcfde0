//! What the tally hears of items that are assigned out of their order: live calls before callbacks that
//! came earlier, and the other way round.

use crate::observe::CallFacts;
use crate::time::SimTime;

use super::Tally;

impl Tally<'_> {
    /// An item is assigned: whether after a later one of the other kind, which has overtaken it.
    #[inline(always)]
    pub(super) fn assigned(&mut self, call: &CallFacts) -> bool {
        let order = &mut self.queues[call.queue.index()];
        let (own, other) = if call.is_callback() {
            (&mut order.latest_callback, order.latest_live)
        } else {
            (&mut order.latest_live, order.latest_callback)
        };
        *own = (*own).max(call.arrived);
        other > call.arrived
    }

    /// The same of a call that is not known: it is only assigned once.
    #[cold]
    pub(super) fn overtaken_at_once(&mut self, at: SimTime, call: CallFacts) {
        if let Some(interval) = self.counted_interval(call.arrived) {
            let (pair, cell) = (self.pair(&call), self.position(at, interval));
            self.pairs[pair].cells[cell].inversions += 1;
        }
    }

    /// An item has been overtaken; counted once.
    pub(super) fn overtaken(&mut self, at: SimTime, call: &CallFacts) {
        if !std::mem::replace(&mut self.calls.known(call).overtaken, true) {
            self.count(at, call, |cell| cell.inversions += 1);
        }
    }
}
