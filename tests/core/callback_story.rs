//! One callback from offer to goodbye, told by the log.

use std::sync::Arc;

use ringback::model::{Arrivals, Center, ClockLaw, Condition, Patience, Recorded, RecordedCall};
use ringback::observe::{Entry, Happening, Log};
use ringback::random::Law;
use ringback::time::{SimTime, Span};

use crate::center;

pub(crate) fn seconds(length: u64) -> Span {
    Span::from_secs(length)
}

/// One agent; calls at 0 s, 10 s and 20 s; the first talks until 400 s.
fn center() -> Center {
    let mut center = center::single(1.0, 1, Law::constant(1.0).unwrap(), None, 0.0, 60.0);
    let call = |at: u64, talk: u64| RecordedCall {
        at: SimTime(seconds(at).0),
        talk_time: Some(seconds(talk)),
        after_call_work: Some(seconds(10)),
        patience: Some(seconds(1_000)),
        ..RecordedCall::default()
    };
    let call_type = &mut center.call_types[0];
    call_type.arrivals = Arrivals::Recorded(Recorded {
        calls: Arc::new(vec![call(0, 386), call(10, 60), call(20, 30)]),
        jitter: Span::ZERO,
        thin: 1.0,
        bootstrap: false,
        attributes: Arc::new([]),
    });
    call_type.patience = Patience::Law(ClockLaw::always(Law::constant(1e9).unwrap()));
    call_type.response.accept = vec![0.0, 0.0, 1.0, 0.0];
    call_type.response.decision = Law::constant(2e6).unwrap();
    call_type.response.answer = vec![1.0];
    center.groups[0].notification.accept_time = Law::constant(4e6).unwrap();
    let queue = &mut center.queues[0];
    queue.overflow = vec![center::offer_when(Condition::WaitingCalls(0))];
    queue.callback.first_offer = seconds(30);
    queue.callback.confirm_prompt = seconds(7);
    queue.callback.preview = Law::constant(3e6).unwrap();
    queue.callback.ring = Law::constant(25e6).unwrap();
    center
}

pub(crate) fn story(center: &Center, of: u64) -> Vec<String> {
    let mut log = Log::default();
    ringback::engine::simulate(center, 1, 0, &mut log);
    log.entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Call(at, call, happening) if call.number == of => {
                Some(format!("{} {}", at.seconds(), words(*happening)))
            }
            _ => None,
        })
        .collect()
}

/// A happening without who did it.
fn words(happening: Happening) -> String {
    let text = format!("{happening:?}");
    let name = text.split([' ', '{']).next().unwrap_or_default().to_owned();
    match happening {
        Happening::Offered { number } => format!("{name} {number}"),
        Happening::Queued { position } | Happening::CallbackAccepted { position } => {
            format!("{name} at {position}")
        }
        Happening::Dialled { attempt, .. } => format!("{name} {attempt}"),
        Happening::RetryScheduled { due } => format!("{name} for {}", due.seconds()),
        Happening::CustomerUnanswered { last, .. } => format!("{name} last {last}"),
        _ => name,
    }
}

#[test]
fn a_caller_hears_offers_at_30_150_and_270_s_keeps_the_place_and_is_called_back() {
    // Queued at 10 s, so the offers come at 40, 160 and 280 s. The agent is free at 400 s and
    // takes the callback before the call that came at 20 s, which waits on the line.
    let told = story(&center(), 1);
    assert_eq!(
        told,
        [
            "10 Arrived",
            "10 Overflowed",
            "10 Queued at 1",
            "40 Offered 1",
            "160 Offered 2",
            "280 Offered 3",
            "282 CallbackAccepted at 1",
            "289 CallEndedForCallback",
            "400 CallbackDue",
            "400 Assigned",
            "400 Notified",
            "404 Accepted",
            "407 Dialled 1",
            "432 CustomerAnswered",
            "432 Connected",
            "492 TalkEnded",
            "502 WrapUpEnded",
        ]
    );
    let behind = story(&center(), 2);
    assert_eq!(behind[2], "20 Queued at 2");
    assert!(behind.contains(&"502 Assigned".to_owned()), "{behind:?}");
}

#[test]
fn an_unanswered_callback_comes_back_after_a_while_and_is_given_up_after_the_last_dial() {
    let mut center = center();
    center.call_types[0].response.answer = vec![0.0];
    center.queues[0].callback.attempts = 2;
    center.queues[0].callback.retry_after = seconds(900);
    let told = story(&center, 1);
    assert_eq!(
        told[12..],
        [
            "407 Dialled 1",
            "432 CustomerUnanswered last false",
            "432 RetryScheduled for 1332",
            "442 WrapUpEnded",
            "1332 Requeued",
            "1332 CallbackDue",
            "1332 Assigned",
            "1332 Notified",
            "1336 Accepted",
            "1339 Dialled 2",
            "1364 CustomerUnanswered last true",
            "1374 WrapUpEnded",
        ]
    );
}

#[test]
fn an_unanswered_dial_that_costs_nothing_leaves_the_agent_to_the_next_item_at_once() {
    let mut center = center();
    center.call_types[0].response.answer = vec![0.0];
    center.queues[0].callback.no_answer_costs_agent = false;
    let told = story(&center, 1);
    assert_eq!(told[8..], ["400 CallbackDue", "400 Dialled 1", "400 CustomerUnanswered last true"]);
    // The next in line has pressed the key too, and is dialled at the same moment.
    assert!(story(&center, 2).contains(&"400 Dialled 1".to_owned()));
}

#[test]
fn a_caller_who_hangs_up_during_the_notification_frees_the_agent_at_once() {
    let mut center = center();
    center.groups[0].notification.accept_time = Law::constant(100e6).unwrap();
    let Arrivals::Recorded(recorded) = &mut center.call_types[0].arrivals else { unreachable!() };
    let mut calls = recorded.calls.to_vec();
    calls[0].patience = Some(seconds(40));
    recorded.calls = calls.into();
    let told = story(&center, 0);
    assert_eq!(told, ["0 Arrived", "0 Overflowed", "0 Assigned", "0 Notified", "40 Abandoned"]);
    assert!(story(&center, 1).contains(&"40 Assigned".to_owned()));
}

#[test]
fn a_missed_notification_gives_the_item_back_to_its_old_place() {
    let mut center = center();
    center.groups[0].notification.accept_time = Law::constant(200e6).unwrap();
    center.groups[0].notification.decline_limit = 2;
    let told = story(&center, 0);
    assert_eq!(
        told[..7],
        [
            "0 Arrived",
            "0 Overflowed",
            "0 Assigned",
            "0 Notified",
            "120 Missed",
            "120 Assigned",
            "120 Notified"
        ]
    );
    // After two declines the only agent is not asked again; the next in line is.
    assert!(story(&center, 1).contains(&"240 Assigned".to_owned()));
}

#[test]
fn an_agent_finishes_the_call_in_hand_when_the_shift_ends() {
    let mut center = center();
    center.groups[0].staff = vec![(SimTime::ZERO, 1), (SimTime(seconds(100).0), 0)];
    let mut log = Log::default();
    ringback::engine::simulate(&center, 1, 0, &mut log);
    let ended = log.entries.iter().find_map(|entry| match entry {
        Entry::Agent(at, _, _, ringback::observe::Duty::Ended { .. }) => Some(at.seconds()),
        _ => None,
    });
    assert_eq!(ended, Some(400.0));
}

#[test]
fn without_a_free_agent_no_offer_is_made_beyond_the_cap_of_active_callbacks() {
    let mut center = center();
    center.call_types[0].response.accept = vec![1.0];
    center.queues[0].callback.max_active = Some(1);
    let accepted = |of| story(&center, of).iter().any(|line| line.contains("CallbackAccepted"));
    assert!(accepted(1));
    let told = story(&center, 2);
    assert!(!told.iter().any(|line| line.contains("Offered")), "{told:?}");
}
