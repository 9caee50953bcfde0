//! Follows the log of a run by rules of its own, and complains where the run contradicts itself
//! or the center: what happens to a call, who has it in hand, where it stands, what is counted.

use std::collections::{BTreeMap, BTreeSet};

use ringback::ids::AgentId;
use ringback::model::{AgentGroup, CallbackMode, CallbackPlace, CallbacksAtClose, Center, Queue};
use ringback::model::{RetryPlace, SkillMatch};
use ringback::observe::{CallFacts, Duty, Entry, Happening};
use ringback::time::SimTime;

/// A call by type and number.
type Key = (u32, u64);
/// What is counted: in which queue (none: the center, where a call counts once), in which
/// interval of arrival, and what.
pub(crate) type Count = (Option<usize>, usize, &'static str);
/// Whose time is measured: of a queue or a group, by position, in which interval, and what.
pub(crate) type Time = (usize, usize, &'static str);

/// Where a call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    Coming,
    Line,
    Hand(AgentId),
    Ringing,
    Home,
}

/// What the auditor knows of a call.
#[derive(Clone, Debug)]
struct Life {
    facts: CallFacts,
    at: At,
    /// The interval in which it counts, if it does.
    interval: Option<usize>,
    /// Whether it counts for the center: not passed on after service.
    counts_once: bool,
    /// The promised place: behind all live calls or not, priority, moment.
    place: (bool, u32, SimTime),
    on_line: bool,
    /// Has left a message: what goes on is no caller.
    message: bool,
    /// Accepted as a callback, and not yet connected or closed.
    pends: bool,
    confirming: bool,
    /// Called first, and answered.
    joined: bool,
    /// Has talked to an agent who wraps up, unless passing it on.
    talked: bool,
    offers: u32,
    /// Offers heard in the queue that it is in.
    offers_here: u32,
    dials: u32,
    /// Dials of an earlier callback, before it was passed on.
    earlier_dials: u32,
    declined_by: Vec<AgentId>,
    /// The agent who stays for a warm transfer.
    held_by: Option<AgentId>,
}

/// What the auditor knows of an agent.
#[derive(Clone, Debug)]
struct Worker {
    group: usize,
    on_duty: Option<SimTime>,
    busy: Option<SimTime>,
    items: Vec<Key>,
    /// Gets no work before.
    away_until: SimTime,
}

/// The audit of one run.
pub(crate) struct Auditor<'c> {
    center: &'c Center,
    clock: SimTime,
    /// When the run stops: everybody goes home, whatever is in hand.
    stops: SimTime,
    lives: BTreeMap<Key, Life>,
    /// Calls that have left; agents may still wrap them up.
    gone: BTreeSet<Key>,
    workers: Vec<Worker>,
    /// Who has just come in, and the lines found in use in the queue and the center.
    incoming: Option<(Key, usize, usize)>,
    pub(crate) counts: BTreeMap<Count, u64>,
    /// Integrals over time, in ticks.
    pub(crate) times: BTreeMap<Time, u64>,
    /// Of each queue, by civil day: calls offered, callbacks accepted on the line.
    today: BTreeMap<(usize, usize), (u32, u32)>,
}

impl<'c> Auditor<'c> {
    /// Follows a whole log.
    pub(crate) fn audit(center: &'c Center, entries: &[Entry]) -> Self {
        let stops = match entries.last() {
            Some(Entry::Finished(at)) => *at,
            other => panic!("the log ends with {other:?}"),
        };
        let team = |(group, of): (usize, &AgentGroup)| {
            let worker = Worker {
                group,
                on_duty: None,
                busy: None,
                items: Vec::new(),
                away_until: SimTime::ZERO,
            };
            vec![worker; of.most_agents() as usize]
        };
        let mut auditor = Self {
            center,
            clock: SimTime::ZERO,
            stops,
            lives: BTreeMap::new(),
            gone: BTreeSet::new(),
            workers: center.groups.iter().enumerate().flat_map(team).collect(),
            incoming: None,
            counts: BTreeMap::new(),
            times: BTreeMap::new(),
            today: BTreeMap::new(),
        };
        for entry in entries {
            auditor.hear(entry);
        }
        assert!(auditor.workers.iter().all(|of| of.on_duty.is_none() && of.busy.is_none()));
        auditor
    }

    fn hear(&mut self, entry: &Entry) {
        match entry {
            Entry::Call(at, call, happening) => {
                self.advance(*at);
                self.call(call, *happening);
            }
            Entry::Agent(at, group, agent, change) => {
                self.advance(*at);
                assert_eq!(group.index(), self.workers[agent.index()].group);
                self.agent(*agent, *change);
            }
            Entry::Waited(call, as_callback, from, to) => {
                let what = if *as_callback { "callbacks told" } else { "live told" };
                self.measure(call.queue.index(), what, *from, *to, 1);
            }
            Entry::Finished(at) => self.advance(*at),
        }
    }

    /// Time goes on: what stands still meanwhile adds up, and nobody idles in vain.
    fn advance(&mut self, at: SimTime) {
        assert!(at >= self.clock, "time runs back");
        if at == self.clock {
            return;
        }
        let from = std::mem::replace(&mut self.clock, at);
        self.nobody_idles_in_vain(from);
        for queue in 0..self.center.queues.len() {
            let here = |life: &&Life| life.at == At::Line && life.facts.queue.index() == queue;
            let all = self.lives.values().filter(here).count();
            let callbacks = self.lives.values().filter(here).filter(|life| life.pends).count();
            self.measure(queue, "live", from, at, all - callbacks);
            self.measure(queue, "callbacks", from, at, callbacks);
        }
        for group in 0..self.center.groups.len() {
            let of = self.workers.iter().filter(|worker| worker.group == group);
            let on_duty: Vec<&Worker> = of.filter(|worker| worker.on_duty.is_some()).collect();
            let busy = on_duty.iter().filter(|worker| worker.busy.is_some()).count();
            let free = on_duty.iter().filter(|worker| worker.busy.is_none());
            let away = free.clone().filter(|worker| worker.away_until > from).count();
            let idle = free.filter(|worker| worker.away_until <= from).count();
            self.measure(group, "busy", from, at, busy);
            self.measure(group, "away", from, at, away);
            self.measure(group, "idle", from, at, idle);
        }
    }

    /// Adds a number times a length of time to each interval that it covers between the warm-up
    /// and the end.
    fn measure(&mut self, whose: usize, what: &'static str, from: SimTime, to: SimTime, n: usize) {
        let horizon = &self.center.horizon;
        let mut at = from.max(horizon.warm_up);
        let to = to.min(horizon.end);
        while at < to {
            let interval = at.0 / horizon.interval.0;
            let until = to.min(SimTime((interval + 1) * horizon.interval.0));
            *self.times.entry((whose, interval as usize, what)).or_default() +=
                n as u64 * until.since(at).0;
            at = until;
        }
    }

    fn count(&mut self, key: Key, queue: usize, what: &'static str) {
        let life = &self.lives[&key];
        let Some(interval) = life.interval else { return };
        let once = life.counts_once.then_some(None);
        for place in once.into_iter().chain([Some(queue)]) {
            *self.counts.entry((place, interval, what)).or_default() += 1;
        }
    }

    fn call(&mut self, call: &CallFacts, happening: Happening) {
        let key = (call.call_type.0, call.number);
        if happening == Happening::Arrived {
            self.comes(key, call);
        }
        let queue = call.queue.index();
        if self.gone.contains(&key) {
            return self.after_the_end(key, happening);
        }
        let life = self.lives.get_mut(&key).unwrap_or_else(|| panic!("{key:?} never came"));
        life.facts = *call;
        life.on_line &= !life.message;
        let was = life.at;
        self.finds_a_line(key, happening);
        match happening {
            Happening::Arrived => {
                self.count(key, queue, "arrived");
                if call.redials() > 0 {
                    self.count(key, queue, "redials");
                } else if call.repeats() > 0 {
                    self.count(key, queue, "repeat_calls");
                }
            }
            Happening::OutOfHours => {
                self.today(queue).0 -= 1;
                self.ends(key, Some("out_of_hours"));
            }
            Happening::Blocked => self.ends(key, Some("blocked")),
            Happening::Balked => {
                self.count(key, queue, "balked");
                self.ends(key, Some("abandoned"));
            }
            Happening::Abandoned { agent } => {
                if was != At::Coming {
                    self.is_in_hand(was, agent, key);
                }
                self.ends(key, Some("abandoned"));
            }
            Happening::SentOutside => self.ends(key, Some("external")),
            Happening::EndedByOverflow => self.ends(key, Some("ended_by_overflow")),
            Happening::VoicemailLeft => {
                self.count(key, queue, "voicemails");
                self.is_a_message_now(key);
            }
            Happening::Queued { position } => {
                let most = self.center.queues[queue].max_waiting;
                let waiting =
                    self.waiting(queue, self.center.queues[queue].callback.counts_to_limit);
                assert!(most.is_none_or(|most| waiting < most as usize), "the queue is full");
                self.stands(key);
                self.stands_at(key, position);
            }
            Happening::Moved { from, .. } => {
                self.count(key, from.index(), "overflowed_out");
                self.count(key, queue, "overflowed_in");
                self.comes_to_another_queue(key, call);
            }
            Happening::Transferred { agent, from } => {
                self.is_passed_on(key, call, agent, from.index())
            }
            Happening::MovedTooOften => self.count(key, queue, "overflow_loops"),
            Happening::Offered { number } => self.hears_an_offer(key, number),
            Happening::CallbackAccepted { position } => self.becomes_a_callback(key, position),
            Happening::CallEndedForCallback => {
                self.life(key).confirming = false;
                self.life(key).on_line = false;
            }
            Happening::Assigned { agent } => self.is_given(key, agent),
            Happening::Missed { agent } | Happening::Rejected { agent } => {
                self.is_in_hand(was, Some(agent), key);
                self.lays_down(agent, key);
                self.life(key).declined_by.push(agent);
                self.stands(key);
                let missed = matches!(happening, Happening::Missed { .. });
                self.is_away_after(agent, missed);
            }
            Happening::Accepted { agent, first } => {
                self.is_in_hand(was, Some(agent), key);
                if !call.is_callback() {
                    self.count(key, queue, "answered");
                } else if first {
                    self.count(key, queue, "callbacks_taken");
                }
            }
            Happening::Dialled { agent, attempt } => self.is_dialled(key, was, agent, attempt),
            Happening::CustomerAnswered { agent } => {
                assert_eq!(was, agent.map_or(At::Ringing, At::Hand), "whose phone rings?");
                self.count(key, queue, "dials_answered");
                if agent.is_none() {
                    self.life(key).joined = true;
                    self.life(key).on_line = true;
                    self.stands(key);
                }
            }
            Happening::CustomerUnanswered { agent, last } => {
                assert_eq!(was, agent.map_or(At::Ringing, At::Hand), "whose phone rings?");
                let attempts = self.center.queues[queue].callback.attempts;
                let life = &self.lives[&key];
                assert_eq!(last, life.dials - life.earlier_dials >= attempts);
                self.life(key).at = At::Home;
                if last {
                    self.ends(key, Some("callbacks_unanswered"));
                }
            }
            Happening::RetryScheduled { due } => {
                let after = self.center.queues[queue].callback.retry_after;
                assert_eq!(due, self.clock + after);
            }
            Happening::Requeued => self.comes_back(key),
            Happening::Connected { agent } => {
                self.is_in_hand(was, Some(agent), key);
                if call.is_callback() {
                    self.count(key, queue, "callbacks_answered");
                }
                let life = self.life(key);
                (life.pends, life.on_line) = (false, !life.message);
                self.lets_go(key);
            }
            Happening::TalkEnded { agent } => {
                self.is_in_hand(was, Some(agent), key);
                let life = self.life(key);
                (life.on_line, life.talked) = (false, true);
                if self.will_not_be_passed_on(key) {
                    self.ends(key, None);
                }
            }
            Happening::WrapUpEnded { agent, .. } => {
                self.lays_down(agent, key);
                if was == At::Hand(agent) && self.lives[&key].talked {
                    self.ends(key, None);
                }
            }
            Happening::CallbackAbandoned { agent } => {
                self.is_in_hand(was, agent, key);
                self.ends(key, Some("callbacks_abandoned"));
            }
            Happening::CallbackDeduplicated => self.ends(key, Some("callbacks_deduplicated")),
            Happening::CallbackExpired => {
                assert!(!self.lives[&key].joined, "the customer is on the line");
                self.ends(key, Some("callbacks_expired"));
            }
            Happening::Unfinished => {
                assert_eq!(self.clock, self.stops);
                let pends = self.lives[&key].pends;
                self.ends(key, Some(if pends { "callbacks_unfinished" } else { "unfinished" }));
            }
            Happening::Overflowed { .. }
            | Happening::CallbackDue
            | Happening::Notified { .. }
            | Happening::RedialScheduled { .. }
            | Happening::RepeatScheduled { .. } => {}
        }
    }

    /// A caller who has left may call again, and an agent may wrap up; nothing else happens.
    fn after_the_end(&mut self, key: Key, happening: Happening) {
        match happening {
            Happening::WrapUpEnded { agent, .. } => self.lays_down(agent, key),
            Happening::RedialScheduled { .. } | Happening::RepeatScheduled { .. } => {}
            _ => panic!("{happening:?} of {key:?} after its end"),
        }
    }

    fn life(&mut self, key: Key) -> &mut Life {
        self.lives.get_mut(&key).unwrap()
    }

    fn comes(&mut self, key: Key, call: &CallFacts) {
        let horizon = &self.center.horizon;
        let counts = self.clock >= horizon.warm_up && self.clock < horizon.end;
        let life = Life {
            facts: *call,
            at: At::Coming,
            interval: counts.then_some((self.clock.0 / horizon.interval.0) as usize),
            counts_once: true,
            place: (false, self.center.call_types[call.call_type.index()].priority, self.clock),
            on_line: !call.is_booked(),
            message: false,
            pends: false,
            confirming: false,
            joined: false,
            talked: false,
            offers: 0,
            offers_here: 0,
            dials: 0,
            earlier_dials: 0,
            declined_by: Vec::new(),
            held_by: None,
        };
        assert_eq!(call.arrived, self.clock);
        let (in_queue, in_center) = self.lines_in_use(call.queue.index());
        self.incoming = (!call.is_booked()).then_some((key, in_queue, in_center));
        let is_new = self.lives.insert(key, life).is_none() && !self.gone.contains(&key);
        assert!(is_new, "{key:?} came before");
        if !call.is_booked() {
            self.today(call.queue.index()).0 += 1;
        }
    }

    /// What has been counted of a queue on the civil day under way.
    fn today(&mut self, queue: usize) -> &mut (u32, u32) {
        let day = self.center.day_of(self.clock);
        self.today.entry((queue, day)).or_default()
    }

    /// Lines in use in a queue and in the center.
    fn lines_in_use(&self, queue: usize) -> (usize, usize) {
        let on_line = self.lives.values().filter(|life| life.on_line);
        (on_line.clone().filter(|life| life.facts.queue.index() == queue).count(), on_line.count())
    }

    /// Whoever came in and was not turned away has found a line.
    fn finds_a_line(&mut self, key: Key, happening: Happening) {
        if happening == Happening::Arrived || matches!(happening, Happening::Moved { .. }) {
            return;
        }
        let Some((incoming, in_queue, in_center)) = self.incoming.take() else { return };
        assert_eq!(incoming, key, "an arrival is settled before anything else");
        if !matches!(happening, Happening::Blocked | Happening::OutOfHours) {
            let free = |lines: Option<u32>, used: usize| lines.is_none_or(|n| used < n as usize);
            let queue = self.lives[&key].facts.queue.index();
            let settled = matches!(happening, Happening::Overflowed { .. });
            let has_line = free(self.center.queues[queue].lines, in_queue)
                && free(self.center.lines, in_center);
            assert!(has_line || settled, "more calls than lines");
        }
    }

    /// The call has left the center.
    fn ends(&mut self, key: Key, how: Option<&'static str>) {
        if let Some(how) = how {
            self.count(key, self.lives[&key].facts.queue.index(), how);
        }
        if let At::Hand(agent) = self.lives[&key].at
            && how.is_some()
            && how != Some("callbacks_unanswered")
        {
            self.lays_down(agent, key);
        }
        self.lets_go(key);
        self.lives.remove(&key);
        self.gone.insert(key);
    }

    /// An agent who stayed for a warm transfer is free of it.
    fn lets_go(&mut self, key: Key) {
        if let Some(agent) = self.life(key).held_by.take() {
            self.lays_down(agent, key);
        }
    }

    fn lays_down(&mut self, agent: AgentId, key: Key) {
        let items = &mut self.workers[agent.index()].items;
        let Some(position) = items.iter().position(|item| *item == key) else {
            panic!("{agent:?} has not got {key:?}");
        };
        items.remove(position);
    }

    fn is_in_hand(&self, at: At, agent: Option<AgentId>, key: Key) {
        match agent {
            Some(agent) => assert_eq!(at, At::Hand(agent), "{key:?} is in another hand"),
            None => assert_eq!(at, At::Line, "{key:?} does not stand in line"),
        }
    }

    fn stands(&mut self, key: Key) {
        let life = self.life(key);
        assert!(life.at != At::Line, "stands in line twice");
        life.at = At::Line;
    }

    /// Items that wait in a queue, with or without callbacks.
    fn waiting(&self, queue: usize, callbacks: bool) -> usize {
        let here = |life: &&Life| life.at == At::Line && life.facts.queue.index() == queue;
        self.lives.values().filter(here).filter(|life| callbacks || !life.pends).count()
    }

    /// The place told is the one that is promised: so many stand before it.
    fn stands_at(&self, key: Key, position: u32) {
        let life = &self.lives[&key];
        if !self.center.queues[life.facts.queue.index()].prioritisation.is_empty() {
            return;
        }
        let others = self.lives.iter().filter(|(other, of)| {
            **other != key && of.at == At::Line && of.facts.queue == life.facts.queue
        });
        let before = others.clone().filter(|(_, of)| of.place < life.place).count();
        let beside = others.filter(|(_, of)| of.place == life.place).count();
        let ahead = position as usize - 1;
        assert!((before..=before + beside).contains(&ahead), "{ahead} ahead, not {before}");
    }

    fn comes_to_another_queue(&mut self, key: Key, call: &CallFacts) {
        self.life(key).on_line = false;
        self.today(call.queue.index()).0 += 1;
        let (in_queue, in_center) = self.lines_in_use(call.queue.index());
        self.incoming = Some((key, in_queue, in_center));
        let priority = self.center.call_types[call.call_type.index()].priority;
        let life = self.life(key);
        (life.at, life.on_line, life.offers_here) = (At::Coming, true, 0);
        life.place = (false, priority, call.arrived);
    }

    fn is_passed_on(&mut self, key: Key, call: &CallFacts, agent: AgentId, from: usize) {
        self.count(key, from, "transferred_out");
        self.life(key).counts_once = false;
        self.count(key, call.queue.index(), "transferred_in");
        self.comes_to_another_queue(key, call);
        let life = self.life(key);
        life.declined_by.clear();
        (life.joined, life.talked, life.earlier_dials) = (false, false, life.dials);
        let transfers = &self.center.call_types[call.call_type.index()].transfers;
        let is_warm = transfers.iter().any(|way| way.queue == call.queue && way.warm);
        if is_warm {
            self.life(key).held_by = Some(agent);
        } else {
            self.lays_down(agent, key);
        }
    }

    /// Whether no transfer follows a talk: known from what was drawn for the call only, so that a
    /// type with transfers leaves it open until the wrap-up has ended.
    fn will_not_be_passed_on(&self, key: Key) -> bool {
        let facts = &self.lives[&key].facts;
        facts.transferred || self.center.call_types[facts.call_type.index()].transfers.is_empty()
    }

    /// The line is free when the message has ended; without anybody to work on it that is now.
    fn is_a_message_now(&mut self, key: Key) {
        let call_type = self.lives[&key].facts.call_type.index();
        let is_worked_on = self.center.call_types[call_type].voicemail.work.is_some();
        let life = self.life(key);
        (life.interval, life.message) = (None, true);
        if is_worked_on {
            life.at = At::Coming;
        } else {
            self.ends(key, None);
        }
    }

    fn hears_an_offer(&mut self, key: Key, number: u32) {
        let life = self.life(key);
        assert_eq!((life.at, life.pends), (At::Line, false), "offered to who is not on hold");
        life.offers += 1;
        life.offers_here += 1;
        assert_eq!(life.offers, number, "offers are counted one by one");
        if number == 1 {
            self.count(key, self.lives[&key].facts.queue.index(), "callbacks_offered");
        }
        self.is_open_for_offers(key);
    }

    /// Within the hours of offers and below the caps.
    fn is_open_for_offers(&self, key: Key) {
        let queue = self.lives[&key].facts.queue.index();
        let callback = &self.center.queues[queue].callback;
        let hours = callback.offer_hours.as_ref();
        assert!(hours.is_none_or(|hours| hours.are_open(self.clock)), "outside the hours");
        let open = |life: &&Life| life.pends && life.facts.queue.index() == queue;
        let active = self.lives.values().filter(open).count();
        assert!(callback.max_active.is_none_or(|most| active < most as usize), "the cap");
        if callback.share_limit < 1.0 {
            let day = self.center.day_of(self.clock);
            let (offered, accepted) = self.today.get(&(queue, day)).copied().unwrap_or_default();
            let share = callback.share_limit * f64::from(offered);
            assert!(f64::from(accepted) < share, "the share of callbacks");
        }
    }

    fn becomes_a_callback(&mut self, key: Key, position: u32) {
        let queue = self.lives[&key].facts.queue.index();
        let callback = &self.center.queues[queue].callback;
        self.count(key, queue, "callbacks_accepted");
        if self.lives[&key].facts.is_booked() {
            self.count(key, queue, "callbacks_booked");
            self.life(key).at = At::Line;
        } else {
            self.is_open_for_offers(key);
            let life = self.life(key);
            assert_eq!(life.at, At::Line, "pressed by who is not on hold");
            assert!(life.offers_here > 0, "pressed without an offer of this queue");
            life.confirming = true;
            self.today(queue).1 += 1;
        }
        let clock = self.clock;
        let life = self.life(key);
        assert!(!std::mem::replace(&mut life.pends, true), "a callback already");
        match callback.place {
            CallbackPlace::Keep => {}
            CallbackPlace::Tail => life.place.2 = clock,
            CallbackPlace::Front => life.place = (false, 0, SimTime::ZERO),
            CallbackPlace::AfterLive => life.place.0 = true,
        }
        self.stands_at(key, position);
    }

    fn comes_back(&mut self, key: Key) {
        let queue = self.lives[&key].facts.queue.index();
        let (clock, center) = (self.clock, self.center);
        let life = self.life(key);
        assert_eq!(life.at, At::Home, "back from where?");
        match center.queues[queue].callback.retry_place {
            RetryPlace::Keep => {}
            RetryPlace::Tail => life.place.2 = clock,
            RetryPlace::Front => life.place = (false, 0, SimTime::ZERO),
        }
        self.stands(key);
    }

    fn is_dialled(&mut self, key: Key, was: At, agent: Option<AgentId>, attempt: u32) {
        self.is_in_hand(was, agent, key);
        let attempts = self.center.queues[self.lives[&key].facts.queue.index()].callback.attempts;
        let life = self.life(key);
        life.dials += 1;
        assert_eq!(life.dials, attempt, "dials are counted one by one");
        let own = attempt - life.earlier_dials;
        assert!(own <= attempts && !life.joined && !life.confirming);
        if agent.is_none() {
            life.at = At::Ringing;
        }
        self.count(key, self.lives[&key].facts.queue.index(), "callback_dials");
    }

    /// An agent gets an item that may be had, has room for it, and passes nobody over.
    fn is_given(&mut self, key: Key, agent: AgentId) {
        let worker = &self.workers[agent.index()];
        let capacity = self.center.groups[worker.group].capacity as usize;
        assert!(worker.on_duty.is_some() && worker.items.len() < capacity, "no hand is free");
        assert!(worker.away_until <= self.clock, "given to who is away");
        let life = &self.lives[&key];
        if life.at == At::Line {
            assert!(self.may_take(agent, life, self.clock), "not for this agent");
            self.passes_nobody_over(agent, life);
        } else {
            assert_eq!(life.at, At::Coming);
        }
        self.workers[agent.index()].items.push(key);
        self.life(key).at = At::Hand(agent);
    }

    /// Nobody who stands before an item in its queue could have been taken instead, already before
    /// this moment: agents' work comes before what else falls on the same one.
    fn passes_nobody_over(&self, agent: AgentId, taken: &Life) {
        let queue = &self.center.queues[taken.facts.queue.index()];
        if !queue.prioritisation.is_empty() || queue.assignment_block.is_some() {
            return;
        }
        let opens_now = |queue: &Queue| {
            queue.hours.as_ref().is_some_and(|hours| {
                hours.windows.iter().any(|window| window.0 == self.clock || window.1 == self.clock)
            })
        };
        let just_before = SimTime(self.clock.0.saturating_sub(1));
        for (key, life) in &self.lives {
            let before = life.facts.queue == taken.facts.queue && life.place < taken.place;
            let could = before && self.is_sure_to_take(agent, life, just_before);
            assert!(!could || opens_now(queue), "{key:?} is passed over");
        }
    }

    /// Whether an agent may take an item that stands in line, by group, skills, level, declines
    /// and the state of the callback.
    fn may_take(&self, agent: AgentId, life: &Life, now: SimTime) -> bool {
        let group = &self.center.groups[self.workers[agent.index()].group];
        let (facts, id) = (&life.facts, life.facts.queue);
        let queue = &self.center.queues[id.index()];
        let required = &self.center.call_types[facts.call_type.index()].skills;
        let has = |&(skill, least): &(u32, u32)| {
            group.skills.iter().any(|&(other, rating)| other == skill && rating >= least)
        };
        let level = group.levels.iter().find(|level| level.queue == id);
        let declines = life.declined_by.iter().filter(|by| **by == agent).count();
        life.at == At::Line
            && group.queues.contains(&id)
            && (queue.skill_match == SkillMatch::Closest || required.iter().all(has))
            && level.is_none_or(|level| now.since(facts.entered) >= level.after)
            && declines < group.notification.decline_limit as usize
            && !life.confirming
    }

    /// The same, and nothing else can keep the agent from it: not closing time, a reserve, the
    /// customer who has to be called first, or a block of items.
    fn is_sure_to_take(&self, agent: AgentId, life: &Life, now: SimTime) -> bool {
        let queue = &self.center.queues[life.facts.queue.index()];
        let callback = &queue.callback;
        let closed = queue.hours.as_ref().is_some_and(|hours| !hours.are_open(now));
        let is_served_late =
            callback.dial_out_of_hours || queue.at_close.callbacks == CallbacksAtClose::Serve;
        let reserved = callback.place == CallbackPlace::AfterLive && callback.reserve_agents > 0;
        let waits = life.pends && !life.joined && {
            closed && !is_served_late || reserved || callback.mode == CallbackMode::CustomerFirst
        };
        !waits && queue.assignment_block.is_none() && self.may_take(agent, life, now)
    }

    /// While time passes no agent is idle who could take an item.
    fn nobody_idles_in_vain(&self, since: SimTime) {
        for (position, worker) in self.workers.iter().enumerate() {
            let idle = worker.on_duty.is_some() && worker.busy.is_none();
            if !idle || worker.away_until > since {
                continue;
            }
            let agent = AgentId(position as u32);
            let vain = self.lives.iter().find(|(_, life)| self.is_sure_to_take(agent, life, since));
            assert_eq!(vain.map(|(key, _)| key), None, "{agent:?} idles from {since:?}");
        }
    }

    fn is_away_after(&mut self, agent: AgentId, missed: bool) {
        let worker = &mut self.workers[agent.index()];
        let way = &self.center.groups[worker.group].notification;
        if let Some(length) = way.inactive_after_miss.filter(|_| missed) {
            worker.away_until = worker.away_until.max(self.clock + length);
        }
    }

    fn agent(&mut self, agent: AgentId, change: Duty) {
        let (clock, stops) = (self.clock, self.stops);
        let worker = &mut self.workers[agent.index()];
        match change {
            Duty::Started => {
                assert_eq!(worker.on_duty.replace(clock), None);
                worker.away_until = SimTime::ZERO;
            }
            Duty::Ended { since, due } => {
                assert!(due <= clock, "stays on after the plan, not before");
                assert_eq!(worker.on_duty.take(), Some(since));
                assert_eq!(worker.busy, None, "goes home with work in hand");
                let group = worker.group;
                self.measure(group, "staffed", since, clock, 1);
            }
            Duty::Busy => {
                assert!(worker.on_duty.is_some(), "a busy agent is on duty");
                assert_eq!(worker.busy.replace(clock), None, "busy already");
                assert!(worker.items.is_empty());
            }
            Duty::Free { since } => {
                assert_eq!(worker.busy.take(), Some(since));
                assert!(worker.items.is_empty() || clock == stops, "free with work in hand");
            }
        }
        let group = self.workers[agent.index()].group;
        let on_duty = self.workers.iter().filter(|of| of.group == group && of.on_duty.is_some());
        assert!(on_duty.count() <= self.center.groups[group].most_agents() as usize);
    }
}
