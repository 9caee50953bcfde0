//! What the tally keeps of one call type in one queue, where one look finds all of it.

use crate::measure::cell::Cell;
use crate::measure::frame::{Frame, Level, Pair};
use crate::measure::spans::{Grid, SpanGrid};

/// Totals of a pair, and what its calls are counted by.
#[derive(Clone, Debug)]
pub(super) struct OfPair {
    /// Hash of the call type's name.
    pub(super) type_name: u64,
    /// What the queue counts as in time.
    pub(super) level: Level,
    /// By interval; the last one holds what happened after the last interval.
    pub(super) cells: Vec<Cell>,
    /// Live calls that wait.
    pub(super) live_queue: SpanGrid,
    /// Callbacks that wait.
    pub(super) callback_queue: SpanGrid,
}

impl OfPair {
    /// Nothing yet of a pair.
    pub(super) fn new(frame: &Frame, pair: &Pair) -> Self {
        let spans = SpanGrid::new(Grid::new(frame.interval, frame.warm_up, frame.end));
        Self {
            type_name: frame.call_types[pair.call_type.index()].name,
            level: frame.levels[pair.queue.index()].clone(),
            cells: vec![Cell::default(); frame.stride()],
            live_queue: spans.clone(),
            callback_queue: spans,
        }
    }

    /// Forgets everything that was counted.
    pub(super) fn start_anew(&mut self) {
        self.cells.fill(Cell::default());
        self.live_queue.clear();
        self.callback_queue.clear();
    }
}
