//! A second simulator of the core model, slow and plain, that must tell every call's story as the
//! engine does: agents and callers stand in lists that are scanned for whatever comes next.
//!
//! It follows the scenario format's rules and shares no code with the engine: no calendar, no
//! ordered line, no counters. Both read the same center and find a call's luck in the same streams.

use std::collections::BTreeMap;

use ringback::model::{
    AgentGroup, Arrivals, CallType, CallbackPlace, Center, Condition, Queue, RecordedCall,
    RetryPlace,
};
use ringback::random::{Draws, Law, Purpose, Stream, name_hash};
use ringback::time::{SimTime, Span};

/// When something happened to a call, what, and which agent had a hand in it.
pub(crate) type Line = (SimTime, &'static str, Option<usize>);
/// The lines of each call, by type and number.
pub(crate) type Stories = BTreeMap<(usize, u64), Vec<Line>>;

const NEVER: SimTime = SimTime::NEVER;
/// A caller's clocks, in the order in which they go off at the same moment.
const PATIENCE: usize = 0;
const WAIT_LIMIT: usize = 1;
const OFFER: usize = 2;
const KEY: usize = 3;
const CONFIRMATION: usize = 4;
const RETRY: usize = 5;
const EXPIRY: usize = 6;

#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Notified,
    Previewing,
    Dialling,
    Talking,
    WrappingUp,
}

struct Agent<'c> {
    group: &'c AgentGroup,
    on_duty: bool,
    /// Order among the free: 0 for who has just come, else by the moment of release.
    turn: u64,
    /// The caller in hand, the stage of the work, and when it ends.
    work: Option<(usize, Stage, SimTime)>,
}

#[derive(Clone, Copy, PartialEq)]
enum At {
    Line,
    Agent,
    Home,
    Gone,
}

struct Caller<'c> {
    id: (usize, u64),
    of: &'c CallType,
    stated: RecordedCall,
    queue: &'c Queue,
    at: At,
    /// Standing, moment, order of arrival; the least is the head.
    place: (u32, SimTime, usize),
    /// When the key was pressed, for a callback.
    pressed: Option<SimTime>,
    wants_offers: bool,
    has_queued: bool,
    clocks: [SimTime; 7],
    offers: u32,
    dials: u32,
    notifications: u32,
    declined_by: Vec<usize>,
    story: Vec<Line>,
}

struct Day<'c> {
    center: &'c Center,
    seed: u64,
    now: SimTime,
    agents: Vec<Agent<'c>>,
    callers: Vec<Caller<'c>>,
    /// Steps of each group's plan and rows of each type's record that are done with.
    steps: Vec<usize>,
    rows: Vec<usize>,
}

/// Plays replication 0 of a center.
pub(crate) fn stories(center: &Center, seed: u64) -> Stories {
    let mut agents = Vec::new();
    for group in &center.groups {
        let new = || Agent { group, on_duty: false, turn: 0, work: None };
        agents.extend((0..group.most_agents()).map(|_| new()));
    }
    let (steps, rows) = (vec![0; center.groups.len()], vec![0; center.call_types.len()]);
    let mut day = Day { center, seed, now: SimTime::ZERO, agents, callers: vec![], steps, rows };
    let last = center.horizon.last_moment();
    while let Some((now, class, who)) = day.next().filter(|next| next.0 <= last) {
        day.now = now;
        day.play(class, who);
    }
    day.now = last;
    for who in 0..day.callers.len() {
        let talks = day
            .agents
            .iter()
            .any(|agent| agent.work.is_some_and(|work| (work.0, work.1) == (who, Stage::Talking)));
        if day.callers[who].at != At::Gone && !talks {
            day.say(who, "unfinished", None);
        }
    }
    day.callers.into_iter().map(|caller| (caller.id, caller.story)).collect()
}

impl<'c> Day<'c> {
    /// What comes next: agents' work by agent, shifts, arrivals, then callers' clocks by kind and
    /// order of arrival.
    fn next(&self) -> Option<(SimTime, usize, usize)> {
        let agents = self.agents.iter().enumerate();
        let work = agents.filter_map(|(who, agent)| Some((agent.work?.2, 0, who)));
        let groups = self.center.groups.iter().enumerate();
        let shifts =
            groups.filter_map(|(who, of)| Some((of.staff.get(self.steps[who])?.0, 1, who)));
        let types = self.center.call_types.iter().enumerate();
        let calls =
            types.filter_map(|(who, of)| Some((record(of).get(self.rows[who])?.at, 2, who)));
        let callers = self.callers.iter().enumerate().filter(|(_, of)| of.at != At::Gone);
        let clocks = callers
            .flat_map(|(who, of)| (0..7).map(move |clock| (of.clocks[clock], 3 + clock, who)));
        work.chain(shifts).chain(calls).chain(clocks).filter(|next| next.0 != NEVER).min()
    }

    fn play(&mut self, class: usize, who: usize) {
        match class {
            0 => return self.work_ends(who),
            1 => return self.shift_changes(who),
            2 => return self.arrive(who),
            _ => self.callers[who].clocks[class - 3] = NEVER,
        }
        match class - 3 {
            PATIENCE => self.hang_up(who),
            WAIT_LIMIT => self.want_offers(who),
            OFFER => self.offer(who),
            KEY => self.press(who),
            CONFIRMATION => self.confirmed(who),
            RETRY => self.retry(who),
            _ => self.expire_if_due(who),
        }
    }

    fn say(&mut self, who: usize, what: &'static str, agent: Option<usize>) {
        self.callers[who].story.push((self.now, what, agent));
    }

    fn draws(&self, who: usize, purpose: Purpose, count: u32) -> Draws {
        let caller = &self.callers[who];
        Stream::new(self.seed, 0, purpose, name_hash(&caller.of.name)).draws(caller.id.1, count)
    }

    fn length(&self, who: usize, purpose: Purpose, count: u32, law: &Law) -> Span {
        Span::from_ticks(law.sample(&mut self.draws(who, purpose, count)))
    }

    /// Whether the customer does something for the `count`-th time; the last probability repeats.
    fn happens(&self, who: usize, purpose: Purpose, count: u32, probabilities: &[f64]) -> bool {
        let probability = probabilities[(count as usize).min(probabilities.len() - 1)];
        self.draws(who, purpose, count).uniform() < probability
    }

    fn of_queue<'d>(&'d self, queue: &'d Queue) -> impl Iterator<Item = &'d Caller<'c>> {
        self.callers.iter().filter(move |caller| std::ptr::eq(caller.queue, queue))
    }

    fn arrive(&mut self, call_type: usize) {
        let (of, row) = (&self.center.call_types[call_type], self.rows[call_type]);
        let (queue, stated) = (&self.center.queues[of.route[0].0.index()], record(of)[row]);
        self.rows[call_type] += 1;
        let counts = |of: &&Caller| queue.callback.counts_to_limit || of.pressed.is_none();
        let waiting = self.of_queue(queue).filter(|of| of.at == At::Line).filter(counts).count();
        let wants_offers = queue.overflow.iter().any(
            |rule| matches!(rule.when, Condition::WaitingCalls(limit) if waiting >= limit as usize),
        );
        let who = self.callers.len();
        let mut clocks = [NEVER; 7];
        clocks[PATIENCE] = stated.patience.map_or(NEVER, |length| self.now + length);
        self.callers.push(Caller {
            id: (call_type, row as u64),
            of,
            stated,
            queue,
            at: At::Agent,
            place: (of.priority, self.now, who),
            pressed: None,
            wants_offers,
            has_queued: false,
            clocks,
            offers: 0,
            dials: 0,
            notifications: 0,
            declined_by: Vec::new(),
            story: Vec::new(),
        });
        self.say(who, "arrived", None);
        if wants_offers {
            self.say(who, "overflowed", None);
        }
        if self.seek_agent(who) {
            return;
        }
        let is_full = queue.max_waiting.is_some_and(|most| waiting >= most as usize);
        self.callers[who].at = if is_full { At::Gone } else { At::Line };
        self.say(who, if is_full { "blocked" } else { "queued" }, None);
        self.start_clocks(who);
    }

    /// Offers and wait limits run from the arrival, once a caller stands in line.
    fn start_clocks(&mut self, who: usize) {
        let (now, caller) = (self.now, &mut self.callers[who]);
        if caller.at != At::Line || caller.has_queued || caller.pressed.is_some() {
            return;
        }
        caller.has_queued = true;
        if caller.wants_offers {
            let mut first = caller.stated.at + caller.queue.callback.first_offer;
            while first < now {
                first = first + caller.queue.callback.repeat_every;
            }
            caller.clocks[OFFER] = first;
        }
        for rule in &caller.queue.overflow {
            if let Condition::Waited(limit) = rule.when {
                let due = now.max(caller.stated.at + limit);
                caller.clocks[WAIT_LIMIT] = due.min(caller.clocks[WAIT_LIMIT]);
            }
        }
    }

    /// A rule on the time waited is met: offers run from now on, if none do.
    fn want_offers(&mut self, who: usize) {
        if !self.callers[who].wants_offers {
            self.callers[who].wants_offers = true;
            let first = self.now + self.callers[who].queue.callback.first_offer;
            self.callers[who].clocks[OFFER] = first;
            self.say(who, "overflowed", None);
        }
    }

    /// Whether the caller stands in line below the cap of callbacks accepted and not closed.
    fn may_accept(&self, who: usize) -> bool {
        let queue = self.callers[who].queue;
        let is_open = |of: &&Caller| of.pressed.is_some() && of.at != At::Gone;
        let open = self.of_queue(queue).filter(is_open).count();
        self.callers[who].at == At::Line
            && queue.callback.max_active.is_none_or(|most| open < most as usize)
    }

    fn offer(&mut self, who: usize) {
        let next = self.now + self.callers[who].queue.callback.repeat_every;
        self.callers[who].clocks[OFFER] = next;
        if !self.may_accept(who) {
            return;
        }
        let (count, response) = (self.callers[who].offers, &self.callers[who].of.response);
        self.callers[who].offers += 1;
        self.say(who, "offered", None);
        let accepts = self.happens(who, Purpose::Accept, count, &response.accept);
        if accepts && self.callers[who].clocks[KEY] == NEVER {
            match self.length(who, Purpose::Decision, count, &response.decision) {
                Span::ZERO => self.press(who),
                length => self.callers[who].clocks[KEY] = self.now + length,
            }
        }
    }

    fn press(&mut self, who: usize) {
        if !self.may_accept(who) {
            return;
        }
        let (now, caller) = (self.now, &mut self.callers[who]);
        let callback = &caller.queue.callback;
        caller.pressed = Some(now);
        caller.clocks = [NEVER; 7];
        caller.clocks[EXPIRY] = now + callback.expire_after;
        match callback.place {
            CallbackPlace::Keep => {}
            CallbackPlace::Tail => caller.place.1 = now,
            CallbackPlace::Front => caller.place = (0, SimTime::ZERO, who),
            CallbackPlace::AfterLive => unreachable!("not in the core model"),
        }
        let prompt = callback.confirm_prompt;
        self.say(who, "key pressed", None);
        match prompt {
            Span::ZERO => self.confirmed(who),
            length => self.callers[who].clocks[CONFIRMATION] = now + length,
        }
    }

    fn confirmed(&mut self, who: usize) {
        self.say(who, "call ended", None);
        self.seek_agent(who);
    }

    fn hang_up(&mut self, who: usize) {
        let has = |agent: &Agent| agent.work.is_some_and(|work| work.0 == who);
        let agent = self.agents.iter().position(has);
        self.say(who, "abandoned", agent);
        self.callers[who].at = At::Gone;
        if let Some(agent) = agent {
            self.release(agent);
        }
    }

    fn may_take(&self, agent: usize, who: usize) -> bool {
        let (group, caller) = (self.agents[agent].group, &self.callers[who]);
        let declines = caller.declined_by.iter().filter(|&&by| by == agent).count();
        let serves = |queue: &Queue| std::ptr::eq(queue, caller.queue);
        group.queues.iter().any(|queue| serves(&self.center.queues[queue.index()]))
            && declines < group.notification.decline_limit as usize
            && caller.clocks[CONFIRMATION] == NEVER
    }

    /// An item looks for the agent who has been free longest; tells whether it is taken care of.
    fn seek_agent(&mut self, who: usize) -> bool {
        let is_free = |of: &Agent| of.on_duty && of.work.is_none();
        let free = (0..self.agents.len()).filter(|&agent| is_free(&self.agents[agent]));
        let able = free.filter(|&agent| self.may_take(agent, who));
        let chosen = able.min_by_key(|&agent| (self.agents[agent].turn, agent));
        if let Some(agent) = chosen
            && !self.fails_for_free(who)
        {
            self.assign(who, agent);
        }
        chosen.is_some()
    }

    /// The first item of a queue that an agent may take.
    fn head(&self, agent: usize, queue: &Queue) -> Option<usize> {
        let of = |who: usize| &self.callers[who];
        let here = |&who: &usize| std::ptr::eq(of(who).queue, queue) && of(who).at == At::Line;
        let able = (0..self.callers.len()).filter(here).filter(|&who| self.may_take(agent, who));
        able.min_by_key(|&who| of(who).place)
    }

    /// A free agent takes the head of the queue of the first priority, of equal ones the item
    /// that is oldest, or stands by.
    fn seek_work(&mut self, agent: usize) {
        let rank = |of: &Caller| (of.queue.priority, of.place.1, of.place.2);
        let queues = self.center.queues.iter();
        while let Some(who) = queues
            .clone()
            .filter_map(|queue| self.head(agent, queue))
            .min_by_key(|&who| rank(&self.callers[who]))
        {
            if !self.fails_for_free(who) {
                return self.assign(who, agent);
            }
        }
    }

    fn answers(&self, who: usize) -> bool {
        let caller = &self.callers[who];
        self.happens(who, Purpose::Answer, caller.dials, &caller.of.response.answer)
    }

    /// A dial that nobody answers, where such a dial costs no agent time.
    fn fails_for_free(&mut self, who: usize) -> bool {
        let caller = &self.callers[who];
        let costs = caller.queue.callback.no_answer_costs_agent || caller.pressed.is_none();
        if costs || self.answers(who) {
            return false;
        }
        self.say(who, "dialled", None);
        self.unanswered(who, None);
        true
    }

    fn assign(&mut self, who: usize, agent: usize) {
        self.callers[who].at = At::Agent;
        self.callers[who].notifications += 1;
        self.say(who, "assigned", Some(agent));
        let (length, accepts) = self.outcome(who, agent);
        self.agents[agent].work = Some((who, Stage::Notified, self.now + length));
        if accepts && length == Span::ZERO {
            self.work_ends(agent);
        }
    }

    /// How long the agent takes to react, and whether the agent accepts.
    fn outcome(&self, who: usize, agent: usize) -> (Span, bool) {
        let (way, count) =
            (&self.agents[agent].group.notification, self.callers[who].notifications);
        let length = self.length(who, Purpose::NotificationAccept, count - 1, &way.accept_time);
        let luck = self.draws(who, Purpose::NotificationOutcome, count - 1).uniform();
        let misses = luck < way.miss || length > way.countdown;
        (if misses { way.countdown } else { length }, !misses && luck >= way.miss + way.reject)
    }

    fn work_ends(&mut self, agent: usize) {
        let Some((who, stage, _)) = self.agents[agent].work else { return };
        let callback = &self.callers[who].queue.callback;
        match stage {
            Stage::Notified if self.outcome(who, agent).1 => {
                self.say(who, "accepted", Some(agent));
                if self.callers[who].pressed.is_none() {
                    return self.connect(who, agent);
                }
                let dial = self.callers[who].dials;
                let preview = self.length(who, Purpose::Preview, dial, &callback.preview);
                self.go_on(agent, Stage::Previewing, preview);
            }
            Stage::Notified => self.decline(who, agent),
            Stage::Previewing => {
                self.say(who, "dialled", Some(agent));
                let dial = self.callers[who].dials;
                let ring = self.length(who, Purpose::Ring, dial, &callback.ring);
                self.go_on(agent, Stage::Dialling, ring);
            }
            Stage::Dialling if self.answers(who) => {
                self.say(who, "customer answered", Some(agent));
                self.connect(who, agent);
            }
            Stage::Dialling => {
                self.unanswered(who, Some(agent));
                self.wrap_up(who, agent);
            }
            Stage::Talking => {
                self.say(who, "talk ended", Some(agent));
                self.callers[who].at = At::Gone;
                self.wrap_up(who, agent);
            }
            Stage::WrappingUp => {
                self.say(who, "wrapped up", Some(agent));
                self.release(agent);
            }
        }
    }

    fn go_on(&mut self, agent: usize, stage: Stage, length: Span) {
        self.agents[agent].work =
            self.agents[agent].work.map(|work| (work.0, stage, self.now + length));
    }

    fn connect(&mut self, who: usize, agent: usize) {
        self.callers[who].clocks = [NEVER; 7];
        self.say(who, "connected", Some(agent));
        self.go_on(agent, Stage::Talking, self.callers[who].stated.talk_time.unwrap());
    }

    fn wrap_up(&mut self, who: usize, agent: usize) {
        let length = self.callers[who].stated.after_call_work.unwrap();
        self.go_on(agent, Stage::WrappingUp, length);
        if length == Span::ZERO {
            self.work_ends(agent);
        }
    }

    /// The item stands at its old place again; others are asked before who declined.
    fn decline(&mut self, who: usize, agent: usize) {
        self.callers[who].declined_by.push(agent);
        self.callers[who].at = At::Line;
        self.say(who, "declined", Some(agent));
        self.expire_if_due(who);
        if self.callers[who].at == At::Line {
            self.seek_agent(who);
        }
        self.release(agent);
        self.start_clocks(who);
    }

    /// Another dial later, or the end of it.
    fn unanswered(&mut self, who: usize, agent: Option<usize>) {
        self.say(who, "unanswered", agent);
        let caller = &mut self.callers[who];
        caller.dials += 1;
        if caller.dials >= caller.queue.callback.attempts {
            caller.at = At::Gone;
        } else {
            caller.at = At::Home;
            caller.clocks[RETRY] = self.now + caller.queue.callback.retry_after;
            self.expire_if_due(who);
        }
    }

    fn retry(&mut self, who: usize) {
        let caller = &mut self.callers[who];
        match caller.queue.callback.retry_place {
            RetryPlace::Keep => {}
            RetryPlace::Tail => caller.place.1 = self.now,
            RetryPlace::Front => caller.place = (0, SimTime::ZERO, who),
        }
        caller.at = At::Line;
        self.say(who, "requeued", None);
        self.seek_agent(who);
    }

    /// A callback whose longest time is over is given up, unless an agent has it in hand.
    fn expire_if_due(&mut self, who: usize) {
        let caller = &self.callers[who];
        let due = caller.pressed.map(|at| at + caller.queue.callback.expire_after);
        if caller.at != At::Agent && due.is_some_and(|due| due <= self.now) {
            self.say(who, "expired", None);
            self.callers[who].at = At::Gone;
        }
    }

    /// An agent has nothing in hand: goes home when there are too many, else looks for work.
    fn release(&mut self, agent: usize) {
        self.agents[agent].work = None;
        self.agents[agent].turn = self.now.0 + 1;
        let mut groups = self.center.groups.iter();
        let group = groups.position(|of| std::ptr::eq(of, self.agents[agent].group)).unwrap();
        let planned = self.center.groups[group].staff[self.steps[group] - 1].1;
        if self.on_duty(group).count() > planned as usize {
            self.agents[agent].on_duty = false;
        } else {
            self.seek_work(agent);
        }
    }

    fn agents_of(&self, group: usize) -> impl Iterator<Item = usize> {
        let group = &self.center.groups[group];
        let of = move |agent: &usize| std::ptr::eq(self.agents[*agent].group, group);
        (0..self.agents.len()).filter(of)
    }

    fn on_duty(&self, group: usize) -> impl Iterator<Item = usize> {
        self.agents_of(group).filter(|&agent| self.agents[agent].on_duty)
    }

    /// The free go first, longest free before others; who comes is the lowest number at home.
    fn shift_changes(&mut self, group: usize) {
        let planned = self.center.groups[group].staff[self.steps[group]].1 as usize;
        self.steps[group] += 1;
        while self.on_duty(group).count() > planned {
            let free = self.on_duty(group).filter(|&agent| self.agents[agent].work.is_none());
            let Some(agent) = free.min_by_key(|&agent| (self.agents[agent].turn, agent)) else {
                break;
            };
            self.agents[agent].on_duty = false;
        }
        while self.on_duty(group).count() < planned {
            let mut home = self.agents_of(group).filter(|&agent| !self.agents[agent].on_duty);
            let Some(agent) = home.next() else { break };
            drop(home);
            (self.agents[agent].on_duty, self.agents[agent].turn) = (true, 0);
            self.seek_work(agent);
        }
    }
}

fn record(call_type: &CallType) -> &[RecordedCall] {
    match &call_type.arrivals {
        Arrivals::Recorded(recorded) => &recorded.calls,
        _ => unreachable!("the core model plays records"),
    }
}
