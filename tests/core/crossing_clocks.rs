//! Rules whose clocks cross: what is due while an agent is being notified, while a caller decides,
//! or while a phone rings. Each is told by one small day.

use ringback::model::{Action, CallbackMode, CallbacksAtClose, Center, Condition, Hours};
use ringback::time::SimTime;

use crate::callback_story::{seconds, story};
use crate::edge_cases::{
    at, day, figures, law, offer, rule, when, with_second_queue, with_second_type,
};

/// One agent who lets every notification pass for 120 s, so that the first call comes back then.
fn nobody_reacts() -> Center {
    let mut center = day(1, &[(0, 9)]);
    center.groups[0].notification.miss = 1.0;
    center.groups[0].notification.decline_limit = 1;
    center
}

#[test]
fn a_wait_limit_that_passes_during_the_first_notification_holds_when_the_call_comes_back() {
    let mut center = nobody_reacts();
    center.queues[0].overflow = vec![rule(Condition::Waited(seconds(60)), Action::EndCall)];
    assert_eq!(when(&center, 0, "EndedByOverflow"), [120.0]);
    center.queues[0].overflow = vec![rule(Condition::Waited(seconds(200)), Action::EndCall)];
    assert_eq!(when(&center, 0, "EndedByOverflow"), [200.0], "counted from queue entry");
}

#[test]
fn offers_run_from_queue_entry_also_when_an_agent_was_notified_first() {
    let mut center = nobody_reacts();
    center.call_types[0].response.accept = vec![0.0];
    center.queues[0].overflow = vec![offer(Condition::WaitingCalls(0))];
    center.queues[0].callback.repeat_every = seconds(300);
    assert_eq!(when(&center, 0, "Offered"), [330.0, 630.0, 930.0], "30 s was in the notification");
}

#[test]
fn a_callback_whose_time_is_over_while_an_agent_has_it_is_given_up_when_nobody_answers() {
    let mut center = day(1, &[(0, 100), (1, 9)]);
    center.queues[0].overflow = vec![offer(Condition::WaitingCalls(0))];
    center.call_types[0].response.answer = vec![0.0];
    center.queues[0].callback.attempts = 3;
    center.queues[0].callback.retry_after = seconds(20);
    assert_eq!(when(&center, 0, "CustomerUnanswered"), [110.0, 140.0, 170.0]);
    // Accepted at 31 s, dialled from 130 s to 140 s.
    center.queues[0].callback.expire_after = seconds(104);
    assert_eq!(when(&center, 0, "CustomerUnanswered"), [110.0, 140.0]);
    assert_eq!(when(&center, 0, "CallbackExpired"), [140.0]);
    let calls = figures(&center).calls;
    assert_eq!((calls.callbacks_expired, calls.callbacks_unanswered), (1, 0));
    center.queues[0].callback.mode = CallbackMode::CustomerFirst;
    assert_eq!(when(&center, 0, "CallbackExpired"), [140.0], "or while the phone rings");
}

#[test]
fn a_callback_whose_time_is_over_during_a_notification_is_given_up_when_it_comes_back() {
    let mut center = day(1, &[(0, 100), (1, 9)]);
    center.queues[0].overflow = vec![offer(Condition::WaitingCalls(0))];
    center.queues[0].callback.expire_after = seconds(80);
    center.groups[0].notification.accept_time = law(30);
    center.groups[0].notification.countdown = seconds(30);
    assert_eq!(when(&center, 0, "CallbackExpired"), [111.0], "nobody had it");
    center.queues[0].callback.expire_after = seconds(110);
    assert_eq!(when(&center, 0, "Connected"), [30.0, 170.0], "in hand from 130 s");
    // Both items are rejected twice, the first until 60 s, the second until 90 s and 120 s.
    center.groups[0].notification.reject = 1.0;
    center.groups[0].notification.decline_limit = 2;
    center.queues[0].callback.expire_after = seconds(70);
    assert_eq!(when(&center, 0, "CallbackExpired")[1], 120.0, "101 s was in the notification");
}

#[test]
fn the_key_of_an_offer_does_not_follow_a_call_into_another_queue() {
    let mut center = with_second_queue(day(0, &[(0, 9)]), 0);
    center.queues[0].overflow = vec![
        offer(Condition::WaitingCalls(0)),
        rule(Condition::Waited(seconds(60)), Action::Transfer(ringback::ids::QueueId(1))),
    ];
    center.call_types[0].response.decision = law(40);
    let told = story(&center, 0);
    assert_eq!(
        told,
        [
            "0 Arrived",
            "0 Overflowed",
            "0 Queued at 1",
            "30 Offered 1",
            "60 Overflowed",
            "60 Moved",
            "60 Queued at 1",
            "1000 Abandoned"
        ]
    );
}

#[test]
fn closing_time_does_not_give_up_a_customer_who_has_answered_and_holds_the_line() {
    // Dialled at 100 s, answers at 110 s; a call at 105 s took the agent until 155 s.
    let mut center = day(1, &[(0, 100), (1, 20), (105, 50)]);
    center.queues[0].overflow = vec![offer(Condition::WaitingCalls(0))];
    center.queues[0].callback.mode = CallbackMode::CustomerFirst;
    center.queues[0].hours = Some(Hours { windows: vec![(SimTime::ZERO, at(120))] });
    center.queues[0].at_close.callbacks = CallbacksAtClose::Expire;
    assert_eq!(when(&center, 0, "Connected"), [0.0, 155.0, 105.0]);
}

#[test]
fn priorities_of_call_types_count_within_a_queue_and_not_between_queues() {
    let mut center = with_second_type(day(1, &[(0, 100), (20, 9)]), 1, &[(10, 9)]);
    center = with_second_queue(center, 0);
    center.groups[0].queues.push(ringback::ids::QueueId(1));
    center.call_types[1].priority = 2;
    assert_eq!(when(&center, 1, "Connected"), [100.0], "the older call of an equal queue");
    center.call_types[1].route = center.call_types[0].route.clone();
    assert_eq!(when(&center, 1, "Connected"), [109.0], "the later priority of one queue");
}
