//! What a policy sees when it is asked.

use crate::ids::{AgentId, CallTypeId, GroupId, QueueId};
use crate::time::SimTime;

/// A free agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgentView {
    /// Who.
    pub agent: AgentId,
    /// The agent's group.
    pub group: GroupId,
    /// When the agent was last freed; none when just come on duty.
    pub last_release: Option<SimTime>,
    /// The moment of the question.
    pub now: SimTime,
}

/// A call in a queue, or on its way there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallView {
    /// Its type.
    pub call_type: CallTypeId,
    /// Its number within the type; see [`CallFacts`](crate::observe::CallFacts).
    pub number: u64,
    /// Its queue.
    pub queue: QueueId,
    /// When it came in.
    pub arrived: SimTime,
    /// When it came to this queue.
    pub entered: SimTime,
    /// Whether the caller has pressed the key and is to be called back.
    pub is_callback: bool,
    /// Whether an agent has passed it on after service.
    pub transferred: bool,
    /// The moment of the question.
    pub now: SimTime,
}

/// The first item of a queue, as a free agent meets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemView {
    /// The call.
    pub call: CallView,
    /// Level at which the agent's group serves the queue, smaller first.
    pub level: u32,
    /// Priority of its queue, smaller first.
    pub queue_priority: u32,
    /// Bucket of its queue's prioritisation, smaller first; callbacks that stand behind all live
    /// calls come after every bucket.
    pub bucket: u64,
    /// What counts as its age: when it came to the queue, unless its place was changed since.
    pub entered: SimTime,
}

/// A queue when a rule looks at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueView {
    /// Which.
    pub queue: QueueId,
    /// Work items waiting, as rules see them: refreshed every `count_cache`, and with callbacks
    /// where `counts_to_limit` says so.
    pub waiting: u32,
    /// Live calls waiting now.
    pub live: u32,
    /// Callbacks waiting now.
    pub callbacks: u32,
    /// Callbacks accepted and not closed.
    pub active_callbacks: u32,
    /// The moment of the question.
    pub now: SimTime,
}
