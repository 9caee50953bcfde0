//! What must hold of every run of every center, tried on random small centers.

use std::collections::BTreeMap;

use ringback::ids::{AgentId, GroupId, QueueId};
use ringback::measure::{Cell, Frame, Scope, Tally, When};
use ringback::model::{
    Action, AgentGroup, Arrivals, CallType, Center, ClockLaw, Condition, Horizon, Notification,
    OverflowRule, Patience, Queue, RateStep, RetryPlace, WaitEstimate,
};
use ringback::observe::{CallFacts, Duty, Entry, Happening, Log};
use ringback::random::{Law, Purpose, Stream};
use ringback::time::{SimTime, Span};

use crate::center;

/// Random centers tried; the seed of a failing one is printed.
const CENTERS: u64 = 10_000;

/// Random choices for one center.
struct Dice {
    stream: Stream,
    thrown: u64,
}

impl Dice {
    fn new(seed: u64) -> Self {
        Self { stream: Stream::new(seed, 0, Purpose::Jitter, 0), thrown: 0 }
    }

    fn uniform(&mut self) -> f64 {
        self.thrown += 1;
        self.stream.uniform(self.thrown, 0)
    }

    fn below(&mut self, bound: u32) -> u32 {
        (self.uniform() * f64::from(bound)) as u32
    }

    fn happens(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }

    fn seconds(&mut self, most: u32) -> Span {
        Span::from_secs(u64::from(self.below(most + 1)))
    }

    /// A law of some kind with a mean up to so many seconds; sometimes whole seconds, so that
    /// things happen at the same moment.
    fn law(&mut self, most: f64) -> Law {
        let mean = (1.0 + self.uniform() * (most - 1.0)).floor() * 1e6;
        match self.below(6) {
            0 => Law::constant(mean),
            1 => Law::lognormal(mean, 0.3 + 2.0 * self.uniform()),
            2 => Law::gamma(mean, 0.3 + 2.0 * self.uniform()),
            3 => Law::uniform(0.0, 2.0 * mean),
            _ => Law::exponential(mean),
        }
        .unwrap()
    }
}

/// A center of one or two queues, types and groups with everything that is simulated.
fn random_center(seed: u64) -> Center {
    let mut dice = Dice::new(seed);
    let end = SimTime(Span::from_secs(1_200).0);
    let queues = 1 + dice.below(2);
    let warm_up = if dice.happens(0.3) { dice.seconds(300) } else { Span::ZERO };
    Center {
        horizon: Horizon {
            end,
            warm_up: SimTime(warm_up.0),
            interval: Span::from_secs(300),
            drain: dice.happens(0.8).then(|| Span::from_secs(4_000)),
        },
        days: vec![SimTime::ZERO],
        call_types: (0..1 + dice.below(2))
            .map(|at| call_type(&mut dice, at, queues, end))
            .collect(),
        queues: (0..queues).map(|at| queue(&mut dice, at)).collect(),
        groups: (0..1 + dice.below(2)).map(|at| group(&mut dice, at, queues)).collect(),
        lines: dice.happens(0.2).then(|| 2 + dice.below(10)),
        forecast_error: dice.happens(0.3).then(|| Law::gamma(1.0, 0.3).unwrap()),
    }
}

fn call_type(dice: &mut Dice, number: u32, queues: u32, end: SimTime) -> CallType {
    let step = RateStep { from: SimTime::ZERO, to: end, calls: f64::from(5 + dice.below(60)) };
    let template = center::single(1.0, 1, dice.law(120.0), None, 0.0, 1.0);
    let mut call_type = template.call_types.into_iter().next().unwrap();
    call_type.name = format!("type {number}");
    call_type.route = if queues == 1 {
        vec![(QueueId(0), 1.0)]
    } else {
        vec![(QueueId(0), 0.4), (QueueId(1), 0.6)]
    };
    call_type.arrivals =
        if dice.happens(0.5) { Arrivals::Poisson(vec![step]) } else { Arrivals::Exact(vec![step]) };
    call_type.after_call_work = match dice.happens(0.5) {
        true => ClockLaw::always(dice.law(40.0)),
        false => ClockLaw::always(Law::Constant(0.0)),
    };
    if dice.happens(0.9) {
        call_type.patience = Patience::Law(ClockLaw::always(dice.law(200.0)));
    }
    call_type.balk = if dice.happens(0.3) { 0.2 } else { 0.0 };
    call_type.response.accept = vec![dice.uniform(), dice.uniform()];
    call_type.response.answer = vec![dice.uniform()];
    if dice.happens(0.3) {
        call_type.response.decision = dice.law(10.0);
    }
    if dice.happens(0.2) {
        call_type.response.talk_time = Some(ClockLaw::always(dice.law(100.0)));
    }
    call_type
}

fn queue(dice: &mut Dice, number: u32) -> Queue {
    let mut queue = center::queue(100e6);
    queue.name = format!("queue {number}");
    queue.priority = 1 + dice.below(2);
    queue.lines = dice.happens(0.2).then(|| 3 + dice.below(10));
    queue.max_waiting = dice.happens(0.3).then(|| dice.below(10));
    queue.count_cache = dice.seconds(20);
    if dice.happens(0.5) {
        queue.wait_estimate = WaitEstimate::MovingAverage {
            refresh: Span::from_secs(60),
            alpha: 0.3,
            min_samples: 3,
            reset_idle: Span::from_secs(600),
            include_callbacks: dice.happens(0.5),
        };
    }
    let conditions = [
        Condition::WaitingCalls(dice.below(4)),
        Condition::AverageWait(dice.seconds(60)),
        Condition::Waited(dice.seconds(90)),
    ];
    queue.overflow = conditions
        .into_iter()
        .filter(|_| dice.happens(0.5))
        .map(|when| OverflowRule { name: String::new(), when, action: Action::DirectCallback })
        .collect();
    let callback = &mut queue.callback;
    callback.first_offer = dice.seconds(30);
    callback.repeat_every = Span::from_secs(1) + dice.seconds(60);
    callback.confirm_prompt = dice.seconds(10);
    callback.max_active = dice.happens(0.3).then(|| dice.below(5));
    callback.counts_to_limit = dice.happens(0.5);
    callback.attempts = 1 + dice.below(3);
    callback.retry_after = Span::from_secs(1) + dice.seconds(200);
    let places = [RetryPlace::Keep, RetryPlace::Front, RetryPlace::Tail];
    callback.retry_place = places[dice.below(3) as usize];
    callback.no_answer_costs_agent = dice.happens(0.6);
    callback.expire_after = Span::from_secs(1) + dice.seconds(2_000);
    if dice.happens(0.7) {
        callback.ring = dice.law(30.0);
    }
    if dice.happens(0.3) {
        callback.preview = dice.law(10.0);
    }
    queue
}

fn group(dice: &mut Dice, number: u32, queues: u32) -> AgentGroup {
    let all: Vec<QueueId> = (0..queues).map(QueueId).collect();
    let first = SimTime::ZERO;
    let mut staff = vec![(first, dice.below(5))];
    for step in 1..1 + dice.below(4) {
        let at = SimTime(Span::from_secs(u64::from(step) * 300).0);
        staff.push((at, dice.below(6)));
    }
    AgentGroup {
        name: format!("group {number}"),
        queues: if number == 0 || dice.happens(0.5) { all } else { vec![QueueId(0)] },
        staff,
        notification: Notification {
            accept_time: if dice.happens(0.5) { dice.law(15.0) } else { Law::Constant(0.0) },
            countdown: Span::from_secs(20),
            miss: if dice.happens(0.3) { 0.2 } else { 0.0 },
            reject: if dice.happens(0.3) { 0.2 } else { 0.0 },
            decline_limit: 1 + dice.below(3),
        },
        cost_per_hour: 1.0,
    }
}

/// Follows a log by rules of its own and complains where a run contradicts itself.
#[derive(Default)]
struct Auditor {
    clock: SimTime,
    /// Items in each queue: since when, and whether as a callback.
    waiting: BTreeMap<(u32, u64), (QueueId, SimTime)>,
    /// The call that each busy agent has, with the moment it was given.
    busy: BTreeMap<AgentId, SimTime>,
    on_duty: BTreeMap<AgentId, SimTime>,
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
                self.call(*at, call, *happening);
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

    fn call(&mut self, at: SimTime, call: &CallFacts, happening: Happening) {
        let key = (call.call_type.0, call.number);
        let mut count = |name| *self.counts.entry(name).or_default() += 1;
        match happening {
            Happening::Arrived => count("offered"),
            Happening::Blocked => count("blocked"),
            Happening::Balked => count("abandoned"),
            Happening::Abandoned { agent } => {
                count("abandoned");
                let waited = self.waiting.remove(&key);
                assert_eq!(waited.is_some(), agent.is_none(), "hung up from where?");
            }
            Happening::Queued { .. } | Happening::Requeued => {
                assert!(self.waiting.insert(key, (call.queue, at)).is_none());
            }
            Happening::Missed { .. } | Happening::Rejected { .. } => {
                assert!(self.waiting.insert(key, (call.queue, at)).is_none());
            }
            Happening::Offered { .. } => assert!(self.waiting.contains_key(&key)),
            Happening::CallbackAccepted { .. } => {
                assert!(self.waiting.contains_key(&key), "kept its place");
                count("callbacks_accepted");
            }
            Happening::Assigned { .. } => {
                self.waiting.remove(&key);
            }
            Happening::Accepted { .. } if !call.is_callback() => count("answered"),
            Happening::Connected { .. } if call.is_callback() => count("callbacks_answered"),
            Happening::CustomerUnanswered { last, .. } => {
                self.waiting.remove(&key);
                if last {
                    count("callbacks_unanswered");
                }
            }
            Happening::CallbackExpired => {
                self.waiting.remove(&key);
                count("callbacks_expired");
            }
            Happening::Unfinished => {
                self.waiting.remove(&key);
                count(if call.is_callback() { "callbacks_unfinished" } else { "unfinished" });
            }
            _ => {}
        }
    }

    fn agent(&mut self, at: SimTime, _: GroupId, agent: AgentId, change: Duty, center: &Center) {
        match change {
            Duty::Started => assert!(self.on_duty.insert(agent, at).is_none()),
            Duty::Ended { since } => assert_eq!(self.on_duty.remove(&agent), Some(since)),
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
            ("offered", c.offered),
            ("blocked", c.blocked),
            ("abandoned", c.abandoned),
            ("answered", c.answered),
            ("callbacks_accepted", c.callbacks_accepted),
            ("callbacks_answered", c.callbacks_answered),
            ("callbacks_unanswered", c.callbacks_unanswered),
            ("callbacks_expired", c.callbacks_expired),
            ("callbacks_unfinished", c.callbacks_unfinished),
            ("unfinished", c.unfinished),
        ];
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
                Entry::Call(at, call, Happening::Arrived) => {
                    let luck = (at.0, call.queue, call.talk_ticks, call.wrap_ticks);
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
