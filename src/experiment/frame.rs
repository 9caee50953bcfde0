//! The frame of a center's statistics, read off the center.

use crate::ids::{CallTypeId, QueueId};
use crate::measure::{CallTypeFrame, Frame, GroupFrame, Level, Pair};
use crate::model::{Action, Arrivals, Center, OverflowRule, WaitClock};
use crate::random::name_hash;
use crate::scenario::{Attribution, Study, Timeline};

/// What a tally of a center of this study counts by.
pub(super) fn frame(study: &Study, center: &Center) -> Frame {
    Counting::of(study).frame(center)
}

/// What replications of different centers have in common in how they are counted.
#[derive(Clone, Copy, Debug)]
pub struct Counting<'s> {
    /// Civil time of the moments.
    pub timeline: &'s Timeline,
    /// The interval in which a call counts.
    pub attribution: Attribution,
    /// Whether the most items that wait at once are asked for.
    pub most_waiting: bool,
}

impl<'s> Counting<'s> {
    /// How a study counts.
    #[must_use]
    pub const fn of(study: &'s Study) -> Self {
        Self {
            timeline: &study.timeline,
            attribution: study.run.attribution,
            most_waiting: study.reports_queue_length_max,
        }
    }

    /// What a tally of this center counts by.
    pub(super) fn frame(self, center: &Center) -> Frame {
        let Self { timeline, attribution, most_waiting } = self;
        Frame {
            counts_most_waiting: most_waiting,
            warm_up: center.horizon.warm_up,
            end: center.horizon.end,
            interval: center.horizon.interval,
            by_event: attribution == Attribution::Event,
            day_of_interval: timeline.day_of_interval.clone(),
            pairs: pairs(center),
            has_moves: has_moves(center),
            has_callbacks: center.has_callbacks(),
            levels: levels(center),
            call_types: center
                .call_types
                .iter()
                .map(|call_type| CallTypeFrame {
                    name: name_hash(&call_type.name),
                    cost_per_lost: call_type.cost_per_lost,
                })
                .collect(),
            groups: center
                .groups
                .iter()
                .map(|group| GroupFrame {
                    cost_per_hour: group.cost_per_hour,
                    paid_ticks: group.paid_by_interval(&center.horizon),
                })
                .collect(),
            agents: agents(center),
        }
    }
}

/// Every call type in every queue that its calls can come to, by route, rule, overflow or
/// transfer.
fn pairs(center: &Center) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (position, call_type) in center.call_types.iter().enumerate() {
        let id = CallTypeId(position as u32);
        let rules = center.routing.rules.iter();
        let rules: Vec<_> =
            rules.filter(|rule| rule.call_type.is_none_or(|wanted| wanted == id)).collect();
        let mut first: Vec<QueueId> = call_type.route.iter().map(|share| share.0).collect();
        first.extend(rules.iter().flat_map(|rule| rule.queues()));
        if let Arrivals::Recorded(recorded) = &call_type.arrivals {
            first.extend(recorded.queues());
        }
        let booked = center.bookings.iter().filter(|booking| booking.call_type == id);
        first.extend(booked.map(|booking| booking.queue));
        first.extend(center.routing.fallback.filter(|_| call_type.route.is_empty()));
        let of_rules = rules.iter().filter_map(|rule| rule.overflow.as_deref());
        first.extend(of_rules.flat_map(moves));
        let first = reached(center, first);
        let mut later: Vec<QueueId> =
            call_type.transfers.iter().map(|transfer| transfer.queue).collect();
        later.extend(call_type.voicemail.work.as_ref().map(|(queue, _)| *queue));
        let later = reached(center, later);
        let pair = |queue, transferred| Pair { call_type: id, queue, transferred };
        pairs.extend(first.into_iter().map(|queue| pair(queue, false)));
        pairs.extend(later.into_iter().map(|queue| pair(queue, true)));
    }
    pairs
}

/// These queues and all to which their overflow moves calls, each once.
fn reached(center: &Center, from: Vec<QueueId>) -> Vec<QueueId> {
    let mut found: Vec<QueueId> = Vec::new();
    let mut open = from;
    open.reverse();
    while let Some(queue) = open.pop() {
        if !found.contains(&queue) {
            found.push(queue);
            open.extend(moves(&center.queues[queue.index()].overflow));
        }
    }
    found
}

/// Where rules move calls.
fn moves(rules: &[OverflowRule]) -> impl Iterator<Item = QueueId> + '_ {
    rules.iter().filter_map(|rule| match rule.action {
        Action::Transfer(queue) => Some(queue),
        _ => None,
    })
}

fn has_moves(center: &Center) -> bool {
    let of_rules = center.routing.rules.iter().filter_map(|rule| rule.overflow.as_deref());
    let of_queues = center.queues.iter().map(|queue| queue.overflow.as_slice());
    of_rules.chain(of_queues).any(|rules| moves(rules).next().is_some())
        || center.call_types.iter().any(|call_type| !call_type.transfers.is_empty())
}

fn levels(center: &Center) -> Vec<Level> {
    let level = |queue: &crate::model::Queue| Level {
        name: name_hash(&queue.name),
        within: queue.service_level.within,
        short: queue.service_level.short_abandon,
        target: queue.service_level.target,
        definition: queue.service_level.definition,
        until_assigned: queue.service_level.wait_clock == WaitClock::Queue,
    };
    center.queues.iter().map(level).collect()
}

/// A hash of group and number for each agent, in the engine's numbering.
fn agents(center: &Center) -> Vec<u64> {
    let mut hashes = Vec::new();
    for group in &center.groups {
        let name = name_hash(&group.name);
        hashes.extend((0..u64::from(group.most_agents())).map(|number| name ^ (number << 1 | 1)));
    }
    hashes
}
