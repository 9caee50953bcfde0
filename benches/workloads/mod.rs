//! The centers of W2, W3, W4 and of skills and priorities for benches of the pure core.

#![expect(clippy::unwrap_used, reason = "constants that are known to be good")]

use ringback::ids::QueueId;
use ringback::model::{AgentGroup, Arrivals, CallType, Center, Condition, Level, Patience, Queue};
use ringback::model::{ClockLaw, RateStep};
use ringback::random::Law;
use ringback::time::{SimTime, Span};

use crate::center;

const QUARTER: u64 = 900;

/// M/M/100+M.
pub(crate) fn w2() -> Center {
    center::single(
        100.0,
        100,
        center::exponential(1.0),
        Some(center::exponential(2.0)),
        0.0,
        1_000.0,
    )
}

/// Two peaks over a day, 50,000 calls in all, an agent per erlang and a little more, but far
/// fewer from 9 to 12.
pub(crate) fn day(callbacks: bool) -> Center {
    let weight = |interval: u32| {
        let hour = (f64::from(interval) + 0.5) / 4.0;
        let peak = |at: f64, width: f64| {
            let x = (hour - at) / width;
            libm::exp(-x * x)
        };
        0.06 + peak(10.5, 2.2) + 0.85 * peak(15.5, 2.5)
    };
    let total: f64 = (0..96).map(weight).sum();
    let talk = Law::lognormal(300e6, 1.2).unwrap();
    let patience = Law::exponential(180e6).unwrap();
    let mut center = center::single(1.0, 1, talk, Some(patience), 0.0, 1_440.0);
    let calls = |interval: u32| 50_000.0 * weight(interval) / total;
    let start = |interval: u32| SimTime(Span::from_secs(u64::from(interval) * QUARTER).0);
    let steps = (0..96).map(|interval| RateStep {
        from: start(interval),
        to: start(interval + 1),
        calls: calls(interval),
    });
    center.call_types[0].arrivals = Arrivals::Poisson(steps.collect());
    let agents = |interval: u32| {
        let load = calls(interval) * 300.0 / QUARTER as f64;
        if (36..48).contains(&interval) { 0.55 * load } else { load + 0.3 * load.sqrt() }
    };
    center.groups[0].staff =
        (0..96).map(|interval| (start(interval), agents(interval).ceil() as u32)).collect();
    center.horizon.interval = Span::from_secs(QUARTER);
    if callbacks {
        let queue = &mut center.queues[0];
        queue.overflow = vec![center::offer_when(Condition::AverageWait(Span::from_secs(120)))];
        queue.callback.first_offer = Span::from_secs(30);
        center.call_types[0].response.accept = vec![0.3];
        center.call_types[0].response.answer = vec![1.0];
    }
    center
}

/// The five queues, eight groups and 300 agents of `benches/scenarios/skills.toml`.
pub(crate) fn skills() -> Center {
    let law = |ticks: Law| ClockLaw::always(ticks);
    let exponential = |seconds: f64| law(Law::exponential(seconds * 1e6).unwrap());
    let mut center = center::single(1.0, 1, Law::exponential(1e6).unwrap(), None, 0.0, 600.0);
    center.horizon.interval = Span::from_secs(QUARTER);
    let end = center.horizon.end;
    let usual = (center.call_types[0].clone(), center.queues[0].clone());
    // Name, calls an hour, priority, talk time, after-call work, patience, skill required; then of
    // the queue priority and service level.
    let kinds = [
        ("billing", 900.0, 1, 240.0, 30.0, 180.0, 2, 1, 20, 0.8),
        ("orders", 900.0, 2, 300.0, 30.0, 180.0, 2, 1, 20, 0.8),
        ("repairs", 700.0, 1, 360.0, 60.0, 240.0, 3, 1, 30, 0.8),
        ("spanish", 500.0, 1, 300.0, 30.0, 180.0, 4, 1, 20, 0.8),
        ("members", 300.0, 1, 300.0, 30.0, 300.0, 0, 0, 10, 0.9),
    ];
    center.call_types.clear();
    center.queues.clear();
    for (number, kind) in (0..).zip(kinds) {
        let (name, per_hour, priority, talk, wrap, patience, rating, first, within, target) = kind;
        center.call_types.push(CallType {
            name: name.into(),
            route: vec![(QueueId(number), 1.0)],
            priority,
            skills: if rating > 0 { vec![(number, rating)] } else { vec![] },
            arrivals: Arrivals::Poisson(vec![RateStep {
                from: SimTime::ZERO,
                to: end,
                calls: per_hour * 10.0,
            }]),
            talk_time: law(Law::lognormal(talk * 1e6, 1.2).unwrap()),
            after_call_work: exponential(wrap),
            patience: Patience::Law(exponential(patience)),
            ..usual.0.clone()
        });
        let mut queue = Queue { name: name.into(), priority: first, ..usual.1.clone() };
        queue.service_level.within = Span::from_secs(within);
        queue.service_level.target = target;
        center.queues.push(queue);
    }
    let (billing, orders, repairs, spanish, members) = (0, 1, 2, 3, 4);
    let after = |queue: u32, seconds: u64| Level {
        queue: QueueId(queue),
        level: 2,
        after: Span::from_secs(seconds),
    };
    let group = |name: &str, agents, skills: &[(u32, u32)], queues: &[u32], levels| AgentGroup {
        name: name.into(),
        queues: queues.iter().copied().map(QueueId).collect(),
        levels,
        skills: skills.to_vec(),
        staff: vec![(SimTime::ZERO, agents)],
        ..AgentGroup::default()
    };
    center.groups = vec![
        group("billing", 60, &[(billing, 5)], &[billing, members], vec![]),
        group("orders", 65, &[(orders, 5)], &[orders, members], vec![]),
        group("repairs", 60, &[(repairs, 5)], &[repairs], vec![]),
        group("spanish", 35, &[(spanish, 5)], &[spanish], vec![]),
        group(
            "billing_and_orders",
            30,
            &[(billing, 3), (orders, 3)],
            &[billing, orders, members],
            vec![after(members, 20)],
        ),
        group(
            "orders_and_repairs",
            20,
            &[(orders, 3), (repairs, 3)],
            &[orders, repairs],
            vec![after(orders, 15)],
        ),
        group(
            "bilingual",
            15,
            &[(spanish, 4), (billing, 3)],
            &[spanish, billing],
            vec![after(billing, 30)],
        ),
        group(
            "all_round",
            15,
            &[(billing, 4), (orders, 4), (repairs, 4), (spanish, 4)],
            &[members, billing, orders, repairs, spanish],
            vec![],
        ),
    ];
    center
}
