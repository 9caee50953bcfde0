//! Decisions of routing: views in, answers out. The engine asks, and does as it is told.

mod assignment;
mod condition;

pub use assignment::{Assignment, Candidate};
pub use condition::{Arrival, Condition, Key};

use crate::time::{SimTime, Span};

/// How a center routes. Static, so that the built-in policy costs nothing; every method has
/// the answer of the scenario format as its default, so a rule of one's own overrides one.
pub trait Policy {
    /// Rank of a free agent; the least takes the work item, then the lower agent number.
    /// Default: longest since the last release first, and who has just come on duty before all.
    #[inline]
    fn agent_rank(&self, agent: AgentView) -> u64 {
        agent.last_release.map_or(0, |at| at.0 + 1)
    }

    /// Rank of the first item of a queue for a free agent; the least is taken, then the call
    /// that came first. Default: the group's level, queue priority, bucket of the prioritisation,
    /// then age. (Priorities of call types count within a queue, where they have been looked at.)
    #[inline]
    fn item_rank(&self, item: ItemView) -> (u32, u32, u64, SimTime) {
        (item.level, item.queue_priority, item.bucket, item.entered)
    }

    /// Whether so many waiting items trip a `waiting_calls` rule.
    #[inline]
    fn is_too_full(&self, waiting: u32, limit: u32) -> bool {
        waiting >= limit
    }

    /// Whether this estimate trips an `average_wait` rule; without an estimate it never does.
    #[inline]
    fn is_too_slow(&self, estimate: Option<f64>, limit: Span) -> bool {
        estimate.is_some_and(|ticks| ticks > limit.ticks())
    }

    /// Whether a callback may be offered while so many are accepted and not closed.
    #[inline]
    fn may_offer(&self, active: u32, most: Option<u32>) -> bool {
        most.is_none_or(|most| active < most)
    }
}

/// The routing of the scenario format: all defaults.
#[derive(Clone, Copy, Debug, Default)]
pub struct Standard;

impl Policy for Standard {}

/// What a policy sees of a free agent.
#[derive(Clone, Copy, Debug)]
pub struct AgentView {
    /// When the agent was last freed; none when just come on duty.
    pub last_release: Option<SimTime>,
    /// The moment of the question.
    pub now: SimTime,
}

/// What a policy sees of the first item of a queue.
#[derive(Clone, Copy, Debug)]
pub struct ItemView {
    /// Level at which the agent's group serves the queue, smaller first.
    pub level: u32,
    /// Priority of its queue, smaller first.
    pub queue_priority: u32,
    /// Bucket of its queue's prioritisation, smaller first; callbacks that stand behind all live
    /// calls come after every bucket.
    pub bucket: u64,
    /// When it entered the queue.
    pub entered: SimTime,
    /// Whether it is a callback.
    pub is_callback: bool,
}
