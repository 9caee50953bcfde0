//! The frame of a center's statistics, read off the center.

use crate::ids::CallTypeId;
use crate::measure::{CallTypeFrame, Frame, GroupFrame, Level, Pair};
use crate::model::{Center, WaitClock};
use crate::random::name_hash;
use crate::scenario::{Attribution, Timeline};

/// What a tally of this center counts by.
pub(super) fn frame(center: &Center, timeline: &Timeline, attribution: Attribution) -> Frame {
    let mut pairs: Vec<Pair> = Vec::new();
    for (position, call_type) in center.call_types.iter().enumerate() {
        for &(queue, _) in &call_type.route {
            let pair = Pair { call_type: CallTypeId(position as u32), queue };
            if !pairs.contains(&pair) {
                pairs.push(pair);
            }
        }
    }
    Frame {
        warm_up: center.horizon.warm_up,
        end: center.horizon.end,
        interval: center.horizon.interval,
        by_event: attribution == Attribution::Event,
        day_of_interval: timeline.day_of_interval.clone(),
        pairs,
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
            .map(|group| GroupFrame { cost_per_hour: group.cost_per_hour })
            .collect(),
        agents: agents(center),
    }
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
