//! What must hold of every run of every center, tried on random small centers.

use std::collections::BTreeMap;

use ringback::measure::{Cell, Frame, Replication, Scope, Tally, When};
use ringback::model::Center;
use ringback::observe::{CallFacts, Entry, Happening, Log};
use ringback::time::SimTime;

use crate::auditor::Auditor;
use crate::center;
use crate::claims::{Claim, Proof};
use crate::random_center::random_center;
use crate::size::sized;

/// Random centers tried, and how many in the full size; the seed of a failing one is printed.
const CENTERS: u64 = 10_000;
const CENTERS_OF_THE_FULL_SIZE: u64 = 100_000;

/// What both the auditor and the tally count, by name.
type Counted = (&'static str, fn(&Cell) -> u64);
const COUNTS: [Counted; 29] = [
    ("arrived", |c| c.arrived),
    ("redials", |c| c.redials),
    ("repeat_calls", |c| c.repeat_calls),
    ("out_of_hours", |c| c.out_of_hours),
    ("overflowed_in", |c| c.overflowed_in),
    ("overflowed_out", |c| c.overflowed_out),
    ("transferred_in", |c| c.transferred_in),
    ("transferred_out", |c| c.transferred_out),
    ("external", |c| c.external),
    ("voicemails", |c| c.voicemails),
    ("ended_by_overflow", |c| c.ended_by_overflow),
    ("overflow_loops", |c| c.overflow_loops),
    ("answered", |c| c.answered),
    ("abandoned", |c| c.abandoned),
    ("balked", |c| c.balked),
    ("blocked", |c| c.blocked),
    ("callbacks_offered", |c| c.callbacks_offered),
    ("callbacks_accepted", |c| c.callbacks_accepted),
    ("callbacks_booked", |c| c.callbacks_booked),
    ("callbacks_taken", |c| c.callbacks_taken),
    ("callback_dials", |c| c.callback_dials),
    ("dials_answered", |c| c.dials_answered),
    ("callbacks_answered", |c| c.callbacks_answered),
    ("callbacks_abandoned", |c| c.callbacks_abandoned),
    ("callbacks_deduplicated", |c| c.callbacks_deduplicated),
    ("callbacks_unanswered", |c| c.callbacks_unanswered),
    ("callbacks_expired", |c| c.callbacks_expired),
    ("callbacks_unfinished", |c| c.callbacks_unfinished),
    ("unfinished", |c| c.unfinished),
];

/// Counts of the center in which a call that goes through several queues counts in each.
const BY_QUEUE_ONLY: [&str; 6] = [
    "overflowed_in",
    "overflowed_out",
    "transferred_in",
    "transferred_out",
    "callback_dials",
    "dials_answered",
];

/// Conservation in exact integers, of a queue or the center in an interval: by the auditor's own
/// counts, and each of them as the tally has it.
fn compare_counts(auditor: &Auditor<'_>, place: Option<usize>, interval: usize, cell: &Cell) {
    let count = |name| auditor.counts.get(&(place, interval, name)).copied().unwrap_or(0);
    for (name, of) in COUNTS {
        if place.is_some() || !BY_QUEUE_ONLY.contains(&name) {
            assert_eq!(of(cell), count(name), "{name} of {place:?} in interval {interval}");
        }
    }
    let sum = |names: &[&'static str]| names.iter().map(|name| count(name)).sum::<u64>();
    let moved_out = if place.is_some() { count("overflowed_out") } else { 0 };
    let moved_in = if place.is_some() { sum(&["overflowed_in", "transferred_in"]) } else { 0 };
    let offered = count("arrived") + moved_in - count("out_of_hours");
    let ends = sum(&[
        "answered",
        "abandoned",
        "blocked",
        "callbacks_accepted",
        "voicemails",
        "ended_by_overflow",
        "external",
        "unfinished",
    ]);
    assert_eq!(offered, ends + moved_out, "entries of {place:?} in interval {interval}");
    assert_eq!(offered, cell.offered, "offered of {place:?} in interval {interval}");
    let closed = sum(&[
        "callbacks_answered",
        "callbacks_abandoned",
        "callbacks_unanswered",
        "callbacks_expired",
        "callbacks_deduplicated",
        "callbacks_unfinished",
    ]);
    assert_eq!(count("callbacks_accepted"), closed, "callbacks of {place:?} in {interval}");
    assert!(cell.balances(), "the tally of {place:?} in interval {interval}");
}

/// Little's law on the path, and agents' time, in ticks: the tally's totals, the auditor's
/// integrals, and the sum of what each item was said to have waited.
fn compare_times(auditor: &Auditor<'_>, center: &Center, frame: &Frame, done: &Replication) {
    for interval in 0..frame.intervals() {
        let time = |of, what| auditor.times.get(&(of, interval, what)).copied().unwrap_or(0);
        for queue in 0..center.queues.len() {
            let calls = frame.figures(done, Scope::Queue(queue), When::Interval(interval)).calls;
            assert_eq!(time(queue, "live"), time(queue, "live told"), "Little's law");
            assert_eq!(time(queue, "callbacks"), time(queue, "callbacks told"), "Little's law");
            assert_eq!(time(queue, "live"), calls.live_queue_ticks);
            assert_eq!(time(queue, "callbacks"), calls.callback_queue_ticks);
        }
        for group in 0..center.groups.len() {
            let duty = frame.figures(done, Scope::Group(group), When::Interval(interval)).duty;
            let parts = time(group, "busy") + time(group, "idle") + time(group, "away");
            assert_eq!(parts, time(group, "staffed"), "busy + idle + away = staffed");
            assert_eq!((duty.busy_ticks, duty.duty_ticks), (time(group, "busy"), parts));
        }
    }
}

fn audit(seed: u64) {
    let center = random_center(seed);
    let frame = center::frame(&center);
    let by_event = Frame { by_event: true, ..frame.clone() };
    let mut heard = ((Tally::new(&frame), Tally::new(&by_event)), Log::default());
    ringback::engine::simulate(&center, seed, 0, &mut heard);
    let auditor = Auditor::audit(&center, &heard.1.entries);
    let done = heard.0.0.take();
    assert!(done.balanced, "calls are lost count of");
    for interval in 0..frame.intervals() {
        let calls = |scope| frame.figures(&done, scope, When::Interval(interval)).calls;
        compare_counts(&auditor, None, interval, &calls(Scope::Center));
        for queue in 0..center.queues.len() {
            compare_counts(&auditor, Some(queue), interval, &calls(Scope::Queue(queue)));
        }
    }
    compare_times(&auditor, &center, &frame, &done);
    // Counted by event instead of arrival: the same calls in all, those after the end included.
    let events = heard.0.1.take();
    assert!(events.balanced, "calls counted by event are lost count of");
}

/// The same tests for many seeds, on two threads; names the seed that fails.
fn for_all(seeds: std::ops::Range<u64>, test: fn(u64)) {
    let middle = (seeds.start + seeds.end) / 2;
    std::thread::scope(|scope| {
        for part in [seeds.start..middle, middle..seeds.end] {
            scope.spawn(move || {
                for seed in part {
                    let outcome = std::panic::catch_unwind(|| test(seed));
                    assert!(outcome.is_ok(), "the random center of seed {seed} fails");
                }
            });
        }
    });
}

#[test]
fn every_call_and_every_moment_is_accounted_for_in_random_centers() {
    let centers = sized(CENTERS, CENTERS_OF_THE_FULL_SIZE);
    for_all(0..centers, audit);
    // A scheduled callback is passed on, and its customer accepts another callback.
    audit(98_829);
    let proof = Proof {
        section: "Conservation",
        case: "",
        source: "an auditor with rules of its own (tests/core/auditor.rs)",
        asked: "each call ends once, Little's law, capacity, dials, places and caps, the tally is the log",
    };
    proof.settle(&[Claim::plain(
        "random centers over the whole model",
        &format!("all {centers}"),
        true,
    )]);
}

/// A number for each kind of happening; a new kind has to be added here.
fn kind(happening: Happening) -> usize {
    match happening {
        Happening::Arrived => 0,
        Happening::Blocked => 1,
        Happening::OutOfHours => 2,
        Happening::Overflowed { .. } => 3,
        Happening::Moved { .. } => 4,
        Happening::MovedTooOften => 5,
        Happening::SentOutside => 6,
        Happening::VoicemailLeft => 7,
        Happening::EndedByOverflow => 8,
        Happening::Balked => 9,
        Happening::Queued { .. } => 10,
        Happening::Offered { .. } => 11,
        Happening::CallbackAccepted { .. } => 12,
        Happening::CallEndedForCallback => 13,
        Happening::Abandoned { agent: None } => 14,
        Happening::Abandoned { .. } => 15,
        Happening::CallbackDue => 16,
        Happening::Assigned { .. } => 17,
        Happening::Notified { .. } => 18,
        Happening::Accepted { .. } => 19,
        Happening::Rejected { .. } => 20,
        Happening::Missed { .. } => 21,
        Happening::Dialled { .. } => 22,
        Happening::CustomerAnswered { .. } => 23,
        Happening::CustomerUnanswered { last: false, .. } => 24,
        Happening::CustomerUnanswered { .. } => 25,
        Happening::RetryScheduled { .. } => 26,
        Happening::Requeued => 27,
        Happening::CallbackExpired => 28,
        Happening::CallbackAbandoned { agent: None } => 29,
        Happening::CallbackAbandoned { .. } => 30,
        Happening::CallbackDeduplicated => 31,
        Happening::Connected { .. } => 32,
        Happening::TalkEnded { .. } => 33,
        Happening::WrapUpEnded { .. } => 34,
        Happening::Transferred { .. } => 35,
        Happening::RedialScheduled { .. } => 36,
        Happening::RepeatScheduled { .. } => 37,
        Happening::Unfinished => 38,
    }
}

#[test]
fn everything_that_can_happen_does_so_in_random_centers() {
    let mut times = [0; 39];
    for seed in 0..400 {
        let mut log = Log::default();
        ringback::engine::simulate(&random_center(seed), seed, 0, &mut log);
        for entry in &log.entries {
            if let Entry::Call(_, _, happening) = entry {
                times[kind(*happening)] += 1;
            }
        }
    }
    assert!(times.iter().all(|times| *times >= 10), "{times:?}");
}

#[test]
fn the_same_seed_gives_the_same_log_and_another_seed_another() {
    let log = |seed, run| {
        let mut log = Log::default();
        ringback::engine::simulate(&random_center(seed), run, 0, &mut log);
        log
    };
    for seed in 0..50 {
        assert_eq!(log(seed, 1), log(seed, 1), "seed {seed}");
    }
    assert_ne!(log(1, 1), log(1, 2));
}

#[test]
fn a_changed_policy_leaves_the_customers_as_they_are() {
    // What a call carries: when it came, how long it would talk; by type and number.
    let customers = |center: &Center| {
        let mut log = Log::default();
        ringback::engine::simulate(center, 7, 3, &mut log);
        log.entries
            .iter()
            .filter_map(|entry| match entry {
                Entry::Call(at, call, Happening::Arrived)
                    if call.number < CallFacts::FIRST_CALLS =>
                {
                    let luck = (at.0, call.talk_ticks, call.wrap_ticks);
                    Some(((call.call_type, call.number), luck))
                }
                _ => None,
            })
            .collect::<BTreeMap<_, _>>()
    };
    for seed in 0..200 {
        let callback = random_center(seed);
        let mut hold = callback.clone();
        for queue in &mut hold.queues {
            queue.overflow.clear();
        }
        hold.groups[0].staff = vec![(SimTime::ZERO, 3)];
        assert_eq!(customers(&callback), customers(&hold), "seed {seed}");
    }
}
