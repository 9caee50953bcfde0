//! Callbacks that are booked without a call, and waiting items that overflow in batches.

use std::collections::BTreeMap;
use std::sync::Arc;

use ringback::ids::{CallTypeId, QueueId};
use ringback::measure::{Scope, Tally, When};
use ringback::model::{
    Action, Arrivals, Booking, CallbackMode, Center, Condition, Level, OverflowRule, Recorded,
    RecordedCall, Windows,
};
use ringback::observe::{CallFacts, Entry, Happening, Log};
use ringback::random::Law;
use ringback::time::{SimTime, Span};

use crate::callback_story::{seconds, story};
use crate::center;

fn at(second: u64) -> SimTime {
    SimTime(seconds(second).0)
}

/// Calls at these seconds with a talk time of 100 s, and windows from and to, on so many agents.
fn day(agents: u32, calls: &[u64], windows: &[(u64, u64)]) -> Center {
    let law = Law::constant(100e6).unwrap();
    let mut center = center::single(1.0, agents, law, None, 0.0, 60.0);
    let call = |&second: &u64| RecordedCall { at: at(second), ..RecordedCall::default() };
    center.call_types[0].arrivals = Arrivals::Recorded(Recorded {
        calls: Arc::new(calls.iter().map(call).collect()),
        jitter: Span::ZERO,
        thin: 1.0,
        bootstrap: false,
        attributes: [].into(),
    });
    center.call_types[0].response.answer = vec![1.0];
    center.queues[0].callback.ring = Law::constant(10e6).unwrap();
    let windows = windows.iter().map(|&(from, to)| (at(from), at(to))).collect();
    center.bookings = vec![Booking {
        queue: QueueId(0),
        call_type: CallTypeId(0),
        windows: Windows::Stated(windows),
    }];
    center
}

#[test]
fn a_booked_callback_stands_in_the_queue_from_its_window_on_and_is_dialled_in_its_turn() {
    // Calls at 1 s and 20 s; the window opens at 10 s, so the callback stands between them.
    let center = day(1, &[1, 20], &[(10, 900)]);
    assert_eq!(
        story(&center, CallFacts::BOOKED),
        [
            "10 Arrived",
            "10 CallbackAccepted at 1",
            "101 CallbackDue",
            "101 Assigned",
            "101 Notified",
            "101 Accepted",
            "101 Dialled 1",
            "111 CustomerAnswered",
            "111 Connected",
            "211 TalkEnded",
            "211 WrapUpEnded",
        ]
    );
    assert!(story(&center, 1).contains(&"211 Connected".to_owned()));
}

#[test]
fn a_booked_callback_that_no_agent_takes_within_its_window_expires() {
    let center = day(1, &[1], &[(10, 90)]);
    assert_eq!(
        story(&center, CallFacts::BOOKED),
        ["10 Arrived", "10 CallbackAccepted at 1", "90 CallbackExpired"]
    );
}

#[test]
fn a_booked_callback_finds_a_free_agent_at_once_and_works_customer_first_too() {
    let center = day(1, &[], &[(10, 90)]);
    assert!(story(&center, CallFacts::BOOKED).contains(&"10 Dialled 1".to_owned()));
    let mut first = center;
    first.queues[0].callback.mode = CallbackMode::CustomerFirst;
    let told = story(&first, CallFacts::BOOKED);
    assert!(told.contains(&"20 CustomerAnswered".to_owned()), "{told:?}");
    assert!(told.contains(&"20 Connected".to_owned()), "{told:?}");
}

#[test]
fn a_back_up_group_is_asked_for_a_booked_callback_after_its_delay() {
    let mut center = day(1, &[], &[(10, 90)]);
    center.groups[0].levels = vec![Level { queue: QueueId(0), level: 2, after: seconds(45) }];
    assert!(story(&center, CallFacts::BOOKED).contains(&"55 Dialled 1".to_owned()));
}

#[test]
fn a_full_queue_blocks_a_booked_callback_unless_callbacks_do_not_count() {
    let mut center = day(1, &[1, 2], &[(10, 900)]);
    center.queues[0].max_waiting = Some(1);
    assert_eq!(story(&center, CallFacts::BOOKED), ["10 Arrived", "10 Blocked"]);
    center.queues[0].callback.counts_to_limit = false;
    assert!(story(&center, CallFacts::BOOKED).contains(&"211 Connected".to_owned()));
}

#[test]
fn booked_callbacks_come_at_their_rate_and_change_no_call() {
    let mut center = day(3, &[1, 20, 500, 501, 502], &[]);
    let calls = |center: &Center| {
        let mut log = Log::default();
        ringback::engine::simulate(center, 3, 1, &mut log);
        let arrived = log.entries.into_iter().filter_map(|entry| match entry {
            Entry::Call(at, call, Happening::Arrived) => Some((at, call.number, call.talk_ticks)),
            _ => None,
        });
        arrived.collect::<Vec<_>>()
    };
    let without = calls(&center);
    center.bookings[0].windows = Windows::Poisson { per_hour: 400.0, length: seconds(3_600) };
    let with = calls(&center);
    let of_calls: Vec<_> = with.iter().copied().filter(|call| call.1 < CallFacts::BOOKED).collect();
    assert_eq!(of_calls, without);
    // 400 expected; 4.5 standard errors are 90.
    assert!((310..=490).contains(&(with.len() - without.len())), "{}", with.len());
}

#[test]
fn booked_callbacks_count_as_accepted_but_not_as_callers_on_hold() {
    let center = day(1, &[1, 20], &[(10, 900), (11, 30)]);
    let frame = center::frame(&center);
    let mut tally = Tally::new(&frame);
    ringback::engine::simulate(&center, 1, 0, &mut tally);
    let calls = frame.figures(&tally.take(), Scope::Center, When::Period).calls;
    assert!(calls.balances());
    assert_eq!((calls.arrived, calls.offered, calls.answered), (4, 4, 2));
    assert_eq!((calls.callbacks_booked, calls.callbacks_accepted), (2, 2));
    assert_eq!((calls.callbacks_answered, calls.callbacks_expired), (1, 1));
    assert_eq!((calls.callbacks_offered, calls.no_free_agent), (0, 1));
}

/// Nobody serves; each of two queues sends items that have waited so long away.
fn overflowing(limits: [u64; 2], calls: [&[u64]; 2]) -> Center {
    let mut center = day(0, calls[0], &[]);
    let mut queue = center.queues[0].clone();
    queue.name = "second".into();
    center.queues.push(queue);
    for (queue, limit) in center.queues.iter_mut().zip(limits) {
        let when = Condition::Waited(seconds(limit));
        let (name, to) = (String::new(), "outside".to_owned());
        queue.overflow = vec![OverflowRule { name, when, action: Action::External, to }];
    }
    let mut second = center.call_types[0].clone();
    second.name = "second".into();
    second.route = vec![(QueueId(1), 1.0)];
    let call = |&second: &u64| RecordedCall { at: at(second), ..RecordedCall::default() };
    if let Arrivals::Recorded(recorded) = &mut second.arrivals {
        recorded.calls = Arc::new(calls[1].iter().map(call).collect());
    }
    center.call_types.push(second);
    center.routing.overflow_per_minute = Some(2);
    center
}

/// When each call was sent outside, by type and number, in seconds.
fn sent(center: &Center) -> BTreeMap<(u32, u64), f64> {
    let mut log = Log::default();
    ringback::engine::simulate(center, 1, 0, &mut log);
    let sent = log.entries.into_iter().filter_map(|entry| match entry {
        Entry::Call(at, call, Happening::SentOutside) => {
            Some(((call.call_type.0, call.number), at.seconds()))
        }
        _ => None,
    });
    sent.collect()
}

#[test]
fn edge_19_so_many_items_a_minute_overflow_and_the_others_minutes_later() {
    let times = sent(&overflowing([30, 30], [&[1, 2, 3, 4, 5], &[]]));
    let of = |number| times[&(0, number)];
    assert_eq!([of(0), of(1), of(2), of(3), of(4)], [31.0, 32.0, 60.0, 60.0, 120.0]);
}

#[test]
fn edge_19_the_lower_limit_goes_first_and_queues_of_one_limit_take_turns() {
    let times = sent(&overflowing([30, 20], [&[1, 2, 3, 4], &[12, 13, 14, 15]]));
    let of = |call_type, number| times[&(call_type, number)];
    // The first two of all overflow at once; then those who waited for the lower limit.
    assert_eq!([of(0, 0), of(0, 1)], [31.0, 32.0]);
    assert_eq!([of(1, 0), of(1, 1)], [60.0, 60.0]);
    assert_eq!([of(1, 2), of(1, 3)], [120.0, 120.0]);
    assert_eq!([of(0, 2), of(0, 3)], [180.0, 180.0]);
    let times = sent(&overflowing([30, 30], [&[1, 2, 3, 4], &[3, 4]]));
    let of = |call_type, number| times[&(call_type, number)];
    assert_eq!([of(0, 2), of(1, 0)], [60.0, 60.0]);
    assert_eq!([of(0, 3), of(1, 1)], [120.0, 120.0]);
}
