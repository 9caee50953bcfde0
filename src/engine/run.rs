//! All that changes in a replication, and the deeds that more than one happening does.

use std::collections::VecDeque;

use crate::ids::{AgentId, CallTypeId, GroupId, QueueId};
use crate::model::{AgentGroup, Arrivals, Assignment, CallType, Center, Patience, Queue};
use crate::observe::{Duty, Happening, Observer};
use crate::policy::{Policy, Standard};
use crate::random::Series;
use crate::time::{SimTime, Span};

use super::agent::{Agent, Hand, HandId};
use super::ahead::Ahead;
use super::batching::Batch;
use super::booking::Booked;
use super::calendar::Calendar;
use super::call::{Call, CallKey, Calls, State, Untold};
use super::dialling::Promised;
use super::estimating::{CachedCount, Estimator};
use super::event::{Known, Step, Timer};
use super::foreseeing;
use super::free::Free;
use super::heads::Heads;
use super::line::{Line, Place, Ticket};
use super::luck::Luck;
use super::plain::{self, PlainLine};
use super::quoting::Enough;
use super::skills::Fits;
use super::source::Source;
use super::staffing::{self, Group, Staff};
use super::timers::Alarm;
use super::uses::Uses;

/// One replication under way.
pub(super) struct Run<'c, P = Standard, O = ()> {
    pub(super) center: &'c Center,
    pub(super) now: SimTime,
    /// No event after this is played.
    pub(super) last: SimTime,
    pub(super) calendar: Calendar,
    pub(super) calls: Calls,
    pub(super) types: Vec<TypeState<'c>>,
    pub(super) booked: Vec<Booked<'c>>,
    pub(super) queues: Vec<QueueState>,
    /// The heads of their lines in order, for groups that serve many.
    pub(super) heads: Heads,
    pub(super) groups: Vec<Group<'c>>,
    /// Who is free.
    pub(super) free: Free,
    pub(super) agents: Vec<Agent>,
    /// What each agent has in hand, one for each unit of capacity.
    pub(super) hands: Vec<Hand>,
    /// How many hands hold a call of which it is not known how it goes on.
    pub(super) full_hands: u32,
    /// Which groups may take which calls.
    pub(super) fits: Fits,
    pub(super) uses: Uses,
    /// Whether fates are foreseen.
    pub(super) foresees: bool,
    /// Items that overflow in batches.
    pub(super) batch: Batch,
    /// Callbacks of which it will be known by when they were to be made.
    pub(super) promised: Promised,
    /// Lines in use in the whole center.
    pub(super) lines: u32,
    pub(super) policy: &'c P,
    pub(super) observer: &'c mut O,
}

/// A call type under way.
#[derive(Debug)]
pub(super) struct TypeState<'c> {
    /// The queue that all calls of the type go to but for routing rules; none where the record, or
    /// chance, has a say.
    pub(super) only_queue: Option<QueueId>,
    /// The standing of its calls where no buckets are.
    pub(super) priority: u64,
    pub(super) source: Source<'c>,
    pub(super) luck: Luck,
    pub(super) talk_times: Ahead<'c>,
    pub(super) after_call_works: Ahead<'c>,
    pub(super) patiences: Ahead<'c>,
    /// How long agents take to accept, by group.
    pub(super) accept_times: Vec<Option<Box<Series<'c>>>>,
}

impl<'c> TypeState<'c> {
    fn new(center: &'c Center, call_type: &'c CallType, seed: u64, replication: u64) -> Self {
        let luck = Luck::new(seed, replication, &call_type.name);
        let is_stated = matches!(call_type.arrivals, Arrivals::Recorded(_));
        Self {
            only_queue: match call_type.route.as_slice() {
                [(only, _)] if !is_stated => Some(*only),
                _ => None,
            },
            priority: u64::from(call_type.priority),
            source: Source::new(center, call_type, seed, replication),
            luck,
            talk_times: Ahead::new(&call_type.talk_time, luck.talk_time),
            after_call_works: Ahead::new(&call_type.after_call_work, luck.after_call_work),
            patiences: match &call_type.patience {
                Patience::Never => Ahead::Known(Span::FOREVER),
                Patience::Law(law) => Ahead::new(law, luck.patience),
            },
            accept_times: center
                .groups
                .iter()
                .map(|group| group.notification.accept_time.series(luck.notification_accept))
                .map(|series| series.map(Box::new))
                .collect(),
        }
    }
}

/// A queue under way.
#[derive(Debug)]
pub(super) struct QueueState {
    pub(super) line: Line,
    /// The groups that serve it.
    pub(super) groups: Vec<GroupId>,
    /// After what waits groups back it up.
    pub(super) levels_after: Vec<Span>,
    /// Live calls waiting.
    pub(super) live: u32,
    /// Callbacks waiting.
    pub(super) callbacks: u32,
    /// The waiting count that rules see.
    pub(super) count: CachedCount,
    /// Whether callbacks count among the waiting.
    counts_callbacks: bool,
    /// Whether the count and the estimate are looked at.
    pub(super) is_looked_at: bool,
    /// Whether each free agent is asked about each call, because not the longest free one takes it.
    pub(super) asks_each: bool,
    pub(super) estimator: Estimator,
    /// How many must wait for a rule on the estimate by queue length to fire.
    pub(super) enough: Option<Enough>,
    /// Whether it is closed now.
    pub(super) closed: bool,
    /// Callbacks accepted and not closed.
    pub(super) active_callbacks: u32,
    /// Customers who are being called first.
    pub(super) dialling: u32,
    /// When customers who were called first were joined with an agent, and how long they waited.
    pub(super) joined_lately: VecDeque<(SimTime, Span)>,
    /// Calls offered and callbacks accepted on the civil day under way.
    pub(super) today: Today,
    /// When it last gave work to each agent, plus one tick; only where turns are kept.
    pub(super) last_assigned: Vec<u64>,
    /// Lines in use.
    pub(super) lines: u32,
    /// Those who wait, where lines are plain.
    pub(super) plain: PlainLine,
}

impl QueueState {
    /// A live call leaves its place in the line.
    #[inline(always)]
    pub(super) fn live_leaves(&mut self, now: SimTime, ticket: Ticket, place: &Place) {
        self.line.leave(ticket, place);
        self.live -= 1;
        self.recount(now);
    }

    /// The waiting count that rules see follows the queue.
    #[inline]
    pub(super) fn recount(&mut self, now: SimTime) {
        if self.is_looked_at {
            let waiting = self.live + if self.counts_callbacks { self.callbacks } else { 0 };
            if self.plain.is_counted() {
                self.is_about_to_change(now);
                self.plain.others_wait(waiting, now);
            } else {
                self.count.changed(now, waiting);
            }
        }
    }

    /// How many wait in a plain line changes now.
    #[inline]
    pub(super) fn is_about_to_change(&mut self, now: SimTime) {
        if self.plain.is_counted() {
            self.count.find(now, false, |taken, hung_up| self.plain.waiting(taken, hung_up));
        }
    }

    /// Somebody is about to look at the waiting count who does not bring it up to date: when a call
    /// comes, or at a timer, when who hangs up now has done so.
    pub(super) fn is_looked_at_only(&mut self, now: SimTime, at_timer: bool) {
        if self.plain.is_counted() {
            self.count.look(now, at_timer, |taken, hung_up| self.plain.waiting(taken, hung_up));
        }
    }

    /// Whether how many wait is counted anew for each who asks.
    #[inline(always)]
    pub(super) const fn counts_when_asked(&self) -> bool {
        self.plain.is_counted() && self.count.is_exact()
    }

    /// The waiting count that a rule sees.
    #[inline(always)]
    pub(super) fn read_count(&mut self, now: SimTime) -> u32 {
        if self.plain.is_counted() {
            self.count.find(now, true, |taken, hung_up| self.plain.waiting(taken, hung_up));
            return self.count.seen(now);
        }
        self.count.read(now)
    }
}

/// What a limit on the share of callbacks counts.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Today {
    pub(super) day: usize,
    pub(super) offered: u32,
    pub(super) accepted: u32,
}

impl<'c, P: Policy, O: Observer> Run<'c, P, O> {
    pub(super) fn new(
        center: &'c Center,
        seed: u64,
        replication: u64,
        policy: &'c P,
        observer: &'c mut O,
    ) -> Self {
        let types = center
            .call_types
            .iter()
            .map(|call_type| TypeState::new(center, call_type, seed, replication))
            .collect();
        let fits = Fits::new(center);
        let Staff { groups, agents, hands, shifts: mut known } =
            Staff::new(center, &fits, seed, replication);
        known.extend(hours(center));
        let uses = Uses::new::<P>(center, &fits, O::DETAIL || observer.hears_in_order());
        Self {
            center,
            now: SimTime::ZERO,
            last: center.horizon.last_moment().min(SimTime(SimTime::NEVER.0 - 1)),
            calendar: Calendar::new(
                center.call_types.len(),
                center.bookings.len(),
                hands.len(),
                known,
                center.horizon.last_moment(),
            ),
            calls: Calls::default(),
            types,
            booked: Booked::all(center, seed, replication),
            queues: (0..center.queues.len()).map(|at| queue_state(center, &uses, at)).collect(),
            heads: Heads::new::<P>(center),
            groups,
            free: staffing::nobody_free(center),
            agents,
            hands,
            full_hands: 0,
            uses,
            foresees: false,
            fits,
            batch: Batch::default(),
            promised: Promised::default(),
            lines: 0,
            policy,
            observer,
        }
    }

    /// The first agents come on duty and the first calls are awaited.
    pub(super) fn open(&mut self) {
        for group in 0..self.groups.len() {
            super::staffing::shift_changes(self, GroupId(group as u32));
        }
        for position in 0..self.types.len() {
            self.await_call(CallTypeId(position as u32));
        }
        for position in 0..self.booked.len() {
            self.await_window(position);
        }
        if self.uses.known_dials {
            self.observer.callbacks_come_ahead();
        }
        foreseeing::start(self);
    }

    /// The next window of this booking is put into the calendar.
    pub(super) fn await_window(&mut self, position: usize) {
        let at = self.booked[position].advance();
        self.calendar.window(position, at);
    }

    /// The next call of this type is put into the calendar.
    #[inline(always)]
    pub(super) fn await_call(&mut self, call_type: CallTypeId) {
        let at = self.types[call_type.index()].source.advance();
        self.calendar.arrival(call_type, at);
    }

    /// Goes on to the next moment at which something happens; false when the clock has run out, or
    /// nothing is left to do after the end.
    #[inline]
    pub(super) fn goes_on(&mut self) -> bool {
        let (calls, queues) = (&self.calls, &self.queues);
        let listens = |alarm: Alarm| match alarm.timer() {
            Timer::LevelInLine => {
                let CallKey { serial, slot } = alarm.call();
                queues[slot as usize].plain.may_hold(serial)
            }
            _ => calls.listens(alarm),
        };
        let Some(next) = self.calendar.next(self.last, listens) else {
            return false;
        };
        if next > self.center.horizon.end && self.has_nothing_left() {
            return false;
        }
        self.now = next;
        true
    }

    /// Whether all calls have left.
    #[cold]
    const fn has_nothing_left(&self) -> bool {
        self.calls.open == 0
    }

    /// The clock stops: whatever is left is unfinished, and everybody goes home.
    pub(super) fn close(&mut self) {
        if self.uses.plain_lines {
            plain::close(self);
        }
        let end = self.center.horizon.end;
        let stopped = if self.calls.open == 0 { self.now.max(end) } else { self.last };
        self.now = stopped;
        for slot in self.calls.left_over() {
            if self.calls.get(slot).state == State::Away {
                continue;
            }
            if !matches!(self.calls.get(slot).state, State::Gone | State::Talking(_)) {
                self.stop_waiting(slot);
                self.calls.get_mut(slot).state = State::Gone;
                self.say(slot, Happening::Unfinished);
            }
            self.observer.closed(&self.calls.get(slot).facts);
        }
        for position in 0..self.agents.len() {
            let agent = self.agents[position];
            let id = AgentId(position as u32);
            if agent.full_hands > 0 {
                self.duty(id, Duty::Free { since: agent.busy_since });
            }
            if agent.on_duty_since != SimTime::NEVER {
                let due = self.groups[agent.group.index()].due.pop_front().unwrap_or(stopped);
                self.duty(id, Duty::Ended { since: agent.on_duty_since, due });
            }
        }
        for most in self.queues.iter().filter_map(|queue| queue.plain.most()) {
            self.observer.most_waited(most);
        }
        self.observer.finished(stopped);
    }

    /// When an agent is free again who takes a call at once now that makes so much work, if nothing
    /// can change that any more.
    #[inline(always)]
    pub(super) fn known_end(&self, work: Span) -> Option<SimTime> {
        let ends = self.now + work;
        (self.uses.known_ends && ends <= self.last).then_some(ends)
    }

    /// The queue of a call, as configured.
    #[inline]
    pub(super) fn queue_of(&self, slot: u32) -> (&'c Queue, QueueId) {
        let queue = self.calls.get(slot).facts.queue;
        (&self.center.queues[queue.index()], queue)
    }

    /// The items that wait in a queue, from the head on, by their slots.
    #[inline]
    pub(super) fn items(&self, queue: QueueId) -> impl Iterator<Item = u32> {
        self.queues[queue.index()].line.iter(|slot| self.calls.get(slot).place)
    }

    /// The head of a queue's line, by its slot.
    #[inline(always)]
    pub(super) fn first_item(&self, queue: QueueId) -> Option<u32> {
        self.queues[queue.index()].line.first(|slot| self.calls.get(slot).place)
    }

    /// What has been counted of a queue on the civil day under way.
    pub(super) fn today(&mut self, queue: QueueId) -> &mut Today {
        let day = self.center.day_of(self.now);
        let today = &mut self.queues[queue.index()].today;
        if today.day != day {
            *today = Today { day, ..Today::default() };
        }
        today
    }

    /// Says what happened to a call.
    #[inline(always)]
    pub(super) fn say(&mut self, slot: u32, happening: Happening) {
        self.tell(slot);
        self.observer.call(self.now, &self.calls.get(slot).facts, happening);
    }

    /// Says of a call what has not been said yet.
    #[inline(always)]
    pub(super) fn tell(&mut self, slot: u32) {
        if self.calls.get(slot).untold != Untold::Nothing {
            self.tell_now(slot);
        }
    }

    fn tell_now(&mut self, slot: u32) {
        let call = self.calls.get_mut(slot);
        let untold = std::mem::replace(&mut call.untold, Untold::Nothing);
        self.observer.call(call.facts.arrived, &call.facts, Happening::Arrived);
        if untold == Untold::ArrivalAndWait {
            self.observer.untold_waits(false);
            self.observer.call(call.facts.arrived, &call.facts, Happening::Queued { position: 1 });
        }
    }

    /// Says what an agent's state became.
    #[inline]
    pub(super) fn duty(&mut self, agent: AgentId, change: Duty) {
        self.observer.agent(self.now, self.agents[agent.index()].group, agent, change);
    }

    /// Whose hand it is.
    #[inline]
    pub(super) fn agent_of(&self, hand: HandId) -> AgentId {
        self.hands[hand.index()].agent
    }

    /// The group of the agent whose hand it is.
    #[inline]
    pub(super) fn group_of(&self, hand: HandId) -> &'c AgentGroup {
        &self.center.groups[self.agents[self.agent_of(hand).index()].group.index()]
    }

    /// The call in an agent's hand.
    #[inline]
    pub(super) fn in_hand(&self, hand: HandId) -> u32 {
        match self.hands[hand.index()].call {
            Some(slot) => slot,
            None => unreachable!("an agent with a step to end has a call in hand"),
        }
    }

    /// The agent ends this step with the work in this hand after a length of time.
    #[inline]
    pub(super) fn after(&mut self, length: Span, hand: HandId, step: Step) {
        self.calendar.step(hand, step, self.now + length);
    }

    /// A call takes or gives back its line; counted where lines are limited.
    #[inline]
    pub(super) fn line(&mut self, slot: u32, taken: bool) {
        if !self.uses.lines {
            return;
        }
        let call = self.calls.get_mut(slot);
        if call.on_line == taken {
            return;
        }
        call.on_line = taken;
        let queue = &mut self.queues[call.facts.queue.index()];
        if taken {
            queue.lines += 1;
            self.lines += 1;
        } else {
            queue.lines -= 1;
            self.lines -= 1;
        }
    }

    /// A work item leaves its queue, if it stands in it.
    #[inline]
    pub(super) fn stop_waiting(&mut self, slot: u32) {
        self.stop_waiting_then(slot, self.now);
    }

    /// The same where it has been seen that the item waits until then.
    #[inline]
    pub(super) fn stop_waiting_then(&mut self, slot: u32, at: SimTime) {
        let call = self.calls.get(slot);
        let (ticket, as_callback) = match call.state {
            State::Waiting(ticket) => (ticket, false),
            State::CallbackDue(ticket) => (ticket, true),
            _ => return,
        };
        self.tell(slot);
        let call = self.calls.get(slot);
        let state = &mut self.queues[call.facts.queue.index()];
        state.line.leave(ticket, &call.place);
        if as_callback {
            state.callbacks -= 1;
        } else {
            state.live -= 1;
        }
        state.recount(self.now);
        self.observer.waited(&call.facts, as_callback, call.waiting_since, at);
        let queue = call.facts.queue;
        self.line_changed(queue);
    }

    /// The waiting count that rules see follows the queue.
    #[inline]
    pub(super) fn recount(&mut self, queue: QueueId) {
        self.queues[queue.index()].recount(self.now);
    }

    /// A call leaves the center.
    #[inline]
    pub(super) fn gone(&mut self, slot: u32) {
        if self.uses.lines {
            self.line(slot, false);
        }
        let call = self.calls.get_mut(slot);
        if call.facts.is_callback() {
            self.queues[call.facts.queue.index()].active_callbacks -= 1;
        }
        call.state = State::Gone;
        if call.wrapping == 0 {
            self.forget(slot);
        }
    }

    /// The slot is given back once nobody wraps up any more.
    #[inline]
    pub(super) fn forget(&mut self, slot: u32) {
        let call: &Call = self.calls.get(slot);
        if call.state == State::Gone && call.wrapping == 0 {
            self.observer.closed(&call.facts);
            self.calls.release(slot);
        }
    }
}

fn queue_state(center: &Center, uses: &Uses, position: usize) -> QueueState {
    let id = QueueId(position as u32);
    let queue = &center.queues[position];
    let groups: Vec<_> = (0..center.groups.len() as u32)
        .map(GroupId)
        .filter(|group| center.groups[group.index()].queues.contains(&id))
        .collect();
    QueueState {
        line: Line::default(),
        groups,
        levels_after: center
            .groups
            .iter()
            .flat_map(|group| &group.levels)
            .filter(|level| level.queue == id)
            .map(|level| level.after)
            .collect(),
        live: 0,
        callbacks: 0,
        count: CachedCount::new(queue.count_cache),
        counts_callbacks: queue.callback.counts_to_limit,
        is_looked_at: uses.estimates,
        asks_each: !queue.goes_by_idle_time(),
        estimator: Estimator::new(&queue.wait_estimate),
        enough: None,
        closed: queue.hours.as_ref().is_some_and(|hours| !hours.are_open(SimTime::ZERO)),
        active_callbacks: 0,
        dialling: 0,
        joined_lately: VecDeque::new(),
        today: Today::default(),
        last_assigned: if queue.assignment == Assignment::RoundRobin {
            vec![0; center.groups.iter().map(|group| group.most_agents() as usize).sum()]
        } else {
            Vec::new()
        },
        lines: 0,
        plain: PlainLine::new(uses.plain_lines && uses.estimates),
    }
}

/// When queues open and close.
fn hours(center: &Center) -> impl Iterator<Item = (SimTime, Known)> + '_ {
    center.queues.iter().enumerate().flat_map(|(position, queue)| {
        let windows = queue.hours.iter().flat_map(|hours| &hours.windows);
        let moments = windows.flat_map(|&(opens, closes)| [opens, closes]);
        let change = Known::Hours(QueueId(position as u32));
        moments.filter(|&at| at > SimTime::ZERO).map(move |at| (at, change))
    })
}
