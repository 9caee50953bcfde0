//! Quoted against actual waits: what callers who queued were told, and how long they then waited.

use crate::observe::{CallFacts, Promise};
use crate::time::{SimTime, Span};

use super::cell::Cell;
use super::histogram::Histogram;

/// Where classes of quoted waits begin, in seconds; the last one is open.
pub const QUOTE_CLASSES: [u64; 16] =
    [0, 15, 30, 45, 60, 90, 120, 180, 240, 300, 450, 600, 900, 1_200, 1_800, 3_600];

/// The class of a wait: where it stands in [`QUOTE_CLASSES`].
pub(super) fn quote_class(wait: Span) -> usize {
    QUOTE_CLASSES.partition_point(|seconds| Span::from_secs(*seconds) <= wait) - 1
}

/// Waits of calls that an agent accepted, by the class of the wait that was quoted.
#[derive(Clone, Debug, Default)]
pub struct Quotes {
    /// One entry a class; empty until the first quote.
    classes: Vec<QuoteClass>,
}

/// The calls to which about the same wait was quoted.
#[derive(Clone, Debug, Default)]
pub struct QuoteClass {
    /// Sum of the quoted waits, in ticks.
    pub quoted_ticks: u64,
    /// Sum of the actual waits, in ticks.
    pub waited_ticks: u64,
    /// The actual waits.
    pub waits: Histogram,
}

impl Quotes {
    fn add(&mut self, quoted: Span, waited: Span) {
        self.open();
        let class = &mut self.classes[quote_class(quoted)];
        class.quoted_ticks += quoted.0;
        class.waited_ticks += waited.0;
        class.waits.add(waited);
    }

    fn open(&mut self) {
        if self.classes.is_empty() {
            self.classes = vec![QuoteClass::default(); QUOTE_CLASSES.len()];
        }
    }

    /// Adds another's counts.
    pub fn merge(&mut self, other: &Self) {
        if !other.classes.is_empty() {
            self.open();
        }
        for (mine, theirs) in self.classes.iter_mut().zip(&other.classes) {
            mine.quoted_ticks += theirs.quoted_ticks;
            mine.waited_ticks += theirs.waited_ticks;
            mine.waits.merge(&theirs.waits);
        }
    }

    /// Forgets everything but keeps its memory.
    pub(super) fn clear(&mut self) {
        for class in &mut self.classes {
            (class.quoted_ticks, class.waited_ticks) = (0, 0);
            class.waits.clear();
        }
    }

    /// The classes that hold calls, the shortest quote first.
    pub fn classes(&self) -> impl Iterator<Item = &QuoteClass> {
        self.classes.iter().filter(|class| class.waits.total() > 0)
    }
}

/// The moment that a promise names, if there was an estimate and a finite one.
fn moment(promise: Promise) -> Option<SimTime> {
    match promise {
        Promise::By(moment) if moment != SimTime::NEVER => Some(moment),
        _ => None,
    }
}

/// The first agent accepts a call, live or as a callback: the wait from its queue entry against
/// the promise. Without an estimate, or with an infinite one, nothing is compared.
#[inline]
pub(super) fn compare(
    at: SimTime,
    entered: SimTime,
    promise: Promise,
    cell: &mut Cell,
    quotes: &mut Quotes,
) {
    let Some(promised) = moment(promise) else { return };
    cell.quotes += 1;
    cell.quotes_kept += u64::from(at <= promised);
    cell.quoted_over_ticks += promised.since(at).0;
    cell.quoted_under_ticks += at.since(promised).0;
    quotes.add(promised.since(entered), at.since(entered));
}

/// The first agent accepts a callback then; or, with none, it ends before any agent has.
pub(super) fn keep_promise(at: Option<SimTime>, call: &CallFacts, cell: &mut Cell) {
    if let Some(promised) = moment(call.callback_promise) {
        cell.callback_promises += 1;
        cell.callback_promises_kept += u64::from(at.is_some_and(|at| at <= promised));
    }
}
