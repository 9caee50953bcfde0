//! What must hold of every run of every center, tried on random small centers.

use std::collections::{BTreeMap, BTreeSet};

use ringback::ids::{AgentId, GroupId, QueueId};
use ringback::measure::{Cell, Frame, Scope, Tally, When};
use ringback::model::{AgentGroup, Center};
use ringback::observe::{CallFacts, Duty, Entry, Happening, Log};
use ringback::time::SimTime;

use crate::center;
use crate::random_center::random_center;

/// Random centers tried; the seed of a failing one is printed.
const CENTERS: u64 = 10_000;

/// Follows a log by rules of its own and complains where a run contradicts itself.
#[derive(Default)]
struct Auditor {
    clock: SimTime,
    /// Items in each queue: since when, and whether as a callback.
    waiting: BTreeMap<(u32, u64), (QueueId, SimTime)>,
    /// Since when each busy agent has had work in hand, and how many items by call.
    busy: BTreeMap<AgentId, SimTime>,
    items: BTreeMap<(u32, u64), AgentId>,
    on_duty: BTreeMap<AgentId, SimTime>,
    /// Calls that have been counted: passed on after service, or become a message.
    done: BTreeSet<(u32, u64)>,
    /// Callbacks accepted and not closed, by queue.
    pending: BTreeMap<(u32, u64), QueueId>,
    /// Customers whose phone rings.
    ringing: BTreeSet<(u32, u64)>,
    /// Integral of waiting items, of busy and present agents, in ticks.
    waited: u64,
    busy_time: u64,
    duty_time: u64,
    counts: BTreeMap<&'static str, u64>,
}

impl Auditor {
    fn hear(&mut self, entry: &Entry, center: &Center) {
        match entry {
            Entry::Call(at, call, happening) => {
                self.advance(*at, center);
                self.call(*at, call, *happening, center);
            }
            Entry::Agent(at, group, agent, change) => {
                self.advance(*at, center);
                self.agent(*at, *group, *agent, *change, center);
            }
            Entry::Finished(at) => self.advance(*at, center),
            Entry::Waited(..) => {}
        }
    }

    /// Time goes on: integrals grow by what stands still meanwhile.
    fn advance(&mut self, at: SimTime, center: &Center) {
        assert!(at >= self.clock, "time runs back");
        let from = self.clock.clamp(center.horizon.warm_up, center.horizon.end);
        let length = at.clamp(center.horizon.warm_up, center.horizon.end).since(from).0;
        self.waited += length * self.waiting.len() as u64;
        self.busy_time += length * self.busy.len() as u64;
        self.duty_time += length * self.on_duty.len() as u64;
        self.clock = at;
    }

    fn call(&mut self, at: SimTime, call: &CallFacts, happening: Happening, center: &Center) {
        let key = (call.call_type.0, call.number);
        let counts = !self.done.contains(&key);
        let mut count = |name| {
            if counts {
                *self.counts.entry(name).or_default() += 1;
            }
        };
        match happening {
            Happening::Arrived => count("arrived"),
            Happening::OutOfHours => count("out_of_hours"),
            Happening::Blocked => {
                self.waiting.remove(&key);
                count("blocked");
            }
            Happening::Balked => count("abandoned"),
            Happening::Abandoned { agent } => {
                count("abandoned");
                self.items.remove(&key);
                let waited = self.waiting.remove(&key);
                assert!(waited.is_none() || agent.is_none(), "hung up from where?");
            }
            Happening::Queued { .. }
            | Happening::Requeued
            | Happening::Missed { .. }
            | Happening::Rejected { .. } => {
                assert!(self.waiting.insert(key, (call.queue, at)).is_none());
                self.items.remove(&key);
            }
            Happening::Moved { .. } => {
                self.waiting.remove(&key);
            }
            Happening::SentOutside => {
                self.waiting.remove(&key);
                count("external");
            }
            Happening::VoicemailLeft => {
                self.waiting.remove(&key);
                count("voicemails");
                self.done.insert(key);
            }
            Happening::EndedByOverflow => {
                self.waiting.remove(&key);
                count("ended_by_overflow");
            }
            Happening::WrapUpEnded { .. } => {
                self.items.remove(&key);
            }
            Happening::Transferred { .. } => {
                self.items.remove(&key);
                self.done.insert(key);
            }
            Happening::Offered { .. } => assert!(self.waiting.contains_key(&key)),
            Happening::CallbackAccepted { .. } => {
                if call.is_booked() {
                    self.waiting.insert(key, (call.queue, at));
                }
                assert!(self.waiting.contains_key(&key), "kept its place");
                count("callbacks_accepted");
                self.pending.insert(key, call.queue);
                let active = self.pending.values().filter(|queue| **queue == call.queue).count();
                let most = center.queues[call.queue.index()].callback.max_active;
                let may = most.is_none_or(|most| active <= most as usize) || call.is_booked();
                assert!(may, "the cap of callbacks");
            }
            Happening::Assigned { agent } => {
                self.waiting.remove(&key);
                self.given(key, agent, call, center);
            }
            Happening::Dialled { agent, .. } => {
                assert!(self.ringing.insert(key), "dialled twice at once");
                if agent.is_none() {
                    self.waiting.remove(&key);
                }
            }
            Happening::CustomerAnswered { agent } => {
                assert!(self.ringing.remove(&key));
                if agent.is_none() {
                    assert!(self.waiting.insert(key, (call.queue, at)).is_none());
                }
            }
            Happening::Accepted { .. } if !call.is_callback() => count("answered"),
            Happening::Connected { .. } if call.is_callback() => {
                self.pending.remove(&key);
                count("callbacks_answered");
            }
            Happening::CustomerUnanswered { last, .. } => {
                assert!(self.ringing.remove(&key));
                self.waiting.remove(&key);
                if last {
                    self.pending.remove(&key);
                    count("callbacks_unanswered");
                }
            }
            Happening::CallbackAbandoned { .. } => {
                self.items.remove(&key);
                self.waiting.remove(&key);
                self.pending.remove(&key);
                count("callbacks_abandoned");
            }
            Happening::CallbackDeduplicated => {
                self.waiting.remove(&key);
                self.pending.remove(&key);
                count("callbacks_deduplicated");
            }
            Happening::CallbackExpired => {
                self.waiting.remove(&key);
                self.pending.remove(&key);
                count("callbacks_expired");
            }
            Happening::Unfinished => {
                self.waiting.remove(&key);
                count(if call.is_callback() { "callbacks_unfinished" } else { "unfinished" });
            }
            _ => {}
        }
    }

    /// An agent gets one more item, and never more than the capacity at once.
    fn given(&mut self, key: (u32, u64), agent: AgentId, call: &CallFacts, center: &Center) {
        if !call.transferred {
            assert!(self.items.insert(key, agent).is_none(), "one item with two agents");
        }
        let has = self.items.values().filter(|other| **other == agent).count();
        let groups = center.groups.iter();
        let mut capacity = groups.flat_map(|group| {
            std::iter::repeat_n(group.capacity as usize, group.most_agents() as usize)
        });
        assert!(Some(has) <= capacity.nth(agent.index()), "more in hand than the capacity");
    }

    fn agent(&mut self, at: SimTime, _: GroupId, agent: AgentId, change: Duty, center: &Center) {
        match change {
            Duty::Started => assert!(self.on_duty.insert(agent, at).is_none()),
            Duty::Ended { since, due } => {
                assert!(due <= at, "stays on after the plan, not before");
                assert_eq!(self.on_duty.remove(&agent), Some(since));
            }
            Duty::Busy => {
                assert!(self.on_duty.contains_key(&agent), "a busy agent is on duty");
                assert!(self.busy.insert(agent, at).is_none(), "an agent has two items at once");
            }
            Duty::Free { since } => assert_eq!(self.busy.remove(&agent), Some(since)),
        }
        let most: u32 = center.groups.iter().map(AgentGroup::most_agents).sum();
        assert!(self.on_duty.len() <= most as usize);
    }
}

/// The auditor's counts of calls without a warm-up, and its integrals, against the tally's.
fn compare(auditor: &Auditor, center: &Center, frame: &Frame, tally: &mut Tally<'_>) {
    let done = tally.take();
    assert!(done.balanced, "calls are lost count of");
    let figures = frame.figures(&done, Scope::Center, When::Period);
    let Cell { live_queue_ticks, callback_queue_ticks, .. } = figures.calls;
    assert_eq!(live_queue_ticks + callback_queue_ticks, auditor.waited, "Little's law");
    assert_eq!(figures.duty.busy_ticks, auditor.busy_time);
    assert_eq!(figures.duty.duty_ticks, auditor.duty_time);
    assert!(auditor.busy.is_empty() && auditor.on_duty.is_empty() && auditor.waiting.is_empty());
    if center.horizon.warm_up == SimTime::ZERO {
        let c = &figures.calls;
        let counts = [
            ("arrived", c.arrived),
            ("out_of_hours", c.out_of_hours),
            ("blocked", c.blocked),
            ("external", c.external),
            ("voicemails", c.voicemails),
            ("ended_by_overflow", c.ended_by_overflow),
            ("callbacks_abandoned", c.callbacks_abandoned),
            ("callbacks_deduplicated", c.callbacks_deduplicated),
            ("abandoned", c.abandoned),
            ("answered", c.answered),
            ("callbacks_accepted", c.callbacks_accepted),
            ("callbacks_answered", c.callbacks_answered),
            ("callbacks_unanswered", c.callbacks_unanswered),
            ("callbacks_expired", c.callbacks_expired),
            ("callbacks_unfinished", c.callbacks_unfinished),
            ("unfinished", c.unfinished),
        ];
        assert!(c.balances(), "the center's calls");
        for (name, count) in counts {
            assert_eq!(count, auditor.counts.get(name).copied().unwrap_or(0), "{name}");
        }
    }
}

fn audit(seed: u64) {
    let center = random_center(seed);
    let frame = center::frame(&center);
    let mut both = (Tally::new(&frame), Log::default());
    ringback::engine::simulate(&center, seed, 0, &mut both);
    let mut auditor = Auditor::default();
    for entry in &both.1.entries {
        auditor.hear(entry, &center);
    }
    compare(&auditor, &center, &frame, &mut both.0);
}

/// The same tests for many seeds, on two threads; names the seed that fails.
fn for_all(seeds: std::ops::Range<u64>, test: fn(u64)) {
    let middle = (seeds.start + seeds.end) / 2;
    std::thread::scope(|scope| {
        for part in [seeds.start..middle, middle..seeds.end] {
            scope.spawn(move || {
                for seed in part {
                    let outcome = std::panic::catch_unwind(|| test(seed));
                    assert!(outcome.is_ok(), "the random center of seed {seed} fails");
                }
            });
        }
    });
}

#[test]
fn every_call_and_every_moment_is_accounted_for_in_random_centers() {
    for_all(0..CENTERS, audit);
}

#[test]
fn the_same_seed_gives_the_same_log_and_another_seed_another() {
    let log = |seed, run| {
        let mut log = Log::default();
        ringback::engine::simulate(&random_center(seed), run, 0, &mut log);
        log
    };
    for seed in 0..50 {
        assert_eq!(log(seed, 1), log(seed, 1), "seed {seed}");
    }
    assert_ne!(log(1, 1), log(1, 2));
}

#[test]
fn a_changed_policy_leaves_the_customers_as_they_are() {
    // What a call carries: when it came, how long it would talk; by type and number.
    let customers = |center: &Center| {
        let mut log = Log::default();
        ringback::engine::simulate(center, 7, 3, &mut log);
        log.entries
            .iter()
            .filter_map(|entry| match entry {
                Entry::Call(at, call, Happening::Arrived)
                    if call.number < CallFacts::FIRST_CALLS =>
                {
                    let luck = (at.0, call.talk_ticks, call.wrap_ticks);
                    Some(((call.call_type, call.number), luck))
                }
                _ => None,
            })
            .collect::<BTreeMap<_, _>>()
    };
    for seed in 0..200 {
        let callback = random_center(seed);
        let mut hold = callback.clone();
        for queue in &mut hold.queues {
            queue.overflow.clear();
        }
        hold.groups[0].staff = vec![(SimTime::ZERO, 3)];
        assert_eq!(customers(&callback), customers(&hold), "seed {seed}");
    }
}
