//! What the tally hears of calls that go from one queue to another.

use crate::ids::QueueId;
use crate::observe::CallFacts;
use crate::time::SimTime;

use super::{NOWHERE, Tally};
use crate::measure::cell::Cell;

impl Tally<'_> {
    /// Overflow moved a call to the queue that it is in now.
    pub(super) fn moved(&mut self, at: SimTime, call: &CallFacts, from: QueueId, entered: SimTime) {
        let pair = self.pair_in(call, from, call.transferred);
        if let Some(cell) = self.cell_of(at, call, pair) {
            cell.overflowed_out += 1;
            cell.hold_ticks += at.since(entered).0;
        }
        self.is_in_another_pair(call);
        self.count(at, call, |cell| {
            cell.offered += 1;
            cell.overflowed_in += 1;
        });
    }

    /// An agent passed a call on to the queue that it is in now.
    pub(super) fn transferred(&mut self, at: SimTime, call: &CallFacts, from: QueueId) {
        let pair = self.pair_in(call, from, false);
        if let Some(cell) = self.cell_of(at, call, pair) {
            cell.transferred_out += 1;
            // Nobody wraps up who passes a call on.
            cell.handle_ticks = cell.handle_ticks.saturating_sub(call.wrap_ticks);
        }
        self.is_in_another_pair(call);
        self.count(at, call, |cell| {
            cell.offered += 1;
            cell.transferred_in += 1;
            cell.demand_ticks += call.talk_ticks + call.wrap_ticks;
        });
    }

    /// A call is in another pair now.
    fn is_in_another_pair(&mut self, call: &CallFacts) {
        let pair = self.pair(call);
        self.calls.known(call).pair = pair as u32;
    }

    /// The cell in which something that happens to a call now counts in another pair than the
    /// call's present one, if the call does.
    fn cell_of(&mut self, at: SimTime, call: &CallFacts, pair: usize) -> Option<&mut Cell> {
        let interval = self.calls.known(call).interval;
        let cell = (interval != NOWHERE).then(|| self.position(at, interval))?;
        Some(&mut self.pairs[pair].cells[cell])
    }
}
