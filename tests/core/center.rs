//! Centers to test with, built by hand: times in minutes, as the oracles have them.

use ringback::ids::{CallTypeId, QueueId};
use ringback::measure::{CallTypeFrame, Frame, GroupFrame, Level, Pair, Replication, Tally};
use ringback::model::{
    Action, AgentGroup, Arrivals, Assignment, AtClose, CallType, Callback, CallbackResponse,
    Center, ClockLaw, Condition, Horizon, OverflowRule, Patience, Queue, RateStep, Routing,
    ServiceLevel, SkillMatch, Voicemail, WaitClock, WaitEstimate,
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
            priority: 1,
            attributes: vec![],
            skills: vec![],
            redial: None,
            repeat_call: None,
            transfers: vec![],
            voicemail: Voicemail::default(),
            value_per_handled: 0.0,
            arrivals: Arrivals::Poisson(vec![RateStep {
                from: SimTime::ZERO,
                to: end,
                calls: rate * end.seconds() / 60.0,
            }]),
            spikes: vec![],
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
                ..CallbackResponse::default()
            },
            cost_per_lost: 0.0,
        }],
        queues: vec![queue(mean)],
        groups: vec![AgentGroup {
            name: "team".into(),
            queues: vec![QueueId(0)],
            staff: vec![(SimTime::ZERO, agents)],
            ..AgentGroup::default()
        }],
        bookings: vec![],
        routing: Routing::default(),
        lines: None,
        forecast_error: None,
    }
}

/// A queue without overflow rules.
pub(crate) fn queue(mean_handle_time: f64) -> Queue {
    Queue {
        name: "queue".into(),
        priority: 1,
        assignment: Assignment::LeastActive,
        skill_match: SkillMatch::Exact,
        assignment_block: None,
        prioritisation: vec![],
        hours: None,
        at_close: AtClose::default(),
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
        wait_estimate_scored: false,
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
            ..Callback::default()
        },
        mean_handle_time,
    }
}

/// A rule that offers callbacks.
pub(crate) fn offer_when(when: Condition) -> OverflowRule {
    OverflowRule { name: "offer".into(), when, action: Action::DirectCallback, to: String::new() }
}

/// What a tally of this center counts by: one day.
pub(crate) fn frame(center: &Center) -> Frame {
    let intervals = center.horizon.intervals();
    let (types, queues) = (center.call_types.len() as u32, center.queues.len() as u32);
    let pairs = (0..types).flat_map(|call_type| {
        (0..2 * queues).map(move |at| Pair {
            call_type: CallTypeId(call_type),
            queue: QueueId(at / 2),
            transferred: at % 2 == 1,
        })
    });
    Frame {
        warm_up: center.horizon.warm_up,
        end: center.horizon.end,
        interval: center.horizon.interval,
        by_event: false,
        counts_most_waiting: false,
        day_of_interval: vec![0; intervals],
        pairs: pairs.collect(),
        has_moves: true,
        has_callbacks: center.has_callbacks(),
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
            .map(|group| GroupFrame {
                cost_per_hour: group.cost_per_hour,
                paid_ticks: group.paid_by_interval(&center.horizon),
            })
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
    simulate_from(center, frame, 0, replications)
}

/// The same of replications from a first one on.
pub(crate) fn simulate_from(
    center: &Center,
    frame: &Frame,
    first: u64,
    replications: u64,
) -> Vec<Replication> {
    on_two_threads(replications, |from, to| {
        let mut tally = Tally::new(frame);
        (first + from..first + to)
            .map(|replication| {
                ringback::engine::simulate(center, SEED, replication, &mut tally);
                tally.take()
            })
            .collect()
    })
}

/// The seed of all statistical tests.
pub(crate) const SEED: u64 = 20_261_124;

/// Does so many pieces of work in two halves at the same time; the results come back in order.
pub(crate) fn on_two_threads<T: Send>(
    count: u64,
    half: impl Fn(u64, u64) -> Vec<T> + Sync,
) -> Vec<T> {
    std::thread::scope(|scope| {
        let first = scope.spawn(|| half(0, count / 2));
        let second = half(count / 2, count);
        let mut all = first.join().unwrap();
        all.extend(second);
        all
    })
}
