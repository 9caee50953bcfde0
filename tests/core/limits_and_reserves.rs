//! Exact values of centers with a limit of lines, and of callbacks that stand behind all live calls
//! with agents reserved for these.
//!
//! Sources: Erlang B (P01, P02) and M/M/n/K+M (P10 to P12, P36) by their birth and death chains in
//! 50 digits; the callback queue with non-preemptive priority of live calls as a two-dimensional
//! Markov chain, solved to 1e-11 (P28 to P30). Values given per accepted call are so here: waits
//! have no blocked calls in their denominators; abandoned and handled are multiplied by
//! 1 - P(blocked). What would have been the wait of callers who hung up (`tail_V`) is not observed.

use ringback::measure::{Scope, When};
use ringback::model::{CallbackPlace, Center, Condition};

use crate::center;
use crate::claims::Proof;
use crate::oracles::Measure::{
    Abandoned, AbandonedInTime, AbandonedOfDelayed, AbandonedOfInbound, AbandonedWait, Accepted,
    AnsweredWait, Blocked, CallbackQueue, CallbackWait, Handled, HoldOfDelayed, HoldOfInbound,
    InTime, InTimeOfAnswered, InTimeOfInbound, InTimeOfPatient, InboundWaitedLonger, LiveQueue,
    MeanHold, Occupancy, Offered, ProbabilityOfWait, QueueLength, System, Throughput, WaitedAtMost,
    WaitedLonger,
};
use crate::oracles::{ASKED, Measure, claims};
use crate::size::{is_full, sized};

/// Calls a minute, agents, mean service and patience in minutes, calls of a replication, and the
/// threshold of an answer in time.
#[derive(Clone, Copy)]
pub(crate) struct Line {
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

pub(crate) fn with_lines(lines: u32, line: &Line) -> Center {
    let mut center = center(line);
    center.queues[0].lines = Some(lines);
    center
}

fn check(id: &str, center: &Center, replications: u64, exact: &[(Measure, f64)]) {
    let within = center.queues[0].service_level.within.seconds();
    let case = format!("{id}, {within} s");
    let source = match id {
        "P01" | "P02" => "Erlang B in 50 digits",
        "P28" | "P29" | "P30" => "callbacks behind all live calls, their Markov chain solved",
        _ => "M/M/n/K+M, birth and death chain in 50 digits",
    };
    let proof = Proof { section: "Limits and reserves", case: &case, source, asked: ASKED };
    proof.settle(&claims(id, center, sized(replications, replications), exact));
}

#[test]
fn with_as_many_lines_as_agents_the_blocked_share_is_erlang_b() {
    let line =
        Line { rate: 15.0, agents: 20, service: 1.0, patience: None, calls: 10_000.0, within: 1.0 };
    check("P01", &with_lines(20, &line), 160, &[(Blocked, 0.04559321558981)]);
    let line = Line { rate: 110.5, agents: 120, ..line };
    check("P02", &with_lines(120, &line), 160, &[(Blocked, 0.0294849893992)]);
}

pub(crate) const P10: Line = Line {
    rate: 6.0,
    agents: 24,
    service: 4.5,
    patience: Some(3.0),
    calls: 20_000.0,
    within: 0.25,
};
pub(crate) const P11: Line = Line {
    rate: 4.2,
    agents: 12,
    service: 2.0,
    patience: None,
    calls: 40_000.0,
    within: 1.0 / 3.0,
};
pub(crate) const P12: Line = Line {
    rate: 0.8333333333333334,
    agents: 12,
    service: 10.0,
    patience: Some(2.0),
    calls: 20_000.0,
    within: 1.0,
};
pub(crate) const P36: Line = Line {
    rate: 12.0,
    agents: 45,
    service: 4.0,
    patience: Some(2.0),
    calls: 20_000.0,
    within: 1.0 / 3.0,
};

#[test]
fn with_so_many_lines_and_impatient_callers_the_queue_is_m_m_n_k_plus_m() {
    let accepted = 1.0 - 0.06219065328494;
    let exact = [
        (Blocked, 0.06219065328494),
        (ProbabilityOfWait, 0.6072279787943),
        (Abandoned, 0.1016276307894 * accepted),
        (Handled, 0.8983723692106 * accepted),
        (QueueLength, 1.715532156699),
        (System, 24.46308628296),
        (Occupancy, 0.9478147552608),
        (MeanHold, 0.3048828923683),
        (AnsweredWait, 0.294720852441),
        (AbandonedWait, 0.3947137367418),
        (HoldOfDelayed, 0.502089664863),
        (AbandonedOfDelayed, 0.167363221621),
        (Throughput, 5.055012028057),
        (InTime, 0.5020500245765),
        (InTimeOfAnswered, 0.5959036557657),
        (InTimeOfPatient, 0.5592752443399),
        (WaitedAtMost, 0.5781342329837),
        (WaitedLonger, 0.4218657670163),
        (AbandonedInTime, 0.04279085393222),
    ];
    check("P10", &with_lines(30, &P10), 160, &exact);
    let exact = [
        (InTime, 0.6280027115763),
        (InTimeOfAnswered, 0.7454020383223),
        (InTimeOfPatient, 0.7207826912148),
        (WaitedAtMost, 0.7405910535069),
        (WaitedLonger, 0.2594089464931),
        (AbandonedInTime, 0.07094245832487),
    ];
    check("P10", &with_lines(30, &Line { within: 0.5, ..P10 }), 80, &exact);
    let exact = [
        (ProbabilityOfWait, 0.1026078066445),
        (Abandoned, 0.03917437240033),
        (Handled, 0.9608256275997),
        (QueueLength, 0.06529062064672),
        (System, 8.072170848131),
        (Occupancy, 0.667240018957),
        (MeanHold, 0.07834874480065),
        (AnsweredWait, 0.05241551569907),
        (AbandonedWait, 0.714410271775),
        (HoldOfDelayed, 0.7635748912563),
        (AbandonedOfDelayed, 0.3817874456282),
        (Throughput, 0.8006880227484),
        (InTime, 0.9421950761187),
        (InTimeOfAnswered, 0.9806098519335),
        (InTimeOfPatient, 0.9706823056813),
        (WaitedAtMost, 0.9715427106508),
        (WaitedLonger, 0.02845728934916),
        (AbandonedInTime, 0.02934763423638),
    ];
    check("P12", &with_lines(24, &P12), 160, &exact);
    // One call in 145,000 is blocked: only at full size are there enough of them to say so.
    let accepted = 1.0 - 6.901105400452e-6;
    let mut exact = vec![
        (ProbabilityOfWait, 0.5828452944689),
        (Abandoned, 0.1037963498218 * accepted),
        (Handled, 0.8962036501782 * accepted),
        (QueueLength, 2.491095204294),
        (System, 45.50857354265),
        (Occupancy, 0.9559439630745),
        (MeanHold, 0.2075926996436),
        (AnsweredWait, 0.198431600014),
        (AbandonedWait, 0.2866919255971),
        (HoldOfDelayed, 0.3561711857565),
        (AbandonedOfDelayed, 0.1780855928783),
        (Throughput, 10.75436958459),
        (InTime, 0.6703291145163),
        (InTimeOfAnswered, 0.7479703306573),
        (InTimeOfPatient, 0.7198273746268),
        (WaitedAtMost, 0.7390913841443),
        (WaitedLonger, 0.2609086158557),
        (AbandonedInTime, 0.0687576435842),
    ];
    if is_full() {
        exact.push((Blocked, 6.901105400452e-6));
    }
    check("P36", &with_lines(70, &P36), 160 * if is_full() { 400 } else { 1 }, &exact);
}

#[test]
fn with_so_many_lines_and_patient_callers_nobody_abandons_and_the_rest_is_m_m_n_k() {
    let exact = [
        (Blocked, 0.009476874302515),
        (ProbabilityOfWait, 0.1578613569728),
        (QueueLength, 0.2542888908536),
        (System, 8.574683146712),
        (Occupancy, 0.6933661879882),
        (MeanHold, 0.06112424075928),
        (AnsweredWait, 0.06112424075928),
        (HoldOfDelayed, 0.3872020482493),
        (Throughput, 4.160197127929),
        (InTime, 0.9187678343499),
        (InTimeOfAnswered, 0.9275581866935),
        (InTimeOfPatient, 0.9275581866935),
        (WaitedAtMost, 0.9275581866935),
        (WaitedLonger, 0.0724418133065),
    ];
    let center = with_lines(17, &P11);
    check("P11", &center, 160, &exact);
    let frame = center::frame(&center);
    for run in center::simulate(&center, &frame, 4) {
        assert_eq!(frame.figures(&run, Scope::Center, When::Period).calls.abandoned, 0);
    }
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
        (ProbabilityOfWait, 0.4655340027982),
        (Offered, 0.4655340027982),
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
        (InboundWaitedLonger, 0.09931275813309),
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
        (ProbabilityOfWait, 0.2902895825014),
        (Offered, 0.1676950821872),
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
        (InboundWaitedLonger, 0.07889656630833),
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
        (ProbabilityOfWait, 0.2264500403871),
        (Offered, 0.1282108021565),
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
        (InboundWaitedLonger, 0.004495392061016),
    ];
    check("P30", &with_callbacks(&line, 1, 0.6, 3, false), 160, &exact);
}
