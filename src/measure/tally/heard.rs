//! Lives of callers who may have heard offers, and of those who became callbacks, counted as one: what
//! [`Observer`](crate::observe::Observer) would hear of them happening by happening.

use crate::ids::AgentId;
use crate::observe::{CallFacts, CallHash, CalledBack, Dial, Happening, Heard, Life};
use crate::time::SimTime;

use super::Tally;
use super::pending::Cause;

impl Tally<'_> {
    /// Counts the offers of a life in which a rule fired, and what the digest hears of it all; the rest
    /// is counted with other lives.
    #[inline(never)]
    pub(super) fn note_heard(&mut self, life: Life<'_>, heard: Heard) {
        let Life { call, waited, until, agent, .. } = life;
        let mut hash = self.hash_of_arrival(call, heard);
        if waited {
            self.offers_of(call, heard, until, &mut hash);
        }
        let queue = self.level(call).name;
        if let Some((_, agent)) = agent {
            let who = self.frame.agents[agent.index()];
            for happening in Happening::at_once(agent) {
                hash.happens(until, happening, queue, |_| who);
            }
            for (at, happening) in served(call, until, agent) {
                hash.happens(at, happening, queue, |_| who);
            }
        } else {
            hash.happens(until, Happening::Abandoned { agent: None }, queue, |_| 0);
        }
        self.digest.add(hash.spread());
        self.note_hashed(life);
    }

    /// What the digest hears of a call that came when a rule fired.
    fn hash_of_arrival(&self, call: &CallFacts, heard: Heard) -> CallHash {
        let of_pair = &self.pairs[self.pair(call)];
        let mut hash = CallHash::new(of_pair.type_name, call.number);
        hash.happens(call.arrived, Happening::Arrived, of_pair.level.name, |_| 0);
        hash.happens(call.arrived, heard.fired(), of_pair.level.name, |_| 0);
        hash
    }

    /// A caller waits and hears the offers before a moment; tells the class of the last one.
    fn offers_of(
        &mut self,
        call: &CallFacts,
        heard: Heard,
        until: SimTime,
        hash: &mut CallHash,
    ) -> u8 {
        let (pair, queue) = (self.pair(call), self.level(call).name);
        hash.happens(call.arrived, Happening::Queued { position: 1 }, queue, |_| 0);
        let interval = self.counted_interval(call);
        let mut class = 0;
        for (number, at) in heard.offers().take_while(|&(_, at)| at < until) {
            hash.happens(at, Happening::Offered { number: number + 1 }, queue, |_| 0);
            let Some(interval) = interval else { continue };
            if number == 0 {
                let cell = self.position(at, interval);
                self.pairs[pair].cells[cell].callbacks_offered += 1;
            }
            class = self.waits[0].offers[pair].hear(at.since(call.entered));
        }
        class
    }

    /// Counts a call that became a callback, which an agent dialled once.
    #[inline(never)]
    pub(super) fn count_called_back(&mut self, life: CalledBack<'_>) {
        let CalledBack { call, heard, key, confirmed, talk_ticks, agent, dial } = life;
        let callback = life.callback();
        let mut hash = self.hash_of_arrival(call, heard);
        let class = self.offers_of(call, heard, SimTime(key.0 + 1), &mut hash);
        let (pair, queue) = (self.pair(call), self.level(call).name);
        let pressed = [
            (key, Happening::CallbackAccepted { position: 1 }),
            (confirmed, Happening::CallEndedForCallback),
            (dial.taken, Happening::CallbackDue),
        ];
        let (group, agent) = agent;
        let who = self.frame.agents[agent.index()];
        for (at, happening) in
            pressed.into_iter().chain(dial.happenings(talk_ticks, agent, true, None))
        {
            hash.happens(at, happening, queue, |_| who);
        }
        self.digest.add(hash.spread());
        self.pends(key);
        self.pends_no_more(dial.rung, &callback, Cause::Agent);
        if self.assigned(&callback) {
            self.overtaken_at_once(dial.taken, callback);
        }
        self.quoted_at_once(*call, dial.taken, true);
        self.pairs[pair].live_queue.add(call.arrived, key);
        self.pairs[pair].callback_queue.add(key, dial.taken);
        self.busy[group.index()].add(dial.taken, dial.ends);
        self.arrived += 1;
        if let Some(interval) = self.counted_interval(call) {
            self.waits[0].offers[pair].accept(class);
            self.count_callback(call, &callback, interval, dial);
        }
    }

    /// Counts a callback in the interval of its call's arrival, or each event in its own.
    fn count_callback(
        &mut self,
        call: &CallFacts,
        callback: &CallFacts,
        interval: u32,
        dial: Dial,
    ) {
        let (pair, key) = (self.pair(call), callback.key_pressed);
        let Dial { taken, dialled, rung, is_answered, ends, .. } = dial;
        let [came, pressed, took, called, ended, done] =
            [call.arrived, key, taken, dialled, rung, ends].map(|at| self.position(at, interval));
        let brought_ticks = call.talk_ticks + call.wrap_ticks;
        if CallFacts::is_first(call.number) {
            self.brought_ticks[0] += brought_ticks;
        }
        let cells = &mut self.pairs[pair].cells;
        cells[interval as usize].arrives(call.number, brought_ticks);
        cells[came].no_free_agent += 1;
        cells[pressed].callbacks_accepted += 1;
        cells[pressed].hold_ticks += key.since(call.entered).0;
        cells[took].callbacks_taken += 1;
        cells[took].callback_wait_ticks += taken.since(key).0;
        cells[called].callback_dials += 1;
        let cell = &mut cells[ended];
        if is_answered {
            let wait = rung.since(key);
            cell.dials_answered += 1;
            cell.handle_ticks += callback.talk_ticks + callback.wrap_ticks;
            cell.callbacks_answered += 1;
            cell.callback_connect_ticks += wait.0;
            self.waits[0].connected[pair].add(wait);
            self.waits[0].called_back[pair].add(rung.since(call.arrived));
        } else {
            cell.callbacks_unanswered += 1;
            cells[done].wasted_ticks += ends.since(taken).0;
        }
    }
}

/// How the service of a call ends that an agent took then.
fn served(call: &CallFacts, since: SimTime, agent: AgentId) -> [(SimTime, Happening); 2] {
    let talk_ends = SimTime(since.0 + call.talk_ticks);
    let wrapped_up = Happening::WrapUpEnded { agent, since, connected: true };
    [(talk_ends, Happening::TalkEnded { agent }), (since + call.work(), wrapped_up)]
}
