//! Plain lines, where callers only wait, hang up, or are served, by some groups perhaps only after a time,
//! and nobody looks at a line but for its head, or to count who waits: a place is all that is kept of a
//! caller, and who hangs up is noticed when an agent comes to the place. Who presses a key for a callback
//! waits beside the row.

use std::collections::VecDeque;

use crate::ids::{AgentId, QueueId};
use crate::observe::{CallFacts, Life, Observer};
use crate::policy::Policy;
use crate::time::{SimTime, Span};

use super::call::{Brought, CallKey, State, Untold};
use super::event::Timer;
use super::headcount::Headcount;
use super::line::Place;
use super::offering::Answer;
use super::run::Run;
use super::skills::Service;
use super::{arriving, assigning, direct, foreseeing, offering, quoting, serving, staffing};

/// A caller in a plain line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Caller {
    pub(super) call: Brought,
    pub(super) hold: Hold,
    /// Order of arrival.
    pub(super) serial: u64,
}

/// How long a caller holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hold {
    /// When the caller hangs up.
    pub(super) leaves: SimTime,
    /// How the caller answers the offers to come, if still in line.
    pub(super) answer: Answer,
}

impl Caller {
    /// Whether the caller has pressed the key, and waits beside the row.
    #[inline(always)]
    pub(super) fn has_pressed_key(&self) -> bool {
        self.hold.answer == Answer::Given
    }
}

/// Those who wait in a queue, the first to come first; some may have hung up.
#[derive(Debug)]
pub(super) struct PlainLine {
    row: VecDeque<Caller>,
    /// With so many in it the line is rid of those who have hung up.
    sweep_at: usize,
    /// How many of the row are in line, where rules look.
    headcount: Option<Box<Headcount>>,
}

/// A line is looked through after it has grown by this, or by a part of its length: so that few who
/// hung up stay in it, at little work for each who joins.
const LEAST_SWEEP: usize = 1_024;

impl PlainLine {
    /// Nobody waits yet; whether rules look at how many do.
    pub(super) fn new(is_counted: bool) -> Self {
        let headcount = is_counted.then(Box::default);
        Self { row: VecDeque::new(), sweep_at: LEAST_SWEEP, headcount }
    }

    /// Whether rules look at how many wait.
    #[inline(always)]
    pub(super) const fn is_counted(&self) -> bool {
        self.headcount.is_some()
    }

    /// How many wait, when agents have taken who was to be taken by one moment and callers have hung
    /// up who were to before the other; where rules look.
    pub(super) fn waiting(&mut self, taken: SimTime, hung_up: SimTime) -> u32 {
        let row = self.row.len();
        self.headcount.as_mut().map_or(0, |headcount| headcount.waiting(row, taken, hung_up))
    }

    /// No more than these wait; where rules look.
    #[inline(always)]
    pub(super) fn waiting_at_most(&self) -> u32 {
        self.headcount.as_ref().map_or(0, |headcount| headcount.in_line(self.row.len()))
    }

    /// So many items wait beside the row from now on.
    pub(super) fn others_wait(&mut self, others: u32, now: SimTime) {
        let row = self.row.len();
        if let Some(headcount) = &mut self.headcount {
            headcount.others_wait(others, row, now);
        }
    }

    /// A caller who came now is in line.
    #[inline(always)]
    pub(super) fn has_grown(&mut self, now: SimTime) {
        let row = self.row.len();
        if let Some(headcount) = &mut self.headcount {
            headcount.has_grown(row, now, now);
        }
    }

    /// It has been seen of a caller who is not in the row that an agent takes the call then.
    #[inline(always)]
    pub(super) fn is_taken(&mut self, at: SimTime) {
        if let Some(headcount) = &mut self.headcount {
            headcount.is_taken(at);
        }
    }

    /// It has been seen of a caller who is not in the row that the caller hangs up then.
    #[inline(always)]
    pub(super) fn hangs_up(&mut self, at: SimTime) {
        if let Some(headcount) = &mut self.headcount {
            headcount.hangs_up(at);
        }
    }

    /// The most that waited at once, where rules look.
    pub(super) fn most(&self) -> Option<u32> {
        self.headcount.as_ref().map(|headcount| headcount.most)
    }

    /// Who came first.
    #[inline(always)]
    pub(super) fn first(&self) -> Option<&Caller> {
        self.row.front()
    }

    /// Takes out who came first.
    #[inline(always)]
    pub(super) fn take_first(&mut self) -> Option<Caller> {
        let caller = self.row.pop_front()?;
        if let Some(headcount) = &mut self.headcount {
            headcount.leaves_row(&caller);
        }
        Some(caller)
    }

    /// A caller joins at the end.
    #[inline(always)]
    fn join(&mut self, caller: Caller) {
        if let Some(headcount) = &mut self.headcount {
            headcount.may_hang_up(&caller);
        }
        self.row.push_back(caller);
    }

    /// Whether the caller of that number may be in the row still.
    #[inline(always)]
    pub(super) fn may_hold(&self, serial: u64) -> bool {
        self.first().is_some_and(|caller| caller.serial <= serial)
    }

    /// The caller of that number, if in the row.
    pub(super) fn find(&mut self, serial: u64) -> Option<&mut Caller> {
        let position = self.row.binary_search_by_key(&serial, |caller| caller.serial).ok()?;
        self.row.get_mut(position)
    }

    /// More is known of how the caller of that number answers.
    pub(super) fn will_answer(&mut self, serial: u64, answer: Answer) {
        let Some(caller) = self.find(serial) else { return };
        caller.hold.answer = answer;
        let caller = *caller;
        if let Some(headcount) = &mut self.headcount {
            headcount.may_hang_up(&caller);
        }
    }

    /// The caller of that number has pressed the key, and waits beside the row.
    pub(super) fn presses_key(&mut self, serial: u64) {
        if let Some(caller) = self.find(serial) {
            caller.hold.answer = Answer::Given;
        }
        if let Some(headcount) = &mut self.headcount {
            headcount.presses_key();
        }
    }

    /// Whether it is time to look who has hung up.
    #[inline(always)]
    fn is_long(&self) -> bool {
        self.row.len() >= self.sweep_at
    }

    /// Takes out who has hung up by then.
    fn take_gone(&mut self, last: SimTime) -> VecDeque<Caller> {
        let row = std::mem::take(&mut self.row);
        let is_gone = |caller: &Caller| caller.has_pressed_key() || caller.hold.leaves <= last;
        let (gone, left): (VecDeque<Caller>, _) = row.into_iter().partition(is_gone);
        self.row = left;
        if let Some(headcount) = &mut self.headcount {
            headcount.are_swept(&gone, last);
        }
        self.sweep_at = self.row.len() + LEAST_SWEEP.max(self.row.len() / 16);
        gone
    }
}

/// How long the caller of a call holds that comes to a queue and has to wait; by when it is to be served
/// is estimated.
#[inline(always)]
pub(super) fn hold<const LOOKED_AT: bool, P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    call: &mut Brought,
    queue: QueueId,
) -> Hold {
    if LOOKED_AT && run.uses.scored_estimates {
        // The first rule, if it fired, has counted who waits.
        call.promise = if run.uses.counts_first && call.rule == 0 {
            quoting::told(run, queue)
        } else {
            quoting::promise(run, queue, false)
        };
    }
    let &mut Brought { call_type, number, arrived, .. } = call;
    let leaves = arrived + arriving::drawn_patience(run, call_type, number, arrived);
    let no_rule = !LOOKED_AT || call.rule == Brought::NO_RULE;
    let answer = if no_rule { Answer::Never } else { offering::answer(run, call, queue, leaves) };
    Hold { leaves, answer }
}

/// A call that found no free agent waits.
#[inline(always)]
pub(super) fn wait<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    call: Brought,
    queue: QueueId,
    hold: Hold,
) {
    let serial = run.calls.comes();
    if hold.answer != Answer::Never {
        offering::await_key(run, serial, queue, hold.answer.at());
    }
    if run.uses.levels {
        await_levels(run, serial, queue, hold.leaves);
    }
    let state = &mut run.queues[queue.index()];
    state.is_about_to_change(run.now);
    let line = &mut state.plain;
    line.join(Caller { call, hold, serial });
    line.has_grown(run.now);
    if line.is_long() {
        notice_until(run, queue, SimTime(run.now.0.saturating_sub(1)));
    }
}

/// Back-up groups are asked after their time, should the caller of a call that comes now not have hung
/// up by then.
#[inline(always)]
fn await_levels<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    serial: u64,
    queue: QueueId,
    leaves: SimTime,
) {
    for &after in &run.queues[queue.index()].levels_after {
        let opens = run.now + after;
        if opens < leaves {
            run.calendar.timer(Timer::LevelInLine, CallKey { serial, slot: queue.0 }, opens);
        }
    }
}

/// A back-up group may take a caller in line from now on, and those who came before.
pub(super) fn level_opens<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, key: CallKey) {
    let queue = QueueId(key.slot);
    // Who was to hang up at this moment has done so.
    while let Some(&caller) = first_in_line(run, queue, run.now + Span(1))
        && caller.serial <= key.serial
    {
        let Caller { call, .. } = caller;
        let waited = run.now.since(call.arrived);
        let free = direct::take_longest_free(run, call.call_type, queue, waited);
        let Some(agent) = free else { return };
        run.queues[queue.index()].plain.take_first();
        serve(run, queue, &caller, agent);
    }
}

/// A free agent serves the first who is still in line, or waits for work.
#[inline(always)]
pub(super) fn find_work<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, agent: AgentId) {
    if run.uses.overflow && finds_callback(run, agent) {
        return;
    }
    match next(run, agent) {
        Some((queue, caller)) => serve(run, queue, &caller, agent),
        None => staffing::wait_for_work(run, agent),
    }
}

/// Takes out whom the agent serves next of those still in line.
#[inline(always)]
fn next<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    agent: AgentId,
) -> Option<(QueueId, Caller)> {
    let group = run.agents[agent.index()].group;
    let queue = match run.groups[group.index()].queues.as_slice() {
        // Whom it backs up, an agent of one queue may have to wait for, too.
        &[only] if !run.uses.levels => only,
        _ => best_queue(run, agent)?,
    };
    first_in_line(run, queue, run.now)?;
    let state = &mut run.queues[queue.index()];
    state.is_about_to_change(run.now);
    state.plain.take_first().map(|caller| (queue, caller))
}

/// The first of a queue's row who is still in line: hangs up then or later. For an agent who comes free
/// that is now, since at one moment agents come before callers who hang up.
#[inline(always)]
fn first_in_line<'r, P: Policy, O: Observer>(
    run: &'r mut Run<'_, P, O>,
    queue: QueueId,
    from: SimTime,
) -> Option<&'r Caller> {
    let is_there = |caller: &Caller| caller.hold.leaves >= from && !caller.has_pressed_key();
    while !is_there(run.queues[queue.index()].plain.first()?) {
        let state = &mut run.queues[queue.index()];
        state.is_about_to_change(run.now);
        if let Some(caller) = state.plain.take_first() {
            is_gone(run, queue, &caller);
        }
    }
    run.queues[queue.index()].plain.first()
}

/// Where a caller in the row stands.
pub(super) fn place<P: Policy, O: Observer>(run: &Run<'_, P, O>, caller: &Caller) -> Place {
    let Caller { call, serial, .. } = caller;
    let standing = run.types[call.call_type.index()].priority;
    Place { standing, entered: call.arrived, serial: *serial }
}

/// A free agent takes a callback that stands before the first of the row; tells whether there is one.
fn finds_callback<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, agent: AgentId) -> bool {
    let Some(slot) = assigning::next_item(run, agent) else { return false };
    let call = run.calls.get(slot);
    let (queue, place) = (call.facts.queue, call.place);
    let first = first_in_line(run, queue, run.now).copied();
    let is_first = first.is_none_or(|caller| place < self::place(run, &caller));
    if is_first {
        assigning::assign(run, slot, agent);
    }
    is_first
}

/// The queue whose first caller still in line goes before those of the others, of those who have waited
/// long enough for the agent: by the queues' levels and priorities, then who came first.
fn best_queue<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, agent: AgentId) -> Option<QueueId> {
    let group = run.agents[agent.index()].group.index();
    let mut best: Option<((SimTime, u64), Service)> = None;
    for position in 0..run.groups[group].services.len() {
        let service = run.groups[group].services[position];
        if best.is_some_and(|(_, first)| first.goes_before(&service)) {
            break;
        }
        if let Some(caller) = first_in_line(run, service.queue, run.now) {
            let age = (caller.call.arrived, caller.serial);
            let is_open = service.is_open_after(run.now.since(age.0));
            if is_open && best.is_none_or(|(oldest, _)| age < oldest) {
                best = Some((age, service));
            }
        }
    }
    best.map(|(_, service)| service.queue)
}

#[inline(always)]
fn serve<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    queue: QueueId,
    caller: &Caller,
    agent: AgentId,
) {
    if let Some(ends) = run.known_end(caller.call.work()) {
        return direct::serve_new(run, caller.call, queue, agent, ends, true);
    }
    foreseeing::stop(run);
    let slot = admit(run, caller, queue, run.now);
    run.tell(slot);
    run.observer.waited(&run.calls.get(slot).facts, false, caller.call.arrived, run.now);
    serving::answer_at_once(run, slot, agent);
}

/// A caller has hung up, some time ago, or pressed the key.
#[inline(always)]
fn is_gone<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, queue: QueueId, caller: &Caller) {
    if !caller.has_pressed_key() {
        say_hung_up(run, queue, &caller.call, caller.hold.leaves);
        run.calls.open -= 1;
    }
}

/// Says of a call of which nothing has been said that its caller hangs up then.
#[inline(always)]
pub(super) fn say_hung_up<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    queue: QueueId,
    call: &Brought,
    at: SimTime,
) {
    let heard = offering::heard(run, call, queue);
    let call = &CallFacts { slot: run.calls.no_slot(), ..call.facts(queue) };
    run.observer.lived(Life { call, waited: true, until: at, agent: None, heard });
}

/// Those who hung up by then are noticed.
#[cold]
fn notice_until<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, queue: QueueId, last: SimTime) {
    let gone = run.queues[queue.index()].plain.take_gone(last);
    gone.iter().for_each(|caller| is_gone(run, queue, caller));
}

/// The clock stops: who has not hung up by then becomes a call that waits.
pub(super) fn close<P: Policy, O: Observer>(run: &mut Run<'_, P, O>) {
    for queue in (0..run.queues.len() as u32).map(QueueId) {
        notice_until(run, queue, run.last);
        for caller in std::mem::take(&mut run.queues[queue.index()].plain.row) {
            let slot = admit(run, &caller, queue, run.last + Span(1));
            let call = run.calls.get_mut(slot);
            let state = &mut run.queues[queue.index()];
            state.live += 1;
            call.state = State::Waiting(state.line.join(call.place, slot));
            call.waiting_since = caller.call.arrived;
        }
    }
}

/// A caller who has waited until then becomes a call with a slot.
fn admit<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    caller: &Caller,
    queue: QueueId,
    until: SimTime,
) -> u32 {
    let call = &caller.call;
    let slot = run.calls.give_slot(call.facts(queue), None, caller.serial);
    if let Some(heard) = offering::heard(run, call, queue) {
        heard.say_wait(run.observer, &run.calls.get(slot).facts, until);
    } else {
        run.calls.get_mut(slot).untold = Untold::ArrivalAndWait;
        run.observer.untold_waits(true);
    }
    slot
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_no_agent_looks_at_does_not_keep_those_who_hung_up() {
        // One comes every tick; one of ten stays for 100,000 ticks, the others for 100.
        let mut line = PlainLine::new(false);
        let (mut gone, mut longest) = (0, 0);
        for at in 0..100_000u64 {
            let leaves = SimTime(at + if at % 10 == 0 { 100_000 } else { 100 });
            let call = Brought::for_test(at, SimTime(at));
            let hold = Hold { leaves, answer: Answer::Never };
            line.row.push_back(Caller { call, hold, serial: at });
            if line.is_long() {
                gone += line.take_gone(SimTime(at)).len();
            }
            let there = at as usize / 10 + 90;
            assert!(line.row.len() <= there + LEAST_SWEEP + there / 16 + 1, "{at}");
            longest = longest.max(line.row.len());
        }
        assert_eq!((gone + line.row.len(), longest > LEAST_SWEEP), (100_000, true));
        assert!(line.row.iter().map(|caller| caller.serial).is_sorted());
    }
}
