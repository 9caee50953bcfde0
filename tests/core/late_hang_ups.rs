//! Callers who hang up may be noticed late, when an agent comes to their place in the queue: nothing
//! that is counted may show it but the length of the queue.

use ringback::engine::simulate;
use ringback::ids::{AgentId, GroupId, QueueId};
use ringback::measure::{Extremes, Frame, Replication, Tally};
use ringback::model::Center;
use ringback::observe::{CallFacts, Duty, Happening, Observer};
use ringback::random::Law;
use ringback::time::SimTime;

use crate::center;
use crate::random_center::random_center;
use crate::size::sized;

/// A random center in which nobody looks at a queue but for its head: agents of any number and
/// capacity with any shifts, buckets, priorities, assignment, laws and records.
fn plain_center(seed: u64) -> Center {
    let mut center = random_center(seed);
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
        group.notification.accept_time = Law::Constant(0.0);
        (group.notification.miss, group.notification.reject) = (0.0, 0.0);
        group.handle_factors.clear();
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

#[test]
fn whether_a_hang_up_is_noticed_late_shows_in_nothing_that_is_counted() {
    let mut longer = 0;
    let centers = sized(2_000, 20_000);
    for seed in 0..centers {
        let center = plain_center(seed);
        let mut frame = center::frame(&center);
        frame.by_event = seed.is_multiple_of(3);
        let late = play(&center, &frame, seed);
        frame.counts_most_waiting = true;
        let in_order = play(&center, &frame, seed);
        let waiting = |of: &Replication| of.extremes.row(0).queue_length_max;
        assert!(waiting(&late) >= waiting(&in_order), "seed {seed}");
        longer += u64::from(waiting(&late) > waiting(&in_order));
        let differs = late.cells.iter().zip(in_order.cells.iter()).position(|(a, b)| a != b);
        assert_eq!(differs, None, "a cell of seed {seed}");
        let differs = late.duties.iter().zip(in_order.duties.iter()).position(|(a, b)| a != b);
        assert_eq!(differs, None, "a cell of agents of seed {seed}");
        assert!(late.calls_in_all == in_order.calls_in_all, "seed {seed}");
        assert!(late.duty_in_all == in_order.duty_in_all, "seed {seed}");
        let extremes = |of: &Replication| -> Vec<Extremes> {
            of.extremes.iter().map(|one| Extremes { queue_length_max: 0, ..one }).collect()
        };
        assert!(extremes(&late) == extremes(&in_order), "seed {seed}");
        let rest = |of: &Replication| (of.digest, of.balanced, of.calls, of.brought_ticks);
        assert_eq!(rest(&late), rest(&in_order), "seed {seed}");
    }
    // It did come late in a good part of them.
    assert!(longer > centers / 5, "{longer} of {centers}");
}

/// Most calls that have been spoken of and not closed at one time, and how many were closed.
#[derive(Default)]
struct Open {
    now: u32,
    most: u32,
    closed: u32,
}

impl Observer for Open {
    fn hears_in_order(&self) -> bool {
        false
    }

    fn call(&mut self, _: SimTime, _: &CallFacts, happening: Happening) {
        if happening == Happening::Arrived {
            self.now += 1;
            self.most = self.most.max(self.now);
        }
    }

    fn waited(&mut self, _: &CallFacts, _: bool, _: SimTime, _: SimTime) {}

    fn closed(&mut self, _: &CallFacts) {
        self.now -= 1;
        self.closed += 1;
    }

    fn agent(&mut self, _: SimTime, _: GroupId, _: AgentId, _: Duty) {}

    fn finished(&mut self, _: SimTime) {}
}

#[test]
fn a_line_that_no_agent_looks_at_does_not_keep_those_who_hung_up() {
    let patience = Some(center::exponential(1.0));
    let mut center = center::single(500.0, 1, center::exponential(1.0), patience, 0.0, 100.0);
    // Nobody for an hour and a half, in which 45,000 call and about 500 wait at a time.
    center.groups[0].staff = vec![(SimTime::ZERO, 0), (SimTime(center::minutes(90.0).0), 100)];
    let mut frame = center::frame(&center);
    let mut open = Open::default();
    simulate(&center, 3, 0, &mut open);
    assert!(open.closed > 45_000 && open.now == 0, "{} closed", open.closed);
    assert!((1_000..2_000).contains(&open.most), "{} at once", open.most);
    let late = play(&center, &frame, 3);
    frame.counts_most_waiting = true;
    let in_order = play(&center, &frame, 3);
    assert!(late.calls_in_all == in_order.calls_in_all && late.cells == in_order.cells);
    assert!(late.digest == in_order.digest);
    let longest = in_order.extremes.row(0).queue_length_max;
    assert!((550..700).contains(&longest), "{longest} waited at once");
}
