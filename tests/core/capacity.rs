//! Capacity: agents who can have several work items in hand at once.

use ringback::measure::{Scope, Tally, When};
use ringback::model::{Assignment, Center};
use ringback::observe::{Duty, Entry, Happening, Log};
use ringback::random::Law;
use ringback::time::SimTime;

use crate::center;
use crate::edge_cases::{at, day};

/// So many agents of a capacity, with calls of 60 s on average and impatient callers.
fn desk(agents: u32, capacity: u32) -> Center {
    let mut center = center::single(
        6.0,
        agents,
        center::exponential(1.0),
        Some(center::exponential(2.0)),
        0.0,
        480.0,
    );
    center.groups[0].capacity = capacity;
    center
}

fn log(center: &Center) -> Vec<Entry> {
    let mut log = Log::default();
    ringback::engine::simulate(center, 5, 0, &mut log);
    log.entries
}

/// When each call was connected or abandoned, in order of time.
fn ends(center: &Center) -> Vec<(SimTime, u64, bool)> {
    let end = |entry: &Entry| match entry {
        Entry::Call(at, call, Happening::Connected { .. }) => Some((*at, call.number, true)),
        Entry::Call(at, call, Happening::Abandoned { .. }) => Some((*at, call.number, false)),
        _ => None,
    };
    log(center).iter().filter_map(end).collect()
}

#[test]
fn two_agents_of_capacity_three_serve_callers_as_six_agents_do() {
    assert_eq!(ends(&desk(2, 3)), ends(&desk(6, 1)));
}

#[test]
fn an_agent_is_busy_while_any_hand_is_full_and_paid_once() {
    let center = desk(2, 3);
    let frame = center::frame(&center);
    let mut tally = Tally::new(&frame);
    ringback::engine::simulate(&center, 5, 0, &mut tally);
    let duty = frame.figures(&tally.take(), Scope::Center, When::Period).duty;
    assert_eq!(duty.duty_ticks, 2 * center.horizon.end.0);
    assert!(duty.busy_ticks < duty.duty_ticks);
    let free = desk(6, 1);
    let frame = center::frame(&free);
    let mut tally = Tally::new(&frame);
    ringback::engine::simulate(&free, 5, 0, &mut tally);
    let six = frame.figures(&tally.take(), Scope::Center, When::Period).duty;
    assert!(duty.busy_ticks < six.busy_ticks, "several at once count once");
}

#[test]
fn when_the_shift_ends_an_agent_takes_nothing_more_and_leaves_with_empty_hands() {
    let mut center = desk(3, 4);
    center.call_types[0].after_call_work =
        ringback::model::ClockLaw::always(Law::constant(7e6).unwrap());
    let falls = SimTime(center.horizon.end.0 / 2);
    center.groups[0].staff.push((falls, 1));
    let mut on_duty = 0_i32;
    let mut busy = std::collections::BTreeSet::new();
    let mut gone = 0;
    for entry in log(&center) {
        match entry {
            Entry::Agent(_, _, _, Duty::Started) => on_duty += 1,
            Entry::Agent(_, _, agent, Duty::Busy) => {
                busy.insert(agent);
            }
            Entry::Agent(_, _, agent, Duty::Free { .. }) => {
                busy.remove(&agent);
            }
            Entry::Agent(at, _, agent, Duty::Ended { due, .. }) => {
                on_duty -= 1;
                assert!(!busy.contains(&agent), "leaves with empty hands");
                if at < center.horizon.end {
                    gone += 1;
                    assert_eq!(due, falls);
                    let limit = SimTime(falls.0 + 20 * 60_000_000);
                    assert!(at < limit, "takes nothing more after the shift");
                }
            }
            _ => {}
        }
    }
    assert_eq!((on_duty, gone), (0, 2));
}

#[test]
fn the_highest_capacity_is_that_of_the_agent_with_most_free_hands() {
    let mut center = desk(3, 2);
    center.queues[0].assignment = Assignment::HighestCapacity;
    let mut hands = [0_u32; 3];
    for entry in log(&center) {
        match entry {
            Entry::Call(_, _, Happening::Assigned { agent }) => {
                let least = hands.iter().min().copied().unwrap();
                assert_eq!(hands[agent.index()], least, "who has fewest items gets the next");
                hands[agent.index()] += 1;
            }
            Entry::Call(_, _, Happening::WrapUpEnded { agent, .. }) => hands[agent.index()] -= 1,
            _ => {}
        }
    }
}

#[test]
fn of_those_who_are_to_leave_as_many_stay_as_the_plan_has_room_for_again() {
    // Each of five has one call and a free hand when the plan falls to two and rises to three.
    let mut center = day(5, &[(1, 800), (2, 810), (3, 820), (4, 830), (5, 840)]);
    center.groups[0].capacity = 2;
    center.groups[0].staff = vec![(SimTime::ZERO, 5), (at(100), 2), (at(200), 3)];
    center.queues[0].assignment = Assignment::HighestCapacity;
    let left = |entry: &Entry| match entry {
        Entry::Agent(when, _, agent, Duty::Ended { .. }) if *when < center.horizon.end => {
            Some((when.0 / 1_000_000, agent.index()))
        }
        _ => None,
    };
    let left: Vec<(u64, usize)> = log(&center).iter().filter_map(left).collect();
    assert_eq!(left, [(812, 1), (823, 2)], "the first of three may stay");
}
