//! Exact values of centers with a limit of lines, and of callbacks that stand behind all live calls
//! with agents reserved for these.
//!
//! Sources: M/M/n/K+M by its birth and death chain; the callback queue with non-preemptive priority
//! of live calls as a two-dimensional Markov chain, solved to 1e-11 (P28 to P30).

use ringback::model::{CallbackPlace, Center, Condition};

use crate::center;
use crate::oracles::Measure::{
    Abandoned, AbandonedOfDelayed, AbandonedOfInbound, Accepted, Blocked, CallbackQueue,
    CallbackWait, Handled, HoldOfInbound, InTime, InTimeOfInbound, LiveQueue, MeanHold, Occupancy,
    ProbabilityOfWait, QueueLength, Throughput,
};
use crate::oracles::{Measure, faults};

/// Calls a minute, agents, mean service and patience in minutes, calls of a replication, and the
/// threshold of an answer in time.
struct Line {
    rate: f64,
    agents: u32,
    service: f64,
    patience: Option<f64>,
    calls: f64,
    within: f64,
}

fn center(line: &Line) -> Center {
    let warm_up = 40.0 * line.service;
    let talk = center::exponential(line.service);
    let patience = line.patience.map(center::exponential);
    let end = warm_up + line.calls / line.rate;
    let mut center = center::single(line.rate, line.agents, talk, patience, warm_up, end);
    center.queues[0].service_level.within = center::minutes(line.within);
    center
}

fn with_lines(lines: u32, line: &Line) -> Center {
    let mut center = center(line);
    center.queues[0].lines = Some(lines);
    center
}

fn check(id: &str, center: &Center, replications: u64, exact: &[(Measure, f64)]) {
    let faults = faults(id, center, replications, exact);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn with_so_many_lines_the_queue_is_m_m_n_k_plus_m() {
    let line = Line {
        rate: 6.0,
        agents: 24,
        service: 4.5,
        patience: Some(3.0),
        calls: 20_000.0,
        within: 0.25,
    };
    // Abandoned and handled are per offered call here, so times 1 - P(blocked).
    let accepted = 1.0 - 0.06219065328494;
    let exact = [
        (Blocked, 0.06219065328494),
        (ProbabilityOfWait, 0.6072279787943),
        (Abandoned, 0.1016276307894 * accepted),
        (Handled, 0.8983723692106 * accepted),
        (QueueLength, 1.715532156699),
        (Occupancy, 0.9478147552608),
        (MeanHold, 0.3048828923683),
        (AbandonedOfDelayed, 0.167363221621),
        (Throughput, 5.055012028057),
        (InTime, 0.5020500245765),
    ];
    check("P10", &with_lines(30, &line), 160, &exact);
    let line = Line {
        rate: 4.2,
        agents: 12,
        service: 2.0,
        patience: None,
        calls: 40_000.0,
        within: 1.0 / 3.0,
    };
    let exact = [
        (Blocked, 0.009476874302515),
        (ProbabilityOfWait, 0.1578613569728),
        (QueueLength, 0.2542888908536),
        (Occupancy, 0.6933661879882),
        (MeanHold, 0.06112424075928),
        (InTime, 0.9187678343499),
    ];
    check("P11", &with_lines(17, &line), 160, &exact);
    let line = Line {
        rate: 0.8333333333333334,
        agents: 12,
        service: 10.0,
        patience: Some(2.0),
        calls: 20_000.0,
        within: 1.0,
    };
    let exact = [
        (ProbabilityOfWait, 0.1026078066445),
        (Abandoned, 0.03917437240033),
        (QueueLength, 0.06529062064672),
        (Occupancy, 0.667240018957),
        (InTime, 0.9421950761187),
    ];
    check("P12", &with_lines(24, &line), 160, &exact);
    let line = Line {
        rate: 12.0,
        agents: 45,
        service: 4.0,
        patience: Some(2.0),
        calls: 20_000.0,
        within: 1.0 / 3.0,
    };
    let exact = [
        (ProbabilityOfWait, 0.5828452944689),
        (Abandoned, 0.1037963498218 * (1.0 - 6.901105400452e-06)),
        (QueueLength, 2.491095204294),
        (Occupancy, 0.9559439630745),
        (InTime, 0.6703291145163),
    ];
    check("P36", &with_lines(70, &line), 160, &exact);
}

/// Every delayed call that finds `limit` waiting is offered a callback at once; it is taken while
/// no live call waits and more than `reserve` agents are free.
fn with_callbacks(line: &Line, limit: u32, accept: f64, reserve: u32, counts: bool) -> Center {
    let mut center = center(line);
    center.call_types[0].response.accept = vec![accept, 0.0];
    center.call_types[0].response.answer = vec![1.0];
    let queue = &mut center.queues[0];
    queue.overflow = vec![center::offer_when(Condition::WaitingCalls(limit))];
    queue.callback.place = CallbackPlace::AfterLive;
    queue.callback.reserve_agents = reserve;
    queue.callback.counts_to_limit = counts;
    center
}

#[test]
fn callbacks_behind_all_live_calls_follow_their_markov_chain() {
    let line = Line {
        rate: 2.2,
        agents: 10,
        service: 4.0,
        patience: Some(2.0),
        calls: 60_000.0,
        within: 0.5,
    };
    let exact = [
        (Accepted, 0.2327670013991),
        (Abandoned, 0.05099699835352),
        (AbandonedOfInbound, 0.06646872390332),
        (HoldOfInbound, 0.1329374478066),
        (CallbackWait, 2.499720340934),
        (LiveQueue, 0.2243867927555),
        (CallbackQueue, 1.28007529781),
        (Occupancy, 0.8351226414489),
        (InTime, 0.6557279857917),
        (InTimeOfInbound, 0.8546660362464),
    ];
    check("P28", &with_callbacks(&line, 0, 0.5, 0, false), 160, &exact);
}

#[test]
fn agents_reserved_for_live_calls_make_callbacks_wait_as_their_markov_chain_says() {
    let line = Line {
        rate: 2.1,
        agents: 10,
        service: 4.0,
        patience: Some(2.0),
        calls: 80_000.0,
        within: 0.5,
    };
    let exact = [
        (Accepted, 0.08384754109361),
        (Abandoned, 0.04756110899054),
        (AbandonedOfInbound, 0.05191396751509),
        (HoldOfInbound, 0.1038279350302),
        (CallbackWait, 12.45358114053),
        (LiveQueue, 0.1997566577603),
        (CallbackQueue, 2.19282452853),
        (Occupancy, 0.800048668448),
        (InTime, 0.811532076099),
        (InTimeOfInbound, 0.8858046149521),
    ];
    check("P29", &with_callbacks(&line, 2, 0.5, 2, true), 160, &exact);
    let line = Line {
        rate: 9.0,
        agents: 40,
        service: 4.0,
        patience: Some(3.0),
        calls: 80_000.0,
        within: 0.5,
    };
    let exact = [
        (Accepted, 0.07692648129387),
        (Abandoned, 0.007067112252698),
        (AbandonedOfInbound, 0.007656066509852),
        (HoldOfInbound, 0.02296819952956),
        (CallbackWait, 6.309679424847),
        (LiveQueue, 0.1908120308228),
        (CallbackQueue, 4.368432926212),
        (Occupancy, 0.8936395989726),
        (InTime, 0.912040263466),
        (InTimeOfInbound, 0.9880472627407),
    ];
    check("P30", &with_callbacks(&line, 1, 0.6, 3, false), 160, &exact);
}
