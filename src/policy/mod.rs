//! Decisions of routing: views in, answers out. The engine asks, and does as it is told.
//!
//! A rule of one's own is a [`Policy`]: a type that overrides the questions it answers in another
//! way than the scenario format does. It is a static generic of the engine, so that the built-in
//! [`Standard`] costs nothing and one's own is as fast as if it stood in the engine.
//!
//! Run it against the same callers as the built-in rule, and ask the judge of `ringback check`
//! whether anything became worse:
//!
#![cfg_attr(feature = "app", doc = "```")]
#![cfg_attr(not(feature = "app"), doc = "```ignore")]
//! use ringback::check::{Tolerances, compare};
//! use ringback::experiment::run_with;
//! use ringback::policy::{CallView, Policy, Standard};
//! use ringback::scenario::study_from_text;
//!
//! /// Callbacks go before every live call: what nobody should do.
//! struct CallbacksFirst;
//!
//! impl Policy for CallbacksFirst {
//!     fn standing(&self, call: CallView, standing: u64) -> u64 {
//!         if call.is_callback { 0 } else { standing }
//!     }
//! }
//!
//! let study = study_from_text(r#"
//!     scenario = { name = "Busy hour", duration = "2h" }
//!     run = { seed = 7, replications = 20 }
//!
//!     [call_type.support]
//!     route = "support"
//!     arrivals = { poisson = { per_hour = 200 } }
//!     talk_time = { exponential = { mean = "5m" } }
//!     patience = { exponential = { mean = "6m" } }
//!     callback_response = { accept = 0.7 }
//!
//!     [agent_group.team]
//!     queues = ["support"]
//!     staff = 14
//!
//!     [queue.support]
//!     overflow = [{ name = "full", when = { waiting_calls = 3 }, action = "direct_callback" }]
//! "#)?;
//! let before = run_with(&study, &Standard, 0, &|_| {})?;
//! let after = run_with(&study, &CallbacksFirst, 0, &|_| {})?;
//! let found = compare(&before, &after, &Tolerances::default());
//! assert!(found.is_worse(), "who did not press the key waits longer:\n{found}");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! `examples/own_routing_rule.rs` has a rule that one might want. Without the application's
//! features, [`engine::simulate_with`](crate::engine::simulate_with) plays one replication and
//! [`stats::judge`](crate::stats::judge) compares the numbers that an
//! [`Observer`](crate::observe::Observer) has kept.

mod assignment;
mod condition;
mod view;

use crate::time::{SimTime, Span};

pub use assignment::{Assignment, Candidate};
pub use condition::{Arrival, Condition, Key};
pub use view::{AgentView, CallView, ItemView, QueueView};

/// How a center routes. Static, so that the built-in policy costs nothing; every method has
/// the answer of the scenario format as its default, so a rule of one's own overrides one.
///
/// A policy decides, and nothing else: it must answer the same question in the same way, and it
/// may look only at what it is shown and at what it was made with (such as skills by group).
/// What the scenario format says of a queue, such as its priority or a rule's limit, is part of
/// what it is shown.
pub trait Policy {
    /// Whether the choice of an agent depends on the call. Then every free agent is asked about
    /// by [`Policy::agent_rank_for`], which costs time; else [`Policy::agent_rank`] is asked once,
    /// when an agent becomes free.
    const LOOKS_AT_THE_CALL: bool = false;

    /// Whether it looks at more of a [`QueueView`] than what the built-in rules read: how many items
    /// wait, as rules see them, and how many callbacks are active. Who does not has plain queues
    /// played in shorter ways.
    const LOOKS_AT_QUEUES: bool = true;

    /// Whether [`Policy::is_too_full`] or [`Policy::is_too_slow`] is one's own. A policy that keeps the
    /// defaults of both may say no: then it is not counted how many wait while they are plainly too few
    /// for a rule.
    const JUDGES_QUEUES: bool = true;

    /// Whether [`Policy::agent_rank`] is one's own. A policy that keeps the default may say no: then
    /// an agent who becomes free need not be ranked while nobody waits.
    const RANKS_AGENTS: bool = true;

    /// Whether [`Policy::item_rank`] or [`Policy::standing`] is one's own. A policy that keeps the
    /// defaults of both may say no: then the heads of many queues stand in order, and an agent who
    /// serves them all need not look at each.
    const RANKS_ITEMS: bool = true;

    /// Where a call stands in its queue before age counts, smaller first and below 2^62: asked
    /// when it comes to the queue, and again when it becomes a callback. `standing` is what the
    /// scenario makes of it: the bucket of the prioritisation times 2^32, plus the priority of the
    /// call type. Default: that. Callbacks that the scenario puts to the front of the line are not
    /// asked about.
    #[inline]
    fn standing(&self, call: CallView, standing: u64) -> u64 {
        let _ = call;
        standing
    }

    /// Rank of a free agent; the least takes the work item, then the lower agent number.
    /// Default: longest since the last release first, and who has just come on duty before all.
    /// Asked in queues whose `assignment` is `least_active`; the other methods are rules of the
    /// scenario format. Lower levels of a queue's groups go first in any case.
    #[inline]
    fn agent_rank(&self, agent: AgentView) -> u64 {
        agent.last_release.map_or(0, |at| at.0 + 1)
    }

    /// Rank of a free agent for this call, where [`Policy::LOOKS_AT_THE_CALL`]; the same order as
    /// of [`Policy::agent_rank`].
    #[inline]
    fn agent_rank_for(&self, call: CallView, agent: AgentView) -> u64 {
        let _ = call;
        self.agent_rank(agent)
    }

    /// Rank of the first item of a queue for a free agent; the least is taken, then the call
    /// that came first. Default: the group's level, queue priority, bucket of the prioritisation,
    /// then age. (Priorities of call types count within a queue, where they have been looked at.)
    /// Asked where the agent's group serves several queues.
    #[inline]
    fn item_rank(&self, item: ItemView) -> (u32, u32, u64, SimTime) {
        (item.level, item.queue_priority, item.bucket, item.entered)
    }

    /// Whether so many waiting items (`queue.waiting`) trip a `waiting_calls` rule.
    #[inline]
    fn is_too_full(&self, queue: QueueView, limit: u32) -> bool {
        queue.waiting >= limit
    }

    /// Whether this estimate in ticks trips an `average_wait` rule; without an estimate it never
    /// does.
    #[inline]
    fn is_too_slow(&self, queue: QueueView, estimate: Option<f64>, limit: Span) -> bool {
        let _ = queue;
        estimate.is_some_and(|ticks| ticks > limit.ticks())
    }

    /// Whether a callback may be offered while so many are accepted and not closed
    /// (`queue.active_callbacks`), at most `most` by the scenario.
    #[inline]
    fn may_offer(&self, queue: QueueView, most: Option<u32>) -> bool {
        most.is_none_or(|most| queue.active_callbacks < most)
    }
}

/// The routing of the scenario format: all defaults.
#[derive(Clone, Copy, Debug, Default)]
pub struct Standard;

impl Policy for Standard {
    const LOOKS_AT_QUEUES: bool = false;
    const JUDGES_QUEUES: bool = false;
    const RANKS_AGENTS: bool = false;
    const RANKS_ITEMS: bool = false;
}
