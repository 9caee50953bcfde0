//! The product's edge cases and the scenario format's finer rules, each told by one small day.

use std::sync::Arc;

use ringback::ids::{CallTypeId, QueueId};
use ringback::measure::{Figures, Scope, Tally, When};
use ringback::model::{
    Action, AgentGroup, Arrivals, Assignment, Bucket, CallAgain, CallbackMode, CallbackPlace,
    CallbacksAtClose, Center, Condition, Dedup, Hours, Level, LiveAtClose, OverflowRule, Recorded,
    RecordedCall, RouteRule, RouteTarget, SkillMatch, Throttle, Transfer, WaitEstimate,
};
use ringback::observe::{CallFacts, Entry, Happening, Log};
use ringback::random::Law;
use ringback::time::{SimTime, Span};

use crate::callback_story::{seconds, story};
use crate::center;

pub(crate) fn at(second: u64) -> SimTime {
    SimTime(seconds(second).0)
}

pub(crate) fn law(second: u64) -> Law {
    Law::constant(seconds(second).ticks()).unwrap()
}

/// Calls at these seconds, each with its talk time; callers hold for 1,000 s.
pub(crate) fn calls(calls: &[(u64, u64)]) -> Arrivals {
    let call = |&(second, talk): &(u64, u64)| RecordedCall {
        at: at(second),
        talk_time: Some(seconds(talk)),
        after_call_work: Some(Span::ZERO),
        patience: Some(seconds(1_000)),
        ..RecordedCall::default()
    };
    Arrivals::Recorded(Recorded {
        calls: calls.iter().map(call).collect::<Vec<_>>().into(),
        jitter: Span::ZERO,
        thin: 1.0,
        bootstrap: false,
        attributes: Arc::new([]),
    })
}

/// One queue and so many agents; callers accept the first offer, which comes after 30 s.
pub(crate) fn day(agents: u32, arrivals: &[(u64, u64)]) -> Center {
    let mut center = center::single(1.0, agents, law(1), None, 0.0, 60.0);
    center.call_types[0].arrivals = calls(arrivals);
    center.call_types[0].response.accept = vec![1.0];
    center.call_types[0].response.answer = vec![1.0];
    let callback = &mut center.queues[0].callback;
    callback.first_offer = seconds(30);
    callback.ring = law(10);
    center
}

/// A second queue like the first, with a group of its own.
pub(crate) fn with_second_queue(mut center: Center, agents: u32) -> Center {
    let mut queue = center.queues[0].clone();
    queue.name = "second".into();
    queue.overflow.clear();
    center.queues.push(queue);
    let mut group = center.groups[0].clone();
    group.name = "second".into();
    group.queues = vec![QueueId(1)];
    group.staff = vec![(SimTime::ZERO, agents)];
    center.groups.push(group);
    center
}

/// A second call type to a queue.
pub(crate) fn with_second_type(mut center: Center, queue: u32, arrivals: &[(u64, u64)]) -> Center {
    let mut call_type = center.call_types[0].clone();
    call_type.name = "second".into();
    call_type.route = vec![(QueueId(queue), 1.0)];
    call_type.arrivals = calls(arrivals);
    center.call_types.push(call_type);
    center
}

pub(crate) fn rule(when: Condition, action: Action) -> OverflowRule {
    OverflowRule { name: String::new(), when, action, to: String::new() }
}

pub(crate) fn offer(when: Condition) -> OverflowRule {
    rule(when, Action::DirectCallback)
}

pub(crate) fn figures_of(center: &Center, scope: Scope) -> Figures {
    let frame = center::frame(center);
    let mut tally = Tally::new(&frame);
    ringback::engine::simulate(center, 1, 0, &mut tally);
    frame.figures(&tally.take(), scope, When::Period)
}

pub(crate) fn figures(center: &Center) -> Figures {
    figures_of(center, Scope::Center)
}

/// When something happened to each call of a type, by its name, in seconds.
pub(crate) fn when(center: &Center, call_type: u32, wanted: &str) -> Vec<f64> {
    let mut log = Log::default();
    ringback::engine::simulate(center, 1, 0, &mut log);
    let mut found: Vec<(u64, f64)> = log
        .entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Call(at, call, happening)
                if call.call_type == CallTypeId(call_type)
                    && format!("{happening:?}").starts_with(wanted) =>
            {
                Some((call.number, at.seconds()))
            }
            _ => None,
        })
        .collect();
    found.sort_by_key(|found| found.0);
    found.into_iter().map(|found| found.1).collect()
}

/// Which agent each call of a type was connected with, in order of arrival.
pub(crate) fn agents_of(center: &Center, call_type: u32) -> Vec<u32> {
    let mut log = Log::default();
    ringback::engine::simulate(center, 1, 0, &mut log);
    let mut found: Vec<(CallFacts, u32)> = log
        .entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Call(_, call, Happening::Connected { agent })
                if call.call_type == CallTypeId(call_type) =>
            {
                Some((*call, agent.0))
            }
            _ => None,
        })
        .collect();
    found.sort_by_key(|found| found.0.number);
    found.into_iter().map(|found| found.1).collect()
}

// 1 to 7: what rules see, and whom offers reach.

#[test]
fn edge_01_a_burst_between_two_refreshes_of_the_count_passes_the_limit() {
    let mut center = day(0, &[(1, 9), (2, 9), (3, 9), (4, 9), (12, 9)]);
    center.queues[0].overflow = vec![rule(Condition::WaitingCalls(2), Action::EndCall)];
    center.queues[0].count_cache = seconds(10);
    assert_eq!(figures(&center).calls.ended_by_overflow, 1, "only the call after the refresh");
    center.queues[0].count_cache = Span::ZERO;
    assert_eq!(figures(&center).calls.ended_by_overflow, 3);
}

#[test]
fn edges_02_and_03_the_moving_average_lags_and_without_samples_there_is_no_trigger() {
    // One agent, calls of 100 s every 20 s: waits of 0, 80, 160 s ...
    let many: Vec<(u64, u64)> = (0..60).map(|number| (number * 20, 100)).collect();
    let mut center = day(1, &many);
    center.queues[0].overflow = vec![rule(Condition::AverageWait(seconds(60)), Action::EndCall)];
    let average = |min_samples| WaitEstimate::MovingAverage {
        refresh: seconds(300),
        alpha: 0.5,
        min_samples,
        reset_idle: seconds(86_400),
        include_callbacks: true,
    };
    center.queues[0].wait_estimate = average(2);
    let first = when(&center, 0, "EndedByOverflow")[0];
    assert_eq!(first, 300.0, "long waits began at 20 s, the average sees them at its refresh");
    center.queues[0].wait_estimate = average(1_000);
    assert_eq!(figures(&center).calls.ended_by_overflow, 0);
}

#[test]
fn edge_04_accepted_callbacks_keep_the_queue_above_its_limit_unless_they_do_not_count() {
    let mut center = day(1, &[(0, 900), (1, 9), (50, 9), (90, 9)]);
    center.queues[0].overflow = vec![offer(Condition::WaitingCalls(0))];
    center.queues[0].overflow.push(rule(Condition::WaitingCalls(1), Action::EndCall));
    center.queues[0].overflow.swap(0, 1);
    assert_eq!(figures(&center).calls.ended_by_overflow, 2);
    center.queues[0].callback.counts_to_limit = false;
    assert_eq!(figures(&center).calls.ended_by_overflow, 0);
}

#[test]
fn edge_05_a_call_below_the_limit_at_arrival_is_never_offered_a_callback_by_that_rule() {
    let mut center = day(1, &[(0, 900), (1, 9), (2, 9), (3, 9)]);
    center.queues[0].overflow = vec![offer(Condition::WaitingCalls(2))];
    assert_eq!(figures(&center).calls.callbacks_offered, 1, "the last one alone");
    center.queues[0].overflow.push(offer(Condition::Waited(seconds(60))));
    assert_eq!(figures(&center).calls.callbacks_offered, 3);
}

#[test]
fn edge_06_offers_go_on_when_the_queue_has_recovered() {
    let mut center = day(1, &[(0, 400), (1, 9)]);
    center.call_types[0].response.accept = vec![0.0];
    center.queues[0].overflow = vec![offer(Condition::WaitingCalls(0))];
    assert_eq!(when(&center, 0, "Offered"), [31.0, 151.0, 271.0, 391.0]);
}

#[test]
fn edge_07_who_is_connected_before_the_first_offer_never_hears_it() {
    let mut center = day(1, &[(0, 25), (1, 9)]);
    center.queues[0].overflow = vec![offer(Condition::WaitingCalls(0))];
    assert_eq!(figures(&center).calls.callbacks_offered, 0);
}

// 8 and 9: agent first, customer first.

#[test]
fn edge_08_agent_first_pays_for_dials_that_nobody_answers() {
    let mut center = day(1, &[(0, 100), (1, 9)]);
    center.call_types[0].response.answer = vec![0.0];
    center.queues[0].overflow = vec![offer(Condition::WaitingCalls(0))];
    assert_eq!(Span(figures(&center).calls.wasted_ticks).seconds(), 10.0);
    center.queues[0].callback.no_answer_costs_agent = false;
    assert_eq!(figures(&center).calls.wasted_ticks, 0);
}

#[test]
fn edge_09_customer_first_dials_without_an_agent_and_another_call_may_take_the_agent() {
    let mut center = day(1, &[(0, 100), (1, 20), (105, 50)]);
    center.queues[0].overflow = vec![offer(Condition::WaitingCalls(0))];
    center.queues[0].callback.mode = CallbackMode::CustomerFirst;
    assert_eq!(
        story(&center, 1),
        [
            "1 Arrived",
            "1 Overflowed",
            "1 Queued at 1",
            "31 Offered 1",
            "31 CallbackAccepted at 1",
            "31 CallEndedForCallback",
            "100 CallbackDue",
            "100 Dialled 1",
            "110 CustomerAnswered",
            "155 Assigned",
            "155 Notified",
            "155 Accepted",
            "155 Connected",
            "175 TalkEnded",
            "175 WrapUpEnded",
        ]
    );
    assert_eq!(when(&center, 0, "Connected")[2], 105.0, "the live call took the free agent");
    center.call_types[0].response.patience_after_answer = Some(law(20));
    let calls = figures(&center).calls;
    assert_eq!((calls.callbacks_abandoned, calls.callbacks_answered), (1, 0));
}

#[test]
fn the_throttle_puts_dials_off_by_what_customers_waited_beyond_the_target() {
    // The first customer answers at 110 s and waits 45 s; the second one is dialled 30 s late.
    let mut center = day(1, &[(0, 100), (1, 20), (105, 50), (110, 20)]);
    center.queues[0].overflow = vec![offer(Condition::WaitingCalls(0))];
    center.queues[0].callback.mode = CallbackMode::CustomerFirst;
    let due = |center: &Center| when(center, 0, "Dialled");
    assert_eq!(due(&center), [100.0, 175.0]);
    center.queues[0].callback.throttle =
        Some(Throttle { target: seconds(15), lookback: seconds(600) });
    assert_eq!(due(&center), [100.0, 205.0]);
}

// 10: the notification pipeline is told by callback_story.

// 13 to 17: who serves whom.

#[test]
fn edge_13_items_that_nobody_can_take_hide_those_behind_the_block() {
    // The agent lacks the skill of the first type; its two calls stand before the other's.
    let mut center = with_second_type(day(1, &[(1, 9), (2, 9)]), 0, &[(0, 50), (3, 9)]);
    center.call_types[0].skills = vec![(0, 5)];
    assert_eq!(when(&center, 1, "Connected"), [0.0, 50.0]);
    center.queues[0].assignment_block = Some(2);
    assert_eq!(when(&center, 1, "Connected"), [0.0], "two head items fill the block for good");
}

#[test]
fn edge_14_the_closest_match_gives_equal_agents_no_turns() {
    let mut center = day(3, &[(0, 5), (10, 5), (20, 5)]);
    center.call_types[0].skills = vec![(0, 5)];
    center.queues[0].skill_match = SkillMatch::Closest;
    assert_eq!(agents_of(&center, 0), [0, 0, 0], "the same one again and again");
    center.queues[0].skill_match = SkillMatch::Exact;
    assert!(agents_of(&center, 0).is_empty(), "nobody has the skill");
    center.groups[0].skills = vec![(0, 5)];
    assert_eq!(agents_of(&center, 0), [0, 1, 2]);
}

#[test]
fn the_closest_match_prefers_the_exact_rating_then_more_then_less() {
    let mut center = with_second_queue(day(1, &[(0, 5)]), 1);
    center.groups[1].queues = vec![QueueId(0)];
    center.call_types[0].skills = vec![(0, 5)];
    center.queues[0].skill_match = SkillMatch::Closest;
    for (first, second, chosen) in [(5, 9, 0), (9, 5, 1), (4, 9, 1), (3, 4, 1), (6, 9, 0)] {
        center.groups[0].skills = vec![(0, first)];
        center.groups[1].skills = vec![(0, second)];
        assert_eq!(agents_of(&center, 0), [chosen], "ratings {first} and {second}");
    }
}

#[test]
fn edge_15_round_robin_keeps_turns_per_queue_and_least_active_by_release() {
    // Agent 0 takes the first queue's calls; the second queue has seen nobody yet.
    let mut center = with_second_type(day(2, &[(0, 5), (10, 5)]), 1, &[(20, 5)]);
    center = with_second_queue(center, 0);
    center.groups[0].queues = vec![QueueId(0), QueueId(1)];
    for queue in &mut center.queues {
        queue.assignment = Assignment::RoundRobin;
    }
    assert_eq!((agents_of(&center, 0), agents_of(&center, 1)), (vec![0, 1], vec![0]));
    // By release agent 0 has been free longest as well; with a long first call it is agent 1.
    for queue in &mut center.queues {
        queue.assignment = Assignment::LeastActive;
    }
    center.call_types[0].arrivals = calls(&[(0, 17), (10, 5)]);
    assert_eq!(agents_of(&center, 1), [1]);
    center.queues[1].assignment = Assignment::RoundRobin;
    assert_eq!(agents_of(&center, 1), [0]);
}

#[test]
fn the_most_and_the_least_skilled_agents_are_chosen_by_their_ratings() {
    let mut center = with_second_queue(day(1, &[(0, 5)]), 1);
    center.groups[1].queues = vec![QueueId(0)];
    center.call_types[0].skills = vec![(0, 2)];
    center.groups[0].skills = vec![(0, 3)];
    center.groups[1].skills = vec![(0, 7)];
    for (method, chosen) in [(Assignment::MostSkilled, 1), (Assignment::LeastSkilled, 0)] {
        center.queues[0].assignment = method;
        assert_eq!(agents_of(&center, 0), [chosen], "{method:?}");
    }
}

#[test]
fn random_assignment_gives_every_agent_a_part() {
    let many: Vec<(u64, u64)> = (0..300).map(|number| (number * 10, 5)).collect();
    let mut center = day(3, &many);
    center.queues[0].assignment = Assignment::Random;
    let agents = agents_of(&center, 0);
    for agent in 0..3 {
        let part = agents.iter().filter(|other| **other == agent).count();
        // A standard error of 8.2 calls.
        assert!((70..130).contains(&part), "agent {agent} took {part} of 300");
    }
}

#[test]
fn edge_16_equal_priorities_merge_by_age_and_a_smaller_one_goes_first() {
    let mut center = with_second_type(day(1, &[(0, 100), (20, 9)]), 1, &[(10, 9), (30, 9)]);
    center = with_second_queue(center, 0);
    center.groups[0].queues = vec![QueueId(0), QueueId(1)];
    assert_eq!(when(&center, 0, "Connected"), [0.0, 109.0]);
    assert_eq!(when(&center, 1, "Connected"), [100.0, 118.0]);
    center.queues[1].priority = 2;
    assert_eq!(when(&center, 0, "Connected"), [0.0, 100.0]);
}

#[test]
fn edge_17_callbacks_of_a_late_priority_may_reach_their_end_unserved() {
    let busy: Vec<(u64, u64)> = (0..300).map(|number| (number * 10, 11)).collect();
    let mut center = with_second_type(day(1, &busy), 1, &[(5, 9)]);
    center = with_second_queue(center, 0);
    center.groups[0].queues = vec![QueueId(0), QueueId(1)];
    center.queues[1].priority = 2;
    center.queues[1].overflow = vec![offer(Condition::WaitingCalls(0))];
    center.queues[1].callback.expire_after = seconds(600);
    assert_eq!(figures(&center).calls.callbacks_expired, 1);
}

#[test]
fn priorities_of_types_and_buckets_go_before_age() {
    let mut center = with_second_type(day(1, &[(0, 100), (10, 9)]), 0, &[(20, 9)]);
    center.call_types[1].priority = 0;
    assert_eq!(when(&center, 1, "Connected"), [100.0], "a smaller priority goes first");
    center.call_types[1].priority = 1;
    assert_eq!(when(&center, 1, "Connected"), [109.0]);
    center.queues[0].prioritisation =
        vec![Bucket { call_type: Some(CallTypeId(1)), ..Bucket::default() }];
    assert_eq!(when(&center, 1, "Connected"), [100.0], "its bucket goes first");
}

#[test]
fn a_back_up_group_is_asked_after_its_delay() {
    let mut center = with_second_queue(day(1, &[(0, 100), (1, 9)]), 1);
    center.groups[1].queues = vec![QueueId(0)];
    center.groups[1].levels = vec![Level { queue: QueueId(0), level: 2, after: seconds(45) }];
    assert_eq!(when(&center, 0, "Connected"), [0.0, 46.0]);
}

// 18 to 24: overflow and routing.

#[test]
fn edge_18_a_call_moved_before_queueing_is_not_tested_again_one_moved_in_queue_is() {
    let mut center = with_second_queue(day(0, &[(0, 9)]), 0);
    center.queues[0].overflow =
        vec![rule(Condition::WaitingCalls(0), Action::Transfer(QueueId(1)))];
    center.queues[1].overflow = vec![rule(Condition::WaitingCalls(0), Action::EndCall)];
    assert_eq!(figures(&center).calls.ended_by_overflow, 0);
    center.queues[1].overflow = vec![rule(Condition::Waited(seconds(60)), Action::EndCall)];
    assert_eq!(when(&center, 0, "EndedByOverflow"), [60.0]);
}

#[test]
fn edge_18_two_queues_that_point_at_each_other_stop_after_the_allowed_moves() {
    let mut center = with_second_queue(day(0, &[(0, 9)]), 0);
    let back = |queue| vec![rule(Condition::Waited(seconds(60)), Action::Transfer(QueueId(queue)))];
    center.queues[0].overflow = back(1);
    center.queues[1].overflow = back(0);
    center.routing.overflow_hops = 3;
    assert_eq!(when(&center, 0, "Moved "), [60.0, 120.0, 180.0]);
    let calls = figures(&center).calls;
    assert_eq!((calls.offered, calls.overflow_loops), (1, 1), "one call, one report");
    let second = figures_of(&center, Scope::Queue(1)).calls;
    assert_eq!((second.offered, second.overflowed_in, second.overflowed_out), (2, 2, 1));
}

#[test]
fn a_call_that_moves_waits_anew_for_its_queue_and_on_for_its_center() {
    let mut center = with_second_queue(day(0, &[(0, 9)]), 1);
    center.groups[1].staff = vec![(SimTime::ZERO, 0), (at(100), 1)];
    center.queues[0].overflow =
        vec![rule(Condition::Waited(seconds(60)), Action::Transfer(QueueId(1)))];
    let wait = |scope| {
        let calls = figures_of(&center, scope).calls;
        Span(calls.answered_wait_ticks).seconds()
    };
    assert_eq!((wait(Scope::Queue(1)), wait(Scope::Center)), (40.0, 100.0));
    let hold = Span(figures(&center).calls.hold_ticks).seconds();
    assert_eq!(hold, 100.0);
}

/// Open from 100 s to 200 s and from 1,000 s on.
fn hours() -> Hours {
    Hours { windows: vec![(at(100), at(200)), (at(1_000), at(9_000))] }
}

#[test]
fn edge_20_closing_time_decides_what_becomes_of_those_who_wait() {
    // The agent talks beyond closing time, one call holds, one callback is pending.
    let mut center = day(1, &[(100, 150), (110, 9), (190, 9)]);
    center.queues[0].hours = Some(hours());
    center.queues[0].overflow = vec![offer(Condition::Waited(seconds(30)))];
    center.queues[0].callback.first_offer = Span::ZERO;
    center.queues[0].callback.max_active = Some(1);
    let told = |center: &Center| when(center, 0, "Connected");
    assert_eq!(told(&center), [100.0, 1_010.0, 250.0], "the callback waits for the next opening");
    center.queues[0].at_close.callbacks = CallbacksAtClose::Serve;
    assert_eq!(told(&center), [100.0, 260.0, 269.0]);
    center.queues[0].at_close.callbacks = CallbacksAtClose::Expire;
    assert_eq!(when(&center, 0, "CallbackExpired"), [200.0]);
    center.queues[0].at_close.live = LiveAtClose::EndCall;
    assert_eq!(when(&center, 0, "EndedByOverflow"), [200.0]);
    center.queues[0].at_close.live = LiveAtClose::Voicemail;
    center.call_types[0].voicemail.leave = 1.0;
    assert_eq!(when(&center, 0, "VoicemailLeft"), [200.0]);
}

#[test]
fn agents_stay_on_for_the_calls_of_a_queue_that_has_closed_and_that_is_overtime() {
    let mut center = day(1, &[(100, 150), (190, 40)]);
    center.queues[0].hours = Some(hours());
    center.groups[0].staff = vec![(SimTime::ZERO, 1), (at(200), 0)];
    assert_eq!(when(&center, 0, "Connected"), [100.0, 250.0]);
    let duty = figures(&center).duty;
    assert_eq!(Span(duty.overtime_ticks).seconds(), 90.0);
    center.queues[0].hours = None;
    assert_eq!(when(&center, 0, "Connected"), [100.0], "while open the next shift has to come");
}

#[test]
fn edge_21_a_closed_queue_ends_calls_unless_a_rule_lets_them_in_and_that_rule_goes_first() {
    let mut center = day(1, &[(10, 9), (110, 9)]);
    center.queues[0].hours = Some(hours());
    let calls = figures(&center).calls;
    assert_eq!((calls.arrived, calls.out_of_hours, calls.offered, calls.answered), (2, 1, 1, 1));
    center.queues[0].overflow = vec![
        rule(Condition::WaitingCalls(0), Action::EndCall),
        rule(Condition::OutOfHours, Action::AssignAnyway),
    ];
    let calls = figures(&center).calls;
    assert_eq!((calls.out_of_hours, calls.answered, calls.ended_by_overflow), (0, 1, 1));
}

fn route(to: RouteTarget) -> RouteRule {
    RouteRule { call_type: None, attribute: None, windows: None, to, overflow: None }
}

#[test]
fn edge_22_the_fallback_queue_ignores_overflow() {
    let mut center = day(1, &[(0, 9)]);
    center.call_types[0].route.clear();
    center.routing.rules = vec![RouteRule {
        call_type: Some(CallTypeId(9)),
        ..route(RouteTarget::FirstOf(vec![QueueId(0)]))
    }];
    center.routing.fallback = Some(QueueId(0));
    center.queues[0].overflow = vec![rule(Condition::WaitingCalls(0), Action::EndCall)];
    assert_eq!(figures(&center).calls.answered, 1);
}

#[test]
fn edge_23_a_route_with_rules_of_its_own_replaces_those_of_the_queue() {
    let mut center = with_second_type(day(0, &[(0, 9)]), 0, &[(1, 9)]);
    center.queues[0].overflow = vec![rule(Condition::WaitingCalls(0), Action::EndCall)];
    center.routing.rules = vec![RouteRule {
        call_type: Some(CallTypeId(1)),
        overflow: Some(vec![offer(Condition::WaitingCalls(0))]),
        ..route(RouteTarget::FirstOf(vec![QueueId(0)]))
    }];
    let calls = figures(&center).calls;
    assert_eq!((calls.ended_by_overflow, calls.callbacks_accepted), (1, 1));
}

#[test]
fn the_first_queue_that_does_not_overflow_is_taken_and_when_all_do_the_first_acts() {
    let mut center = with_second_queue(day(1, &[(0, 900), (1, 9), (2, 9)]), 1);
    let full = |action| vec![rule(Condition::WaitingCalls(0), action)];
    center.queues[0].overflow = full(Action::External);
    center.routing.rules = vec![route(RouteTarget::FirstOf(vec![QueueId(0), QueueId(1)]))];
    let calls = figures_of(&center, Scope::Queue(1)).calls;
    assert_eq!((calls.offered, calls.answered), (3, 3), "nobody comes to the full queue");
    center.queues[1].overflow = full(Action::EndCall);
    let calls = figures(&center).calls;
    assert_eq!((calls.external, calls.ended_by_overflow), (3, 0));
    center.queues[0].hours = Some(hours());
    let calls = figures(&center).calls;
    assert_eq!((calls.external, calls.ended_by_overflow), (0, 3), "the open one acts");
}

#[test]
fn edge_24_shares_are_drawn_before_overflow_and_not_again() {
    let many: Vec<(u64, u64)> = (0..400).map(|number| (number, 1)).collect();
    let mut center = with_second_queue(day(0, &many), 100);
    center.routing.rules =
        vec![route(RouteTarget::Shares(vec![(QueueId(0), 0.25), (QueueId(1), 0.75)]))];
    center.queues[0].overflow = vec![rule(Condition::WaitingCalls(0), Action::EndCall)];
    let ended = figures(&center).calls.ended_by_overflow;
    // A standard error of 8.7 calls.
    assert!((65..135).contains(&ended), "{ended} of 400 were drawn for the full queue");
}

// 25 to 29: duplicates, waits, messages, transfers.

#[test]
fn edge_25_who_rings_again_has_a_second_callback_unless_duplicates_are_closed() {
    let mut center = day(1, &[(0, 900), (1, 9)]);
    center.queues[0].overflow = vec![offer(Condition::WaitingCalls(0))];
    center.call_types[0].response.call_again =
        Some(CallAgain { probability: 1.0, delay: law(100), most: Some(1) });
    let told = |center: &Center| {
        let calls = figures(center).calls;
        (calls.arrived, calls.redials, calls.callbacks_accepted, calls.callbacks_deduplicated)
    };
    assert_eq!(told(&center), (3, 1, 2, 0));
    for dedup in [Dedup::Queue, Dedup::All] {
        center.queues[0].callback.dedup = dedup;
        assert_eq!(told(&center), (3, 1, 2, 1), "{dedup:?}");
    }
}

#[test]
fn edge_27_the_waits_of_a_callback_are_told_apart() {
    let mut center = day(1, &[(0, 100), (1, 20)]);
    center.queues[0].overflow = vec![offer(Condition::WaitingCalls(0))];
    let calls = figures(&center).calls;
    let seconds = |ticks| Span(ticks).seconds();
    assert_eq!(seconds(calls.hold_ticks), 30.0, "on hold until the key");
    assert_eq!(seconds(calls.callback_wait_ticks), 69.0, "from the key to the agent");
    assert_eq!(seconds(calls.callback_connect_ticks), 79.0, "and the ringing");
}

#[test]
fn edge_28_a_message_costs_agent_time_only_where_somebody_works_on_it() {
    let mut center = day(1, &[(0, 100), (1, 9)]);
    center.queues[0].overflow = vec![rule(Condition::WaitingCalls(0), Action::Voicemail)];
    center.queues[0].overflow.push(rule(Condition::OutOfHours, Action::AssignAnyway));
    center.call_types[0].voicemail.leave = 1.0;
    let told = |center: &Center| {
        let figures = figures(center);
        (figures.calls.voicemails, figures.calls.answered, Span(figures.duty.busy_ticks).seconds())
    };
    assert_eq!(told(&center), (2, 0, 0.0));
    center.call_types[0].voicemail.work = Some((QueueId(0), law(30)));
    assert_eq!(told(&center), (2, 0, 60.0));
    center.call_types[0].voicemail.leave = 0.0;
    assert_eq!(figures(&center).calls.abandoned, 2, "who leaves no message has abandoned");
}

#[test]
fn edge_29_a_transfer_frees_the_agent_at_once_and_a_warm_one_when_the_next_takes_over() {
    let mut center = with_second_queue(day(1, &[(0, 100), (1, 9)]), 1);
    center.groups[1].staff = vec![(SimTime::ZERO, 0), (at(150), 1)];
    center.call_types[0].after_call_work = ringback::model::ClockLaw::always(law(500));
    let transfer = |warm| Transfer {
        probability: 1.0,
        queue: QueueId(1),
        talk_time: Some(ringback::model::ClockLaw::always(law(7))),
        warm,
    };
    center.call_types[0].transfers = vec![transfer(false)];
    assert_eq!(when(&center, 0, "Connected { agent: AgentId(0) }"), [0.0, 100.0]);
    center.call_types[0].transfers = vec![transfer(true)];
    assert_eq!(when(&center, 0, "Connected { agent: AgentId(0) }"), [0.0, 150.0]);
    let calls = figures(&center).calls;
    assert_eq!((calls.offered, calls.answered), (2, 2), "each call counts once in the center");
    let second = figures_of(&center, Scope::Queue(1)).calls;
    assert_eq!((second.offered, second.transferred_in, second.answered), (2, 2, 2));
}

// Callers and places.

#[test]
fn a_redialler_is_the_same_customer_and_does_not_call_after_the_end() {
    let mut center = day(0, &[(0, 9)]);
    center.call_types[0].redial =
        Some(CallAgain { probability: 1.0, delay: law(1_000), most: None });
    let calls = figures(&center).calls;
    assert_eq!((calls.arrived, calls.redials, calls.abandoned), (2, 1, 2));
    assert_eq!(when(&center, 0, "Arrived"), [0.0, 2_000.0], "held 1,000 s each time");
    center.call_types[0].redial.as_mut().unwrap().most = Some(0);
    assert_eq!(figures(&center).calls.arrived, 1);
}

#[test]
fn a_caller_with_a_new_matter_is_another_call_after_service() {
    let mut center = day(1, &[(0, 9)]);
    center.call_types[0].repeat_call =
        Some(CallAgain { probability: 1.0, delay: law(100), most: Some(2) });
    let calls = figures(&center).calls;
    assert_eq!((calls.arrived, calls.redials, calls.repeat_calls), (3, 0, 2));
}

#[test]
fn a_callback_stands_where_its_queue_puts_it() {
    // The caller at 1 s presses the key at 31 s; others come at 2 s and at 40 s.
    let mut center = day(1, &[(0, 100), (1, 9), (2, 9), (40, 9)]);
    center.call_types[0].response.accept = vec![1.0];
    center.queues[0].overflow = vec![offer(Condition::WaitingCalls(0))];
    center.queues[0].callback.max_active = Some(1);
    center.queues[0].callback.ring = law(0);
    for (place, connected) in [
        (CallbackPlace::Keep, [0.0, 100.0, 109.0, 118.0]),
        (CallbackPlace::Tail, [0.0, 109.0, 100.0, 118.0]),
        (CallbackPlace::Front, [0.0, 100.0, 109.0, 118.0]),
        (CallbackPlace::AfterLive, [0.0, 118.0, 100.0, 109.0]),
    ] {
        center.queues[0].callback.place = place;
        assert_eq!(when(&center, 0, "Connected"), connected, "{place:?}");
    }
    center.queues[0].callback.reserve_agents = 1;
    assert_eq!(when(&center, 0, "Connected"), [0.0, 100.0, 109.0], "one agent is kept for calls");
}

#[test]
fn offers_stop_outside_their_hours_and_above_their_share() {
    let mut center = day(1, &[(0, 900), (1, 9), (2, 9), (3, 9), (4, 9)]);
    center.queues[0].overflow = vec![offer(Condition::WaitingCalls(0))];
    let accepted = |center: &Center| figures(center).calls.callbacks_accepted;
    assert_eq!(accepted(&center), 4);
    center.queues[0].callback.share_limit = 0.4;
    assert_eq!(accepted(&center), 2, "2 of 5 offered calls");
    center.queues[0].callback.offer_hours = Some(Hours { windows: vec![(SimTime::ZERO, at(32))] });
    assert_eq!(accepted(&center), 1, "the others' first offers come too late");
}

#[test]
fn the_share_of_callbacks_counts_every_call_that_was_offered_to_the_queue() {
    // All go on to the second queue before they queue.
    let calls = [(0, 900), (1, 9), (2, 9), (3, 9), (4, 9)];
    let mut center = with_second_queue(day(1, &calls), 0);
    center.queues[0].overflow =
        vec![rule(Condition::WaitingCalls(0), Action::Transfer(QueueId(1)))];
    center.queues[1].overflow = vec![offer(Condition::Waited(seconds(60)))];
    center.queues[1].callback.share_limit = 0.4;
    let accepted = |center: &Center| figures(center).calls.callbacks_accepted;
    assert_eq!(accepted(&center), 2, "moved calls count in the queue that they came to");
    // Blocked calls are offered calls: with a line for three, two of five are accepted.
    let mut center = day(0, &calls);
    center.queues[0].overflow = vec![offer(Condition::WaitingCalls(0))];
    center.queues[0].callback.share_limit = 0.4;
    center.queues[0].lines = Some(3);
    assert_eq!(figures(&center).calls.blocked, 2);
    assert_eq!(accepted(&center), 2);
}

#[test]
fn acceptance_follows_the_wait_that_is_quoted_and_answers_the_delay() {
    let mut center = day(1, &[(0, 900), (1, 9)]);
    center.queues[0].overflow = vec![offer(Condition::WaitingCalls(0))];
    let response = &mut center.call_types[0].response;
    // The estimate is (1 waiting + 1) x 1 s of mean handle time.
    response.accept_by_wait = vec![(1e6, 0.0), (2e6, 1.0)];
    response.answer_by_delay = vec![(60e6, 1.0), (61e6, 0.0)];
    center.queues[0].mean_handle_time = 1e6;
    let calls = figures(&center).calls;
    assert_eq!((calls.callbacks_accepted, calls.callbacks_unanswered), (1, 1));
    assert_eq!(
        center.call_types[0].response.accept_probability(0, || Some(1.5e6)),
        0.5,
        "linear between the points"
    );
}

#[test]
fn a_machine_counts_as_an_answer_only_where_it_is_said_so() {
    let mut center = day(1, &[(0, 100), (1, 9)]);
    center.queues[0].overflow = vec![offer(Condition::WaitingCalls(0))];
    center.call_types[0].response.answer = vec![0.0];
    center.call_types[0].response.answering_machine = 1.0;
    assert_eq!(figures(&center).calls.callbacks_unanswered, 1);
    center.queues[0].callback.machine_counts_as_answered = true;
    assert_eq!(figures(&center).calls.callbacks_answered, 1);
}

#[test]
fn a_rule_of_the_routing_holds_in_its_windows_alone() {
    let mut center = with_second_queue(day(1, &[(50, 9), (150, 9)]), 1);
    center.routing.rules = vec![RouteRule {
        windows: Some(vec![(at(100), at(200))]),
        ..route(RouteTarget::FirstOf(vec![QueueId(1)]))
    }];
    assert_eq!(figures_of(&center, Scope::Queue(0)).calls.offered, 1);
    assert_eq!(figures_of(&center, Scope::Queue(1)).calls.offered, 1);
}

#[test]
fn a_queue_that_moves_calls_to_itself_queues_them_anew_and_loses_none() {
    let mut center = day(0, &[(0, 9)]);
    center.queues[0].overflow =
        vec![rule(Condition::Waited(seconds(60)), Action::Transfer(QueueId(0)))];
    center.routing.overflow_hops = 3;
    assert_eq!(when(&center, 0, "Queued"), [0.0, 60.0, 120.0, 180.0]);
    assert_eq!(when(&center, 0, "Abandoned"), [1_000.0]);
}

#[test]
fn an_agent_with_a_hand_left_gets_nothing_while_away_after_a_miss_and_is_asked_after_others() {
    let mut center = day(1, &[(0, 9)]);
    center.groups[0].capacity = 2;
    center.groups[0].notification.miss = 1.0;
    assert_eq!(when(&center, 0, "Notified"), [0.0, 120.0, 240.0]);
    center.groups[0].notification.inactive_after_miss = Some(seconds(100));
    assert_eq!(when(&center, 0, "Notified"), [0.0, 220.0, 440.0]);
    center.groups[0].notification.inactive_after_miss = None;
    center.groups.push(AgentGroup { name: "others".into(), ..center.groups[0].clone() });
    center.groups[1].notification.miss = 0.0;
    assert_eq!(agents_of(&center, 0), [1], "the other agent, not the other hand");
}

#[test]
fn work_on_a_message_takes_no_line() {
    let mut center = day(1, &[(0, 9), (100, 9)]);
    center.queues[0].overflow = vec![rule(Condition::Waited(Span::ZERO), Action::Voicemail)];
    center.call_types[0].voicemail.leave = 1.0;
    center.call_types[0].voicemail.work = Some((QueueId(0), law(500)));
    center.queues[0].lines = Some(1);
    let calls = figures(&center).calls;
    assert_eq!((calls.voicemails, calls.blocked), (2, 0));
}

#[test]
fn a_message_is_no_call_on_hold_so_that_neither_waiting_nor_closing_time_moves_it() {
    let mut center = day(0, &[(0, 9)]);
    center.queues[0].overflow = vec![rule(Condition::Waited(Span::ZERO), Action::Voicemail)];
    center.queues[0].hours = Some(Hours { windows: vec![(SimTime::ZERO, at(90))] });
    center.queues[0].at_close.live = LiveAtClose::EndCall;
    let voicemail = &mut center.call_types[0].voicemail;
    (voicemail.leave, voicemail.length) = (1.0, law(0));
    voicemail.work = Some((QueueId(0), law(30)));
    center.groups[0].staff = vec![(SimTime::ZERO, 0), (at(200), 1)];
    assert_eq!(when(&center, 0, "Connected"), [200.0]);
}

#[test]
fn a_callback_that_is_passed_on_has_the_age_of_its_call_and_its_next_one_all_its_dials() {
    // The second caller is called back at 100 s and passed on at 119 s, as the first was at 100 s.
    let mut center = with_second_queue(day(1, &[(0, 100), (1, 9)]), 0);
    center.queues[0].overflow = vec![offer(Condition::WaitingCalls(0))];
    center.queues[0].callback.place = CallbackPlace::Tail;
    center.call_types[0].transfers =
        vec![Transfer { probability: 1.0, queue: QueueId(1), talk_time: None, warm: false }];
    center = with_second_type(center, 1, &[(2, 9), (20, 90)]);
    center.call_types[1].transfers.clear();
    assert_eq!(when(&center, 0, "Queued { position: 1"), [100.0, 1.0]);
    assert_eq!(when(&center, 0, "Queued { position: 2"), [119.0], "not behind who came at 2 s");
    // There both become callbacks. The second caller answered the first dial and does not answer
    // the two of the second callback.
    center.call_types[0].response.answer = vec![1.0, 0.0];
    center.queues[1].overflow = vec![offer(Condition::Waited(seconds(60)))];
    center.queues[1].callback.attempts = 2;
    center.queues[1].callback.retry_after = seconds(50);
    center.groups[1].staff = vec![(SimTime::ZERO, 0), (at(300), 1)];
    center.call_types.pop();
    let second = figures_of(&center, Scope::Queue(1)).calls;
    let dials = (second.callback_dials, second.callbacks_unanswered);
    assert_eq!((second.callbacks_accepted, dials), (2, (3, 1)));
}

#[test]
fn the_place_told_is_that_of_the_priority() {
    let mut center = with_second_type(day(0, &[(0, 9), (1, 9)]), 0, &[(2, 9)]);
    center.call_types[1].priority = 0;
    assert_eq!(when(&center, 0, "Queued { position: 2"), [1.0]);
    assert_eq!(when(&center, 1, "Queued { position: 1"), [2.0]);
}
