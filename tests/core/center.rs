//! Centers to test with, built by hand: times in minutes, as the oracles have them.

use ringback::ids::QueueId;
use ringback::measure::{CallTypeFrame, Frame, GroupFrame, Level, Pair, Replication, Tally};
use ringback::model::{
    Action, AgentGroup, Arrivals, CallType, Callback, CallbackResponse, Center, ClockLaw,
    Condition, Horizon, Notification, OverflowRule, Patience, Queue, RateStep, RetryPlace,
    ServiceLevel, WaitClock, WaitEstimate,
};
use ringback::random::{Law, name_hash};
use ringback::stats::ServiceLevelDefinition;
use ringback::time::{SimTime, Span};

/// A length in minutes.
pub(crate) fn minutes(length: f64) -> Span {
    Span::from_ticks(length * 60.0e6)
}

/// An exponential law of a mean in minutes.
pub(crate) fn exponential(mean: f64) -> Law {
    Law::exponential(mean * 60.0e6).unwrap()
}

/// A queue with agents, calls per minute and laws in ticks; no callback. Days of 8 hours with a
/// warm-up of 30 mean services are usual, so `end` and `warm_up` are in minutes.
pub(crate) fn single(
    rate: f64,
    agents: u32,
    talk: Law,
    patience: Option<Law>,
    warm_up: f64,
    end: f64,
) -> Center {
    let end = SimTime(minutes(end).0);
    let mean = talk.mean();
    Center {
        horizon: Horizon {
            end,
            warm_up: SimTime(minutes(warm_up).0),
            interval: Span(end.0),
            drain: Some(Span::from_secs(24 * 3_600)),
        },
        days: vec![SimTime::ZERO],
        call_types: vec![CallType {
            name: "calls".into(),
            route: vec![(QueueId(0), 1.0)],
            arrivals: Arrivals::Poisson(vec![RateStep {
                from: SimTime::ZERO,
                to: end,
                calls: rate * end.seconds() / 60.0,
            }]),
            volume: 1.0,
            forecast_error: None,
            talk_time: ClockLaw::always(talk),
            after_call_work: ClockLaw::always(Law::Constant(0.0)),
            patience: patience.map_or(Patience::Never, |law| Patience::Law(ClockLaw::always(law))),
            balk: 0.0,
            response: CallbackResponse {
                accept: vec![0.37],
                decision: Law::Constant(0.0),
                answer: vec![0.93],
                talk_time: None,
            },
            cost_per_lost: 0.0,
        }],
        queues: vec![queue(mean)],
        groups: vec![AgentGroup {
            name: "team".into(),
            queues: vec![QueueId(0)],
            staff: vec![(SimTime::ZERO, agents)],
            notification: Notification {
                accept_time: Law::Constant(0.0),
                countdown: Span::from_secs(120),
                miss: 0.0,
                reject: 0.0,
                decline_limit: 3,
            },
            cost_per_hour: 0.0,
        }],
        lines: None,
        forecast_error: None,
    }
}

/// A queue without overflow rules.
pub(crate) fn queue(mean_handle_time: f64) -> Queue {
    Queue {
        name: "queue".into(),
        priority: 1,
        lines: None,
        max_waiting: None,
        service_level: ServiceLevel {
            within: Span::from_secs(20),
            target: 0.8,
            definition: ServiceLevelDefinition::AllOffered,
            short_abandon: Span::from_secs(5),
            wait_clock: WaitClock::Connect,
        },
        wait_estimate: WaitEstimate::QueueLength,
        count_cache: Span::ZERO,
        overflow: vec![],
        callback: Callback {
            first_offer: Span::ZERO,
            repeat_every: Span::from_secs(120),
            offer_prompt: Span::ZERO,
            confirm_prompt: Span::ZERO,
            max_active: None,
            counts_to_limit: true,
            ring: Law::Constant(0.0),
            preview: Law::Constant(0.0),
            attempts: 1,
            retry_after: Span::from_secs(900),
            retry_place: RetryPlace::Keep,
            no_answer_costs_agent: true,
            expire_after: Span::from_secs(7 * 86_400),
        },
        mean_handle_time,
    }
}

/// A rule that offers callbacks.
pub(crate) fn offer_when(when: Condition) -> OverflowRule {
    OverflowRule { name: "offer".into(), when, action: Action::DirectCallback }
}

/// What a tally of this center counts by: one day.
pub(crate) fn frame(center: &Center) -> Frame {
    let intervals = center.horizon.intervals();
    let mut pairs = Vec::new();
    for (position, call_type) in center.call_types.iter().enumerate() {
        for &(queue, _) in &call_type.route {
            pairs.push(Pair { call_type: ringback::ids::CallTypeId(position as u32), queue });
        }
    }
    Frame {
        warm_up: center.horizon.warm_up,
        end: center.horizon.end,
        interval: center.horizon.interval,
        by_event: false,
        day_of_interval: vec![0; intervals],
        pairs,
        levels: center
            .queues
            .iter()
            .map(|queue| Level {
                name: name_hash(&queue.name),
                within: queue.service_level.within,
                short: queue.service_level.short_abandon,
                target: queue.service_level.target,
                definition: queue.service_level.definition,
                until_assigned: queue.service_level.wait_clock == WaitClock::Queue,
            })
            .collect(),
        call_types: center
            .call_types
            .iter()
            .map(|call_type| CallTypeFrame {
                name: name_hash(&call_type.name),
                cost_per_lost: call_type.cost_per_lost,
            })
            .collect(),
        groups: center
            .groups
            .iter()
            .map(|group| GroupFrame { cost_per_hour: group.cost_per_hour })
            .collect(),
        agents: center
            .groups
            .iter()
            .flat_map(|group| {
                let name = name_hash(&group.name);
                (0..u64::from(group.most_agents())).map(move |number| name ^ (number << 1 | 1))
            })
            .collect(),
    }
}

/// Simulates replications on two threads; their totals come back in order.
pub(crate) fn simulate(center: &Center, frame: &Frame, replications: u64) -> Vec<Replication> {
    let half = |from: u64, to: u64| {
        let mut tally = Tally::new(frame);
        (from..to)
            .map(|replication| {
                ringback::engine::simulate(center, 20_261_124, replication, &mut tally);
                tally.take()
            })
            .collect::<Vec<_>>()
    };
    let middle = replications / 2;
    std::thread::scope(|scope| {
        let first = scope.spawn(|| half(0, middle));
        let second = half(middle, replications);
        let mut all = first.join().unwrap();
        all.extend(second);
        all
    })
}
