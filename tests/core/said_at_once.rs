//! To who need not hear in order much of a call is said at once: that it came with what it comes to,
//! that it hung up when an agent comes to its place, how it ends when it is taken. Nothing that is
//! counted may show it but the length of the queue.

use ringback::engine::simulate;
use ringback::ids::{AgentId, GroupId, QueueId};
use ringback::measure::{Extremes, Frame, Replication, Tally};
use ringback::model::{
    Arrivals, Assignment, CallbackMode, CallbackPlace, Center, ClockLaw, Condition, Level,
    Patience, Queue, SkillMatch, WaitEstimate,
};
use ringback::observe::{CallFacts, Duty, Happening, Observer};
use ringback::random::Law;
use ringback::time::{SimTime, Span};

use crate::center;
use crate::random_center::{Dice, random_center};
use crate::size::sized;

/// The same center with agents who take every call at once and as it is.
fn taken_at_once(mut center: Center) -> Center {
    for group in &mut center.groups {
        group.notification.accept_time = Law::Constant(0.0);
        (group.notification.miss, group.notification.reject) = (0.0, 0.0);
        group.handle_factors.clear();
    }
    center
}

/// A random center in which nobody looks at a queue but for its head: agents of any number and
/// capacity with any shifts, buckets, priorities, assignment, laws and records.
fn plain_center(seed: u64) -> Center {
    let mut center = taken_at_once(random_center(seed));
    let queues = center.queues.len() as u32;
    center.lines = None;
    center.bookings.clear();
    center.routing.rules.clear();
    for queue in &mut center.queues {
        (queue.lines, queue.max_waiting, queue.hours) = (None, None, None);
        queue.callback.share_limit = 1.0;
        queue.overflow.clear();
        queue.wait_estimate_scored = false;
    }
    for group in &mut center.groups {
        group.levels.clear();
    }
    for (position, call_type) in center.call_types.iter_mut().enumerate() {
        if call_type.route.is_empty() {
            call_type.route = vec![(QueueId(position as u32 % queues), 1.0)];
        }
        // In a part of the centers priorities differ: there, of several queues, nothing is late.
        call_type.priority = if seed.is_multiple_of(4) { call_type.priority } else { 1 };
        call_type.skills.clear();
        call_type.transfers.clear();
        (call_type.redial, call_type.repeat_call) = (None, None);
    }
    center
}

fn play(center: &Center, frame: &Frame, seed: u64) -> Replication {
    let mut tally = Tally::new(frame);
    simulate(center, seed, 0, &mut tally);
    tally.take()
}

/// A random center of one line and one group, where more is seen ahead than that: agents of another
/// number at whole seconds, busier than the others, with calls whose work may be none at all.
fn one_line_center(seed: u64) -> Center {
    let mut center = plain_center(seed);
    let mut dice = Dice::new(seed ^ 0x11E);
    center.queues.truncate(1);
    center.groups.truncate(1);
    let (queue, group) = (&mut center.queues[0], &mut center.groups[0]);
    queue.prioritisation.clear();
    (queue.assignment, queue.skill_match) = (Assignment::LeastActive, SkillMatch::Exact);
    (group.queues, group.capacity) = (vec![QueueId(0)], 1);
    let most = 1 + dice.below(12);
    let mut changes: Vec<SimTime> =
        (0..dice.below(9)).map(|_| SimTime(dice.seconds(1_199).0)).collect();
    changes.extend([SimTime::ZERO]);
    changes.sort_unstable();
    changes.dedup();
    group.staff = changes.into_iter().map(|from| (from, dice.below(most + 1))).collect();
    for call_type in &mut center.call_types {
        call_type.route = vec![(QueueId(0), 1.0)];
        (call_type.balk, call_type.priority, call_type.voicemail.work) = (0.0, 1, None);
        if matches!(call_type.arrivals, Arrivals::Recorded(_)) {
            call_type.arrivals = Arrivals::Renewal(dice.law(20.0));
        }
        if dice.happens(0.1) {
            call_type.talk_time = ClockLaw::always(Law::Constant(0.0));
        }
    }
    center
}

/// The same where rules offer callbacks by how many wait: seldom or often, soon or late, with any
/// answer, dials and retries.
fn offering_center(seed: u64) -> Center {
    let mut center = one_line_center(seed);
    let mut dice = Dice::new(seed ^ 0x0FFE);
    let queue = &mut center.queues[0];
    queue.wait_estimate = WaitEstimate::QueueLength;
    queue.mean_handle_time = 60e6;
    queue.count_cache = Span::from_secs([0, 0, 1, 7, 10, 60][dice.below(6) as usize]);
    let limit = dice.below(6);
    let when = match dice.below(3) {
        0 => Condition::AverageWait(Span::from_secs(u64::from(20 * limit))),
        _ => Condition::WaitingCalls(limit),
    };
    queue.overflow = vec![center::offer_when(when)];
    if dice.happens(0.2) {
        queue.overflow.insert(0, center::offer_when(Condition::WaitingCalls(2 * limit + 3)));
    }
    let callback = &mut queue.callback;
    (callback.mode, callback.place) = (CallbackMode::AgentFirst, CallbackPlace::Keep);
    (callback.offer_hours, callback.max_active) = (None, None);
    (callback.counts_to_limit, callback.no_answer_costs_agent) = (true, true);
    queue.assignment_block = None;
    callback.first_offer = dice.seconds(40);
    callback.repeat_every = Span::from_secs(1 + u64::from(dice.below(30)));
    if dice.happens(0.5) {
        (callback.ring, callback.preview) = (Law::Constant(0.0), Law::Constant(0.0));
        callback.confirm_prompt = Span::ZERO;
    }
    queue.wait_estimate_scored = seed.is_multiple_of(3);
    // In a part of the centers the line is not plain, for one reason or another.
    match dice.below(14) {
        0 => callback.place = CallbackPlace::AfterLive,
        1 => callback.place = CallbackPlace::Tail,
        2 => callback.max_active = Some(dice.below(4)),
        3 => callback.counts_to_limit = false,
        4 => callback.no_answer_costs_agent = false,
        5 => queue.wait_estimate = WaitEstimate::HeadOfLine,
        6 => queue.max_waiting = Some(3 + dice.below(5)),
        _ => {}
    }
    for call_type in &mut center.call_types {
        let response = &mut call_type.response;
        response.accept_by_wait.clear();
        response.call_again = None;
        response.accept = vec![[0.0, 0.02, 0.3, 0.8][dice.below(4) as usize]];
        if seed.is_multiple_of(3) || dice.happens(0.5) {
            response.decision = Law::Constant(0.0);
        }
    }
    center
}

/// Queues whose agents back each other up after a time: any priorities and levels, agents who have the
/// skills, and often happenings at the same moment.
fn levels_center(seed: u64) -> Center {
    let mut center = plain_center(seed);
    let mut dice = Dice::new(seed ^ 0x1E7E);
    let queues = center.queues.len() as u32;
    for queue in &mut center.queues {
        queue.prioritisation.clear();
        (queue.assignment, queue.skill_match) = (Assignment::LeastActive, SkillMatch::Exact);
        queue.priority = dice.below(2);
    }
    let is_level = dice.happens(0.9);
    for group in &mut center.groups {
        (group.capacity, group.skills) = (1, vec![(0, 3)]);
        for &queue in &group.queues {
            if is_level && dice.happens(0.5) {
                let after = Span::from_secs(u64::from(dice.below(40)));
                group.levels.push(Level { queue, level: 1 + dice.below(3), after });
            }
        }
    }
    let by_the_second = dice.happens(0.3);
    let whole = |dice: &mut Dice, most| Law::Constant(f64::from(1 + dice.below(most)) * 1e6);
    for (position, call_type) in (0..).zip(&mut center.call_types) {
        let queue = position % queues;
        call_type.route = vec![(QueueId(queue), 1.0)];
        (call_type.balk, call_type.priority, call_type.voicemail.work) = (0.0, queue, None);
        call_type.skills = if dice.happens(0.5) { vec![(0, 2)] } else { vec![] };
        if matches!(call_type.arrivals, Arrivals::Recorded(_)) {
            call_type.arrivals = Arrivals::Renewal(dice.law(20.0));
        }
        if by_the_second {
            call_type.arrivals = Arrivals::Renewal(whole(&mut dice, 12));
            call_type.talk_time = ClockLaw::always(whole(&mut dice, 60));
            call_type.after_call_work = ClockLaw::always(Law::Constant(0.0));
            call_type.patience = Patience::Law(ClockLaw::always(whole(&mut dice, 90)));
        }
    }
    // In a part of the centers the lines are not plain, for one reason or another.
    match dice.below(12) {
        0 => center.call_types[0].priority += 1,
        1 => center.call_types[0].skills = vec![(0, 4)],
        2 => center.call_types[0].balk = 0.3,
        3 => center.groups[0].capacity = 2,
        _ => {}
    }
    center
}

/// Whether something was said after something that happened later.
#[derive(Default)]
struct Order {
    latest: SimTime,
    is_broken: bool,
}

impl Observer for Order {
    fn hears_in_order(&self) -> bool {
        false
    }

    fn call(&mut self, at: SimTime, _: &CallFacts, _: Happening) {
        self.is_broken |= at < self.latest;
        self.latest = self.latest.max(at);
    }

    fn waited(&mut self, _: &CallFacts, _: bool, _: SimTime, _: SimTime) {}
    fn closed(&mut self, _: &CallFacts) {}
    fn agent(&mut self, _: SimTime, _: GroupId, _: AgentId, _: Duty) {}
    fn finished(&mut self, _: SimTime) {}
}

#[test]
fn whether_a_call_is_heard_of_in_order_or_all_at_once_shows_in_nothing_that_is_counted() {
    let (mut out_of_order, mut counted) = (0, 0);
    let centers = sized(2_500, 25_000);
    for seed in 0..centers {
        // Of twelve one with all that there is, one where agents take calls at once, three where
        // hang-ups are noticed late, two where what becomes of a call is seen when it comes, three
        // where rules offer callbacks there, two where groups back others up.
        let center = match seed % 12 {
            0 => random_center(seed),
            1 => taken_at_once(random_center(seed)),
            2 | 3 => one_line_center(seed),
            4..7 => offering_center(seed),
            7 | 8 => levels_center(seed),
            _ => plain_center(seed),
        };
        let mut frame = center::frame(&center);
        frame.by_event = seed.is_multiple_of(3);
        let mut tally = Tally::new(&frame);
        let mut heard = (tally, Order::default());
        simulate(&center, seed, 0, &mut heard);
        out_of_order += u64::from(heard.1.is_broken);
        tally = heard.0;
        let late = tally.take();
        frame.counts_most_waiting = true;
        let in_order = play(&center, &frame, seed);
        let differs = late.cells.iter().zip(in_order.cells.iter()).position(|(a, b)| a != b);
        assert_eq!(differs, None, "a cell of seed {seed}");
        let differs = late.duties.iter().zip(in_order.duties.iter()).position(|(a, b)| a != b);
        assert_eq!(differs, None, "a cell of agents of seed {seed}");
        assert!(late.calls_in_all == in_order.calls_in_all, "seed {seed}");
        assert!(late.duty_in_all == in_order.duty_in_all, "seed {seed}");
        if center.queues.iter().any(Queue::reads_queue_length) {
            let waiting = |of: &Replication| of.extremes.row(0).queue_length_max;
            assert_eq!(waiting(&late), waiting(&in_order), "seed {seed}");
            counted += 1;
        }
        let extremes = |of: &Replication| -> Vec<Extremes> {
            of.extremes.iter().map(|one| Extremes { queue_length_max: 0, ..one }).collect()
        };
        assert!(extremes(&late) == extremes(&in_order), "seed {seed}");
        let rest = |of: &Replication| (of.digest, of.balanced, of.calls, of.brought_ticks);
        assert_eq!(rest(&late), rest(&in_order), "seed {seed}");
    }
    // It was said out of order in most of them.
    assert!(out_of_order > centers / 2, "{out_of_order} of {centers}");
    assert!(counted > centers / 10, "{counted} of {centers} in which rules look at who waits");
}

#[test]
fn nobody_is_lost_from_a_line_that_no_agent_looks_at() {
    let patience = Some(center::exponential(1.0));
    let mut center = center::single(500.0, 1, center::exponential(1.0), patience, 0.0, 100.0);
    // Nobody for an hour and a half, in which 45,000 call and about 500 wait at a time.
    center.groups[0].staff = vec![(SimTime::ZERO, 0), (SimTime(center::minutes(90.0).0), 100)];
    let mut frame = center::frame(&center);
    let late = play(&center, &frame, 3);
    frame.counts_most_waiting = true;
    let in_order = play(&center, &frame, 3);
    assert!(late.calls_in_all == in_order.calls_in_all && late.cells == in_order.cells);
    assert!(late.digest == in_order.digest);
    let longest = in_order.extremes.row(0).queue_length_max;
    assert!((550..700).contains(&longest), "{longest} waited at once");
}
