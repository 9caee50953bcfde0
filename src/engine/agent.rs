//! An agent under way, and the hands that hold work: one for each unit of the agent's capacity.

use crate::ids::{AgentId, GroupId};
use crate::time::SimTime;

/// One unit of one agent's capacity, numbered through the agents in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct HandId(pub(super) u32);

impl HandId {
    /// Position in [`Run::hands`](super::run::Run::hands).
    #[inline]
    pub(super) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A hand: free, or with one work item.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
pub(super) struct Hand {
    /// Whose it is.
    pub(super) agent: AgentId,
    /// The call in it, by its slot.
    pub(super) call: Option<u32>,
    /// When that was given.
    pub(super) busy_since: SimTime,
    /// Whether the agent ever spoke to the customer of that call.
    pub(super) connected: bool,
}

/// An agent under way, in one line of the cache.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(super) struct Agent {
    pub(super) group: GroupId,
    /// The first hand; the others follow it.
    pub(super) first_hand: HandId,
    /// Hands with a work item.
    pub(super) full_hands: u32,
    /// Since when at least one hand holds work.
    pub(super) busy_since: SimTime,
    /// When on duty since.
    pub(super) on_duty_since: SimTime,
    /// When last freed of a work item; never when just come on duty.
    pub(super) last_release: SimTime,
    /// When last given a work item; never before the first.
    pub(super) last_assignment: SimTime,
    /// Rank among the free, while free.
    pub(super) rank: u64,
    /// Whether the agent takes every call at once and as it is.
    pub(super) takes_at_once: bool,
    /// Whether the shift is over: nothing new, and home when the hands are empty.
    pub(super) is_leaving: bool,
    /// Missed notifications after which no work is given yet.
    pub(super) misses: u32,
}

impl Agent {
    /// An agent off duty.
    pub(super) const fn new(group: GroupId, first_hand: HandId) -> Self {
        Self {
            group,
            first_hand,
            full_hands: 0,
            busy_since: SimTime::NEVER,
            on_duty_since: SimTime::NEVER,
            last_release: SimTime::NEVER,
            last_assignment: SimTime::NEVER,
            rank: 0,
            takes_at_once: false,
            is_leaving: false,
            misses: 0,
        }
    }

    /// The agent's turn: who was given nothing yet goes before all.
    pub(super) const fn last_assignment_turn(&self) -> u64 {
        self.last_assignment.0.wrapping_add(1)
    }
}

impl Hand {
    /// An empty hand.
    pub(super) const fn new(agent: AgentId) -> Self {
        Self { agent, call: None, busy_since: SimTime::NEVER, connected: false }
    }
}
