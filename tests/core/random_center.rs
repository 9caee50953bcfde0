//! Random small centers with everything that is simulated, for what must hold of every run.

use ringback::ids::{CallTypeId, QueueId};
use ringback::model::{
    Absence, Action, AgentGroup, Arrivals, Assignment, Attribute, Booking, Bucket, CallAgain,
    CallType, CallbackMode, CallbackPlace, CallbacksAtClose, Center, ClockLaw, Condition, Dedup,
    Horizon, Hours, Level, LiveAtClose, Notification, OverflowRule, Patience, Queue, RateStep,
    Recorded, RecordedCall, RetryPlace, RouteRule, RouteTarget, Routing, ServiceLevelDefinition,
    SkillMatch, Spike, SpikeShape, Throttle, Transfer, WaitClock, WaitEstimate, Windows,
};
use ringback::random::{Law, Purpose, Stream};
use ringback::time::{SimTime, Span};

use crate::center;

/// Random choices for one center.
pub(crate) struct Dice {
    stream: Stream,
    thrown: u64,
}

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self { stream: Stream::new(seed, 0, Purpose::Jitter, 0), thrown: 0 }
    }

    pub(crate) fn uniform(&mut self) -> f64 {
        self.thrown += 1;
        self.stream.uniform(self.thrown, 0)
    }

    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        (self.uniform() * f64::from(bound)) as u32
    }

    pub(crate) fn happens(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }

    pub(crate) fn seconds(&mut self, most: u32) -> Span {
        Span::from_secs(u64::from(self.below(most + 1)))
    }

    /// A law of any kind with a mean of about so many seconds at most; sometimes whole seconds,
    /// so that things happen at the same moment.
    pub(crate) fn law(&mut self, most: f64) -> Law {
        let mean = (1.0 + self.uniform() * (most - 1.0)).floor() * 1e6;
        let cv = 0.3 + 2.0 * self.uniform();
        match self.below(18) {
            0..=2 => Law::constant(mean),
            3 => Law::lognormal(mean, cv),
            4 => Law::gamma(mean, cv),
            5 => Law::uniform(0.0, 2.0 * mean),
            6 => Law::erlang(2, mean),
            7 => Law::weibull(mean, 0.7),
            8 => Law::hyperexponential(mean, 1.0 + cv),
            9 => Law::triangular(0.0, mean, 2.0 * mean),
            10 => Law::empirical(vec![0.0, mean, 2.0 * mean]),
            11 => Law::mixture(vec![(0.5, Law::Constant(mean)), (0.5, Law::Exponential { mean })]),
            12 => Law::exponential(mean).and_then(|law| law.truncated(0.2 * mean, 2.0 * mean)),
            _ => Law::exponential(mean),
        }
        .unwrap()
    }

    /// A law that may change with the clock.
    fn clock_law(&mut self, most: f64) -> ClockLaw {
        let first = self.law(most);
        if self.happens(0.8) {
            return ClockLaw::always(first);
        }
        let from = SimTime(self.seconds(1_000).0 + 1);
        ClockLaw::pieces(vec![(SimTime::ZERO, first), (from, self.law(most))])
    }

    /// One of these.
    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u32) as usize].clone()
    }
}

/// A center of up to three queues, types and groups with everything that is simulated.
pub(crate) fn random_center(seed: u64) -> Center {
    let mut dice = Dice::new(seed);
    let end = SimTime(Span::from_secs(1_200).0);
    let queues = 1 + dice.below(3);
    let warm_up = if dice.happens(0.3) { dice.seconds(300) } else { Span::ZERO };
    Center {
        horizon: Horizon {
            end,
            warm_up: SimTime(warm_up.0),
            interval: Span::from_secs(if dice.happens(0.7) { 300 } else { 170 }),
            drain: dice.happens(0.8).then(|| Span::from_secs(4_000)),
        },
        days: vec![SimTime::ZERO, SimTime(Span::from_secs(800).0)],
        call_types: (0..1 + dice.below(3))
            .map(|at| call_type(&mut dice, at, queues, end))
            .collect(),
        queues: (0..queues).map(|at| queue(&mut dice, at, queues)).collect(),
        bookings: (0..if dice.happens(0.2) { 1 + dice.below(2) } else { 0 })
            .map(|_| booking(&mut dice, queues))
            .collect(),
        routing: routing(&mut dice, queues, end),
        groups: (0..1 + dice.below(3)).map(|at| group(&mut dice, at, queues)).collect(),
        lines: dice.happens(0.2).then(|| 2 + dice.below(10)),
        forecast_error: dice.happens(0.3).then(|| Law::gamma(1.0, 0.3).unwrap()),
    }
}

fn call_type(dice: &mut Dice, number: u32, queues: u32, end: SimTime) -> CallType {
    let step = RateStep { from: SimTime::ZERO, to: end, calls: f64::from(5 + dice.below(60)) };
    let template = center::single(1.0, 1, Law::Constant(1.0), None, 0.0, 1.0);
    let mut call_type = template.call_types.into_iter().next().unwrap();
    call_type.talk_time = dice.clock_law(120.0);
    call_type.name = format!("type {number}");
    call_type.route = match (queues, dice.below(6)) {
        (_, 0) => vec![],
        (1, _) => vec![(QueueId(0), 1.0)],
        (_, 1 | 2) => vec![(QueueId(dice.below(queues)), 1.0)],
        _ => vec![(QueueId(0), 0.4), (QueueId(queues - 1), 0.6)],
    };
    call_type.arrivals = match dice.below(6) {
        0 | 1 => Arrivals::Poisson(vec![step]),
        2 | 3 => Arrivals::Exact(vec![step]),
        4 => Arrivals::Recorded(recorded(dice, queues)),
        _ => Arrivals::Renewal(dice.law(60.0)),
    };
    call_type.volume = if dice.happens(0.2) { 2.0 * dice.uniform() } else { 1.0 };
    call_type.forecast_error = dice.happens(0.1).then(|| Law::gamma(1.0, 0.5).unwrap());
    if dice.happens(0.2) {
        call_type.spikes = (0..1 + dice.below(3)).map(|_| spike(dice)).collect();
    }
    call_type.after_call_work = match dice.happens(0.5) {
        true => dice.clock_law(40.0),
        false => ClockLaw::always(Law::Constant(0.0)),
    };
    if dice.happens(0.9) {
        call_type.patience = Patience::Law(dice.clock_law(200.0));
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
    call_type.priority = 1 + dice.below(2);
    call_type.redial = dice.happens(0.3).then(|| call_again(dice, 60.0));
    call_type.repeat_call = dice.happens(0.2).then(|| call_again(dice, 200.0));
    call_type.response.call_again = dice.happens(0.3).then(|| call_again(dice, 60.0));
    if dice.happens(0.3) {
        call_type.response.patience_after_answer = Some(dice.law(20.0));
        call_type.response.answering_machine = 0.3;
    }
    if dice.happens(0.2) {
        call_type.response.answer_by_delay = vec![(0.0, 0.9), (300e6, 0.2)];
        call_type.response.accept_by_wait = vec![(10e6, 0.1), (100e6, 0.9)];
    }
    call_type.skills = if dice.happens(0.3) { vec![(0, 2)] } else { vec![] };
    if dice.happens(0.3) {
        call_type.attributes = vec![Attribute { id: 0, values: vec![(0, 0.3), (1, 0.7)] }];
    }
    if dice.happens(0.3) {
        call_type.transfers = vec![Transfer {
            probability: 0.3,
            queue: QueueId(dice.below(queues)),
            talk_time: dice.happens(0.5).then(|| ClockLaw::always(dice.law(60.0))),
            warm: dice.happens(0.5),
        }];
    }
    call_type.voicemail.leave = dice.uniform();
    call_type.voicemail.length = dice.law(20.0);
    if dice.happens(0.5) {
        call_type.voicemail.work = Some((QueueId(dice.below(queues)), dice.law(60.0)));
    }
    call_type
}

/// Rows of a record, with and without what they may state.
fn recorded(dice: &mut Dice, queues: u32) -> Recorded {
    let mut calls: Vec<RecordedCall> = (0..dice.below(60))
        .map(|row| RecordedCall {
            at: SimTime(dice.seconds(1_199).0),
            talk_time: dice.happens(0.5).then(|| dice.seconds(150)),
            after_call_work: dice.happens(0.5).then(|| dice.seconds(30)),
            patience: dice.happens(0.5).then(|| dice.seconds(200)),
            queue: dice.happens(0.2).then(|| QueueId(dice.below(queues))),
            row,
        })
        .collect();
    calls.sort_by_key(|call| call.at);
    let values = (0..calls.len()).map(|_| dice.one(&[0, 1, Recorded::UNSTATED])).collect();
    Recorded {
        calls: calls.into(),
        jitter: if dice.happens(0.3) { dice.seconds(60) } else { Span::ZERO },
        thin: if dice.happens(0.3) { dice.uniform() } else { 1.0 },
        bootstrap: dice.happens(0.3),
        attributes: vec![(0, values)].into(),
    }
}

fn spike(dice: &mut Dice) -> Spike {
    Spike {
        at: SimTime(dice.seconds(1_200).0),
        over: Span::from_secs(1) + dice.seconds(600),
        calls: f64::from(dice.below(20)),
        shape: SpikeShape::ALL[dice.below(3) as usize].0,
    }
}

fn call_again(dice: &mut Dice, delay: f64) -> CallAgain {
    let most = dice.happens(0.5).then(|| 1 + dice.below(3));
    CallAgain { probability: 0.6 * dice.uniform(), delay: dice.law(delay), most }
}

/// Sometimes a rule or two that lead calls to queues before their type's route does.
fn booking(dice: &mut Dice, queues: u32) -> Booking {
    let windows = if dice.happens(0.5) {
        Windows::Poisson {
            per_hour: f64::from(1 + dice.below(60)),
            length: dice.seconds(600) + Span::from_secs(1),
        }
    } else {
        let mut windows: Vec<_> = (0..dice.below(6))
            .map(|_| {
                let from = SimTime(dice.seconds(1_100).0);
                (from, from + dice.seconds(300) + Span::from_secs(1))
            })
            .collect();
        windows.sort_unstable();
        Windows::Stated(windows.into())
    };
    Booking { queue: QueueId(dice.below(queues)), call_type: CallTypeId(0), windows }
}

fn routing(dice: &mut Dice, queues: u32, end: SimTime) -> Routing {
    let mut routing = Routing {
        fallback: Some(QueueId(dice.below(queues))),
        overflow_hops: dice.below(4),
        overflow_per_minute: dice.happens(0.3).then(|| 1 + dice.below(3)),
        ..Routing::default()
    };
    for _ in 0..dice.below(3) {
        let all: Vec<QueueId> = (0..queues).map(QueueId).collect();
        let to = if dice.happens(0.5) {
            RouteTarget::FirstOf(all)
        } else {
            let share = 1.0 / f64::from(queues);
            RouteTarget::Shares(all.into_iter().map(|queue| (queue, share)).collect())
        };
        routing.rules.push(RouteRule {
            call_type: dice.happens(0.3).then_some(CallTypeId(0)),
            attribute: dice.happens(0.3).then_some((0, 0)),
            windows: dice.happens(0.3).then(|| vec![(SimTime::ZERO, SimTime(end.0 / 2))]),
            to,
            overflow: dice.happens(0.3).then(|| rules(dice, queues)),
        });
    }
    routing
}

/// Some overflow rules with any action.
fn rules(dice: &mut Dice, queues: u32) -> Vec<OverflowRule> {
    let conditions = [
        Condition::OutOfHours,
        Condition::WaitingCalls(dice.below(4)),
        Condition::AverageWait(dice.seconds(60)),
        Condition::Waited(dice.seconds(90)),
        Condition::Waited(dice.seconds(200)),
    ];
    let actions = [
        Action::Transfer(QueueId(dice.below(queues))),
        Action::External,
        Action::Voicemail,
        Action::EndCall,
        Action::AssignAnyway,
    ];
    let mut rules = Vec::new();
    for when in conditions {
        if dice.happens(0.4) {
            let other = actions[dice.below(5) as usize];
            let action = if dice.happens(0.6) { Action::DirectCallback } else { other };
            rules.push(OverflowRule { name: String::new(), when, action, to: String::new() });
        }
    }
    rules
}

/// Open for a part of the time.
fn hours(dice: &mut Dice) -> Hours {
    let opens = SimTime(dice.seconds(300).0);
    let closes = opens + Span::from_secs(1) + dice.seconds(800);
    let again = closes + Span::from_secs(1) + dice.seconds(600);
    Hours { windows: vec![(opens, closes), (again, again + Span::from_secs(400))] }
}

fn queue(dice: &mut Dice, number: u32, queues: u32) -> Queue {
    let mut queue = center::queue(100e6);
    queue.name = format!("queue {number}");
    queue.priority = 1 + dice.below(2);
    queue.lines = dice.happens(0.2).then(|| 3 + dice.below(10));
    queue.max_waiting = dice.happens(0.3).then(|| dice.below(10));
    queue.count_cache = dice.seconds(20);
    let estimates = [
        WaitEstimate::MovingAverage {
            refresh: Span::from_secs(60),
            alpha: 0.3,
            min_samples: 3,
            reset_idle: Span::from_secs(600),
            include_callbacks: dice.happens(0.5),
        },
        WaitEstimate::Mean { over: Span::from_secs(300), min_samples: 3 },
        WaitEstimate::LastAnswered,
        WaitEstimate::HeadOfLine,
        WaitEstimate::QueueLength,
    ];
    queue.wait_estimate = estimates[dice.below(5) as usize].clone();
    queue.wait_estimate_scored = dice.happens(0.5);
    queue.overflow = rules(dice, queues);
    queue.hours = dice.happens(0.3).then(|| hours(dice));
    let live = [LiveAtClose::Serve, LiveAtClose::EndCall, LiveAtClose::Voicemail];
    queue.at_close.live = live[dice.below(3) as usize];
    let callbacks =
        [CallbacksAtClose::NextOpening, CallbacksAtClose::Serve, CallbacksAtClose::Expire];
    queue.at_close.callbacks = callbacks[dice.below(3) as usize];
    let methods = [
        Assignment::LeastActive,
        Assignment::RoundRobin,
        Assignment::HighestCapacity,
        Assignment::MostSkilled,
        Assignment::LeastSkilled,
        Assignment::Random,
    ];
    queue.assignment = methods[dice.below(6) as usize];
    queue.skill_match = if dice.happens(0.8) { SkillMatch::Exact } else { SkillMatch::Closest };
    queue.assignment_block = dice.happens(0.2).then(|| 1 + dice.below(5));
    if dice.happens(0.2) {
        queue.prioritisation = (0..1 + dice.below(3)).map(|_| bucket(dice)).collect();
    }
    let level = &mut queue.service_level;
    level.within = dice.seconds(40);
    level.short_abandon = dice.seconds(10);
    level.definition = dice.one(&ServiceLevelDefinition::ALL);
    level.wait_clock = dice.one(&[WaitClock::Connect, WaitClock::Queue]);
    let callback = &mut queue.callback;
    if dice.happens(0.4) {
        callback.mode = CallbackMode::CustomerFirst;
        callback.throttle = dice
            .happens(0.4)
            .then(|| Throttle { target: dice.seconds(10), lookback: Span::from_secs(200) });
    }
    let stands =
        [CallbackPlace::Keep, CallbackPlace::Tail, CallbackPlace::Front, CallbackPlace::AfterLive];
    callback.place = stands[dice.below(4) as usize];
    callback.reserve_agents = dice.below(2);
    callback.share_limit = if dice.happens(0.2) { 0.2 } else { 1.0 };
    callback.offer_hours = dice.happens(0.2).then(|| hours(dice));
    callback.dial_out_of_hours = dice.happens(0.3);
    callback.dedup = [Dedup::None, Dedup::Queue, Dedup::All][dice.below(3) as usize];
    callback.machine_counts_as_answered = dice.happens(0.3);
    callback.offer_prompt = dice.seconds(9);
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

/// Items of some kind, or all.
fn bucket(dice: &mut Dice) -> Bucket {
    Bucket {
        call_type: dice.happens(0.3).then_some(CallTypeId(0)),
        skill: dice.happens(0.1).then_some(0),
        is_callback: dice.happens(0.3).then(|| dice.happens(0.5)),
        transferred: dice.happens(0.2).then(|| dice.happens(0.5)),
        attribute: dice.happens(0.3).then_some((0, 1)),
        by_priority: dice.happens(0.5),
    }
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
        queues: if number == 0 || dice.happens(0.4) { all } else { vec![dice.one(&all)] },
        staff,
        paid: vec![],
        absence: Absence {
            probability: if dice.happens(0.3) { 0.3 } else { 0.0 },
            day_factor: dice.happens(0.5).then(|| Law::gamma(1.0, 0.5).unwrap()),
        },
        capacity: if dice.happens(0.2) { 2 + dice.below(2) } else { 1 },
        handle_factors: if dice.happens(0.3) { vec![0.5 + dice.uniform(), 1.25] } else { vec![] },
        notification: Notification {
            accept_time: if dice.happens(0.5) { dice.law(15.0) } else { Law::Constant(0.0) },
            countdown: Span::from_secs(20),
            miss: if dice.happens(0.3) { 0.2 } else { 0.0 },
            reject: if dice.happens(0.3) { 0.2 } else { 0.0 },
            decline_limit: 1 + dice.below(3),
            inactive_after_miss: dice.happens(0.3).then(|| dice.seconds(60)),
        },
        cost_per_hour: 1.0,
        levels: if dice.happens(0.3) {
            vec![Level { queue: QueueId(dice.below(queues)), level: 2, after: dice.seconds(60) }]
        } else {
            vec![]
        },
        skills: if dice.happens(0.6) { vec![(0, dice.below(5))] } else { vec![] },
    }
}
