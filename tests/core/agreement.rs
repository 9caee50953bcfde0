//! The engine and the reference simulator tell the same story of every call, on small random
//! centers of the core model.

use std::sync::Arc;

use ringback::ids::QueueId;
use ringback::model::{
    AgentGroup, Arrivals, CallType, CallbackPlace, Center, Condition, Queue, Recorded,
    RecordedCall, RetryPlace,
};
use ringback::observe::{Entry, Happening, Log};
use ringback::random::Law;
use ringback::time::{SimTime, Span};

use crate::center;
use crate::claims::{Claim, Proof};
use crate::random_center::Dice;
use crate::reference::{Line, Stories, stories};
use crate::size::sized;

/// Centers tried, and how many in the full size; the seed of a failing one is printed.
const CENTERS: u64 = 1_000;
const CENTERS_OF_THE_FULL_SIZE: u64 = 10_000;

/// One or two queues, types and groups; half of all lengths are whole seconds, so that much
/// happens at the same moment.
fn small_center(seed: u64) -> Center {
    let mut dice = Dice::new(seed ^ 0x5EED);
    let queues = 1 + dice.below(2);
    let mut center = center::single(1.0, 1, Law::Constant(60e6), None, 0.0, 20.0);
    center.horizon.drain = dice.happens(0.8).then(|| dice.seconds(6_000));
    let template = center.call_types[0].clone();
    center.call_types =
        (0..1 + dice.below(2)).map(|at| call_type(&mut dice, &template, at, queues)).collect();
    center.queues = (0..queues).map(|at| queue(&mut dice, at)).collect();
    center.groups = (0..1 + dice.below(2)).map(|at| group(&mut dice, at, queues)).collect();
    center
}

/// A length up to so many seconds, whole seconds or not.
fn length(dice: &mut Dice, most: u32) -> Span {
    if dice.happens(0.5) {
        return dice.seconds(most);
    }
    Span::from_ticks(dice.uniform() * f64::from(most) * 1e6)
}

fn call_type(dice: &mut Dice, template: &CallType, number: u32, queues: u32) -> CallType {
    let mut calls: Vec<RecordedCall> = (0..5 + dice.below(40))
        .map(|row| RecordedCall {
            at: SimTime(length(dice, 1_199).0),
            talk_time: Some(length(dice, 150)),
            after_call_work: Some(if dice.happens(0.5) { length(dice, 30) } else { Span::ZERO }),
            patience: dice.happens(0.9).then(|| length(dice, 300)),
            row,
            queue: None,
        })
        .collect();
    calls.sort_by_key(|call| call.at);
    let mut call_type = CallType { name: format!("type {number}"), ..template.clone() };
    call_type.route = vec![(QueueId(dice.below(queues)), 1.0)];
    call_type.priority = 1 + dice.below(2);
    call_type.arrivals = Arrivals::Recorded(Recorded {
        calls: calls.into(),
        jitter: Span::ZERO,
        thin: 1.0,
        bootstrap: false,
        attributes: Arc::new([]),
    });
    call_type.response.accept = vec![dice.uniform(), 0.8];
    call_type.response.answer = vec![dice.uniform(), 0.5];
    if dice.happens(0.5) {
        call_type.response.decision = dice.law(20.0);
    }
    call_type
}

fn queue(dice: &mut Dice, number: u32) -> Queue {
    let mut queue = center::queue(100e6);
    queue.name = format!("queue {number}");
    queue.priority = 1 + dice.below(2);
    queue.max_waiting = dice.happens(0.2).then(|| dice.below(6));
    let conditions = [
        Condition::WaitingCalls(dice.below(5)),
        Condition::Waited(Span::from_secs(1) + length(dice, 120)),
        Condition::Waited(Span::from_secs(1) + length(dice, 60)),
    ];
    let mut conditions: Vec<Condition> = conditions.into();
    conditions.retain(|_| dice.happens(0.6));
    queue.overflow = conditions.into_iter().map(center::offer_when).collect();
    let callback = &mut queue.callback;
    callback.first_offer = length(dice, 40);
    callback.repeat_every = Span::from_secs(1) + length(dice, 60);
    callback.confirm_prompt = if dice.happens(0.5) { length(dice, 10) } else { Span::ZERO };
    callback.max_active = dice.happens(0.3).then(|| dice.below(4));
    callback.counts_to_limit = dice.happens(0.7);
    let places = [CallbackPlace::Keep, CallbackPlace::Tail, CallbackPlace::Front];
    callback.place = places[dice.below(3) as usize];
    callback.ring = dice.law(30.0);
    if dice.happens(0.4) {
        callback.preview = dice.law(10.0);
    }
    callback.attempts = 1 + dice.below(3);
    callback.retry_after = Span::from_secs(1) + length(dice, 200);
    let places = [RetryPlace::Keep, RetryPlace::Front, RetryPlace::Tail];
    callback.retry_place = places[dice.below(3) as usize];
    callback.no_answer_costs_agent = dice.happens(0.6);
    callback.expire_after = Span::from_secs(1) + length(dice, 2_000);
    queue
}

fn group(dice: &mut Dice, number: u32, queues: u32) -> AgentGroup {
    let all: Vec<QueueId> = (0..queues).map(QueueId).collect();
    let mut staff = vec![(SimTime::ZERO, dice.below(4))];
    for step in 1..1 + u64::from(dice.below(4)) {
        staff.push((SimTime(Span::from_secs(step * 300).0), dice.below(5)));
    }
    let mut group = AgentGroup { name: format!("group {number}"), staff, ..AgentGroup::default() };
    group.queues = if dice.happens(0.6) { all } else { vec![QueueId(dice.below(queues))] };
    let way = &mut group.notification;
    if dice.happens(0.6) {
        way.accept_time = dice.law(15.0);
    }
    way.countdown = Span::from_secs(20);
    way.miss = if dice.happens(0.3) { 0.2 } else { 0.0 };
    way.reject = if dice.happens(0.3) { 0.2 } else { 0.0 };
    way.decline_limit = 1 + dice.below(3);
    group
}

/// The stories that the engine's log tells.
fn told(center: &Center, seed: u64) -> Stories {
    let mut log = Log::default();
    ringback::engine::simulate(center, seed, 0, &mut log);
    let mut stories = Stories::new();
    for entry in &log.entries {
        if let Entry::Call(at, call, happening) = entry {
            let story = stories.entry((call.call_type.index(), call.number)).or_default();
            story.extend(line(*at, *happening));
        }
    }
    stories
}

/// A happening in the words of the reference.
fn line(at: SimTime, happening: Happening) -> Option<Line> {
    let (what, agent) = match happening {
        Happening::Arrived => ("arrived", None),
        Happening::Overflowed { .. } => ("overflowed", None),
        Happening::Blocked => ("blocked", None),
        Happening::Queued { .. } => ("queued", None),
        Happening::Offered { .. } => ("offered", None),
        Happening::CallbackAccepted { .. } => ("key pressed", None),
        Happening::CallEndedForCallback => ("call ended", None),
        Happening::Abandoned { agent } => ("abandoned", agent),
        Happening::Assigned { agent } => ("assigned", Some(agent)),
        Happening::Accepted { agent, .. } => ("accepted", Some(agent)),
        Happening::Rejected { agent } | Happening::Missed { agent } => ("declined", Some(agent)),
        Happening::Dialled { agent, .. } => ("dialled", agent),
        Happening::CustomerAnswered { agent } => ("customer answered", agent),
        Happening::CustomerUnanswered { agent, .. } => ("unanswered", agent),
        Happening::Requeued => ("requeued", None),
        Happening::CallbackExpired => ("expired", None),
        Happening::Connected { agent } => ("connected", Some(agent)),
        Happening::TalkEnded { agent } => ("talk ended", Some(agent)),
        Happening::WrapUpEnded { agent, .. } => ("wrapped up", Some(agent)),
        Happening::Unfinished => ("unfinished", None),
        Happening::Notified { .. } | Happening::CallbackDue | Happening::RetryScheduled { .. } => {
            return None;
        }
        other => unreachable!("{other:?} is not in the core model"),
    };
    Some((at, what, agent.map(|agent| agent.index())))
}

/// The first line on which two tellings of a call differ, in words.
fn difference(engine: &Stories, reference: &Stories) -> Option<String> {
    let calls = engine.keys().chain(reference.keys());
    let other = calls.filter(|call| engine.get(call) != reference.get(call));
    let parts = |story: Option<&Vec<Line>>| story.cloned().unwrap_or_default();
    let first = |call: &(usize, u64)| {
        let (a, b) = (parts(engine.get(call)), parts(reference.get(call)));
        let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
        let at = [&a, &b].iter().filter_map(|story| Some(story.get(same)?.0)).min();
        (at, *call, format!("engine {:?}, reference {:?}", a.get(same), b.get(same)))
    };
    other.map(first).min().map(|(_, call, lines)| format!("call {call:?}: {lines}"))
}

#[test]
fn the_reference_simulator_tells_every_call_as_the_engine_does() {
    let centers = sized(CENTERS, CENTERS_OF_THE_FULL_SIZE);
    let mut lines = 0;
    for seed in 0..centers {
        let center = small_center(seed);
        let (engine, reference) = (told(&center, seed), stories(&center, seed));
        lines += reference.values().map(Vec::len).sum::<usize>();
        let difference = difference(&engine, &reference);
        assert_eq!(difference, None, "on the center of seed {seed}");
    }
    assert!(lines as u64 > 200 * centers, "the centers are too quiet to prove much: {lines}");
    let proof = Proof {
        section: "A second simulator",
        case: "",
        source: "a simulator of another design without shared code (tests/core/reference.rs)",
        asked: "every line of every call's story is the same",
    };
    let words = format!("all {lines} lines of {centers} centers");
    proof.settle(&[Claim::plain("random centers of the core model", &words, true)]);
}
