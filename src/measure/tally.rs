//! The streaming tally: hears a run and keeps only totals, in memory flat in the number of calls.

mod batching;
mod lives;
mod moving;
mod of_pair;
mod overtaking;
mod peaks;
mod pending;
mod quoting;
mod taking;

use crate::ids::{AgentId, CallTypeId, GroupId, QueueId};
use crate::observe::{
    CallFacts, CallHash, Digest, Duty, Happening, Life, Observer, PerCall, Promise,
};
use crate::time::SimTime;

use super::batches::Batches;
use super::cell::Cell;
use super::frame::{Frame, Level, Pair};
use super::quotes::keep_promise;
use super::spans::{Grid, SpanGrid};
use super::waits::Waits;
use batching::Batching;
use lives::Lives;
use of_pair::OfPair;
use peaks::Peaks;
use pending::{Ahead, Cause};

/// Totals of the replication under way. One tally serves many replications, one after another.
#[derive(Debug)]
pub struct Tally<'f> {
    frame: &'f Frame,
    /// Position of the pair of each (call type, queue, whether passed on).
    pair_of: Vec<u32>,
    pairs: Vec<OfPair>,
    /// Where moments lie in the grids.
    grid: Grid,
    busy: Vec<SpanGrid>,
    duty: Vec<SpanGrid>,
    overtime: Vec<SpanGrid>,
    /// Calls that are still to be counted.
    lives: Lives,
    /// By batch; one without batches.
    waits: Vec<Waits>,
    batching: Option<Batching>,
    queues: Vec<QueueOrder>,
    calls: PerCall<Mark>,
    /// The interval of the latest arrival, and when it begins.
    latest: (u32, SimTime),
    peaks: Peaks,
    /// Changes of how many callbacks are pending, said before their time.
    ahead: Ahead,
    /// The latest arrival of which something has been said; only where there are callbacks.
    heard: SimTime,
    pending_at_close: Option<u64>,
    digest: Digest,
    arrived: u64,
    /// Talk and after-call work of first calls, by batch.
    brought_ticks: Vec<u64>,
}

/// No interval.
const NOWHERE: u32 = u32::MAX;

/// What the tally knows of a call.
#[derive(Clone, Copy, Debug, Default)]
struct Mark {
    hash: CallHash,
    /// The pair that the call is in.
    pair: u32,
    /// The interval of its arrival; [`NOWHERE`] when it is not counted.
    interval: u32,
    overtaken: bool,
    /// Whether an agent has accepted it as a callback.
    taken: bool,
    /// Whether it has found no free agent before.
    has_queued: bool,
    /// Whether a wait was quoted to it.
    is_quoted: bool,
    /// Class of the last callback offer that it heard.
    offer: u8,
}

/// Where something that happens to a call counts.
#[derive(Clone, Copy, Debug)]
struct Spot {
    /// The call's pair.
    pair: usize,
    /// Which of its cells.
    cell: usize,
    /// The batch of its waits; none between batches.
    batch: Option<usize>,
}

/// Latest entry among the items of a queue that were assigned, by kind.
#[derive(Clone, Copy, Debug, Default)]
struct QueueOrder {
    latest_live: SimTime,
    latest_callback: SimTime,
    /// When a call last queued without a wait estimate.
    last_unquoted: Option<SimTime>,
}

impl QueueOrder {
    /// A call queued then without a wait estimate.
    fn is_unquoted(&mut self, at: SimTime) {
        self.last_unquoted = self.last_unquoted.max(Some(at));
    }
}

impl<'f> Tally<'f> {
    /// An empty tally.
    #[must_use]
    pub fn new(frame: &'f Frame) -> Self {
        Self::build(frame, None)
    }

    /// An empty tally that keeps batches of the run apart.
    #[must_use]
    pub fn in_batches(frame: &'f Frame, batches: Batches) -> Self {
        Self::build(frame, Some(batches))
    }

    fn build(frame: &'f Frame, batches: Option<Batches>) -> Self {
        let (types, queues) = (frame.call_types.len(), frame.levels.len());
        let pair_of = (0..2 * types * queues)
            .map(|at| {
                let (call_type, queue) = ((at / 2 / queues) as u32, (at / 2 % queues) as u32);
                let (call_type, queue) = (CallTypeId(call_type), QueueId(queue));
                let wanted = Pair { call_type, queue, transferred: at % 2 == 1 };
                frame.pair(wanted).map_or(u32::MAX, |pair| pair as u32)
            })
            .collect();
        let grid = Grid::new(frame.interval, frame.warm_up, frame.end);
        let spans = vec![SpanGrid::new(grid); frame.groups.len()];
        Self {
            frame,
            pair_of,
            pairs: frame.pairs.iter().map(|pair| OfPair::new(frame, pair)).collect(),
            grid,
            busy: spans.clone(),
            duty: spans.clone(),
            overtime: spans,
            lives: Lives::default(),
            waits: vec![Waits::new(frame.pairs.len()); batches.map_or(1, |batches| batches.count)],
            batching: batches.map(Batching::new),
            queues: vec![QueueOrder::default(); queues],
            calls: PerCall::default(),
            latest: (0, SimTime::ZERO),
            peaks: Peaks::default(),
            ahead: Ahead::default(),
            heard: SimTime::ZERO,
            pending_at_close: None,
            digest: Digest::default(),
            arrived: 0,
            brought_ticks: vec![0; batches.map_or(1, |batches| batches.count)],
        }
    }

    /// The waits of the replication that has just been heard, by batch; one without batches.
    #[must_use]
    pub fn waits(&self) -> &[Waits] {
        &self.waits
    }

    #[inline(always)]
    fn pair(&self, call: &CallFacts) -> usize {
        self.pair_in(call, call.queue, call.transferred)
    }

    #[inline(always)]
    fn pair_in(&self, call: &CallFacts, queue: QueueId, transferred: bool) -> usize {
        let at = call.call_type.index() * self.frame.levels.len() + queue.index();
        self.pair_of[2 * at + usize::from(transferred)] as usize
    }

    #[inline]
    fn level(&self, call: &CallFacts) -> &'f Level {
        &self.frame.levels[call.queue.index()]
    }

    /// Marks a new call and counts it, if it counts.
    #[inline(always)]
    fn begin(&mut self, call: &CallFacts) {
        let mark = self.first_mark(call);
        *self.calls.of(call) = mark;
        self.arrives(call, mark);
    }

    /// What is known of a call that has just come.
    #[inline(always)]
    fn first_mark(&mut self, call: &CallFacts) -> Mark {
        let interval = self.counted_interval(call.arrived).unwrap_or(NOWHERE);
        let pair = self.pair(call);
        let of_pair = &self.pairs[pair];
        let mut hash = CallHash::new(of_pair.type_name, call.number);
        hash.happens(call.arrived, Happening::Arrived, of_pair.level.name, |_| 0);
        Mark {
            hash,
            pair: pair as u32,
            interval,
            overtaken: false,
            taken: false,
            has_queued: false,
            is_quoted: false,
            offer: 0,
        }
    }

    /// A new call counts in the interval of its arrival, if in any.
    #[inline(always)]
    fn arrives(&mut self, call: &CallFacts, mark: Mark) {
        self.arrived += 1;
        let cells = &mut self.pairs[mark.pair as usize].cells;
        let Some(cell) = cells.get_mut(mark.interval as usize) else { return };
        let brought_ticks = call.talk_ticks + call.wrap_ticks;
        cell.arrives(call.number, brought_ticks);
        if CallFacts::is_first(call.number) {
            let batch = match &self.batching {
                None => Some(0),
                Some(_) => self.batch(call),
            };
            if let Some(batch) = batch {
                self.brought_ticks[batch] += brought_ticks;
            }
        }
    }

    /// The interval in which a call arrives that comes then; none when it is not counted.
    #[inline(always)]
    fn counted_interval(&mut self, arrived: SimTime) -> Option<u32> {
        let counts = arrived >= self.frame.warm_up && arrived < self.frame.end;
        counts.then(|| self.interval_of(arrived))
    }

    /// The interval of a moment at which calls arrive: mostly that of the last one.
    #[inline(always)]
    fn interval_of(&mut self, at: SimTime) -> u32 {
        let (interval, begins) = self.latest;
        if at.0.wrapping_sub(begins.0) < self.frame.interval.0 {
            return interval;
        }
        self.other_interval_of(at)
    }

    #[cold]
    fn other_interval_of(&mut self, at: SimTime) -> u32 {
        let interval = at.0 / self.frame.interval.0;
        self.latest = (interval as u32, SimTime(interval * self.frame.interval.0));
        interval as u32
    }

    /// Where something that happens to a call now counts, if the call does.
    #[inline(always)]
    fn spot(&mut self, at: SimTime, call: &CallFacts) -> Option<Spot> {
        let mark = *self.calls.known(call);
        self.spot_of(at, mark)
    }

    #[inline(always)]
    fn spot_of(&self, at: SimTime, mark: Mark) -> Option<Spot> {
        if mark.interval == NOWHERE {
            return None;
        }
        let batch = match &self.batching {
            None => Some(0),
            Some(batching) => batching.batch_of(mark.interval),
        };
        Some(Spot { pair: mark.pair as usize, cell: self.position(at, mark.interval), batch })
    }

    /// Where something counts that happens then to a call that came in an interval.
    #[inline(always)]
    fn position(&self, at: SimTime, interval: u32) -> usize {
        if self.frame.by_event { self.position_of(at) } else { interval as usize }
    }

    fn position_of(&self, at: SimTime) -> usize {
        ((at.0 / self.frame.interval.0) as usize).min(self.frame.intervals())
    }

    /// The cell in which something that happens to a call now counts, if the call does.
    #[inline]
    fn cell(&mut self, at: SimTime, call: &CallFacts) -> Option<&mut Cell> {
        let spot = self.spot(at, call)?;
        Some(&mut self.pairs[spot.pair].cells[spot.cell])
    }

    /// An agent takes a call on the line; how much work of its own it brings is said here if the
    /// two are joined at the same moment.
    #[inline(always)]
    fn answered(&mut self, at: SimTime, call: &CallFacts, spot: Spot, handle_ticks: u64) {
        let wait = at.since(call.entered);
        let earlier = call.entered.since(call.arrived);
        let OfPair { level, cells, .. } = &mut self.pairs[spot.pair];
        let until = if level.until_assigned { call.assigned } else { at };
        let in_time = until.since(call.entered) <= level.within;
        let cell = &mut cells[spot.cell];
        cell.answered(wait, in_time);
        cell.answered_earlier_ticks += earlier.0;
        cell.handle_ticks += handle_ticks;
        let Some(batch) = spot.batch else { return };
        let lengths = &mut self.waits[batch];
        lengths.answered[spot.pair].add(wait + earlier);
        if self.frame.has_moves {
            lengths.answered_here[spot.pair].add(wait);
        }
    }

    #[inline]
    fn abandoned(&mut self, at: SimTime, call: &CallFacts) {
        let wait = at.since(call.entered);
        let earlier = call.entered.since(call.arrived);
        let Some(spot) = self.spot(at, call) else { return };
        let OfPair { level, cells, .. } = &mut self.pairs[spot.pair];
        let cell = &mut cells[spot.cell];
        cell.abandoned(wait, level);
        cell.abandoned_earlier_ticks += earlier.0;
        if let Some(batch) = spot.batch {
            self.waits[batch].abandoned[spot.pair].add(wait + earlier);
        }
    }

    #[inline(always)]
    fn connected(&mut self, at: SimTime, call: &CallFacts, spot: Option<Spot>) {
        if call.is_callback() {
            self.pends_no_more(at, call, Cause::Agent);
        }
        let Some(spot) = spot else { return };
        let cell = &mut self.pairs[spot.pair].cells[spot.cell];
        cell.handle_ticks += call.talk_ticks + call.wrap_ticks;
        if call.is_callback() {
            let wait = at.since(call.key_pressed);
            cell.callbacks_answered += 1;
            cell.callback_connect_ticks += wait.0;
            if let Some(batch) = spot.batch {
                let lengths = &mut self.waits[batch];
                lengths.connected[spot.pair].add(wait);
                lengths.called_back[spot.pair].add(at.since(call.arrived));
            }
        }
    }

    fn unfinished(&mut self, at: SimTime, call: &CallFacts) {
        if call.is_callback() {
            self.pends_no_more(at, call, Cause::Timer);
            self.end_callback(at, call);
        }
        let Some(cell) = self.cell(at, call) else { return };
        if call.is_callback() {
            cell.callbacks_unfinished += 1;
        } else {
            cell.unfinished += 1;
            cell.hold_ticks += at.since(call.entered).0;
        }
    }

    /// A call leaves its queue without agent or hang-up.
    fn flows_out(&mut self, at: SimTime, call: &CallFacts, field: impl Fn(&mut Cell)) {
        self.count(at, call, |cell| {
            field(cell);
            cell.hold_ticks += at.since(call.entered).0;
        });
    }

    /// Counts one in a field of the call's cell.
    #[inline]
    fn count(&mut self, at: SimTime, call: &CallFacts, field: impl Fn(&mut Cell)) {
        if let Some(cell) = self.cell(at, call) {
            field(cell);
        }
    }
}

impl Observer for Tally<'_> {
    #[inline]
    fn hears_in_order(&self) -> bool {
        self.frame.counts_most_waiting || self.batching.is_some()
    }

    // Where a happening is said it is known which: of this only the one arm is left there.
    #[inline(always)]
    fn call(&mut self, at: SimTime, call: &CallFacts, happening: Happening) {
        if happening == Happening::Arrived {
            self.arrivals_come_to(at);
            self.heard = self.heard.max(at);
            return self.begin(call);
        }
        let frame = self.frame;
        let queue = self.level(call).name;
        let agents = |agent: AgentId| frame.agents[agent.index()];
        self.calls.known(call).hash.happens(at, happening, queue, agents);
        match happening {
            Happening::Blocked => self.count(at, call, |cell| cell.blocked += 1),
            Happening::Balked => {
                self.count(at, call, |cell| {
                    cell.balked += 1;
                    cell.no_free_agent += 1;
                });
                self.abandoned(at, call);
            }
            Happening::Queued { .. } => {
                self.peaks.waiting.up();
                self.queued(at, call);
            }
            Happening::OutOfHours => self.count(at, call, |cell| {
                cell.out_of_hours += 1;
                cell.offered -= 1;
                cell.demand_ticks -= call.talk_ticks + call.wrap_ticks;
            }),
            Happening::Moved { from, entered } => self.moved(at, call, from, entered),
            Happening::MovedTooOften => self.count(at, call, |cell| cell.overflow_loops += 1),
            Happening::SentOutside => self.flows_out(at, call, |cell| cell.external += 1),
            Happening::VoicemailLeft => {
                self.flows_out(at, call, |cell| cell.voicemails += 1);
                // What goes on is a message, not a call.
                let mark = self.calls.known(call);
                mark.interval = NOWHERE;
            }
            Happening::EndedByOverflow => {
                self.flows_out(at, call, |cell| cell.ended_by_overflow += 1);
            }
            Happening::Transferred { from, .. } => self.transferred(at, call, from),
            Happening::CustomerAnswered { agent } => {
                if agent.is_none() {
                    self.peaks.waiting.up();
                }
                self.count(at, call, |cell| cell.dials_answered += 1);
            }
            Happening::CallbackAbandoned { .. } => {
                self.pends_no_more(at, call, Cause::Timer);
                self.count(at, call, |cell| cell.callbacks_abandoned += 1);
            }
            Happening::CallbackDeduplicated => {
                self.pends_no_more(at, call, Cause::Timer);
                self.count(at, call, |cell| cell.callbacks_deduplicated += 1);
            }
            Happening::Rejected { .. } | Happening::Missed { .. } | Happening::Requeued => {
                self.peaks.waiting.up();
            }
            Happening::Offered { number } => self.offered(at, call, number),
            Happening::CallbackAccepted { .. } => {
                self.peaks.waiting.up();
                self.pends(at);
                self.offer_accepted(call);
                self.count(at, call, |cell| {
                    cell.callbacks_accepted += 1;
                    cell.callbacks_booked += u64::from(call.is_booked());
                    cell.hold_ticks += at.since(call.entered).0;
                });
            }
            Happening::Abandoned { .. } => self.abandoned(at, call),
            Happening::Assigned { .. } => {
                if self.assigned(call) {
                    self.overtaken(at, call);
                }
            }
            Happening::Accepted { first, .. } => {
                if first {
                    self.compare_quote(at, call);
                }
                if !call.is_callback() {
                    if let Some(spot) = self.spot(at, call) {
                        self.answered(at, call, spot, 0);
                    }
                } else if first {
                    self.calls.known(call).taken = true;
                    self.count(at, call, |cell| {
                        cell.callbacks_taken += 1;
                        cell.callback_wait_ticks += at.since(call.key_pressed).0;
                        keep_promise(Some(at), call, cell);
                    });
                }
            }
            Happening::Dialled { .. } => self.count(at, call, |cell| cell.callback_dials += 1),
            Happening::CustomerUnanswered { last: true, .. } => {
                self.pends_no_more(at, call, Cause::Agent);
                self.count(at, call, |cell| cell.callbacks_unanswered += 1);
            }
            Happening::CallbackExpired => {
                self.pends_no_more(at, call, Cause::Timer);
                self.end_callback(at, call);
                self.count(at, call, |cell| cell.callbacks_expired += 1);
            }
            Happening::Connected { .. } => {
                let spot = self.spot(at, call);
                self.connected(at, call, spot);
            }
            Happening::WrapUpEnded { since, connected: false, .. } => {
                self.count(at, call, |cell| cell.wasted_ticks += at.since(since).0);
            }
            Happening::Unfinished => self.unfinished(at, call),
            Happening::Arrived
            | Happening::Overflowed { .. }
            | Happening::CallEndedForCallback
            | Happening::CallbackDue
            | Happening::Notified { .. }
            | Happening::CustomerUnanswered { .. }
            | Happening::RetryScheduled { .. }
            | Happening::TalkEnded { .. }
            | Happening::RedialScheduled { .. }
            | Happening::RepeatScheduled { .. }
            | Happening::WrapUpEnded { .. } => {}
        }
    }

    #[inline(always)]
    fn waited(&mut self, call: &CallFacts, as_callback: bool, from: SimTime, to: SimTime) {
        self.peaks.waiting.down();
        let pair = self.pair(call);
        let OfPair { live_queue, callback_queue, .. } = &mut self.pairs[pair];
        let queue = if as_callback { callback_queue } else { live_queue };
        queue.add(from, to);
    }

    #[inline]
    fn closed(&mut self, call: &CallFacts) {
        let hash = self.calls.known(call).hash;
        self.digest.add(hash.spread());
    }

    #[inline(always)]
    fn agent(&mut self, at: SimTime, group: GroupId, _: AgentId, change: Duty) {
        match change {
            Duty::Free { since } => self.busy[group.index()].add(since, at),
            Duty::Ended { since, due } => {
                self.duty[group.index()].add(since, at);
                self.overtime[group.index()].add(due, at);
            }
            Duty::Started | Duty::Busy => {}
        }
    }

    /// All four at once: one look at what is known of the call.
    #[inline(always)]
    fn connected_at_once(&mut self, at: SimTime, call: &CallFacts, agent: AgentId) {
        let (queue, who) = (self.level(call).name, self.frame.agents[agent.index()]);
        let mark = self.calls.known(call);
        for happening in Happening::at_once(agent) {
            mark.hash.happens(at, happening, queue, |_| who);
        }
        let mark = *mark;
        if self.assigned(call) {
            self.overtaken(at, call);
        }
        if mark.is_quoted {
            self.compare_quote(at, call);
        }
        if let Some(spot) = self.spot_of(at, mark) {
            self.answered(at, call, spot, call.talk_ticks + call.wrap_ticks);
        }
    }

    #[inline(always)]
    fn untold_waits(&mut self, waits: bool) {
        let waiting = &mut self.peaks.waiting;
        if waits { waiting.up() } else { waiting.down() }
    }

    fn callbacks_come_ahead(&mut self) {
        self.ahead.is_used = true;
    }

    fn callback_promised(&mut self, call: &CallFacts) {
        self.promised_at_once(call);
    }

    fn most_waited(&mut self, most: u32) {
        self.peaks.waiting.most = u64::from(most);
    }

    #[inline(always)]
    fn lived(&mut self, life: Life<'_>) {
        let Life { call, waited, until, heard, .. } = life;
        if heard.is_some() && !waited {
            return life.say(self);
        }
        if self.frame.has_callbacks {
            self.heard = self.heard.max(call.arrived);
            if life.agent.is_some() && self.assigned(call) {
                self.overtaken_at_once(until, *call);
            }
        }
        match call.promise {
            Promise::Unasked => {}
            Promise::Unknown => self.unquoted_at_once(*call),
            Promise::By(promised) => self.note_quote(&life, promised),
        }
        self.note(life);
    }

    fn finished(&mut self, _: SimTime) {
        self.pending_comes_to(SimTime::NEVER);
        self.ahead.is_used = false;
        self.count_lives();
    }
}
