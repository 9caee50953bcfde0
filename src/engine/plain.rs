//! Plain lines, where callers only wait, hang up, or are served, and nobody looks at a line but for its
//! head: a place is all that is kept of a caller, and who hangs up is noticed when an agent comes to
//! the place.

use std::collections::VecDeque;

use crate::ids::{AgentId, QueueId};
use crate::observe::{CallFacts, Life, Observer};
use crate::policy::Policy;
use crate::time::SimTime;

use super::call::{Brought, State, Untold};
use super::run::Run;
use super::{arriving, direct, foreseeing, serving, staffing};

/// A caller in a plain line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Caller {
    pub(super) call: Brought,
    /// When the caller hangs up.
    pub(super) leaves: SimTime,
    /// Order of arrival.
    serial: u64,
}

/// Those who wait in a queue, the first to come first; some may have hung up.
#[derive(Debug)]
pub(super) struct PlainLine {
    row: VecDeque<Caller>,
    /// With so many in it the line is rid of those who have hung up.
    sweep_at: usize,
}

/// A line is looked through after it has grown by this, or by a part of its length: so that few who
/// hung up stay in it, at little work for each who joins.
const LEAST_SWEEP: usize = 1_024;

impl PlainLine {
    pub(super) const fn new() -> Self {
        Self { row: VecDeque::new(), sweep_at: LEAST_SWEEP }
    }

    /// Who came first.
    pub(super) fn first(&self) -> Option<&Caller> {
        self.row.front()
    }

    /// Takes out who came first.
    pub(super) fn take_first(&mut self) {
        self.row.pop_front();
    }

    /// Whether it is time to look who has hung up.
    #[inline(always)]
    fn is_long(&self) -> bool {
        self.row.len() >= self.sweep_at
    }

    /// Takes out who has hung up by then.
    fn take_gone(&mut self, last: SimTime) -> VecDeque<Caller> {
        let row = std::mem::take(&mut self.row);
        let (gone, left) = row.into_iter().partition(|caller| caller.leaves <= last);
        self.row = left;
        self.sweep_at = self.row.len() + LEAST_SWEEP.max(self.row.len() / 16);
        gone
    }
}

/// A call that found no free agent waits.
#[inline(always)]
pub(super) fn wait<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, call: Brought, queue: QueueId) {
    let Brought { call_type, number, arrived, .. } = call;
    let leaves = arrived + arriving::drawn_patience(run, call_type, number, arrived);
    let serial = run.calls.comes();
    let line = &mut run.queues[queue.index()].plain;
    line.row.push_back(Caller { call, leaves, serial });
    if line.is_long() {
        notice_until(run, queue, SimTime(run.now.0.saturating_sub(1)));
    }
}

/// A free agent serves the first who is still in line, or waits for work.
#[inline(always)]
pub(super) fn find_work<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, agent: AgentId) {
    match next(run, agent) {
        Some((queue, call)) => serve(run, queue, call, agent),
        None => staffing::wait_for_work(run, agent),
    }
}

/// Takes out the first of the agent's queues who is still in line: by the queues' priorities, then
/// who came first.
#[inline(always)]
fn next<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    agent: AgentId,
) -> Option<(QueueId, Brought)> {
    let group = run.agents[agent.index()].group;
    let queue = match run.groups[group.index()].queues.as_slice() {
        &[only] => only,
        _ => best_queue(run, agent)?,
    };
    loop {
        let caller = run.queues[queue.index()].plain.row.pop_front()?;
        // At one moment agents come before callers who hang up.
        if caller.leaves >= run.now {
            return Some((queue, caller.call));
        }
        hung_up(run, queue, &caller);
    }
}

/// The queue whose first caller still in line goes before those of the others.
fn best_queue<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, agent: AgentId) -> Option<QueueId> {
    let group = run.agents[agent.index()].group.index();
    let mut best = None;
    for position in 0..run.groups[group].queues.len() {
        let queue = run.groups[group].queues[position];
        let line = |run: &mut Run<'_, P, O>| run.queues[queue.index()].plain.row.front().copied();
        while let Some(caller) = line(run) {
            if caller.leaves >= run.now {
                let priority = run.center.queues[queue.index()].priority;
                let rank = (priority, caller.call.arrived, caller.serial, queue);
                best = best.into_iter().chain([rank]).min();
                break;
            }
            run.queues[queue.index()].plain.row.pop_front();
            hung_up(run, queue, &caller);
        }
    }
    best.map(|(_, _, _, queue)| queue)
}

#[inline(always)]
fn serve<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    queue: QueueId,
    call: Brought,
    agent: AgentId,
) {
    if let Some(ends) = run.known_end(call.work()) {
        return direct::serve_new(run, call, queue, agent, ends, true);
    }
    foreseeing::stop(run);
    let slot = admit(run, call, queue);
    run.tell(slot);
    run.observer.waited(&run.calls.get(slot).facts, false, call.arrived, run.now);
    serving::answer_at_once(run, slot, agent);
}

/// A caller has hung up, some time ago.
#[inline(always)]
fn hung_up<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, queue: QueueId, caller: &Caller) {
    say_hung_up(run, queue, &caller.call, caller.leaves);
    run.calls.open -= 1;
}

/// Says of a call of which nothing has been said that its caller hangs up then.
#[inline(always)]
pub(super) fn say_hung_up<P: Policy, O: Observer>(
    run: &mut Run<'_, P, O>,
    queue: QueueId,
    call: &Brought,
    at: SimTime,
) {
    let call = &CallFacts { slot: run.calls.no_slot(), ..call.facts(queue) };
    run.observer.lived(Life { call, waited: true, until: at, agent: None });
}

/// Those who hung up by then are noticed.
#[cold]
fn notice_until<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, queue: QueueId, last: SimTime) {
    let gone = run.queues[queue.index()].plain.take_gone(last);
    gone.iter().for_each(|caller| hung_up(run, queue, caller));
}

/// The clock stops: who has not hung up by then becomes a call that waits.
pub(super) fn close<P: Policy, O: Observer>(run: &mut Run<'_, P, O>) {
    for queue in (0..run.queues.len() as u32).map(QueueId) {
        notice_until(run, queue, run.last);
        for caller in std::mem::take(&mut run.queues[queue.index()].plain.row) {
            let slot = admit(run, caller.call, queue);
            let call = run.calls.get_mut(slot);
            let state = &mut run.queues[queue.index()];
            state.live += 1;
            call.state = State::Waiting(state.line.join(call.place, slot));
            call.waiting_since = caller.call.arrived;
        }
    }
}

/// A caller becomes a call with a slot.
fn admit<P: Policy, O: Observer>(run: &mut Run<'_, P, O>, call: Brought, queue: QueueId) -> u32 {
    run.calls.open -= 1;
    let slot = run.calls.admit(call.facts(queue), None);
    run.calls.get_mut(slot).untold = Untold::ArrivalAndWait;
    run.observer.untold_waits(true);
    slot
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::CallTypeId;
    use crate::time::Span;

    #[test]
    fn a_line_that_no_agent_looks_at_does_not_keep_those_who_hung_up() {
        // One comes every tick; one of ten stays for 100,000 ticks, the others for 100.
        let mut line = PlainLine::new();
        let (mut gone, mut longest) = (0, 0);
        for at in 0..100_000u64 {
            let leaves = SimTime(at + if at % 10 == 0 { 100_000 } else { 100 });
            let (talk_time, after_call_work) = (Span(1), Span::ZERO);
            let (call_type, arrived) = (CallTypeId(0), SimTime(at));
            let call = Brought { call_type, number: at, arrived, talk_time, after_call_work };
            line.row.push_back(Caller { call, leaves, serial: at });
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
