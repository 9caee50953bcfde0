//! Who is there and how fast: absence, paid time, handle factors, agents inactive after a miss.

use std::collections::BTreeMap;

use ringback::ids::{AgentId, QueueId};
use ringback::measure::{Scope, When};
use ringback::model::{Absence, AgentGroup, Center};
use ringback::observe::{Duty, Entry, Happening, Log};
use ringback::random::Law;
use ringback::time::{SimTime, Span};

use crate::center;
use crate::edge_cases::{at, day};

const DAY: Span = Span::from_secs(86_400);

fn log(center: &Center, replication: u64) -> Vec<Entry> {
    let mut log = Log::default();
    ringback::engine::simulate(center, 11, replication, &mut log);
    log.entries
}

/// Five days of a call now and then, with so many agents.
fn week(agents: u32, probability: f64, cv: f64) -> Center {
    let talk = Law::exponential(60e6).unwrap();
    let mut center = center::single(0.01, agents, talk, None, 0.0, 5.0 * 1_440.0);
    center.days = (0..5).map(|day| SimTime(day * DAY.0)).collect();
    center.groups[0].absence =
        Absence { probability, day_factor: (cv > 0.0).then(|| Law::gamma(1.0, cv).unwrap()) };
    center
}

/// Agents on duty at noon of each day.
fn present(center: &Center, replication: u64) -> Vec<f64> {
    let mut on_duty = vec![0.0; 5];
    for entry in log(center, replication) {
        if let Entry::Agent(to, _, _, Duty::Ended { since, .. }) = entry {
            for (day, count) in on_duty.iter_mut().enumerate() {
                let noon = SimTime(day as u64 * DAY.0 + DAY.0 / 2);
                *count += f64::from(u8::from(since <= noon && noon < to));
            }
        }
    }
    on_duty
}

#[test]
fn as_many_are_absent_as_the_probability_says_and_a_day_factor_spreads_them() {
    for (cv, tolerance) in [(0.0, 0.1), (0.6, 0.2)] {
        let center = week(50, 0.1, cv);
        let days: Vec<f64> =
            (0..200).flat_map(|replication| present(&center, replication)).collect();
        let count = days.len() as f64;
        let mean = days.iter().sum::<f64>() / count;
        let variance = days.iter().map(|n| (n - mean) * (n - mean)).sum::<f64>() / (count - 1.0);
        // Given the factor f the absent are binomial: variance E[n p f (1 - p f)] + (n p cv)^2.
        let p = 0.1;
        let expected = 50.0 * (p - p * p * (1.0 + cv * cv)) + (50.0 * p * cv) * (50.0 * p * cv);
        // 1,000 days: the mean within 4 standard errors, the variance within 4 (its own are
        // about 4.5 % without and, the gamma being skewed, 8 % with a factor).
        let error = libm::sqrt(expected / count);
        assert!((mean - 45.0).abs() < 4.0 * error, "cv {cv}: {mean} present");
        let ratio = variance / expected;
        assert!((ratio - 1.0).abs() < 2.0 * tolerance, "cv {cv}: variance off by {ratio}");
    }
}

#[test]
fn who_is_absent_does_not_change_with_the_plan_or_with_other_groups() {
    let few = week(20, 0.3, 0.5);
    let more = week(30, 0.3, 0.5);
    let mut beside = few.clone();
    beside.groups.push(AgentGroup {
        name: "others".into(),
        queues: vec![QueueId(0)],
        staff: vec![(SimTime::ZERO, 9)],
        absence: Absence { probability: 0.2, day_factor: None },
        ..AgentGroup::default()
    });
    for replication in 0..20 {
        let (first, second) = (present(&few, replication), present(&more, replication));
        assert!(first.iter().zip(&second).all(|(a, b)| *a <= *b && *b <= *a + 10.0));
        let own: usize = log(&few, replication)
            .iter()
            .filter(|entry| matches!(entry, Entry::Agent(_, _, _, Duty::Started)))
            .count();
        let among: usize = log(&beside, replication)
            .iter()
            .filter(
                |entry| matches!(entry, Entry::Agent(_, group, _, Duty::Started) if group.0 == 0),
            )
            .count();
        assert_eq!(own, among);
    }
    // The next replication has another five days.
    assert_ne!(present(&few, 0), present(&few, 1));
}

#[test]
fn absent_agents_are_paid_and_lower_the_utilisation_but_not_the_occupancy_of_the_others() {
    let mut center = week(10, 0.5, 0.0);
    center.groups[0].cost_per_hour = 30.0;
    let frame = center::frame(&center);
    let done = center::simulate(&center, &frame, 1).remove(0);
    let figures = frame.figures(&done, Scope::Center, When::Period);
    assert_eq!(figures.duty.paid_ticks, 10 * 5 * DAY.0);
    assert!(figures.duty.duty_ticks < 8 * 5 * DAY.0);
    assert!((figures.cost - 10.0 * 120.0 * 30.0).abs() < 1e-6);
    // Without a roster of its own the paid time is the time on duty.
    let all = week(10, 0.0, 0.0);
    let done = center::simulate(&all, &frame, 1).remove(0);
    let figures = frame.figures(&done, Scope::Center, When::Period);
    assert_eq!(figures.duty.paid_ticks, figures.duty.duty_ticks);
}

#[test]
fn a_handle_factor_multiplies_talk_and_wrap_up_of_its_group_and_type_alone() {
    let talk = Law::constant(100e6).unwrap();
    let mut center = center::single(0.2, 3, talk, None, 0.0, 600.0);
    let work = Law::constant(20e6).unwrap();
    center.call_types[0].after_call_work = ringback::model::ClockLaw::always(work);
    let mut other = center.call_types[0].clone();
    other.name = "others".into();
    center.call_types.push(other);
    center.groups[0].handle_factors = vec![1.5, 1.0];
    let mut experts = center.groups[0].clone();
    experts.name = "experts".into();
    experts.handle_factors = vec![];
    center.groups.push(experts);
    let (mut talked, mut wrapped) = (BTreeMap::new(), BTreeMap::new());
    let mut last = BTreeMap::new();
    let (mut talks, mut wraps) = (0, 0);
    for entry in log(&center, 0) {
        let Entry::Call(at, call, happening) = entry else { continue };
        let slow = |agent: AgentId| agent.0 < 3 && call.call_type.0 == 0;
        match happening {
            Happening::Connected { agent } => {
                last.insert(agent, at);
                *talked.entry(slow(agent)).or_insert(0) += 1;
            }
            Happening::TalkEnded { agent } => {
                let length = at.since(last[&agent]).seconds();
                assert_eq!(length, if slow(agent) { 150.0 } else { 100.0 });
                last.insert(agent, at);
                talks += 1;
            }
            Happening::WrapUpEnded { agent, .. } => {
                let length = at.since(last[&agent]).seconds();
                assert_eq!(length, if slow(agent) { 30.0 } else { 20.0 });
                *wrapped.entry(slow(agent)).or_insert(0) += 1;
                wraps += 1;
            }
            _ => {}
        }
    }
    assert!(talks > 100 && talks == wraps);
    assert!(talked[&true] > 20 && talked[&false] > 20 && talked == wrapped);
    // The average handle time counts what was worked, the offered load what callers bring.
    let frame = center::frame(&center);
    let done = center::simulate(&center, &frame, 1).remove(0);
    let figures = frame.figures(&done, Scope::Center, When::Period);
    assert_eq!(figures.calls.demand_ticks, figures.calls.offered * 120_000_000);
    assert!(figures.calls.handle_ticks > figures.calls.answered * 120_000_000);
}

#[test]
fn an_agent_who_misses_gets_no_work_until_the_reset_and_then_takes_some() {
    let talk = Law::constant(30e6).unwrap();
    let mut center = center::single(1.0, 2, talk, None, 0.0, 300.0);
    center.groups[0].notification.countdown = Span::from_secs(20);
    center.groups[0].notification.miss = 0.3;
    let reset = Span::from_secs(90);
    for inactive in [None, Some(reset)] {
        center.groups[0].notification.inactive_after_miss = inactive;
        let mut missed: BTreeMap<AgentId, SimTime> = BTreeMap::new();
        let mut shortest = Span::FOREVER;
        let mut misses = 0;
        for entry in log(&center, 0) {
            match entry {
                Entry::Call(at, _, Happening::Missed { agent }) => {
                    missed.insert(agent, at);
                    misses += 1;
                }
                Entry::Call(at, _, Happening::Assigned { agent }) => {
                    if let Some(since) = missed.remove(&agent) {
                        shortest = shortest.min(at.since(since));
                    }
                }
                _ => {}
            }
        }
        assert!(misses > 50);
        // With work waiting all the time the pause is exactly as long as the reset takes.
        assert_eq!(shortest, inactive.unwrap_or(Span::ZERO));
    }
}

#[test]
fn an_inactive_agent_is_on_duty_but_not_busy() {
    let talk = Law::constant(30e6).unwrap();
    let mut center = center::single(1.0, 1, talk, None, 0.0, 300.0);
    center.horizon.drain = None;
    center.groups[0].notification.decline_limit = u32::MAX;
    center.groups[0].notification.countdown = Span::from_secs(20);
    center.groups[0].notification.miss = 1.0 - 1e-12;
    center.groups[0].notification.inactive_after_miss = Some(Span::from_secs(60));
    let frame = center::frame(&center);
    let done = center::simulate(&center, &frame, 1).remove(0);
    let figures = frame.figures(&done, Scope::Center, When::Period);
    let occupancy = figures.duty.busy_ticks as f64 / figures.duty.duty_ticks as f64;
    // 20 s of notification, then 60 s inactive.
    assert!((occupancy - 0.25).abs() < 0.01, "{occupancy}");
}

#[test]
fn everybody_goes_home_at_the_end_or_when_the_last_call_has_left() {
    let goes_home = |calls: &[(u64, u64)]| {
        let ended = |entry: &Entry| match entry {
            Entry::Agent(when, _, _, Duty::Ended { .. }) => Some(*when),
            _ => None,
        };
        log(&day(1, calls), 0).iter().find_map(ended)
    };
    assert_eq!(goes_home(&[(10, 20)]), Some(at(3_600)));
    assert_eq!(goes_home(&[(10, 20), (3_590, 60)]), Some(at(3_650)));
}
