//! Every variant of every enum of the model does something of its own.
//!
//! Each test walks from variant to variant: the `match` that says what is expected of one also
//! names the next one, so that a new variant does not compile before it has a place here.

use ringback::ids::QueueId;
use ringback::model::{
    Action, Arrivals, Assignment, Booking, CallAgain, CallbackMode, CallbackPlace,
    CallbacksAtClose, Center, ClockLaw, Condition, Dedup, Hours, LiveAtClose, Patience, RateStep,
    RetryPlace, RouteRule, RouteTarget, ServiceLevelDefinition, SkillMatch, SpikeShape, WaitClock,
    WaitEstimate, Windows,
};
use ringback::observe::{Entry, Happening, Log, Promise};
use ringback::policy::Candidate;
use ringback::random::{Law, Purpose, Stream};
use ringback::stats::ServiceCounts;
use ringback::time::{SimTime, Span};

use crate::callback_story::{seconds, story};
use crate::edge_cases::{
    agents_of, at, calls, day, figures, law, offer, rule, when, with_second_queue, with_second_type,
};

/// All variants from the first one on, each with what is expected of it.
fn every<T, E>(first: T, of: impl Fn(&T) -> (E, Option<T>)) -> Vec<(T, E)> {
    let mut variants = Vec::new();
    let mut next = Some(first);
    while let Some(variant) = next {
        let (expected, after) = of(&variant);
        variants.push((variant, expected));
        next = after;
    }
    variants
}

/// No two variants are expected to do the same.
fn assert_distinct<T, E: PartialEq>(variants: &[(T, E)]) {
    for (position, (_, expected)) in variants.iter().enumerate() {
        assert!(variants[..position].iter().all(|(_, other)| other != expected));
    }
}

#[test]
fn every_law_has_its_mean_and_its_variance() {
    let e = libm::exp(-1.0);
    let part = [(0.5, Law::Constant(1.0)), (0.5, Law::Exponential { mean: 1.0 })];
    let laws = every(Law::constant(1.0).unwrap(), |law| match law {
        Law::Constant(_) => ((1.0, 0.0), Law::exponential(1.0).ok()),
        Law::Exponential { .. } => ((1.0, 1.0), Law::erlang(4, 1.0).ok()),
        Law::Erlang { .. } => ((1.0, 0.25), Law::gamma(1.0, 0.8).ok()),
        Law::Gamma { .. } => ((1.0, 0.64), Law::lognormal(1.0, 0.9).ok()),
        Law::Lognormal { .. } => ((1.0, 0.81), Law::weibull(1.0, 2.0).ok()),
        Law::Weibull { .. } => {
            ((1.0, 4.0 / std::f64::consts::PI - 1.0), Law::hyperexponential(1.0, 2.0).ok())
        }
        Law::Hyperexponential { .. } => ((1.0, 4.0), Law::uniform(0.0, 2.0).ok()),
        Law::Uniform { .. } => ((1.0, 1.0 / 3.0), Law::triangular(0.0, 1.0, 2.0).ok()),
        Law::Triangular { .. } => ((1.0, 1.0 / 6.0), Law::empirical(vec![0.0, 1.0, 2.0]).ok()),
        Law::Empirical(_) => ((1.0, 2.0 / 3.0), Law::mixture(part.to_vec()).ok()),
        Law::Mixture(_) => {
            ((1.0, 0.5), Law::exponential(1.0).and_then(|law| law.truncated(0.0, 1.0)).ok())
        }
        Law::Truncated { .. } => ((1.0 - e / (1.0 - e), 1.0 - e / ((1.0 - e) * (1.0 - e))), None),
    });
    assert_eq!(laws.len(), 12);
    assert_distinct(&laws);
    const DRAWS: u64 = 40_000;
    let stream = Stream::new(5, 0, Purpose::TalkTime, 1);
    for (law, (mean, variance)) in laws {
        assert!((law.mean() - mean).abs() < 0.01, "{law:?}: mean {}", law.mean());
        let values = (0..DRAWS).map(|number| law.sample(&mut stream.draws(number, 0)));
        let off = values.map(|value| value - mean).collect::<Vec<_>>();
        let moment = |power: fn(f64) -> f64| {
            off.iter().map(|&value| power(value)).sum::<f64>() / DRAWS as f64
        };
        let (first, second) = (moment(|x| x), moment(|x| x * x));
        let fourth = moment(|x| x * x * x * x);
        // 4.5 standard errors, the one of the variance from the fourth moment.
        let errors = |square: f64| 4.5 * libm::sqrt(square / DRAWS as f64);
        assert!(first.abs() <= errors(variance) + 1e-12, "{law:?}: mean off by {first}");
        let bound = errors(fourth - variance * variance) + 1e-12;
        assert!((second - variance).abs() <= bound, "{law:?}: variance {second}");
    }
}

/// An agent as rules of assignment see one, told by numbers.
struct Told([u32; 6]);

impl Candidate for Told {
    fn release(&self) -> u64 {
        u64::from(self.0[0])
    }
    fn turn(&self) -> u64 {
        1
    }
    fn turn_in_queue(&self) -> u64 {
        u64::from(self.0[1])
    }
    fn free_capacity(&self) -> u32 {
        self.0[2]
    }
    fn rating(&self) -> u64 {
        u64::from(self.0[3])
    }
    fn dice(&self) -> u64 {
        u64::from(self.0[5])
    }
}

#[test]
fn every_rule_of_assignment_chooses_another_agent() {
    // Freed last, turn in the queue, free capacity, rating, -, dice.
    let agents = [
        Told([1, 5, 2, 5, 0, 5]),
        Told([5, 1, 2, 5, 0, 5]),
        Told([5, 5, 3, 5, 0, 5]),
        Told([5, 5, 2, 9, 0, 5]),
        Told([5, 5, 2, 1, 0, 5]),
        Told([5, 5, 2, 5, 0, 1]),
    ];
    let rules = every(Assignment::LeastActive, |rule| match rule {
        Assignment::LeastActive => (0, Some(Assignment::RoundRobin)),
        Assignment::RoundRobin => (1, Some(Assignment::HighestCapacity)),
        Assignment::HighestCapacity => (2, Some(Assignment::MostSkilled)),
        Assignment::MostSkilled => (3, Some(Assignment::LeastSkilled)),
        Assignment::LeastSkilled => (4, Some(Assignment::Random)),
        Assignment::Random => (5, None),
    });
    assert_eq!(rules.len(), Assignment::ALL.len());
    assert_distinct(&rules);
    for (rule, chosen) in rules {
        let best = (0..agents.len()).min_by_key(|&agent| (rule.rank(&agents[agent]), agent));
        assert_eq!(best, Some(chosen), "{rule:?}");
    }
}

#[test]
fn every_skill_match_takes_or_leaves_an_agent_without_the_skill() {
    let mut center = day(1, &[(0, 5)]);
    center.call_types[0].skills = vec![(0, 5)];
    let matches = every(SkillMatch::Exact, |way| match way {
        SkillMatch::Exact => (vec![], Some(SkillMatch::Closest)),
        SkillMatch::Closest => (vec![0], None),
    });
    for (way, agents) in matches {
        center.queues[0].skill_match = way;
        assert_eq!(agents_of(&center, 0), agents, "{way:?}");
    }
}

#[test]
fn every_place_of_callbacks_serves_others_before_or_after() {
    // The caller at 1 s presses the key at 31 s and is dialled for 10 s. Others of the same type
    // come at 20 s and 40 s, one of an earlier priority at 2 s.
    let arrivals = [(0, 100), (1, 9), (20, 9), (40, 9)];
    let mut center = with_second_type(day(1, &arrivals), 0, &[(2, 9)]);
    center.call_types[1].priority = 0;
    center.call_types[1].response.accept = vec![0.0];
    center.queues[0].overflow = vec![offer(Condition::WaitingCalls(0))];
    center.queues[0].callback.max_active = Some(1);
    let places = every(CallbackPlace::Front, |place| match place {
        CallbackPlace::Front => (110.0, Some(CallbackPlace::Keep)),
        CallbackPlace::Keep => (119.0, Some(CallbackPlace::Tail)),
        CallbackPlace::Tail => (128.0, Some(CallbackPlace::AfterLive)),
        CallbackPlace::AfterLive => (137.0, None),
    });
    assert_distinct(&places);
    for (place, connected) in places {
        center.queues[0].callback.place = place;
        assert_eq!(when(&center, 0, "Connected")[1], connected, "{place:?}");
    }
}

#[test]
fn every_place_of_retries_serves_others_before_or_after() {
    // Dialled in vain from 100 s to 110 s, back at 130 s. Others: from 110 s to 170 s the call of
    // 2 s, those of 40 s and 50 s, and one of an earlier priority of 120 s.
    let arrivals = [(0, 100), (1, 9), (2, 60), (40, 9), (50, 9)];
    let mut center = with_second_type(day(1, &arrivals), 0, &[(120, 9)]);
    center.call_types[1].priority = 0;
    center.call_types[0].response.answer = vec![0.0, 1.0];
    center.queues[0].overflow = vec![offer(Condition::WaitingCalls(0))];
    let callback = &mut center.queues[0].callback;
    callback.max_active = Some(1);
    callback.attempts = 2;
    callback.retry_after = seconds(20);
    let places = every(RetryPlace::Keep, |place| match place {
        RetryPlace::Keep => (189.0, Some(RetryPlace::Front)),
        RetryPlace::Front => (180.0, Some(RetryPlace::Tail)),
        RetryPlace::Tail => (207.0, None),
    });
    assert_distinct(&places);
    for (place, connected) in places {
        center.queues[0].callback.retry_place = place;
        assert_eq!(when(&center, 0, "Connected")[1], connected, "{place:?}");
    }
}

#[test]
fn every_dedup_closes_the_second_callback_in_its_scope() {
    // The caller at 1 s presses the key at 31 s and rings again at 131 s.
    let mut center = with_second_queue(day(1, &[(0, 900), (1, 9)]), 1);
    center.call_types[0].response.call_again =
        Some(CallAgain { probability: 1.0, delay: law(100), most: Some(1) });
    for queue in &mut center.queues {
        queue.overflow = vec![offer(Condition::WaitingCalls(0))];
    }
    center.groups[1].staff = vec![(SimTime::ZERO, 0)];
    let elsewhere = RouteRule {
        call_type: None,
        attribute: None,
        windows: Some(vec![(at(100), at(5_000))]),
        to: RouteTarget::Shares(vec![(QueueId(1), 1.0)]),
        overflow: None,
    };
    let scopes = every(Dedup::None, |dedup| match dedup {
        Dedup::None => ((0, 0), Some(Dedup::Queue)),
        Dedup::Queue => ((1, 0), Some(Dedup::All)),
        Dedup::All => ((1, 1), None),
    });
    assert_distinct(&scopes);
    for (dedup, expected) in scopes {
        for queue in &mut center.queues {
            queue.callback.dedup = dedup;
        }
        center.routing.rules.clear();
        let same_queue = figures(&center).calls.callbacks_deduplicated;
        center.routing.rules.push(elsewhere.clone());
        let other_queue = figures(&center).calls.callbacks_deduplicated;
        assert_eq!((same_queue, other_queue), expected, "{dedup:?}");
    }
}

#[test]
fn every_callback_mode_calls_somebody_first() {
    let mut center = day(1, &[(0, 100), (1, 9)]);
    center.queues[0].overflow = vec![offer(Condition::WaitingCalls(0))];
    let modes = every(CallbackMode::AgentFirst, |mode| match mode {
        CallbackMode::AgentFirst => ("100 Assigned", Some(CallbackMode::CustomerFirst)),
        CallbackMode::CustomerFirst => ("100 Dialled 1", None),
    });
    for (mode, first) in modes {
        center.queues[0].callback.mode = mode;
        let told = story(&center, 1);
        let due = told.iter().position(|line| line == "100 CallbackDue").unwrap();
        assert_eq!(told[due + 1], first, "{mode:?}");
    }
}

/// An agent busy until 150 s; a queue that closes at 100 s and opens again at 1,000 s, with one on
/// hold since 50 s and a callback since 32 s.
fn closing() -> Center {
    let mut center = with_second_type(day(1, &[(0, 150), (2, 9)]), 0, &[(50, 9)]);
    center.call_types[1].response.accept = vec![0.0];
    center.call_types[1].voicemail.leave = 1.0;
    center.queues[0].overflow = vec![offer(Condition::WaitingCalls(0))];
    center.queues[0].hours =
        Some(Hours { windows: vec![(SimTime::ZERO, at(100)), (at(1_000), at(9_000))] });
    center
}

#[test]
fn every_end_of_the_day_for_calls_on_hold_is_another() {
    let mut center = closing();
    let ends = every(LiveAtClose::Serve, |end| match end {
        LiveAtClose::Serve => (("Connected", 150.0), Some(LiveAtClose::EndCall)),
        LiveAtClose::EndCall => (("EndedByOverflow", 100.0), Some(LiveAtClose::Voicemail)),
        LiveAtClose::Voicemail => (("VoicemailLeft", 100.0), None),
    });
    assert_distinct(&ends);
    for (end, (what, second)) in ends {
        center.queues[0].at_close.live = end;
        assert_eq!(when(&center, 1, what), [second], "{end:?}");
    }
}

#[test]
fn every_end_of_the_day_for_callbacks_is_another() {
    let mut center = closing();
    let ends = every(CallbacksAtClose::NextOpening, |end| match end {
        CallbacksAtClose::NextOpening => (("Dialled", 1_000.0), Some(CallbacksAtClose::Serve)),
        CallbacksAtClose::Serve => (("Dialled", 150.0), Some(CallbacksAtClose::Expire)),
        CallbacksAtClose::Expire => (("CallbackExpired", 100.0), None),
    });
    assert_distinct(&ends);
    for (end, (what, second)) in ends {
        center.queues[0].at_close.callbacks = end;
        assert_eq!(when(&center, 0, what), [second], "{end:?}");
    }
}

#[test]
fn every_wait_estimate_quotes_a_wait_of_its_own() {
    // Waits of 0 s, 90 s and 130 s have ended at 0 s, 100 s and 150 s; since 30 s one waits.
    let mut center = day(1, &[(0, 100), (10, 50), (20, 60), (30, 9), (200, 9)]);
    center.queues[0].wait_estimate_scored = true;
    center.queues[0].mean_handle_time = 77e6;
    let average = WaitEstimate::MovingAverage {
        refresh: seconds(110),
        alpha: 0.5,
        min_samples: 1,
        reset_idle: seconds(86_400),
        include_callbacks: true,
    };
    let mean = WaitEstimate::Mean { over: seconds(3_600), min_samples: 1 };
    let estimates = every(average, |estimate| match estimate {
        WaitEstimate::MovingAverage { .. } => (45.0, Some(mean.clone())),
        WaitEstimate::Mean { .. } => (73.333333, Some(WaitEstimate::LastAnswered)),
        WaitEstimate::LastAnswered => (130.0, Some(WaitEstimate::HeadOfLine)),
        WaitEstimate::HeadOfLine => (170.0, Some(WaitEstimate::QueueLength)),
        WaitEstimate::QueueLength => (154.0, None),
    });
    assert_distinct(&estimates);
    for (estimate, quoted) in estimates {
        center.queues[0].wait_estimate = estimate.clone();
        let mut log = Log::default();
        ringback::engine::simulate(&center, 1, 0, &mut log);
        let promise = log.entries.iter().find_map(|entry| match entry {
            Entry::Call(_, call, Happening::Queued { .. }) if call.number == 4 => {
                Some(call.promise)
            }
            _ => None,
        });
        let by = Promise::By(at(200) + Span::from_ticks(quoted * 1e6));
        assert_eq!(promise, Some(by), "{estimate:?}");
    }
}

#[test]
fn edge_26_every_service_level_definition_counts_in_its_own_way() {
    use ServiceLevelDefinition as Level;
    let counts = ServiceCounts {
        answered: 1_000,
        abandoned: 60,
        answered_in_time: 860,
        abandoned_in_time: 20,
        short_abandoned: 10,
        flow_outs: 40,
        callbacks: 25,
    };
    let definitions = every(Level::AllOffered, |definition| match definition {
        Level::AllOffered => ((860, 1_060), Some(Level::AbandonCredit)),
        Level::AbandonCredit => ((880, 1_060), Some(Level::AnsweredOnly)),
        Level::AnsweredOnly => ((860, 1_000), Some(Level::IgnoreWithin)),
        Level::IgnoreWithin => ((860, 1_040), Some(Level::ShortCredit)),
        Level::ShortCredit => ((870, 1_060), Some(Level::ShortRemoved)),
        Level::ShortRemoved => ((860, 1_050), Some(Level::WithFlowouts)),
        Level::WithFlowouts => ((860, 1_100), Some(Level::CallbackAsAnswered)),
        Level::CallbackAsAnswered => ((885, 1_085), None),
    });
    assert_eq!(definitions.len(), Level::ALL.len());
    assert_distinct(&definitions);
    for (definition, parts) in definitions {
        assert_eq!(definition.parts(&counts), parts, "{definition:?}");
    }
}

#[test]
fn every_shape_of_a_spike_has_a_quarter_of_its_calls_by_another_time() {
    let shapes = every(SpikeShape::Flat, |shape| match shape {
        SpikeShape::Flat => (0.25, Some(SpikeShape::Triangle)),
        SpikeShape::Triangle => (0.353553, Some(SpikeShape::Exponential)),
        SpikeShape::Exponential => (0.090408, None),
    });
    assert_eq!(shapes.len(), SpikeShape::ALL.len());
    for (shape, time) in shapes {
        assert!((shape.time_by(0.25) - time).abs() < 1e-6, "{shape:?}: {}", shape.time_by(0.25));
    }
}

#[test]
fn every_action_of_overflow_does_something_else_with_a_call() {
    let mut center = with_second_queue(day(0, &[(0, 9)]), 0);
    center.call_types[0].voicemail.leave = 1.0;
    center.queues[0].hours = Some(Hours { windows: vec![(at(9_000), at(9_001))] });
    center.queues[0].at_close.callbacks = CallbacksAtClose::Serve;
    let actions = every(Action::AssignAnyway, |action| match action {
        Action::AssignAnyway => ("Queued", Some(Action::DirectCallback)),
        Action::DirectCallback => ("CallbackAccepted", Some(Action::Transfer(QueueId(1)))),
        Action::Transfer(_) => ("Moved ", Some(Action::External)),
        Action::External => ("SentOutside", Some(Action::Voicemail)),
        Action::Voicemail => ("VoicemailLeft", Some(Action::EndCall)),
        Action::EndCall => ("EndedByOverflow", None),
    });
    assert_distinct(&actions);
    let marks = ["CallbackAccepted", "Moved ", "SentOutside", "VoicemailLeft", "EndedByOverflow"];
    for (action, what) in actions {
        center.queues[0].overflow = vec![rule(Condition::OutOfHours, action)];
        assert_eq!(when(&center, 0, what).len(), 1, "{action:?}");
        for other in marks.iter().filter(|mark| **mark != what) {
            assert!(when(&center, 0, other).is_empty(), "{action:?} leads to {other}");
        }
    }
}

#[test]
fn every_condition_of_overflow_fires_at_its_own_time() {
    let mut center = day(1, &[(0, 300), (10, 9), (20, 9), (70, 9)]);
    center.queues[0].wait_estimate = WaitEstimate::HeadOfLine;
    let conditions = every(Condition::WaitingCalls(1), |condition| match condition {
        Condition::WaitingCalls(_) => (vec![20.0, 70.0], Some(Condition::AverageWait(seconds(50)))),
        Condition::AverageWait(_) => (vec![70.0], Some(Condition::Waited(seconds(40)))),
        Condition::Waited(_) => (vec![50.0, 60.0, 110.0], Some(Condition::OutOfHours)),
        Condition::OutOfHours => (vec![10.0, 20.0, 70.0], None),
    });
    assert_eq!(conditions.len(), Condition::KEYS.len());
    assert_distinct(&conditions);
    for (condition, times) in conditions {
        if condition == Condition::OutOfHours {
            center.queues[0].hours = Some(Hours { windows: vec![(SimTime::ZERO, at(5))] });
        }
        center.queues[0].overflow = vec![rule(condition, Action::EndCall)];
        assert_eq!(when(&center, 0, "EndedByOverflow"), times, "{condition:?}");
    }
}

#[test]
fn every_wait_clock_stops_at_its_own_moment() {
    let mut center = day(1, &[(0, 9)]);
    center.groups[0].notification.accept_time = law(10);
    center.queues[0].service_level.within = seconds(5);
    let clocks = every(WaitClock::Connect, |clock| match clock {
        WaitClock::Connect => (0, Some(WaitClock::Queue)),
        WaitClock::Queue => (1, None),
    });
    for (clock, in_time) in clocks {
        center.queues[0].service_level.wait_clock = clock;
        assert_eq!(figures(&center).calls.answered_in_time, in_time, "{clock:?}");
    }
}

/// When the calls of a replication arrived.
fn arrived(center: &Center, replication: u64) -> Vec<SimTime> {
    let mut log = Log::default();
    ringback::engine::simulate(center, 1, replication, &mut log);
    let times = log.entries.into_iter().filter_map(|entry| match entry {
        Entry::Call(at, _, Happening::Arrived) => Some(at),
        _ => None,
    });
    times.collect()
}

#[test]
fn every_kind_of_arrivals_is_random_in_its_own_way() {
    let mut center = day(1, &[]);
    let end = center.horizon.end;
    let steps = vec![RateStep { from: SimTime::ZERO, to: end, calls: 50.0 }];
    // Whether replications have as many calls, at the same moments, with equal gaps.
    let kinds = every(Arrivals::Poisson(steps.clone()), |kind| match kind {
        Arrivals::Poisson(_) => ((false, false, false), Some(Arrivals::Exact(steps.clone()))),
        Arrivals::Exact(_) => ((true, false, false), Some(calls(&[(1, 9), (2, 9), (7, 9)]))),
        Arrivals::Recorded(_) => ((true, true, false), Some(Arrivals::Renewal(law(100)))),
        Arrivals::Renewal(_) => ((true, true, true), None),
    });
    assert_distinct(&kinds);
    for (kind, expected) in kinds {
        center.call_types[0].arrivals = kind.clone();
        let days: Vec<Vec<SimTime>> = (0..20).map(|day| arrived(&center, day)).collect();
        let as_many = days.iter().all(|day| day.len() == days[0].len());
        let same = days.iter().all(|day| *day == days[0]);
        let gaps: Vec<Span> = days[0].windows(2).map(|pair| pair[1].since(pair[0])).collect();
        let even = gaps.iter().all(|gap| *gap == gaps[0]);
        assert_eq!((as_many, same, even), expected, "{kind:?}");
    }
}

#[test]
fn every_patience_ends_or_does_not() {
    let mut center = day(0, &[]);
    center.call_types[0].arrivals = Arrivals::Renewal(law(2_000));
    let kinds = every(Patience::Never, |patience| match patience {
        Patience::Never => ((0, 1), Some(Patience::Law(ClockLaw::always(law(60))))),
        Patience::Law(_) => ((1, 0), None),
    });
    for (patience, expected) in kinds {
        center.call_types[0].patience = patience.clone();
        let calls = figures(&center).calls;
        assert_eq!((calls.abandoned, calls.unfinished), expected, "{patience:?}");
    }
}

#[test]
fn every_target_of_a_route_meets_a_full_queue_in_its_own_way() {
    let many: Vec<(u64, u64)> = (0..100).map(|number| (number, 1)).collect();
    let mut center = with_second_queue(day(0, &many), 0);
    center.queues[0].overflow = vec![rule(Condition::WaitingCalls(0), Action::EndCall)];
    let shares = RouteTarget::Shares(vec![(QueueId(0), 0.5), (QueueId(1), 0.5)]);
    let first = RouteTarget::FirstOf(vec![QueueId(0), QueueId(1)]);
    let targets = every(first, |target| match target {
        RouteTarget::FirstOf(_) => (0..1, Some(shares.clone())),
        // A standard error of 5 calls.
        RouteTarget::Shares(_) => (28..73, None),
    });
    for (to, ended) in targets {
        center.routing.rules = vec![RouteRule {
            call_type: None,
            attribute: None,
            windows: None,
            to: to.clone(),
            overflow: None,
        }];
        let found = figures(&center).calls.ended_by_overflow;
        assert!(ended.contains(&found), "{to:?}: {found} ended");
    }
}

#[test]
fn every_kind_of_windows_opens_as_stated_or_at_random() {
    let mut center = day(1, &[]);
    let stated = Windows::Stated([(at(10), at(90)), (at(30), at(95))].into());
    let kinds = every(stated, |windows| match windows {
        Windows::Stated(_) => {
            (true, Some(Windows::Poisson { per_hour: 30.0, length: seconds(600) }))
        }
        Windows::Poisson { .. } => (false, None),
    });
    for (windows, always) in kinds {
        center.bookings = vec![Booking {
            queue: QueueId(0),
            call_type: ringback::ids::CallTypeId(0),
            windows: windows.clone(),
        }];
        let days: Vec<Vec<SimTime>> = (0..9).map(|day| arrived(&center, day)).collect();
        assert!(days.iter().all(|day| !day.is_empty()), "{windows:?}");
        assert_eq!(days.iter().all(|day| *day == days[0]), always, "{windows:?}");
    }
}

#[test]
fn every_purpose_draws_other_numbers() {
    use Purpose as P;
    let purposes = every(P::Arrival, |purpose| {
        let next = match purpose {
            P::Arrival => Some(P::Route),
            P::Route => Some(P::TalkTime),
            P::TalkTime => Some(P::AfterCallWork),
            P::AfterCallWork => Some(P::Patience),
            P::Patience => Some(P::Balk),
            P::Balk => Some(P::Accept),
            P::Accept => Some(P::Decision),
            P::Decision => Some(P::Answer),
            P::Answer => Some(P::Ring),
            P::Ring => Some(P::Preview),
            P::Preview => Some(P::CallbackTalkTime),
            P::CallbackTalkTime => Some(P::NotificationAccept),
            P::NotificationAccept => Some(P::NotificationOutcome),
            P::NotificationOutcome => Some(P::ForecastError),
            P::ForecastError => Some(P::Volume),
            P::Volume => Some(P::Jitter),
            P::Jitter => Some(P::Resample),
            P::Resample => Some(P::Redial),
            P::Redial => Some(P::Repeat),
            P::Repeat => Some(P::Transfer),
            P::Transfer => Some(P::Voicemail),
            P::Voicemail => Some(P::Attribute),
            P::Attribute => Some(P::PatienceAfterAnswer),
            P::PatienceAfterAnswer => Some(P::Machine),
            P::Machine => Some(P::CallAgain),
            P::CallAgain => Some(P::Assignment),
            P::Assignment => Some(P::RuleShare),
            P::RuleShare => Some(P::Booking),
            P::Booking => Some(P::Spike),
            P::Spike => Some(P::Absence),
            P::Absence => Some(P::AbsenceFactor),
            P::AbsenceFactor => Some(P::Design),
            P::Design => None,
        };
        (Stream::new(1, 0, *purpose, 1).draws(0, 0).word(), next)
    });
    assert_eq!(purposes.len(), 33);
    assert_distinct(&purposes);
}
